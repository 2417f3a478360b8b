//! Reading typed records out of position-aware trees, all mistakes at once.
//!
//! `record!` declares a struct whose fields are the keys of a YAML mapping and
//! derives its reader: unknown, missing and mistyped keys are all reported, with
//! the nearest known key.  `choice!` does the same for a closed list of words.

use std::collections::BTreeMap;
use std::ops::Deref;

use serde_json::{Value as Json, json};
use unicode_normalization::UnicodeNormalization;

use crate::data::{Node, Value};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, nearest};
use crate::locale::Fecha;

/// A value that remembers where it was written.
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

impl FromNode for String {
    fn from_node(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        match &node.value {
            Value::Text(text) if text.trim().is_empty() => {
                let finding = Diagnostic::error("tipo-equivocado", "se esperaba un texto y el valor está vacío");
                diagnostics.push(finding.at(&node.place).remedy("escriba el texto o quite la clave"));
                None
            }
            Value::Text(text) => Some(text.trim().nfc().collect()),
            // Codes such as 05001 keep their spelling.
            Value::Number(_) | Value::Bool(_) => Some(node.place.text().trim().to_owned()),
            Value::Null => {
                diagnostics.push(wrong_type(node, "un texto", "escriba el texto o quite la clave"));
                None
            }
            Value::List(_) | Value::Map(_) => {
                diagnostics.push(wrong_type(
                    node,
                    "un texto",
                    "si el texto contiene «: » o empieza por un signo, escríbalo entre comillas",
                ));
                None
            }
        }
    }

    fn schema(_: &mut Definitions) -> Json {
        // Codes may look like numbers.
        json!({ "type": ["string", "number", "boolean"] })
    }
}

impl FromNode for f64 {
    fn from_node(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        const NUMBER: &str = "un número";
        match &node.value {
            Value::Number(number) if !number.is_finite() => {
                diagnostics.push(
                    Diagnostic::error(
                        "numero-no-finito",
                        format!("«{}» no es un número que se pueda publicar", node.place.text()),
                    )
                    .at(&node.place)
                    .remedy("escriba el número; si no hay dato, quite la clave"),
                );
                None
            }
            Value::Number(number) if plain_decimal(node.place.text()) && !negative_zero(*number, node.place.text()) => {
                Some(*number)
            }
            Value::Number(_) => {
                diagnostics.push(
                    Diagnostic::error("numero-mal-escrito", format!("«{}» no es la forma corriente de un número", node.place.text()))
                        .at(&node.place)
                        .remedy("escriba solo cifras y un punto decimal, sin ceros a la izquierda; si es un código, póngalo entre comillas"),
                );
                None
            }
            Value::Text(text) => {
                let quoted = node.place.text().starts_with(['"', '\'']);
                let with_point = decimal_comma(text);
                if quoted && with_point.as_ref().is_some_and(|t| t.rsplit('.').next().is_some_and(|d| d.len() == 3)) {
                    diagnostics.push(
                        Diagnostic::error("numero-ambiguo", format!("«{text}» puede leerse con miles o con decimales"))
                            .at(&node.place)
                            .remedy("escríbalo sin comillas, con punto decimal y sin separador de miles"),
                    );
                    return None;
                }
                match with_point.as_deref().map(str::parse) {
                    Some(Ok(number)) if quoted && !negative_zero(number, text) => Some(number),
                    Some(Ok(_)) => {
                        let with_point = with_point.unwrap_or_default();
                        diagnostics.push(
                            Diagnostic::error("decimal-con-coma", format!("«{text}» no es un número en YAML"))
                                .at(&node.place)
                                .label("tiene coma decimal")
                                .remedy(format!("use punto decimal: {with_point}")),
                        );
                        None
                    }
                    _ if crate::locale::fold(text) == "no aplica" => {
                        diagnostics.push(wrong_type(
                            node,
                            NUMBER,
                            "si no aplica, quite la línea: en blanco y 0 no son lo mismo",
                        ));
                        None
                    }
                    _ => {
                        diagnostics.push(wrong_type(
                            node,
                            NUMBER,
                            "escriba solo el número, con punto decimal y sin comillas ni unidades",
                        ));
                        None
                    }
                }
            }
            _ => {
                diagnostics.push(wrong_type(
                    node,
                    NUMBER,
                    "escriba el número con punto decimal; si no hay dato, quite la clave",
                ));
                None
            }
        }
    }

    fn schema(_: &mut Definitions) -> Json {
        json!({ "anyOf": [{ "type": "number" }, { "type": "string", "pattern": r"^-?[0-9]+,([0-9]{1,2}|[0-9]{4,})$" }] })
    }
}

/// No index, goal or count is `-0`; it is what is left of a number that was not copied whole.
fn negative_zero(number: f64, written: &str) -> bool {
    number == 0.0 && written.trim().starts_with('-')
}

/// Digits with an optional sign and decimals: not `082`, `1_0`, `0x10` or `1e3`.
fn plain_decimal(text: &str) -> bool {
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let text = text.trim().trim_start_matches(['+', '-']);
    let (units, decimals) = text.split_once('.').map_or((text, None), |(u, d)| (u, Some(d)));
    digits(units) && (units == "0" || !units.starts_with('0')) && decimals.is_none_or(digits)
}

/// `82,5` as `82.5`; nothing else.
fn decimal_comma(text: &str) -> Option<String> {
    let (units, decimals) = text.trim().split_once(',')?;
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    (digits(units.strip_prefix('-').unwrap_or(units)) && digits(decimals)).then(|| format!("{units}.{decimals}"))
}

impl FromNode for u32 {
    fn from_node(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        if let Value::Number(number) = node.value
            && number >= 0.0
            && number.fract() == 0.0
            && number <= f64::from(u32::MAX)
            && plain_decimal(node.place.text())
        {
            return Some(number as u32);
        }
        let quoted = node.text().is_some_and(|t| t.parse::<u32>().is_ok());
        let remedy = match node.value {
            _ if quoted => "quite las comillas",
            Value::List(_) => "escriba un solo número, sin corchetes ni guiones",
            Value::Number(_) => "escríbalo sin decimales, sin signo y sin ceros a la izquierda",
            _ => "escriba una cantidad sin decimales ni signo",
        };
        let finding = wrong_type(node, "un número entero", remedy);
        diagnostics.push(match node.value {
            Value::Number(number) if number > f64::from(u32::MAX) => Diagnostic {
                message: format!("el número {} es más grande de lo que se admite", node.place.text()),
                ..finding.label("debe ser menor").remedy("escriba una cantidad posible")
            },
            Value::Number(_) => Diagnostic {
                message: format!("se esperaba un número entero y el valor es «{}»", node.place.text()),
                ..finding
            },
            _ => finding,
        });
        None
    }

    fn schema(_: &mut Definitions) -> Json {
        json!({ "type": "integer", "minimum": 0 })
    }
}

impl FromNode for bool {
    fn from_node(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        if let Value::Bool(value) = node.value {
            return Some(value);
        }
        diagnostics.push(wrong_type(node, "true o false", "escriba true para sí y false para no"));
        None
    }

    fn schema(_: &mut Definitions) -> Json {
        json!({ "type": "boolean" })
    }
}

impl FromNode for Fecha {
    fn from_node(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        let written = match &node.value {
            Value::Text(text) => text.as_str(),
            _ => node.place.text(),
        };
        let fecha = Fecha::parse(written.trim());
        if fecha.is_none() {
            diagnostics.push(
                Diagnostic::error("fecha-invalida", format!("«{written}» no es una fecha"))
                    .at(&node.place)
                    .remedy("escriba AAAA-MM-DD (2024-04-30), AAAA-MM (2024-05) o AAAA (2024)"),
            );
        }
        fecha
    }

    fn schema(_: &mut Definitions) -> Json {
        json!({ "anyOf": [
            { "type": "string", "pattern": "^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$" },
            { "type": "integer", "minimum": 1000, "maximum": 9999 },
        ] })
    }
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

/// Declares an enum that is read from one of these words.  The function after the name,
/// where there is one, describes each of them in the schema.
macro_rules! choice {
    ($(#[$meta:meta])* $vis:vis enum $name:ident ($what:literal $(, $describe:expr)?) {
        $($(#[$variant_meta:meta])* $variant:ident = $word:literal,)*
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis enum $name {
            $($(#[$variant_meta])* $variant,)*
        }

        impl $name {
            /// All of them, in the order of the list.
            #[allow(dead_code, reason = "not every choice is gone through")]
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word used in YAML and in templates.
            #[allow(dead_code, reason = "not every choice is printed")]
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }

        impl $crate::model::shape::FromNode for $name {
            fn from_node(
                node: &$crate::data::Node,
                diagnostics: &mut $crate::diagnostic::Diagnostics,
            ) -> Option<Self> {
                const WORDS: &[&str] = &[$($word),*];
                match node.text().map(str::trim) {
                    $(Some($word) => return Some(Self::$variant),)*
                    _ => {}
                }
                diagnostics.push($crate::model::shape::not_a_choice(node, $what, WORDS));
                None
            }

            fn schema(_: &mut $crate::model::shape::Definitions) -> serde_json::Value {
                let words = serde_json::json!({ "enum": [$($word),*] });
                $(let words = $crate::model::shape::described_words(words, Self::ALL.iter().map(|w| $describe(*w)));)?
                words
            }
        }
    };
}
pub(crate) use choice;

/// The schema of a list of words, each with its description.
pub fn described_words(words: Json, descriptions: impl Iterator<Item = String>) -> Json {
    let words = words["enum"].as_array().cloned().unwrap_or_default();
    let one = |(word, description)| json!({ "const": word, "description": description });
    json!({ "anyOf": words.into_iter().zip(descriptions).map(one).collect::<Vec<_>>() })
}

/// Points of an index, 0–100.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Puntos(pub f64);

impl Deref for Puntos {
    type Target = f64;

    fn deref(&self) -> &f64 {
        &self.0
    }
}

impl FromNode for Puntos {
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

/// The finding for a word outside a closed list.
pub fn not_a_choice(node: &Node, what: &str, words: &[&str]) -> Diagnostic {
    let written = node.place.text().trim();
    let remedy = match nearest(written, words.iter().copied()) {
        Some(near) => format!("¿quiso decir «{near}»?"),
        None => format!("las opciones son {}", words.join(", ")),
    };
    Diagnostic::error("opcion-desconocida", format!("«{written}» no es {what}")).at(&node.place).remedy(remedy)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::parse_text;

    record! {
        struct Muestra ("una muestra") {
            vigencia: u32,
            puntaje: Option<f64>,
            codigo: Option<String>,
        }
    }

    fn read(text: &str) -> (Option<Muestra>, Vec<String>) {
        let (file, mut diagnostics) = parse_text("m.yaml", text);
        let value = file.node.and_then(|node| Muestra::from_node(&node, &mut diagnostics));
        let print = |d: &Diagnostic| {
            let (line, column) = d.place.as_ref().map_or((0, 0), Place::line_column);
            format!("{line}:{column} {} | {} | {}", d.code, d.message, d.remedy.as_deref().unwrap_or(""))
        };
        (value, diagnostics.sorted().iter().map(print).collect())
    }

    #[test]
    fn every_mistake_is_reported_at_once_with_its_place() {
        let (value, findings) = read("vijencia: 2022\npuntaje: 82,5\ncodigo: [a]\n");
        assert_eq!(value, None);
        assert_eq!(
            findings,
            [
                "1:1 clave-desconocida | «vijencia» no es una clave de una muestra | ¿quiso decir «vigencia»?",
                "1:1 clave-faltante | falta la clave «vigencia» en una muestra | agregue «vigencia: …»",
                "2:10 decimal-con-coma | «82,5» no es un número en YAML | use punto decimal: 82.5",
                "3:9 tipo-equivocado | se esperaba un texto y el valor es una lista | si el texto contiene «: » o empieza por un signo, escríbalo entre comillas",
            ]
        );
    }

    #[test]
    fn quoted_decimal_comma_is_understood_and_codes_keep_their_zeros() {
        let (value, findings) = read("vigencia: 2022\npuntaje: \"82,5\"\ncodigo: 05001\n");
        assert_eq!(findings, Vec::<String>::new());
        let value = value.unwrap();
        assert_eq!((value.puntaje, value.codigo.as_deref()), (Some(82.5), Some("05001")));
    }

    #[test]
    fn blank_is_not_zero_and_nan_is_not_a_number() {
        let (value, _) = read("vigencia: 2022\npuntaje:\n");
        assert_eq!(value.unwrap().puntaje, None);
        let (_, findings) = read("vigencia: 2022\npuntaje: .nan\n");
        assert_eq!(
            findings,
            [
                "2:10 numero-no-finito | «.nan» no es un número que se pueda publicar | escriba el número; si no hay dato, quite la clave"
            ]
        );
        let (_, findings) = read("vigencia: 2022\npuntaje: no aplica\n");
        assert_eq!(
            findings,
            [
                "2:10 tipo-equivocado | se esperaba un número y el valor es un texto | si no aplica, quite la línea: en blanco y 0 no son lo mismo"
            ]
        );
    }
}
