//! The tables of a document for other programs: a workbook, plain tables, and data
//! for scripts.  The three say the same numbers, and what they were made from.

mod csv;
mod json;
mod xlsx;

pub use csv::{table as to_csv_table, to_csv};
pub use json::to_json;
pub use xlsx::to_xlsx;

use serde::Serialize;

use crate::cuadro::Clase;

/// What an exported file says about where it comes from.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Portada {
    pub titulo: String,
    /// Identifier of the document in its project.
    pub documento: String,
    /// What the document is, in one sentence.
    pub descripcion: String,
    pub autores: Vec<String>,
    pub palabras_clave: Vec<String>,
    pub vigencia: Option<i64>,
    /// Date of the document as the data gives it: a day, a month or a year.
    pub fecha: Option<String>,
    /// The day that the files carry as their date: year, month and day.
    #[serde(skip)]
    pub dia: (i16, i8, i8),
    /// Whether the data is not official.
    pub ejemplo: bool,
    /// Name and version of the program.
    pub programa: String,
    /// The files that the document was made from.
    pub entradas: Vec<Entrada>,
}

/// A file that a document was made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entrada {
    /// Path in the project.
    pub archivo: String,
    /// BLAKE3 of its bytes in hexadecimal.
    pub blake3: String,
}

/// What every page, sheet and file of data that is not official says.
const EJEMPLO: &str = "DATOS DE EJEMPLO: no son resultados oficiales";

/// A table does not fit into a workbook.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error("el cuadro «{cuadro}» no cabe en una hoja de cálculo: {reason}")]
    TooBig { cuadro: String, reason: String },
    #[error("no se puede escribir el libro: {0}")]
    Workbook(String),
}

/// The word for a class of columns in exported files.
fn word(clase: Clase) -> &'static str {
    match clase {
        Clase::Texto => "texto",
        Clase::Entero => "entero",
        Clase::Anio => "anio",
        Clase::Puntos => "puntos",
        Clase::Diferencia => "diferencia",
        Clase::Proporcion => "proporcion",
    }
}

/// `value` as it is exported: without the noise of binary arithmetic (82.3 − 81.2 is 1.1, not
/// 1.0999999999999943) and without a negative zero; with more than ten decimals, the fifteen
/// digits that a workbook and a data file hold.  `None` where it is not a number.
fn clean(value: f64) -> Option<f64> {
    const SCALE: f64 = 1e10;
    /// More than sums of indices lose, and less than a digit that somebody wrote.
    const NOISE: f64 = 1e-12;
    if !value.is_finite() {
        return None;
    }
    let rounded = (value * SCALE).round() / SCALE;
    // Above this the scaled value would lose whole units.
    if value.abs() < 9e5 && (rounded - value).abs() < NOISE {
        return Some(rounded + 0.0);
    }
    format!("{value:.14e}").parse().ok()
}

/// `text` on one line, without the marks that only help to break lines on a page.
fn one_line(text: &str) -> String {
    text.replace(['\u{ad}', '\u{200b}'], "").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
pub(super) mod samples {
    use super::*;
    use crate::cuadro::{Celda, Columna, Cuadro};

    pub fn portada() -> Portada {
        Portada {
            titulo: "Índice de prueba. Año 2024".into(),
            documento: "distrito/prueba".into(),
            descripcion: "Cuadros inventados para una prueba".into(),
            autores: vec!["Comisión de prueba".into()],
            palabras_clave: vec!["MIPG".into()],
            vigencia: Some(2024),
            fecha: Some("2025-06".into()),
            dia: (2025, 6, 1),
            ejemplo: true,
            programa: "seguimiento 0.0.0".into(),
            entradas: vec![Entrada { archivo: "data/distrito/prueba.yaml".into(), blake3: "00ff".into() }],
        }
    }

    /// A column of each class, blanks, signs, and texts that a spreadsheet would run.
    pub fn cuadro() -> Cuadro {
        let columnas = vec![
            Columna::new("entidad", "Entidad", Clase::Texto, None),
            Columna::new("n", "Número de\npolíticas", Clase::Entero, 40.0),
            Columna::new("vigencia", "Vigencia", Clase::Anio, 40.0),
            Columna::new("idi", "IDI", Clase::Puntos, 40.0),
            Columna::new("cambio", "Cambio", Clase::Diferencia, 40.0),
            Columna::new("parte", "Parte", Clase::Proporcion, 40.0),
        ];
        let row = |text: &str, rest: [Celda; 5]| [vec![Celda::from(text)], rest.to_vec()].concat();
        let n = Celda::Numero;
        let blank = || Celda::Blanco;
        Cuadro {
            nombre: "indice_por_entidad".into(),
            titulo: "Índice por entidad".into(),
            columnas,
            filas: vec![
                row("Secretaría; «A»", [n(1234.0), n(2024.0), n(82.3), n(82.3 - 81.2), n(0.864)]),
                row("=SUM(A1)", [n(0.0), n(2024.0), n(0.0), n(-1.5), n(0.0)]),
                row("dice \"no\"\nen dos líneas", [blank(), n(2024.0), blank(), blank(), blank()]),
                row("- Ñame", [n(7.0), n(2024.0), Celda::from("sin medir"), n(-0.0), n(1.0)]),
                row("05001", [n(12.0), n(2023.0), n(100.0), n(f64::NAN), n(1.0 / 3.0)]),
            ],
            total: false,
            fuente: "Función Pública, 2024".into(),
            nota: Some("Las entidades sin medición quedan en blanco.".into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn numbers_are_cleaned_but_not_rounded() {
        assert_eq!(clean(82.3 - 81.2), Some(1.1));
        assert_eq!(clean(1.0 / 3.0), Some(0.333333333333333));
        assert_eq!(clean(57.9141234567891), Some(57.9141234567891));
        assert_eq!(clean(1e-7 / 3.0), Some(3.33333333333333e-8));
        assert_eq!(clean(123_456_789_012.5), Some(123_456_789_012.5));
        assert_eq!(clean(-0.0).map(f64::is_sign_negative), Some(false));
        assert_eq!(clean(f64::INFINITY), None);
        for tenths in 0..=1000 {
            let value = f64::from(tenths) / 10.0;
            assert_eq!(clean(value), Some(value));
            assert_eq!(clean(-value), Some(0.0 - value));
        }
    }
}
