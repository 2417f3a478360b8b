//! Strip plot of indices in points: every entity a dot, group by group.
//!
//! Dots of a row that would lie on each other are set apart within its height, in
//! the order of their values.  Where a row is too crowded for dots it has columns
//! instead, one for every point or two of the axis, that are higher where more values are.

use plotters::style::{RGBColor, WHITE};

use super::frame::{
    Align, Axis, Canvas, DrawError, Fill, Key, LEADING, NO_BREAK, Pen, RowLabels, SMALL, Weight, baseline, color,
    count, svg, tint,
};
use super::{Chart, Tabla};

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
    /// Final width in pt.
    pub ancho: f64,
}

const ROW: f64 = 15.5;
const BOTTOM: f64 = 16.0;
/// Radius of a dot, and the one of all dots where rows have less than [`CROWDED`] pt.
const RADIUS: f64 = 2.5;
const SMALL_RADIUS: f64 = 1.9;
const CROWDED: f64 = 22.0;
/// Between two dots that do not touch.
const APART: f64 = 0.4;
/// Free space over and under the marks of a row.
const PAD: f64 = 2.0;
/// What the marks of all rows may take together before they are set closer.
const MARKS_HEIGHT: f64 = 500.0;
/// What the marks of one row may take.
const MOST_HEIGHT: f64 = 100.0;
/// Dots are pushed over each other down to this share of their distance; beyond
/// it the row has columns.
const SQUEEZE: f64 = 0.45;
/// A row with more values than these always has columns.
const MOST_DOTS: usize = 150;
/// Height of the columns of a row.
const COLUMNS: f64 = 30.0;
/// An axis that begins below this has columns two points wide.
const LONG_AXIS: f64 = 50.0;
/// A median of fewer values than these says nothing.
const MEDIAN_FROM: usize = 3;
/// Share of the width that the names of groups may take.
const LABEL_SHARE: f64 = 0.36;
/// Line widths of a dot and of the mark of the median.
const STROKE: f64 = 0.8;
const MEDIAN: f64 = 2.0;
/// Widest line of the name of an entity in pt: about 40 letters.
const NAME_WIDTH: f64 = 165.0;
/// A longer name is left to the table.
const NAME_LINES: usize = 2;

/// The chart is as high as its rows: 15.5 pt each, more where dots are set apart, a
/// label has several lines or names of entities need a line of their own (10 pt
/// each), and about 45 of key and axis.  Marks alone stay within 500 pt while there
/// are at most 32 groups.  18 sectors with 75 entities take about 400 pt, and 460 to
/// 650 where all rows are cited with short or with long names; 32 groups take 580.
///
/// The lowest and the highest value of all are named, and those of each row that is
/// cited; of several entities with one value the first, with the number of the others.  The highest of a row is named first.  A name stands, by preference, at the
/// outer side of its dot, at the inner side, right over or under it, or at the edge
/// of the row with a thin line to the dot; of the places that are free of dots, the
/// median, other names and the edge, the first that does not lie on the reference
/// line is taken.  If there is none the row grows by a line for the name.  A name
/// that takes more than two lines is left out; its dot stays hollow.
///
/// # Errors
/// [`DrawError`] where the theme names a colour that is none.
pub fn draw(data: &Franjas, pen: &Pen<'_>) -> Result<Chart, DrawError> {
    let colors = &pen.theme.colores;
    let (ink, mark, grey, soft) =
        (color(&colors.tinta)?, color(&colors.principal)?, color(&colors.contexto)?, color(&colors.secundario)?);
    let small = pen.theme.tamanos.grafico * SMALL;
    let rows: Vec<Row<'_>> = data.grupos.iter().map(Row::new).collect();
    let names: Vec<String> = rows.iter().map(|row| label(row, pen)).collect();
    let mut labels = RowLabels::new(pen, names.iter().map(String::as_str), data.ancho * LABEL_SHARE, ROW);
    let left = labels.width + 6.0 + RADIUS + 3.0;
    let right = data.ancho - 9.0;
    let referencia = data.referencia.as_ref().filter(|(_, value)| value.is_finite());
    let half = data.mitad_central.filter(|(low, high)| low.is_finite() && high.is_finite() && low < high);
    let shown = rows.iter().flat_map(Row::shown).chain(referencia.map(|(_, value)| *value));
    let shown = shown.chain(half.into_iter().flat_map(|(low, high)| [low, high]));
    let axis = Axis::new(shown, left, right);

    let swarms = |radius: f64| -> (f64, Vec<Swarm>, f64) {
        let swarms: Vec<_> = rows.iter().map(|row| swarm(row, &axis, radius)).collect();
        let most = share(swarms.iter().map(|swarm| swarm.height(radius)).collect());
        let swarms = swarms.into_iter().map(|swarm| swarm.within(most, radius)).collect();
        (radius, swarms, most)
    };
    let normal = swarms(RADIUS);
    let (radius, swarms, most) = if normal.2 < CROWDED { swarms(SMALL_RADIUS) } else { normal };
    let extremes = Extremes::of(&rows);
    let room = Area { left: labels.width + 4.0, right: data.ancho, top: 0.0, bottom: 0.0 };
    let mut layouts = Vec::new();
    for (index, (row, swarm)) in rows.iter().zip(&swarms).enumerate() {
        labels.raise(index, swarm.height(radius).min(most));
        let base = labels.row_height(index);
        let marks = marks(row, swarm, &axis, base, radius);
        // An extreme of all is shared by whoever has it, that of a cited row by its own.
        let sharing = if row.group.citar { &rows[index..=index] } else { rows.as_slice() };
        let wanted = notes((row, sharing), &marks, extremes.wanted(index, row), &axis, pen);
        let median = row.median().map(|value| axis.x(value));
        let layout = Layout::new((marks, radius), wanted, base, median, room, |area| {
            referencia.is_some_and(|(_, value)| (area.left..area.right).contains(&axis.x(*value)))
        });
        labels.raise(index, base + layout.above + layout.below);
        layouts.push(layout);
    }

    let has = |wanted: fn(&Layout) -> bool| layouts.iter().any(wanted);
    let mut entries = Vec::new();
    if has(|layout| matches!(&layout.marks, Marks::Dots(dots) if !dots.is_empty())) {
        entries.push((Entry::Dot, data.que.clone()));
    }
    if has(|layout| matches!(layout.marks, Marks::Columns(_))) {
        entries.push((Entry::Columns, format!("columnas: más altas donde hay más {}", data.que)));
    }
    if has(|layout| layout.median.is_some()) {
        entries.push((Entry::Median, "mediana".to_owned()));
    }
    if half.is_some() {
        entries.push((Entry::Half, "mitad central".to_owned()));
    }
    let key = Key::new(pen, entries.iter().map(|(_, text)| text.clone()).collect(), left - 7.0, data.ancho);
    let top = key.height + if referencia.is_some() { 18.0 } else { 6.0 };
    let plot_height = labels.height();
    let height = top + plot_height + BOTTOM;
    let columns = tint(mark, 0.6);
    let ground = tint(mark, 0.16);
    let light = tint(mark, 0.1);

    let picture = svg(pen, data.ancho, height, |canvas| {
        key.draw(canvas, ink, |index, (x, y)| match entries[index].0 {
            Entry::Dot => canvas.ring((x, y), radius, (mark, STROKE), ground),
            Entry::Median => canvas.line((x, y - 5.0), (x, y + 5.0), ink, MEDIAN),
            Entry::Half => canvas.bar((x - 6.0, y - 4.5), (12.0, 9.0), light, Fill::Solid),
            Entry::Columns => [(-5.0, 3.0), (-1.5, 9.0), (2.0, 6.0)]
                .iter()
                .try_for_each(|(at, tall)| canvas.bar((x + at, y - tall / 2.0), (3.0, *tall), columns, Fill::Solid)),
        })?;
        let span = (top - 4.0, top + plot_height);
        if let Some((low, high)) = half {
            let (from, to) = (axis.x(low), axis.x(high));
            canvas.bar((from, span.0), (to - from, span.1 - span.0), light, Fill::Solid)?;
        }
        axis.draw(canvas, pen, span, height - 4.0)?;
        let middles: Vec<f64> = labels
            .middles(top)
            .iter()
            .zip(&layouts)
            .map(|(middle, layout)| middle + (layout.above - layout.below) / 2.0)
            .collect();
        for (index, middle) in middles.iter().enumerate() {
            labels.draw(canvas, index, *middle, ink)?;
            canvas.line((left, *middle), (right, *middle), grey, 0.5)?;
        }
        if let Some((name, value)) = referencia {
            axis.reference(canvas, pen, (name, *value), span, data.ancho)?;
        }
        for ((row, layout), middle) in rows.iter().zip(&layouts).zip(&middles) {
            if row.values.is_empty() {
                let (at, text) = ((left, baseline(*middle, small)), "sin datos");
                let width = pen.width(text, small, Weight::Regular);
                canvas.bar((left - 1.5, *middle - small / 2.0), (width + 3.0, small), WHITE, Fill::Solid)?;
                canvas.text(at, text, small, Weight::Regular, soft, Align::Left)?;
            }
            layout.draw_leaders(canvas, *middle, soft)?;
            let median = |tall: f64| match layout.median {
                // White beside it keeps it apart from the reference line and the columns.
                Some(x) => {
                    canvas.line((x, middle - tall), (x, middle + tall), WHITE, MEDIAN + 2.0)?;
                    canvas.line((x, middle - tall), (x, middle + tall), ink, MEDIAN)
                }
                None => Ok(()),
            };
            match &layout.marks {
                Marks::Dots(dots) => {
                    median(layout.median_height)?;
                    for (dot, (x, y)) in dots.iter().enumerate() {
                        if layout.is_named(row.values[dot].1) {
                            canvas.dot((*x, middle + y), radius, mark)?;
                        } else {
                            canvas.ring((*x, middle + y), radius, (mark, STROKE), ground)?;
                        }
                    }
                }
                Marks::Columns(areas) => {
                    for area in areas {
                        let size = (area.right - area.left, area.bottom - area.top);
                        canvas.bar((area.left, middle + area.top), size, columns, Fill::Solid)?;
                    }
                    median(layout.median_height)?;
                    for (note, _) in &layout.placed {
                        canvas.ring((note.dot.0, middle + note.dot.1), radius + 0.8, (WHITE, 0.8), mark)?;
                    }
                }
            }
            for (note, area) in &layout.placed {
                let first = middle + area.top + small * ASCENT;
                let size = (area.right - area.left, area.bottom - area.top);
                canvas.bar((area.left, middle + area.top), size, WHITE, Fill::Solid)?;
                for (line, text) in note.lines.iter().enumerate() {
                    let base = first + line as f64 * small * LEADING;
                    let (x, align) = if note.dot.0 > (area.left + area.right) / 2.0 {
                        (area.right - NOTE_PAD, Align::Right)
                    } else {
                        (area.left + NOTE_PAD, Align::Left)
                    };
                    canvas.text((x, base), text, small, Weight::Regular, ink, align)?;
                }
            }
        }
        Ok(())
    })?;
    Ok(Chart {
        svg: picture,
        ancho: data.ancho,
        alto: height,
        alt: alt(data, &rows, &extremes, pen, axis.start),
        tabla: table(&rows, pen),
        desde: Some(axis.start),
        redondeo: false,
    })
}

enum Entry {
    Dot,
    Columns,
    Median,
    Half,
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

/// `Hacienda (n = 5)`.
fn label(row: &Row<'_>, pen: &Pen<'_>) -> String {
    let n = count(pen, row.values.len());
    format!("{} (n{NO_BREAK}={NO_BREAK}{n})", row.group.rotulo)
}

/// Where the dots of a row go if there is all the height that they need.
enum Swarm {
    /// Distances from the middle of the row.
    Dots(Vec<f64>),
    Crowd,
}

impl Swarm {
    fn height(&self, radius: f64) -> f64 {
        match self {
            Self::Dots(offsets) => 2.0 * (reach(offsets) + radius + PAD),
            Self::Crowd => COLUMNS + 2.0 * PAD,
        }
    }

    /// How much closer than apart the dots are to be in a row `height` pt high.
    fn squeeze(offsets: &[f64], height: f64, radius: f64) -> f64 {
        ((height / 2.0 - PAD - radius) / reach(offsets).max(1e-9)).min(1.0)
    }

    /// The swarm where a row may take `most` pt: a crowd where dots would hide each other.
    fn within(self, most: f64, radius: f64) -> Self {
        match self {
            Self::Dots(offsets) if Self::squeeze(&offsets, most, radius) >= SQUEEZE => Self::Dots(offsets),
            _ => Self::Crowd,
        }
    }
}

fn reach(offsets: &[f64]) -> f64 {
    offsets.iter().fold(0.0, |most, offset| most.max(offset.abs()))
}

/// Each dot, from the lowest value to the highest, goes to the place nearest to the
/// middle where it touches no dot before it; of two equally near, the upper one.
fn swarm(row: &Row<'_>, axis: &Axis, radius: f64) -> Swarm {
    if row.values.len() > MOST_DOTS {
        return Swarm::Crowd;
    }
    let spacing = radius * 2.0 + APART;
    let places: Vec<f64> = row.values.iter().map(|(_, value)| axis.x(*value)).collect();
    let mut offsets: Vec<f64> = Vec::new();
    for (index, x) in places.iter().enumerate() {
        let first = places[..index].partition_point(|other| x - other >= spacing);
        let near: Vec<(f64, f64)> = (first..index).map(|other| (x - places[other], offsets[other])).collect();
        let apart = |dx: f64| (spacing * spacing - dx * dx).max(0.0).sqrt();
        let mut candidates = vec![0.0];
        candidates.extend(near.iter().flat_map(|(dx, y)| [y - apart(*dx), y + apart(*dx)]));
        candidates.sort_by(|a, b| a.abs().total_cmp(&b.abs()).then(a.total_cmp(b)));
        let free = |y: f64| near.iter().all(|(dx, other)| (y - other).abs() >= apart(*dx) - 1e-6);
        offsets.push(candidates.into_iter().find(|y| free(*y)).unwrap_or(0.0));
    }
    Swarm::Dots(offsets)
}

/// The height that a row may take, so that all `heights` fit in [`MARKS_HEIGHT`]:
/// low rows keep theirs and the high ones share the rest.
fn share(mut heights: Vec<f64>) -> f64 {
    heights.sort_by(f64::total_cmp);
    let mut rest = MARKS_HEIGHT;
    for (index, height) in heights.iter().enumerate() {
        let rows = (heights.len() - index) as f64;
        if height * rows > rest {
            return (rest / rows).clamp(ROW, MOST_HEIGHT);
        }
        rest -= height;
    }
    MOST_HEIGHT
}

/// A rectangle in pt; heights count from the middle of its row.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Area {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

impl Area {
    fn around((x, y): (f64, f64), (half_width, half_height): (f64, f64)) -> Self {
        Self { left: x - half_width, right: x + half_width, top: y - half_height, bottom: y + half_height }
    }

    fn touches(&self, other: &Self) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }

    fn is_within(&self, other: &Self) -> bool {
        self.left >= other.left && self.right <= other.right && self.top >= other.top && self.bottom <= other.bottom
    }
}

/// The marks of a row; heights count from its middle.
enum Marks {
    /// One for each value, in ascending order.
    Dots(Vec<(f64, f64)>),
    Columns(Vec<Area>),
}

fn marks(row: &Row<'_>, swarm: &Swarm, axis: &Axis, height: f64, radius: f64) -> Marks {
    if let Swarm::Dots(offsets) = swarm {
        let squeeze = Swarm::squeeze(offsets, height, radius);
        let places = row.values.iter().zip(offsets);
        return Marks::Dots(places.map(|((_, value), y)| (axis.x(*value), y * squeeze)).collect());
    }
    let wide = if axis.start < LONG_AXIS { 2.0 } else { 1.0 };
    let bins = ((100.0 - axis.start) / wide) as usize;
    let mut counts = vec![0usize; bins];
    for (_, value) in &row.values {
        // The last column holds 100 itself too.
        counts[(((value - axis.start) / wide).max(0.0) as usize).min(bins - 1)] += 1;
    }
    let most = counts.iter().copied().max().unwrap_or(0).max(1) as f64;
    let tallest = (height - PAD).min(COLUMNS);
    let filled = counts.iter().enumerate().filter(|(_, count)| **count > 0);
    let column = filled.map(|(bin, count)| {
        let from = axis.start + bin as f64 * wide;
        let half = (*count as f64 / most * tallest).max(1.0) / 2.0;
        Area { left: axis.x(from) + 0.2, right: axis.x(from + wide) - 0.2, top: -half, bottom: half }
    });
    Marks::Columns(column.collect())
}

/// The lowest and the highest of all, as row and value; the first of equal ones.
struct Extremes {
    low: Option<(usize, f64)>,
    high: Option<(usize, f64)>,
}

impl Extremes {
    fn of(rows: &[Row<'_>]) -> Self {
        let mut extremes = Self { low: None, high: None };
        for (index, row) in rows.iter().enumerate() {
            if let (Some(first), Some(last)) = (row.values.first(), row.values.last()) {
                if extremes.low.is_none_or(|(_, value)| first.1 < value) {
                    extremes.low = Some((index, first.1));
                }
                if extremes.high.is_none_or(|(_, value)| last.1 > value) {
                    extremes.high = Some((index, last.1));
                }
            }
        }
        extremes
    }

    /// Whether the highest and the lowest of row `index` are to be named.
    fn wanted(&self, index: usize, row: &Row<'_>) -> (bool, bool) {
        let is = |extreme: Option<(usize, f64)>| row.group.citar || extreme.is_some_and(|(row, _)| row == index);
        (is(self.high), is(self.low))
    }
}

/// What is to be written at a dot.
#[derive(Debug, Clone)]
struct Note {
    lines: Vec<String>,
    size: (f64, f64),
    value: f64,
    dot: (f64, f64),
    highest: bool,
}

/// Free space at both sides of a note.
const NOTE_PAD: f64 = 1.5;
/// From the top of a note to its first base line, in em.
const ASCENT: f64 = 0.84;

fn notes(
    (row, sharing): (&Row<'_>, &[Row<'_>]),
    marks: &Marks,
    (high, low): (bool, bool),
    axis: &Axis,
    pen: &Pen<'_>,
) -> Vec<Note> {
    let (Some(first), Some(last)) = (row.values.first(), row.values.last()) else { return Vec::new() };
    let size = pen.theme.tamanos.grafico * SMALL;
    let mut notes = Vec::new();
    // Where all values are one, a single name is enough.
    for (wanted, value, highest) in [(high, last.1, true), (low && !(high && first.1 == last.1), first.1, false)] {
        if !wanted {
            continue;
        }
        let text = format!("{}{NO_BREAK}{}", who(row, sharing, value, pen), pen.numeros.numero(value));
        let lines = pen.wrap(&text, size, NAME_WIDTH);
        if lines.len() > NAME_LINES {
            continue;
        }
        let width = lines.iter().map(|line| pen.width(line, size, Weight::Regular)).fold(0.0, f64::max);
        let height = lines.len() as f64 * size * LEADING;
        let dot = match marks {
            Marks::Dots(dots) => {
                let equal = row.values.iter().zip(dots).filter(|((_, other), _)| *other == value).map(|(_, dot)| *dot);
                equal.min_by(|a, b| a.1.abs().total_cmp(&b.1.abs())).unwrap_or((axis.x(value), 0.0))
            }
            Marks::Columns(_) => (axis.x(value), 0.0),
        };
        notes.push(Note { lines, size: (width + 2.0 * NOTE_PAD, height), value, dot, highest });
    }
    notes
}

/// The name of the first entity of the row with this value, and how many more there
/// are in the rows that share it.
fn who(row: &Row<'_>, sharing: &[Row<'_>], value: f64, pen: &Pen<'_>) -> String {
    let name = row.values.iter().find(|(_, other)| *other == value).map_or("", |(name, _)| *name);
    match equal(sharing, value) {
        0 | 1 => name.to_owned(),
        all => format!("{name} y{NO_BREAK}{}{NO_BREAK}más", count(pen, all - 1)),
    }
}

/// How many entities of the rows have this value.
fn equal(rows: &[Row<'_>], value: f64) -> usize {
    rows.iter().flat_map(|row| &row.values).filter(|(_, other)| *other == value).count()
}

/// A row with its marks and the names that found a place.
struct Layout {
    marks: Marks,
    radius: f64,
    median: Option<f64>,
    /// Half the height of the mark of the median.
    median_height: f64,
    placed: Vec<(Note, Area)>,
    /// Height that names need over and under the row in pt.
    above: f64,
    below: f64,
}

impl Layout {
    fn new(
        (marks, radius): (Marks, f64),
        notes: Vec<Note>,
        base: f64,
        median: Option<f64>,
        room: Area,
        is_crossed: impl Fn(&Area) -> bool,
    ) -> Self {
        let mut taken: Vec<Area> = match &marks {
            Marks::Dots(dots) => dots.iter().map(|dot| Area::around(*dot, (radius + APART, radius + APART))).collect(),
            Marks::Columns(areas) => areas.clone(),
        };
        let reach = taken.iter().map(|area| area.bottom.max(-area.top)).fold(0.0, f64::max);
        let median_height = (reach + 2.0).max(6.0).min(base / 2.0);
        if let Some(x) = median {
            taken.push(Area::around((x, 0.0), (MEDIAN / 2.0 + 0.4, median_height)));
        }
        let (mut above, mut below) = (0.0f64, 0.0f64);
        // The second time with room for what was left out the first time.
        let mut placed = Vec::new();
        for _ in 0..2 {
            let row = Area { top: -base / 2.0 - above, bottom: base / 2.0 + below, ..room };
            let mut taken = taken.clone();
            let mut left_out = Vec::new();
            placed.clear();
            for note in &notes {
                match place(note, radius, &taken, row, &is_crossed) {
                    Some(area) => {
                        taken.push(area);
                        placed.push((note.clone(), area));
                    }
                    None => left_out.push(note),
                }
            }
            if left_out.is_empty() {
                break;
            }
            for note in left_out {
                let side = if note.highest { &mut above } else { &mut below };
                *side = side.max(note.size.1);
            }
        }
        // Only what names really take, with some air to the next row.
        let over = |over: f64| if over > 0.0 { over + NOTE_PAD } else { 0.0 };
        let above = placed.iter().map(|(_, area)| over(-base / 2.0 - area.top)).fold(0.0, f64::max);
        let below = placed.iter().map(|(_, area)| over(area.bottom - base / 2.0)).fold(0.0, f64::max);
        Self { marks, radius, median, median_height, placed, above, below }
    }

    fn is_named(&self, value: f64) -> bool {
        self.placed.iter().any(|(note, _)| note.value == value)
    }

    /// Thin lines to the names that are not beside their dots.
    fn draw_leaders(&self, canvas: &Canvas<'_>, middle: f64, ink: RGBColor) -> Result<(), DrawError> {
        for (note, area) in &self.placed {
            let (x, y) = note.dot;
            let edge = if area.bottom < y { area.bottom } else { area.top };
            if (edge - y).abs() > self.radius + 4.0 && (area.top > y || area.bottom < y) {
                let end = x.clamp(area.left + NOTE_PAD, area.right - NOTE_PAD);
                canvas.line((x, middle + y), (end, middle + edge), ink, 0.6)?;
            }
        }
        Ok(())
    }
}

/// The place of a name, as [`draw`] tells.
fn place(note: &Note, radius: f64, taken: &[Area], row: Area, is_crossed: impl Fn(&Area) -> bool) -> Option<Area> {
    let ((width, height), (x, y)) = (note.size, note.dot);
    let at = |left: f64, top: f64| Area { left, right: left + width, top, bottom: top + height };
    let gap = radius + 1.5;
    let sides = [at(x + gap, y - height / 2.0), at(x - gap - width, y - height / 2.0)];
    let lines = [y - gap - height, y + gap, row.top, row.bottom - height];
    let starts = [x - radius - NOTE_PAD, x - width / 2.0, x + radius + NOTE_PAD - width];
    let mut candidates = Vec::new();
    // The highest begins at the right and over the dot, the lowest at the left and under it.
    let turn = |mut pair: Vec<Area>| {
        if !note.highest {
            pair.reverse();
        }
        pair
    };
    candidates.extend(turn(sides.to_vec()));
    for pair in lines.chunks(2) {
        let over_and_under = turn(pair.iter().map(|top| at(0.0, *top)).collect());
        for line in over_and_under {
            let mut starts = starts.to_vec();
            if note.highest {
                starts.reverse();
            }
            candidates.extend(starts.iter().map(|start| at(start.min(row.right - width).max(row.left), line.top)));
        }
    }
    let is_free = |area: &Area| area.is_within(&row) && !taken.iter().any(|other| area.touches(other));
    let free: Vec<Area> = candidates.into_iter().filter(is_free).collect();
    free.iter().find(|area| !is_crossed(area)).or(free.first()).copied()
}

fn alt(data: &Franjas, rows: &[Row<'_>], extremes: &Extremes, pen: &Pen<'_>, start: f64) -> String {
    let n = |value: f64| pen.numeros.numero(value);
    let total: usize = rows.iter().map(|row| row.values.len()).sum();
    let mut text = format!(
        "Gráfico de puntos por grupo en un eje de {} a 100; {}: {}; grupos: {}",
        pen.numeros.con_decimales(start, 0),
        data.que,
        count(pen, total),
        rows.len()
    );
    if let (Some((low_row, low)), Some((high_row, high))) = (extremes.low, extremes.high) {
        let one = |row: usize, value: f64| {
            let name = rows[row].values.iter().find(|(_, other)| *other == value).map_or("", |(name, _)| *name);
            let equal = equal(rows, value);
            let more = if equal > 1 { format!(", y {} más", count(pen, equal - 1)) } else { String::new() };
            format!("{} ({name}, {}{more})", n(value), rows[row].group.rotulo)
        };
        text += &format!(". Valor más bajo: {}; más alto: {}", one(low_row, low), one(high_row, high));
    }
    let groups: Vec<_> = rows
        .iter()
        .map(|row| {
            let name = format!("{} (n = {})", row.group.rotulo, count(pen, row.values.len()));
            let range = match row.values.as_slice() {
                [] => "sin datos".to_owned(),
                [(_, only)] => n(*only),
                [(_, first), .., (_, last)] => format!("de {} a {}", n(*first), n(*last)),
            };
            let median = row.median().map_or_else(String::new, |value| format!(", mediana {}", n(value)));
            format!("{name}, {range}{median}")
        })
        .collect();
    if !groups.is_empty() {
        text += &format!(". Por grupo: {}", groups.join("; "));
    }
    if let Some((name, value)) = &data.referencia {
        let below = rows.iter().flat_map(|row| &row.values).filter(|(_, other)| other < value).count();
        text += &format!(". Una línea marca {name} {}; por debajo hay {}", n(*value), count(pen, below));
    }
    if let Some((low, high)) = data.mitad_central {
        text += &format!(". La mitad central va de {} a {}", n(low), n(high));
    }
    text + "."
}

fn table(rows: &[Row<'_>], pen: &Pen<'_>) -> Tabla {
    let n = |value: f64| pen.numeros.numero(value);
    let cells = |row: &Row<'_>| -> Vec<Vec<String>> {
        let median = row.median().map_or_else(String::new, n);
        let finite = row.group.valores.iter().filter(|(_, value)| value.is_finite());
        finite.map(|(name, value)| vec![row.group.rotulo.clone(), name.clone(), n(*value), median.clone()]).collect()
    };
    Tabla {
        encabezados: ["Grupo", "Nombre", "Valor", "Mediana del grupo"].map(String::from).into(),
        filas: rows.iter().flat_map(cells).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::probe::{chance, check, dots, texts, with_pen};

    fn franja(rotulo: &str, valores: &[f64], citar: bool) -> Franja {
        let valores: Vec<_> = valores.iter().enumerate().map(|(i, v)| (format!("Entidad {}", i + 1), *v)).collect();
        Franja { rotulo: rotulo.into(), valores, mediana: Some(80.0), citar }
    }

    fn franjas(grupos: Vec<Franja>) -> Franjas {
        Franjas { que: "entidades".into(), grupos, referencia: None, mitad_central: None, ancho: 468.0 }
    }

    fn written(chart: &Chart, pen: &Pen<'_>) -> Vec<String> {
        texts(chart, pen).into_iter().map(|found| found.text).collect()
    }

    #[test]
    fn the_alternative_text_says_extremes_and_groups() {
        with_pen(|pen| {
            let mut data = franjas(vec![
                franja("Hacienda", &[91.0, 61.4, 80.0], false),
                franja("Gobierno", &[70.0, 98.5], false),
                franja("Mujeres", &[98.5], false),
                franja("Salud", &[], false),
            ]);
            data.referencia = Some(("Bogotá".into(), 86.4));
            let chart = draw(&data, pen).unwrap();
            check(&chart, pen);
            assert_eq!(
                chart.alt,
                "Gráfico de puntos por grupo en un eje de 60 a 100; entidades: 6; grupos: 4. Valor más bajo: 61,4 \
                 (Entidad 2, Hacienda); más alto: 98,5 (Entidad 2, Gobierno, y 1 más). Por grupo: Hacienda (n = 3), de \
                 61,4 a 91,0, mediana 80,0; Gobierno (n = 2), de 70,0 a 98,5; Mujeres (n = 1), 98,5; Salud (n = 0), sin \
                 datos. Una línea marca Bogotá 86,4; por debajo hay 3."
            );
            assert_eq!(chart.desde, Some(60.0));
            assert_eq!(chart.tabla.filas.len(), 6);
            assert_eq!(chart.tabla.filas[1], ["Hacienda", "Entidad 2", "61,4", "80,0"]);
            let written = written(&chart, pen);
            for text in [
                "Entidad 2\u{a0}61,4",
                "Entidad 2 y\u{a0}1\u{a0}más\u{a0}98,5",
                "sin datos",
                "Hacienda (n\u{a0}=\u{a0}3)",
            ] {
                assert!(written.iter().any(|found| found == text), "{text}: {written:?}");
            }
            assert!(!written.iter().any(|text| text.contains("91,0")), "only extremes are named: {written:?}");
        });
    }

    #[test]
    fn names_collide_with_nothing() {
        with_pen(|pen| {
            let names = [
                "SDH",
                "Lotería de Bogotá",
                "Instituto Distrital de Turismo",
                "Departamento Administrativo de la Defensoría del Espacio Público",
                "Una entidad con un nombre que no cabe en las dos líneas que hay para los nombres de las entidades",
            ];
            for seed in 0..60 {
                let mut values = chance(seed).map(|v| (1000.0 - 600.0 * v * v).round() / 10.0);
                let mut groups = Vec::new();
                for group in 0..18usize {
                    let row: Vec<f64> = values.by_ref().take(1 + group * 7 % 20).collect();
                    let mut row = franja("Cultura, Recreación y Deporte", &row, true);
                    for (index, value) in row.valores.iter_mut().enumerate() {
                        names[(index + group) % names.len()].clone_into(&mut value.0);
                    }
                    groups.push(row);
                }
                let mut data = franjas(groups);
                data.referencia = Some(("Bogotá".into(), 86.4));
                let chart = draw(&data, pen).unwrap();
                check(&chart, pen);
                assert_eq!(chart, draw(&data, pen).unwrap());
            }
        });
    }

    #[test]
    fn dots_of_one_row_lie_apart_in_a_fixed_order() {
        with_pen(|pen| {
            let values: Vec<f64> = chance(11).take(70).map(|v| 60.0 + (v * 400.0).round() / 10.0).collect();
            let chart = draw(&franjas(vec![franja("Bogotá", &values, true)]), pen).unwrap();
            check(&chart, pen);
            // Ground and line for each hollow dot and the one of the key, two solid ones.
            assert_eq!(dots(&chart).len(), 2 * 69 + 2);
            let axis = Axis::new(values.iter().copied(), 0.0, 300.0);
            let group = franja("Bogotá", &values, true);
            let row = Row::new(&group);
            let Swarm::Dots(offsets) = swarm(&row, &axis, RADIUS) else { panic!("70 values are dots") };
            let places: Vec<_> = row.values.iter().zip(&offsets).map(|((_, v), y)| (axis.x(*v), *y)).collect();
            for (index, one) in places.iter().enumerate() {
                for other in &places[index + 1..] {
                    assert!((one.0 - other.0).hypot(one.1 - other.1) >= 2.0 * RADIUS, "{one:?} {other:?}");
                }
            }
        });
    }

    #[test]
    fn edges_are_drawn_within_the_canvas() {
        with_pen(|pen| {
            let long = "Desarrollo Económico, Industria y Turismo ".repeat(4);
            let mut data = franjas(vec![
                franja("Vacío", &[], true),
                franja("Uno", &[100.0], true),
                franja("Dos", &[0.0, 100.0], true),
                franja("Iguales", &[80.0; 7], true),
                franja("Cuarenta iguales", &[50.0; 40], true),
                franja("Muchos", &(0..400).map(|i| f64::from(i % 101)).collect::<Vec<_>>(), true),
                franja(&long, &[f64::NAN, f64::INFINITY, 3.0], true),
                franja("", &[0.0], true),
            ]);
            data.referencia = Some(("Referencia de nombre más bien largo".into(), 100.0));
            let chart = draw(&data, pen).unwrap();
            check(&chart, pen);
            assert!(written(&chart, pen).contains(&"Entidad 1 y\u{a0}6\u{a0}más\u{a0}80,0".to_owned()));
            assert!(chart.alt.contains("; entidades: 452; grupos: 8."), "{}", chart.alt);
            for nothing in [Vec::new(), vec![franja("Vacío", &[], false)], vec![franja("Tope", &[100.0; 3], true)]] {
                let chart = draw(&franjas(nothing), pen).unwrap();
                check(&chart, pen);
                assert_eq!(chart.desde, Some(80.0));
            }
        });
    }

    #[test]
    fn a_country_fits_on_a_page() {
        with_pen(|pen| {
            for (rows, values) in [(32usize, 188usize), (40, 150), (32, 90)] {
                let mut points = chance(2).zip(chance(9)).map(|(a, b)| 100.0 * a.max(b));
                let group = |_| franja("Norte de Santander", &points.by_ref().take(values).collect::<Vec<_>>(), false);
                let chart = draw(&franjas((0..rows).map(group).collect()), pen).unwrap();
                check(&chart, pen);
                assert!(chart.alto < 620.0 || rows > 32, "{}", chart.alto);
                assert!(chart.svg.len() < 1_500_000, "{}", chart.svg.len());
                assert_eq!(chart.tabla.filas.len(), rows * values);
            }
        });
    }
}
