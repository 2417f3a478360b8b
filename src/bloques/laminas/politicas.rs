//! The indices of the policies.

use serde_json::json;

use crate::bloques::bloque::{Bloque, Dicho};
use crate::bloques::conjunto::DeConjunto;
use crate::hechos::senales::{policy_spreads, widely_measured};

use super::{POLITICAS, extremes, of_parts, series};

pub const BLOQUE: Bloque = Bloque::lamina("lamina_politicas", "los índices de las políticas", |set, _| values(set));

fn values(set: &mut DeConjunto<'_>) -> Dicho {
    let m = set.m;
    let (spreads, widely) = (policy_spreads(m.conjunto, m.catalogo), widely_measured(m.conjunto, m.catalogo));
    // Titles set against each other what nearly all entities are measured in.
    let medians: Vec<_> = widely.iter().filter_map(|(p, d)| Some((m.policy(*p).to_owned(), m.level(d)?))).collect();
    if medians.len() == 1 {
        return Ok(Vec::new());
    }
    let hoja = &mut set.hoja;
    let figures = series(m, spreads.len(), POLITICAS, hoja, |big, ancho, part| big.policy_ranges(ancho, part))?;
    let body = json!({ "politicas": extremes(&m, &medians), "parciales": spreads.len() - widely.len() });
    Ok(of_parts(set, figures, &body))
}
