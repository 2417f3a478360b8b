//! Every entity as a mark, by kind.

use serde_json::json;

use crate::bloques::bloque::{Bloque, Dicho};
use crate::bloques::conjunto::{DeConjunto, five};
use crate::hechos::conjunto::{Agrupacion, Medida, difference, group_medians, spread};

use super::{enlarged, extremes, of_chart};

pub const BLOQUE: Bloque =
    Bloque::lamina("lamina_distribucion", "la distribución del IDI, con cada entidad, por tipo", |set, _| values(set));

fn values(set: &mut DeConjunto<'_>) -> Dicho {
    let m = set.m;
    let Some(d) = spread(m.conjunto, Medida::Idi).filter(|d| d.n > 1) else { return Ok(Vec::new()) };
    let medians = group_medians(m.conjunto, m.catalogo, Agrupacion::Tipo, Medida::Idi);
    let tipos = (medians.len() > 1).then(|| extremes(&m, &medians));
    // The one kind that lies below all, by how much where that is told apart in print.
    let lowest = medians.iter().map(|x| x.1).min_by(f64::total_cmp);
    let alone = tipos.as_ref().is_some_and(|t| t["bajas"].as_array().is_some_and(|list| list.len() == 1));
    let below = d.mediana.zip(lowest).filter(|_| alone).map(|(all, low)| (difference(low, all), all, low));
    let below = below.filter(|(apart, ..)| m.pen.numeros.sentido(*apart).is_gt());
    let redondeo = below.is_some_and(|(_, all, low)| !m.pen.numeros.resta_cuadra(low, all));
    let chart = enlarged(m, |big, ancho| big.strip_chart_cited(Agrupacion::Tipo, ancho, false))?;
    let body = json!({
        "n": d.n, "idi": five(d), "tipos": tipos, "bajo": below.map(|b| b.0), "redondeo_bajo": redondeo,
    });
    Ok(of_chart(set, chart, &body))
}
