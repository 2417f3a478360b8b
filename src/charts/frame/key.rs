//! What the marks of a chart mean.

use plotters::style::RGBColor;

use super::{Align, Canvas, DrawError, Pen, SMALL, Weight, baseline};

/// What the marks mean: one entry after another, on as many lines as they need.
pub struct Key {
    entries: Vec<(String, f64, f64)>,
    size: f64,
    /// Height of all lines in pt.
    pub height: f64,
}

/// Room for the mark of an entry of a key in pt.
const KEY_MARK: f64 = 14.0;
const KEY_LINE: f64 = 13.0;
const KEY_GAP: f64 = 14.0;

impl Key {
    /// A key between `left` and `right` in pt, at the top of the chart.
    pub fn new(pen: &Pen<'_>, texts: Vec<String>, left: f64, right: f64) -> Self {
        let size = pen.theme.tamanos.grafico * SMALL;
        let (mut x, mut y) = (left, KEY_LINE / 2.0);
        let mut entries = Vec::new();
        for text in texts {
            let width = KEY_MARK + 3.0 + pen.width(&text, size, Weight::Regular);
            if x > left && x + width > right {
                x = left;
                y += KEY_LINE;
            }
            entries.push((text, x, y));
            x += width + KEY_GAP;
        }
        let height = if entries.is_empty() { 0.0 } else { y + KEY_LINE / 2.0 };
        Self { entries, size, height }
    }

    /// Writes the entries; `mark` draws the mark of the entry with that number
    /// around the place that it is given.
    ///
    /// # Errors
    /// Where the canvas or `mark` fails.
    pub fn draw(
        &self,
        canvas: &Canvas<'_>,
        ink: RGBColor,
        mark: impl Fn(usize, (f64, f64)) -> Result<(), DrawError>,
    ) -> Result<(), DrawError> {
        for (index, (text, x, y)) in self.entries.iter().enumerate() {
            mark(index, (x + KEY_MARK / 2.0, *y))?;
            let at = (x + KEY_MARK + 3.0, baseline(*y, self.size));
            canvas.text(at, text, self.size, Weight::Regular, ink, Align::Left)?;
        }
        Ok(())
    }
}
