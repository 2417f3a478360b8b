//! The tables of documents as files of other programs.

use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use proptest::prelude::*;
use seguimiento::cuadro::{Celda, Clase, Columna, Cuadro};
use seguimiento::interop::exportar::{Portada, to_csv, to_json, to_xlsx};
use serde_json::Value;
use walkdir::WalkDir;

use crate::exploration::holds;
use crate::support::Folder;

const PLAN: &str = "distrito/plan-trabajo-2026";

/// Everything below a folder, by its path.
fn files(folder: &Folder, under: &str) -> BTreeMap<String, Vec<u8>> {
    let root = folder.path().join(under);
    WalkDir::new(&root)
        .into_iter()
        .map(|e| e.expect("readable"))
        .filter(|e| e.file_type().is_file())
        .map(|e| {
            let name = e.path().strip_prefix(&root).expect("below").to_string_lossy().replace('\\', "/");
            (name, fs::read(e.path()).expect("readable"))
        })
        .collect()
}

#[test]
fn tables_that_a_document_no_longer_has_leave_its_folder() {
    let folder = Folder::sample();
    let inside = |name: &str| format!("output/{PLAN}-csv/{name}");
    for name in ["05-viejo.csv", "12-otro.csv", "nota.txt", "2025.csv"] {
        folder.write(&inside(name), "de antes\n");
    }
    let said = folder.run(&["exportar", "csv", PLAN]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(
        said.stderr.contains(&format!("quitado   {} (ya no es un cuadro del documento)\n", inside("05-viejo.csv"))),
        "{said:?}"
    );
    let left = ["05-viejo.csv", "12-otro.csv", "nota.txt", "2025.csv", "04-sesiones.csv"]
        .map(|name| folder.exists(&inside(name)));
    assert_eq!(left, [false, false, true, true, true]);
}

#[test]
fn a_plan_is_exported_in_the_three_forms_with_the_same_numbers() {
    let folder = Folder::sample();
    let said = folder.run(&["exportar", "xlsx", PLAN]);
    assert_eq!((said.code, said.stdout.as_str()), (0, "output/distrito/plan-trabajo-2026.xlsx\n"), "{}", said.stderr);
    let said = folder.run(&["export", "json", "plan-trabajo-2026"]);
    assert_eq!((said.code, said.stdout.as_str()), (0, "output/distrito/plan-trabajo-2026.json\n"), "{}", said.stderr);
    let said = folder.run(&["exportar", "csv", PLAN]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let names = [
        "00-contenido.csv",
        "00-columnas.csv",
        "00-documento.csv",
        "01-renglones.csv",
        "02-grupos.csv",
        "03-responsables.csv",
        "04-sesiones.csv",
    ];
    let paths: Vec<_> = names.iter().map(|n| format!("output/{PLAN}-csv/{n}\n")).collect();
    assert_eq!(said.stdout, paths.concat());

    let json: Value = serde_json::from_slice(&folder.bytes(&format!("output/{PLAN}.json"))).expect("JSON");
    assert_eq!(json["documento"]["vigencia"], 2026);
    // The plan has no date, so none is told.
    assert_eq!(json["documento"]["fecha"], Value::Null);
    assert_eq!(json["documento"]["ejemplo"], false);
    let inputs = json["documento"]["entradas"].as_array().expect("a list");
    assert!(inputs.iter().any(|e| e["archivo"] == "data/distrito/plan-trabajo-2026.yaml"), "{inputs:?}");
    assert!(inputs.iter().all(|e| e["blake3"].as_str().is_some_and(|h| h.len() == 64)), "{inputs:?}");

    let book = folder.bytes(&format!("output/{PLAN}.xlsx"));
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(book)).expect("a workbook");
    let cuadros = json["cuadros"].as_array().expect("a list");
    assert_eq!(cuadros.len(), 4);
    for (index, cuadro) in cuadros.iter().enumerate() {
        let name = cuadro["nombre"].as_str().expect("a name");
        let rows = cuadro["filas"].as_array().expect("rows");
        assert!(!rows.is_empty(), "{name}");
        let sheet = book.worksheet_range(name).expect(name);
        let cells: Vec<_> = sheet.rows().collect();
        let cells = &cells[cells.len() - rows.len()..];
        let text = folder.read(&format!("output/{PLAN}-csv/{}", names[index + 3]));
        let plain: Vec<csv::StringRecord> = csv::ReaderBuilder::new()
            .delimiter(b';')
            .from_reader(text.strip_prefix('\u{feff}').expect("the mark").as_bytes())
            .records()
            .map(|r| r.expect("a record"))
            .collect();
        assert_eq!(plain.len(), rows.len(), "{name}");
        for ((row, cells), plain) in rows.iter().zip(cells).zip(&plain) {
            for ((value, cell), plain) in row.as_array().expect("cells").iter().zip(*cells).zip(plain) {
                match value {
                    Value::Null => assert_eq!((cell, plain), (&Data::Empty, "")),
                    Value::String(t) => {
                        assert_eq!((cell, plain.trim_start_matches('\'')), (&Data::String(t.clone()), t.as_str()));
                    }
                    number => {
                        let number = number.as_f64().expect("a number");
                        assert_eq!(*cell, Data::Float(number));
                        assert_eq!(plain.replace(',', ".").parse(), Ok(number));
                    }
                }
            }
        }
    }
    // Counts by group add up to their total and to the lines; texts read without marks and with their figures.
    let groups = cuadros[1]["filas"].as_array().expect("rows");
    let (total, groups) = groups.split_last().expect("a total");
    let lines = cuadros[0]["filas"].as_array().map_or(0, Vec::len) as f64;
    assert_eq!((total[0].as_str(), total[1].as_f64()), (Some("Total"), Some(lines)));
    assert_eq!(groups.iter().filter_map(|row| row[1].as_f64()).sum::<f64>(), lines);
    let all = json.to_string();
    assert!(all.contains("Equipo Técnico Administrativo de la CIGD"));
    assert!(!all.contains("**") && !all.contains("{{"), "{all}");
}

#[test]
fn the_same_data_gives_the_same_files_in_any_folder() {
    let exports: Vec<_> = (0..2)
        .map(|_| {
            let folder = Folder::sample();
            for form in ["xlsx", "csv", "json"] {
                let elsewhere = folder.path().join("publicación").to_string_lossy().into_owned();
                let said = folder.run(&["exportar", form, PLAN, "--salida", &elsewhere]);
                assert_eq!(said.code, 0, "{}", said.stderr);
                assert!(said.stdout.starts_with("PROYECTO/publicación/distrito/plan-trabajo-2026"), "{}", said.stdout);
            }
            assert!(!folder.exists("output"));
            files(&folder, "publicación")
        })
        .collect();
    assert_eq!(exports[0].len(), 9);
    assert!(exports[0] == exports[1]);
}

#[test]
fn what_has_no_tables_is_told_and_nothing_at_all_is_an_error() {
    let folder = Folder::empty();
    let sample = Folder::sample();
    crate::support::copy(&sample.path().join("data/catalogo"), &folder.path().join("data/catalogo"));
    folder.write("data/proyecto.yaml", &sample.read("data/proyecto.yaml"));
    let said = folder.run(&["exportar", "csv"]);
    assert_eq!(
        (said.code, said.stdout.as_str(), said.stderr.as_str()),
        (
            2,
            "",
            "error: ningún documento del proyecto tiene cuadros que exportar\n  remedio: agregue un documento que los \
             tenga, como un plan de trabajo\n"
        )
    );
    let said = folder.run(&["exportar"]);
    assert_eq!((said.code, said.stderr.as_str()), (2, "error: falta <FORMA>\n  remedio: vea «seguimiento --ayuda»\n"));
    let said = folder.run(&["exportar", "ods"]);
    assert_eq!(
        (said.code, said.stderr.as_str()),
        (2, "error: «ods» no es un valor de <FORMA>\n  remedio: los valores son xlsx, csv, json\n")
    );
}

#[test]
fn a_document_with_wrong_data_is_skipped_and_the_others_are_exported() {
    let folder = Folder::sample();
    let plan = folder.read("data/distrito/plan-trabajo-2026.yaml");
    folder.write("data/distrito/plan-2027.yaml", &plan.replacen("sesiones: [feb, jul]", "sesiones: [feb, dic]", 1));
    folder.write("data/distrito/plan-2028.yaml", &plan.replacen("{{ vigencia }}", "{{ vijencia }}", 1));
    let said = folder.run(&["exportar", "json", "distrito", "--formato", "corto"]);
    assert_eq!((said.code, said.stdout.as_str()), (1, "output/distrito/plan-trabajo-2026.json\n"), "{}", said.stderr);
    assert!(said.stderr.contains("omitido   distrito/plan-2027\nomitido   distrito/plan-2028\n"), "{}", said.stderr);
    assert!(said.stderr.contains("sesion-desconocida") && said.stderr.contains("cifra-desconocida"), "{}", said.stderr);
    assert!(!folder.exists("output/distrito/plan-2027.json") && !folder.exists("output/distrito/plan-2028.json"));
    // Findings for programs are alone on stdout.
    let said = folder.run(&["exportar", "json", "distrito", "--formato", "json"]);
    assert!(serde_json::from_str::<Value>(&said.stdout).is_ok(), "{}", said.stdout);
}

/// Whatever a text or a number is, the three forms give it back.
#[test]
fn any_value_is_read_back() {
    let rows = proptest::collection::vec(("[=+\\-@'\"; ]?[\\PC\n]{0,30}", -1e5..1e5f64), 1..20);
    holds(64, (rows, "\\PC{0,40}"), |(rows, nombre)| {
        // Indices have few decimals.
        let rows: Vec<_> = rows.into_iter().map(|(text, n)| (text, (n * 1e4).round() / 1e4 + 0.0)).collect();
        let cuadro = Cuadro {
            total: false,
            nombre: nombre.clone(),
            titulo: nombre.clone(),
            columnas: vec![
                Columna::new("texto", nombre.clone(), Clase::Texto, None),
                Columna::new("numero", nombre.clone(), Clase::Puntos, None),
            ],
            filas: rows.iter().map(|(text, n)| vec![Celda::from(text.as_str()), Celda::from(*n)]).collect(),
            fuente: nombre.clone(),
            nota: Some(nombre),
        };
        let portada = Portada::default();
        let cuadros = [cuadro];

        let json: Value = serde_json::from_slice(&to_json(&portada, &cuadros)).expect("JSON");
        let files = to_csv(&portada, &cuadros);
        let text = std::str::from_utf8(&files[3].1).expect("UTF-8").strip_prefix('\u{feff}').expect("the mark");
        let records: Vec<csv::StringRecord> = csv::ReaderBuilder::new()
            .delimiter(b';')
            .from_reader(text.as_bytes())
            .records()
            .map(|r| r.expect("a record"))
            .collect();
        let book = to_xlsx(&portada, &cuadros).expect("it is small");
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(book)).expect("a workbook");
        let sheet = book.worksheet_range_at(3).expect("a sheet").expect("readable");
        let cells: Vec<_> = sheet.rows().collect();
        let cells = &cells[cells.len() - rows.len()..];
        prop_assert_eq!(records.len(), rows.len());
        for (index, (text, n)) in rows.iter().enumerate() {
            prop_assert_eq!(json["cuadros"][0]["filas"][index][0].as_str(), Some(text.as_str()));
            prop_assert_eq!(json["cuadros"][0]["filas"][index][1].as_f64(), Some(*n));
            let quoted = text.starts_with(['=', '+', '-', '@']);
            prop_assert_eq!(&records[index][0], format!("{}{text}", if quoted { "'" } else { "" }));
            prop_assert_eq!(records[index][1].replace(',', ".").parse::<f64>(), Ok(*n));
            prop_assert_eq!(&cells[index][0], &if text.is_empty() { Data::Empty } else { Data::String(text.clone()) });
            prop_assert_eq!(&cells[index][1], &Data::Float(*n));
        }
        Ok(())
    });
}

#[test]
fn what_an_entity_report_compares_and_copies_is_exported_too() {
    let table = |folder: &Folder, id: &str, name: &str| {
        let said = folder.run(&["exportar", "json", id]);
        assert_eq!(said.code, 0, "{}", said.stderr);
        let json: Value = serde_json::from_slice(&folder.bytes(&format!("output/{id}.json"))).expect("JSON");
        let all = json["cuadros"].as_array().expect("a list").clone();
        all.into_iter().find(|c| c["nombre"] == name).unwrap_or_else(|| panic!("{id} exports no {name}"))
    };
    let folder = Folder::sample();
    let cross = table(&folder, "and/informe-2024-04", "indice_plan");
    assert_eq!(cross["filas"].as_array().expect("rows").len(), 15);
    let lowest = serde_json::json!(["Gestión de la Información Estadística", 58.7, "sí", null, 2, 2, "sin recurso"]);
    assert_eq!(cross["filas"][0], lowest);
    let control = table(&folder, "and/informe-2024-04", "control_interno");
    assert_eq!(control["filas"][0], serde_json::json!(["Índice de control interno", 81.3]));
}
