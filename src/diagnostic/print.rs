//! Diagnostics as text: `humano` (with the excerpt) and `corto` (a line each).

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::{Diagnostic, Diagnostics, Severity};

/// The forms in which findings can be printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    #[default]
    Humano,
    Corto,
}

/// All findings in the given form; every finding ends with a line feed.
pub fn print(diagnostics: &Diagnostics, format: Format, color: bool) -> String {
    diagnostics
        .iter()
        .map(|diagnostic| match format {
            Format::Humano => human(diagnostic, color),
            Format::Corto => short(diagnostic),
        })
        .collect()
}

/// `ruta:línea:columna: severidad[código]: mensaje. Remedio.`
fn short(d: &Diagnostic) -> String {
    let place = match &d.place {
        Some(place) => {
            let (line, column) = place.line_column();
            format!("{}:{line}:{column}: ", place.path())
        }
        None => String::new(),
    };
    let document = d.documento.as_ref().map(|id| format!(" (documento {id})")).unwrap_or_default();
    let second = d.second.as_ref().map(|(place, label)| {
        let (line, column) = place.line_column();
        format!(" Vea también {}:{line}:{column}: {label}.", place.path())
    });
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
    if let Some(place) = &d.place {
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
    if let Some(document) = &d.documento {
        group = group.element(Level::NOTE.with_name("documento").message(document.as_str()));
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
