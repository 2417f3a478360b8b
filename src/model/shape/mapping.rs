//! Records: structs whose fields are the keys of a mapping.

use serde_json::{Value as Json, json};

use crate::data::{Node, Value};
use crate::diagnostic::{Diagnostic, Diagnostics, nearest};

use super::{FromNode, wrong_type};

/// A mapping whose keys are known.
pub struct Mapping<'a> {
    node: &'a Node,
}

impl<'a> Mapping<'a> {
    /// Opens `node` as a mapping and reports every key that is not in `known`.
    pub fn open(node: &'a Node, what: &str, known: &[&str], diagnostics: &mut Diagnostics) -> Option<Self> {
        let Value::Map(entries) = &node.value else {
            diagnostics.push(wrong_type(
                node,
                &format!("{what} (claves: {})", known.join(", ")),
                "escriba cada clave en su línea, con la misma sangría",
            ));
            return None;
        };
        // What is written already would be there twice.
        let mut free: Option<Vec<&str>> = None;
        for (key, _) in entries {
            if !known.contains(&key.text.as_str()) {
                let absent = || known.iter().copied().filter(|known| node.get(known).is_none()).collect();
                let remedy = match nearest(&key.text, free.get_or_insert_with(absent).iter().copied()) {
                    Some(near) => format!("¿quiso decir «{near}»?"),
                    None => format!("las claves posibles son {}", known.join(", ")),
                };
                diagnostics.push(
                    Diagnostic::error(
                        "clave-desconocida",
                        format!("«{}» no es una clave {}", key.text, crate::locale::de(what)),
                    )
                    .at(&key.place)
                    .remedy(remedy),
                );
            }
        }
        Some(Self { node })
    }

    /// The value under `key`, read as `T`.
    pub fn take<T: FromNode>(&self, key: &str, what: &str, diagnostics: &mut Diagnostics) -> Option<T> {
        match self.node.get(key) {
            Some(node) => T::from_node(node, diagnostics),
            None => {
                let absent = T::absent();
                if absent.is_none() {
                    let line = self.node.place.line_column().0;
                    diagnostics.push(
                        Diagnostic::error("clave-faltante", format!("falta la clave «{key}» en {what}"))
                            .at(&self.node.place.source.line(line))
                            .remedy(format!("agregue «{key}: …»")),
                    );
                }
                absent
            }
        }
    }
}

/// Declares a struct that is read from a mapping with exactly these keys.  The
/// doc comment of a field is its description in the schema: Spanish, for the
/// person who writes the file.  What a field without one is, the function after
/// the name says, where there is one.
macro_rules! record {
    ($(#[$meta:meta])* $vis:vis struct $name:ident $(<$param:ident $(: $bound:path)?>)? ($what:literal $(, $describe:path)?) {
        $($(#[doc = $doc:literal])* $field:ident: $type:ty,)*
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq)]
        $vis struct $name $(<$param>)? {
            $($(#[doc = $doc])* pub $field: $type,)*
            /// Where the mapping stands.
            pub place: $crate::diagnostic::Place,
        }

        impl $(<$param: $crate::model::shape::FromNode $(+ $bound)?>)? $crate::model::shape::FromNode for $name $(<$param>)? {
            fn from_node(
                node: &$crate::data::Node,
                diagnostics: &mut $crate::diagnostic::Diagnostics,
            ) -> Option<Self> {
                const KEYS: &[&str] = &[$(stringify!($field)),*];
                let mapping = $crate::model::shape::Mapping::open(node, $what, KEYS, diagnostics)?;
                $(let $field = mapping.take::<$type>(stringify!($field), $what, diagnostics);)*
                Some(Self { $($field: $field?,)* place: node.place.clone() })
            }

            fn schema(definitions: &mut $crate::model::shape::Definitions) -> serde_json::Value {
                let name = stringify!($name);
                if !definitions.contains_key(name) {
                    // Entered before its fields, so that a record may hold itself.
                    definitions.insert(name, serde_json::Value::Null);
                    let fields = vec![$($crate::model::shape::Field {
                        key: stringify!($field),
                        description: concat!($($doc,)* ""),
                        required: <$type>::absent().is_none(),
                        schema: <$type>::schema(definitions),
                    }),*];
                    $(let fields = $crate::model::shape::described(fields, $describe);)?
                    definitions.insert(name, $crate::model::shape::object($what, fields));
                }
                serde_json::json!({ "$ref": format!("#/$defs/{name}") })
            }
        }
    };
}
pub(crate) use record;

/// A key of a record, for its schema.
pub struct Field {
    pub key: &'static str,
    pub description: &'static str,
    pub required: bool,
    pub schema: Json,
}

/// Says of each key that is not described what `describe` says of it.
pub fn described(fields: Vec<Field>, describe: fn(&str) -> &'static str) -> Vec<Field> {
    let said = |f: Field| if f.description.is_empty() { Field { description: describe(f.key), ..f } } else { f };
    fields.into_iter().map(said).collect()
}

/// The schema of a mapping with exactly these keys.
pub fn object(what: &str, fields: Vec<Field>) -> Json {
    let required: Vec<_> = fields.iter().filter(|f| f.required).map(|f| f.key).collect();
    let properties: serde_json::Map<_, _> = fields
        .into_iter()
        .map(|field| {
            let mut schema = field.schema;
            let description = field.description.trim();
            if !description.is_empty() {
                // A description beside a `$ref` belongs in a wrapper of its own.
                schema = match schema.get("$ref") {
                    Some(_) => json!({ "description": description, "allOf": [schema] }),
                    None => {
                        schema["description"] = json!(description);
                        schema
                    }
                };
            }
            (field.key.to_owned(), schema)
        })
        .collect();
    json!({
        "type": "object",
        "title": what,
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}
