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

/// The documents on a set of which the entity `and` is the only one.
fn set() -> Folder {
    let folder = Folder::sample();
    folder.write(
        "data/grupo.yaml",
        "tipo: ficha-politica\norgano: X\nambito: X\nfecha: 2024-05\ncorte: 2024-04-30\nvigencia: 2022\nentidades: {lista: [and]}\npoliticas: Gobierno Digital\nejemplo: true\n",
    );
    folder
}

const SHEET: &str = "output/grupo/gobierno-digital.pdf";
const RESULTS: &str = "data/entidades/and/resultados-2022.yaml";

/// Makes the set and says what was found; the sheet must not be there.
fn stopped(folder: &Folder, case: &str) -> String {
    let said = folder.run(&["generar", "grupo", "--formato", "corto"]);
    assert_eq!(said.code, 1, "{case}: {}", said.stderr);
    assert!(!folder.exists(SHEET), "{case}: made without its entity");
    said.stderr
}

#[test]
fn a_set_is_not_made_without_results_that_are_only_misplaced() {
    assert_eq!(set().run(&["generar", "grupo"]).code, 0);
    for (to, message) in [
        (
            "data/entidades/ant/resultados-2022.yaml",
            "«ant» no es el slug de ninguna entidad del catálogo. Remedio: ¿quiso decir «and»?",
        ),
        (
            "data/entidades/and/2022/resultados-2022.yaml",
            "está en una carpeta dentro de la de la entidad. Remedio: páselo a «data/entidades/and/».",
        ),
        ("data/entidades/and/resultado-2022.yaml", "Remedio: ¿quiso decir «resultados-2022.yaml»?"),
        (
            "data/entidades/and/resultados-2022.YAML",
            "su terminación tiene mayúsculas. Remedio: escriba la terminación en minúsculas: «.yaml».",
        ),
        ("data/entidades/and/resultados-2023.yaml", "error[vigencia-no-coincide]"),
    ] {
        let folder = set();
        let text = folder.read(RESULTS);
        fs::remove_file(folder.path().join(RESULTS)).expect("removed");
        folder.write(to, &text);
        let said = stopped(&folder, to);
        assert!(said.contains(message), "{to}: {said}");
    }
    let folder = set();
    folder.write("data/entidades/and/resultados-2022.yml", &folder.read(RESULTS));
    assert!(stopped(&folder, "twin").contains("error[archivo-repetido]"));
}

#[cfg(unix)]
#[test]
fn a_set_is_not_made_without_what_cannot_be_read() {
    let folder = set();
    fs::remove_file(folder.path().join(RESULTS)).expect("removed");
    std::os::unix::fs::symlink("nada", folder.path().join(RESULTS)).expect("a link");
    assert!(stopped(&folder, "link").contains("el enlace apunta a un archivo que no existe"));
    fs::remove_file(folder.path().join(RESULTS)).expect("removed");
    fs::create_dir(folder.path().join(RESULTS)).expect("a folder");
    assert!(stopped(&folder, "folder").contains("no se puede leer: es una carpeta"));
    fs::remove_dir(folder.path().join(RESULTS)).expect("removed");
    std::os::unix::fs::symlink("/dev/zero", folder.path().join(RESULTS)).expect("a link");
    assert!(stopped(&folder, "device").contains("no es un archivo corriente"));
    fs::remove_dir_all(folder.path().join("data/entidades/and")).expect("removed");
    std::os::unix::fs::symlink("nada", folder.path().join("data/entidades/and")).expect("a link");
    assert!(stopped(&folder, "entity").contains("error[archivo-ilegible]"));
}

#[test]
fn a_plan_or_a_vigencia_that_nobody_has_is_an_error() {
    for (line, message) in [
        ("plan: plan-2032", "ninguna entidad del documento tiene «plan-2032.yaml». Remedio: ¿quiso decir «plan-2023»?"),
        ("comparar_con: 2015", "ninguna entidad del documento tiene «resultados-2015.yaml»."),
    ] {
        let folder = set();
        folder.replace("data/grupo.yaml", "ejemplo: true", line);
        let said = stopped(&folder, line);
        assert!(said.contains("error[archivo-faltante]") && said.contains(message), "{said}");
    }
}

#[test]
fn a_sheet_of_a_policy_not_in_force_or_named_twice_is_told_as_that() {
    let folder = set();
    folder.replace("data/grupo.yaml", "politicas: Gobierno Digital", "politicas: [Gobierno Digital, gobierno-digital]");
    let said = stopped(&folder, "twice");
    assert!(
        said.contains("error[politica-repetida]: «Gobierno Digital» y «gobierno-digital» son la misma política"),
        "{said}"
    );
    assert!(!said.contains("documento-repetido"), "{said}");
    let folder = set();
    folder.replace("data/grupo.yaml", "vigencia: 2022", "vigencia: 2020");
    folder.replace("data/grupo.yaml", "politicas: Gobierno Digital", "politicas: Compras y Contratación Pública");
    assert!(stopped(&folder, "not in force").contains("error[politica-fuera-de-vigencia]"));
}

#[test]
fn a_byte_order_mark_changes_no_page_and_the_hash_is_of_the_file() {
    let folder = Folder::sample();
    let plan = "data/distrito/plan-trabajo-2026.yaml";
    folder.run(&["generar", "distrito"]);
    let pages = |folder: &Folder| {
        let pdf = folder.bytes("output/distrito/plan-trabajo-2026.pdf");
        lopdf::Document::load_mem(&pdf).expect("a PDF").get_pages().len()
    };
    let before = pages(&folder);
    folder.write(plan, &format!("\u{feff}{}", folder.read(plan)));
    let template = "templates/plan-trabajo/documento.typ.j2";
    let text = fs::read_to_string(crate::support::repository().join(template)).expect("a template");
    folder.write(template, &format!("\u{feff}{text}"));
    assert_eq!(folder.run(&["generar", "distrito"]).code, 0);
    let manifest: serde_json::Value = serde_json::from_str(&folder.read("output/manifiesto.json")).expect("JSON");
    let hash =
        manifest["documentos"]["distrito/plan-trabajo-2026"]["entradas"][plan].as_str().expect("a hash").to_owned();
    assert_eq!(hash, blake3::hash(&folder.bytes(plan)).to_hex().to_string());
    assert_eq!(pages(&folder), before);
}

#[cfg(unix)]
#[test]
fn links_in_templates_are_followed_and_dangling_ones_are_told() {
    let folder = Folder::sample();
    let real = crate::support::repository().join("templates/tema.yaml");
    let theme = fs::read_to_string(real).expect("a theme").replace("principal:", "principal: \"#zz\" #");
    folder.write("aparte/tema.yaml", &theme);
    std::os::unix::fs::symlink("aparte", folder.path().join("templates")).expect("a link");
    assert_eq!(folder.run(&["generar", "distrito"]).code, 1, "the theme behind the link is used");
    fs::remove_file(folder.path().join("aparte/tema.yaml")).expect("removed");
    std::os::unix::fs::symlink("nada", folder.path().join("aparte/tema.yaml")).expect("a link");
    let said = folder.run(&["generar", "distrito"]);
    assert_eq!(said.code, 2);
    assert!(said.stderr.contains("el enlace apunta a algo que no existe"), "{}", said.stderr);
}
