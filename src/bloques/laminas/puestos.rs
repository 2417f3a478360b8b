//! Both ends of the ranking.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, Dicho};
use crate::bloques::conjunto::{DeConjunto, Marco};
use crate::hechos::conjunto::{Medida, PuestoEntidad, ranking, spread};
use crate::hechos::primeros::{Empate, shown};

use super::at_most_one;

/// Entities in each of the two tables of the ranking.
const EXTREMOS: usize = 6;

pub const BLOQUE: Bloque =
    Bloque::lamina("lamina_puestos", "los primeros y los últimos puestos", |set, _| values(set));

fn values(set: &DeConjunto<'_>) -> Dicho {
    let ends = ends(&set.m);
    let some = ends["n"] != 1 && ends["altas"].as_array().is_some_and(|high| !high.is_empty());
    at_most_one(set, some.then(|| json!({ "puestos": ends })))
}

/// The kind of more than half of `low`, three or more, where it is less common in `list`; and how many they are.
fn main_kind(m: &Marco<'_>, low: &[PuestoEntidad], list: &[PuestoEntidad]) -> Option<Value> {
    let kind = |p: &PuestoEntidad| m.entity(p.miembro).tipo.as_ref().map(|tipo| m.catalogo.nombre_tipo(tipo));
    let of = |list: &[PuestoEntidad], tipo: &str| list.iter().filter(|p| kind(p) == Some(tipo)).count();
    let tipo = low.iter().filter_map(kind).max_by_key(|tipo| of(low, tipo))?;
    let (n, all) = (of(low, tipo), of(list, tipo));
    let stands_out = n > 2 && 2 * n > low.len() && n * list.len() > all * low.len();
    stands_out.then(|| json!({ "nombre": tipo, "n": n }))
}

/// Both ends of the ranking with their ties whole: first and last places, without
/// an entity in both.
fn ends(m: &Marco<'_>) -> Value {
    let list = ranking(m.conjunto, m.catalogo, Medida::Idi);
    let Some(last) = list.last() else { return Value::Null };
    let row = |p: &PuestoEntidad| json!({ "puesto": p.puesto, "empate": p.empate, "nombre": m.name(p.miembro), "sector": m.sector(p.miembro), "puntaje": p.valor });
    let whole = list.len() <= EXTREMOS;
    let most = if whole { list.len() } else { EXTREMOS.min(list.len() / 2) };
    let equal = |a: &PuestoEntidad, b: &PuestoEntidad| a.valor == b.valor;
    let high = &list[..shown(&list, most, Empate::Sale, equal)];
    let reversed: Vec<_> = list.iter().rev().copied().collect();
    let low = &list[list.len() - if whole { 0 } else { shown(&reversed, most, Empate::Sale, equal) }..];
    // Only one entity far below the others makes the distance, not the set.
    let fence = spread(m.conjunto, Medida::Idi).and_then(|d| d.cerca_inferior());
    let apart = list.iter().rev().take_while(|p| fence.is_some_and(|fence| p.valor < fence)).count();
    let rest = if apart == 1 { list.iter().rev().nth(1) } else { None };
    let tied = |v: f64| list.iter().filter(|p| p.valor == v).count();
    json!({
        "tipo_bajas": main_kind(m, low, &list),
        "n": list.len(),
        "altas": high.iter().map(row).collect::<Vec<_>>(),
        "bajas": low.iter().map(row).collect::<Vec<_>>(),
        "redondeo": !m.pen.numeros.resta_cuadra(last.valor, list[0].valor)
            || rest.is_some_and(|r| !m.pen.numeros.resta_cuadra(r.valor, list[0].valor)),
        "sin_apartada": rest.map(|r| json!({ "nombre": m.name(last.miembro), "baja": r.valor })),
        "empates": high.iter().chain(low).any(|p| p.empate),
        "en_el_primero": tied(list[0].valor),
        "en_el_ultimo": tied(last.valor),
        "alta": list[0].valor,
        "baja": last.valor,
    })
}
