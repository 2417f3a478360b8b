//! The indices of the dimensions.

use serde_json::json;

use crate::bloques::bloque::{Bloque, Dicho};
use crate::bloques::conjunto::DeConjunto;
use crate::hechos::conjunto::{Medida, spread};

use super::{enlarged, extremes, of_chart};

pub const BLOQUE: Bloque =
    Bloque::lamina("lamina_dimensiones", "los índices de las dimensiones", |set, _| values(set));

fn values(set: &mut DeConjunto<'_>) -> Dicho {
    let m = set.m;
    let chart = enlarged(m, |big, ancho| big.dimension_ranges(ancho))?;
    let chart = chart.filter(|chart| chart.tabla.filas.len() > 1);
    let medians: Vec<_> = m
        .catalogo
        .dimensiones
        .iter()
        .enumerate()
        .filter_map(|(i, x)| Some((x.nombre.clone(), m.level(&spread(m.conjunto, Medida::Dimension(i))?)?)))
        .collect();
    Ok(of_chart(set, chart, &json!({ "dimensiones": extremes(&m, &medians) })))
}
