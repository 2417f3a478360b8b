//! The loader against arbitrary files: no panic, bounded memory, and findings
//! that can be read.
//!
//! What `EXPLORAR=600 cargo test fuzz` finds becomes a file in `tests/hallados/`.
//! Where the process itself dies, the folder of the last case is left in the
//! system's temporary folder.  How long files take is for the benches.

use std::fmt;
use std::fs;

use proptest::prelude::*;
use seguimiento::diagnostic::print::{Format, print};
use seguimiento::diagnostic::{Diagnostic, Diagnostics, codes};
use seguimiento::pipeline::{Project, Strictness};

use crate::exploration::holds;
use crate::support::{Folder, repository};

const TARGETS: [&str; 6] = [
    "data/entidades/and/resultados-2022.yaml",
    "data/entidades/and/plan-2023.yaml",
    "data/entidades/and/informe-2024-04.yaml",
    "data/distrito/plan-trabajo-2026.yaml",
    "data/catalogo/politicas.yaml",
    "data/proyecto.yaml",
];

/// Bytes that a failing test shows as they can be written.
struct File(Vec<u8>);

impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "b\"{}\"", self.0.escape_ascii())
    }
}

/// Opens and checks a project in which `target` holds `bytes`.
fn survive(target: &str, bytes: &[u8]) {
    let folder = Folder::sample();
    fs::write(folder.path().join(target), bytes).expect("writable");
    let project = Project::open(folder.path(), Strictness::Normal).expect("the folder is there");
    let mut findings = Diagnostics::default();
    if let Some(workshop) = project.workshop(&mut findings).expect("fonts") {
        for documento in &project.documentos {
            workshop.check(documento, &mut findings).expect("drawn");
        }
    }
    for finding in project.findings().iter().chain(findings.iter()) {
        readable(finding, &folder);
    }
}

/// One line that names its code, and a place that is in the file.
fn readable(finding: &Diagnostic, folder: &Folder) {
    assert!(codes::find(finding.code).is_some(), "{finding:?}");
    let mut alone = Diagnostics::default();
    alone.push(finding.clone());
    for format in [Format::Humano, Format::Json, Format::Sarif] {
        assert!(print(&alone, format, false).contains(finding.code), "{finding:?}");
    }
    let line = print(&alone, Format::Corto, false);
    assert_eq!(line.lines().count(), 1, "{line}");
    if let Some(place) = &finding.place {
        assert!(line.starts_with(place.path()), "{line}");
        let text = String::from_utf8_lossy(&folder.bytes(place.path())).into_owned();
        assert!(place.line_column().0 <= text.split('\n').count(), "{line}");
    }
}

/// Words that files of the product are made of, and awkward ones.
fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(vec![
            "vigencia", "idi", "politicas", "politica", "puntaje", "Integridad", "Gobierno Digital", "actividades", "total",
            "tipo", "informe-seguimiento", "plan-trabajo", "secciones", "contenido", "texto", "titulo", "sintesis", "2022",
            "82.3", "-1", "1e9", ".nan", "3/6", "0/0", "null", "true", "2024-04-30", "{{ idi | numero }}", "{{", "}}",
            "grupo_par", "minimo", "maximo", "quintil", "control", "firmas", "sin_recurso", "por_politica", "silenciar", "regla",
            "normas", "decreto-1083-2015", "and", "corte", "fecha", "entidad", "plan", "sesiones", "grupos", "funciones",
        ]).prop_map(str::to_owned),
        1 => "\\PC{0,12}",
        1 => "[-:#>|&*!%@`\"'\\[\\]{},? \t]{1,6}",
    ]
}

/// YAML of roughly the right shape: the sample with some of its lines changed.
fn mutated(original: String) -> impl Strategy<Value = Vec<u8>> {
    let lines: Vec<String> = original.lines().map(str::to_owned).collect();
    let count = lines.len();
    let edit = (0..count, 0..6u8, word(), word());
    prop::collection::vec(edit, 1..6).prop_map(move |edits| {
        let mut lines = lines.clone();
        for (at, how, first, second) in edits {
            let at = at.min(lines.len().saturating_sub(1));
            let indent = lines[at].len() - lines[at].trim_start().len();
            let pad = " ".repeat(indent);
            match how {
                0 => lines[at] = format!("{pad}{first}: {second}"),
                1 => lines[at] = format!("{pad}- {first}"),
                2 => drop(lines.remove(at)),
                3 => lines.insert(at, format!("{pad}{first}: [{second}, {second}]")),
                4 => {
                    let key = lines[at].split(':').next().unwrap_or_default().to_owned();
                    lines[at] = format!("{key}: {first}");
                }
                _ => lines[at] = format!("{}{first}", lines[at]),
            }
            if lines.is_empty() {
                lines.push(String::new());
            }
        }
        lines.join("\n").into_bytes()
    })
}

#[test]
fn fuzz_the_loader_with_bytes_and_with_yaml_of_the_right_shape() {
    let sample = Folder::sample();
    for target in TARGETS {
        let files = prop_oneof![
            1 => prop::collection::vec(any::<u8>(), 0..200),
            5 => mutated(sample.read(target)),
        ];
        holds(40, files.prop_map(File), |File(bytes)| {
            survive(target, &bytes);
            Ok(())
        });
    }
}

#[test]
fn what_fuzzing_found_stays_mended() {
    for entry in fs::read_dir(repository().join("tests/hallados")).expect("the corpus") {
        let bytes = fs::read(entry.expect("readable").path()).expect("readable");
        for target in TARGETS {
            survive(target, &bytes);
        }
    }
}
