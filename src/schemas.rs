//! JSON Schemas of the files of a project, generated from the types that read
//! them, for editors that complete and check while one writes.

use serde_json::{Value, json};

use crate::expediente::TIPOS;
use crate::model::shape::{Definitions, FromNode};
use crate::model::{COMUNES, DOCUMENTOS};
use crate::rules::silencio::Silencio;
use crate::theme::ArchivoTema;

/// Name (`resultados`) and JSON Schema (draft 2020-12) of every kind of file.
pub fn all() -> Vec<(&'static str, Value)> {
    let common = COMUNES.iter().map(|file| (file.palabra, file.schema));
    let data = TIPOS.iter().map(|tipo| (tipo.palabra, tipo.schema));
    let documents = DOCUMENTOS.iter().map(|(tipo, schema)| (tipo.word(), *schema));
    let files = common.chain(data).chain(documents).map(|(name, schema)| (name, build(schema, true)));
    files.chain([("tema", build(ArchivoTema::schema, false))]).collect()
}

/// The schema of a file; those of `data/` may silence rules.
fn build(schema: fn(&mut Definitions) -> Value, silences: bool) -> Value {
    let mut definitions = Definitions::new();
    let root = schema(&mut definitions);
    let silenciar = silences.then(|| Vec::<Silencio>::schema(&mut definitions));
    // The record of the file itself comes to the top, with the key that every file may have.
    let name = root["$ref"].as_str().and_then(|path| path.strip_prefix("#/$defs/")).unwrap_or_default().to_owned();
    let mut top = definitions.get(name.as_str()).cloned().unwrap_or_default();
    definitions.retain(|key, _| *key != name);
    if let Some(silenciar) = silenciar {
        top["properties"]["silenciar"] =
            described(silenciar, "Reglas que no se avisan en este archivo, cada una con su motivo");
    }
    top["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    top["$defs"] = json!(definitions);
    top
}

fn described(mut schema: Value, description: &str) -> Value {
    schema["description"] = json!(description);
    schema
}
