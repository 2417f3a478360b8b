//! The consolidated report of the example district: every number is computed
//! again here from the program that invented the data, which knows nothing of
//! the importer, the model or the analysis.

use std::collections::BTreeMap;

use seguimiento::data::parse_text;
use seguimiento::diagnostic::Diagnostics;
use seguimiento::model::{AlcanceMedicion, Catalogo};
use serde_json::Value;

use crate::distrito::{self, Fila};
use crate::support::{Folder, dense, repository};

const PDF: &str = "output/distrito/consolidado-2024.pdf";
const NOW: u32 = 2024;
const BEFORE: u32 = 2023;

pub fn catalogue() -> Catalogo {
    let node = |name: &str| {
        let text = std::fs::read_to_string(repository().join("data/catalogo").join(name)).expect("the catalogue");
        parse_text(name, &text).0.node.expect("valid YAML")
    };
    let mut findings = Diagnostics::default();
    let (policies, norms, entities) = (node("politicas.yaml"), node("normas.yaml"), node("entidades.yaml"));
    Catalogo::build(Some(&policies), Some(&norms), Some(&entities), &mut findings)
}

/// The district: slug, name, sector and kind as printed, whether only internal control is measured.
pub struct Body {
    pub slug: String,
    pub nombre: String,
    pub sector: Option<String>,
    pub tipo: String,
    pub meci: bool,
}

pub fn district(catalogo: &Catalogo) -> Vec<Body> {
    let of_district = catalogo.entidades.iter().filter(|e| e.orden.as_deref() == Some("distrital"));
    of_district
        .map(|e| Body {
            slug: e.slug.to_string(),
            nombre: e.nombre.clone(),
            sector: e.sector.as_ref().map(|s| catalogo.nombre_sector(s).to_owned()),
            tipo: catalogo.nombre_tipo(&e.tipo.as_ref().expect("a kind").value).to_owned(),
            meci: e.medicion == Some(AlcanceMedicion::Meci),
        })
        .collect()
}

pub fn value(vigencia: u32, slug: &str, indice: &str) -> Option<f64> {
    distrito::tabla(vigencia).get(slug).and_then(|fila: &Fila| fila.get(indice).copied().flatten())
}

/// Quantile by weights on both neighbours: written otherwise than the program's.
pub fn percentile(values: &mut [f64], hundredth: usize) -> f64 {
    values.sort_by(|a, b| a.partial_cmp(b).expect("numbers"));
    let steps = (values.len() - 1) * hundredth;
    let (low, rest) = (steps / 100, steps % 100);
    let high = if rest == 0 { low } else { low + 1 };
    (values[low] * (100 - rest) as f64 + values[high] * rest as f64) / 100.0
}

/// n, minimum, quartiles, maximum and average, in the order of the tables.
fn five(mut values: Vec<f64>) -> Vec<f64> {
    let average = values.iter().sum::<f64>() / values.len() as f64;
    let n = values.len() as f64;
    let quartiles = [0, 25, 50, 75, 100].map(|p| percentile(&mut values, p));
    [&[n][..], &quartiles, &[average]].concat()
}

/// The same for a group: fewer than four values have no quartiles, and fewer than
/// three neither a median nor an average.
fn five_of_group(values: Vec<f64>) -> Vec<f64> {
    let all = five(values);
    match all[0] {
        n if n < 3.0 => vec![n, all[1], all[5]],
        n if n < 4.0 => vec![n, all[1], all[3], all[5], all[6]],
        _ => all,
    }
}

/// A number as the report prints it, rounded half away from zero.
pub fn printed(value: f64) -> String {
    let tenths =
        (value.abs() * 10.0 + 1e-6).floor() + if (value.abs() * 10.0 + 1e-6).fract() >= 0.5 { 1.0 } else { 0.0 };
    let sign = if value < 0.0 && tenths > 0.0 { "−" } else { "" };
    format!("{sign}{},{}", (tenths / 10.0).floor(), tenths % 10.0)
}

pub struct Report {
    pub folder: &'static Folder,
    tables: BTreeMap<String, Value>,
    pub text: String,
}

impl Report {
    pub fn new() -> Self {
        let folder = Folder::made_district();
        let said = folder.run(&[
            "exportar",
            "json",
            "distrito/consolidado-2024",
            "--salida",
            &folder.path().join("x").to_string_lossy(),
        ]);
        assert_eq!(said.code, 0, "{}", said.stderr);
        let export: Value = serde_json::from_str(&folder.read("x/distrito/consolidado-2024.json")).expect("JSON");
        let tables = export["cuadros"].as_array().expect("tables").iter();
        let tables = tables.map(|t| (t["nombre"].as_str().expect("a name").to_owned(), t.clone())).collect();
        let text = folder.pdf_text(PDF);
        Self { folder, tables, text }
    }

    pub fn rows(&self, table: &str) -> Vec<&Vec<Value>> {
        let table = self.tables.get(table).unwrap_or_else(|| panic!("no table {table}: {:?}", self.tables.keys()));
        table["filas"].as_array().expect("rows").iter().map(|r| r.as_array().expect("cells")).collect()
    }

    fn row(&self, table: &str, first: &str) -> Vec<f64> {
        let rows = self.rows(table);
        let row = rows.iter().find(|r| r.iter().any(|cell| cell.as_str() == Some(first)));
        let row = row.unwrap_or_else(|| panic!("no row {first} in {table}"));
        row.iter().filter_map(Value::as_f64).collect()
    }

    pub fn says(&self, sentence: &str) {
        assert!(dense(&self.text).contains(&dense(sentence)), "the PDF does not say {sentence:?}");
    }
}

fn close(found: &[f64], wanted: &[f64], what: &str) {
    let near = found.len() == wanted.len() && found.iter().zip(wanted).all(|(a, b)| (a - b).abs() < 1e-9);
    assert!(near, "{what}: found {found:?}, wanted {wanted:?}");
}

pub fn text(cell: &Value) -> &str {
    cell.as_str().unwrap_or_default()
}

#[test]
fn every_number_of_the_consolidated_report_is_what_another_path_computes() {
    let catalogo = catalogue();
    let bodies = district(&catalogo);
    let report = Report::new();
    let idi = |vigencia: u32, b: &Body| value(vigencia, &b.slug, "IDI");

    // Entities in = ranked + internal control only + without data.
    let ranked: Vec<_> = bodies.iter().filter(|b| idi(NOW, b).is_some()).collect();
    let meci: Vec<_> = bodies.iter().filter(|b| b.meci && value(NOW, &b.slug, "POL19").is_some()).collect();
    let without = bodies.len() - ranked.len() - meci.len();
    let counts: Vec<f64> = report.rows("universo").iter().map(|r| r[1].as_f64().expect("a count")).collect();
    close(&counts, &[ranked.len(), meci.len(), without, bodies.len()].map(|n| n as f64), "universo");
    assert_eq!((ranked.len(), meci.len(), without, bodies.len()), (70, 4, 1, 75));
    assert_eq!(report.rows("sin_idi").len(), meci.len() + without);
    report
        .says("De 75 entidades, 70 tienen IDI, 4 se miden solo en control interno y 1 no tiene resultado en los datos");
    report.says("Las salidas suman las entidades que entran.");

    // The ranking: nobody missing, positions by counting who is above.
    let rows = report.rows("puestos");
    assert_eq!(rows.len(), ranked.len());
    for b in &ranked {
        let own = idi(NOW, b).expect("ranked");
        let above = ranked.iter().filter(|o| idi(NOW, o).expect("ranked") > own).count();
        let row = rows.iter().find(|r| text(&r[1]) == b.nombre).unwrap_or_else(|| panic!("{} has no row", b.nombre));
        assert_eq!(row[0].as_f64(), Some((above + 1) as f64), "{}", b.nombre);
        assert_eq!(row[3].as_f64(), Some(own), "{}", b.nombre);
        assert_eq!(row[4].as_f64(), idi(BEFORE, b), "{}", b.nombre);
        let line = format!("{} {} {}", above + 1, b.nombre, printed(own));
        report.says(&line);
    }
    let positions: Vec<_> = rows.iter().filter_map(|r| r[0].as_f64()).collect();
    assert!(positions.is_sorted());

    // Quartiles, as PERCENTIL.INC gives them.
    let all: Vec<f64> = ranked.iter().filter_map(|b| idi(NOW, b)).collect();
    let whole = five(all.clone());
    report.says(&format!(
        "El IDI de 70 entidades tiene mediana {}. La mitad central está entre {} y {}, y los extremos son {} y {}.",
        printed(whole[3]),
        printed(whole[2]),
        printed(whole[4]),
        printed(whole[1]),
        printed(whole[5]),
    ));

    // Groups.
    let in_group = |test: &dyn Fn(&Body) -> bool| -> Vec<f64> {
        ranked.iter().filter(|b| test(b)).filter_map(|b| idi(NOW, b)).collect()
    };
    let sectors: std::collections::BTreeSet<_> = bodies.iter().map(|b| b.sector.clone()).collect();
    assert_eq!(report.rows("sectores").len(), sectors.len() + 1);
    for sector in &sectors {
        let members = bodies.iter().filter(|b| b.sector == *sector).count() as f64;
        let values = in_group(&|b| b.sector == *sector);
        let wanted =
            if values.is_empty() { vec![members, 0.0] } else { [&[members][..], &five_of_group(values)].concat() };
        close(&report.row("sectores", sector.as_deref().unwrap_or("Sin sector")), &wanted, &format!("{sector:?}"));
    }
    for tipo in ["Sector central", "Entidades adscritas", "Entidades de presupuesto mixto", "Alcaldías locales"] {
        let members = bodies.iter().filter(|b| b.tipo == tipo).count() as f64;
        let wanted = [&[members][..], &five(in_group(&|b| b.tipo == tipo))].concat();
        close(&report.row("tipos", tipo), &wanted, tipo);
    }
    close(&report.row("sectores", "Total"), &[&[75.0][..], &whole].concat(), "Total");

    // Dimensions and policies, with the change over who was measured in both.
    let paired = |indice: &str| -> (Vec<f64>, Vec<f64>) {
        bodies.iter().filter_map(|b| Some((value(BEFORE, &b.slug, indice)?, value(NOW, &b.slug, indice)?))).unzip()
    };
    let mut measures: Vec<(String, &str)> = (1..=7).map(|d| (format!("D{d}"), "dimensiones")).collect();
    measures.extend((1..=19).map(|p| (format!("POL{p:02}"), "politicas")));
    for (indice, table) in &measures {
        let values: Vec<f64> = bodies.iter().filter_map(|b| value(NOW, &b.slug, indice)).collect();
        let (mut before, mut now) = paired(indice);
        let change = percentile(&mut now, 50) - percentile(&mut before, 50);
        let pairs = now.len() as f64;
        let wanted = [five(values), vec![change, pairs]].concat();
        let found = report.row(table, indice);
        assert!(found.iter().zip(&wanted).all(|(a, b)| (a - b).abs() < 1e-6), "{indice}: {found:?} {wanted:?}");
        // n, then the five numbers, the change and its n, as printed beside the name.
        let [n, rest @ ..] = wanted.as_slice() else { unreachable!() };
        // The average is exported, not printed.
        let cells: Vec<_> = rest[..5].iter().map(|v| printed(*v)).collect();
        let plus = if change > 0.0 && printed(change) != "0,0" { "+" } else { "" };
        report.says(&format!("{n}{}{plus}{}{pairs}", cells.concat(), printed(change)));
    }

    // The matrix: each cell, and each blank.
    let rows = report.rows("matriz");
    for b in bodies.iter().filter(|b| distrito::tabla(NOW).contains_key(&b.slug)) {
        let row = rows.iter().find(|r| text(&r[0]) == b.nombre).unwrap_or_else(|| panic!("{} has no row", b.nombre));
        assert_eq!(row[3].as_f64(), idi(NOW, b));
        for p in 1..=19 {
            let wanted = value(NOW, &b.slug, &format!("POL{p:02}"));
            assert_eq!(row[3 + p].as_f64(), wanted, "{} POL{p:02}", b.nombre);
            assert_eq!(row[3 + p].is_null(), wanted.is_none());
        }
    }
    assert_eq!(rows.len(), 74);

    // The change of the IDI.
    let (mut before, mut now) = paired("IDI");
    let pairs: Vec<_> = before.iter().copied().zip(now.iter().copied()).collect();
    let rises = pairs.iter().filter(|(a, b)| b > a).count();
    let falls = pairs.iter().filter(|(a, b)| b < a).count();
    let (m0, m1) = (percentile(&mut before, 50), percentile(&mut now, 50));
    let change = m1 - m0;
    report.says(&format!(
        "De {} entidades con IDI en 2023 y en 2024, {rises} suben, {} y {falls} bajan. La mediana de esas mismas entidades pasa de {} a {} ({}{} puntos); sin las",
        pairs.len(),
        match pairs.len() - rises - falls { 1 => "1 queda igual".to_owned(), n => format!("{n} quedan igual") },
        printed(m0),
        printed(m1),
        if change > 0.0 { "+" } else { "" },
        printed(change),
    ));
    // Without those that changed by 20 points or more, in the summary and in the chapter.
    let (mut a, mut b): (Vec<f64>, Vec<f64>) = pairs.iter().filter(|(a, b)| (b - a).abs() < 20.0).copied().unzip();
    let left_out = pairs.len() - a.len();
    assert_eq!(left_out, 2);
    let (a, b) = (percentile(&mut a, 50), percentile(&mut b, 50));
    let without = format!("de {} a {} (+{} puntos)", printed(a), printed(b), printed(b - a));
    report.says(&format!("; sin las {left_out} que tienen el cambio por verificar, {without}."));
    let [q0, q1] = [25, 75].map(|q| (printed(percentile(&mut before, q)), printed(percentile(&mut now, q))));
    report.says(&format!(
        "El cuartil inferior de las 69 pasa de {} a {} y el superior, de {} a {}.",
        q0.0, q0.1, q1.0, q1.1
    ));
    // In how many policies the entities of each kind are measured, entity by entity.
    let kinds = ["Sector central", "Entidades adscritas", "Entidades de presupuesto mixto", "Alcaldías locales"];
    let kinds = kinds.map(|tipo| {
        let measured = |b: &&&Body| (1..=19).filter(|p| value(NOW, &b.slug, &format!("POL{p:02}")).is_some()).count();
        let counts: Vec<_> = ranked.iter().filter(|b| b.tipo == tipo).map(|b| measured(&b)).collect();
        let (low, high) = (counts.iter().min().expect("somebody"), counts.iter().max().expect("somebody"));
        if low == high { format!("{tipo}, {low}") } else { format!("{tipo}, de {low} a {high}") }
    });
    report.says(&format!("Políticas en que se mide cada entidad con IDI, de 19: {}.", kinds.join("; ")));
    report.says(
        "Los promedios incluyen los resultados por verificar de Aguas de Bogotá e Instituto para la Economía Social.",
    );
    report.says("Sector Descentralizado Territorialmente y Alcaldías locales son las mismas 20 entidades.");
    // Where nine of ten move one way.
    let mut together = 0;
    for p in 1..=19 {
        let (a, b) = paired(&format!("POL{p:02}"));
        let up = a.iter().zip(&b).filter(|(a, b)| b > a).count();
        let down = a.iter().zip(&b).filter(|(a, b)| b < a).count();
        together += usize::from(a.len() >= 10 && up.max(down) * 10 >= a.len() * 9);
    }
    report.says(&format!("En {together} políticas casi todas se mueven en un mismo sentido"));
    // Internal control and its components.
    let (mut a, mut b) = paired("POL19");
    let (up, down) = (a.iter().zip(&b).filter(|(a, b)| b > a).count(), a.iter().zip(&b).filter(|(a, b)| b < a).count());
    let (n, m0, m1) = (a.len(), percentile(&mut a, 50), percentile(&mut b, 50));
    report.says(&format!(
        "El índice de control interno se mantuvo: la mediana de {n} entidades medidas en 2023 y en 2024 pasó de {} a {}; {up} suben y {down} bajan.",
        printed(m0),
        printed(m1)
    ));
    let component =
        |code: &str| percentile(&mut bodies.iter().filter_map(|b| value(NOW, &b.slug, code)).collect::<Vec<_>>(), 50);
    let mut parts = ["I63", "I64", "I65", "I66", "I67"].map(component);
    parts.sort_by(f64::total_cmp);
    report.says(&format!(
        "Las medianas de los componentes del MECI van de {} (Actividades de control) a {} (Evaluación del riesgo).",
        printed(parts[0]),
        printed(parts[4])
    ));
    for b in &meci {
        let own = value(NOW, &b.slug, "POL19").expect("measured");
        let parts = ["I63", "I64", "I65", "I66", "I67"].map(|code| value(NOW, &b.slug, code).expect("measured"));
        let out = parts.iter().all(|p| *p > own) || parts.iter().all(|p| *p < own);
        assert_eq!(out, b.nombre == "Veeduría Distrital", "{}", b.nombre);
    }
    report.says("El índice no es el promedio de los componentes: el de Veeduría Distrital queda fuera de los suyos.");
    report.says("D4, D6 y D7 tienen una sola política cada una, y repiten su resultado.");
    report.says("Talento Humano tiene la mediana más alta de las que tienen varias políticas: 87,5");
    // What the files that travel are.
    let file = |name: &str| {
        bodies.iter().filter(|b| report.folder.exists(&format!("data/entidades/{}/{name}", b.slug))).count()
    };
    let own: usize = ["resultados-2024.yaml", "resultados-2023.yaml", "plan-2025.yaml", "recomendaciones-2024.yaml"]
        .map(file)
        .iter()
        .sum();
    report.says(&format!("a partir de {} archivos de datos: {own} de las entidades", own + 6));
    report.says("De 2022, que solo se usa en la serie, no viajan los archivos de resultados: sus valores están en «derivados/serie-2024.csv»");
    report.says("Alcaldías locales: en 15 de 19 políticas.");
    // A sector is named by its change where it has five entities and most of them move that way.
    let mut named: Vec<(f64, String)> = Vec::new();
    for sector in sectors.iter().flatten() {
        let own = bodies.iter().filter(|b| b.sector.as_ref() == Some(sector));
        let (mut a, mut b): (Vec<f64>, Vec<f64>) = own.filter_map(|b| Some((idi(BEFORE, b)?, idi(NOW, b)?))).unzip();
        let rises = a.iter().zip(&b).filter(|(a, b)| b > a).count();
        if a.len() >= 5 {
            assert!(rises * 2 > a.len() || *sector != "Cultura, Recreación y Deporte");
            named.push((percentile(&mut b, 50) - percentile(&mut a, 50), sector.clone()));
        }
    }
    named.sort_by(|a, b| b.0.total_cmp(&a.0));
    assert!(named.iter().all(|(change, _)| *change > 0.0));
    report.says(&format!(
        "De los {} sectores con cinco o más entidades, {} es el que más sube (+{} puntos)",
        named.len(),
        named[0].1,
        printed(named[0].0)
    ));
    // The files of the year that only the series shows.
    let of_2022 =
        bodies.iter().filter(|b| report.folder.exists(&format!("data/entidades/{}/resultados-2022.yaml", b.slug)));
    report.says(&format!("Archivos de resultados de 2022, para la serie {}", of_2022.count()));
    report.says("Archivos de ejemplo de los que se importaron los resultados");
    // n, rises, equal and falls of the sectors without a median.
    let mut others = [0.0; 4];
    for sector in sectors.iter().flatten() {
        let own: Vec<_> = bodies
            .iter()
            .filter(|b| b.sector.as_ref() == Some(sector))
            .filter_map(|b| Some((idi(BEFORE, b)?, idi(NOW, b)?)))
            .collect();
        let count = |test: fn(f64, f64) -> bool| own.iter().filter(|(x, y)| test(*x, *y)).count() as f64;
        if own.len() < 3 {
            // Together, without a median of one or two.
            let moved = [count(|_, _| true), count(|x, y| y > x), count(|x, y| y == x), count(|x, y| y < x)];
            others.iter_mut().zip(moved).for_each(|(sum, n)| *sum += n);
            continue;
        }
        let (mut a, mut b): (Vec<f64>, Vec<f64>) = own.iter().copied().unzip();
        let (a, b) = (percentile(&mut a, 50), percentile(&mut b, 50));
        let wanted = [own.len() as f64, a, b, b - a, count(|x, y| y > x), count(|x, y| y == x), count(|x, y| y < x)];
        let found = report.row("cambio_sectores", sector);
        assert!(found.iter().zip(&wanted).all(|(x, y)| (x - y).abs() < 1e-6), "{sector}: {found:?} {wanted:?}");
    }
    close(&report.row("cambio_sectores", "Otros sectores"), &others, "Otros sectores");
    // What a typical entity changed is not the difference of the medians.
    let mut each: Vec<f64> = pairs.iter().map(|(a, b)| b - a).collect();
    let typical = percentile(&mut each, 50);
    assert_ne!(printed(typical), printed(change));
    report.says(&format!("Una entidad típica subió {} puntos: es la mediana de los 69 cambios", printed(typical)));
    let mut moves: Vec<_> = bodies.iter().filter_map(|b| Some((idi(NOW, b)? - idi(BEFORE, b)?, b))).collect();
    moves.sort_by(|a, b| b.0.partial_cmp(&a.0).expect("numbers"));
    // Sectors with a median come first and in its order; the others after them, by name.
    let rows = report.rows("sectores");
    type Rows<'a> = Vec<&'a &'a Vec<Value>>;
    let (with, without): (Rows<'_>, Rows<'_>) = rows[..rows.len() - 1].iter().partition(|r| r[5].as_f64().is_some());
    assert_eq!((with.len(), with.len() + without.iter().filter(|r| r[2].as_f64() > Some(0.0)).count()), (10, 16));
    assert!(rows[..10].iter().all(|r| r[5].as_f64().is_some()));
    assert!(with.windows(2).all(|w| w[0][5].as_f64() >= w[1][5].as_f64()));
    assert_eq!(text(&report.rows("mayores_subidas")[0][0]), moves[0].1.nombre);
    assert_eq!(text(&report.rows("mayores_bajadas")[0][0]), moves[moves.len() - 1].1.nombre);

    // Internal control: the five components, and the bodies that have nothing else.
    for (codigo, nombre) in [("I63", "Ambiente de control"), ("I67", "Actividades de monitoreo")] {
        let values: Vec<f64> = bodies.iter().filter_map(|b| value(NOW, &b.slug, codigo)).collect();
        close(&report.row("componentes_meci", nombre), &five(values), nombre);
    }
    let only: Vec<_> = report.rows("solo_control_interno").iter().map(|r| text(&r[0])).collect();
    assert_eq!(only.len(), 4);
    assert!(meci.iter().all(|b| only.contains(&b.nombre.as_str())), "{only:?}");

    // What is asked for, and the largest changes.
    let large: Vec<_> = moves.iter().filter(|(d, _)| d.abs() >= 20.0).collect();
    report.says(&format!("{} resultados piden verificación", large.len()));
    for (d, b) in &large {
        report.says(&format!("{} {} {} puntos", b.nombre, if *d > 0.0 { "subió" } else { "bajó" }, printed(d.abs())));
    }

    // Good practices: who is in the highest quarter of both vigencias.
    let mut sustained = 0;
    for p in 1..=19 {
        let indice = format!("POL{p:02}");
        let quarter = |vigencia: u32| {
            let mut values: Vec<f64> = bodies.iter().filter_map(|b| value(vigencia, &b.slug, &indice)).collect();
            percentile(&mut values, 75)
        };
        let (q0, q1) = (quarter(BEFORE), quarter(NOW));
        let policy = catalogo.politica_con_codigo(&indice, NOW).expect("a policy");
        let policy = catalogo.nombre_politica(policy, NOW);
        let rows = report.rows("buenas_practicas");
        let listed: Vec<_> = rows.iter().filter(|r| text(&r[0]) == policy).map(|r| text(&r[1])).collect();
        for b in &bodies {
            let both = value(BEFORE, &b.slug, &indice).is_some_and(|v| v >= q0)
                && value(NOW, &b.slug, &indice).is_some_and(|v| v >= q1);
            assert_eq!(listed.contains(&b.nombre.as_str()), both, "{} in {policy}", b.nombre);
            sustained += usize::from(both);
        }
    }
    assert_eq!(report.rows("buenas_practicas").len(), sustained);
}

/// n, extremes and quartiles, and n and median of those measured in every vigencia, for each.
fn through(bodies: &[Body], vigencias: &[u32], indice: &str) -> Vec<Vec<f64>> {
    let of = |v: u32, slug: &str| value(v, slug, indice);
    let same: Vec<&str> =
        bodies.iter().map(|b| b.slug.as_str()).filter(|s| vigencias.iter().all(|v| of(*v, s).is_some())).collect();
    let row = |v: &u32| {
        let mut all: Vec<f64> = bodies.iter().filter_map(|b| of(*v, &b.slug)).collect();
        let mut own: Vec<f64> = same.iter().filter_map(|slug| of(*v, slug)).collect();
        let quartiles = [0, 25, 50, 75, 100].map(|p| percentile(&mut all, p));
        let median = percentile(&mut own, 50);
        [&[all.len() as f64][..], &quartiles, &[own.len() as f64, median]].concat()
    };
    vigencias.iter().map(row).collect()
}

#[test]
fn the_vigencias_of_a_series_are_followed_over_all_and_over_those_measured_in_each() {
    const VIGENCIAS: [u32; 3] = [2022, 2023, 2024];
    let catalogo = catalogue();
    let bodies = district(&catalogo);
    let report = Report::new();
    let wanted = through(&bodies, &VIGENCIAS, "IDI");
    let rows = report.rows("serie");
    assert_eq!(rows.len(), VIGENCIAS.len());
    for ((row, vigencia), wanted) in rows.iter().zip(VIGENCIAS).zip(&wanted) {
        assert_eq!(row[0].as_f64(), Some(f64::from(vigencia)));
        // Without the extremes, which the export of the policies has.
        let wanted = [&wanted[..1], &wanted[2..5], &wanted[6..]].concat();
        close(&row[1..].iter().filter_map(Value::as_f64).collect::<Vec<_>>(), &wanted, &vigencia.to_string());
    }
    // Who rose: counted body by body.
    let pairs: Vec<(f64, f64)> = bodies
        .iter()
        .filter(|b| VIGENCIAS.iter().all(|v| value(*v, &b.slug, "IDI").is_some()))
        .filter_map(|b| Some((value(2022, &b.slug, "IDI")?, value(2024, &b.slug, "IDI")?)))
        .collect();
    let (rose, fell) = (pairs.iter().filter(|(a, b)| b > a).count(), pairs.iter().filter(|(a, b)| b < a).count());
    assert_eq!((pairs.len(), rose, fell), (69, 57, 11));
    report.says(
        "De 69 entidades con IDI en las tres vigencias, entre 2022 y 2024 57 subieron, 1 quedó igual y 11 bajaron.",
    );
    report.says(&format!(
        "La mediana del IDI de las 69 entidades medidas en las tres vigencias subió de {} en 2022 a {} en 2024",
        printed(wanted[0][7]),
        printed(wanted[2][7])
    ));
    // The export has every policy.
    let mut seen = 0;
    for politica in &catalogo.politicas {
        let code = &politica.nombre_en(NOW).expect("in force").codigo;
        let own: Vec<_> = report.rows("serie-politicas").into_iter().filter(|r| text(&r[0]) == code).collect();
        for (row, wanted) in own.iter().zip(through(&bodies, &VIGENCIAS, code)) {
            let found: Vec<f64> = row[3..].iter().filter_map(Value::as_f64).collect();
            close(&found, &wanted, code);
            seen += 1;
        }
    }
    assert_eq!(seen, 19 * 3);
}

/// The values of a key in a plan, as they are written.
pub fn written<'a>(block: &'a str, key: &str) -> Option<&'a str> {
    block.lines().find_map(|l| l.trim().strip_prefix(key)?.strip_prefix(": "))
}

#[test]
fn the_plans_are_counted_from_their_files() {
    let report = Report::new();
    let (mut plans, mut total, mut states) = (0, 0, [0usize; 9]);
    for b in district(&catalogue()) {
        let path = format!("data/entidades/{}/plan-2025.yaml", b.slug);
        if !report.folder.exists(&path) {
            continue;
        }
        plans += 1;
        let plan = report.folder.read(&path);
        let mut own = 0.0;
        let mut by_entity = [0usize; 9];
        for activity in plan.split("\n  - id:").skip(1) {
            let done: Option<f64> = written(activity, "avance").and_then(|v| v.parse().ok());
            let start = written(activity, "inicio").expect("a start");
            let end = written(activity, "fin").expect("an end");
            let state = match done {
                Some(v) if v >= 100.0 => 0,
                Some(_) if end < "2025-09-30" => 6,
                Some(_) if end == "2025-09-30" => 5,
                Some(v) if v > 0.0 => 2,
                Some(_) if start > "2025-09-30" => 4,
                Some(_) => 3,
                None => 8,
            };
            states[state] += 1;
            by_entity[state] += 1;
            total += 1;
            own += 1.0;
        }
        let row: Vec<f64> = [own].into_iter().chain(by_entity.map(|n| n as f64)).collect();
        close(&report.row("planes_entidades", &b.nombre)[..10], &row, &b.nombre);
    }
    assert_eq!((plans, total), (70, 468));
    let wanted: Vec<f64> = [total].iter().chain(&states).map(|n| *n as f64).collect();
    close(&report.row("planes_entidades", "Total"), &wanted, "planes");
    let of_policies: f64 =
        report.rows("planes_politicas").iter().filter(|r| text(&r[0]) != "Total").filter_map(|r| r[2].as_f64()).sum();
    assert_eq!(of_policies, total as f64);
    report.says(&format!(
        "70 de 75 entidades tienen plan de mejoramiento en los datos, con 468 actividades: {} cumplidas, {} en proceso, {} sin iniciar, {} programadas para después del corte, {} vencidas y {} que vencían el día del corte.",
        states[0], states[2], states[3], states[4], states[6], states[5]
    ));
    // The five policies with the most activities, counted in the files.
    let mut of_policy: BTreeMap<String, usize> = BTreeMap::new();
    for b in district(&catalogue()) {
        let path = format!("data/entidades/{}/plan-2025.yaml", b.slug);
        if report.folder.exists(&path) {
            for activity in report.folder.read(&path).split("\n  - id:").skip(1) {
                *of_policy.entry(written(activity, "politica").expect("a policy").to_owned()).or_default() += 1;
            }
        }
    }
    let mut most: Vec<_> = of_policy.iter().map(|(name, n)| (*n, name.as_str())).collect();
    most.sort_by_key(|x| std::cmp::Reverse(x.0));
    let of_five: usize = most[..5].iter().map(|x| x.0).sum();
    assert!(most[5].0 < most[4].0);
    report.says(&format!(
        "Cinco políticas reúnen {of_five} de {total} actividades ({} %): {}, {}, {}, {} y {}. Las otras {} que tienen alguna se reparten el resto",
        printed(100.0 * of_five as f64 / total as f64),
        most[0].1,
        most[1].1,
        most[2].1,
        most[3].1,
        most[4].1,
        most.len() - 5
    ));
    assert_eq!(most.len(), 17);
    report.says("Las políticas Planeación Institucional y Participación Ciudadana en la Gestión Pública no tienen actividades en ningún plan.");
    report.says(&format!(
        "A la fecha del informe, 31 de octubre de 2025, el plazo de las {} que vencían el día del corte ya pasó",
        states[5]
    ));
    // Who has to close what, and how late it is, day by day.
    let corte: jiff::civil::Date = "2025-09-30".parse().expect("a date");
    let mut open = Vec::new();
    for b in district(&catalogue()) {
        let path = format!("data/entidades/{}/plan-2025.yaml", b.slug);
        if !report.folder.exists(&path) {
            continue;
        }
        let (mut late, mut on_the_day, mut days) = (0.0, 0.0, 0.0f64);
        for activity in report.folder.read(&path).split("\n  - id:").skip(1) {
            let done: f64 = written(activity, "avance").and_then(|v| v.parse().ok()).expect("progress");
            let end: jiff::civil::Date = written(activity, "fin").expect("an end").parse().expect("a date");
            if done < 100.0 && end < corte {
                late += 1.0;
                days = days.max((corte - end).get_days().into());
            }
            on_the_day += f64::from(u8::from(done < 100.0 && end == corte));
        }
        if late + on_the_day > 0.0 {
            open.push((b.nombre, [late, 0.0, days, on_the_day]));
        }
    }
    // About the first five, with whoever is as late as the last of them; the others are one row.
    open.sort_by(|a, b| b.1.partial_cmp(&a.1).expect("numbers"));
    let last = open[4].1;
    let (shown, rest): (Vec<_>, Vec<_>) = open.iter().partition(|(_, row)| (row[0], row[2]) >= (last[0], last[2]));
    assert_eq!((open.len(), shown.len()), (53, 5));
    for (nombre, row) in &shown {
        close(&report.row("planes_por_cerrar", nombre)[1..], row, nombre);
    }
    let others = report.row("planes_por_cerrar", &format!("Otras {} entidades", rest.len()));
    let sum = |at: usize| rest.iter().map(|(_, row)| row[at]).sum::<f64>();
    close(&others[1..], &[sum(0), 0.0, sum(3)], "otras");
    assert_eq!(report.rows("planes_por_cerrar").len(), shown.len() + 2);
    // What is overdue is never added to what was due on the day.
    let late = open.iter().filter(|(_, row)| row[0] > 0.0).count();
    let most = open.iter().map(|(_, row)| row[0]).fold(0.0, f64::max);
    let mut with_most: Vec<_> = open.iter().filter(|(_, row)| row[0] == most).map(|(name, _)| name.as_str()).collect();
    with_most.sort_by_key(|name| std::cmp::Reverse(name.to_string()));
    report.says(&format!(
        "53, {late} de ellas con vencidas; las que más tienen son {}, con {most} vencidas cada una",
        with_most.join(" y ")
    ));
    report.says(&format!("{} actividades vencidas; aparte, {} que vencían el día del corte", states[6], states[5]));
    assert!(!report.text.contains("por cerrar"), "one sum of what is overdue and what was due on the day");
    // Resources, and the recommendations beside the activities of the same policy.
    let (mut left, mut without, mut advised, mut attended, mut ignored, mut alone) = (0, 0, 0, 0, 0, 0);
    for b in district(&catalogue()) {
        let read = |name: &str| {
            let path = format!("data/entidades/{}/{name}.yaml", b.slug);
            report.folder.exists(&path).then(|| report.folder.read(&path))
        };
        let policies = |text: &str| -> Vec<String> {
            text.lines().filter_map(|l| Some(l.split_once("politica: ")?.1.trim().to_owned())).collect()
        };
        let plan = read("plan-2025");
        let activities = || plan.iter().flat_map(|p| p.split("\n  - id:").skip(1));
        let open = activities().filter(|a| written(a, "avance").and_then(|v| v.parse().ok()) < Some(100.0f64));
        let open: Vec<_> = open.collect();
        left += open.len();
        without += open.iter().filter(|a| written(a, "recurso") == Some("false")).count();
        for policy in read("recomendaciones-2024").iter().flat_map(|r| policies(r)) {
            advised += 1;
            match &plan {
                None => alone += 1,
                Some(plan) if policies(plan).contains(&policy) => attended += 1,
                Some(_) => ignored += 1,
            }
        }
    }
    assert_eq!((without, advised, attended, ignored, alone), (90, 284, 234, 31, 19));
    let counted = [70, total, without, advised, attended, ignored, alone].map(|n| n as f64);
    close(&report.row("planes_recursos", "Total"), &counted, "recursos");
    report.says(&format!("De {left} actividades por cumplir, {without} no tienen recurso asignado."));
    report.says("31 de 284 tratan de una política sin actividades en el plan de su entidad");
    // The states of each policy add up to its activities, and those of the policies to the total.
    let mut sums = vec![0.0; 9];
    for row in report.rows("planes_politicas").iter().filter(|r| text(&r[0]) != "Total") {
        let n: Vec<f64> = row.iter().filter_map(Value::as_f64).collect();
        assert_eq!(n[1], n[2..].iter().sum::<f64>(), "{row:?}");
        sums.iter_mut().zip(&n[2..]).for_each(|(sum, n)| *sum += n);
    }
    close(&sums, &wanted[1..], "planes por política");
}

#[test]
fn figures_in_charts_are_those_of_the_tables() {
    let report = Report::new();
    let said = report.folder.run(&["generar", "distrito/consolidado-2024", "--emitir", "vista"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let view: Value =
        serde_json::from_str(&report.folder.read("output/distrito/consolidado-2024.vista.json")).expect("JSON");
    let alts: Vec<_> =
        view["graficos"].as_array().expect("charts").iter().map(|c| text(&c["alt"]).to_owned()).collect();
    // The entities by kind are drawn once, in the summary.
    assert_eq!(alts.len(), 6);
    // Two sentences, the message in the second; the numbers are in the table of the chart.
    assert!(alts.iter().all(|a| a.chars().count() < 420), "{alts:#?}");
    let chart = |what: &str| {
        let charts = view["graficos"].as_array().expect("charts");
        charts
            .iter()
            .find(|c| text(&c["alt"]).contains(what))
            .unwrap_or_else(|| panic!("no chart of {what}: {alts:#?}"))
    };
    let numbers =
        |row: &Value| -> Vec<f64> { row.as_array().expect("cells").iter().filter_map(Value::as_f64).collect() };
    let rows = |chart: &Value| chart["tabla"]["filas"].as_array().expect("rows").clone();
    let policies = chart("19 políticas en un eje");
    let drawn = rows(policies);
    for row in report.rows("politicas") {
        let n: Vec<f64> = row.iter().filter_map(Value::as_f64).collect();
        let own = drawn.iter().find(|r| r[0] == row[1]).expect("a row of the policy");
        close(&numbers(own), &[n[0], n[1], n[2], n[3], n[4], n[5]], text(&row[1]));
    }
    // The policies that are measured in fewer entities stand apart, in no order of medians.
    let counts: Vec<_> = drawn.iter().map(|r| r[1].as_f64().expect("n") >= 56.0).collect();
    assert_eq!(counts, [vec![true; 15], vec![false; 4]].concat());
    assert!(drawn[..15].windows(2).all(|w| w[0][4].as_f64() >= w[1][4].as_f64()));
    let (first, last) = (&drawn[0], &drawn[14]);
    let says = |row: &Value| format!("{} ({})", text(&row[0]), printed(row[4].as_f64().expect("a median")));
    let message = format!("La mediana más alta es la de {} y la más baja, la de {}", says(first), says(last));
    assert!(text(&policies["alt"]).contains(&message), "{message}: {}", policies["alt"]);
    // Where nearly all move one way, the questions are looked at first.
    let moved = "En Seguridad Digital suben 67 de 69, en Gestión Presupuestal y Eficiencia del Gasto Público suben 53 de 57 y en Gestión del Conocimiento y la Innovación bajan 64 de 69: conviene verificar si cambió el cuestionario antes de leerlo como gestión.";
    report.says(moved);
    // Only sectors with a median are compared.
    for row in rows(chart("sectores que compara")) {
        close(&numbers(&row), &report.row("cambio_sectores", text(&row[0]))[..4], text(&row[0]));
        assert!(row[1].as_f64() >= Some(3.0));
    }
    // Every entity of those is in the strips.
    let strips = rows(chart("puntos de 61 entidades en 10 grupos"));
    for row in report.rows("puestos") {
        let found = strips.iter().find(|r| r[1] == row[1]);
        assert!(found.is_none_or(|r| r[2] == row[3]), "{row:?}");
    }
    // The states of the plans add up to the activities.
    let states = rows(chart("barras apiladas"));
    let of = |part: usize| states.iter().filter_map(|r| r[part].as_f64()).sum::<f64>();
    close(&[of(1), of(2), of(3), of(4), of(5)], &[41.0, 50.0, 181.0, 49.0, 147.0], "states");
}

#[test]
fn a_change_of_method_gives_two_medians_and_no_variation() {
    let folder = Folder::empty();
    let results = |vigencia: u32, idi: f64| {
        format!(
            "vigencia: {vigencia}\nejemplo: true\nidi: {idi}\npoliticas:\n  - politica: Integridad\n    puntaje: {idi}\n"
        )
    };
    let base = Folder::sample();
    for part in ["data/catalogo/politicas.yaml", "data/catalogo/normas.yaml"] {
        folder.write(part, &base.read(part));
    }
    let mut catalogue = "entidades:\n".to_owned();
    for i in 0..5u32 {
        catalogue += &format!("  - slug: ente-{i}\n    nombre: Ente {i}\n    medicion: mipg\n");
        folder.write(&format!("data/entidades/ente-{i}/resultados-2022.yaml"), &results(2022, 80.0 + f64::from(i)));
        folder.write(&format!("data/entidades/ente-{i}/resultados-2021.yaml"), &results(2021, 60.0 + f64::from(i)));
    }
    folder.write("data/catalogo/entidades.yaml", &catalogue);
    folder.write("data/conjunto/consolidado.yaml", "tipo: consolidado\ntitulo: Consolidado\norgano: Comisión\nambito: Conjunto\nfecha: 2023-10\ncorte: 2023-09-30\nvigencia: 2022\ncomparar_con: 2021\nejemplo: true\nentidades: todas\nsecciones:\n  - titulo: Resumen\n    contenido: [resumen]\n  - titulo: Cambio\n    contenido: [cambio]\n");
    let said = folder.run(&["generar"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let text = folder.pdf_text("output/conjunto/consolidado.pdf");
    assert!(
        text.contains("La mediana del IDI fue 62,0 en 2021 y 82,0 en 2022; no se calcula una variación."),
        "{text}"
    );
    assert!(text.contains("Los resultados no se comparan con los de 2021: cambió la medición."), "{text}");
    assert!(!text.contains("+20,0"));
}

#[test]
fn a_figure_typed_for_one_entity_of_a_set_is_compared_with_its_data() {
    let folder = Folder::empty();
    let base = Folder::sample();
    for part in ["data/catalogo/politicas.yaml", "data/catalogo/normas.yaml"] {
        folder.write(part, &base.read(part));
    }
    let entities = [
        ("hacienda", "Secretaría de Hacienda, sigla: SDH", 80.0),
        ("credito", "Secretaría de Hacienda y Crédito", 81.0),
        ("salud", "Secretaría de Salud", 82.0),
    ];
    let mut catalogue = "entidades:\n".to_owned();
    for (slug, name, idi) in entities {
        catalogue += &format!("  - {{slug: {slug}, nombre: {name}, medicion: mipg}}\n");
        let results = format!(
            "vigencia: 2024\nejemplo: true\nidi: {idi}\npoliticas:\n  - {{politica: Integridad, puntaje: {idi}}}\n"
        );
        folder.write(&format!("data/entidades/{slug}/resultados-2024.yaml"), &results);
    }
    folder.write("data/catalogo/entidades.yaml", &catalogue);
    let head = "organo: Comisión\nambito: Conjunto\nfecha: 2025-10\ncorte: 2025-09-30\nvigencia: 2024\nejemplo: true\nentidades: todas\n";
    folder.write(
        "data/conjunto/consolidado.yaml",
        &format!(
            "tipo: consolidado\ntitulo: Consolidado\n{head}secciones:\n  - titulo: Resumen\n    contenido:\n      - texto: >\n          \
             La Secretaría de Hacienda obtuvo un IDI de 83,0. La SDH obtuvo un IDI de 80,0.\n          \
             La Secretaría de Hacienda y Crédito obtuvo un IDI de 81,0.\n          \
             La Secretaría de Hacienda y la Secretaría de Salud obtuvieron un IDI de 99,0.\n          \
             La Secretaría de Salud lidera Integridad (99,0 en el conjunto). El IDI promedio fue de 98,0.\n"
        ),
    );
    folder.write(
        "data/conjunto/presentacion.yaml",
        &format!(
            "tipo: presentacion\ntitulo: Resultados\n{head}decisiones:\n  - Reconocer a la Secretaría de Salud por su 99,5 en Integridad.\n"
        ),
    );
    folder.write(
        "data/conjunto/fichas.yaml",
        &format!(
            "tipo: ficha-politica\n{head}politicas: [integridad]\nrecomendaciones_lideres:\n  \
             - {{politica: Integridad, recomendacion: \"La SDH alcanzó 95,5 en la política de Integridad.\"}}\n"
        ),
    );
    let said = folder.run(&["validar", "--formato", "corto"]);
    let told: Vec<_> = said.stdout.lines().filter(|l| l.contains("cifra-escrita-distinta")).collect();
    let wanted = [
        ("consolidado.yaml:14:54", "el texto dice 83,0 y en los datos el IDI es 80,0"),
        ("fichas.yaml:11:59", "el texto dice 95,5 y en los datos Integridad es 80,0"),
        (
            "presentacion.yaml:11:47",
            "el texto dice 99,5 y en los datos Integridad es 82,0. Remedio: corríjala, o revise los datos de la entidad",
        ),
    ];
    assert_eq!(told.len(), wanted.len(), "{told:#?}\n{}", said.stderr);
    for (line, (place, message)) in told.iter().zip(wanted) {
        assert!(line.contains(place) && line.contains(message), "{told:#?}");
    }
}
