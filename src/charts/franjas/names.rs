//! The names of the lowest and the highest values, and where each of them stands.

use plotters::style::{RGBColor, WHITE};

use super::super::frame::{Align, Canvas, DrawError, Fill, LEADING, NO_BREAK, Pen, SMALL, Weight, count};
use super::marks::{APART, Area, Marks};
use super::{Axis, MEDIAN, Row};

/// Widest line of the name of an entity in pt: about 40 letters.
const NAME_WIDTH: f64 = 165.0;
/// A longer name is left to the table.
const NAME_LINES: usize = 2;

/// The lowest and the highest of all, as row and value; the first of equal ones.
pub struct Extremes {
    pub low: Option<(usize, f64)>,
    pub high: Option<(usize, f64)>,
}

impl Extremes {
    /// Those of all rows together.
    pub fn of(rows: &[Row<'_>]) -> Self {
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
    pub fn wanted(&self, index: usize, row: &Row<'_>) -> (bool, bool) {
        let is = |extreme: Option<(usize, f64)>| row.group.citar || extreme.is_some_and(|(row, _)| row == index);
        (is(self.high), is(self.low))
    }
}

/// What is to be written at a dot.
#[derive(Debug, Clone)]
pub struct Note {
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

/// The names that a row is to have, without a place yet; `sharing` are the rows whose equal
/// values are counted with them.
pub fn notes(
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
        let off: Vec<_> = row.values.iter().take_while(|(_, value)| !highest && *value < axis.start).collect();
        let n = |value: f64| pen.numeros.numero(value);
        let text = match off.as_slice() {
            [(one, low), (two, high)] => format!("{one}{NO_BREAK}{}; {two}{NO_BREAK}{}", n(*low), n(*high)),
            [(first, low), _, ..] => format!("{first}{NO_BREAK}{} y {} más", n(*low), count(pen, off.len() - 1)),
            _ => format!("{}{NO_BREAK}{}", who(row, sharing, value, pen), n(value)),
        };
        let mut lines = pen.wrap(&text, size, NAME_WIDTH);
        if lines.len() > NAME_LINES {
            // Of what the axis does not reach the value is said, whoever has it.
            if off.is_empty() {
                continue;
            }
            lines = vec![n(value)];
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
pub fn equal(rows: &[Row<'_>], value: f64) -> usize {
    rows.iter().flat_map(|row| &row.values).filter(|(_, other)| *other == value).count()
}

/// A row with its marks and the names that found a place.
pub struct Layout {
    pub marks: Marks,
    pub radius: f64,
    pub median: Option<f64>,
    /// Half the height of the mark of the median.
    median_height: f64,
    placed: Vec<(Note, Area)>,
    /// Height that names need over and under the row in pt.
    pub above: f64,
    pub below: f64,
}

impl Layout {
    /// Finds a place for each of `notes` in a row `base` pt high, which grows within `room`
    /// where there is none.
    pub fn new(
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

    /// Whether a dot of this value has its name.
    pub fn is_named(&self, value: f64) -> bool {
        self.placed.iter().any(|(note, _)| note.value == value)
    }

    /// Thin lines to the names that are not beside their dots.
    pub fn draw_leaders(&self, canvas: &Canvas<'_>, middle: f64, ink: RGBColor) -> Result<(), DrawError> {
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

    /// The values that are named, and where they stand.
    pub fn named_dots(&self) -> impl Iterator<Item = (f64, (f64, f64))> {
        self.placed.iter().map(|(note, _)| (note.value, note.dot))
    }

    /// The mark of the median, with white beside it, which keeps it apart from the
    /// reference line and the columns.
    pub fn draw_median(&self, canvas: &Canvas<'_>, middle: f64, ink: RGBColor) -> Result<(), DrawError> {
        let Some(x) = self.median else { return Ok(()) };
        let (from, to) = ((x, middle - self.median_height), (x, middle + self.median_height));
        canvas.line(from, to, WHITE, MEDIAN + 2.0)?;
        canvas.line(from, to, ink, MEDIAN)
    }

    /// The names, in letters of `size` pt, on white, and on `light` where they stand on the `band`.
    pub fn draw_names(
        &self,
        canvas: &Canvas<'_>,
        middle: f64,
        size: f64,
        (ink, light): (RGBColor, RGBColor),
        band: Option<(f64, f64)>,
    ) -> Result<(), DrawError> {
        for (note, area) in &self.placed {
            let ground = (area.right - area.left, area.bottom - area.top);
            canvas.bar((area.left, middle + area.top), ground, WHITE, Fill::Solid)?;
            let shared = band.map(|(from, to)| (from.max(area.left), to.min(area.right)));
            if let Some((from, to)) = shared.filter(|(from, to)| from < to) {
                canvas.bar((from, middle + area.top), (to - from, ground.1), light, Fill::Solid)?;
            }
            let first = middle + area.top + size * ASCENT;
            let (x, align) = if note.dot.0 > (area.left + area.right) / 2.0 {
                (area.right - NOTE_PAD, Align::Right)
            } else {
                (area.left + NOTE_PAD, Align::Left)
            };
            for (line, text) in note.lines.iter().enumerate() {
                let base = first + line as f64 * size * LEADING;
                canvas.text((x, base), text, size, Weight::Regular, ink, align)?;
            }
        }
        Ok(())
    }
}

/// The place of a name, as [`draw`](super::draw) tells.
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
