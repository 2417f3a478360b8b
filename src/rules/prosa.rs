//! What the rules about texts share: words and dates of a text, and the place in
//! the file of a piece of it.

use std::ops::Range;

use crate::diagnostic::Place;
use crate::locale::{MESES, fold};

/// The place in the file of `text[start..end]`, where `text` was read at `place`; all of
/// `place` where the file spells it otherwise.
pub fn locate(place: &Place, text: &str, start: usize, end: usize) -> Place {
    let raw = place.text();
    // Most texts stand in the file as they are, with or without quotes.
    let opened = usize::from(raw.starts_with(['"', '\'']));
    if raw[opened..].starts_with(text) {
        let base = place.range.start + opened;
        return place.source.place(base + start..base + end);
    }
    let wanted: Vec<_> = text[start..end].split_whitespace().collect();
    let before = occurrences(text, &wanted).take_while(|(at, _)| *at < start).count();
    let base = place.range.start;
    occurrences(raw, &wanted).nth(before).map_or_else(|| place.clone(), |(a, b)| place.source.place(base + a..base + b))
}

/// Where the words stand one after another, however a file folds its lines.
fn occurrences<'t>(text: &'t str, words: &'t [&str]) -> impl Iterator<Item = (usize, usize)> + 't {
    let starts = words.first().map(|first| text.match_indices(first)).into_iter().flatten();
    starts.filter_map(move |(at, first)| {
        let mut end = at + first.len();
        for word in &words[1..] {
            let rest = &text[end..];
            let gap = rest.len() - rest.trim_start().len();
            if gap == 0 || !rest[gap..].starts_with(word) {
                return None;
            }
            end += gap + word.len();
        }
        Some((at, end))
    })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Word,
    /// Digits, with points and commas between them.
    Number,
    /// Letters and digits in one, as `POL07` or `1ª`.
    Code,
    /// What stands between `{{` and `}}`.
    Figure,
    Sign,
    /// The end of a sentence.
    Stop,
}

/// A word, a number or a sign of a text.
#[derive(Debug, Clone)]
pub struct Token<'t> {
    pub kind: Kind,
    pub text: &'t str,
    /// Folded.
    pub plain: String,
    pub start: usize,
    pub end: usize,
}

impl Token<'_> {
    pub fn is(&self, plain: &str) -> bool {
        self.plain == plain
    }

    pub fn is_any(&self, plains: &[&str]) -> bool {
        plains.contains(&self.plain.as_str())
    }

    /// A whole number without groups.
    pub fn whole(&self) -> Option<u32> {
        (self.kind == Kind::Number).then(|| self.text.parse().ok()).flatten()
    }

    /// A year of this century or the last.
    pub fn year(&self) -> Option<u32> {
        self.whole().filter(|year| self.text.len() == 4 && (1900..2100).contains(year))
    }

    /// A month by its name or its first three letters, from 1.
    pub fn month(&self) -> Option<i8> {
        if self.kind != Kind::Word {
            return None;
        }
        let short = |mes: &&str| self.plain.len() == 3 && mes.starts_with(&self.plain);
        let named = |mes: &&str| self.plain == **mes || (self.is("setiembre") && *mes == "septiembre");
        MESES.iter().position(|mes| named(mes) || short(mes)).and_then(|at| i8::try_from(at + 1).ok())
    }
}

/// Words after which a point ends nothing.
const ABBREVIATIONS: [&str; 18] = [
    "no", "nro", "num", "art", "arts", "dr", "dra", "sr", "sra", "lit", "vig", "pag", "dec", "res", "c", "d", "s",
    "ing",
];

/// The tokens of `text`; marks of emphasis are none.
pub fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut found: Vec<Token<'_>> = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let (kind, length) = if rest.starts_with("{{") {
            (Kind::Figure, rest.find("}}").map_or(rest.len(), |end| end + 2))
        } else if rest.starts_with("\n\n") {
            (Kind::Stop, 2)
        } else if c.is_whitespace() || c == '*' {
            at += c.len_utf8();
            continue;
        } else if c.is_ascii_digit() {
            number(rest)
        } else if c.is_alphanumeric() {
            let length = run(rest, char::is_alphanumeric);
            let digits = rest[..length].contains(|c: char| c.is_numeric());
            (if digits { Kind::Code } else { Kind::Word }, length)
        } else {
            let next = bytes.get(at + c.len_utf8()).copied();
            let ends = next.is_none_or(|b| b.is_ascii_whitespace());
            let short = found.last().is_some_and(|t| t.end == at && t.is_any(&ABBREVIATIONS));
            let stop = matches!(c, ';' | '?' | '!') || (c == '.' && ends && !short);
            (if stop { Kind::Stop } else { Kind::Sign }, c.len_utf8())
        };
        let piece = &text[at..at + length];
        let plain = if kind == Kind::Figure { String::new() } else { fold(piece) };
        found.push(Token { kind, text: piece, plain, start: at, end: at + length });
        at += length;
    }
    found
}

fn run(text: &str, wanted: fn(char) -> bool) -> usize {
    text.find(|c| !wanted(c)).unwrap_or(text.len())
}

/// Digits with points and commas between them, or a code that begins with a digit.
fn number(text: &str) -> (Kind, usize) {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut end = 0;
    while digit(end) || (matches!(bytes.get(end), Some(b'.' | b',')) && digit(end + 1)) {
        end += 1;
    }
    match run(&text[end..], char::is_alphanumeric) {
        0 => (Kind::Number, end),
        more => (Kind::Code, end + more),
    }
}

/// The sentence around the tokens of `span`, its end left out.
pub fn sentence(tokens: &[Token<'_>], span: Range<usize>) -> Range<usize> {
    let stop = |token: &Token<'_>| token.kind == Kind::Stop;
    let start = tokens[..span.start].iter().rposition(stop).map_or(0, |at| at + 1);
    let end = tokens[span.end..].iter().position(stop).map_or(tokens.len(), |at| span.end + at);
    start..end
}

/// A date that ends in a year, beginning at `at`: `26 de mayo de 2015`, `mayo 26 de 2015`,
/// `mayo de 2015`, `26/05/2015` or `2015`; with the position after it.
pub fn date(tokens: &[Token<'_>], at: usize) -> Option<(WrittenDate, usize)> {
    let whole = |i: usize| tokens.get(i).and_then(Token::whole);
    let month = |i: usize| tokens.get(i).and_then(Token::month);
    let year = |i: usize| tokens.get(i).and_then(Token::year);
    let of = |i: usize| tokens.get(i).is_some_and(|t| t.is_any(&["de", "del"]));
    let day = |i: usize| whole(i).filter(|d| *d <= 99);
    // `de 2015`, `del año 2015` or nothing but the year.
    let closing = |i: usize| {
        let i = if of(i) { i + 1 } else { i };
        let i = if tokens.get(i).is_some_and(|t| t.is("año")) { i + 1 } else { i };
        year(i).map(|y| (y, i + 1))
    };
    if let (Some(dia), true, Some(mes)) = (day(at), of(at + 1), month(at + 2)) {
        let (anio, end) = closing(at + 3)?;
        return Some((WrittenDate { dia: Some(dia), mes: Some(mes), anio }, end));
    }
    if let (Some(mes), Some(dia)) = (month(at), day(at + 1)) {
        let (anio, end) = closing(at + 2)?;
        return Some((WrittenDate { dia: Some(dia), mes: Some(mes), anio }, end));
    }
    if let Some(mes) = month(at) {
        let (anio, end) = closing(at + 1)?;
        return Some((WrittenDate { dia: None, mes: Some(mes), anio }, end));
    }
    let slash = |i: usize| tokens.get(i).is_some_and(|t| t.is("/") || t.is("-"));
    if let (Some(dia), true, Some(mes), true, Some(anio)) =
        (day(at), slash(at + 1), whole(at + 2), slash(at + 3), year(at + 4))
    {
        let mes = i8::try_from(mes).ok().filter(|m| (1..=12).contains(m))?;
        return Some((WrittenDate { dia: Some(dia), mes: Some(mes), anio }, at + 5));
    }
    year(at).map(|anio| (WrittenDate { dia: None, mes: None, anio }, at + 1))
}

/// A date as a text gives it; it may be no day of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WrittenDate {
    pub dia: Option<u32>,
    /// From 1.
    pub mes: Option<i8>,
    pub anio: u32,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::SourceText;

    #[test]
    fn a_text_is_words_numbers_and_sentences() {
        let seen: Vec<_> = tokens("El **IDI** No. 1 fue {{ idi | numero }}, un 82,3 %. POL07: 1.083; fin")
            .into_iter()
            .map(|t| format!("{:?} {}", t.kind, t.text))
            .collect();
        let expected = "Word El|Word IDI|Word No|Sign .|Number 1|Word fue|Figure {{ idi | numero }}|Sign ,|Word un|Number 82,3|Sign %|Stop .|Code POL07|Sign :|Number 1.083|Stop ;|Word fin";
        assert_eq!(seen.join("|"), expected);
    }

    #[test]
    fn a_piece_is_found_again_where_the_file_folds_it() {
        let source = SourceText::new("a.yaml", "texto: >\n  la Ley 87 y\n  la Ley\n  87\n");
        let place = source.place(9..source.text.len());
        let text = "la Ley 87 y la Ley 87";
        assert_eq!(locate(&place, text, 15, 21).line_column(), (3, 6));
        assert_eq!(locate(&place, text, 3, 9).line_column(), (2, 6));
    }

    #[test]
    fn dates_have_the_forms_of_offices() {
        let one = |text: &str| date(&tokens(text), 0).map(|(d, _)| (d.dia, d.mes, d.anio));
        for (text, wanted) in [
            ("26 de mayo de 2015", (Some(26), Some(5), 2015)),
            ("mayo 26 de 2015", (Some(26), Some(5), 2015)),
            ("31 de junio del año 2024", (Some(31), Some(6), 2024)),
            ("setiembre de 2015", (None, Some(9), 2015)),
            ("26/05/2015", (Some(26), Some(5), 2015)),
            ("2015", (None, None, 2015)),
        ] {
            assert_eq!(one(text), Some(wanted), "{text}");
        }
        assert_eq!(one("26 de mayo"), None);
    }
}
