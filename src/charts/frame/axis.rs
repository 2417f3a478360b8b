//! The horizontal axis of points.

use plotters::coord::ranged1d::Ranged;
use plotters::coord::types::RangedCoordf64;

use super::{Align, Canvas, DrawError, Pen, SMALL, Weight, color};

/// A horizontal axis of points.  Marks on it are read by their position, so it may
/// start above zero: at a multiple of ten below the lowest value, of twenty where
/// the axis is long.  It always ends at 100.
pub struct Axis {
    /// Where the axis begins, in points.
    pub start: f64,
    left: f64,
    right: f64,
    scale: RangedCoordf64,
}

/// Where the last axis of all begins, in points.
const LAST_START: f64 = 80.0;

impl Axis {
    /// An axis for `values`, between `left` and `right` in pt.
    pub fn new(values: impl Iterator<Item = f64>, left: f64, right: f64) -> Self {
        let lowest = (values.fold(100.0, f64::min) / 10.0).floor() * 10.0;
        let step = step(lowest);
        let start = ((lowest / step).floor() * step).clamp(0.0, LAST_START);
        Self { start, left, right, scale: (start..100.0).into() }
    }

    /// Where `value` is in pt; outside the axis there are no places.
    pub fn x(&self, value: f64) -> f64 {
        let value = value.clamp(self.start, 100.0);
        f64::from(self.scale.map(&value, (0, ((self.right - self.left) * 100.0) as i32))) / 100.0 + self.left
    }

    fn ticks(&self) -> impl Iterator<Item = f64> {
        let (start, step) = (self.start, step(self.start));
        (0..).map(move |i| start + f64::from(i) * step).take_while(|tick| *tick <= 100.0)
    }

    /// Draws the grid from `top` to `bottom` and the ticks with their base line at `base`.
    ///
    /// # Errors
    /// Where a colour of the theme is none or the canvas fails.
    pub fn draw(
        &self,
        canvas: &Canvas<'_>,
        pen: &Pen<'_>,
        (top, bottom): (f64, f64),
        base: f64,
    ) -> Result<(), DrawError> {
        let (grey, soft) = (color(&pen.theme.colores.contexto)?, color(&pen.theme.colores.secundario)?);
        let size = pen.theme.tamanos.grafico * SMALL;
        for tick in self.ticks() {
            canvas.line((self.x(tick), top), (self.x(tick), bottom), grey, 0.5)?;
            let text = pen.numeros.con_decimales(tick, 0);
            canvas.text((self.x(tick), base), &text, size, Weight::Regular, soft, Align::Center)?;
        }
        Ok(())
    }

    /// Draws a reference line, dashed so that it is no mark of a row, from `top` to `bottom` and writes its name and value
    /// over it, inside a chart `width` pt wide.
    ///
    /// # Errors
    /// Where a colour of the theme is none or the canvas fails.
    pub fn reference(
        &self,
        canvas: &Canvas<'_>,
        pen: &Pen<'_>,
        (name, value): (&str, f64),
        (top, bottom): (f64, f64),
        width: f64,
    ) -> Result<(), DrawError> {
        let (ink, size) = (color(&pen.theme.colores.tinta)?, pen.theme.tamanos.grafico);
        let at = self.x(value);
        canvas.dashes((at, top), bottom, ink, 0.9)?;
        let text = format!("{name} {}", pen.numeros.numero(value));
        let half = pen.width(&text, size, Weight::Bold) / 2.0;
        let middle = at.min(width - half).max(half);
        canvas.text((middle, top - 4.0), &text, size, Weight::Bold, ink, Align::Center)
    }
}

/// Points between two ticks of an axis that starts at `start`.
fn step(start: f64) -> f64 {
    if start >= 40.0 { 10.0 } else { 20.0 }
}
