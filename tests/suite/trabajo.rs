//! What a work plan says beyond its lines, counted again from its data file: labels, who brings what to
//! which session, and what a session has to decide.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::{Folder, dense};

const PLAN: &str = "data/conjunto/plan-trabajo-2026.yaml";

/// The text of the pages, and the tables of the export, of a plan with these sessions and groups.
fn said(rest: &str) -> (String, Value) {
    let folder = Folder::set();
    let head = "tipo: plan-trabajo\ntitulo: Plan\norgano: Comisión\nvigencia: 2026\n";
    folder.write(PLAN, &format!("{head}{rest}"));
    let run = folder.run(&["generar", "conjunto/plan-trabajo-2026"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(folder.run(&["exportar", "json", "conjunto/plan-trabajo-2026"]).code, 0);
    let export = serde_json::from_str(&folder.read("output/conjunto/plan-trabajo-2026.json")).expect("JSON");
    (dense(&folder.pdf_text("output/conjunto/plan-trabajo-2026.pdf")), export)
}

fn table<'e>(export: &'e Value, name: &str) -> &'e Vec<Value> {
    let all = export["cuadros"].as_array().expect("tables");
    let one = all.iter().find(|t| t["nombre"] == name).expect("the table");
    one["filas"].as_array().expect("rows")
}

/// The points of the file as they are written: sessions, responsible bodies and those of the text.
fn points(yaml: &Value) -> Vec<(BTreeSet<String>, BTreeSet<String>, BTreeSet<String>)> {
    let list = |v: &Value| -> BTreeSet<String> {
        v.as_array().into_iter().flatten().map(|s| s.as_str().expect("a text").to_owned()).collect()
    };
    let of = |v: &Value, key: &str| v[key].as_array().cloned().unwrap_or_default();
    let functions = of(yaml, "grupos").into_iter().flat_map(|g| of(&g, "funciones"));
    let lines = functions.flat_map(|f| of(&f, "actividades"));
    lines.map(|a| (list(&a["sesiones"]), list(&a["responsable"]), list(&a["responsable_segun_texto"]))).collect()
}

#[test]
fn who_brings_what_to_which_session_adds_up_to_the_points_of_the_file() {
    let folder = Folder::shipped();
    let id = "distrito/plan-trabajo-2026";
    assert_eq!(folder.run(&["exportar", "json", id]).code, 0);
    let export: Value = serde_json::from_str(&folder.read(&format!("output/{id}.json"))).expect("JSON");
    let yaml: Value = serde_saphyr::from_str(&folder.read(&format!("data/{id}.yaml"))).expect("YAML");
    let points = points(&yaml);
    let rows = table(&export, "responsables");
    let (whole, bodies) = rows.split_last().expect("rows");
    let mut told = 0;
    for row in bodies {
        let own: Vec<_> = match row[1].as_str() {
            Some("columna") => points.iter().filter(|p| p.1.contains(row[0].as_str().expect("a name"))).collect(),
            Some("texto") => {
                points.iter().filter(|p| p.1.is_empty() && p.2.contains(row[0].as_str().expect("a name"))).collect()
            }
            _ => points.iter().filter(|p| p.1.is_empty() && p.2.is_empty()).collect(),
        };
        let of = |session: &str| own.iter().filter(|p| p.0.contains(session)).count();
        let none = own.iter().filter(|p| p.0.is_empty()).count();
        let counted = [of("feb"), of("jul"), none, own.len()].map(|n| n as f64);
        for (cell, n) in counted.iter().enumerate() {
            assert_eq!(row[cell + 2].as_f64(), Some(*n), "{row}");
        }
        told += own.len();
    }
    // Points of several bodies stand more than once, and no point is left out.
    let more: usize = points.iter().map(|p| p.1.len().saturating_sub(1)).sum();
    assert_eq!((told, points.len(), more), (19 + 2, 19, 2));
    let whole: Vec<_> = (2..6).map(|cell| whole[cell].as_f64().expect("a number") as usize).collect();
    assert_eq!(whole, [8, 8, 10, 19]);
    // No label stands for two points.
    let labels: BTreeSet<_> = table(&export, "renglones").iter().map(|row| row[4].as_str().expect("a label")).collect();
    assert_eq!(labels.len(), 19);
    assert!(labels.is_superset(&BTreeSet::from(["B1.1", "E1.1", "E6", "E6-P1", "E6-P2", "O1", "O3"])), "{labels:?}");
}

#[test]
fn a_label_stands_for_one_point_whatever_the_numbers_are() {
    let line = |numero: &str, actividad: &str| format!("          - {{{numero}actividad: {actividad}}}\n");
    let function =
        |numero: &str, lines: &str| format!("      - funcion: Velar por algo.\n{numero}        actividades:\n{lines}");
    let number = |n: &str| format!("        numero: \"{n}\"\n");
    let plan = [
        "grupos:\n  - titulo: Propias\n    sigla: A\n    funciones:\n".to_owned(),
        function(&number("Nota"), &line("", "uno")),
        function(&number("1."), &line("numero: \"1.1.\", ", "dos")),
        function(&number("1"), &line("numero: \"1.1\", ", "tres")),
        function(&number("Parágrafo segundo"), &line("", "cuatro")),
        function(&number("2"), &(line("", "cinco") + &line("", "seis"))),
        function("", &line("", "siete")),
        "  - titulo: Ajenas\n    funciones:\n".to_owned(),
        function(&number("1"), &line("numero: \"1.1\", ", "ocho")),
    ];
    let (text, export) = said(&plan.concat());
    let labels: Vec<_> = table(&export, "renglones").iter().map(|row| row[4].as_str()).collect();
    let wanted = ["A-N", "A1.1", "A1.1-2", "A1-P", "A2-1", "A2-2", "A6"].map(Some);
    assert_eq!(labels, [&wanted[..], &[None]].concat());
    // Without sessions there is no agenda; one group without label is named beside its numbers.
    assert!(!text.contains(&dense("Orden del día")) && !text.contains(&dense("Para decidir")), "{text}");
    assert!(text.contains(&dense("A6; 1.1 (Ajenas)")), "{text}");
}

#[test]
fn a_session_decides_what_the_plan_leaves_open_once_and_where_it_first_can() {
    let sessions = "sesiones:\n  - {id: feb, rotulo: FEB, nombre: sesión de febrero, fecha: 2026-02-20}\n  - {id: jul, rotulo: JUL, nombre: sesión de julio}\n";
    let plan = |lines: &[(&str, &str)]| {
        let functions: String = lines
            .iter()
            .enumerate()
            .map(|(at, (funcion, line))| {
                format!("      - {{numero: \"{}\", funcion: {funcion}, actividades: [{{{line}}}]}}\n", at + 1)
            })
            .collect();
        format!("{sessions}grupos:\n  - titulo: Propias\n    sigla: A\n    funciones:\n{functions}")
    };
    let says = |text: &str, all: &[&str], none: &[&str]| {
        for wanted in all {
            assert!(text.contains(&dense(wanted)), "missing {wanted:?} in\n{text}");
        }
        for other in none {
            assert!(!text.contains(&dense(other)), "{other:?} in\n{text}");
        }
    };
    // Nothing is open: no box, and nothing that is missing.
    let (text, _) = said(&plan(&[
        ("Presentar al menos una vez al año.", "actividad: Uno, responsable: [Ana], sesiones: [feb, jul]"),
        ("Presentar una vez al año.", "actividad: Dos, responsable: [Ana], sesiones: [jul]"),
    ]));
    says(
        &text,
        &[
            "Fecha: 20 de febrero de 2026.",
            "Fecha: por fijar",
            "Sesión de febrero: preparar 1 punto.",
            "preparar 2 puntos; solo en ella, A2, y decidir 1 asunto.",
            "Decidir a dónde vuelve A2 si no termina: el plan lo lleva solo a esta sesión.",
            "Ana A1 A1, A2 — 2",
        ],
        &["Lo que falta por definir", "Según el texto", "Sin responsable", "anexo"],
    );
    // Each rule, in the session that can first decide; what the first one decides the second one does not.
    let (text, _) = said(&plan(&[
        (
            "Presentar el informe una vez al año.",
            "actividad: \"Ver **anexo** 1\", responsable: [Ana], sesiones: [feb, jul]",
        ),
        ("Uno.", "actividad: \"El mismo texto.\", sesiones: [jul]"),
        ("Dos.", "actividad: \"El **mismo** texto\", sesiones: [jul]"),
        (
            "El comité decide.",
            "responsable_segun_texto: [El comité], sesiones: [feb], pendiente: {actividad: Por precisar}",
        ),
        ("Tres.", "actividad: Cinco, responsable: [Luz], pendiente: {fecha: Por fijar}"),
        ("Cuatro.", "actividad: Seis, pendiente: {responsable: Por designar}"),
        ("Cinco.", "actividad: Siete"),
    ]));
    says(
        &text,
        &[
            "y decidir 5 asuntos",
            "Fijar la fecha de A5, que",
            "Designar quién responde por A6: el plan no lo dice.",
            "Definir en qué sesión va A1: se pide una vez al año y el plan lo lleva a dos.",
            "Decidir a dónde vuelve A4 si no termina: el plan lo lleva solo a esta sesión.",
            "Definir la actividad de A4, que",
            "y decidir 3 asuntos",
            "Designar quién responde por A2 y A3: el plan no lo dice.",
            "Decidir a dónde vuelven A2 y A3 si no terminan: el plan los lleva solo a esta sesión.",
            "Decidir si A2 y A3 se tratan juntos: misma actividad.",
            "Según el texto: El comité",
            "El anexo que menciona A1 no está en este documento.",
            "5 puntos de 7 por definir",
            "1 punto de 7 con casillas en blanco",
            "Sin responsable, ni en la columna ni en el texto — A2, A3 A6, A7 4",
        ],
        &["responde por A7"],
    );
    let feb = &text[text.find(&dense("Orden del día de la sesión de febrero")).expect("February")..];
    let (feb, jul) = feb.split_at(feb.find(&dense("Orden del día de la sesión de julio")).expect("July"));
    says(feb, &["responde por A6", "va A1"], &["A2"]);
    let jul = jul.split("Tabla").next().expect("what stands before its points");
    says(jul, &["responde por A2"], &["A1", "A5", "A6"]);
    // What is due each year has a date or a session, unless another activity of its function has one;
    // and where no point comes back, none is said to have nowhere to return.
    let (text, _) = said(&plan(&[
        ("Presentar por lo menos una vez al año.", "actividad: Uno, responsable: [Ana], pendiente: {fecha: Por fijar}"),
        ("Dos.", "actividad: Dos, responsable: [Ana], pendiente: {fecha: Por fijar}"),
        ("Publicar **anualmente**.", "actividad: Tres, responsable: [Ana]"),
        (
            "Revisar una vez al año.",
            "actividad: Cuatro, responsable: [Ana], sesiones: [feb]}, {actividad: Cinco, responsable: [Ana]",
        ),
    ]));
    says(
        &text,
        &[
            "y decidir 3 asuntos",
            "Llevar A1 a una sesión o fijarle fecha: se pide por lo menos una vez al año, no va a ninguna sesión y, sin fecha en 2026, no se cumple.",
            "Llevar A3 a una sesión o fijarle fecha: se pide una vez al año, no va",
            "Fijar la fecha de A2, que",
        ],
        &["Llevar A4", "a dónde vuelve", "en qué sesión va"],
    );
}

#[test]
fn a_plan_says_who_edited_it_and_names_each_body_once() {
    let line =
        |rest: &str| format!("      - {{funcion: La oficina informa., actividades: [{{actividad: Uno, {rest}}}]}}\n");
    let plan = [
        "edicion: la Secretaría Técnica\nadopcion: 2026-02-03\nsesiones:\n  - {id: feb, rotulo: FEB, nombre: sesión de febrero}\n".to_owned(),
        "siglas:\n  - {sigla: XYZ}\n  - {sigla: ABC, nombre: Abecé}\n".to_owned(),
        "otros_nombres:\n  - {nombre: La oficina, es: Oficina de Planeación}\ngrupos:\n  - titulo: Propias\n    sigla: A\n    funciones:\n".to_owned(),
        line("responsable: [Oficina de Planeación], sesiones: [feb]"),
        line("responsable_segun_texto: [La oficina], sesiones: [feb]"),
        line("responsable: [Jurídica], sesiones: [feb]"),
    ];
    let (text, export) = said(&plan.concat());
    let wanted = [
        "Edición de la Secretaría Técnica sobre el plan adoptado el 3 de febrero de 2026",
        "Oficina de Planeación: 2 de 3 puntos",
        "Oficina de Planeación A1, A2 — 2",
        "Siglas: ABC: Abecé.",
        "1 punto de 3 con casillas en blanco: hay que confirmar quién responde",
        "Siglas que el plan no explica. XYZ:",
    ];
    for wanted in wanted {
        assert!(text.contains(&dense(wanted)), "missing {wanted:?} in\n{text}");
    }
    // The export keeps the words of the plan.
    let names: Vec<_> = table(&export, "responsables").iter().map(|row| row[0].as_str().expect("a name")).collect();
    assert_eq!(names, ["Jurídica", "Oficina de Planeación", "La oficina", "Puntos distintos"]);
}
