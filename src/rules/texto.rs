//! Rules over every text of a file: placeholders, tags, marks without effect, slips of writing,
//! wrongly cited norms.

use std::collections::BTreeSet;

use crate::data::{Node, Value};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::locale::Fecha;
use crate::model::Catalogo;

use super::marcas::{self, Campo};
use super::{cita, letras, marcador, prosa, redaccion};

/// The rules over the texts of a project.
pub struct Textos<'a> {
    catalogo: &'a Catalogo,
    /// Texts in which no rule found anything: every entity has the same names of policies.
    sound: BTreeSet<(String, Lectura)>,
}

/// Longest text, in bytes, that is remembered: names come again, prose does not.
const NAME: usize = 120;

/// How a text is read, beside what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Lectura {
    pending: bool,
    narrative: bool,
    /// Whether it may not number pages by hand; the control box has a rule of its own.
    pages: bool,
    /// Of the document.
    fecha: Option<Fecha>,
}

impl<'a> Textos<'a> {
    pub fn new(catalogo: &'a Catalogo) -> Self {
        Self { catalogo, sound: BTreeSet::new() }
    }

    /// Runs every rule over the texts of a file that is not of the catalogue.
    pub fn check(&mut self, node: &Node, found: &mut Diagnostics) {
        // Of a document; other files have none.
        let fecha = node.get("fecha").and_then(|fecha| Fecha::parse(fecha.place.text().trim_matches(['"', '\''])));
        let documento = node.get("tipo").is_some();
        each_text(node, "", false, &mut |text, place, key, pending| {
            let narrative = documento && !pending && NARRATIVES.contains(&key);
            let read = (text.to_owned(), Lectura { pending, narrative, pages: key != "valor", fecha });
            if self.sound.contains(&read) {
                return;
            }
            let before = found.len();
            self.text(text, place, read.1, found);
            if found.len() == before && text.len() <= NAME {
                self.sound.insert(read);
            }
        });
    }

    fn text(&self, text: &str, place: &Place, read: Lectura, found: &mut Diagnostics) {
        if !read.pending {
            marcador::check(text, place, found);
        }
        html(text, place, found);
        reference(text, place, found);
        marcas::check(text, place, if read.narrative { Campo::Narrativo } else { Campo::Llano }, found);
        let tokens = prosa::tokens(text);
        redaccion::check(text, &tokens, place, found);
        if read.pages {
            redaccion::pages(text, &tokens, place, found);
        }
        letras::check(text, &tokens, place, found);
        cita::check(text, &tokens, place, self.catalogo, read.fecha, found);
    }
}

/// The keys of a document whose texts take figures and marks.
const NARRATIVES: [&str; 9] = [
    "texto",
    "recomendaciones",
    "recomendacion",
    "decisiones",
    "decision",
    "funcion",
    "actividad",
    "observacion",
    "valor",
];

/// Visits texts with their place, the key they stand under and whether they stand under `pendiente`,
/// where "por definir" is the very thing to say.
fn each_text(node: &Node, key: &str, pending: bool, visit: &mut impl FnMut(&str, &Place, &str, bool)) {
    match &node.value {
        Value::Text(text) => visit(text, &node.place, key, pending),
        Value::List(items) => items.iter().for_each(|item| each_text(item, key, pending, visit)),
        Value::Map(entries) => {
            entries
                .iter()
                .for_each(|(key, value)| each_text(value, &key.text, pending || key.text == "pendiente", visit));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The place of `needle` inside `place`, or `place` where the file spells it otherwise.
pub(super) fn inside(place: &Place, needle: &str) -> Place {
    place.text().find(needle).map_or_else(
        || place.clone(),
        |offset| place.source.place(place.range.start + offset..place.range.start + offset + needle.len()),
    )
}

/// A character reference, `&oacute;` or `&#243;`: it would be printed as it stands.
fn reference(text: &str, place: &Place, found: &mut Diagnostics) {
    const LONGEST: usize = 9;
    for (start, _) in text.match_indices('&') {
        let rest = &text[start + 1..];
        let Some(end) = rest.bytes().take(LONGEST).position(|b| b == b';') else { continue };
        let name = &rest[..end];
        let number = name.strip_prefix('#').is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
        let letters = |end: &str| name.strip_suffix(end).is_some_and(|letter| letter.len() == 1);
        let accent = ["acute", "grave", "tilde", "uml"].iter().any(|end| letters(end));
        if number || accent || ["nbsp", "amp", "lt", "gt", "quot", "iquest", "iexcl", "ndash", "mdash"].contains(&name)
        {
            let mark = &text[start..start + end + 2];
            found.push(
                Diagnostic::aviso("html-en-texto", format!("el texto tiene «{mark}», que se imprimiría tal cual"))
                    .at(&inside(place, mark))
                    .remedy("escriba el carácter: ó, ñ, &, un espacio"),
            );
            return;
        }
    }
}

/// A tag of HTML: it would be printed as it stands.
fn html(text: &str, place: &Place, found: &mut Diagnostics) {
    const TAGS: [&str; 12] = ["b", "strong", "i", "em", "p", "br", "ul", "li", "span", "div", "u", "a"];
    const LONGEST: usize = 60;
    for (start, _) in text.match_indices('<') {
        let rest = &text[start + 1..];
        let name: String =
            rest.trim_start_matches('/').chars().take(LONGEST).take_while(char::is_ascii_alphanumeric).collect();
        let Some(end) = rest.bytes().take(LONGEST + 1).position(|b| b == b'>') else { continue };
        let after = rest.trim_start_matches('/')[name.len()..].chars().next();
        let closed = after.is_some_and(|c| c == '>' || c == '/' || c.is_whitespace());
        if closed && TAGS.contains(&name.to_ascii_lowercase().as_str()) {
            let tag = &text[start..start + end + 2];
            found.push(
                Diagnostic::aviso(
                    "html-en-texto",
                    format!("el texto tiene la etiqueta «{tag}», que se imprimiría tal cual"),
                )
                .at(&inside(place, tag))
                .remedy("quítela; en los textos narrativos la negrita se escribe **así** y la cursiva *así*"),
            );
            return;
        }
    }
}
