//! What the data shows of the policy and its leader recommends.

use serde_json::json;

use crate::bloques::bloque::{Bloque, Dicho};
use crate::bloques::conjunto::DeConjunto;
use crate::hechos::conjunto::{Medida, spread};
use crate::hechos::senales::signals;

pub const BLOQUE: Bloque =
    Bloque::de_politica("ficha_recomendaciones", "qué muestran los datos y qué recomienda quien lidera", values);

fn values(set: &mut DeConjunto<'_>, politica: usize) -> Dicho {
    let m = set.m;
    let said = m.leaders_say(set.encargo.recomendaciones_lideres, &mut set.hoja);
    let Some(d) = spread(m.conjunto, Medida::Politica(politica)) else { return Ok(Vec::new()) };
    let texts: Vec<_> = said.iter().filter(|(p, _)| *p == politica).map(|(_, t)| *t).collect();
    let signals = signals(m.conjunto, m.catalogo).into_iter().find(|(p, _)| *p == politica).map(|(_, s)| s);
    Ok(vec![json!({
        "recomendaciones": texts, "senales": signals.unwrap_or_default(), "n": d.n,
        "lideres": m.catalogo.politicas[politica].lideres.len(),
    })])
}
