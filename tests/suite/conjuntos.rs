//! Sets of few entities: every document says what they support and no more, in its
//! tables, totals, charts, sentences, notes and alternative texts alike.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::consolidado::{percentile, printed};
use crate::support::{Folder, dense};

const NAMES: [&str; 4] =
    ["Instituto Municipal de Aguas", "Secretaría de Aguas", "Empresa de Acueducto", "Secretaría de Tierras"];
const SLUGS: [&str; 4] = ["instituto-aguas", "secretaria-aguas", "acueducto", "secretaria-tierras"];
const DOCUMENTS: [&str; 3] = ["consolidado-2024", "presentacion-2024", "ficha-2024"];

/// What an entity has in each measure, before and now; no two of them have the same summaries.
fn points(entity: usize, measure: usize) -> (f64, f64) {
    let before = [61.3, 83.9, 70.2, 92.6][entity] - [0.0, 1.7, 3.4, 5.2, 9.1, 11.9][measure];
    (before, before + [2.0, -1.0, 3.0, 1.0][entity])
}

/// The small project of the tests with the first `n` of four entities, all measured in the same.
fn set(n: usize) -> Folder {
    let folder = Folder::set();
    for (entity, slug) in SLUGS.iter().enumerate().take(n) {
        for (vigencia, at) in [(2023, 0), (2024, 1)] {
            let value = |measure: usize| {
                let (before, now) = points(entity, measure);
                format!("{:.1}", [before, now][at])
            };
            let text = format!(
                "vigencia: {vigencia}\nfuente: \"FURAG, vigencia {vigencia}\"\nejemplo: true\nidi: {}\ndimensiones:\n  - {{dimension: Talento Humano, puntaje: {}}}\n  - {{dimension: Control Interno, puntaje: {}}}\npoliticas:\n  - {{politica: Integridad, puntaje: {}}}\n  - {{politica: Seguridad Digital, puntaje: {}, subindices: [{{codigo: I20, puntaje: {}}}, {{codigo: I21, puntaje: 11.1}}]}}\n  - {{politica: Control Interno, puntaje: {}, subindices: [{{codigo: I63, puntaje: {}}}, {{codigo: I64, puntaje: {}}}]}}\n",
                value(0),
                value(1),
                value(2),
                value(3),
                value(4),
                value(5),
                value(2),
                value(1),
                value(3),
            );
            folder.write(&format!("data/entidades/{slug}/resultados-{vigencia}.yaml"), &text);
        }
    }
    // One of the two sub-indices of the policy has a name.
    folder.replace(
        "data/catalogo/politicas.yaml",
        "      - codigo: I20\n",
        "      - codigo: I20\n        nombre: Gestión de incidentes\n",
    );
    for document in DOCUMENTS {
        let path = format!("data/conjunto/{document}.yaml");
        folder.replace(&path, "entidades: todas", &format!("entidades: {{lista: [{}]}}", SLUGS[..n].join(", ")));
    }
    if n < 4 {
        folder.replace("data/conjunto/consolidado-2024.yaml", "      - buenas_practicas\n", "");
    }
    folder
}

/// What is read of a set: the text of each document, and the alternative texts of its charts.
fn read(folder: &Folder) -> Vec<(String, String, Vec<String>)> {
    let said = folder.run(&["generar", "conjunto"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let said = folder.run(&["generar", "conjunto", "--emitir", "vista"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    ["consolidado-2024", "presentacion-2024", "ficha-2024/seguridad-digital"]
        .map(|name| {
            let path = format!("output/conjunto/{name}");
            let view: Value = serde_json::from_str(&folder.read(&format!("{path}.vista.json"))).expect("JSON");
            let charts = view["graficos"].as_array().expect("charts").iter();
            let alts = charts.map(|c| c["alt"].as_str().expect("a text").to_owned()).collect();
            (name.to_owned(), folder.pdf_text(&format!("{path}.pdf")), alts)
        })
        .into()
}

/// Every figure with a decimal that the text prints.
fn figures(text: &str) -> BTreeSet<String> {
    let tokens = text.split(|c: char| !c.is_ascii_digit() && c != ',');
    tokens.map(|t| t.trim_matches(',')).filter(|t| t.contains(',')).map(str::to_owned).collect()
}

/// The medians and averages, and the quartiles, of the first `n` in every measure and vigencia,
/// that are no value or difference of an entity.
fn summaries(n: usize) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut values, mut centres, mut quartiles) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    // What the documents hold besides: an index of all, differences, limits and the IGPD.
    values.extend(["11,1", "78,4", "76,9", "79,8", "80,1", "1,0", "2,0", "3,0", "1,5", "0,3"].map(str::to_owned));
    for measure in 0..6 {
        for now in [false, true] {
            let own = (0..n).map(|e| points(e, measure)).map(|(before, after)| if now { after } else { before });
            let mut own: Vec<f64> = own.collect();
            values.extend(own.iter().map(|v| printed(*v)));
            centres.insert(printed(percentile(&mut own, 50)));
            centres.insert(printed(own.iter().sum::<f64>() / n as f64));
            quartiles.extend([25, 75].map(|p| printed(percentile(&mut own, p))));
        }
    }
    (&centres - &values, &quartiles - &values)
}

#[test]
fn sets_of_one_to_four_entities_print_no_median_below_three_and_no_quartile_below_four() {
    for n in 1..=4 {
        let folder = set(n);
        let (centres, quartiles) = summaries(n);
        for (name, text, alts) in read(&folder) {
            let all = format!("{text} {}", alts.join(" "));
            let found = figures(&all);
            let shown = |wanted: &BTreeSet<String>| -> Vec<String> { (&found & wanted).into_iter().collect() };
            let what = format!("{n}, {name}");
            if n < 3 {
                assert_eq!(shown(&centres), [""; 0], "{what}: a median or an average in\n{all}");
                for silent in ["mediana", "promedio", "promedios"] {
                    let told = all.to_lowercase();
                    // Only to say that there is none.
                    for (at, _) in told.match_indices(silent) {
                        let before: String =
                            told[..at].chars().rev().take(60).collect::<Vec<_>>().into_iter().rev().collect();
                        assert!(
                            ["ni ", "no hay", "sin ", "no es el "].iter().any(|no| before.contains(no)),
                            "{what}: «{silent}» after «{before}»"
                        );
                    }
                }
            } else {
                assert!(all.contains("mediana"), "{what}");
            }
            if n < 4 {
                assert_eq!(shown(&quartiles), [""; 0], "{what}: a quartile in\n{all}");
                for silent in [
                    "Cuartil inferior",
                    "Cuartil superior",
                    "Cuartiles:",
                    "Cuartiles y",
                    "Cuartiles,",
                    "los cuartiles en",
                    "mitad central",
                    "Tukey",
                    "y cuartiles:",
                ] {
                    assert!(!all.contains(silent), "{what}: «{silent}» in\n{all}");
                }
            } else if name != "presentacion-2024" {
                assert!(!shown(&quartiles).is_empty() && all.contains("cuartil"), "{what}");
            }
            for wrong in
                ["las 1 ", "los 1 ", "1 entidades", "Las 1 ", "únicas entidad", "de 1 entidades", "..", " ; ", ": ."]
            {
                assert!(!text.replace("....", "").contains(wrong), "{what}: «{wrong}» in\n{text}");
            }
            // A sub-index without a name is no component and is drawn nowhere.
            assert!(alts.iter().all(|a| !a.contains("I21") && !a.contains("11,1")), "{what}: {alts:?}");
        }
    }
}

#[test]
fn a_set_of_one_or_two_gives_the_indices_that_there_are() {
    let one = read(&set(1));
    let says = |document: usize, set: &[(String, String, Vec<String>)], expected: &str| {
        assert!(dense(&set[document].1).contains(&dense(expected)), "no {expected:?} in\n{}", set[document].1);
    };
    says(0, &one, "Puesto de la única entidad con IDI, vigencia 2024");
    says(0, &one, "El IDI de la única entidad medida es 63,3.");
    says(1, &one, "En breve: el IDI de la única entidad medida es 63,3");
    says(2, &one, "54,2 índice de la única entidad medida 1 de 1 entidad con valor");
    says(0, &one, "Con menos de tres entidades medidas no se buscan señales en los datos.");
    let two = read(&set(2));
    says(0, &two, "El IDI de 2 entidades va de 63,3 a 82,9.");
    says(
        0,
        &two,
        "Total 2 2 63,3 82,9 n: entidades con IDI; con menos de 4 no se dan cuartiles, y con menos de 3, ni mediana ni promedio.",
    );
    says(2, &two, "54,2 y 73,8 índices de las dos entidades medidas");
    says(2, &two, "1 de 2 entidades suben frente a 2023 y 1 baja");
}

#[test]
fn three_entities_have_a_median_and_no_quartile_in_sentence_table_chart_and_alternative_text() {
    let three = read(&set(3));
    let (consolidated, alts) = (&three[0].1, three[0].2.join(" "));
    for expected in [
        "El IDI de 3 entidades tiene mediana 73,2. Los extremos son 63,3 y 82,9. El promedio, 73,1, es menor que la mediana.",
        "con menos de 4 no se dan cuartiles. Medianas y promedios: cálculo propio.",
    ] {
        assert!(dense(consolidated).contains(&dense(expected)), "no {expected:?} in\n{consolidated}");
    }
    assert!(alts.contains("La mediana más alta es la de"), "{alts}");
    assert!(
        dense(&three[2].1).contains(&dense("64,1 mediana del índice, de 0 a 100 3 de 3 entidades con valor")),
        "{}",
        three[2].1
    );
}

#[test]
fn an_entity_that_is_called_total_is_no_total() {
    let folder = set(4);
    folder.replace("data/catalogo/entidades.yaml", NAMES[2], "Total");
    let said = folder.run(&["generar", "conjunto/consolidado-2024", "--emitir", "typst"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let page = folder.read("output/conjunto/consolidado-2024.typ");
    let start = page.find("Puesto de las 4 entidades").expect("the ranking");
    let ranking = &page[start..start + page[start..].find("origen:").expect("its source")];
    assert!(ranking.contains("\"Total\"") && !ranking.contains("total: ("), "{ranking}");
}

#[test]
fn who_lies_apart_in_a_policy_and_already_in_the_idi_is_told_as_that() {
    let folder = set(4);
    let mut catalogue = "entidades:\n".to_owned();
    for i in 0..10 {
        // The first lies apart in both, the second in the policy alone.
        let (idi, policy) = match i {
            0 => (40.0, 35.0),
            1 => (81.0, 36.0),
            _ => (80.0 + f64::from(i), 75.0 + f64::from(i)),
        };
        catalogue += &format!("  - {{slug: ente-{i}, nombre: Ente {i}, medicion: mipg}}\n");
        let text = format!(
            "vigencia: 2024\nejemplo: true\nidi: {idi}\npoliticas:\n  - politica: Seguridad Digital\n    puntaje: {policy}\n"
        );
        folder.write(&format!("data/entidades/ente-{i}/resultados-2024.yaml"), &text);
    }
    folder.write("data/catalogo/entidades.yaml", &catalogue);
    let sheet = "data/conjunto/ficha-2024.yaml";
    let lista = format!("entidades: {{lista: [{}]}}", SLUGS.join(", "));
    folder.replace(sheet, &lista, "entidades: todas").replace(sheet, "plan: plan-2025\n", "");
    folder.replace(sheet, "comparar_con: 2023\n", "");
    for slug in SLUGS.iter().chain(&["catastro", "banco-tierras", "concejo"]) {
        std::fs::remove_dir_all(folder.path().join("data/entidades").join(slug)).expect("a folder of the project");
    }
    for document in ["consolidado-2024", "presentacion-2024", "plan-trabajo-2026"] {
        std::fs::remove_file(folder.path().join(format!("data/conjunto/{document}.yaml"))).expect("a document");
    }
    let said = folder.run(&["generar", "conjunto"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let text = folder.pdf_text("output/conjunto/ficha-2024/seguridad-digital.pdf");
    let expected = "Ente 1 (36,0). También está por debajo Ente 0 (35,0), que ya se aparta en el IDI.";
    assert!(text.contains(expected), "no {expected:?} in\n{text}");
}

/// What the consolidated report of a project says of the vigencias, as a page without marks.
fn series_of(folder: &Folder) -> String {
    let html = folder.run(&["generar", "conjunto/consolidado-2024", "--emitir", "html"]);
    assert_eq!(html.code, 0, "{}{}", html.stdout, html.stderr);
    let html = folder.read("output/conjunto/consolidado-2024.html");
    let text: String = html.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect();
    text.replace('\u{a0}', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_series_claims_no_more_than_those_measured_in_every_vigencia_support() {
    // 61,3 83,9 70,2 before, and +2, −1 and +3.
    let folder = set(3);
    let text = series_of(&folder);
    let both = "De 3 entidades con IDI en las dos vigencias, entre 2023 y 2024 2 subieron, 0 quedaron igual y 1 bajó.";
    assert!(text.contains(both), "{text}");
    assert!(text.contains("La mediana del IDI subió de 70,2 en 2023 a 73,2 en 2024"), "{text}");
    assert!(text.contains("Son las mismas entidades en las dos vigencias."), "{text}");
    // An earlier vigencia of the series that the document does not name; one entity was not measured in it, so the
    // two others have no median.
    for (slug, value) in [("instituto-aguas", "70.0"), ("acueducto", "60.0")] {
        let path = format!("data/entidades/{slug}/resultados-2022.yaml");
        folder
            .write(&path, &format!("vigencia: 2022\nfuente: \"FURAG, vigencia 2022\"\nejemplo: true\nidi: {value}\n"));
    }
    let text = series_of(&folder);
    let three = "De 2 entidades con IDI en las tres vigencias, entre 2022 y 2024 1 subió, 0 quedaron igual y 1 bajó.";
    assert!(text.contains(three), "{text}");
    assert!(!text.contains("La mediana del IDI de las") && !text.contains("La mediana del IDI subió"), "{text}");
    assert!(text.contains("con menos de 4 no se dan cuartiles, y con menos de 3, ni mediana ni promedio"), "{text}");
    // Official data does not follow from invented data, what is wrong is not counted, and another series of
    // measurement is another thing.
    let path = "data/entidades/acueducto/resultados-2022.yaml";
    folder.replace(path, "ejemplo: true\n", "");
    let text = series_of(&folder);
    assert!(text.contains("Una sola entidad tiene IDI en las tres vigencias: bajó entre 2022 y 2024."), "{text}");
    folder.replace(path, "idi: 60.0", "ejemplo: true\nidi: 160.0");
    let said = folder.run(&["generar", "conjunto/consolidado-2024", "--emitir", "html"]);
    assert!(
        said.stderr.contains("en la serie de vigencias no se cuenta «Empresa de Acueducto»: sus datos de vigencias anteriores tienen errores"),
        "{}",
        said.stderr
    );
    for slug in ["instituto-aguas", "acueducto"] {
        std::fs::remove_file(folder.path().join(format!("data/entidades/{slug}/resultados-2022.yaml"))).expect("there");
        let path = format!("data/entidades/{slug}/resultados-2021.yaml");
        folder.write(&path, "vigencia: 2021\nfuente: \"FURAG, vigencia 2021\"\nejemplo: true\nidi: 12.3\n");
    }
    assert!(series_of(&folder).contains(both));
    // The same value, as it is printed, neither rose nor fell.
    let folder = set(3);
    folder.replace("data/entidades/acueducto/resultados-2024.yaml", "idi: 73.2", "idi: 70.2");
    let text = series_of(&folder);
    assert!(text.contains("La mediana del IDI es la misma en 2023 y en 2024: 70,2"), "{text}");
}

#[test]
fn a_document_is_made_again_where_a_value_of_its_series_changes_and_not_where_it_has_none() {
    let folder = set(3);
    let ids = [
        "conjunto/consolidado-2024",
        "conjunto/presentacion-2024",
        "conjunto/ficha-2024",
        "conjunto/plan-trabajo-2026",
    ];
    let made = |id: &str| {
        let said = folder.run(&["generar", id]);
        assert_eq!(said.code, 0, "{}", said.stderr);
        format!("{}{}", said.stdout, said.stderr).contains(&format!("hecho     {id}"))
    };
    assert_eq!(ids.map(made), [true; 4]);
    let path = "data/entidades/acueducto/resultados-2022.yaml";
    folder.write(path, "vigencia: 2022\nfuente: \"FURAG, vigencia 2022\"\nejemplo: true\nidi: 60.0\n");
    assert_eq!(ids.map(made), [true, true, true, false]);
    assert_eq!(ids.map(made), [false; 4]);
    folder.replace(path, "60.0", "60.1");
    assert_eq!(ids.map(made), [true, true, true, false]);
    // The deck prints the series where all that it compares were measured in its first vigencia.
    let deck = || dense(&folder.pdf_text("output/conjunto/presentacion-2024.pdf"));
    assert!(!deck().contains(&dense("en 2022")));
}
