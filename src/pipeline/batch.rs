//! Many documents on several threads, what is up to date, and the record of both.
//!
//! Every thread of the pool takes the next document until none is left, which is not
//! what a parallel iterator does: Typst divides the pages of a document among the
//! threads of the same pool, and one that waits for its part would begin documents of
//! the list meanwhile, one upon the other on its stack.

use std::collections::BTreeSet;
use std::error::Error;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use rayon::{ThreadPool, ThreadPoolBuildError, ThreadPoolBuilder};

use crate::charts::DrawError;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::output::{self, Entry, Finding, Manifest, Outcome, Tools, WriteError};
use crate::pdf::Pdf;

use super::guard::guarded;
use super::{Documento, PROGRAM, Project, STACK, Workshop};

/// Mark of the program's code, made by the build: other code of the same
/// version may make another document.
const CODE: &str = env!("SEGUIMIENTO_CODIGO");

/// Making documents had to stop.
#[derive(Debug, thiserror::Error)]
pub enum MakeError {
    #[error(transparent)]
    Draw(#[from] DrawError),
    #[error(transparent)]
    Write(#[from] WriteError),
    #[error("no se pudo crear un hilo de trabajo: {}", why(.0))]
    Threads(#[from] ThreadPoolBuildError),
}

/// What happened to one document.
#[derive(Debug, Clone)]
pub struct Made {
    pub id: String,
    pub outcome: Done,
    pub findings: Diagnostics,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Done {
    /// Written, with its number of pages.
    Written { pages: usize },
    /// The file on disk already comes from the same inputs.
    UpToDate { pages: usize },
    /// The material is wrong; nothing was written.
    Skipped,
}

/// How documents are made.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Number of worker threads.
    pub threads: usize,
    /// Make also what is up to date.
    pub force: bool,
}

/// How one document is made.
type Make<'a> = dyn Fn(&Documento, &mut Diagnostics) -> Result<Option<Pdf>, DrawError> + Sync + 'a;

/// What all documents of a run share.
struct Run<'a> {
    old: &'a Manifest,
    tools: Tools,
    force: bool,
    make: &'a Make<'a>,
    /// Whether something was recorded.
    recorded: AtomicBool,
}

/// The threads of a run: as many as are wanted, where documents or processors are that many.
fn pool(wanted: usize, documents: usize) -> Result<ThreadPool, ThreadPoolBuildError> {
    let most = std::thread::available_parallelism().map_or(1, NonZeroUsize::get).max(documents);
    ThreadPoolBuilder::new().num_threads(wanted.clamp(1, most)).stack_size(STACK).build()
}

/// Why there is no thread, in the words of the system where it is to blame.
fn why(error: &ThreadPoolBuildError) -> String {
    let system = error.source().and_then(|cause| cause.downcast_ref());
    system.map_or_else(|| error.to_string(), output::reason)
}

impl Project {
    /// The PDFs on record that no data file describes any more; none where a
    /// document's file cannot be read, since it may describe them.
    pub fn orphans(&self) -> Diagnostics {
        let mut found = Diagnostics::default();
        if self.documentos.iter().any(|d| d.encargado.is_none()) {
            return found;
        }
        let output = self.output();
        for entry in Manifest::read(&output).orphans(&output, &|id| self.is_document(id)) {
            let message =
                format!("«output/{}» sigue ahí, y ningún archivo de datos describe ya ese documento", entry.archivo);
            found.push(Diagnostic::aviso("pdf-sin-documento", message).remedy(
                "borre el PDF si ya no vale; si el documento cambió de nombre o se borró por error, devuelva su archivo",
            ));
        }
        self.funnel.pass(found)
    }

    fn is_document(&self, id: &str) -> bool {
        self.documentos.iter().any(|d| d.id == id)
    }

    fn tools(&self) -> Tools {
        let all = |parts: &mut dyn Iterator<Item = (&String, &[u8])>| {
            let lines: String = parts.map(|(name, bytes)| format!("{name} {}\n", output::hash(bytes))).collect();
            output::hash(lines.as_bytes())
        };
        Tools {
            programa: PROGRAM.to_owned(),
            codigo: CODE.to_owned(),
            plantillas: all(&mut {
                let images = self.resources.images.iter().map(|(n, b)| (n, b.as_slice()));
                self.resources.templates.iter().map(|(n, t)| (n, t.as_bytes())).chain(images)
            }),
            fuentes: all(&mut self.resources.fonts.iter().map(|(n, b)| (n, b.as_slice()))),
        }
    }
}

impl Workshop<'_> {
    /// Makes `chosen` on several threads and writes them with the manifest;
    /// `on_done` hears of each as it ends, in any order.
    ///
    /// # Errors
    /// [`MakeError`] where the tool cannot go on; what was written stays, on record.
    pub fn make_all(
        &self,
        chosen: &[&Documento],
        options: Options,
        on_done: &(dyn Fn(&Made) + Sync),
    ) -> Result<Vec<Made>, MakeError> {
        self.make_each(chosen, options, on_done, &|documento, findings| self.make(documento, findings))
    }

    fn make_each(
        &self,
        chosen: &[&Documento],
        options: Options,
        on_done: &(dyn Fn(&Made) + Sync),
        make: &Make<'_>,
    ) -> Result<Vec<Made>, MakeError> {
        let output = self.project.output();
        let old = Manifest::read(&output);
        let tools = self.project.tools();
        let run = Run { old: &old, tools, force: options.force, make, recorded: AtomicBool::new(false) };
        let next = AtomicUsize::new(0);
        let work = || {
            let mut done = Vec::new();
            loop {
                let index = next.fetch_add(1, Ordering::Relaxed);
                let Some(documento) = chosen.get(index) else { return Ok(done) };
                let made =
                    self.make_one(documento, &run).inspect_err(|_| next.store(chosen.len(), Ordering::Relaxed))?;
                on_done(&made);
                done.push((index, made));
            }
        };
        let done: Result<Vec<_>, MakeError> =
            pool(options.threads, chosen.len())?.broadcast(|_| work()).into_iter().collect();
        let closed = if run.recorded.into_inner() { self.close(&output, chosen) } else { Ok(()) };
        let mut done: Vec<_> = done?.into_iter().flatten().collect();
        closed?;
        done.sort_by_key(|(index, _)| *index);
        Ok(done.into_iter().map(|(_, made)| made).collect())
    }

    /// Ends a run that has written something.
    fn close(&self, output: &Path, chosen: &[&Documento]) -> Result<(), WriteError> {
        let pdfs: Vec<_> = chosen.iter().map(|documento| self.project.pdf_path(documento)).collect();
        let folders: BTreeSet<_> = pdfs.iter().filter_map(|path| path.parent()).chain([output]).collect();
        folders.into_iter().for_each(output::sweep);
        output::fold(output, &|id| self.project.is_document(id))
    }

    fn make_one(&self, documento: &Documento, run: &Run<'_>) -> Result<Made, MakeError> {
        let path = self.project.pdf_path(documento);
        let mut entry = Entry {
            tipo: documento.tipo.as_ref().map_or_else(String::new, |tipo| tipo.palabra.clone()),
            resultado: Outcome::Omitido,
            archivo: format!("{}.pdf", documento.id),
            hash: None,
            paginas: None,
            herramientas: run.tools.clone(),
            entradas: self.project.inputs(documento),
            avisos: Vec::new(),
            hallazgos: Vec::new(),
        };
        let known = run.old.documentos.get(&documento.id);
        if !run.force
            && let Some(known) = known
            && let Some(findings) = self.still_true(documento, known, &entry)
            && std::fs::read(&path).is_ok_and(|bytes| known.hash.as_deref() == Some(&output::hash(&bytes)))
        {
            let outcome = Done::UpToDate { pages: known.paginas.unwrap_or(0) };
            return Ok(Made { id: documento.id.clone(), outcome, findings });
        }
        let mut findings = Diagnostics::default();
        let outcome = match guarded(&documento.id, &mut findings, |findings| (run.make)(documento, findings))? {
            Some(pdf) => {
                output::write(&self.project.root.join("output"), &entry.archivo, &pdf.bytes)?;
                entry.resultado = Outcome::Hecho;
                entry.hash = Some(output::hash(&pdf.bytes));
                entry.paginas = Some(pdf.pages);
                entry.hallazgos = findings.iter().map(Finding::of).collect();
                Done::Written { pages: pdf.pages }
            }
            None => Done::Skipped,
        };
        entry.avisos = self.codes(&entry, &findings);
        if known != Some(&entry) {
            output::record(&self.project.output(), &documento.id, &entry)?;
            run.recorded.store(true, Ordering::Relaxed);
        }
        Ok(Made { id: documento.id.clone(), outcome, findings })
    }

    /// What was found when `known` was made, if it was made from the same files
    /// with the same tools as `now` would be and nothing in it stops it today.
    fn still_true(&self, documento: &Documento, known: &Entry, now: &Entry) -> Option<Diagnostics> {
        // What was made in another run may be refused in a strict one.
        let sound = self.project.is_sound(documento)
            && known.resultado == Outcome::Hecho
            && known.entradas == now.entradas
            && known.herramientas == now.herramientas;
        if !sound {
            return None;
        }
        let mut findings = Diagnostics::default();
        for finding in &known.hallazgos {
            findings.push(finding.restore(&|path| self.source(path))?);
        }
        let refused = self.project.funnel.is_strict() && findings.count(Severity::Aviso) > 0;
        (!refused).then_some(findings)
    }

    /// Codes of all findings that concern the document of `entry`.
    fn codes(&self, entry: &Entry, own: &Diagnostics) -> Vec<String> {
        let of_inputs = |d: &&Diagnostic| d.place.as_ref().is_some_and(|p| entry.entradas.contains_key(p.path()));
        let shared = self.project.findings.iter().filter(of_inputs);
        let codes: BTreeSet<_> = shared.chain(own.iter()).map(|d| d.code.to_owned()).collect();
        codes.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::{Strictness, hush_panics};

    #[test]
    fn a_panic_costs_its_document_and_no_other() {
        let output = tempfile::tempdir().expect("a temporary folder");
        let mut project = Project::open(Path::new(env!("CARGO_MANIFEST_DIR")), Strictness::Normal).expect("the data");
        output.path().clone_into(&mut project.root);
        let workshop = project.workshop(&mut Diagnostics::default()).expect("fonts").expect("templates");
        let chosen: Vec<_> = project.documentos.iter().take(4).collect();
        let make = |documento: &Documento, _: &mut Diagnostics| {
            assert!(documento.id != chosen[1].id, "a broken page");
            Ok(Some(Pdf { bytes: documento.id.clone().into_bytes(), pages: 1, warnings: Vec::new() }))
        };
        hush_panics();
        let options = Options { threads: 2, force: false };
        let made = workshop.make_each(&chosen, options, &|_| {}, &make).expect("writable");
        let _ = std::panic::take_hook();
        let said: Vec<_> = made.iter().flat_map(|m| m.findings.iter()).collect();
        assert_eq!(said.len(), 1);
        assert_eq!((said[0].code, &said[0].documentos), ("fallo-interno", &vec![chosen[1].id.clone()]));
        assert!(
            said[0]
                .message
                .starts_with("el programa falló al hacer este documento: «a broken page» (src/pipeline/batch.rs:"),
            "{}",
            said[0].message
        );
        let record = Manifest::read(&project.output());
        let outcomes: Vec<_> = chosen.iter().map(|d| record.documentos[&d.id].resultado).collect();
        assert_eq!(outcomes, [Outcome::Hecho, Outcome::Omitido, Outcome::Hecho, Outcome::Hecho]);
    }
}
