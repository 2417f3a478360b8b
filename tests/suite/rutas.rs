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
    let template = "templates/trajes/plan-trabajo.typ.j2";
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

/// One entity for each name, each with a sheet of its own that names its plan; the files hold what
/// `text` says and have these names.
fn an_entity_for_each(names: &[String], text: &str) -> Folder {
    let folder = Folder::sample();
    let mut catalogue = "entidades:\n".to_owned();
    for (i, name) in names.iter().enumerate() {
        catalogue += &format!("  - slug: ente-{i}\n    nombre: Ente número {i}\n    medicion: mipg\n");
        if !name.is_empty() {
            folder.write(&format!("data/entidades/ente-{i}/{name}"), text);
        }
        folder.write(
            &format!("data/grupos/g-{i}.yaml"),
            &format!(
                "tipo: ficha-politica\norgano: X\nambito: X\nfecha: 2024-05\ncorte: 2024-04-30\nvigencia: 2022\nentidades: {{lista: [ente-{i}]}}\npoliticas: Gobierno Digital\n"
            ),
        );
    }
    let kept = folder.read(ENTITIES);
    let (head, tail) = kept.split_once("entidades:\n").expect("the catalogue has entities");
    folder.write(ENTITIES, &format!("{head}{catalogue}{tail}"));
    folder
}

#[test]
fn whatever_the_spelling_no_set_is_made_without_the_results_of_an_entity() {
    const RIGHT: &str = "resultados-2022.yaml";
    let mut names = vec![String::new(), RIGHT.to_owned()];
    for word in ["resultados", "Resultados", "RESULTADOS", "resultado", "reusltados", "furag", "Puntajes FURAG", "x"] {
        for separator in ["-", "_", " ", "", ".", " - ", "\u{2013}"] {
            for year in ["2022", "022", "22", "20222", "2022-1", "copia", ""] {
                names.push(format!("{word}{separator}{year}.yaml"));
            }
        }
    }
    for ending in ["yml", "YAML", "Yaml", "yalm", "json", "txt", "yaml.txt"] {
        names.extend([format!("resultados-2022.{ending}"), format!("Resultados_2022.{ending}")]);
    }
    names.retain(|name| name != "resultados-2022.yml");
    let of_right = names.iter().skip(2).position(|name| name == RIGHT).expect("generated") + 2;
    names.remove(of_right);
    let text = "vigencia: 2022\nidi: 70\npoliticas:\n  - politica: Gobierno Digital\n    puntaje: 70\n";
    let folder = an_entity_for_each(&names, text);
    let said = folder.run(&["generar", "grupos", "--formato", "corto"]);
    assert_eq!(said.code, 1, "{}", said.stderr);
    let sheet = |i: usize| folder.exists(&format!("output/grupos/g-{i}/gobierno-digital.pdf"));
    assert!(sheet(0) && sheet(1), "an entity without results, and one with them, have their sheets");
    for (i, name) in names.iter().enumerate().skip(2) {
        let told = said.stderr.lines().any(|l| {
            l.strip_prefix(&format!("data/entidades/ente-{i}/{name}:")).is_some_and(|rest| rest.contains(" error["))
        });
        assert!(told && !sheet(i), "«{name}»: told {told}, made {}", sheet(i));
    }
    assert!(!said.stderr.contains("«resultados-022.yaml»?"), "no digit is lost in a proposal");
}

#[test]
fn a_report_is_not_made_without_recommendations_under_another_spelling() {
    let folder = Folder::set();
    let path = |name: &str| folder.path().join("data/entidades/instituto-aguas").join(name);
    fs::rename(path("recomendaciones-2024.yaml"), path("Recomendación 2024.yaml")).expect("renamed");
    let said = folder.run(&["generar", "--formato", "corto"]);
    assert!(said.stderr.contains("¿quiso decir «recomendaciones-2024.yaml»?"), "{}", said.stderr);
    for document in ["conjunto/consolidado-2024", "conjunto/presentacion-2024", "instituto-aguas/informe-2025"] {
        assert!(!folder.exists(&format!("output/{document}.pdf")), "{document}");
    }
    assert!(folder.exists("output/conjunto/plan-trabajo-2026.pdf"));
}

#[test]
fn no_document_is_made_with_the_settings_of_the_program_in_place_of_misspelt_ones() {
    for (name, message) in [
        ("proyecto.yml", "error[archivo-sin-uso]: no se usa, porque no se llama «data/proyecto.yaml»"),
        ("Proyecto.yaml", "error[archivo-sin-uso]: no se usa, porque no se llama «data/proyecto.yaml»"),
        ("proyectos.yaml", "¿quiso decir «data/proyecto.yaml»? Cambie el nombre del archivo."),
        ("proyecto.YAML", "error[archivo-sin-uso]: no se lee, porque su terminación tiene mayúsculas"),
        ("proyecto.yaml.txt", "error[archivo-sin-uso]: no se lee, porque su nombre no termina en «.yaml»"),
    ] {
        let folder = Folder::sample();
        let data = folder.path().join("data");
        fs::rename(data.join("proyecto.yaml"), data.join(name)).expect("renamed");
        let said = folder.run(&["generar", "--formato", "corto"]);
        assert_eq!(said.code, 1, "{name}: {}", said.stderr);
        assert!(said.stderr.contains(message), "{name}: {}", said.stderr);
        assert!(!folder.exists("output/distrito/plan-trabajo-2026.pdf"), "{name}");
    }
    let folder = Folder::sample();
    folder.write("data/proyecto.yml", "papel: a4\n");
    let said = folder.run(&["validar", "--formato", "corto"]);
    assert!(said.stdout.contains("data/proyecto.yml:1:1: error[archivo-repetido]"), "{}", said.stdout);
}

#[test]
fn a_plan_that_several_entities_keep_or_that_gives_its_reason_is_not_told() {
    let folder = Folder::set();
    let plan = folder.read("data/entidades/banco-tierras/plan-2025.yaml");
    let told = |folder: &Folder| {
        let said = folder.run(&["validar", "--formato", "corto"]);
        said.stdout.lines().filter(|l| l.contains("[plan-sin-uso]")).map(str::to_owned).collect::<Vec<_>>()
    };
    folder.write("data/entidades/catastro/plan-mio.yaml", &plan);
    let said = told(&folder);
    assert!(said.len() == 1 && said[0].contains("a la entidad le falta «plan-2025.yaml»"), "{said:?}");
    folder.write(
        "data/entidades/catastro/plan-mio.yaml",
        &format!("{plan}silenciar:\n  - regla: plan-sin-uso\n    motivo: Es el plan de otro modelo\n"),
    );
    assert_eq!(told(&folder), Vec::<String>::new());
    fs::remove_file(folder.path().join("data/entidades/catastro/plan-mio.yaml")).expect("removed");
    for slug in ["catastro", "concejo"] {
        folder.write(&format!("data/entidades/{slug}/plan-2023.yaml"), &plan);
    }
    assert_eq!(told(&folder), Vec::<String>::new());
}

#[test]
fn what_is_told_of_a_key_a_session_and_a_number_reads_as_a_sentence() {
    let folder = Folder::sample();
    folder.write("templates/tema.yaml", "colorez: {}\n");
    let results = folder.read(RESULTS).replacen("vigencia: 2022", "vigencia: 99999999999", 1);
    folder.write(RESULTS, &results);
    let plan = folder.read("data/distrito/plan-trabajo-2026.yaml");
    let (head, rest) = plan.split_once("\nsesiones:\n").expect("sessions");
    let end = rest.find("\ngrupos:").expect("the end of the sessions");
    folder.write("data/distrito/plan-trabajo-2026.yaml", &format!("{head}\n{}", &rest[end..]));
    let said = folder.run(&["validar", "--formato", "corto"]);
    for wanted in [
        "«colorez» no es una clave del tema.",
        "el número 99999999999 es más grande de lo que se admite.",
        "Remedio: agréguela en «sesiones», que no tiene ninguna, o quite la sesión de la actividad.",
    ] {
        assert!(said.stdout.contains(wanted), "{wanted}: {}", said.stdout);
    }
}
