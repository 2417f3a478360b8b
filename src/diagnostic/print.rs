//! Diagnostics as text: `humano` (with the excerpt), `corto` (a line each),
//! `json` (documented in `docs/hallazgos-json.md`) and `sarif` 2.1.0.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use serde_json::{Value, json};

use super::{Diagnostic, Diagnostics, Place, Severity, codes};

/// The forms in which findings can be printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    #[default]
    Humano,
    Corto,
    Json,
    Sarif,
}

impl Format {
    /// Whether the findings are one document for a program, not lines for a person.
    pub fn is_machine(self) -> bool {
        matches!(self, Self::Json | Self::Sarif)
    }
}

/// All findings in the given form, ending with a line feed where there are any.
pub fn print(diagnostics: &Diagnostics, format: Format, color: bool) -> String {
    match format {
        Format::Humano => diagnostics.iter().map(|d| human(d, color)).collect(),
        Format::Corto => diagnostics.iter().map(short).collect(),
        Format::Json => document(&as_json(diagnostics)),
        Format::Sarif => document(&as_sarif(diagnostics)),
    }
}

fn document(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}

fn as_json(diagnostics: &Diagnostics) -> Value {
    let place = |place: &Place| {
        let (linea, columna) = place.line_column();
        let (linea_final, columna_final) = place.end_line_column();
        json!({
            "archivo": place.path(),
            "celda": place.source.celda,
            "linea": linea,
            "columna": columna,
            "linea_final": linea_final,
            "columna_final": columna_final,
            "texto": place.text(),
        })
    };
    let hallazgos: Vec<_> = diagnostics
        .iter()
        .map(|d| {
            json!({
                "gravedad": d.severity.word(),
                "codigo": d.code,
                "mensaje": d.message,
                "lugar": d.place.as_ref().map(place),
                "rotulo": (!d.label.is_empty()).then_some(&d.label),
                "otro_lugar": d.second.as_ref().map(|(at, _)| place(at)),
                "otro_rotulo": d.second.as_ref().map(|(_, label)| label),
                "remedio": d.remedy,
                "documento": d.documentos.first(),
                "documentos": d.documentos,
            })
        })
        .collect();
    json!({
        "formato": 1,
        "errores": diagnostics.count(Severity::Error),
        "avisos": diagnostics.count(Severity::Aviso),
        "notas": diagnostics.count(Severity::Nota),
        "hallazgos": hallazgos,
    })
}

/// SARIF 2.1.0 of OASIS, for editors and code platforms.
fn as_sarif(diagnostics: &Diagnostics) -> Value {
    let level = |severity| match severity {
        Severity::Error => "error",
        Severity::Aviso => "warning",
        Severity::Nota => "note",
    };
    let location = |place: &Place, label: &str| {
        let (line, column) = place.line_column();
        let (end_line, end_column) = place.end_line_column();
        let mut location = json!({
            "physicalLocation": {
                "artifactLocation": { "uri": uri(place.path()), "uriBaseId": "PROYECTO" },
                "region": { "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column },
            },
        });
        if let Some(cell) = &place.source.celda {
            location["logicalLocations"] = json!([{ "fullyQualifiedName": cell, "kind": "element" }]);
        }
        if !label.is_empty() {
            location["message"] = json!({ "text": label });
        }
        location
    };
    let rules: Vec<_> = codes::ALL
        .iter()
        .map(|c| {
            json!({
                "id": c.code,
                "shortDescription": { "text": c.summary },
                "defaultConfiguration": { "level": level(c.severity) },
            })
        })
        .collect();
    let results: Vec<_> = diagnostics
        .iter()
        .map(|d| {
            let remedy = d.remedy.as_ref().map(|r| format!(". Remedio: {r}")).unwrap_or_default();
            let mut result = json!({
                "ruleId": d.code,
                "level": level(d.severity),
                "message": { "text": format!("{}{remedy}", d.message) },
                "locations": d.place.iter().map(|p| location(p, &d.label)).collect::<Vec<_>>(),
            });
            if let Some((place, label)) = &d.second {
                result["relatedLocations"] = json!([location(place, label)]);
            }
            result
        })
        .collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "seguimiento",
                "version": env!("CARGO_PKG_VERSION"),
                "language": "es-CO",
                "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": { "PROYECTO": { "description": { "text": "Carpeta del proyecto" } } },
            "results": results,
        }],
    })
}

/// A relative path as a URI reference: everything but unreserved characters and `/` is escaped.
fn uri(path: &str) -> String {
    let mut out = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'.' | b'-' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// `ruta:línea:columna: severidad[código]: mensaje. Remedio.`
fn short(d: &Diagnostic) -> String {
    let place = d.place.as_ref().map(|place| format!("{}: ", place.address())).unwrap_or_default();
    let document = documents(d).map(|(word, ids)| format!(" ({word} {ids})")).unwrap_or_default();
    let second = d.second.as_ref().map(|(place, label)| format!(" Vea también {}: {label}.", place.address()));
    let remedy = d
        .remedy
        .as_ref()
        .map(|r| format!(" Remedio: {r}{}", if r.ends_with('?') { "" } else { "." }))
        .unwrap_or_default();
    format!(
        "{place}{}[{}]: {}{document}.{}{remedy}\n",
        d.severity.word(),
        d.code,
        d.message,
        second.unwrap_or_default()
    )
}

/// The documents of a finding, the first ones by name.
fn documents(d: &Diagnostic) -> Option<(&'static str, String)> {
    const MOST: usize = 3;
    match d.documentos.as_slice() {
        [] => None,
        [one] => Some(("documento", one.clone())),
        [few @ .., last] if few.len() < MOST => Some(("documentos", format!("{} y {last}", few.join(", ")))),
        many => Some(("documentos", format!("{} y {} más", many[..MOST].join(", "), many.len() - MOST))),
    }
}

fn human(d: &Diagnostic, color: bool) -> String {
    let level = match d.severity {
        Severity::Error => Level::ERROR,
        Severity::Aviso => Level::WARNING.with_name("aviso"),
        Severity::Nota => Level::NOTE.with_name("nota"),
    };
    let mut group = level
        .primary_title(d.message.as_str())
        .id(d.code)
        .elements(Vec::<Snippet<'_, annotate_snippets::Annotation<'_>>>::new());
    if let Some(place) = d.place.as_ref().filter(|p| p.source.celda.is_some()) {
        let written = if place.text().is_empty() { String::new() } else { format!(", «{}»", place.text()) };
        group = group.element(Level::NOTE.with_name("celda").message(format!("{}{written}", place.address())));
    } else if let Some(place) = &d.place {
        let same_file = d.second.as_ref().filter(|(second, _)| second.source == place.source);
        let mut snippet = Snippet::source(place.source.text.as_str())
            .path(place.path())
            .annotation(AnnotationKind::Primary.span(place.range.clone()).label(d.label.as_str()));
        if let Some((second, label)) = same_file {
            snippet = snippet.annotation(AnnotationKind::Context.span(second.range.clone()).label(label.as_str()));
        }
        group = group.element(snippet);
        if let (Some((second, label)), None) = (&d.second, same_file) {
            group = group.element(
                Snippet::source(second.source.text.as_str())
                    .path(second.path())
                    .annotation(AnnotationKind::Context.span(second.range.clone()).label(label.as_str())),
            );
        }
    }
    if let Some((word, ids)) = documents(d) {
        group = group.element(Level::NOTE.with_name(word).message(ids));
    }
    if let Some(remedy) = &d.remedy {
        group = group.element(Level::HELP.with_name("remedio").message(remedy.as_str()));
    }
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let report: &[Group<'_>] = &[group];
    format!("{}\n\n", renderer.decor_style(DecorStyle::Ascii).render(report))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::SourceText;

    #[test]
    fn a_cell_of_a_workbook_is_named_by_sheet_and_address() {
        let mut all = Diagnostics::default();
        all.push(
            Diagnostic::error("puntaje-fuera-de-rango", "el puntaje 182,3 no está entre 0 y 100")
                .at(&SourceText::cell("libro.xlsx", "Territorio!H27", "182,3"))
                .remedy("corrija la celda"),
        );
        assert_eq!(
            print(&all, Format::Corto, false),
            "libro.xlsx:Territorio!H27: error[puntaje-fuera-de-rango]: el puntaje 182,3 no está entre 0 y 100. \
             Remedio: corrija la celda.\n"
        );
        assert_eq!(
            print(&all, Format::Humano, false),
            "error[puntaje-fuera-de-rango]: el puntaje 182,3 no está entre 0 y 100\n |\n \
             = celda: libro.xlsx:Territorio!H27, «182,3»\n = remedio: corrija la celda\n\n"
        );
    }

    #[test]
    fn both_forms_show_place_value_and_remedy() {
        let source = SourceText::new("data/r.yaml", "vigencia: 2022\nidi: 182.3\n");
        let start = source.text.find("182.3").unwrap();
        let mut all = Diagnostics::default();
        all.push(
            Diagnostic::error("puntaje-fuera-de-rango", "el puntaje 182,3 no está entre 0 y 100")
                .at(&source.place(start..start + 5))
                .label("debe estar entre 0 y 100")
                .remedy("corrija el valor según el archivo de la Función Pública"),
        );
        assert_eq!(
            print(&all, Format::Corto, false),
            "data/r.yaml:2:6: error[puntaje-fuera-de-rango]: el puntaje 182,3 no está entre 0 y 100. \
             Remedio: corrija el valor según el archivo de la Función Pública.\n"
        );
        assert_eq!(
            print(&all, Format::Humano, false),
            "error[puntaje-fuera-de-rango]: el puntaje 182,3 no está entre 0 y 100\n \
             --> data/r.yaml:2:6\n  |\n2 | idi: 182.3\n  |      ^^^^^ debe estar entre 0 y 100\n  |\n  \
             = remedio: corrija el valor según el archivo de la Función Pública\n\n"
        );
    }
}
