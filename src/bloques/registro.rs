//! The blocks by their words: which a document may use, and whether it calls them rightly.

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json, json};

use crate::data::{Node, Value};
use crate::diagnostic::{Diagnostic, Diagnostics, nearest};
use crate::expediente::TipoDato;
use crate::model::shape::{Definitions, described_words, not_a_choice};
use crate::model::{CON_VALOR, Llamada, one};

use super::BLOQUES;
use super::bloque::{Bloque, Sujeto};
use super::opciones::Opciones;

/// The block that `word` names in a document about `sujeto`: its own before those of a part of it.
pub fn find(word: &str, sujeto: Sujeto) -> Option<&'static Bloque> {
    let named = || BLOQUES.iter().filter(|b| b.palabra == word);
    named().find(|b| b.sujeto == sujeto).or_else(|| named().find(|b| b.serves(sujeto)))
}

/// The blocks that a document about `sujeto` may use, in the order of the registry.
pub fn of(sujeto: Sujeto) -> impl Iterator<Item = &'static Bloque> {
    BLOQUES.iter().filter(move |b| b.serves(sujeto))
}

/// Tells the calls that name no block of `sujeto`, or tell one what it does not take.
pub fn check<'a>(called: impl IntoIterator<Item = &'a Llamada>, sujeto: Sujeto, found: &mut Diagnostics) {
    for llamada in called {
        let block = find(&llamada.palabra, sujeto);
        match (&llamada.opciones, block) {
            (None, Some(_)) => {}
            (_, None) if CON_VALOR.contains(&llamada.palabra.as_str()) => {
                let message = format!("«{}» no es {}", llamada.palabra, sujeto.que());
                let remedy = "va en las secciones de un informe o de un consolidado: quítelo de aquí";
                found.push(Diagnostic::error("contenido-desconocido", message).at(&llamada.place).remedy(remedy));
            }
            (None, None) => {
                let node = Node { value: Value::Text(llamada.palabra.clone()), place: llamada.place.clone() };
                found.push(not_a_choice(&node, sujeto.que(), &words(sujeto)));
            }
            (Some(_), Some(block)) if !block.opciones.is_empty() => drop(options(llamada, block, found)),
            (Some(_), _) => found.push(takes_nothing(llamada, sujeto)),
        }
    }
}

/// What `llamada` tells `block`; `None` where that is wrong and `found` says so.
pub fn options(llamada: &Llamada, block: &Bloque, found: &mut Diagnostics) -> Option<Opciones> {
    match &llamada.opciones {
        None => Some(Opciones::default()),
        Some(node) => Opciones::read(block.palabra, block.opciones, node, found),
    }
}

/// Whether a block that is called needs files of `tipo`, which documents take only where it does.
pub fn asks_for<'a>(tipo: &TipoDato, called: impl IntoIterator<Item = &'a Llamada>, sujeto: Sujeto) -> bool {
    let blocks = called.into_iter().filter_map(|llamada| find(&llamada.palabra, sujeto));
    blocks.flat_map(|b| b.necesita).any(|need| need.dato() == Some(tipo.palabra))
}

/// Whether a block that is called needs results that the files of the document itself do not have.
pub fn compares<'a>(called: impl IntoIterator<Item = &'a Llamada>, sujeto: Sujeto) -> bool {
    called.into_iter().filter_map(|llamada| find(&llamada.palabra, sujeto)).any(|b| b.vara)
}

/// JSON Schema of the calls of blocks in documents about these subjects.
pub fn schema(sujetos: &[Sujeto], definitions: &mut Definitions) -> Json {
    let mut seen = BTreeSet::new();
    let known: Vec<_> =
        sujetos.iter().flat_map(|sujeto| of(*sujeto)).filter(|b| seen.insert((b.palabra, b.sujeto))).collect();
    let words = json!({ "enum": known.iter().map(|b| b.palabra).collect::<Vec<_>>() });
    let mut forms = vec![described_words(words, known.iter().map(|b| b.describe()))];
    for block in known.into_iter().filter(|b| !b.opciones.is_empty()) {
        let mut properties = Map::new();
        for option in block.opciones {
            let mut schema = option.clase.schema(definitions);
            schema["description"] = option.dice.into();
            properties.insert(option.palabra.to_owned(), schema);
        }
        let options =
            json!({ "type": "object", "properties": properties, "additionalProperties": false, "minProperties": 1 });
        forms.push(one(block.palabra, "El contenido, con opciones", options));
    }
    json!({ "anyOf": forms })
}

fn words(sujeto: Sujeto) -> Vec<&'static str> {
    of(sujeto).map(|b| b.palabra).collect()
}

/// The finding for a value after a word that takes none.
fn takes_nothing(llamada: &Llamada, sujeto: Sujeto) -> Diagnostic {
    let with_options = of(sujeto).filter(|b| !b.opciones.is_empty()).map(|b| b.palabra);
    let near = || nearest(&llamada.palabra, CON_VALOR.into_iter().chain(with_options));
    let remedy = if find(&llamada.palabra, sujeto).is_some() {
        format!("escríbalo solo: «- {}»", llamada.palabra)
    } else if let Some(near) = near() {
        format!("¿quiso decir «{near}»?")
    } else {
        let with_value = crate::locale::lista(&CON_VALOR);
        format!("con valor van {with_value}; los demás contenidos se escriben solos, como «- tabla_politicas»")
    };
    Diagnostic::error("contenido-desconocido", format!("«{}» no es un contenido con valor", llamada.palabra))
        .at(&llamada.place)
        .remedy(remedy)
}
