//! JSON Schemas of the files of a project, generated from the types that read
//! them, for editors that complete and check while one writes.

use serde_json::{Value, json};

use crate::bloques::{self, Sujeto};
use crate::expediente::TIPOS;
use crate::model::shape::{Definitions, FromNode};
use crate::model::{BLOQUES, COMUNES, TIPO, Tipos, schema_of};
use crate::rules::silencio::Silencio;
use crate::theme::ArchivoTema;

/// Name (`resultados`) and JSON Schema (draft 2020-12) of every kind of file; documents may be of `tipos`.
pub fn all(tipos: &Tipos) -> Vec<(String, Value)> {
    let common = COMUNES.iter().map(|file| (file.palabra, file.schema));
    let data = common.chain(TIPOS.iter().map(|tipo| (tipo.palabra, tipo.schema)));
    let data = data.map(|(name, schema)| (name.to_owned(), build(schema, true, &[])));
    let documents = tipos.iter().map(|tipo| {
        let mut schema = build(schema_of(tipo.base), true, &[Sujeto::of(tipo.base)]);
        schema["properties"]["tipo"] =
            json!({ "const": tipo.palabra, "description": format!("Tipo de documento: {}", tipo.palabra) });
        // What the kind gives need not be in the file.
        if let Some(required) = schema["required"].as_array_mut() {
            required.retain(|key| !key.as_str().is_some_and(|key| tipo.gives(key)));
        }
        (tipo.palabra.clone(), schema)
    });
    // Kinds and the theme are no data and silence nothing.
    let kind = (TIPO.0.to_owned(), build(TIPO.1, false, &Sujeto::ALL));
    let theme = ("tema".to_owned(), build(ArchivoTema::schema, false, &[]));
    data.chain(documents).chain([kind, theme]).collect()
}

/// The schema of a file; those of `data/` may silence rules, and some call blocks about these subjects.
fn build(schema: fn(&mut Definitions) -> Value, silences: bool, sujetos: &[Sujeto]) -> Value {
    let mut definitions = Definitions::new();
    let root = schema(&mut definitions);
    if !sujetos.is_empty() {
        let blocks = bloques::schema(sujetos, &mut definitions);
        definitions.insert(BLOQUES, blocks);
    }
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
