//! A column of figures beside the rows.

use super::{Align, Canvas, DrawError, Pen, SMALL, Weight, baseline, color};

/// A column of figures at the right of the rows, under its header.
pub struct Column {
    header: &'static str,
    cells: Vec<String>,
    size: f64,
    weight: Weight,
    /// Width in pt.
    pub width: f64,
}

impl Column {
    /// A column as wide as its header and its widest figure.
    pub fn new(pen: &Pen<'_>, header: &'static str, cells: Vec<String>, weight: Weight) -> Self {
        let size = pen.theme.tamanos.grafico;
        let widths = cells.iter().map(|cell| pen.width(cell, size, weight));
        let width = widths.fold(pen.width(header, size * SMALL, Weight::Regular), f64::max);
        Self { header, cells, size, weight, width }
    }

    /// Only the figures of `part`, in a column as wide as that of all of them.
    pub fn part(mut self, part: &std::ops::Range<usize>) -> Self {
        self.cells = self.cells[part.clone()].to_vec();
        self
    }

    /// Draws the column with its right edge at `right`, the header on `base` and
    /// each figure around the middle of its row.
    ///
    /// # Errors
    /// Where a colour of the theme is none or the canvas fails.
    pub fn draw(
        &self,
        canvas: &Canvas<'_>,
        pen: &Pen<'_>,
        (right, base): (f64, f64),
        middles: &[f64],
    ) -> Result<(), DrawError> {
        let (ink, soft) = (color(&pen.theme.colores.tinta)?, color(&pen.theme.colores.secundario)?);
        canvas.text((right, base), self.header, self.size * SMALL, Weight::Regular, soft, Align::Right)?;
        for (cell, middle) in self.cells.iter().zip(middles) {
            let at = (right, baseline(*middle, self.size));
            canvas.text(at, cell, self.size, self.weight, ink, Align::Right)?;
        }
        Ok(())
    }
}
