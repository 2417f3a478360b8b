//! From a document to its pages, stage by stage.

use std::sync::{Arc, Mutex, PoisonError};

use crate::bloques::conjunto::{Insumo, Marco};
use crate::bloques::entidad::Material;
use crate::charts::{DrawError, Pen};
use crate::cuadro::Cuadro;
use crate::data::DataFile;
use crate::diagnostic::{Diagnostic, Diagnostics, SourceText, codes};
use crate::expediente::{Conjunto, Vara};
use crate::interop::paquete::PackError;
use crate::model::Catalogo;
use crate::pdf::{Job, Pdf, Typesetter};
use crate::render::{Attachment, Renderer, Silenced, Source, asks_for_sentences, attached, libraries, pictures};
use crate::reports::{self, Report};
use crate::rules::silencio::Silencio;

use super::apart::{Apart, Asked, Work};
use super::guard::guarded;
use super::packages::Packages;
use super::varas::Tomada;
use super::{Documento, Encargado, Project, uses};

/// Files above which a PDF carries its data in one package.
const MAX_ATTACHMENTS: usize = 24;
/// Name of the package.
const PACKAGE: &str = "datos.zip";

/// Folder of the templates of the page of HTML, in the project.
const OF_HTML: &str = "templates/html/";

/// What `--emitir` shows instead of a PDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    Vista,
    Typst,
    Svg,
    /// The document as a page of HTML, which is no stage of the PDF but another output.
    Html,
    /// What the document drafts for its author, who takes it over into its file.
    Borrador,
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
            typesetter: Typesetter::new(fonts, libraries(&self.resources), pictures(&self.resources)),
            apart: None,
            packages: Mutex::default(),
        }))
    }
}

fn silenced<'a>(silencio: &'a Silencio, catalogo: &Catalogo) -> Silenced<'a> {
    // `data/entidades/and/plan-2023.yaml` is `plan-2023.yaml` of the entity with that slug.
    let parts: Vec<_> = silencio.place.path().split('/').collect();
    let name = parts.last().copied().unwrap_or_default();
    let entidad = match parts.as_slice() {
        [_, "entidades", slug, ..] => catalogo.entidad(slug),
        _ => None,
    };
    Silenced {
        archivo: entidad.map_or_else(|| name.to_owned(), |e| format!("{name}, {}", e.nombre)),
        donde: silencio.donde.as_deref(),
        regla: &silencio.regla,
        resumen: codes::find(&silencio.regla).map_or("", |c| c.summary),
        motivo: &silencio.motivo,
    }
}

/// What templates and texts get of a report, as JSON.
fn vista(report: &Report) -> String {
    let view = serde_json::json!({
        "documento": report.meta,
        "vista": report.view,
        "cifras": report.cifras,
        "graficos": report.charts,
    });
    serde_json::to_string_pretty(&view).unwrap_or_default() + "\n"
}

/// Everything that is set up once and used for every document.
pub struct Workshop<'a> {
    pub(super) project: &'a Project,
    pen: Pen<'a>,
    renderer: Renderer,
    typesetter: Typesetter,
    /// Where documents are made in other processes.
    pub(super) apart: Option<Apart>,
    packages: Mutex<Packages>,
}

impl Workshop<'_> {
    /// The view of a document with its charts; `None` where the material is wrong.
    ///
    /// # Errors
    /// [`DrawError`] where a chart cannot be drawn at all.
    pub fn report(&self, documento: &Documento, findings: &mut Diagnostics) -> Result<Option<Report>, DrawError> {
        self.assembled(documento, false, findings)
    }

    /// The same with the tables that only exports have.
    ///
    /// # Errors
    /// [`DrawError`] where a chart cannot be drawn at all.
    pub fn report_to_export(
        &self,
        documento: &Documento,
        findings: &mut Diagnostics,
    ) -> Result<Option<Report>, DrawError> {
        self.assembled(documento, true, findings)
    }

    fn assembled(
        &self,
        documento: &Documento,
        exporta: bool,
        findings: &mut Diagnostics,
    ) -> Result<Option<Report>, DrawError> {
        let mut own = Diagnostics::default();
        let report = guarded(&documento.id, &mut own, |own| self.assemble(documento, exporta, own))?;
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
    fn assemble(
        &self,
        documento: &Documento,
        exporta: bool,
        findings: &mut Diagnostics,
    ) -> Result<Option<Report>, DrawError> {
        let project = self.project;
        if !project.is_sound(documento) {
            return Ok(None);
        }
        let taken = project.vara(documento);
        let vara = taken.as_deref().map(|taken| &taken.vara);
        if let (Some(vara), Some(vigencia)) = (vara, documento.vigencia()) {
            project.tell_uncounted(vara, vigencia, findings);
        }
        match &documento.encargado {
            None => Ok(None),
            Some(Encargado::Informe(informe, expediente)) => {
                // Without those of its vigencia there is no report.
                let Some(resultados) = &expediente.resultados else { return Ok(None) };
                let material = Material {
                    proyecto: &project.proyecto,
                    catalogo: &project.catalogo,
                    entidad: &project.catalogo.entidades[expediente.entidad],
                    informe,
                    resultados,
                    anterior: expediente.anterior.as_deref(),
                    plan: expediente.plan.as_deref(),
                    recomendaciones: expediente.recomendaciones.as_deref(),
                    expediente,
                    vara,
                    exporta,
                };
                reports::informe_seguimiento(&documento.id, material, &self.pen, findings).map(Some)
            }
            Some(Encargado::Consolidado(c, set)) => {
                let insumos = self.insumos(documento);
                reports::consolidado(&documento.id, c, self.frame(set, vara, &insumos, exporta), findings).map(Some)
            }
            Some(Encargado::Presentacion(p, set)) => {
                let insumos = self.insumos(documento);
                reports::presentacion(&documento.id, p, self.frame(set, vara, &insumos, exporta), findings).map(Some)
            }
            Some(Encargado::Ficha(f, politica, set)) => {
                let insumos = self.insumos(documento);
                reports::ficha_politica(&documento.id, f, *politica, self.frame(set, vara, &insumos, exporta), findings)
                    .map(Some)
            }
            Some(Encargado::PlanTrabajo(plan)) => {
                reports::plan_trabajo(&documento.id, plan, &project.proyecto, &self.pen, findings).map(Some)
            }
            Some(Encargado::Seguimiento(s)) => {
                let material = s.material(&project.proyecto, &project.catalogo);
                reports::seguimiento_trabajo(&documento.id, material, findings)
            }
        }
    }

    fn frame<'b>(
        &'b self,
        conjunto: &'b Conjunto,
        vara: Option<&'b Vara>,
        insumos: &'b [Insumo],
        exporta: bool,
    ) -> Marco<'b> {
        let Project { proyecto, catalogo, .. } = self.project;
        Marco { proyecto, catalogo, conjunto, vara, insumos, pen: &self.pen, exporta }
    }

    /// The files of a document with their hashes, in the order of their paths.
    fn insumos(&self, documento: &Documento) -> Vec<Insumo> {
        let inputs = self.project.inputs(documento);
        inputs.into_iter().map(|(ruta, hash)| Insumo { ruta, hash }).collect()
    }

    /// Typst source of a report.
    pub fn render(&self, documento: &Documento, report: &Report, findings: &mut Diagnostics) -> Option<Source> {
        let (attachments, silenced) = (self.attachments(documento), self.silenced(documento));
        self.written(documento, findings, |own| {
            self.renderer.render(report, documento.traje(), &attachments, &silenced, own)
        })
    }

    /// Page of HTML of a report.
    fn html(&self, documento: &Documento, report: &Report, findings: &mut Diagnostics) -> Option<String> {
        let silenced = self.silenced(documento);
        self.written(documento, findings, |own| {
            self.renderer.html(report, documento.traje(), &silenced, &self.pen, own)
        })
    }

    /// What templates write, with what was found of them.
    fn written<T>(
        &self,
        documento: &Documento,
        findings: &mut Diagnostics,
        write: impl FnOnce(&mut Diagnostics) -> Option<T>,
    ) -> Option<T> {
        let mut own = Diagnostics::default();
        let read: Result<_, DrawError> = guarded(&documento.id, &mut own, |own| Ok(write(own)));
        let sound = self.tell(own, findings);
        read.unwrap_or_default().filter(|_| sound)
    }

    /// The tables of a document, as they read, out of its report.
    ///
    /// # Errors
    /// [`DrawError`] where a chart cannot be drawn at all.
    pub fn tables(
        &self,
        documento: &Documento,
        report: &Report,
        findings: &mut Diagnostics,
    ) -> Result<Option<Vec<Cuadro>>, DrawError> {
        if asks_for_sentences(report)
            && let Asked::Done(made) = self.ask(documento, Work::Tables, findings)?
        {
            return Ok(made.and_then(|made| serde_json::from_slice(&made.bytes).ok()));
        }
        let mut own = Diagnostics::default();
        let read: Result<_, DrawError> =
            guarded(&report.meta.id, &mut own, |own| Ok(self.renderer.tables(report, own)));
        let sound = self.tell(own, findings);
        Ok(read.unwrap_or_default().filter(|_| sound))
    }

    /// Everything that can be wrong with a document short of setting its pages:
    /// contents without data, unknown norms and figures, templates.
    ///
    /// # Errors
    /// [`DrawError`] where a chart cannot be drawn at all.
    pub fn check(&self, documento: &Documento, findings: &mut Diagnostics) -> Result<(), DrawError> {
        self.check_pages(documento, findings)?;
        // The program's own templates of that page are sound.
        if self.project.resources.has_own_html() {
            let mut told = Diagnostics::default();
            self.text(documento, Work::Html, &mut told)?;
            // What is wrong with the document itself has been told.
            let of_page = |finding: &Diagnostic| finding.place.as_ref().is_some_and(|p| p.path().starts_with(OF_HTML));
            findings.extend(told.split(of_page).0);
        }
        Ok(())
    }

    /// [`Self::check`] without its page of HTML.
    ///
    /// # Errors
    /// [`DrawError`] where a chart cannot be drawn at all.
    pub(super) fn check_pages(&self, documento: &Documento, findings: &mut Diagnostics) -> Result<(), DrawError> {
        if let Asked::Done(_) = self.ask(documento, Work::Check, findings)? {
            return Ok(());
        }
        let mut own = Diagnostics::default();
        let report = guarded(&documento.id, &mut own, |own| self.assemble(documento, false, own))?;
        self.tell(own, findings);
        if let Some(report) = report {
            self.render(documento, &report, findings);
        }
        Ok(())
    }

    /// The rules that the files of the document silence.
    fn silenced(&self, documento: &Documento) -> Vec<Silenced<'_>> {
        let catalogo = &self.project.catalogo;
        self.project.funnel.silencios.iter().filter(|s| uses(documento, s)).map(|s| silenced(s, catalogo)).collect()
    }

    /// The data files of a document that there are.
    fn data(&self, documento: &Documento) -> Vec<&DataFile> {
        documento.entradas.iter().filter_map(|path| self.project.files.file(path)).collect()
    }

    /// The data files that travel inside the PDF: one by one where they are
    /// few, otherwise in one package with the list of their hashes.
    fn attachments(&self, documento: &Documento) -> Vec<Attachment> {
        let files = self.data(documento);
        if files.len() > MAX_ATTACHMENTS {
            return vec![Attachment { path: PACKAGE.to_owned(), mime: "application/zip" }];
        }
        let compared = self.project.vara(documento);
        let compared = compared.map(|taken| Attachment { path: taken.ruta.clone(), mime: "text/csv" });
        let own = files.iter().map(|f| Attachment { path: f.source.path.clone(), mime: "application/yaml" });
        own.chain(compared).collect()
    }

    /// The bytes of the attachments in their order.
    ///
    /// # Errors
    /// [`PackError`] with the file that does not go into the package.
    fn attached(&self, documento: &Documento) -> Result<Vec<Vec<u8>>, PackError> {
        let files = self.data(documento);
        let compared = self.project.vara(documento);
        if files.len() > MAX_ATTACHMENTS {
            return self.package(documento, &files, compared.as_deref()).map(|bytes| vec![bytes]);
        }
        let compared = compared.map(|taken| taken.bytes.clone());
        Ok(files.iter().map(|f| f.bytes().into_owned()).chain(compared).collect())
    }

    /// The files of a document with the list of their hashes; the sheets of a set have the same one.
    fn package(
        &self,
        documento: &Documento,
        files: &[&DataFile],
        compared: Option<&Tomada>,
    ) -> Result<Vec<u8>, PackError> {
        let mut made = self.packages.lock().unwrap_or_else(PoisonError::into_inner);
        made.package(self.project.inputs(documento), files, compared)
    }

    /// PDF of a rendered report, with the data that it is made from.
    pub fn typeset(
        &self,
        documento: &Documento,
        report: &Report,
        source: &Source,
        findings: &mut Diagnostics,
    ) -> Option<Pdf> {
        let data = match self.attached(documento) {
            Ok(data) => data,
            Err(error) => {
                let finding = Diagnostic::error("composicion-fallida", error.to_string());
                findings.push(finding.documento(&documento.id).remedy("es un error del programa: repórtelo"));
                return None;
            }
        };
        let data = data.into_iter().enumerate().map(|(index, bytes)| (attached(index), bytes));
        let files: Vec<_> = source.files.iter().cloned().chain(data).collect();
        let job = Job {
            main: &source.main,
            files: &files,
            today: (report.meta.fecha.anio, report.meta.fecha.mes, report.meta.fecha.dia),
            ident: format!("seguimiento/{}/{}", self.project.proyecto.nombre, report.meta.id),
        };
        match self.typesetter.compile(&job) {
            Ok(pdf) => {
                let own = self.renderer.explain_warnings(&pdf.warnings, &report.meta.id, source);
                self.tell(own, findings).then_some(pdf)
            }
            Err(faults) => {
                let own = self.renderer.explain(&faults, &report.meta.id, source);
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
        if let Asked::Done(made) = self.ask(documento, Work::Pdf, findings)? {
            return Ok(made.map(|made| Pdf { bytes: made.bytes, pages: made.pages, warnings: Vec::new() }));
        }
        guarded(&documento.id, findings, |findings| {
            let Some(report) = self.report(documento, findings)? else { return Ok(None) };
            let Some(source) = self.render(documento, &report, findings) else { return Ok(None) };
            Ok(self.typeset(documento, &report, &source, findings))
        })
    }

    /// The text that a finding points at: a data file, or a template.
    pub(super) fn source(&self, path: &str) -> Option<Arc<SourceText>> {
        match path.strip_prefix("data/") {
            Some(path) => self.project.files.file(path).map(|file| Arc::clone(&file.source)),
            None => self.renderer.source(path),
        }
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
        let id = &documento.id;
        guarded(id, findings, |findings| match stage {
            Stage::Vista => {
                let report = self.report(documento, findings)?;
                Ok(report.map(|report| vec![(format!("{id}.vista.json"), vista(&report))]))
            }
            Stage::Typst | Stage::Html | Stage::Borrador => {
                let (work, ending) = match stage {
                    Stage::Html => (Work::Html, "html"),
                    Stage::Borrador => (Work::Draft, "borrador.yaml"),
                    _ => (Work::Source, "typ"),
                };
                let text = self.text(documento, work, findings)?;
                Ok(text.map(|text| vec![(format!("{id}.{ending}"), text)]))
            }
            Stage::Svg => Ok(self.report(documento, findings)?.map(|report| {
                let charts = report.charts.into_iter().enumerate();
                charts.map(|(i, chart)| (format!("{id}-grafico-{}.svg", i + 1), chart.svg)).collect()
            })),
        })
    }

    /// What templates make of a document: its page of HTML, or else its Typst source.
    pub(super) fn text(
        &self,
        documento: &Documento,
        work: Work,
        findings: &mut Diagnostics,
    ) -> Result<Option<String>, DrawError> {
        if let Asked::Done(made) = self.ask(documento, work, findings)? {
            return Ok(made.map(|made| String::from_utf8_lossy(&made.bytes).into_owned()));
        }
        let Some(report) = self.report(documento, findings)? else { return Ok(None) };
        Ok(match work {
            Work::Html => self.html(documento, &report, findings),
            Work::Draft => self.written(documento, findings, |own| self.renderer.draft(&report, own)),
            _ => self.render(documento, &report, findings).map(|source| source.main),
        })
    }
}
