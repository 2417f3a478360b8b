//! Kinds of document as data: each is a file of `templates/tipos/`, the program's own and those that a
//! project adds.
//!
//! A kind is based on one of the forms that the program reads ([`Tipo`]), which gives its files their
//! keys and says what they are about; it has a dress, and may say what its files need not repeat.

use std::collections::BTreeMap;

use serde_json::json;

use crate::data::{Key, Node, Value};
use crate::diagnostic::{Diagnostic, Diagnostics, nearest};

use super::cabecera::Tipo;
use super::componentes::{Componente, ComponenteConsolidado};
use super::identificador::Identificador;
use super::secciones::Seccion;
use super::shape::{Definitions, FromNode, Located, not_a_choice, record};

/// Keys that a kind may give to its documents.
const GIVEN: [&str; 2] = ["titulo", "secciones"];

record! {
    /// A kind of document, as a file of `templates/tipos/` says it.
    pub struct ArchivoTipo ("un tipo de documento") {
        /// Nombre del tipo, como lo diría una persona: Informe ejecutivo
        nombre: String,
        /// Tipo del programa cuyas claves tienen sus archivos
        base: Tipo,
        /// Traje con que se imprime: un archivo de templates/trajes, sin la terminación; si falta, el de la base
        traje: Option<Located<String>>,
        /// Título de sus documentos, donde su archivo no dice otro
        titulo: Option<String>,
        /// Secciones de sus documentos, donde su archivo no dice otras
        secciones: Option<SeccionesDeTipo>,
    }
}

/// Sections that stand for those of documents; whose content they may hold depends on the base.
#[derive(Debug, Clone, PartialEq)]
pub struct SeccionesDeTipo(Node);

impl FromNode for SeccionesDeTipo {
    fn from_node(node: &Node, _: &mut Diagnostics) -> Option<Self> {
        Some(Self(node.clone()))
    }

    fn schema(definitions: &mut Definitions) -> serde_json::Value {
        let of_entity = Vec::<Seccion<Componente>>::schema(definitions);
        json!({ "anyOf": [of_entity, Vec::<Seccion<ComponenteConsolidado>>::schema(definitions)] })
    }
}

/// A kind of document.
#[derive(Debug, Clone, PartialEq)]
pub struct TipoDocumento {
    /// The value of `tipo` in its files, and the name of its own.
    pub palabra: String,
    pub nombre: String,
    /// The form of its files.
    pub base: Tipo,
    /// Name of the dress.
    pub traje: String,
    /// What it gives to documents that do not say it.
    given: Vec<(Key, Node)>,
}

impl TipoDocumento {
    /// Whether its documents need not say `key`.
    pub fn gives(&self, key: &str) -> bool {
        self.given.iter().any(|(given, _)| given.text == key)
    }

    /// The tree of a document's file as its base reads it: with the word of the base, and what the kind gives.
    pub fn fill(&self, node: &Node) -> Node {
        let Value::Map(entries) = &node.value else { return node.clone() };
        let mut entries = entries.clone();
        for (key, value) in &mut entries {
            if key.text == "tipo" {
                value.value = Value::Text(self.base.word().to_owned());
            }
        }
        let missing = self.given.iter().filter(|(key, _)| node.get(&key.text).is_none());
        entries.extend(missing.cloned());
        Node { value: Value::Map(entries), place: node.place.clone() }
    }
}

/// The kinds of a project by their word.
#[derive(Debug, Clone, Default)]
pub struct Tipos(BTreeMap<String, TipoDocumento>);

impl Tipos {
    /// Reads the kinds out of their files (word and tree), which may wear one of `trajes`; what is wrong
    /// with one goes to `found`, and its documents are of an unknown kind.
    pub fn read(files: impl IntoIterator<Item = (String, Node)>, trajes: &[&str], found: &mut Diagnostics) -> Self {
        let read = files.into_iter().filter_map(|(palabra, node)| {
            let mut own = Diagnostics::default();
            let tipo = one(&palabra, &node, trajes, &mut own);
            let sound = !own.has_errors();
            found.extend(own);
            Some((palabra, tipo.filter(|_| sound)?))
        });
        Self(read.collect())
    }

    /// The kind that `word`, the value of `tipo`, names.
    pub fn of(&self, word: &Node, found: &mut Diagnostics) -> Option<&TipoDocumento> {
        let tipo = word.text().and_then(|text| self.0.get(text.trim()));
        if tipo.is_none() {
            let words: Vec<_> = self.0.keys().map(String::as_str).collect();
            found.push(not_a_choice(word, "un tipo de documento", &words));
        }
        tipo
    }

    /// In the order of their words.
    pub fn iter(&self) -> impl Iterator<Item = &TipoDocumento> {
        self.0.values()
    }
}

fn one(palabra: &str, node: &Node, trajes: &[&str], found: &mut Diagnostics) -> Option<TipoDocumento> {
    if let Some(finding) = Identificador::refuse(palabra) {
        found.push(
            finding
                .at(&node.place.source.line(1))
                .remedy("cambie el nombre del archivo, por ejemplo a «mi-informe.yaml»"),
        );
    }
    let file = ArchivoTipo::from_node(node, found)?;
    let traje = match &file.traje {
        None => file.base.word().to_owned(),
        Some(traje) => {
            if !trajes.contains(&traje.value.as_str()) {
                let remedy = match nearest(traje, trajes.iter().copied()) {
                    Some(near) => format!("¿quiso decir «{near}»?"),
                    None => format!("los trajes que hay son {}", crate::locale::lista(trajes)),
                };
                found.push(
                    Diagnostic::error("traje-desconocido", format!("no hay un traje «{}»", traje.value))
                        .at(&traje.place)
                        .remedy(remedy),
                );
            }
            traje.value.clone()
        }
    };
    if let Some(SeccionesDeTipo(secciones)) = &file.secciones {
        match file.base {
            Tipo::InformeSeguimiento => drop(Vec::<Seccion<Componente>>::from_node(secciones, found)),
            Tipo::Consolidado => drop(Vec::<Seccion<ComponenteConsolidado>>::from_node(secciones, found)),
            Tipo::PlanTrabajo | Tipo::Presentacion | Tipo::FichaPolitica => found.push(
                Diagnostic::error(
                    "clave-desconocida",
                    format!("un tipo con base «{}» no tiene secciones", file.base.word()),
                )
                .at(&secciones.place)
                .remedy("quite «secciones:», o use de base informe-seguimiento o consolidado"),
            ),
        }
    }
    let Value::Map(entries) = &node.value else { return None };
    let given = entries.iter().filter(|(key, _)| GIVEN.contains(&key.text.as_str())).cloned().collect();
    Some(TipoDocumento { palabra: palabra.to_owned(), nombre: file.nombre, base: file.base, traje, given })
}
