//! Decimal point and decimal comma in the texts of one document.

use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::model::Seccion;

use super::documento::each_narrative;
use super::prosa::{self, Kind, Token, locate};

/// What numbers its parts with points.
const PARTS: [&str; 14] = [
    "numeral",
    "numerales",
    "seccion",
    "capitulo",
    "version",
    "articulo",
    "literal",
    "tabla",
    "figura",
    "anexo",
    "item",
    "iso",
    "pregunta",
    "criterio",
];

/// What has a value with decimals.
const MEASURES: [&str; 9] =
    ["idi", "indice", "puntaje", "promedio", "calificacion", "resultado", "media", "mediana", "valor"];

/// A figure with decimals and the sign that it is written with.
struct Written {
    text: String,
    comma: bool,
    place: Place,
}

/// Runs the rule over the narrative texts of a document.
pub fn check(secciones: &[Seccion], found: &mut Diagnostics) {
    let mut all: Vec<Written> = Vec::new();
    each_narrative(secciones, &mut |text| {
        let tokens = prosa::tokens(&text.value);
        for (at, token) in tokens.iter().enumerate().filter(|(at, _)| is_figure(&tokens, *at)) {
            let place = locate(&text.place, &text.value, token.start, token.end);
            all.push(Written { text: tokens[at].text.to_owned(), comma: token.text.contains(','), place });
        }
    });
    let commas = all.iter().filter(|w| w.comma).count();
    // The comma is how Colombia writes them, and how tables are printed.
    let usual = commas * 2 >= all.len();
    let Some(other) = all.iter().find(|w| w.comma == usual) else { return };
    let name = |comma: bool| if comma { "coma" } else { "punto" };
    for one in all.iter().filter(|w| w.comma != usual) {
        found.push(
            Diagnostic::aviso(
                "decimales-mezclados",
                format!("«{}» va con {} decimal y «{}» con {}", one.text, name(one.comma), other.text, name(usual)),
            )
            .at(&one.place)
            .second(&other.place, format!("aquí con {}", name(usual)))
            .remedy("use el mismo signo en todo el documento"),
        );
    }
}

/// A number with one or two decimals that is a quantity: its unit follows, or it stands alone in brackets.
fn is_figure(tokens: &[Token<'_>], at: usize) -> bool {
    let token = &tokens[at];
    let Some((units, decimals)) = token.text.split_once(['.', ',']) else { return false };
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let small = (1..=3).contains(&units.len()) && (1..=2).contains(&decimals.len()) && digits(decimals);
    let after = tokens.get(at + 1);
    let before = at.checked_sub(1).map(|i| &tokens[i]);
    let unit = after.is_some_and(|t| t.is_any(&["%", "puntos", "punto", "millones"]));
    let alone = before.is_some_and(|t| t.is("(")) && after.is_some_and(|t| t.is(")"));
    let part = tokens[..at].iter().rev().take(2).any(|t| t.is_any(&PARTS));
    let bare = units.len() == 2 && decimals.len() == 1 && before.is_some_and(|t| t.is_any(&["de", "fue", "en", "con"]));
    let measured = || {
        let start = prosa::sentence(tokens, at..at).start;
        // «El promedio sectorial de 79.4», and no chapter.
        tokens[start..at].iter().rev().take(6).any(|t| t.is_any(&MEASURES))
            && after.is_none_or(|t| t.kind != Kind::Word)
    };
    token.kind == Kind::Number && small && !part && (unit || alone || (bare && measured()))
}
