//! The largest rises and falls of entities.

use serde_json::json;

use crate::bloques::bloque::{Bloque, Dicho};
use crate::bloques::conjunto::{DeConjunto, panel_view};
use crate::hechos::conjunto::{Medida, changes, panel};

use super::{largest_fitting, of_chart};

/// Entities with the largest changes on each side.
const CAMBIOS: usize = 5;

pub const BLOQUE: Bloque = Bloque::lamina("lamina_cambios", "las mayores subidas y bajadas", |set, _| values(set));

fn values(set: &mut DeConjunto<'_>) -> Dicho {
    let m = set.m;
    let change = panel(&changes(m.conjunto, m.catalogo, Medida::Idi)).filter(|c| c.n > 1);
    let Some(change) = change else { return Ok(Vec::new()) };
    let chart = largest_fitting(m, CAMBIOS, |big, n, ancho| big.entity_dumbbells(n, ancho))?;
    Ok(of_chart(set, chart, &json!({ "panel": panel_view(change) })))
}
