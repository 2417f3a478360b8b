//! Reading typed records out of position-aware trees, all mistakes at once.
//!
//! `record!` declares a struct whose fields are the keys of a YAML mapping and
//! derives its reader: unknown, missing and mistyped keys are all reported, with
//! the nearest known key.  `choice!` does the same for a closed list of words.
//! Both give the JSON Schema of what they read, so that no second description of
//! a file has to agree with its reader.
//!
//! serde stops at the first wrong type, knows no near key and says nothing of a
//! blank; that is why this stage reads by hand.

mod choice;
mod mapping;
mod scalars;
#[cfg(test)]
mod tests;

pub(crate) use choice::choice;
pub use choice::{described_words, not_a_choice};
pub(crate) use mapping::record;
pub use mapping::{Field, Mapping, described, object};

use std::collections::BTreeMap;
use std::ops::Deref;

use serde_json::{Value as Json, json};

use crate::data::{Node, Value};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};

#[derive(Debug, Clone, PartialEq)]
pub struct Located<T> {
    pub value: T,
    pub place: Place,
}

impl<T> Deref for Located<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// A type that can be read from a YAML value.
pub trait FromNode: Sized {
    /// Reads `node`; what is wrong goes to `diagnostics` and gives `None`.
    fn from_node(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self>;

    /// The value of a key that is not written, or `None` where it must be.
    fn absent() -> Option<Self> {
        None
    }

    /// JSON Schema of what may be written; records go to `definitions` by name.
    fn schema(definitions: &mut Definitions) -> Json;
}

/// Schemas of the records that a schema refers to, by name.
pub type Definitions = BTreeMap<&'static str, Json>;

/// The finding for a value of another type than expected.
pub fn wrong_type(node: &Node, expected: &str, remedy: impl Into<String>) -> Diagnostic {
    let found = match &node.value {
        Value::Null => "está vacío",
        Value::Bool(_) => "es true o false",
        Value::Number(_) => "es un número",
        Value::Text(_) => "es un texto",
        Value::List(_) => "es una lista",
        Value::Map(_) => "es un grupo de claves",
    };
    Diagnostic::error("tipo-equivocado", format!("se esperaba {expected} y el valor {found}"))
        .at(&node.place)
        .label(format!("debe ser {expected}"))
        .remedy(remedy)
}

impl<T: FromNode> FromNode for Option<T> {
    fn from_node(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        match node.value {
            Value::Null => Some(None),
            _ => T::from_node(node, diagnostics).map(Some),
        }
    }

    fn absent() -> Option<Self> {
        Some(None)
    }

    fn schema(definitions: &mut Definitions) -> Json {
        json!({ "anyOf": [T::schema(definitions), { "type": "null" }] })
    }
}

impl<T: FromNode> FromNode for Located<T> {
    fn from_node(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        T::from_node(node, diagnostics).map(|value| Located { value, place: node.place.clone() })
    }

    fn schema(definitions: &mut Definitions) -> Json {
        T::schema(definitions)
    }
}

impl<T: FromNode> FromNode for Vec<T> {
    fn from_node(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        match &node.value {
            Value::List(items) => {
                // What is wrong with one is told and the rest is read, so that all mistakes of
                // a file come at once; a file with mistakes makes no document.
                Some(items.iter().filter_map(|item| T::from_node(item, diagnostics)).collect())
            }
            Value::Null => Some(Vec::new()),
            // One value instead of a list of one.
            Value::Text(_) | Value::Number(_) | Value::Bool(_) => T::from_node(node, diagnostics).map(|one| vec![one]),
            Value::Map(_) => {
                diagnostics.push(wrong_type(node, "una lista", "ponga un guion «- » delante de cada elemento"));
                None
            }
        }
    }

    fn absent() -> Option<Self> {
        Some(Vec::new())
    }

    fn schema(definitions: &mut Definitions) -> Json {
        let one = T::schema(definitions);
        let scalar = json!({ "type": ["string", "number", "boolean"] });
        json!({ "anyOf": [
            { "type": "array", "items": one },
            { "allOf": [one, scalar] },
            { "type": "null" },
        ] })
    }
}
