//! The drafts of a document as its author takes them over: a section of the YAML, with texts in Markdown
//! whose figures stay live.

use serde_json::Value as Data;

use crate::diagnostic::Diagnostics;
use crate::partes::{Item, Parte, Prosa, Tramo};
use crate::reports::Report;

use super::markdown::{WITHIN, lines};
use super::{Renderer, SECTIONS};

/// Key of the contents that draft what an author would write: whether they are written with live figures.
const DRAFT: &str = "borrador";
/// Characters of a line of the file.
const LINE: usize = 110;
const TITLE: &str = "Conclusiones y recomendaciones";

impl Renderer {
    /// The drafts of `report`; empty where it has none, `None` where one cannot be written and `diagnostics` says so.
    pub fn draft(&self, report: &Report, diagnostics: &mut Diagnostics) -> Option<String> {
        let mut blocks = Vec::new();
        drafts(&report.view[SECTIONS], &mut blocks);
        let mut parts = Vec::new();
        for block in &blocks {
            match self.said_of(report, block) {
                Ok(mut said) => parts.append(&mut said),
                Err(finding) => {
                    diagnostics.push(finding.documento(&report.meta.id));
                    return None;
                }
            }
        }
        let (mut texts, mut items) = (Vec::new(), Vec::new());
        for prosa in parts.iter().filter_map(prose).flatten() {
            match prosa {
                Prosa::Lista { items: all, .. } => items.extend(all.iter().map(item)),
                // What announces the list has nothing to announce in a content of its own.
                Prosa::Parrafo(tramos) => texts.push(written(tramos)),
            }
        }
        texts.retain(|text| !text.ends_with(':'));
        Some(if texts.is_empty() && items.is_empty() { String::new() } else { section(&texts, &items) })
    }
}

/// The drafts among the contents of `secciones`, to be written with live figures.
fn drafts(secciones: &Data, found: &mut Vec<Data>) {
    for seccion in secciones.as_array().into_iter().flatten() {
        let all = seccion["contenido"].as_array().into_iter().flatten();
        for block in all.filter(|block| block.get(DRAFT).is_some()) {
            let mut block = block.clone();
            block[DRAFT] = true.into();
            found.push(block);
        }
        drafts(&seccion[SECTIONS], found);
    }
}

fn prose(parte: &Parte) -> Option<&Vec<Prosa>> {
    match parte {
        Parte::Prosa { prosa, .. } => Some(prosa),
        _ => None,
    }
}

fn item(item: &Item) -> String {
    match &item.prosa[..] {
        [Prosa::Parrafo(tramos)] => written(tramos),
        prosa => lines(prosa),
    }
}

/// Running text in the Markdown of the guide; what leads to a table of the page is left out.
fn written(tramos: &[Tramo]) -> String {
    let one = |tramo: &Tramo| match tramo {
        Tramo::Fuerte(inner) => format!("**{}**", written(inner)),
        Tramo::Enfasis(inner) => format!("*{}*", written(inner)),
        Tramo::Enlace { destino, .. } if destino.starts_with(WITHIN) => String::new(),
        other => super::markdown::plain(std::slice::from_ref(other)),
    };
    tramos.iter().map(one).collect::<String>().trim().to_owned()
}

fn section(texts: &[String], items: &[String]) -> String {
    let mut out = format!(
        "# Borrador: péguelo en «secciones», en lugar de la sección que llama a los borradores, y edítelo.\n  - titulo: {TITLE}\n    contenido:\n"
    );
    for text in texts {
        out += "      - texto: >-\n";
        out += &folded(text, 10);
    }
    if !items.is_empty() {
        out += "      - recomendaciones:\n";
        for one in items {
            out += "          - >-\n";
            out += &folded(one, 12);
        }
    }
    out
}

/// `text` in lines, which YAML joins again by a space.
fn folded(text: &str, indent: usize) -> String {
    let mut out = String::new();
    let mut line = String::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        if !line.is_empty() && indent + line.chars().count() + 1 + word.chars().count() > LINE {
            out += &format!("{:indent$}{line}\n", "");
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line += word;
    }
    out + &format!("{:indent$}{line}\n", "")
}
