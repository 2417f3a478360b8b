//! `seguimiento importar` over workbooks of several sheets, with hidden parts, and with
//! cells that do not say what they seem to: the right one is read, or the doubt is told.

use std::io::{Cursor, Read, Write};

use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet};

use crate::support::{Folder, Said, saved, workbook};

const RESULTS: &str = "data/entidades/canal-capital/resultados-2024.yaml";
const PLAN: &str = "data/entidades/canal-capital/plan-2025.yaml";

/// Writes rows whose cells stand between `|`; a number is a number, `=0` a formula that
/// was left with that result, `fecha 45292` and `hora 0.5` a number in such a format.
fn fill(sheet: &mut Worksheet, rows: &[&str]) {
    let dated = Format::new().set_num_format("dd/mm/yyyy");
    let timed = Format::new().set_num_format("hh:mm");
    let two = Format::new().set_num_format("0.00");
    for (row, line) in (0u32..).zip(rows) {
        for (column, cell) in (0u16..).zip(line.split('|').map(str::trim)) {
            let number = |text: &str| text.parse::<f64>().expect("a number");
            let written = match (cell.split_once(' '), cell.parse::<f64>()) {
                _ if cell.is_empty() => continue,
                (_, Ok(number)) => sheet.write_number(row, column, number),
                (Some(("fecha", n)), _) if n.starts_with('=') => {
                    let formula = Formula::new("=Otra!A1").set_result(&n[1..]);
                    sheet.write_formula_with_format(row, column, formula, &dated)
                }
                (Some(("fecha", n)), _) => sheet.write_number_with_format(row, column, number(n), &dated),
                (Some(("hora", n)), _) => sheet.write_number_with_format(row, column, number(n), &timed),
                (Some(("dos", n)), _) => sheet.write_number_with_format(row, column, number(n), &two),
                _ if cell.starts_with('=') => {
                    sheet.write_formula(row, column, Formula::new("=Otra!A1").set_result(&cell[1..]))
                }
                _ => sheet.write_string(row, column, cell),
            };
            written.expect("a cell");
        }
    }
}

fn add<'a>(book: &'a mut Workbook, name: &str, rows: &[&str]) -> &'a mut Worksheet {
    let sheet = book.add_worksheet().set_name(name).expect("a name");
    fill(sheet, rows);
    sheet
}

fn one(name: &str, rows: &[&str]) -> Vec<u8> {
    let mut book = workbook();
    add(&mut book, name, rows);
    saved(book)
}

/// The workbook with a text of one of its parts changed.
pub fn changed(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a workbook");
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).expect("a part");
        let mut text = String::new();
        file.read_to_string(&mut text).expect("XML");
        let name = file.name().expect("a name").into_owned();
        out.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
        out.write_all(text.replace(from, to).as_bytes()).expect("written");
    }
    out.finish().expect("a workbook").into_inner()
}

fn import(name: &str, bytes: &[u8], options: &str) -> (Folder, Said) {
    let folder = Folder::sample();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).expect("writable");
    let path = path.to_string_lossy().into_owned();
    let (what, rest) = options.split_once(' ').unwrap_or((options, ""));
    // A name of a sheet may have a space, written `_`.
    let rest: Vec<_> = rest.split_whitespace().map(|word| word.replace('_', " ")).collect();
    let rest: Vec<_> = rest.iter().map(String::as_str).collect();
    let said = folder.run(&[&["importar", what, path.as_str(), "--formato", "corto"], &rest[..]].concat());
    (folder, said)
}

const HEADER: &str = "Entidad | IDI | POL07 Gobierno Digital";

#[test]
fn of_two_sheets_with_the_header_none_is_taken_unasked() {
    for (old, new) in [("2023", "2024"), ("Vig 2023", "Vig 2024"), ("Nación", "Territorio")] {
        let mut book = workbook();
        add(&mut book, old, &[HEADER, "Canal Capital | 60 | 61"]);
        add(&mut book, new, &[HEADER, "Canal Capital | 80 | 81"]);
        add(&mut book, "Notas", &["Fuente: FURAG"]);
        let bytes = saved(book);
        let (folder, said) = import("Resultados_vig2024.xlsx", &bytes, "furag");
        assert_eq!(
            (said.code, said.stderr),
            (
                2,
                format!(
                    "error: «Resultados_vig2024.xlsx» tiene 2 hojas con el encabezado: «{old}» y «{new}»\n  remedio: diga \
                     cuál con --hoja \"{old}\"; si son partes de una misma tabla, léalas juntas repitiendo --hoja o con \
                     --todas-las-hojas\n"
                )
            )
        );
        assert!(!folder.exists(RESULTS));
        let asked = format!("furag --hoja {}", new.replace(' ', "_"));
        let (folder, said) = import("Resultados_vig2024.xlsx", &bytes, &asked);
        assert_eq!(said.code, 0, "{said:?}");
        assert!(said.stdout.contains(&format!("\nno se leyeron las hojas «{old}» y «Notas»\n")), "{}", said.stdout);
        assert!(folder.read(RESULTS).contains("idi: 80\n"));
    }
}

#[test]
fn a_year_in_a_name_may_not_contradict_the_vigencia() {
    let book = one("2023", &[HEADER, "Canal Capital | 60 | 61"]);
    let remedy = "revise de qué vigencia son los datos y dígala con --vigencia; si el que está mal es el nombre o el \
                  título, corríjalo en el libro";
    for (name, options, said) in [
        ("Resultados_vig2024.xlsx", "furag", "el nombre de la hoja «2023» dice 2023 y se importa como vigencia 2024"),
        ("r.xlsx", "furag --vigencia 2022", "el nombre de la hoja «2023» dice 2023 y se importa como vigencia 2022"),
        ("r_vig2024.xlsx", "furag --vigencia 2023", "el nombre del archivo dice 2024 y se importa como vigencia 2023"),
    ] {
        let (folder, got) = import(name, &book, options);
        assert_eq!((got.code, got.stderr), (2, format!("error: {said}\n  remedio: {remedy}\n")));
        assert!(!folder.exists(RESULTS));
    }
    // Alone it tells the vigencia; a date in the name of the file is none.
    let (folder, said) = import("16-06-2025_Resultados.xlsx", &book, "furag");
    assert!(said.stdout.contains("vigencia 2023, según el nombre de la hoja"), "{said:?}");
    assert!(folder.exists("data/entidades/canal-capital/resultados-2023.yaml"));
    let book = one("Territorio", &[HEADER, "Canal Capital | 60 | 61"]);
    let (_, said) = import("16-06-2025_Resultados_Vig2024.xlsx", &book, "furag");
    assert!(said.stdout.contains("vigencia 2024, según el nombre del archivo"), "{said:?}");
    let book = one("2024", &["Política | Actividad", "Integridad | Socializar"]);
    let (_, said) = import("plan.xlsx", &book, "plan --entidad canal-capital --vigencia 2025");
    assert!(said.stderr.contains("la hoja «2024» dice 2024 y se importa como vigencia 2025"), "{said:?}");
}

#[test]
fn what_is_hidden_is_not_preferred_and_is_told() {
    let mut book = workbook();
    add(&mut book, "Old", &[HEADER, "Canal Capital | 60 | 61"]).set_very_hidden(true);
    add(&mut book, "Borrador", &["nada"]).set_hidden(true);
    let visible =
        [HEADER, "Canal Capital | 80 | 81", "Capital Salud | 70 | 71", "Secretaría Distrital de Salud | 75 | 76"];
    let sheet = add(&mut book, "Territorio", &visible);
    sheet.set_row_hidden(2).expect("a row").set_column_hidden(2).expect("a column").set_active(true);
    let bytes = saved(book);
    let (folder, said) = import("r_vig2024.xlsx", &bytes, "furag");
    assert_eq!(said.code, 0, "{said:?}");
    assert!(folder.read(RESULTS).contains("idi: 80\n"));
    assert!(
        said.stdout.contains(
            "no se leyeron las hojas «Old» (oculta, y tiene el encabezado) y «Borrador» (oculta, sin el encabezado)\n"
        ),
        "{}",
        said.stdout
    );
    for expected in [
        "r_vig2024.xlsx:Old!A1: aviso[contenido-oculto]: la hoja oculta «Old» tiene el encabezado y no se lee.",
        "r_vig2024.xlsx:Territorio!A3: aviso[contenido-oculto]: la hoja «Territorio» tiene 1 fila oculta (3) con datos, y se leen.",
        "r_vig2024.xlsx:Territorio!C1: aviso[contenido-oculto]: la hoja «Territorio» tiene 1 columna oculta (C) con datos, y se leen.",
    ] {
        assert!(said.stderr.contains(expected), "{expected}\n{}", said.stderr);
    }
    // The hidden one is read where it is asked for, and where it alone has the header, named.
    let (folder, said) = import("r_vig2024.xlsx", &bytes, "furag --hoja Old");
    assert!(said.stderr.contains("la hoja oculta «Old» se lee porque se pidió con --hoja."), "{said:?}");
    assert!(folder.read(RESULTS).contains("idi: 60\n"));
    let mut book = workbook();
    add(&mut book, "Portada", &["nada"]);
    add(&mut book, "Datos", &[HEADER, "Canal Capital | 60 | 61"]).set_hidden(true);
    let (_, said) = import("r_vig2024.xlsx", &saved(book), "furag");
    assert_eq!(said.code, 2);
    assert!(
        said.stderr.ends_with(
            "remedio: lo tiene una hoja oculta; si es la correcta, muéstrela en Excel o pídala con --hoja \"Datos\"\n"
        ),
        "{}",
        said.stderr
    );
}

#[test]
fn sheets_of_one_table_are_read_together_on_request() {
    let mut book = workbook();
    add(
        &mut book,
        "D1 Talento",
        &["Plan", "No. | Política | Actividad | % avance", "1 | Integridad | Socializar | 40"],
    );
    add(&mut book, "D3", &["Acción | Política | No. | Evidencia", "Publicar | Gobierno Digital | 2 | Acta 3"]);
    add(&mut book, "Resumen", &["Política | Actividades | Avance", "Integridad | 1 | 40", "Gobierno Digital | 1 | 0"]);
    let bytes = saved(book);
    let options = "plan --entidad canal-capital --vigencia 2025";
    let (_, said) = import("plan.xlsx", &bytes, options);
    assert!(said.stderr.contains("«plan.xlsx» tiene 2 hojas con el encabezado: «D1 Talento» y «D3»"), "{said:?}");
    let mut texts = Vec::new();
    for how in ["--todas-las-hojas", "--hoja D1_Talento --hoja D3"] {
        let (folder, said) = import("plan.xlsx", &bytes, &format!("{options} {how}"));
        assert_eq!(said.code, 0, "{said:?}");
        assert!(
            said.stdout
                .starts_with("hojas «D1 Talento» y «D3», encabezado en las filas 2 y 1\nno se leyó la hoja «Resumen»"),
            "{}",
            said.stdout
        );
        assert!(said.stdout.contains("2 filas leídas = 2 seleccionadas"), "{}", said.stdout);
        texts.push(folder.read(PLAN));
    }
    assert_eq!(texts[0], texts[1]);
    assert!(texts[0].contains("  hoja: D1 Talento, D3\n"), "{}", texts[0]);
    for expected in [
        "  - id: 1\n    politica: Integridad\n    actividad: Socializar\n    avance: 40\n",
        "  - id: 2\n    politica: Gobierno Digital\n    actividad: Publicar\n    evidencia: Acta 3\n",
    ] {
        assert!(texts[0].contains(expected), "{}", texts[0]);
    }
    // What is wrong is named in its own sheet.
    let mut book = workbook();
    add(&mut book, "Nación", &["x", HEADER, "Canal Capital | 60 | 61"]);
    add(&mut book, "Territorio", &["Grupo par | POL07 | Entidad | IDI | POL01", "A | alto | Capital Salud | 70 | 50"]);
    let (folder, said) = import("r_vig2024.xlsx", &saved(book), "furag --todas-las-hojas");
    assert!(
        said.stderr.contains("r_vig2024.xlsx:Territorio!B2: error[celda-sin-numero]: «alto» no es un número."),
        "{said:?}"
    );
    let text = folder.read(RESULTS);
    assert!(text.contains("  hoja: Nación\n  rango: A3:C3\n"), "{text}");
    assert!(!folder.exists("data/entidades/capital-salud/resultados-2024.yaml"));
}

#[test]
fn cells_of_a_plan_are_what_they_show_or_are_named() {
    let header = "No. | Política | Actividad | Inicio | Fin | Responsable | Evidencia | Producto";
    let options = "plan --entidad canal-capital --vigencia 2025";
    let (_, said) = import(
        "plan.xlsx",
        &one(
            "Plan",
            &[
                header,
                "1 | Integridad | A | fecha =0 | fecha 45808",
                "2 | Integridad | B | hora 0.4166666667 | fecha 2958465",
                "3 | Integridad | C | 31/05/0202 | fecha 45808 | =0 | =0",
            ],
        ),
        options,
    );
    assert_eq!(said.code, 1, "{said:?}");
    let uncalculated =
        "la celda tiene una fórmula y su resultado guardado es 0, que es lo que queda cuando nadie la ha calculado";
    for expected in [
        format!("Plan!D2: error[celda-sin-calcular]: {uncalculated}."),
        "Plan!D3: error[fecha-invalida]: «10:00» es una hora y no una fecha.".to_owned(),
        "Plan!E3: error[fecha-invalida]: «9999-12-31» es una fecha del año 9999, que no está entre 1990 y 2100."
            .to_owned(),
        "Plan!D4: error[fecha-invalida]: «31/05/0202» es una fecha del año 202, que no está entre 1990 y 2100."
            .to_owned(),
        format!("Plan!F4: error[celda-sin-calcular]: {uncalculated}."),
        format!("Plan!G4: error[celda-sin-calcular]: {uncalculated}."),
    ] {
        assert!(said.stderr.contains(&expected), "{expected}\n{}", said.stderr);
    }
    // 1.1 and 1.10, a dash that is a blank, and words that are words.
    let rows =
        [header, "dos 1.1 | Integridad | A | | | - | N/A | 0", "dos 1.25 | Integridad | B | 45658 | fecha 45808"];
    let (folder, said) = import("plan.xlsx", &one("Plan", &rows), options);
    assert_eq!(said.code, 0, "{said:?}");
    let text = folder.read(PLAN);
    let (_, activities) = text.split_once("actividades:\n").expect("activities");
    assert_eq!(
        activities,
        "  - id: \"1.10\"\n    politica: Integridad\n    actividad: A\n    producto: \"0\"\n\
         \x20 - id: \"1.25\"\n    politica: Integridad\n    actividad: B\n    inicio: 2025-01-01\n    fin: 2025-05-31\n"
    );
    // A workbook that counts from 1904, with dates in format and without.
    let bytes = one("Plan", &[header, "1 | Integridad | A | 44196 | fecha 44346"]);
    let bytes = changed(&bytes, "<workbookPr ", "<workbookPr date1904=\"1\" ");
    let (folder, said) = import("plan.xlsx", &bytes, options);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(folder.read(PLAN).contains("inicio: 2025-01-01\n    fin: 2025-05-31\n"), "{}", folder.read(PLAN));
}

#[test]
fn a_cell_written_twice_is_refused() {
    let bytes = one("Territorio", &[HEADER, "Canal Capital | 60 | 61"]);
    let bytes = changed(&bytes, "<c r=\"C2\"", "<c r=\"B2\"><v>90</v></c><c r=\"C2\"");
    let (folder, said) = import("r_vig2024.xlsx", &bytes, "furag");
    assert_eq!(
        (said.code, said.stderr.as_str()),
        (
            2,
            "error: «r_vig2024.xlsx» tiene dos veces la celda B2 de la hoja «Territorio»\n  remedio: ábralo en Excel, que la \
             deja una sola vez, revise su valor y guárdelo de nuevo\n"
        )
    );
    assert!(!folder.exists(RESULTS));
}

#[test]
fn thousands_in_whole_numbers_are_understood() {
    let header = "CÓDIGO_SIGEP;ENTIDAD;VIGENCIA;ID_ÍNDICE;ÍNDICE;PUNTAJE;PUNTAJE ENTIDAD;PROMEDIO GRUPO PAR";
    let lines = |year: &str, code: &str| {
        format!(
            "{header}\n{code};Canal Capital;{year};IDI;Índice;1;82,500;57,914\n{code};Canal Capital;{year};POL07;Gobierno Digital;2;70,25;\n"
        )
    };
    for (year, code) in [("2,024", "1,234"), ("2.024", "1.234"), ("2024", "1234")] {
        let (folder, said) = import("furag.csv", lines(year, code).as_bytes(), "furag");
        assert_eq!(said.code, 0, "{said:?}");
        let text = folder.read(RESULTS);
        assert!(text.contains("vigencia: 2024\n") && text.contains("idi: 82.5\n"), "{text}");
        assert!(text.contains("puntaje: 70.25\n") && text.contains("promedio: 57.914\n"), "{text}");
    }
    // A year that is none is told at each line, and nothing else is made of it.
    let text = lines("20,24", "1234") + "01234;CANAL CAPITAL;20,24;IDI;Índice;1;82;57\n";
    let (_, said) = import("furag.csv", text.as_bytes(), "furag");
    assert_eq!(
        said.stderr.matches("error[vigencia-fuera-de-rango]: la vigencia «20,24»").count(),
        3,
        "{}",
        said.stderr
    );
    assert!(!said.stderr.contains("fila-repetida"), "{}", said.stderr);
}

#[test]
fn only_the_exact_header_is_the_index() {
    let header = "Entidad | Índice de Desempeño Institucional (promedio grupo par) | POL07 Gobierno Digital (promedio grupo par) | \
                  POL07 Gobierno Digital | Índice de Desempeño Institucional | Índice de Desempeño Institucional 2023 | Sector";
    let (folder, said) = import(
        "r_vig2024.xlsx",
        &one("Territorio", &[header, "Canal Capital | 60 | 61 | 71 | 80 | 62 | TIC"]),
        "furag",
    );
    assert_eq!(said.code, 0, "{said:?}");
    let text = folder.read(RESULTS);
    assert!(
        text.contains("idi: 80\n")
            && text.contains("puntaje: 71\n")
            && !text.contains("idi: 6")
            && !text.contains("puntaje: 6"),
        "{text}"
    );
    for (cell, what) in [
        ("B1", "Índice de Desempeño Institucional (promedio grupo par)"),
        ("C1", "POL07 Gobierno Digital (promedio grupo par)"),
        ("F1", "Índice de Desempeño Institucional 2023"),
    ] {
        let expected = format!(
            "Territorio!{cell}: aviso[columna-desconocida]: «{what}» no es el puntaje de la entidad en la vigencia 2024; no se importa."
        );
        assert!(said.stderr.contains(&expected), "{expected}\n{}", said.stderr);
    }
    assert!(said.stdout.contains("no se usa la columna «Sector»\n"), "{}", said.stdout);
    // Where it is not there at all, nothing stands in for it.
    let rows = ["Entidad | Índice de Desempeño Institucional 2023 | POL07", "Canal Capital | 60 | 61"];
    let (folder, said) = import("r_vig2024.xlsx", &one("Territorio", &rows), "furag");
    assert!(!folder.read(RESULTS).contains("idi:"), "{}", folder.read(RESULTS));
    assert!(
        said.stderr.contains("Remedio: ¿es «Índice de Desempeño Institucional 2023», en B1? Corrija el encabezado."),
        "{said:?}"
    );
    // The name of another dimension beside a code spoils the whole file.
    let rows = ["Entidad | IDI | D1 Control Interno", "Canal Capital | 60 | 61"];
    let (folder, said) = import("r_vig2024.xlsx", &one("Territorio", &rows), "furag");
    assert!(
        said.stderr.contains(
            "Territorio!C1: error[codigo-no-coincide]: «D1 Control Interno» nombra «Control Interno» y en la vigencia 2024 ese \
             código es de «Talento Humano»."
        ),
        "{said:?}"
    );
    assert!(!folder.exists(RESULTS));
    // Columns that recommendations and open data do not use.
    let rows = ["Entidad | Política | Recomendación | Prioridad", "Canal Capital | Integridad | Socializar | Alta"];
    let (_, said) = import("r_vig2024.xlsx", &one("Recomendaciones", &rows), "recomendaciones");
    assert!(said.stdout.contains("no se usa la columna «Prioridad»\n"), "{said:?}");
    let csv = "ENTIDAD;VIGENCIA;ID_ÍNDICE;PUNTAJE ENTIDAD;SECTOR;OTRA\nCanal Capital;2024;IDI;80;TIC;1\n";
    let (_, said) = import("furag.csv", csv.as_bytes(), "furag");
    assert!(said.stdout.contains("no se usan las columnas «SECTOR» y «OTRA»\n"), "{said:?}");
}

#[test]
fn the_names_of_the_header_go_into_the_catalogue_on_request() {
    let rows =
        ["Entidad | IDI | POL07 | I11 Gober- nanza digital | I12 Otro: «uno»", "Canal Capital | 60 | 61 | 62 | 63"];
    let book = one("Territorio", &rows);
    let path = "data/catalogo/politicas.yaml";
    let before = Folder::sample().read(path);
    let (folder, said) = import("r_vig2024.xlsx", &book, "furag");
    assert!(said.stdout.contains("trae 2 nombres de subíndices que el catálogo no tiene: con --nombres"), "{said:?}");
    assert_eq!(folder.read(path), before);
    let (folder, said) = import("r_vig2024.xlsx", &book, "furag --nombres");
    assert_eq!(said.code, 0, "{said:?}");
    assert!(
        said.stdout.contains("2 nombres de subíndices escritos en data/catalogo/politicas.yaml\n"),
        "{}",
        said.stdout
    );
    let expected = before
        .replacen("- codigo: I11\n", "- codigo: I11\n        nombre: Gobernanza digital\n", 1)
        .replacen("- codigo: I12\n", "- codigo: I12\n        nombre: \"Otro: «uno»\"\n", 1);
    assert_eq!(folder.read(path), expected);
    assert_eq!(folder.run(&["validar", path]).code, 0);
}

#[test]
fn bogota_is_found_where_a_table_prints_it_under_cundinamarca() {
    let header = "Código Departamento | Departamento | Código Municipio | Municipio | Entidad | IDI | POL07";
    let rows = [
        header,
        "11 | CUNDINAMARCA | 11001 | BOGOTÁ, D.C. | Canal Capital | 80 | 81",
        "25 | CUNDINAMARCA | 25754 | SOACHA | ALCALDIA DE SOACHA | 50 | 51",
        "5 | ANTIOQUIA | 5001 | MEDELLÍN | ALCALDIA DE MEDELLIN | 60 | 61",
    ];
    let book = one("Territorio", &rows);
    for options in ["furag --departamento Bogotá", "furag --departamento Bogotá,_D.C.", "furag --municipio bogota_d.c."]
    {
        let (folder, said) = import("16-06-2025_Resultados_Vig2024.xlsx", &book, options);
        assert!(said.stdout.contains("3 filas leídas = 1 seleccionada + 2 no seleccionadas"), "{options}: {said:?}");
        assert!(folder.read(RESULTS).contains("idi: 80\n"));
    }
    let (_, said) = import("16-06-2025_Resultados_Vig2024.xlsx", &book, "furag --departamento Nariño");
    assert!(
        said.stderr.contains(
            "ninguna fila del archivo es del departamento «Nariño». Remedio: escríbalo como está en el archivo, que tiene \
             «ANTIOQUIA»; «Bogotá, D.C.» y «CUNDINAMARCA»."
        ),
        "{said:?}"
    );
}

#[test]
fn a_row_of_ones_may_be_a_hundred_per_cent() {
    let rows = [HEADER, "Canal Capital | 1 | 1", "Capital Salud | 1 | 71", "Secretaría Distrital de Salud | 0 | 1"];
    let (folder, said) = import("r_vig2024.xlsx", &one("Territorio", &rows), "furag");
    for (cell, name) in [("A2", "Canal Capital"), ("A4", "Secretaría Distrital de Salud")] {
        let expected = format!(
            "Territorio!{cell}: error[valor-en-proporcion]: ningún puntaje de «{name}» pasa de 1: puede ser 1 punto o 100 %."
        );
        assert!(said.stderr.contains(&expected), "{expected}\n{}", said.stderr);
    }
    assert!(!folder.exists(RESULTS));
    assert!(folder.read("data/entidades/capital-salud/resultados-2024.yaml").contains("idi: 1\n"));
    // The format of the cells says which.
    let mut book = workbook();
    let sheet = add(&mut book, "Territorio", &[HEADER, "Canal Capital"]);
    let percent = Format::new().set_num_format("0%");
    sheet
        .write_number_with_format(1, 1, 1.0, &percent)
        .and_then(|s| s.write_number_with_format(1, 2, 1.0, &percent))
        .expect("cells");
    let (folder, _) = import("r_vig2024.xlsx", &saved(book), "furag");
    assert!(folder.read(RESULTS).contains("idi: 100\n"));
}

#[test]
fn a_delivery_is_a_folder_of_workbooks_named_after_their_entities() {
    let folder = Folder::sample();
    let put = |path: &str, bytes: &[u8]| {
        let path = folder.path().join("Recomendaciones_vig2024").join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("writable");
        std::fs::write(path, bytes).expect("writable");
    };
    let header = "Política | Recomendación | Política relacionada";
    let book = |text: &str| one("Recomendaciones", &["Título", header, &format!("Integridad | {text} | POL02")]);
    put("BOGOTÁ/CANAL CAPITAL.xlsx", &book("Socializar"));
    put("BOGOTÁ/Capital Salud.xlsx", &book("Actualizar"));
    put("BOGOTÁ/~$Capital Salud.xlsx", b"");
    put("NACIÓN/Secretaría Distrital de Salud.xlsx", b"PK roto");
    put("NACIÓN/MINISTERIO DE NADA.xlsx", &book("Nada"));
    put("NACIÓN/leame.txt", b"");
    let run = |options: &[&str]| {
        let path = folder.path().join("Recomendaciones_vig2024");
        let path = path.to_string_lossy().into_owned();
        folder.run(&[&["importar", "recomendaciones", path.as_str(), "--formato", "corto"], options].concat())
    };
    let said = run(&["--departamento", "bogota"]);
    assert_eq!((said.code, said.stderr.as_str()), (0, ""), "{said:?}");
    let counts = "2 leídos + 0 que no se pueden leer + 0 de entidades sin reconocer + 2 no seleccionados\n";
    assert!(said.stdout.starts_with("4 libros en «") && said.stdout.contains(counts), "{}", said.stdout);
    assert!(said.stdout.contains("\nno se leyeron los archivos que no son .xlsx: leame.txt\n"), "{}", said.stdout);
    assert!(
        said.stdout
            .contains("escrito  por nombre  data/entidades/canal-capital/recomendaciones-2024.yaml  CANAL CAPITAL\n"),
        "{}",
        said.stdout
    );
    let text = folder.read("data/entidades/canal-capital/recomendaciones-2024.yaml");
    assert!(text.contains("archivo: Recomendaciones_vig2024/BOGOTÁ/CANAL CAPITAL.xlsx\n"), "{text}");
    assert!(text.contains("recomendacion: Socializar\n"), "{text}");
    // All of it: what cannot be read or is not known is told, and the others are there.
    put("NACIÓN/Canal Capital.xlsx", &book("Otra"));
    // One that is not there when it is opened, as a link to nowhere is not, stops no other.
    #[cfg(unix)]
    std::os::unix::fs::symlink("nada", folder.path().join("Recomendaciones_vig2024/NACIÓN/Veeduría Distrital.xlsx"))
        .expect("writable");
    #[cfg(not(unix))]
    put("NACIÓN/Veeduría Distrital.xlsx", b"");
    let said = run(&["--simular"]);
    assert_eq!(said.code, 1, "{said:?}");
    let counts = "3 leídos + 2 que no se pueden leer + 1 de entidad sin reconocer + 0 no seleccionados\n";
    assert!(said.stdout.starts_with("6 libros en «") && said.stdout.contains(counts), "{}", said.stdout);
    assert!(said.stdout.contains("Capital Salud\n"), "{}", said.stdout);
    for expected in [
        "NACIÓN/Veeduría Distrital.xlsx:1:1: error[archivo-ilegible]: ",
        "NACIÓN/MINISTERIO DE NADA.xlsx:1:1: error[entidad-desconocida]: «MINISTERIO DE NADA» no es una entidad del catálogo.",
        "NACIÓN/Secretaría Distrital de Salud.xlsx:1:1: error[archivo-ilegible]: «Recomendaciones_vig2024/NACIÓN/Secretaría \
         Distrital de Salud.xlsx» no se puede leer como libro de Excel (.xlsx).",
        "NACIÓN/Canal Capital.xlsx:1:1: error[archivo-repetido]: este libro y el de «CANAL CAPITAL» son de la misma entidad, \
         «canal-capital».",
    ] {
        assert!(said.stderr.contains(expected), "{expected}\n{}", said.stderr);
    }
    let said = run(&["--departamento", "Boyacá"]);
    assert_eq!(
        (said.code, said.stderr.as_str()),
        (2, "error: la entrega no tiene la carpeta «Boyacá»\n  remedio: las carpetas son BOGOTÁ y NACIÓN\n")
    );
}

#[test]
fn a_workbook_that_was_exported_comes_back_without_harm() {
    let folder = Folder::set();
    let path = "data/entidades/instituto-aguas/plan-2025.yaml";
    folder.replace(path, "avance: 60", "avance: 3/5");
    let before = folder.read(path);
    let said = folder.run(&["exportar", "xlsx", "instituto-aguas/informe-2025"]);
    assert_eq!(said.code, 0, "{said:?}");
    let book = folder.path().join("output/instituto-aguas/informe-2025.xlsx");
    let book = book.to_string_lossy();
    let options = ["--entidad", "instituto-aguas", "--vigencia", "2025", "--nombre", "Plan de mejoramiento 2025"];
    let run =
        |more: &[&str]| folder.run(&[&["importar", "plan", &book, "--formato", "corto"], &options[..], more].concat());
    let said = run(&[]);
    assert_eq!((said.code, said.stderr.as_str()), (0, ""), "{said:?}");
    for expected in [
        "hoja «actividades», encabezado en la fila ",
        "la hoja dice DATOS DE EJEMPLO: los datos quedan marcados como de ejemplo\n",
        "el libro lo exportó este programa: su columna Estado sale de las fechas y no se importa\n",
        "igual  por --entidad  data/entidades/instituto-aguas/plan-2025.yaml  ",
    ] {
        assert!(said.stdout.contains(expected), "{expected}\n{}", said.stdout);
    }
    assert_eq!(folder.read(path), before);
    // Where a value differs, the file says where it was taken from.
    folder.replace(path, "avance: 3/5", "avance: 2/5");
    assert_eq!(run(&["--forzar"]).code, 0);
    let after = folder.read(path);
    let (head, tail) = after.split_once("procedencia:\n").expect("where it comes from");
    let rest: Vec<_> = tail.lines().skip_while(|line| !line.starts_with("actividades:")).collect();
    assert_eq!(format!("{head}{}\n", rest.join("\n")), before);
}
