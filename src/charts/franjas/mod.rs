//! Strip plot of indices in points: every entity a dot, group by group.
//!
//! Dots of a row that would lie on each other are set apart within its height, in
//! the order of their values.  Where a row is too crowded for dots it has columns
//! instead, one for every point or two of the axis, that are higher where more values are.

mod marks;
mod names;
#[cfg(test)]
mod tests;
mod words;

use plotters::style::{RGBColor, WHITE};

use super::Chart;
use super::frame::{
    Align, Axis, Canvas, DrawError, Fill, Key, Pen, RowLabels, SMALL, Weight, baseline, color, svg, tint,
};
use marks::{Area, Marks, Swarm, marks, share, swarm};
use names::{Extremes, Layout, notes};
use words::{alt, label, table};

/// One group: a row of the plot.
#[derive(Debug, Clone, PartialEq)]
pub struct Franja {
    pub rotulo: String,
    /// Names and points 0–100, in any order; it breaks ties.  A value that is not
    /// finite is left out.
    pub valores: Vec<(String, f64)>,
    /// Drawn where the row has three values or more.
    pub mediana: Option<f64>,
    /// Whether the lowest and the highest of the row are named.
    pub citar: bool,
}

/// What the plot shows, in the order in which it is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Franjas {
    /// What a dot is, in plural and lower case: `entidades`.
    pub que: String,
    pub grupos: Vec<Franja>,
    /// Name and value of the reference line.
    pub referencia: Option<(String, f64)>,
    /// Where the middle half of all values lies, drawn as a light ground.
    pub mitad_central: Option<(f64, f64)>,
    /// The lowest value that the axis has to reach, so that charts that are compared share it and no single value
    /// sets the scale for all: what lies before the axis begins is a mark at its edge, with its value.  `None`: all
    /// values.
    pub eje: Option<f64>,
    /// Final width in pt.
    pub ancho: f64,
}

const ROW: f64 = 15.5;
const BOTTOM: f64 = 16.0;
/// Radius of a dot, and the one of all dots where rows have less than [`CROWDED`] pt.
const RADIUS: f64 = 2.5;
const SMALL_RADIUS: f64 = 1.9;
const CROWDED: f64 = 22.0;
/// A median of fewer values than these says nothing.
const MEDIAN_FROM: usize = 3;
/// Share of the width that the names of groups may take.
const LABEL_SHARE: f64 = 0.36;
/// Line widths of a dot and of the mark of the median.
const STROKE: f64 = 0.8;
const MEDIAN: f64 = 2.0;
/// The mark of a value that lies before the axis begins.
const ARROW: f64 = 6.0;

/// Draws the strip plot.
///
/// It is as high as its rows: 15.5 pt each, more where dots are set apart, a label has
/// several lines or names of entities need a line of their own (10 pt each), and about
/// 45 of key and axis.  Marks alone stay within 500 pt while there are at most 32
/// groups.  18 sectors with 75 entities take about 400 pt, and 460 to 650 where all
/// rows are cited with short or with long names; 32 groups take 580.
///
/// The lowest and the highest value of all are named, and those of each row that is
/// cited; of several entities with one value the first, with the number of the others.
/// The highest of a row is named first.  A name stands, by preference, at the outer
/// side of its dot, at the inner side, right over or under it, or at the edge of the
/// row with a thin line to the dot; of the places that are free of dots, the median,
/// other names and the edge, the first that does not lie on the reference line is
/// taken.  If there is none the row grows by a line for the name.  A name that takes
/// more than two lines is left out; its dot stays hollow.
///
/// # Errors
/// [`DrawError`] where the theme names a colour that is none.
pub fn draw(data: &Franjas, pen: &Pen<'_>) -> Result<Chart, DrawError> {
    let inks = Inks::new(pen)?;
    let rows: Vec<Row<'_>> = data.grupos.iter().map(Row::new).collect();
    let names: Vec<String> = rows.iter().map(|row| label(row, pen)).collect();
    let mut labels = RowLabels::new(pen, names.iter().map(String::as_str), data.ancho * LABEL_SHARE, ROW);
    let (left, right) = (labels.width + 6.0 + RADIUS + 3.0, data.ancho - 9.0);
    let reference = data.referencia.as_ref().filter(|(_, value)| value.is_finite());
    let half = data.mitad_central.filter(|(low, high)| low.is_finite() && high.is_finite() && low < high);
    let floor = data.eje.filter(|value| value.is_finite());
    let reached = move |value: &f64| floor.is_none_or(|floor| *value >= floor);
    let shown = rows.iter().flat_map(Row::shown).filter(reached).chain(floor).chain(reference.map(|(_, value)| *value));
    let axis = Axis::new(shown.chain(half.into_iter().flat_map(|(low, high)| [low, high])), left, right);
    let extremes = Extremes::of(&rows);
    let crossed = reference.map(|(_, value)| axis.x(*value));
    let (layouts, radius) = lay_out(&rows, &extremes, &axis, crossed, &mut labels, (data.ancho, pen));

    let off = rows.iter().flat_map(|row| &row.values).any(|(_, value)| *value < axis.start);
    let off = off.then(|| format!("menos de {}", pen.numeros.con_decimales(axis.start, 0)));
    let entries = entries(data, &layouts, half.is_some(), off);
    let key = Key::new(pen, entries.iter().map(|(_, text)| text.clone()).collect(), left - 7.0, data.ancho);
    let top = key.height + if reference.is_some() { 18.0 } else { 6.0 };
    let span = (top - 4.0, top + labels.height());
    let height = top + labels.height() + BOTTOM;
    let picture = svg(pen, data.ancho, height, |canvas| {
        key.draw(canvas, inks.ink, |index, at| entries[index].0.draw(canvas, at, radius, &inks))?;
        if let Some((low, high)) = half {
            let (from, to) = (axis.x(low), axis.x(high));
            canvas.bar((from, span.0), (to - from, span.1 - span.0), inks.light, Fill::Solid)?;
        }
        axis.draw(canvas, pen, span, height - 4.0)?;
        let places = labels.middles(top).into_iter().zip(&layouts);
        let middles: Vec<f64> = places.map(|(middle, row)| middle + (row.above - row.below) / 2.0).collect();
        for (index, middle) in middles.iter().enumerate() {
            labels.draw(canvas, index, *middle, inks.ink)?;
            canvas.line((left, *middle), (right, *middle), inks.grey, 0.5)?;
        }
        if let Some((name, value)) = reference {
            axis.reference(canvas, pen, (name, *value), span, data.ancho)?;
        }
        for ((row, layout), middle) in rows.iter().zip(&layouts).zip(&middles) {
            if row.values.is_empty() {
                without_data(canvas, pen, (left, *middle), inks.soft)?;
            }
            layout.draw_leaders(canvas, *middle, inks.soft)?;
            draw_marks(canvas, row, layout, (*middle, &axis), &inks)?;
            let band = half.map(|(low, high)| (axis.x(low), axis.x(high)));
            layout.draw_names(canvas, *middle, pen.theme.tamanos.grafico * SMALL, (inks.ink, inks.light), band)?;
        }
        Ok(())
    })?;
    Ok(Chart {
        svg: picture,
        ancho: data.ancho,
        alto: height,
        alt: alt(data, &rows, &extremes, pen, axis.start),
        tabla: table(&rows),
        desde: Some(axis.start),
        redondeo: false,
    })
}

/// The colours of the plot.
struct Inks {
    ink: RGBColor,
    mark: RGBColor,
    grey: RGBColor,
    soft: RGBColor,
    columns: RGBColor,
    /// Inside a hollow dot.
    ground: RGBColor,
    /// Behind the middle half.
    light: RGBColor,
}

impl Inks {
    fn new(pen: &Pen<'_>) -> Result<Self, DrawError> {
        let colors = &pen.theme.colores;
        let mark = color(&colors.principal)?;
        Ok(Self {
            ink: color(&colors.tinta)?,
            mark,
            grey: color(&colors.contexto)?,
            soft: color(&colors.secundario)?,
            columns: tint(mark, 0.6),
            ground: tint(mark, 0.16),
            light: tint(mark, 0.1),
        })
    }
}

/// Marks and names of each row, and the radius of all dots; `labels` grows with them.
fn lay_out(
    rows: &[Row<'_>],
    extremes: &Extremes,
    axis: &Axis,
    crossed: Option<f64>,
    labels: &mut RowLabels,
    (width, pen): (f64, &Pen<'_>),
) -> (Vec<Layout>, f64) {
    let swarms = |radius: f64| -> (f64, Vec<Swarm>, f64) {
        let swarms: Vec<_> = rows.iter().map(|row| swarm(row, axis, radius)).collect();
        let most = share(swarms.iter().map(|swarm| swarm.height(radius)).collect());
        let swarms = swarms.into_iter().map(|swarm| swarm.within(most, radius)).collect();
        (radius, swarms, most)
    };
    let normal = swarms(RADIUS);
    let (radius, swarms, most) = if normal.2 < CROWDED { swarms(SMALL_RADIUS) } else { normal };
    let room = Area { left: labels.width + 4.0, right: width, top: 0.0, bottom: 0.0 };
    let mut layouts = Vec::new();
    for (index, (row, swarm)) in rows.iter().zip(&swarms).enumerate() {
        labels.raise(index, swarm.height(radius).min(most));
        let base = labels.row_height(index);
        let marks = marks(row, swarm, axis, base, radius);
        // An extreme of all is shared by whoever has it, that of a cited row by its own.
        let sharing = if row.group.citar { &rows[index..=index] } else { rows };
        let (high, low) = extremes.wanted(index, row);
        let off = row.values.first().is_some_and(|(_, value)| *value < axis.start);
        let wanted = notes((row, sharing), &marks, (high, low || off), axis, pen);
        let median = row.median().map(|value| axis.x(value));
        let layout = Layout::new((marks, radius), wanted, base, median, room, |area| {
            crossed.is_some_and(|x| (area.left..area.right).contains(&x))
        });
        labels.raise(index, base + layout.above + layout.below);
        layouts.push(layout);
    }
    (layouts, radius)
}

/// What the key explains, as far as the plot has it.
fn entries(data: &Franjas, layouts: &[Layout], half: bool, off: Option<String>) -> Vec<(Entry, String)> {
    let has = |wanted: fn(&Layout) -> bool| layouts.iter().any(wanted);
    let dots = has(|layout| matches!(&layout.marks, Marks::Dots(dots) if !dots.is_empty()));
    let columns = has(|layout| matches!(layout.marks, Marks::Columns(_)));
    let entries = [
        (dots, Entry::Dot, data.que.clone()),
        (columns, Entry::Columns, format!("columnas: más altas donde hay más {}", data.que)),
        (has(|layout| layout.median.is_some()), Entry::Median, "mediana".to_owned()),
        (half, Entry::Half, "mitad central".to_owned()),
        (off.is_some(), Entry::Off, off.unwrap_or_default()),
    ];
    entries.into_iter().filter(|(there, ..)| *there).map(|(_, entry, text)| (entry, text)).collect()
}

enum Entry {
    Dot,
    Columns,
    Median,
    Half,
    Off,
}

impl Entry {
    /// The mark beside its words in the key.
    fn draw(&self, canvas: &Canvas<'_>, (x, y): (f64, f64), radius: f64, inks: &Inks) -> Result<(), DrawError> {
        match self {
            Self::Dot => canvas.ring((x, y), radius, (inks.mark, STROKE), inks.ground),
            Self::Median => canvas.line((x, y - 5.0), (x, y + 5.0), inks.ink, MEDIAN),
            Self::Half => canvas.bar((x - 6.0, y - 4.5), (12.0, 9.0), inks.light, Fill::Solid),
            Self::Off => canvas.arrow_head((x - ARROW / 2.0, y), ARROW, false, inks.mark),
            Self::Columns => [(-5.0, 3.0), (-1.5, 9.0), (2.0, 6.0)].iter().try_for_each(|(at, tall)| {
                canvas.bar((x + at, y - tall / 2.0), (3.0, *tall), inks.columns, Fill::Solid)
            }),
        }
    }
}

/// What stands in a row that has no values.
fn without_data(
    canvas: &Canvas<'_>,
    pen: &Pen<'_>,
    (left, middle): (f64, f64),
    ink: RGBColor,
) -> Result<(), DrawError> {
    let (text, size) = ("sin datos", pen.theme.tamanos.grafico * SMALL);
    let width = pen.width(text, size, Weight::Regular);
    canvas.bar((left - 1.5, middle - size / 2.0), (width + 3.0, size), WHITE, Fill::Solid)?;
    canvas.text((left, baseline(middle, size)), text, size, Weight::Regular, ink, Align::Left)
}

/// The marks of one row around `middle`, and its median.
fn draw_marks(
    canvas: &Canvas<'_>,
    row: &Row<'_>,
    layout: &Layout,
    (middle, axis): (f64, &Axis),
    inks: &Inks,
) -> Result<(), DrawError> {
    let arrow = |(x, y): (f64, f64)| canvas.arrow_head((x - ARROW / 2.0, middle + y), ARROW, false, inks.mark);
    match &layout.marks {
        Marks::Dots(dots) => {
            layout.draw_median(canvas, middle, inks.ink)?;
            for (dot, (x, y)) in dots.iter().enumerate() {
                if row.values[dot].1 < axis.start {
                    arrow((*x, *y))?;
                } else if layout.is_named(row.values[dot].1) {
                    canvas.dot((*x, middle + y), layout.radius, inks.mark)?;
                } else {
                    canvas.ring((*x, middle + y), layout.radius, (inks.mark, STROKE), inks.ground)?;
                }
            }
        }
        Marks::Columns(areas) => {
            for area in areas {
                let size = (area.right - area.left, area.bottom - area.top);
                canvas.bar((area.left, middle + area.top), size, inks.columns, Fill::Solid)?;
            }
            layout.draw_median(canvas, middle, inks.ink)?;
            for (_, (x, y)) in layout.named_dots().filter(|(value, _)| *value >= axis.start) {
                canvas.ring((x, middle + y), layout.radius + 0.8, (WHITE, 0.8), inks.mark)?;
            }
            if row.values.first().is_some_and(|(_, value)| *value < axis.start) {
                arrow((axis.x(axis.start), 0.0))?;
            }
        }
    }
    Ok(())
}

/// A group with its finite values in ascending order, ties in the order given.
struct Row<'a> {
    group: &'a Franja,
    values: Vec<(&'a str, f64)>,
}

impl<'a> Row<'a> {
    fn new(group: &'a Franja) -> Self {
        let finite = group.valores.iter().filter(|(_, value)| value.is_finite());
        let mut values: Vec<_> = finite.map(|(name, value)| (name.as_str(), *value)).collect();
        values.sort_by(|a, b| a.1.total_cmp(&b.1));
        Self { group, values }
    }

    fn median(&self) -> Option<f64> {
        self.group.mediana.filter(|value| value.is_finite() && self.values.len() >= MEDIAN_FROM)
    }

    /// All that has a place on the axis.
    fn shown(&self) -> impl Iterator<Item = f64> {
        self.values.iter().map(|(_, value)| *value).chain(self.median())
    }
}
