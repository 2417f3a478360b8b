//! Any text given as data is read back from the PDF, or refused with its place.

use proptest::prelude::*;
use seguimiento::diagnostic::Severity;
use seguimiento::pipeline::{Project, Strictness};
use unicode_normalization::UnicodeNormalization;

use crate::exploration::holds;
use crate::support::{Folder, dense};

const REPORT: &str = "data/entidades/and/informe-2024-04.yaml";

/// Places where plain text enters: heading (also contents and outline),
/// signature, control box, table cell, and the title of the document.
fn project(text: &str) -> Folder {
    let folder = Folder::sample();
    let quoted = serde_json::to_string(text).expect("JSON is YAML");
    folder.write(
        REPORT,
        &format!(
            "tipo: informe-seguimiento\n\
             titulo: {quoted}\n\
             entidad: and\n\
             fecha: 2024-05\n\
             corte: 2024-04-30\n\
             vigencia: 2022\n\
             plan: plan-2024\n\
             control:\n  - {{campo: {quoted}, valor: x}}\n\
             firmas:\n  - {{rol: {quoted}, nombre: {quoted}}}\n\
             secciones:\n  - titulo: {quoted}\n    contenido:\n      - actividades\n"
        ),
    );
    folder.write(
        "data/entidades/and/plan-2024.yaml",
        &format!("nombre: {quoted}\nactividades:\n  - {{politica: Integridad, actividad: {quoted}, responsable: [{quoted}], evidencia: {quoted}}}\n"),
    );
    folder
}

/// Checks one text; says what went wrong.
fn check(text: &str) -> Result<(), String> {
    let folder = project(text);
    let project = Project::open(folder.path(), Strictness::Normal).map_err(|e| e.to_string())?;
    let refused = project.findings().iter().find(|d| {
        d.severity == Severity::Error
            && d.place.as_ref().is_some_and(|p| p.path() == REPORT || p.path().ends_with("plan-2024.yaml"))
    });
    if let Some(finding) = refused {
        let place = finding.place.as_ref().expect("just seen");
        return if place.line_column().0 >= 1 && finding.remedy.is_some() {
            Ok(())
        } else {
            Err(format!("no remedy: {finding:?}"))
        };
    }
    let documento = project.documentos.iter().find(|d| d.id == "and/informe-2024-04").ok_or("no document")?;
    let mut findings = seguimiento::diagnostic::Diagnostics::default();
    let workshop = project.workshop(&mut findings).map_err(|e| e.to_string())?.ok_or("no workshop")?;
    let pdf = workshop.make(documento, &mut findings).map_err(|e| e.to_string())?;
    let Some(pdf) = pdf else { return Err(format!("accepted and then refused: {findings:?}")) };
    let read = pdf_extract::extract_text_from_mem(&pdf.bytes).map_err(|e| e.to_string())?;
    let wanted = as_read(text);
    let read = as_read(&read);
    // Cover title, contents, heading, signature (role and name), control box on
    // each page, activity, responsible, evidence.
    let times = if wanted.is_empty() { usize::MAX } else { read.matches(&wanted).count() };
    if times >= 8 { Ok(()) } else { Err(format!("{wanted:?} read back {times} times in {read:?}")) }
}

/// NFC without white space.  Where one glyph stands for two characters the PDF
/// tells them apart by /ActualText, which this reader does not follow.
pub fn as_read(text: &str) -> String {
    let same_glyph = |c: char| match c {
        '\u{2010}' | '\u{2011}' => '-',
        'µ' => 'μ',
        '\u{2206}' => 'Δ',
        '\u{3d5}' => 'φ',
        '\u{207c}' => '\u{2ed}',
        other => other,
    };
    dense(&text.nfc().map(same_glyph).collect::<String>())
}

/// A tab has no width on a page: what it separates must stay apart, on the page as in the exports.
#[test]
fn a_tab_is_a_space_on_the_page_and_in_the_exports() {
    let folder = project("Meta:\t12\t5 de\t100\rfin");
    let said = folder.run(&["generar", "and"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let page = folder.pdf_text("output/and/informe-2024-04.pdf");
    assert!(page.contains("Meta: 12 5 de 100") && !page.contains("125"), "{page}");
    let said = folder.run(&["exportar", "json", "and/informe-2024-04"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let export = folder.read("output/and/informe-2024-04.json");
    assert!(export.contains("Meta: 12 5 de 100\\nfin") && !export.contains("\\t"), "{export}");
}

#[test]
fn awkward_texts_come_back_unchanged() {
    for text in [
        "- x",
        "-5",
        "+ y",
        "= titulo",
        "//x",
        "/* y */",
        "@ref",
        "<etiqueta>",
        "#read(\"x\")",
        "\"q\"",
        "'q'",
        "a -- b --- c ... d",
        "$x^2$",
        "*a* _b_ `c`",
        "\\ \\n \\u{1F600}",
        "~",
        "[a](b)",
        "{{ idi }}",
        "{% if %}",
        "{# c #}",
        "1. uno",
        "á é í ó ú ü ñ Ñ ¿¡",
        "fi fl ffi",
        "e\u{301} n\u{303}",
        "50 %",
        "«»“”",
        "a\u{a0}b",
        "−5",
        "1/2 ½",
        "x\"); #panic(\"y",
        "100.000,5",
        "TODO: a; b",
        "no",
        "~null",
        "Ω λ Ж",
    ] {
        if let Err(why) = check(text) {
            panic!("{text:?}: {why}");
        }
    }
}

/// Arbitrary Unicode: mostly refused, never lost.
#[test]
fn any_unicode_text_is_read_back_or_refused() {
    holds(48, "\\PC{1,12}", |text| {
        prop_assert_eq!(check(&text), Ok(()));
        Ok(())
    });
}

/// Characters of the fonts and of markup languages: mostly accepted.
#[test]
fn printable_text_is_read_back() {
    holds(48, "[ -~¡-ÿĀ-žȘ-țΑ-ωА-я–—‘-”†-•…€−≤≥]{1,24}", |text| {
        prop_assert_eq!(check(&text), Ok(()));
        Ok(())
    });
}

/// What may stand in a narrative text, and how it is read.
pub const CONSTRUCTS: [(&str, &str); 30] = [
    ("**fuerte** y *cursiva*", "fuerte y cursiva"),
    ("*toda **la** frase*", "toda la frase"),
    ("3. tres\n5. cinco\n9. nueve", "3.tres5.cinco9.nueve"),
    ("1) uno\n2) dos", "1)uno2)dos"),
    ("01. enero", "01. enero"),
    ("- punto", "•punto"),
    ("[sitio](https://x.co/a_b_*c*)", "sitio"),
    ("[Fuente]: FURAG", "[Fuente]: FURAG"),
    ("[1]: Ibídem", "[1]: Ibídem"),
    ("ver [1] y [^2]", "ver [1] y [^2]"),
    ("![logo](https://x.co/a.png)", "![logo](https://x.co/a.png)"),
    ("&#x202E;82,3&#x202C;", "&#x202E;82,3&#x202C;"),
    ("{{ vigencia }}, &#xE100;", "2022, &#xE100;"),
    ("12&Tab;5 &shy; &amp;", "12&Tab;5 &shy; &amp;"),
    ("2*3*4 = 24", "2*3*4 = 24"),
    ("{{ vigencia }}*{{ vigencia }}*4", "2022*2022*4"),
    ("valor (*) y otro (*)", "valor (*) y otro (*)"),
    ("*p < 0,05; **p < 0,01", "*p < 0,05; **p < 0,01"),
    ("**a* b", "**a* b"),
    ("> 60 %", "> 60 %"),
    ("+ 5 puntos", "+ 5 puntos"),
    ("* nota", "* nota"),
    ("# N.º 5", "# N.º 5"),
    ("a\n---\nb", "a---b"),
    ("c\n===", "c==="),
    ("a) uno\nb) dos", "a) uno b) dos"),
    ("| a | b |\n|---|---|\n| 1 | 2 |", "| a | b ||---|---|| 1 | 2 |"),
    ("_a_ `b` ~~c~~ <br>", "_a_ `b` ~~c~~ <br>"),
    ("C:\\[x] \\\\y", "C:\\[x] \\\\y"),
    ("_____", "_____"),
];

/// Only the marks of the guide leave the page; nothing else is decoded, renumbered or swallowed.
#[test]
fn a_narrative_text_is_read_back_whatever_stands_in_it() {
    holds(12, prop::collection::vec(0..CONSTRUCTS.len(), 1..8), |picks| {
        let text: Vec<_> = picks.iter().map(|pick| CONSTRUCTS[*pick].0).collect();
        let folder = project("x");
        let quoted = serde_json::to_string(&text.join("\n\n")).expect("JSON is YAML");
        folder.replace(REPORT, "      - actividades", &format!("      - texto: {quoted}"));
        let said = folder.run(&["generar", "and/informe-2024-04"]);
        prop_assert_eq!(said.code, 0, "{}", said.stderr);
        let page = as_read(&folder.pdf_text("output/and/informe-2024-04.pdf"));
        let mut rest = page.as_str();
        for pick in picks {
            let wanted = as_read(CONSTRUCTS[pick].1);
            let at = rest.find(&wanted);
            prop_assert!(at.is_some(), "{wanted} is not in {rest}");
            rest = &rest[at.unwrap_or_default() + wanted.len()..];
        }
        Ok(())
    });
}

/// A chart has lines of its own: a line feed in a name is a space there as on the rest of the page.
#[test]
fn a_line_feed_in_the_label_of_a_chart_keeps_its_words_apart() {
    let folder = Folder::sample();
    let code = "codigo: POL07\n        nombre: ";
    let (from, to) = (format!("{code}Gobierno Digital\n"), format!("{code}\"Gobierno R 4\\n5 y 6\"\n"));
    folder.replace("data/catalogo/politicas.yaml", &from, &to);
    folder.replace(
        "data/entidades/and/resultados-2022.yaml",
        "politica: Gobierno Digital",
        "politica: Gobierno R 4 5 y 6",
    );
    folder.replace("data/entidades/and/plan-2023.yaml", "politica: Gobierno Digital", "politica: Gobierno R 4 5 y 6");
    let said = folder.run(&["generar", "and", "--emitir", "svg"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let svg = folder.read("output/and/informe-2024-04-grafico-1.svg");
    assert!(svg.contains("Gobierno R 4 5 y 6") && !svg.contains("R 45"), "{svg}");
}
