//! Recommendations, low policies and what is overdue beside the plan: of every report of the example
//! district, counted again from the lines of the data files and from the program that invented the indices.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::Value;

use crate::consolidado::{Body, catalogue, district, percentile, value};
use crate::support::{Folder, dense};

const CUT: &str = "2025-09-30";

/// The entries of a list of a data file as lines `key: value`.
pub fn entries(text: &str, list: &str) -> Vec<BTreeMap<String, String>> {
    let Some((_, body)) = text.split_once(&format!("\n{list}:\n")) else { return Vec::new() };
    let mut all: Vec<BTreeMap<String, String>> = Vec::new();
    for line in body.lines().take_while(|line| line.starts_with(' ')) {
        if line.starts_with("  - ") {
            all.push(BTreeMap::new());
        }
        if let (Some(entry), Some((key, value))) = (all.last_mut(), line[4..].split_once(": ")) {
            entry.insert(key.trim().to_owned(), value.trim_matches('"').to_owned());
        }
    }
    all
}

fn count(all: &[BTreeMap<String, String>], policy: &str) -> usize {
    all.iter().filter(|a| a["politica"] == policy).count()
}

/// The rows of an exported table as cells by their key.
fn rows(export: &Value, table: &str) -> Vec<BTreeMap<String, Value>> {
    let all = export["cuadros"].as_array().expect("tables");
    let Some(table) = all.iter().find(|t| t["nombre"] == table) else { return Vec::new() };
    let keys: Vec<_> =
        table["columnas"].as_array().expect("columns").iter().map(|c| c["clave"].as_str().expect("a key")).collect();
    let row = |r: &Value| {
        let cells = r.as_array().expect("cells").iter().cloned();
        keys.iter().map(|k| (*k).to_owned()).zip(cells).collect()
    };
    table["filas"].as_array().expect("rows").iter().map(row).collect()
}

/// Days from the end of the term of an activity to the cut-off, where it is late.
fn late(activity: &BTreeMap<String, String>) -> Option<i64> {
    let day = |text: &str| text.parse::<Date>().expect("a day");
    let days = (day(CUT) - day(&activity["fin"])).get_days();
    let done: f64 = activity["avance"].parse().expect("a number");
    (days > 0 && done < 100.0).then_some(days.into())
}

#[test]
fn recommendations_low_policies_and_delays_are_those_of_the_data() {
    let folder = Folder::made_district();
    let out = folder.path().join("enlaces");
    let said = folder.run(&["exportar", "json", "*/informe-2024", "--salida", &out.to_string_lossy()]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let catalogo = catalogue();
    let bodies: Vec<Body> = district(&catalogo);
    let code = |name: &str| {
        let named = catalogo.politicas.iter().filter_map(|p| p.nombre_en(2024));
        named.into_iter().find(|n| n.nombre == name).map(|n| n.codigo.clone()).expect("a policy")
    };
    let (mut asked, mut unanswered, mut overdue) = (0, 0, 0);
    for body in &bodies {
        let name = format!("enlaces/{}/informe-2024.json", body.slug);
        if !folder.exists(&name) {
            continue;
        }
        let export: Value = serde_json::from_str(&folder.read(&name)).expect("JSON");
        let file = |name: &str| {
            let path = format!("data/entidades/{}/{name}.yaml", body.slug);
            folder.exists(&path).then(|| folder.read(&path))
        };
        let plan = file("plan-2025").map(|text| entries(&text, "actividades"));
        let wanted = file("recomendaciones-2024").map(|text| entries(&text, "recomendaciones")).unwrap_or_default();

        let linked = rows(&export, "recomendaciones");
        assert_eq!(linked.len(), wanted.len(), "{}", body.slug);
        let answered: Vec<_> = linked.iter().map(|r| r["actividades"].as_u64()).collect();
        for row in &linked {
            let text = row["recomendacion"].as_str().expect("a text");
            let policy = row["politica"].as_str().expect("a policy");
            assert!(wanted.iter().any(|w| w["recomendacion"] == text && w["politica"] == policy), "{text}");
            let own = plan.as_ref().map(|plan| count(plan, policy) as u64);
            assert_eq!(row["actividades"].as_u64(), own, "{} {policy}", body.slug);
        }
        // Those without an answer stand first.
        let first = answered.iter().take_while(|n| **n == Some(0)).count();
        assert_eq!(first, answered.iter().filter(|n| **n == Some(0)).count(), "{}", body.slug);
        (asked, unanswered) = (asked + linked.len(), unanswered + first);

        let Some(plan) = plan else { continue };
        for (row, activity) in rows(&export, "actividades").iter().zip(&plan) {
            assert_eq!(row["dias"].as_i64(), late(activity), "{} {}", body.slug, activity["id"]);
            overdue += usize::from(late(activity).is_some());
        }
        for row in rows(&export, "indice_plan") {
            let policy = row["politica"].as_str().expect("a policy");
            let code = code(policy);
            let own = value(2024, &body.slug, &code).expect("a value");
            let mut all: Vec<f64> = bodies.iter().filter_map(|b| value(2024, &b.slug, &code)).collect();
            let median = percentile(&mut all, 50);
            assert!((row["mediana"].as_f64().expect("a median") - median).abs() < 1e-6, "{} {policy}", body.slug);
            // One point or less below is like the median.
            let low = if median - own > 1.0 + 1e-6 { "sí" } else { "no" };
            assert_eq!(row["baja"].as_str(), Some(low), "{} {policy}", body.slug);
            assert_eq!(row["actividades"].as_u64(), Some(count(&plan, policy) as u64), "{} {policy}", body.slug);
        }
    }
    assert!(asked > 250 && unanswered > 20 && overdue > 30, "{asked} {unanswered} {overdue}");
}

#[test]
fn the_section_on_the_plan_says_first_what_needs_attention() {
    let folder = Folder::made_district();
    let text = folder.pdf_text("output/secretaria-educacion/informe-2024.pdf");
    let dense_text = dense(&text);
    let at = |sentence: &str| dense_text.find(&dense(sentence)).unwrap_or_else(|| panic!("{sentence}\n{text}"));
    for sentence in [
        "De 8 actividades, 3 vencidas y 2 que vencían el día del corte; la más atrasada, la 4, debía terminar 92 días antes",
        "Vencida hace 92 días",
        "01/04/2025 a 30/06/2025",
        "Producto: Campaña de seguridad de la información",
        "La única política por debajo de la mediana de las entidades del Distrito Capital, Defensa Jurídica (88,2), no tiene actividades en el plan.",
        "Dos de cuatro recomendaciones no tienen actividades de su política en el plan; las demás, por verificar",
        "Sin actividad en el plan",
        "Que una actividad sea de la misma política no prueba que atienda la recomendación.",
    ] {
        at(sentence);
    }
    // The activities from the most overdue on: 92, 61 and 30 days, then what ended that day.
    assert!(at("hace 92 días") < at("hace 61 días") && at("hace 61 días") < at("hace 30 días"), "{text}");
    assert!(!text.contains("100,0 %") && !text.contains("% del plan"), "{text}");
}
