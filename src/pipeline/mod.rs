//! The only place that knows the order of the stages: open a project, choose
//! documents, compose or make them.  Prints nothing.

mod apart;
mod batch;
mod cascade;
mod fonts;
mod funnel;
mod guard;
mod make;
mod packages;
mod read;
mod select;
mod strays;
mod varas;

pub use apart::{Command, ServeError};
pub use batch::{Done, Made, MakeError, Options};
pub use guard::{hush_panics, panic_text};
pub use make::{Stage, Workshop};
pub use select::{UnknownSelector, within};

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use crate::bloques::{self, Sujeto};
use crate::data::{self, Node, ProjectFiles};
use crate::diagnostic::codes::{self, Moment};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity, SourceText, nearest};
use crate::expediente::{Conjunto, Expediente, TIPOS};
use crate::model::shape::Located;
use crate::model::{
    self, COMUNES, Catalogo, Cobertura, Consolidado, FichaPolitica, Informe, Llamada, PlanTrabajo, Presentacion,
    Proyecto, SeguimientoTrabajo, SesionCelebrada, TipoDocumento, Tipos,
};
use crate::output;
use crate::reports::MaterialSeguimiento;
use crate::resources::{self, Idle, ResourceError, Resources};
use crate::rules::{self, silencio::Silencio};
use crate::theme::{Available, Families, Theme};

use funnel::Funnel;
use varas::Varas;

/// Stack of a thread that makes documents, the same on every system: Typst's layout recurses.
pub const STACK: usize = 16 * 1024 * 1024;

/// The files that every document is made from.
const SHARED: [&str; 4] = [COMUNES[0].ruta, COMUNES[1].ruta, COMUNES[2].ruta, COMUNES[3].ruta];

/// The project cannot be opened at all.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error(transparent)]
    Data(#[from] data::LoadError),
    #[error(transparent)]
    Resources(#[from] ResourceError),
    #[error("la fuente «{0}» no se puede leer")]
    Font(String),
}

/// A project that has been read and checked.
pub struct Project {
    pub root: PathBuf,
    pub proyecto: Proyecto,
    pub catalogo: Catalogo,
    /// In the order of their identifiers.
    pub documentos: Vec<Documento>,
    files: ProjectFiles,
    /// What reports on one entity are set against.
    varas: Varas,
    /// Of each of `files`, once somebody asks: many documents are made from the same ones.
    hashes: Vec<OnceLock<String>>,
    resources: Resources,
    theme: Theme,
    /// Whether the project's theme and fonts have no errors: every document is made with them.
    theme_is_sound: bool,
    /// Files with errors, by their path in `data/`.
    broken: BTreeSet<String>,
    findings: Diagnostics,
    funnel: Funnel,
}

/// Whether `documento` is made from the file of `silencio`.
fn uses(documento: &Documento, silencio: &Silencio) -> bool {
    let path = silencio.place.path().strip_prefix("data/");
    documento.entradas.iter().any(|entrada| Some(entrada.as_str()) == path)
}

/// The files with errors, by their path in `data/`.
fn broken_files(findings: &Diagnostics) -> BTreeSet<String> {
    let errors = findings.iter().filter(|d| d.severity == Severity::Error);
    errors.filter_map(|d| d.place.as_ref()?.path().strip_prefix("data/").map(str::to_owned)).collect()
}

/// Name and version of the program, as outputs name it.
pub const PROGRAM: &str = concat!("seguimiento ", env!("CARGO_PKG_VERSION"));

/// Whether warnings stop a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Strictness {
    #[default]
    Normal,
    Strict,
}

/// A document that the project describes.
pub struct Documento {
    /// Path in `output/`, without extension.
    pub id: String,
    /// Name of the file that describes it; a batch has many documents of one file.
    pub origen: String,
    /// `None` where its file names none that there is.
    pub tipo: Option<Arc<TipoDocumento>>,
    /// Paths in `data/` of the files it is made from, its own first.
    pub entradas: Vec<String>,
    encargado: Option<Encargado>,
}

impl Documento {
    /// The dress of its kind.
    fn traje(&self) -> &str {
        self.tipo.as_ref().map_or("", |tipo| tipo.traje.as_str())
    }

    /// The vigencia whose results it is about.
    fn vigencia(&self) -> Option<&Located<u32>> {
        match self.encargado.as_ref()? {
            Encargado::Informe(informe, _) => Some(&informe.vigencia),
            Encargado::Consolidado(c, _) => Some(&c.vigencia),
            Encargado::Presentacion(p, _) => Some(&p.vigencia),
            Encargado::Ficha(f, ..) => Some(&f.vigencia),
            Encargado::PlanTrabajo(_) | Encargado::Seguimiento(_) => None,
        }
    }
}

/// What a document is to say, with all that it is made from.
enum Encargado {
    Informe(Arc<Informe>, Box<Expediente>),
    PlanTrabajo(Box<PlanTrabajo>),
    Seguimiento(Box<Seguimiento>),
    Consolidado(Box<Consolidado>, Arc<Conjunto>),
    Presentacion(Box<Presentacion>, Arc<Conjunto>),
    /// The sheet of one policy, by its position in the catalogue.
    Ficha(Arc<FichaPolitica>, usize, Arc<Conjunto>),
}

/// The follow-up of a work plan at a session, with what it is made from.
struct Seguimiento {
    documento: SeguimientoTrabajo,
    plan: PlanTrabajo,
    /// Those of the vigencia by the one that the document names, which is the last, in the order of their days.
    sesiones: Vec<Arc<SesionCelebrada>>,
}

impl Seguimiento {
    fn material<'a>(&'a self, proyecto: &'a Proyecto, catalogo: &'a Catalogo) -> MaterialSeguimiento<'a> {
        let Self { documento, plan, sesiones } = self;
        MaterialSeguimiento { documento, plan, sesiones, proyecto, catalogo }
    }
}

/// The theme of the program with the project's own laid over it.
fn look(resources: &Resources, found: &mut Diagnostics) -> Theme {
    let mut theme = Theme::original(Resources::theme());
    if let Some(text) = resources.own_theme() {
        let source = SourceText::new(format!("templates/{}", resources::THEME), text);
        if let Some(own) = data::parse_source(&source, found) {
            let families = Families {
                names: resources.fonts.values().flat_map(|font| model::families(font)).collect(),
                folders: resources.font_folders().map(str::to_owned).collect(),
            };
            theme.overlay(&own, &Available { families, images: &resources.images }, found);
        }
    }
    theme
}

/// The kinds of document of `resources` and the names of the dresses that they wear; `look` checks the
/// tree of each before it is read.
fn kinds(
    resources: &Resources,
    found: &mut Diagnostics,
    mut look: impl FnMut(&mut Node, &mut Diagnostics),
) -> (Tipos, BTreeSet<String>) {
    let mut files = Vec::new();
    let mut worn = BTreeSet::new();
    for (word, name, text) in resources.kinds() {
        let source = SourceText::new(format!("templates/{name}"), text);
        if let Some(mut node) = data::parse_source(&source, found) {
            look(&mut node, found);
            worn.extend(node.get("traje").and_then(Node::text).map(str::to_owned));
            if is_of_another(word) {
                let message = format!("«{word}» ya es el nombre de otra clase de archivo y de su esquema");
                let finding = Diagnostic::error("identificador-invalido", message).at(&source.line(1));
                found.push(finding.remedy("llame el tipo de otra manera, por ejemplo «mi-informe.yaml»"));
                continue;
            }
            files.push((word.to_owned(), Ok(node)));
        } else {
            // What cannot be read may wear any.
            worn.extend(resources.dresses().map(str::to_owned));
            files.push((word.to_owned(), Err(source.line(1))));
        }
    }
    let trajes: Vec<_> = resources.dresses().collect();
    let check = |base, called: &[&Llamada], found: &mut Diagnostics| {
        bloques::check(called.iter().copied(), Sujeto::of(base), found);
    };
    (Tipos::read(files, &trajes, check, found), worn)
}

/// Whether `word` names another class of files, and their schema.
fn is_of_another(word: &str) -> bool {
    let words = COMUNES.iter().map(|file| file.palabra).chain(TIPOS.iter().map(|tipo| tipo.palabra));
    words.chain([model::TIPO.0, "tema"]).any(|known| known == word)
}

/// The kinds of document of the program, with those of the project at `root` laid over them.  What is
/// wrong in one is told by [`Project::open`].
///
/// # Errors
/// A template or a font of the project that cannot be read.
pub fn known_kinds(root: Option<&Path>) -> Result<Tipos, OpenError> {
    let resources = root.map_or_else(|| Ok(Resources::embedded()), Resources::load)?;
    Ok(kinds(&resources, &mut Diagnostics::default(), |_, _| ()).0)
}

/// The files of the project's `templates/` and `fonts/` that change nothing; `worn` are the dresses
/// that kinds of document wear.
fn idle_resources(resources: &Resources, worn: &BTreeSet<String>, found: &mut Diagnostics) {
    let mut tell = |path: &str, why: &str, remedy: String| {
        found.push(
            Diagnostic::aviso("recurso-sin-uso", format!("no se usa, porque {why}"))
                .at(&SourceText::new(path, "").place(0..0))
                .remedy(remedy),
        );
    };
    let known = if resources.idle.is_empty() { Vec::new() } else { Resources::embedded().replaceable() };
    let is_worn = |idle: &&Idle| idle.traje.as_ref().is_some_and(|traje| worn.contains(traje));
    for idle in resources.idle.iter().filter(|idle| !is_worn(idle)) {
        let name = idle.path.strip_prefix("templates/");
        let near = name.and_then(|name| nearest(name, known.iter().map(String::as_str)));
        tell(
            &idle.path,
            idle.why,
            match near {
                Some(near) => format!("¿quiso decir «templates/{near}»?"),
                None => "quite el archivo, o póngale el nombre del que reemplaza".to_owned(),
            },
        );
    }
}

impl Project {
    /// Reads the project folder `root` and checks everything in it.
    ///
    /// # Errors
    /// [`OpenError`] where there is nothing to work with; findings in the
    /// user's files are in [`Project::findings`].
    pub fn open(root: &Path, strictness: Strictness) -> Result<Self, OpenError> {
        let mut resources = Resources::load(root)?;
        let mut of_theme = Diagnostics::default();
        let mut theme = look(&resources, &mut of_theme);
        fonts::set_aside_damaged(&mut resources, &mut theme, &mut of_theme);
        let folder = theme.fuentes.carpeta_texto.clone();
        let fonts: Vec<_> = resources.fonts_in(&folder).collect();
        let cobertura = Cobertura::build(&fonts).map_err(|_| OpenError::Font(folder.clone()))?;
        let (mut files, mut findings) = data::load(root)?;
        let theme_is_sound = !of_theme.has_errors();
        findings.extend(of_theme);
        // The settings say how glyphs are treated, so they are read first, from a
        // copy; the silences of every file are told once, in the loop below.
        let mut settings = files.file(SHARED[0]).and_then(|f| f.node.clone());
        if let Some(node) = &mut settings {
            rules::silencio::take(node, &mut Diagnostics::default());
        }
        let proyecto = Proyecto::build(settings.as_ref(), &mut findings);
        let mut silencios = Vec::new();
        for node in files.files.iter_mut().filter_map(|f| f.node.as_mut()) {
            // The reasons of silences are printed too.
            model::check_glyphs(node, &cobertura, proyecto.glifos, &mut findings);
            model::check_lengths(node, &mut findings);
            silencios.extend(rules::silencio::take(node, &mut findings));
        }
        let node = |path: &str| files.file(path).and_then(|f| f.node.as_ref());
        let mut catalogo = Catalogo::build(node(SHARED[1]), node(SHARED[2]), node(SHARED[3]), &mut findings);
        catalogo.completo &= SHARED[1..].iter().all(|path| files.file(path).is_none_or(|f| f.node.is_some()));
        let mut textos = rules::Textos::new(&catalogo);
        for file in files.files.iter().filter(|f| !f.path.starts_with("catalogo/")) {
            if let Some(node) = &file.node {
                textos.check(node, &mut findings);
            }
        }
        let (tipos, worn) = kinds(&resources, &mut findings, |node, found| {
            model::check_glyphs(node, &cobertura, proyecto.glifos, found);
            model::check_lengths(node, found);
        });
        idle_resources(&resources, &worn, &mut findings);
        let read::Leidos { documentos, medidos } = read::documents(&files, &tipos, &catalogo, &mut findings);
        let funnel = Funnel::new(silencios, strictness);
        let mut findings = funnel.pass(if catalogo.completo { findings } else { cascade::without_echoes(findings) });
        // Where an error keeps a document from being read whole, its rules have not all run.
        let stopped = broken_files(&findings);
        let is_read = |d: &Documento| d.encargado.is_some() && !d.entradas.iter().any(|path| stopped.contains(path));
        findings.extend(funnel.unused(|silencio| {
            codes::moment(&silencio.regla) == Moment::Reading
                && !silencio.place.path().strip_prefix("data/").is_some_and(|path| stopped.contains(path))
                && documentos.iter().filter(|d| uses(d, silencio)).all(is_read)
        }));
        let broken = broken_files(&findings);
        let findings = cascade::of_missing_catalogue(findings.sorted(), &files, &catalogo).sorted();
        Ok(Self {
            root: root.to_owned(),
            proyecto,
            catalogo,
            documentos,
            hashes: files.files.iter().map(|_| OnceLock::new()).collect(),
            files,
            varas: Varas::new(medidos),
            resources,
            theme,
            theme_is_sound,
            broken,
            findings,
            funnel,
        })
    }

    /// What is wrong or noteworthy in the project's files.
    pub fn findings(&self) -> &Diagnostics {
        &self.findings
    }

    /// The silences of rules that only composing or setting pages looks for, and that dropped nothing
    /// although every document with their file is in `composed`, or in `typeset` as the rule asks.
    pub fn idle_silences(&self, composed: &[&Documento], typeset: &[&Documento]) -> Diagnostics {
        let ids = |documents: &[&Documento]| documents.iter().map(|d| d.id.clone()).collect::<BTreeSet<_>>();
        let (composed, typeset) = (ids(composed), ids(typeset));
        self.funnel.unused(|silencio| {
            let has_run = |d: &Documento| match codes::moment(&silencio.regla) {
                Moment::Reading => false,
                Moment::Composing => composed.contains(&d.id) || typeset.contains(&d.id),
                Moment::Typesetting => typeset.contains(&d.id),
            };
            self.documentos.iter().filter(|d| uses(d, silencio)).all(has_run)
        })
    }

    /// Whether a file of `documento` silences a rule that only composing looks for.
    pub fn silences_late(&self, documento: &Documento) -> bool {
        let late = |s: &&Silencio| codes::moment(&s.regla) == Moment::Composing;
        self.funnel.silencios.iter().filter(late).any(|silencio| uses(documento, silencio))
    }

    /// Whether `documento` can be made: neither the theme, a font nor a file it comes from has errors.
    pub fn is_sound(&self, documento: &Documento) -> bool {
        self.theme_is_sound
            && documento.encargado.is_some()
            && !documento.entradas.iter().any(|path| self.broken.contains(path))
    }

    /// The files that `documento` is made from, with the hash of each by its path in the project, and the
    /// table of what it is set against.
    pub fn inputs(&self, documento: &Documento) -> BTreeMap<String, String> {
        let derived = self.vara(documento).map(|taken| (taken.ruta.clone(), taken.hash.clone()));
        documento
            .entradas
            .iter()
            .filter_map(|path| self.files.position(path))
            .map(|at| (&self.files.files[at], &self.hashes[at]))
            .filter(|(f, _)| !f.source.path.is_empty())
            .map(|(f, hash)| (f.source.path.clone(), hash.get_or_init(|| output::hash(&f.bytes())).clone()))
            .chain(derived)
            .collect()
    }

    /// Path of the PDF of a document.
    pub fn pdf_path(&self, documento: &Documento) -> PathBuf {
        self.output().join(format!("{}.pdf", documento.id))
    }

    /// The folder of what is made.
    pub fn output(&self) -> PathBuf {
        self.root.join("output")
    }
}
