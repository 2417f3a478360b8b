//! What the committee is asked to decide.

use serde_json::json;

use crate::bloques::bloque::{Bloque, Dicho};
use crate::bloques::conjunto::DeConjunto;

use super::at_most_one;

pub const BLOQUE: Bloque = Bloque::lamina("lamina_decisiones", "las decisiones que se piden", |set, _| values(set));

fn values(set: &mut DeConjunto<'_>) -> Dicho {
    let asked = set.encargo.decisiones;
    let texts: Vec<_> = asked.iter().map(|text| set.hoja.narracion(text)).collect();
    at_most_one(set, (!texts.is_empty()).then(|| json!({ "decisiones": texts, "ante": set.encargo.ante })))
}
