//! How long a name may be.
//!
//! Titles and names also go into the outline, the metadata and the descriptions of a PDF, whose
//! strings are bounded; paragraphs and the cells of tables do not, and may be as long as they like.

use crate::data::Node;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::locale::Numeros;

/// Characters of a title or a name: a PDF admits 16,382 of them in a string, and a title of a
/// slide or the description of a chart puts several names together.
pub const MAX_NOMBRE: usize = 4_000;

/// The keys whose texts are only paragraphs and cells.
const PROSE: [&str; 14] = [
    "texto",
    "recomendacion",
    "recomendaciones",
    "relacionada",
    "decisiones",
    "decision",
    "funcion",
    "actividad",
    "observacion",
    "evidencia",
    "valor",
    "fuente",
    "nota",
    "motivo",
];

/// Reports every title and name that is longer than a PDF takes.
pub fn check(node: &mut Node, found: &mut Diagnostics) {
    node.for_each_text_mut(&mut |text, place, key| {
        if text.len() <= MAX_NOMBRE || PROSE.contains(&key) {
            return;
        }
        let length = text.chars().count();
        if length > MAX_NOMBRE {
            found.push(too_long(&format!("el texto de «{key}»"), length, MAX_NOMBRE).at(place).remedy(
                "acórtelo: un título o un nombre va también en el índice y en los metadatos del PDF; lo demás va en un texto",
            ));
        }
    });
}

/// The finding for `what`, which has `length` characters and may have `limit`.
pub fn too_long(what: &str, length: usize, limit: usize) -> Diagnostic {
    let n = |n: usize| Numeros::default().con_decimales(n as f64, 0);
    Diagnostic::error("texto-desmedido", format!("{what} tiene {} caracteres y el límite es {}", n(length), n(limit)))
}
