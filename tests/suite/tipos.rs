//! Kinds of document that a project adds, and the options of contents.

use crate::support::Folder;

const KIND: &str = "templates/tipos/boletin.yaml";
const DOCUMENT: &str = "data/entidades/and/boletin-2024.yaml";

/// A project with a kind of its own and a document of it.
fn project(kind: &str) -> Folder {
    let folder = Folder::sample();
    folder.write(KIND, kind);
    folder.write(
        DOCUMENT,
        "tipo: boletin\nentidad: and\nfecha: 2024-05\ncorte: 2024-04-30\nvigencia: 2022\ncomparar_con: 2021\nplan: plan-2023\n",
    );
    folder
}

const SOUND: &str = "nombre: Boletín
base: informe-seguimiento
traje: ejecutivo
titulo: Boletín de resultados
secciones:
  - titulo: Resultado
    contenido:
      - sintesis: {hallazgos: 2}
      - tabla_politicas: {politicas: [Gestión Documental, control-interno]}
  - titulo: Extremos
    contenido:
      - extremos: {cuantas: 1}
";

/// The lines of `said` that tell errors.
fn errors(said: &str) -> Vec<&str> {
    said.lines().filter(|line| line.contains("error[")).collect()
}

#[test]
fn a_kind_of_the_project_is_treated_as_the_others() {
    let folder = project(SOUND);
    assert_eq!(folder.run(&["validar"]).code, 0);
    let said = folder.run(&["generar", "and/boletin-2024"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let text = folder.pdf_text("output/and/boletin-2024.pdf");
    assert!(text.contains("Boletín de resultados"), "{text}");
    assert!(text.contains("Se dicen 2 de "), "{text}");
    assert!(text.contains("Índice por dimensión y política: se muestran 2 de 15 políticas medidas"), "{text}");
    // The place is among all that were measured, and one stands at each end.
    let ends = text.split("Índices más altos").nth(1).expect("the table of ends");
    let rows = ends.split("Fuente").next().unwrap_or_default().matches(',').count();
    assert_eq!(rows, 4, "{ends}");
    assert!(folder.read("output/manifiesto.json").contains("\"tipo\": \"boletin\""));
    assert_eq!(folder.run(&["exportar", "json", "and/boletin-2024"]).code, 0);

    // Its documents may say what the kind gives.
    folder.write(
        DOCUMENT,
        &format!(
            "{}titulo: Otro título\nsecciones:\n  - titulo: Solo texto\n    contenido:\n      - texto: Nada más.\n",
            folder.read(DOCUMENT)
        ),
    );
    assert_eq!(folder.run(&["generar", "and/boletin-2024"]).code, 0);
    let text = folder.pdf_text("output/and/boletin-2024.pdf");
    assert!(
        text.contains("Otro título") && text.contains("Nada más.") && !text.contains("Índices más altos"),
        "{text}"
    );

    // And its files have a schema.
    assert_eq!(folder.run(&["esquema", folder.path().join("esquemas").to_str().expect("UTF-8")]).code, 0);
    let schema: serde_json::Value = serde_json::from_str(&folder.read("esquemas/boletin.json")).expect("JSON");
    assert_eq!(schema["properties"]["tipo"]["const"], "boletin");
    assert!(!schema["required"].as_array().expect("keys").iter().any(|key| key == "titulo"));
}

#[test]
fn what_is_wrong_in_a_kind_is_told_at_its_line_and_stops_only_its_documents() {
    for (from, to, wanted) in [
        (
            "- extremos:",
            "- extremo:",
            ":12:9: error[contenido-desconocido]: «extremo» no es un contenido con valor. Remedio: ¿quiso decir «extremos»?",
        ),
        (
            "base: informe-seguimiento",
            "base: informe",
            ":2:7: error[opcion-desconocida]: «informe» no es un tipo de documento",
        ),
        ("{cuantas: 1}", "{cuantas: muchas}", ":12:29: error[tipo-equivocado]: se esperaba un número entero"),
        ("{cuantas: 1}", "{cuantas: 0}", ":12:29: error[ajuste-fuera-de-rango]: 0 no está entre 1 y 50"),
        (
            "{cuantas: 1}",
            "{cuantos: 1}",
            ":12:20: error[clave-desconocida]: «cuantos» no es una opción de «extremos». Remedio: ¿quiso decir «cuantas»?",
        ),
        ("control-interno", "Gobierno Electrónico", ":9:59: error[politica-desconocida]"),
        (
            "base: informe-seguimiento",
            "base: plan-trabajo",
            ":5:1: error[clave-desconocida]: un tipo con base «plan-trabajo» no tiene secciones",
        ),
        ("nombre: Boletín\n", "", ":1: error[clave-faltante]: falta la clave «nombre»"),
    ] {
        let folder = project(&SOUND.replace(from, to));
        let said = folder.run(&["generar", "--formato", "corto"]);
        assert_eq!(said.code, 1, "{to}: {}", said.stderr);
        let errors = errors(&said.stderr);
        assert!(
            errors.iter().any(|line| line.starts_with(KIND) && line.contains(wanted.trim_start_matches(":1:"))),
            "{wanted}: {errors:#?}"
        );
        // The others are made.
        assert!(
            folder.exists("output/and/informe-2024-04.pdf") && !folder.exists("output/and/boletin-2024.pdf"),
            "{to}"
        );
    }
}

#[test]
fn the_executive_report_is_one_page() {
    let folder = project(SOUND);
    folder.write(DOCUMENT, &folder.read(DOCUMENT).replace("tipo: boletin", "tipo: informe-ejecutivo"));
    let said = folder.run(&["generar", "and/boletin-2024"]);
    assert!(said.code == 0 && format!("{}{}", said.stdout, said.stderr).contains("(1 página)"), "{said:?}");
    // Of whoever is high, low, late or measured in internal control alone; with its place among the others.
    let folder = Folder::district();
    for slug in ["secretaria-hacienda", "aguas-bogota", "alcaldia-local-usme", "secretaria-educacion", "concejo-bogota"]
    {
        let plan = if slug == "concejo-bogota" { "" } else { "plan: plan-2025\n" };
        folder.write(&format!("data/entidades/{slug}/ejecutivo.yaml"), &format!("tipo: informe-ejecutivo\nentidad: {slug}\nfecha: 2025-10-31\ncorte: 2025-09-30\nvigencia: 2024\ncomparar_con: 2023\n{plan}"));
    }
    let said = folder.run(&["generar", "*/ejecutivo"]);
    assert_eq!((said.code, said.stderr.matches("(1 página)").count()), (0, 5), "{}", said.stderr);
    let text = folder.pdf_text("output/alcaldia-local-usme/ejecutivo.pdf");
    assert!(
        text.contains("58 de 70")
            && text.contains("puesto en su grupo par; mediana, 72,1")
            && text.contains("Qué se recomienda"),
        "{text}"
    );
}

const DECK: &str = "data/conjunto/presentacion-2024.yaml";
const SHEET: &str = "data/conjunto/ficha-2024.yaml";

#[test]
fn a_deck_and_a_sheet_print_what_they_call_and_may_use_the_blocks_of_a_set() {
    let folder = Folder::set();
    let whole = folder.read(DECK);
    folder.write(DECK, &format!("{whole}contenido: [lamina_puestos, sectores, lamina_breve, control_interno]\n"));
    folder.write(
        SHEET,
        &format!("{}contenido: [ficha_cabeza, puestos, ficha_bajas, ficha_cierre]\n", folder.read(SHEET)),
    );
    let said = folder.run(&["generar", "conjunto"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let in_order = |text: &str, wanted: &[&str]| {
        let places: Vec<_> =
            wanted.iter().map(|words| text.find(words).unwrap_or_else(|| panic!("{words}: {text}"))).collect();
        assert!(places.is_sorted(), "{wanted:?}: {places:?}");
    };
    let deck = folder.pdf_text("output/conjunto/presentacion-2024.pdf");
    in_order(&deck, &["Puestos: cálculo propio", "IDI por sector", "En breve", "que se miden solo en control interno"]);
    assert!(!deck.contains("Cómo leer estos resultados"), "{deck}");
    let sheet = folder.pdf_text("output/conjunto/ficha-2024/seguridad-digital.pdf");
    in_order(&sheet, &["Cómo se distribuye", "Puesto de las", "Presenta "]);
    // What a kind of the project does not give comes from the kind that its base is called after.
    folder.write("templates/tipos/boletin.yaml", "nombre: Boletín\nbase: presentacion\ntitulo: Boletín\n");
    folder.write(DECK, &whole.replace("tipo: presentacion", "tipo: boletin"));
    assert_eq!(folder.run(&["generar", "conjunto/presentacion-2024"]).code, 0);
    let deck = folder.pdf_text("output/conjunto/presentacion-2024.pdf");
    in_order(&deck, &["En breve", "Cómo leer estos resultados"]);
}

#[test]
fn a_block_that_is_about_something_else_is_told_where_it_is_called() {
    for (document, call, wanted) in [
        (
            DECK,
            "tabla_politicas",
            "error[opcion-desconocida]: «tabla_politicas» no es un contenido de una presentación",
        ),
        (
            SHEET,
            "lamina_breve",
            "error[opcion-desconocida]: «lamina_breve» no es un contenido de una ficha de política",
        ),
        (DECK, "lamina_puesto", "¿quiso decir «lamina_puestos»?"),
        (
            SHEET,
            "ficha_bajas: {cuantas: 3}",
            "error[contenido-desconocido]: «ficha_bajas» no es un contenido con valor",
        ),
    ] {
        let folder = Folder::set();
        folder.write(document, &format!("{}contenido:\n  - {call}\n", folder.read(document)));
        let said = folder.run(&["validar", "--formato", "corto"]).stdout;
        let line = said.lines().find(|line| line.contains(wanted)).unwrap_or_else(|| panic!("{wanted}: {said}"));
        assert!(line.starts_with(document), "{line}");
    }
}

#[test]
fn the_lowest_sub_indices_stand_with_their_policies_and_ties_together() {
    let folder = project(&SOUND.replace("- sintesis: {hallazgos: 2}", "- subindices: {cuantos: 2}"));
    let results = "data/entidades/and/resultados-2022.yaml";
    let with = |policy: &str, codes: &[(&str, f64)]| {
        let list: String = codes.iter().map(|(c, v)| format!("      - {{codigo: {c}, puntaje: {v}}}\n")).collect();
        folder.replace(
            results,
            &format!("politica: {policy}\n"),
            &format!("politica: {policy}\n    subindices:\n{list}"),
        );
    };
    with("Integridad", &[("I05", 90.0), ("I06", 71.5)]);
    with("Gobierno Digital", &[("I11", 60.0), ("I12", 71.5)]);
    let said = folder.run(&["generar", "and/boletin-2024"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let text = folder.pdf_text("output/and/boletin-2024.pdf");
    for wanted in [
        "De los 4 subíndices, que van de 60,0 a 90,0, estos son los 3 más bajos. Son de 2 políticas.",
        "Subíndices más bajos, vigencia 2022",
    ] {
        assert!(text.contains(wanted), "{wanted}: {text}");
    }
    assert_eq!(folder.run(&["exportar", "json", "and/boletin-2024"]).code, 0);
    let json: serde_json::Value = serde_json::from_str(&folder.read("output/and/boletin-2024.json")).expect("JSON");
    let table = json["cuadros"].as_array().expect("tables").iter().find(|c| c["nombre"] == "subindices").expect("it");
    let rows: Vec<_> = table["filas"].as_array().expect("rows").iter().map(|row| row[0].as_str().unwrap()).collect();
    assert_eq!(rows, ["I11", "I06", "I12", "I05"]);
}

#[test]
fn other_measurements_stand_on_their_own_scale_and_are_read_only_where_a_block_asks() {
    let folder = project(&SOUND.replace("- sintesis: {hallazgos: 2}", "- otras_mediciones"));
    let path = "data/entidades/and/mediciones-2022.yaml";
    folder.write(
        path,
        "vigencia: 2022\nejemplo: true\nmediciones:\n  - nombre: Índice de Transparencia (ITA)\n    valor: 87\n    anterior: 91.5\n    maximo: 100\n    fuente: Procuraduría, ITA 2022\n  - nombre: Satisfacción\n    valor: 4.3\n    minimo: 1\n    maximo: 5\n    fuente: Encuesta propia\n",
    );
    let said = folder.run(&["generar", "and"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let text = folder.pdf_text("output/and/boletin-2024.pdf");
    for wanted in [
        "Baja Índice de Transparencia (ITA).",
        "0 a 100",
        "1 a 5",
        "−4,5",
        "Fuente: Procuraduría, ITA 2022; Encuesta propia.",
        "no se compara con las demás ni con el IDI",
    ] {
        assert!(text.contains(wanted), "{wanted}: {text}");
    }
    // The other report of the entity asks for none, and its data is official.
    assert!(folder.pdf_text("output/and/boletin-2024.pdf").contains("DATOS DE EJEMPLO"));
    assert!(!folder.pdf_text("output/and/informe-2024-04.pdf").contains("Satisfacción"));
    // Without the file, the block says what it needs.
    std::fs::remove_file(folder.path().join(path)).expect("removable");
    let said = folder.run(&["validar", "--formato", "corto"]).stdout;
    assert!(
        said.contains("error[contenido-sin-datos]: «otras_mediciones» necesita otras mediciones de la entidad"),
        "{said}"
    );
}

#[test]
fn what_options_leave_without_data_is_told_as_that() {
    for (call, wanted) in [
        ("tabla_politicas: {politicas: []}", "error[clave-faltante]: no se nombra ninguna política"),
        (
            "recomendaciones_furag: {politicas: [Gobierno Digital]}",
            "«recomendaciones_furag» necesita datos de las políticas que nombra. Remedio: nombre otras en «politicas»",
        ),
        (
            "extremos: {cuantas: 9}",
            "más políticas medidas que las que se listan. Remedio: baje «cuantas» o quite el contenido",
        ),
    ] {
        let folder = project(&SOUND.replace("sintesis: {hallazgos: 2}", call));
        folder.write(
            "data/entidades/and/recomendaciones-2022.yaml",
            "vigencia: 2022\nrecomendaciones:\n  - {politica: Integridad, recomendacion: Hacer algo}\n",
        );
        let said = folder.run(&["validar", "--formato", "corto"]).stdout;
        assert!(said.contains(wanted), "{wanted}: {said}");
    }
}

#[test]
fn an_empty_list_of_contents_is_one_that_is_not_there_and_a_kind_takes_no_name_of_data() {
    let folder = Folder::set();
    folder.write(DECK, &format!("{}contenido: []\n", folder.read(DECK)));
    assert_eq!(folder.run(&["generar", "conjunto/presentacion-2024"]).code, 0);
    assert!(folder.pdf_text("output/conjunto/presentacion-2024.pdf").contains("Cómo leer estos resultados"));
    folder.write("templates/tipos/resultados.yaml", "nombre: Resultados\nbase: consolidado\n");
    let said = folder.run(&["validar", "--formato", "corto"]).stdout;
    let wanted = "templates/tipos/resultados.yaml:1:1: error[identificador-invalido]: «resultados» ya es el nombre de otra clase de archivo";
    assert!(said.contains(wanted), "{said}");
}

#[test]
fn a_set_block_without_data_stops_the_deck_that_calls_it_and_a_slide_is_left_out() {
    let folder = Folder::set();
    let alone = folder.read(DECK).replace("comparar_con: 2023\n", "");
    folder.write(DECK, &format!("{alone}contenido: [lamina_breve, lamina_cambios]\n"));
    assert_eq!(folder.run(&["generar", "conjunto/presentacion-2024"]).code, 0);
    folder.write(DECK, &format!("{alone}contenido: [lamina_breve, cambio]\n"));
    let said = folder.run(&["generar", "conjunto/presentacion-2024"]);
    assert!(said.code == 1 && said.stderr.contains("«cambio» necesita otra vigencia comparable"), "{}", said.stderr);
}
