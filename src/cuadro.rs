//! A table of numbers as data: what stands behind the tables and charts of a document,
//! printed on its pages and exported as it is.

use serde::{Deserialize, Serialize};

/// What a column holds, which decides how it is written and exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Clase {
    Texto,
    /// A count.
    Entero,
    /// A year, or another number that is a name: never grouped by thousands.
    Anio,
    /// An index, in points 0–100.
    Puntos,
    /// A difference of indices, in points with its sign.
    Diferencia,
    /// A share between 0 and 1.
    Proporcion,
}

/// A column of a [`Cuadro`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Columna {
    /// ASCII name in exported files: `idi_anterior`.
    pub clave: String,
    /// Header as a reader sees it.
    pub nombre: String,
    pub clase: Clase,
    /// Width on the page in pt; `None` takes what is left.
    pub ancho: Option<f64>,
    /// Only exported: the page has no room for it or says it in another way.
    #[serde(skip)]
    pub oculta: bool,
}

impl Columna {
    pub fn new(
        clave: impl Into<String>,
        nombre: impl Into<String>,
        clase: Clase,
        ancho: impl Into<Option<f64>>,
    ) -> Self {
        Self { clave: clave.into(), nombre: nombre.into(), clase, ancho: ancho.into(), oculta: false }
    }

    /// The column is left to the exports.
    pub fn oculta(self, oculta: bool) -> Self {
        Self { oculta, ..self }
    }
}

/// A value of a [`Cuadro`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Celda {
    Texto(String),
    /// A narrative text as it is written; what it reads as is known once its figures are.
    Narracion(String),
    Numero(f64),
    /// No data: neither zero nor an empty text.
    Blanco,
}

impl Celda {
    /// The number of a cell that has one.
    pub fn as_number(&self) -> Option<f64> {
        if let Self::Numero(value) = self { Some(*value) } else { None }
    }

    /// The text of a cell that has one; a narrative one is not known yet.
    pub fn as_text(&self) -> Option<&str> {
        if let Self::Texto(text) = self { Some(text) } else { None }
    }
}

impl From<f64> for Celda {
    fn from(value: f64) -> Self {
        Self::Numero(value)
    }
}

impl From<usize> for Celda {
    fn from(value: usize) -> Self {
        Self::Numero(value as f64)
    }
}

impl From<u32> for Celda {
    fn from(value: u32) -> Self {
        Self::Numero(f64::from(value))
    }
}

impl From<&str> for Celda {
    fn from(text: &str) -> Self {
        Self::Texto(text.to_owned())
    }
}

impl From<String> for Celda {
    fn from(text: String) -> Self {
        Self::Texto(text)
    }
}

impl<T: Into<Celda>> From<Option<T>> for Celda {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Blanco, Into::into)
    }
}

/// A table: named columns, and rows with a cell for each.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cuadro {
    /// ASCII name, unique in its document: sheet, file and key of an export.
    pub nombre: String,
    pub titulo: String,
    pub columnas: Vec<Columna>,
    pub filas: Vec<Vec<Celda>>,
    /// Whether the last row is the total of the others.
    pub total: bool,
    /// What is printed after «Fuente:».
    pub fuente: String,
    pub nota: Option<String>,
}

impl Cuadro {
    /// Declares the last row as the total of the others.
    pub fn con_total(self) -> Self {
        Self { total: true, ..self }
    }
}
