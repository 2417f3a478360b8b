//! The lines of a work plan that are not complete.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, Dicho};
use crate::bloques::hoja::Hoja;
use crate::hechos::trabajo;
use crate::model::PlanTrabajo;

use super::{DeOrgano, is_missing};

pub const BLOQUE: Bloque =
    Bloque::de_organo("por_definir", "los renglones que el plan declara por definir o deja en blanco", |organo, _| {
        values(organo)
    });

fn values(organo: &mut DeOrgano<'_>) -> Dicho {
    let rows = missing(organo.plan, &mut organo.hoja);
    let body = (!rows.is_empty()).then(|| json!({ "filas": rows, "renglones": organo.resumen.renglones }));
    Ok(body.into_iter().collect())
}

/// The lines that are not complete: what the plan itself declares as still to
/// be defined, and what it leaves blank.
fn missing(plan: &PlanTrabajo, hoja: &mut Hoja) -> Vec<Value> {
    let mut rows = Vec::new();
    for grupo in &plan.grupos {
        for funcion in &grupo.funciones {
            for a in funcion.actividades.iter().filter(|a| is_missing(a)) {
                let gaps = trabajo::gaps(a);
                let texto = a.actividad.as_ref().unwrap_or(&funcion.funcion);
                rows.push(json!({
                    "grupo": grupo.titulo,
                    "numero": a.numero.as_ref().or(funcion.numero.as_ref()),
                    "texto": hoja.narracion(texto),
                    "declarados": gaps.declarados,
                    "en_blanco": gaps.en_blanco,
                }));
            }
        }
    }
    rows
}
