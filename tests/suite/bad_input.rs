//! Wrong material: an exact message with its place, and everything else is made.

use std::fs;

use crate::support::{Folder, Said};

const RESULTS: &str = "data/entidades/and/resultados-2022.yaml";
const PLAN: &str = "data/entidades/and/plan-2023.yaml";
const REPORT: &str = "data/entidades/and/informe-2024-04.yaml";

/// Spoils one place of the sample and makes everything.
fn spoil(path: &str, from: &str, to: &str) -> (Folder, Said) {
    let folder = Folder::sample();
    folder.replace(path, from, to);
    let said = folder.run(&["generar", "--formato", "corto"]);
    (folder, said)
}

#[test]
fn each_mistake_has_its_message_and_stops_only_its_document() {
    let cases: &[(&str, &str, &str, &str)] = &[
        (
            RESULTS,
            "politica: Gobierno Digital",
            "politica: Gobernanza de Datos",
            "data/entidades/and/resultados-2022.yaml:16:15: error[politica-desconocida]: «Gobernanza de Datos» no es una política del catálogo. Remedio: escríbalo como está en data/catalogo/, o agréguelo allí.",
        ),
        (
            RESULTS,
            "puntaje: 83.7",
            "puntaje: 83,7",
            "data/entidades/and/resultados-2022.yaml:17:14: error[decimal-con-coma]: «83,7» no es un número en YAML. Remedio: use punto decimal: 83.7.",
        ),
        (
            RESULTS,
            "puntaje: 83.7",
            "puntaje: 837",
            "data/entidades/and/resultados-2022.yaml:17:14: error[puntaje-fuera-de-rango]: el puntaje 837 no está entre 0 y 100. Remedio: cópielo de nuevo del archivo de la Función Pública.",
        ),
        (
            RESULTS,
            "puntaje: 83.7",
            "puntage: 83.7",
            "data/entidades/and/resultados-2022.yaml:17:5: error[clave-desconocida]: «puntage» no es una clave de un puntaje de política. Remedio: ¿quiso decir «puntaje»?",
        ),
        (
            RESULTS,
            "politica: Seguridad Digital",
            "politica: gobierno  digital",
            "data/entidades/and/resultados-2022.yaml:18:15: error[politica-repetida]: «Gobierno Digital» y «gobierno  digital» son la misma política. Vea también data/entidades/and/resultados-2022.yaml:16:15: la primera vez está aquí. Remedio: deje una sola línea para la política.",
        ),
        (
            RESULTS,
            "vigencia: 2022",
            "vigencia: 2020",
            "data/entidades/and/resultados-2022.yaml:12:15: error[politica-fuera-de-vigencia]: «Comprar y Contratación Pública» no se medía en la vigencia 2020. Remedio: revise la vigencia del archivo o quite la política.",
        ),
        (
            RESULTS,
            "fuente: FURAG",
            "fuente: FURAG\u{1F600}",
            "data/entidades/and/resultados-2022.yaml:3:14: error[caracter-sin-glifo]: el carácter «\u{1F600}» (U+1F600) de «fuente» no se puede imprimir. Remedio: reemplácelo o bórrelo; si llegó al copiar de otro programa, vuelva a escribir la palabra.",
        ),
        (
            RESULTS,
            "fuente: FURAG",
            "fuente: FU\u{200b}RAG",
            "data/entidades/and/resultados-2022.yaml:3:11: error[caracter-sin-glifo]: el carácter (U+200B) de «fuente» no se puede imprimir. Remedio: reemplácelo o bórrelo; si llegó al copiar de otro programa, vuelva a escribir la palabra.",
        ),
        (
            RESULTS,
            "idi: 82.3",
            "idi: 82.3\nidi: 82.4",
            "data/entidades/and/resultados-2022.yaml:5:1: error[clave-repetida]: la clave «idi» está dos veces en el mismo nivel. Remedio: deje una sola; si las dos tienen datos, únalas.",
        ),
        (
            PLAN,
            "total: 44",
            "total: 45",
            "data/entidades/and/plan-2023.yaml:28:8: error[total-no-cuadra]: el total escrito es 45 y las líneas suman 44. Remedio: corrija la línea que está mal o el total.",
        ),
        (
            REPORT,
            "corte: 2024-04-30",
            "corte: 30/04/2024",
            "data/entidades/and/informe-2024-04.yaml:7:8: error[fecha-invalida]: «30/04/2024» no es una fecha. Remedio: escriba AAAA-MM-DD (2024-04-30), AAAA-MM (2024-05) o AAAA (2024).",
        ),
        (
            REPORT,
            "plan: plan-2023",
            "plan: plan-2024",
            "data/entidades/and/informe-2024-04.yaml:10:7: error[archivo-faltante]: no existe el archivo «data/entidades/and/plan-2024.yaml». Remedio: cree el archivo, o use el plan de «data/entidades/and/plan-2023.yaml».",
        ),
        (
            REPORT,
            "entidad: and",
            "entidad: ant",
            "data/entidades/and/informe-2024-04.yaml:4:10: error[entidad-desconocida]: «ant» no es una entidad del catálogo. Remedio: ¿quiso decir «and»?",
        ),
        (
            REPORT,
            "- grafico_politicas",
            "- grafico_politica",
            "data/entidades/and/informe-2024-04.yaml:59:13: error[opcion-desconocida]: «grafico_politica» no es un contenido de un informe de seguimiento. Remedio: ¿quiso decir «grafico_politicas»?",
        ),
        (
            REPORT,
            "- sin_recurso",
            "- estado_plan",
            "data/entidades/and/informe-2024-04.yaml:76:13: error[contenido-sin-datos]: «estado_plan» necesita un plan con sus actividades una por una. Remedio: agregue «actividades:» al plan o quite el contenido.",
        ),
        (
            REPORT,
            "{{ idi | numero }}",
            "{{ idii | numero }}",
            "data/entidades/and/informe-2024-04.yaml:52:18: error[cifra-desconocida]: no hay una cifra «idii» en los datos de este documento (documento and/informe-2024-04). Remedio: ¿quiso decir «idi»?",
        ),
        (
            REPORT,
            "{{ idi | numero }}",
            "{{ idi }}",
            "data/entidades/and/informe-2024-04.yaml:52:18: error[cifra-invalida]: no se puede usar «idi»: no se puede imprimir un número con decimales sin formato: use | numero, | puntos o | porcentaje (documento and/informe-2024-04). Remedio: dele el formato que le corresponde: {{ idi | numero }}.",
        ),
        (
            REPORT,
            "[decreto-1083-2015",
            "[decreto-1083-2016",
            "data/entidades/and/informe-2024-04.yaml:43:18: error[norma-desconocida]: «decreto-1083-2016» no es una norma del catálogo. Remedio: ¿quiso decir «decreto-1083-2015»?",
        ),
    ];
    for (path, from, to, expected) in cases {
        let (folder, said) = spoil(path, from, to);
        assert!(said.stderr.lines().any(|line| line == *expected), "wanted\n{expected}\ngot\n{}", said.stderr);
        assert_eq!(said.code, 1, "{expected}");
        assert!(!folder.exists("output/and/informe-2024-04.pdf"), "half a document: {expected}");
        assert!(folder.exists("output/distrito/plan-trabajo-2026.pdf"), "the other document: {expected}");
        assert!(said.stderr.contains("1 documento hecho y 1 omitido por errores en los datos"), "{}", said.stderr);
        for raw in ["Error {", "Diagnostic {", "called `", "panicked", "EcoVec"] {
            assert!(!said.stderr.contains(raw), "raw output {raw}: {}", said.stderr);
        }
    }
}

#[test]
fn an_unknown_kind_of_document_is_told_those_there_are() {
    let known = seguimiento::pipeline::known_kinds(None).expect("kinds");
    let kinds: Vec<_> = known.iter().map(|tipo| tipo.palabra.as_str()).collect();
    assert!(kinds.contains(&"informe-seguimiento"));
    let (folder, said) = spoil(REPORT, "tipo: informe-seguimiento", "tipo: circular");
    let wanted = format!(
        "data/entidades/and/informe-2024-04.yaml:2:7: error[opcion-desconocida]: «circular» no es un tipo de documento. Remedio: las opciones son {}.",
        kinds.join(", ")
    );
    assert!(said.stderr.lines().any(|line| line == wanted), "wanted\n{wanted}\ngot\n{}", said.stderr);
    assert!(!folder.exists("output/and/informe-2024-04.pdf"));
}

/// The errors of validating, each as its place and its code.
fn errors(folder: &Folder) -> Vec<String> {
    let said = folder.run(&["validar", "--formato", "corto"]);
    let told = said.stdout.lines().filter_map(|line| line.split_once(": error["));
    told.map(|(place, rest)| format!("{place} {}", rest.split(']').next().unwrap_or_default())).collect()
}

#[test]
fn all_mistakes_of_a_file_come_at_once_and_none_causes_another() {
    let folder = Folder::sample();
    // The policy with the highest value falls out; the IDI is not told to be above the others for that.
    folder.replace(RESULTS, "puntaje: 98.2", "puntaje: 982");
    folder.replace(RESULTS, "idi: 82.3", "idi: 97.5");
    folder.replace(RESULTS, "politica: Seguridad Digital", "politica: Gobierno Digital");
    folder.replace(RESULTS, "politica: Integridad", "politica: Alquimia");
    folder.replace(RESULTS, "    puntaje: 96.6", "    puntaje: 96,6\n    puntage: 1");
    assert_eq!(
        errors(&folder),
        [
            format!("{RESULTS}:6:15 politica-desconocida"),
            format!("{RESULTS}:9:14 decimal-con-coma"),
            format!("{RESULTS}:10:5 clave-desconocida"),
            format!("{RESULTS}:16:14 puntaje-fuera-de-rango"),
            format!("{RESULTS}:19:15 politica-repetida"),
        ]
    );
    // A line that is dropped for its own mistake does not make the totals wrong.
    let folder = Folder::sample();
    folder.replace(
        PLAN,
        "  - politica: Integridad\n    actividades: 8",
        "  - politica: Integridad\n    actividades: ocho",
    );
    folder.replace(PLAN, "  - politica: Control Interno", "  - politica: Alquimia");
    folder.replace(PLAN, "  total: 38", "  total: 39");
    assert_eq!(
        errors(&folder),
        [format!("{PLAN}:4:15 politica-desconocida"), format!("{PLAN}:17:18 tipo-equivocado"),]
    );
}

#[test]
fn what_documents_say_of_themselves_is_checked_whatever_their_kind_and_their_data() {
    // Without its results a report is not made, and its dates are checked all the same.
    let folder = Folder::sample();
    folder.replace(REPORT, "vigencia: 2022", "vigencia: 2023");
    folder.replace(REPORT, "corte: 2024-04-30", "corte: 2030-04-30");
    let said = errors(&folder);
    assert!(said.iter().any(|e| e.ends_with(" archivo-faltante")), "{said:#?}");
    assert!(said.iter().any(|e| e.ends_with(" fechas-en-desorden")), "{said:#?}");
    // A work plan is signed by two people too, and its vigencia is not one that was measured.
    let folder = Folder::sample();
    let plan = "data/distrito/plan-trabajo-2026.yaml";
    let firmas = "fecha: 2026-02-01\nfirmas:\n  - {rol: Elaboró, nombre: Ana Ruiz Gil}\n  - {rol: Aprobó, nombre: Ana Ruiz Gil}\n";
    folder.replace(plan, "sesiones:\n  - id: feb", &format!("{firmas}sesiones:\n  - id: feb"));
    let said = folder.run(&["validar", "--formato", "corto"]);
    assert!(said.stdout.contains(&format!("{plan}:16:27: aviso[misma-persona]")), "{}", said.stdout);
    assert!(!said.stdout.contains("vigencia-sin-medir"), "{}", said.stdout);
}

#[test]
fn what_a_broken_catalogue_lacks_is_not_told_to_be_lacking() {
    let folder = Folder::sample();
    let catalogue = "data/catalogo/entidades.yaml";
    folder.replace(catalogue, "  - slug: and\n", "  - slug: and\n    medida: mipg\n    codigo: [1]\n");
    assert_eq!(
        errors(&folder),
        [format!("{catalogue}:74:5 clave-desconocida"), format!("{catalogue}:75:13 tipo-equivocado")]
    );
    let said = folder.run(&["generar"]);
    assert!(said.stderr.contains("omitido   and/informe-2024-04"), "{}", said.stderr);
    let policies = "data/catalogo/politicas.yaml";
    let folder = Folder::sample();
    folder.replace(policies, "politicas:\n", "politicas: {\n");
    assert!(errors(&folder).iter().all(|e| e.starts_with(policies)), "{:#?}", errors(&folder));
}

#[test]
fn a_key_is_not_corrected_to_one_that_is_there() {
    let folder = Folder::sample();
    folder.replace(REPORT, "entidad: and", "subtitulo: Primer trimestre\nentidad: and");
    let said = folder.run(&["validar", "--formato", "corto"]);
    let line = said.stdout.lines().find(|l| l.contains("«subtitulo»")).expect("a finding");
    assert!(!line.contains("«titulo»") && line.contains("las claves posibles son"), "{line}");
}

#[test]
fn values_behind_an_alias_or_a_merge_are_read_as_they_are_spelt() {
    let folder = Folder::sample();
    folder.replace(
        RESULTS,
        "  - politica: Integridad\n    puntaje: 85.2",
        "  - &una\n    politica: Integridad\n    puntaje: &p 85.2",
    );
    folder.replace(RESULTS, "puntaje: 96.6", "puntaje: *p");
    folder.replace(
        RESULTS,
        "  - politica: Gobierno Digital\n    puntaje: 83.7",
        "  - <<: *una\n    politica: Gobierno Digital",
    );
    assert_eq!(errors(&folder), [""; 0]);
    let said = folder.run(&["generar", "and", "--emitir", "vista"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let view = folder.read("output/and/informe-2024-04.vista.json");
    assert!(view.matches(": 85.2").count() >= 3, "{view}");
    folder.replace(RESULTS, "&p 85.2", "&p 852");
    assert_eq!(errors(&folder), [format!("{RESULTS}:8:17 puntaje-fuera-de-rango")]);
}

#[test]
fn a_tab_in_the_indentation_is_told_where_it_stands() {
    for (spelt, column) in [("\tpuntaje: 83.7", 1), ("  \tpuntaje: 83.7", 3), ("    \tpuntaje: 83.7", 5)] {
        let folder = Folder::sample();
        folder.replace(RESULTS, "    puntaje: 83.7", spelt);
        let said = folder.run(&["validar", "--formato", "corto"]);
        let wanted = format!("{RESULTS}:17:{column}: error[yaml-invalido]: hay un tabulador en la sangría.");
        assert!(said.stdout.contains(&wanted), "{wanted}: {}", said.stdout);
    }
    // Within a text of several lines a tab is no mistake, and another mistake is not its.
    let folder = Folder::sample();
    folder.replace(RESULTS, "fuente: FURAG, vigencia 2022", "fuente: |\n  FURAG,\n  \tvigencia 2022");
    assert_eq!(errors(&folder), [""; 0]);
    folder.replace(RESULTS, "politicas:\n", "politicas: [\n");
    let said = folder.run(&["validar", "--formato", "corto"]);
    assert!(said.stdout.contains("esto no se puede leer como YAML"), "{}", said.stdout);
}

#[test]
fn results_in_proportions_are_refused_and_a_low_value_among_points_is_not() {
    let folder = Folder::sample();
    let text = folder.read(RESULTS);
    let shares: Vec<_> = text
        .lines()
        .map(|line| match line.split_once(": ").and_then(|(key, value)| Some((key, value.parse::<f64>().ok()?))) {
            Some((key, value)) if value < 100.0 => format!("{key}: {:.3}", value / 100.0),
            _ => line.to_owned(),
        })
        .collect();
    folder.write(RESULTS, &format!("{}\n", shares.join("\n")));
    assert_eq!(errors(&folder), [format!("{RESULTS}:4:6 valor-en-proporcion")]);
    folder.write(RESULTS, &text.replacen("puntaje: 83.7", "puntaje: 0.837", 1));
    assert_eq!(errors(&folder), [""; 0]);
}

#[test]
fn nothing_is_minus_zero() {
    for spelt in ["-0", "-0.0", "\"-0,0\""] {
        let (_, said) = spoil(RESULTS, "idi: 82.3", &format!("idi: {spelt}"));
        assert!(said.stderr.contains("resultados-2022.yaml:4:6: error["), "{spelt}: {}", said.stderr);
    }
}

#[test]
fn a_likely_slip_is_taken_with_a_warning_that_names_both() {
    let (folder, said) = spoil(RESULTS, "politica: Gobierno Digital", "politica: Govierno Digital");
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert!(said.stderr.contains(
        "data/entidades/and/resultados-2022.yaml:16:15: aviso[politica-parecida]: «Govierno Digital» no está en el catálogo; se toma como «Gobierno Digital»."
    ), "{}", said.stderr);
    assert!(folder.pdf_text("output/and/informe-2024-04.pdf").contains("Gobierno Digital POL07 83,7"));
}

#[test]
fn what_was_written_before_a_mistake_stays() {
    let folder = Folder::sample();
    assert_eq!(folder.run(&["generar"]).code, 0);
    let before = folder.bytes("output/and/informe-2024-04.pdf");
    folder.replace(RESULTS, "83.7", "837");
    assert_eq!(folder.run(&["generar"]).code, 1);
    assert!(before == folder.bytes("output/and/informe-2024-04.pdf"));
    let manifest: serde_json::Value = serde_json::from_str(&folder.read("output/manifiesto.json")).expect("JSON");
    assert_eq!(manifest["documentos"]["and/informe-2024-04"]["resultado"], "omitido");
    assert_eq!(manifest["documentos"]["distrito/plan-trabajo-2026"]["resultado"], "hecho");
}

#[test]
fn code_in_the_data_is_text_on_the_page() {
    let folder = Folder::sample();
    let hostile = "#read(\"/etc/passwd\") \"); #panic(\"x\") {% include 'x' %} $a$ @b <c> // d /* e */";
    let quoted = serde_json::to_string(hostile).expect("JSON");
    folder.replace(REPORT, "cargo: Asesora de Seguimiento y Evaluación", &format!("cargo: {quoted}"));
    folder.replace(REPORT, "titulo: Marco legal", &format!("titulo: {quoted}"));
    folder.replace(
        "data/distrito/plan-trabajo-2026.yaml",
        "responsable: [Veeduría Distrital]",
        &format!("responsable: [{quoted}]"),
    );
    let said = folder.run(&["generar"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let wanted = crate::support::dense(hostile);
    let report = crate::support::dense(&folder.pdf_text("output/and/informe-2024-04.pdf"));
    // Heading, contents, signature and cover.
    assert!(report.matches(&wanted).count() >= 3, "{report}");
    assert!(!report.contains("root:"));
    assert!(crate::support::dense(&folder.pdf_text("output/distrito/plan-trabajo-2026.pdf")).contains(&wanted));
}

#[test]
fn folders_nest_and_links_are_followed() {
    let folder = Folder::sample();
    let plan = folder.read("data/distrito/plan-trabajo-2026.yaml");
    folder.write("data/distrito/a/b/c/d/otro.yaml", &plan);
    #[cfg(unix)]
    std::os::unix::fs::symlink(folder.path().join("data/distrito/a"), folder.path().join("data/enlace"))
        .expect("a link");
    let said = folder.run(&["generar", "otro"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert!(folder.exists("output/distrito/a/b/c/d/otro.pdf"));
    #[cfg(unix)]
    assert!(folder.exists("output/enlace/b/c/d/otro.pdf"));
}

#[test]
fn text_taller_than_a_page_is_not_lost() {
    let folder = Folder::sample();
    let words: Vec<_> = (0..1500).map(|n| format!("palabra{n}")).collect();
    let plan = "data/distrito/plan-trabajo-2026.yaml";
    folder.replace(plan, "funcion: Adoptar su propio reglamento.", &format!("funcion: {}", words.join(" ")));
    let said = folder.run(&["generar", "distrito"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let document = lopdf::Document::load_mem(&folder.bytes("output/distrito/plan-trabajo-2026.pdf")).expect("a PDF");
    // Rows that run over the edge of a page would still be in its text: the pages must grow.
    assert!(document.get_pages().len() >= 8, "{} pages", document.get_pages().len());
    let text = folder.pdf_text("output/distrito/plan-trabajo-2026.pdf");
    assert!(text.contains("palabra0 ") && text.contains("palabra1499"));
}

#[test]
fn a_broken_template_names_its_line() {
    let folder = Folder::sample();
    folder.write("templates/bloques/plan.typ.j2", "#base.narracion[{{ bloque.nada }}]\n");
    let said = folder.run(&["generar", "--formato", "corto"]);
    assert_eq!(said.code, 1);
    assert!(said.stderr.contains("templates/bloques/plan.typ.j2:1:20: error[plantilla-invalida]: la plantilla usa un dato que no existe (documento and/informe-2024-04)."), "{}", said.stderr);

    folder.write("templates/bloques/plan.typ.j2", "/* parte: bloques/plan.typ.j2 */\n#desconocida()\n");
    let said = folder.run(&["generar", "--formato", "corto"]);
    assert!(said.stderr.contains("templates/bloques/plan.typ.j2:2:2: error[composicion-fallida]"), "{}", said.stderr);

    folder.write("templates/bloques/plan.typ.j2", "{% if %}");
    let said = folder.run(&["generar", "--formato", "corto"]);
    assert!(said.stderr.contains("templates/bloques/plan.typ.j2:1:"), "{}", said.stderr);
}

#[test]
fn a_theme_says_what_it_changes_and_one_with_errors_makes_no_document() {
    let folder = Folder::sample();
    folder.write("templates/tema.yaml", "colores:\n  principal: \"#00684A\"\ntamanos:\n  tabla: 9\n");
    let said = folder.run(&["generar", "--emitir", "typst", "--formato", "corto"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let typst = folder.read("output/and/informe-2024-04.typ");
    for own in ["principal: \"#00684a\"", "acento: \"#801650\"", "tabla: 9.0", "texto: 10.5"] {
        assert!(typst.contains(own), "{own}");
    }

    folder.write("templates/tema.yaml", "colores:\n  acento: #801650\ntamanos:\n  tabla: 0\n  letra: 9\n");
    let said = folder.run(&["generar", "--formato", "corto"]);
    assert_eq!(said.code, 1);
    for line in [
        "templates/tema.yaml:2:9: error[tipo-equivocado]: se esperaba un color y el valor está vacío. Remedio: escríbalo con seis cifras hexadecimales y entre comillas: \"#12436d\".",
        "templates/tema.yaml:4:10: error[ajuste-fuera-de-rango]: «tabla» mide 0 pt y debe estar entre 7,5 y 14. Remedio: corrija el valor o quite la clave.",
        "templates/tema.yaml:5:3: error[clave-desconocida]",
        "0 documentos hechos y 2 omitidos por errores",
    ] {
        assert!(said.stderr.contains(line), "{line}\n{}", said.stderr);
    }
}

#[test]
fn packages_and_files_of_the_machine_are_out_of_reach() {
    for source in [
        "#import \"@preview/cetz:0.3.0\"",
        "#read(\"/etc/passwd\")",
        "#image(\"../../secreto.png\")",
        "#plugin(\"x.wasm\")",
    ] {
        let folder = Folder::sample();
        folder.write("templates/bloques/plan.typ.j2", &format!("/* parte: bloques/plan.typ.j2 */\n{source}\n"));
        let said = folder.run(&["generar", "and", "--formato", "corto"]);
        assert_eq!(said.code, 1, "{source}: {}", said.stderr);
        assert!(said.stderr.contains("error[composicion-fallida]"), "{source}: {}", said.stderr);
        assert!(!folder.exists("output/and/informe-2024-04.pdf"));
    }
}

#[test]
fn a_yaml_bomb_is_refused_with_a_message() {
    let folder = Folder::sample();
    let mut bomb = String::from("a: &a [x, x, x, x, x, x, x, x, x]\n");
    for (from, to) in "abcdefghi".chars().zip("bcdefghij".chars()) {
        bomb += &format!("{to}: &{to} [{}]\n", vec![format!("*{from}"); 9].join(", "));
    }
    folder.write("data/bomba.yaml", &bomb);
    // A bomb that is not stopped never ends: expanded it has 9¹⁰ texts.
    let said = folder.run(&["validar", "--formato", "corto"]);
    assert_eq!(said.code, 1);
    assert!(
        said.stdout.contains("data/bomba.yaml:") && said.stdout.contains("error[yaml-desmedido]"),
        "{}",
        said.stdout
    );
}

#[test]
fn a_missing_or_broken_catalogue_is_one_finding() {
    let folder = Folder::set();
    let catalogue = folder.read("data/catalogo/politicas.yaml");
    fs::remove_file(folder.path().join("data/catalogo/politicas.yaml")).expect("removed");
    let said = folder.run(&["generar", "--formato", "corto"]);
    assert_eq!(said.code, 1);
    assert!(said.stderr.contains("error[archivo-faltante]: falta «data/catalogo/politicas.yaml», con los nombres que usan los datos. Remedio: cópielo de un proyecto nuevo: lo escribe «seguimiento nuevo CARPETA»."), "{}", said.stderr);
    // What needs no policy is made, and what does is not.
    assert!(said.stderr.contains("1 documento hecho y 4 omitidos por errores en los datos"), "{}", said.stderr);
    assert!(said.stderr.contains("1 error, "), "{}", said.stderr);

    folder.write("data/catalogo/politicas.yaml", &catalogue.replacen("dimensiones:", "dimensiones: [", 1));
    let said = folder.run(&["validar", "--formato", "corto"]);
    assert!(said.stderr.contains("1 error, ") && said.stdout.contains("error[yaml-invalido]"), "{}", said.stdout);

    folder.write("data/catalogo/politicas.yaml", &catalogue);
    fs::remove_file(folder.path().join("data/catalogo/entidades.yaml")).expect("removed");
    let said = folder.run(&["validar", "--formato", "corto"]);
    assert!(
        said.stderr.contains("1 error, ") && said.stdout.contains("falta «data/catalogo/entidades.yaml»"),
        "{}",
        said.stdout
    );
}

#[test]
fn what_content_lacks_is_said_with_its_true_reason() {
    let folder = Folder::sample();
    let rows = [
        "Integridad",
        "Gobierno Digital",
        "Control Interno",
        "Gestión Documental",
        "Seguridad Digital",
        "Mejora Normativa",
    ];
    let with = |value: &dyn Fn(usize) -> f64| {
        let rows =
            rows.iter().enumerate().map(|(i, name)| format!("  - {{politica: {name}, puntaje: {}}}\n", value(i)));
        format!("vigencia: 2022\nidi: 80\npoliticas:\n{}", rows.collect::<String>())
    };
    let said = |results: String| {
        folder.write(RESULTS, &results);
        folder.run(&["generar", "--formato", "corto"]).stdout + &folder.run(&["generar", "--formato", "corto"]).stderr
    };
    let all_equal = said(with(&|_| 80.0));
    assert!(
        all_equal.contains("«extremos» necesita puntajes distintos, y todas las políticas tienen el mismo. Remedio: quite el contenido: la tabla de políticas ya las muestra todas."),
        "{all_equal}"
    );
    let tied = said(with(&|i| if i < 5 { 80.0 } else { 81.0 }));
    assert!(tied.contains("«extremos» necesita menos empates"), "{tied}");
}

#[test]
fn an_earlier_vigencia_needs_an_idi_only_where_the_idi_is_compared() {
    let folder = Folder::sample();
    folder.replace("data/entidades/and/resultados-2021.yaml", "idi: 71.3\n", "");
    folder.write(
        "data/entidades/and/corto.yaml",
        "tipo: informe-seguimiento\ntitulo: Políticas\nentidad: and\nfecha: 2024-05\ncorte: 2024-04-30\nvigencia: 2022\ncomparar_con: 2021\nsecciones:\n  - titulo: Políticas\n    contenido: [tabla_politicas]\n",
    );
    let said = folder.run(&["validar", "--formato", "corto"]);
    let about = |file: &str| said.stdout.lines().filter(|l| l.contains(file) && l.contains("error[")).count();
    assert_eq!((about("corto.yaml"), about("informe-2024-04.yaml")), (0, 1), "{}", said.stdout);
}
