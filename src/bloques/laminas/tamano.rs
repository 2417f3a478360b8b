//! The size of a chart on a slide: its letters are those of slides whatever it shows, and its rows and
//! marks take the room that there is.

use serde_json::{Value, json};

use crate::bloques::conjunto::Marco;
use crate::bloques::conjunto::graficos::Part;
use crate::bloques::hoja::Hoja;
use crate::charts::{Chart, DrawError};

/// Room for a chart on a slide in pt: the page of 841.89 × 473.56 pt without margins, a title of two lines,
/// caption and source.
const ANCHO: f64 = 745.0;
pub(super) const ALTO: f64 = 284.0;

/// Room for a chart that has a sentence or two under it.
pub(super) const BAJO_FRASE: f64 = ALTO - 42.0;

/// Room for a chart whose source has a caution of two lines.
pub(super) const BAJO_CAUTELA: f64 = ALTO - 36.0;

/// Room for a chart that stands under the rest of a page, width and height in pt.
pub const LIENZO: (f64, f64) = (ANCHO, ALTO);

/// Size of the names in a chart on its slide in pt; what accompanies them is a tenth smaller and has 14 pt.
const LETRA: f64 = 15.6;

/// How much larger than on paper rows and marks may be, the letters apart.
const PASOS: [f64; 15] = [1.15, 1.22, 1.3, 1.38, 1.46, 1.55, 1.65, 1.75, 1.86, 1.98, 2.1, 2.25, 2.4, 2.6, 2.8];

/// Draws for a slide: the set with a pen for its letters, and the width to draw in.
fn in_large<T>(m: Marco<'_>, step: f64, limit: Option<f64>, draw: impl FnOnce(Marco<'_>, f64) -> T) -> T {
    let mut theme = m.pen.theme.clone();
    theme.tamanos.grafico = LETRA / step;
    let pen = m.pen.with_theme(&theme);
    let pen = match limit {
        Some(limit) => pen.within(limit),
        None => pen,
    };
    draw(Marco { pen: &pen, ..m }, ANCHO / step)
}

/// What `draw` gives with the largest rows that have room, and with the smallest ones where none have.  What is
/// tried for its measures is not painted.
fn largest<T>(
    m: Marco<'_>,
    draw: impl Fn(Marco<'_>, f64) -> Result<T, DrawError>,
    fits: impl Fn(&T) -> bool,
) -> Result<T, DrawError> {
    // The smallest ones need no trial: they are drawn whether they fit or not.
    let (mut from, mut to) = (1, PASOS.len());
    while from < to {
        let middle = usize::midpoint(from, to);
        if fits(&in_large(m, PASOS[middle], Some(0.0), &draw)?) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    in_large(m, PASOS[from - 1], None, draw)
}

/// The chart of a slide, where there is one.
pub(super) fn enlarged(
    m: Marco<'_>,
    draw: impl Fn(Marco<'_>, f64) -> Result<Option<Chart>, DrawError>,
) -> Result<Option<Chart>, DrawError> {
    enlarged_in(m, ALTO, draw)
}

/// The chart of a slide that leaves it `alto` pt.
pub(super) fn enlarged_in(
    m: Marco<'_>,
    alto: f64,
    draw: impl Fn(Marco<'_>, f64) -> Result<Option<Chart>, DrawError>,
) -> Result<Option<Chart>, DrawError> {
    largest(m, draw, |chart| chart.as_ref().is_none_or(|chart| fits(chart, alto)))
}

/// The chart with as many rows on each side as fit in `alto` pt of a slide, `most` or less.
pub(super) fn largest_fitting(
    m: Marco<'_>,
    most: usize,
    alto: f64,
    draw: impl Fn(Marco<'_>, usize, f64) -> Result<Option<Chart>, DrawError>,
) -> Result<Option<Chart>, DrawError> {
    let has_room = |n: usize| -> Result<bool, DrawError> {
        let chart = in_large(m, PASOS[0], Some(0.0), |big, ancho| draw(big, n, ancho))?;
        Ok(chart.is_none_or(|chart| fits(&chart, alto)))
    };
    let mut n = most;
    while n > 1 && !has_room(n)? {
        n -= 1;
    }
    enlarged_in(m, alto, |big, ancho| draw(big, n, ancho))
}

/// The parts of one chart of `rows` rows, at most `most` on a slide, all of them in
/// the same size; each with the rows that it shows.
pub(super) fn series(
    m: Marco<'_>,
    rows: usize,
    most: usize,
    hoja: &mut Hoja,
    draw: impl Fn(Marco<'_>, f64, Option<Part>) -> Result<Option<Chart>, DrawError>,
) -> Result<Vec<Value>, DrawError> {
    series_in(m, (rows, most), ALTO, hoja, draw)
}

/// The same on slides that leave the chart `alto` pt; `rows` are all and the most on one.
pub(super) fn series_in(
    m: Marco<'_>,
    (rows, most): (usize, usize),
    alto: f64,
    hoja: &mut Hoja,
    draw: impl Fn(Marco<'_>, f64, Option<Part>) -> Result<Option<Chart>, DrawError>,
) -> Result<Vec<Value>, DrawError> {
    let slides = rows.div_ceil(most).max(1);
    let each = rows.div_ceil(slides);
    let ranges: Vec<Part> = (0..slides).map(|slide| slide * each..((slide + 1) * each).min(rows)).collect();
    let all = |big: Marco<'_>, ancho: f64| -> Result<Vec<Chart>, DrawError> {
        let charts = ranges.iter().map(|range| draw(big, ancho, Some(range.clone())));
        Ok(charts.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
    };
    let charts = largest(m, all, |charts| charts.iter().all(|chart| fits(chart, alto)))?;
    let scale = charts.iter().map(|chart| scale_of(chart, alto)).fold(f64::INFINITY, f64::min);
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

/// The chart as wide as the slide; a chart that is too high is made smaller.
pub(super) fn fitted(chart: Chart, hoja: &mut Hoja) -> Value {
    scaled_in(chart, ALTO, hoja)
}

/// The same in `alto` pt.
pub(super) fn scaled_in(chart: Chart, alto: f64, hoja: &mut Hoja) -> Value {
    let scale = scale_of(&chart, alto);
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

/// How much larger or smaller the chart is shown.
fn scale_of(chart: &Chart, alto: f64) -> f64 {
    (ANCHO / chart.ancho).min(alto / chart.alto)
}

/// Whether the chart has room when it is shown as wide as the slide.
fn fits(chart: &Chart, alto: f64) -> bool {
    chart.alto * ANCHO <= alto * chart.ancho
}
