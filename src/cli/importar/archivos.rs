//! The files that an import reads: the table, and the catalogue of the project.

use std::fs;
use std::path::Path;

use anyhow::{anyhow, bail};

use crate::data::{Node, Value, parse_text};
use crate::diagnostic::Diagnostics;
use crate::interop::importar::ImportError;
use crate::model::Catalogo;
use crate::output;

/// Largest file that is read, in bytes: several years of open data of the whole country.
const MAX_BYTES: u64 = 1 << 30;

/// The bytes of the file at `path`.
///
/// # Errors
/// [`ImportError`] where it cannot be read, or should not.
pub fn bytes(path: &Path) -> Result<Vec<u8>, ImportError> {
    let shown = path.display();
    let failed = |error: std::io::Error| {
        let why = output::reason(&error);
        ImportError::new(format!("no se puede leer «{shown}»: {why}"), "revise la ruta del archivo")
    };
    let meta = fs::metadata(path).map_err(failed)?;
    if meta.is_dir() {
        return Err(ImportError::new(format!("«{shown}» es una carpeta"), "dé el archivo que quiere importar"));
    }
    if !meta.is_file() {
        return Err(ImportError::new(
            format!("«{shown}» no es un archivo corriente"),
            "guarde la tabla en un archivo y dé su ruta",
        ));
    }
    // One of the system that says to be empty could give bytes for ever, or none.
    if meta.len() == 0 {
        return Ok(Vec::new());
    }
    if meta.len() > MAX_BYTES {
        return Err(ImportError::new(
            format!("«{shown}» pesa más de {} MB", MAX_BYTES >> 20),
            "divídalo, por ejemplo por departamento",
        ));
    }
    fs::read(path).map_err(failed)
}

/// The catalogue alone: importing must not depend on the rest of the project.
pub struct Catalogue {
    pub catalogo: Catalogo,
    pub entidades: Option<String>,
    pub found: Diagnostics,
}

impl Catalogue {
    /// Reads it, with what is wrong in it.
    ///
    /// # Errors
    /// There is no project, or no catalogue in it.
    pub fn read(root: &Path) -> anyhow::Result<Self> {
        let data = root.join("data");
        if !data.is_dir() {
            bail!(
                "no existe la carpeta «{}»\n  remedio: dé la carpeta del proyecto con --proyecto, o cree uno con «seguimiento nuevo»",
                data.display()
            );
        }
        let mut found = Diagnostics::default();
        let (_, politicas) = Self::file(&data, "catalogo/politicas.yaml", &mut found)?;
        if politicas.is_none() && found.is_empty() {
            bail!(
                "no existe «{}»\n  remedio: cópielo de un proyecto creado con «seguimiento nuevo»",
                data.join("catalogo/politicas.yaml").display()
            );
        }
        let (text, entidades) = Self::file(&data, "catalogo/entidades.yaml", &mut found)?;
        let catalogo = Catalogo::build(politicas.as_ref(), None, entidades.as_ref(), &mut found);
        Ok(Self { catalogo, entidades: text, found })
    }

    /// Text, with its byte order mark, and tree of a file of the catalogue, without what silences its rules.
    fn file(data: &Path, name: &str, found: &mut Diagnostics) -> anyhow::Result<(Option<String>, Option<Node>)> {
        let path = data.join(name);
        if !path.exists() {
            return Ok((None, None));
        }
        let text = marked_text(&path)?;
        let (file, findings) = parse_text(name, text.trim_start_matches(MARK));
        found.extend(findings);
        let mut node = file.node;
        if let Some(Value::Map(entries)) = node.as_mut().map(|n| &mut n.value) {
            entries.retain(|(key, _)| key.text != "silenciar");
        }
        Ok((Some(text), node))
    }
}

/// The byte order mark of a text.
const MARK: char = '\u{feff}';

/// A text file with its byte order mark, where it has one.
///
/// # Errors
/// It cannot be read, or is not in UTF-8.
pub fn marked_text(path: &Path) -> anyhow::Result<String> {
    String::from_utf8(bytes(path)?)
        .map_err(|_| anyhow!("«{}» no está en UTF-8\n  remedio: guárdelo como UTF-8", path.display()))
}
