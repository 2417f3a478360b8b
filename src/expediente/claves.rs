//! The keys of a data file, in the order in which its records declare them.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::model::shape::Definitions;

use super::dato::TipoDato;

/// Records within records that are looked into: one that holds itself has no end.
const DEEPEST: usize = 8;

/// The keys of each record of a type of file, by its pattern: `politicas[].grupo_par`, and nothing for
/// the file itself.
#[derive(Debug, Default)]
pub struct Claves(BTreeMap<String, Vec<String>>);

impl Claves {
    pub fn of(tipo: &TipoDato) -> Self {
        let mut definitions = Definitions::new();
        let root = (tipo.schema)(&mut definitions);
        let mut claves = Self::default();
        claves.read(&root, &definitions, "");
        claves
    }

    /// Where a key stands among those of its record; after them all where it is none.
    pub fn position(&self, pattern: &str, key: &str) -> usize {
        let keys = self.0.get(pattern);
        keys.and_then(|keys| keys.iter().position(|known| known == key)).unwrap_or(usize::MAX)
    }

    /// Whether there is a key of this pattern: `politicas[].puntaje`.
    pub fn contains(&self, pattern: &str) -> bool {
        let (record, key) = pattern.rsplit_once('.').unwrap_or(("", pattern));
        self.position(record, key) < usize::MAX
    }

    fn read(&mut self, schema: &Json, definitions: &Definitions, pattern: &str) {
        let parts = ["anyOf", "allOf"].into_iter().filter_map(|of| schema[of].as_array()).flatten();
        for part in parts {
            self.read(part, definitions, pattern);
        }
        if schema.get("items").is_some() {
            self.read(&schema["items"], definitions, &format!("{pattern}[]"));
        }
        let name = schema["$ref"].as_str().and_then(|path| path.strip_prefix("#/$defs/"));
        let record = name.and_then(|name| definitions.get(name)?["properties"].as_object());
        let deep = pattern.matches('.').count() >= DEEPEST;
        let Some(record) = record.filter(|_| !deep && !self.0.contains_key(pattern)) else { return };
        self.0.insert(pattern.to_owned(), record.keys().cloned().collect());
        for (key, value) in record {
            let below = if pattern.is_empty() { key.clone() } else { format!("{pattern}.{key}") };
            self.read(value, definitions, &below);
        }
    }
}
