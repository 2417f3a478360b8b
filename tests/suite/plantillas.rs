//! Faults of a project's templates: the file, the line and the column that a person
//! would go to, wherever the fault stands.

use crate::support::{Folder, repository};

const DOCUMENT: &str = "trajes/plan-trabajo.typ.j2";
/// How the template of signatures starts.
const START: &str = "#base.firmas(tema, (";

/// A project whose own copy of `template` has `to` in the place of `from`, and what making everything says.
fn spoilt(template: &str, from: &str, to: &str) -> (Folder, String, usize) {
    let text = std::fs::read_to_string(repository().join("templates").join(template)).expect("a template");
    let at = text.find(from).unwrap_or_else(|| panic!("{template} does not hold {from:?}"));
    let line = text[..at].lines().count() + usize::from(text[..at].ends_with('\n') || at == 0);
    let folder = Folder::sample();
    folder.write(&format!("templates/{template}"), &text.replacen(from, to, 1));
    let said = folder.run(&["generar", "--formato", "corto"]);
    assert_eq!(said.code, 1, "{}", said.stderr);
    (folder, said.stderr, line)
}

/// The fault is told at this line and column of the template.
fn told_at(template: &str, from: &str, to: &str, fault: &str) {
    let (_, said, line) = spoilt(template, from, to);
    let added = to.find(fault).unwrap_or_else(|| panic!("{to:?} holds {fault:?}"));
    let line = line + to[..added].matches('\n').count();
    let wanted = format!("templates/{template}:{line}:");
    let told: Vec<_> = said.lines().filter(|l| l.contains("error[")).collect();
    assert!(!told.is_empty() && told.iter().all(|l| l.starts_with(&wanted)), "wanted {wanted}: {told:#?}");
}

#[test]
fn a_fault_of_typst_is_told_at_its_line_before_and_after_what_is_included() {
    // Before every include but the first, after one, after the last of the document, and in its own last line.
    told_at(DOCUMENT, "#show: base.documento.with(", "#nada()\n#show: base.documento.with(", "#nada");
    told_at(
        DOCUMENT,
        "{% include \"comunes/cierre.typ.j2\" %}\n",
        "{% include \"comunes/cierre.typ.j2\" %}\n#nada()\n",
        "#nada",
    );
    told_at(
        DOCUMENT,
        "{% include \"comunes/cierre.typ.j2\" %}",
        "{% include \"comunes/cierre.typ.j2\" %}\n\nTexto y #nada()",
        "#nada",
    );
    // In what is included, in a loop, beside a value, and in the value itself.
    told_at("typst/partes/firmas.typ.j2", "  ([{{ firma.rol }}]", "  ([{{ firma.rol }}#nada()]", "#nada");
    told_at("typst/partes/firmas.typ.j2", "[{{ firma.nombre }}]", "{{ firma.nombre | codigo }}.nada", "nada");
    // What a part writes is the template of its kind's.
    told_at(
        "typst/partes/tabla.typ.j2",
        "#base.tabla(",
        "{% if true %}{# nada #}#nada(){% endif %}\n#base.tabla(",
        "#nada()",
    );
}

#[test]
fn a_fault_of_typst_is_told_at_its_column() {
    let end = "{% include \"comunes/cierre.typ.j2\" %}";
    let (_, said, line) = spoilt(DOCUMENT, end, &format!("{end}\n  #[uno] {{{{ titulo }}}} #[dos #nada()]"));
    let wanted = format!("templates/{DOCUMENT}:{}:{}: error[composicion-fallida]", line + 1, 30);
    assert!(said.contains(&wanted), "{wanted}: {said}");
}

#[test]
fn a_template_that_does_not_stop_writing_is_told_where_it_writes() {
    let loops: String = (0..6).map(|i| format!("{{% for a{i} in diez %}}")).collect();
    let endless = format!(
        "{{% set diez = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] %}}\n{loops}\n{}\n{}",
        "x".repeat(100),
        "{% endfor %}".repeat(6)
    );
    let (_, said, line) = spoilt("typst/partes/firmas.typ.j2", START, &format!("{endless}\n{START}"));
    let wanted = format!("templates/typst/partes/firmas.typ.j2:{}:1: error[plantilla-invalida]", line + 2);
    assert!(said.contains(&wanted), "{wanted}: {said}");
}

#[test]
fn a_text_that_a_template_doubles_is_stopped_where_it_does() {
    for (endless, column) in [
        ("{% macro f(x, n) %}{% if n %}{{ f(x ~ x, n - 1) }}{% endif %}{% endmacro %}{{ f(\"seguimiento\", 90) }}", 37),
        ("{% macro f(x, n) %}{% if n %}{{ f(x + x, n - 1) }}{% endif %}{% endmacro %}{{ f(\"seguimiento\", 90) }}", 37),
        (
            "{% macro f(n) %}{% if n %}{% set t = f(n - 1) %}{{ t }}{{ t }}{% else %}seguimiento{% endif %}{% endmacro %}{{ f(60) }}",
            0,
        ),
    ] {
        let (_, said, line) = spoilt("typst/partes/firmas.typ.j2", START, &format!("{endless}\n{START}"));
        let wrong = said.lines().find(|l| l.contains("error[plantilla-invalida]")).expect("the error");
        assert!(wrong.starts_with(&format!("templates/typst/partes/firmas.typ.j2:{line}:")), "{wrong}");
        assert!(wrong.contains("la plantilla no deja de escribir: pasa de 32 MB"), "{wrong}");
        assert!(column == 0 || wrong.contains(&format!(":{line}:{column}:")), "{wrong}");
    }
}

#[test]
fn a_fault_after_joined_texts_is_told_at_its_own_column() {
    let (_, said, line) =
        spoilt("typst/partes/firmas.typ.j2", START, &format!("{{{{ \"a\" ~ \"b\" ~ nada.otro }}}}\n{START}"));
    let wanted = format!(
        "templates/typst/partes/firmas.typ.j2:{line}:16: error[plantilla-invalida]: la plantilla usa un dato que no existe"
    );
    assert!(said.contains(&wanted), "{wanted}: {said}");
}

#[test]
fn a_sentence_that_cannot_be_read_is_told_at_its_line() {
    let said = |block: &str, written: &str, wrong: &str| {
        let folder = Folder::set();
        let path = format!("templates/frases/{block}.md.j2");
        let text = std::fs::read_to_string(repository().join(&path)).expect("a file of sentences");
        let line = text.lines().position(|line| line.contains(written)).expect("what is spoiled") + 1;
        folder.write(&path, &text.replace(written, wrong));
        let said = folder.run(&["generar", "conjunto/consolidado-2024", "--formato", "corto"]);
        assert_eq!(said.code, 1, "{}", said.stderr);
        let told = said.stderr.lines().find(|l| l.contains("plantilla-invalida")).expect("a finding").to_owned();
        told.strip_prefix(&format!("{path}:{line}:")).unwrap_or_else(|| panic!("{told} is not at {line}")).to_owned()
    };
    let row = "| {{ e.nombre }} | {{ e.politicas }} |";
    for (block, written, wrong, message) in [
        ("buenas_practicas", row, "| {{ e.nombre }} |", "la fila tiene 1 celda y se esperaban 2"),
        ("matriz", "** {banda {{ v.banda }}}", "** {banda 7}", "«7» no es ninguna de las 5 bandas de la tabla"),
        ("sectores", "::: tabla cuadro", "::: tabla cuadros", "el bloque no tiene un cuadro «cuadros»"),
        ("resumen", "::: cifras", "::: cifra", "la directiva «cifra» no existe"),
    ] {
        let told = said(block, written, wrong);
        assert!(told.contains(message), "{told}");
    }
}
