//! YAML through serde-saphyr, with positions on every value and bounded work.
//!
//! The tree is built twice: [`Raw`] with ranges, and out of it [`Node`](super::node::Node),
//! whose places know their file.  A `DeserializeSeed` that carries the file would build it at
//! once, but positions come only through `Spanned<T>`, which asks for `T: Deserialize` and
//! takes no seed; speaking its private protocol with the reader is longer than `Raw`.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{Error, Location, Spanned};

use crate::diagnostic::{Diagnostic, Place, SourceText};

/// Largest number of YAML nodes in one file: ten times a national file of 6,000 entities.
const MAX_NODES: usize = 5_000_000;
/// How much aliases may repeat in one file: data files hardly use them, and a
/// bomb is refused at once.
const MAX_REPLAYED: usize = 50_000;
/// Deepest nesting; the deepest file of the product has ten levels.
const MAX_DEPTH: usize = 32;

pub(super) struct Raw {
    pub value: RawValue,
    pub range: Range<usize>,
}

pub(super) enum RawValue {
    Null,
    Bool(bool),
    Number(f64),
    Text(String),
    List(Vec<Raw>),
    Map(Vec<(String, Range<usize>, Raw)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spanned = Spanned::<RawValue>::deserialize(deserializer)?;
        // What stands behind an alias or a merge is spelt where it is defined.
        Ok(Raw { value: spanned.value, range: range(spanned.defined) })
    }
}

impl<'de> Deserialize<'de> for RawValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = RawValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("un valor YAML")
    }

    fn visit_unit<E>(self) -> Result<RawValue, E> {
        Ok(RawValue::Null)
    }

    fn visit_none<E>(self) -> Result<RawValue, E> {
        Ok(RawValue::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<RawValue, E> {
        Ok(RawValue::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<RawValue, E> {
        Ok(RawValue::Number(value as f64))
    }

    fn visit_u64<E>(self, value: u64) -> Result<RawValue, E> {
        Ok(RawValue::Number(value as f64))
    }

    fn visit_i128<E>(self, value: i128) -> Result<RawValue, E> {
        Ok(RawValue::Number(value as f64))
    }

    fn visit_u128<E>(self, value: u128) -> Result<RawValue, E> {
        Ok(RawValue::Number(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<RawValue, E> {
        Ok(RawValue::Number(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<RawValue, E> {
        Ok(RawValue::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<RawValue, E> {
        Ok(RawValue::Text(value))
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<RawValue, D::Error> {
        RawValue::deserialize(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<RawValue, D::Error> {
        RawValue::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<RawValue, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element::<Raw>()? {
            list.push(item);
        }
        Ok(RawValue::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<RawValue, A::Error> {
        let mut map = Vec::new();
        while let Some(key) = entries.next_key::<Spanned<String>>()? {
            let value = entries.next_value::<Raw>()?;
            map.push((key.value, range(key.defined), value));
        }
        Ok(RawValue::Map(map))
    }
}

fn range(location: Location) -> Range<usize> {
    let span = location.span();
    match (span.byte_offset(), span.byte_len()) {
        (Some(start), Some(len)) => start as usize..(start + len) as usize,
        _ => 0..0,
    }
}

/// Parses the text of `source`; a failure is a finding in the user's words.
pub(super) fn parse(source: &Arc<SourceText>) -> Result<Raw, Diagnostic> {
    serde_saphyr::from_str_with_options::<Raw>(&source.text, options()).map_err(|error| translate(&error, source))
}

fn options() -> serde_saphyr::Options {
    serde_saphyr::options! {
        strict_booleans: true,
        non_finite_float_policy: serde_saphyr::options::NonFiniteFloatPolicy::PassThrough,
        with_snippet: false,
        alias_limits: serde_saphyr::alias_limits! { max_total_replayed_events: MAX_REPLAYED },
        budget: serde_saphyr::budget! {
            max_nodes: MAX_NODES,
            max_events: MAX_NODES * 3,
            max_depth: MAX_DEPTH,
            max_total_scalar_bytes: 256 * 1024 * 1024,
        },
    }
}

/// The error itself, without the excerpt or the alias it was met through.
fn cause(error: &Error) -> &Error {
    match error.without_snippet() {
        Error::AliasError { error, .. } => cause(error),
        other => other,
    }
}

/// The finding for an error of the YAML reader, pointing at the line it names.
fn translate(error: &Error, source: &Arc<SourceText>) -> Diagnostic {
    let place = match error.location() {
        Some(location) if location.line() > 0 => match range(location) {
            r if !r.is_empty() && !source.text[..].get(r.clone()).unwrap_or("").trim().is_empty() => {
                let line_end = source.text[r.start..].find('\n').map_or(r.end, |n| r.start + n);
                source.place(r.start..r.end.min(line_end).max(r.start))
            }
            _ => source.line(location.line() as usize),
        },
        _ => source.place(0..0),
    };
    let tab = tab_in_indentation(source, place.line_column().0);
    let finding = match cause(error) {
        Error::DuplicateMappingKey { key, .. } => Diagnostic::error(
            "clave-repetida",
            match key {
                Some(key) => format!("la clave «{key}» está dos veces en el mismo nivel"),
                None => "hay una clave repetida en el mismo nivel".to_owned(),
            },
        )
        .remedy("deje una sola; si las dos tienen datos, únalas"),
        Error::MultipleDocuments { .. } => {
            Diagnostic::error("yaml-varios-documentos", "el archivo contiene más de un documento YAML")
                .remedy("quite la línea «---» que los separa, o ponga cada uno en su archivo")
        }
        Error::UnknownAnchor { .. } => {
            Diagnostic::error("yaml-invalido", "un «*» al comienzo del valor se lee como alias de YAML y ese alias no existe")
                .remedy("escriba el texto entre comillas")
        }
        Error::Budget { .. }
        | Error::AliasReplayLimitExceeded { .. }
        | Error::AliasExpansionLimitExceeded { .. }
        | Error::AliasReplayStackDepthExceeded { .. }
        | Error::AliasReplayCounterOverflow { .. } => {
            Diagnostic::error("yaml-desmedido", "el archivo se expande o se anida más allá de lo permitido")
                .remedy("quite los alias «*…» repetidos o la anidación excesiva")
        }
        _ if tab.is_some() => Diagnostic::error("yaml-invalido", "hay un tabulador en la sangría")
            .remedy("use espacios: YAML no admite tabuladores al comienzo de la línea"),
        _ => Diagnostic::error("yaml-invalido", "esto no se puede leer como YAML")
            .remedy("revise la sangría, los dos puntos seguidos de espacio y las comillas; un texto con «: », «#» o que empieza por un signo va entre comillas"),
    };
    let at_tab = finding.message.contains("tabulador");
    finding.at(tab.as_ref().filter(|_| at_tab).unwrap_or(&place))
}

/// Lines with a tab in their indentation that are looked at.
const MAX_TABBED: usize = 20;

/// The tab in the indentation of the line, from `first` (1-based) on, up to which the text can be
/// read and with which it cannot: within a text of several lines a tab is no mistake.
fn tab_in_indentation(source: &Arc<SourceText>, first: usize) -> Option<Place> {
    let text = &source.text;
    let mut start = 0;
    let mut tabbed = Vec::new();
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let indent = &line[..line.len() - line.trim_start_matches([' ', '\t']).len()];
        if let Some(tab) = indent.find('\t').filter(|_| number + 1 >= first && !line.trim().is_empty()) {
            tabbed.push((start, start + tab, start + line.len()));
            if tabbed.len() == MAX_TABBED {
                break;
            }
        }
        start += line.len();
    }
    let reads = |text: &str| serde_saphyr::from_str_with_options::<Raw>(text, options()).is_ok();
    let (_, tab, _) =
        tabbed.into_iter().find(|(before, _, after)| reads(&text[..*before]) && !reads(&text[..*after]))?;
    Some(source.place(tab..tab + 1))
}
