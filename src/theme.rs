//! Palette, sizes and font families, from `templates/tema.yaml`.  Charts and
//! templates read the same file.

use serde::{Deserialize, Serialize};

/// Name of the theme among the templates.
pub const FILE: &str = "tema.yaml";

/// How documents look.  Colours are `#rrggbb`, sizes are pt.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    pub fuentes: Fuentes,
    pub colores: Colores,
    pub tamanos: Tamanos,
}

/// Families, by their name in the font files, and the folder of the text family.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fuentes {
    pub texto: String,
    /// Folder of `fonts/` whose files decide which characters can be printed.
    pub carpeta_texto: String,
    pub titulos: String,
}

/// Colours by their role.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Colores {
    /// Running text.
    pub tinta: String,
    /// Headings and marks of first rank.
    pub principal: String,
    /// What the reader should look at.
    pub acento: String,
    /// Secondary text; contrast on white at least 4.5:1.
    pub secundario: String,
    /// Context: rules, grids, unfilled parts.  Never text.
    pub contexto: String,
    /// Light ground of boxes.
    pub fondo: String,
}

/// Sizes in pt.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tamanos {
    pub texto: f64,
    pub tabla: f64,
    pub nota: f64,
    pub titulo1: f64,
    pub titulo2: f64,
    pub titulo3: f64,
    pub portada: f64,
    pub grafico: f64,
}

/// `tema.yaml` cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ThemeError {
    #[error("falta el archivo templates/{FILE}")]
    Missing,
    #[error(
        "templates/{FILE}:{line}:{column}: el tema no es válido: {what}\n  remedio: compare el archivo con el del programa, o bórrelo para usar ese"
    )]
    Invalid { line: u64, column: u64, what: String },
}

/// What is wrong, in the user's words.
fn explain(error: &serde_saphyr::Error) -> String {
    match error.without_snippet() {
        serde_saphyr::Error::SerdeMissingField { field, .. } => format!("falta la clave «{field}»"),
        serde_saphyr::Error::SerdeUnknownField { field, .. } => format!("sobra la clave «{field}»"),
        _ => "un valor no es del tipo esperado, o no es YAML".to_owned(),
    }
}

impl Theme {
    /// Reads the theme out of the text of `tema.yaml`.
    ///
    /// # Errors
    /// [`ThemeError`] where the text is missing or has other keys than these.
    pub fn parse(text: Option<&str>) -> Result<Self, ThemeError> {
        let text = text.ok_or(ThemeError::Missing)?;
        serde_saphyr::from_str(text).map_err(|error| {
            let (line, column) = error.location().map_or((0, 0), |l| (l.line(), l.column()));
            ThemeError::Invalid { line, column, what: explain(&error) }
        })
    }
}
