//! Which template wrote which part of the Typst source of a document.
//!
//! Asked only where a page is refused: the page is written once more by templates
//! in which every stretch begins with a private-use character of its own, which no
//! data can hold.  What those characters leave behind says where each byte is from.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Place, SourceText};

/// The first of the characters that begin a stretch, one for each.
const FIRST: u32 = 0x0010_0000;
/// How many there are.
const MANY: u32 = 0xFFFE;

/// A piece of a template that is written as it stands, or one `{{ … }}`.
struct Stretch {
    template: String,
    /// Bytes of the template.
    range: Range<usize>,
    /// Whether what is written is what stands there.
    literal: bool,
}

/// The stretches of all templates, in the order of their marks.
#[derive(Default)]
pub struct Stretches(Vec<Stretch>);

impl Stretches {
    /// The text of a template with its marks.
    pub fn mark(&mut self, template: &str, text: &str) -> String {
        let mut out = String::with_capacity(text.len() * 2);
        let mut rest = 0;
        let mut raw = false;
        for (tag, opening) in Tags::new(text) {
            self.data(&mut out, template, text, rest..tag.start, raw);
            rest = tag.end;
            let trims = text[tag.start + 2..].starts_with('-');
            raw = is_raw(&text[tag.clone()], raw);
            if opening == "{{" && !trims && !raw {
                self.push(&mut out, template, tag.clone(), false);
            }
            out.push_str(&text[tag]);
        }
        self.data(&mut out, template, text, rest..text.len(), raw);
        out
    }

    /// Text between tags: each line that has something begins a stretch, after its
    /// indentation, which the tags around it may take away.
    fn data(&mut self, out: &mut String, template: &str, text: &str, range: Range<usize>, raw: bool) {
        let mut start = range.start;
        for line in text[range].split_inclusive('\n') {
            let indent = line.len() - line.trim_start().len();
            let body = line.trim_end().len();
            if body > indent && !raw {
                out.push_str(&line[..indent]);
                self.push(out, template, start + indent..start + line.len(), true);
                out.push_str(&line[indent..]);
            } else {
                out.push_str(line);
            }
            start += line.len();
        }
    }

    fn push(&mut self, out: &mut String, template: &str, range: Range<usize>, literal: bool) {
        let mark = u32::try_from(self.0.len()).ok().filter(|index| *index < MANY).map(|index| FIRST + index);
        if let Some(mark) = mark.and_then(char::from_u32) {
            out.push(mark);
            self.0.push(Stretch { template: template.to_owned(), range, literal });
        }
    }
}

/// The tags of a template, with what each begins with: `{{`, `{%` or `{#`.
pub struct Tags<'a> {
    text: &'a str,
    rest: usize,
}

impl<'a> Tags<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { text, rest: 0 }
    }
}

impl Iterator for Tags<'_> {
    type Item = (Range<usize>, &'static str);

    fn next(&mut self) -> Option<Self::Item> {
        let mut braces = self.text[self.rest..].match_indices('{').map(|(at, _)| self.rest + at);
        let opening = |at: usize| ["{{", "{%", "{#"].into_iter().find(|tag| self.text[at..].starts_with(tag));
        let (start, opening) = braces.find_map(|at| Some((at, opening(at)?)))?;
        self.rest = tag_end(self.text, start, opening);
        Some((start..self.rest, opening))
    }
}

/// Whether what follows `tag` is written as it stands, where `raw` says it of what comes before.
pub fn is_raw(tag: &str, raw: bool) -> bool {
    match tag.strip_prefix("{%").map(|word| word.trim_start_matches(['-', '+', ' '])) {
        Some(word) if word.starts_with("raw") => true,
        Some(word) if word.starts_with("endraw") => false,
        _ => raw,
    }
}

/// Where the tag that begins at `start` ends; a quoted text inside it may hold its end.
fn tag_end(text: &str, start: usize, opening: &str) -> usize {
    let closing: [u8; 2] = match opening {
        "{{" => *b"}}",
        "{%" => *b"%}",
        _ => *b"#}",
    };
    let bytes = text.as_bytes();
    let mut quote = None;
    let mut at = start + 2;
    while at < bytes.len() {
        match (quote, bytes[at]) {
            (Some(_), b'\\') => at += 1,
            (Some(open), byte) if byte == open => quote = None,
            (None, byte @ (b'"' | b'\'')) if opening != "{#" => quote = Some(byte),
            (None, _) if bytes[at..].starts_with(&closing) => return at + 2,
            _ => {}
        }
        at += 1;
    }
    text.len()
}

/// Where each stretch of a page begins.
pub struct Trace<'a> {
    stretches: &'a Stretches,
    /// Bytes of the page and positions in `stretches`, in the order of the page.
    starts: Vec<(usize, usize)>,
}

impl<'a> Trace<'a> {
    /// Reads a page with marks; gives the page without them too.
    pub fn read(marked: &str, stretches: &'a Stretches) -> (Self, String) {
        let mut page = String::with_capacity(marked.len());
        let mut starts = Vec::new();
        for c in marked.chars() {
            match (c as u32).checked_sub(FIRST).map(|index| index as usize) {
                Some(index) if index < stretches.0.len() => starts.push((page.len(), index)),
                _ => page.push(c),
            }
        }
        (Self { stretches, starts }, page)
    }

    /// The same for `shorter`, which is `page` without some of its bytes.
    pub fn cut(mut self, page: &str, shorter: &str) -> Self {
        let (short, mut at, mut kept) = (shorter.as_bytes(), 0, 0);
        for (start, _) in &mut self.starts {
            while at < *start {
                kept += usize::from(short.get(kept) == Some(&page.as_bytes()[at]));
                at += 1;
            }
            *start = kept;
        }
        self
    }

    /// The place in a template that wrote the bytes from `offset` on.
    pub fn place(&self, offset: usize, sources: &BTreeMap<String, Arc<SourceText>>) -> Option<Place> {
        let last = self.starts.partition_point(|(start, _)| *start <= offset).checked_sub(1)?;
        let (start, index) = self.starts[last];
        let stretch = self.stretches.0.get(index)?;
        let source = sources.get(&stretch.template)?;
        let inside = stretch.range.start + (offset - start);
        if stretch.literal && inside < stretch.range.end {
            let end = source.text[..stretch.range.end].trim_end().len();
            return Some(source.place(inside..end.max(inside)));
        }
        let whole = source.text[stretch.range.clone()].trim_end().len();
        Some(source.place(stretch.range.start..stretch.range.start + whole))
    }

    /// The place that wrote the last of the page.
    pub fn last(&self, sources: &BTreeMap<String, Arc<SourceText>>) -> Option<Place> {
        self.place(usize::MAX / 2, sources)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marked_template_is_the_template_with_marks() {
        let text = "/* a */\n{% if x %}\n  #uno[{{ \"}} {% \" ~ x }}] b\n{%- endif -%}\n\n  c {# {{ nada }} #}\n{% raw %}{{ y }}{% endraw %}";
        let mut stretches = Stretches::default();
        let marked = stretches.mark("t", text);
        let (trace, without) = Trace::read(&marked, &stretches);
        assert_eq!(without, text);
        let of = |(_, index): &(usize, usize)| &text[stretches.0[*index].range.clone()];
        let pieces: Vec<_> = trace.starts.iter().map(of).collect();
        assert_eq!(pieces, ["/* a */\n", "#uno[", "{{ \"}} {% \" ~ x }}", "] b\n", "c "]);
    }

    #[test]
    fn offsets_follow_what_is_cut() {
        let mut stretches = Stretches::default();
        let marked = stretches.mark("t", "a\"D.C.\";.\nb\n");
        let (trace, page) = Trace::read(&marked, &stretches);
        let cut = trace.cut(&page, "a\"D.C.\";\nb\n");
        assert_eq!(cut.starts, [(0, 0), (9, 1)]);
    }
}
