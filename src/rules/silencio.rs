//! A rule can be silenced in a file, with a reason that the report prints.

use crate::data::{Node, Value};
use crate::diagnostic::codes;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity, nearest};
use crate::model::shape::{FromNode, Located, record};

/// The key of a file that silences rules in it.
const KEY: &str = "silenciar";

record! {
    /// A rule that is not to be told in a file, and why.
    pub struct Silencio ("una regla silenciada") {
        /// Código del aviso o la nota que se silencia, como evidencia-faltante; un error no se silencia
        regla: Located<String>,
        /// Parte del mensaje o del valor que señala el hallazgo, como Ley 1751 de 2015; sin ella, la regla se silencia en todo el archivo
        donde: Option<String>,
        /// Por qué se silencia, como La evidencia reposa en el expediente 2024-17; se imprime
        motivo: String,
    }
}

/// Takes the silenced rules out of a file, so that no reader of it meets the key.
pub fn take(node: &mut Node, found: &mut Diagnostics) -> Vec<Silencio> {
    let Value::Map(entries) = &mut node.value else { return Vec::new() };
    let Some(position) = entries.iter().position(|(key, _)| key.text == KEY) else { return Vec::new() };
    let (_, list) = entries.remove(position);
    let silencios = Vec::<Silencio>::from_node(&list, found).unwrap_or_default();
    let known = |s: &Silencio| match codes::find(&s.regla) {
        Some(code) if code.severity == Severity::Error => {
            found.push(
                Diagnostic::error(
                    "regla-no-silenciable",
                    format!("«{}» es un error y no se puede silenciar", s.regla.value),
                )
                .at(&s.regla.place)
                .remedy("corrija el dato"),
            );
            false
        }
        Some(_) => true,
        None => {
            let remedy = match nearest(&s.regla, codes::ALL.iter().map(|c| c.code)) {
                Some(near) => format!("¿quiso decir «{near}»?"),
                None => "las reglas están en docs/reglas.md".to_owned(),
            };
            found.push(
                Diagnostic::error("regla-desconocida", format!("no hay una regla «{}»", s.regla.value))
                    .at(&s.regla.place)
                    .remedy(remedy),
            );
            false
        }
    };
    silencios.into_iter().filter(known).collect()
}

/// The finding for a silence that drops nothing.
pub fn without_use(silencio: &Silencio) -> Diagnostic {
    Diagnostic::aviso(
        "silencio-sin-uso",
        match &silencio.donde {
            Some(donde) => {
                format!("la regla «{}» no encuentra nada con «{donde}» en este archivo", silencio.regla.value)
            }
            None => format!("la regla «{}» no encuentra nada en este archivo", silencio.regla.value),
        },
    )
    .at(&silencio.regla.place)
    .remedy("quite el silencio")
}

impl Silencio {
    /// Whether it is about `finding`, which is of its rule and its file.
    pub fn covers(&self, finding: &Diagnostic) -> bool {
        let Some(donde) = &self.donde else { return true };
        let written = finding.place.as_ref().map_or("", |place| place.text());
        holds(&finding.message, donde) || holds(written, donde)
    }
}

/// Whether `text` holds `part` as whole words: `A-1` is not in «la actividad A-12».
fn holds(text: &str, part: &str) -> bool {
    text.match_indices(part).any(|(at, _)| {
        let borders = (text[..at].chars().next_back(), text[at + part.len()..].chars().next());
        let part_ends = (part.chars().next(), part.chars().next_back());
        let joined = |a: Option<char>, b: Option<char>| {
            a.is_some_and(char::is_alphanumeric) && b.is_some_and(char::is_alphanumeric)
        };
        !joined(borders.0, part_ends.0) && !joined(part_ends.1, borders.1)
    })
}
