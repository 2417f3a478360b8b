//! The entities at the low end of the policy.

use std::collections::BTreeMap;

use serde_json::json;

use crate::bloques::bloque::{Bloque, Dicho};
use crate::bloques::conjunto::{DeConjunto, Marco, five, panel_view};
use crate::hechos::conjunto::{Cambio, Medida, Valor, changes, descending, panel, spread, values as values_of};
use crate::hechos::plan;
use crate::hechos::primeros::cuts;

/// Most entities listed at the low end, where two pages have room for them.
const BAJAS: usize = 40;

pub const BLOQUE: Bloque =
    Bloque::de_politica("ficha_bajas", "las entidades del cuarto más bajo, con su cambio y sus actividades", values);

fn values(set: &mut DeConjunto<'_>, politica: usize) -> Dicho {
    let m = set.m;
    let medida = Medida::Politica(politica);
    let d = spread(m.conjunto, medida);
    let changes = changes(m.conjunto, m.catalogo, medida);
    let before = |miembro: usize| changes.iter().find(|c| c.miembro == miembro);
    // Too few for a lowest quarter: all of them.
    let quarter = d.is_some_and(|d| d.cuartiles.is_some());
    let low = lowest(&m, politica);
    if low.is_empty() {
        return Ok(Vec::new());
    }
    // How many of them the pages have room for is known when they are laid out.
    let cuts = cuts(&low, BAJAS, |a, b| a.valor == b.valor);
    let row = |(index, v): (usize, &Valor)| {
        json!({
            "corte": cuts.contains(&(index + 1)), "nombre": m.name(v.miembro), "puntaje": v.valor,
            "diferencia": before(v.miembro).map(Cambio::diferencia), "actividades": activities(&m, politica, v.miembro),
        })
    };
    let loads: Vec<_> = low.iter().filter_map(|v| activities(&m, politica, v.miembro)).collect();
    let (planned, without) = (loads.len(), loads.iter().filter(|n| **n == 0).count());
    let moves: Vec<_> = low.iter().filter_map(|v| before(v.miembro)).map(Cambio::diferencia).collect();
    let (compared, fell) = (moves.len(), moves.iter().filter(|d| **d < 0.0).count());
    let listed = cuts.first().copied().unwrap_or_default();
    let con_plan = m.conjunto.con_plan();
    Ok(vec![json!({
        "bajas": low.iter().take(listed).enumerate().map(row).collect::<Vec<_>>(),
        "sin_actividades": without, "con_plan_bajas": planned, "bajaron": fell, "comparadas": compared,
        "total": low.len(), "cuarto": quarter, "n": d.map(|d| d.n), "distribucion": d.map(five),
        "de_un_tipo": main_kind(&m, politica),
        "panel": panel(&changes).map(panel_view), "con_plan": con_plan, "fuente_planes": m.plan_source(),
    })])
}

/// The lowest quarter of the policy, from the lowest up; all that were measured where they are too few for quarters.
fn lowest(m: &Marco<'_>, politica: usize) -> Vec<Valor> {
    let medida = Medida::Politica(politica);
    let limit = spread(m.conjunto, medida).map_or(f64::NEG_INFINITY, |d| d.cuartiles.map_or(d.maximo, |q| q.0));
    let all = descending(m.conjunto, m.catalogo, values_of(m.conjunto, medida));
    all.into_iter().rev().filter(|v| v.valor <= limit).collect()
}

/// The kind of which most of the lowest quarter are, and how many, where it is less common
/// among all that were measured.
pub fn main_kind(m: &Marco<'_>, politica: usize) -> Option<serde_json::Value> {
    spread(m.conjunto, Medida::Politica(politica))?.cuartiles?;
    let (low, all) = (lowest(m, politica), values_of(m.conjunto, Medida::Politica(politica)));
    let of = |list: &[Valor]| {
        let mut counts = BTreeMap::new();
        for v in list {
            if let Some(tipo) = &m.entity(v.miembro).tipo {
                *counts.entry(m.catalogo.nombre_tipo(tipo)).or_insert(0) += 1;
            }
        }
        counts
    };
    let (nombre, n) = of(&low).into_iter().max_by_key(|(_, n)| *n)?;
    let among = of(&all).get(nombre).copied().unwrap_or_default();
    let stands_out = n > 2 && 2 * n > low.len() && n * all.len() > among * low.len();
    stands_out.then(|| json!({ "nombre": nombre, "n": n, "de": low.len() }))
}

/// The activities that the plan of a member gives to the policy; `None` where it has no plan.
pub fn activities(m: &Marco<'_>, politica: usize, miembro: usize) -> Option<u32> {
    let load = plan::load(m.conjunto.miembros[miembro].plan.as_deref()?);
    Some(load.politicas.iter().find(|c| c.politica == politica).map_or(0, |c| c.actividades))
}
