//! What the committee is asked to decide, with the names and figures that it rests on.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, Dicho};
use crate::bloques::conjunto::DeConjunto;
use crate::hechos::senales::{HallazgoConjunto, hallazgos};

use super::{at_most_one, vencidas};

/// Entities with overdue activities of which the sentences name those that have the most.
const CON_PLAZOS: usize = 6;

pub const BLOQUE: Bloque = Bloque::lamina(
    "lamina_decisiones",
    "las decisiones que se piden, con los nombres y las cifras en que se apoyan",
    |set, _| values(set),
);

fn values(set: &mut DeConjunto<'_>) -> Dicho {
    let asked = set.encargo.decisiones;
    let texts: Vec<_> = asked.iter().map(|text| set.hoja.narracion(text)).collect();
    if texts.is_empty() {
        return Ok(Vec::new());
    }
    let body = json!({
        "decisiones": texts, "ante": set.encargo.ante, "politicas": lowest(set), "plazos": vencidas::of(set, CON_PLAZOS),
    });
    at_most_one(set, Some(body))
}

/// The policies with the lowest medians, where some stand apart from the rest.
fn lowest(set: &DeConjunto<'_>) -> Option<Value> {
    let m = set.m;
    let found = hallazgos(m.conjunto, m.catalogo, set.encargo.corte.ultimo_dia(), &m.proyecto.umbrales);
    found.into_iter().find_map(|h| match h {
        HallazgoConjunto::Politicas { bajas, comparadas, .. } => {
            Some(json!({ "bajas": bajas, "comparadas": comparadas }))
        }
        _ => None,
    })
}
