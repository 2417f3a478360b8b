//! A bound for the texts that templates join.
//!
//! `{{ x ~ x }}` doubles a text in one step, so the limit of steps does not bound
//! it.  Before each `~` and `+` of a template stands a filter that refuses a text
//! beyond the size of a page: `{{ x|acotado ~ x }}`.

use std::ops::Range;

use minijinja::value::Value;
use minijinja::{Environment, Error, ErrorKind};

use super::trace::{Tags, is_raw};

/// The filter, as it is written into a template.
const CHECK: &str = "|acotado";

/// Registers the filter; `most` is in bytes.
pub fn register(env: &mut Environment<'static>, most: usize) {
    env.add_filter(&CHECK[1..], move |value: Value| match value.as_str() {
        Some(text) if text.len() > most => Err(Error::from(ErrorKind::WriteFailure)),
        _ => Ok(value),
    });
}

/// Bytes of a tag above which nobody has written it: its parser recurses with what it holds.
const MAX_TAG: usize = 16 << 10;

/// The first tag of `template` that is longer than any that a person writes.
pub fn endless_tag(template: &str) -> Option<Range<usize>> {
    let mut raw = false;
    let mut tags = Tags::new(template);
    tags.find(|(tag, opening)| {
        raw = is_raw(&template[tag.clone()], raw);
        !raw && *opening != "{#" && tag.len() > MAX_TAG
    })
    .map(|(tag, _)| tag)
}

/// A template with the filters in it.
pub struct Weighed {
    pub text: String,
    /// Where they stand in `text`.
    added: Vec<usize>,
}

impl Weighed {
    pub fn new(template: &str) -> Self {
        let mut out = Self { text: String::with_capacity(template.len() * 2), added: Vec::new() };
        let mut rest = 0;
        let mut raw = false;
        for (tag, opening) in Tags::new(template) {
            out.text.push_str(&template[rest..tag.start]);
            rest = tag.end;
            let text = &template[tag];
            raw = is_raw(text, raw);
            if raw || opening == "{#" {
                out.text.push_str(text);
            } else {
                out.expression(text);
            }
        }
        out.text.push_str(&template[rest..]);
        out
    }

    fn expression(&mut self, tag: &str) {
        let bytes = tag.as_bytes();
        let mut quote = None;
        let mut escaped = false;
        for (at, c) in tag.char_indices() {
            if quote.is_none() && (c == '~' || (c == '+' && is_sum(bytes, at))) {
                self.added.push(self.text.len());
                self.text.push_str(CHECK);
            }
            quote = match quote {
                Some(_) if escaped => quote,
                Some(open) if c == open => None,
                None if matches!(c, '"' | '\'') => Some(c),
                _ => quote,
            };
            escaped = quote.is_some() && !escaped && c == '\\';
            self.text.push(c);
        }
    }

    /// A range of `text` as one of the template.
    pub fn back(&self, range: Range<usize>) -> Range<usize> {
        let one = |offset: usize| {
            let before = self.added.partition_point(|at| at + CHECK.len() <= offset);
            let inside = self.added.get(before).map_or(0, |at| offset.saturating_sub(*at));
            offset - before * CHECK.len() - inside
        };
        one(range.start)..one(range.end)
    }
}

/// Whether the `+` at `at` joins two operands: not that of `{%+`, of `+%}` or of `1e+5`.
fn is_sum(tag: &[u8], at: usize) -> bool {
    let ends = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b')' | b']' | b'"' | b'\'');
    let before = tag[..at].trim_ascii_end();
    let exponent = matches!(tag[..at], [.., b'0'..=b'9', b'e' | b'E']);
    let closes = matches!(tag.get(at + 1..at + 3), Some(b"%}" | b"}}"));
    before.last().copied().is_some_and(ends) && !exponent && !closes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_joined_is_weighed_and_places_come_back() {
        let text = "a ~ {{ x ~ \"~\" }}{%+ if 1e+5 + 2 +%}{# a ~ b #}{% raw %}{{ y ~ z }}{% endraw %}";
        let weighed = Weighed::new(text);
        assert_eq!(
            weighed.text,
            "a ~ {{ x |acotado~ \"~\" }}{%+ if 1e+5 |acotado+ 2 +%}{# a ~ b #}{% raw %}{{ y ~ z }}{% endraw %}"
        );
        for (part, at) in
            [("x ", 7), ("~ \"", 9), ("2 +", text.find("2 +").unwrap()), ("y ~", text.find("y ~").unwrap())]
        {
            let start = weighed.text.find(part).unwrap();
            assert_eq!(weighed.back(start..start + 1).start, at, "{part}");
        }
    }
}
