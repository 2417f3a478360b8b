//! Which signs of a narrative text are marks of format.
//!
//! The guide documents a handful (`**`, `*`, `- `, `1. `, links, two spaces at the end of a
//! line); everything else that Markdown would take and not print, such as character references,
//! link definitions, quotes, rules, `2*3*4` or `> 60`, is text.  It is put aside under private
//! characters before the Markdown parser sees it, and comes back as it was written.

use std::ops::Range;

/// The private character that begins a line within a sentence (`<br>`).
pub const LINE: char = '\u{f700}';

/// Private character of U+0000; an ASCII sign stands this far from its own.
const FIRST: u32 = 0xE000;

/// The private character under which the ASCII sign `c` is put aside.
pub fn aside(c: char) -> char {
    char::from_u32(FIRST + c as u32).filter(|_| c.is_ascii()).unwrap_or(c)
}

/// `text` with every sign put aside, so that nothing in it can be a mark of any kind.
pub fn put_aside(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { aside(c) }).collect()
}

/// The sign that was put aside under `c`, if it is one of them.
pub fn sign(c: char) -> Option<char> {
    (c as u32).checked_sub(FIRST).filter(|n| *n < 0x80).and_then(char::from_u32)
}

/// `text` with every sign put aside that is no mark of the guide, and its enumerated lines apart.
pub fn only_documented(text: &str) -> String {
    let mut out = Marked::default();
    let mut previous_apart = false;
    for (index, line) in text.split('\n').enumerate() {
        let apart = stands_apart(line);
        if index > 0 {
            // Markdown joins the lines of a paragraph; «a) …» and «b) …» are two.
            if (apart || previous_apart) && !out.last_line_is_blank() {
                out.text.extend("  ".chars());
            }
            out.text.push('\n');
        }
        previous_apart = apart && is_rule(line);
        out.line(line);
    }
    out.pair();
    out.text.into_iter().collect()
}

/// A line of dashes, equal signs, asterisks or low lines.
fn is_rule(line: &str) -> bool {
    let signs = line.trim();
    let first = signs.chars().next();
    first.is_some_and(|f| "-=*_".contains(f) && signs.chars().all(|c| c == f || c == ' '))
}

/// How many bytes of `body` are the number of an item, with its point or parenthesis.
fn numbered(body: &str) -> Option<usize> {
    let digits = body.bytes().take_while(u8::is_ascii_digit).count();
    let closed = matches!(body.as_bytes().get(digits), Some(b'.' | b')'));
    let ends = matches!(body.as_bytes().get(digits + 1), None | Some(b' '));
    ((1..=9).contains(&digits) && closed && ends).then_some(digits + 1)
}

/// Whether `line` begins as an item of a list that Markdown does not know, is a row or a rule.
fn stands_apart(line: &str) -> bool {
    let body = line.trim_start();
    let word = body.split(' ').next().unwrap_or_default();
    let inner = word.trim_start_matches('(');
    let letters = inner.trim_end_matches([')', '.']);
    let closed = inner.len() == letters.len() + 1;
    let roman = letters.len() <= 5 && letters.bytes().all(|b| b"ivxIVX".contains(&b));
    let mut signs = letters.chars();
    // A live figure is one private character here, and no letter.
    let letter = signs.next().is_some_and(char::is_alphabetic) && signs.next().is_none();
    let lettered = closed && !letters.is_empty() && (letter || roman);
    let short = numbered(body).is_some_and(|end| end <= 3);
    is_rule(line) || lettered || short || body.starts_with('|') || ["•", "·", "–", "—", "*", "+"].contains(&word)
}

/// A run of asterisks in the text, and what it could be.
struct Run {
    at: Range<usize>,
    opens: bool,
    closes: bool,
}

#[derive(Default)]
struct Marked {
    text: Vec<char>,
    /// Asterisks of the paragraph.
    runs: Vec<Run>,
}

impl Marked {
    fn last_line_is_blank(&self) -> bool {
        self.text.iter().rev().take_while(|c| **c != '\n').all(|c| *c == ' ')
    }

    fn line(&mut self, line: &str) {
        let body = line.trim_start_matches(' ');
        self.text.extend(line[..line.len() - body.len()].chars());
        if body.is_empty() {
            self.pair();
        } else if is_rule(line) {
            self.text.extend(body.chars().map(aside));
        } else if let Some(rest) = body.strip_prefix("- ") {
            self.pair();
            self.text.extend("- ".chars());
            self.item(rest);
        } else if let Some(end) = numbered(body).filter(|end| !body.starts_with('0') || *end == 2) {
            self.pair();
            self.text.extend(body[..end].chars());
            self.item(&body[end..]);
        } else {
            self.item(body);
        }
    }

    /// The text of a line, which begins no list.
    fn item(&mut self, text: &str) {
        let body = text.trim_start_matches(' ');
        self.text.extend(text[..text.len() - body.len()].chars());
        if let Some(end) = numbered(body) {
            self.text.extend(body[..end].chars().map(aside));
            self.inline(&body[end..]);
        } else if body.starts_with("- ") || body == "-" {
            self.text.push(aside('-'));
            self.inline(&body[1..]);
        } else {
            self.inline(body);
        }
    }

    fn inline(&mut self, text: &str) {
        let chars: Vec<char> = text.chars().collect();
        // The link that is open: where its text ends and where it ends itself.
        let mut link: Option<(usize, usize)> = None;
        let mut at = 0;
        while at < chars.len() {
            match chars[at] {
                '\\' if chars.get(at + 1) == Some(&'*') => {
                    self.text.push(aside('*'));
                    at += 1;
                }
                '*' => {
                    let length = chars[at..].iter().take_while(|c| **c == '*').count();
                    self.run(length, at.checked_sub(1).map(|i| chars[i]), chars.get(at + length).copied());
                    at += length - 1;
                }
                '[' if link.is_none() && (at == 0 || chars[at - 1] != '!') => {
                    link = whole_link(&chars, at);
                    self.text.push(if link.is_some() { '[' } else { aside('[') });
                }
                ']' if link.is_some_and(|(close, _)| close == at) => {
                    let end = link.take().map_or(at, |(_, end)| end);
                    self.text.extend("](".chars());
                    self.text.extend(chars[at + 2..end].iter().map(|c| aside(*c)));
                    self.text.push(')');
                    at = end;
                }
                c @ ('&' | '_' | '`' | '~' | '#' | '<' | '>' | '+' | '!' | '|' | '\\' | '[' | ']') => {
                    self.text.push(aside(c));
                }
                c => self.text.push(c),
            }
            at += 1;
        }
    }

    fn run(&mut self, length: usize, before: Option<char>, after: Option<char>) {
        const OPENING: &str = "([{«“‘¿¡";
        const CLOSING: &str = ")]}»”’.,;:!?…";
        const EITHER: &str = "\"'-–—/";
        // What begins a line of a cell begins as after a space.
        let blank = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || c == LINE);
        let among = |c: Option<char>, set: &str| c.is_some_and(|c| set.contains(c));
        let start = self.text.len();
        let distinct = before != after || blank(before);
        self.runs.push(Run {
            at: start..start + length,
            opens: distinct
                && (blank(before) || among(before, OPENING) || among(before, EITHER))
                && !(blank(after) || among(after, CLOSING)),
            closes: distinct
                && (blank(after) || among(after, CLOSING) || among(after, EITHER))
                && !(blank(before) || among(before, OPENING)),
        });
        self.text.extend(std::iter::repeat_n('*', length));
    }

    /// Ends the paragraph: asterisks are marks where they open and close in pairs of one length.
    fn pair(&mut self) {
        let mut open: Vec<Range<usize>> = Vec::new();
        let mut kept: Vec<Range<usize>> = Vec::new();
        for run in self.runs.iter().filter(|run| run.at.len() <= 3) {
            let partner = open.iter().rposition(|o| run.closes && o.len() == run.at.len());
            if let Some(partner) = partner {
                kept.push(open[partner].clone());
                kept.push(run.at.clone());
                open.truncate(partner);
            } else if run.opens {
                open.push(run.at.clone());
            }
        }
        for run in self.runs.drain(..).filter(|run| !kept.contains(&run.at)) {
            self.text[run.at].fill(aside('*'));
        }
    }
}

/// `[texto](dirección)` that begins at `open`: where its text ends, and where it ends itself.
fn whole_link(chars: &[char], open: usize) -> Option<(usize, usize)> {
    let close = closing(chars, open, '[', ']')?;
    let blank = chars[open + 1..close].iter().all(|c| c.is_whitespace());
    let end = (chars.get(close + 1) == Some(&'(')).then(|| closing(chars, close + 1, '(', ')')).flatten()?;
    let address = &chars[close + 2..end];
    (!blank && !address.is_empty() && !address.iter().any(|c| c.is_whitespace())).then_some((close, end))
}

/// Where what `open` opens is closed.
fn closing(chars: &[char], open: usize, opens: char, closes: char) -> Option<usize> {
    let mut depth = 0usize;
    chars.iter().enumerate().skip(open).find_map(|(at, c)| {
        depth += usize::from(*c == opens);
        depth -= usize::from(*c == closes && depth > 0);
        (depth == 0).then_some(at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Marks stay; what is put aside stands between braces.
    fn shown(text: &str) -> String {
        only_documented(text).chars().map(|c| sign(c).map_or(c.to_string(), |s| format!("{{{s}}}"))).collect()
    }

    #[test]
    fn only_the_marks_of_the_guide_are_marks() {
        for text in
            ["**a** y *b*", "- a\n- b", "3. a\n5. b", "1) a", "(*a*), «**b c**».", "***a***", "*a **b** c*", "una\ndos"]
        {
            assert_eq!(only_documented(text).replace("  \n", "\n"), text);
        }
        assert_eq!(shown("2*3*4"), "2{*}3{*}4");
        assert_eq!(shown("(*) y (*)"), "({*}) y ({*})");
        assert_eq!(shown("**a* b"), "{*}{*}a{*} b");
        assert_eq!(shown("\\*a\\*"), "{*}a{*}");
        assert_eq!(shown("&shy;"), "{&}shy;");
        assert_eq!(shown("> 60"), "{>} 60");
        assert_eq!(shown("[F]: x"), "{[}F{]}: x");
        assert_eq!(shown("[a](b \"c\")"), "{[}a{]}(b \"c\")");
        assert_eq!(shown("a\n---\nb"), "a  \n{-}{-}{-}  \nb");
        assert_eq!(shown("a) x\nb) y"), "a) x  \nb) y");
        assert_eq!(only_documented("con corte al\n\u{e100}."), "con corte al\n\u{e100}.");
        assert_eq!(shown("01. x"), "{0}{1}{.} x");
        assert_eq!(shown("- - 5"), "- {-} 5");
        // An address is no place for marks.
        assert_eq!(shown("[a (b)](x_*c)"), "[a (b)]({x}{_}{*}{c})");
    }
}
