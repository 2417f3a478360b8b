//! How to read the results.

use serde_json::json;

use crate::bloques::bloque::{Bloque, Dicho};
use crate::bloques::conjunto::DeConjunto;
use crate::hechos::conjunto::plans;

use super::at_most_one;

pub const BLOQUE: Bloque =
    Bloque::lamina("lamina_metodo", "cómo leer los resultados: método y límites", |set, _| values(set));

fn values(set: &DeConjunto<'_>) -> Dicho {
    let m = set.m;
    at_most_one(
        set,
        Some(json!({
            "decimales": m.cuts_decimals().then_some(m.pen.numeros.decimales),
            "resumenes": m.summaries(),
            "comparable": m.comparable(),
            "con_planes": !plans(m.conjunto, set.encargo.corte.ultimo_dia()).is_empty(),
        })),
    )
}
