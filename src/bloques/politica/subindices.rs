//! The sub-indices of the policy.

use serde_json::json;

use crate::bloques::bloque::{Bloque, Dicho};
use crate::bloques::conjunto::{DeConjunto, extremes};
use crate::bloques::text_width;
use crate::hechos::conjunto::{Medida, spread};

/// Most sub-indices in their chart.
const SUBINDICES: usize = 6;

pub const BLOQUE: Bloque =
    Bloque::de_politica("ficha_subindices", "los subíndices de la política, los de mediana más baja", values);

fn values(set: &mut DeConjunto<'_>, politica: usize) -> Dicho {
    let m = set.m;
    let known = m.catalogo.politicas[politica].subindices.iter();
    let known: Vec<_> = known
        .filter_map(|s| Some((s.nombre.clone()?, spread(m.conjunto, Medida::Subindice(politica, &s.codigo))?)))
        .collect();
    let total = known.len();
    let medians: Option<Vec<_>> = known.into_iter().map(|(nombre, d)| Some((nombre, d.mediana?))).collect();
    let between = medians.filter(|list| list.len() > 1).map(|list| extremes(&m, &list));
    let (chart, shown) = m.subindex_ranges(politica, text_width(m.proyecto.papel, m.pen), SUBINDICES)?;
    let figure = chart.map(|chart| set.hoja.figure(chart));
    let body =
        figure.map(|figure| json!({ "figura": figure, "mostrados": shown, "total": total, "extremos": between }));
    Ok(body.into_iter().collect())
}
