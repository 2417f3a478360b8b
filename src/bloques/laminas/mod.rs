//! Slides about a set of entities, one file each: the numbers of the consolidated report, a few on
//! each, and the size in which a chart stands on one.

pub mod breve;
pub mod buenas_practicas;
pub mod cambio_politicas;
pub mod cambio_sectores;
pub mod cambios;
pub mod cierre;
pub mod compromisos;
pub mod control_interno;
pub mod decisiones;
pub mod dimensiones;
pub mod distribucion;
pub mod igpd;
pub mod mapa;
pub mod metodo;
pub mod planes;
pub mod politicas;
pub mod puestos;
pub mod sectores;
mod tamano;
pub mod tipos;
pub mod universo;
pub mod vencidas;

use serde::Serialize;
use serde_json::{Value, json};

use crate::charts::Chart;
use crate::hechos::conjunto::{Panel, difference};
use crate::hechos::cotejo::sides;

use super::bloque::Dicho;
use super::conjunto::{DeConjunto, Marco, counts, extremes};
use super::date;

pub use tamano::LIENZO;
use tamano::{enlarged, fitted, series};

/// Most policies or sectors on a slide, each with its distribution.
const POLITICAS: usize = 6;
/// Most policies or sectors on a slide, each with its change.
const PESAS: usize = 9;

/// A slide with what all may quote.
fn slide(set: &DeConjunto<'_>, mut body: Value) -> Value {
    body["corte"] = date(set.encargo.corte);
    body["conteo"] = counts(&set.m);
    body["similar"] = json!(set.m.proyecto.umbrales.similar);
    body
}

/// A slide of a chart, where there is one.
fn of_chart(set: &mut DeConjunto<'_>, chart: Option<Chart>, body: &Value) -> Vec<Value> {
    let figure = chart.map(|chart| fitted(chart, &mut set.hoja));
    of_parts(set, figure.into_iter().collect(), body)
}

/// A slide for each part of a chart.
fn of_parts(set: &DeConjunto<'_>, figures: Vec<Value>, body: &Value) -> Vec<Value> {
    let partes = figures.len();
    let one = |(index, figure): (usize, Value)| {
        let mut body = body.clone();
        body["figura"] = figure;
        body["parte"] = json!(index + 1);
        body["partes"] = json!(partes);
        slide(set, body)
    };
    figures.into_iter().enumerate().map(one).collect()
}

/// One slide, or none.
fn at_most_one(set: &DeConjunto<'_>, body: Option<Value>) -> Dicho {
    Ok(body.map(|body| slide(set, body)).into_iter().collect())
}

/// How many medians rise and fall; one that changes by no more than what counts as none stays.
#[derive(Clone, Copy, Serialize)]
struct Directions {
    n: usize,
    suben: usize,
    iguales: usize,
    bajan: usize,
}

fn directions(m: &Marco<'_>, panels: &[Panel]) -> Directions {
    let moved: Vec<_> =
        panels.iter().filter_map(|p| m.levels(p)).map(|(before, now)| difference(before, now)).collect();
    let parts = sides(moved.iter().copied(), m.proyecto.umbrales.similar);
    Directions { n: moved.len(), suben: parts.encima, iguales: parts.igual, bajan: parts.debajo }
}
