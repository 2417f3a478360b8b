//! `seguimiento importar`: every known defect of the official files imports right
//! or names its cell.

use std::io::{Cursor, Read, Write};

use proptest::prelude::*;
use rust_xlsxwriter::{Format, Formula, Worksheet};
use seguimiento::diagnostic::Diagnostics;
use seguimiento::interop::importar::{self, Contexto, Hojas, Origen, Pedido, Salida, Seleccion};
use seguimiento::model::{Catalogo, Plan, Recomendaciones, Resultados};

use crate::exploration::holds;
use crate::support::{Folder, Said, catalogo, node, projects, repository, saved, workbook};

pub const AND: &str = "Corporación Agencia Nacional de Gobierno Digital";
const RESULTS: &str = "data/entidades/and/resultados-2024.yaml";

/// The header of the official workbook, with its real defects.
const HEADER: [&str; 18] = [
    "Código Sigep",
    "Entidad",
    "Naturaleza Jurídica",
    "Clasificación orgánica",
    "Departa- mento",
    "Municipio",
    "Grupo par",
    "Tipo Formulario",
    "Índice de Desempeño\nInstitucional",
    "D1 Talento Humano",
    "D3  Gestión con Valores para Resultados",
    "POL01 Gestión Estraté- gica del Talento Humano",
    "POL07 Gobierno Digital",
    "POL19 Control Interno",
    "I01 Calidad",
    "I11",
    "i20",
    "I63",
];

/// A cell of a test workbook.
#[derive(Clone)]
pub enum C {
    N(f64),
    T(&'static str),
    /// A number in a cell of this format.
    F(f64, &'static str),
    Formula(&'static str, &'static str),
    B,
}
use C::{B, F, N, T};

fn put(sheet: &mut Worksheet, row: u32, column: u16, cell: &C) {
    let written = match cell {
        N(n) => sheet.write_number(row, column, *n),
        T(text) => sheet.write_string(row, column, *text),
        F(n, format) => sheet.write_number_with_format(row, column, *n, &Format::new().set_num_format(*format)),
        C::Formula(formula, result) => sheet.write_formula(row, column, Formula::new(*formula).set_result(*result)),
        B => return,
    };
    written.expect("a cell");
}

fn fill(sheet: &mut Worksheet, first: u32, rows: &[Vec<C>]) {
    for (row, cells) in (first..).zip(rows) {
        for (column, cell) in (0u16..).zip(cells) {
            put(sheet, row, column, cell);
        }
    }
}

/// A workbook with two merged title rows, the header in row 3, and these rows.
pub fn wide(rows: &[Vec<C>]) -> Vec<u8> {
    let mut book = workbook();
    let sheet = book.add_worksheet().set_name("Territorio").expect("a name");
    let title = Format::new();
    sheet.merge_range(0, 0, 0, 17, "MEDICIÓN DEL DESEMPEÑO INSTITUCIONAL", &title).expect("merged");
    sheet.merge_range(1, 0, 1, 17, "Resultados – orden territorial", &title).expect("merged");
    for (column, header) in (0u16..).zip(HEADER) {
        sheet.write_string(2, column, header).expect("a header");
    }
    fill(sheet, 3, rows);
    saved(book)
}

/// A sheet with these rows.
pub fn book(name: &str, rows: &[Vec<C>]) -> Vec<u8> {
    let mut book = workbook();
    let sheet = book.add_worksheet().set_name(name).expect("a name");
    fill(sheet, 0, rows);
    saved(book)
}

fn who(name: &'static str) -> Vec<C> {
    vec![
        T("0123"),
        T(name),
        T("Corporación"),
        T("Descentralizada"),
        T("Bogotá"),
        T("BOGOTA D.C."),
        T("Grupo A"),
        T("MIPG"),
    ]
}

/// A row of [`wide`]: the entity and its indices.
pub fn row(name: &'static str, values: &[C]) -> Vec<C> {
    [who(name), values.to_vec()].concat()
}

/// The usual values of the ten columns of indices.
pub fn values() -> Vec<C> {
    vec![N(82.3), T("81,4"), N(79.0), N(84.9), T("83,7"), T("NA"), N(80.1), N(70.5), N(60.25), B]
}

fn with(position: usize, cell: C) -> Vec<C> {
    let mut values = values();
    values[position] = cell;
    values
}

/// A project with the file, and the command over it.
pub fn import(name: &str, bytes: &[u8], options: &[&str]) -> (Folder, Said) {
    let folder = Folder::sample();
    let said = again(&folder, name, bytes, options);
    (folder, said)
}

/// The command over the file, in a project that is there.
pub fn again(folder: &Folder, name: &str, bytes: &[u8], options: &[&str]) -> Said {
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).expect("writable");
    let path = path.to_string_lossy().into_owned();
    let (what, rest) = options.split_first().expect("furag, plan or recomendaciones");
    folder.run(&[&["importar", what, path.as_str(), "--formato", "corto"], rest].concat())
}

fn furag(rows: &[Vec<C>], options: &[&str]) -> (Folder, Said) {
    import("Resultados_vig2024_territorio.xlsx", &wide(rows), &[&["furag"], options].concat())
}

/// The findings of a row with one strange cell.
fn finding(position: usize, cell: C) -> String {
    let (folder, said) = furag(&[row(AND, &with(position, cell))], &[]);
    assert_eq!(said.code, 1, "{said:?}");
    assert!(!folder.exists(RESULTS), "{said:?}");
    said.stderr
}

/// What is said of the workbook of these tests, which has a few of the columns.
const FEW_COLUMNS: &str = "Resultados_vig2024_territorio.xlsx:Territorio!B3: aviso[columna-faltante]: el encabezado no tiene D2, D4, \
     D5, D6, D7, POL02, POL03, POL04, POL05, POL06, POL08, POL09, POL10, POL11, POL12, POL13, POL14, POL15, POL16, POL17 y POL18. \
     Remedio: si están con otro encabezado, corríjalo en la fila 3; si el libro no las trae, no hay nada que corregir.\n";

#[test]
fn the_wide_workbook_becomes_a_data_file() {
    let (folder, said) = furag(
        &[row(AND, &values()), row("ALCALDIA DE NINGUNA PARTE", &values()), vec![T("Fuente: Función Pública")]],
        &["--fecha", "2025-06-30", "--ejemplo", "--municipio", "Bogotá, D.C.", "--entidad", "and"],
    );
    let note = "Resultados_vig2024_territorio.xlsx:Territorio!A6: nota[fila-sin-datos]: «Fuente: Función Pública» es una nota; la \
                fila no se importa.\n";
    assert_eq!((said.code, said.stderr), (0, format!("{FEW_COLUMNS}{note}")), "{}", said.stdout);
    assert_eq!(
        said.stdout,
        "hoja «Territorio», encabezado en la fila 3; vigencia 2024, según el nombre del archivo\n\
         no se usan las columnas «Naturaleza Jurídica» y «Clasificación orgánica»\n\
         el encabezado trae 1 nombre de subíndice que el catálogo no tiene: con --nombres se escriben en data/catalogo/politicas.yaml\n\
         escrito  por nombre  data/entidades/and/resultados-2024.yaml  Corporación Agencia Nacional de Gobierno Digital\n\
         3 filas leídas = 1 seleccionada + 1 no seleccionada + 1 sin datos\n\
         1 seleccionada = 1 escrita + 0 iguales + 0 que ya existen y dicen otra cosa + 0 rechazadas + 0 fuera del catálogo\n\
         1 archivo escrito\n"
    );
    let text = folder.read(RESULTS);
    let hash = text.lines().find_map(|l| l.strip_prefix("  hash: ")).expect("a hash").to_owned();
    assert_eq!(hash.len(), 64);
    assert_eq!(
        text.replace(&hash, "HASH"),
        "# yaml-language-server: $schema=../../../docs/esquemas/resultados.json\n\
         vigencia: 2024\n\
         fuente: FURAG, vigencia 2024\n\
         ejemplo: true\n\
         procedencia:\n\
         \x20 archivo: Resultados_vig2024_territorio.xlsx\n\
         \x20 hoja: Territorio\n\
         \x20 rango: A4:R4\n\
         \x20 hash: HASH\n\
         \x20 fecha: 2025-06-30\n\
         idi: 82.3\n\
         grupo_par:\n\
         \x20 nombre: Grupo A\n\
         dimensiones:\n\
         \x20 - dimension: Talento Humano\n\
         \x20   puntaje: 81.4\n\
         \x20 - dimension: Gestión con Valores para Resultados\n\
         \x20   puntaje: 79\n\
         politicas:\n\
         \x20 - politica: Gestión Estratégica del Talento Humano\n\
         \x20   codigo: POL01\n\
         \x20   puntaje: 84.9\n\
         \x20   subindices:\n\
         \x20     - { codigo: I01, puntaje: 80.1 }\n\
         \x20 - politica: Gobierno Digital\n\
         \x20   codigo: POL07\n\
         \x20   puntaje: 83.7\n\
         \x20   subindices:\n\
         \x20     - { codigo: I11, puntaje: 70.5 }\n\
         \x20     - { codigo: I20, puntaje: 60.25 }\n"
    );
    let validated = folder.run(&["validar", RESULTS, "--formato", "corto"]);
    assert_eq!((validated.code, validated.stdout.as_str()), (0, ""), "{validated:?}");
}

#[test]
fn a_blank_policy_leaves_its_subindices_out_and_says_so() {
    let (_, said) = furag(&[row(AND, &with(9, N(55.0)))], &[]);
    assert_eq!(
        (said.code, said.stderr),
        (
            0,
            format!(
                "{FEW_COLUMNS}Resultados_vig2024_territorio.xlsx:Territorio!B4: nota[subindices-sin-politica]: «Control \
                 Interno» no tiene puntaje y sí tiene subíndices (I63); no se importan.\n"
            )
        )
    );
}

#[test]
fn every_rejected_cell_is_named() {
    for (position, cell, expected) in [
        (0, N(182.3), "Territorio!I4: error[puntaje-fuera-de-rango]: el puntaje 182,3 no está entre 0 y 100."),
        (1, T("1.234"), "Territorio!J4: error[numero-ambiguo]: «1.234» puede leerse con miles o con decimales."),
        (2, T("alto"), "Territorio!K4: error[celda-sin-numero]: «alto» no es un número."),
        (
            3,
            N(0.825),
            "Territorio!L4: error[valor-en-proporcion]: «0,825» parece una proporción y no un puntaje de 0 a 100.",
        ),
        (4, T("NaN"), "Territorio!M4: error[numero-no-finito]: «NaN» no es un número que se pueda publicar."),
        (
            7,
            C::Formula("=A1", "0"),
            "Territorio!P4: error[celda-sin-calcular]: la celda tiene una fórmula y su resultado guardado es 0, que es lo que \
             queda cuando nadie la ha calculado.",
        ),
        (8, C::Formula("=NA()", "#N/A"), "Territorio!Q4: error[celda-sin-numero]: «#N/A» no es un número."),
        (9, F(45_292.0, "dd/mm/yyyy"), "Territorio!R4: error[celda-sin-numero]: «2024-01-01» no es un número."),
    ] {
        let said = finding(position, cell);
        assert!(said.contains(&format!("Resultados_vig2024_territorio.xlsx:{expected}")), "{expected}\n{said}");
    }
}

/// The workbook as a program leaves it that writes formulas and no results.
fn without_results(bytes: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a workbook");
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).expect("a part");
        let mut text = String::new();
        file.read_to_string(&mut text).expect("XML");
        let name = file.name().expect("a name").into_owned();
        out.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
        out.write_all(text.replace("</f><v>0</v>", "</f>").as_bytes()).expect("written");
    }
    out.finish().expect("a workbook").into_inner()
}

#[test]
fn a_formula_that_nobody_calculated_is_named() {
    let bytes = without_results(&wide(&[row(AND, &with(6, C::Formula("=A1", "0")))]));
    let (_, said) = import("vig2024.xlsx", &bytes, &["furag"]);
    assert_eq!(said.code, 1);
    assert!(
        said.stderr.contains(
            "vig2024.xlsx:Territorio!O4: error[celda-sin-calcular]: la celda tiene una fórmula sin resultado guardado."
        ),
        "{}",
        said.stderr
    );
}

#[test]
fn percent_formats_and_calculated_formulas_are_converted() {
    let mut cells = values();
    cells[0] = F(0.825, "0.0%");
    cells[1] = F(0.573, "0%");
    cells[2] = F(0.5, "0.00");
    cells[3] = C::Formula("=40+42.5", "82.5");
    let (folder, said) = furag(&[row(AND, &cells)], &[]);
    assert_eq!(said.code, 0, "{said:?}");
    let text = folder.read(RESULTS);
    assert!(text.contains("idi: 82.5\n") && text.contains("puntaje: 57.3\n"), "{text}");
    assert!(text.contains("puntaje: 0.5\n") && text.contains("puntaje: 82.5\n"), "{text}");
}

#[test]
fn one_bad_row_does_not_stop_the_others() {
    let rows = [
        row(AND, &with(0, T("alto"))),
        row("Secretaria Distrital de Hacienda", &values()),
        row("SDP", &values()),
        row("Secretaría Distrital de Movilidadd", &values()),
        row("HOSPITAL DE NINGUNA PARTE", &values()),
        row("Canal Capital", &values()),
        row("canal  capital", &values()),
    ];
    let mut rows = rows.to_vec();
    for row in &mut rows {
        row[0] = B;
    }
    let (folder, said) = furag(&rows, &[]);
    assert_eq!(said.code, 1);
    assert_eq!(
        said.stdout,
        "hoja «Territorio», encabezado en la fila 3; vigencia 2024, según el nombre del archivo\n\
         no se usan las columnas «Naturaleza Jurídica» y «Clasificación orgánica»\n\
         el encabezado trae 1 nombre de subíndice que el catálogo no tiene: con --nombres se escriben en data/catalogo/politicas.yaml\n\
         rechazado    por nombre       and                                                      Corporación Agencia Nacional de Gobierno Digital\n\
         escrito      por nombre       data/entidades/secretaria-hacienda/resultados-2024.yaml   Secretaria Distrital de Hacienda\n\
         escrito      por otro nombre  data/entidades/secretaria-planeacion/resultados-2024.yaml  SDP\n\
         escrito      por parecido     data/entidades/secretaria-movilidad/resultados-2024.yaml  Secretaría Distrital de Movilidadd\n\
         desconocida                   —                                                        HOSPITAL DE NINGUNA PARTE\n\
         rechazado    por nombre       canal-capital                                            Canal Capital\n\
         rechazado    por nombre       canal-capital                                            canal capital\n\
         7 filas leídas = 7 seleccionadas + 0 no seleccionadas\n\
         7 seleccionadas = 3 escritas + 0 iguales + 0 que ya existen y dicen otra cosa + 3 rechazadas + 1 fuera del catálogo\n\
         3 archivos escritos\n"
            .replace("                                                      Corp", "                                                        Corp")
            .replace("hacienda/resultados-2024.yaml   Sec", "hacienda/resultados-2024.yaml    Sec")
            .replace("movilidad/resultados-2024.yaml  Sec", "movilidad/resultados-2024.yaml   Sec")
            .replace("—                                                        HOSP", "—                                                          HOSP")
            .replace("canal-capital                                            ", "canal-capital                                              ")
    );
    assert!(
        said.stderr.contains(
            "Territorio!B7: aviso[entidad-parecida]: «Secretaría Distrital de Movilidadd» no está en el catálogo; se toma \
             como «Secretaría Distrital de Movilidad»."
        ),
        "{}",
        said.stderr
    );
    assert!(
        said.stderr.contains(
            "Territorio!B8: error[entidad-desconocida]: «HOSPITAL DE NINGUNA PARTE» no es una entidad del catálogo. \
             Remedio: agréguela a data/catalogo/entidades.yaml, o impórtela con --agregar."
        ),
        "{}",
        said.stderr
    );
    assert!(
        said.stderr
            .contains("«canal-capital» está dos veces en la vigencia 2024: en Territorio!B9 y en Territorio!B10"),
        "{}",
        said.stderr
    );
    assert!(!folder.exists("data/entidades/canal-capital/resultados-2024.yaml"));
}

#[test]
fn unknown_entities_are_added_to_the_catalogue_on_request() {
    let rows =
        [row("ALCALDIA DE TUNJA", &values()), row("CONCEJO DE TUNJA", &[B, B, B, B, B, N(71.0), B, B, B, N(70.0)])];
    let mut rows = rows.to_vec();
    for (code, row) in ["0456", "0457"].into_iter().zip(&mut rows) {
        row[0] = T(code);
        row[4] = T("BOYACA");
        row[5] = T("TUNJA");
    }
    // The form of an entity that is measured in everything names both.
    rows[0][7] = T("MIPG y MECI");
    rows[1][7] = T("MECI");
    let bytes = wide(&rows);
    let (folder, said) = import("Resultados_vig2024_territorio.xlsx", &bytes, &["furag", "--agregar"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(
        said.stdout.ends_with("2 archivos escritos\n2 entidades agregadas a data/catalogo/entidades.yaml\n"),
        "{}",
        said.stdout
    );
    let before = std::fs::read_to_string(projects().join("entidad/data/catalogo/entidades.yaml")).expect("UTF-8");
    assert_eq!(
        folder.read("data/catalogo/entidades.yaml"),
        before
            + "  - slug: alcaldia-de-tunja\n    nombre: Alcaldía de Tunja\n    codigo: \"0456\"\n    departamento: Boyacá\n    \
               municipio: Tunja\n    medicion: mipg\n  - slug: concejo-de-tunja\n    nombre: Concejo de Tunja\n    \
               codigo: \"0457\"\n    departamento: Boyacá\n    municipio: Tunja\n    medicion: meci\n"
    );
    let meci = folder.read("data/entidades/concejo-de-tunja/resultados-2024.yaml");
    assert!(
        !meci.contains("idi:") && meci.contains("- politica: Control Interno\n    codigo: POL19\n    puntaje: 71\n"),
        "{meci}"
    );
    let validated = folder.run(&["validar", "data/entidades", "data/catalogo", "--formato", "corto"]);
    assert_eq!(validated.code, 0, "{validated:?}");
    // The next time they are in the catalogue, and nothing changes.
    let said = again(&folder, "Resultados_vig2024_territorio.xlsx", &bytes, &["furag", "--agregar"]);
    assert_eq!(said.code, 0);
    assert!(
        said.stdout.contains("igual  por código  data/entidades/alcaldia-de-tunja/resultados-2024.yaml"),
        "{}",
        said.stdout
    );
}

#[test]
fn an_existing_file_is_kept_and_its_comments_survive() {
    let (folder, _) = furag(&[row(AND, &values())], &[]);
    let text = folder.read(RESULTS);
    let commented = text
        .replace("vigencia: 2024\n", "# Confrontado por Ana.\nvigencia: 2024  # la última\n")
        .replace("  - politica: Gobierno Digital\n", "  # Ver el acta 3.\n  - politica: Gobierno Digital\n")
        .replace("puntaje: 83.7\n", "puntaje: 83.7 # sube\n")
        + "  - politica: Integridad # se va\n    puntaje: 50\n\
           silenciar:\n  - regla: politica-alias\n    motivo: \"Así # lo escribe\"\n# fin\n";
    folder.write(RESULTS, &commented);
    let changed = wide(&[row(AND, &with(4, T("84,1")))]);
    let name = "Resultados_vig2024_territorio.xlsx";
    let said = again(&folder, name, &changed, &["furag"]);
    assert_eq!(said.code, 1);
    assert!(
        said.stderr.contains(
            "data/entidades/and/resultados-2024.yaml:1:1: error[archivo-existente]: el archivo ya existe y dice otra cosa; no \
             se toca. Remedio: confróntelos; para reescribirlo con lo importado y conservar sus comentarios, agregue --forzar."
        ),
        "{}",
        said.stderr
    );
    assert!(
        said.stdout.contains("1 seleccionada = 0 escritas + 0 iguales + 1 que ya existe y dice otra cosa"),
        "{}",
        said.stdout
    );
    assert_eq!(folder.read(RESULTS), commented);
    assert_eq!(again(&folder, name, &changed, &["furag", "--forzar", "--descartar", "--simular"]).code, 0);
    assert_eq!(folder.read(RESULTS), commented);
    assert_eq!(again(&folder, name, &changed, &["furag", "--forzar", "--descartar"]).code, 0);
    let forced = folder.read(RESULTS);
    let hash = |text: &str| text.lines().find(|l| l.starts_with("  hash: ")).expect("a hash").to_owned();
    let expected = text
        .replace("resultados.json\n", "resultados.json\n# se va\n")
        .replace(&hash(&text), &hash(&forced))
        .replace("vigencia: 2024\nf", "# Confrontado por Ana.\nvigencia: 2024  # la última\nf")
        .replace("  - politica: Gobierno Digital\n", "  # Ver el acta 3.\n  - politica: Gobierno Digital\n")
        .replace("puntaje: 83.7\n", "puntaje: 84.1  # sube\n")
        + "silenciar:\n  - regla: politica-alias\n    motivo: \"Así # lo escribe\"\n# fin\n";
    assert_eq!(forced, expected);
    // And again nothing changes.
    let said = again(&folder, name, &changed, &["furag", "--forzar"]);
    assert!(said.stdout.contains("igual"), "{}", said.stdout);
    assert_eq!(folder.read(RESULTS), expected);
}

#[test]
fn an_example_stays_one_until_another_table_replaces_it() {
    let name = "Resultados_vig2024_territorio.xlsx";
    let (folder, _) = furag(&[row(AND, &values())], &["--ejemplo"]);
    let text = folder.read(RESULTS);
    assert!(text.contains("\nejemplo: true\n"), "{text}");
    let said = again(&folder, name, &wide(&[row(AND, &values())]), &["furag", "--forzar"]);
    assert!(said.stdout.contains("igual"), "{}", said.stdout);
    assert_eq!(folder.read(RESULTS), text);
    let said = again(&folder, name, &wide(&[row(AND, &with(4, T("84,1")))]), &["furag", "--forzar"]);
    assert_eq!(said.code, 0, "{said:?}");
    let official = folder.read(RESULTS);
    assert!(official.contains("puntaje: 84.1\n") && !official.contains("ejemplo:"), "{official}");
}

#[test]
fn the_vigencia_comes_from_the_option_the_name_or_the_title() {
    let mut rows = vec![vec![T("RESULTADOS VIGENCIA 2023")], vec![]];
    rows.push(HEADER.into_iter().map(T).collect());
    rows.push(row(AND, &values()));
    let (folder, said) = import("datos.xlsx", &book("Datos", &rows), &["furag"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(folder.exists("data/entidades/and/resultados-2023.yaml"));
    rows[0] = vec![T("RESULTADOS")];
    let (_, said) = import("datos.xlsx", &book("Datos", &rows), &["furag"]);
    assert_eq!(
        (said.code, said.stderr.as_str()),
        (2, "error: no se sabe de qué vigencia es «datos.xlsx»\n  remedio: dígala con --vigencia AAAA\n")
    );
    // The codes of another series name other policies.
    let (_, said) = import("datos.xlsx", &book("Datos", &rows), &["furag", "--vigencia", "2021"]);
    assert_eq!(said.code, 1);
    assert!(
        said.stderr.contains(
            "datos.xlsx:Datos!M3: error[codigo-no-coincide]: «POL07 Gobierno Digital» nombra «Gobierno Digital» y en la \
             vigencia 2021 ese código es de «Seguridad Digital». Remedio: revise la vigencia con la que se importa el archivo, y \
             el código y el nombre del encabezado."
        ),
        "{}",
        said.stderr
    );
}

#[test]
fn new_columns_are_told_and_doubles_are_refused() {
    let mut header: Vec<_> = HEADER.into_iter().map(T).collect();
    header.push(T("POL20 Nueva"));
    let rows = vec![header.clone(), [row(AND, &values()), vec![N(50.0)]].concat()];
    let (_, said) = import("vig2024.xlsx", &book("Nacion", &rows), &["furag"]);
    assert_eq!(said.code, 0);
    assert!(
        said.stderr.contains(
            "vig2024.xlsx:Nacion!S1: aviso[columna-desconocida]: «POL20 Nueva» no es un índice conocido de la vigencia 2024; \
             no se importa."
        ),
        "{}",
        said.stderr
    );
    let (_, said) = import("vig2024.xlsx", &book("Nacion", &rows), &["furag", "--estricto"]);
    assert_eq!(said.code, 1);
    header[18] = T("pol7");
    let rows = vec![header, [row(AND, &values()), vec![N(50.0)]].concat()];
    let (_, said) = import("vig2024.xlsx", &book("Nacion", &rows), &["furag"]);
    assert_eq!(
        (said.code, said.stderr.as_str()),
        (2, "error: la columna «pol7» está dos veces: en M1 y en S1\n  remedio: deje en el libro una sola\n")
    );
}

const CSV: &str = "CÓDIGO_SIGEP;ENTIDAD;ORDEN;SECTOR;NATURALEZA_JURÍDICA;ID_DEPARTAMENTO;DEPARTAMENTO;ID_MUNICIPIO;MUNICIPIO;VIGENCIA;ID_ÍNDICE;ÍNDICE;PUNTAJE ENTIDAD;PROMEDIO GRUPO PAR;MÁXIMO GRUPO PAR;MÍNIMO GRUPO PAR;QUINTIL GRUPO PAR;PERCENTIL GRUPO PAR";

/// Lines of open data after the header.
fn open_data(lines: &[(&str, &str, u32, &str, &str)]) -> String {
    let mut text = CSV.to_owned();
    for (entity, city, year, index, values) in lines {
        text += &format!("\r\n;{entity};Nacional;TIC;Corporación;11;BOGOTÁ;11001;{city};{year};{index};{values}");
    }
    text + "\r\n"
}

fn sample_csv() -> String {
    open_data(&[
        (AND, "BOGOTÁ, D.C.", 2023, "IDI;Índice", "80,5;57,914;98,2;12;5;91,3"),
        (AND, "BOGOTÁ, D.C.", 2024, "IDI;Índice de Desempeño Institucional", "82,3;57,914;98,2;0,4;5;91,3"),
        (AND, "BOGOTÁ, D.C.", 2024, "D1;Talento Humano", "81,4;60;99;10;4;80"),
        (AND, "BOGOTÁ, D.C.", 2024, "POL07;Gobierno Digital", "83,7;60;99;10;4;80"),
        (AND, "BOGOTÁ, D.C.", 2024, "I12;Subíndice", "0,8;60;99;0;1;0,4"),
        ("ALCALDIA DE TUNJA", "TUNJA", 2024, "IDI;Índice", "50;60;99;10;4;80"),
    ])
}

#[test]
fn open_data_is_read_in_every_dress() {
    let text = sample_csv();
    let comma: String = text
        .lines()
        .map(|line| line.split(';').map(|f| format!("\"{f}\"")).collect::<Vec<_>>().join(",") + "\n")
        .collect();
    let latin: Vec<u8> = encoding_rs::WINDOWS_1252.encode(&text).0.into_owned();
    let with_mark = [b"\xef\xbb\xbf".as_slice(), text.as_bytes()].concat();
    let mut contents = Vec::new();
    for (bytes, said_to_be) in [
        (text.as_bytes().to_vec(), "leído como UTF-8, con separador punto y coma\n"),
        (with_mark, "leído como UTF-8, con separador punto y coma\n"),
        (comma.into_bytes(), "leído como UTF-8, con separador coma\n"),
        (latin, "leído como Windows-1252 (Latin-1), porque no es UTF-8, con separador punto y coma\n"),
    ] {
        let (folder, said) = import("furag.csv", &bytes, &["furag", "--municipio", "bogota d.c."]);
        assert_eq!((said.code, said.stderr.as_str()), (0, ""), "{}", said.stdout);
        assert!(said.stdout.starts_with(said_to_be), "{}", said.stdout);
        assert!(
            said.stdout.contains(
                "6 filas leídas = 5 seleccionadas + 1 no seleccionada\n5 seleccionadas = 5 escritas + 0 iguales"
            ),
            "{}",
            said.stdout
        );
        let text = folder.read(RESULTS);
        contents.push(text.lines().filter(|l| !l.starts_with("  hash: ")).collect::<Vec<_>>().join("\n"));
        assert!(folder.exists("data/entidades/and/resultados-2023.yaml"));
    }
    assert!(contents.iter().all(|c| *c == contents[0]), "{contents:?}");
    assert_eq!(
        contents[0],
        "# yaml-language-server: $schema=../../../docs/esquemas/resultados.json\n\
         vigencia: 2024\nfuente: FURAG, vigencia 2024\nprocedencia:\n  archivo: furag.csv\n  rango: líneas 3-6\n\
         idi: 82.3\ngrupo_par:\n  promedio: 57.914\n  minimo: 0.4\n  maximo: 98.2\n  quintil: 5\n  percentil: 91.3\n\
         dimensiones:\n  - dimension: Talento Humano\n    puntaje: 81.4\n    grupo_par:\n      promedio: 60\n      minimo: 10\n      \
         maximo: 99\n      quintil: 4\n      percentil: 80\n\
         politicas:\n  - politica: Gobierno Digital\n    codigo: POL07\n    puntaje: 83.7\n    grupo_par:\n      promedio: 60\n      \
         minimo: 10\n      maximo: 99\n      quintil: 4\n      percentil: 80\n    subindices:\n      - { codigo: I12, puntaje: 0.8 }"
    );
}

#[test]
fn open_data_names_the_line_of_what_is_wrong() {
    let text = open_data(&[
        (AND, "BOGOTÁ, D.C.", 2024, "IDI;Índice", "1.234;60;99;10;4;80"),
        (AND, "BOGOTÁ, D.C.", 2024, "POL07;Gobierno Digital", "83,7;60;99;10;6;80"),
        ("Canal Capital", "BOGOTÁ, D.C.", 2024, "IDI;Índice", "70;60;99;10;4;80"),
        ("Canal Capital", "BOGOTÁ, D.C.", 2024, "IDI;Índice", "71;60;99;10;4;80"),
        ("Capital Salud", "BOGOTÁ, D.C.", 2024, "IDI;Índice", "71;60;99;10;4;80;90"),
        ("Secretaría Distrital de Salud", "BOGOTÁ, D.C.", 2024, "POL77;Nueva", "71;60;99;10;4;80"),
        ("Secretaría Distrital de Salud", "BOGOTÁ, D.C.", 2024, "IDI;Índice", "71;60;99;10;4;80"),
    ]);
    let (folder, said) = import("furag.csv", text.as_bytes(), &["furag"]);
    assert_eq!(said.code, 1);
    for expected in [
        "furag.csv:línea 2, PUNTAJE ENTIDAD: error[numero-ambiguo]: «1.234» puede leerse con miles o con decimales.",
        "furag.csv:línea 3, QUINTIL GRUPO PAR: error[quintil-fuera-de-rango]: el quintil 6 no está entre 1 y 5.",
        "furag.csv:línea 5, PUNTAJE ENTIDAD: error[fila-repetida]: «Canal Capital» tiene dos veces el índice IDI en la vigencia \
         2024: en la línea 4 y en la línea 5.",
        "furag.csv:línea 6, ENTIDAD: error[fila-descuadrada]: la línea tiene 19 columnas y el encabezado tiene 18.",
        "furag.csv:línea 7, ID_ÍNDICE: aviso[columna-desconocida]: «POL77» no es un índice conocido de la vigencia 2024; no se \
         importa.",
    ] {
        assert!(said.stderr.contains(expected), "{expected}\n{}", said.stderr);
    }
    assert!(
        said.stdout.contains(
            "7 seleccionadas = 2 escritas + 0 iguales + 0 que ya existen y dicen otra cosa + 5 rechazadas + 0"
        ),
        "{}",
        said.stdout
    );
    assert!(folder.exists("data/entidades/secretaria-salud/resultados-2024.yaml"));
    assert!(!folder.exists(RESULTS));
}

#[test]
fn nothing_wrong_in_a_file_is_lost_in_silence() {
    // One wrong line stops the two vigencias of its entity, and of no other.
    let text = open_data(&[
        ("Canal Capital", "BOGOTÁ, D.C.", 2024, "IDI;Índice", "70;60;99;10;4;80"),
        (AND, "BOGOTÁ, D.C.", 2023, "IDI;Índice", "80,5;60;99;10;4;80"),
        (AND, "BOGOTÁ, D.C.", 2024, "IDI;Índice", "182,3;60;99;10;4;80"),
    ]);
    let written = |folder: &Folder| {
        [RESULTS, "data/entidades/and/resultados-2023.yaml", "data/entidades/canal-capital/resultados-2024.yaml"]
            .map(|path| folder.exists(path))
    };
    let (folder, said) = import("furag.csv", text.as_bytes(), &["furag"]);
    assert_eq!((said.code, written(&folder)), (1, [false, false, true]), "{said:?}");
    // A quotation mark without its pair swallows the lines of others: nothing is written.
    let text = text.replace("182,3", "82,3").replacen(AND, &format!("\"{AND}"), 1);
    let (folder, said) = import("furag.csv", text.as_bytes(), &["furag"]);
    assert_eq!((said.code, written(&folder)), (1, [false; 3]), "{said:?}");
    // A header that is no column of a plan, but nearly one.
    let mut rows = plan_rows();
    rows[1][10] = T("Evidensia");
    let options = ["plan", "--entidad", "and", "--vigencia", "2025", "--columna", "politica=Línea de política"];
    let (_, said) = import("plan.xlsx", &book("Hoja1", &rows), &options);
    assert!(
        said.stderr.contains(
            "plan.xlsx:Hoja1!K2: aviso[columna-desconocida]: «Evidensia» no es una columna del plan; no se importa. Remedio: \
             si es «evidencia», dígalo así: --columna evidencia=\"Evidensia\"."
        ),
        "{}",
        said.stderr
    );
}

#[test]
fn the_peer_group_of_two_files_adds_up() {
    let (folder, _) = furag(&[row(AND, &values())], &[]);
    let text = open_data(&[(AND, "BOGOTÁ, D.C.", 2024, "IDI;Índice", "82,3;57,9;98,2;12;5;91,3")]);
    let said = again(&folder, "furag.csv", text.as_bytes(), &["furag", "--forzar"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(
        folder.read(RESULTS).contains("grupo_par:\n  nombre: Grupo A\n  promedio: 57.9\n"),
        "{}",
        folder.read(RESULTS)
    );
}

#[test]
fn a_wish_that_meets_no_row_gets_a_suggestion() {
    let (_, said) = furag(&[row(AND, &values())], &["--municipio", "Bogota D"]);
    assert_eq!(said.code, 1);
    assert_eq!(
        said.stderr,
        format!(
            "{FEW_COLUMNS}error[seleccion-sin-filas]: ninguna fila del archivo es del municipio «Bogota D». Remedio: ¿quiso \
             decir «BOGOTA D.C.»?\n"
        )
    );
}

fn plan_rows() -> Vec<Vec<C>> {
    vec![
        vec![T("PLAN DE MEJORAMIENTO")],
        vec![
            T("No."),
            T("Línea de política"),
            T("Acción"),
            T("Producto / Meta"),
            T("Responsable"),
            T("Fecha inicio"),
            T("Fecha de termi- nación"),
            T("% avance"),
            T("Estado"),
            T("Recurso"),
            T("Evidencia"),
        ],
        vec![
            N(1.0),
            T("POL16 Gestión Documental"),
            T("Actualizar las\ntablas:\u{a0}retención"),
            T("Tablas"),
            T("Planeación; Sistemas"),
            F(45_689.0, "dd/mm/yyyy"),
            T("31/05/2025"),
            F(0.6, "0%"),
            T("En ejecución"),
            T("Sí"),
            T("Acta 3"),
        ],
        vec![N(2.0), T("Govierno Digital"), T("Publicar datos"), B, T("TIC"), T("2025-02-01"), B, T("3/6"), B, T("no")],
        vec![B, B, B, B, B, B, T("Total"), N(100.0)],
    ]
}

#[test]
fn a_plan_is_read_from_its_workbook() {
    let bytes = book("Hoja1", &plan_rows());
    let options = ["plan", "--entidad", "AND", "--vigencia", "2025", "--columna", "politica=Línea de política"];
    let (folder, said) = import("plan.xlsx", &bytes, &options);
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(
        said.stderr,
        "plan.xlsx:Hoja1!G5: nota[fila-sin-datos]: «Total» es un total o un promedio; la fila no se importa.\n\
         plan.xlsx:Hoja1!B4: aviso[politica-parecida]: «Govierno Digital» no está en el catálogo; se toma como «Gobierno \
         Digital». Remedio: escriba «Gobierno Digital», o agregue el nombre a los alias de la política en \
         data/catalogo/politicas.yaml.\n"
    );
    let text = folder.read("data/entidades/and/plan-2025.yaml");
    let (_, activities) = text.split_once("actividades:\n").expect("activities");
    assert_eq!(
        activities,
        "  - id: 1\n    politica: Gestión Documental\n    actividad: \"Actualizar las tablas: retención\"\n    producto: Tablas\n    \
         responsable:\n      - Planeación\n      - Sistemas\n    inicio: 2025-02-01\n    fin: 2025-05-31\n    avance: 60\n    \
         estado: en proceso\n    recurso: true\n    evidencia: Acta 3\n  - id: 2\n    politica: Gobierno Digital\n    actividad: \
         Publicar datos\n    responsable: TIC\n    inicio: 2025-02-01\n    avance: 3/6\n    recurso: false\n"
    );
    assert!(text.contains("nombre: Plan de mejoramiento MIPG 2025\nprocedencia:\n  archivo: plan.xlsx\n  hoja: Hoja1\n  rango: A3:K4\n"), "{text}");
    let mut found = Diagnostics::default();
    let plan = Plan::build(&node("plan.yaml", &text), &catalogo(), &mut found).expect("a plan");
    assert!(found.is_empty(), "{found:?}");
    assert_eq!(plan.actividades.len(), 2);
    assert_eq!(plan.actividades[0].avance.as_ref().map(|a| a.value.parte), Some(0.6));
    assert_eq!(plan.actividades[1].avance.as_ref().map(|a| a.value.parte), Some(0.5));
    // What the workbook does not say is kept.
    folder.replace(
        "data/entidades/and/plan-2025.yaml",
        "    avance: 3/6\n",
        "    avance: 2/6\n    observacion: Se aplazó\n",
    );
    let said = again(&folder, "plan.xlsx", &bytes, &[&options[..], &["--forzar"]].concat());
    assert_eq!(said.code, 0, "{said:?}");
    let text = folder.read("data/entidades/and/plan-2025.yaml");
    assert!(text.contains("    avance: 3/6\n    recurso: false\n    observacion: Se aplazó\n"), "{text}");
}

#[test]
fn the_progress_of_a_plan_is_read_or_its_cell_is_named() {
    let options = ["plan", "--entidad", "and", "--vigencia", "2025", "--columna", "politica=Línea de política"];
    let mut rows = plan_rows();
    rows[2][7] = N(0.6);
    rows[3][7] = N(1.0);
    rows.pop();
    let (folder, said) = import("plan.xlsx", &book("Hoja1", &rows), &options);
    assert!(
        said.stderr.contains(
            "plan.xlsx:Hoja1!H2: aviso[columna-en-proporcion]: ningún avance pasa de 1: la columna se toma como proporciones, \
             y 0,6 es 60 %."
        ),
        "{}",
        said.stderr
    );
    let text = folder.read("data/entidades/and/plan-2025.yaml");
    assert!(text.contains("avance: 60\n") && text.contains("avance: 100\n"), "{text}");
    rows[3][7] = N(40.0);
    rows[3][6] = T("31/01/2025");
    rows[2][8] = T("más o menos");
    rows[2][1] = T("Gobierno Electrónico");
    rows[3][2] = B;
    let (folder, said) = import("plan.xlsx", &book("Hoja1", &rows), &options);
    assert_eq!(said.code, 1);
    for expected in [
        "Hoja1!H3: error[valor-en-proporcion]: «0,6» parece una proporción y otros avances de la columna pasan de 1.",
        "Hoja1!I3: error[opcion-desconocida]: «más o menos» no es un estado.",
        "Hoja1!B3: error[politica-desconocida]: «Gobierno Electrónico» no es una política del catálogo.",
        "Hoja1!F4: error[inicio-despues-del-fin]: la actividad empieza el 1 de febrero de 2025 y termina antes, el 31 de enero de \
         2025.",
        "Hoja1!C4: error[celda-vacia]: la fila no dice la actividad.",
    ] {
        assert!(said.stderr.contains(expected), "{expected}\n{}", said.stderr);
    }
    assert!(!folder.exists("data/entidades/and/plan-2025.yaml"));
}

#[test]
fn what_does_not_apply_is_blank_and_a_total_does_not_tell_the_scale() {
    let header = ["Política", "Actividad", "Responsable", "% avance", "Evidencia", "Observación"].map(T).to_vec();
    let rows = [
        header,
        vec![T("Integridad"), T("Publicar el código"), T("N/A"), N(1.0), T("No aplica"), N(0.0)],
        vec![T("Integridad"), T("Revisar el código"), T("TIC"), N(0.5), T("-"), T("No aplica aún")],
        vec![T("Total"), B, B, N(150.0), B, B],
    ];
    let options = ["plan", "--entidad", "and", "--vigencia", "2025"];
    let (folder, said) = import("plan.xlsx", &book("Hoja1", &rows), &options);
    assert_eq!(said.code, 0, "{said:?}");
    let told = "se toman como celdas en blanco las 2 que dicen que no aplica, como «N/A» en C2\n";
    assert!(said.stdout.contains(told), "{said:?}");
    let text = folder.read("data/entidades/and/plan-2025.yaml");
    assert_eq!(
        text.split_once("actividades:\n").expect("activities").1,
        "  - id: 1\n    politica: Integridad\n    actividad: Publicar el código\n    avance: 100\n    observacion: \"0\"\n  \
         - id: 2\n    politica: Integridad\n    actividad: Revisar el código\n    responsable: TIC\n    avance: 50\n    \
         observacion: No aplica aún\n"
    );
    let mut wrong = rows.clone();
    wrong[1][1] = T("N/A");
    let (_, said) = import("plan.xlsx", &book("Hoja1", &wrong), &options);
    assert!(said.stderr.contains("plan.xlsx:Hoja1!B2: error[celda-vacia]: la fila no dice la actividad."), "{said:?}");
}

#[test]
fn recommendations_are_read_by_entity() {
    let mut rows = vec![vec![T("Recomendaciones de mejora")], vec![], vec![]];
    rows.push(vec![T("Entidad"), T("Política"), T("Recomendación"), T("Política relacionada")]);
    rows.push(vec![
        T("AND"),
        T("Servicio al Ciudadano"),
        T("Publicar la <b>carta</b>"),
        T("POL11 Servicio al Ciudadano"),
    ]);
    rows.push(vec![T("Canal Capital"), B, T("Actualizar el inventario"), T("POL16")]);
    let bytes = book("Recomendaciones", &rows);
    let (folder, said) = import("Recomendaciones_vig2024.xlsx", &bytes, &["recomendaciones"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(
        said.stderr.contains(
            "Recomendaciones_vig2024.xlsx:Recomendaciones!C5: aviso[html-en-texto]: «<b>» es una etiqueta HTML y se imprimirá tal \
             cual."
        ),
        "{}",
        said.stderr
    );
    let text = folder.read("data/entidades/and/recomendaciones-2024.yaml");
    let (head, list) = text.split_once("recomendaciones:\n").expect("a list");
    assert!(head.starts_with("# yaml-language-server: $schema=../../../docs/esquemas/recomendaciones.json\nvigencia: 2024\nfuente: Función Pública, vigencia 2024\n"), "{head}");
    assert_eq!(
        list,
        "  - politica: Servicio a las Ciudadanías\n    recomendacion: Publicar la <b>carta</b>\n    relacionada: POL11 Servicio \
         al Ciudadano\n"
    );
    let mut found = Diagnostics::default();
    let read = Recomendaciones::build(&node("r.yaml", &text), &catalogo(), &mut found).expect("recommendations");
    assert_eq!(read.recomendaciones[0].recomendacion, "Publicar la <b>carta</b>");
    let other = folder.read("data/entidades/canal-capital/recomendaciones-2024.yaml");
    assert!(other.contains("- politica: Gestión Documental\n"), "{other}");
    let validated = folder.run(&["validar", "data/entidades/canal-capital", "--formato", "corto"]);
    assert_eq!((validated.code, validated.stdout.as_str()), (0, ""), "{validated:?}");
}

#[test]
fn what_was_written_is_the_model_of_the_workbook() {
    let catalogo = catalogo();
    let bytes = wide(&[row(AND, &values())]);
    let origen = Origen {
        archivo: "Resultados_vig2024_territorio.xlsx",
        bytes: &bytes,
        hash: "00",
        hojas: Hojas::default(),
        fecha: None,
        fuente: None,
        ejemplo: false,
        vigencia: None,
    };
    let contexto = Contexto { catalogo: &catalogo, entidades: None, agregar: false, estricto: false };
    let read = importar::furag(&origen, &Seleccion::default(), &contexto).expect("a workbook");
    let Salida::Archivo(archivo) = &read.renglones[0].salida else { panic!("{read:?}") };
    let Ok(importar::Decision::Nuevo(text)) = archivo.decide(None, &catalogo, false) else { panic!("{archivo:?}") };
    let mut found = Diagnostics::default();
    let model = Resultados::build(&node("r.yaml", &text), &catalogo, &mut found).expect("results");
    assert!(found.is_empty(), "{found:?}");
    assert_eq!(model.vigencia.value, 2024);
    assert_eq!(model.idi.map(|v| v.value), Some(82.3));
    assert_eq!(model.grupo_par.and_then(|g| g.nombre).as_deref(), Some("Grupo A"));
    let dimensiones: Vec<_> =
        model.dimensiones.iter().map(|(d, v)| (catalogo.dimensiones[*d].codigo.as_str(), v.value)).collect();
    assert_eq!(dimensiones, [("D1", 81.4), ("D3", 79.0)]);
    let politicas: Vec<_> = model
        .politicas
        .iter()
        .map(|p| {
            let subindices = p.subindices.iter().map(|s| (s.codigo.as_str(), s.puntaje.value.0)).collect::<Vec<_>>();
            (p.codigo.as_ref().map(|c| c.value.as_str()), p.puntaje.value, subindices)
        })
        .collect();
    assert_eq!(
        politicas,
        [(Some("POL01"), 84.9, vec![("I01", 80.1)]), (Some("POL07"), 83.7, vec![("I11", 70.5), ("I20", 60.25)])]
    );
    assert_eq!(model.procedencia.and_then(|p| p.rango).as_deref(), Some("A4:R4"));
}

#[test]
fn a_national_file_is_read_whole() {
    let mut rows: Vec<_> = (0..6_000).map(|_| row("HOSPITAL DE NINGUNA PARTE", &values())).collect();
    for row in &mut rows {
        row[4] = T("BOYACÁ");
        row[5] = T("TUNJA");
    }
    rows.push(row(AND, &values()));
    let (folder, said) = furag(&rows, &["--departamento", "Bogotá"]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.stdout.contains("6.001 filas leídas = 1 seleccionada + 6.000 no seleccionadas\n"), "{}", said.stdout);
    assert!(folder.exists(RESULTS));
}

#[cfg(unix)]
#[test]
fn what_is_no_ordinary_file_is_refused_at_once() {
    let folder = Folder::sample();
    let pipe = folder.path().join("tubo.xlsx").to_string_lossy().into_owned();
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().expect("a pipe").success());
    for path in [pipe.as_str(), "/dev/zero"] {
        let said = folder.run(&["importar", "furag", path, "--vigencia", "2024"]);
        assert_eq!(said.code, 2, "{said:?}");
        assert!(said.stderr.contains("no es un archivo corriente\n  remedio: guarde la tabla"), "{}", said.stderr);
    }
}

#[test]
fn what_is_no_table_gets_a_clear_answer() {
    let whole = wide(&[row(AND, &values())]);
    let empty = book("Territorio", &[]);
    let cases: [(&str, &[u8], &str); 7] = [
        (
            "a_vig2024.xlsx",
            &whole[..whole.len() / 2],
            "error: «a_vig2024.xlsx» no se puede leer como libro de Excel (.xlsx)\n  remedio: ",
        ),
        (
            "a_vig2024.xlsx",
            b"PK\x03\x04basura",
            "error: «a_vig2024.xlsx» no se puede leer como libro de Excel (.xlsx)\n  remedio: ",
        ),
        (
            "a_vig2024.xls",
            &[0xd0, 0xcf, 0x11, 0xe0, 0],
            "error: «a_vig2024.xls» es un libro de Excel antiguo (.xls) o tiene contraseña\n",
        ),
        (
            "a_vig2024.xlsx",
            &empty,
            "error: «a_vig2024.xlsx» no tiene encabezado: en las primeras 20 filas no están una columna Entidad",
        ),
        ("a.csv", b"", "error: «a.csv» no tiene encabezado: en las primeras 20 filas no están las columnas ENTIDAD"),
        ("a.csv", b"\x00\x01\x02", "error: «a.csv» no es un libro de Excel (.xlsx) ni un CSV\n"),
        ("a.csv", CSV.as_bytes(), "error: «a.csv» no tiene filas de datos debajo del encabezado\n"),
    ];
    for (name, bytes, expected) in cases {
        let (_, said) = import(name, bytes, &["furag"]);
        assert_eq!(said.code, 2, "{said:?}");
        assert!(said.stderr.starts_with(expected), "{}", said.stderr);
    }
    let (_, said) = import("a_vig2024.xlsx", &whole, &["furag", "--hoja", "Nacion"]);
    assert_eq!(
        (said.code, said.stderr.as_str()),
        (2, "error: «a_vig2024.xlsx» no tiene la hoja «Nacion»\n  remedio: las hojas son Territorio\n")
    );
    for what in ["plan", "recomendaciones"] {
        let (_, said) = import("a.xlsx", b"nada", &[what, "--entidad", "and", "--vigencia", "2024"]);
        assert_eq!(said.code, 2, "{said:?}");
    }
    let folder = Folder::sample();
    let said = folder.run(&["importar"]);
    assert_eq!(
        (said.code, said.stderr.as_str()),
        (2, "error: falta decir qué se importa: furag, plan o recomendaciones\n  remedio: vea «seguimiento --ayuda»\n")
    );
    let said = folder.run(&["import", "furag", "nada.xlsx"]);
    assert_eq!(
        (said.code, said.stderr.as_str()),
        (
            2,
            "error: no se puede leer «nada.xlsx»: no existe el archivo o su carpeta\n  remedio: revise la ruta del archivo\n"
        )
    );
}

/// Imports bytes without the command: any answer but a panic.
fn survive(catalogo: &Catalogo, bytes: &[u8]) {
    let origen = Origen {
        archivo: "a_vig2024.xlsx",
        bytes,
        hash: "00",
        hojas: Hojas::default(),
        fecha: None,
        fuente: None,
        ejemplo: false,
        vigencia: Some(2024),
    };
    let contexto = Contexto { catalogo, entidades: None, agregar: true, estricto: false };
    let seleccion = Seleccion::default();
    if let Ok(read) = importar::furag(&origen, &seleccion, &contexto) {
        for renglon in &read.renglones {
            if let Salida::Archivo(archivo) = &renglon.salida {
                let decided = archivo.decide(None, catalogo, false).expect("a new file");
                let importar::Decision::Nuevo(text) = decided else { panic!("{decided:?}") };
                node("a.yaml", &text);
            }
        }
    }
    let pedido = Pedido { entidad: Some("and"), plan: Some("plan-2024"), ..Pedido::default() };
    let _ = importar::plan(&origen, &pedido, &contexto);
    let _ = importar::recomendaciones(&origen, Some("and"), &contexto);
}

#[test]
fn no_file_makes_it_panic() {
    let files = (
        proptest::collection::vec(any::<u8>(), 0..400),
        proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        any::<prop::sample::Index>(),
        "[;,\"0-9A-Zñ\n.%-]{0,80}",
    );
    let catalogo = catalogo();
    holds(150, files, |(noise, spoils, cut, line)| {
        survive(&catalogo, &noise);
        let mut bytes = wide(&[row(AND, &values())]);
        for (at, byte) in spoils {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        survive(&catalogo, &bytes);
        bytes.truncate(cut.index(bytes.len()));
        survive(&catalogo, &bytes);
        survive(&catalogo, format!("{}{line}", sample_csv()).as_bytes());
        Ok(())
    });
}

#[test]
fn a_municipality_begins_with_its_workbook_alone() {
    let folder = Folder::sample();
    folder.write("data/catalogo/entidades.yaml", "entidades:\n");
    std::fs::remove_dir_all(folder.path().join("data/entidades")).expect("there");
    let book = repository().join("tests/libros/Resultados_vig2024_territorio.xlsx");
    let book = book.to_string_lossy();
    let said = folder.run(&["importar", "furag", &book, "--municipio", "bogota d.c.", "--agregar", "--ejemplo"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert!(said.stdout.contains("74 entidades agregadas"), "{}", said.stdout);
    folder.write(
        "data/conjunto/consolidado.yaml",
        "tipo: consolidado\ntitulo: Consolidado\norgano: Comisión\nambito: Conjunto\nfecha: 2025-10\ncorte: 2025-09-30\n\
         vigencia: 2024\nentidades: todas\nsecciones:\n  - titulo: Resumen\n    contenido: [resumen, ficha_tecnica]\n",
    );
    let said = folder.run(&["generar", "conjunto"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let text = folder.pdf_text("output/conjunto/consolidado.pdf");
    assert!(text.contains("De 74 entidades, 70 tienen IDI y 4 se miden solo en control interno."), "{text}");
}
