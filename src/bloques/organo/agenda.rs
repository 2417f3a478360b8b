//! What each session of the body treats.

use serde_json::{Value, json};

use crate::bloques::bloque::Bloque;
use crate::bloques::date;
use crate::hechos::trabajo::{self, Decision, names_annex, only_in, points};

use super::{DeOrgano, by_group, place, places, plain, pointer};

pub const BLOQUE: Bloque = Bloque::de_organo(
    "agenda",
    "el orden del día de cada sesión: lo que hay que decidir y los puntos del plan que se tratan en ella, con sus responsables",
    |organo, _| Ok(values(organo).into_iter().collect()),
);

/// The points of each session, in the order of the plan.
fn values(organo: &mut DeOrgano<'_>) -> Option<Value> {
    let plan = organo.plan;
    let mut sesiones = Vec::new();
    for (sesion, decisiones) in plan.sesiones.iter().zip(trabajo::decisions(plan)) {
        let rows: Vec<_> = points(plan).filter(|p| p.in_session(sesion)).collect();
        let mut puntos = Vec::new();
        for p in &rows {
            let mut value = pointer(p, organo);
            // Without an activity the function alone says what has to be brought.
            if p.es.actividad.is_none() {
                value["narracion"] = json!(organo.hoja.narracion(&plain(&p.de.funcion)));
            }
            value["actividad"] = json!(p.es.actividad.as_ref().map(|text| organo.hoja.narracion(&plain(text))));
            value["responsable"] = json!(p.es.responsable);
            puntos.push((p.grupo, value));
        }
        let named = |p| place(&p, plan, &organo.rotulos);
        sesiones.push(json!({
            "clave": format!("agenda-{}", sesion.id.value),
            "rotulo": sesion.rotulo,
            "nombre": sesion.nombre,
            "fecha": sesion.fecha.as_ref().map(|fecha| date(fecha.value)),
            "puntos": rows.len(),
            "solo": only_in(plan, sesion).map(named).collect::<Vec<_>>(),
            "anexos": rows.iter().copied().filter(names_annex).map(named).collect::<Vec<_>>(),
            "decisiones": decisiones.iter().map(|d| decision(d, organo)).collect::<Vec<_>>(),
            "grupos": by_group(plan, puntos.into_iter()),
        }));
    }
    (!sesiones.is_empty()).then(|| json!({ "sesiones": sesiones, "con_grupo": organo.tells_groups() }))
}

fn decision(decision: &Decision, organo: &DeOrgano<'_>) -> Value {
    match decision {
        Decision::Fecha(puntos) => json!({ "que": "fecha", "puntos": places(puntos, organo) }),
        Decision::Responsable(puntos) => json!({ "que": "responsable", "puntos": places(puntos, organo) }),
        Decision::Actividad(puntos) => json!({ "que": "actividad", "puntos": places(puntos, organo) }),
        Decision::CadaAnio { punto, al_menos } => json!({
            "que": "cada_anio",
            "puntos": places(&[*punto], organo),
            "al_menos": al_menos,
            "vigencia": organo.plan.vigencia.value,
        }),
        Decision::UnaSesion(puntos) => json!({ "que": "una_sesion", "puntos": places(puntos, organo) }),
        Decision::UnaVezAlAnio { punto, sesiones } => {
            json!({ "que": "una_vez", "puntos": places(&[*punto], organo), "sesiones": sesiones })
        }
        Decision::MismaActividad { puntos, responsables } => {
            json!({ "que": "misma", "puntos": places(puntos, organo), "mismos": responsables })
        }
    }
}
