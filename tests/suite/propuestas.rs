//! The drafts of a report on an entity, its links to tables and the alternative texts of its charts: every
//! figure of the conclusions and recommendations of the example district counted again from the lines of the
//! data files and from the program that invented the indices; and what the author writes takes their place.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::Value;

use crate::consolidado::{Body, catalogue, district, percentile, value};
use crate::enlaces::entries;
use crate::support::{Folder, dense};

const CUT: &str = "2025-09-30";
const OWN: &str = "data/entidades/instituto-aguas/informe-2025.yaml";

type Entry = BTreeMap<String, String>;

fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

fn done(a: &Entry) -> bool {
    a["avance"].parse::<f64>().expect("a number") >= 100.0
}

/// Whether it is unfulfilled and its term was over by the end of the cut-off's day.
fn due(a: &Entry) -> bool {
    !done(a) && day(&a["fin"]) <= day(CUT)
}

/// Whether it is unfulfilled and ends after the cut-off.
fn ahead(a: &Entry) -> bool {
    !done(a) && day(&a["fin"]) > day(CUT)
}

/// The block `word` of a view.
fn block<'a>(view: &'a Value, word: &str) -> &'a Value {
    let sections = view["vista"]["secciones"].as_array().or(view["secciones"].as_array()).expect("sections");
    let all = sections.iter().flat_map(|s| s["contenido"].as_array().expect("contents"));
    all.into_iter().find(|b| b["tipo"] == word).unwrap_or_else(|| panic!("no {word}"))
}

/// The activities that a proposal names, and how many it is about, against those that `wanted` takes.
fn activities(said: &[Value], word: &str, plan: &[Entry], wanted: &dyn Fn(&Entry) -> bool, what: &str) -> usize {
    let expected: Vec<_> = plan.iter().filter(|a| wanted(a)).collect();
    let Some(p) = said.iter().find(|p| p["propuesta"] == word) else {
        assert!(expected.is_empty(), "{what}: {word} of {expected:?}");
        return 0;
    };
    assert_eq!(p["total"], expected.len(), "{what} {word}");
    let named = p["actividades"].as_array().expect("activities");
    assert_eq!(named.len(), if expected.len() > 4 { 3 } else { expected.len() }, "{what} {word}");
    for one in named {
        let own = expected.iter().find(|a| a["id"] == one["id"].as_str().expect("an id"));
        let own = own.unwrap_or_else(|| panic!("{what} {word}: {one}"));
        assert_eq!((one["politica"].as_str(), one["fin"].as_str()), (Some(&*own["politica"]), Some(&*own["fin"])));
        let who: Vec<_> = one["responsable"].as_array().expect("a list").iter().filter_map(Value::as_str).collect();
        // A list of several takes lines of its own.
        assert!(own.get("responsable").is_none_or(|own| who == [own]), "{what}: {who:?}");
    }
    expected.len()
}

#[test]
fn every_figure_of_a_draft_is_that_of_the_data() {
    let folder = Folder::district();
    let said = folder.run(&["generar", "*/informe-2024", "--emitir", "vista"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let catalogo = catalogue();
    let bodies: Vec<Body> = district(&catalogo);
    let codes: BTreeMap<_, _> =
        catalogo.politicas.iter().filter_map(|p| p.nombre_en(2024)).map(|n| (&n.nombre, &n.codigo)).collect();
    let mut totals = [0; 6];
    for body in &bodies {
        let name = format!("output/{}/informe-2024.vista.json", body.slug);
        if !folder.exists(&name) {
            continue;
        }
        let view: Value = serde_json::from_str(&folder.read(&name)).expect("JSON");
        let of = |vigencia: u32, indice: &str| value(vigencia, &body.slug, indice);
        let main = if body.meci { "POL19" } else { "IDI" };
        let own = of(2024, main).expect("a value");
        let near = |cell: &Value, wanted: Option<f64>| match wanted {
            Some(wanted) => assert!((cell.as_f64().expect("a number") - wanted).abs() < 1e-6, "{} {cell}", body.slug),
            None => assert!(cell.is_null(), "{} {cell}", body.slug),
        };

        let c = &block(&view, "conclusiones")["conclusiones"];
        near(&c["resultado"]["indice"], Some(own));
        near(&c["resultado"]["variacion"], of(2023, main).map(|before| own - before));
        let all: Vec<f64> = bodies.iter().filter_map(|b| value(2024, &b.slug, main)).collect();
        assert_eq!(c["lugar"]["puesto"], all.iter().filter(|v| **v > own).count() + 1, "{}", body.slug);
        assert_eq!(c["lugar"]["de"], all.len(), "{}", body.slug);

        let measured: Vec<_> = codes.iter().filter_map(|(name, code)| Some((*name, *code, of(2024, code)?))).collect();
        let sides: BTreeMap<_, _> = measured
            .iter()
            .map(|(name, code, own)| {
                let mut all: Vec<f64> = bodies.iter().filter_map(|b| value(2024, &b.slug, code)).collect();
                (name.as_str(), own - percentile(&mut all, 50))
            })
            .collect();
        let low: Vec<_> = sides.iter().filter(|(_, side)| **side < -1.0 - 1e-6).map(|(name, _)| *name).collect();
        let mut depths: Vec<_> = sides.iter().map(|(name, side)| (*side, *name)).collect();
        depths.sort_by(|a, b| a.0.total_cmp(&b.0));
        let depth = (!body.meci && depths[0].0 < -1.0 - 1e-6 && depths[1].0 - depths[0].0 > 1e-6).then(|| depths[0]);
        assert_eq!(c["alejada"]["nombre"].as_str(), depth.map(|(_, name)| name), "{}", body.slug);
        near(&c["alejada"]["diferencia"], depth.map(|(side, _)| side));
        assert!(c["mas_baja"].is_null(), "{}: there are medians", body.slug);
        if !body.meci {
            assert_eq!(c["reparto"]["debajo"], low.len(), "{}", body.slug);
            let left = &c["plan"]["sin_atender"];
            assert_eq!(left.is_object(), c["plan"].is_object() && !low.is_empty(), "{}: {left}", body.slug);
            if left.is_object() {
                assert_eq!(left["de"], low.len(), "{}", body.slug);
                let all = block(&view, "recomendaciones_propuestas")["propuestas"].as_array().expect("a list");
                let bare = all.iter().find(|p| p["propuesta"] == "incluir").map(|p| &p["politicas"]["total"]);
                assert_eq!(left["sin"], *bare.unwrap_or(&Value::from(0)), "{}", body.slug);
            }
            assert_eq!(
                c["reparto"]["encima"],
                sides.values().filter(|side| **side > 1.0 + 1e-6).count(),
                "{}",
                body.slug
            );
        }

        let said = block(&view, "recomendaciones_propuestas")["propuestas"].as_array().expect("a list").clone();
        let find = |word: &str| said.iter().find(|p| p["propuesta"] == word);
        let moved: Vec<f64> =
            measured.iter().filter_map(|(_, code, own)| Some(own - of(2023, code)?)).filter(|_| !body.meci).collect();
        let large = moved.iter().filter(|d| d.abs() >= 20.0 - 1e-9).count();
        let fell = moved.iter().filter(|d| **d <= -5.0 + 1e-9 && d.abs() < 20.0 - 1e-9).count();
        assert_eq!(
            find("verificar").map_or(0, |p| p["total"].as_u64().expect("a count") as usize),
            large,
            "{}",
            body.slug
        );
        assert_eq!(
            find("explicar").map_or(0, |p| p["total"].as_u64().expect("a count") as usize),
            fell,
            "{}",
            body.slug
        );

        let file = |name: &str| {
            let path = format!("data/entidades/{}/{name}.yaml", body.slug);
            folder.exists(&path).then(|| folder.read(&path))
        };
        let asked = file("recomendaciones-2024").map(|text| entries(&text, "recomendaciones")).unwrap_or_default();
        let Some(plan) = file("plan-2025").map(|text| entries(&text, "actividades")) else {
            assert_eq!(find("aportar").expect("a plan is missing")["recomendaciones"], asked.len(), "{}", body.slug);
            assert!(find("incluir").is_none() && find("responder").is_none() && find("cerrar").is_none());
            totals[5] += 1;
            continue;
        };
        assert!(find("aportar").is_none(), "{}", body.slug);
        let bare = |policy: &str| plan.iter().all(|a| a["politica"] != policy);
        let without = low.iter().filter(|p| bare(p)).count();
        let named = find("incluir").map(|p| p["politicas"]["nombradas"].as_array().expect("a list").clone());
        let named = named.unwrap_or_default();
        let deepest = depths.iter().map(|(_, name)| *name).filter(|name| low.contains(name) && bare(name));
        let deepest: Vec<_> = deepest.take(named.len()).collect();
        assert!(named.iter().map(|p| p["nombre"].as_str().expect("a name")).eq(deepest), "{}: {named:?}", body.slug);
        assert_eq!(
            find("incluir").map_or(0, |p| p["politicas"]["total"].as_u64().expect("a count") as usize),
            without,
            "{}",
            body.slug
        );
        let unanswered = asked.iter().filter(|r| bare(&r["politica"])).count();
        assert_eq!(
            find("responder").map_or(0, |p| p["recomendaciones"].as_u64().expect("a count") as usize),
            unanswered,
            "{}",
            body.slug
        );
        let next = plan.iter().filter(|a| ahead(a)).map(|a| day(&a["fin"])).min();
        let poor = |a: &Entry| !done(a) && a.get("recurso").is_some_and(|r| r == "false");
        totals[0] += activities(&said, "cerrar", &plan, &due, &body.slug);
        totals[1] += activities(&said, "financiar", &plan, &poor, &body.slug);
        totals[2] += activities(&said, "atender", &plan, &|a| ahead(a) && Some(day(&a["fin"])) == next, &body.slug);
        totals[3] += without;
        totals[4] += unanswered;
        assert_eq!(c["plan"]["actividades"], plan.len(), "{}", body.slug);
        assert_eq!(
            c["plan"]["estados"]["vencidas"],
            plan.iter().filter(|a| due(a) && a["fin"] != CUT).count(),
            "{}",
            body.slug
        );
    }
    assert!(totals.iter().all(|n| *n > 3), "{totals:?}");
}

/// A report of the fixed set whose last section is `section`.
fn report(section: &str) -> Folder {
    let folder = Folder::set();
    let text = folder.read(OWN);
    let kept = text.split_once("  - titulo: Recomendaciones\n").expect("the last section").0;
    folder.write(OWN, &format!("{kept}{section}"));
    folder
}

fn made(folder: &Folder) -> String {
    let said = folder.run(&["generar", "instituto-aguas"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    dense(&folder.pdf_text("output/instituto-aguas/informe-2025.pdf"))
}

const DRAFTED: &str =
    "  - titulo: Conclusiones y recomendaciones\n    contenido: [conclusiones, recomendaciones_propuestas]\n";

#[test]
fn the_author_takes_a_draft_over_with_its_figures_alive() {
    let folder = report(DRAFTED);
    let drafted = made(&folder);
    for sentence in [
        "Cumplir, o reprogramar con justificación, la actividad cuyo plazo ya terminó: la 2 (Seguridad Digital; plazo: 31 de agosto de 2025).",
        "Asignar recurso a las 2 actividades que no lo tienen y no están cumplidas: la 2; la 4 (Gobierno Digital; plazo: 30 de noviembre de 2025).",
        "Terminar a tiempo la actividad con el plazo más próximo: la 4.",
    ] {
        assert!(drafted.contains(&dense(sentence)), "{sentence}\n{drafted}");
    }
    let said = folder.run(&["generar", "instituto-aguas", "--emitir", "borrador"]);
    assert_eq!((said.code, said.stdout.as_str()), (0, "output/instituto-aguas/informe-2025.borrador.yaml\n"));
    let draft = folder.read("output/instituto-aguas/informe-2025.borrador.yaml");
    assert!(draft.contains("{{ politicas.integridad.puntaje | numero }}") && !draft.contains("Tabla"), "{draft}");
    folder.replace(OWN, DRAFTED, &draft);
    let taken = made(&folder);
    let section = |text: &str| text[text.rfind(&dense("Conclusiones y recomendaciones")).expect("it")..].to_owned();
    // What leads to the tables of the page is the program's; all the rest reads the same.
    let mut own = section(&drafted).replace(&dense("Se recomienda:"), "");
    for n in 1..12 {
        own = own.replace(&format!("Tabla{n}."), "");
    }
    // What a page repeats at its foot and its head stands between the parts of a section.
    let words = |text: &str| {
        let pages = text.split("DATOSDEEJEMPLO:nosonresultadosoficiales").enumerate();
        let head = |page: &str| page.find("Página").map_or(0, |at| at + page[at..].find("de").map_or(0, |of| of + 3));
        pages.map(|(at, page)| if at == 0 { page } else { &page[head(page)..] }).collect::<String>()
    };
    assert_eq!(words(&own), words(&section(&taken)));
    // Its figures follow the data.
    let results = "data/entidades/instituto-aguas/resultados-2024.yaml";
    let before = folder.read(results);
    let line = before.lines().find(|line| line.contains("politica: Integridad,")).expect("a policy");
    folder.replace(results, line, "  - { politica: Integridad, puntaje: 61.7 }");
    assert!(section(&made(&folder)).contains("Integridad(61,7)"));
}

#[test]
fn what_the_author_has_written_is_not_drafted_again() {
    let own = "  - titulo: Recomendaciones\n    contenido:\n      - recomendaciones: [Publicar el plan.]\n";
    let folder = report(&format!("{own}{DRAFTED}"));
    let text = made(&folder);
    assert!(
        !text.contains("Serecomienda")
            && !text.contains("Terminaratiempo")
            && text.contains("Laentidadmejorófrentea2023"),
        "{text}"
    );
    // Its own conclusions too: the section has nothing left and is not there.
    let both = "  - titulo: Conclusiones\n    contenido:\n      - texto: El resultado es bueno.\n";
    let folder = report(&format!(
        "{both}{own}  - titulo: Borradores\n    contenido: [conclusiones, recomendaciones_propuestas]\n"
    ));
    let text = made(&folder);
    assert!(text.contains("Elresultadoesbueno.") && !text.contains("Borradores"), "{text}");
    let said = folder.run(&["generar", "instituto-aguas", "--emitir", "borrador"]);
    assert_eq!((said.code, said.stdout.as_str()), (0, ""));
    assert!(said.stderr.contains("no tiene borradores"), "{}", said.stderr);
}

#[test]
fn findings_and_charts_lead_to_the_tables_that_the_document_has() {
    let folder = report(DRAFTED);
    let page = |folder: &Folder| {
        let said = folder.run(&["generar", "instituto-aguas", "--emitir", "html"]);
        assert_eq!(said.code, 0, "{}", said.stderr);
        folder.read("output/instituto-aguas/informe-2025.html")
    };
    let html = page(&folder);
    let numbered = html.split("<caption").skip(1).map(|c| c.split("</caption>").next().expect("a caption").to_owned());
    let at = |what: &str| numbered.clone().position(|c| c.contains(what)).expect("a table") + 1;
    let (plan, policies) = (at("Actividades del plan y avance"), at("mediana y puesto de 7 políticas medidas"));
    let link = format!("<a href=\"#lugar-tabla-actividades\">Tabla\u{a0}{plan}.</a>");
    assert!(html.contains(&link) && html.matches("id=\"lugar-tabla-actividades\"").count() == 1, "{link}");
    let where_to = format!("Los valores están en la tabla {policies}.</desc>");
    assert!(html.contains(&where_to), "{where_to}");
    // A chart whose values no table of the document has says where else they are.
    assert!(html.contains("Los valores están en los datos que acompañan el documento.</desc>"));
    // Without the table nobody is led to it, and the numbers are those of what is left.
    folder.replace(OWN, "tabla_politicas, ", "");
    folder.replace(OWN, "actividades, sin_recurso", "sin_recurso");
    let html = page(&folder);
    assert!(!html.contains("tabla-actividades") && html.contains("#lugar-tabla-estado_plan"), "another shows it");
    assert!(!html.contains("Los valores están en la tabla"));
}

#[test]
fn official_figures_of_the_peer_group_of_policies_are_printed_where_the_data_has_them() {
    let folder = report(DRAFTED);
    assert!(!made(&folder).contains("promediodelgrupopar"));
    let results = "data/entidades/instituto-aguas/resultados-2024.yaml";
    let group = |policy: &str, figures: &str| {
        let text = folder.read(results);
        let line = text.lines().find(|line| line.contains(&format!("politica: {policy},"))).expect("a policy");
        let open = line.strip_suffix('}').expect("a mapping");
        folder.replace(results, line, &format!("{open}, grupo_par: {{{figures}}}}}"));
    };
    // 69,8 and 74,9 points.
    group(
        "Seguridad Digital",
        "promedio: 71.8, minimo: 60.2, maximo: 80.3, quintil: 2, percentil: 31.5, puesto: 14, entidades: 32",
    );
    group("Gestión Documental", "promedio: 74.9, minimo: 50, maximo: 90");
    let text = made(&folder);
    for expected in [
        "De 2 políticas, 1 está por debajo del promedio del grupo par",
        "Seguridad Digital 69,8 71,8 60,2 a 80,3 2 31,5 14 de 32",
        "Gestión Documental 74,9 74,9 50,0 a 90,0 – – –",
    ] {
        assert!(text.contains(&dense(expected)), "{expected}\n{text}");
    }
}

#[test]
fn whoever_signs_stands_at_the_end_on_one_page() {
    let folder = Folder::example();
    let said = folder.run(&["generar"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let text = dense(&folder.pdf_text("output/instituto-ejemplo/informe-2025-06.pdf"));
    let page = text.rsplit("Página").next().expect("the last page");
    let signed = [
        "Elaboró",
        "Revisó",
        "Aprobó",
        "Ana María Ñungo Güiza",
        "Asesor de Control Interno",
        "Lucía Fernanda Ortiz Íñiguez",
    ];
    assert!(signed.iter().all(|words| page.contains(&dense(words))), "{page}");
}
