//! Texts of the user as a terminal may see them: no control characters, no
//! marks that turn the reading order, one line, and of a bounded length.

/// Most characters of a text that a person reads.
pub const MAX_SHOWN: usize = 1000;
/// Most characters of a text that a program reads.
pub const MAX_GIVEN: usize = 4000;

/// `text` in one line that only says what it shows.  A character that a terminal
/// would obey, or that nobody would see, is written as its number, `<U+001B>`.
pub fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(4 * MAX_SHOWN));
    for c in shorten(text, MAX_SHOWN).chars() {
        match c {
            '\n' | '\r' | '\t' => out.push(' '),
            c => push(c, &mut out),
        }
    }
    out
}

/// Writes `c`, or its number where it is not to be obeyed.
pub fn push(c: char, out: &mut String) {
    if is_hidden(c) {
        out.push_str(&format!("<U+{:04X}>", u32::from(c)));
    } else {
        out.push(c);
    }
}

/// `text` with at most about `most` characters: its beginning and its end.
pub fn shorten(text: &str, most: usize) -> std::borrow::Cow<'_, str> {
    if text.len() <= most || text.char_indices().nth(most).is_none() {
        return text.into();
    }
    let head = text.char_indices().nth(most * 3 / 4).map_or(text.len(), |(at, _)| at);
    let tail = text.char_indices().rev().nth(most / 4).map_or(0, |(at, _)| at);
    format!("{} […] {}", &text[..head], &text[tail..]).into()
}

/// A JSON text in which no hidden character stands as itself: a reader gets it back, and a
/// terminal does not obey it.
pub fn escape(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if is_hidden(c) && c != '\n' {
            c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| out.push_str(&format!("\\u{unit:04x}")));
        } else {
            out.push(c);
        }
    }
    out
}

/// Control characters, marks of direction, invisible ones and other line ends.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(
            u32::from(c),
            0xAD | 0x61C | 0x180E | 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F | 0xFEFF | 0xFFF9..=0xFFFB | 0xE0000..=0xE0FFF
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_obeyed_and_nothing_is_endless() {
        assert_eq!(
            clean("a\u{1b}]0;x\u{7}b\u{9b}2J\u{202e}c\nerror: falso\u{2028}\u{85}"),
            "a<U+001B>]0;x<U+0007>b<U+009B>2J<U+202E>c error: falso<U+2028><U+0085>"
        );
        assert_eq!(clean("Ñandú «82,3» — no"), "Ñandú «82,3» — no");
        assert_eq!(escape("{\n\"ñ\u{9b}\u{202e}\u{e0001}\"}"), "{\n\"ñ\\u009b\\u202e\\udb40\\udc01\"}");
        let long = clean(&format!("principio {} final", "á".repeat(1_000_000)));
        assert!(long.chars().count() < 1100 && long.starts_with("principio á") && long.ends_with("á final"));
    }
}
