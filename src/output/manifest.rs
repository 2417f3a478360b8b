//! What was made from what.
//!
//! Each document that ends leaves a line in a journal; the end of a run folds the
//! journal into the manifest.  So an interruption costs the documents in flight
//! alone, and two runs on one project keep each other's entries: every write is
//! a change of the run's own entries, under a lock.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::path::{Component, Path};
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{TEMPORARY, WriteError, write};
use crate::diagnostic::{Diagnostic, Place, Severity, SourceText, codes};

/// Name of the manifest in the output folder.
pub const MANIFEST: &str = "manifiesto.json";
/// Name of the journal beside it, which is also what runs lock.
const JOURNAL: &str = ".manifiesto.diario";
/// Age from which a temporary file cannot be one that is being written.
const ABANDONED: Duration = Duration::from_secs(10 * 60);

/// The entries of all runs on an output folder.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
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
    /// What it was made with.
    pub herramientas: Tools,
    /// Hash of each input by its path in the project.
    pub entradas: BTreeMap<String, String>,
    /// Codes of the warnings and notes that concern the document.
    pub avisos: Vec<String>,
    /// What making it found, to be said again while the document is up to date.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub hallazgos: Vec<Finding>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Hecho,
    /// The material is wrong; an older PDF is left as it is.
    Omitido,
}

/// What documents are made with, besides their data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tools {
    /// Name and version of the program.
    pub programa: String,
    /// Hash of the program's code.
    pub codigo: String,
    /// Hash of all templates, the theme among them, and of all fonts.
    pub plantillas: String,
    pub fuentes: String,
}

/// A warning or a note as the manifest keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    pub gravedad: String,
    pub codigo: String,
    pub mensaje: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub lugar: Option<Spot>,
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub rotulo: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub otro_lugar: Option<Spot>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub otro_rotulo: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub remedio: Option<String>,
    pub documentos: Vec<String>,
}

/// A range of a file; lines and columns count from 1, bytes from 0.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spot {
    pub archivo: String,
    pub linea: usize,
    pub columna: usize,
    pub bytes: (usize, usize),
}

impl Spot {
    fn of(place: &Place) -> Self {
        let (linea, columna) = place.line_column();
        Self { archivo: place.path().to_owned(), linea, columna, bytes: (place.range.start, place.range.end) }
    }

    fn restore(&self, source: &dyn Fn(&str) -> Option<Arc<SourceText>>) -> Option<Place> {
        source(&self.archivo).map(|text| text.place(self.bytes.0..self.bytes.1))
    }
}

impl Finding {
    pub fn of(found: &Diagnostic) -> Self {
        Self {
            gravedad: found.severity.word().to_owned(),
            codigo: found.code.to_owned(),
            mensaje: found.message.clone(),
            lugar: found.place.as_ref().map(Spot::of),
            rotulo: found.label.clone(),
            otro_lugar: found.second.as_ref().map(|(place, _)| Spot::of(place)),
            otro_rotulo: found.second.as_ref().map(|(_, label)| label.clone()),
            remedio: found.remedy.clone(),
            documentos: found.documentos.clone(),
        }
    }

    /// The finding as it was; `None` where this program has no such code or
    /// `source` no such file.
    pub fn restore(&self, source: &dyn Fn(&str) -> Option<Arc<SourceText>>) -> Option<Diagnostic> {
        let known = codes::find(&self.codigo)?;
        let mut found = match known.severity {
            Severity::Error => Diagnostic::error(known.code, &self.mensaje),
            Severity::Aviso => Diagnostic::aviso(known.code, &self.mensaje),
            Severity::Nota => Diagnostic::nota(known.code, &self.mensaje),
        };
        found.place = match &self.lugar {
            Some(spot) => Some(spot.restore(source)?),
            None => None,
        };
        found.label.clone_from(&self.rotulo);
        found.second = match (&self.otro_lugar, &self.otro_rotulo) {
            (Some(spot), Some(label)) => Some((spot.restore(source)?, label.clone())),
            _ => None,
        };
        found.remedy.clone_from(&self.remedio);
        found.documentos.clone_from(&self.documentos);
        Some(found)
    }
}

/// One line of the journal.
#[derive(Serialize, Deserialize)]
struct Line {
    documento: String,
    entrada: Entry,
}

impl Manifest {
    /// Everything on record in the output folder; what cannot be read counts as
    /// not made.
    pub fn read(output: &Path) -> Self {
        // The journal goes first: a run that ends in between moves its lines to the manifest.
        let journal = String::from_utf8_lossy(&contents(&output.join(JOURNAL))).into_owned();
        let mut manifest = Self::without_journal(output);
        manifest.replay(&journal);
        manifest
    }

    fn without_journal(output: &Path) -> Self {
        serde_json::from_slice(&contents(&output.join(MANIFEST))).unwrap_or_default()
    }

    /// Puts the entries of `journal` over those that are there.  A line that an
    /// interruption has cut is none.
    fn replay(&mut self, journal: &str) {
        for line in journal.lines().filter_map(|line| serde_json::from_str::<Line>(line).ok()) {
            self.documentos.insert(line.documento, line.entrada);
        }
    }

    /// The entries whose PDF is there though `is_document` knows no such document.
    pub fn orphans<'a>(
        &'a self,
        output: &'a Path,
        is_document: &'a dyn Fn(&str) -> bool,
    ) -> impl Iterator<Item = &'a Entry> {
        self.documentos
            .iter()
            .filter(move |(id, entry)| !is_document(id) && has_file(output, entry))
            .map(|(_, entry)| entry)
    }
}

fn has_file(output: &Path, entry: &Entry) -> bool {
    let path = Path::new(&entry.archivo);
    path.components().all(|part| matches!(part, Component::Normal(_))) && output.join(path).is_file()
}

/// The bytes of an ordinary file; none of what is not there, or would never end.
fn contents(path: &Path) -> Vec<u8> {
    if fs::metadata(path).is_ok_and(|meta| meta.is_file()) { fs::read(path).unwrap_or_default() } else { Vec::new() }
}

/// Records `entry` at once, for whatever becomes of this run.
///
/// # Errors
/// [`WriteError`] with the path.
pub fn record(output: &Path, documento: &str, entry: &Entry) -> Result<(), WriteError> {
    let line = Line { documento: documento.to_owned(), entrada: entry.clone() };
    // The line feed before it closes a line that an interruption has cut.
    let text = format!("\n{}\n", serde_json::to_string(&line).unwrap_or_default());
    let mut journal = locked(output)?;
    journal.write_all(text.as_bytes()).map_err(|cause| WriteError { path: output.join(JOURNAL), cause })
}

/// Brings the journal into the manifest; entries that are no document of
/// `is_document` stay only as long as their PDF does.
///
/// # Errors
/// [`WriteError`] with the path.
pub fn fold(output: &Path, is_document: &dyn Fn(&str) -> bool) -> Result<(), WriteError> {
    let mut journal = locked(output)?;
    let failed = |cause| WriteError { path: output.join(JOURNAL), cause };
    let mut lines = Vec::new();
    journal.read_to_end(&mut lines).map_err(failed)?;
    let mut manifest = Manifest::without_journal(output);
    manifest.replay(&String::from_utf8_lossy(&lines));
    manifest.documentos.retain(|id, entry| is_document(id) || has_file(output, entry));
    let mut text = serde_json::to_string_pretty(&manifest).unwrap_or_default();
    text.push('\n');
    write(output, MANIFEST, text.as_bytes())?;
    journal.set_len(0).map_err(failed)
}

/// The journal, which no other run touches until it is dropped.  Where the disk
/// knows no locks, runs at the same time may make some documents again.
fn locked(output: &Path) -> Result<File, WriteError> {
    let path = output.join(JOURNAL);
    let open = || {
        fs::create_dir_all(output)?;
        // Through a link the journal would be that of somebody else's file, and a pipe never ends.
        if fs::symlink_metadata(&path).is_ok_and(|meta| !meta.is_file()) {
            return Err(std::io::Error::new(ErrorKind::InvalidInput, "no es un archivo corriente; bórrelo"));
        }
        OpenOptions::new().create(true).read(true).append(true).open(&path)
    };
    let journal = open().map_err(|cause| WriteError { path: path.clone(), cause })?;
    while journal.lock().is_err_and(|error| error.kind() == ErrorKind::Interrupted) {}
    Ok(journal)
}

/// Removes from `folder` the temporary files of runs that were interrupted.
pub fn sweep(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.filter_map(Result::ok) {
        let ours = entry.file_name().to_string_lossy().starts_with(TEMPORARY);
        let age = entry.metadata().ok().filter(fs::Metadata::is_file).and_then(|m| m.modified().ok()?.elapsed().ok());
        if ours && age.is_some_and(|age| age > ABANDONED) {
            // Somebody else may have removed it.
            let _ = fs::remove_file(entry.path());
        }
    }
}
