//! A document says the same numbers wherever it is read: on its pages and in its page of HTML, section
//! by section, and what its tables and charts say is in its exports.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::etiquetas::{self, Inside, Tag};
use crate::pagina::Element;
use crate::support::{Folder, dense, squeeze};

/// A document of each kind in the fixed project.
const DOCUMENTS: [(&str, Dress); 6] = [
    (REPORT, Dress::REPORT),
    (EXECUTIVE, Dress { titles: false, top: &["control", "ficha"], ..Dress::REPORT }),
    (PLAN, Dress { titles: false, ..Dress::REPORT }),
    (CONSOLIDATED, Dress::REPORT),
    (DECK, Dress { titles: false, captions: false, ..Dress::REPORT }),
    (SHEET, Dress { titles: false, ..Dress::REPORT }),
];
const REPORT: &str = "instituto-aguas/informe-2025";
const PLAN: &str = "conjunto/plan-trabajo-2026";
const DECK: &str = "conjunto/presentacion-2024";
const SHEET: &str = "conjunto/ficha-2024/seguridad-digital";
const EXECUTIVE: &str = "instituto-aguas/ejecutivo-2025";
const CONSOLIDATED: &str = "conjunto/consolidado-2024";

/// What a dress does on paper.
#[derive(Clone, Copy)]
struct Dress {
    /// Whether titles have numbers: slides, sheets and what is one page long go without, and on a
    /// screen each title has one, as each has its place.
    titles: bool,
    /// Whether tables and figures have numbers, likewise.
    captions: bool,
    /// What every page repeats at its top and the page of HTML says once, by its class there.
    top: &'static [&'static str],
}

impl Dress {
    const REPORT: Self = Self { titles: true, captions: true, top: &["control"] };
}

/// A document as it is read: the text of each section, the first one from the top to the first title.
#[derive(Default)]
struct Read {
    sections: Vec<Section>,
    /// What is at the top of every page.
    top: String,
}

#[derive(Default)]
struct Section {
    title: String,
    text: String,
    /// All words of each picture without white space: their letters are set one by one.
    pictures: Vec<String>,
}

impl Read {
    fn last(&mut self) -> &mut Section {
        if self.sections.is_empty() {
            self.sections.push(Section::default());
        }
        self.sections.last_mut().expect("one")
    }

    fn add(&mut self, text: &str) {
        self.last().text.push_str(text);
    }

    fn begin(&mut self, title: &str) {
        let title = squeeze(title);
        // The numbers of a title are numbers of its section.
        self.sections.push(Section { text: format!("{title} "), title, pictures: Vec::new() });
    }

    /// What a PDF says; the contents list, whose numbers are those of pages, is left out.
    fn pdf(tag: &Tag) -> Self {
        let mut read = Self::default();
        read.last();
        read.tag(tag);
        read
    }

    fn tag(&mut self, tag: &Tag) {
        match tag.role.as_str() {
            "TOC" => {}
            "Figure" => self.last().pictures.push(dense(&tag.text())),
            role if role.len() == 2 && role.starts_with('H') => self.begin(&tag.text()),
            _ => {
                for inside in &tag.inside {
                    match inside {
                        Inside::Tag(tag) => self.tag(tag),
                        Inside::Text(text) => self.add(text),
                    }
                }
                self.add(" ");
            }
        }
    }

    /// What a page of HTML says without its contents list.
    fn html(page: &Element, dress: Dress) -> Self {
        let mut read = Self::default();
        read.last();
        read.element(page.one("header"), dress);
        read.element(page.one("main"), dress);
        read
    }

    fn element(&mut self, element: &Element, dress: Dress) {
        let counts = |e: &Element| (e.name == "b" && !dress.captions) || (is_number(e) && !dress.titles);
        match element.name.as_str() {
            "" => self.add(&element.own),
            _ if counts(element) => {}
            _ if dress.top.contains(&element.attribute("class")) => {
                element.each("dd").for_each(|value| self.top += &format!("{} ", value.text()));
            }
            "svg" => {
                let words: String = element.each("text").map(Element::text).collect();
                self.last().pictures.push(dense(&words));
            }
            "h2" | "h3" | "h4" | "h5" | "h6" => {
                let words = element.children.iter().filter(|child| dress.titles || !is_number(child));
                self.begin(&words.map(Element::text).collect::<String>());
            }
            name => {
                let mut number = 0;
                for child in &element.children {
                    // A browser writes the number of an item.
                    if name == "ol" && child.name == "li" {
                        number = child.attribute("value").parse().unwrap_or(number + 1);
                        self.add(&format!(" {number}. "));
                    }
                    self.element(child, dress);
                }
                if !["strong", "em", "small", "mark", "span", "a", "code", "b"].contains(&name) {
                    self.add(" ");
                }
            }
        }
    }
}

fn is_number(element: &Element) -> bool {
    element.attribute("class") == "numero"
}

/// The numbers of a text as they are written, with their signs; how often each stands there, and around
/// which words first.  A hash that a line parts is one.
fn numbers(text: &str) -> BTreeMap<String, (usize, String)> {
    let is_hash = |word: &str| word.len() > 20 && word.bytes().all(|b| b.is_ascii_hexdigit());
    let mut words: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match words.last_mut() {
            Some(last) if is_hash(last) && is_hash(word) && last.len() < 64 => last.push_str(word),
            _ => words.push(word.to_owned()),
        }
    }
    let mut found = BTreeMap::new();
    for (at, word) in words.iter().enumerate() {
        for number in in_word(word) {
            let around = words[at.saturating_sub(5)..words.len().min(at + 6)].join(" ");
            found.entry(number).or_insert((0, around)).0 += 1;
        }
    }
    found
}

/// `−18,2` of `(−18,2`; `41,2` and `90,1` of `41,2–90,1`; a hash whole.
fn in_word(word: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut number = String::new();
    let inner = |c: char| [',', '.', ':', '/'].contains(&c);
    let signs = ['+', '−', '-'];
    let mut before = ' ';
    for c in word.chars().chain([' ']) {
        let goes_on = c.is_alphanumeric() || inner(c) || (signs.contains(&c) && !before.is_alphanumeric());
        if goes_on {
            number.push(c);
        } else {
            found.push(std::mem::take(&mut number));
        }
        before = c;
    }
    let trimmed = |n: String| n.trim_matches(inner).to_owned();
    found.into_iter().map(trimmed).filter(|n| n.contains(|c: char| c.is_ascii_digit())).collect()
}

/// The first section whose numbers differ and what is in one of both alone; `None` where all agree.
fn difference(page: &Read, pdf: &Read) -> Option<String> {
    let titles = |read: &Read| read.sections.iter().map(|s| dense(&s.title)).collect::<Vec<_>>();
    let (on_page, on_pdf) = (titles(page), titles(pdf));
    if on_page != on_pdf {
        let at = on_page.iter().zip(&on_pdf).take_while(|(a, b)| a == b).count();
        return Some(format!("section {at} is {:?} in HTML and {:?} in the PDF", on_page.get(at), on_pdf.get(at)));
    }
    for (html, pdf) in page.sections.iter().zip(&pdf.sections) {
        let (a, b) = (numbers(&html.text), numbers(&pdf.text));
        let mut told = Vec::new();
        for number in a.keys().chain(b.keys()).collect::<BTreeSet<_>>() {
            let (of_html, of_pdf) = (a.get(number), b.get(number));
            let (n, m) = (of_html.map_or(0, |f| f.0), of_pdf.map_or(0, |f| f.0));
            if n != m {
                let around =
                    |found: Option<&(usize, String)>| found.map_or_else(String::new, |f| format!(" «{}»", f.1));
                told.push(format!("  «{number}»: {n} in HTML{}, {m} in the PDF{}", around(of_html), around(of_pdf)));
            }
        }
        let (drawn, set) = (&html.pictures, &pdf.pictures);
        if let Some(at) = (0..drawn.len().max(set.len())).find(|at| drawn.get(*at) != set.get(*at)) {
            told.push(format!("  picture {at}: {:?} in HTML,\n    {:?} in the PDF", drawn.get(at), set.get(at)));
        }
        if !told.is_empty() {
            return Some(format!("in the section «{}»:\n{}", html.title, told.join("\n")));
        }
    }
    None
}

/// The fixed project with a report of one page too.
fn project() -> Folder {
    let folder = Folder::set();
    folder.write(
        &format!("data/entidades/{EXECUTIVE}.yaml"),
        "tipo: informe-ejecutivo\nentidad: instituto-aguas\nfecha: 2025-10-31\ncorte: 2025-09-30\nvigencia: 2024\ncomparar_con: 2023\nplan: plan-2025\n",
    );
    folder
}

fn html(folder: &Folder, id: &str) -> Element {
    let said = folder.run(&["generar", id, "--emitir", "html"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    Element::read(&folder.read(&format!("output/{id}.html")))
}

#[test]
fn the_page_of_html_says_the_numbers_of_the_pdf_and_no_others() {
    let folder = project();
    assert_eq!(folder.run(&["generar"]).code, 0);
    let mut compared = 0;
    for (id, dress) in DOCUMENTS {
        let page = html(&folder, id);
        let pages = etiquetas::read(&folder.bytes(&format!("output/{id}.pdf")));
        let (html, pdf) = (Read::html(&page, dress), Read::pdf(&pages.said));
        assert_eq!(difference(&html, &pdf), None, "{id}");
        compared += pdf.sections.iter().map(|s| numbers(&s.text).len() + s.pictures.len()).sum::<usize>();
        // What pages repeat stands once in the page of HTML; only the number of each page does not.
        let (top, repeated) = (numbers(&html.top), numbers(&pages.furniture));
        let lost: Vec<_> = top.keys().filter(|number| !repeated.contains_key(*number)).collect();
        assert!(lost.is_empty(), "{id}: {lost:?} at the top of no page");
        let all: String = html.sections.iter().map(|s| s.text.as_str()).chain([html.top.as_str()]).collect();
        let all = numbers(&all);
        let of_page = |number: &str| number.parse::<usize>().is_ok_and(|n| (1..=pages.count).contains(&n));
        let more: Vec<_> = repeated.keys().filter(|number| !all.contains_key(*number) && !of_page(number)).collect();
        assert!(more.is_empty(), "{id}: {more:?} on every page and not in HTML");
    }
    assert!(compared > 700, "{compared} numbers and pictures were compared");
}

#[test]
fn a_number_that_one_of_both_does_not_say_is_told() {
    let folder = project();
    let (id, dress) = (CONSOLIDATED, Dress::REPORT);
    assert_eq!(folder.run(&["generar", id]).code, 0);
    let pdf = Read::pdf(&etiquetas::read(&folder.bytes(&format!("output/{id}.pdf"))).said);
    for (template, from, to, told) in [
        ("tabla", "{{ celdas(p.total, 0) }}", "", "in the section «2 Resultados»:\n  «+2,9»: 5 in HTML «"),
        ("cifras", "<dd>{{ par[0] }}</dd>", "<dd>{{ par[0] }}5</dd>", "«+0,95»: 1 in HTML «"),
        ("figura", "{{ dibujo.marcas }}", "", "  picture 0: Some(\"\") in HTML,\n    Some(\"entidadesmediana"),
        (
            "titulo",
            "{{ p.texto }}</h",
            "{{ p.texto }} bis</h",
            "section 1 is Some(\"1Resumenbis\") in HTML and Some(\"1Resumen\")",
        ),
    ] {
        let path = format!("templates/html/partes/{template}.html.j2");
        let text = std::fs::read_to_string(crate::support::repository().join(&path)).expect("a template");
        assert!(text.contains(from), "{path}");
        folder.write(&path, &text.replace(from, to));
        let found = difference(&Read::html(&html(&folder, id), dress), &pdf).expect("a difference");
        assert!(found.contains(told), "{template}: {found}");
        folder.write(&path, &text);
    }
}

/// Names of rows on a page that the exports have in the singular.
const SINGULAR: [(&str, &str); 4] = [
    ("cumplidas", "cumplida"),
    ("vencidas", "vencida"),
    ("programadas para después del corte", "programada"),
    ("vencen el día del corte", "vence el día del corte"),
];

/// A number of a table of a page: where it stands, and how it is written.
#[derive(Debug)]
struct Printed {
    caption: String,
    column: String,
    row: String,
    text: String,
}

/// The exported rows of a document: the texts and the numbers of each.
struct Exported(Vec<(Vec<String>, Vec<f64>)>);

impl Exported {
    fn read(json: &Value) -> Self {
        let cuadros = json["cuadros"].as_array().expect("tables").iter();
        let rows = cuadros.flat_map(|cuadro| cuadro["filas"].as_array().expect("rows")).map(|row| {
            let cells = row.as_array().expect("cells");
            let numbers: Vec<_> = cells.iter().filter_map(Value::as_f64).collect();
            let whole = cells.iter().filter_map(Value::as_i64).map(|n| n.to_string());
            (cells.iter().filter_map(Value::as_str).map(named).chain(whole).collect(), numbers)
        });
        Self(rows.collect())
    }

    /// Whether a row that has one of `names` has `value`, as near as `half` of its last digit.
    fn has(&self, names: &[String], value: f64, half: f64) -> bool {
        // A cell of a page may hold a name with more words.
        let is = |text: &String| names.iter().any(|name| name == text || (text.len() > 12 && name.contains(text)));
        let mut rows = self.0.iter().filter(|(texts, _)| texts.iter().any(is));
        rows.any(|(_, numbers)| numbers.iter().any(|n| (n - value).abs() <= half))
    }
}

/// A name without what only breaks lines, whatever the case.
fn named(text: &str) -> String {
    squeeze(&text.replace(['\u{ad}', '\u{200b}'], "")).to_lowercase()
}

/// The value of a number as Colombia writes it, and half of its last digit.
fn value(number: &str, percent: bool) -> Option<(f64, f64)> {
    let plain = number.replace('.', "").replace('−', "-").replace(',', ".");
    let decimals = plain.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let scale = if percent { 100.0 } else { 1.0 };
    let half = 0.500_001 / 10f64.powi(i32::try_from(decimals).ok()?);
    Some((plain.trim_start_matches('+').parse::<f64>().ok()? / scale, half / scale))
}

/// The numbers in columns of figures of the tables of `page` that `exported` does not have.
fn not_in(exported: &Exported, page: &Element) -> Vec<Printed> {
    let mut lacking = Vec::new();
    for table in page.each("table") {
        let caption = squeeze(&table.one("caption").text());
        let (_, caption) = caption.split_once(". ").expect("a label and a title");
        let is_cell = |e: &&Element| ["th", "td"].contains(&e.name.as_str());
        let headers: Vec<_> = table.one("thead").all().into_iter().filter(is_cell).map(Element::text).collect();
        let rows = table.each("tr").map(|row| row.children.iter().filter(is_cell).collect::<Vec<_>>());
        let rows: Vec<_> = rows.skip(1).collect();
        let counts = squeeze(&headers[0]) == "Estado" && headers.last().is_some_and(|last| squeeze(last) == "Total");
        for row in rows {
            // A column of figures may head its row: a place in a ranking.
            let is_figure = |cell: &Element| cell.attribute("class") == "n";
            let heads = |cell: &Element| !is_figure(cell) || cell.name == "th";
            let of_row = row.iter().filter(|c| heads(c)).map(|c| named(&c.text()));
            let in_singular = |name: String| SINGULAR.iter().find(|(n, _)| *n == name).map_or(name, |s| s.1.to_owned());
            let of_row: Vec<_> = of_row.map(in_singular).collect();
            for (at, cell) in row.iter().enumerate().filter(|(_, cell)| is_figure(cell)) {
                let at = headers.len() - row.len() + at;
                let text = squeeze(&cell.text());
                let known = |number: &String| {
                    let Some((value, half)) = value(number, text.contains('%')) else { return false };
                    // Where columns are what is counted, they name the number.
                    let of_column = [named(&headers[at])];
                    exported.has(if counts { &of_column } else { &of_row }, value, half)
                };
                if !text.split(' ').flat_map(in_word).all(|number| known(&number)) {
                    let (caption, column) = (caption.to_owned(), squeeze(&headers[at]));
                    lacking.push(Printed { caption, column, row: of_row.join(" | "), text });
                }
            }
        }
    }
    lacking
}

#[test]
fn every_number_of_a_table_or_a_chart_is_in_the_exports() {
    let folder = project();
    let (mut lacking, mut charts) = (Vec::new(), 0);
    for (id, _) in DOCUMENTS {
        let page = html(&folder, id);
        for arguments in [["exportar", "json", id], ["generar", id, "--emitir=vista"]] {
            assert_eq!(folder.run(&arguments).code, 0, "{id}");
        }
        let read = |ending: &str| -> Value {
            serde_json::from_str(&folder.read(&format!("output/{id}{ending}"))).expect("JSON")
        };
        let exported = Exported::read(&read(".json"));
        lacking.extend(not_in(&exported, &page).into_iter().map(|printed| (id, printed)));
        for chart in read(".vista.json")["graficos"].as_array().expect("charts") {
            charts += 1;
            for row in chart["tabla"]["filas"].as_array().expect("rows") {
                let cells = row.as_array().expect("cells");
                let names: Vec<_> = cells.iter().filter_map(Value::as_str).map(named).collect();
                for number in cells.iter().filter_map(Value::as_f64) {
                    assert!(exported.has(&names, number, 1e-9), "{id}: {number} of {names:?}, {}", chart["alt"]);
                }
            }
        }
    }
    assert!(charts > 14, "{charts}");
    let new: Vec<_> =
        lacking.iter().map(|(id, p)| format!("{id}, {}: «{}» of {}: {}", p.caption, p.column, p.row, p.text)).collect();
    assert!(new.is_empty(), "in no export: {new:#?}");
}

#[test]
fn a_chart_whose_numbers_no_table_has_is_exported_with_the_words_of_its_page() {
    let folder = project();
    // The table of all vigencias has the medians of the policies too.
    let path = format!("data/{CONSOLIDATED}.yaml");
    folder.write(&path, &folder.read(&path).replace("      - serie\n", ""));
    let exported = |folder: &Folder| -> Value {
        let said = folder.run(&["exportar", "json", CONSOLIDATED]);
        assert_eq!(said.code, 0, "{}", said.stderr);
        let json: Value = serde_json::from_str(&folder.read(&format!("output/{CONSOLIDATED}.json"))).expect("JSON");
        let mut found = json["cuadros"].as_array().expect("tables").clone();
        found.retain(|cuadro| cuadro["nombre"].as_str().is_some_and(|name| name.starts_with("figura_")));
        assert_eq!(found.len(), 1, "{found:?}");
        found.remove(0)
    };
    let chart = exported(&folder);
    assert_eq!(chart["nombre"], "figura_6");
    assert_eq!(chart["titulo"], "Mediana de cada política, 2023 y 2024");
    assert_eq!(chart["fuente"], "FURAG, vigencia 2024; FURAG, vigencia 2023.");
    assert_eq!(chart["filas"][0], serde_json::json!(["Control Interno", 7, 75.5, 81.3, 5.8]));
    // Sentences of the project are read in a process of their own, and say what the page says.
    let path = "templates/frases/cambio.md.j2";
    let text = std::fs::read_to_string(crate::support::repository().join(path)).expect("a template");
    let title = "} de cada política, {{ anterior }}";
    assert!(text.contains(title));
    folder.write(path, &text.replace(title, "} por política, {{ anterior }}"));
    let own = exported(&folder);
    assert_eq!(own["titulo"], "Mediana por política, 2023 y 2024");
    assert_eq!(own["filas"], chart["filas"]);
    folder.write(path, &text.replace("::: figura figura_politicas", "::: figura nada"));
    let said = folder.run(&["exportar", "json", CONSOLIDATED, "--formato", "corto"]);
    assert!(said.code == 1 && said.stderr.contains("templates/frases/cambio.md.j2:"), "{said:?}");
}
