//! Slips of writing that need no data to be seen: a word twice, a day that no
//! calendar has, a period of other months than its name says.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::locale::MESES;

use super::prosa::{self, Kind, Token, locate};

/// Runs the rules over a text, whose tokens these are.
pub fn check(text: &str, tokens: &[Token<'_>], place: &Place, found: &mut Diagnostics) {
    repeated_words(text, tokens, place, found);
    days(text, tokens, place, found);
    periods(text, tokens, place, found);
}

/// Words of grammar that nobody writes twice on purpose.
const GRAMMAR: [&str; 26] = [
    "el", "la", "los", "las", "de", "del", "en", "y", "a", "al", "con", "por", "para", "un", "una", "su", "sus", "es",
    "se", "o", "como", "desde", "hasta", "sobre", "entre", "sin",
];

/// Words after which «que que» may be right: «mejor que que…».
const COMPARISONS: [&str; 8] = ["mas", "menos", "mejor", "peor", "mayor", "menor", "antes", "preferible"];

/// Words that are said twice.
const TWICE: [&str; 5] = ["luego", "mucho", "mucha", "bueno", "claro"];

/// Each word once in a text.
fn repeated_words(text: &str, tokens: &[Token<'_>], place: &Place, found: &mut Diagnostics) {
    let mut told = BTreeSet::new();
    // «[sic]» tells that it is quoted as it stands.
    let quoted = tokens.iter().any(|t| t.is("sic"));
    for (index, pair) in tokens.windows(2).enumerate() {
        let [a, b] = pair else { continue };
        let words = a.kind == Kind::Word && b.kind == Kind::Word && a.plain == b.plain;
        // Nothing but white space stands between: «de. De», «**de** de» are something else.
        if !words || !text[a.end..b.start].trim().is_empty() {
            continue;
        }
        let small = b.text.chars().all(char::is_lowercase);
        let letter = a.text.chars().count() == 1 && a.text != b.text;
        let grammar = small && !letter && GRAMMAR.contains(&b.plain.as_str());
        let said = &tokens[index.saturating_sub(6)..index];
        let that = b.is("que") && small && !said.iter().any(|t| t.is_any(&COMPARISONS));
        // A name may be a surname twice: «Rafael Uribe Uribe».
        let noun = small
            && a.text.chars().skip(1).all(char::is_lowercase)
            && b.text.chars().count() >= 5
            && !b.plain.ends_with("mente")
            && !TWICE.contains(&b.plain.as_str());
        if (grammar || that || noun) && !quoted && told.insert(b.plain.as_str()) {
            found.push(
                Diagnostic::aviso("palabra-repetida", format!("«{}» está escrito dos veces seguidas", b.text))
                    .at(&locate(place, text, a.start, b.end))
                    .remedy("quite una de las dos"),
            );
        }
    }
}

/// «Página 3 de 27» where pages are numbered, not where a sentence names one.
pub fn pages(text: &str, tokens: &[Token<'_>], place: &Place, found: &mut Diagnostics) {
    for (at, _) in tokens.iter().enumerate().filter(|(_, t)| t.is_any(&["pagina", "pag"])) {
        let sign = |i: usize| tokens.get(i).is_none_or(|t| matches!(t.kind, Kind::Sign | Kind::Stop));
        let n = if tokens.get(at + 1).is_some_and(|t| t.is(".")) { at + 2 } else { at + 1 };
        let whole = |i: usize| tokens.get(i).is_some_and(|t| t.whole().is_some());
        let counted = whole(n) && tokens.get(n + 1).is_some_and(|t| t.is("de")) && whole(n + 2);
        if counted && sign(n + 3) && (at == 0 || sign(at - 1)) {
            let (start, end) = (tokens[at].start, tokens[n + 2].end);
            found.push(
                Diagnostic::aviso("pagina-escrita", format!("«{}» numera las páginas a mano", &text[start..end]))
                    .at(&locate(place, text, start, end))
                    .remedy("quítelo: la página n de N se agrega sola"),
            );
        }
    }
}

/// The days of month `month` (from 1) of `year`; of a leap year where it is not told.
fn days_in(month: i8, year: Option<u32>) -> u32 {
    let year = year.and_then(|y| i16::try_from(y).ok()).unwrap_or(2024);
    Date::new(year, month, 1).map_or(31, |first| u32::from(first.days_in_month().unsigned_abs()))
}

/// «31 de junio», «29 de febrero de 2023», «31/06/2024», «2024-06-31».
fn days(text: &str, tokens: &[Token<'_>], place: &Place, found: &mut Diagnostics) {
    let mut wrong = |start: usize, end: usize, month: i8, year: Option<u32>| {
        let name = MESES.get(usize::try_from(month - 1).unwrap_or(0)).copied().unwrap_or_default();
        let of_year = year.filter(|_| month == 2).map(|y| format!(" de {y}")).unwrap_or_default();
        let message =
            format!("la fecha «{}» no existe: {name}{of_year} tiene {} días", &text[start..end], days_in(month, year));
        found.push(
            Diagnostic::aviso("fecha-imposible", message)
                .at(&locate(place, text, start, end))
                .remedy("corrija el día o el mes"),
        );
    };
    let mut at = 0;
    while at < tokens.len() {
        let full = prosa::date(tokens, at).filter(|(d, _)| d.dia.is_some());
        if let Some((date, end)) = full {
            if let (Some(day), Some(month)) = (date.dia, date.mes)
                && (days_in(month, Some(date.anio)) + 1..=31).contains(&day)
            {
                wrong(tokens[at].start, tokens[end - 1].end, month, Some(date.anio));
            }
            at = end;
            continue;
        }
        let part = |i: usize| tokens.get(at + i);
        let day = part(0).and_then(Token::whole).filter(|d| *d <= 31);
        if let (Some(day), Some(true), Some(month)) = (day, part(1).map(|t| t.is("de")), part(2).and_then(Token::month))
            && tokens[at + 2].plain.len() > 3
            && day > days_in(month, None)
            // «31 de abril a junio» counts something else.
            && !(part(3).is_some_and(|t| t.is_any(&["a", "y", "-"])) && part(4).and_then(Token::month).is_some())
        {
            wrong(tokens[at].start, tokens[at + 2].end, month, None);
        }
        let dash = |i: usize| part(i).is_some_and(|t| t.is("-"));
        if let (Some(year), true, Some(month), true, Some(day)) = (
            part(0).and_then(Token::year),
            dash(1),
            part(2).and_then(Token::whole),
            dash(3),
            part(4).and_then(Token::whole),
        ) && let Some(month) = i8::try_from(month).ok().filter(|m| (1..=12).contains(m))
            && (days_in(month, Some(year)) + 1..=31).contains(&day)
        {
            wrong(tokens[at].start, tokens[at + 4].end, month, Some(year));
        }
        at += 1;
    }
}

/// Periods by their name, with their months.
const PERIODS: [(&str, i32); 4] = [("bimestre", 2), ("trimestre", 3), ("cuatrimestre", 4), ("semestre", 6)];
const ORDINALS: [(&str, i32); 18] = [
    ("primer", 1),
    ("primero", 1),
    ("i", 1),
    ("1er", 1),
    ("segundo", 2),
    ("ii", 2),
    ("2do", 2),
    ("tercer", 3),
    ("tercero", 3),
    ("iii", 3),
    ("3er", 3),
    ("cuarto", 4),
    ("iv", 4),
    ("4to", 4),
    ("quinto", 5),
    ("v", 5),
    ("sexto", 6),
    ("vi", 6),
];
/// How many tokens may stand between a period and its months.
const GAP: usize = 8;

/// Months from one to another, with the days where they are told.
struct Range {
    first: i8,
    last: i8,
    /// A period that does not begin on the first day of a month.
    mid: bool,
    /// Positions of its first token and of the one after its last.
    span: (usize, usize),
}

/// «Cuatrimestre» of five months, and a first quarter that begins in April.
fn periods(text: &str, tokens: &[Token<'_>], place: &Place, found: &mut Diagnostics) {
    for (index, token) in tokens.iter().enumerate() {
        let Some((name, months)) = PERIODS.iter().find(|(name, _)| token.is(name)) else { continue };
        let Some(range) = after(tokens, index).or_else(|| before(tokens, index)).filter(|r| !r.mid) else { continue };
        let length = (i32::from(range.last) - i32::from(range.first)).rem_euclid(12) + 1;
        let ordinal = index.checked_sub(1).and_then(|i| ORDINALS.iter().find(|(word, _)| tokens[i].is(word)));
        let month = |m: i8| MESES.get(usize::try_from(m - 1).unwrap_or(0)).copied().unwrap_or_default();
        let months_of = format!("de {} a {}", month(range.first), month(range.last));
        let start = range.span.0.min(index);
        let closes = |i: usize| tokens.get(i).is_some_and(|t| t.is(")")) && tokens[start..i].iter().any(|t| t.is("("));
        let last = range.span.1.max(index + 1);
        let end = if closes(last) { last + 1 } else { last };
        let message = if length != *months {
            let plural = if length == 1 { "mes" } else { "meses" };
            format!("un {name} tiene {months} meses, y {months_of} hay {length} {plural}")
        } else if let Some((_, n)) = ordinal
            && (n - 1) * months < 12
            && i32::from(range.first) != (n - 1) * months + 1
        {
            let starts = i8::try_from((n - 1) * months + 1).unwrap_or(1);
            format!("el {} {name} del año empieza en {}, y lo escrito va {months_of}", ordinal_word(*n), month(starts))
        } else {
            continue;
        };
        found.push(
            Diagnostic::aviso("periodo-imposible", message)
                .at(&locate(place, text, tokens[start].start, tokens[end - 1].end))
                .remedy("corrija los meses o el nombre del periodo"),
        );
    }
}

fn ordinal_word(n: i32) -> &'static str {
    ["primer", "segundo", "tercer", "cuarto", "quinto", "sexto"]
        .get(usize::try_from(n - 1).unwrap_or(0))
        .copied()
        .unwrap_or("")
}

/// The months that follow the period at `index` in its sentence: «primer cuatrimestre (enero a abril)».
fn after(tokens: &[Token<'_>], index: usize) -> Option<Range> {
    const JOINTS: [&str; 26] = [
        "comprende",
        "va",
        "cubre",
        "abarca",
        "incluye",
        "corresponde",
        "es",
        "de",
        "del",
        "(",
        ":",
        ",",
        "-",
        "–",
        "el",
        "comprendido",
        "correspondiente",
        "a",
        "al",
        "mes",
        "meses",
        "desde",
        "año",
        "corte",
        "periodo",
        "vigencia",
    ];
    for at in index + 1..tokens.len().min(index + 1 + GAP) {
        let token = &tokens[at];
        if let Some(range) = range(tokens, at) {
            return Some(range);
        }
        if !(token.is_any(&JOINTS) || token.year().is_some()) {
            return None;
        }
    }
    None
}

/// The months right before it: «de enero a abril (primer cuatrimestre)».
fn before(tokens: &[Token<'_>], index: usize) -> Option<Range> {
    (index.saturating_sub(GAP)..index).find_map(|at| {
        let range = range(tokens, at).filter(|r| r.span.1 <= index)?;
        // Only a parenthesis or an ordinal between the two.
        let between = &tokens[range.span.1..index];
        between.iter().all(|t| t.is("(") || ORDINALS.iter().any(|(o, _)| t.is(o))).then_some(range)
    })
}

/// «enero a abril», «enero-abril», «1 de enero al 30 de abril de 2024», at `at`.
fn range(tokens: &[Token<'_>], at: usize) -> Option<Range> {
    let (first, first_day, next) = month_and_day(tokens, at)?;
    // A year may stand between: «enero de 2024 a marzo de 2024».
    let mut joint = next;
    if tokens.get(joint).is_some_and(|t| t.is_any(&["de", "del"]))
        && tokens.get(joint + 1).and_then(Token::year).is_some()
    {
        joint += 2;
    }
    if !tokens.get(joint)?.is_any(&["a", "al", "-", "–", "hasta", "/"]) {
        return None;
    }
    let mut start = joint + 1;
    while tokens.get(start).is_some_and(|t| t.is_any(&["el", "de", "mes"])) {
        start += 1;
    }
    let (last, last_day, end) = month_and_day(tokens, start)?;
    let ends_late = last_day.is_none_or(|d| d >= 28);
    let mid = first_day.is_some_and(|d| d > 1) || !ends_late;
    Some(Range { first, last, mid, span: (at, end) })
}

/// A month, with its day where it has one, and the position after it.
fn month_and_day(tokens: &[Token<'_>], at: usize) -> Option<(i8, Option<u32>, usize)> {
    if let Some(month) = tokens.get(at)?.month() {
        return Some((month, None, at + 1));
    }
    let day = tokens[at].whole().filter(|d| (1..=31).contains(d))?;
    let month_at = if tokens.get(at + 1)?.is("de") { at + 2 } else { at + 1 };
    let month = tokens.get(month_at)?.month()?;
    Some((month, Some(day), month_at + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::SourceText;

    fn said(text: &str) -> Vec<String> {
        let source = SourceText::new("a.yaml", text);
        let mut found = Diagnostics::default();
        check(text, &prosa::tokens(text), &source.place(0..text.len()), &mut found);
        found.iter().map(|d| format!("{}: {}", d.place.as_ref().map_or("", Place::text), d.message)).collect()
    }

    #[test]
    fn slips_are_found_where_they_stand() {
        assert_eq!(said("con el el fin"), ["el el: «el» está escrito dos veces seguidas"]);
        assert_eq!(
            said("hasta el 31 de junio"),
            ["31 de junio: la fecha «31 de junio» no existe: junio tiene 30 días"]
        );
        assert_eq!(
            said("el 29 de febrero de 2023"),
            ["29 de febrero de 2023: la fecha «29 de febrero de 2023» no existe: febrero de 2023 tiene 28 días"]
        );
        assert_eq!(said("el 2024-04-31")[0], "2024-04-31: la fecha «2024-04-31» no existe: abril tiene 30 días");
        assert_eq!(
            said("primer cuatrimestre (enero a mayo de 2024)"),
            ["cuatrimestre (enero a mayo: un cuatrimestre tiene 4 meses, y de enero a mayo hay 5 meses"]
        );
        assert_eq!(
            said("segundo trimestre de 2024 (enero – marzo)"),
            [
                "trimestre de 2024 (enero – marzo): el segundo trimestre del año empieza en abril, y lo escrito va de enero a marzo"
            ]
        );
    }

    #[test]
    fn what_is_right_is_left_alone() {
        for text in [
            "Alcaldía Local Rafael Uribe Uribe",
            "es mejor que que se aplace",
            "nos nos",
            "el 31 de julio y el 29 de febrero",
            "el 29 de febrero de 2024, 30/06/2024 y 2024-02-29",
            "el Anexo A a esta fecha",
            "segundo semestre (julio a diciembre)",
            "cuatrimestre septiembre-diciembre",
            "semestre del 16 de diciembre al 15 de junio",
            "primer trimestre de 2024 y de enero a diciembre de 2023",
            "tercer cuatrimestre, del 1 de septiembre al 31 de diciembre de 2024",
            "primer semestre. De julio a septiembre se hará",
        ] {
            assert_eq!(said(text), Vec::<String>::new(), "{text}");
        }
    }
}
