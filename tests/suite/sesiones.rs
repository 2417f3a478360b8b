//! What became of a work plan by a session of its body, counted again from the data files: what was due and
//! not reported, the state of each point, commitments at a cut-off, and what the next session has before it.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::Value;

use crate::support::{Folder, dense};

const SESSIONS: [&str; 2] = ["feb", "jul"];

fn yaml(folder: &Folder, name: &str) -> Value {
    serde_saphyr::from_str(&folder.read(&format!("data/distrito/{name}.yaml"))).expect("YAML")
}

fn list<'v>(value: &'v Value, key: &str) -> Vec<&'v Value> {
    value[key].as_array().into_iter().flatten().collect()
}

/// The label of each point of the repository's plan with the sessions that treat it, by hand: groups with a
/// letter, functions with a number, paragraphs after the function before them.
fn points(plan: &Value) -> Vec<(String, Vec<String>)> {
    let mut out = Vec::new();
    for group in list(plan, "grupos") {
        let letter = group["sigla"].as_str().expect("a letter");
        let mut before = String::new();
        for (at, function) in list(group, "funciones").into_iter().enumerate() {
            let own = match function["numero"].as_str() {
                Some(words) if words.to_lowercase().starts_with('p') => {
                    format!("{before}-P{}", words.chars().last().expect("a digit"))
                }
                Some(number) => {
                    before = format!("{letter}{number}");
                    before.clone()
                }
                None => format!("{letter}{}", at + 1),
            };
            for activity in list(function, "actividades") {
                let label = activity["numero"].as_str().map_or(own.clone(), |n| format!("{letter}{n}"));
                let sessions = list(activity, "sesiones").into_iter().map(|s| s.as_str().expect("an id").to_owned());
                out.push((label, sessions.collect()));
            }
        }
    }
    out
}

/// The share that a report says, out of `60` or `3/6`.
fn share(report: &Value) -> f64 {
    match &report["avance"] {
        Value::String(text) => {
            let (done, of) = text.split_once('/').expect("units");
            done.parse::<f64>().expect("a number") / of.parse::<f64>().expect("a number")
        }
        number => number.as_f64().expect("a percentage") / 100.0,
    }
}

fn table<'e>(export: &'e Value, name: &str) -> &'e Vec<Value> {
    let all = export["cuadros"].as_array().expect("tables");
    all.iter().find(|t| t["nombre"] == name).expect("the table")["filas"].as_array().expect("rows")
}

#[test]
fn each_point_stands_where_the_sessions_left_it() {
    let folder = Folder::district();
    let out = folder.path().join("tablas");
    let said = folder.run(&["exportar", "json", "distrito/seguimiento-2026-*", "--salida", &out.to_string_lossy()]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let points = points(&yaml(&folder, "plan-trabajo-2026"));
    assert_eq!(points.len(), 19);
    for held in 1..=SESSIONS.len() {
        let records: Vec<_> = SESSIONS[..held].iter().map(|s| yaml(&folder, &format!("sesion-2026-{s}"))).collect();
        let name = format!("tablas/distrito/seguimiento-2026-{}.json", SESSIONS[held - 1]);
        let export: Value = serde_json::from_str(&folder.read(&name)).expect("JSON");
        let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
        for (row, (label, sessions)) in table(&export, "seguimiento").iter().zip(&points) {
            let reported =
                |record: &Value| list(record, "reportes").into_iter().find(|r| r["punto"] == **label).cloned();
            let last = records.iter().rev().find_map(reported);
            let due = (0..held).rev().find(|at| sessions.iter().any(|s| s == SESSIONS[*at]));
            let state = match (due, &last) {
                (Some(at), _) if reported(&records[at]).is_none() => "sin reporte",
                (_, Some(report)) if share(report) >= 1.0 => "cumplido",
                (_, Some(report)) if share(report) > 0.0 => "en proceso",
                (_, Some(_)) => "sin iniciar",
                (_, None) if sessions.is_empty() => "sin sesión",
                (_, None) => "programado",
            };
            assert_eq!((row[0].as_str(), row[3].as_str()), (Some(label.as_str()), Some(state)));
            assert_eq!(row[4].as_f64().map(|v| (v * 1e6).round()), last.map(|r| (share(&r) * 1e6).round()), "{label}");
            *counted.entry(state).or_default() += 1;
        }
        let expected: &[(&str, usize)] = match held {
            1 => &[("en proceso", 6), ("programado", 1), ("sin reporte", 2), ("sin sesión", 10)],
            _ => &[("cumplido", 4), ("en proceso", 4), ("sin reporte", 1), ("sin sesión", 10)],
        };
        assert_eq!(counted.into_iter().collect::<Vec<_>>(), expected);
    }
}

#[test]
fn the_follow_up_begins_with_what_was_not_reported_and_ends_with_what_comes() {
    let folder = Folder::made_district();
    let text = dense(&folder.pdf_text("output/distrito/seguimiento-2026-feb.pdf"));
    for sentence in [
        "6 de 8 puntos de la sesión con reporte",
        "Dos puntos que una sesión debía tratar no se reportaron: B7.1 y E6-P2",
        "De 2 asuntos sometidos a decisión, 1 se aprobó y 1 se aplazó",
        "Asistieron 9 de 10 integrantes con voto; se necesitan 8: hubo quórum",
        "De 19 puntos del plan, 2 sin reporte, 6 en proceso, 1 programado y 10 sin sesión",
        "La sesión ordinaria de julio tiene ante sí",
        "Por definir en el plan: B5.1, B6.1, B8.1, O1, O2 y O3",
    ] {
        assert!(text.contains(&dense(sentence)), "{sentence}\n{text}");
    }
    let first = dense(&folder.pdf_pages("output/distrito/seguimiento-2026-feb.pdf")[0]);
    assert!(
        first.contains(&dense("De 8 puntos que las sesiones celebradas debían tratar, 2 no se reportaron")),
        "{first}"
    );
    // The commitments of both sessions, at a day after the second.
    let july = dense(&folder.pdf_text("output/distrito/seguimiento-2026-jul.pdf"));
    let day = |text: &str| text.parse::<Date>().expect("a day");
    let (mut all, mut late) = (0, Vec::new());
    for session in SESSIONS {
        let record = yaml(folder, &format!("sesion-2026-{session}"));
        for c in list(&record, "compromisos") {
            all += 1;
            let end = c["fecha"].as_str().expect("a date");
            if c["cumplido"].is_null() && day(end) < day("2026-08-01") {
                late.push((day("2026-08-01") - day(end)).get_days());
            }
        }
    }
    late.sort_unstable_by(|a, b| b.cmp(a));
    assert_eq!((all, late.as_slice()), (5, &[93][..]));
    assert!(july.contains(&dense("De 5 compromisos, 1 está vencido al 1 de agosto de 2026")), "{july}");
    let at: Vec<_> =
        late.iter().map(|days| july.find(&dense(&format!("Vencido hace {days} días"))).expect("told")).collect();
    assert!(at.is_sorted(), "the latest comes first");
    for sentence in [
        "De 5 compromisos, 3 están abiertos, 1 de ellos vencido; 2 se cumplieron",
        "El plan no tiene otra sesión después de esta, y queda abierto",
        "Empezado y sin terminar: B2.1 (66,7 %), B7.1 (60 %), B8.1 (50 %) y E6-P2 (50 %)",
    ] {
        assert!(july.contains(&dense(sentence)), "{sentence}\n{july}");
    }
    assert!(
        text.contains(&dense("Aplazado: Adoptar el Plan Marco MIPG 2026 con los productos presentados (Faltan")),
        "{text}"
    );
    let minutes = dense(&folder.pdf_text("output/distrito/acta-2026-feb.pdf"));
    assert!(minutes.contains(&dense("Se informó de 6 puntos del plan; no se reportaron B7.1 y E6-P2")), "{minutes}");
    // What becomes of a commitment after the session is not known to its minutes.
    assert!(
        minutes.contains(&dense("Los 3 compromisos están abiertos y ninguno ha vencido al 26 de febrero de 2026")),
        "{minutes}"
    );
}

#[test]
fn a_session_or_a_plan_that_is_not_there_stops_only_its_document() {
    let folder = Folder::shipped();
    let record = "vigencia: 2026\nnombre: sesión extraordinaria de mayo\nfecha: 2026-05-04\nquorum: 1\n";
    folder.write("data/distrito/sesion-2026-mayo.yaml", record);
    let acta =
        |plan: &str, sesion: &str| format!("tipo: acta\norgano: Comisión\nplan_trabajo: {plan}\nsesion: {sesion}\n");
    folder.write("data/distrito/acta.yaml", &acta("plan-trabajo-2026", "sesion-2026-mayo"));
    folder.write("data/distrito/otra.yaml", &acta("plan-trabajo-2025", "sesion-2026-mallo"));
    folder.write("data/distrito/cruzada.yaml", &acta("sesion-2026-mayo", "sesion-2026-mayo"));
    let said = folder.run(&["generar", "distrito/*"]);
    assert_eq!(said.code, 1);
    for told in [
        "no existe el archivo «data/distrito/plan-trabajo-2025.yaml»",
        "¿quiso decir «plan-trabajo-2026»?",
        "no existe el archivo «data/distrito/sesion-2026-mallo.yaml»",
        "¿quiso decir «sesion-2026-mayo»?",
        "«data/distrito/sesion-2026-mayo.yaml» no es el plan de trabajo",
    ] {
        assert!(said.stderr.contains(told), "{told}\n{}", said.stderr);
    }
    assert!(folder.exists("output/distrito/acta.pdf") && folder.exists("output/distrito/plan-trabajo-2026.pdf"));
    assert!(!folder.exists("output/distrito/otra.pdf") && !folder.exists("output/distrito/cruzada.pdf"));
    // Nobody was counted and nothing was treated: the page says so and invents nothing.
    let text = dense(&folder.pdf_text("output/distrito/acta.pdf"));
    for sentence in
        ["En la sesión no se informó de ningún punto", "no se sometió nada a decisión", "No hay compromisos"]
    {
        assert!(text.contains(&dense(sentence)), "{sentence}\n{text}");
    }
    // A mistake in a record stops the documents that are made from it.
    folder.write("data/distrito/sesion-2026-mayo.yaml", &record.replace("2026-05-04", "mayo"));
    let said = folder.run(&["generar", "distrito/acta", "--forzar"]);
    assert_eq!(said.code, 1, "{}", said.stderr);
}
