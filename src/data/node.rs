//! A YAML tree in which every value and every key knows its place.

use std::sync::Arc;

use crate::diagnostic::{Place, SourceText};

use super::yaml::{Raw, RawValue};

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    pub value: Value,
    pub place: Place,
}

/// What YAML can say; scalars keep their spelling in `place`.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Null,
    Bool(bool),
    Number(f64),
    Text(String),
    List(Vec<Node>),
    Map(Vec<(Key, Node)>),
}

/// A key of a mapping.
#[derive(Debug, Clone, PartialEq)]
pub struct Key {
    pub text: String,
    pub place: Place,
}

impl Node {
    pub(super) fn build(raw: Raw, source: &Arc<SourceText>) -> Self {
        let value = match raw.value {
            RawValue::Null => Value::Null,
            RawValue::Bool(b) => Value::Bool(b),
            RawValue::Number(n) => Value::Number(n),
            RawValue::Text(t) => Value::Text(t),
            RawValue::List(items) => Value::List(items.into_iter().map(|item| Node::build(item, source)).collect()),
            RawValue::Map(entries) => Value::Map(
                entries
                    .into_iter()
                    .map(|(key, range, value)| {
                        let place = source.place(range);
                        (Key { text: key, place }, Node::build(value, source))
                    })
                    .collect(),
            ),
        };
        Node { value, place: source.place(raw.range) }
    }

    /// The value under `key` when this is a mapping.
    pub fn get(&self, key: &str) -> Option<&Node> {
        match &self.value {
            Value::Map(entries) => entries.iter().find(|(k, _)| k.text == key).map(|(_, node)| node),
            _ => None,
        }
    }

    /// The text, when this is one.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Calls `visit` with every text of the tree (keys are not texts), its place
    /// and the key it stands under, empty at the top.
    pub fn for_each_text_mut(&mut self, visit: &mut impl FnMut(&mut String, &Place, &str)) {
        self.visit_texts("", visit);
    }

    fn visit_texts(&mut self, key: &str, visit: &mut impl FnMut(&mut String, &Place, &str)) {
        match &mut self.value {
            Value::Text(text) => visit(text, &self.place, key),
            Value::List(items) => items.iter_mut().for_each(|item| item.visit_texts(key, visit)),
            Value::Map(entries) => entries.iter_mut().for_each(|(key, node)| node.visit_texts(&key.text, visit)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
}
