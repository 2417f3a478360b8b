//! What a block may be told beside its name: `- extremos: {cuantas: 3}`.

use serde_json::{Value as Json, json};

use crate::data::{Node, Value};
use crate::diagnostic::{Diagnostic, Diagnostics, nearest};
use crate::locale::Fecha;
use crate::model::shape::{Definitions, FromNode, Located, wrong_type};

/// An option of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opcion {
    pub palabra: &'static str,
    pub clase: ClaseOpcion,
    /// What it does, for the schemas and the guide.
    pub dice: &'static str,
}

/// What an option takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClaseOpcion {
    /// From 1 to [`MAX_CUANTAS`].
    Cuantas,
    /// Names or slugs of policies of the catalogue.
    Politicas,
    /// A day, month or year.
    Fecha,
    /// Some words, of a bounded length.
    Texto,
    /// One of a few words.
    Una(&'static [&'static str]),
}

/// Longest name that an option takes.
const MAX_TEXTO: usize = 160;

/// How many of something a block may be asked for.
pub const MAX_CUANTAS: u32 = 50;

/// The options that a document gives to a block.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Opciones(Vec<(&'static str, Valor)>);

#[derive(Debug, Clone, PartialEq)]
enum Valor {
    Cuantas(usize),
    Politicas(Vec<Located<String>>),
    Fecha(Fecha),
    Texto(String),
    Una(&'static str),
}

impl Opciones {
    /// Reads the options of the block `word` out of `node`; `None` where one is wrong and `found` says so.
    pub fn read(word: &str, known: &'static [Opcion], node: &Node, found: &mut Diagnostics) -> Option<Self> {
        let words: Vec<_> = known.iter().map(|o| o.palabra).collect();
        let Value::Map(entries) = &node.value else {
            let expected = format!("un grupo con las opciones de «{word}» ({})", words.join(", "));
            found.push(wrong_type(node, &expected, format!("escriba «- {word}: {{{}: …}}»", words[0])));
            return None;
        };
        let mut read = Vec::new();
        let mut sound = true;
        for (key, value) in entries {
            let Some(option) = known.iter().find(|o| o.palabra == key.text) else {
                let remedy = match nearest(&key.text, words.iter().copied()) {
                    Some(near) => format!("¿quiso decir «{near}»?"),
                    None => format!("las opciones posibles son {}", words.join(", ")),
                };
                let message = format!("«{}» no es una opción de «{word}»", key.text);
                found.push(Diagnostic::error("clave-desconocida", message).at(&key.place).remedy(remedy));
                sound = false;
                continue;
            };
            match option.clase.read(value, found) {
                Some(value) => read.push((option.palabra, value)),
                None => sound = false,
            }
        }
        sound.then_some(Self(read))
    }

    /// The number that the option `word` gives.
    pub fn cuantas(&self, word: &str) -> Option<usize> {
        self.0.iter().find_map(|(key, value)| match value {
            Valor::Cuantas(n) if *key == word => Some(*n),
            _ => None,
        })
    }

    /// The date that the option `word` gives.
    pub fn fecha(&self, word: &str) -> Option<Fecha> {
        self.0.iter().find_map(|(key, value)| match value {
            Valor::Fecha(fecha) if *key == word => Some(*fecha),
            _ => None,
        })
    }

    /// The words that the option `word` gives.
    pub fn texto(&self, word: &str) -> Option<&str> {
        self.0.iter().find_map(|(key, value)| match value {
            Valor::Texto(texto) if *key == word => Some(texto.as_str()),
            Valor::Una(one) if *key == word => Some(*one),
            _ => None,
        })
    }

    /// The policies that the option `word` names, as they are written.
    pub fn politicas(&self, word: &str) -> Option<&[Located<String>]> {
        self.0.iter().find_map(|(key, value)| match value {
            Valor::Politicas(names) if *key == word => Some(names.as_slice()),
            _ => None,
        })
    }
}

impl ClaseOpcion {
    fn read(self, node: &Node, found: &mut Diagnostics) -> Option<Valor> {
        match self {
            Self::Cuantas => {
                let n = u32::from_node(node, found)?;
                if (1..=MAX_CUANTAS).contains(&n) {
                    return Some(Valor::Cuantas(n as usize));
                }
                found.push(
                    Diagnostic::error("ajuste-fuera-de-rango", format!("{n} no está entre 1 y {MAX_CUANTAS}"))
                        .at(&node.place)
                        .remedy("escriba cuántas se muestran"),
                );
                None
            }
            Self::Politicas => {
                let names = Vec::<Located<String>>::from_node(node, found)?;
                if names.is_empty() {
                    let finding = Diagnostic::error("clave-faltante", "no se nombra ninguna política").at(&node.place);
                    found.push(finding.remedy("escriba al menos una, o quite la opción"));
                    return None;
                }
                Some(Valor::Politicas(names))
            }
            Self::Fecha => Fecha::from_node(node, found).map(Valor::Fecha),
            Self::Texto => {
                let text = String::from_node(node, found)?;
                let long = text.chars().count();
                if long <= MAX_TEXTO && !text.trim().is_empty() {
                    return Some(Valor::Texto(text.trim().to_owned()));
                }
                let message = format!("el texto tiene {long} caracteres y debe tener de 1 a {MAX_TEXTO}");
                let finding = Diagnostic::error("ajuste-fuera-de-rango", message).at(&node.place);
                found.push(finding.remedy("escriba un nombre más corto, o quite la opción"));
                None
            }
            Self::Una(words) => {
                let text = String::from_node(node, found)?;
                let one = words.iter().find(|word| **word == text);
                if one.is_none() {
                    let message = format!("«{text}» no es ninguna de: {}", words.join(", "));
                    let remedy = match nearest(&text, words.iter().copied()) {
                        Some(near) => format!("¿quiso decir «{near}»?"),
                        None => "escriba una de ellas, o quite la opción".to_owned(),
                    };
                    found.push(Diagnostic::error("opcion-desconocida", message).at(&node.place).remedy(remedy));
                }
                one.map(|word| Valor::Una(word))
            }
        }
    }

    /// JSON Schema of its values.
    pub fn schema(self, definitions: &mut Definitions) -> Json {
        match self {
            Self::Cuantas => json!({ "type": "integer", "minimum": 1, "maximum": MAX_CUANTAS }),
            Self::Politicas => Vec::<Located<String>>::schema(definitions),
            Self::Fecha => Fecha::schema(definitions),
            Self::Texto => json!({ "type": "string", "minLength": 1, "maxLength": MAX_TEXTO }),
            Self::Una(words) => json!({ "enum": words }),
        }
    }
}
