//! The points of an index.

use std::ops::Deref;

use serde_json::{Value as Json, json};

use crate::data::Node;
use crate::diagnostic::{Diagnostic, Diagnostics};

use super::shape::{Definitions, FromNode};

/// Points of an index, 0–100.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Puntaje(pub f64);

impl Deref for Puntaje {
    type Target = f64;

    fn deref(&self) -> &f64 {
        &self.0
    }
}

impl FromNode for Puntaje {
    fn from_node(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        let value = f64::from_node(node, diagnostics)?;
        if (0.0..=100.0).contains(&value) {
            return Some(Self(value));
        }
        diagnostics.push(
            Diagnostic::error(
                "puntaje-fuera-de-rango",
                format!("el puntaje {} no está entre 0 y 100", node.place.text()),
            )
            .at(&node.place)
            .label("debe estar entre 0 y 100")
            .remedy("cópielo de nuevo del archivo de la Función Pública"),
        );
        None
    }

    fn schema(_: &mut Definitions) -> Json {
        json!({ "anyOf": [
            { "type": "number", "minimum": 0, "maximum": 100 },
            { "type": "string", "pattern": "^([0-9]{1,2}|100),([0-9]{1,2}|[0-9]{4,})$" },
        ] })
    }
}
