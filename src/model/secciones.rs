//! The body of a document: sections, and the pieces of content that stand in them.

use crate::data::{Node, Value};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};

use super::shape::{Definitions, FromNode, Located, record, wrong_type};

record! {
    /// A section with its heading, content and subsections.
    pub struct Seccion ("una sección") {
        /// Título de la sección, sin número: la numeración se pone sola
        titulo: String,
        /// Contenidos en orden, uno por guion: un texto, unas normas, tabla_politicas…
        contenido: Vec<Contenido>,
        /// Subsecciones, con las mismas claves
        secciones: Vec<Seccion>,
    }
}

/// A narrative text in the small Markdown, with live figures.
pub type Narracion = Located<String>;

/// A piece of content of a section.
#[derive(Debug, Clone, PartialEq)]
pub enum Contenido {
    Texto(Narracion),
    Normas(Vec<Located<String>>),
    Recomendaciones(Vec<Narracion>),
    /// What is computed from the data.
    Bloque(Llamada),
}

/// A block as a section calls it; which there are, and what each may be told, `bloques` knows.
#[derive(Debug, Clone, PartialEq)]
pub struct Llamada {
    pub palabra: String,
    pub place: Place,
    /// What stands after the word.
    pub opciones: Option<Node>,
}

/// Contents that take a text, or several, of the document itself.
pub const CON_VALOR: [&str; 3] = ["texto", "normas", "recomendaciones"];

/// Name of the schema of the words of blocks, which whoever knows them adds to the definitions.
pub const BLOQUES: &str = "bloques";

impl FromNode for Contenido {
    fn from_node(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        match &node.value {
            Value::Text(name) if CON_VALOR.contains(&name.as_str()) => {
                diagnostics.push(
                    Diagnostic::error("contenido-sin-valor", format!("«{name}» necesita un valor"))
                        .at(&node.place)
                        .remedy(format!("escriba «- {name}: …»")),
                );
                None
            }
            Value::Map(entries) => match entries.as_slice() {
                [(key, value)] if key.text == "texto" => FromNode::from_node(value, diagnostics).map(Self::Texto),
                [(key, value)] if key.text == "normas" => FromNode::from_node(value, diagnostics).map(Self::Normas),
                [(key, value)] if key.text == "recomendaciones" => {
                    FromNode::from_node(value, diagnostics).map(Self::Recomendaciones)
                }
                _ => Llamada::from_node(node, diagnostics).map(Self::Bloque),
            },
            _ => Llamada::from_node(node, diagnostics).map(Self::Bloque),
        }
    }

    fn schema(definitions: &mut Definitions) -> serde_json::Value {
        let narrative = Narracion::schema(definitions);
        let norms = Vec::<Located<String>>::schema(definitions);
        let texts = Vec::<Narracion>::schema(definitions);
        serde_json::json!({ "anyOf": [
            Llamada::schema(definitions),
            one("texto", "Texto narrativo en Markdown, con cifras vivas", narrative),
            one("normas", "Identificadores de normas del catálogo", norms),
            one("recomendaciones", "Recomendaciones numeradas, en Markdown", texts),
        ] })
    }
}

impl FromNode for Llamada {
    fn from_node(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        match &node.value {
            Value::Text(word) => {
                Some(Self { palabra: word.trim().to_owned(), place: node.place.clone(), opciones: None })
            }
            Value::Map(entries) => match entries.as_slice() {
                [(key, value)] => {
                    Some(Self { palabra: key.text.clone(), place: key.place.clone(), opciones: Some(value.clone()) })
                }
                _ => {
                    let remedy = "ponga cada contenido en su propio «- »";
                    diagnostics.push(wrong_type(node, "un solo contenido por guion", remedy));
                    None
                }
            },
            _ => {
                let remedy = "escriba «- texto: …» o el nombre de un contenido, como «- tabla_politicas»";
                diagnostics.push(wrong_type(node, "un contenido", remedy));
                None
            }
        }
    }

    fn schema(_: &mut Definitions) -> serde_json::Value {
        serde_json::json!({ "$ref": format!("#/$defs/{BLOQUES}") })
    }
}

/// The schema of a group of one key.
pub fn one(key: &str, description: &str, schema: serde_json::Value) -> serde_json::Value {
    serde_json::json!({
        "type": "object",
        "description": description,
        "properties": { key: schema },
        "required": [key],
        "additionalProperties": false,
    })
}

/// Every content of the sections and of those under them, in order.
pub fn contenidos(secciones: &[Seccion]) -> Vec<&Contenido> {
    secciones.iter().flat_map(|s| s.contenido.iter().chain(contenidos(&s.secciones))).collect()
}
