//! What the committee is asked to decide, with the names and figures that it rests on.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, Dicho};
use crate::bloques::conjunto::{DeConjunto, cambio, extremes};
use crate::bloques::{Sujeto, find};
use crate::hechos::compromisos::{Estado, by_attention};
use crate::hechos::conjunto::{Agrupacion, Medida, group_medians, spread};
use crate::hechos::senales::{HallazgoConjunto, compared_panels, hallazgos};
use crate::model::Decision;

use super::{at_most_one, buenas_practicas, cambios, vencidas};

/// Entities with overdue activities of which the sentences name those that have the most.
const CON_PLAZOS: usize = 6;
/// Entities that keep up most policies, of whom likewise.
const SOSTIENEN: usize = 3;

pub const BLOQUE: Bloque = Bloque::lamina(
    "lamina_decisiones",
    "las decisiones que se piden, cada una con los datos y las láminas en que se apoya",
    |set, _| values(set),
);

fn values(set: &mut DeConjunto<'_>) -> Dicho {
    let Some(decisiones) = asked(set) else { return Ok(Vec::new()) };
    let apoyadas = set.encargo.decisiones.iter().any(|d| !d.apoyo.is_empty());
    let body = json!({
        "decisiones": decisiones, "apoyadas": apoyadas, "ante": set.encargo.ante, "politicas": lowest(set),
        "plazos": vencidas::of(set, CON_PLAZOS), "sostenidas": buenas_practicas::of(set.m, SOSTIENEN), "laminas": {},
        "tipos": lowest_kind(set), "caen": falling(set), "por_verificar": cambios::doubtful(set.m).len(), "salientes": cambios::gone(set.m).len(), "vencidos": overdue(set),
    });
    at_most_one(set, Some(body))
}

/// The decisions with the words of the slides that they rest on; `None` where none is asked for.
pub fn asked(set: &mut DeConjunto<'_>) -> Option<Vec<Value>> {
    let asked = set.encargo.decisiones;
    let one = |d: &Decision| {
        let apoyo: Vec<_> = d.apoyo.iter().map(|llamada| llamada.palabra.as_str()).collect();
        json!({ "texto": set.hoja.narracion(&d.texto), "apoyo": apoyo })
    };
    let all: Vec<_> = asked.iter().map(one).collect();
    (!all.is_empty()).then_some(all)
}

/// Gives the slides about decisions the numbers of the slides by their words, of which the first one counts.
/// The cover is slide 1, and what follows pages of running text is not counted.
pub fn number(secciones: &mut Value) {
    let words: Vec<String> = bodies(secciones).filter_map(|body| body["tipo"].as_str().map(str::to_owned)).collect();
    let is_slide = |word: &String| find(word, Sujeto::Comite).is_some_and(|b| b.sujeto == Sujeto::Comite);
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, word) in words.iter().take_while(|word| is_slide(word)).enumerate() {
        numbers.entry(word).or_insert(at + 2);
    }
    for body in bodies(secciones).filter(|body| body.get("laminas").is_some()) {
        body["laminas"] = json!(numbers);
    }
}

fn bodies(secciones: &mut Value) -> impl Iterator<Item = &mut Value> {
    let all = secciones.as_array_mut().into_iter().flatten();
    all.flat_map(|seccion| seccion["contenido"].as_array_mut().into_iter().flatten())
}

/// The policies that fall in nearly all entities at once.
fn falling(set: &DeConjunto<'_>) -> Vec<Value> {
    let m = set.m;
    let together = cambio::together(&compared_panels(m.conjunto, m.catalogo).0, &m);
    together.into_iter().filter(|j| j["suben"] == json!(false)).collect()
}

/// The one kind of entity with the lowest median, beside that of all.
fn lowest_kind(set: &DeConjunto<'_>) -> Option<Value> {
    let m = set.m;
    let medians = group_medians(m.conjunto, m.catalogo, Agrupacion::Tipo, Medida::Idi);
    let todas = spread(m.conjunto, Medida::Idi)?.mediana?;
    let tipos = (medians.len() > 1).then(|| extremes(&m, &medians))?;
    let [nombre] = tipos["bajas"].as_array()?.as_slice() else { return None };
    Some(json!({ "nombre": nombre, "mediana": tipos["baja"], "todas": todas }))
}

/// How many commitments of the last session are overdue, where some are.
fn overdue(set: &DeConjunto<'_>) -> Option<Value> {
    let list = by_attention(set.encargo.compromisos, set.encargo.fecha.ultimo_dia());
    let n = list.iter().filter(|(_, e)| matches!(e, Estado::Vencido { .. })).count();
    (n > 0).then(|| json!({ "compromisos": list.len(), "vencidos": n }))
}

/// The policies with the lowest medians, where some stand apart from the rest.
fn lowest(set: &DeConjunto<'_>) -> Option<Value> {
    let m = set.m;
    let found = hallazgos(m.conjunto, m.catalogo, set.encargo.corte.ultimo_dia(), &m.proyecto.umbrales);
    found.into_iter().find_map(|h| match h {
        HallazgoConjunto::Politicas { bajas, comparadas, .. } => {
            Some(json!({ "bajas": bajas, "comparadas": comparadas }))
        }
        _ => None,
    })
}
