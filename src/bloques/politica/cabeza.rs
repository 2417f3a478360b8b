//! What the policy stands at, and where among the others.

use serde_json::json;

use crate::bloques::bloque::{Bloque, Dicho};
use crate::bloques::conjunto::{DeConjunto, five, panel_view};
use crate::bloques::text_width;
use crate::hechos::conjunto::{Medida, changes, panel, spread};
use crate::hechos::senales::widely_measured;

/// Height of the strips in pt that leaves half a page for the rest.
const ALTO: f64 = 215.0;

pub const BLOQUE: Bloque = Bloque::de_politica(
    "ficha_cabeza",
    "la cabeza de la ficha: quién lidera, la distribución y el puesto de la mediana, con cada entidad por tipo",
    values,
);

fn values(set: &mut DeConjunto<'_>, politica: usize) -> Dicho {
    let m = set.m;
    let medida = Medida::Politica(politica);
    let width = text_width(m.proyecto.papel, m.pen);
    let d = spread(m.conjunto, medida);
    // The extremes of every kind are named only where that leaves room for the rest.
    let figura = match m.policy_strip(politica, width, true)?.filter(|c| c.alto <= ALTO) {
        Some(chart) => Some(chart),
        None => m.policy_strip(politica, width, false)?,
    };
    let figura = figura.map(|c| set.hoja.figure(c));
    // A policy measured in other entities than the rest has no place among them.
    let mut spreads = widely_measured(m.conjunto, m.catalogo);
    spreads.retain(|(_, d)| d.mediana.is_some());
    let among = spreads.iter().any(|(p, _)| *p == politica);
    let puesto = d.filter(|_| among).map(|d| spreads.iter().filter(|(_, other)| other.mediana > d.mediana).count() + 1);
    let dimension = &m.catalogo.politicas[politica].dimension.value;
    let dimension = m.catalogo.dimensiones.iter().find(|x| x.slug == *dimension);
    Ok(vec![json!({
        "lideres": m.leaders(politica),
        "dimension": dimension.map(|x| json!({ "codigo": x.codigo, "nombre": x.nombre })),
        "n": d.map(|d| d.n),
        "entidades": m.conjunto.miembros.len(),
        "distribucion": d.map(five),
        "puesto": puesto,
        "empate": d.is_some_and(|d| spreads.iter().filter(|(_, other)| other.mediana == d.mediana).count() > 1),
        "politicas": spreads.len(),
        "panel": panel(&changes(m.conjunto, m.catalogo, medida)).map(panel_view),
        "comparable": m.comparable(),
        "figura": figura,
    })])
}
