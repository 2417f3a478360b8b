//! The set through the vigencias of one series.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, uno};
use crate::bloques::necesidad::Necesidad;
use crate::hechos::conjunto::{Medida, VigenciaConjunto};

use super::{DeConjunto, panel_view};

pub const BLOQUE: Bloque = Bloque::de_conjunto(
    "serie",
    "el IDI del conjunto en todas las vigencias comparables del proyecto: mediana y cuartiles de cada una, y la mediana de las entidades medidas en todas",
    |set, _| uno(values(set)),
)
.que_necesita(&[Necesidad::VigenciasAnteriores])
.con_vara();

fn values(set: &mut DeConjunto<'_>) -> Option<Value> {
    let m = set.m;
    let serie = m.series(Medida::Idi)?;
    let point = |v: &VigenciaConjunto| {
        json!({
            "vigencia": v.vigencia,
            "n": v.todas.n,
            "mediana": v.todas.mediana,
            "mediana_mismas": v.mismas.and_then(|d| d.mediana),
        })
    };
    let off = serie.panel.is_some_and(|p| m.medians_subtract_otherwise(&p));
    Some(json!({
        "puntos": serie.vigencias.iter().map(point).collect::<Vec<_>>(),
        "panel": serie.panel.map(panel_view),
        "mismas": serie.same_throughout(),
        "redondeo": off,
        "sin_contar": m.vara.map_or(0, |vara| vara.sin_contar.len()),
        "fuentes_serie": m.series_source(),
        "cuadro": set.table(m.series_table(&serie)),
    }))
}
