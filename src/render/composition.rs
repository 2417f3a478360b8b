//! From the sections of a report to its parts: each block reads its sentences.

use minijinja::context;
use minijinja::value::{Serde, Value};
use serde_json::Value as Data;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::partes::{Modo, Parte, Prosa, Tramo};
use crate::reports::Report;
use crate::resources::{BLOCKS, SENTENCES};

use super::frases::{self, Scope, Wrong};
use super::{Renderer, Silenced, fault, written};

/// What says that indices are printed with fewer decimals than they have.
const DECIMALS: &str = "decimales";

impl Renderer {
    /// The content of `report`; `None` where a file of sentences is wrong and `found` says so.
    pub(super) fn compose(
        &self,
        report: &Report,
        silenced: &[Silenced<'_>],
        narraciones: &[Vec<Prosa>],
        found: &mut Diagnostics,
    ) -> Option<Vec<Parte>> {
        let folder = report.base.word();
        let composer = Composer { renderer: self, folder, narraciones, silencios: silenced.len() };
        let mut parts = Vec::new();
        match composer.sections(&report.view["secciones"], &mut parts) {
            Ok(()) => Some(parts),
            Err(finding) => {
                found.push(finding.documento(&report.meta.id));
                None
            }
        }
    }
}

struct Composer<'a> {
    renderer: &'a Renderer,
    /// Folder of the templates of this kind.
    folder: &'a str,
    narraciones: &'a [Vec<Prosa>],
    /// How many rules the data silence.
    silencios: usize,
}

/// Where a block stands.
#[derive(Clone, Copy)]
struct Place {
    /// Level of its section.
    nivel: usize,
    /// Whether it is the first of its section.
    abre: bool,
}

impl Composer<'_> {
    fn sections(&self, secciones: &Data, parts: &mut Vec<Parte>) -> Result<(), Diagnostic> {
        for seccion in secciones.as_array().into_iter().flatten() {
            let nivel = seccion["nivel"].as_u64().unwrap_or(1) as usize;
            let mut content = Vec::new();
            for (at, bloque) in seccion["contenido"].as_array().into_iter().flatten().enumerate() {
                self.block(bloque, Place { nivel, abre: at == 0 }, &mut content)?;
            }
            // A section without a title begins with what its first block says.
            if let Some(titulo) = seccion["titulo"].as_str() {
                let heading = Parte::Titulo { nivel, texto: vec![Tramo::Texto(titulo.to_owned())], en_indice: true };
                // What begins a page takes the heading there.
                match content.first_mut() {
                    Some(Parte::Pagina) => content.insert(1, heading),
                    Some(Parte::Grupo { modo: Modo::Apaisado, partes }) => partes.insert(0, heading),
                    _ => content.insert(0, heading),
                }
            }
            parts.append(&mut content);
            self.sections(&seccion["secciones"], parts)?;
        }
        Ok(())
    }

    fn block(&self, bloque: &Data, place: Place, parts: &mut Vec<Parte>) -> Result<(), Diagnostic> {
        let word = bloque["tipo"].as_str().unwrap_or_default();
        let own = format!("{}/{word}", self.folder);
        let typst = format!("{BLOCKS}{word}.typ.j2");
        let sentences = [word, &own].map(|name| format!("{SENTENCES}{name}.md.j2"));
        // What a project writes in Typst stands in place of the sentences.
        if self.has(&typst) {
            parts.push(Parte::Plantilla { ruta: typst, bloque: bloque.clone() });
        } else if let Some(template) = sentences.iter().find(|name| self.has(name)) {
            parts.append(&mut self.said(template, bloque, place)?);
        }
        if bloque.get("recorta").is_some_and(|decimals| !decimals.is_null()) {
            parts.append(&mut self.said(&format!("{SENTENCES}{DECIMALS}.md.j2"), bloque, place)?);
        }
        Ok(())
    }

    fn has(&self, template: &str) -> bool {
        self.renderer.sources.contains_key(template)
    }

    /// The parts that `template` says of `bloque`.
    fn said(&self, template: &str, bloque: &Data, place: Place) -> Result<Vec<Parte>, Diagnostic> {
        let renderer = self.renderer;
        let stands_for = |index| frases::narrative(index).map(|c| Value::from_safe_string(c.to_string()));
        let narraciones: Vec<_> = (0..self.narraciones.len()).filter_map(stands_for).collect();
        let view = Value::from(Serde(bloque));
        let Place { nivel, abre } = place;
        let silencios = self.silencios;
        let scope = context! { bloque => view.clone(), narraciones, silencios, nivel, abre, ..view };
        let (text, done) = written(&renderer.env, template, scope);
        done.map_err(|error| fault::from_template(&error, &renderer.sources, &renderer.weighed))?;
        let scope = Scope { bloque, narraciones: self.narraciones, numeros: renderer.numeros, nivel };
        frases::read(&text, &scope).map_err(|wrong| self.wrong(template, &wrong))
    }

    fn wrong(&self, template: &str, wrong: &Wrong) -> Diagnostic {
        let source = &self.renderer.sources[template];
        let written = source.text.lines().enumerate().filter_map(|(at, line)| Some((writes(line, &wrong.line)?, at)));
        // The first of those that give most of it.
        let line = written.max_by_key(|(most, at)| (*most, std::cmp::Reverse(*at))).map(|(_, at)| at);
        Diagnostic::error("plantilla-invalida", format!("la plantilla no se puede usar: {}", wrong.message))
            .at(&source.line(line.map_or(1, |at| at + 1)))
            .remedy("corrija la plantilla; si no la cambió, borre la copia de su carpeta «templates» para usar la del programa")
    }
}

/// How many characters of `written` the line `template` says itself, beside its values;
/// `None` where it cannot have written it.
fn writes(template: &str, written: &str) -> Option<usize> {
    let mut rest = written;
    let mut said = 0;
    let mut after = template.trim();
    let mut begins = true;
    loop {
        let tag = ["{{", "{%", "{#"].iter().filter_map(|tag| after.find(tag)).min();
        let (text, tags) = after.split_at(tag.unwrap_or(after.len()));
        let text = text.trim();
        let at = rest.find(text).filter(|at| *at == 0 || !begins || text.is_empty())?;
        rest = &rest[at + text.len()..];
        said += text.len();
        begins = false;
        let Some(end) = ["}}", "%}", "#}"].iter().filter_map(|end| tags.find(end)).min() else { break };
        after = &tags[end + 2..];
    }
    (said > 0).then_some(said)
}

#[cfg(test)]
mod tests {
    use crate::model::{Componente, ComponenteConsolidado};
    use crate::resources::Resources;

    use super::*;

    #[test]
    fn every_content_has_its_sentences() {
        let templates = Resources::embedded().templates;
        let words = Componente::ALL.iter().map(|c| ("informe-seguimiento", c.word()));
        let words = words.chain(ComponenteConsolidado::ALL.iter().map(|c| ("consolidado", c.word())));
        let others = ["texto", "normas", "recomendaciones", "sin_datos"].map(|word| ("informe-seguimiento", word));
        for (folder, word) in words.chain(others) {
            let general = templates.contains_key(&format!("{SENTENCES}{word}.md.j2"));
            let own = templates.contains_key(&format!("{SENTENCES}{folder}/{word}.md.j2"));
            assert!(general != own, "«{word}» of {folder} has its sentences in one place: {general}, {own}");
        }
    }

    #[test]
    fn a_line_is_known_by_what_it_says_beside_its_values() {
        let row = "| {{ f.nombre }} | {% if f.n %}{{ f.n }}{% endif %} |";
        for (template, written, said) in [
            ("::: tabla cuadro", "::: tabla cuadro", Some(16)),
            (row, "| Integridad | 4 |", Some(3)),
            (row, "| Integridad |", None),
            ("| {{ a }} | {{ b }} | {{ c }} |", "| Integridad | 4 |", None),
            ("| Total {{ a }} |", "| Integridad | 4 |", None),
            ("{{ a }}", "| Integridad | 4 |", None),
            ("", "| Integridad | 4 |", None),
        ] {
            assert_eq!(writes(template, written), said, "{template} → {written}");
        }
    }
}
