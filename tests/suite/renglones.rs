//! What is written on a page of a PDF: each run of letters with its place, its width and its size.

use std::collections::HashMap;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};

use crate::etiquetas::inherited;

/// `a b c d e f` of PDF: a place is multiplied from the left.
#[derive(Clone, Copy)]
struct Matrix([f64; 6]);

impl Matrix {
    const SAME: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    fn of(numbers: &[Object]) -> Self {
        let mut all = numbers.iter().map(number);
        Self(std::array::from_fn(|_| all.next().expect("six numbers")))
    }

    /// This one first, then `after`.
    fn then(self, after: Self) -> Self {
        let ([a, b, c, d, e, f], [p, q, r, s, t, u]) = (self.0, after.0);
        Self([a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u])
    }
}

/// Letters that are set at once.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Run {
    /// Where the base line begins, in pt from the left and over the foot of the page.
    pub x: f64,
    pub y: f64,
    /// How far it goes, in pt; of a run that is turned nothing is known.
    pub width: Option<f64>,
    /// Of its letters, in pt.
    pub size: f64,
    /// Whether it is repeated on each page, and so no content.
    pub furniture: bool,
}

/// All runs of a page in the order of the file.
pub fn runs(document: &Document, page: ObjectId) -> Vec<Run> {
    let dict = document.get_dictionary(page).expect("a page");
    let resources = inherited(document, dict, b"Resources").expect("resources");
    let mut page_runs = Reader { document, fonts: HashMap::new(), runs: Vec::new() };
    page_runs.stream(&document.get_page_content(page).expect("content"), resources, Matrix::SAME, false);
    page_runs.runs
}

struct Reader<'a> {
    document: &'a Document,
    /// Widths of the glyphs of a font that was met, in thousandths of its size, by the place of its dictionary.
    fonts: HashMap<*const Dictionary, HashMap<u16, f64>>,
    runs: Vec<Run>,
}

impl<'a> Reader<'a> {
    fn stream(&mut self, content: &[u8], resources: &'a Dictionary, place: Matrix, furniture: bool) {
        let (mut place, mut kept, mut open, mut line) = (place, Vec::new(), vec![furniture], Matrix::SAME);
        let mut font: Option<(&'a Dictionary, f64)> = None;
        for operation in Content::decode(content).expect("content").operations {
            let operands = &operation.operands;
            let within = open.last().copied().unwrap_or(furniture);
            match operation.operator.as_str() {
                "q" => kept.push(place),
                "Q" => place = kept.pop().expect("kept before"),
                "cm" => place = Matrix::of(operands).then(place),
                "BMC" | "BDC" => open.push(within || operands[0].as_name().ok() == Some(b"Artifact")),
                "EMC" => drop(open.pop()),
                "Tf" => {
                    let fonts = resources.get_deref(b"Font", self.document).and_then(Object::as_dict);
                    let named = fonts.and_then(|fonts| fonts.get_deref(operands[0].as_name()?, self.document));
                    font = named.and_then(Object::as_dict).ok().map(|font| (font, number(&operands[1])));
                }
                "BT" => line = Matrix::SAME,
                "Tm" => line = Matrix::of(operands),
                "Td" | "TD" => {
                    let [x, y] = [0, 1].map(|at| number(&operands[at]));
                    line = Matrix([1.0, 0.0, 0.0, 1.0, x, y]).then(line);
                }
                "Tj" | "TJ" => {
                    let (font, letters) = font.expect("a font");
                    let [a, b, c, d, x, y] = line.then(place).0;
                    let across = self.across(font, &operands[0]) * letters / 1000.0;
                    let width = (b.abs() < 1e-6 && a > 0.0).then_some(across * a);
                    self.runs.push(Run { x, y, width, size: letters * c.hypot(d), furniture: within });
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

    /// How far the glyphs of `shown` go, in thousandths of their size.
    fn across(&mut self, font: &'a Dictionary, shown: &Object) -> f64 {
        let document = self.document;
        let widths = self.fonts.entry(font).or_insert_with(|| widths(document, font));
        let of_text = |text: &[u8]| -> f64 {
            let codes = text.chunks(2).map(|c| u16::from_be_bytes([c[0], c.get(1).copied().unwrap_or(0)]));
            codes.map(|code| widths.get(&code).copied().unwrap_or(1000.0)).sum()
        };
        match shown {
            Object::Array(parts) => parts.iter().map(|p| p.as_str().map_or_else(|_| -number(p), of_text)).sum(),
            text => of_text(text.as_str().expect("a text")),
        }
    }
}

/// `W` of the descendant of a composed font: `first [w …]` or `first last w`.
fn widths(document: &Document, font: &Dictionary) -> HashMap<u16, f64> {
    let descendants = font.get_deref(b"DescendantFonts", document).and_then(Object::as_array);
    let first = descendants.ok().and_then(|all| document.dereference(all.first()?).ok()?.1.as_dict().ok());
    let listed = first.and_then(|font| font.get_deref(b"W", document).and_then(Object::as_array).ok());
    let mut all = HashMap::new();
    let mut rest = listed.map_or(&[][..], Vec::as_slice);
    while let [from, second, after @ ..] = rest {
        let from = number(from) as u16;
        if let Ok(list) = second.as_array() {
            all.extend(list.iter().enumerate().map(|(i, w)| (from + i as u16, number(w))));
            rest = after;
        } else if let [width, after @ ..] = after {
            all.extend((from..=number(second) as u16).map(|code| (code, number(width))));
            rest = after;
        } else {
            break;
        }
    }
    all
}

fn number(object: &Object) -> f64 {
    f64::from(object.as_float().expect("a number"))
}
