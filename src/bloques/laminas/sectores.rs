//! The IDI of the sectors.

use serde_json::json;

use crate::bloques::bloque::{Bloque, Dicho};
use crate::bloques::conjunto::DeConjunto;
use crate::hechos::conjunto::{Agrupacion, groups};

use super::{POLITICAS, cambio_sectores, extremes, of_parts, series};

pub const BLOQUE: Bloque =
    Bloque::lamina("lamina_sectores", "el IDI por sector, donde no hay con qué comparar su cambio", |set, _| {
        values(set)
    });

fn values(set: &mut DeConjunto<'_>) -> Dicho {
    let m = set.m;
    let sectors: Vec<_> = groups(m.conjunto, m.catalogo, Agrupacion::Sector)
        .into_iter()
        .filter_map(|g| Some((g.nombre?, g.distribucion?)))
        .collect();
    let medians: Vec<_> = sectors.iter().filter_map(|s| Some((s.0.clone(), s.1.mediana?))).collect();
    if medians.len() < 2 || cambio_sectores::is_shown(m) {
        return Ok(Vec::new());
    }
    let hoja = &mut set.hoja;
    let figures = series(m, medians.len(), POLITICAS, hoja, |big, ancho, part| big.sector_ranges(ancho, part))?;
    Ok(of_parts(set, figures, &json!({ "sectores": extremes(&m, &medians), "medidos": sectors.len() })))
}
