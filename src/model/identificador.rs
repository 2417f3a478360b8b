//! Identifiers: slugs and names that become parts of paths and of links.

use std::fmt;
use std::ops::Deref;

use serde_json::{Value as Json, json};

use crate::data::Node;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::locale::fold;

use super::shape::{Definitions, FromNode};

/// Names that Windows keeps for devices, in any folder and with any ending.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// Lower-case letters, digits and hyphens, and no name of a device: the same
/// file on every disk, and never a step out of its folder.
///
/// One that is not so is told and kept, so that what refers to it is still
/// read; the file it stands in has an error, and nothing is made from it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Identificador(String);

impl Identificador {
    /// Why `text` cannot be an identifier; `None` where it can.
    pub fn fault(text: &str) -> Option<&'static str> {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if text.is_empty() || !text.chars().all(plain) {
            Some("debe tener solo minúsculas sin tilde, cifras y guiones")
        } else if reserved(text) {
            Some("es un nombre que Windows reserva")
        } else {
            None
        }
    }

    /// The identifier nearest to `text`: `Gobierno Digital` gives `gobierno-digital`;
    /// `None` where nothing of it can stay.
    pub fn proposal(text: &str) -> Option<String> {
        let text = [".yaml", ".yml"].iter().find_map(|end| text.strip_suffix(end)).unwrap_or(text);
        let mut name = String::with_capacity(text.len());
        let mut gap = false;
        for c in fold(text).chars() {
            let letters = match c {
                'a'..='z' | '0'..='9' => "",
                'ñ' => "n",
                'ß' => "ss",
                _ => {
                    gap = !name.is_empty();
                    continue;
                }
            };
            if std::mem::take(&mut gap) {
                name.push('-');
            }
            if letters.is_empty() { name.push(c) } else { name.push_str(letters) }
        }
        match name.as_str() {
            "" => None,
            taken if reserved(taken) => Some(format!("{name}-1")),
            _ => Some(name),
        }
    }

    /// The finding for a name that cannot be an identifier, without its place and remedy.
    pub fn refuse(text: &str) -> Option<Diagnostic> {
        let fault = Self::fault(text)?;
        Some(Diagnostic::error("identificador-invalido", format!("«{text}» no sirve como identificador: {fault}")))
    }
}

fn reserved(text: &str) -> bool {
    let numbered = ["com", "lpt"].iter().find_map(|device| text.strip_prefix(device));
    DEVICES.contains(&text) || numbered.is_some_and(|n| n.len() == 1 && n.bytes().all(|b| b.is_ascii_digit()))
}

impl Deref for Identificador {
    type Target = String;

    fn deref(&self) -> &String {
        &self.0
    }
}

impl<T: AsRef<str> + ?Sized> PartialEq<T> for Identificador {
    fn eq(&self, other: &T) -> bool {
        self.0 == other.as_ref()
    }
}

impl PartialEq<Identificador> for String {
    fn eq(&self, other: &Identificador) -> bool {
        *self == other.0
    }
}

impl fmt::Display for Identificador {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromNode for Identificador {
    fn from_node(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        let text = String::from_node(node, diagnostics)?;
        if let Some(finding) = Self::refuse(&text) {
            diagnostics.push(finding.at(&node.place).remedy(match Self::proposal(&text) {
                Some(name) => format!("escriba «{name}»"),
                None => "escriba un nombre corto, como secretaria-hacienda".to_owned(),
            }));
        }
        Some(Self(text))
    }

    fn schema(_: &mut Definitions) -> Json {
        // A name of digits alone is a number in YAML.
        json!({ "anyOf": [{ "type": "string", "pattern": "^[a-z0-9-]+$" }, { "type": "integer", "minimum": 0 }] })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leaves_its_folder_or_is_another_file_elsewhere_is_no_identifier() {
        for good in ["gobierno-digital", "2024", "and", "console", "com10", "com"] {
            assert_eq!(Identificador::fault(good), None, "{good}");
        }
        for (bad, proposal) in [
            ("../../fuera", Some("fuera")),
            ("/etc/passwd", Some("etc-passwd")),
            ("C:\\datos", Some("c-datos")),
            ("Gobierno Digital", Some("gobierno-digital")),
            ("niñez", Some("ninez")),
            ("straße", Some("strasse")),
            ("plan-2025.yaml", Some("plan-2025")),
            ("con", Some("con-1")),
            ("lpt1", Some("lpt1-1")),
            ("", None),
            ("..", None),
        ] {
            assert!(Identificador::fault(bad).is_some(), "{bad}");
            assert_eq!(Identificador::proposal(bad).as_deref(), proposal, "{bad}");
            assert!(proposal.is_none_or(|name| Identificador::fault(name).is_none()), "{bad}");
        }
    }
}
