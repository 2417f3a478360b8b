//! Scalars as text: which texts read as they stand, and which need quotes.

use crate::data::{Node, Value, parse_text};

/// Writes `text` as a scalar, in quotes only where YAML would read something else.
pub fn scalar(out: &mut String, text: &str, flow: bool) {
    match is_plain(text, flow) {
        true => out.push_str(text),
        false => out.push_str(&quoted(text)),
    }
}

/// Words that some reader of YAML, 1.1 or 1.2, takes for something else than a
/// text; `<<` merges mappings and `=` is a default value.
const WORDS: [&str; 15] =
    ["null", "~", "true", "false", "yes", "no", "on", "off", "y", "n", "nan", "inf", "infinity", "<<", "="];

/// Whether some reader of YAML takes `text` for a number, a date or a time:
/// decimals, octal, hexadecimal, binary, exponents, sexagesimals (`12:30`),
/// digits in groups and what is not finite.
pub fn is_number(text: &str) -> bool {
    let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit() || c == '_');
    let bare = text.strip_prefix(['+', '-']).unwrap_or(text).to_lowercase();
    let (mantissa, exponent) = bare.split_once('e').unwrap_or((&bare, ""));
    let decimal = mantissa.contains(|c: char| c.is_ascii_digit())
        && mantissa.chars().all(|c| c.is_ascii_digit() || ".,:_".contains(c))
        && digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent));
    let radix = ["0x", "0o", "0b"].iter().filter_map(|prefix| bare.strip_prefix(prefix));
    let other_base = radix.into_iter().any(|rest| rest.chars().all(|c| c.is_ascii_hexdigit() || c == '_'));
    let dated = bare.contains('-') && {
        let date: Vec<_> = bare.split(['t', ' ', '\t']).next().unwrap_or_default().split('-').collect();
        date.len() == 3 && date.iter().all(|part| !part.is_empty() && digits(part))
    };
    decimal || other_base || dated || [".inf", ".nan"].contains(&bare.as_str())
}

/// Bytes of the longest of `words`.
const fn longest(words: &[&str]) -> usize {
    match words {
        [] => 0,
        [first, rest @ ..] => {
            let (own, others) = (first.len(), longest(rest));
            if own > others { own } else { others }
        }
    }
}

/// The bytes of ASCII that may stand anywhere in a plain text that begins with a letter.
const WORD: [bool; 256] = {
    let mut word = [false; 256];
    let (mut at, signs) = (0, b" .;()/-_");
    while at < 128 {
        word[at] = (at as u8).is_ascii_alphanumeric();
        at += 1;
    }
    at = 0;
    while at < signs.len() {
        word[signs[at] as usize] = true;
        at += 1;
    }
    word
};

/// Whether a text is plain beyond doubt, as keys, most names and ranges of cells are: it begins
/// with a letter, has letters, digits and harmless signs, and is none of [`WORDS`].
fn is_word(text: &str, flow: bool) -> bool {
    let bytes = text.as_bytes();
    matches!(bytes, [b'a'..=b'z' | b'A'..=b'Z', ..]) && is_harmless(bytes, flow) && !is_reserved(text)
}

/// Whether only letters, digits and harmless signs stand in a text.  Files are written by the
/// thousand, so that each byte takes a few steps where nothing is optimized either.
fn is_harmless(bytes: &[u8], flow: bool) -> bool {
    let mut at = 0;
    loop {
        while at < bytes.len() && WORD[bytes[at] as usize] {
            at += 1;
        }
        at += match bytes[at..] {
            [] => break,
            [b',', ..] if !flow => 1,
            // A colon is part of the text where a word goes on.
            [b':', next, ..] if !flow && next != b' ' && WORD[next as usize] => 1,
            // À to ÿ, but for × and ÷.
            [0xc3, next, ..] if next != 0x97 && next != 0xb7 => 2,
            _ => return false,
        };
    }
    !matches!(bytes.last(), Some(b' '))
}

/// Whether a text is one of [`WORDS`], in whatever case.
fn is_reserved(text: &str) -> bool {
    const LONGEST: usize = longest(&WORDS);
    // Few texts are as short and begin as one of them.
    let begins = matches!(
        text.as_bytes(),
        [b'n' | b'N' | b't' | b'T' | b'f' | b'F' | b'y' | b'Y' | b'o' | b'O' | b'i' | b'I' | b'~' | b'<' | b'=', ..]
    );
    begins && text.len() <= LONGEST && WORDS.iter().any(|word| word.eq_ignore_ascii_case(text))
}

fn is_plain(text: &str, flow: bool) -> bool {
    if is_word(text, flow) {
        return true;
    }
    let (Some(first), Some(last)) = (text.chars().next(), text.chars().next_back()) else { return false };
    // What begins with a letter is no number.
    if is_reserved(text) || (!first.is_alphabetic() && is_number(text)) {
        return false;
    }
    if first.is_ascii_digit() && is_harmless(text.as_bytes(), true) {
        return true;
    }
    let word = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '.' | ';' | '(' | ')' | '/' | '-' | '_');
    if first.is_alphabetic() && last != ' ' && text.chars().all(|c| word(c) || (c == ',' && !flow)) {
        return true;
    }
    let odd = text.chars().any(|c| escape(c).is_some());
    let indicator = "-?:,[]{}#&*!|>'\"%@`".contains(first);
    let broken = text.contains(": ") || text.contains(" #") || text.ends_with(':');
    let bracket = flow && text.contains([',', '[', ']', '{', '}', ':', '?', '"']);
    if odd || indicator || broken || bracket || first.is_whitespace() || last.is_whitespace() {
        return false;
    }
    reads_back(text, flow)
}

/// Whether the reader of this program takes `text`, without quotes, for the same text.
fn reads_back(text: &str, flow: bool) -> bool {
    let read = if flow { format!("- {{ a: {text} }}\n") } else { format!("- {text}\n") };
    let (file, findings) = parse_text("", &read);
    let value = file.node.as_ref().and_then(|node| match &node.value {
        Value::List(items) => items.first(),
        _ => None,
    });
    let value = if flow { value.and_then(|map| map.get("a")) } else { value };
    findings.is_empty() && value.and_then(Node::text) == Some(text)
}

/// The escape of a character that a quoted scalar cannot hold as it is.
fn escape(c: char) -> Option<String> {
    match c {
        '\n' => Some("\\n".to_owned()),
        '\t' => Some("\\t".to_owned()),
        '\r' => Some("\\r".to_owned()),
        c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}') => {
            Some(format!("\\u{:04X}", u32::from(c)))
        }
        _ => None,
    }
}

fn quoted(text: &str) -> String {
    let mut out = String::from('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c => match escape(c) {
                Some(escaped) => out.push_str(&escaped),
                None => out.push(c),
            },
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::exploration::holds;

    fn scalar(text: &str, flow: bool) -> String {
        let mut out = String::new();
        super::scalar(&mut out, text, flow);
        out
    }

    /// What is quick to see is what the reader says.
    #[test]
    fn texts_that_are_plain_beyond_doubt_read_back_without_quotes() {
        let texts = prop_oneof!["[a-zA-Z0-9 .:;()/_,Áñü×-]{1,10}", "[A-Z]{1,2}[0-9]:[A-Z][0-9]", "[0-9a-f]{1,6}"];
        holds(2000, texts, |text| {
            for flow in [false, true] {
                prop_assert!(!is_plain(&text, flow) || reads_back(&text, flow), "{text:?}");
            }
            Ok(())
        });
    }

    #[test]
    fn quotes_stand_only_where_they_are_needed() {
        for (text, expected) in [
            ("Transparencia, Acceso a la Información Pública", "Transparencia, Acceso a la Información Pública"),
            ("FURAG, vigencia 2024", "FURAG, vigencia 2024"),
            ("3 de mayo", "3 de mayo"),
            ("3/6", "3/6"),
            ("¿Qué?", "¿Qué?"),
            ("01", "\"01\""),
            ("82.3", "\"82.3\""),
            ("sí", "sí"),
            ("no", "\"no\""),
            ("a: b", "\"a: b\""),
            ("a #b", "\"a #b\""),
            ("- guion", "\"- guion\""),
            ("", "\"\""),
            ("un\nsalto", "\"un\\nsalto\""),
        ] {
            assert_eq!(scalar(text, false), expected);
        }
        assert_eq!(scalar("a, b", true), "\"a, b\"");
    }
}
