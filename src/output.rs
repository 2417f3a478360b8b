//! Bytes to disk: whole or not at all, and the manifest of what was made.

mod manifest;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

pub use manifest::{Entry, Finding, MANIFEST, Manifest, Outcome, Tools, fold, record, sweep};

pub use crate::locale::reason;

/// How the names of temporary files begin.
const TEMPORARY: &str = ".seguimiento-";

/// A file could not be written.
#[derive(Debug, thiserror::Error)]
#[error("no se puede escribir «{}»: {}", path.display(), reason(cause))]
pub struct WriteError {
    pub path: PathBuf,
    pub cause: std::io::Error,
}

/// Writes `bytes` to `path` through a temporary file beside it, so that a reader
/// sees the old file or the new one, never a half.
///
/// # Errors
/// [`WriteError`] with the path.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    let failed = |cause| WriteError { path: path.to_owned(), cause };
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(failed)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY);
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
