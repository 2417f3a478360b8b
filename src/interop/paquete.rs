//! Many files as one: a ZIP that is the same bytes for the same files.

use std::borrow::Borrow;
use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// The files do not go into one package: a name that is repeated, for example.
#[derive(Debug, thiserror::Error)]
#[error("no se puede empaquetar «{name}»: {source}")]
pub struct PackError {
    pub name: String,
    source: zip::result::ZipError,
}

/// A file as packages hold it, compressed once however many they are: a ZIP of it alone.
#[derive(Debug)]
pub struct Pieza {
    name: String,
    bytes: Vec<u8>,
}

/// `bytes` under `name`, with `/` between folders, compressed.
///
/// Nothing comes from the clock or from the machine: every file carries the first date that the
/// format knows, 1980-01-01, and the permissions 644.
///
/// # Errors
/// [`PackError`] where the name does not go in.
pub fn piece(name: &str, bytes: &[u8]) -> Result<Pieza, PackError> {
    let refused = |source| PackError { name: name.to_owned(), source };
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        // A third less time than the usual 6, for half a hundredth of the size.
        .compression_level(Some(5))
        .last_modified_time(DateTime::DEFAULT)
        .unix_permissions(0o644)
        .large_file(u32::try_from(bytes.len()).is_err());
    archive.start_file(name, options).map_err(refused)?;
    archive.write_all(bytes).map_err(|e| refused(e.into()))?;
    let done = archive.finish().map_err(refused)?;
    Ok(Pieza { name: name.to_owned(), bytes: done.into_inner() })
}

/// A ZIP of files in their order.
///
/// # Errors
/// [`PackError`] with the name that does not go in.
pub fn zip<P: Borrow<Pieza>>(pieces: &[P]) -> Result<Vec<u8>, PackError> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for piece in pieces {
        let Pieza { name, bytes } = piece.borrow();
        let refused = |source| PackError { name: name.clone(), source };
        let mut own = ZipArchive::new(Cursor::new(bytes)).map_err(refused)?;
        let file = own.by_index_raw(0).map_err(refused)?;
        archive.raw_copy_file(file).map_err(refused)?;
    }
    let done = archive.finish().map_err(|source| PackError { name: String::new(), source })?;
    Ok(done.into_inner())
}

/// A ZIP of `files`, each under its name.
#[cfg(test)]
pub fn packed<N: AsRef<str>, B: AsRef<[u8]>>(files: &[(N, B)]) -> Result<Vec<u8>, PackError> {
    let pieces: Result<Vec<_>, _> = files.iter().map(|(name, bytes)| piece(name.as_ref(), bytes.as_ref())).collect();
    zip(&pieces?)
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn files_come_back_in_order_and_without_a_clock() {
        let long = "dato;".repeat(10_000);
        let files: [(&str, &[u8]); 3] =
            [("data/z.yaml", long.as_bytes()), ("data/año/ñu.yaml", b"a: 1\n"), ("vacío", b"")];
        let bytes = packed(&files).expect("distinct names");
        assert_eq!(bytes, packed(&files).expect("distinct names"));
        assert!(bytes.len() < 1_000);
        let mut archive = ZipArchive::new(Cursor::new(&bytes)).expect("a ZIP");
        assert_eq!(archive.len(), files.len());
        for (index, (name, content)) in files.iter().enumerate() {
            let mut file = archive.by_index(index).expect("a file");
            let mut read = Vec::new();
            file.read_to_end(&mut read).expect("readable");
            let time = file.last_modified().expect("a date");
            assert_eq!((file.name().expect("UTF-8").as_ref(), read.as_slice()), (*name, *content));
            assert_eq!((time.year(), time.month(), time.day(), time.hour()), (1980, 1, 1, 0));
        }
    }

    #[test]
    fn a_repeated_name_is_refused() {
        let error = packed(&[("a", b"1"), ("a", b"2")]).expect_err("repeated");
        assert_eq!(error.name, "a");
    }
}
