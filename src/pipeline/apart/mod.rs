//! Documents made in processes of their own, where a project brings templates.
//!
//! A template is a program: it can ask for all memory, never end or nest until the
//! stack is used up, and none of that is a panic that could be caught.  So this
//! process makes nothing itself: it asks another of the same program for one
//! document after the other, and where that one dies, the document it was making is
//! told and the rest go to a new one.  Each thread of a run has its own, and a project without
//! templates of its own has none.

mod serve;
mod watch;
mod wire;
mod worker;

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use crate::charts::DrawError;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::output::Finding;
use crate::render::{HTML_PAGE, TEMPLATE_REMEDY};
use crate::resources;

use super::{Documento, Workshop};
use watch::Bounds;
use wire::{Answer, Task};
use worker::{Death, Worker};

pub use serve::ServeError;
pub(super) use wire::Work;

/// Own templates that a finding names one by one.
const NAMED: usize = 3;

/// What comes of asking another process.
pub(super) enum Asked {
    /// No process can be had: this one has to do the work.
    Nobody,
    /// It has done the work; `None` where nothing was to be made, or the material is wrong and told.
    Done(Option<Made>),
}

/// What another process has made.
pub(super) struct Made {
    pub pages: usize,
    pub bytes: Vec<u8>,
}

/// How another process of this program is started on the same project.
#[derive(Debug, Clone)]
pub struct Command {
    pub program: PathBuf,
    pub arguments: Vec<OsString>,
}

/// The processes that make the documents of a run.
pub(super) struct Apart {
    command: Command,
    bounds: Bounds,
    /// Those that wait for a document.
    idle: Mutex<Vec<Worker>>,
}

impl Apart {
    fn new(command: Command) -> Self {
        Self { command, bounds: Bounds::of_environment(), idle: Mutex::new(Vec::new()) }
    }

    fn take(&self) -> Option<Worker> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }

    /// What the work gives, or how its process died.  A process that had made others may have died of
    /// what those left behind, so the document gets a fresh one before it is blamed.
    fn ask(&self, task: &Task) -> std::io::Result<Result<(Answer, Vec<u8>), Death>> {
        loop {
            let mut worker = match self.take() {
                Some(worker) => worker,
                None => Worker::start(&self.command)?,
            };
            match worker.ask(task) {
                Ok(answer) => {
                    self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(worker);
                    return Ok(Ok(answer));
                }
                Err(_) => {
                    let fresh = worker.served == 0;
                    let death = worker.autopsy();
                    if fresh || !death.may_be_inherited() {
                        return Ok(Err(death));
                    }
                }
            }
        }
    }
}

impl<'a> Workshop<'a> {
    /// The same workshop, whose documents are made in other processes where the project has
    /// templates of its own; without them nothing changes.
    #[must_use]
    pub fn apart(mut self, command: Command) -> Self {
        if !self.project.resources.own.is_empty() {
            self.apart = Some(Apart::new(command));
        }
        self
    }

    /// Has the work done in another process, where there is one.
    ///
    /// # Errors
    /// [`DrawError`] where a chart cannot be drawn at all.
    pub(super) fn ask(
        &self,
        documento: &Documento,
        work: Work,
        findings: &mut Diagnostics,
    ) -> Result<Asked, DrawError> {
        let Some(apart) = &self.apart else { return Ok(Asked::Nobody) };
        if !self.project.is_sound(documento) {
            return Ok(Asked::Done(None));
        }
        let task = Task { documento: documento.id.clone(), trabajo: work };
        let Ok(answered) = apart.ask(&task) else { return Ok(Asked::Nobody) };
        let (answer, bytes) = match answered {
            Ok(answered) => answered,
            Err(death) => {
                findings.push(self.died(documento, work, &death, apart.bounds));
                return Ok(Asked::Done(None));
            }
        };
        if answer.sin_dibujo {
            // Charts know no template: here they fail in the same way.
            self.report(documento, findings)?;
        }
        self.project.funnel.mark(&answer.silencios);
        let told: Diagnostics = answer.hallazgos.iter().filter_map(|finding| self.restored(finding)).collect();
        findings.extend(if self.project.funnel.is_strict() { told.strict() } else { told });
        Ok(Asked::Done(answer.bytes.map(|_| Made { pages: answer.paginas, bytes })))
    }

    /// A finding of another process; without its place where this one has read no such file.
    fn restored(&self, finding: &Finding) -> Option<Diagnostic> {
        finding.restore(&|path| self.source(path)).or_else(|| {
            Finding { lugar: None, otro_lugar: None, otro_rotulo: None, ..finding.clone() }.restore(&|_| None)
        })
    }

    /// The finding for a document whose process died, at the first of the project's templates in it.
    fn died(&self, documento: &Documento, work: Work, death: &Death, bounds: Bounds) -> Diagnostic {
        let template = match work {
            Work::Html => HTML_PAGE.to_owned(),
            _ => resources::dress(documento.traje()),
        };
        let own = self.project.resources.own_of(&template);
        let own: Vec<_> = own.iter().map(|path| format!("templates/{path}")).collect();
        let mut message = death.told(bounds);
        if own.len() > 1 {
            let more = own.len().saturating_sub(NAMED);
            let mut names: Vec<_> = own.iter().take(NAMED).map(|path| format!("«{path}»")).collect();
            if more > 0 {
                names.push(format!("{more} más"));
            }
            message += &format!("; en este documento entran {}", crate::locale::lista(&names));
        }
        let finding = Diagnostic::error("plantilla-invalida", message).documento(&documento.id).remedy(TEMPLATE_REMEDY);
        match own.first().and_then(|path| self.source(path)) {
            Some(source) => finding.at(&source.line(1)).label("plantilla propia del proyecto"),
            None => finding,
        }
    }
}
