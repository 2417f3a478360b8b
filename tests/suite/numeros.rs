//! A document says the same numbers wherever it is read: on its pages and in its page of HTML, section
//! by section.

use std::collections::{BTreeMap, BTreeSet};

use crate::etiquetas::{self, Inside, Tag};
use crate::pagina::Element;
use crate::support::{Folder, dense, squeeze};

/// A document of each kind in the fixed project.
const DOCUMENTS: [(&str, Dress); 6] = [
    ("instituto-aguas/informe-2025", Dress::REPORT),
    (EXECUTIVE, Dress { titles: false, top: &["control", "ficha"], ..Dress::REPORT }),
    ("conjunto/plan-trabajo-2026", Dress { titles: false, ..Dress::REPORT }),
    (CONSOLIDATED, Dress::REPORT),
    ("conjunto/presentacion-2024", Dress { titles: false, captions: false, ..Dress::REPORT }),
    ("conjunto/ficha-2024/seguridad-digital", Dress { titles: false, ..Dress::REPORT }),
];
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
        ("tabla", "{{ celdas(p.total, 0) }}", "", "in the section «1 Resumen»:\n  «100,0»: 0 in HTML, 1 in the PDF «"),
        ("cifras", "<dd>{{ par[0] }}</dd>", "<dd>{{ par[0] }}5</dd>", "«+2,95»: 1 in HTML «"),
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
