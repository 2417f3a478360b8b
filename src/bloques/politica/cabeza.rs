//! What the policy stands at, and where among the others.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, Dicho};
use crate::bloques::conjunto::{DeConjunto, Marco, extremes, five, panel_view};
use crate::bloques::text_width;
use crate::hechos::conjunto::{
    Agrupacion, Medida, Valor, VigenciaConjunto, changes, group_medians, panel, spread, values as values_of,
};
use crate::hechos::senales::widely_measured;

pub const BLOQUE: Bloque = Bloque::de_politica(
    "ficha_cabeza",
    "la cabeza de la ficha: quién lidera, la distribución y el puesto de la mediana, con cada entidad por tipo",
    values,
)
.con_vara();

fn values(set: &mut DeConjunto<'_>, politica: usize) -> Dicho {
    let m = set.m;
    let medida = Medida::Politica(politica);
    let width = text_width(m.proyecto.papel, m.pen);
    let d = spread(m.conjunto, medida);
    let figura = m.policy_strip(politica, width)?.map(|c| set.hoja.figure(c));
    // A policy measured in other entities than the rest has no place among them.
    let mut spreads = widely_measured(m.conjunto, m.catalogo);
    spreads.retain(|(_, d)| d.mediana.is_some());
    let among = is_compared(m, politica);
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
        "parcial": (!among && !spreads.is_empty()).then(|| only_kind(m, politica)),
        "empate": d.is_some_and(|d| spreads.iter().filter(|(_, other)| other.mediana == d.mediana).count() > 1),
        "politicas": spreads.len(),
        "panel": panel(&changes(m.conjunto, m.catalogo, medida)).map(panel_view),
        "comparable": m.comparable(),
        "serie": through(m, medida),
        "similar": m.proyecto.umbrales.similar,
        "figura": figura,
        "tipos": between(m, Agrupacion::Tipo, medida),
        "sectores": between(m, Agrupacion::Sector, medida),
    })])
}

/// The medians of the same entities through the comparable vigencias, where there are more than two.
pub fn through(m: Marco<'_>, medida: Medida<'_>) -> Option<Value> {
    let serie = m.series(medida).filter(|s| s.vigencias.len() > 2)?;
    let same = serie.panel?.n;
    let point = |v: &VigenciaConjunto| Some(json!({ "vigencia": v.vigencia, "mediana": v.mismas?.mediana? }));
    let points = serie.vigencias.iter().map(point).collect::<Option<Vec<_>>>()?;
    Some(json!({ "n": same, "vigencias": points }))
}

/// Whether the policy has a place among those that nearly all entities are measured in.
pub fn is_compared(m: Marco<'_>, politica: usize) -> bool {
    let compared = widely_measured(m.conjunto, m.catalogo);
    compared.iter().any(|(p, d)| *p == politica && d.mediana.is_some())
}

/// Whether another policy with a place has another median that is printed the same.
pub fn prints_as_another(m: Marco<'_>, politica: usize) -> bool {
    let all = widely_measured(m.conjunto, m.catalogo);
    let Some(own) = all.iter().find(|(p, _)| *p == politica).and_then(|x| x.1.mediana) else { return false };
    let text = |v: f64| m.pen.numeros.numero(v);
    all.iter().filter_map(|x| x.1.mediana).any(|other| other != own && text(other) == text(own))
}

/// The kind of all entities measured in the policy; empty where there are several, or some without one.
fn only_kind(m: Marco<'_>, politica: usize) -> String {
    let measured = values_of(m.conjunto, Medida::Politica(politica));
    let kind = |v: &Valor| m.entity(v.miembro).tipo.as_ref().map(|t| m.catalogo.nombre_tipo(t));
    let first = measured.first().and_then(kind);
    let same = measured.iter().all(|v| kind(v) == first);
    first.filter(|_| same).unwrap_or_default().to_owned()
}

/// The groups of the highest and of the lowest median, where two or more have one.
fn between(m: Marco<'_>, agrupacion: Agrupacion, medida: Medida<'_>) -> Option<Value> {
    let medians = group_medians(m.conjunto, m.catalogo, agrupacion, medida);
    (medians.len() > 1).then(|| extremes(&m, &medians))
}
