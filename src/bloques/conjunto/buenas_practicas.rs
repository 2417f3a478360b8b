//! Who keeps up the highest quarter of each policy.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, uno};
use crate::bloques::necesidad::Necesidad;
use crate::diagnostic::Place;
use crate::hechos::conjunto::{Cambio, sustained};
use crate::hechos::hallazgos::{Cita, Citadas};
use crate::hechos::primeros::{Empate, shown};
use crate::hechos::senales::sustained_counts;

use super::{DeConjunto, EXTREMOS, MAX_CELDAS, summarised};

pub const BLOQUE: Bloque = Bloque::de_conjunto(
    "buenas_practicas",
    "quién sostiene el cuartil superior de cada política en las dos vigencias",
    |set, uso| uno(values(set, uso.place)),
)
.que_necesita(&[Necesidad::OtraVigencia]);

/// About how many entities a cell names.
const SOSTENIDAS: usize = 4;

fn values(set: &mut DeConjunto<'_>, place: &Place) -> Option<Value> {
    let m = set.m;
    let counts = sustained_counts(m.conjunto, m.catalogo)?;
    let table = m.sustained_table();
    let cells = table.filas.len() * table.columnas.len();
    let politicas: Vec<_> = m
        .policies()
        .into_iter()
        .filter_map(|p| {
            let s = sustained(m.conjunto, m.catalogo, p)?;
            let cite = |c: &Cambio| Cita { nombre: m.name(c.miembro).to_owned(), puntaje: c.despues };
            let entidades = Citadas::of(s.entidades.iter().map(cite).collect(), SOSTENIDAS);
            Some(json!({
                "nombre": m.policy(p), "p75_antes": s.p75_antes, "p75_despues": s.p75_despues,
                "n": s.n_despues, "entidades": entidades,
            }))
        })
        .collect();
    let most = &counts[..shown(&counts, EXTREMOS, Empate::Entra, |a, b| a.1 == b.1)];
    let most: Vec<_> = most.iter().map(|c| json!({ "nombre": m.name(c.0), "politicas": c.1 })).collect();
    set.hoja.cuadros.extend([table, m.sustained_counts_table()]);
    let summary = cells > MAX_CELDAS;
    if summary {
        set.hoja.found.push(summarised("buenas_practicas", cells, place));
    }
    Some(json!({
        "politicas": if summary { Vec::new() } else { politicas },
        "resumida": summary,
        "entidades": counts.len(),
        "mas": most,
    }))
}
