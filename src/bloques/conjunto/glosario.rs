//! What each word means.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, Rasgo, uno};

use super::DeConjunto;

pub const BLOQUE: Bloque = Bloque::de_conjunto("glosario", "qué quiere decir cada palabra", |set, _| uno(values(set)))
    .con_rasgo(Rasgo::SinIndices);

fn values(set: &DeConjunto<'_>) -> Option<Value> {
    let m = set.m;
    Some(json!({
        "con_plan": m.conjunto.con_plan() > 0,
        "resumenes": m.summaries(),
    }))
}
