//! The strings of a PDF: what the archival standard lets them hold.
//!
//! Names are bounded where they are read; what a report makes of many of them is looked at here.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::too_long;
use crate::reports::Report;

/// Bytes of a string: ISO 19005-3, 6.1.13.
const MAX_BYTES: usize = 32_767;
/// So many characters fit in it where one of them is not of ASCII: two bytes each, and two of a mark.
pub const MAX_CHARS: usize = (MAX_BYTES - 2) / 2;

/// Whether a PDF can hold `text` as a string.
pub fn fits(text: &str) -> bool {
    let ascii = text.bytes().all(|b| matches!(b, b' '..=b'~'));
    if ascii { text.len() <= MAX_BYTES } else { text.encode_utf16().count() <= MAX_CHARS }
}

/// Reports what `report` says about itself or of a chart in more words than a string takes.
pub fn check(report: &Report, found: &mut Diagnostics) {
    let meta = &report.meta;
    let own = [
        ("el título".to_owned(), meta.titulo.clone()),
        ("la lista de los autores".to_owned(), meta.autores.join(", ")),
        ("la descripción del documento".to_owned(), meta.descripcion.clone()),
        ("la lista de las palabras clave".to_owned(), meta.palabras_clave.join(", ")),
    ];
    let charts = report.charts.iter().enumerate();
    let charts = charts.map(|(i, chart)| (format!("la descripción del gráfico {}", i + 1), chart.alt.clone()));
    for (what, text) in own.into_iter().chain(charts).filter(|(_, text)| !fits(text)) {
        found.push(finding(&what, &text).remedy("acorte los nombres que lleva").documento(&meta.id));
    }
}

/// The finding for `what`, whose `text` does not fit.
pub fn finding(what: &str, text: &str) -> Diagnostic {
    too_long(what, text.chars().count(), MAX_CHARS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_is_in_bytes_of_the_form_that_is_written() {
        assert!(fits(&"a".repeat(32_767)) && !fits(&"a".repeat(32_768)));
        assert!(fits(&"ñ".repeat(16_382)) && !fits(&"ñ".repeat(16_383)));
        assert!(!fits(&format!("ñ{}", "a".repeat(16_382))));
    }
}
