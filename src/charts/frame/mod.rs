//! What all charts share: the pen with its text measures, the canvas, the names of
//! rows, the axis of points, keys and columns of figures.

mod axis;
mod canvas;
mod figures;
mod key;
mod pen;
mod rows;

pub use axis::Axis;
pub use canvas::{Align, Canvas, Fill, color, svg, tint};
pub use figures::Column;
pub use key::Key;
pub use pen::{NO_BREAK, Pen, Weight};
pub use rows::{LEADING, RowLabels, baseline};

/// Size of what accompanies the figures (ticks, keys, names), in em of the charts.
pub const SMALL: f64 = 0.9;

/// A chart could not be drawn.
#[derive(Debug, thiserror::Error)]
pub enum DrawError {
    #[error("la fuente «{0}» no está en la carpeta de fuentes")]
    Font(String),
    #[error("el color «{0}» del tema no es #rrggbb")]
    Color(String),
    #[error("no se pudo dibujar: {0}")]
    Backend(String),
}

/// `1 valor`, `72 valores`, for texts.
pub fn value_count(pen: &Pen<'_>, n: usize) -> String {
    format!("{} {}", count(pen, n), if n == 1 { "valor" } else { "valores" })
}

/// A count in the project's number style.
pub fn count(pen: &Pen<'_>, count: usize) -> String {
    pen.numeros.con_decimales(count as f64, 0)
}
