//! From the small Markdown of narrative texts and sentences to [`Prosa`].

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::partes::{Item, Prosa, Tramo, Tramos};

use super::marks;

/// What a private character of the text stands for.
pub enum Aside<'a> {
    /// A text: a figure, or a sign that is no mark.
    Text(&'a str),
    /// Paragraphs and lists that were read before.
    Prose(&'a [Prosa]),
    Break,
    /// Begins a passage of another kind, or ends it.
    Open(Inline),
    Close,
}

/// A passage that Markdown has no mark for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Inline {
    Detail,
    Mark,
    Code,
}

/// What begins the target of a link that is the name of a place, and of one that leads to it.
pub const PLACE: char = '@';
pub const WITHIN: char = '#';

enum Kind {
    Root,
    Strong,
    Emphasis,
    Link(String),
    Other(Inline),
}

/// The number of an item and the sign that closes it, as they stand in its source.
fn numbered(item: &str) -> (&str, char) {
    let item = item.trim_start();
    let (number, rest) = item.split_at(item.bytes().take_while(u8::is_ascii_digit).count());
    (number, if rest.starts_with(')') { ')' } else { '.' })
}

/// Lists that are open, and what was read in each of their items.
struct Open {
    cierre: Option<char>,
    items: Vec<Item>,
}

struct Reader<'r, 'a> {
    aside: &'r dyn Fn(char) -> Option<Aside<'a>>,
    /// Prose of the document and of each open item.
    prose: Vec<Vec<Prosa>>,
    lists: Vec<Open>,
    inline: Vec<(Kind, Tramos)>,
}

/// The prose of `marked`; `aside` says what its private characters stand for.
pub fn read<'a>(marked: &str, aside: impl Fn(char) -> Option<Aside<'a>>) -> Vec<Prosa> {
    let mut reader =
        Reader { aside: &aside, prose: vec![Vec::new()], lists: Vec::new(), inline: vec![(Kind::Root, Vec::new())] };
    for (event, range) in Parser::new_ext(marked, Options::empty()).into_offset_iter() {
        reader.event(event, &marked[range]);
    }
    reader.paragraph();
    reader.prose.swap_remove(0)
}

impl Reader<'_, '_> {
    fn event(&mut self, event: Event<'_>, source: &str) {
        match event {
            Event::Text(text) => self.text(&text),
            Event::SoftBreak => self.push(' '),
            Event::HardBreak => self.add(Tramo::Salto),
            Event::Start(Tag::Paragraph | Tag::CodeBlock(_)) | Event::End(TagEnd::Paragraph) => self.paragraph(),
            Event::Start(Tag::Strong) => self.inline.push((Kind::Strong, Vec::new())),
            Event::Start(Tag::Emphasis) => self.inline.push((Kind::Emphasis, Vec::new())),
            Event::Start(Tag::Link { dest_url, .. }) => {
                let destino = self.plain(&dest_url);
                self.inline.push((Kind::Link(destino), Vec::new()));
            }
            Event::End(TagEnd::Strong | TagEnd::Emphasis | TagEnd::Link) => self.close(),
            Event::Start(Tag::List(first)) => {
                self.paragraph();
                let cierre = first.map(|_| numbered(source).1);
                self.lists.push(Open { cierre, items: Vec::new() });
            }
            Event::Start(Tag::Item) => {
                let (numero, _) = numbered(source);
                let numero = (!numero.is_empty()).then(|| numero.to_owned());
                if let Some(list) = self.lists.last_mut() {
                    list.items.push(Item { numero, prosa: Vec::new() });
                }
                self.prose.push(Vec::new());
            }
            Event::End(TagEnd::Item) => {
                self.paragraph();
                let prosa = self.prose.pop().unwrap_or_default();
                if let Some(item) = self.lists.last_mut().and_then(|list| list.items.last_mut()) {
                    item.prosa = prosa;
                }
            }
            Event::End(TagEnd::List(_)) => {
                if let Some(Open { cierre, items }) = self.lists.pop() {
                    self.block(Prosa::Lista { cierre, items });
                }
            }
            _ => {}
        }
    }

    /// The text with what was put aside back in place.
    fn plain(&self, text: &str) -> String {
        let mut out = String::new();
        for c in text.chars() {
            match (self.aside)(c) {
                Some(Aside::Text(value)) => out.push_str(value),
                _ => out.push(marks::sign(c).unwrap_or(c)),
            }
        }
        out
    }

    fn text(&mut self, text: &str) {
        for c in text.chars() {
            match (self.aside)(c) {
                None => self.push(marks::sign(c).unwrap_or(c)),
                Some(Aside::Text(value)) => self.words(value),
                Some(Aside::Break) => self.add(Tramo::Salto),
                Some(Aside::Open(kind)) => self.inline.push((Kind::Other(kind), Vec::new())),
                Some(Aside::Close) if matches!(self.inline.last(), Some((Kind::Other(_), _))) => self.close(),
                Some(Aside::Close) => {}
                Some(Aside::Prose([Prosa::Parrafo(tramos)])) => tramos.iter().for_each(|t| self.add(t.clone())),
                Some(Aside::Prose(prosa)) => {
                    // What stands before it is in its first paragraph.
                    let rest = match prosa.split_first() {
                        Some((Prosa::Parrafo(tramos), rest)) => {
                            tramos.iter().for_each(|t| self.add(t.clone()));
                            rest
                        }
                        _ => prosa,
                    };
                    self.paragraph();
                    rest.iter().for_each(|p| self.block(p.clone()));
                }
            }
        }
    }

    fn push(&mut self, c: char) {
        self.words(c.encode_utf8(&mut [0; 4]));
    }

    fn words(&mut self, words: &str) {
        let Some((_, tramos)) = self.inline.last_mut() else { return };
        match tramos.last_mut() {
            Some(Tramo::Texto(text)) => text.push_str(words),
            _ if words.is_empty() => {}
            _ => tramos.push(Tramo::Texto(words.to_owned())),
        }
    }

    fn add(&mut self, tramo: Tramo) {
        match (tramo, self.inline.last_mut()) {
            (Tramo::Texto(text), _) => self.words(&text),
            (other, Some((_, tramos))) => tramos.push(other),
            (_, None) => {}
        }
    }

    /// Ends the innermost passage.
    fn close(&mut self) {
        if self.inline.len() < 2 {
            return;
        }
        let Some((kind, tramos)) = self.inline.pop() else { return };
        self.add(match kind {
            Kind::Root | Kind::Emphasis => Tramo::Enfasis(tramos),
            Kind::Strong => Tramo::Fuerte(tramos),
            Kind::Link(destino) => match destino.strip_prefix(PLACE) {
                Some(clave) => Tramo::Lugar { clave: clave.to_owned(), tramos },
                None => Tramo::Enlace { destino, tramos },
            },
            Kind::Other(Inline::Detail) => Tramo::Detalle(tramos),
            Kind::Other(Inline::Mark) => Tramo::Resalte(tramos),
            Kind::Other(Inline::Code) => Tramo::Codigo(plain(&tramos)),
        });
    }

    /// Ends the paragraph that is being read, if one is.
    fn paragraph(&mut self) {
        while self.inline.len() > 1 {
            self.close();
        }
        let tramos = self.inline.last_mut().map(|(_, tramos)| std::mem::take(tramos)).unwrap_or_default();
        if !tramos.is_empty() {
            self.block(Prosa::Parrafo(tramos));
        }
    }

    fn block(&mut self, prosa: Prosa) {
        if let Some(blocks) = self.prose.last_mut() {
            blocks.push(prosa);
        }
    }
}

/// `tramos` in words alone; the address of a link that does not say it stands after it.
pub fn plain(tramos: &[Tramo]) -> String {
    let mut out = String::new();
    for tramo in tramos {
        match tramo {
            Tramo::Texto(text) | Tramo::Codigo(text) => out.push_str(text),
            Tramo::Fuerte(inner) | Tramo::Enfasis(inner) | Tramo::Detalle(inner) | Tramo::Resalte(inner) => {
                out.push_str(&plain(inner));
            }
            Tramo::Banda { tramos, .. } | Tramo::Lugar { tramos, .. } => out.push_str(&plain(tramos)),
            Tramo::Salto => out.push('\n'),
            Tramo::Bloque(prosa) => out.push_str(&lines(prosa)),
            Tramo::Enlace { destino, tramos } => {
                let words = plain(tramos);
                out.push_str(&words);
                if words != *destino && !destino.starts_with(WITHIN) {
                    out.push_str(&format!(" ({destino})"));
                }
            }
        }
    }
    out
}

/// `prosa` as it reads: a line for each paragraph and item.
pub fn lines(prosa: &[Prosa]) -> String {
    let mut out = String::new();
    said(prosa, &mut out);
    out.trim_end().to_owned()
}

fn said(prosa: &[Prosa], out: &mut String) {
    for one in prosa {
        match one {
            Prosa::Parrafo(tramos) => {
                if !out.is_empty() && !out.ends_with(['\n', ' ']) {
                    out.push('\n');
                }
                out.push_str(&plain(tramos));
            }
            Prosa::Lista { cierre, items } => {
                for item in items {
                    if !out.is_empty() && !out.ends_with('\n') {
                        out.push('\n');
                    }
                    match (&item.numero, cierre) {
                        (Some(numero), Some(cierre)) => out.push_str(&format!("{numero}{cierre} ")),
                        _ => out.push_str("• "),
                    }
                    said(&item.prosa, out);
                }
            }
        }
    }
}
