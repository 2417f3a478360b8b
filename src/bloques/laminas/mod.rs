//! Slides about a set of entities, one file each: the numbers of the consolidated report, a few on
//! each, and the size in which a chart stands on one.

pub mod breve;
pub mod buenas_practicas;
pub mod cambio_politicas;
pub mod cambio_sectores;
pub mod cambios;
pub mod control_interno;
pub mod decisiones;
pub mod dimensiones;
pub mod distribucion;
pub mod igpd;
pub mod metodo;
pub mod planes;
pub mod politicas;
pub mod puestos;
pub mod sectores;
pub mod tipos;
pub mod universo;

use serde::Serialize;
use serde_json::{Value, json};

use crate::charts::{Chart, DrawError};
use crate::hechos::conjunto::{Panel, difference};

use super::bloque::Dicho;
use super::conjunto::graficos::Part;
use super::conjunto::{DeConjunto, Marco, counts};
use super::date;
use super::hoja::Hoja;

/// Room for a chart on a slide in pt: the page of 841.89 × 473.56 pt without
/// margins, title, caption and source.  It holds 18 sectors.
const ANCHO: f64 = 745.0;
const ALTO: f64 = 320.0;
/// How many times its width a chart may be high.
const PROPORCION: f64 = ALTO / ANCHO;

/// Room for a chart that stands under the rest of a page, width and height in pt.
pub const LIENZO: (f64, f64) = (ANCHO, ALTO - 20.0);

/// Size of the names in a chart in pt; what accompanies them is a tenth smaller and has 11 pt.
const LETRA: f64 = 12.3;

/// How much larger than that a chart with few rows may be.
const AUMENTOS: [f64; 6] = [1.5, 1.4, 1.3, 1.2, 1.1, 1.0];

/// How much too high a chart may be for the next size: a wider one is hardly lower, by the lines of its names.
const HARDLY: f64 = 1.3;

/// Most policies or sectors on a slide, each with its distribution.
const POLITICAS: usize = 10;
/// Most policies or sectors on a slide, each with its change.
const PESAS: usize = 12;

/// The set with a pen for charts in the letter of slides; in a trial a chart that does not fit is not painted.
fn in_large<T>(m: Marco<'_>, trial: bool, draw: impl FnOnce(Marco<'_>) -> T) -> T {
    let theme = m.pen.theme_for(LETRA);
    let pen = m.pen.with_theme(&theme);
    let pen = if trial { pen.within(PROPORCION) } else { pen };
    draw(Marco { pen: &pen, ..m })
}

/// A slide with what all may quote.
fn slide(set: &DeConjunto<'_>, mut body: Value) -> Value {
    body["corte"] = date(set.encargo.corte);
    body["conteo"] = counts(&set.m);
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

/// The chart as wide as the slide; a chart that is too high is made smaller.
fn fitted(chart: Chart, hoja: &mut Hoja) -> Value {
    let scale = scale_of(&chart);
    scaled(chart, scale, hoja)
}

fn scaled(chart: Chart, scale: f64, hoja: &mut Hoja) -> Value {
    let (width, rows) = (chart.ancho * scale, chart.tabla.filas.len());
    let mut figure = hoja.figure(chart);
    figure["ancho"] = json!(width);
    figure["filas"] = json!(rows);
    figure["mayor"] = Value::Null;
    figure
}

/// The parts of one chart of `rows` rows, at most `most` on a slide, all of them in
/// the same size; each with the rows that it shows.
fn series(
    m: Marco<'_>,
    rows: usize,
    most: usize,
    hoja: &mut Hoja,
    draw: impl Fn(Marco<'_>, f64, Option<Part>) -> Result<Option<Chart>, DrawError>,
) -> Result<Vec<Value>, DrawError> {
    let slides = rows.div_ceil(most).max(1);
    let each = rows.div_ceil(slides);
    let ranges: Vec<Part> = (0..slides).map(|slide| slide * each..((slide + 1) * each).min(rows)).collect();
    let mut charts = Vec::new();
    for scale in AUMENTOS {
        charts.clear();
        let trial = scale != AUMENTOS[AUMENTOS.len() - 1];
        for range in &ranges {
            charts.extend(in_large(m, trial, |big| draw(big, ANCHO / scale, Some(range.clone())))?);
            // One that has no room is enough to try the next size.
            if trial && charts.last().is_some_and(|chart| !fits(chart)) {
                break;
            }
        }
        if charts.iter().all(fits) {
            break;
        }
    }
    let scale = charts.iter().map(scale_of).fold(f64::INFINITY, f64::min);
    // What the page takes from the highest part it takes from all of them.
    let highest = charts.iter().map(|chart| chart.alto * scale).fold(0.0, f64::max);
    let figure = |(chart, range): (Chart, Part)| {
        let mut figure = scaled(chart, scale, hoja);
        if slides > 1 {
            figure["mayor"] = json!(highest);
        }
        figure["desde_fila"] = json!(range.start);
        figure["hasta_fila"] = json!(range.end);
        figure
    };
    Ok(charts.into_iter().zip(ranges).map(figure).collect())
}

/// How much larger or smaller the chart is shown.
fn scale_of(chart: &Chart) -> f64 {
    (ANCHO / chart.ancho).min(ALTO / chart.alto)
}

/// Whether the chart has room when it is shown as wide as the slide.
fn fits(chart: &Chart) -> bool {
    chart.alto <= PROPORCION * chart.ancho
}

/// The chart drawn for the largest text that leaves room for it.
fn enlarged(
    m: Marco<'_>,
    draw: impl Fn(Marco<'_>, f64) -> Result<Option<Chart>, DrawError>,
) -> Result<Option<Chart>, DrawError> {
    largest_text(m, &AUMENTOS, draw)
}

fn largest_text(
    m: Marco<'_>,
    scales: &[f64],
    draw: impl Fn(Marco<'_>, f64) -> Result<Option<Chart>, DrawError>,
) -> Result<Option<Chart>, DrawError> {
    let mut last: Option<Chart> = None;
    for (at, scale) in scales.iter().enumerate() {
        // The last size is taken whether it fits or not.
        let trial = at + 1 < scales.len();
        let hopeless = last.as_ref().is_some_and(|chart| chart.alto * scale > ALTO * HARDLY);
        if trial && hopeless {
            continue;
        }
        match in_large(m, trial, |big| draw(big, ANCHO / scale))? {
            Some(chart) if !fits(&chart) => last = Some(chart),
            other => return Ok(other),
        }
    }
    Ok(last)
}

/// The chart with as many rows on each side as fit on a slide, `most` or less.
fn largest_fitting(
    m: Marco<'_>,
    most: usize,
    draw: impl Fn(Marco<'_>, usize, f64) -> Result<Option<Chart>, DrawError>,
) -> Result<Option<Chart>, DrawError> {
    for n in (2..=most).rev() {
        match enlarged(m, |big, ancho| draw(big, n, ancho))? {
            Some(chart) if !fits(&chart) => {}
            other => return Ok(other),
        }
    }
    enlarged(m, |big, ancho| draw(big, 1, ancho))
}

/// Whose value is the highest and whose the lowest, all of them where several
/// print the same.
fn extremes(m: &Marco<'_>, list: &[(String, f64)]) -> Value {
    let values = || list.iter().map(|x| x.1);
    let (Some(high), Some(low)) = (values().max_by(f64::total_cmp), values().min_by(f64::total_cmp)) else {
        return Value::Null;
    };
    let text = |v: f64| m.pen.numeros.numero(v);
    let at = |v: f64| -> Vec<&str> { list.iter().filter(|x| text(x.1) == text(v)).map(|x| x.0.as_str()).collect() };
    json!({ "n": list.len(), "alta": high, "altas": at(high), "baja": low, "bajas": at(low) })
}

/// How many medians rise and fall, as their differences are printed.
#[derive(Clone, Copy, Serialize)]
struct Directions {
    n: usize,
    suben: usize,
    iguales: usize,
    bajan: usize,
}

fn directions(m: &Marco<'_>, panels: &[Panel]) -> Directions {
    let levels: Vec<_> = panels.iter().filter_map(|p| m.levels(p)).collect();
    let sign = |(before, now): &(f64, f64)| m.pen.numeros.con_signo(difference(*before, *now)).chars().next();
    let suben = levels.iter().filter(|p| sign(p) == Some('+')).count();
    let iguales = levels.iter().filter(|p| sign(p) == Some('0')).count();
    Directions { n: levels.len(), suben, iguales, bajan: levels.len() - suben - iguales }
}
