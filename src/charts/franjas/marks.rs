//! The marks of a row: dots that are set apart within its height, or columns where
//! dots would hide each other.

use super::{Axis, ROW, Row};

/// Between two dots that do not touch.
pub const APART: f64 = 0.4;
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

/// Where the dots of a row go if there is all the height that they need.
pub enum Swarm {
    /// Distances from the middle of the row.
    Dots(Vec<f64>),
    Crowd,
}

impl Swarm {
    /// Height in pt that the row needs.
    pub fn height(&self, radius: f64) -> f64 {
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
    pub fn within(self, most: f64, radius: f64) -> Self {
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
pub fn swarm(row: &Row<'_>, axis: &Axis, radius: f64) -> Swarm {
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
pub fn share(mut heights: Vec<f64>) -> f64 {
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
pub struct Area {
    pub left: f64,
    pub right: f64,
    pub top: f64,
    pub bottom: f64,
}

impl Area {
    /// The rectangle around a place.
    pub fn around((x, y): (f64, f64), (half_width, half_height): (f64, f64)) -> Self {
        Self { left: x - half_width, right: x + half_width, top: y - half_height, bottom: y + half_height }
    }

    /// Whether they share more than an edge.
    pub fn touches(&self, other: &Self) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }

    /// Whether no part of it is outside of `other`.
    pub fn is_within(&self, other: &Self) -> bool {
        self.left >= other.left && self.right <= other.right && self.top >= other.top && self.bottom <= other.bottom
    }
}

/// The marks of a row; heights count from its middle.
pub enum Marks {
    /// One for each value, in ascending order.
    Dots(Vec<(f64, f64)>),
    Columns(Vec<Area>),
}

/// The marks of a row that is `height` pt high.
pub fn marks(row: &Row<'_>, swarm: &Swarm, axis: &Axis, height: f64, radius: f64) -> Marks {
    if let Swarm::Dots(offsets) = swarm {
        let squeeze = Swarm::squeeze(offsets, height, radius);
        let places = row.values.iter().zip(offsets);
        return Marks::Dots(places.map(|((_, value), y)| (axis.x(*value), y * squeeze)).collect());
    }
    let wide = if axis.start < LONG_AXIS { 2.0 } else { 1.0 };
    let bins = ((100.0 - axis.start) / wide) as usize;
    let mut counts = vec![0usize; bins];
    for (_, value) in row.values.iter().filter(|(_, value)| *value >= axis.start) {
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
