//! What each session of the body treats.

use serde_json::{Value, json};

use crate::bloques::bloque::Bloque;
use crate::hechos::trabajo::{only_in, points};

use super::{DeOrgano, by_group, pointer};

pub const BLOQUE: Bloque = Bloque::de_organo(
    "agenda",
    "el orden del día de cada sesión: los puntos del plan que se tratan en ella, con sus responsables",
    |organo, _| Ok(values(organo).into_iter().collect()),
);

/// The points of each session, in the order of the plan.
fn values(organo: &mut DeOrgano<'_>) -> Option<Value> {
    let plan = organo.plan;
    let mut sesiones = Vec::new();
    for sesion in &plan.sesiones {
        let rows: Vec<_> = points(plan).filter(|p| p.in_session(sesion)).collect();
        let puntos = rows.iter().map(|p| {
            let mut value = pointer(p, &mut organo.hoja);
            // The whole function: who prepares the session has to know what is delivered.
            if value["narracion"].is_null() {
                value["narracion"] = json!(organo.hoja.narracion(&p.de.funcion));
            }
            value["actividad"] = json!(p.es.actividad.as_ref().map(|text| organo.hoja.narracion(text)));
            value["responsable"] = json!(p.es.responsable);
            (p.grupo, value)
        });
        let grupos = by_group(plan, puntos);
        let (puntos, solo) = (rows.len(), only_in(plan, sesion).count());
        let clave = format!("agenda-{}", sesion.id.value);
        sesiones.push(json!({
            "clave": clave, "rotulo": sesion.rotulo, "nombre": sesion.nombre, "puntos": puntos, "solo": solo, "grupos": grupos,
        }));
    }
    (!sesiones.is_empty()).then(|| json!({ "sesiones": sesiones }))
}
