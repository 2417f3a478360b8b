//! What Función Pública recommends about the policy.

use std::collections::BTreeMap;

use serde_json::json;

use crate::bloques::bloque::{Bloque, Dicho};
use crate::bloques::conjunto::{DeConjunto, Marco};
use crate::hechos::conjunto::{Medida, spread};
use crate::hechos::primeros::cuts;

/// Most of the recommendations of Función Pública.
const REPETIDAS: usize = 3;

pub const BLOQUE: Bloque =
    Bloque::de_politica("ficha_furag", "las recomendaciones de la Función Pública que más se repiten", values);

fn values(set: &mut DeConjunto<'_>, politica: usize) -> Dicho {
    let frequent = frequent(set.m, politica);
    // That nobody got one is said where some are measured in the policy and got others.
    let Some(first) = frequent.first() else {
        let measured = spread(set.m.conjunto, Medida::Politica(politica)).is_some();
        let said = measured && set.m.conjunto.miembros.iter().any(|x| x.recomendaciones.is_some());
        let nobody = || json!({ "fuente_recomendaciones": set.m.advice_source(), "total": 0 });
        return Ok(said.then(nobody).into_iter().collect());
    };
    let cuts = cuts(&frequent, REPETIDAS, |a, b| a.1 == b.1);
    let shown = frequent.iter().take(cuts.first().copied().unwrap_or_default());
    Ok(vec![json!({
        "fuente_recomendaciones": set.m.advice_source(),
        "total": frequent.iter().map(|x| x.1).sum::<usize>(),
        "distintas": frequent.len(),
        "repetidas": first.1 > 1,
        "mas": first.1,
        "en_cabeza": frequent.iter().take_while(|f| f.1 == first.1).count(),
        "cortes": cuts,
        "textos": shown.map(|(text, n)| json!({ "texto": text, "entidades": n })).collect::<Vec<_>>(),
    })])
}

/// What Función Pública recommends about the policy, and to how many entities, from
/// the most frequent down.
pub fn frequent<'a>(m: Marco<'a>, politica: usize) -> Vec<(&'a str, usize)> {
    let files = m.conjunto.miembros.iter().filter_map(|x| x.recomendaciones.as_deref());
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for r in files.flat_map(|r| &r.recomendaciones).filter(|r| r.politica == politica) {
        *counts.entry(&r.recomendacion).or_default() += 1;
    }
    let mut frequent: Vec<_> = counts.into_iter().collect();
    frequent.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| crate::locale::compare(a.0, b.0)));
    frequent
}
