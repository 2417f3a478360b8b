//! Runs of letters in which Unicode gives no place to break a line.
//!
//! Typst looks for the ones that are wider than the page with a pattern over every
//! text; a document whose longest one is short is spared the search.

use minijinja::value::{Value, ValueKind};

/// Characters of the longest run in the texts of `value`, keys apart.
pub fn longest(value: &Value) -> usize {
    match value.kind() {
        ValueKind::String => value.as_str().map_or(0, of_text),
        ValueKind::Seq | ValueKind::Iterable => value.try_iter().map_or(0, |items| most(items.map(|v| longest(&v)))),
        ValueKind::Map => {
            let items = |keys: minijinja::value::ValueIter| {
                most(keys.filter_map(|key| value.get_item(&key).ok()).map(|v| longest(&v)))
            };
            value.try_iter().map_or(0, items)
        }
        _ => 0,
    }
}

/// The same of what is no value of a template yet.
pub fn longest_in(value: &serde_json::Value) -> usize {
    match value {
        serde_json::Value::String(text) => of_text(text),
        serde_json::Value::Array(items) => most(items.iter().map(longest_in)),
        serde_json::Value::Object(map) => most(map.values().map(longest_in)),
        _ => 0,
    }
}

fn most(runs: impl Iterator<Item = usize>) -> usize {
    runs.max().unwrap_or_default()
}

/// After a dash or a slash a line breaks, unless a digit follows.
fn of_text(text: &str) -> usize {
    let (mut longest, mut run) = (0, 0);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let ends = match letter {
            ' ' | '\n' | '–' | '—' | '…' | '|' => true,
            '/' | '-' => !letters.peek().is_some_and(char::is_ascii_digit),
            _ => false,
        };
        run = if ends { 0 } else { run + 1 };
        longest = longest.max(run);
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_ends_where_a_line_may_break() {
        for (text, run) in [
            ("", 0),
            ("Gestión Documental", 10),
            ("data/entidades/and/informe-2024-04.yaml", 20),
            ("https://www.funcionpublica.gov.co/web/mipg", 25),
            ("uno\u{a0}dos", 7),
        ] {
            assert_eq!(of_text(text), run, "{text}");
        }
        let nested = minijinja::context! { a => vec!["corto", "interinstitucional"], b => 12 };
        assert_eq!(longest(&nested), 18);
    }
}
