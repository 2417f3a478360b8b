//! The deck for the committee and the sheets of the policies: their numbers by
//! another path, and small or strange sets of entities.

use lopdf::Document;
use serde_json::Value;

use crate::consolidado::{catalogue, district, percentile, printed, value, written};
use crate::support::{Folder, dense};

fn pages(folder: &Folder, path: &str) -> usize {
    Document::load_mem(&folder.bytes(path)).expect("a PDF").get_pages().len()
}

#[test]
fn the_deck_says_on_few_slides_what_the_data_says() {
    let folder = Folder::made_district();
    let path = "output/distrito/presentacion-2024.pdf";
    let slides = pages(folder, path);
    assert!((12..=19).contains(&slides), "{slides} slides");
    let text = folder.pdf_text(path);
    assert_eq!(text.matches("DATOS DE EJEMPLO: no son resultados oficiales").count(), slides);
    let bodies = district(&catalogue());
    let mut idi: Vec<f64> = bodies.iter().filter_map(|b| value(2024, &b.slug, "IDI")).collect();
    let mut pairs: Vec<(f64, f64)> =
        bodies.iter().filter_map(|b| Some((value(2023, &b.slug, "IDI")?, value(2024, &b.slug, "IDI")?))).collect();
    let rises = pairs.iter().filter(|(a, b)| b > a).count();
    let falls = pairs.iter().filter(|(a, b)| b < a).count();
    // The same ones were measured in the first vigencia of the series.
    let measured = |v: u32, slug: &str| value(v, slug, "IDI");
    let through = bodies.iter().filter(|b| measured(2023, &b.slug).and(measured(2024, &b.slug)).is_some());
    let mut first: Vec<f64> = through.filter_map(|b| measured(2022, &b.slug)).collect();
    assert_eq!(first.len(), pairs.len());
    pairs.sort_by(|a, b| (b.1 - b.0).total_cmp(&(a.1 - a.0)));
    let (mut before, mut now): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
    idi.sort_by(f64::total_cmp);
    let catalogo = catalogue();
    let kind = |slug: &str| {
        let own = catalogo.entidades.iter().filter(|e| e.tipo.as_ref().is_some_and(|t| t.value == slug));
        let mut values: Vec<f64> = own.filter_map(|e| value(2024, &e.slug, "IDI")).collect();
        printed(percentile(&mut values, 50))
    };
    let component =
        |code: &str| percentile(&mut bodies.iter().filter_map(|b| value(2024, &b.slug, code)).collect::<Vec<_>>(), 50);
    let mut components: Vec<f64> = ["I63", "I64", "I65", "I66", "I67"].into_iter().map(component).collect();
    components.sort_by(f64::total_cmp);
    let mut control: Vec<f64> = bodies.iter().filter_map(|b| value(2024, &b.slug, "POL19")).collect();
    let mut large: Vec<(String, f64)> = bodies
        .iter()
        .filter_map(|b| Some((b.nombre.clone(), value(2024, &b.slug, "IDI")? - value(2023, &b.slug, "IDI")?)))
        .filter(|(_, change)| change.abs() >= 20.0)
        .collect();
    large.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    let moved = |v: f64| format!("{} {} puntos", if v < 0.0 { "baja" } else { "sube" }, printed(v.abs()));
    let doubtful: Vec<String> = large.iter().map(|(name, v)| format!("{name} {}", moved(*v))).collect();
    assert_eq!(doubtful.len(), 2);
    // The last places, and the kind of most of those that have them.
    let mut last: Vec<_> =
        bodies.iter().filter_map(|b| Some((value(2024, &b.slug, "IDI")?, b.tipo.as_str()))).collect();
    last.sort_by(|a, b| a.0.total_cmp(&b.0));
    let local = last[..6].iter().filter(|(_, tipo)| *tipo == "Alcaldías locales").count();
    let middle = percentile(&mut idi.clone(), 50);
    let mut offices: Vec<f64> = last.iter().filter(|x| x.1 == "Alcaldías locales").map(|x| x.0).collect();
    let offices = percentile(&mut offices, 50);
    for expected in [
        format!(
            "En breve: la mediana del IDI subió a {}; era {} en 2023 y {} en 2022, en las mismas {} entidades",
            printed(percentile(&mut now, 50)),
            printed(percentile(&mut before, 50)),
            printed(percentile(&mut first, 50)),
            pairs.len()
        ),
        format!("{} mediana del IDI, en puntos de 0 a 100", printed(percentile(&mut idi, 50))),
        format!(
            "{rises} de {} entidades comparables suben frente a 2023, {} queda igual y {falls} bajan",
            pairs.len(),
            pairs.len() - rises - falls
        ),
        format!(
            "La banda es la mitad central de las {}: de {} a {}.",
            idi.len(),
            printed(percentile(&mut idi.clone(), 25)),
            printed(percentile(&mut idi.clone(), 75))
        ),
        format!("{}: conviene verificar", doubtful.join(" e ")),
        "Las que cambian 20 puntos o más piden verificar su reporte antes de concluir.".to_owned(),
        format!("{local} de los 6 últimos puestos son de «Alcaldías locales»"),
        "Anexo · La mediana sube en 10 de 15 políticas comparables, baja en 1 y se mantiene en 4".to_owned(),
        "Anexo · Control interno: mediana".to_owned(),
        // Of the kinds of entity that have three or more with IDI.
        format!(
            "La mediana de Alcaldías locales, {}, está {} puntos por debajo de la de todas ({})",
            kind("alcaldia-local"),
            printed(middle - offices),
            printed(middle)
        ),
        format!("{} de 75 entidades tienen IDI; las demás no tienen puesto", idi.len()),
        format!(
            "De {} entidades comparables con 2023, {rises} suben, {} queda igual y {falls} bajan",
            pairs.len(),
            pairs.len() - rises - falls
        ),
        // Sectors with fewer than three entities have no median to count.
        "La mediana sube en 5 de 9 sectores, baja en 1 y se mantiene en 3 frente a 2023".to_owned(),
        // A sector that is a kind of entity under another name.
        "Sector Descentralizado Territorialmente: son las entidades del tipo «Alcaldías locales».".to_owned(),
        // Who is not measured any more.
        "Con IDI en 2023 y no en 2024: Capital Salud.".to_owned(),
        "otros 7 sectores tienen menos de tres entidades".to_owned(),
        format!(
            "Entre el primero y el último hay {} puntos; sin Aguas de Bogotá, {}.",
            printed(idi[idi.len() - 1] - idi[0]),
            printed(idi[idi.len() - 1] - idi[1])
        ),
        format!(
            "Control interno: mediana {}; las de sus 5 componentes van de {} a {}",
            printed(percentile(&mut control, 50)),
            printed(components[0]),
            printed(components[4]),
        ),
        format!(
            "Más alta: Evaluación del riesgo ({}). Más baja: Actividades de control ({}).",
            printed(components[4]),
            printed(components[0])
        ),
        "Fuente: FURAG, vigencia 2022; FURAG, vigencia 2023; FURAG, vigencia 2024.".to_owned(),
        // Two entities share the second place.
        "= 2 Departamento Administrativo de la Defensoría del Espacio Público 95,1".to_owned(),
        // The IGPD is copied, never computed.
        "IGPD: 78,4 puntos".to_owned(),
    ] {
        assert!(dense(&text).contains(&dense(&expected)), "the deck does not say {expected:?} in\n{text}");
    }
}

#[test]
fn a_chart_that_takes_two_slides_drops_no_row_and_keeps_its_axis() {
    let folder = Folder::made_district();
    let said = folder.run(&["generar", "distrito/presentacion-2024", "--emitir", "vista"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let view: Value = serde_json::from_str(&folder.read("output/distrito/presentacion-2024.vista.json")).expect("JSON");
    let charts = view["graficos"].as_array().expect("charts");
    let alts = |what: &str| -> Vec<&str> {
        charts.iter().filter_map(|c| c["alt"].as_str()).filter(|a| a.contains(what)).collect()
    };
    let parts = alts("políticas que compara 2023");
    assert_eq!(parts.len(), 2, "{parts:?}");
    // The title counts them: the other four are measured in fewer entities.
    let rows = |c: &&Value| c["alt"].as_str().is_some_and(|a| a.contains("políticas que compara 2023"));
    let drawn = charts.iter().filter(rows).map(|c| c["tabla"]["filas"].as_array().map_or(0, Vec::len));
    assert_eq!(drawn.sum::<usize>(), 15, "{parts:?}");
    let axis = |a: &str| a.split("en un eje de ").nth(1).map(|rest| rest[..7].to_owned());
    assert_eq!(axis(parts[0]), axis(parts[1]));
    let slides = view["vista"]["secciones"].as_array().expect("slides").iter().map(|slide| &slide["contenido"][0]);
    let parts: Vec<_> = slides
        .clone()
        .filter(|slide| slide["tipo"] == "lamina_cambio_politicas")
        .map(|slide| &slide["figura"])
        .collect();
    let width = |at: usize| parts[at]["ancho"].as_f64();
    assert!(width(0).is_some() && width(0) == width(1), "the parts have one size of text");
    // The policy that falls comes first, then the rises from the largest down.
    let mut slides = slides;
    let drawn = &slides.find(|slide| slide["tipo"] == "lamina_cambio_politicas").expect("a slide")["filas"];
    let drawn: Vec<&str> = drawn.as_array().expect("rows").iter().filter_map(|row| row["nombre"].as_str()).collect();
    let catalogo = catalogue();
    let bodies = district(&catalogo);
    let with_idi = bodies.iter().filter(|b| value(2024, &b.slug, "IDI").is_some()).count();
    let change = |code: &str| {
        let pairs = bodies.iter().filter_map(|b| Some((value(2023, &b.slug, code)?, value(2024, &b.slug, code)?)));
        let (mut before, mut now): (Vec<f64>, Vec<f64>) = pairs.unzip();
        percentile(&mut now, 50) - percentile(&mut before, 50)
    };
    let widely = |code: &String| {
        bodies.iter().filter(|b| value(2024, &b.slug, code).is_some()).count() as f64 >= 0.8 * with_idi as f64
    };
    let mut changes: Vec<(f64, String)> =
        (1..=19).map(|p| format!("POL{p:02}")).filter(widely).map(|code| (change(&code), code)).collect();
    changes.sort_by(|a, b| b.0.total_cmp(&a.0));
    changes.rotate_right(1);
    assert!(changes[0].0 < 0.0 && changes[1..].iter().all(|c| c.0 > 0.0));
    let name = |code: &str| catalogo.nombre_politica(catalogo.politica_con_codigo(code, 2024).expect("a policy"), 2024);
    assert_eq!(drawn, changes.iter().map(|c| name(&c.1)).collect::<Vec<_>>());
    let text = dense(&folder.pdf_text("output/distrito/presentacion-2024.pdf"));
    let half = printed(changes[0].0.abs());
    // Up to a point a median stays; what nearly all do at once is looked at before it is read.
    let rise = changes.iter().filter(|c| c.0 > 1.0).count();
    let stay = changes.iter().filter(|c| c.0.abs() <= 1.0).count();
    assert_eq!((rise, stay), (10, 4));
    let moves = |code: &str| -> Vec<f64> {
        bodies.iter().filter_map(|b| Some(value(2024, &b.slug, code)? - value(2023, &b.slug, code)?)).collect()
    };
    let fell = moves(&changes[0].1);
    let (fall, of) = (fell.iter().filter(|d| **d < 0.0).count(), fell.len());
    let mut all: Vec<f64> = bodies.iter().filter_map(|b| value(2024, &b.slug, &changes[0].1)).collect();
    for title in [
        format!(
            "{} baja {half} puntos, en {fall} de {of} entidades; de las otras 14, {rise} suben y {stay} se mantienen",
            drawn[0]
        ),
        format!("Casi todas se mueven a la vez: bajan {fall} de {of} en {};", drawn[0]),
        "Conviene verificar si cambió el cuestionario antes de leerlo como gestión.".to_owned(),
        format!("la de todas puede ser otra: en {}, {} en {}.", drawn[0], printed(percentile(&mut all, 50)), all.len()),
        "Una mediana que cambia 1 punto o menos se mantiene; de las entidades se cuenta cualquier cambio.".to_owned(),
    ] {
        assert!(text.contains(&dense(&title)), "{title:?} in\n{text}");
    }
    // And keep it where the higher one has to give way to its caption.
    let highest = |at: usize| parts[at]["mayor"].as_f64();
    assert!(highest(0).is_some() && highest(0) == highest(1));
}

#[test]
fn the_map_of_the_deck_has_the_medians_of_each_kind() {
    let folder = Folder::made_district();
    let text = dense(&folder.pdf_text("output/distrito/presentacion-2024.pdf"));
    let catalogo = catalogue();
    let of = |kind: Option<&str>, code: &str| {
        let own =
            catalogo.entidades.iter().filter(|e| kind.is_none_or(|k| e.tipo.as_ref().is_some_and(|t| t.value == k)));
        let mut values: Vec<f64> = own.filter_map(|e| value(2024, &e.slug, code)).collect();
        (values.len() >= 3).then(|| percentile(&mut values, 50))
    };
    let kinds = ["central", "adscrita", "mixta", "alcaldia-local"];
    let with_idi = catalogo.entidades.iter().filter(|e| value(2024, &e.slug, "IDI").is_some()).count();
    let measured = |code: &str| catalogo.entidades.iter().filter(|e| value(2024, &e.slug, code).is_some()).count();
    let mut compared: Vec<(f64, String)> = (1..=19)
        .map(|p| format!("POL{p:02}"))
        .filter(|code| measured(code) as f64 >= 0.8 * with_idi as f64)
        .map(|code| (of(None, &code).expect("a median"), code))
        .collect();
    assert_eq!(compared.len(), 15);
    compared.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
    for (median, code) in &compared[..8] {
        let policy = catalogo.politica_con_codigo(code, 2024).expect("a policy");
        let cells: Vec<String> = kinds.iter().filter_map(|k| of(Some(k), code)).map(printed).collect();
        let row = format!("{} {} {}", catalogo.nombre_politica(policy, 2024), printed(*median), cells.join(" "));
        assert!(text.contains(&dense(&row)), "the map does not say {row:?} in\n{text}");
        // Where local offices have a median, it is the lowest one.
        let local = of(Some("alcaldia-local"), code);
        assert!(kinds[..3].iter().filter_map(|k| of(Some(k), code)).all(|other| Some(other) > local));
    }
    for expected in [
        "En las 8 políticas con menor mediana, la más baja es la de Alcaldías locales",
        // The shades have their key, and a cell without a median says why.
        "menos de 60 60 a menos de 70 70 a menos de 80 80 a menos de 90 90 o más",
        "En blanco: menos de tres entidades con valor.",
    ] {
        assert!(text.contains(&dense(expected)), "{expected:?} in\n{text}");
    }
}

#[test]
fn each_policy_has_a_sheet_of_two_pages_at_the_most() {
    let folder = Folder::made_district();
    let catalogo = catalogue();
    let bodies = district(&catalogo);
    for p in 1..=19 {
        let code = format!("POL{p:02}");
        let policy = catalogo.politica_con_codigo(&code, 2024).expect("a policy");
        let path = format!("output/distrito/fichas-2024/{}.pdf", catalogo.politicas[policy].slug);
        assert!(pages(folder, &path) <= 2, "{path}");
        let text = dense(&folder.pdf_text(&path));
        let mut values: Vec<f64> = bodies.iter().filter_map(|b| value(2024, &b.slug, &code)).collect();
        let (mut before, mut now): (Vec<f64>, Vec<f64>) =
            bodies.iter().filter_map(|b| Some((value(2023, &b.slug, &code)?, value(2024, &b.slug, &code)?))).unzip();
        let rises = before.iter().zip(&now).filter(|(a, b)| b > a).count();
        let change = percentile(&mut now, 50) - percentile(&mut before, 50);
        let low = percentile(&mut values, 25);
        let sign = if change > 0.0 && printed(change) != "0,0" { "+" } else { "" };
        let lowest = bodies
            .iter()
            .filter_map(|b| Some((value(2024, &b.slug, &code)?, b)))
            .min_by(|a, b| a.0.total_cmp(&b.0))
            .expect("somebody");
        for expected in [
            catalogo.nombre_politica(policy, 2024).to_owned(),
            format!("{}mediana del índice, de 0 a 100", printed(percentile(&mut values, 50))),
            format!("{} de 75 entidades con valor", values.len()),
            format!("{sign}{} puntos frente a 2023: de {} entidades, {rises} suben", printed(change), now.len()),
            format!("Entidades con {} o menos, el cuartil inferior", printed(low)),
            format!(
                "La mediana es {}{}{}",
                printed(percentile(&mut values, 50)),
                match printed(percentile(&mut now, 50)) {
                    same if same == printed(percentile(&mut values, 50)) => String::new(),
                    other => format!(" ({other} en las {} comparables)", now.len()),
                },
                match change {
                    d if printed(d.abs()) == "0,0" => ", sin cambio frente a 2023".to_owned(),
                    d if d.abs() <= 1.0 => format!(" y se mantuvo frente a 2023 ({sign}{})", printed(d)),
                    d => format!(" y {} {} punto", if d > 0.0 { "subió" } else { "bajó" }, printed(d.abs())),
                }
            ),
            format!("{} {}", lowest.1.nombre, printed(lowest.0)),
        ] {
            assert!(text.contains(&dense(&expected)), "{path} does not say {expected:?} in\n{text}");
        }
        // Changes that are looked at first, the kind of most of the lowest, and why it has no place.
        let mut large: Vec<(String, f64)> = bodies
            .iter()
            .filter_map(|b| Some((b.nombre.clone(), value(2024, &b.slug, &code)? - value(2023, &b.slug, &code)?)))
            .filter(|(_, change)| change.abs() > 19.999)
            .collect();
        large.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
        assert_eq!(text.contains(&dense("Pedir que se verifique el reporte")), !large.is_empty(), "{path}");
        for (name, change) in large.iter().take(4) {
            let sign = if *change > 0.0 { "+" } else { "−" };
            let cited = dense(&format!("{name} ({sign}{})", printed(change.abs())));
            assert!(text.contains(&cited), "{path}: {cited} in\n{text}");
        }
        let measured: Vec<_> =
            bodies.iter().filter_map(|b| Some((value(2024, &b.slug, &code)?, b.tipo.clone()))).collect();
        let local = |list: &[&(f64, String)]| list.iter().filter(|x| x.1 == "Alcaldías locales").count();
        let lowest: Vec<_> = measured.iter().filter(|x| x.0 <= low + 1e-9).collect();
        let (n, all) = (local(&lowest), local(&measured.iter().collect::<Vec<_>>()));
        if n > 2 && 2 * n > lowest.len() && n * measured.len() > all * lowest.len() {
            for expected in [
                format!("{n} de las {} son «Alcaldías locales»", lowest.len()),
                format!("son {n} de las {} entidades del cuartil inferior", lowest.len()),
            ] {
                assert!(text.contains(&dense(&expected)), "{path}: {expected:?} in\n{text}");
            }
        }
        // Who of them has a plan without an activity about it, by name where they are four or fewer.
        let official = catalogo.nombre_politica(policy, 2024);
        let bare: Vec<&str> = bodies
            .iter()
            .filter(|b| value(2024, &b.slug, &code).is_some_and(|v| v <= low + 1e-9))
            .filter(|b| folder.exists(&format!("data/entidades/{}/plan-2025.yaml", b.slug)))
            .filter(|b| {
                let plan = folder.read(&format!("data/entidades/{}/plan-2025.yaml", b.slug));
                !plan.lines().any(|line| line.trim().trim_start_matches("- ") == format!("politica: {official}"))
            })
            .map(|b| b.nombre.as_str())
            .collect();
        if let Some((_, asked)) = text.split_once(&dense("Pedir actividades en su plan")) {
            let asked: String = asked.split('•').next().unwrap_or_default().chars().take(500).collect();
            if bare.len() > 4 {
                let told = [format!("a{}delas", bare.len()), format!("alas{}", bare.len())];
                assert!(told.iter().any(|words| asked.contains(words)), "{path}: {told:?} in\n{asked}");
            }
            for name in bare.iter().filter(|_| bare.len() <= 4) {
                assert!(asked.contains(&dense(name)), "{path}: {name} in\n{asked}");
            }
        }
        // Those measured in the three vigencias, and whom the leader asks by when.
        let mut three: [Vec<f64>; 3] = Default::default();
        for b in &bodies {
            if let [Some(a), Some(b), Some(c)] = [2022, 2023, 2024].map(|v| value(v, &b.slug, &code)) {
                for (list, v) in three.iter_mut().zip([a, b, c]) {
                    list.push(v);
                }
            }
        }
        let n = three[0].len();
        let [a, b, c] = three.map(|mut list| printed(percentile(&mut list, 50)));
        for expected in [
            format!(
                "En las {n} entidades medidas en las 3 vigencias comparables, la mediana fue {a} en 2022, {b} en 2023 y {c} en 2024."
            ),
            "Qué se pide, con respuesta hasta el 28 de noviembre de 2025".to_owned(),
        ] {
            assert!(text.contains(&dense(&expected)), "{path}: {expected:?} in\n{text}");
        }
        // What is to be put first is no example, and a rise is written down from three points on.
        let [first, written] = ["Priorizarla", "Documentar qué funcionó"].map(|words| text.contains(&dense(words)));
        assert!(!(first && written), "{path}");
        let rise = change >= 3.0 && rises as f64 >= 0.6 * now.len() as f64;
        assert_eq!(written, rise && !first, "{path}");
        // All sheets have the axis of 50 to 100.
        assert!(text.contains(&dense("El eje empieza en 50.")), "{path}");
        let with_idi = bodies.iter().filter(|b| value(2024, &b.slug, "IDI").is_some()).count();
        assert_eq!(text.contains(&dense("por eso no se le da puesto")), 5 * measured.len() < 4 * with_idi, "{path}");
    }
    let exported = folder.run(&[
        "exportar",
        "csv",
        "distrito/fichas-2024",
        "--salida",
        &folder.path().join("csv").to_string_lossy(),
    ]);
    assert_eq!(exported.code, 0, "{}", exported.stderr);
    assert_eq!(exported.stdout.matches("-csv/00-documento.csv").count(), 19, "{}", exported.stdout);
}

/// The median of what the entities have of an index in 2024, as it is printed.
fn median(slugs: &[&str], index: &str) -> String {
    median_in(2024, slugs, index)
}

fn median_in(vigencia: u32, slugs: &[&str], index: &str) -> String {
    let mut values: Vec<f64> = slugs.iter().filter_map(|slug| value(vigencia, slug, index)).collect();
    printed(percentile(&mut values, 50))
}

#[test]
fn small_and_strange_sets_say_what_they_are() {
    let control = ["concejo-bogota", "contraloria-bogota", "personeria-bogota", "veeduria-distrital"];
    let hacienda = ["fondo-prestaciones-economicas", "loteria-bogota", "secretaria-hacienda", "unidad-catastro"];
    let alone = |no: &str| format!("La única entidad del conjunto no tiene {no}");
    let no_value = "valor en esta política en 2024";
    // The set, and what its deck, its sheet of control interno and its sheet of mejora normativa say.
    let sets = [
        (
            "lista: [aguas-bogota]".to_owned(),
            format!("el IDI de la única entidad medida es {}", median(&["aguas-bogota"], "IDI")),
            format!(
                "{} índice de la única entidad medida 1 de 1 entidad con valor",
                median(&["aguas-bogota"], "POL19")
            ),
            alone(no_value),
        ),
        (
            format!("lista: [{}]", control.join(", ")),
            format!(
                "no hay IDI; el control interno tiene mediana {} 0 de 4 entidades con IDI",
                median(&control, "POL19")
            ),
            format!("{} mediana del índice, de 0 a 100 4 de 4 entidades con valor", median(&control, "POL19")),
            format!(
                "Ninguna de las 4 entidades del conjunto tiene {no_value}. Cómo van los planes Ninguno de los 3 planes de mejoramiento tiene actividades sobre esta política. Otra entidad no tiene plan en los datos."
            ),
        ),
        (
            "sectores: [hacienda]".to_owned(),
            format!(
                "la mediana del IDI subió a {}; era {} en 2023 y {} en 2022, en las mismas 4 entidades 4 de 4 entidades con IDI",
                median(&hacienda, "IDI"),
                median_in(2023, &hacienda, "IDI"),
                median_in(2022, &hacienda, "IDI")
            ),
            format!("{} mediana del índice, de 0 a 100 4 de 4 entidades con valor", median(&hacienda, "POL19")),
            format!("{} índice de la única entidad medida 1 de 4 entidades con valor", median(&hacienda, "POL10")),
        ),
        (
            "lista: [capital-salud]".to_owned(),
            "no hay resultados de 2024 en los datos 0 de 1 entidad con IDI".to_owned(),
            alone(no_value),
            alone(no_value),
        ),
    ];
    for (set, deck, control, norms) in sets {
        let folder = Folder::district();
        for name in ["presentacion-2024", "fichas-2024"] {
            folder.replace(
                &format!("data/distrito/{name}.yaml"),
                "entidades:\n  orden: distrital\n",
                &format!("entidades:\n  {set}\n"),
            );
        }
        folder.replace(
            "data/distrito/fichas-2024.yaml",
            "plan: plan-2025\n",
            "plan: plan-2025\npoliticas: [Control Interno, Mejora Normativa]\n",
        );
        // A plan that no entity of the set has is an error.
        if set.contains("capital-salud") {
            for name in ["presentacion-2024", "fichas-2024"] {
                folder.replace(&format!("data/distrito/{name}.yaml"), "plan: plan-2025\n", "");
            }
        }
        let said = folder.run(&["generar", "distrito/presentacion-2024", "distrito/fichas-2024"]);
        assert_eq!(said.code, 0, "{set}: {}", said.stderr);
        for (document, expected) in [
            ("presentacion-2024", deck),
            ("fichas-2024/control-interno", control),
            ("fichas-2024/mejora-normativa", norms),
        ] {
            let text = dense(&folder.pdf_text(&format!("output/distrito/{document}.pdf")));
            assert!(text.contains(&dense(&expected)), "{set}, {document} does not say {expected:?} in\n{text}");
        }
    }
}

#[test]
fn vigencias_of_two_methods_give_no_change() {
    let folder = Folder::district();
    for name in ["presentacion-2024", "fichas-2024"] {
        folder.replace(&format!("data/distrito/{name}.yaml"), "comparar_con: 2023", "comparar_con: 2021");
    }
    folder.write(
        "data/entidades/secretaria-salud/resultados-2021.yaml",
        "vigencia: 2021\nejemplo: true\nidi: 80.5\npoliticas:\n  - politica: Integridad\n    puntaje: 80.5\n",
    );
    let said = folder.run(&["generar", "distrito/presentacion-2024", "distrito/fichas-2024/integridad"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    for path in ["output/distrito/presentacion-2024.pdf", "output/distrito/fichas-2024/integridad.pdf"] {
        let text = folder.pdf_text(path);
        assert!(!text.contains("puntos frente a"), "{text}");
    }
}

/// What a plan says of an activity that is not fulfilled though its term is over at the cut-off of the deck:
/// days since its end, 0 where it ended on that very day.
fn overdue(slug: &str) -> Option<Vec<i64>> {
    let folder = Folder::made_district();
    let path = format!("data/entidades/{slug}/plan-2025.yaml");
    if !folder.exists(&path) {
        return None;
    }
    // Days of the year, by the months alone.
    let day = |date: &str| {
        let parts: Vec<usize> = date.split('-').filter_map(|p| p.parse().ok()).collect();
        let months = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        assert_eq!(parts[0], 2025, "{date}");
        (months[..parts[1] - 1].iter().sum::<usize>() + parts[2]) as i64
    };
    let plan = folder.read(&path);
    let late = plan.split("\n  - id:").skip(1).filter_map(|activity| {
        let done: f64 = written(activity, "avance")?.parse().ok()?;
        let end = written(activity, "fin")?;
        (done < 100.0 && end <= "2025-09-30").then(|| day("2025-09-30") - day(end))
    });
    Some(late.collect())
}

#[test]
fn the_deck_names_who_is_overdue_with_days_and_rests_the_ask_on_it() {
    let folder = Folder::made_district();
    let text = dense(&folder.pdf_text("output/distrito/presentacion-2024.pdf"));
    // Name, overdue, due on the day of the cut-off, days of the latest, activities of the plan.
    let mut rows: Vec<(String, usize, usize, i64, usize)> = Vec::new();
    for b in district(&catalogue()) {
        let Some(late) = overdue(&b.slug) else { continue };
        let plan = folder.read(&format!("data/entidades/{}/plan-2025.yaml", b.slug));
        let (over, today) = (late.iter().filter(|d| **d > 0).count(), late.iter().filter(|d| **d == 0).count());
        if over + today > 0 {
            let latest = late.iter().copied().max().unwrap_or_default();
            rows.push((b.nombre, over, today, latest, plan.matches("\n  - id:").count()));
        }
    }
    rows.sort_by_key(|row| std::cmp::Reverse((row.1, row.2)));
    let (over, today) = (rows.iter().map(|r| r.1).sum::<usize>(), rows.iter().map(|r| r.2).sum::<usize>());
    let says =
        |sentence: String| assert!(text.contains(&dense(&sentence)), "the deck does not say {sentence:?} in\n{text}");
    let pages = folder.pdf_pages("output/distrito/presentacion-2024.pdf");
    let slide = |title: &str| 1 + pages.iter().position(|p| dense(p).contains(&dense(title))).expect("a slide");
    let known = catalogue();
    let sector = |name: &str| -> String {
        let bodies = district(&known);
        let slug = &bodies.iter().find(|b| b.nombre == name).expect("it").slug;
        let own = known.entidades.iter().find(|e| e.slug == *slug).and_then(|e| e.sector.as_ref());
        own.map(|s| known.nombre_sector(s).to_owned()).unwrap_or_default()
    };
    // Nine have room; whoever is equal to the tenth is not shown.
    let shown = (0..=9).rev().find(|n| (rows[*n].1, rows[*n].2) != (rows[*n - 1].1, rows[*n - 1].2)).expect("some");
    says(format!("se muestran {shown} de {}", rows.len()));
    let late = rows.iter().filter(|r| r.1 > 0).count();
    let sum: usize = rows[..shown].iter().map(|r| r.1).sum();
    says(format!("{shown} de {late} entidades con actividades vencidas reúnen {sum} de las {over}"));
    for (name, over, today, latest, all) in &rows[..shown] {
        says(format!("{name} {} {over} {today} {latest} {all}", sector(name)));
    }
    for (name, over, today, latest, all) in &rows[shown..] {
        let row = dense(&format!("{name} {} {over} {today} {latest} {all}", sector(name)));
        assert!(!text.contains(&row), "{name} is equal to another that is not shown");
    }
    // The ask names those that have the most overdue.
    let most: Vec<&str> = rows.iter().filter(|r| r.1 == rows[0].1).map(|r| r.0.as_str()).collect();
    assert!((2..=4).contains(&most.len()), "{most:?}");
    let mut named = most.clone();
    named.sort_by_key(|name| text.find(&dense(&format!("{name} {}", rows[0].1))));
    says(format!(
        "{over} vencidas y {today} que vencían el día del corte, en {} entidades; con más vencidas, {}, con {} cada una (lámina {}).",
        rows.len(),
        named.join(" y "),
        rows[0].1,
        slide("entidades con actividades vencidas reúnen")
    ));
    // And the three policies with the lowest medians, of those measured in nearly all entities.
    let catalogo = catalogue();
    let bodies = district(&catalogo);
    let of = |code: &str, index: u32| bodies.iter().filter_map(|b| value(index, &b.slug, code)).collect::<Vec<_>>();
    let with_idi = of("IDI", 2024).len();
    let mut medians: Vec<(f64, String)> = (1..=19)
        .map(|p| format!("POL{p:02}"))
        .filter(|code| of(code, 2024).len() as f64 >= 0.8 * with_idi as f64)
        .map(|code| (percentile(&mut of(&code, 2024), 50), code))
        .collect();
    medians.sort_by(|a, b| a.0.total_cmp(&b.0));
    let name = |code: &str| catalogo.nombre_politica(catalogo.politica_con_codigo(code, 2024).expect("a policy"), 2024);
    let lowest = medians[..3].iter().map(|(m, code)| format!("{} ({})", name(code), printed(*m))).collect::<Vec<_>>();
    says(format!(
        "Medianas más bajas, de {} políticas comparables: {}; {} y {} (lámina {}).",
        medians.len(),
        lowest[0],
        lowest[1],
        lowest[2],
        slide("políticas con menor mediana")
    ));
    // The ask stands behind the summary, and once more at the end with the numbers of its slides.
    assert_eq!(slide("compromisos de la sesión anterior"), 3);
    assert_eq!(slide("Se piden 4 decisiones"), 4);
    says(format!("vencida desde el 15 de septiembre. (láminas {} y 3)", slide("La mediana de Alcaldías locales")));
    says(format!("cuestionario de Gestión del Conocimiento. (láminas {} y 10)", slide("políticas con menor mediana")));
    says(format!(
        "lo que debía entregarse el 31 de julio sigue abierto. (láminas {} y 3)",
        slide("entidades con actividades vencidas reúnen")
    ));
    says("Compromisos vencidos: 2 de 4 (lámina 3).".to_owned());
    says("Cambios por verificar: 2; con IDI en 2023 y no en 2024: 1 (lámina 5).".to_owned());
    says(
        "Baja casi en todas las entidades: Gestión del Conocimiento y la Innovación, en 64 de 69 (lámina 10)."
            .to_owned(),
    );
    // Committed to is told at the day of the session, not at the cut-off of the plans: from the 31st of July on.
    says("31/07/2025 vencido hace 106 días".to_owned());
    says(
        "3 planes son de entidades que se miden solo en control interno: no se cuentan en la política más baja."
            .to_owned(),
    );
}

#[test]
fn commitments_are_told_by_their_days_at_the_session() {
    let folder = Folder::set();
    let deck = "data/conjunto/presentacion-2024.yaml";
    let before = folder.read(deck);
    let (at, _) = before.split_once("\nfecha: ").expect("a date");
    let (_, rest) = before[at.len() + 8..].split_once('\n').expect("more");
    let before = format!("{at}\nfecha: 2025-09-30\n{rest}");
    let (head, _) = before.split_once("compromisos:\n").expect("commitments");
    let entry = |n: usize, rest: &str| format!("  - {{compromiso: Acuerdo {n}, responsable: Oficina {n}{rest}}}\n");
    let made = |list: &str| {
        folder.write(deck, &format!("{head}{}{list}", if list.is_empty() { "" } else { "compromisos:\n" }));
        let said = folder.run(&["generar", "conjunto/presentacion-2024"]);
        assert_eq!(said.code, 0, "{}", said.stderr);
        dense(&folder.pdf_text("output/conjunto/presentacion-2024.pdf"))
    };
    // The session is on the 30th of September.
    let all = [
        entry(1, ", fecha: 2025-09-29, cumplido: 2025-09-30"),
        entry(2, ", fecha: 2025-09-30"),
        entry(3, ", fecha: 2025-10-01"),
        entry(4, ""),
        entry(5, ", fecha: 2025-09-29"),
        // What happened after the cut-off is not known to it.
        entry(6, ", fecha: 2025-08-31, cumplido: 2025-10-01"),
        // A month lasts until its last day.
        entry(7, ", fecha: 2025-09"),
    ];
    let text = made(&all.concat());
    for expected in [
        "Al 30 de septiembre de 2025, de 7 compromisos de la sesión anterior, 2 están vencidos, 2 vencen ese día, 1 está en plazo, 1 está abierto y no tiene fecha y 1 se cumplió",
        "se muestran 6 de 7",
        "Acuerdo 6 Oficina 6 31/08/2025 vencido hace 30 días Acuerdo 5 Oficina 5 29/09/2025 vencido hace 1 día Acuerdo 2 Oficina 2 30/09/2025 vence ese día Acuerdo 7 Oficina 7 09/2025 vence ese día Acuerdo 3 Oficina 3 01/10/2025 en plazo Acuerdo 4 Oficina 4 sin fecha abierto, sin fecha",
    ] {
        assert!(text.contains(&dense(expected)), "{expected:?} in\n{text}");
    }
    assert!(made(&all[0]).contains(&dense("El compromiso de la sesión anterior se cumplió")));
    assert!(made(&all[1]).contains(&dense("El compromiso de la sesión anterior sigue abierto")));
    let done = entry(1, ", cumplido: 2025-01-15") + &entry(2, ", fecha: 2025-02-01, cumplido: 2025-03-01");
    assert!(made(&done).contains(&dense("Los 2 compromisos de la sesión anterior se cumplieron")));
    assert!(!made("").contains("compromisos"));
}
