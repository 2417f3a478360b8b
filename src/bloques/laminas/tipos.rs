//! The IDI by kind of entity.

use serde_json::json;

use crate::bloques::bloque::{Bloque, Dicho};
use crate::bloques::conjunto::DeConjunto;
use crate::hechos::conjunto::{Agrupacion, groups};

use super::{enlarged, extremes, of_chart};

pub const BLOQUE: Bloque = Bloque::lamina("lamina_tipos", "el IDI por tipo de entidad", |set, _| values(set));

fn values(set: &mut DeConjunto<'_>) -> Dicho {
    let m = set.m;
    let measured: Vec<_> =
        groups(m.conjunto, m.catalogo, Agrupacion::Tipo).into_iter().filter(|g| g.distribucion.is_some()).collect();
    let medians: Vec<_> = measured.iter().filter_map(|g| Some((g.nombre.clone()?, g.distribucion?.mediana?))).collect();
    if medians.len() < 2 {
        return Ok(Vec::new());
    }
    let chart = enlarged(m, |big, ancho| big.kind_ranges(ancho))?;
    Ok(of_chart(set, chart, &json!({ "tipos": extremes(&m, &medians), "medidos": measured.len() })))
}
