//! The text of a PDF as its tags give it: in the order of reading, each piece with what it is, and
//! without what is only of its pages (running heads, page numbers, headers that a page repeats).

use std::collections::BTreeMap;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Encoding, Object, ObjectId};

/// An element of the structure of a document: `H1`, `Table`, `TD`.
#[derive(Debug, Default)]
pub struct Tag {
    pub role: String,
    pub inside: Vec<Inside>,
}

/// What stands in a [`Tag`].
#[derive(Debug)]
pub enum Inside {
    Tag(Tag),
    Text(String),
}

/// What the pages of a PDF say.
pub struct Pages {
    /// Everything that is read.
    pub said: Tag,
    /// What is only of the pages.
    pub furniture: String,
    /// How many they are.
    pub count: usize,
}

/// Reads a PDF, which has to have tags.
pub fn read(bytes: &[u8]) -> Pages {
    let document = Document::load_mem(bytes).expect("a PDF");
    let mut texts = Texts { document: &document, tagged: BTreeMap::new(), furniture: String::new() };
    for page in document.page_iter() {
        let dict = document.get_dictionary(page).expect("a page");
        let resources = inherited(&document, dict, b"Resources").expect("resources");
        let content = document.get_page_content(page).expect("content");
        texts.stream(page, &content, resources, &mut vec![]);
    }
    let root = document.catalog().and_then(|c| c.get_deref(b"StructTreeRoot", &document)).and_then(Object::as_dict);
    let said = texts.tag(root.expect("tags"), None);
    Pages { said, furniture: texts.furniture, count: document.page_iter().count() }
}

pub fn inherited<'a>(document: &'a Document, page: &'a Dictionary, key: &[u8]) -> Option<&'a Dictionary> {
    let own = page.get_deref(key, document).and_then(Object::as_dict).ok();
    own.or_else(|| inherited(document, page.get_deref(b"Parent", document).and_then(Object::as_dict).ok()?, key))
}

/// A stretch of content between its marks.
#[derive(Clone)]
struct Stretch {
    /// Number of its tag on its page.
    number: Option<i64>,
    furniture: bool,
    /// Whether other words stand for its text.
    replaced: bool,
}

struct Texts<'a> {
    document: &'a Document,
    tagged: BTreeMap<(ObjectId, i64), String>,
    furniture: String,
}

impl Texts<'_> {
    fn stream(&mut self, page: ObjectId, content: &[u8], resources: &Dictionary, open: &mut Vec<Stretch>) {
        let document = self.document;
        let in_resources = |class: &[u8], name: &[u8]| {
            let class = resources.get_deref(class, document).and_then(Object::as_dict).ok()?;
            class.get_deref(name, document).ok()
        };
        let mut encoding: Option<Encoding<'_>> = None;
        for operation in Content::decode(content).expect("content").operations {
            let operands = &operation.operands;
            match operation.operator.as_str() {
                "BMC" | "BDC" => {
                    let within = open.last().cloned();
                    let properties = match operands.get(1) {
                        Some(Object::Name(name)) => in_resources(b"Properties", name).and_then(|p| p.as_dict().ok()),
                        Some(given) => given.as_dict().ok(),
                        None => None,
                    };
                    let of = |key: &[u8]| properties.and_then(|p| p.get(key).ok());
                    let number = of(b"MCID").and_then(|n| n.as_i64().ok());
                    let is_furniture = operands.first().and_then(|o| o.as_name().ok()) == Some(b"Artifact");
                    let stretch = Stretch {
                        number: number.or(within.as_ref().and_then(|w| w.number)),
                        furniture: is_furniture || within.as_ref().is_some_and(|w| w.furniture),
                        replaced: within.as_ref().is_some_and(|w| w.replaced),
                    };
                    open.push(stretch);
                    if let Some(words) = of(b"ActualText") {
                        self.add(page, open, &lopdf::decode_text_string(words).expect("words"));
                        open.last_mut().expect("just opened").replaced = true;
                    }
                }
                "EMC" => drop(open.pop()),
                "BT" => self.add(page, open, " "),
                "Tf" => {
                    let font = operands[0].as_name().ok().and_then(|name| in_resources(b"Font", name));
                    let font = font.and_then(|font| font.as_dict().ok()).expect("a font");
                    encoding = Some(font.get_font_encoding(document).expect("an encoding"));
                }
                "Tj" | "TJ" => {
                    let encoding = encoding.as_ref().expect("a font is set");
                    let text = Document::decode_text(encoding, &codes(operands)).expect("a text");
                    self.add(page, open, &text);
                }
                "Do" => {
                    let form = operands[0].as_name().ok().and_then(|name| in_resources(b"XObject", name));
                    let Some(form) = form.and_then(|form| form.as_stream().ok()) else { continue };
                    if form.dict.get(b"Subtype").and_then(Object::as_name).ok() != Some(b"Form") {
                        continue;
                    }
                    let content = form.decompressed_content().unwrap_or_else(|_| form.content.clone());
                    let own =
                        form.dict.get_deref(b"Resources", document).and_then(Object::as_dict).unwrap_or(resources);
                    self.stream(page, &content, own, &mut open.clone());
                }
                _ => {}
            }
        }
    }

    fn add(&mut self, page: ObjectId, open: &[Stretch], text: &str) {
        let Some(stretch) = open.last().filter(|s| !s.replaced) else { return };
        match stretch.number {
            _ if stretch.furniture => self.furniture.push_str(text),
            Some(number) => self.tagged.entry((page, number)).or_default().push_str(text),
            None => {}
        }
    }

    /// `element` with all below it; what does not name its page stands on that of what it is in.
    fn tag(&self, element: &Dictionary, page: Option<ObjectId>) -> Tag {
        let own = element.get(b"Pg").and_then(Object::as_reference).ok().or(page);
        let role = element.get(b"S").and_then(Object::as_name).map(|n| String::from_utf8_lossy(n).into_owned());
        let mut tag = Tag { role: role.unwrap_or_default(), inside: Vec::new() };
        let kids = match element.get_deref(b"K", self.document) {
            Ok(Object::Array(kids)) => kids.iter().collect(),
            Ok(kid) => vec![kid],
            Err(_) => Vec::new(),
        };
        for kid in kids {
            let kid = self.document.dereference(kid).expect("what is named is there").1;
            let numbered = |page: Option<ObjectId>, number: i64| {
                Inside::Text(self.tagged.get(&(page.expect("a page"), number)).cloned().unwrap_or_default())
            };
            match kid {
                Object::Integer(number) => tag.inside.push(numbered(own, *number)),
                Object::Dictionary(dict) => match dict.get(b"MCID").and_then(Object::as_i64) {
                    Ok(number) => {
                        let page = dict.get(b"Pg").and_then(Object::as_reference).ok().or(own);
                        tag.inside.push(numbered(page, number));
                    }
                    Err(_) if dict.has(b"S") => tag.inside.push(Inside::Tag(self.tag(dict, own))),
                    Err(_) => {}
                },
                _ => {}
            }
        }
        tag
    }
}

/// The bytes of what is shown, without the room between its letters.
fn codes(operands: &[Object]) -> Vec<u8> {
    let mut out = Vec::new();
    for operand in operands {
        match operand {
            Object::String(bytes, _) => out.extend(bytes),
            Object::Array(parts) => out.extend(codes(parts)),
            _ => {}
        }
    }
    out
}

impl Tag {
    /// Everything it says.
    pub fn text(&self) -> String {
        let each = self.inside.iter().map(|inside| match inside {
            Inside::Tag(tag) => format!(" {} ", tag.text()),
            Inside::Text(text) => text.clone(),
        });
        each.collect()
    }
}
