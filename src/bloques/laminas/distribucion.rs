//! Every entity as a mark, by kind.

use serde_json::json;

use crate::bloques::bloque::{Bloque, Dicho};
use crate::bloques::conjunto::{DeConjunto, five};
use crate::hechos::conjunto::{Agrupacion, Medida, group_medians, spread};

use super::{enlarged, extremes, of_chart};

pub const BLOQUE: Bloque =
    Bloque::lamina("lamina_distribucion", "la distribución del IDI, con cada entidad, por tipo", |set, _| values(set));

fn values(set: &mut DeConjunto<'_>) -> Dicho {
    let m = set.m;
    let Some(d) = spread(m.conjunto, Medida::Idi).filter(|d| d.n > 1) else { return Ok(Vec::new()) };
    let medians = group_medians(m.conjunto, m.catalogo, Agrupacion::Tipo, Medida::Idi);
    let tipos = (medians.len() > 1).then(|| extremes(&m, &medians));
    let chart = enlarged(m, |big, ancho| big.strip_chart_cited(Agrupacion::Tipo, ancho, false))?;
    Ok(of_chart(set, chart, &json!({ "n": d.n, "idi": five(d), "tipos": tipos })))
}
