//! Tables and figures that a text names and the document cannot have.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Contenido, Seccion, contenidos};

use super::documento::each_narrative;
use super::prosa::{self, locate};

/// More tables, or figures, than a content makes, with room for templates of one's own.
const MOST: u32 = 3;
/// The same of those that make one for each dimension, policy or group.
const MOST_OF_MANY: u32 = 8;
const OF_MANY: [&str; 6] =
    ["detalle_dimensiones", "matriz", "buenas_practicas", "cambio", "recomendaciones_lideres", "trazabilidad"];

const NAMES: [&str; 8] = ["tabla", "tablas", "cuadro", "figura", "grafico", "grafica", "ilustracion", "figuras"];

/// Runs the rule over the narrative texts of a document.
pub fn check(secciones: &[Seccion], found: &mut Diagnostics) {
    let mut most = 0;
    for contenido in contenidos(secciones) {
        match contenido {
            Contenido::Bloque(called) if OF_MANY.contains(&called.palabra.as_str()) => most += MOST_OF_MANY,
            Contenido::Bloque(_) => most += MOST,
            Contenido::Texto(_) | Contenido::Normas(_) | Contenido::Recomendaciones(_) => {}
        }
    }
    each_narrative(secciones, &mut |text| {
        let tokens = prosa::tokens(&text.value);
        for (at, token) in tokens.iter().enumerate().filter(|(_, t)| t.is_any(&NAMES)) {
            let Some((number, n)) = tokens.get(at + 1).and_then(|t| Some((t, t.whole()?))) else { continue };
            // «Tabla 3 del manual» is of another document.
            let elsewhere = tokens.get(at + 2).is_some_and(|t| t.is_any(&["de", "del", "en", "-"]));
            if n <= most || elsewhere || number.year().is_some() {
                continue;
            }
            let named = &text.value[token.start..number.end];
            let message = match most {
                0 => format!("el texto nombra «{named}» y el documento no tiene tablas ni figuras"),
                _ => format!("el texto nombra «{named}» y el documento no tiene tantas"),
            };
            found.push(
                Diagnostic::aviso("referencia-sin-destino", message)
                    .at(&locate(&text.place, &text.value, token.start, number.end))
                    .remedy("corrija el número, o diga de qué documento es"),
            );
        }
    });
}
