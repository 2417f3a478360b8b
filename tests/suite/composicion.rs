//! How pages are composed: none holds only a line, a bullet or a row that another page had no room for.
//!
//! Of every page of every document of the repository it is measured how far down something is written.

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};

use crate::etiquetas::inherited;
use crate::support::Folder;

/// Least share of a page that is written, and of the last one of a document.
const LEAST: f64 = 0.35;
const LEAST_LAST: f64 = 0.25;

/// `a b c d e f` of PDF: a place is multiplied from the left.
#[derive(Clone, Copy)]
struct Matrix([f64; 6]);

impl Matrix {
    const SAME: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    fn of(numbers: &[Object]) -> Self {
        let mut all = numbers.iter().map(|n| f64::from(n.as_float().expect("a number")));
        Self(std::array::from_fn(|_| all.next().expect("six numbers")))
    }

    /// This one first, then `after`.
    fn then(self, after: Self) -> Self {
        let ([a, b, c, d, e, f], [p, q, r, s, t, u]) = (self.0, after.0);
        Self([a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u])
    }
}

/// The height over the foot of the page, in pt, of the lowest base line of what is read, and the smallest size
/// of letters, with what is repeated on each page.
struct Lowest<'a> {
    document: &'a Document,
    y: f64,
    size: f64,
}

impl Lowest<'_> {
    fn stream(&mut self, content: &[u8], resources: &Dictionary, place: Matrix, furniture: bool) {
        let (mut place, mut kept, mut open, mut line) = (place, Vec::new(), vec![furniture], Matrix::SAME);
        let mut letters = 0.0;
        for operation in Content::decode(content).expect("content").operations {
            let operands = &operation.operands;
            let within = open.last().copied().unwrap_or(furniture);
            match operation.operator.as_str() {
                "q" => kept.push(place),
                "Q" => place = kept.pop().expect("kept before"),
                "cm" => place = Matrix::of(operands).then(place),
                "BMC" | "BDC" => open.push(within || operands[0].as_name().ok() == Some(b"Artifact")),
                "EMC" => drop(open.pop()),
                "Tf" => letters = f64::from(operands[1].as_float().expect("a number")),
                "BT" => line = Matrix::SAME,
                "Tm" => line = Matrix::of(operands),
                "Td" | "TD" => {
                    let [x, y] = [0, 1].map(|at| f64::from(operands[at].as_float().expect("a number")));
                    line = Matrix([1.0, 0.0, 0.0, 1.0, x, y]).then(line);
                }
                "Tj" | "TJ" => {
                    let all = line.then(place).0;
                    self.size = self.size.min(letters * (all[2].powi(2) + all[3].powi(2)).sqrt());
                    if !within {
                        self.y = self.y.min(all[5]);
                    }
                }
                "Do" => {
                    let forms = resources.get_deref(b"XObject", self.document).and_then(Object::as_dict);
                    let form = forms.and_then(|forms| forms.get_deref(operands[0].as_name()?, self.document));
                    let Ok(form) = form.and_then(Object::as_stream) else { continue };
                    if form.dict.get(b"Subtype").and_then(Object::as_name).ok() != Some(b"Form") {
                        continue;
                    }
                    let own =
                        form.dict.get(b"Matrix").and_then(Object::as_array).map_or(Matrix::SAME, |m| Matrix::of(m));
                    let content = form.decompressed_content().unwrap_or_else(|_| form.content.clone());
                    let inner = form.dict.get_deref(b"Resources", self.document).and_then(Object::as_dict);
                    self.stream(&content, inner.unwrap_or(resources), own.then(place), within);
                }
                _ => {}
            }
        }
    }
}

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
    (height - top - lowest(document, page, height - top).y) / (height - top - bottom)
}

fn lowest(document: &Document, page: ObjectId, y: f64) -> Lowest<'_> {
    let dict = document.get_dictionary(page).expect("a page");
    let resources = inherited(document, dict, b"Resources").expect("resources");
    let mut lowest = Lowest { document, y, size: f64::INFINITY };
    lowest.stream(&document.get_page_content(page).expect("content"), resources, Matrix::SAME, false);
    lowest
}

#[test]
fn the_letters_of_slides_can_be_read_in_a_room() {
    let document = Document::load_mem(&Folder::made_district().bytes("output/distrito/presentacion-2024.pdf"));
    let document = document.expect("a PDF");
    let sizes: Vec<f64> = document.page_iter().map(|page| lowest(&document, page, 0.0).size).collect();
    assert!(sizes.iter().all(|size| *size > 13.99), "points, slide by slide: {sizes:.1?}");
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
    assert_eq!(short.1, 2);
    assert_eq!(long.0, Vec::<String>::new(), "its cover");
    folder.replace(path, "\nejemplo: true\n", "\nejemplo: true\nforma: completa\n");
    let [covered, _] = made();
    assert_eq!((covered.0.len(), covered.1), (0, 3));
    folder.replace(path, "\nforma: completa\n", "\nforma: compacta\n");
    let [_, without] = made();
    assert_eq!(without.0[0], "1 Síntesis");
    assert!(without.1 < long.1, "{} pages of {}", without.1, long.1);
}
