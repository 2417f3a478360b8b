//! Diagnostics as text: `humano` (with the excerpt), `corto` (a line each),
//! `json` (documented in `docs/hallazgos-json.md`) and `sarif` 2.1.0.

use annotate_snippets::renderer::DecorStyle;
use std::collections::BTreeMap;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use serde_json::{Value, json};

use super::clean::{self, MAX_GIVEN, clean, shorten};
use super::excerpt::{are_near, excerpt};
use super::{Diagnostic, Diagnostics, Place, Severity, codes};

/// Findings of one rule in one file that are printed for a person, and for a program.
const MAX_FOR_PEOPLE: usize = 100;
const MAX_FOR_PROGRAMS: usize = 10_000;

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
        Format::Humano => for_people(diagnostics, |d| human(d, color)),
        Format::Corto => for_people(diagnostics, short),
        Format::Json => document(&as_json(diagnostics)),
        Format::Sarif => document(&as_sarif(diagnostics)),
    }
}

/// The findings to print, at most `most` of each rule and file; with the last of
/// a rule that is cut, how many more there are.
fn cut(diagnostics: &Diagnostics, most: usize) -> impl Iterator<Item = (&Diagnostic, usize)> {
    fn group(d: &Diagnostic) -> (&str, &str) {
        (d.place.as_ref().map_or("", Place::path), d.code)
    }
    let mut totals: BTreeMap<_, usize> = BTreeMap::new();
    for d in diagnostics.iter() {
        *totals.entry(group(d)).or_default() += 1;
    }
    let mut seen: BTreeMap<_, usize> = BTreeMap::new();
    diagnostics.iter().filter_map(move |d| {
        let n = seen.entry(group(d)).or_default();
        *n += 1;
        (*n <= most).then(|| (d, if *n == most { totals[&group(d)] - most } else { 0 }))
    })
}

fn for_people(diagnostics: &Diagnostics, form: impl Fn(&Diagnostic) -> String) -> String {
    let mut out = String::new();
    for (d, more) in cut(diagnostics, MAX_FOR_PEOPLE) {
        out.push_str(&form(d));
        if more > 0 {
            let path = d.place.as_ref().map(|p| format!("{}: ", clean(p.path()))).unwrap_or_default();
            out.push_str(&format!("{path}y {more} más de la misma regla ({})\n", d.code));
        }
    }
    out
}

fn document(value: &Value) -> String {
    clean::escape(&serde_json::to_string_pretty(value).unwrap_or_default()) + "\n"
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
            "texto": shorten(place.text(), MAX_GIVEN),
        })
    };
    let mut omitidos = 0;
    let hallazgos: Vec<_> = cut(diagnostics, MAX_FOR_PROGRAMS)
        .map(|(d, more)| {
            omitidos += more;
            json!({
                "gravedad": d.severity.word(),
                "codigo": d.code,
                "mensaje": shorten(&d.message, MAX_GIVEN),
                "lugar": d.place.as_ref().map(place),
                "rotulo": (!d.label.is_empty()).then_some(&d.label),
                "otro_lugar": d.second.as_ref().map(|(at, _)| place(at)),
                "otro_rotulo": d.second.as_ref().map(|(_, label)| label),
                "remedio": d.remedy.as_ref().map(|r| shorten(r, MAX_GIVEN)),
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
        "omitidos": omitidos,
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
    let mut cuts = Vec::new();
    let results: Vec<_> = cut(diagnostics, MAX_FOR_PROGRAMS)
        .map(|(d, more)| {
            if more > 0 {
                let path = d.place.as_ref().map(|p| format!(" en {}", clean(p.path()))).unwrap_or_default();
                let text = format!("Se omiten {more} hallazgos más de la regla {}{path}", d.code);
                cuts.push(
                    json!({ "level": "warning", "message": { "text": text }, "associatedRule": { "id": d.code } }),
                );
            }
            let remedy = d.remedy.as_ref().map(|r| format!(". Remedio: {}", shorten(r, MAX_GIVEN))).unwrap_or_default();
            let mut result = json!({
                "ruleId": d.code,
                "level": level(d.severity),
                "message": { "text": format!("{}{remedy}", shorten(&d.message, MAX_GIVEN)) },
                "locations": d.place.iter().map(|p| location(p, &d.label)).collect::<Vec<_>>(),
            });
            if let Some((place, label)) = &d.second {
                result["relatedLocations"] = json!([location(place, label)]);
            }
            result
        })
        .collect();
    let mut run = json!({
            "tool": { "driver": {
                "name": "seguimiento",
                "version": env!("CARGO_PKG_VERSION"),
                "language": "es-CO",
                "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": { "PROYECTO": { "description": { "text": "Carpeta del proyecto" } } },
            "results": results,
    });
    if !cuts.is_empty() {
        run["invocations"] = json!([{ "executionSuccessful": true, "toolExecutionNotifications": cuts }]);
    }
    json!({ "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run] })
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
    let address = |place: &Place| clean(&place.address());
    let place = d.place.as_ref().map(|place| format!("{}: ", address(place))).unwrap_or_default();
    let document = documents(d).map(|(word, ids)| format!(" ({word} {ids})")).unwrap_or_default();
    let second = d.second.as_ref().map(|(place, label)| format!(" Vea también {}: {}.", address(place), clean(label)));
    let remedy = d
        .remedy
        .as_ref()
        .map(|r| format!(" Remedio: {}{}", clean(r), if r.ends_with('?') { "" } else { "." }))
        .unwrap_or_default();
    format!(
        "{place}{}[{}]: {}{document}.{}{remedy}\n",
        d.severity.word(),
        d.code,
        clean(&d.message),
        second.unwrap_or_default()
    )
}

/// The documents of a finding, the first ones by name.
fn documents(d: &Diagnostic) -> Option<(&'static str, String)> {
    const MOST: usize = 3;
    let shown: Vec<_> = d.documentos.iter().take(MOST).map(|id| clean(id)).collect();
    match shown.as_slice() {
        [] => None,
        [one] => Some(("documento", one.clone())),
        many if d.documentos.len() > MOST => {
            Some(("documentos", format!("{} y {} más", many.join(", "), d.documentos.len() - MOST)))
        }
        [few @ .., last] => Some(("documentos", format!("{} y {last}", few.join(", ")))),
    }
}

/// Adds the lines of `place`; where what is shown of its line moved, the column is given apart.
fn located<'a>(
    group: Group<'a>,
    snippet: Snippet<'a, annotate_snippets::Annotation<'a>>,
    place: &Place,
    is_shifted: bool,
) -> Group<'a> {
    let path = clean(place.path());
    if !is_shifted {
        return group.element(snippet.path(path));
    }
    let (line, column) = place.line_column();
    group.element(Origin::path(path).line(line).char_column(column)).element(snippet)
}

fn human(d: &Diagnostic, color: bool) -> String {
    let level = match d.severity {
        Severity::Error => Level::ERROR,
        Severity::Aviso => Level::WARNING.with_name("aviso"),
        Severity::Nota => Level::NOTE.with_name("nota"),
    };
    let mut group = level
        .primary_title(clean(&d.message))
        .id(d.code)
        .elements(Vec::<Snippet<'_, annotate_snippets::Annotation<'_>>>::new());
    if let Some(place) = d.place.as_ref().filter(|p| p.source.celda.is_some()) {
        let written = if place.text().is_empty() { String::new() } else { format!(", «{}»", clean(place.text())) };
        group = group.element(Level::NOTE.with_name("celda").message(format!("{}{written}", clean(&place.address()))));
    } else if let Some(place) = &d.place {
        let near =
            |second: &Place| second.source == place.source && are_near(&place.source, &place.range, &second.range);
        let (together, apart) = match &d.second {
            Some((second, label)) if near(second) => (Some((second, label)), None),
            other => (None, other.as_ref()),
        };
        let ranges: Vec<_> =
            std::iter::once(place.range.clone()).chain(together.map(|(second, _)| second.range.clone())).collect();
        let shown = excerpt(&place.source, &ranges);
        let mut snippet = Snippet::source(shown.text)
            .line_start(shown.line)
            .annotation(AnnotationKind::Primary.span(shown.spans[0].clone()).label(clean(&d.label)));
        if let Some((_, label)) = together {
            snippet = snippet.annotation(AnnotationKind::Context.span(shown.spans[1].clone()).label(clean(label)));
        }
        group = located(group, snippet, place, shown.is_shifted);
        if let Some((second, label)) = apart {
            let shown = excerpt(&second.source, std::slice::from_ref(&second.range));
            let context = AnnotationKind::Context.span(shown.spans[0].clone()).label(clean(label));
            let snippet = Snippet::source(shown.text).line_start(shown.line).annotation(context);
            group = located(group, snippet, second, shown.is_shifted);
        }
    }
    if let Some((word, ids)) = documents(d) {
        group = group.element(Level::NOTE.with_name(word).message(ids));
    }
    if let Some(remedy) = &d.remedy {
        group = group.element(Level::HELP.with_name("remedio").message(clean(remedy)));
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
