//! Figures that a document about many entities types by hand: one is compared where its sentence
//! names one entity of the set, and its index, and nothing else.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::expediente::{Conjunto, Expediente};
use crate::locale::fold;
use crate::model::{Catalogo, Compromiso, Narracion};

use super::cifras::{self, Datos};
use super::prosa::Token;

/// Words of a sentence whose figures are of the set, or of whoever leads a policy.
const OF_THE_SET: [&str; 16] = [
    "promedio",
    "promedios",
    "mediana",
    "media",
    "distrito",
    "distrital",
    "distritales",
    "sector",
    "sectores",
    "sectorial",
    "entidades",
    "conjunto",
    "grupo",
    "lider",
    "lidera",
    "liderada",
];

/// Runs the rule over the narrative texts of a document about `set`.
pub fn check<'a>(
    texts: impl IntoIterator<Item = &'a Narracion>,
    set: &Conjunto,
    catalogo: &Catalogo,
    found: &mut Diagnostics,
) {
    let mut texts = texts.into_iter().filter(|t| t.value.bytes().any(|b| b.is_ascii_digit())).peekable();
    if texts.peek().is_none() {
        return;
    }
    let names = Names::new(set, catalogo);
    let mut known: BTreeMap<usize, Datos<'_>> = BTreeMap::new();
    for text in texts {
        cifras::sentences(
            text,
            |tokens, found| {
                let Some((member, name)) = names.only(tokens) else { return };
                // Its own name may hold those words.
                let others = tokens.iter().enumerate().filter(|(at, _)| !name.contains(at));
                if others.into_iter().any(|(_, t)| t.is_any(&OF_THE_SET)) {
                    return;
                }
                let Some(results) = set.miembros[member].resultados.as_deref() else { return };
                let before = set.miembros[member].anterior.as_deref();
                let datos = known.entry(member).or_insert_with(|| Datos::new(catalogo, results, before).of_member());
                cifras::sentence(text, tokens, datos, found);
            },
            found,
        );
    }
}

/// Tells each open commitment that has no date.
pub fn compromisos(all: &[Compromiso], found: &mut Diagnostics) {
    for c in all.iter().filter(|c| c.fecha.is_none() && c.cumplido.is_none()) {
        let message = format!("el compromiso de «{}» no tiene fecha: no se puede saber si está vencido", c.responsable);
        found.push(
            Diagnostic::aviso("compromiso-sin-fecha", message)
                .at(&c.compromiso.place)
                .remedy("escriba en «fecha» hasta cuándo es, o en «cumplido» el día en que se cumplió"),
        );
    }
}

/// Tells once that a document names leaders of policies whom nobody has confirmed.
pub fn leaders(catalogo: &Catalogo, vigencia: u32, found: &mut Diagnostics) {
    let measured = catalogo.politicas.iter().filter(|p| p.nombre_en(vigencia).is_some());
    let open: Vec<_> =
        measured.filter_map(|p| Some((p, p.lideres.iter().find(|l| l.verificado != Some(true))?))).collect();
    let Some((politica, lider)) = open.first() else { return };
    let name = politica.nombre_en(vigencia).map_or("", |n| n.nombre.as_str());
    let others = match open.len() - 1 {
        0 => String::new(),
        1 => ", y el de otra política".to_owned(),
        n => format!(", y los de otras {n} políticas"),
    };
    let message = format!("el líder de {name}, {}, está por confirmar{others}", lider.nombre.value);
    found.push(
        Diagnostic::nota("lider-por-confirmar", message)
            .at(&lider.nombre.place)
            .remedy("confróntelo con la norma que lo asigna y escriba «verificado: true»"),
    );
}

/// The names of the entities of a set, by their first word: each with the member that has it.
struct Names(BTreeMap<String, Vec<(Vec<String>, usize)>>);

impl Names {
    fn new(set: &Conjunto, catalogo: &Catalogo) -> Self {
        let mut names: BTreeMap<String, Vec<(Vec<String>, usize)>> = BTreeMap::new();
        let with_results = |(_, m): &(usize, &Expediente)| m.resultados.is_some();
        for (index, member) in set.miembros.iter().enumerate().filter(with_results) {
            let entidad = &catalogo.entidades[member.entidad];
            let all = std::iter::once(&entidad.nombre).chain(&entidad.sigla).chain(&entidad.alias);
            for name in all {
                let plain = fold(name);
                let words: Vec<_> = plain.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
                let Some(first) = words.first() else { continue };
                let words = words.iter().map(|w| (*w).to_owned()).collect();
                names.entry((*first).to_owned()).or_default().push((words, index));
            }
        }
        Self(names)
    }

    /// The one member that a sentence names, with the positions of the name; the longest name counts.
    fn only(&self, tokens: &[Token<'_>]) -> Option<(usize, std::ops::Range<usize>)> {
        let mut only: Option<(usize, std::ops::Range<usize>)> = None;
        let mut at = 0;
        while at < tokens.len() {
            let here = self.0.get(&tokens[at].plain).into_iter().flatten();
            let long = here.filter_map(|(words, member)| Some((end_of(words, tokens, at)?, *member)));
            let Some((end, member)) = long.max_by_key(|(end, _)| *end) else {
                at += 1;
                continue;
            };
            match &only {
                Some((other, _)) if *other != member => return None,
                Some(_) => {}
                None => only = Some((member, at..end)),
            }
            at = end;
        }
        only
    }
}

/// The position after `words`, where they begin at `at`; signs between them do not count.
fn end_of(words: &[String], tokens: &[Token<'_>], at: usize) -> Option<usize> {
    let mut next = at;
    for word in words {
        while tokens.get(next).is_some_and(|t| t.is_any(&[",", ".", "-", "(", ")"])) {
            next += 1;
        }
        if !tokens.get(next)?.is(word) {
            return None;
        }
        next += 1;
    }
    Some(next)
}
