//! The names of the rows of a chart, and where each row stands.

use plotters::style::RGBColor;

use super::{Align, Canvas, DrawError, Pen, SMALL, Weight};

/// The names of the rows of a chart, right-aligned in a column of their own and
/// wrapped where they are long.
pub struct RowLabels {
    lines: Vec<Vec<String>>,
    size: f64,
    /// Height of each row in pt.
    rows: Vec<f64>,
    /// What stands over a row that begins a group.
    heads: Vec<Option<String>>,
    /// Width of the column in pt.
    pub width: f64,
}

/// Distance between the lines of a wrapped label, in em.
pub const LEADING: f64 = 1.1;
/// Height of the heading of a group of rows, in em.
const HEAD: f64 = 2.3;
/// From the base line of the heading down to its first row, in em.
const HEAD_TO_ROW: f64 = 0.6;
/// From the middle of a line of capitals down to its base line, in em.
const MIDDLE_TO_BASELINE: f64 = 0.34;

impl RowLabels {
    /// Labels at most `limit` pt wide, in rows at least `row` pt high.
    pub fn new<'a>(pen: &Pen<'_>, names: impl Iterator<Item = &'a str>, limit: f64, row: f64) -> Self {
        let size = pen.theme.tamanos.grafico;
        let lines: Vec<_> = names.map(|name| pen.wrap(name, size, limit)).collect();
        let width = lines.iter().flatten().map(|line| pen.width(line, size, Weight::Regular)).fold(0.0, f64::max);
        let rows = lines.iter().map(|lines| row + (lines.len() - 1) as f64 * size * LEADING).collect();
        let heads = vec![None; lines.len()];
        Self { lines, size, rows, heads, width }
    }

    /// With a heading over every row that begins a group.
    pub fn grouped<'a>(mut self, heads: impl Iterator<Item = Option<&'a str>>) -> Self {
        self.heads = heads.map(|head| head.map(str::to_owned)).collect();
        self
    }

    /// Height of the heading over row `index` in pt.
    fn head(&self, index: usize) -> f64 {
        if self.heads[index].is_some() { self.size * HEAD } else { 0.0 }
    }

    /// Only the rows of `part`, in a column as wide as that of all of them.
    pub fn part(mut self, part: &std::ops::Range<usize>) -> Self {
        let kept = part.start.min(self.rows.len())..part.end.min(self.rows.len());
        self.lines = self.lines[kept.clone()].to_vec();
        self.rows = self.rows[kept.clone()].to_vec();
        self.heads = self.heads[kept].to_vec();
        self
    }

    /// Writes the headings of the groups, the first row beginning at `top`.
    ///
    /// # Errors
    /// Where the canvas fails.
    pub fn draw_heads(&self, canvas: &Canvas<'_>, pen: &Pen<'_>, top: f64, ink: RGBColor) -> Result<(), DrawError> {
        for (index, middle) in self.middles(top).into_iter().enumerate() {
            if let Some(head) = &self.heads[index] {
                let base = middle - self.rows[index] / 2.0 - self.size * HEAD_TO_ROW;
                canvas.label(pen, (0.0, base), head, self.size * SMALL, ink, Align::Left)?;
            }
        }
        Ok(())
    }

    /// Height of row `index` in pt.
    pub fn row_height(&self, index: usize) -> f64 {
        self.rows[index]
    }

    /// Makes row `index` at least `height` pt high.
    pub fn raise(&mut self, index: usize, height: f64) {
        self.rows[index] = self.rows[index].max(height);
    }

    /// Height of all rows in pt.
    pub fn height(&self) -> f64 {
        (0..self.rows.len()).map(|index| self.rows[index] + self.head(index)).sum()
    }

    /// The middle of each row in pt, the first row beginning at `top`.
    pub fn middles(&self, top: f64) -> Vec<f64> {
        let mut y = top;
        let middle = |(index, height): (usize, &f64)| {
            y += self.head(index) + height;
            y - height / 2.0
        };
        self.rows.iter().enumerate().map(middle).collect()
    }

    /// Draws the label of row `index` around `middle`.
    ///
    /// # Errors
    /// Where the canvas fails.
    pub fn draw(&self, canvas: &Canvas<'_>, index: usize, middle: f64, ink: RGBColor) -> Result<(), DrawError> {
        let lines = &self.lines[index];
        let first = baseline(middle, self.size) - (lines.len() - 1) as f64 * self.size * LEADING / 2.0;
        for (line, text) in lines.iter().enumerate() {
            let base = first + line as f64 * self.size * LEADING;
            canvas.text((self.width, base), text, self.size, Weight::Regular, ink, Align::Right)?;
        }
        Ok(())
    }
}

/// Base line of a text of `size` pt that is centred on `middle`.
pub fn baseline(middle: f64, size: f64) -> f64 {
    middle + size * MIDDLE_TO_BASELINE
}
