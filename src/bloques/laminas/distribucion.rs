//! Every entity as a mark, by kind.

use serde_json::json;

use crate::bloques::bloque::{Bloque, Dicho};
use crate::bloques::conjunto::{DeConjunto, five};
use crate::hechos::conjunto::{Agrupacion, Medida, spread};

use super::{AUMENTOS, fits, largest_text, of_chart};

pub const BLOQUE: Bloque =
    Bloque::lamina("lamina_distribucion", "la distribución del IDI, con cada entidad, por tipo", |set, _| values(set));

fn values(set: &mut DeConjunto<'_>) -> Dicho {
    let m = set.m;
    let Some(d) = spread(m.conjunto, Medida::Idi).filter(|d| d.n > 1) else { return Ok(Vec::new()) };
    let strips =
        |citar| largest_text(m, &AUMENTOS[2..], |big, ancho| big.strip_chart_cited(Agrupacion::Tipo, ancho, citar));
    // With the extremes of every kind named only where that leaves room.
    let chart = match strips(true)?.filter(fits) {
        Some(chart) => Some(chart),
        None => strips(false)?,
    };
    Ok(of_chart(set, chart, &json!({ "n": d.n, "idi": five(d) })))
}
