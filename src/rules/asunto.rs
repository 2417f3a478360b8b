//! What a sentence says of the norm that it cites.

use crate::locale::fold;
use crate::model::Norma;

use super::cita::Citation;
use super::prosa::{self, Token};

/// What the sentence of a citation says that it is about.
pub struct Subject {
    words: Vec<String>,
    /// The words of the sentence but those of other citations, each between spaces.
    sentence: String,
    /// What follows the citation, word by word.
    following: Vec<String>,
    /// It gives a title or says what the norm does, so that it could agree with one.
    pub stated: bool,
}

/// Words that titles of norms share whatever they are about.
const GENERIC: [&str; 58] = [
    "medio",
    "cual",
    "dictan",
    "otras",
    "disposiciones",
    "normas",
    "expide",
    "establece",
    "establecen",
    "reglamenta",
    "modifica",
    "adiciona",
    "decreto",
    "articulo",
    "articulos",
    "publica",
    "publico",
    "publicas",
    "nacional",
    "entidades",
    "gestion",
    "sector",
    "sistema",
    "administracion",
    "estado",
    "relacionado",
    "funcion",
    "orden",
    "general",
    "generales",
    "parcialmente",
    "unico",
    "titulo",
    "capitulo",
    "organismos",
    "ejercicio",
    "materia",
    "modelo",
    "politica",
    "politicas",
    "adopta",
    "adoptan",
    "reglamentario",
    "numeral",
    "desarrollo",
    "servicio",
    "plan",
    "segun",
    "sobre",
    "entre",
    "desde",
    "mediante",
    "vigencia",
    "informe",
    "acuerdo",
    "cumplimiento",
    "institucional",
    "lineamientos",
];

fn stem(word: &str) -> String {
    word.chars().take(7).collect()
}

fn significant(word: &str) -> bool {
    word.len() >= 5 && !GENERIC.contains(&word) && word.chars().all(char::is_alphabetic)
}

impl Subject {
    /// How many words of the title of `norma`, however common, follow the citation.
    pub fn title_of(&self, norma: &Norma) -> usize {
        let title = norma.titulo.as_deref().unwrap_or_default();
        let mut words: Vec<_> = prosa::tokens(title).into_iter().map(|t| t.plain).filter(|w| w.len() >= 4).collect();
        words.sort();
        words.dedup();
        words.iter().filter(|w| self.following.contains(w)).count()
    }

    /// Whether it says that the citation changes the very norm that the title of `norma` says to change.
    pub fn changes_what(&self, norma: &Norma) -> bool {
        const VERBS: [&str; 4] = ["modific", "adicion", "reglament", "sustitu"];
        let says = |word: &String| VERBS.iter().any(|verb| word.starts_with(verb));
        let title = prosa::tokens(norma.titulo.as_deref().unwrap_or_default());
        let number = title.iter().find(|t| t.whole().is_some_and(|n| n >= 100) && t.year().is_none());
        number.is_some_and(|n| self.following.contains(&n.plain))
            && title.iter().any(|t| says(&t.plain))
            && self.following.iter().any(says)
    }

    /// Whether the sentence has a name that `norma` is known by.
    pub fn names(&self, norma: &Norma) -> bool {
        norma.conocida_por.iter().any(|name| self.sentence.contains(&format!(" {} ", fold(name))))
    }

    /// How many words of the title of `norma` it has.
    pub fn words_of(&self, norma: &Norma) -> usize {
        let Some(titulo) = &norma.titulo else { return 0 };
        let mut title: Vec<_> =
            prosa::tokens(titulo).into_iter().map(|t| t.plain).filter(|w| significant(w)).map(|w| stem(&w)).collect();
        title.sort();
        title.dedup();
        title.iter().filter(|w| self.words.contains(w)).count()
    }
}

/// The subject of the citation at `index`: the words of its sentence that are not of another citation.
pub fn subject(tokens: &[Token<'_>], cited: &[Citation], index: usize) -> Subject {
    let (first, last) = cited[index].span;
    let after_previous = index.checked_sub(1).map_or(0, |i| cited[i].span.1);
    // «Que modifica el Decreto 1083 de 2015 en lo relacionado con…» goes on about the first.
    const CHANGES: [&str; 6] = ["modifica", "modifican", "adiciona", "sustituye", "deroga", "reglamenta"];
    let goes_on = |next: usize| tokens[last..next].iter().any(|t| t.is_any(&CHANGES));
    let before_next =
        cited.get(index + 1).map(|c| c.span.0).filter(|next| *next < last || !goes_on(*next)).unwrap_or(tokens.len());
    let sentence = prosa::sentence(tokens, first..last);
    let start = sentence.start.max(after_previous).min(first);
    let end = sentence.end.min(before_next).max(last);
    let following = &tokens[last..end];
    // A title or what it does follows at once: a quote, «por la cual», «que regula», «sobre», «de Transparencia».
    let stated = following
        .iter()
        .take(3)
        .any(|t| t.is_any(&["«", "\"", "“", "por", "que", "sobre", "mediante", "relativa", "relativo", "denominada"]));
    // What only says that it changes another norm is no subject.
    let stated = stated && following.iter().any(|t| significant(&t.plain));
    let words = tokens[start..end].iter().map(|t| t.plain.as_str()).filter(|w| significant(w)).map(stem).collect();
    let following = following.iter().map(|t| t.plain.clone()).collect();
    let sentence = tokens[start..end].iter().fold(" ".to_owned(), |all, t| all + &t.plain + " ");
    Subject { words, sentence, following, stated }
}
