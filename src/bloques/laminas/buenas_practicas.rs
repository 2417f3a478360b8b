//! Who keeps up the highest quarter of most policies.

use serde_json::json;

use crate::bloques::bloque::{Bloque, Dicho};
use crate::bloques::conjunto::DeConjunto;
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
    let sustained = sustained_counts(m.conjunto, m.catalogo).map(|counts| {
        let named = shown(&counts, LISTA, Empate::Sale, |a, b| a.1 == b.1);
        let most: Vec<_> = counts[..named]
            .iter()
            .map(|c| json!({ "nombre": m.name(c.0), "sector": m.sector(c.0), "politicas": c.1 }))
            .collect();
        json!({ "sostenidas": { "entidades": counts.len(), "mas": most } })
    });
    set.hoja.cuadros.push(m.sustained_counts_table());
    at_most_one(set, sustained)
}
