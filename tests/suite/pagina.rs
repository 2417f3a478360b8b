//! Pages of HTML read back, as a browser would: elements with their attributes and texts.

use std::collections::BTreeMap;

/// Elements that have no end.
const VOID: [&str; 4] = ["meta", "img", "br", "!doctype"];

/// An element of a page; its texts are children without a name.
#[derive(Debug, Default)]
pub struct Element {
    pub name: String,
    pub attributes: BTreeMap<String, String>,
    pub own: String,
    pub children: Vec<Element>,
}

impl Element {
    /// The page, which has to be written without fault: every element closed, every attribute quoted.
    pub fn read(page: &str) -> Self {
        let mut open = vec![Element::default()];
        let mut rest = page;
        while !rest.is_empty() {
            let text = &rest[..rest.find('<').unwrap_or(rest.len())];
            rest = &rest[text.len()..];
            let inside = &mut open.last_mut().expect("the page").children;
            inside.push(Element { own: unescaped(text), ..Element::default() });
            let Some(tag) = rest.strip_prefix('<') else { break };
            let (tag, after) = tag.split_once('>').expect("a tag that ends");
            rest = after;
            if let Some(name) = tag.strip_prefix('/') {
                let closed = open.pop().expect("an open element");
                assert_eq!(closed.name, name, "what is closed is what is open");
                open.last_mut().expect("the page").children.push(closed);
                continue;
            }
            let (tag, ended) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
            let element = Element::opened(tag);
            if element.name == "style" {
                // Its text is no HTML.
                rest = rest.split_once("</style>").expect("a style that ends").1;
            } else if ended || VOID.contains(&element.name.as_str()) {
                open.last_mut().expect("the page").children.push(element);
            } else {
                open.push(element);
            }
        }
        assert_eq!(open.len(), 1, "every element is closed: {}", open.last().expect("one").name);
        open.remove(0)
    }

    fn opened(tag: &str) -> Self {
        let (name, mut rest) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
        let mut element = Self { name: name.to_owned(), ..Self::default() };
        if name == "!doctype" {
            return element;
        }
        while !rest.trim().is_empty() {
            let (key, value) = rest.trim_start().split_once("=\"").unwrap_or_else(|| panic!("quotes in <{tag}>"));
            let (value, after) = value.split_once('"').expect("a closing quote");
            let before = element.attributes.insert(key.to_owned(), unescaped(value));
            assert!(before.is_none(), "{key} is given once in <{tag}>");
            rest = after;
        }
        element
    }

    pub fn walk<'a>(&'a self, found: &mut Vec<&'a Element>) {
        found.push(self);
        self.children.iter().for_each(|child| child.walk(found));
    }

    /// All elements below this one, in the order of the page.
    pub fn all(&self) -> Vec<&Element> {
        let mut found = Vec::new();
        self.walk(&mut found);
        found.retain(|element| !element.name.is_empty());
        found
    }

    pub fn each<'a>(&'a self, name: &str) -> std::vec::IntoIter<&'a Element> {
        let mut found = self.all();
        found.retain(|element| element.name == name);
        found.into_iter()
    }

    pub fn one<'a>(&'a self, name: &str) -> &'a Element {
        let mut found = self.each(name);
        let (first, others) = (found.next().unwrap_or_else(|| panic!("no <{name}>")), found.len());
        assert_eq!(others, 0, "one <{name}>");
        first
    }

    pub fn attribute(&self, name: &str) -> &str {
        self.attributes.get(name).map_or("", String::as_str)
    }

    /// Its words, with those of all below it.
    pub fn text(&self) -> String {
        let mut found = Vec::new();
        self.walk(&mut found);
        let mut text = String::new();
        for element in found {
            text += &element.own;
            if element.name == "br" {
                text.push(' ');
            }
        }
        text
    }

    pub fn meta(&self, name: &str) -> Vec<&str> {
        self.each("meta").filter(|m| m.attribute("name") == name).map(|m| m.attribute("content")).collect()
    }
}

fn unescaped(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
    text.replace("&apos;", "'").replace("&amp;", "&")
}
