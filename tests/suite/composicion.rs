//! How pages are composed: none holds only a line, a bullet or a row that another page had no room for.
//!
//! Of every page of every document of the repository it is measured how far down something is written.

use lopdf::{Dictionary, Document, Object, ObjectId};

use crate::renglones::{Run, runs};
use crate::support::Folder;

/// Least share of a page that is written, and of the last one of a document.
const LEAST: f64 = 0.35;
const LEAST_LAST: f64 = 0.25;

/// How far down each page is written, as a share of what is between its margins.
fn fills(bytes: &[u8]) -> Vec<f64> {
    let document = Document::load_mem(bytes).expect("a PDF");
    document.page_iter().map(|page| fill(&document, page)).collect()
}

fn fill(document: &Document, page: ObjectId) -> f64 {
    let dict = document.get_dictionary(page).expect("a page");
    let size = dict.get_deref(b"MediaBox", document).and_then(Object::as_array).expect("a size");
    let [width, height] = [2, 3].map(|at| f64::from(size[at].as_float().expect("a number")));
    // Of slides, of pages on their side and of the others.
    let (top, bottom) = match () {
        () if width > height && height < 500.0 => (24.0, 43.0),
        () if width > height => (84.0, 46.0),
        () => (90.0, 64.0),
    };
    (height - top - lowest(document, page, height - top)) / (height - top - bottom)
}

/// The height over the foot of the page of the lowest base line of what is not repeated on each page, or `y`.
fn lowest(document: &Document, page: ObjectId, y: f64) -> f64 {
    runs(document, page).iter().filter(|run| !run.furniture).map(|run| run.y).fold(y, f64::min)
}

#[test]
fn the_letters_of_slides_can_be_read_in_a_room() {
    let document = Document::load_mem(&Folder::made_district().bytes("output/distrito/presentacion-2024.pdf"));
    let document = document.expect("a PDF");
    let sizes: Vec<f64> = document.page_iter().flat_map(|page| runs(&document, page)).map(|run| run.size).collect();
    let smallest = sizes.iter().copied().fold(f64::INFINITY, f64::min);
    assert!(sizes.len() > 500 && smallest > 13.99, "{smallest:.1} pt");
}

#[test]
fn no_page_is_nearly_empty() {
    let folder = Folder::made_district();
    let mut found = Vec::new();
    let mut pages = 0;
    for document in folder.pdfs() {
        let fills = fills(&folder.bytes(&document));
        pages += fills.len();
        for (at, fill) in fills.iter().enumerate() {
            let least = if at + 1 == fills.len() { LEAST_LAST } else { LEAST };
            if *fill < least {
                found.push(format!("{document}, page {} of {}: {:.0} %", at + 1, fills.len(), fill * 100.0));
            }
        }
    }
    assert!(pages > 400, "{pages}");
    assert!(found.is_empty(), "{} of {pages} pages:\n{}", found.len(), found.join("\n"));
}

/// Share of the size of letters that is theirs over the base line: lines are never closer.
const BODY: f64 = 0.85;
/// What two letters of a word may reach into each other, as a share of their size: «Te».
const KERN: f64 = 0.15;

/// Whether the letters of two runs stand on each other; the same ones on the same place are one, painted twice.
fn cross(a: &Run, b: &Run) -> bool {
    let (Some(wide), Some(other)) = (a.width, b.width) else { return false };
    let across = (a.x + wide).min(b.x + other) - a.x.max(b.x);
    let down = (a.y + a.size * BODY).min(b.y + b.size * BODY) - a.y.max(b.y);
    let same = (a.x - b.x).abs() < 0.1 && (a.y - b.y).abs() < 0.1 && (wide - other).abs() < 0.1;
    across > a.size.min(b.size) * KERN && down > 0.5 && !same
}

/// Where two runs of a page stand on each other, as places of the first of them.
fn crossings(page: &[Run]) -> Vec<(Run, Run)> {
    let mut order: Vec<&Run> = page.iter().collect();
    order.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut found = Vec::new();
    for (at, low) in order.iter().enumerate() {
        let near = order[at + 1..].iter().take_while(|high| high.y < low.y + low.size * BODY);
        found.extend(near.filter(|high| cross(low, high)).map(|high| (**low, **high)));
    }
    found
}

#[test]
fn no_letters_stand_on_others() {
    let folder = Folder::made_district();
    let mut found = Vec::new();
    let mut read = 0;
    for name in folder.pdfs() {
        let document = Document::load_mem(&folder.bytes(&name)).expect("a PDF");
        for (number, page) in document.get_pages() {
            let all = runs(&document, page);
            read += all.len();
            let said = |(a, b): &(Run, Run)| {
                format!("{name}, page {number}: at {:.0}, {:.0} and {:.0}, {:.0}", a.x, a.y, b.x, b.y)
            };
            found.extend(crossings(&all).first().map(said));
        }
    }
    assert!(read > 50_000, "{read} runs");
    assert!(found.is_empty(), "{} pages:\n{}", found.len(), found.join("\n"));
}

#[test]
fn crossing_letters_are_found_and_lines_of_a_paragraph_are_none() {
    let run = |x, y, width| Run { x, y, width: Some(width), size: 10.0, furniture: false };
    let count = |page: &[Run]| crossings(page).len();
    // A line over another, letters side by side, and a halo under its text.
    assert_eq!(count(&[run(0.0, 100.0, 50.0), run(0.0, 90.0, 50.0), run(51.0, 100.0, 9.0)]), 0);
    assert_eq!(count(&[run(0.0, 100.0, 50.0), run(0.0, 100.0, 50.0)]), 0);
    assert_eq!(count(&[run(0.0, 100.0, 50.0), run(40.0, 103.0, 50.0)]), 1);
    assert_eq!(count(&[run(0.0, 100.0, 50.0), run(48.0, 100.0, 50.0), run(48.0, 96.5, 50.0)]), 3);
}

/// What the outline of a document names on its first page, and how many pages it has.
fn beginning(folder: &Folder, slug: &str) -> (Vec<String>, usize) {
    let document = Document::load_mem(&folder.bytes(&format!("output/{slug}/informe-2024.pdf"))).expect("a PDF");
    let named = document.get_toc().expect("an outline").toc;
    let first = named.into_iter().filter(|line| line.page == 1).map(|line| line.title);
    (first.collect(), document.get_pages().len())
}

#[test]
fn a_short_report_begins_with_its_title_and_another_with_its_cover() {
    let folder = Folder::district();
    let path = "data/distrito/informe-2024.yaml";
    let two = "entidades:\n  lista: [concejo-bogota, alcaldia-local-sumapaz]\n";
    // Neither of them has a plan.
    folder.replace(path, "\nplan: plan-2025\n", "\n");
    folder.replace(path, "entidades:\n  orden: distrital\n", two);
    let made = || {
        let said = folder.run(&["generar", "distrito/informe-2024", "--forzar"]);
        assert_eq!(said.code, 0, "{}", said.stderr);
        ["concejo-bogota", "alcaldia-local-sumapaz"].map(|slug| beginning(&folder, slug))
    };
    let [short, long] = made();
    assert_eq!(short.0[0], "1 Síntesis");
    assert_eq!(short.1, 3);
    assert_eq!(long.0, Vec::<String>::new(), "its cover");
    folder.replace(path, "\nejemplo: true\n", "\nejemplo: true\nforma: completa\n");
    let [covered, _] = made();
    assert_eq!((covered.0.len(), covered.1), (0, 4));
    folder.replace(path, "\nforma: completa\n", "\nforma: compacta\n");
    let [_, without] = made();
    assert_eq!(without.0[0], "1 Síntesis");
    assert!(without.1 < long.1, "{} pages of {}", without.1, long.1);
}

/// Fewest rows of a table that stand on one page, where it goes on in another; of those of texts that a report
/// on an entity has, two.  What has less than twice as many goes on where it must.
const LEAST_ROWS: usize = 3;

/// How many rows of values each table has on each of its pages.
fn rows_by_page(document: &Document) -> Vec<(String, Vec<usize>)> {
    let root = document.catalog().and_then(|c| c.get_deref(b"StructTreeRoot", document)).and_then(Object::as_dict);
    let mut tables = Vec::new();
    tables_in(document, root.expect("tags"), &mut tables);
    tables
}

fn kids<'a>(document: &'a Document, element: &'a Dictionary) -> Vec<&'a Dictionary> {
    let all = match element.get_deref(b"K", document) {
        Ok(Object::Array(kids)) => kids.iter().collect(),
        Ok(kid) => vec![kid],
        Err(_) => Vec::new(),
    };
    all.into_iter().filter_map(|kid| document.dereference(kid).ok()?.1.as_dict().ok()).collect()
}

fn role(element: &Dictionary) -> &[u8] {
    element.get(b"S").and_then(Object::as_name).unwrap_or_default()
}

fn tables_in(document: &Document, element: &Dictionary, tables: &mut Vec<(String, Vec<usize>)>) {
    if role(element) != b"Table" {
        return kids(document, element).into_iter().for_each(|kid| tables_in(document, kid, tables));
    }
    let mut pages: Vec<(ObjectId, usize)> = Vec::new();
    let mut rows = Vec::new();
    rows_in(document, element, &mut rows);
    // Headers and names of groups hold no value.
    for row in rows.into_iter().filter(|row| kids(document, row).iter().any(|cell| role(cell) == b"TD")) {
        let Some(page) = page_of(document, row) else { continue };
        match pages.last_mut().filter(|(last, _)| *last == page) {
            Some((_, n)) => *n += 1,
            None => pages.push((page, 1)),
        }
    }
    let number = |page: ObjectId| document.page_iter().position(|p| p == page).map_or(0, |at| at + 1);
    let places: Vec<_> = pages.iter().map(|(page, _)| number(*page).to_string()).collect();
    tables.push((places.join(", "), pages.into_iter().map(|(_, n)| n).collect()));
}

fn rows_in<'a>(document: &'a Document, element: &'a Dictionary, rows: &mut Vec<&'a Dictionary>) {
    for kid in kids(document, element) {
        if role(kid) == b"TR" { rows.push(kid) } else { rows_in(document, kid, rows) }
    }
}

/// The page that what is below `element` begins on.
fn page_of(document: &Document, element: &Dictionary) -> Option<ObjectId> {
    let own = element.get(b"Pg").and_then(Object::as_reference).ok();
    own.or_else(|| kids(document, element).into_iter().find_map(|kid| page_of(document, kid)))
}

#[test]
fn no_table_leaves_a_row_or_two_on_a_page() {
    let folder = Folder::made_district();
    let (mut found, mut torn) = (Vec::new(), 0);
    // Rows of a work plan and of its follow-up are texts, on pages on their side: few have room on one.
    let texts = ["plan-trabajo", "seguimiento-2026"];
    for name in folder.pdfs().into_iter().filter(|name| !texts.iter().any(|text| name.contains(text))) {
        let document = Document::load_mem(&folder.bytes(&name)).expect("a PDF");
        for (pages, rows) in rows_by_page(&document).into_iter().filter(|(_, rows)| rows.len() > 1) {
            torn += 1;
            let least = if name.ends_with("/informe-2024.pdf") { 2 } else { LEAST_ROWS };
            if rows.iter().sum::<usize>() >= 2 * LEAST_ROWS && rows.iter().any(|n| *n < least) {
                found.push(format!("{name}, pages {pages}: {rows:?} rows"));
            }
        }
    }
    assert!(torn > 30, "{torn} tables that go on");
    assert!(found.is_empty(), "{} of {torn} tables:\n{}", found.len(), found.join("\n"));
}
