//! The packages of data that PDFs of many files carry, and their pieces, which documents share.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::data::DataFile;
use crate::interop::paquete::{self, PackError, Pieza};

use super::varas::Tomada;

/// Name in a package of the list of hashes, in the form of `b3sum`.
const HASHES: &str = "huellas.b3";

/// The packages that were made.
#[derive(Default)]
pub(super) struct Packages {
    /// By the list of the files in them with their hashes.
    whole: BTreeMap<String, Vec<u8>>,
    /// Each file, by its path and, of what is derived, its hash: those of a consolidated report, its deck and its
    /// sheets are nearly the same.
    pieces: BTreeMap<(String, String), Arc<Pieza>>,
}

impl Packages {
    /// The package of `files` and of the results that a document was compared with; `inputs` are the paths
    /// of all of them with their hashes.
    ///
    /// # Errors
    /// [`PackError`] with the file that does not go into the package.
    pub(super) fn package(
        &mut self,
        inputs: impl IntoIterator<Item = (String, String)>,
        files: &[&DataFile],
        compared: Option<&Tomada>,
    ) -> Result<Vec<u8>, PackError> {
        let list: String = inputs.into_iter().map(|(path, hash)| format!("{hash}  {path}\n")).collect();
        if let Some(bytes) = self.whole.get(&list) {
            return Ok(bytes.clone());
        }
        let mut parts = vec![Arc::new(paquete::piece(HASHES, list.as_bytes())?)];
        for file in files {
            parts.push(self.piece(&file.source.path, "", || file.bytes())?);
        }
        if let Some(taken) = compared {
            parts.push(self.piece(&taken.ruta, &taken.hash, || Cow::Borrowed(&taken.bytes))?);
        }
        let zipped = paquete::zip(&parts)?;
        self.whole.insert(list, zipped.clone());
        Ok(zipped)
    }

    fn piece<'b>(
        &mut self,
        path: &str,
        hash: &str,
        bytes: impl FnOnce() -> Cow<'b, [u8]>,
    ) -> Result<Arc<Pieza>, PackError> {
        let key = (path.to_owned(), hash.to_owned());
        if let Some(piece) = self.pieces.get(&key) {
            return Ok(Arc::clone(piece));
        }
        let piece = Arc::new(paquete::piece(path, &bytes())?);
        self.pieces.insert(key, Arc::clone(&piece));
        Ok(piece)
    }
}
