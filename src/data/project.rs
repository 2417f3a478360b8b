//! The files of a project folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use walkdir::WalkDir;

use crate::diagnostic::{Diagnostic, Diagnostics, SourceText};

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
}

/// All YAML files of a project, ordered by path.
#[derive(Debug)]
pub struct ProjectFiles {
    pub root: PathBuf,
    pub files: Vec<DataFile>,
}

impl ProjectFiles {
    pub fn file(&self, path: &str) -> Option<&DataFile> {
        self.files.binary_search_by(|file| file.path.as_str().cmp(path)).ok().map(|i| &self.files[i])
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
    let visible =
        |entry: &walkdir::DirEntry| entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.');
    for entry in WalkDir::new(&data).follow_links(true).sort_by_file_name().into_iter().filter_entry(visible) {
        match entry {
            Ok(entry) => {
                let yaml = entry.path().extension().is_some_and(|e| e == "yaml" || e == "yml");
                if yaml && entry.file_type().is_file() {
                    paths.push(entry.into_path());
                }
            }
            Err(error) => diagnostics.push(unreadable_entry(&data, &error)),
        }
    }
    let pool = rayon::ThreadPoolBuilder::new().stack_size(STACK).build().map_err(LoadError::Threads)?;
    let read: Vec<_> = pool.install(|| paths.par_iter().map(|path| read(&data, path)).collect());
    let mut files = Vec::with_capacity(read.len());
    for (file, findings) in read {
        files.extend(file);
        diagnostics.extend(findings);
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok((ProjectFiles { root: root.to_owned(), files }, diagnostics))
}

/// A [`DataFile`] from a text in memory, with what is wrong in it as YAML.
pub fn parse_text(path: &str, text: &str) -> (DataFile, Diagnostics) {
    let source = SourceText::new(format!("data/{path}"), text);
    let mut diagnostics = Diagnostics::default();
    let node = match yaml::parse(&source) {
        Ok(raw) => Some(Node::build(raw, &source)),
        Err(finding) => {
            diagnostics.push(finding);
            None
        }
    };
    (DataFile { path: path.to_owned(), source, node }, diagnostics)
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
        let source = SourceText::new(format!("data/{name}"), "");
        let mut diagnostics = Diagnostics::default();
        diagnostics.push(finding.at(&source.place(0..0)));
        (Some(DataFile { path: name.clone(), source, node: None }), diagnostics)
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
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => {
            return failed(
                Diagnostic::error("archivo-ilegible", format!("no se puede leer el archivo ({})", reason(&error)))
                    .remedy("revise los permisos del archivo"),
            );
        }
    };
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").map(<[u8]>::to_vec).unwrap_or(bytes);
    match String::from_utf8(bytes) {
        Ok(text) => {
            let (file, findings) = parse_text(&name, &text);
            (Some(file), findings)
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
            (Some(DataFile { path: name, source, node: None }), diagnostics)
        }
    }
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
