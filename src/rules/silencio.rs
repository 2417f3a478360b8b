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
        format!("la regla «{}» no encuentra nada en este archivo", silencio.regla.value),
    )
    .at(&silencio.regla.place)
    .remedy("quite el silencio")
}

impl Silencio {
    /// Whether it is about `finding`, which is of its rule and its file.
    pub fn covers(&self, _finding: &Diagnostic) -> bool {
        true
    }
}
