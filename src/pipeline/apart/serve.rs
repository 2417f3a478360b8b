//! The other side: a process that makes what it is asked for until nobody asks.

use std::io::{self, BufRead, Write};
use std::time::Instant;

use rayon::ThreadPoolBuilder;

use crate::charts::DrawError;
use crate::diagnostic::Diagnostics;
use crate::output::Finding;
use crate::pipeline::{Documento, Project, Workshop};

use super::watch::{Bounds, Clock, watch};
use super::wire::{self, Answer, Task, Work};

/// A process that serves had to stop.
#[derive(Debug, thiserror::Error)]
#[error("se perdió la comunicación entre procesos: {}", crate::output::reason(.0))]
pub struct ServeError(#[from] io::Error);

impl Workshop<'_> {
    /// Makes each document that `input` asks for and answers on `output`, on the thread of the
    /// caller, which needs a stack of [`STACK`](crate::pipeline::STACK).
    ///
    /// # Errors
    /// [`ServeError`] where the other side is gone or says what cannot be understood.
    pub fn serve(&self, mut input: impl BufRead, mut output: impl Write) -> Result<(), ServeError> {
        // Typst divides pages among the threads of a pool: here this thread is all of them.
        let alone = ThreadPoolBuilder::new().num_threads(1).use_current_thread().build();
        let _alone = alone.map_err(io::Error::other)?;
        let clock = Clock::default();
        watch(Bounds::of_environment(), clock.clone())?;
        while let Some(task) = wire::receive::<Task>(&mut input)? {
            clock.set(Some(Instant::now()));
            // A document that the files no longer describe: whoever asks has read others.
            let Some((answer, bytes)) = self.answer(&task) else { break };
            clock.set(None);
            wire::send(&mut output, &answer, &bytes)?;
        }
        Ok(())
    }

    /// The tables of a document as JSON; whoever asks has told what its report finds.
    fn tables_apart(&self, documento: &Documento, findings: &mut Diagnostics) -> Result<Option<Vec<u8>>, DrawError> {
        let Some(report) = self.report_to_export(documento, &mut Diagnostics::default())? else { return Ok(None) };
        let tables = self.tables(documento, &report, findings)?;
        Ok(tables.and_then(|tables| serde_json::to_vec(&tables).ok()))
    }

    fn answer(&self, task: &Task) -> Option<(Answer, Vec<u8>)> {
        let project: &Project = self.project;
        let documento = project.documentos.iter().find(|d| d.id == task.documento)?;
        let mut findings = Diagnostics::default();
        let done = match task.trabajo {
            Work::Check => self.check_pages(documento, &mut findings).map(|()| None),
            work @ (Work::Source | Work::Html | Work::Draft) => {
                self.text(documento, work, &mut findings).map(|text| text.map(|text| (0, text.into_bytes())))
            }
            Work::Tables => self.tables_apart(documento, &mut findings).map(|tables| tables.map(|tables| (0, tables))),
            Work::Pdf => self.make(documento, &mut findings).map(|pdf| pdf.map(|pdf| (pdf.pages, pdf.bytes))),
        };
        let sin_dibujo = done.is_err();
        let made = done.unwrap_or_default();
        let answer = Answer {
            hallazgos: findings.iter().map(Finding::of).collect(),
            silencios: project.funnel.used(),
            sin_dibujo,
            paginas: made.as_ref().map_or(0, |(pages, _)| *pages),
            bytes: made.as_ref().map(|(_, bytes)| bytes.len()),
        };
        Some((answer, made.map_or_else(Vec::new, |(_, bytes)| bytes)))
    }
}
