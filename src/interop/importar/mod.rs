//! From the tables of Función Pública and of an entity's own workbooks to data
//! files: what the cells say, where each stands, and the text to be written.

mod abiertos;
mod altas;
mod cambio;
mod celda;
mod columnas;
mod comentarios;
mod delimitado;
mod eleccion;
mod entidades;
mod existente;
mod filas;
mod furag;
mod fusion;
mod hoja;
mod identidad;
mod indices;
mod lectura;
mod libro;
mod nombres;
mod partes;
mod plan;
mod recomendaciones;
mod registro;
mod sin_datos;
mod vigencia;

use std::borrow::Cow;
use std::sync::Arc;

use crate::diagnostic::Diagnostics;
use crate::expediente::{self, Leible, TipoDato};
use crate::locale::{Fecha, letters as key};
use crate::model::Catalogo;

pub use cambio::{Cambio, Suceso};
pub use eleccion::Hojas;
pub use entidades::Como;
pub use existente::{Decision, Unreadable};

use super::yaml::{Writer, Yaml, told};
use vigencia::{bad_vigencia, is_vigencia, vigencia_in};

/// The file that is imported and what is said about it.
#[derive(Debug, Clone, Copy)]
pub struct Origen<'a> {
    /// Its name, without folders.
    pub archivo: &'a str,
    pub bytes: &'a [u8],
    /// BLAKE3 of `bytes` as hexadecimal text.
    pub hash: &'a str,
    pub hojas: Hojas<'a>,
    /// When the file was obtained.
    pub fecha: Option<Fecha>,
    pub fuente: Option<&'a str>,
    pub ejemplo: bool,
    pub vigencia: Option<u32>,
}

/// Which rows are wanted; an empty list wants all.
#[derive(Debug, Clone, Default)]
pub struct Seleccion {
    pub departamento: Vec<String>,
    pub municipio: Vec<String>,
    /// Names or slugs.
    pub entidad: Vec<String>,
}

/// The catalogue that names are met with.
#[derive(Clone, Copy)]
pub struct Contexto<'a> {
    pub catalogo: &'a Catalogo,
    /// Text of `data/catalogo/entidades.yaml`, where there is one.
    pub entidades: Option<&'a str>,
    /// Unknown entities are added to the catalogue.
    pub agregar: bool,
    /// Warnings count as errors.
    pub estricto: bool,
}

/// What a file gave.
#[derive(Debug, Default)]
pub struct Importacion {
    /// In the order of the file.
    pub renglones: Vec<Renglon>,
    /// Rows below the header that are not blank.
    pub leidas: usize,
    pub no_seleccionadas: usize,
    /// Totals, notes and other rows that are no data; each is told.
    pub sin_datos: usize,
    pub hallazgos: Diagnostics,
    /// What was assumed: sheet, vigencia, encoding.
    pub supuestos: Vec<String>,
    /// New text of `data/catalogo/entidades.yaml` and how many entities it adds.
    pub catalogo: Option<(String, usize)>,
    /// Names of sub-indices that the file has and the catalogue lacks, by code.
    pub nombres: Vec<(String, String)>,
}

impl Importacion {
    /// Itself, where every row that was read is accounted for.
    ///
    /// # Errors
    /// [`ImportError`] where a row is not: a fault of this program, which must not write then.
    fn reconciled(self) -> Result<Self, ImportError> {
        let chosen: usize = self.renglones.iter().map(|renglon| renglon.filas).sum();
        let told = chosen + self.no_seleccionadas + self.sin_datos;
        if told == self.leidas {
            return Ok(self);
        }
        Err(ImportError::new(
            format!("se leyeron {} filas y se sabe qué pasó con {told}: es un defecto de este programa", self.leidas),
            "no se escribió nada; informe del defecto con el archivo que lo causa",
        ))
    }
}

/// The rows of one entity and what becomes of them.
#[derive(Debug)]
pub struct Renglon {
    /// The entity as the file names it.
    pub nombre: String,
    /// Its slug and how it was recognised; `None` where it is not in the catalogue.
    pub entidad: Option<(String, Como)>,
    /// Number of rows of the file.
    pub filas: usize,
    pub salida: Salida,
}

#[derive(Debug)]
pub enum Salida {
    /// A cell was rejected.
    Rechazada,
    FueraDelCatalogo,
    Archivo(Box<Archivo>),
}

/// A data file to be written.
#[derive(Debug)]
pub struct Archivo {
    /// Path in the project, without ending: `data/entidades/and/resultados-2024`.
    pub ruta: String,
    pub tipo: &'static TipoDato,
    pub contenido: Cuerpo,
    /// Patterns of the keys that this import gives: `politicas[].puntaje`.  What it
    /// has at the top and does not give is only proposed to a file that lacks it.
    pub claves: Arc<[String]>,
    /// It comes from a table that this program exported: a file that says the same
    /// keeps saying where that was taken from.
    pub exportado: bool,
}

impl Archivo {
    /// The file of an entity of this name, which is of type `T`.
    fn of<T: Leible>(
        slug: &str,
        nombre: &str,
        contenido: Cuerpo,
        claves: impl Into<Arc<[String]>>,
        exportado: bool,
    ) -> Self {
        let ruta = format!("data/{}", expediente::path(slug, nombre));
        Self { ruta, tipo: const { &TipoDato::of::<T>() }, contenido, claves: claves.into(), exportado }
    }
}

/// What a data file is to say.
#[derive(Debug)]
pub enum Cuerpo {
    Hecho(Yaml),
    /// Results become a text only when they are written: a table may have those of a country.
    Resultados(Box<Resultados>),
}

impl Cuerpo {
    /// As a tree, to compare it with a file that is there.
    fn tree(&self, catalogo: &Catalogo) -> Cow<'_, Yaml> {
        match self {
            Self::Hecho(tree) => Cow::Borrowed(tree),
            Self::Resultados(resultados) => Cow::Owned(told(|out| resultados.tell(catalogo, out))),
        }
    }

    /// Its text, after `header`.
    fn text(&self, header: String, catalogo: &Catalogo) -> String {
        match self {
            Self::Hecho(tree) => tree.write(header),
            Self::Resultados(resultados) => {
                let mut writer = Writer::new(header);
                resultados.tell(catalogo, &mut writer);
                writer.into_text()
            }
        }
    }
}

/// The file cannot be imported at all.
#[derive(Debug, thiserror::Error)]
#[error("{mensaje}\n  remedio: {remedio}")]
pub struct ImportError {
    pub mensaje: String,
    pub remedio: String,
}

impl ImportError {
    pub fn new(mensaje: impl Into<String>, remedio: impl Into<String>) -> Self {
        Self { mensaje: mensaje.into(), remedio: remedio.into() }
    }
}

/// FURAG results: the wide workbook of Función Pública, its open data in a CSV, or the
/// results that this program exported in either form.
///
/// # Errors
/// [`ImportError`] where the file is none of them, has no header or says no vigencia.
pub fn furag(origen: &Origen<'_>, seleccion: &Seleccion, contexto: &Contexto<'_>) -> Result<Importacion, ImportError> {
    if libro::is_old_workbook(origen.bytes) {
        return Err(libro::old_workbook(origen.archivo));
    }
    let elegida = match libro::is_workbook(origen.bytes) {
        true => Some(furag::of_workbook(origen)?),
        false => furag::of_text(origen)?,
    };
    match elegida {
        Some(elegida) => furag::read(elegida, origen, seleccion, contexto),
        None => abiertos::read(origen, seleccion, contexto),
    }
}

pub use entidades::given as slug_of;
pub use nombres::with_names;
pub use plan::{Pedido, read as plan};
pub use recomendaciones::{named, read as recomendaciones};
pub use registro::Resultados;

/// Text of a cell on one line: NFC, single spaces, no invisible characters.
fn clean(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    if is_clean(text.as_bytes()) {
        return text.to_owned();
    }
    let text = text.replace("_x000D_", " ");
    let invisible = |c: char| matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}');
    let kept: String = text
        .nfc()
        .filter(|c| !invisible(*c))
        .map(|c| if c.is_control() || c.is_whitespace() { ' ' } else { c })
        .collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a text is plainly clean, as nearly all are: words of ASCII and of the letters À to ÿ,
/// with one space between them.
fn is_clean(text: &[u8]) -> bool {
    let mut before = b' ';
    let mut at = 0;
    while at < text.len() {
        let byte = text[at];
        at += match byte {
            // An underscore may begin what Excel writes for a line end.
            b'_' => return false,
            b'!'..=b'~' => 1,
            b' ' if before != b' ' => 1,
            0xc3 => 2,
            _ => return false,
        };
        before = byte;
    }
    before != b' ' || text.is_empty()
}

/// The mapping `procedencia`.
fn procedencia(archivo: &str, hash: &str, fecha: Option<Fecha>, hoja: Option<&str>, rango: Option<String>) -> Yaml {
    let mut entries = vec![("archivo".into(), Yaml::text(clean(archivo)))];
    entries.extend(hoja.map(|hoja| ("hoja".into(), Yaml::text(clean(hoja)))));
    entries.extend(rango.map(|rango| ("rango".into(), Yaml::text(rango))));
    entries.push(("hash".into(), Yaml::text(hash)));
    entries.extend(fecha.map(|fecha| ("fecha".into(), Yaml::Plain(fecha.to_string()))));
    Yaml::Map(entries)
}

/// The error for a file in which no header was found.
fn no_header(archivo: &str, what: &str) -> ImportError {
    ImportError::new(
        format!("«{archivo}» no tiene encabezado: en las primeras {} filas no están {what}", libro::HEADER_ROWS),
        "revise que sea el archivo correcto; si el libro tiene varias hojas, diga cuál con --hoja",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expediente::Claves;

    #[test]
    fn imports_of_results_give_keys_that_results_have() {
        let keys = Claves::of(&TipoDato::of::<crate::model::Resultados>());
        for key in furag::WIDE.iter().chain(&abiertos::LONG) {
            assert!(keys.contains(key), "{key}");
        }
    }

    #[test]
    fn texts_are_compared_without_their_dress() {
        assert_eq!(clean(" Una\u{a0}línea\n_x000D_ \u{200b}otra "), "Una línea otra");
        assert_eq!(key("Direcciona- miento\n Estratégico"), "direccionamientoestrategico");
    }
}
