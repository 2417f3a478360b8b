//! What leads to the tables of a document: links of its sentences, which say the number of the table that
//! they lead to, and the alternative texts of its charts, which name the table that has their values.
//!
//! A sentence writes `[Tabla.](#tabla:actividades)`, by the word of the block whose first table it means, or
//! several of which the first one that is there counts; where the document has none of them, nothing is said.
//! A table that others of its block may stand before has a word of its own (`clave:`).

use std::collections::{BTreeMap, BTreeSet};

use crate::partes::{Modo, Parte, Tramo, Tramos};

use super::enlaces::{each, inside};
use super::markdown::{WITHIN, plain};

/// What a link to a table begins with, before the word of its block.
pub const TABLE: &str = "#tabla:";

/// Gives each table of the block `word` that has none its key: the word, and for those after the first one also
/// which it is.
pub fn name(parts: &mut [Parte], word: &str) {
    let mut found = 0;
    tables(parts, true, &mut |tabla| {
        found += 1;
        tabla.clave.get_or_insert_with(|| if found == 1 { word.to_owned() } else { format!("{word}-{found}") });
    });
}

/// Says in `parts` where the tables are that sentences and charts name.
pub fn settle(parts: &mut [Parte]) {
    let mut numbers = BTreeMap::new();
    let mut n = 0;
    tables(parts, false, &mut |tabla| {
        n += 1;
        if let Some(clave) = &tabla.clave {
            numbers.entry(clave.clone()).or_insert(n);
        }
    });
    let mut linked = BTreeSet::new();
    for part in parts.iter_mut() {
        each(part, &mut |tramos| number(tramos, &numbers, &mut linked));
    }
    alternatives(parts, None, &numbers);
    // Only what a link leads to is a place, and only the first table of its key.
    tables(parts, true, &mut |tabla| {
        tabla.clave = tabla.clave.take().filter(|clave| linked.remove(clave)).map(|clave| format!("tabla-{clave}"));
    });
}

/// The tables of `parts` in order; of alternatives all, or those of the first one, which numbers count.
fn tables(parts: &mut [Parte], all: bool, visit: &mut dyn FnMut(&mut crate::partes::Tabla)) {
    for part in parts {
        match part {
            Parte::Tabla(tabla) => visit(tabla),
            Parte::Grupo { modo: Modo::Alternativas, partes } if !all => {
                tables(partes.get_mut(..1).unwrap_or_default(), all, visit);
            }
            Parte::Grupo { partes, .. } => tables(partes, all, visit),
            _ => {}
        }
    }
}

/// Gives the links to tables their numbers; takes those away that lead to none.
fn number(tramos: &mut Tramos, numbers: &BTreeMap<String, usize>, linked: &mut BTreeSet<String>) {
    let mut at = 0;
    while at < tramos.len() {
        match &mut tramos[at] {
            Tramo::Enlace { destino, tramos: words } if destino.starts_with(TABLE) => {
                let mut named = destino[TABLE.len()..].split(',').map(str::to_owned);
                match named.find_map(|clave| numbers.get(&clave).map(|n| (clave, n))) {
                    Some((clave, n)) => {
                        let said = plain(words);
                        let end = said.trim_end_matches([')', '.']).len();
                        // The number stays with its word.
                        *words = vec![Tramo::Texto(format!("{}\u{a0}{n}{}", &said[..end], &said[end..]))];
                        *destino = format!("{WITHIN}tabla-{clave}");
                        linked.insert(clave);
                    }
                    None => {
                        tramos.remove(at);
                        if let Some(Tramo::Texto(before)) = at.checked_sub(1).and_then(|at| tramos.get_mut(at)) {
                            before.truncate(before.trim_end().len());
                        }
                        continue;
                    }
                }
            }
            other => inside(other, &mut |inner| number(inner, numbers, linked)),
        }
        at += 1;
    }
}

/// What charts say to whoever does not see them: their message, and where their values are.
fn alternatives(parts: &mut [Parte], title: Option<&str>, numbers: &BTreeMap<String, usize>) {
    let mut title = title.map(str::to_owned);
    for part in parts {
        match part {
            Parte::Titulo { texto, .. } => title = Some(plain(texto)),
            Parte::Figura(figura) => {
                let slide = title.as_deref().filter(|_| figura.titulo.is_empty());
                let message = figura.hallazgo.as_deref().map(plain).or(slide.map(str::to_owned));
                let message = message.unwrap_or_else(|| figura.alt.clone());
                let place = match figura.valores.as_ref().and_then(|clave| numbers.get(clave)) {
                    Some(n) => format!("en la tabla {n}"),
                    None => "en los datos que acompañan el documento".to_owned(),
                };
                figura.alt = format!("{}. Los valores están {place}.", message.trim_end_matches('.'));
            }
            Parte::Grupo { modo: Modo::Lamina, partes } => alternatives(partes, None, numbers),
            Parte::Grupo { partes, .. } => alternatives(partes, title.as_deref(), numbers),
            _ => {}
        }
    }
}
