//! Slips inside a word: a number in words beside another in figures, letters that were read in
//! another encoding, an acronym with its letters in another order.

use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::locale::fold;

use super::prosa::{Kind, Token, locate};

/// Runs the rules over a text, whose tokens these are.
pub fn check(text: &str, tokens: &[Token<'_>], place: &Place, found: &mut Diagnostics) {
    words_and_figures(text, tokens, place, found);
    broken_letters(text, place, found);
    acronyms(text, tokens, place, found);
    names_of_acronyms(text, tokens, place, found);
}

/// «MIGP»: the letters of an acronym of the field in another order.
fn acronyms(text: &str, tokens: &[Token<'_>], place: &Place, found: &mut Diagnostics) {
    const KNOWN: [&str; 2] = ["MIPG", "FURAG"];
    let letters = |word: &str| {
        let mut letters: Vec<_> = word.bytes().collect();
        letters.sort_unstable();
        letters
    };
    let capitals = |t: &&Token<'_>| t.kind == Kind::Word && t.text.bytes().all(|b| b.is_ascii_uppercase());
    for token in tokens.iter().filter(capitals) {
        let same_letters = |known: &&&str| known.len() == token.text.len() && letters(known) == letters(token.text);
        // «FUGAR» is a word.
        let slip = KNOWN.iter().find(same_letters).filter(|known| **known != token.text && token.text != "FUGAR");
        if let Some(known) = slip {
            found.push(
                Diagnostic::aviso(
                    "sigla-trastocada",
                    format!("«{}» tiene las letras de {known} en otro orden", token.text),
                )
                .at(&locate(place, text, token.start, token.end))
                .remedy(format!("escriba {known}")),
            );
        }
    }
}

/// «siete (8)»: the number before the parenthesis is not the one in it.
fn words_and_figures(text: &str, tokens: &[Token<'_>], place: &Place, found: &mut Diagnostics) {
    for (at, _) in tokens.iter().enumerate().filter(|(at, t)| *at > 0 && t.is("(")) {
        let Some(figure) = tokens.get(at + 1).and_then(whole) else { continue };
        // «Treinta (30) días», «cien por ciento (100 %)».
        let closes = |i: usize| tokens.get(i).is_some_and(|t| t.is(")"));
        let closed = closes(at + 2) || (tokens.get(at + 2).is_some_and(|t| t.is("%")) && closes(at + 3));
        let Some((said, first)) = number_before(tokens, at).filter(|_| closed) else { continue };
        if said != figure {
            let (start, end) = (tokens[first].start, tokens[at + if closes(at + 2) { 2 } else { 3 }].end);
            found.push(
                Diagnostic::aviso("letras-y-cifra", format!("«{}» dice dos cantidades", &text[start..end]))
                    .at(&locate(place, text, start, end))
                    .remedy("corrija la que está mal"),
            );
        }
    }
}

/// A whole number, with points between its thousands or without.
fn whole(token: &Token<'_>) -> Option<u32> {
    let groups: Vec<_> = token.text.split('.').collect();
    let grouped = groups.iter().skip(1).all(|g| g.len() == 3) && (groups.len() == 1 || groups[0].len() <= 3);
    (token.kind == Kind::Number && grouped).then(|| groups.concat().parse().ok()).flatten()
}

/// The number in words that ends before `end`, with the position of its first word.
fn number_before(tokens: &[Token<'_>], end: usize) -> Option<(u32, usize)> {
    let is = |i: usize, word: &str| tokens[i].is(word);
    let end = if end >= 2 && is(end - 1, "ciento") && is(end - 2, "por") { end - 2 } else { end };
    let part = |t: &Token<'_>| t.is("y") || t.is("mil") || value(&t.plain).is_some();
    let mut first = end;
    while first > 0 && end - first < 8 && tokens[first - 1].kind == Kind::Word && part(&tokens[first - 1]) {
        first -= 1;
    }
    // «Y dos (2)» goes on with a list.
    while first < end && is(first, "y") {
        first += 1;
    }
    read(&tokens[first..end]).map(|n| (n, first))
}

/// «Dos mil ciento treinta y cinco»; `None` for what is no number, or two.
fn read(words: &[Token<'_>]) -> Option<u32> {
    let Some(mil) = words.iter().position(|t| t.is("mil")) else { return below_thousand(words) };
    let thousands = if mil == 0 { 1 } else { below_thousand(&words[..mil])? };
    let rest = if mil + 1 == words.len() { 0 } else { below_thousand(&words[mil + 1..])? };
    Some(thousands * 1000 + rest)
}

fn below_thousand(words: &[Token<'_>]) -> Option<u32> {
    let mut sum = 0;
    // What may still follow is smaller than this.
    let mut room = 1000;
    let mut and = false;
    for word in words {
        if word.is("y") {
            // Only between tens and units.
            if and || !(30..100).contains(&(sum % 100)) || sum % 10 != 0 {
                return None;
            }
            and = true;
            continue;
        }
        let n = value(&word.plain)?;
        let units_need_and = n < 10 && (30..100).contains(&(sum % 100));
        if n >= room || units_need_and != and || (and && n >= 10) {
            return None;
        }
        sum += n;
        room = if n >= 100 {
            100
        } else if n >= 30 {
            10
        } else {
            0
        };
        and = false;
    }
    (!words.is_empty() && !and).then_some(sum)
}

/// What one word of a number says, without accents: «veintidos», «cuarenta», «doscientas»; not «mil».
pub(super) fn value(word: &str) -> Option<u32> {
    const UP_TO_29: [&str; 30] = [
        "cero",
        "uno",
        "dos",
        "tres",
        "cuatro",
        "cinco",
        "seis",
        "siete",
        "ocho",
        "nueve",
        "diez",
        "once",
        "doce",
        "trece",
        "catorce",
        "quince",
        "dieciseis",
        "diecisiete",
        "dieciocho",
        "diecinueve",
        "veinte",
        "veintiuno",
        "veintidos",
        "veintitres",
        "veinticuatro",
        "veinticinco",
        "veintiseis",
        "veintisiete",
        "veintiocho",
        "veintinueve",
    ];
    const TENS: [&str; 7] = ["treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"];
    const HUNDREDS: [&str; 9] = [
        "ciento",
        "doscient",
        "trescient",
        "cuatrocient",
        "quinient",
        "seiscient",
        "setecient",
        "ochocient",
        "novecient",
    ];
    let at = |list: &[&str], wanted: &str| list.iter().position(|w| *w == wanted).and_then(|n| u32::try_from(n).ok());
    match word {
        "un" | "una" => Some(1),
        "veintiun" | "veintiuna" => Some(21),
        "cien" | "ciento" => Some(100),
        _ => at(&UP_TO_29, word).or_else(|| at(&TENS, word).map(|n| 30 + n * 10)).or_else(|| {
            let stem = word.strip_suffix("os").or_else(|| word.strip_suffix("as"))?;
            at(&HUNDREDS, stem).map(|n| (n + 1) * 100)
        }),
    }
}

/// «Modelo Integral de Planeación y Gestión (MIPG)»: an acronym after nearly its name.
fn names_of_acronyms(text: &str, tokens: &[Token<'_>], place: &Place, found: &mut Diagnostics) {
    const NAMES: [(&str, &str); 3] = [
        ("IDI", "Índice de Desempeño Institucional"),
        ("MIPG", "Modelo Integrado de Planeación y Gestión"),
        ("MECI", "Modelo Estándar de Control Interno"),
    ];
    for (at, token) in tokens.iter().enumerate().skip(2) {
        let Some((acronym, name)) = NAMES.iter().find(|(acronym, _)| token.text == *acronym) else { continue };
        if !tokens[at - 1].is_any(&["(", "-", "–", "—"]) {
            continue;
        }
        let wanted = fold(name);
        let wanted: Vec<_> = wanted.split(' ').collect();
        let back = (at - 1).saturating_sub(wanted.len() + 1);
        let Some(first) = (back..at - 1).rev().find(|i| tokens[*i].is(wanted[0])) else { continue };
        let said = &tokens[first..at - 1];
        let right = said.iter().map(|t| t.plain.as_str()).take(wanted.len()).eq(wanted.iter().copied());
        // Half of its words, so that another thing with the same acronym is not told.
        let long = |word: &str| word.len() > 3;
        let shared = wanted.iter().filter(|w| long(w) && said.iter().any(|t| t.is(w))).count();
        let all = wanted.iter().filter(|w| long(w)).count();
        if !right && said.iter().all(|t| t.kind == Kind::Word) && said.len() + 1 >= wanted.len() && shared * 2 > all {
            let (start, end) = (said[0].start, said[said.len() - 1].end);
            found.push(
                Diagnostic::aviso("sigla-trastocada", format!("«{}» no es el nombre de {acronym}", &text[start..end]))
                    .at(&locate(place, text, start, end))
                    .remedy(format!("escriba {name}")),
            );
        }
    }
}

/// The first word of the text whose letters are those of UTF-8 read in the encoding of Windows: «informaciÃ³n».
fn broken_letters(text: &str, place: &Place, found: &mut Diagnostics) {
    let broken = |at: usize, c: char| {
        let next = text[at + c.len_utf8()..].chars().next();
        match c {
            'Ã' => next.is_some_and(|n| ('\u{80}'..='\u{bf}').contains(&n) || "‘“‰š™œ€…".contains(n)),
            'Â' => next.is_some_and(|n| ('\u{a1}'..='\u{bf}').contains(&n)),
            'â' => next == Some('€'),
            _ => false,
        }
    };
    let Some((at, _)) = text.char_indices().find(|(at, c)| !c.is_ascii() && broken(*at, *c)) else { return };
    let start = text[..at].rfind(char::is_whitespace).map_or(0, |i| i + 1);
    let end = text[at..].find(char::is_whitespace).map_or(text.len(), |i| at + i);
    let word = &text[start..end];
    found.push(
        Diagnostic::aviso("codificacion-danada", format!("«{word}» tiene letras dañadas"))
            .at(&locate(place, text, start, end))
            .remedy("escriba la palabra con sus tildes; el texto se copió de un archivo leído en otra codificación"),
    );
}

#[cfg(test)]
mod tests {
    use super::super::prosa;
    use super::*;
    use crate::diagnostic::SourceText;

    fn marks(text: &str) -> Vec<String> {
        let source = SourceText::new("a.yaml", text);
        let mut found = Diagnostics::default();
        check(text, &prosa::tokens(text), &source.place(0..text.len()), &mut found);
        found.iter().map(|d| d.place.as_ref().map(|p| p.text().to_owned()).unwrap_or_default()).collect()
    }

    #[test]
    fn two_quantities_in_one_are_told() {
        assert_eq!(marks("las siete (8) dimensiones"), ["siete (8)"]);
        assert_eq!(marks("en treinta y cinco (45) días y dos (2) meses"), ["treinta y cinco (45)"]);
        assert_eq!(marks("el cincuenta por ciento (60 %)"), ["cincuenta por ciento (60 %)"]);
        assert_eq!(marks("mil doscientos (1.300) pesos"), ["mil doscientos (1.300)"]);
        assert_eq!(marks("El MIGP y el FUARG"), ["MIGP", "FUARG"]);
        assert_eq!(marks("el Índice de Desarrollo Institucional (IDI)"), ["Índice de Desarrollo Institucional"]);
        assert_eq!(
            marks("el Modelo Integral de Planeación y Gestión – MIPG"),
            ["Modelo Integral de Planeación y Gestión"]
        );
        assert_eq!(marks("la informaciÃ³n de los niÃ±os"), ["informaciÃ³n"]);
    }

    #[test]
    fn what_agrees_or_is_no_number_is_left_alone() {
        for text in [
            "siete (7), un (1), veintiún (21) y diecinueve (19)",
            "el cien por ciento (100 %) y el ciento veinte por ciento (120 %)",
            "dos mil veinticuatro (2024), mil (1.000) y quinientas treinta y una (531)",
            "una nota (3)",
            "los literales a y dos (Tabla 2)",
            "veinte veinticinco (2025)",
            "treinta y (30)",
            "cinco coma cinco (5,5)",
            "El MIPG, el FURAG y FUGAR",
            "el Modelo Integrado de Planeación y Gestión (MIPG), el modelo (MIPG) y el Índice de Desempeño Institucional (IDI)",
            "el Modelo Estándar de Control Interno para el Estado Colombiano (MECI) y el Índice de Innovación (IDI)",
            "SÃO PAULO, Âmbar y â",
        ] {
            assert_eq!(marks(text), Vec::<String>::new(), "{text}");
        }
    }
}
