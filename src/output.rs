//! Bytes to disk: whole or not at all and never outside of their root, and the manifest of what
//! was made.

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

/// Writes `bytes` to the file `name` below `root` through a temporary file beside
/// it, so that a reader sees the old file or the new one, never a half.
///
/// `root` is what the person who runs the program chose; `name` comes from the
/// data, with `/` between its parts, and never leaves `root`.
///
/// # Errors
/// [`WriteError`] with the path.
pub fn write(root: &Path, name: &str, bytes: &[u8]) -> Result<(), WriteError> {
    let path = &root.join(name);
    let failed = |cause| WriteError { path: path.to_owned(), cause };
    if !stays_below(name) {
        return Err(failed(std::io::Error::new(std::io::ErrorKind::InvalidInput, "el nombre se sale de su carpeta")));
    }
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

/// Whether `name` is a path of plain names on every platform: no step up, no
/// root, no drive, no backslash.
fn stays_below(name: &str) -> bool {
    name.split('/').all(|part| !matches!(part, "" | "." | "..") && !part.contains(['\\', ':', '\0']))
}

/// BLAKE3 of `bytes` as hexadecimal text.
pub fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_never_leaves_its_folder() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().join("output");
        for name in ["../x", "a/../../x", "/tmp/x", "a//x", "./x", "", "a\\..\\x", "C:x", "a/.."] {
            let refused = write(&root, name, b"x").expect_err(name);
            assert!(refused.to_string().ends_with("el nombre se sale de su carpeta"), "{refused}");
        }
        assert!(!folder.path().join("x").exists());
        write(&root, "a/b.txt", b"x").expect("written");
        assert_eq!(fs::read(root.join("a/b.txt")).expect("read"), b"x");
    }
}
