//! The state of the plans of a set.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, uno};
use crate::bloques::date;
use crate::bloques::necesidad::Necesidad;
use crate::diagnostic::Place;
use crate::hechos::conjunto::{PlanEntidad, plans};
use crate::hechos::senales::{total_effects, total_states};

use super::{DeConjunto, Marco};

pub const BLOQUE: Bloque =
    Bloque::de_conjunto("planes", "el estado de los planes por política y por entidad", |set, uso| {
        uno(values(set, uso.place))
    })
    .que_necesita(&[Necesidad::Planes]);

fn values(set: &mut DeConjunto<'_>, place: &Place) -> Option<Value> {
    let m = set.m;
    let list = plans(m.conjunto, set.encargo.corte.ultimo_dia());
    if list.is_empty() {
        return None;
    }
    let corte = set.encargo.corte.ultimo_dia();
    let without: Vec<_> =
        (0..m.conjunto.miembros.len()).filter(|x| m.conjunto.miembros[*x].plan.is_none()).map(|x| m.name(x)).collect();
    Some(json!({
        "corte": date(set.encargo.corte),
        "con_plan": list.len(),
        "entidades": m.conjunto.miembros.len(),
        "sin_plan": without,
        "actividades": list.iter().map(|p| p.actividades).sum::<u32>(),
        "estados": total_states(&list),
        "no_atienden": list.iter().filter(|p| p.atiende_mas_baja == Some(false)).map(|p| m.name(p.miembro)).collect::<Vec<_>>(),
        "con_mas_de_una": list.iter().filter(|p| p.atiende_mas_baja.is_some()).count(),
        "efectos": total_effects(&list),
        "mas_vencidas": most_overdue(&list, &m),
        "politicas": set.table(m.plans_by_policy_table(corte)),
        "cuadro": set.fit(m.plans_table(corte), place),
    }))
}

/// The entities with the most overdue activities, ties included.
fn most_overdue(plans: &[PlanEntidad], m: &Marco<'_>) -> Value {
    let of = |p: &PlanEntidad| p.estados.unwrap_or_default();
    // In a plan that is over, what was overdue is unfulfilled for good.
    let overdue = |p: &PlanEntidad| of(p).vencidas + of(p).no_cumplidas;
    let most = plans.iter().map(overdue).max().unwrap_or(0);
    let names: Vec<_> = plans.iter().filter(|p| overdue(p) == most).map(|p| m.name(p.miembro)).collect();
    let with_any = plans.iter().filter(|p| overdue(p) > 0).count();
    let on_the_day = plans.iter().filter(|p| of(p).vencen_en_corte > 0).count();
    let either = plans.iter().filter(|p| overdue(p) + of(p).vencen_en_corte > 0).count();
    json!({
        "vencidas": most,
        "entidades": names,
        "con_alguna": with_any,
        "no_cumplidas": plans.iter().map(|p| of(p).no_cumplidas).sum::<usize>(),
        "con_alguna_en_corte": on_the_day,
        "con_unas_u_otras": either,
    })
}
