//! Bytes to disk: whole or not at all, and the manifest of what was made.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

/// Name of the manifest in the output folder.
pub const MANIFEST: &str = "manifiesto.json";

/// A file could not be written.
#[derive(Debug, thiserror::Error)]
#[error("no se puede escribir «{}»: {}", path.display(), reason(source))]
pub struct WriteError {
    pub path: PathBuf,
    pub source: std::io::Error,
}

/// Why the disk refuses, in the user's language where it is a usual reason.
pub fn reason(error: &std::io::Error) -> String {
    use std::io::ErrorKind;
    match error.kind() {
        ErrorKind::NotFound => "no existe el archivo o su carpeta".to_owned(),
        ErrorKind::PermissionDenied => "no hay permiso".to_owned(),
        ErrorKind::NotADirectory => "una parte de la ruta es un archivo y no una carpeta".to_owned(),
        ErrorKind::IsADirectory => "es una carpeta".to_owned(),
        ErrorKind::StorageFull => "no queda espacio en el disco".to_owned(),
        ErrorKind::ReadOnlyFilesystem => "el disco es de solo lectura".to_owned(),
        _ => error.to_string(),
    }
}

/// Writes `bytes` to `path` through a temporary file beside it, so that a reader
/// sees the old file or the new one, never a half.
///
/// # Errors
/// [`WriteError`] with the path.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    let failed = |source| WriteError { path: path.to_owned(), source };
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(failed)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".seguimiento-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder).map_err(failed)?;
    file.write_all(bytes).map_err(failed)?;
    file.as_file().sync_data().map_err(failed)?;
    file.persist(path).map_err(|error| failed(error.error))?;
    Ok(())
}

/// BLAKE3 of `bytes` as hexadecimal text.
pub fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

/// What was made from what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Name and version of the program.
    pub programa: String,
    /// Hash of all templates and of all fonts.
    pub plantillas: String,
    pub fuentes: String,
    /// By document.
    pub documentos: BTreeMap<String, Entry>,
}

/// One document of the manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub tipo: String,
    pub resultado: Outcome,
    /// Path of the PDF relative to the output folder.
    pub archivo: String,
    /// Hash and pages of the PDF; absent where it was not made.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub hash: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub paginas: Option<usize>,
    /// Hash of each input by its path in the project.
    pub entradas: BTreeMap<String, String>,
    /// Codes of the warnings and notes that concern the document.
    pub avisos: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Hecho,
    /// The material is wrong; an older PDF is left as it is.
    Omitido,
}

impl Manifest {
    /// The manifest of the output folder; `None` where there is none that can be read.
    pub fn read(output: &Path) -> Option<Self> {
        serde_json::from_slice(&fs::read(output.join(MANIFEST)).ok()?).ok()
    }

    /// # Errors
    /// [`WriteError`] with the path.
    pub fn write(&self, output: &Path) -> Result<(), WriteError> {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        write(&output.join(MANIFEST), text.as_bytes())
    }
}
