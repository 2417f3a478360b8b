//! Whole command transcripts: exit code, standard output, standard error.

use crate::support::{Folder, Said, run};

fn transcript(said: &Said) -> String {
    format!("salida: {}\n--- stdout\n{}--- stderr\n{}", said.code, said.stdout, said.stderr)
}

#[test]
fn generar_makes_everything_and_says_what_is_up_to_date() {
    let folder = Folder::sample();
    insta::assert_snapshot!("generar", transcript(&folder.run(&["generar", "--hilos", "1"])));
    insta::assert_snapshot!("generar-al-dia", transcript(&folder.run(&["generar", "--hilos", "1"])));
    let forced = folder.run(&["generar", "--forzar", "--hilos", "1", "and"]);
    assert!(forced.stderr.contains("hecho     and/informe-2024-04"), "{}", forced.stderr);
    // A document that is damaged on disk is made again.
    folder.write("output/and/informe-2024-04.pdf", "x");
    let again = folder.run(&["generar", "--hilos", "1", "and"]);
    assert!(again.stderr.contains("hecho     and/informe-2024-04"), "{}", again.stderr);
    insta::assert_snapshot!("manifiesto", mask(&folder.read("output/manifiesto.json")));
}

/// Hashes of outputs, templates and code change with every edit.
fn mask(manifest: &str) -> String {
    let hex = |word: &str| [32, 64].contains(&word.len()) && word.bytes().all(|b| b.is_ascii_hexdigit());
    manifest.split('"').map(|word| if hex(word) { "HASH" } else { word }).collect::<Vec<_>>().join("\"")
}

#[test]
fn selectors_choose_and_a_wrong_one_gets_a_suggestion() {
    let folder = Folder::sample();
    for selector in ["and", "and/informe-2024-04", "data/entidades/and/informe-2024-04.yaml", "*/informe-*"] {
        let said = folder.run(&["generar", selector, "--forzar"]);
        assert_eq!(said.code, 0, "{}", said.stderr);
        assert!(
            said.stderr.contains("and/informe-2024-04") && !said.stderr.contains("plan-trabajo"),
            "{selector}: {}",
            said.stderr
        );
    }
    let said = folder.run(&["generar", "and/informe-2024-05"]);
    assert_eq!(
        (said.code, said.stderr.as_str()),
        (
            2,
            "error: «and/informe-2024-05» no nombra ningún documento\n  remedio: ¿quiso decir «and/informe-2024-04»?\n"
        )
    );
}

#[test]
fn validar_shows_everything_and_makes_nothing() {
    let folder = Folder::sample();
    insta::assert_snapshot!("validar", transcript(&folder.run(&["validar", "--formato", "corto"])));
    folder.replace("data/entidades/and/resultados-2022.yaml", "puntaje: 83.7", "puntaje: 83,7");
    // Only what was asked for.
    assert_eq!(folder.run(&["validar", "data/distrito"]).code, 0);
    assert_eq!(folder.run(&["validar", "data/entidades/and"]).code, 1);
    assert_eq!(folder.run(&["validar", "data/nada"]).code, 2);
    folder.replace("data/entidades/and/plan-2023.yaml", "total: 38", "total: 39");
    // Found only when the document is put together.
    folder.write(
        "data/entidades/and/informe-2025.yaml",
        "tipo: informe-seguimiento\ntitulo: T\nentidad: and\nfecha: 2025\ncorte: 2024-12-31\nvigencia: 2021\n\
         secciones:\n  - titulo: S\n    contenido:\n      - plan\n      - texto: Hay {{ nada | numero }}\n",
    );
    let said = folder.run(&["validar"]);
    assert_eq!(said.code, 1);
    let errors: Vec<_> = said.stdout.split_inclusive("\n\n").filter(|block| block.starts_with("error[")).collect();
    insta::assert_snapshot!("validar-errores", errors.concat());
    assert!(!folder.exists("output"));
}

#[test]
fn usage_errors_and_help_are_in_spanish() {
    for (arguments, expected) in [
        (&["genera"][..], "error: no existe la orden «genera»\n  remedio: ¿quiso decir «generar»?\n"),
        (&["generar", "--forsar"][..], "error: no existe la opción «--forsar»\n  remedio: ¿quiso decir «--forzar»?\n"),
        (
            &["generar", "--emitir", "pdf"][..],
            "error: «pdf» no es un valor de --emitir <ETAPA>\n  remedio: los valores son vista, typst, svg, html, borrador\n",
        ),
        (&["nuevo"][..], "error: falta <CARPETA>\n  remedio: vea «seguimiento --ayuda»\n"),
        (
            &[][..],
            "error: falta la orden: nuevo, validar, generar, importar, exportar o esquema\n  remedio: vea «seguimiento --ayuda»\n",
        ),
    ] {
        let said = run(arguments);
        assert_eq!((said.code, said.stderr.as_str(), said.stdout.as_str()), (2, expected, ""), "{arguments:?}");
    }
    insta::assert_snapshot!("ayuda", transcript(&run(&["--ayuda"])));
    insta::assert_snapshot!("ayuda-generar", transcript(&run(&["generar", "--ayuda"])));
    insta::assert_snapshot!("ayuda-exportar", transcript(&run(&["exportar", "--ayuda"])));
}

#[test]
fn a_folder_without_data_cannot_go_on() {
    let folder = Folder::empty();
    let said = folder.run(&["generar"]);
    assert_eq!(
        (said.code, said.stderr.as_str()),
        (
            2,
            "error: no existe la carpeta «PROYECTO/data»\n  remedio: dé la carpeta del proyecto con --proyecto, o cree uno con «seguimiento nuevo»\n"
        )
    );
}

#[test]
fn nuevo_starts_a_project_and_never_overwrites() {
    let folder = Folder::empty();
    let target = folder.path().join("mi proyecto");
    let path = target.to_string_lossy().into_owned();
    let said = run(&["nuevo", &path]);
    assert_eq!((said.code, said.stdout.trim_end()), (0, path.as_str()));
    let said = run(&["generar", "--proyecto", &path]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert!(target.join("output/instituto-ejemplo/informe-2025-06.pdf").exists());
    let said = run(&["nuevo", &path]);
    assert_eq!(said.code, 2);
    assert!(said.stderr.contains("ya existe y no está vacía"), "{}", said.stderr);
}
