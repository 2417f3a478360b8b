//! Deliberately broken projects, one file per code in `tests/casos/`.
//!
//! A case is a series of blocks, each headed by `=== …`:
//!
//! * `=== escribir RUTA`: a file with this content;
//! * `=== cambiar RUTA`: the text above `>>>` becomes the text below it, once;
//! * `=== repetir RUTA VECES`: as `cambiar`, with the text below so many times;
//! * `=== borrar RUTA`, `=== enlace RUTA DESTINO`, `=== bytes RUTA` (hexadecimal),
//!   `=== ceros RUTA TAMAÑO`: what text cannot say;
//! * `=== entidades N`: so many entities with an IDI of 2024;
//! * `=== libro RUTA HOJA`: a workbook whose sheet has these rows, a line each, with
//!   their cells between `|`; a number is a number, `=A1` a formula without result,
//!   and a line that begins with `(oculta)` a row that is not shown;
//! * `=== orden generar`: the command, where it is not `validar`, with its options;
//!   files that the case has written are named by their path in the project;
//! * `=== esperado`: every finding of that code, in the short form.
//!
//! The blocks change a copy of the repository's own data.  `CASOS=actualizar
//! cargo test` rewrites the last block.

use std::collections::BTreeSet;
use std::fs;

use seguimiento::diagnostic::codes;

use crate::support::{Folder, repository, saved};

pub struct Case {
    pub code: String,
    text: String,
}

pub fn cases() -> Vec<Case> {
    let mut cases: Vec<_> = fs::read_dir(repository().join("tests/casos"))
        .expect("the folder of cases")
        .map(|entry| entry.expect("readable").path())
        .map(|path| Case {
            code: path.file_stem().expect("a name").to_string_lossy().into_owned(),
            text: fs::read_to_string(&path).expect("UTF-8"),
        })
        .collect();
    cases.sort_by(|a, b| a.code.cmp(&b.code));
    cases
}

/// The project that the case describes, its command and what it expects.
pub fn project(case: &Case) -> (Folder, String, String) {
    let folder = Folder::sample();
    let mut command = "validar".to_owned();
    let mut expected = String::new();
    for block in case.text.split("=== ").skip(1) {
        let (head, body) = block.split_once('\n').unwrap_or((block, ""));
        let words: Vec<_> = head.split_whitespace().collect();
        let target = |index: usize| folder.path().join(words[index]);
        match words[0] {
            "escribir" => {
                folder.write(words[1], body);
            }
            "cambiar" => {
                let (from, to) =
                    body.split_once("\n>>>\n").unwrap_or_else(|| panic!("{}: no >>> in {head}", case.code));
                folder.replace(words[1], from, to.trim_end_matches('\n'));
            }
            "repetir" => {
                let (from, to) = body.split_once("\n>>>\n").expect(">>>");
                folder.replace(words[1], from, &to.trim_end_matches('\n').repeat(words[2].parse().expect("a count")));
            }
            "borrar" => fs::remove_file(target(1)).expect("there to be removed"),
            #[cfg(unix)]
            "enlace" => std::os::unix::fs::symlink(words[2], target(1)).expect("a link"),
            "bytes" => {
                let hex: String = body.split_whitespace().collect();
                let byte = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).expect("hexadecimal");
                fs::write(target(1), (0..hex.len()).step_by(2).map(byte).collect::<Vec<_>>()).expect("writable");
            }
            "ceros" => {
                folder.write(words[1], "");
                let file = fs::File::create(target(1)).expect("writable");
                file.set_len(words[2].parse().expect("a size")).expect("sparse");
            }
            "entidades" => many_entities(&folder, words[1].parse().expect("a count")),
            "libro" => fs::write(target(1), workbook(words[2], body)).expect("writable"),
            "orden" => command = words[1..].join(" "),
            "esperado" => expected = body.to_owned(),
            other => panic!("{}: unknown block {other}", case.code),
        }
    }
    (folder, command, expected)
}

/// A catalogue of `n` entities, each with results of 2024.
fn many_entities(folder: &Folder, n: usize) {
    let mut catalogue = "entidades:\n".to_owned();
    for i in 0..n {
        catalogue += &format!("  - slug: ente-{i}\n    nombre: Ente {i}\n    medicion: mipg\n");
        let value = 40.0 + (i % 600) as f64 / 10.0;
        let results = format!(
            "vigencia: 2024\nidi: {value}\npoliticas:\n  - politica: Integridad\n    puntaje: {value}\n  - politica: Control Interno\n    puntaje: {value}\n"
        );
        folder.write(&format!("data/entidades/ente-{i}/resultados-2024.yaml"), &results);
    }
    let kept = folder.read("data/catalogo/entidades.yaml");
    let (head, tail) = kept.split_once("entidades:\n").expect("the catalogue has entities");
    folder.write("data/catalogo/entidades.yaml", &format!("{head}{catalogue}{tail}"));
}

/// A workbook with one sheet.
fn workbook(sheet: &str, body: &str) -> Vec<u8> {
    let mut book = crate::support::workbook();
    let page = book.add_worksheet().set_name(sheet).expect("a name");
    for (row, line) in (0u32..).zip(body.lines()) {
        if line.starts_with("(oculta)") {
            page.set_row_hidden(row).expect("a row");
        }
        let line = line.trim_start_matches("(oculta)");
        for (column, cell) in (0u16..).zip(line.split('|').map(str::trim)) {
            let written = match cell.parse::<f64>() {
                Ok(number) => page.write_number(row, column, number),
                Err(_) if cell.starts_with('=') => page.write_formula(row, column, cell),
                Err(_) => page.write_string(row, column, cell),
            };
            written.expect("a cell");
        }
    }
    saved(book)
}

/// The findings of the case's code, in the short form, and the expected ones.
fn findings(case: &Case) -> (String, String) {
    let (folder, command, expected) = project(case);
    let path = |word: &str| folder.path().join(word);
    let own = |word: &str| word.contains('.') && path(word).is_file();
    let words: Vec<_> = command
        .split(' ')
        .map(|word| if own(word) { path(word).to_string_lossy().into_owned() } else { word.to_owned() })
        .collect();
    let words: Vec<_> = words.iter().map(String::as_str).chain(["--formato", "corto"]).collect();
    let said = folder.run(&words);
    let mark = format!("[{}]: ", case.code);
    let lines: Vec<_> = said.stdout.lines().chain(said.stderr.lines()).filter(|l| l.contains(&mark)).collect();
    let severity = codes::find(&case.code).map(|c| c.severity.word()).unwrap_or_default();
    assert!(lines.iter().all(|l| l.contains(&format!("{severity}[{}]", case.code))), "{lines:?}");
    (lines.iter().map(|l| format!("{l}\n")).collect(), expected)
}

#[test]
fn every_code_has_a_case_and_says_exactly_this() {
    let update = std::env::var("CASOS").is_ok_and(|v| v == "actualizar");
    let mut wrong = String::new();
    for case in cases() {
        let (said, expected) = findings(&case);
        if said.is_empty() {
            wrong += &format!("{}: the case does not raise its code\n", case.code);
        } else if update {
            let head = case.text.split("=== esperado").next().unwrap_or_default();
            let path = repository().join(format!("tests/casos/{}.caso", case.code));
            fs::write(path, format!("{}\n=== esperado\n{said}", head.trim_end())).expect("writable");
        } else if said != expected {
            wrong += &format!("{}: wanted\n{expected}got\n{said}\n", case.code);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn the_lists_of_codes_agree() {
    let listed: BTreeSet<_> = codes::ALL.iter().map(|c| c.code.to_owned()).collect();
    assert_eq!(listed.len(), codes::ALL.len(), "a code is listed twice");
    let with_case: BTreeSet<_> = cases().into_iter().map(|c| c.code).collect();
    // No project is known that makes the program fail; `pipeline::batch` has the test.
    let with_case = with_case.into_iter().chain(["fallo-interno".to_owned()]).collect();
    assert_eq!(listed, with_case, "codes (left) and tests/casos (right)");
    let text = fs::read_to_string(repository().join("docs/reglas.md")).expect("docs/reglas.md");
    let explained: BTreeSet<_> =
        text.lines().filter_map(|l| l.strip_prefix("### `")?.strip_suffix('`')).map(str::to_owned).collect();
    assert_eq!(listed, explained, "codes (left) and docs/reglas.md (right)");
}
