//! Where an entity stands among the others: positions, medians and changes of every report of the
//! example district are computed again here, from the program that invented the data; and the edges
//! of the comparison, in small projects.

use std::collections::BTreeMap;

use lopdf::Document;
use seguimiento::model::Catalogo;
use serde_json::Value;

use crate::consolidado::{Body, catalogue, district, percentile, value};
use crate::pdf_contract::attachments;
use crate::support::{Folder, dense};

const NOW: u32 = 2024;
const BEFORE: u32 = 2023;
const REPORT: &str = "instituto-aguas/informe-2025";
const TABLE: &str = "derivados/comparacion-2024.csv";

/// The values of those that `among` takes, with the slug of each.
fn values<'a>(bodies: &'a [Body], vigencia: u32, indice: &str, among: impl Fn(&Body) -> bool) -> Vec<(&'a str, f64)> {
    let of = |b: &'a Body| value(vigencia, &b.slug, indice).map(|v| (b.slug.as_str(), v));
    bodies.iter().filter(|b| among(b)).filter_map(of).collect()
}

/// n, position and median of `own`, as an export has them: position by counting those above, no
/// median of fewer than three.
fn expected(values: &[(&str, f64)], own: f64) -> (f64, Option<f64>, Option<f64>) {
    let n = values.len();
    let above = values.iter().filter(|(_, v)| *v > own).count();
    let mut sorted: Vec<f64> = values.iter().map(|(_, v)| *v).collect();
    let median = (n > 2).then(|| percentile(&mut sorted, 50));
    (n as f64, (n > 1).then_some(above as f64 + 1.0), median)
}

struct Export(BTreeMap<String, Value>);

impl Export {
    fn of(folder: &Folder, name: &str) -> Self {
        let export: Value = serde_json::from_str(&folder.read(name)).expect("JSON");
        let tables = export["cuadros"].as_array().expect("tables").iter();
        Self(tables.map(|t| (t["nombre"].as_str().expect("a name").to_owned(), t.clone())).collect())
    }

    /// The rows of a table as cells by their key.
    fn rows(&self, table: &str) -> Vec<BTreeMap<&str, &Value>> {
        let Some(table) = self.0.get(table) else { return Vec::new() };
        let keys = table["columnas"].as_array().expect("columns").iter();
        let keys: Vec<_> = keys.map(|c| c["clave"].as_str().expect("a key")).collect();
        let row = |r: &'_ Value| r.as_array().expect("cells").len();
        assert!(table["filas"].as_array().expect("rows").iter().all(|r| row(r) == keys.len()));
        let rows = table["filas"].as_array().expect("rows").iter();
        rows.map(|r| keys.iter().copied().zip(r.as_array().expect("cells")).collect()).collect()
    }
}

fn close(cell: &Value, wanted: Option<f64>, what: &str) {
    match (cell.as_f64(), wanted) {
        (None, None) => assert!(cell.is_null(), "{what}: {cell}"),
        (Some(cell), Some(wanted)) => assert!((cell - wanted).abs() < 1e-6, "{what}: {cell} instead of {wanted}"),
        _ => panic!("{what}: {cell} instead of {wanted:?}"),
    }
}

/// What a row says of a measure, against what the invented data gives.
fn check(row: &BTreeMap<&str, &Value>, bodies: &[Body], body: &Body, indice: &str) {
    let own = value(NOW, &body.slug, indice).expect("a value");
    let what = format!("{} {indice}", body.slug);
    let all = values(bodies, NOW, indice, |_| true);
    let (n, puesto, mediana) = expected(&all, own);
    close(row["indice"], Some(own), &what);
    close(row["puesto"], puesto, &what);
    close(row["entidades"], Some(n), &what);
    close(row["mediana"], mediana, &what);
    close(row["diferencia"], mediana.map(|m| own - m), &what);
    close(row["cambio"], value(BEFORE, &body.slug, indice).map(|before| own - before), &what);
}

fn codes(catalogo: &Catalogo) -> BTreeMap<String, String> {
    let of = |p: &seguimiento::model::Politica| {
        let named = p.nombre_en(NOW)?;
        Some((named.nombre.clone(), named.codigo.clone()))
    };
    catalogo.politicas.iter().filter_map(of).collect()
}

/// The peer group that the invented file of a body names.
fn peer_group(body: &Body) -> &'static str {
    match body.tipo.as_str() {
        _ if body.meci => "Grupo par MECI: organismos de control y corporaciones públicas",
        "Sector central" => "Grupo par 1: sector central de Bogotá, D.C.",
        "Entidades adscritas" => "Grupo par 2: establecimientos públicos y unidades administrativas de Bogotá, D.C.",
        _ if body.sector.as_deref() == Some("Salud") => {
            "Grupo par 3: prestadores y aseguradores de salud de Bogotá, D.C."
        }
        "Alcaldías locales" => "Grupo par 5: alcaldías locales de Bogotá, D.C.",
        _ => "Grupo par 4: empresas y sociedades de Bogotá, D.C.",
    }
}

#[test]
fn every_position_median_and_change_is_that_of_the_invented_district() {
    let folder = Folder::made_district();
    let out = folder.path().join("posicion");
    let said = folder.run(&["exportar", "json", "*/informe-2024", "--salida", &out.to_string_lossy()]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let catalogo = catalogue();
    let (bodies, codes) = (district(&catalogo), codes(&catalogo));
    let (mut reports, mut places, mut merged) = (0, 0, 0);
    for body in &bodies {
        let name = format!("posicion/{}/informe-2024.json", body.slug);
        if !folder.exists(&name) {
            continue;
        }
        reports += 1;
        let export = Export::of(folder, &name);
        let main = if body.meci { "POL19" } else { "IDI" };
        let own = value(NOW, &body.slug, main).expect("a value");
        let sector = body.sector.clone();
        let par = peer_group(body);
        let groups: [(String, Vec<_>); 4] = [
            ("Entidades del Distrito Capital".into(), values(&bodies, NOW, main, |_| true)),
            (body.tipo.clone(), values(&bodies, NOW, main, |b| b.tipo == body.tipo)),
            (par.to_owned(), values(&bodies, NOW, main, |b| peer_group(b) == par)),
            (
                match sector.as_deref() {
                    Some(name) if name.starts_with("Sector") => name.to_owned(),
                    name => format!("Sector {}", name.unwrap_or_default()),
                },
                values(&bodies, NOW, main, |b| sector.is_some() && b.sector == sector),
            ),
        ];
        let rows = export.rows("posicion");
        // The same entities under two names are one row with both.
        let mut shown: Vec<(String, &Vec<_>)> = Vec::new();
        for (name, values) in groups.iter().filter(|(_, values)| values.len() > 1) {
            match shown.iter_mut().find(|(_, known)| *known == values) {
                Some((names, _)) => *names = format!("{names}; {name}"),
                None => shown.push((name.clone(), values)),
            }
        }
        merged += groups.iter().filter(|(_, values)| values.len() > 1).count() - shown.len();
        assert_eq!(rows.len(), shown.len(), "{}", body.slug);
        for (row, (name, values)) in rows.iter().zip(&shown) {
            let (n, puesto, mediana) = expected(values, own);
            let what = format!("{} in {name}", body.slug);
            assert_eq!(row["entre"].as_str(), Some(name.as_str()));
            close(row["valor"], Some(own), &what);
            close(row["n"], Some(n), &what);
            close(row["puesto"], puesto, &what);
            close(row["mediana"], mediana, &what);
            close(row["diferencia"], mediana.map(|m| own - m), &what);
            places += 1;
        }
        for row in export.rows("politicas") {
            check(&row, &bodies, body, &codes[row["politica"].as_str().expect("a policy")]);
            places += 1;
        }
        for row in export.rows("dimensiones") {
            check(&row, &bodies, body, row["codigo"].as_str().expect("a code"));
            places += 1;
        }
        // The series of the IDI, from the newest vigencia back to the first with a value.
        let series = export.rows("idi");
        let first = [2022, 2023, 2024].into_iter().find(|v| value(*v, &body.slug, "IDI").is_some());
        assert_eq!(series.len(), first.map_or(0, |first| (NOW - first + 1) as usize), "{}", body.slug);
        for (row, vigencia) in series.iter().zip((2022..=NOW).rev()) {
            let what = format!("{} {vigencia}", body.slug);
            assert_eq!(row["vigencia"].as_str(), Some(vigencia.to_string().as_str()));
            let own = value(vigencia, &body.slug, "IDI");
            let all = values(&bodies, vigencia, "IDI", |_| true);
            close(row["idi"], own, &what);
            close(row["puesto"], own.and_then(|own| expected(&all, own).1), &what);
            close(row["mediana"], expected(&all, 0.0).2, &what);
            let before = if vigencia > 2022 { value(vigencia - 1, &body.slug, "IDI") } else { None };
            close(row["variacion"], own.zip(before).map(|(own, before)| own - before), &what);
        }
    }
    assert_eq!(reports, 74);
    // Those of the local mayors have three names; those of the first, the second and the last peer group, two.
    assert_eq!(merged, 2 * 20 + 18 + 19 + 4, "rows that are one");
    assert!(places > 1_500, "{places}");
}

const LETTERS: [&str; 20] = [
    "ninguna",
    "una",
    "dos",
    "tres",
    "cuatro",
    "cinco",
    "seis",
    "siete",
    "ocho",
    "nueve",
    "diez",
    "once",
    "doce",
    "trece",
    "catorce",
    "quince",
    "dieciséis",
    "diecisiete",
    "dieciocho",
    "diecinueve",
];

/// What a report of the district says in its synthesis, without spaces.
fn synthesis(folder: &Folder, slug: &str) -> String {
    let text = dense(&folder.pdf_text(&format!("output/{slug}/informe-2024.pdf")));
    let from = text.rfind("1Síntesis").expect("a synthesis");
    let to = text[from..].find("2Frentealasdemás").map_or(text.len(), |at| from + at);
    text[from..to].to_owned()
}

#[test]
fn what_weighs_most_is_in_every_synthesis_as_the_invented_values_give_it() {
    let folder = Folder::made_district();
    let catalogo = catalogue();
    let bodies = district(&catalogo);
    let codes: Vec<String> = codes(&catalogo).into_values().collect();
    let (mut last, mut lost, mut fallen) = (0, 0, 0);
    for body in &bodies {
        if !folder.exists(&format!("output/{}/informe-2024.pdf", body.slug)) {
            continue;
        }
        let said = synthesis(folder, &body.slug);
        let bullets = said.matches('•').count();
        assert!((2..=5).contains(&bullets), "{}: {bullets} bullets in {said}", body.slug);
        let own = |vigencia, indice: &str| value(vigencia, &body.slug, indice);
        // The place before and now, among all that have the index.
        let main = if body.meci { "POL19" } else { "IDI" };
        let place = |vigencia| Some(expected(&values(&bodies, vigencia, main, |_| true), own(vigencia, main)?));
        if let (Some((before, Some(from), _)), Some((now, Some(to), _))) = (place(BEFORE), place(NOW)) {
            let of = |n: f64| if before == now { String::new() } else { format!("de{n}") };
            let moved = format!("Pasódelpuesto{from}{}en2023al{to}de{now}", of(before));
            assert_eq!(said.contains(&moved), from != to || before != now, "{}: {moved} in {said}", body.slug);
            lost += usize::from(to > from && own(NOW, main) > own(BEFORE, main));
        }
        // Policies in the last two places, unless their change has to be verified first.
        let change = |code: &str| Some(own(NOW, code)? - own(BEFORE, code)?);
        let low = |code: &&String| {
            let Some(mine) = own(NOW, code) else { return false };
            let (n, puesto, _) = expected(&values(&bodies, NOW, code, |_| true), mine);
            let above_last = n - puesto.unwrap_or(1.0);
            let tail = above_last + 1.0;
            above_last < 2.0 && tail <= n * 0.25 && change(code).is_none_or(|c| c.abs() < 20.0 - 1e-9)
        };
        let lowest = codes.iter().filter(low).count();
        let phrase = format!("Estáenlosdosúltimospuestosen{}polític", LETTERS[lowest]);
        if lowest > 0 && !body.meci {
            assert!(said.contains(&phrase), "{}: {phrase} in {said}", body.slug);
            last += 1;
        } else {
            assert!(!said.contains("últimospuestos"), "{}: {said}", body.slug);
        }
        // Components of MECI, where there was room for them.
        let parts: Vec<f64> = (63..=67).filter_map(|i| change(&format!("I{i}"))).collect();
        // A fall of one point or less is none.
        let down = parts.iter().filter(|c| **c < -1.0 - 1e-6).count();
        if said.contains("componentesdelMECI") {
            let word = LETTERS[down].replace("una", "uno");
            assert!(said.contains(&format!("{word}deloscincocomponentesdelMECI")), "{}: {down} in {said}", body.slug);
            assert!(parts.iter().any(|c| *c < -2.0 + 1e-9), "{}", body.slug);
            fallen += 1;
        } else {
            assert!(bullets == 5 || parts.iter().all(|c| *c > -2.0 - 1e-9 || *c <= -20.0), "{}: {said}", body.slug);
        }
    }
    assert!(last > 5 && lost > 5 && fallen > 5, "{last} {lost} {fallen}");
}

#[test]
fn the_first_sentence_answers_and_the_table_behind_it_travels_with_the_document() {
    let folder = Folder::made_district();
    let text = folder.pdf_text("output/aguas-bogota/informe-2024.pdf");
    let says = |sentence: &str| assert!(dense(&text).contains(&dense(sentence)), "{sentence}\n{text}");
    says("IDI de la vigencia 2024, 23,4 puntos: puesto y mediana entre las entidades comparables");
    says("Entidades del Distrito Capital 70 de 70 84,6 −61,2");
    says("La entidad está por debajo de la mediana en las 16 políticas");
    says("Mediana: cálculo propio con los datos de entidades del Distrito Capital");
    // Whoever has the PDF can compute it again: the place of the entity in the attached column.
    let pdf = Document::load_mem(&folder.bytes("output/aguas-bogota/informe-2024.pdf")).expect("a PDF");
    let bytes = attachments(&pdf).remove(TABLE).expect("the table");
    let table = String::from_utf8(bytes.clone()).expect("UTF-8");
    let rows: Vec<Vec<&str>> =
        table.trim_start_matches('\u{feff}').lines().map(|line| line.split(';').collect()).collect();
    let at = |key: &str| rows[0].iter().position(|k| *k == key).unwrap_or_else(|| panic!("{key}: {:?}", rows[0]));
    let number = |text: &str| text.replace(',', ".").parse::<f64>().ok();
    let idi: Vec<f64> = rows[1..].iter().filter(|r| r[0] == "2024").filter_map(|r| number(r[at("idi")])).collect();
    assert_eq!(idi.len(), 70);
    assert_eq!(idi.iter().filter(|v| **v > 23.4).count() + 1, 70);
    assert_eq!(rows[1..].iter().filter(|r| r[0] == "2024").count(), 74);
    assert!(rows[1..].iter().all(|r| r[at("se_cuenta")] == "sí"));
    // And the manifest has its hash.
    let manifest: Value = serde_json::from_str(&folder.read("output/manifiesto.json")).expect("JSON");
    let hash = |id: &str| manifest["documentos"][id]["entradas"][TABLE].as_str().map(str::to_owned);
    assert_eq!(hash("aguas-bogota/informe-2024"), Some(blake3::hash(&bytes).to_hex().to_string()));
    assert_eq!(hash("aguas-bogota/informe-2024"), hash("concejo-bogota/informe-2024"));
    assert_eq!(hash("distrito/consolidado-2024"), None);
    // A body without IDI is compared in what it has.
    let text = folder.pdf_text("output/concejo-bogota/informe-2024.pdf");
    assert!(
        dense(&text).contains(&dense("Control Interno de la vigencia 2024, 82,6 puntos: puesto y mediana")),
        "{text}"
    );
    assert!(!text.contains("políticas en que se compara"), "{text}");
}

/// What a document says, as a page without marks.
fn page(folder: &Folder, id: &str) -> String {
    let said = folder.run(&["generar", id, "--emitir", "html"]);
    assert_eq!(said.code, 0, "{}{}", said.stdout, said.stderr);
    let html = folder.read(&format!("output/{id}.html"));
    let body = html.split_once("<main").expect("a page").1;
    let text: String = body.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect();
    text.replace('\u{a0}', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The same where no synthesis says first where the entity stands.
fn page_alone(folder: &Folder) -> String {
    let file = format!("data/entidades/{REPORT}.yaml");
    let text = folder.read(&file);
    folder.write(&file, &text.replace("[sintesis, posicion]", "[posicion]"));
    page(folder, REPORT)
}

/// The set of the tests with its entities' IDI of 2024, by their slug.
fn with_idi(values: &[(&str, &str)]) -> Folder {
    let folder = Folder::set();
    for (slug, value) in values {
        let path = format!("data/entidades/{slug}/resultados-2024.yaml");
        let text = folder.read(&path);
        let line = text.lines().find(|l| l.starts_with("idi:")).expect("an IDI").to_owned();
        folder.replace(&path, &line, value);
    }
    folder
}

#[test]
fn equals_share_a_position() {
    let folder = with_idi(&[("secretaria-aguas", "idi: 79.8")]);
    let text = page_alone(&folder);
    assert!(
        text.contains("la entidad comparte el puesto 3 de 6 entidades de este proyecto, en la mediana de 79,8."),
        "{text}"
    );
    let folder = with_idi(&[]);
    let text = page_alone(&folder);
    // 90,1 84,5 80,4 79,8 66,0 41,2.
    assert!(text.contains("Con 79,8 puntos de IDI, la entidad ocupa el puesto 4 de 6 entidades de este proyecto, similar a la mediana de 80,1 (−0,3 puntos)."), "{text}");
}

#[test]
fn two_entities_have_positions_and_no_median_and_one_alone_says_so_once() {
    let folder = Folder::set();
    // Of the six with IDI, two are left.
    for slug in ["acueducto", "secretaria-tierras", "catastro", "banco-tierras", "concejo"] {
        for vigencia in [2023, 2024] {
            let path = folder.path().join(format!("data/entidades/{slug}/resultados-{vigencia}.yaml"));
            std::fs::remove_file(path).expect("there");
        }
    }
    let text = page_alone(&folder);
    assert!(text.contains("la entidad ocupa el puesto 2 de 2 entidades de este proyecto. "), "{text}");
    assert!(text.contains("Raya: menos de tres entidades no tienen mediana."), "{text}");
    assert!(!text.contains("por debajo de la mediana"), "{text}");
    for vigencia in [2023, 2024] {
        let path = folder.path().join(format!("data/entidades/secretaria-aguas/resultados-{vigencia}.yaml"));
        std::fs::remove_file(path).expect("there");
    }
    let text = page_alone(&folder);
    let alone = "Este proyecto no tiene datos de otras entidades comparables";
    assert_eq!(text.matches(alone).count(), 1, "{text}");
    assert!(!text.contains("Puesto"), "{text}");
    // What Función Pública says of its peer group stands in its place.
    let own = "data/entidades/instituto-aguas/resultados-2024.yaml";
    let group = "idi: 79.8\ngrupo_par: {nombre: Grupo 7, promedio: 59.15, minimo: 16.8, maximo: 90.2, quintil: 5, percentil: 93, puesto: 14, entidades: 32}";
    folder.replace(own, "idi: 79.8", group);
    let text = page_alone(&folder);
    assert!(!text.contains(alone), "{text}");
    assert!(text.contains("Grupo par, según la Función Pública («Grupo 7»): promedio 59,2; valores de 16,8 a 90,2; puesto 14 de 32; quintil 5 de 5; percentil 93,0; la entidad tiene 79,8."), "{text}");
}

#[test]
fn invented_data_and_other_orders_are_not_compared() {
    let folder = Folder::set();
    // One entity more whose data is not invented, and one of another order.
    let real = folder.read("data/entidades/catastro/resultados-2024.yaml").replace("ejemplo: true\n", "");
    folder.write("data/entidades/catastro/resultados-2024.yaml", &real);
    let text = page_alone(&folder);
    assert!(text.contains("el puesto 3 de 5 entidades de este proyecto"), "{text}");
    let folder = Folder::set();
    folder.replace(
        "data/catalogo/entidades.yaml",
        "Secretaría de Tierras, orden: municipal",
        "Secretaría de Tierras, orden: nacional",
    );
    let text = page_alone(&folder);
    assert!(text.contains("el puesto 3 de 5 entidades de este proyecto"), "{text}");
}

#[test]
fn a_report_is_made_again_where_a_value_that_it_is_set_against_changes() {
    let folder = Folder::set();
    let made = |folder: &Folder| {
        let said = folder.run(&["generar", REPORT]);
        assert_eq!(said.code, 0, "{}", said.stderr);
        said.stderr.contains("1 documento hecho")
    };
    assert!(made(&folder));
    assert!(!made(&folder));
    // Neither the plan of another entity nor the order of its lines is one of them.
    folder.replace("data/entidades/banco-tierras/plan-2025.yaml", "nombre:", "# una nota\nnombre:");
    folder.replace(
        "data/entidades/catastro/resultados-2024.yaml",
        "fuente: FURAG, vigencia 2024",
        "fuente: FURAG de la vigencia 2024",
    );
    assert!(!made(&folder));
    folder.replace("data/entidades/catastro/resultados-2024.yaml", "idi: 84.5", "idi: 84.6");
    assert!(made(&folder));
    folder.replace("data/proyecto.yaml", "nombre:", "ambito: entidades de Tunja\nnombre:");
    let text = page(&folder, REPORT);
    assert!(text.contains("el puesto 4 de 6 entidades de Tunja"), "{text}");
}

#[test]
fn an_entity_with_errors_is_not_counted_and_told() {
    let folder = Folder::set();
    folder.replace("data/entidades/catastro/resultados-2024.yaml", "idi: 84.5", "idi: 184.5");
    let said = folder.run(&["generar", REPORT, "--emitir", "html"]);
    assert!(
        said.stderr.contains("aviso[comparacion-incompleta]")
            && said.stderr.contains("no se cuenta «Unidad de Catastro»"),
        "{}",
        said.stderr
    );
    let html = folder.read(&format!("output/{REPORT}.html"));
    assert!(html.contains("No se cuenta 1 entidad cuyos datos tienen errores."), "{html}");
    assert!(html.contains("3\u{a0}de\u{a0}5") || html.contains("3 de 5"), "{html}");
}

#[test]
fn without_a_comparable_vigencia_nothing_is_said_of_a_change() {
    let folder = Folder::set();
    let report = "data/entidades/instituto-aguas/informe-2025.yaml";
    let text = folder.read(report);
    let kept = text.split_once("secciones:").expect("sections").0.replace("comparar_con: 2023\n", "");
    folder.write(
        report,
        &format!("{kept}secciones:\n  - titulo: Resultados\n    contenido: [indice, tabla_politicas]\n"),
    );
    let text = page(&folder, REPORT);
    assert!(text.contains("Dimensión y política Índice Mediana Diferencia Puesto"), "{text}");
    assert!(!text.contains("Cambio desde"), "{text}");
    // A policy that nobody else has stands without a median or a place.
    for slug in ["acueducto", "secretaria-aguas", "secretaria-tierras", "catastro", "banco-tierras"] {
        let path = format!("data/entidades/{slug}/resultados-2024.yaml");
        let kept: Vec<_> =
            folder.read(&path).lines().filter(|l| !l.contains("Gestión Documental")).map(str::to_owned).collect();
        folder.write(&path, &(kept.join("\n") + "\n"));
    }
    let text = page(&folder, REPORT);
    let row = text.split_once("Gestión Documental").expect("a row").1;
    assert!(row.split_whitespace().skip(1).take(3).all(|cell| cell == "–"), "{row}");
}
