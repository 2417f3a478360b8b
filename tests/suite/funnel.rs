//! One way for every finding: silences, strictness, formats and places hold
//! for what reading finds and for what composing finds.

use crate::cases::{cases, project};
use crate::support::{Folder, run};

const CONSOLIDATED: &str = "data/distrito/consolidado.yaml";

/// A project whose consolidated report gives a warning only when it is composed.
fn summarised() -> Folder {
    let case = cases().into_iter().find(|c| c.code == "cuadro-resumido").expect("a case");
    project(&case).0
}

#[test]
fn strictness_holds_for_what_composing_finds() {
    let folder = summarised();
    let first = folder.run(&["generar", "distrito/consolidado"]);
    assert_eq!(first.code, 0, "{}", first.stderr);
    // Neither a new document nor one that is up to date passes with a warning.
    for arguments in [
        &["generar", "--estricto", "distrito/consolidado"][..],
        &["validar", "--estricto"],
        &["exportar", "xlsx", "--estricto"],
    ] {
        let said = folder.run(&[arguments, &["--formato", "corto"]].concat());
        let told = format!("{}{}", said.stdout, said.stderr);
        assert_eq!(said.code, 1, "{arguments:?}: {told}");
        assert!(told.contains("error[cuadro-resumido]"), "{arguments:?}: {told}");
    }
}

#[test]
fn silences_hold_for_what_composing_finds() {
    let folder = summarised();
    let text = folder.read(CONSOLIDATED);
    folder.write(
        CONSOLIDATED,
        &format!("{text}silenciar:\n  - regla: cuadro-resumido\n    motivo: El detalle va en el libro\n"),
    );
    for arguments in [
        &["validar", CONSOLIDATED][..],
        &["generar", "--estricto", "distrito/consolidado"],
        &["generar", "distrito/consolidado"],
    ] {
        let said = folder.run(&[arguments, &["--formato", "corto"]].concat());
        let told = format!("{}{}", said.stdout, said.stderr);
        assert_eq!(said.code, 0, "{told}");
        assert!(!told.contains("cuadro-resumido") && !told.contains("silencio-sin-uso"), "{told}");
    }
    // Once nothing is summarised, the silence has no use; that is known when the document has been composed.
    folder.replace(CONSOLIDATED, "contenido: [matriz]", "contenido: [puestos]");
    // Also where the document is up to date already.
    let make = &["generar", "distrito/consolidado"][..];
    for arguments in [&["validar"][..], make, make, &["validar"]] {
        let said = folder.run(&[arguments, &["--formato", "corto"]].concat());
        let told = format!("{}{}", said.stdout, said.stderr);
        assert!(told.contains("aviso[silencio-sin-uso]: la regla «cuadro-resumido»"), "{told}");
    }
}

#[test]
fn a_silence_of_what_only_pages_show_is_judged_when_they_are_set() {
    let folder = Folder::sample();
    let part = "templates/bloques/plan.typ.j2";
    let report = "data/entidades/and/informe-2024-04.yaml";
    folder.write(part, "#base.narracion[a ** b]\n");
    let silence = "silenciar:\n  - regla: composicion-con-aviso\n    motivo: Así lo pide el formato\n";
    folder.write(report, &format!("{}{silence}", folder.read(report)));
    let idle = |arguments: &[&str]| {
        let said = folder.run(&[arguments, &["--formato", "corto"]].concat());
        assert_eq!(said.code, 0, "{said:?}");
        format!("{}{}", said.stdout, said.stderr).contains("silencio-sin-uso")
    };
    // The finding is at the template, so the silence of the report has no use; only making it shows that.
    assert!(!idle(&["validar"]) && idle(&["generar", "and"]));
    assert!(!idle(&["validar"]));
}

#[test]
fn a_silence_is_not_idle_while_an_error_hides_what_it_silences() {
    let folder = Folder::sample();
    let report = "data/entidades/and/informe-2024-04.yaml";
    folder.replace(report, "{{ idi | numero }}", "82,4");
    let silence = "silenciar:\n  - regla: cifra-escrita-distinta\n    motivo: Así la da la fuente\n";
    folder.write(report, &format!("{}{silence}", folder.read(report)));
    let told = |folder: &Folder| folder.run(&["validar", "--formato", "corto"]).stdout;
    assert!(!told(&folder).contains("silencio-sin-uso"), "{}", told(&folder));
    folder.replace("data/entidades/and/resultados-2022.yaml", "puntaje: 98.2", "puntaje: 982");
    let said = told(&folder);
    assert!(said.contains("puntaje-fuera-de-rango") && !said.contains("silencio-sin-uso"), "{said}");
    folder.replace("data/entidades/and/resultados-2022.yaml", "puntaje: 982", "puntaje: 98.2");
    folder.replace(report, "82,4", "{{ idi | numero }}");
    assert!(told(&folder).contains("silencio-sin-uso"));
}

#[test]
fn an_emitted_stage_with_errors_says_them_in_every_format() {
    let folder = Folder::sample();
    folder.replace("data/entidades/and/resultados-2022.yaml", "puntaje: 83.7", "puntaje: 83,7");
    for format in ["humano", "corto", "json", "sarif"] {
        let said = folder.run(&["generar", "and", "--emitir", "vista", "--formato", format]);
        assert_eq!(said.code, 1);
        assert!(format!("{}{}", said.stdout, said.stderr).contains("decimal-con-coma"), "{format}: {said:?}");
    }
    // The paths that were written do not mix with the document of findings.
    let said = folder.run(&["generar", "--emitir", "vista", "--formato", "json"]);
    let json: serde_json::Value = serde_json::from_str(&said.stdout).expect("one JSON document");
    assert_eq!(json["errores"], 1);
    assert!(said.stderr.contains("output/distrito/plan-trabajo-2026.vista.json"), "{}", said.stderr);
}

#[test]
fn a_path_means_the_same_however_it_is_written() {
    let folder = Folder::sample();
    folder.replace("data/entidades/and/resultados-2022.yaml", "puntaje: 83.7", "puntaje: 83,7");
    let absolute = |path: &str| folder.path().join(path).to_string_lossy().into_owned();
    for path in ["data/entidades/and", "data/entidades/../entidades/and/", "."] {
        assert_eq!(folder.run(&["validar", path]).code, 1, "{path}");
        assert_eq!(folder.run(&["validar", &absolute(path)]).code, 1, "{path}");
    }
    assert_eq!(folder.run(&["validar", &absolute("data/distrito")]).code, 0);
    folder.write("notas/x.yaml", "a: 1");
    for path in ["/etc", "/no/existe", "..", "notas", &absolute("notas")] {
        let said = folder.run(&["validar", path]);
        assert_eq!(said.code, 2, "{path}: {}", said.stderr);
    }
    let report = absolute("data/distrito/plan-trabajo-2026.yaml");
    assert!(folder.run(&["generar", &report]).stderr.contains("hecho     distrito/plan-trabajo-2026"));
    assert_eq!(folder.run(&["generar", "/etc/informe.yaml"]).code, 2);
    // The project named from the top of the disk, its file from the current folder.
    let said = run(&["validar", "--proyecto", &absolute("."), "data/entidades/and"]);
    assert_eq!(said.code, 1, "{}", said.stderr);
}

#[test]
fn what_several_documents_find_in_one_place_is_told_once() {
    let folder = Folder::sample();
    let report = folder.read("data/entidades/and/informe-2024-04.yaml");
    folder.write("data/entidades/and/informe-2024-05.yaml", &report.replace("corte: 2024-04-30", "corte: 2024-05-31"));
    let said = folder.run(&["validar", "data/entidades/and/plan-2023.yaml", "--formato", "corto"]);
    let mut lines: Vec<_> = said.stdout.lines().collect();
    let all = lines.len();
    lines.sort_unstable_by_key(|line| line.split(" Vea ").next());
    lines.dedup_by_key(|line| line.split(" Vea ").next().map(str::to_owned));
    assert!(all > 0 && lines.len() == all, "{}", said.stdout);
}

/// Characters that a terminal obeys, or that turn the reading order.
fn is_obeyed(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[test]
fn nothing_that_is_printed_is_obeyed_by_a_terminal() {
    let folder = Folder::sample();
    let hostile = r"\e]0;pwn\a\x9b2J\x85\u2028\u202e\nerror: falso";
    folder.replace("data/entidades/and/informe-2024-04.yaml", "entidad: and", &format!("entidad: \"x{hostile}\""));
    folder.replace("data/entidades/and/plan-2023.yaml", "nombre:", &format!("\"k{hostile}\": 1\nnombre:"));
    folder.replace(
        "data/entidades/and/resultados-2022.yaml",
        "politica: Integridad",
        "politica: \"Inte\u{9b}\u{202e}gridad\"",
    );
    #[cfg(unix)]
    folder.write("data/x\u{1b}[2J\nerror: falso.yaml", "tipo: \"nada\u{9b}\"");
    for arguments in [
        &["validar"][..],
        &["generar"],
        &["validar", "x\u{1b}[2J\nerror: falso"],
        &["generar", "y\u{1b}[2J\nerror: falso"],
    ] {
        for format in ["humano", "corto"] {
            let said = folder.run(&[arguments, &["--formato", format]].concat());
            for text in [&said.stdout, &said.stderr] {
                assert!(!text.contains(is_obeyed), "{arguments:?}: {text:?}");
                assert!(!text.lines().any(|line| line.starts_with("error: falso")), "{arguments:?}: {text}");
            }
        }
    }
}

#[test]
fn a_huge_value_is_not_printed_whole_and_many_findings_are_counted() {
    let folder = Folder::sample();
    let huge = "a".repeat(3_000_000);
    folder.replace("data/entidades/and/resultados-2022.yaml", "fuente: FURAG", &format!("fuente: FURAG\n{huge}: 1"));
    let plan = "data/entidades/and/plan-2023.yaml";
    let keys: String = (0..20_000).map(|i| format!("clave_{i}: 1\n")).collect();
    folder.write(plan, &format!("{}{keys}", folder.read(plan)));
    for format in ["humano", "corto", "json", "sarif"] {
        let said = folder.run(&["validar", "--formato", format]);
        assert_eq!(said.code, 1);
        assert!(said.stderr.starts_with("20001 errores"), "{}", said.stderr);
        if format == "sarif" {
            let cut =
                "Se omiten 10000 hallazgos más de la regla clave-desconocida en data/entidades/and/plan-2023.yaml";
            assert!(said.stdout.contains(cut));
        }
        let most = if matches!(format, "json" | "sarif") { 20_000_000 } else { 100_000 };
        assert!(said.stdout.len() < most, "{format}: {}", said.stdout.len());
        if most == 100_000 {
            assert!(said.stdout.contains("y 19900 más de la misma regla (clave-desconocida)"), "{format}");
        }
    }
}

#[test]
fn a_silence_can_be_for_one_place() {
    let folder = Folder::sample();
    let report = "data/entidades/and/informe-2024-04.yaml";
    let text = folder.read(report);
    let section = "  - titulo: Nota\n    contenido:\n      - texto: \"La Ley 1715 de 2014, de Transparencia. La Ley 1713 de 2014, de Transparencia.\"\n";
    let text = text.replacen("secciones:\n", &format!("secciones:\n{section}"), 1);
    let silenced = |donde: &str| {
        format!(
            "{text}silenciar:\n  - regla: norma-mal-citada\n    donde: {donde}\n    motivo: Así la cita la fuente\n"
        )
    };
    folder.write(report, &silenced("Ley 1715 de 2014"));
    let said = folder.run(&["validar", report, "--formato", "corto"]).stdout;
    assert!(!said.contains("1715") && said.contains("«Ley 1713 de 2014»"), "{said}");
    // A part of a word is not what the silence names, and a silence of nothing is told.
    folder.write(report, &silenced("Ley 171"));
    let said = folder.run(&["validar", report, "--formato", "corto"]).stdout;
    assert!(said.contains("no encuentra nada con «Ley 171»") && said.contains("«Ley 1715 de 2014»"), "{said}");
}

#[test]
fn the_annex_of_silences_comes_last_and_names_no_path() {
    let folder = Folder::sample();
    let plan = "data/entidades/and/plan-2023.yaml";
    folder.write(
        plan,
        &format!("{}silenciar:\n  - regla: evidencia-faltante\n    motivo: Reposa en el archivo\n", folder.read(plan)),
    );
    folder.run(&["generar", "and", "--emitir", "typst"]);
    let typst = folder.read("output/and/informe-2024-04.typ");
    let at = |text: &str| typst.find(text).unwrap_or_else(|| panic!("no {text}"));
    assert!(at("#base.firmas(") < at("Anexo. Reglas de validación silenciadas"));
    assert!(
        typst.contains("plan-2023.yaml, ") && !typst[at("Anexo. Reglas")..].contains("data/"),
        "{}",
        &typst[at("Anexo. Reglas")..]
    );
}

#[test]
fn a_link_in_the_control_box_is_printed_with_its_address() {
    let folder = Folder::sample();
    let report = "data/distrito/plan-trabajo-2026.yaml";
    folder.replace(
        report,
        "control:\n",
        "control:\n  - campo: Sitio\n    valor: \"[portal](https://x.gov.co/a) y <https://y.gov.co>\"\n",
    );
    assert_eq!(folder.run(&["validar", report]).code, 0);
    let said = folder.run(&["generar", "distrito"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let text = folder.pdf_text("output/distrito/plan-trabajo-2026.pdf").replace(' ', "");
    assert!(text.contains("portal(https://x.gov.co/a)y<https://y.gov.co>"), "{text}");
}
