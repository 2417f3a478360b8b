//! What was exported and is imported: the same values, marks and sources, and nothing
//! changed where they are already; a table that does not have them all is refused.

use std::collections::BTreeMap;
use std::fs;

use seguimiento::data::parse_text;
use seguimiento::diagnostic::Diagnostics;
use seguimiento::model::{Catalogo, Resultados};
use walkdir::WalkDir;

use crate::support::{Folder, Said, copy, repository};

/// The results of a vigencia under `data/entidades/`, by path.
fn results(folder: &Folder, vigencia: u32) -> BTreeMap<String, String> {
    let root = folder.path().join("data/entidades");
    let wanted = format!("resultados-{vigencia}.yaml");
    let files = WalkDir::new(&root).into_iter().map(|e| e.expect("readable"));
    let files = files.filter(|e| e.file_name().to_string_lossy() == wanted);
    let read = files.map(|e| {
        let path = e.path().strip_prefix(&root).expect("below").to_string_lossy().replace('\\', "/");
        (path, fs::read_to_string(e.path()).expect("UTF-8"))
    });
    read.collect()
}

/// What a file says, without where it was taken from.
fn said(text: &str, catalogo: &Catalogo) -> String {
    let node = parse_text("r.yaml", text).0.node.expect("a tree");
    let r = Resultados::build(&node, catalogo, &mut Diagnostics::default()).expect("results");
    let dimensiones: Vec<_> = r.dimensiones.iter().map(|(d, v)| (*d, v.value)).collect();
    let mut politicas: Vec<_> = r
        .politicas
        .iter()
        .map(|p| {
            let parts: Vec<_> = p.subindices.iter().map(|s| (s.codigo.clone(), s.puntaje.value.0)).collect();
            (p.politica, p.puntaje.value, parts)
        })
        .collect();
    politicas.sort_by_key(|p| p.0);
    let grupo = r.grupo_par.and_then(|g| g.nombre);
    let idi = r.idi.map(|v| v.value);
    format!("{:?}", (r.vigencia.value, r.fuente.value, r.ejemplo, grupo, idi, dimensiones, politicas))
}

fn catalogo(folder: &Folder) -> Catalogo {
    let read = |name: &str| {
        let path = format!("data/catalogo/{name}");
        parse_text(&path, &folder.read(&path)).0.node.expect("a tree")
    };
    let (politicas, entidades) = (read("politicas.yaml"), read("entidades.yaml"));
    Catalogo::build(Some(&politicas), None, Some(&entidades), &mut Diagnostics::default())
}

fn import(folder: &Folder, from: &Folder, path: &str) -> Said {
    let file = from.path().join(path);
    folder.run(&["importar", "furag", &file.to_string_lossy(), "--formato", "corto"])
}

/// A project with the catalogue of another, and nothing else.
fn empty_like(other: &Folder) -> Folder {
    let folder = Folder::empty();
    folder.write("data/proyecto.yaml", &other.read("data/proyecto.yaml"));
    copy(&other.path().join("data/catalogo"), &folder.path().join("data/catalogo"));
    folder
}

fn exported(folder: &Folder, form: &str, document: &str) {
    let said = folder.run(&["exportar", form, document, "--quieto"]);
    assert_eq!(said.code, 0, "{said:?}");
}

#[test]
fn the_consolidated_workbook_of_the_district_comes_back_whole() {
    let district = Folder::empty();
    copy(&repository().join("data"), &district.path().join("data"));
    exported(&district, "xlsx", "distrito/consolidado-2024");
    let before = results(&district, 2024);
    assert_eq!(before.len(), 74);
    let book = "output/distrito/consolidado-2024.xlsx";
    let said_by = import(&district, &district, book);
    assert_eq!((said_by.code, said_by.stderr.as_str()), (0, ""), "{said_by:?}");
    assert!(said_by.stdout.contains("\n74 seleccionadas = 0 escritas + 74 iguales + "), "{said_by:?}");
    assert_eq!(results(&district, 2024), before);

    let fresh = empty_like(&district);
    let said_by = import(&fresh, &district, book);
    assert_eq!((said_by.code, said_by.stderr.as_str()), (0, ""), "{said_by:?}");
    for expected in [
        "hoja «resultados», encabezado en la fila ",
        "; vigencia 2024, según el título de la hoja\n",
        "no se leyeron las hojas «puestos», «matriz», «valores_dimensiones», «Portada» (sin el encabezado), ",
        "la columna «Datos de ejemplo» dice cuáles quedan marcados como de ejemplo\n",
    ] {
        assert!(said_by.stdout.contains(expected), "{expected}\n{}", said_by.stdout);
    }
    let catalogo = catalogo(&district);
    let after = results(&fresh, 2024);
    assert_eq!(after.keys().collect::<Vec<_>>(), before.keys().collect::<Vec<_>>());
    for (path, text) in &before {
        assert_eq!(said(&after[path], &catalogo), said(text, &catalogo), "{path}");
        assert!(after[path].contains("ejemplo: true\nprocedencia:\n  archivo: consolidado-2024.xlsx\n"), "{path}");
    }
}

#[test]
fn every_value_comes_back_as_the_file_says_it_and_the_mark_is_of_each_entity() {
    let folder = Folder::set();
    let path = "data/entidades/catastro/resultados-2024.yaml";
    // More decimals than are shown, less than a point, and results that are official.
    let written = "vigencia: 2024\nidi: 71.4142857142857\ndimensiones:\n  - { dimension: Talento Humano, puntaje: 57.0000000001 }\n\
                   politicas:\n  - politica: Integridad\n    puntaje: 0.8\n    subindices:\n      - { codigo: I05, puntaje: 1 }\n";
    folder.write(path, written);
    // The catalogue has these under another policy.
    for path in results(&folder, 2024).into_keys().map(|path| format!("data/entidades/{path}")) {
        let text = folder.read(&path).replace("I20", "I22").replace("I21", "I23");
        folder.write(&path, &text);
    }
    let before = results(&folder, 2024);
    let catalogo = catalogo(&folder);
    for form in ["xlsx", "csv"] {
        exported(&folder, form, "conjunto/consolidado-2024");
        let table = match form {
            "xlsx" => "output/conjunto/consolidado-2024.xlsx".to_owned(),
            _ => {
                let names = fs::read_dir(folder.path().join("output/conjunto/consolidado-2024-csv")).expect("a folder");
                let names = names.map(|e| e.expect("readable").file_name().to_string_lossy().into_owned());
                let name = names.filter(|name| name.ends_with("-resultados.csv")).collect::<String>();
                format!("output/conjunto/consolidado-2024-csv/{name}")
            }
        };
        let said_by = import(&folder, &folder, &table);
        assert_eq!((said_by.code, said_by.stderr.as_str()), (0, ""), "{said_by:?}");
        assert!(said_by.stdout.contains(" = 0 escritas + 7 iguales + "), "{said_by:?}");
        assert_eq!(results(&folder, 2024), before);
        let fresh = empty_like(&folder);
        let said_by = import(&fresh, &folder, &table);
        assert_eq!((said_by.code, said_by.stderr.as_str()), (0, ""), "{said_by:?}");
        let after = results(&fresh, 2024);
        for (path, text) in &before {
            assert_eq!(said(&after[path], &catalogo), said(text, &catalogo), "{path} {form}");
            assert_eq!(after[path].contains("ejemplo: true"), !path.starts_with("catastro/"), "{path}");
        }
    }
    // Somebody corrected the workbook's source since: the difference is told, and nothing is written.
    folder.replace(path, "idi: 71.4142857142857", "idi: 71.4");
    let said_by = import(&folder, &folder, "output/conjunto/consolidado-2024.xlsx");
    assert_eq!(said_by.code, 1, "{said_by:?}");
    assert!(said_by.stdout.contains("    idi: 71.4 → 71.4142857142857\n"), "{said_by:?}");
    assert!(said_by.stdout.contains(" = 0 escritas + 6 iguales + 1 que ya existe y dice otra cosa + "), "{said_by:?}");
}

#[test]
fn what_the_table_cannot_carry_is_said_under_it() {
    let folder = Folder::set();
    exported(&folder, "json", "conjunto/consolidado-2024");
    let json: serde_json::Value =
        serde_json::from_slice(&folder.bytes("output/conjunto/consolidado-2024.json")).expect("JSON");
    let tables = json["cuadros"].as_array().expect("a list");
    let table = tables.iter().find(|c| c["nombre"] == "resultados").expect("the results");
    let note = table["nota"].as_str().expect("a note");
    let left_out = " Sin I20 e I21: el catálogo no tiene su código en la vigencia o en la política de los datos.";
    assert!(note.ends_with(left_out), "{note}");
}

#[test]
fn a_table_that_does_not_have_all_the_data_is_refused_with_the_reason() {
    let folder = Folder::set();
    for (form, document) in [("xlsx", "presentacion-2024"), ("csv", "consolidado-2024")] {
        exported(&folder, form, &format!("conjunto/{document}"));
    }
    let said_by = import(&folder, &folder, "output/conjunto/presentacion-2024.xlsx");
    assert_eq!(
        (said_by.code, said_by.stderr.as_str()),
        (
            2,
            "error: «presentacion-2024.xlsx» lo exportó este programa y no trae la hoja «resultados»: sus cuadros no \
             tienen todos los datos\n  remedio: la traen el informe de una entidad y el consolidado, con «seguimiento \
             exportar xlsx»; o importe el archivo original\n"
        )
    );
    let csv = "output/conjunto/consolidado-2024-csv";
    for name in fs::read_dir(folder.path().join(csv)).expect("a folder") {
        let name = name.expect("readable").file_name().to_string_lossy().into_owned();
        if name.ends_with("-resultados.csv") {
            continue;
        }
        let said_by = import(&folder, &folder, &format!("{csv}/{name}"));
        assert_eq!(
            (said_by.code, said_by.stderr),
            (
                2,
                format!(
                    "error: «{name}» es un cuadro que exportó este programa y no trae todos los datos\n  remedio: importe \
                     el cuadro «resultados» del informe de una entidad o del consolidado, exportado como CSV o como libro\n"
                )
            )
        );
    }
}

#[test]
fn a_table_of_several_vigencias_is_read_by_the_one_that_is_asked_for() {
    let folder = Folder::set();
    let table = "Entidad;Vigencia;IDI;POL02\r\nUnidad de Catastro;2024;81,5;70\r\nUnidad de Catastro;2023;60,5;50\r\n\
                 Banco de Tierras;mil;40,5;50\r\nSecretaría de Tierras;;41,5;50\r\n";
    folder.write("tabla.csv", table);
    let run = |options: &[&str]| {
        let file = folder.path().join("tabla.csv").to_string_lossy().into_owned();
        folder.run(&[&["importar", "furag", &file, "--formato", "corto", "--forzar"], options].concat())
    };
    assert_eq!(
        run(&[]).stderr,
        "error: «tabla.csv» tiene resultados de varias vigencias: 2023 y 2024\n  remedio: diga cuál se importa con \
         --vigencia AAAA; las demás filas no se seleccionan\n"
    );
    assert_eq!(
        run(&["--vigencia", "2022"]).stderr,
        "error: la columna Vigencia dice 2023 y se importa como vigencia 2022\n  remedio: revise de qué vigencia son los \
         datos y dígala con --vigencia; si el que está mal es el nombre o el título, corríjalo en el libro\n"
    );
    let said_by = run(&["--vigencia", "2023"]);
    assert_eq!(said_by.code, 1);
    for expected in [
        "tabla.csv:línea 4, Vigencia: error[vigencia-fuera-de-rango]: la vigencia «mil» no es un año entre 2000 y 2100.",
        "tabla.csv:línea 5, Vigencia: error[celda-vacia]: la fila no dice la vigencia.",
    ] {
        assert!(said_by.stderr.contains(expected), "{expected}\n{}", said_by.stderr);
    }
    assert!(said_by.stdout.contains("4 filas leídas = 3 seleccionadas + 1 no seleccionada\n"), "{said_by:?}");
    assert!(folder.read("data/entidades/catastro/resultados-2023.yaml").contains("idi: 60.5\n"));
    assert!(!folder.read("data/entidades/catastro/resultados-2024.yaml").contains("81.5"));
}

#[test]
fn a_line_whose_fields_are_shifted_stops_a_table_of_text() {
    let folder = Folder::set();
    let header = "Entidad,IDI,POL01,POL02\r\n";
    let shifted = "Unidad de Catastro,81.5,70,60\r\nSecretaría de Aguas, Tierras,41.5,50,40\r\nFuente: FURAG\r\n";
    folder.write("r_vig2022.csv", &format!("{header}{shifted}"));
    let said_by = import(&folder, &folder, "r_vig2022.csv");
    let told = "r_vig2022.csv:línea 3, Entidad: error[fila-descuadrada]: la línea tiene 5 columnas y el encabezado tiene 4. \
                Remedio: revise si un texto con el separador quedó sin comillas.";
    assert!(said_by.code == 1 && said_by.stderr.contains(told), "{said_by:?}");
    assert!(!folder.exists("data/entidades/catastro/resultados-2022.yaml"));
    folder.write(
        "r_vig2022.csv",
        &format!("{header}{shifted}").replace("Secretaría de Aguas, Tierras", "\"Banco de Tierras\""),
    );
    let said_by = import(&folder, &folder, "r_vig2022.csv");
    assert_eq!(said_by.code, 0, "{said_by:?}");
    assert!(folder.read("data/entidades/banco-tierras/resultados-2022.yaml").contains("idi: 41.5\n"));
    assert!(folder.read("data/entidades/catastro/resultados-2022.yaml").contains("puntaje: 60\n"));
}
