//! Templates and fonts: the ones in the program, replaced file by file by the
//! ones in the project's `templates/` and `fonts/`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};
use walkdir::WalkDir;

use crate::locale::reason;

static TEMPLATES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");
static FONTS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/fonts");

/// Files by path relative to their folder, with `/` on every platform.
#[derive(Debug, Clone, Default)]
pub struct Resources {
    pub templates: BTreeMap<String, String>,
    pub fonts: BTreeMap<String, Vec<u8>>,
}

/// A template or a font of the project that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ResourceError {
    #[error("no se puede leer «{}»: {}", path.display(), reason(cause))]
    Read { path: PathBuf, cause: std::io::Error },
    #[error("la plantilla «{}» no está en UTF-8", .0.display())]
    NotText(PathBuf),
}

impl Resources {
    /// What the program carries.
    pub fn embedded() -> Self {
        let mut resources = Self::default();
        for (path, bytes) in files(&TEMPLATES) {
            if is_template(&path) {
                resources.templates.insert(path, String::from_utf8_lossy(bytes).into_owned());
            }
        }
        resources.fonts = files(&FONTS).filter(|(path, _)| is_font(path)).map(|(p, b)| (p, b.to_vec())).collect();
        resources
    }

    /// The embedded files with those of the project folder laid over them.
    ///
    /// # Errors
    /// A file of the project that cannot be read.
    pub fn load(root: &Path) -> Result<Self, ResourceError> {
        let mut resources = Self::embedded();
        for (path, name) in on_disk(&root.join("templates")).filter(|(_, name)| is_template(name)) {
            let text = String::from_utf8(read(&path)?).map_err(|_| ResourceError::NotText(path))?;
            resources.templates.insert(name, text);
        }
        for (path, name) in on_disk(&root.join("fonts")).filter(|(_, name)| is_font(name)) {
            resources.fonts.insert(name, read(&path)?);
        }
        Ok(resources)
    }

    /// The bytes of the font files whose path starts with `folder/`.
    pub fn fonts_in<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a [u8]> {
        self.fonts
            .iter()
            .filter(move |(path, _)| path.split('/').next() == Some(folder))
            .map(|(_, bytes)| bytes.as_slice())
    }
}

fn is_template(path: &str) -> bool {
    [".typ", ".j2", ".yaml"].iter().any(|end| path.ends_with(end))
}

fn is_font(path: &str) -> bool {
    [".ttf", ".otf"].iter().any(|end| path.to_ascii_lowercase().ends_with(end))
}

fn files<'a>(dir: &'a Dir<'a>) -> impl Iterator<Item = (String, &'a [u8])> {
    let mut found: Vec<(String, &[u8])> =
        dir.files().map(|file| (file.path().to_string_lossy().replace('\\', "/"), file.contents())).collect();
    for sub in dir.dirs() {
        found.extend(files(sub));
    }
    found.into_iter()
}

fn on_disk(folder: &Path) -> impl Iterator<Item = (PathBuf, String)> {
    let base = folder.to_owned();
    WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok).filter(|e| e.file_type().is_file()).map(
        move |entry| {
            let name = entry.path().strip_prefix(&base).unwrap_or(entry.path()).to_string_lossy().replace('\\', "/");
            (entry.into_path(), name)
        },
    )
}

fn read(path: &Path) -> Result<Vec<u8>, ResourceError> {
    fs::read(path).map_err(|cause| ResourceError::Read { path: path.to_owned(), cause })
}
