//! How many policies and dimensions a text says that the model has, against the catalogue.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Catalogo, Narracion};

use super::letras;
use super::prosa::{self, Token, locate};

/// Numbers of policies that may be meant as all of them.
const POLICIES: std::ops::RangeInclusive<u32> = 10..=25;
const DIMENSIONS: std::ops::RangeInclusive<u32> = 4..=10;

/// Verbs that tell what the model is made of.
const MADE_OF: [&str; 17] = [
    "compuesto",
    "compuesta",
    "conformado",
    "conformada",
    "integrado",
    "integrada",
    "consta",
    "comprende",
    "contempla",
    "estructura",
    "estructurado",
    "opera",
    "desarrolla",
    "articula",
    "agrupa",
    "incluye",
    "traves",
];

/// Verbs that tell it where the model is the subject.
const HAS: [&str; 4] = ["cuenta", "tiene", "posee", "integra"];

/// What tells that only some are meant.
const SOME: [&str; 22] = [
    "con",
    "sin",
    "mas",
    "menos",
    "restantes",
    "priorizadas",
    "aplicables",
    "evaluadas",
    "medidas",
    "cuyo",
    "cuyos",
    "cuya",
    "donde",
    "asociadas",
    "relacionadas",
    "obtuvieron",
    "presentan",
    "presentaron",
    "mejoraron",
    "subieron",
    "bajaron",
    "seleccionadas",
];

/// Compares the numbers of a text with the catalogue in `anios` (the vigencia first), where no year is
/// named; `medidas` is how many policies the entity was measured in.
pub fn check(text: &Narracion, catalogo: &Catalogo, anios: &[u32], medidas: Option<usize>, found: &mut Diagnostics) {
    let tokens = prosa::tokens(&text.value);
    for at in 0..tokens.len() {
        let Some(count) = Count::read(&tokens, at) else { continue };
        let sentence = prosa::sentence(&tokens, at..at);
        let start = sentence.start;
        let named: Vec<_> = tokens[sentence].iter().filter_map(Token::year).collect();
        let vigencia = anios.first().copied().unwrap_or_default();
        let finding = if count.policies {
            let year = count.year(&tokens);
            let known: Vec<_> = match year {
                Some(year) => vec![year],
                None => anios.iter().chain(&named).copied().collect(),
            };
            let right = known.iter().any(|y| numbers_of(catalogo, *y).contains(&count.n));
            let measured = medidas == Some(count.n as usize) && year.is_none_or(|y| y == vigencia);
            let about = year.unwrap_or(vigencia);
            let all = catalogo.politicas_en(about);
            if right || measured || all == 0 || !POLICIES.contains(&count.n) || !count.means_all(&tokens, start) {
                continue;
            }
            format!("el texto habla de {} políticas y en la vigencia {about} el catálogo tiene {all}", count.n)
        } else {
            let all = catalogo.dimensiones.len();
            if count.n as usize == all || all == 0 || !DIMENSIONS.contains(&count.n) || !count.means_all(&tokens, start)
            {
                continue;
            }
            format!("el texto habla de {} dimensiones y el catálogo tiene {all}", count.n)
        };
        found.push(
            Diagnostic::aviso("numero-del-modelo", finding)
                .at(&locate(&text.place, &text.value, tokens[at].start, tokens[count.noun].end))
                .remedy("corrija el número, o diga de qué vigencia habla"),
        );
    }
}

/// How many policies there were in a vigencia; two numbers where the catalogue is not sure.
fn numbers_of(catalogo: &Catalogo, year: u32) -> [u32; 2] {
    let sure = catalogo.politicas_en(year);
    let with_doubtful = catalogo.politicas.iter().filter(|p| p.medible_en(year)).count();
    [sure, with_doubtful].map(|n| u32::try_from(n).unwrap_or(u32::MAX))
}

/// A number of policies or of dimensions.
struct Count {
    n: u32,
    policies: bool,
    /// Position of the number and of the noun.
    at: usize,
    noun: usize,
}

impl Count {
    /// «17 políticas», «diecisiete (17) políticas», at `at`.
    fn read(tokens: &[Token<'_>], at: usize) -> Option<Self> {
        let token = tokens.get(at)?;
        let n = token.whole().or_else(|| word(&token.plain))?;
        // The number in brackets belongs to the word before it.
        if at > 0 && tokens[at - 1].is("(") {
            return None;
        }
        let is = |i: usize, sign: &str| tokens.get(i).is_some_and(|t| t.is(sign));
        let noun = if is(at + 1, "(") && is(at + 3, ")") { at + 4 } else { at + 1 };
        let policies = is(noun, "politicas");
        (policies || is(noun, "dimensiones")).then_some(Self { n, policies, at, noun })
    }

    /// «17 políticas en 2020», «en 2020 eran 17 políticas».
    fn year(&self, tokens: &[Token<'_>]) -> Option<u32> {
        let after: Vec<_> = tokens[self.noun + 1..].iter().take(4).collect();
        let of = after.first().is_some_and(|t| t.is_any(&["en", "para"]));
        let later = of.then(|| after.iter().skip(1).find(|t| !t.is_any(&["la", "el", "vigencia", "año"]))).flatten();
        let earlier = || {
            let before: Vec<_> = tokens[..self.at].iter().rev().take(5).collect();
            let verb = before.first().is_some_and(|t| t.is_any(&VERBS));
            verb.then(|| before.iter().find_map(|t| t.year())).flatten()
        };
        later.and_then(|t| t.year()).or_else(earlier)
    }

    /// Whether all policies or dimensions of the model are meant.
    fn means_all(&self, tokens: &[Token<'_>], start: usize) -> bool {
        let after = |offset: usize| tokens.get(self.noun + offset);
        let is = |offset: usize, words: &[&str]| after(offset).is_some_and(|t| t.is_any(words));
        // «de gestión y desempeño institucional», «del modelo», «operativas» say which; then what narrows them down.
        let mut next = 1;
        let mut of_model = false;
        while is(
            next,
            &[
                "de",
                "del",
                "gestion",
                "y",
                "desempeño",
                "institucional",
                "mipg",
                "modelo",
                "el",
                "la",
                "operativas",
                "furag",
            ],
        ) {
            of_model |= is(next, &["desempeño", "mipg", "modelo", "operativas", "furag"]);
            // «7 dimensiones y 18 políticas»
            if is(next, &["y"]) && !is(next + 1, &["desempeño"]) {
                break;
            }
            next += 1;
        }
        if is(next, &SOME)
            || (is(next, &["que"]) && !is(next + 1, &["conforman", "componen", "integran", "hacen", "tiene"]))
        {
            return false;
        }
        let before: Vec<_> = tokens[start..self.at].iter().rev().take(6).collect();
        let article = before.first().is_some_and(|t| t.is_any(&["las", "sus"]));
        let of_what = tokens[start..self.at].iter().any(|t| t.is_any(&["mipg", "modelo"]));
        let made_of = before.iter().any(|t| t.is_any(&MADE_OF) || (of_what && t.is_any(&HAS)));
        let verb = before.first().is_some_and(|t| t.is_any(&VERBS));
        let beside = if self.policies {
            before.iter().take(3).any(|t| t.is("dimensiones"))
        } else {
            let joined = is(next, &["y", "con", ","]);
            joined && (next + 1..next + 6).any(|i| is(i, &["politicas"]))
        };
        let year = self.policies && self.year(tokens).is_some() && (article || verb || before.is_empty());
        let of_all = of_model && (article || made_of || verb);
        beside || year || of_all || (made_of && of_what)
    }
}

/// Verbs that tell how many there were.
const VERBS: [&str; 10] = ["eran", "fueron", "son", "habia", "hay", "existian", "median", "midieron", "tenia", "total"];

/// A number written in words, of those that the model may have.
fn word(plain: &str) -> Option<u32> {
    letras::value(plain).filter(|n| (4..=22).contains(n))
}
