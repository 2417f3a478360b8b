//! The hyphen that Spanish repeats where a word breaks at one of its own.
//!
//! «teórico-» ends a line and «-práctico» begins the next: so it is printed, as the
//! *Ortografía* asks.  But the second hyphen is none of the text, and a reader who copies
//! or hears the page would find «teórico--práctico».  A tagged PDF says that of a sign by
//! calling it a soft hyphen (ISO 32000-1, 14.8.2.2.3), as Typst does with all others that
//! it adds.

use typst::layout::{Frame, FrameItem};
use typst::model::Document as _;
use typst::text::TextItem;
use typst_layout::PagedDocument;

const HYPHEN: &str = "-";
const SOFT: &str = "\u{ad}";

/// The document with its repeated hyphens as soft ones; they look the same.
pub fn soften(document: PagedDocument) -> PagedDocument {
    let mut broken = false;
    if !document.pages().iter().any(|page| seek(&page.frame, &mut broken).any()) {
        return document;
    }
    let mut broken = false;
    let pages = document.pages().iter().cloned().map(|mut page| {
        soften_in(&mut page.frame, &mut broken);
        page
    });
    PagedDocument::new(pages.collect(), document.info().clone())
}

/// The repeated hyphens of a frame.
#[derive(Default)]
struct Repeated {
    /// Positions among its items.
    own: Vec<usize>,
    /// Whether a frame within has some.
    inside: bool,
}

impl Repeated {
    fn any(&self) -> bool {
        self.inside || !self.own.is_empty()
    }
}

/// A repeated hyphen stands alone, right before the rest of its word, and the text before it, which
/// is that of the line above, ends with the first one: `broken` says so from frame to frame.
fn seek(frame: &Frame, broken: &mut bool) -> Repeated {
    let mut found = Repeated::default();
    let mut items = frame.items().enumerate().peekable();
    while let Some((at, (place, item))) = items.next() {
        match item {
            FrameItem::Group(group) => found.inside |= seek(&group.frame, broken).any(),
            FrameItem::Text(hyphen) => {
                let rest = items.peek().and_then(|(_, (next, item))| match item {
                    FrameItem::Text(rest) if next.y == place.y => rest.text.chars().next(),
                    _ => None,
                });
                if *broken && hyphen.text == HYPHEN && hyphen.glyphs.len() == 1 && rest.is_some_and(char::is_alphabetic)
                {
                    found.own.push(at);
                }
                *broken = ends_in_hyphen(hyphen);
            }
            _ => {}
        }
    }
    found
}

fn soften_in(frame: &mut Frame, broken: &mut bool) {
    let mut after = *broken;
    let found = seek(frame, &mut after);
    // What has none stays shared with the cache.
    if !found.any() {
        *broken = after;
        return;
    }
    let mut at = 0;
    frame.retain(|item| {
        match item {
            FrameItem::Text(text) => {
                *broken = ends_in_hyphen(text);
                if found.own.contains(&at) {
                    text.text = SOFT.into();
                    text.glyphs[0].range = 0..SOFT.len() as u16;
                }
            }
            FrameItem::Group(group) => soften_in(&mut group.frame, broken),
            _ => {}
        }
        at += 1;
        true
    });
}

fn ends_in_hyphen(text: &TextItem) -> bool {
    text.text.ends_with(HYPHEN)
}
