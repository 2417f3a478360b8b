//! From documents to files, one by one or many at once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::charts::{DrawError, Pen};
use crate::cuadro::Cuadro;
use crate::data::DataFile;
use crate::diagnostic::{Diagnostics, Severity, codes};
use crate::interop::paquete;
use crate::model::{Conjunto, Tipo};
use crate::output::{self, Entry, Manifest, Outcome, WriteError};
use crate::pdf::{Job, Pdf, Typesetter};
use crate::render::{Attachment, Renderer, Silenced, Source, libraries};
use crate::reports::{self, Insumo, Marco, Report};
use crate::rules::silencio::Silencio;

use super::{Contenido, Documento, PROGRAM, Project};

/// Stack of a worker: Typst's layout recurses.
const STACK: usize = 16 * 1024 * 1024;

/// Files above which a PDF carries its data in one package.
const MAX_ATTACHMENTS: usize = 24;
/// Name of the package, and in it of the list of hashes in the form of `b3sum`.
const PACKAGE: &str = "datos.zip";
const HASHES: &str = "huellas.b3";

/// Making documents had to stop.
#[derive(Debug, thiserror::Error)]
pub enum MakeError {
    #[error(transparent)]
    Draw(#[from] DrawError),
    #[error(transparent)]
    Write(#[from] WriteError),
    #[error("no se pudo crear un hilo de trabajo: {0}")]
    Thread(std::io::Error),
}

/// What `--emitir` shows instead of a PDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    Vista,
    Typst,
    Svg,
}

impl Project {
    /// The tools that all documents share.
    ///
    /// # Errors
    /// [`DrawError`] where the fonts cannot serve the charts.
    pub fn workshop(&self, findings: &mut Diagnostics) -> Result<Option<Workshop<'_>>, DrawError> {
        let pen = Pen::new(&self.theme, self.proyecto.numeros, &self.resources)?;
        let Some(renderer) = Renderer::new(&self.resources, &self.theme, self.proyecto.numeros, findings) else {
            return Ok(None);
        };
        let fonts = self.resources.fonts.values().map(Vec::as_slice);
        Ok(Some(Workshop {
            project: self,
            pen,
            renderer,
            typesetter: Typesetter::new(fonts, libraries(&self.resources)),
        }))
    }
}

fn silenced(silencio: &Silencio) -> Silenced<'_> {
    Silenced {
        archivo: silencio.place.path(),
        regla: &silencio.regla,
        resumen: codes::find(&silencio.regla).map_or("", |c| c.summary),
        motivo: &silencio.motivo,
    }
}

/// Whether the document was made with warnings.
fn has_warnings(entry: &Entry) -> bool {
    let warns = |code: &String| codes::find(code).is_some_and(|c| c.severity == Severity::Aviso);
    entry.avisos.iter().any(warns)
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

/// Everything that is set up once and used for every document.
pub struct Workshop<'a> {
    project: &'a Project,
    pen: Pen<'a>,
    renderer: Renderer,
    typesetter: Typesetter,
}

impl Workshop<'_> {
    /// The view of a document with its charts; `None` where the material is wrong.
    ///
    /// # Errors
    /// [`DrawError`] where a chart cannot be drawn at all.
    pub fn report(&self, documento: &Documento, findings: &mut Diagnostics) -> Result<Option<Report>, DrawError> {
        let mut own = Diagnostics::default();
        let report = self.assemble(documento, &mut own)?;
        let sound = self.tell(own, findings);
        Ok(report.filter(|_| sound))
    }

    /// Lets what a stage found through the funnel into `findings`; whether its document can go on.
    fn tell(&self, own: Diagnostics, findings: &mut Diagnostics) -> bool {
        let told = self.project.funnel.pass(own);
        let sound = !told.has_errors();
        findings.extend(told);
        sound
    }

    /// The view as far as the material allows; what is missing is told.
    fn assemble(&self, documento: &Documento, findings: &mut Diagnostics) -> Result<Option<Report>, DrawError> {
        let project = self.project;
        if !project.is_sound(documento) {
            return Ok(None);
        }
        match &documento.contenido {
            None => Ok(None),
            Some(Contenido::Informe(read)) => {
                let material = reports::Material {
                    proyecto: &project.proyecto,
                    catalogo: &project.catalogo,
                    entidad: &read.entidad,
                    informe: &read.informe,
                    resultados: &read.resultados,
                    anterior: read.anterior.as_deref(),
                    plan: read.plan.as_deref(),
                    recomendaciones: read.recomendaciones.as_deref(),
                };
                reports::informe_seguimiento(&documento.id, material, &self.pen, findings).map(Some)
            }
            Some(Contenido::Consolidado(c, set)) => {
                let insumos = self.insumos(documento);
                reports::consolidado(&documento.id, c, self.frame(set, &insumos), findings).map(Some)
            }
            Some(Contenido::Presentacion(p, set)) => {
                let insumos = self.insumos(documento);
                reports::presentacion(&documento.id, p, self.frame(set, &insumos), findings).map(Some)
            }
            Some(Contenido::Ficha(f, politica, set)) => {
                let insumos = self.insumos(documento);
                reports::ficha_politica(&documento.id, f, *politica, self.frame(set, &insumos), findings).map(Some)
            }
            Some(Contenido::PlanTrabajo(plan)) => {
                reports::plan_trabajo(&documento.id, plan, &project.proyecto, &self.pen).map(Some)
            }
        }
    }

    fn frame<'b>(&'b self, conjunto: &'b Conjunto, insumos: &'b [Insumo]) -> Marco<'b> {
        Marco { proyecto: &self.project.proyecto, catalogo: &self.project.catalogo, conjunto, insumos, pen: &self.pen }
    }

    /// The files of a document with their hashes, in the order of their paths.
    fn insumos(&self, documento: &Documento) -> Vec<Insumo> {
        let inputs = self.project.inputs(documento);
        inputs.into_iter().map(|(ruta, hash)| Insumo { ruta, hash }).collect()
    }

    /// Typst source of a report.
    pub fn render(&self, documento: &Documento, report: &Report, findings: &mut Diagnostics) -> Option<Source> {
        let mut own = Diagnostics::default();
        let source = self.renderer.render(report, &self.attachments(documento), &self.silenced(documento), &mut own);
        let sound = self.tell(own, findings);
        source.filter(|_| sound)
    }

    /// The tables of a report, as they read.
    pub fn tables(&self, report: &Report, findings: &mut Diagnostics) -> Option<Vec<Cuadro>> {
        let mut own = Diagnostics::default();
        let tables = self.renderer.tables(report, &mut own);
        let sound = self.tell(own, findings);
        tables.filter(|_| sound)
    }

    /// Everything that can be wrong with a document short of setting its pages:
    /// contents without data, unknown norms and figures, templates.
    ///
    /// # Errors
    /// [`DrawError`] where a chart cannot be drawn at all.
    pub fn check(&self, documento: &Documento, findings: &mut Diagnostics) -> Result<(), DrawError> {
        let mut own = Diagnostics::default();
        let report = self.assemble(documento, &mut own)?;
        self.tell(own, findings);
        if let Some(report) = report {
            self.render(documento, &report, findings);
        }
        Ok(())
    }

    /// The rules that the files of the document silence.
    fn silenced(&self, documento: &Documento) -> Vec<Silenced<'_>> {
        let of_document = |s: &&Silencio| {
            let path = s.place.path().strip_prefix("data/");
            documento.entradas.iter().any(|entrada| Some(entrada.as_str()) == path)
        };
        self.project.funnel.silencios.iter().filter(of_document).map(silenced).collect()
    }

    /// The data files that travel inside the PDF: one by one where they are
    /// few, otherwise in one package with the list of their hashes.
    fn attachments(&self, documento: &Documento) -> Vec<Attachment> {
        let files: Vec<_> = documento.entradas.iter().filter_map(|path| self.project.files.file(path)).collect();
        let one = |f: &&DataFile| Attachment {
            path: f.source.path.clone(),
            mime: "application/yaml",
            bytes: f.source.text.clone().into_bytes(),
        };
        if files.len() > MAX_ATTACHMENTS {
            let hashes = self.project.inputs(documento);
            let list: String = hashes.iter().map(|(path, hash)| format!("{hash}  {path}\n")).collect();
            let mut parts = vec![(HASHES, list.as_bytes())];
            parts.extend(files.iter().map(|f| (f.source.path.as_str(), f.source.text.as_bytes())));
            // A project has each path once; should a name not go in, the files travel one by one.
            if let Ok(bytes) = paquete::zip(&parts) {
                return vec![Attachment { path: PACKAGE.to_owned(), mime: "application/zip", bytes }];
            }
        }
        files.iter().map(one).collect()
    }

    /// PDF of a rendered report.
    pub fn typeset(&self, report: &Report, source: &Source, findings: &mut Diagnostics) -> Option<Pdf> {
        let job = Job {
            main: &source.main,
            files: &source.files,
            today: (report.meta.fecha.anio, report.meta.fecha.mes, report.meta.fecha.dia),
            ident: format!("seguimiento/{}/{}", self.project.proyecto.nombre, report.meta.id),
        };
        match self.typesetter.compile(&job) {
            Ok(pdf) => {
                let mut own = Diagnostics::default();
                for warning in &pdf.warnings {
                    own.push(self.renderer.explain_warning(warning, &report.meta.id, &source.main));
                }
                self.tell(own, findings).then_some(pdf)
            }
            Err(faults) => {
                let mut own = Diagnostics::default();
                for fault in faults {
                    own.push(self.renderer.explain(&fault, &report.meta.id, &source.main));
                }
                self.tell(own, findings);
                None
            }
        }
    }

    /// Empties Typst's cache, for measurements.
    pub fn forget(&self) {
        self.typesetter.forget();
    }

    /// One document from data to bytes.
    ///
    /// # Errors
    /// [`DrawError`] where a chart cannot be drawn at all.
    pub fn make(&self, documento: &Documento, findings: &mut Diagnostics) -> Result<Option<Pdf>, DrawError> {
        let Some(report) = self.report(documento, findings)? else { return Ok(None) };
        let Some(source) = self.render(documento, &report, findings) else { return Ok(None) };
        Ok(self.typeset(&report, &source, findings))
    }

    /// The text of an intermediate stage, by file name.
    ///
    /// # Errors
    /// [`DrawError`] where a chart cannot be drawn at all.
    pub fn emit(
        &self,
        documento: &Documento,
        stage: Stage,
        findings: &mut Diagnostics,
    ) -> Result<Option<Vec<(String, String)>>, DrawError> {
        let Some(report) = self.report(documento, findings)? else { return Ok(None) };
        let id = &documento.id;
        Ok(match stage {
            Stage::Vista => {
                let view = serde_json::json!({ "documento": report.meta, "vista": report.view, "cifras": report.cifras, "graficos": report.charts });
                let text = serde_json::to_string_pretty(&view).unwrap_or_default() + "\n";
                Some(vec![(format!("{id}.json"), text)])
            }
            Stage::Typst => {
                self.render(documento, &report, findings).map(|source| vec![(format!("{id}.typ"), source.main)])
            }
            Stage::Svg => Some(
                report
                    .charts
                    .iter()
                    .enumerate()
                    .map(|(i, c)| (format!("{id}-grafico-{}.svg", i + 1), c.svg.clone()))
                    .collect(),
            ),
        })
    }

    /// Makes `chosen` on several threads and writes them with the manifest;
    /// `on_done` hears of each as it ends, in any order.
    ///
    /// # Errors
    /// [`MakeError`] where the tool cannot go on; what was written stays.
    pub fn make_all(
        &self,
        chosen: &[&Documento],
        options: Options,
        on_done: &(dyn Fn(&Made) + Sync),
    ) -> Result<Vec<Made>, MakeError> {
        let output = self.project.root.join("output");
        let old = Manifest::read(&output);
        let mut manifest = self.manifest();
        let same_tools = old.as_ref().is_some_and(|old| {
            (&old.programa, &old.plantillas, &old.fuentes)
                == (&manifest.programa, &manifest.plantillas, &manifest.fuentes)
        });
        let fresh = old.as_ref().filter(|_| same_tools && !options.force);
        let next = AtomicUsize::new(0);
        let done: Mutex<Vec<(usize, Made, Entry)>> = Mutex::new(Vec::with_capacity(chosen.len()));
        let failure: Mutex<Option<MakeError>> = Mutex::new(None);
        let work = || {
            loop {
                let index = next.fetch_add(1, Ordering::Relaxed);
                let Some(documento) = chosen.get(index) else { break };
                match self.make_one(documento, fresh) {
                    Ok((made, entry)) => {
                        on_done(&made);
                        done.lock().expect("no worker panics while it holds the lock").push((index, made, entry));
                    }
                    Err(error) => {
                        next.store(chosen.len(), Ordering::Relaxed);
                        *failure.lock().expect("no worker panics while it holds the lock") = Some(error);
                    }
                }
            }
        };
        std::thread::scope(|scope| {
            for _ in 0..options.threads.clamp(1, chosen.len().max(1)) {
                std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work).map_err(MakeError::Thread)?;
            }
            Ok::<_, MakeError>(())
        })?;
        let mut done = done.into_inner().expect("workers have ended");
        done.sort_by_key(|(index, ..)| *index);
        // Documents that were not asked for keep their entry; those that are gone lose it.
        for documento in &self.project.documentos {
            if let Some(entry) = old.as_ref().and_then(|old| old.documentos.get(&documento.id)) {
                manifest.documentos.insert(documento.id.clone(), entry.clone());
            }
        }
        let mut all = Vec::with_capacity(done.len());
        for (_, made, entry) in done {
            manifest.documentos.insert(made.id.clone(), entry);
            all.push(made);
        }
        manifest.write(&output)?;
        match failure.into_inner().expect("workers have ended") {
            Some(error) => Err(error),
            None => Ok(all),
        }
    }

    fn manifest(&self) -> Manifest {
        let resources = &self.project.resources;
        let all = |parts: &mut dyn Iterator<Item = (&String, &[u8])>| {
            let lines: String = parts.map(|(name, bytes)| format!("{name} {}\n", output::hash(bytes))).collect();
            output::hash(lines.as_bytes())
        };
        Manifest {
            programa: PROGRAM.to_owned(),
            plantillas: all(&mut resources.templates.iter().map(|(n, t)| (n, t.as_bytes()))),
            fuentes: all(&mut resources.fonts.iter().map(|(n, b)| (n, b.as_slice()))),
            documentos: BTreeMap::new(),
        }
    }

    fn make_one(&self, documento: &Documento, old: Option<&Manifest>) -> Result<(Made, Entry), MakeError> {
        let entradas = self.project.inputs(documento);
        let path = self.project.pdf_path(documento);
        let mut findings = Diagnostics::default();
        let inputs: BTreeSet<_> = entradas.keys().cloned().collect();
        let avisos = |own: &Diagnostics| {
            let shared =
                self.project.findings.iter().filter(|d| d.place.as_ref().is_some_and(|p| inputs.contains(p.path())));
            let codes: BTreeSet<_> = shared.chain(own.iter()).map(|d| d.code.to_owned()).collect();
            codes.into_iter().collect()
        };
        let mut entry = Entry {
            tipo: documento.tipo.map_or("", Tipo::word).to_owned(),
            resultado: Outcome::Omitido,
            archivo: format!("{}.pdf", documento.id),
            hash: None,
            paginas: None,
            entradas,
            avisos: Vec::new(),
        };
        if let Some(known) = old.and_then(|old| old.documentos.get(&documento.id))
            // What was made in another run may be refused in a strict one.
            && self.project.is_sound(documento)
            && !(self.project.funnel.is_strict() && has_warnings(known))
            && known.resultado == Outcome::Hecho
            && known.entradas == entry.entradas
            && std::fs::read(&path).is_ok_and(|bytes| known.hash.as_deref() == Some(&output::hash(&bytes)))
        {
            let made = Made {
                id: documento.id.clone(),
                outcome: Done::UpToDate { pages: known.paginas.unwrap_or(0) },
                findings,
            };
            return Ok((made, known.clone()));
        }
        let outcome = match self.make(documento, &mut findings)? {
            Some(pdf) => {
                output::write(&path, &pdf.bytes)?;
                entry.resultado = Outcome::Hecho;
                entry.hash = Some(output::hash(&pdf.bytes));
                entry.paginas = Some(pdf.pages);
                Done::Written { pages: pdf.pages }
            }
            None => Done::Skipped,
        };
        entry.avisos = avisos(&findings);
        Ok((Made { id: documento.id.clone(), outcome, findings }, entry))
    }
}
