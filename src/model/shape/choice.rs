//! Closed lists of words.

use serde_json::{Value as Json, json};

use crate::data::Node;
use crate::diagnostic::{Diagnostic, nearest};

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

/// The finding for a word outside a closed list.
pub fn not_a_choice(node: &Node, what: &str, words: &[&str]) -> Diagnostic {
    let written = node.place.text().trim();
    let remedy = match nearest(written, words.iter().copied()) {
        Some(near) => format!("¿quiso decir «{near}»?"),
        None => format!("las opciones son {}", words.join(", ")),
    };
    Diagnostic::error("opcion-desconocida", format!("«{written}» no es {what}")).at(&node.place).remedy(remedy)
}
