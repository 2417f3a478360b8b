//! Rows of a table that are no data: totals, averages, notes, the header said again.

use crate::diagnostic::{Diagnostic, Place};
use crate::locale::fold;

use super::Importacion;

/// First words of the label of a row that sums the others up.
const SUMMARIES: [&str; 8] =
    ["total", "totales", "subtotal", "subtotales", "promedio", "promedios", "mediana", "sumatoria"];
/// Words that label such a row alone or before a word of [`WHOLE`]; names begin with them too, as «Min. Salud».
const MEASURES: [&str; 8] = ["media", "maximo", "minimo", "max", "min", "desviacion", "suma", "conteo"];
const WHOLE: [&str; 14] = [
    "distrito",
    "distrital",
    "nacional",
    "nacion",
    "territorial",
    "territorio",
    "general",
    "departamental",
    "departamento",
    "municipal",
    "municipio",
    "sector",
    "grupo",
    "estandar",
];
/// What stands before the colon of a note.
const NOTES: [&str; 18] = [
    "fuente",
    "fuentes",
    "nota",
    "notas",
    "elaboro",
    "elaborado por",
    "elaboracion",
    "reviso",
    "revisado por",
    "aprobo",
    "aprobado por",
    "proyecto",
    "observacion",
    "observaciones",
    "convenciones",
    "corte",
    "fecha de corte",
    "aclaracion",
];

/// Why a cell names no entity, policy or activity, in words: it is the label of
/// a total, or a note under the table.
pub fn label(text: &str) -> Option<&'static str> {
    // Codes, which stand in front of most tables, are none.
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let folded = fold(text);
    let mut words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let first = words.next()?;
    let first = if first == "gran" { words.next().unwrap_or(first) } else { first };
    let measured = MEASURES.contains(&first) && words.next().is_none_or(|next| WHOLE.contains(&next));
    if measured || SUMMARIES.contains(&first) {
        return Some("es un total o un promedio");
    }
    let noted = folded.split_once(':').is_some_and(|(before, _)| NOTES.contains(&before.trim()));
    (noted || folded.starts_with('*')).then_some("es una nota")
}

impl Importacion {
    /// Counts a row that is no data, and tells it at the cell that shows it.
    pub(super) fn skip(&mut self, place: &Place, why: &str) {
        self.sin_datos += 1;
        self.hallazgos.push(
            Diagnostic::nota("fila-sin-datos", format!("«{}» {why}; la fila no se importa", place.text())).at(place),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_and_notes_are_told_from_names() {
        for (text, expected) in [
            ("TOTAL", Some("es un total o un promedio")),
            ("Promedio Distrito", Some("es un total o un promedio")),
            ("Gran  total:", Some("es un total o un promedio")),
            ("Fuente: Función Pública", Some("es una nota")),
            ("Mín.", Some("es un total o un promedio")),
            ("MÁXIMO NACIONAL", Some("es un total o un promedio")),
            ("Min. Salud", None),
            ("* Sin medir", Some("es una nota")),
            ("NOTA : preliminar", Some("es una nota")),
            ("Alcaldía de Fuente de Oro", None),
            ("Fuente de Oro", None),
            ("Totalizar los inventarios", None),
            ("Proyecto de inversión: Bogotá", None),
            ("", None),
        ] {
            assert_eq!(label(text), expected, "{text}");
        }
    }
}
