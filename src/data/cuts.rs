//! What YAML takes for a comment, a tag or an anchor, and the person who wrote it for text: it
//! would be missing on the page without a word.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Diagnostics, SourceText};

use super::node::{Node, Value};

/// What the reader has cut off the texts of `node`, which is all of `source`.
pub(super) fn check(node: &Node, source: &Arc<SourceText>, found: &mut Diagnostics) {
    // Nearly all files hold none of the signs.
    if source.text.contains(['!', '&']) || source.text.contains(" #") || source.text.contains("\t#") {
        find(node, source, found);
    }
}

fn find(node: &Node, source: &Arc<SourceText>, found: &mut Diagnostics) {
    match &node.value {
        Value::List(items) => {
            let mut last = node.place.range.start;
            for item in items {
                before(last, item, source, found);
                find(item, source, found);
                last = item.place.range.end;
            }
        }
        Value::Map(entries) => entries.iter().for_each(|(key, value)| {
            before(key.place.range.end, value, source, found);
            find(value, source, found);
        }),
        Value::Null | Value::Text(_) => after(node, source, found),
        Value::Bool(_) | Value::Number(_) => {}
    }
}

/// A comment right after a plain text, or in its place, that reads on like a text: `Informe #3 al
/// MIPG`.  A comment begins with a space, and a date or a code before it is whole.
fn after(node: &Node, source: &Arc<SourceText>, found: &mut Diagnostics) {
    let text = match &node.value {
        Value::Text(text)
            if node.place.text().starts_with(['"', '\'', '|', '>']) || !text.contains(char::is_alphabetic) =>
        {
            return;
        }
        Value::Text(text) => text.as_str(),
        _ => "",
    };
    let rest = &source.text[node.place.range.end..];
    let comment = rest.trim_start_matches([' ', '\t']);
    if !comment.starts_with('#') || comment.len() == rest.len() {
        return;
    }
    let start = source.text.len() - comment.len();
    let comment = comment.split('\n').next().unwrap_or_default().trim_end();
    let rest = &comment[1..];
    let (number, word) = (rest.starts_with(|c: char| c.is_ascii_digit()), rest.starts_with(char::is_alphabetic));
    let numeral = rest.strip_prefix(' ').is_some_and(|r| r.starts_with(|c: char| c.is_ascii_digit()));
    if !(number || word || numeral) {
        return;
    }
    let place = source.place(start..start + comment.len());
    let what = match text {
        "" => format!("lo que sigue a «#» es un comentario y no se lee: «{comment}»"),
        text => format!("el texto termina en «{}»: lo que sigue a «#» es un comentario", tail(text)),
    };
    let remedy =
        "si es parte del texto, póngalo todo entre comillas; si es un comentario, escriba un espacio después de «#»";
    found.push(if number {
        Diagnostic::error("texto-cortado", what).at(&place).remedy(remedy)
    } else {
        let remedy = if word { remedy } else { "si es parte del texto, póngalo todo entre comillas" };
        Diagnostic::aviso("comentario-dudoso", what).at(&place).remedy(remedy)
    });
}

/// The last words of a text.
fn tail(text: &str) -> String {
    let words: Vec<_> = text.split_whitespace().collect();
    let from = words.len().saturating_sub(4);
    format!("{}{}", if from > 0 { "… " } else { "" }, words[from..].join(" "))
}

/// A tag (`!Tunja`) or an anchor that nobody refers to (`&Ana`) before a value, of which the key
/// or the value before it ends at `last`.
fn before(last: usize, node: &Node, source: &Arc<SourceText>, found: &mut Diagnostics) {
    let value = node.place.range.start;
    // The mark is the first word of the value, or stands right before it.
    let between = source.text.get(last..value).unwrap_or_default();
    let line = between.rsplit('\n').next().unwrap_or_default();
    let mark = line.trim_start_matches([' ', '\t', ':', '-', ',', '[', '{', '?', '"', '\'']);
    let starts = [value - mark.len(), value];
    let Some(start) = starts.into_iter().find(|at| source.text[*at..].starts_with(['!', '&'])) else { return };
    let word = source.text[start..].split_whitespace().next().unwrap_or_default();
    let (kind, name) = word.split_at(1);
    let known = match kind {
        "!" => name.starts_with('!'),
        _ => source.text.contains(&format!("*{name}")),
    };
    if name.is_empty() || known {
        return;
    }
    let what = if kind == "!" { "una etiqueta" } else { "un ancla" };
    found.push(
        Diagnostic::error("texto-cortado", format!("«{word}» se lee como {what} de YAML y no llega al texto"))
            .at(&source.place(start..start + word.len()))
            .remedy("si es parte del texto, póngalo todo entre comillas"),
    );
}
