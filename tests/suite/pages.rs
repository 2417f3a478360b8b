//! What pages leave out, repeat, count and note: cut lists, rounding, and content
//! that some data does not have.

use crate::consolidado::{catalogue, district, percentile, value};
use crate::support::{Folder, dense, squeeze};

const ENTITY: &str = "data/entidades/instituto-ejemplo";

/// A project with the catalogue of the example and nothing else.
fn catalogued() -> Folder {
    let (folder, base) = (Folder::empty(), Folder::example());
    for part in ["proyecto", "catalogo/politicas", "catalogo/normas", "catalogo/entidades"] {
        let path = format!("data/{part}.yaml");
        folder.write(&path, &base.read(&path));
    }
    folder
}

/// The text of a report of one entity with these results, of 2024 and of 2023, and this content.
fn report(now: &str, before: Option<&str>, contenido: &str) -> String {
    let folder = catalogued();
    folder.write(&format!("{ENTITY}/resultados-2024.yaml"), &format!("vigencia: 2024\nejemplo: true\n{now}"));
    let mut compared = "";
    if let Some(before) = before {
        folder.write(&format!("{ENTITY}/resultados-2023.yaml"), &format!("vigencia: 2023\nejemplo: true\n{before}"));
        compared = "comparar_con: 2023\n";
    }
    folder.write(
        &format!("{ENTITY}/informe.yaml"),
        &format!("tipo: informe-seguimiento\ntitulo: Informe\nentidad: instituto-ejemplo\nfecha: 2025-07-20\ncorte: 2025-06-30\nelaborado: 2025-07-10\npublicado: 2025-07-21\nvigencia: 2024\n{compared}ejemplo: true\nsecciones:\n  - titulo: Todo\n    contenido: [{contenido}]\n  - titulo: Fechas\n    contenido:\n      - texto: \"Elaborado el {{{{ elaborado | fecha }}}}, publicado el {{{{ publicado | fecha }}}}.\"\n"),
    );
    let said = folder.run(&["generar"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    folder.pdf_text("output/instituto-ejemplo/informe.pdf")
}

fn policies(values: &[(&str, &str)]) -> String {
    let lines = values.iter().map(|(name, value)| format!("  - politica: {name}\n    puntaje: {value}\n"));
    format!("politicas:\n{}", lines.collect::<String>())
}

#[test]
fn rounding_is_told_where_the_printed_numbers_show_it_and_only_there() {
    let all = "sintesis, indice, tabla_politicas, detalle_dimensiones";
    let now = format!("idi: 99.66\n{}", policies(&[("Integridad", "93.65"), ("Gobierno Digital", "80")]));
    let text = report(&now, Some("idi: 98.23\n"), all);
    for expected in [
        "subió 1,4 puntos frente a 2023, de 98,2 a 99,7",
        "93,7 6,4",
        "Elaborado el 10 de julio de 2025, publicado el 21 de julio de 2025.",
    ] {
        assert!(dense(&text).contains(&dense(expected)), "missing {expected:?} in\n{text}");
    }
    assert_eq!(text.matches("La variación se calcula antes de redondear.").count(), 2, "{text}");
    assert!(text.contains("La brecha se calcula antes de redondear."), "{text}");
    let decimals = "Los datos tienen más decimales: los índices se imprimen redondeados a 1.";
    assert_eq!(text.matches(decimals).count(), 1, "{text}");
    // The cover has the dates that the file gives.
    assert!(
        text.contains("Elaborado: 10 de julio de 2025") && text.contains("Publicado: 21 de julio de 2025"),
        "{text}"
    );
    let now = format!("idi: 99.7\n{}", policies(&[("Integridad", "93.7"), ("Gobierno Digital", "80")]));
    let text = report(&now, Some("idi: 98.2\n"), all);
    assert!(text.contains("subió 1,5 puntos") && !text.contains("redonde"), "{text}");
}

#[test]
fn a_report_says_nothing_of_policies_where_there_are_none() {
    let text = report("idi: 80\n", None, "sintesis, indice, detalle_dimensiones");
    for silent in ["los de ;", "los de .", "políticas medidas", "Tabla 1"] {
        assert!(!text.contains(silent), "{silent:?} in\n{text}");
    }
    // What has no value is told once for all dimensions.
    assert_eq!(text.matches("Ninguna dimensión ni política tiene valor en los datos.").count(), 1, "{text}");
    assert_eq!(text.matches("Un espacio en blanco no equivale a cero").count(), 1, "{text}");
}

#[test]
fn dimensions_stand_in_one_table_with_their_policies() {
    let values = "dimensiones:\n  - {dimension: Talento Humano, puntaje: 71}\n  - {dimension: Control Interno, puntaje: 90}\n  - {dimension: Información y Comunicación, puntaje: 60}\n";
    let now = format!("idi: 80\n{values}{}", policies(&[("Integridad", "70"), ("Gobierno Digital", "60")]));
    let text = report(&now, None, "detalle_dimensiones, indice");
    let table = "La dimensión más baja es Información y Comunicación (60,0); la más alta, Control Interno (90,0)";
    assert!(text.contains(table) && !text.contains("1.1 "), "{text}");
    assert!(text.contains("Talento Humano D1 71,0 – Integridad POL02 70,0 30,0"), "{text}");
    // Two that are equally low have no lowest.
    let text = report(&now.replace("71}", "60}"), None, "detalle_dimensiones");
    assert!(!text.contains("más baja"), "{text}");
}

#[test]
fn one_policy_has_no_place_and_a_dimension_without_policies_keeps_its_value() {
    let dimension = "idi: 70\ndimensiones:\n  - dimension: Talento Humano\n    puntaje: 61.5\n";
    let text = report(&format!("{dimension}{}", policies(&[("Gobierno Digital", "8.2")])), None, "tabla_politicas");
    assert!(!text.contains("Puesto") && !text.contains("puesto"), "{text}");
    assert!(text.contains("8,2 91,8"), "{text}");
    assert!(text.contains("Índice: 61,5 Sin valor de sus políticas en los datos"), "{text}");
    let two = policies(&[("Gobierno Digital", "8.2"), ("Integridad", "61.5")]);
    assert!(report(&format!("{dimension}{two}"), None, "tabla_politicas").contains("91,8 2"));
}

#[test]
fn a_source_that_ends_in_a_point_ends_its_sentence() {
    let now = format!(
        "fuente: Contraloría de Bogotá, D.C.\nidi: 70\n{}",
        policies(&[("Integridad", "80"), ("Gobierno Digital", "60")])
    );
    let text = report(&now, None, "sintesis, indice, tabla_politicas, grafico_politicas, detalle_dimensiones");
    assert!(text.contains("Fuente: Contraloría de Bogotá, D.C. "), "{text}");
    assert!(!text.replace(". .", "").contains("D.C.."), "{text}");
}

/// A set of entities of one sector: the value of Integridad of each in 2024, and what
/// Función Pública recommends to each.
fn set(values: &[f64], advice: &[&str], documents: &[(&str, &str)]) -> Folder {
    let folder = catalogued();
    let mut catalogue = "entidades:\n".to_owned();
    for (i, value) in values.iter().enumerate() {
        catalogue += &format!("  - slug: ente-{i}\n    nombre: Ente {i:03}\n    medicion: mipg\n");
        let home = format!("data/entidades/ente-{i}");
        for (vigencia, idi) in [(2023, value - 1.0), (2024, *value)] {
            folder.write(
                &format!("{home}/resultados-{vigencia}.yaml"),
                &format!(
                    "vigencia: {vigencia}\nejemplo: true\nidi: {idi}\n{}",
                    policies(&[(
                        "Integridad",
                        &format!("{idi}\n    subindices:\n      - codigo: I05\n        puntaje: {idi}")
                    )])
                ),
            );
        }
        if let Some(text) = advice.get(i % advice.len().max(1)) {
            folder.write(
                &format!("{home}/recomendaciones-2024.yaml"),
                &format!("vigencia: 2024\nfuente: Función Pública\nejemplo: true\nrecomendaciones:\n  - politica: Integridad\n    recomendacion: {text}\n"),
            );
        }
    }
    folder.write("data/catalogo/entidades.yaml", &catalogue);
    let common = "organo: Comisión\nambito: Conjunto\nfecha: 2025-10\ncorte: 2025-09-30\nvigencia: 2024\ncomparar_con: 2023\nejemplo: true\nentidades: todas\n";
    for (name, text) in documents {
        folder.write(&format!("data/conjunto/{name}.yaml"), &format!("{text}{common}"));
    }
    let said = folder.run(&["generar"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    folder
}

const SHEET: (&str, &str) = ("ficha", "tipo: ficha-politica\npoliticas: [Integridad]\n");

fn sheet(values: &[f64], advice: &[&str]) -> String {
    set(values, advice, &[SHEET]).pdf_text("output/conjunto/ficha/integridad.pdf")
}

#[test]
fn the_lowest_are_listed_whole_or_cut_between_different_values() {
    // Eight of 32 are the lowest quarter: all are shown.
    let spread: Vec<f64> = (0..32).map(|i| 60.0 + f64::from(i)).collect();
    let text = sheet(&spread, &[]);
    assert!(text.contains("Ente 007 67,0 ") && !text.contains("Se muestran"), "{text}");
    // Of 200 the quarter is 50, and the 30th to the 45th are equal: 29 are shown.
    let tied: Vec<f64> = (0..200).map(|i| 40.0 + f64::from(if (29..45).contains(&i) { 29 } else { i }) / 5.0).collect();
    let text = sheet(&tied, &[]);
    assert!(text.contains("Se muestran 29 de 50;"), "{text}");
    assert!(text.contains("Ente 028 ") && !text.contains("Ente 029 "), "{text}");
    // Equals alone are more than the pages hold: none is picked out of them.
    let equal: Vec<f64> = (0..200).map(|i| if i < 60 { 50.0 } else { 80.0 }).collect();
    let text = sheet(&equal, &[]);
    assert!(
        text.contains(
            "60 entidades están en la parte baja; se listan en la tabla «entidades» de los datos de esta ficha."
        ),
        "{text}"
    );
}

#[test]
fn recommendations_as_frequent_are_shown_together_or_not_at_all() {
    let values: Vec<f64> = (0..12).map(|i| 60.0 + f64::from(i)).collect();
    // Twelve bodies, four texts: each three times.
    let text = sheet(&values, &["Uno", "Dos", "Tres", "Cuatro"]);
    assert!(text.contains("Son 4 distintas, de las que 4 son las más repetidas, con 3 veces cada una; están en la tabla «recomendaciones» de los datos de esta ficha."), "{text}");
    assert!(!text.contains("Cuatro") && !text.contains("Dos"), "{text}");
    // Five, four, and three times one: two are cut from the three that are equal.
    let often = ["Uno", "Uno", "Uno", "Uno", "Uno", "Dos", "Dos", "Dos", "Dos", "Tres", "Cuatro", "Cinco"];
    let text = sheet(&values, &often);
    for expected in ["Las 2 más repetidas, de 5 distintas:", "Uno (5 veces)", "Dos (4 veces)"] {
        assert!(text.contains(expected), "missing {expected:?} in\n{text}");
    }
    assert!(!text.contains("(1 vez)"), "{text}");
    // A sheet without recommendations or plans has no headings of them, nor of sub-indices
    // that the catalogue gives no name.
    let text = sheet(&values, &[]);
    for silent in ["Lo que más recomienda", "Cómo van los planes", "0 de ", "Qué dicen los subíndices"] {
        assert!(!text.contains(silent), "{silent:?} in\n{text}");
    }
    let folder = set(&values, &["Uno", "Dos", "Tres", "Cuatro"], &[SHEET]);
    let said = folder.run(&[
        "exportar",
        "json",
        "conjunto/ficha/integridad",
        "--salida",
        &folder.path().join("x").to_string_lossy(),
    ]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let export = squeeze(&folder.read("x/conjunto/ficha/integridad.json"));
    assert!(export.contains("Cuatro"), "the whole list is in the export: {export}");
}

#[test]
fn a_set_without_plans_sectors_or_earlier_values_says_nothing_of_them() {
    let sections = "tipo: consolidado\ntitulo: Consolidado\nfirmas:\n  - rol: Aprobó\n    nombre: María Ñungo\n    cargo: Secretaria Técnica\nsecciones:\n  - titulo: Todo\n    contenido: [resumen, ficha_tecnica, distribucion, puestos, cambio, recomendaciones_lideres, metodo, glosario, trazabilidad]\n";
    let text = set(&[70.0, 80.0, 90.0], &[], &[("consolidado", sections)]).pdf_text("output/conjunto/consolidado.pdf");
    for silent in [
        "Corte de los planes",
        "Planes de mejoramiento",
        "Archivos de recomendaciones",
        "Estado de las actividades",
        "Vencida",
        "Sector IDI",
        "mitad central",
        "redondear. Cálculo",
        "Valores iguales comparten",
        "En blanco: sin IDI",
        "Se apartan",
    ] {
        assert!(!text.contains(silent), "{silent:?} in\n{text}");
    }
    // Who approved it signs at its end.
    let end = dense(&text);
    assert!(
        end.ends_with(&dense("Aprobó María Ñungo Secretaria Técnica DATOS DE EJEMPLO: no son resultados oficiales")),
        "{end}"
    );
}

#[test]
fn every_source_of_a_set_is_named_once() {
    let sections = "tipo: consolidado\ntitulo: Consolidado\nsecciones:\n  - titulo: Todo\n    contenido: [puestos]\n";
    let folder = set(&[70.0, 80.0, 90.0], &[], &[("consolidado", sections)]);
    let results = "data/entidades/ente-1/resultados-2024.yaml";
    folder.replace(results, "ejemplo: true\n", "ejemplo: true\nfuente: Contraloría de Bogotá, D.C.\n");
    assert_eq!(folder.run(&["generar"]).code, 0);
    let text = folder.pdf_text("output/conjunto/consolidado.pdf");
    assert!(text.contains("Fuente: FURAG; Contraloría de Bogotá, D.C. "), "{text}");
}

#[test]
fn only_policies_that_are_compared_are_counted() {
    let folder = Folder::district();
    let said = folder.run(&["generar", "distrito/consolidado-2024", "distrito/presentacion-2024"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let bodies = district(&catalogue());
    let with_idi = bodies.iter().filter(|b| value(2024, &b.slug, "IDI").is_some()).count();
    let (mut rises, mut falls, mut compared) = (0, 0, 0);
    for code in (1..=19).map(|p| format!("POL{p:02}")) {
        let measured = bodies.iter().filter(|b| value(2024, &b.slug, &code).is_some()).count();
        if measured * 10 < with_idi * 8 {
            continue;
        }
        let (mut before, mut now): (Vec<f64>, Vec<f64>) =
            bodies.iter().filter_map(|b| Some((value(2023, &b.slug, &code)?, value(2024, &b.slug, &code)?))).unzip();
        let change = percentile(&mut now, 50) - percentile(&mut before, 50);
        compared += 1;
        rises += usize::from(change > 1.0);
        falls += usize::from(change < -1.0);
    }
    assert_eq!((rises, compared, falls), (10, 15, 1));
    let text = dense(&folder.pdf_text("output/distrito/consolidado-2024.pdf"));
    assert!(text.contains(&dense("La mediana sube en 10 de 15 políticas que se comparan y se mantiene en 4; Gestión del Conocimiento y la Innovación baja 4,3 puntos")), "{text}");
    let deck = folder.pdf_text("output/distrito/presentacion-2024.pdf");
    let title = "Gestión del Conocimiento y la Innovación baja 4,3 puntos, en 64 de 69 entidades; de las otras 14, 10 suben y 4 se mantienen";
    assert!(dense(&deck).contains(&dense(title)), "{deck}");
    assert!(!deck.contains("de 19 políticas"), "{deck}");
    // Printed shares that do not add up to the printed total are told.
    assert!(deck.contains("Por el redondeo, los porcentajes impresos no suman 100."), "{deck}");
}

#[test]
fn a_hyphen_that_is_repeated_on_the_next_line_is_none_of_the_text() {
    let folder = Folder::sample();
    let words: String = (0..45).map(|i| format!("{} teórico-práctico ", "a".repeat(i % 9 + 1))).collect();
    let report = "data/entidades/and/informe-2024-04.yaml";
    folder.replace(report, "Verificar el avance", &format!("{words}Verificar el avance"));
    let said = folder.run(&["generar", "and"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let path = folder.path().join("output/and/informe-2024-04.pdf");
    // What signs look like, and what the pages say of them.
    let text = dense(&pdf_extract::extract_text(&path).expect("a readable PDF"));
    let repeated = text.matches("teórico--práctico").count();
    // One may be parted by the end of a page.
    let whole = text.matches("teórico-práctico").count() + repeated;
    assert!(repeated > 0 && (44..=45).contains(&whole), "{repeated} of {whole}: {text}");
    let pdf = lopdf::Document::load(&path).expect("a PDF");
    let mut soft = 0;
    for page in pdf.page_iter() {
        let content = pdf.get_and_decode_page_content(page).expect("a page");
        let marked = content.operations.iter().filter(|op| op.operator == "BDC");
        let said = marked.filter_map(|op| op.operands.get(1)?.as_dict().ok()?.get(b"ActualText").ok()?.as_str().ok());
        soft += said.filter(|said| **said == [0xfe, 0xff, 0x00, 0xad]).count();
    }
    assert_eq!(soft, repeated);
}

#[test]
fn a_source_stands_on_the_page_of_what_it_is_the_source_of() {
    let folder = Folder::district();
    // Their tables or their recommendations end where a page does.
    let slugs = [
        "agencia-educacion-superior",
        "alcaldia-local-usaquen",
        "loteria-bogota",
        "secretaria-cultura",
        "secretaria-educacion",
        "secretaria-gobierno",
        "secretaria-mujer",
    ];
    let list = format!("entidades:\n  lista: [{}]\n", slugs.join(", "));
    folder.replace("data/distrito/informe-2024.yaml", "entidades:\n  orden: distrital\n", &list);
    let said = folder.run(&["generar", "distrito/informe-2024"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    for slug in slugs {
        let path = folder.path().join(format!("output/{slug}/informe-2024.pdf"));
        for page in pdf_extract::extract_text_by_pages(path).expect("a readable PDF") {
            let page = squeeze(&page);
            let Some((_, body)) = page.split_once(" de 2025 Página ").or_else(|| page.split_once("Página")) else {
                continue;
            };
            let first: String =
                body.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ').chars().take(40).collect();
            let torn = ["de 7 Fuente", "de 8 Fuente", "de 7 De menor", "de 8 De menor"];
            assert!(!torn.iter().any(|t| first.starts_with(t)), "{slug}: a page begins with {first:?}");
        }
    }
}
