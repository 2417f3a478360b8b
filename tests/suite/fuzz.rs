//! The loader against arbitrary files: no panic, no hang, bounded memory.
//!
//! A short run belongs to every test; `FUZZ_SECONDS=600 cargo test fuzz` makes a
//! long one.  What a run finds becomes a file in `tests/hallados/`.

use std::fs;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use seguimiento::diagnostic::Diagnostics;
use seguimiento::pipeline::{Project, Strictness};

use crate::support::{Folder, repository};

/// Longest time that one small project may take.
const PATIENCE: Duration = Duration::from_secs(5);

const TARGETS: [&str; 6] = [
    "data/entidades/and/resultados-2022.yaml",
    "data/entidades/and/plan-2023.yaml",
    "data/entidades/and/informe-2024-04.yaml",
    "data/distrito/plan-trabajo-2026.yaml",
    "data/catalogo/politicas.yaml",
    "data/proyecto.yaml",
];

/// Opens and checks a project in which `target` holds `bytes`.
fn survive(folder: &Folder, target: &str, bytes: &[u8]) {
    let path = folder.path().join(target);
    let original = fs::read(&path).expect("the sample");
    fs::write(&path, bytes).expect("writable");
    let start = Instant::now();
    let project = Project::open(folder.path(), Strictness::Normal).expect("the folder is there");
    let mut findings = Diagnostics::default();
    if let Some(workshop) = project.workshop(&mut findings).expect("fonts") {
        for documento in &project.documentos {
            workshop.check(documento, &mut findings).expect("drawn");
        }
    }
    for finding in project.findings().iter().chain(findings.iter()) {
        let printed = seguimiento::diagnostic::print::print(
            &{
                let mut one = Diagnostics::default();
                one.push(finding.clone());
                one
            },
            seguimiento::diagnostic::print::Format::Humano,
            false,
        );
        assert!(!printed.is_empty());
    }
    assert!(start.elapsed() < PATIENCE, "{target}: {:?}", start.elapsed());
    fs::write(&path, original).expect("writable");
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

/// A generator that differs from run to run.
fn entropy() -> TestRng {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970").as_nanos();
    let mut seed = [0u8; 32];
    seed[..16].copy_from_slice(&now.to_le_bytes());
    TestRng::from_seed(RngAlgorithm::ChaCha, &seed)
}

#[test]
fn fuzz_the_loader_with_bytes_and_with_yaml_of_the_right_shape() {
    let seconds = std::env::var("FUZZ_SECONDS").ok().and_then(|s| s.parse().ok()).unwrap_or(3);
    // A short run is the same every time; a long one looks further.
    let rng = if seconds > 3 { entropy() } else { TestRng::deterministic_rng(RngAlgorithm::ChaCha) };
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let folder = Folder::sample();
    let end = Instant::now() + Duration::from_secs(seconds);
    let mut rounds = 0u64;
    while Instant::now() < end {
        let target = TARGETS[(rounds % TARGETS.len() as u64) as usize];
        let original = fs::read_to_string(folder.path().join(target)).expect("the sample");
        let strategy = prop_oneof![
            1 => prop::collection::vec(any::<u8>(), 0..200),
            5 => mutated(original),
        ];
        let bytes = strategy.new_tree(&mut runner).expect("a value").current();
        // Left behind where the next line panics.
        fs::write(repository().join("target/fuzz-ultimo.yaml"), &bytes).expect("writable");
        survive(&folder, target, &bytes);
        rounds += 1;
    }
    println!("{rounds} files in {seconds} s");
}

#[test]
fn what_fuzzing_found_stays_mended() {
    let folder = Folder::sample();
    for entry in fs::read_dir(repository().join("tests/hallados")).expect("the corpus") {
        let bytes = fs::read(entry.expect("readable").path()).expect("readable");
        for target in TARGETS {
            survive(&folder, target, &bytes);
        }
    }
}
