//! Templates and fonts: the ones in the program, replaced file by file by the
//! ones in the project's `templates/` and `fonts/`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};
use walkdir::WalkDir;

use crate::locale::reason;

static TEMPLATES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");
static FONTS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/fonts");

/// Folder of the sentences of blocks among the templates.
pub const SENTENCES: &str = "frases/";
/// Folder of the blocks that a project writes in Typst.
pub const BLOCKS: &str = "bloques/";
/// Folder of the kinds of document among the templates.
pub const KINDS: &str = "tipos/";
/// Folder of their dresses.
const DRESSES: &str = "trajes/";
/// Folders of the outputs that write parts.
const OUTPUTS: [&str; 2] = ["typst/", HTML];
const HTML: &str = "html/";
/// Folder of the project's pictures among the templates.
const IMAGES: &str = "imagenes/";
/// Among the sentences, what a kind of document says on its cover.
pub const COVER: &str = "portada";
/// Among the sentences, what tells the rules that the data silence.
pub const SILENCES: &str = "silencios";
/// The template of the dress `traje`.
pub fn dress(traje: &str) -> String {
    format!("{DRESSES}{traje}.typ.j2")
}

/// Name of the theme among the templates.
pub const THEME: &str = "tema.yaml";

/// Files by path relative to their folder, with `/` on every platform.
#[derive(Debug, Clone, Default)]
pub struct Resources {
    pub templates: BTreeMap<String, String>,
    pub fonts: BTreeMap<String, Vec<u8>>,
    /// Pictures of the project by their path among the templates: `imagenes/logo.svg`.
    pub images: BTreeMap<String, Vec<u8>>,
    /// Templates that are the project's and not the program's; the theme, which is data, is none.
    pub own: BTreeSet<String>,
    /// Fonts that are the project's.
    pub own_fonts: BTreeSet<String>,
    /// Files of the project that take no other's place and that nothing names.
    pub idle: Vec<Idle>,
}

/// A file of the project's `templates/` or `fonts/` that changes nothing.
#[derive(Debug, Clone)]
pub struct Idle {
    /// Path in the project, with `/` on every platform.
    pub path: String,
    /// Why, to be read after «no se usa, porque».
    pub why: &'static str,
    /// Its name where it is a dress: then it is of use where a kind of document wears it.
    pub traje: Option<String>,
}

/// A template or a font of the project that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ResourceError {
    #[error("no se puede leer «{}»: {}", path.display(), reason(cause))]
    Read { path: PathBuf, cause: std::io::Error },
    #[error("no se puede leer «{}»: {reason}", path.display())]
    Unusable { path: PathBuf, reason: &'static str },
    #[error("la plantilla «{}» no está en UTF-8", .0.display())]
    NotText(PathBuf),
}

impl Resources {
    /// The text of the program's own theme.
    pub fn theme() -> &'static str {
        TEMPLATES.get_file(THEME).and_then(|file| file.contents_utf8()).unwrap_or_default()
    }

    /// The text of the project's theme, where it has one of its own.
    pub fn own_theme(&self) -> Option<&str> {
        self.templates.get(THEME).map(String::as_str).filter(|text| *text != Self::theme())
    }

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
        let known = resources.replaceable();
        let mut own = Vec::new();
        for (path, name) in on_disk(&root.join("templates"), is_template)? {
            own.push(name.clone());
            let text = String::from_utf8(read(&path)?).map_err(|_| ResourceError::NotText(path))?;
            // The mark that some editors put first would be printed.
            let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
            let is_template = name != THEME && !name.starts_with(KINDS);
            if is_template && resources.templates.get(&name) != Some(&text) {
                resources.own.insert(name.clone());
            }
            resources.templates.insert(name, text);
        }
        for (path, name) in on_disk(&root.join("templates"), is_image)? {
            resources.images.insert(name, read(&path)?);
        }
        for (path, name) in on_disk(&root.join("fonts"), is_font)? {
            resources.own_fonts.insert(name.clone());
            resources.fonts.insert(name, read(&path)?);
        }
        let idle = |folder: &str, path: &str, why| Idle { path: format!("{folder}/{path}"), why, traje: None };
        for path in own {
            let is_kind = resources.kinds().any(|(_, name, _)| name == path);
            if !known.contains(&path) && !resources.names(&path) && !is_kind {
                let idle = idle("templates", &path, "no reemplaza ninguna plantilla y ninguna la nombra");
                resources.idle.push(Idle { traje: dress_at(&path).map(str::to_owned), ..idle });
            }
        }
        for path in resources.images.keys() {
            if !resources.templates.values().any(|text| text.contains(path.as_str())) {
                resources.idle.push(idle("templates", path, "ni el tema ni una plantilla la nombran"));
            }
        }
        for path in others(&root.join("templates"), |name| is_template(name) || is_image(name)) {
            let why = "solo se leen archivos «.typ», «.j2» y «.yaml», y las imágenes de «imagenes»";
            resources.idle.push(idle("templates", &path, why));
        }
        for path in others(&root.join("fonts"), is_font) {
            resources.idle.push(idle("fonts", &path, "solo se leen fuentes «.ttf» y «.otf»"));
        }
        Ok(resources)
    }

    /// The files of kinds of document: the word of each, its name among the templates and its text.
    pub fn kinds(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        self.templates.iter().filter_map(|(name, text)| {
            let word = name.strip_prefix(KINDS)?.strip_suffix(".yaml")?;
            Some((word, name.as_str(), text.as_str()))
        })
    }

    /// Names of the dresses that a kind of document may have.
    pub fn dresses(&self) -> impl Iterator<Item = &str> {
        self.templates.keys().filter_map(|name| dress_at(name))
    }

    /// Names under which a project may put a template of its own: those of the templates, and for
    /// each block that has sentences the Typst that would be written in their place.
    pub fn replaceable(&self) -> Vec<String> {
        let words = self.templates.keys().filter_map(|name| sentences_of(name));
        let blocks = words.map(|word| format!("{BLOCKS}{word}.typ.j2"));
        self.templates.keys().cloned().chain(blocks).collect()
    }

    /// The templates of the project that come into the one at `start`, itself among them; the
    /// content of blocks is named by the data.
    pub fn own_of(&self, start: &str) -> Vec<&str> {
        let mut reached = BTreeSet::new();
        let named = |path: &&str| *path == start || path.starts_with(SENTENCES) || path.starts_with(BLOCKS);
        let mut rest: Vec<&str> = self.templates.keys().map(String::as_str).filter(named).collect();
        while let Some(here) = rest.pop() {
            if reached.insert(here) {
                let text = &self.templates[here];
                rest.extend(self.templates.keys().map(String::as_str).filter(|path| names(here, text, path)));
            }
        }
        let dress = start.strip_prefix(DRESSES).and_then(|file| file.split('.').next());
        reached
            .into_iter()
            .filter(|path| {
                self.own.contains(*path) && dress_of(path).is_none_or(|(_, of)| dress.is_none_or(|dress| of == dress))
            })
            .collect()
    }

    /// Whether the project has templates of its own for the page of HTML.
    pub fn has_own_html(&self) -> bool {
        self.own.iter().any(|name| name.starts_with(HTML))
    }

    /// Whether a template other than the one at `path` includes or imports it.
    fn names(&self, path: &str) -> bool {
        self.templates.iter().filter(|(other, _)| *other != path).any(|(other, text)| names(other, text, path))
    }

    /// Whether the program carries a font at `path`.
    pub fn carries_font(path: &str) -> bool {
        FONTS.get_file(path).is_some()
    }

    /// Forgets the project's font at `path`; that of the program is used where there is one.
    pub fn set_aside_font(&mut self, path: &str) {
        self.fonts.remove(path);
        if let Some(file) = FONTS.get_file(path) {
            self.fonts.insert(path.to_owned(), file.contents().to_vec());
        }
    }

    /// Folders of `fonts/` that hold font files.
    pub fn font_folders(&self) -> impl Iterator<Item = &str> {
        self.fonts.keys().filter_map(|path| path.rsplit_once('/')).map(|(folder, _)| folder)
    }

    /// The bytes of the font files whose path starts with `folder/`.
    pub fn fonts_in<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a [u8]> {
        self.fonts
            .iter()
            .filter(move |(path, _)| path.split('/').next() == Some(folder))
            .map(|(_, bytes)| bytes.as_slice())
    }
}

/// Whether the template at `here`, which reads `text`, includes or imports the one at `path`: by its path
/// among the templates, by its path from there, or by its folder where the name is put together.
fn names(here: &str, text: &str, path: &str) -> bool {
    let folder_of = |path: &'_ str| path.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_owned());
    let (folder, here) = (folder_of(path), folder_of(here));
    let from_here = path.strip_prefix(here.as_str()).map_or(path, |rest| rest.trim_start_matches('/'));
    let up = format!("{}{path}", "../".repeat(if here.is_empty() { 0 } else { here.split('/').count() }));
    let written = [path, from_here, up.as_str()].map(str::to_owned);
    let quoted = |name: &str| ['"', '\''].iter().any(|q| text.contains(&format!("{q}{name}{q}")));
    written.iter().any(|name| quoted(name) || quoted(&format!("/{name}")))
        || (!folder.is_empty() && quoted(&format!("{folder}/")))
        || dress_of(path).is_some_and(|(output, _)| quoted(output))
}

/// The name of the dress at `path`.
fn dress_at(path: &str) -> Option<&str> {
    path.strip_prefix(DRESSES)?.strip_suffix(".typ.j2")
}

/// The output and the dress that the template of a part belongs to: `typst/<dress>/partes/…`.
fn dress_of(path: &str) -> Option<(&'static str, &str)> {
    let (output, rest) = OUTPUTS.iter().find_map(|output| Some((*output, path.strip_prefix(*output)?)))?;
    rest.split_once("/partes/").map(|(dress, _)| (output, dress))
}

/// The block whose sentences the template `name` holds; those of a whole document are none of a block.
fn sentences_of(name: &str) -> Option<&str> {
    let word = name.strip_prefix(SENTENCES)?.strip_suffix(".md.j2")?;
    word.rsplit('/').next().filter(|word| ![COVER, SILENCES].contains(word))
}

fn is_template(path: &str) -> bool {
    [".typ", ".j2", ".yaml"].iter().any(|end| path.ends_with(end))
}

/// A picture, in its folder.
fn is_image(path: &str) -> bool {
    path.starts_with(IMAGES) && [".svg", ".png", ".jpg", ".jpeg"].iter().any(|end| path.ends_with(end))
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

/// The files below `folder` that are `wanted` by their names; links are followed, and
/// hidden files are left out, as in `data/`.  What cannot be read stops the program,
/// since the embedded file would be used in its place without a word.
fn on_disk(folder: &Path, wanted: fn(&str) -> bool) -> Result<Vec<(PathBuf, String)>, ResourceError> {
    if !folder.exists() && !folder.is_symlink() {
        return Ok(Vec::new());
    }
    let visible =
        |entry: &walkdir::DirEntry| entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.');
    let mut found = Vec::new();
    for entry in WalkDir::new(folder).follow_links(true).sort_by_file_name().into_iter().filter_entry(visible) {
        let entry = entry.map_err(|error| unreadable(folder, &error))?;
        let name = entry.path().strip_prefix(folder).unwrap_or(entry.path()).to_string_lossy().replace('\\', "/");
        if !wanted(&name) {
            continue;
        }
        if !entry.file_type().is_file() {
            return Err(ResourceError::Unusable { path: entry.into_path(), reason: "no es un archivo corriente" });
        }
        found.push((entry.into_path(), name));
    }
    Ok(found)
}

/// The files below `folder` that are not `wanted` by their names and could be meant for use; notes,
/// licences and copies of editors are left out.
fn others(folder: &Path, wanted: fn(&str) -> bool) -> Vec<String> {
    const NOTES: [&str; 8] = ["md", "txt", "bak", "orig", "pdf", "db", "ini", "swp"];
    let visible =
        |entry: &walkdir::DirEntry| entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.');
    let entries = WalkDir::new(folder).follow_links(true).sort_by_file_name().into_iter().filter_entry(visible);
    let files = entries.flatten().filter(|entry| entry.file_type().is_file());
    let names = files
        .map(|entry| entry.path().strip_prefix(folder).unwrap_or(entry.path()).to_string_lossy().replace('\\', "/"));
    let meant = |name: &String| {
        let Some((stem, ending)) = name.rsplit('/').next().and_then(|name| name.rsplit_once('.')) else { return false };
        let note = NOTES.contains(&ending.to_ascii_lowercase().as_str()) || ending.ends_with('~');
        !note || (ending.eq_ignore_ascii_case("txt") && wanted(stem))
    };
    names.filter(|name| !wanted(name)).filter(meant).collect()
}

fn unreadable(folder: &Path, error: &walkdir::Error) -> ResourceError {
    let path = error.path().unwrap_or(folder).to_owned();
    let reason = match error.io_error().map(std::io::Error::kind) {
        None => "el enlace apunta a una carpeta que lo contiene",
        Some(_) if path.is_symlink() => "el enlace apunta a algo que no existe",
        Some(std::io::ErrorKind::PermissionDenied) => "no hay permiso",
        Some(_) => "fallo de lectura",
    };
    ResourceError::Unusable { path, reason }
}

fn read(path: &Path) -> Result<Vec<u8>, ResourceError> {
    fs::read(path).map_err(|cause| ResourceError::Read { path: path.to_owned(), cause })
}
