//! What data files are called: as they should be, and as people spell them.

use std::fmt::Write as _;

use crate::diagnostic::nearest;
use crate::locale::fold;

use super::dato::{Leible, TipoDato};
use super::{TIPOS, of_entity};

/// The path in `data/`, without ending, of a file of an entity.
pub fn path(slug: &str, nombre: &str) -> String {
    format!("entidades/{slug}/{nombre}")
}

/// The name, without ending, of the file of a vigencia.
pub fn name<T: Leible>(vigencia: u32) -> String {
    format!("{}-{vigencia}", T::PALABRA)
}

/// The slug and the name, without ending, of a path in the folder of an entity.
pub fn parts(path: &str) -> Option<(&str, &str)> {
    let (slug, name) = stem(path).strip_prefix("entidades/")?.split_once('/')?;
    (!name.contains('/')).then_some((slug, name))
}

/// A path without its YAML ending.
pub fn stem(path: &str) -> &str {
    path.strip_suffix(".yaml").or(path.strip_suffix(".yml")).unwrap_or(path)
}

/// The type of data of an entity whose names begin as this one.
pub fn tipo_of(name: &str) -> Option<&'static TipoDato> {
    of_entity().find(|tipo| is_named_as(tipo, name))
}

/// The type of data that the file at `path` in `data/` holds, by its name and its folder.
pub fn tipo_at(path: &str) -> Option<&'static TipoDato> {
    let name = path.rsplit('/').next().unwrap_or_default();
    TIPOS.iter().find(|tipo| tipo.dueno.holds(path) && is_named_as(tipo, name))
}

fn is_named_as(tipo: &TipoDato, name: &str) -> bool {
    name.strip_prefix(tipo.palabra).is_some_and(|rest| rest.starts_with('-'))
}

/// What files of data of an entity are called: `resultados-AAAA.yaml, plan-AAAA.yaml o …`.
pub fn names() -> String {
    let mut names = String::new();
    let last = of_entity().count() - 1;
    for (at, tipo) in of_entity().enumerate() {
        let before = match at {
            0 => "",
            at if at == last => " o ",
            _ => ", ",
        };
        let _ = write!(names, "{before}{}-AAAA.yaml", tipo.palabra);
    }
    names
}

/// A name of data that another one seems to be.
pub struct Meant {
    /// As it should be: `resultados-2024`.
    pub name: String,
    /// Whether the other says nothing else.
    whole: bool,
}

/// The name of data that `name` is another spelling of, and nothing else: `resultados-2024` for
/// `Resultado_FURAG 2024`.
pub fn strictly_meant(name: &str) -> Option<String> {
    meant(name, None).filter(|m| m.whole).map(|m| m.name)
}

/// Reads the words and the years of `name`, whatever is between them; where it has no year, it is
/// of `vigencia`.
pub fn meant(name: &str, vigencia: Option<String>) -> Option<Meant> {
    let folded = fold(name);
    let (mut kind, mut year, mut whole) = (None, None, true);
    for word in words(&folded) {
        if word.len() == 4 && year.is_none() && word.starts_with("20") && word.bytes().all(|b| b.is_ascii_digit()) {
            year = Some(word.to_owned());
        } else if let Some(of) = kind_of(word).filter(|of| kind.is_none_or(|k| k == *of)) {
            kind = Some(of);
        } else {
            whole = false;
        }
    }
    let name = format!("{}-{}", kind?, year.or(vigencia)?);
    Some(Meant { name, whole })
}

/// Runs of letters and runs of digits.
fn words(text: &str) -> Vec<&str> {
    let class = |c: char| (c.is_alphabetic(), c.is_numeric());
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|c| class(c) != class(first)).unwrap_or(rest.len());
        if first.is_alphanumeric() {
            words.push(&rest[..end]);
        }
        rest = &rest[end..];
    }
    words
}

/// Letters of a word that so many others are near that it must begin as it is written.
const SHORT: usize = 4;

/// The type of data that a word names.
fn kind_of(word: &str) -> Option<&'static str> {
    let called = |tipo: &'static TipoDato| std::iter::once(tipo.palabra).chain(tipo.sinonimos.iter().copied());
    let near = nearest(word, of_entity().flat_map(called))?;
    let palabra = of_entity().find(|tipo| called(tipo).any(|name| name == near))?.palabra;
    (palabra.len() > SHORT || word.starts_with(&palabra[..2])).then_some(palabra)
}
