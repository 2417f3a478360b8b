//! Who keeps up the highest quarter of most policies.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, Dicho};
use crate::bloques::conjunto::{DeConjunto, Marco};
use crate::hechos::primeros::{Empate, shown};
use crate::hechos::senales::sustained_counts;

use super::at_most_one;

/// Most entities in a table of one column.
const LISTA: usize = 10;

pub const BLOQUE: Bloque =
    Bloque::lamina("lamina_buenas_practicas", "quiénes sostienen el cuartil superior de más políticas", |set, _| {
        values(set)
    });

fn values(set: &mut DeConjunto<'_>) -> Dicho {
    let m = set.m;
    let sustained = of(m, LISTA).map(|sustained| json!({ "sostenidas": sustained }));
    set.hoja.cuadros.push(m.sustained_counts_table());
    at_most_one(set, sustained)
}

/// The entities that keep up most policies, `most` or less of them named, each with the number of policies that it
/// was measured in twice; nothing where the vigencias are not compared.
pub fn of(m: Marco<'_>, most: usize) -> Option<Value> {
    let counts = sustained_counts(m.conjunto, m.catalogo)?;
    let named = shown(&counts, most, Empate::Sale, |a, b| a.1 == b.1);
    let row = |c: &(usize, usize)| json!({ "nombre": m.name(c.0), "sector": m.sector(c.0), "politicas": c.1, "medidas": m.policies_twice(c.0) });
    Some(json!({ "entidades": counts.len(), "mas": counts[..named].iter().map(row).collect::<Vec<_>>() }))
}
