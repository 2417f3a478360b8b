//! The only place that knows the order of the stages: open a project, choose
//! documents, make them.  Prints nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::charts::{DrawError, Pen};
use crate::data::{self, DataFile, ProjectFiles};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity, nearest};
use crate::model::shape::{FromNode, Located};
use crate::model::{self, Catalogo, Cobertura, Entidad, Informe, Plan, PlanTrabajo, Proyecto, Resultados, Tipo};
use crate::output::{self, Entry, Manifest, Outcome, WriteError};
use crate::pdf::{Job, Pdf, Typesetter};
use crate::render::{Attachment, Renderer, Source, libraries};
use crate::reports::{self, Report};
use crate::resources::{ResourceError, Resources};
use crate::theme::{self, Theme, ThemeError};

/// Stack of a worker: Typst's layout recurses.
const STACK: usize = 16 * 1024 * 1024;

/// The files that every document is made from.
const SHARED: [&str; 4] =
    ["proyecto.yaml", "catalogo/politicas.yaml", "catalogo/normas.yaml", "catalogo/entidades.yaml"];

/// The project cannot be opened at all.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error(transparent)]
    Data(#[from] data::LoadError),
    #[error(transparent)]
    Resources(#[from] ResourceError),
    #[error(transparent)]
    Theme(#[from] ThemeError),
    #[error("la fuente «{0}» no se puede leer")]
    Font(String),
}

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

/// A project that has been read and checked.
pub struct Project {
    pub root: PathBuf,
    pub proyecto: Proyecto,
    pub catalogo: Catalogo,
    /// In the order of their identifiers.
    pub documentos: Vec<Documento>,
    files: ProjectFiles,
    resources: Resources,
    theme: Theme,
    /// Files with errors, by their path in `data/`.
    broken: BTreeSet<String>,
    findings: Diagnostics,
}

/// A document that the project describes.
pub struct Documento {
    /// Path in `output/`, without extension.
    pub id: String,
    pub tipo: Option<Tipo>,
    /// Paths in `data/` of the files it is made from, its own first.
    pub entradas: Vec<String>,
    contenido: Option<Contenido>,
}

enum Contenido {
    Informe {
        informe: Informe,
        entidad: Entidad,
        resultados: Resultados,
        anterior: Option<Resultados>,
        plan: Option<Plan>,
    },
    PlanTrabajo(PlanTrabajo),
}

/// What `--emitir` shows instead of a PDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    Vista,
    Typst,
    Svg,
}

impl Project {
    /// Reads the project folder `root` and checks everything in it.
    ///
    /// # Errors
    /// [`OpenError`] where there is nothing to work with; findings in the
    /// user's files are in [`Project::findings`].
    pub fn open(root: &Path) -> Result<Self, OpenError> {
        let resources = Resources::load(root)?;
        let theme = Theme::parse(resources.templates.get(theme::FILE).map(String::as_str))?;
        let folder = theme.fuentes.carpeta_texto.clone();
        let fonts: Vec<_> = resources.fonts_in(&folder).collect();
        let cobertura = Cobertura::build(&fonts).map_err(|_| OpenError::Font(folder.clone()))?;
        let (files, mut findings) = data::load(root)?;
        for node in files.files.iter().filter_map(|f| f.node.as_ref()) {
            model::check_glyphs(node, &cobertura, &mut findings);
        }
        let node = |path: &str| files.file(path).and_then(|f| f.node.as_ref());
        let proyecto = Proyecto::build(node(SHARED[0]), &mut findings);
        let catalogo = Catalogo::build(node(SHARED[1]), node(SHARED[2]), node(SHARED[3]), &mut findings);
        let mut project = Self {
            root: root.to_owned(),
            proyecto,
            catalogo,
            documentos: Vec::new(),
            files,
            resources,
            theme,
            broken: BTreeSet::new(),
            findings,
        };
        project.read_documents();
        project.findings = std::mem::take(&mut project.findings).sorted();
        project.broken = project
            .findings
            .iter()
            .filter(|d| d.severity == Severity::Error)
            .filter_map(|d| d.place.as_ref()?.path().strip_prefix("data/").map(str::to_owned))
            .collect();
        Ok(project)
    }

    /// What is wrong or noteworthy in the project's files.
    pub fn findings(&self) -> &Diagnostics {
        &self.findings
    }

    fn read_documents(&mut self) {
        let mut found = Diagnostics::default();
        let mut reader = Reader {
            files: &self.files,
            catalogo: &self.catalogo,
            resultados: BTreeMap::new(),
            planes: BTreeMap::new(),
        };
        let mut documentos = Vec::new();
        for file in &self.files.files {
            let name = file.path.rsplit('/').next().unwrap_or_default();
            if SHARED.contains(&file.path.as_str()) {
                continue;
            }
            if file.path.starts_with("entidades/") && name.starts_with("resultados-") {
                reader.resultados(&file.path, &mut found);
            } else if file.path.starts_with("entidades/") && name.starts_with("plan-") {
                reader.plan(&file.path, &mut found);
            } else if file.node.is_none() || file.node.as_ref().is_some_and(|n| n.get("tipo").is_some()) {
                documentos.push(reader.document(file, &mut found));
            } else {
                found.push(
                    Diagnostic::aviso("archivo-no-reconocido", "no se sabe qué contiene este archivo y no se usa")
                        .at(&file.source.line(1))
                        .remedy("agregue «tipo:» si describe un documento, o llámelo resultados-AAAA.yaml o plan-AAAA.yaml dentro de la carpeta de la entidad"),
                );
            }
        }
        documentos.sort_by(|a, b| a.id.cmp(&b.id));
        self.documentos = documentos;
        self.findings.extend(found);
    }

    /// Whether `documento` can be made: no file it comes from has errors.
    pub fn is_sound(&self, documento: &Documento) -> bool {
        documento.contenido.is_some() && !documento.entradas.iter().any(|path| self.broken.contains(path))
    }

    /// Path of the PDF of a document.
    pub fn pdf_path(&self, documento: &Documento) -> PathBuf {
        self.root.join("output").join(format!("{}.pdf", documento.id))
    }

    /// The documents that `selectors` name, all of them where there are none.
    ///
    /// A selector is an identifier, a folder of identifiers, a path of a YAML
    /// file or a pattern with `*`.
    ///
    /// # Errors
    /// The first selector that names nothing, with a likely intended one.
    pub fn select(&self, selectors: &[String]) -> Result<Vec<&Documento>, UnknownSelector> {
        if selectors.is_empty() {
            return Ok(self.documentos.iter().collect());
        }
        let mut chosen = BTreeSet::new();
        for selector in selectors {
            let wanted = clean_selector(selector);
            let matches = |id: &str| {
                id == wanted || id.strip_prefix(&wanted).is_some_and(|rest| rest.starts_with('/')) || glob(&wanted, id)
            };
            let before = chosen.len();
            let found: Vec<_> = (0..self.documentos.len()).filter(|i| matches(&self.documentos[*i].id)).collect();
            if found.is_empty() {
                let near = nearest(&wanted, self.documentos.iter().map(|d| d.id.as_str())).map(str::to_owned);
                return Err(UnknownSelector { selector: selector.clone(), near });
            }
            chosen.extend(found);
            debug_assert!(chosen.len() >= before);
        }
        Ok(chosen.into_iter().map(|i| &self.documentos[i]).collect())
    }

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

/// A selector that names no document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("«{selector}» no nombra ningún documento")]
pub struct UnknownSelector {
    pub selector: String,
    /// A document with a similar name.
    pub near: Option<String>,
}

/// `data/entidades/and/x.yaml`, `output/and/x.pdf` and `and/x` are the same document.
fn clean_selector(selector: &str) -> String {
    let path = selector.replace('\\', "/");
    let path = path.trim_start_matches("./").trim_end_matches('/');
    let path = path.strip_prefix("data/").or_else(|| path.strip_prefix("output/")).unwrap_or(path);
    let path = path.strip_prefix("entidades/").unwrap_or(path);
    [".yaml", ".yml", ".pdf"].iter().find_map(|end| path.strip_suffix(end)).unwrap_or(path).to_owned()
}

/// Whether `text` fits `pattern`, where `*` stands for anything.
fn glob(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| text.strip_prefix(first)) else { return false };
    let parts: Vec<_> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

/// Reads data files once each, however many documents use them.
struct Reader<'a> {
    files: &'a ProjectFiles,
    catalogo: &'a Catalogo,
    resultados: BTreeMap<String, Option<Resultados>>,
    planes: BTreeMap<String, Option<Plan>>,
}

impl Reader<'_> {
    fn resultados(&mut self, path: &str, found: &mut Diagnostics) -> Option<Resultados> {
        if let Some(done) = self.resultados.get(path) {
            return done.clone();
        }
        let node = self.files.file(path).and_then(|f| f.node.as_ref());
        let read = node.and_then(|node| Resultados::build(node, self.catalogo, found));
        if let Some(read) = &read
            && !path.ends_with(&format!("resultados-{}.yaml", read.vigencia.value))
        {
            found.push(
                Diagnostic::error(
                    "vigencia-no-coincide",
                    format!(
                        "el archivo se llama «{}» y su vigencia es {}",
                        path.rsplit('/').next().unwrap_or(path),
                        read.vigencia.value
                    ),
                )
                .at(&read.vigencia.place)
                .remedy(format!("cambie la vigencia o llámelo resultados-{}.yaml", read.vigencia.value)),
            );
        }
        self.resultados.insert(path.to_owned(), read.clone());
        read
    }

    fn plan(&mut self, path: &str, found: &mut Diagnostics) -> Option<Plan> {
        if let Some(done) = self.planes.get(path) {
            return done.clone();
        }
        let node = self.files.file(path).and_then(|f| f.node.as_ref());
        let read = node.and_then(|node| Plan::build(node, self.catalogo, found));
        self.planes.insert(path.to_owned(), read.clone());
        read
    }

    fn document(&mut self, file: &DataFile, found: &mut Diagnostics) -> Documento {
        let stem = file.path.strip_suffix(".yaml").or(file.path.strip_suffix(".yml")).unwrap_or(&file.path);
        let id = stem.strip_prefix("entidades/").unwrap_or(stem).to_owned();
        let mut entradas = vec![file.path.clone()];
        let tipo = file.node.as_ref().and_then(|n| n.get("tipo")).and_then(|n| Tipo::from_node(n, found));
        let contenido = match (tipo, &file.node) {
            (Some(Tipo::InformeSeguimiento), Some(node)) => {
                Informe::from_node(node, found).and_then(|informe| self.informe(informe, &mut entradas, found))
            }
            (Some(Tipo::PlanTrabajo), Some(node)) => PlanTrabajo::from_node(node, found).map(|plan| {
                plan.check(found);
                Contenido::PlanTrabajo(plan)
            }),
            _ => None,
        };
        // A work plan names nothing of the catalogue.
        let shared = if tipo == Some(Tipo::PlanTrabajo) { &SHARED[..1] } else { &SHARED[..] };
        entradas.extend(shared.iter().filter(|path| self.files.file(path).is_some()).map(|path| (*path).to_owned()));
        Documento { id, tipo, entradas, contenido }
    }

    fn informe(&mut self, informe: Informe, entradas: &mut Vec<String>, found: &mut Diagnostics) -> Option<Contenido> {
        let slug = &informe.entidad.value;
        let entidad = self.catalogo.entidad(slug).cloned();
        if entidad.is_none() {
            let slugs = self.catalogo.entidades.iter().map(|e| e.slug.as_str());
            found.push(model::unknown("entidad-desconocida", "una entidad del catálogo", &informe.entidad, slugs));
        }
        let catalogo = self.catalogo;
        let mut results = |vigencia: &Located<u32>, found: &mut Diagnostics| {
            let path = format!("entidades/{slug}/resultados-{}.yaml", vigencia.value);
            self.require(&path, vigencia, "la vigencia", entradas, found).and_then(|()| self.resultados(&path, found))
        };
        if let Some(anterior) = &informe.comparar_con
            && !catalogo.comparables(informe.vigencia.value, anterior.value)
        {
            found.push(
                Diagnostic::nota(
                    "comparacion-entre-mediciones",
                    format!(
                        "entre {} y {} cambió la medición: se muestran los dos valores, sin variación",
                        anterior.value, informe.vigencia.value
                    ),
                )
                .at(&anterior.place)
                .label("otra serie de medición"),
            );
        }
        let resultados = results(&informe.vigencia, found);
        let anterior = informe.comparar_con.as_ref().map(|v| results(v, found));
        let plan = informe.plan.as_ref().map(|name| {
            let path = format!("entidades/{slug}/{}.yaml", name.value);
            self.require(&path, name, "el plan", entradas, found).and_then(|()| self.plan(&path, found))
        });
        Some(Contenido::Informe {
            entidad: entidad?,
            resultados: resultados?,
            anterior: transpose(anterior)?,
            plan: transpose(plan)?,
            informe,
        })
    }

    /// Adds `path` to the inputs; a finding at `cause` where there is no such file.
    fn require<T: std::fmt::Display>(
        &self,
        path: &str,
        cause: &Located<T>,
        what: &str,
        entradas: &mut Vec<String>,
        found: &mut Diagnostics,
    ) -> Option<()> {
        if self.files.file(path).is_some() {
            entradas.push(path.to_owned());
            return Some(());
        }
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let siblings = self
            .files
            .files
            .iter()
            .map(|f| f.path.as_str())
            .filter(|p| p.rsplit_once('/').is_some_and(|(f, _)| f == folder));
        let remedy = match nearest(path, siblings) {
            Some(near) => format!("cree el archivo, o use {what} de «data/{near}»"),
            None => "cree el archivo".to_owned(),
        };
        found.push(
            Diagnostic::error("archivo-faltante", format!("no existe el archivo «data/{path}»"))
                .at(&cause.place)
                .label(format!("{what} {} lo necesita", cause.value))
                .remedy(remedy),
        );
        None
    }
}

/// `None` where the thing was asked for and could not be read.
fn transpose<T>(asked: Option<Option<T>>) -> Option<Option<T>> {
    match asked {
        None => Some(None),
        Some(None) => None,
        Some(read) => Some(read),
    }
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
        let project = self.project;
        if !project.is_sound(documento) {
            return Ok(None);
        }
        match &documento.contenido {
            None => Ok(None),
            Some(Contenido::Informe { informe, entidad, resultados, anterior, plan }) => {
                let material = reports::Material {
                    proyecto: &project.proyecto,
                    catalogo: &project.catalogo,
                    entidad,
                    informe,
                    resultados,
                    anterior: anterior.as_ref(),
                    plan: plan.as_ref(),
                };
                reports::informe_seguimiento(&documento.id, material, &self.pen, findings)
            }
            Some(Contenido::PlanTrabajo(plan)) => {
                reports::plan_trabajo(&documento.id, plan, &project.proyecto, &self.pen).map(Some)
            }
        }
    }

    /// Typst source of a report.
    pub fn render(&self, documento: &Documento, report: &Report, findings: &mut Diagnostics) -> Option<Source> {
        self.renderer.render(report, &self.attachments(documento), findings)
    }

    fn attachments(&self, documento: &Documento) -> Vec<Attachment> {
        let file = |path: &String| self.project.files.file(path);
        documento
            .entradas
            .iter()
            .filter_map(file)
            .map(|f| Attachment { path: f.source.path.clone(), text: f.source.clone() })
            .collect()
    }

    /// PDF of a rendered report.
    pub fn typeset(&self, report: &Report, source: &Source, findings: &mut Diagnostics) -> Option<Pdf> {
        let job = Job {
            main: &source.main,
            files: &source.files,
            today: (report.meta.anio, report.meta.mes, report.meta.dia),
            ident: format!("seguimiento/{}/{}", self.project.proyecto.nombre, report.meta.id),
        };
        match self.typesetter.compile(&job) {
            Ok(pdf) => Some(pdf),
            Err(faults) => {
                for fault in faults {
                    findings.push(self.renderer.explain(&fault, &report.meta.id, &source.main));
                }
                None
            }
        }
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
            programa: concat!("seguimiento ", env!("CARGO_PKG_VERSION")).to_owned(),
            plantillas: all(&mut resources.templates.iter().map(|(n, t)| (n, t.as_bytes()))),
            fuentes: all(&mut resources.fonts.iter().map(|(n, b)| (n, b.as_slice()))),
            documentos: BTreeMap::new(),
        }
    }

    fn make_one(&self, documento: &Documento, old: Option<&Manifest>) -> Result<(Made, Entry), MakeError> {
        let entradas: BTreeMap<_, _> = documento
            .entradas
            .iter()
            .filter_map(|path| self.project.files.file(path))
            .map(|f| (f.source.path.clone(), output::hash(f.source.text.as_bytes())))
            .collect();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn selectors_are_paths_identifiers_and_patterns() {
        for selector in [
            "and/informe-2024-04",
            "data/entidades/and/informe-2024-04.yaml",
            "output/and/informe-2024-04.pdf",
            "./and/informe-2024-04",
        ] {
            assert_eq!(clean_selector(selector), "and/informe-2024-04", "{selector}");
        }
        assert!(glob("*/informe-*", "and/informe-2024-04"));
        assert!(glob("and/*", "and/informe-2024-04"));
        assert!(!glob("*-2023", "and/informe-2024-04"));
        assert!(!glob("and", "and/informe-2024-04"));
    }
}
