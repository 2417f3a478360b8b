//! From the sections of a report to its parts: each block reads its sentences.

use minijinja::context;
use minijinja::value::{Serde, Value};
use serde_json::Value as Data;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::partes::{Modo, Parte, Prosa, Tramo};
use crate::reports::Report;
use crate::resources::{BLOCKS, SENTENCES};

use super::frases::{self, Scope, Wrong};
use super::{Renderer, fault, written};

/// What says that indices are printed with fewer decimals than they have.
const DECIMALS: &str = "decimales";

impl Renderer {
    /// The content of `report`; `None` where a file of sentences is wrong and `found` says so.
    pub(super) fn compose(
        &self,
        report: &Report,
        narraciones: &[Vec<Prosa>],
        found: &mut Diagnostics,
    ) -> Option<Vec<Parte>> {
        let folder = report.template.split('/').next().unwrap_or_default();
        let composer = Composer { renderer: self, folder, narraciones };
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
}

impl Composer<'_> {
    fn sections(&self, secciones: &Data, parts: &mut Vec<Parte>) -> Result<(), Diagnostic> {
        for seccion in secciones.as_array().into_iter().flatten() {
            let nivel = seccion["nivel"].as_u64().unwrap_or(1) as usize;
            let mut content = Vec::new();
            for bloque in seccion["contenido"].as_array().into_iter().flatten() {
                self.block(bloque, nivel, &mut content)?;
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

    fn block(&self, bloque: &Data, nivel: usize, parts: &mut Vec<Parte>) -> Result<(), Diagnostic> {
        let word = bloque["tipo"].as_str().unwrap_or_default();
        let own = format!("{}/{word}", self.folder);
        let typst = [format!("{BLOCKS}{word}.typ.j2"), format!("{}/bloques/{word}.typ.j2", self.folder)];
        let sentences = [word, &own].map(|name| format!("{SENTENCES}{name}.md.j2"));
        let find = |names: &[String]| names.iter().find(|name| self.has(name)).cloned();
        // What a project writes in Typst stands in place of the sentences.
        match (find(&typst), find(&sentences)) {
            (Some(ruta), _) => parts.push(Parte::Plantilla { ruta, bloque: bloque.clone() }),
            (None, Some(template)) => parts.append(&mut self.said(&template, bloque, nivel)?),
            (None, None) => {}
        }
        if bloque.get("recorta").is_some_and(|decimals| !decimals.is_null()) {
            parts.append(&mut self.said(&format!("{SENTENCES}{DECIMALS}.md.j2"), bloque, nivel)?);
        }
        Ok(())
    }

    fn has(&self, template: &str) -> bool {
        self.renderer.sources.contains_key(template)
    }

    /// The parts that `template` says of `bloque`.
    fn said(&self, template: &str, bloque: &Data, nivel: usize) -> Result<Vec<Parte>, Diagnostic> {
        let renderer = self.renderer;
        let stands_for = |index| frases::narrative(index).map(|c| Value::from_safe_string(c.to_string()));
        let narraciones: Vec<_> = (0..self.narraciones.len()).filter_map(stands_for).collect();
        let view = Value::from(Serde(bloque));
        let scope = context! { bloque => view.clone(), narraciones, ..view };
        let (text, done) = written(&renderer.env, template, scope);
        done.map_err(|error| fault::from_template(&error, &renderer.sources, &renderer.weighed))?;
        let scope = Scope { bloque, narraciones: self.narraciones, numeros: renderer.numeros, nivel };
        frases::read(&text, &scope).map_err(|wrong| self.wrong(template, &wrong))
    }

    fn wrong(&self, template: &str, wrong: &Wrong) -> Diagnostic {
        let source = &self.renderer.sources[template];
        let line = source.text.lines().position(|line| line.trim() == wrong.line);
        Diagnostic::error("plantilla-invalida", format!("la plantilla no se puede usar: {}", wrong.message))
            .at(&source.line(line.map_or(1, |at| at + 1)))
            .remedy("corrija la plantilla; si no la cambió, borre la copia de su carpeta «templates» para usar la del programa")
    }
}
