//! From a report to what it says: its cover, the parts of its sections, where each block
//! reads its sentences, and who signs it with what it silences.

use minijinja::context;
use minijinja::value::{Serde, Value};
use serde::Deserialize;
use serde_json::Value as Data;

use crate::bloques::Sujeto;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::Tipo;
use crate::partes::{Escrito, Firma, Franja, Modo, Parte, Portada, Prosa, Tramo};
use crate::reports::Report;
use crate::resources::{BLOCKS, COVER, SENTENCES, SILENCES};

use super::frases::{self, Scope, Wrong};
use super::{Renderer, Silenced, enlaces, fault, tablas, written};

/// What says that indices are printed with fewer decimals than they have.
const DECIMALS: &str = "decimales";
/// Key of the view that has the strip of points of the cover.
const STRIP: &str = "franja";

impl Renderer {
    /// What `report` says; `None` where a file of sentences is wrong and `found` says so.
    pub(super) fn compose(
        &self,
        report: &Report,
        silenced: &[Silenced<'_>],
        narraciones: &[Vec<Prosa>],
        found: &mut Diagnostics,
    ) -> Option<Escrito> {
        let written = Composer::new(self, report.base, narraciones, silenced.len()).document(report, silenced);
        written.map_err(|finding| found.push(finding.documento(&report.meta.id))).ok()
    }

    /// What the sentences of one block of `report` say, apart from the others.
    pub(super) fn said_of(&self, report: &Report, bloque: &Data) -> Result<Vec<Parte>, Diagnostic> {
        let mut parts = Vec::new();
        Composer::new(self, report.base, &[], 0).block(bloque, Place { nivel: 1, abre: true }, &mut parts)?;
        Ok(parts)
    }
}

struct Composer<'a> {
    renderer: &'a Renderer,
    /// Folders of the sentences of this kind, and of the kinds whose blocks it may use.
    folders: Vec<&'static str>,
    narraciones: &'a [Vec<Prosa>],
    /// What stands for each of them in sentences.
    quoted: Value,
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

impl<'a> Composer<'a> {
    fn new(renderer: &'a Renderer, base: Tipo, narraciones: &'a [Vec<Prosa>], silencios: usize) -> Self {
        let subject = Sujeto::of(base);
        let others = Tipo::ALL.iter().copied().filter(|other| *other != base && subject.has(Sujeto::of(*other)));
        let folders = std::iter::once(base).chain(others).map(Tipo::word).collect();
        let stands_for = |index| frases::narrative(index).map(|c| Value::from_safe_string(c.to_string()));
        let quoted = (0..narraciones.len()).filter_map(stands_for).collect::<Vec<_>>().into();
        Self { renderer, folders, narraciones, quoted, silencios }
    }

    fn document(&self, report: &Report, silenced: &[Silenced<'_>]) -> Result<Escrito, Diagnostic> {
        let portada = self.cover(report)?;
        let mut cuerpo = Vec::new();
        self.sections(&report.view["secciones"], &mut cuerpo)?;
        if report.view["numerado"] == false {
            unnumber(&mut cuerpo);
        }
        enlaces::settle(&mut cuerpo);
        tablas::settle(&mut cuerpo);
        let mut cierre = Vec::new();
        let firmas: Vec<_> = report.view["firmas"].as_array().into_iter().flatten().map(signature).collect();
        if !firmas.is_empty() {
            cierre.push(Parte::Firmas(firmas));
        }
        if !silenced.is_empty() {
            let reglas = serde_json::json!({ "reglas": silenced });
            cierre.append(&mut self.said(
                &format!("{SENTENCES}{SILENCES}.md.j2"),
                &reglas,
                Place { nivel: 0, abre: true },
            )?);
        }
        Ok(Escrito { portada, cuerpo, cierre })
    }

    /// The cover, where the kind of document has sentences for one: title, subtitle, place and date, data.
    fn cover(&self, report: &Report) -> Result<Option<Portada>, Diagnostic> {
        let template = format!("{SENTENCES}{}/{COVER}.md.j2", self.folders[0]);
        if !self.has(&template) {
            return Ok(None);
        }
        // The sections are long, and no cover names them.
        let own = report.view.as_object().into_iter().flatten().filter(|(key, _)| *key != "secciones");
        let own = Data::Object(own.map(|(key, value)| (key.clone(), value.clone())).collect());
        let parts = self.said(&template, &own, Place { nivel: 0, abre: true })?;
        let franja = Franja::deserialize(&report.view[STRIP]).ok();
        match cover_of(parts, franja) {
            Some(portada) => Ok(Some(portada)),
            None => {
                let message = "una portada lleva título y subtítulo, o además lugar con fecha, «::: cifras», \
                               «::: nota» y «::: datos»";
                Err(self.wrong(&template, &Wrong { message: message.to_owned(), line: String::new() }))
            }
        }
    }

    fn sections(&self, secciones: &Data, parts: &mut Vec<Parte>) -> Result<(), Diagnostic> {
        for seccion in secciones.as_array().into_iter().flatten() {
            let nivel = seccion["nivel"].as_u64().unwrap_or(1) as usize;
            let mut content = Vec::new();
            for (at, bloque) in seccion["contenido"].as_array().into_iter().flatten().enumerate() {
                self.block(bloque, Place { nivel, abre: at == 0 }, &mut content)?;
            }
            // A section without a title begins with what its first block says.
            if let Some(titulo) = seccion["titulo"].as_str() {
                let heading = Parte::Titulo { nivel, texto: vec![text(titulo)], en_indice: true, numerado: true };
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
        let typst = format!("{BLOCKS}{word}.typ.j2");
        // Those of the kind itself, those of all, and those of a kind whose blocks it may use.
        let own = self.folders.iter().map(|folder| format!("{folder}/{word}"));
        let mut sentences: Vec<_> = own.map(|name| format!("{SENTENCES}{name}.md.j2")).collect();
        sentences.insert(1, format!("{SENTENCES}{word}.md.j2"));
        // What a project writes in Typst stands in place of the sentences.
        if self.has(&typst) {
            parts.push(Parte::Plantilla { ruta: typst, bloque: bloque.clone() });
        } else if let Some(template) = sentences.iter().find(|name| self.has(name)) {
            let mut said = self.said(template, bloque, place)?;
            tablas::name(&mut said, word);
            parts.append(&mut said);
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
        let narraciones = self.quoted.clone();
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
            .remedy(fault::REMEDY)
    }
}

/// What the sentences of a cover say: title, subtitle, place and date, and then figures, what its strip of
/// points shows, and data.  `None` where they say anything else.
fn cover_of(parts: Vec<Parte>, franja: Option<Franja>) -> Option<Portada> {
    let mut parts = parts.into_iter().peekable();
    let mut paragraph = || match parts.next_if(|parte| matches!(parte, Parte::Titulo { .. } | Parte::Prosa { .. }))? {
        Parte::Titulo { texto, .. } => Some(texto),
        Parte::Prosa { prosa, .. } => match <[Prosa; 1]>::try_from(prosa) {
            Ok([Prosa::Parrafo(tramos)]) => Some(tramos),
            _ => None,
        },
        _ => None,
    };
    let (titulo, subtitulo) = (paragraph()?, paragraph()?);
    let pie = paragraph().unwrap_or_default();
    let mut portada = Portada { titulo, subtitulo, pie, cifras: Vec::new(), franja, nota: None, datos: Vec::new() };
    for parte in parts {
        match parte {
            Parte::Cifras(cifras) if portada.cifras.is_empty() => portada.cifras = cifras,
            Parte::Nota(nota) if portada.nota.is_none() => portada.nota = Some(nota),
            Parte::Datos(datos) if portada.datos.is_empty() => portada.datos = datos,
            _ => return None,
        }
    }
    Some(portada)
}

/// Takes the numbers off the titles, in a kind of document that has none.
fn unnumber(partes: &mut [Parte]) {
    for parte in partes {
        match parte {
            Parte::Titulo { numerado, .. } => *numerado = false,
            Parte::Grupo { partes, .. } => unnumber(partes),
            _ => {}
        }
    }
}

fn text(text: &str) -> Tramo {
    Tramo::Texto(text.to_owned())
}

fn signature(firma: &Data) -> Firma {
    let word = |key: &str| firma[key].as_str().filter(|word| !word.is_empty()).map(|word| vec![text(word)]);
    Firma { rol: word("rol").unwrap_or_default(), nombre: word("nombre").unwrap_or_default(), cargo: word("cargo") }
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
    use crate::bloques::BLOQUES;
    use crate::resources::Resources;

    use super::*;

    #[test]
    fn every_content_has_its_sentences() {
        let templates = Resources::embedded().templates;
        let folder =
            |sujeto: Sujeto| Tipo::ALL.iter().find(|base| Sujeto::of(**base) == sujeto).map(|base| base.word());
        let words = BLOQUES.iter().filter_map(|b| Some((folder(b.sujeto)?, b.palabra)));
        let others = ["texto", "normas", "recomendaciones"].map(|word| ("informe-seguimiento", word));
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
