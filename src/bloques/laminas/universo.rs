//! What is known of the entities, by kind.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, Dicho};
use crate::bloques::conjunto::{DeConjunto, Marco};
use crate::hechos::conjunto::{Agrupacion, Grupo, Situacion, groups, situation, universe_within};

use super::at_most_one;

/// Most kinds of entity that a table lists.
const TIPOS: usize = 9;

pub const BLOQUE: Bloque =
    Bloque::lamina("lamina_universo", "qué se conoce de las entidades, por tipo", |set, _| values(set));

fn values(set: &mut DeConjunto<'_>) -> Dicho {
    set.hoja.cuadros.push(set.m.kinds_table());
    at_most_one(set, Some(json!({ "universo": kinds(&set.m), "ambito": set.encargo.ambito })))
}

/// What is known of the entities, by kind; without the kinds where there are too many.
fn kinds(m: &Marco<'_>) -> Value {
    let all = groups(m.conjunto, m.catalogo, Agrupacion::Tipo);
    let row = |g: &Grupo| {
        let u = universe_within(m.conjunto, &g.miembros, m.catalogo);
        json!({
            "nombre": g.nombre, "con_idi": u.con_idi, "solo_control_interno": u.solo_control_interno,
            "sin_dato": u.sin_dato, "entidades": u.entidades,
        })
    };
    let rows: Vec<_> = all.iter().map(row).collect();
    let without: Vec<_> = (0..m.conjunto.miembros.len())
        .filter(|i| situation(&m.conjunto.miembros[*i], m.catalogo) == Situacion::SinDato)
        .map(|i| m.name(i))
        .collect();
    json!({ "tipos": if (2..=TIPOS).contains(&rows.len()) { rows } else { Vec::new() }, "sin_dato": without })
}
