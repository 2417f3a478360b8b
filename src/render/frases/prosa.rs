//! Running text of sentences: values, marks and narrative texts as prose.

use serde_json::Value;

use crate::locale::Numeros;
use crate::partes::{Prosa, Tramo, Tramos};

use super::super::markdown::{self, Aside, Inline};
use super::super::marks;
use super::{Wrong, wrong};

/// Private characters of marks that Markdown does not have.
pub const BREAK: char = super::super::marks::LINE;
pub const DETAIL: char = '\u{f701}';
const CODE: char = '\u{f702}';
pub const CLOSE: char = '\u{f703}';
pub const MARK: char = '\u{f704}';
/// The first of the characters that stand for narrative texts.
const NARRATIVE: u32 = 0x000F_0000;

/// The character that stands for narrative text `index` in a file of sentences.
pub fn narrative(index: usize) -> Option<char> {
    u32::try_from(index).ok().filter(|n| *n < 0xFFFE).and_then(|n| char::from_u32(NARRATIVE + n))
}

/// What the sentences of a block may name.
pub struct Scope<'a> {
    /// The data of the block: its tables and charts by name.
    pub bloque: &'a Value,
    /// Narrative texts by position.
    pub narraciones: &'a [Vec<Prosa>],
    pub numeros: Numeros,
    /// Level of the section that the block stands in.
    pub nivel: usize,
}

/// One space where there are several; a figure and its «%» are never parted.
pub fn spaced(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for word in line.split(' ').filter(|word| !word.is_empty()) {
        if word.starts_with('%') && out.ends_with(|c: char| c.is_ascii_digit()) {
            out.push('\u{a0}');
        } else if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

pub fn is_list(prosa: &Prosa) -> bool {
    matches!(prosa, Prosa::Lista { .. })
}

/// Paragraphs as one.
pub fn paragraphs(prosa: Vec<Prosa>) -> Tramos {
    let mut out = Vec::new();
    for one in prosa {
        if let Prosa::Parrafo(tramos) = one {
            if !out.is_empty() {
                out.push(Tramo::Texto(" ".into()));
            }
            out.extend(tramos);
        }
    }
    out
}

impl Scope<'_> {
    pub(super) fn prose(&self, text: &str) -> Vec<Prosa> {
        if text.is_empty() {
            return Vec::new();
        }
        let mut coded = String::with_capacity(text.len());
        let mut open = false;
        for c in text.chars() {
            // A code begins and ends with the same sign.
            match c {
                '`' => {
                    coded.push(if open { CLOSE } else { CODE });
                    open = !open;
                }
                c => coded.push(c),
            }
        }
        markdown::read(&marks::only_documented(&coded), |c| self.aside(c))
    }

    pub(super) fn aside(&self, c: char) -> Option<Aside<'_>> {
        match c {
            BREAK => Some(Aside::Break),
            DETAIL => Some(Aside::Open(Inline::Detail)),
            MARK => Some(Aside::Open(Inline::Mark)),
            CODE => Some(Aside::Open(Inline::Code)),
            CLOSE => Some(Aside::Close),
            c => {
                let index = (c as u32).checked_sub(NARRATIVE)?;
                self.narraciones.get(index as usize).map(|prosa| Aside::Prose(prosa))
            }
        }
    }

    /// What stands in a title or a note, which `line` of the file says.
    pub(super) fn inline(&self, text: &str, line: &str) -> Result<Tramos, Wrong> {
        let said = self.running(text);
        if said.iter().any(is_list) {
            return wrong("aquí no cabe una lista", line);
        }
        Ok(paragraphs(said))
    }

    /// What stands in a cell, which may hold several paragraphs.
    pub(super) fn cell(&self, text: &str) -> Tramos {
        let said = self.running(text);
        match said[..] {
            [] | [Prosa::Parrafo(_)] => paragraphs(said),
            _ => vec![Tramo::Bloque(said)],
        }
    }

    fn running(&self, text: &str) -> Vec<Prosa> {
        let text = spaced(text);
        // Ordinary cells and titles have no marks.
        if !text.contains(['*', '[', '`', '\\', BREAK, DETAIL, MARK]) && !text.chars().any(|c| c as u32 >= NARRATIVE) {
            let words: String = text.chars().map(|c| marks::sign(c).unwrap_or(c)).collect();
            return if words.is_empty() { Vec::new() } else { vec![Prosa::Parrafo(vec![Tramo::Texto(words)])] };
        }
        // Nothing in a cell or a title begins a list.
        let begins = text.starts_with("- ") || text.starts_with(|c: char| c.is_ascii_digit());
        let (sign, rest) = text.split_at(usize::from(begins));
        self.prose(&(sign.chars().map(marks::aside).collect::<String>() + rest))
    }
}
