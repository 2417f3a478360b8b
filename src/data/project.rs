//! The files of a project folder: read in parallel, each with bounds, and those that cannot be
//! read told.

use std::borrow::Cow;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use walkdir::WalkDir;

use crate::diagnostic::{Diagnostic, Diagnostics, SourceText};

use super::cuts;
use super::node::Node;
use super::yaml;

/// Stack of a reading thread: the YAML reader recurses.
const STACK: usize = 16 * 1024 * 1024;

/// Largest file that is read, in bytes.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// One YAML file under `data/`.
#[derive(Debug)]
pub struct DataFile {
    /// Path relative to `data/`, with `/` on every platform.
    pub path: String,
    pub source: Arc<SourceText>,
    /// `None` where the file could not be read as YAML.
    pub node: Option<Node>,
    /// Whether the file begins with a byte order mark, which `source` does not hold.
    pub bom: bool,
}

/// The byte order mark that some editors put first.
const BOM: &[u8] = b"\xef\xbb\xbf";

impl DataFile {
    /// The bytes of the file as it is on the disk.
    pub fn bytes(&self) -> Cow<'_, [u8]> {
        let text = self.source.text.as_bytes();
        if self.bom { Cow::Owned([BOM, text].concat()) } else { Cow::Borrowed(text) }
    }

    /// A file that cannot be used, so that what needs it is not made without it.
    fn unusable(name: &str, finding: Diagnostic) -> (Self, Diagnostics) {
        let source = SourceText::new(format!("data/{name}"), "");
        let mut diagnostics = Diagnostics::default();
        diagnostics.push(finding.at(&source.place(0..0)));
        (Self { path: name.to_owned(), source, node: None, bom: false }, diagnostics)
    }

    /// Whether the name ends as those of data files do.
    pub fn is_yaml(path: &str) -> bool {
        path.ends_with(".yaml") || path.ends_with(".yml")
    }
}

/// All YAML files of a project, ordered by path.
#[derive(Debug)]
pub struct ProjectFiles {
    pub root: PathBuf,
    pub files: Vec<DataFile>,
    /// Paths in `data/` of the files with another ending, which are not read.
    pub otros: Vec<String>,
    /// Paths in `data/` of the hidden YAML files of `entidades/`, which are not read.
    pub ocultos: Vec<String>,
}

impl ProjectFiles {
    /// The file at `path` in `data/`.
    pub fn file(&self, path: &str) -> Option<&DataFile> {
        self.position(path).map(|i| &self.files[i])
    }

    /// Position in `files` of the file at `path` in `data/`.
    pub fn position(&self, path: &str) -> Option<usize> {
        self.files.binary_search_by(|file| file.path.as_str().cmp(path)).ok()
    }
}

/// The project folder cannot be used at all.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    #[error("no existe la carpeta «{}»", .0.display())]
    NoData(PathBuf),
    #[error("no se pudieron crear los hilos de lectura: {0}")]
    Threads(rayon::ThreadPoolBuildError),
}

/// Reads every `*.yaml` and `*.yml` below `root/data`; hidden files are left out.
///
/// # Errors
/// [`LoadError::NoData`] where there is no `data` folder.
pub fn load(root: &Path) -> Result<(ProjectFiles, Diagnostics), LoadError> {
    let data = root.join("data");
    if !data.is_dir() {
        return Err(LoadError::NoData(data));
    }
    let mut diagnostics = Diagnostics::default();
    let mut paths = Vec::new();
    let mut files = Vec::new();
    let mut otros = Vec::new();
    let visible =
        |entry: &walkdir::DirEntry| entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.');
    for entry in WalkDir::new(&data).follow_links(true).sort_by_file_name().into_iter().filter_entry(visible) {
        match entry {
            Ok(entry) => {
                let name = relative(&data, entry.path());
                match misfit(&name, entry.file_type()) {
                    Some(finding) => {
                        let (file, findings) = DataFile::unusable(&name, finding);
                        files.push(file);
                        diagnostics.extend(findings);
                    }
                    None if DataFile::is_yaml(&name) => paths.push(entry.into_path()),
                    None if entry.file_type().is_file() => otros.push(name),
                    None => {}
                }
            }
            Err(error) if error.loop_ancestor().is_some() => diagnostics.push(unreadable_entry(&data, &error)),
            Err(error) => {
                let source = SourceText::new(String::new(), "");
                let path = error.path().map(|p| relative(&data, p)).unwrap_or_default();
                files.push(DataFile { path, source, node: None, bom: false });
                diagnostics.push(unreadable_entry(&data, &error));
            }
        }
    }
    let pool = rayon::ThreadPoolBuilder::new().stack_size(STACK).build().map_err(LoadError::Threads)?;
    let read: Vec<_> = pool.install(|| paths.par_iter().map(|path| read(&data, path)).collect());
    for (file, findings) in read {
        files.extend(file);
        diagnostics.extend(findings);
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let ocultos = hidden(&data);
    Ok((ProjectFiles { root: root.to_owned(), files, otros, ocultos }, diagnostics))
}

/// The hidden YAML files of the folders of entities, and the YAML files of hidden folders beside them.
/// Those that begin with `._` are what macOS leaves beside every file on a foreign disk.
fn hidden(data: &Path) -> Vec<String> {
    let entries = WalkDir::new(data.join("entidades")).min_depth(1).max_depth(2).sort_by_file_name();
    let names = entries.into_iter().flatten().filter(|e| e.file_type().is_file()).map(|e| relative(data, e.path()));
    names
        .filter(|name| name.contains("/.") && !name.contains("/._"))
        .filter(|name| DataFile::is_yaml(&name.to_ascii_lowercase()))
        .collect()
}

/// A [`DataFile`] from a text in memory, with what is wrong in it as YAML.
pub fn parse_text(path: &str, text: &str) -> (DataFile, Diagnostics) {
    let source = SourceText::new(format!("data/{path}"), text);
    let mut diagnostics = Diagnostics::default();
    let node = parse_source(&source, &mut diagnostics);
    (DataFile { path: path.to_owned(), source, node, bom: false }, diagnostics)
}

/// The tree of a YAML text, or what makes it none.
pub fn parse_source(source: &Arc<SourceText>, diagnostics: &mut Diagnostics) -> Option<Node> {
    match yaml::parse(source) {
        Ok(raw) => {
            let node = Node::build(raw, source);
            cuts::check(&node, source, diagnostics);
            Some(node)
        }
        Err(finding) => {
            diagnostics.push(finding);
            None
        }
    }
}

fn relative(data: &Path, path: &Path) -> String {
    let parts: Vec<_> = path
        .strip_prefix(data)
        .unwrap_or(path)
        .components()
        .map(|c| c.as_os_str().to_string_lossy().into_owned())
        .collect();
    parts.join("/")
}

fn read(data: &Path, path: &Path) -> (Option<DataFile>, Diagnostics) {
    let name = relative(data, path);
    let failed = |finding: Diagnostic| {
        let (file, diagnostics) = DataFile::unusable(&name, finding);
        (Some(file), diagnostics)
    };
    match fs::metadata(path) {
        Ok(meta) if meta.len() > MAX_BYTES => {
            return failed(
                Diagnostic::error(
                    "archivo-desmedido",
                    format!("el archivo pesa {} MB y el máximo es {} MB", meta.len() >> 20, MAX_BYTES >> 20),
                )
                .remedy("divida los datos: un archivo por entidad y vigencia"),
            );
        }
        _ => {}
    }
    let bytes = match bounded(path) {
        Ok(bytes) => bytes,
        Err(error) => {
            return failed(
                Diagnostic::error("archivo-ilegible", format!("no se puede leer el archivo ({})", reason(&error)))
                    .remedy("revise los permisos del archivo"),
            );
        }
    };
    let bom = bytes.starts_with(BOM);
    let bytes = bytes.strip_prefix(BOM).map(<[u8]>::to_vec).unwrap_or(bytes);
    match String::from_utf8(bytes) {
        Ok(text) => {
            let (file, findings) = parse_text(&name, &text);
            (Some(DataFile { bom, ..file }), findings)
        }
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let source = SourceText::new(format!("data/{name}"), String::from_utf8_lossy(error.as_bytes()));
            let mut diagnostics = Diagnostics::default();
            diagnostics.push(
                Diagnostic::error("archivo-no-utf8", "el archivo no está en UTF-8")
                    .at(&source.place(valid..valid + '\u{fffd}'.len_utf8()))
                    .label("el primer byte inválido")
                    .remedy("guárdelo como UTF-8 (en el Bloc de notas: Guardar como, Codificación, UTF-8)"),
            );
            (Some(DataFile { path: name, source, node: None, bom }), diagnostics)
        }
    }
}

/// The bytes of a file, never more than it says to have: one of the system that says
/// to be empty could give bytes for ever, or none.
fn bounded(path: &Path) -> std::io::Result<Vec<u8>> {
    let size = fs::metadata(path)?.len();
    let mut bytes = Vec::new();
    if size > 0 {
        fs::File::open(path)?.take(MAX_BYTES).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

/// Why something with the ending of a data file cannot be one.
fn misfit(name: &str, kind: fs::FileType) -> Option<Diagnostic> {
    let lower = name.to_ascii_lowercase();
    if !DataFile::is_yaml(&lower) {
        return None;
    }
    if !kind.is_file() {
        let what = if kind.is_dir() { "es una carpeta" } else { "no es un archivo corriente" };
        return Some(
            Diagnostic::error("archivo-ilegible", format!("no se puede leer: {what}"))
                .remedy("ponga en su lugar un archivo de texto, o cámbiele el nombre"),
        );
    }
    (!DataFile::is_yaml(name)).then(|| {
        let right = lower.rsplit('.').next().unwrap_or("yaml").to_owned();
        Diagnostic::error("archivo-sin-uso", "no se lee, porque su terminación tiene mayúsculas")
            .remedy(format!("escriba la terminación en minúsculas: «.{right}»"))
    })
}

fn unreadable_entry(data: &Path, error: &walkdir::Error) -> Diagnostic {
    let path = error.path().map(|p| relative(data, p)).unwrap_or_default();
    let source = SourceText::new(format!("data/{path}"), "");
    let finding = if error.loop_ancestor().is_some() {
        Diagnostic::aviso("enlace-circular", "el enlace simbólico apunta a una carpeta que lo contiene; no se sigue")
            .remedy("quite el enlace")
    } else {
        let why = error.io_error().map(reason).unwrap_or("motivo desconocido");
        let dangling = error.path().is_some_and(Path::is_symlink);
        let what = if dangling { "el enlace apunta a un archivo que no existe" } else { why };
        Diagnostic::error("archivo-ilegible", format!("no se puede leer: {what}")).remedy(if dangling {
            "corrija o quite el enlace"
        } else {
            "revise que exista y sus permisos"
        })
    };
    finding.at(&source.place(0..0))
}

/// The usual reasons of the operating system, in Spanish.
fn reason(error: &std::io::Error) -> &'static str {
    match error.kind() {
        std::io::ErrorKind::NotFound => "no existe",
        std::io::ErrorKind::PermissionDenied => "permiso denegado",
        _ => "fallo de lectura",
    }
}
