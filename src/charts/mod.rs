//! Numbers and theme to pictures: one file or folder per chart form; `frame` is what they share.
//!
//! Charts know nothing of reports.  Titles, captions and notes are the page's; a
//! chart is its marks, its direct labels, an alternative text and the table of
//! its numbers.  The same SVG stands in PDFs and, through [`drawing`], in HTML.

mod apiladas;
mod barras;
mod frame;
mod franjas;
mod frente;
mod pesas;
#[cfg(test)]
mod probe;
mod puntos;
mod rangos;
mod screen;

pub use apiladas::{Apilada, Apiladas, draw as apiladas};
pub use barras::{Barra, Barras, draw as barras};
pub use frame::{DrawError, Pen};
pub use franjas::{Franja, Franjas, draw as franjas};
pub use frente::{Frente, Frentes, MAX_PUNTOS, draw as frente};
pub use pesas::{Pesa, Pesas, draw as pesas};
pub use puntos::{Punto, Puntos, draw as puntos};
pub use rangos::{Rango, Rangos, draw as rangos};
pub use screen::{Drawing, drawing};

use serde::Serialize;

use crate::cuadro::{Celda, Clase, Columna};

/// A finished chart.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Chart {
    #[serde(skip)]
    pub svg: String,
    /// Width and height in pt.
    pub ancho: f64,
    pub alto: f64,
    /// What somebody who does not see the picture needs to know.
    pub alt: String,
    pub tabla: Tabla,
    /// Where a value axis begins, in points, where it may begin above zero.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub desde: Option<f64>,
    /// Whether a printed difference is not that of the printed values, so that
    /// whoever shows the chart has to say why.
    #[serde(skip)]
    pub redondeo: bool,
}

/// The numbers of a chart, as it was given them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tabla {
    pub columnas: Vec<Columna>,
    pub filas: Vec<Vec<Celda>>,
}

impl Tabla {
    /// Whether some row has a value under a header that begins so.
    pub fn has(&self, header: &str) -> bool {
        let mut columns = self.columnas.iter().enumerate().filter(|(_, column)| column.nombre.starts_with(header));
        columns.any(|(at, _)| self.filas.iter().any(|row| row.get(at).is_some_and(|cell| *cell != Celda::Blanco)))
    }

    fn new<'a>(columnas: impl IntoIterator<Item = (&'a str, &'a str, Clase)>, filas: Vec<Vec<Celda>>) -> Self {
        let column = |(clave, nombre, clase)| Columna::new(clave, nombre, clase, None);
        Self { columnas: columnas.into_iter().map(column).collect(), filas }
    }
}
