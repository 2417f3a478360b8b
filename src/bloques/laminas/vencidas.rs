//! Who has activities whose term is over.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, Dicho};
use crate::bloques::conjunto::DeConjunto;
use crate::hechos::conjunto::{PlanEntidad, plans};
use crate::hechos::plan::{Estados, by_attention};
use crate::hechos::primeros::{Empate, shown};
use crate::hechos::senales::total_states;
use crate::locale::compare;

use super::at_most_one;

/// Entities that the table of a slide has room for.
const LISTA: usize = 9;

pub const BLOQUE: Bloque = Bloque::lamina(
    "lamina_vencidas",
    "las entidades con más actividades vencidas o que vencían el día del corte",
    |set, _| values(set),
);

fn values(set: &DeConjunto<'_>) -> Dicho {
    at_most_one(set, of(set, LISTA))
}

/// The entities with activities whose term is over, from the most down, `most` or less of them named; nothing
/// where there are none.
pub fn of(set: &DeConjunto<'_>, most: usize) -> Option<Value> {
    let m = set.m;
    let all = plans(m.conjunto, set.encargo.corte.ultimo_dia());
    let open = |e: &Estados| (e.vencidas + e.no_cumplidas, e.vencen_en_corte);
    let mut list: Vec<(&PlanEntidad, (usize, usize))> =
        all.iter().filter_map(|p| Some((p, open(p.estados.as_ref()?)))).filter(|x| x.1 != (0, 0)).collect();
    if list.is_empty() {
        return None;
    }
    list.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| compare(m.name(a.0.miembro), m.name(b.0.miembro))));
    let n = shown(&list, most, Empate::Sale, |a, b| a.1 == b.1);
    let corte = set.encargo.corte.ultimo_dia();
    // Of the activity that is the latest.
    let days = |p: &PlanEntidad| {
        let plan = m.conjunto.miembros[p.miembro].plan.as_deref()?;
        by_attention(plan, corte).first().and_then(|latest| latest.dias)
    };
    let row = |(p, (vencidas, en_corte)): &(&PlanEntidad, (usize, usize))| {
        json!({
            "nombre": m.name(p.miembro), "sector": m.sector(p.miembro), "actividades": p.actividades,
            "vencidas": vencidas, "vencen_en_corte": en_corte, "dias": days(p),
        })
    };
    Some(json!({
        "entidades": list.len(),
        "con_vencidas": list.iter().filter(|x| x.1.0 > 0).count(),
        "filas": list[..n].iter().map(row).collect::<Vec<_>>(),
        "estados": total_states(&all),
    }))
}
