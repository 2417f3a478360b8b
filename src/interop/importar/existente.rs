//! A data file that is there already: whether it says the same, and how it is
//! written again without losing comments or keys that the import does not give.

use crate::data::parse_text;
use crate::model::Catalogo;

use super::super::yaml::Yaml;
use super::Archivo;
use super::cambio::Cambio;
use super::comentarios::Comments;
use super::fusion::Fusion;
use super::identidad::identify;

/// What becomes of a data file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// There is none: this is its text.
    Nuevo(String),
    /// It says the same, but for what somebody put by hand.
    Igual { cambios: Vec<Cambio> },
    /// It says something else; this would be its text, with so many changes.
    Distinto { texto: String, cambios: Vec<Cambio> },
}

/// The file that is there is not YAML, so its comments cannot be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unreadable;

/// The byte order mark.
const MARK: char = '\u{feff}';

impl Archivo {
    /// Compares with the file that is there.  With `descartar`, what somebody put
    /// in it by hand gives way to the import.
    ///
    /// # Errors
    /// [`Unreadable`] where it is there and is not YAML.
    pub fn decide(&self, existing: Option<&str>, catalogo: &Catalogo, descartar: bool) -> Result<Decision, Unreadable> {
        let identify = |list: &str, entry: &Yaml| identify(list, entry, catalogo);
        let header = format!("# yaml-language-server: $schema=../../../docs/esquemas/{}.json", self.tipo.palabra);
        let Some(existing) = existing else {
            return Ok(Decision::Nuevo(self.contenido.text(header + "\n", catalogo)));
        };
        let contenido = self.contenido.tree(catalogo);
        let text = existing.trim_start_matches(MARK);
        let node = parse_text("", text).0.node.ok_or(Unreadable)?;
        let old = Yaml::of_node(&node);
        let comments = Comments::read(text, &node, &old, &identify);
        let mut fusion = Fusion::new(catalogo, self, &comments, descartar);
        let merged = fusion.merge(&old, &contenido);
        if fusion.is_same() {
            return Ok(Decision::Igual { cambios: fusion.cambios });
        }
        if self.exportado && fusion.only_moves_origin() {
            let cambios = fusion.cambios.into_iter().filter(|cambio| !cambio.is_of_origin()).collect();
            return Ok(Decision::Igual { cambios });
        }
        let written = comments.with(&header, &merged.lines(&identify), &fusion.kept, &|path| fusion.moved(path));
        Ok(Decision::Distinto { texto: dressed_as(existing, written), cambios: fusion.cambios })
    }
}

/// `text` with the line ends and the byte order mark of another one.
fn dressed_as(other: &str, text: String) -> String {
    let text = if other.contains("\r\n") { text.replace('\n', "\r\n") } else { text };
    if other.starts_with(MARK) { format!("{MARK}{text}") } else { text }
}
