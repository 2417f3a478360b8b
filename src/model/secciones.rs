//! The body of a document: sections, and the pieces of content that stand in them.

use crate::data::{Node, Value};
use crate::diagnostic::{Diagnostic, Diagnostics, nearest};

use super::opciones::{Contenido, Opciones};
use super::shape::{Definitions, FromNode, Located, record, wrong_type};

record! {
    /// A section with its heading, content and subsections.
    pub struct Seccion<C: Contenido> ("una sección") {
        /// Título de la sección, sin número: la numeración se pone sola
        titulo: String,
        /// Contenidos en orden, uno por guion: un texto, unas normas, tabla_politicas…
        contenido: Vec<Bloque<C>>,
        /// Subsecciones, con las mismas claves
        secciones: Vec<Seccion<C>>,
    }
}

/// A narrative text in the small Markdown, with live figures.
pub type Narracion = Located<String>;

/// A piece of content of a section.
#[derive(Debug, Clone, PartialEq)]
pub enum Bloque<C> {
    Texto(Narracion),
    Normas(Vec<Located<String>>),
    Recomendaciones(Vec<Narracion>),
    /// A component that is computed from the data.
    Componente(C, Opciones, crate::diagnostic::Place),
}

/// The content that takes a value: `- texto: …`.
const WITH_VALUE: [&str; 3] = ["texto", "normas", "recomendaciones"];

impl<C: Contenido> FromNode for Bloque<C> {
    fn from_node(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        match &node.value {
            Value::Text(name) if WITH_VALUE.contains(&name.as_str()) => {
                diagnostics.push(
                    Diagnostic::error("contenido-sin-valor", format!("«{name}» necesita un valor"))
                        .at(&node.place)
                        .remedy(format!("escriba «- {name}: …»")),
                );
                None
            }
            Value::Text(_) => {
                C::from_node(node, diagnostics).map(|c| Bloque::Componente(c, Opciones::default(), node.place.clone()))
            }
            Value::Map(entries) => match entries.as_slice() {
                [(key, value)] => match key.text.as_str() {
                    "texto" => FromNode::from_node(value, diagnostics).map(Bloque::Texto),
                    "normas" => FromNode::from_node(value, diagnostics).map(Bloque::Normas),
                    "recomendaciones" => FromNode::from_node(value, diagnostics).map(Bloque::Recomendaciones),
                    word if C::of_word(word).is_some_and(|c| !c.opciones().is_empty()) => {
                        let content = C::of_word(word)?;
                        let options = Opciones::read(word, content.opciones(), value, diagnostics)?;
                        Some(Bloque::Componente(content, options, key.place.clone()))
                    }
                    other => {
                        let remedy = match nearest(other, WITH_VALUE) {
                            Some(near) => format!("¿quiso decir «{near}»?"),
                            None => format!(
                                "con valor van {}; los demás contenidos se escriben solos, como «- tabla_politicas»",
                                crate::locale::lista(&WITH_VALUE)
                            ),
                        };
                        diagnostics.push(
                            Diagnostic::error(
                                "contenido-desconocido",
                                format!("«{other}» no es un contenido con valor"),
                            )
                            .at(&key.place)
                            .remedy(remedy),
                        );
                        None
                    }
                },
                _ => {
                    diagnostics.push(wrong_type(
                        node,
                        "un solo contenido por guion",
                        "ponga cada contenido en su propio «- »",
                    ));
                    None
                }
            },
            _ => {
                diagnostics.push(wrong_type(
                    node,
                    "un contenido",
                    "escriba «- texto: …» o el nombre de un contenido, como «- tabla_politicas»",
                ));
                None
            }
        }
    }

    fn schema(definitions: &mut Definitions) -> serde_json::Value {
        let narrative = Narracion::schema(definitions);
        let norms = Vec::<Located<String>>::schema(definitions);
        let texts = Vec::<Narracion>::schema(definitions);
        let one = |key: &str, description: &str, schema: serde_json::Value| {
            serde_json::json!({
                "type": "object",
                "description": description,
                "properties": { key: schema },
                "required": [key],
                "additionalProperties": false,
            })
        };
        let mut forms = vec![C::schema(definitions)];
        for (content, word) in C::all().into_iter().filter(|(content, _)| !content.opciones().is_empty()) {
            let properties: serde_json::Map<_, _> = content
                .opciones()
                .iter()
                .map(|option| {
                    let mut schema = option.clase.schema(definitions);
                    schema["description"] = option.dice.into();
                    (option.palabra.to_owned(), schema)
                })
                .collect();
            let options = serde_json::json!({
                "type": "object", "properties": properties, "additionalProperties": false, "minProperties": 1,
            });
            forms.push(one(word, "El contenido, con opciones", options));
        }
        forms.extend([
            one("texto", "Texto narrativo en Markdown, con cifras vivas", narrative),
            one("normas", "Identificadores de normas del catálogo", norms),
            one("recomendaciones", "Recomendaciones numeradas, en Markdown", texts),
        ]);
        serde_json::json!({ "anyOf": forms })
    }
}
