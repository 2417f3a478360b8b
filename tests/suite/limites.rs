//! Templates of a project that take without end: the document they stand in is told,
//! with their names, and the others are made.  And fonts that are damaged.

use crate::support::{Folder, Said, repository, run};

const REPORT: &str = "and/informe-2024-04";
const PLAN: &str = "distrito/plan-trabajo-2026";
const TEMPLATE: &str = "trajes/plan-trabajo.typ.j2";

/// Few for a machine of tests, and several times what a document needs.
const MEMORY: [(&str, &str); 1] = [("SEGUIMIENTO_MEMORIA", "600")];
const GROWS: &str = "la plantilla no deja de crecer: pide más de 600 MB de memoria, o más de la que hay";
const NESTS: &str = "la plantilla anida sin fin: agota la pila del programa";

/// All memory at once, and step by step.
const BOMB: &str = "#let x = (1,) * 2000000000";
const DOUBLING: &str = "#let x = (1,)\n#for i in range(40) { x = x + x }";
/// Values within values, deeper than any stack, in Typst and in Jinja.
const NEST: &str = "#{ let x = (1,); for i in range(200000) { x = (x,) }; repr(x) }";
const JINJA_NEST: &str = "{% set n = namespace(x=[1]) %}{% for i in range(90000) %}{% set n.x = [n.x] %}{% endfor %}{% set y = n.x | string %}";
/// A text of 2 GB in one step of Jinja.
const JINJA_WIDE: &str = "{% set x = \"%2000000000d\" | format(1) %}";

/// The program's template with a line more.
fn with(template: &str, line: &str) -> String {
    let text = std::fs::read_to_string(repository().join("templates").join(template)).expect("a template");
    let (first, rest) = text.split_once('\n').expect("two lines");
    format!("{first}\n{line}\n{rest}")
}

/// A project whose template of the work plan has `line`.
fn spoilt(line: &str) -> Folder {
    let folder = Folder::sample();
    folder.write(&format!("templates/{TEMPLATE}"), &with(TEMPLATE, line));
    folder
}

/// The only error, without the finding's address, documents and remedy.
fn only_error(said: &Said) -> String {
    let all = format!("{}{}", said.stdout, said.stderr);
    let errors: Vec<_> = all.lines().filter(|l| l.contains("error[") || l.starts_with("error")).collect();
    let start = format!("templates/{TEMPLATE}:1:1: error[plantilla-invalida]: ");
    assert!(errors.len() == 1 && errors[0].starts_with(&start), "{all}");
    let rest = &errors[0][start.len()..];
    assert!(rest.contains(&format!(" (documento {PLAN}). Remedio: corrija la plantilla;")), "{rest}");
    rest.split(" (documento ").next().unwrap_or_default().to_owned()
}

#[test]
fn what_takes_without_end_costs_its_document_alone() {
    for (threads, line, told) in
        [("1", BOMB, GROWS), ("2", BOMB, GROWS), ("2", DOUBLING, GROWS), ("1", NEST, NESTS), ("2", JINJA_NEST, NESTS)]
    {
        let folder = spoilt(line);
        let said = folder.run_with(&MEMORY, &["generar", "--hilos", threads, "--formato", "corto"]);
        assert_eq!((said.code, only_error(&said).as_str()), (1, told), "{line}");
        assert!(said.stderr.contains("1 documento hecho y 1 omitido"), "{}", said.stderr);
        let manifest: serde_json::Value = serde_json::from_str(&folder.read("output/manifiesto.json")).expect("JSON");
        assert_eq!(manifest["documentos"][REPORT]["resultado"], "hecho", "{line}");
        assert_eq!(manifest["documentos"][PLAN]["resultado"], "omitido", "{line}");
        assert!(folder.exists(&format!("output/{REPORT}.pdf")) && !folder.exists(&format!("output/{PLAN}.pdf")));
    }
}

#[test]
fn what_jinja_takes_without_end_is_told_without_making_pages_too() {
    for (line, told) in [(JINJA_WIDE, GROWS), (JINJA_NEST, NESTS)] {
        let folder = spoilt(line);
        let checked = folder.run_with(&MEMORY, &["validar", "--formato", "corto"]);
        assert_eq!((checked.code, only_error(&checked).as_str()), (1, told), "{line}");
        let emitted = folder.run_with(&MEMORY, &["generar", "--emitir", "typst", "--formato", "corto"]);
        assert_eq!((emitted.code, only_error(&emitted).as_str()), (1, told), "{line}");
        assert!(folder.exists(&format!("output/{REPORT}.typ")), "{line}");
    }
}

#[test]
fn what_does_not_end_is_stopped() {
    let folder = spoilt("#for i in range(100000) { for j in range(100000) { } }");
    let said = folder.run_with(&[("SEGUIMIENTO_PLAZO", "2")], &["generar", "distrito", "--formato", "corto"]);
    assert_eq!((said.code, only_error(&said).as_str()), (1, "la plantilla no termina: lleva más de 2 segundos"));
}

#[test]
fn the_templates_that_a_document_uses_are_named_and_no_others() {
    let folder = Folder::example();
    folder.write("templates/lib/base.typ", &with("lib/base.typ", BOMB));
    for other in ["comunes/cierre.typ.j2", "typst/presentacion/partes/lamina.typ.j2"] {
        folder.write(&format!("templates/{other}"), &format!("{}\n", with(other, "")));
    }
    let said = folder.run_with(&MEMORY, &["generar", "--formato", "corto"]);
    assert_eq!(said.code, 1, "{}", said.stderr);
    let errors: Vec<_> = said.stderr.lines().filter(|l| l.contains("error[")).collect();
    let wanted = format!(
        "templates/comunes/cierre.typ.j2:1:1: error[plantilla-invalida]: {GROWS}; en este documento entran \
         «templates/comunes/cierre.typ.j2» y «templates/lib/base.typ» (documento "
    );
    assert!(!errors.is_empty() && errors.iter().all(|l| l.starts_with(&wanted)), "{errors:#?}");
}

#[test]
fn a_harmless_template_changes_no_byte_of_a_document() {
    let (own, plain) = (spoilt("/* nada */"), Folder::sample());
    for folder in [&own, &plain] {
        assert_eq!(folder.run(&["generar"]).code, 0);
    }
    for id in [REPORT, PLAN] {
        let path = format!("output/{id}.pdf");
        assert!(own.bytes(&path) == plain.bytes(&path), "{id}");
    }
    let findings = |folder: &Folder| folder.run(&["validar"]).stdout;
    assert_eq!(findings(&own), findings(&plain));
}

#[test]
fn the_command_that_no_person_calls_is_not_offered() {
    for arguments in ["compone", "componer", "--ayuda"] {
        let said = run(&[arguments]);
        assert!(!format!("{}{}", said.stdout, said.stderr).contains("_componer"), "{said:?}");
    }
}

#[test]
fn a_silence_of_what_composing_finds_is_of_use_in_another_process_too() {
    let folder = spoilt("/* nada */");
    let report = "data/entidades/and/informe-2024-04.yaml";
    folder.replace(report, "{{ idi | numero }}", "82,4");
    let silence = "silenciar:\n  - regla: cifra-escrita-distinta\n    motivo: Así la da la fuente\n";
    folder.write(report, &format!("{}{silence}", folder.read(report)));
    for arguments in [&["validar", "--formato", "corto"][..], &["generar", "--formato", "corto"]] {
        let said = folder.run(arguments);
        let told = format!("{}{}", said.stdout, said.stderr);
        assert!(!told.contains("silencio-sin-uso") && !told.contains("cifra-escrita-distinta"), "{told}");
    }
}

#[test]
fn a_tag_that_nobody_writes_is_told_where_it_begins() {
    let folder = spoilt(&format!("{{{{ {}1 }}}}", "not ".repeat(20_000)));
    let said = folder.run(&["validar", "--formato", "corto"]);
    assert_eq!(said.code, 1, "{}", said.stderr);
    let wanted =
        format!("templates/{TEMPLATE}:2:1: error[plantilla-invalida]: la plantilla tiene una etiqueta de más de 16 KB");
    assert!(said.stdout.contains(&wanted), "{}", said.stdout);
}

/// A font of the program with `spoil` done to the bytes of one of its tables.
fn font(tag: &[u8; 4], spoil: impl Fn(&mut [u8])) -> Vec<u8> {
    let mut font = std::fs::read(repository().join("fonts").join(FONT)).expect("a font");
    let number = |font: &[u8], at: usize| u32::from_be_bytes(font[at..at + 4].try_into().expect("four")) as usize;
    let record = (12..).step_by(16).find(|at| font[*at..*at + 4] == *tag).expect("a table");
    let (start, length) = (number(&font, record + 8), number(&font, record + 12));
    spoil(&mut font[start..start + length]);
    font
}

const FONT: &str = "source-sans-3/SourceSans3-Regular.ttf";

#[test]
fn a_damaged_font_is_named_and_nothing_is_made_with_it() {
    let endless = |cmap: &mut [u8]| {
        let list = |at: usize| u32::from_be_bytes(cmap[at..at + 4].try_into().expect("four")) as usize;
        let ranges = (0..8).map(|i| list(8 + i * 8)).find(|start| cmap[*start..*start + 2] == [0, 12]);
        let start = ranges.expect("a list by ranges");
        cmap[start + 20..start + 24].fill(0xff);
    };
    let whole = font(b"head", |_| {});
    for (font, wrong) in [
        (font(b"cmap", endless), "su lista de caracteres está dañada"),
        (font(b"cmap", |table| table.fill(0)), "no escribe la «A»"),
        (font(b"loca", |table| table.fill(0xff)), "no escribe la «A»"),
        (whole[..whole.len() / 2].to_vec(), "le falta el final"),
    ] {
        let folder = Folder::sample();
        let path = folder.path().join("fonts").join(FONT);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("writable");
        std::fs::write(path, font).expect("writable");
        for command in ["validar", "generar"] {
            let said = folder.run(&[command, "--formato", "corto"]);
            let all = format!("{}{}", said.stdout, said.stderr);
            let wanted = format!("fonts/{FONT}:1:1: error[fuente-ilegible]: la fuente está dañada: {wrong}. Remedio:");
            let errors: Vec<_> = all.lines().filter(|l| l.contains("error[")).collect();
            assert!(said.code == 1 && errors.len() == 1 && errors[0].starts_with(&wanted), "{all}");
        }
        assert!(!folder.exists(&format!("output/{REPORT}.pdf")));
    }
}
