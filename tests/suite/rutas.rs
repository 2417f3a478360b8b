//! Nothing is read or written outside the project, nothing under `data/` is
//! left out without a word, and what cannot be read stops what depends on it.

use std::fs;

use crate::support::Folder;

const POLICIES: &str = "data/catalogo/politicas.yaml";
const ENTITIES: &str = "data/catalogo/entidades.yaml";

#[test]
fn a_slug_never_leads_out_of_the_project() {
    let folder = Folder::sample();
    folder.write(
        "data/fichas.yaml",
        "tipo: ficha-politica\norgano: X\nambito: X\nfecha: 2024-05\ncorte: 2024-04-30\nvigencia: 2022\nentidades: todas\npoliticas: Gobierno Digital\n",
    );
    folder.replace(POLICIES, "- slug: gobierno-digital", "- slug: ../../../escaped/pwned");
    folder.replace(ENTITIES, "- slug: and", "- slug: ../../../escaped/and");
    let books = folder.path().join("libros").to_string_lossy().into_owned();
    let outside = folder.path().parent().expect("a parent").join("escaped");
    for command in [
        &["generar", "--formato", "corto"][..],
        &["exportar", "csv"],
        &["generar", "--emitir", "vista"],
        &["exportar", "xlsx", "--salida", &books],
    ] {
        let said = folder.run(command);
        assert_eq!(said.code, 1, "{}", said.stderr);
        assert!(!folder.exists("output/and") && !outside.exists(), "{command:?} wrote outside");
    }
    let said = folder.run(&["validar", "--formato", "corto"]);
    for wanted in [
        "error[identificador-invalido]: «../../../escaped/pwned» no sirve como identificador: debe tener solo minúsculas sin tilde, cifras y guiones. Remedio: escriba «escaped-pwned».",
        "error[identificador-invalido]: «../../../escaped/and» no sirve como identificador: debe tener solo minúsculas sin tilde, cifras y guiones. Remedio: escriba «escaped-and».",
    ] {
        assert!(said.stdout.contains(wanted), "{}", said.stdout);
    }
    folder.write("plan.csv", "");
    let said = folder.run(&["importar", "furag", &folder.path().join("plan.csv").to_string_lossy()]);
    assert_eq!(said.code, 1, "{}", said.stderr);
    assert!(said.stderr.contains("identificador-invalido"), "{}", said.stderr);
    assert!(!outside.exists());
}

#[test]
fn no_document_is_written_over_the_manifest_or_over_another_output() {
    let folder = Folder::sample();
    let plan = folder.read("data/distrito/plan-trabajo-2026.yaml");
    folder.write("data/manifiesto.yaml", &plan);
    folder.write("data/otra/manifiesto.yaml", &plan);
    assert_eq!(folder.run(&["generar", "otra", "distrito"]).code, 0);
    let manifest = folder.read("output/manifiesto.json");
    for command in [&["exportar", "json"][..], &["generar", "--emitir", "vista"]] {
        let said = folder.run(command);
        assert_eq!(said.code, 1, "{}", said.stderr);
        assert!(said.stderr.contains("«manifiesto» no sirve como identificador"), "{}", said.stderr);
        assert_eq!(folder.read("output/manifiesto.json"), manifest, "{command:?}");
    }
    let (view, tables) = ("output/otra/manifiesto.vista.json", "output/otra/manifiesto.json");
    assert!(folder.read(view).contains("\"vista\"") && folder.read(tables).contains("\"cuadros\""));
}

#[test]
fn names_that_only_some_disks_tell_apart_are_told() {
    let folder = Folder::sample();
    let plan = folder.read("data/distrito/plan-trabajo-2026.yaml");
    for name in ["ni\u{f1}ez", "nin\u{303}ez", "straße", "STRASSE", "aux", "a b", "x\\y"] {
        fs::write(folder.path().join(format!("data/distrito/{name}.yaml")), &plan).expect("written");
    }
    let said = folder.run(&["generar", "--formato", "corto"]);
    assert_eq!(said.stderr.matches("error[identificador-invalido]").count(), 7, "{}", said.stderr);
    assert_eq!(said.stderr.matches("error[documento-repetido]").count(), 2, "{}", said.stderr);
    assert!(said.stderr.contains("Remedio: cambie el nombre del archivo o de su carpeta: «distrito/strasse»."));
    assert!(folder.exists("output/distrito/plan-trabajo-2026.pdf") && !folder.exists("output/distrito/straße.pdf"));
}
