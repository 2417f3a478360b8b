//! The activities that plans give to the policy.

use serde_json::json;

use crate::bloques::bloque::{Bloque, Dicho};
use crate::bloques::conjunto::DeConjunto;
use crate::bloques::date;
use crate::hechos::conjunto::{PlanPolitica, plans_by_policy};

pub const BLOQUE: Bloque =
    Bloque::de_politica("ficha_planes", "las actividades que los planes le dan a la política", values);

fn values(set: &mut DeConjunto<'_>, politica: usize) -> Dicho {
    let m = set.m;
    let con_plan = m.conjunto.con_plan();
    if con_plan == 0 {
        return Ok(Vec::new());
    }
    let of_policy = |p: PlanPolitica| json!({ "entidades": p.entidades, "actividades": p.actividades, "con_estado": p.estados.known(), "estados": p.estados });
    Ok(vec![json!({
        "plan": of(set, politica).map(of_policy), "con_plan": con_plan, "entidades": m.conjunto.miembros.len(),
        "corte": date(set.encargo.corte),
    })])
}

/// What plans give to the policy, where they give it something.
pub fn of(set: &DeConjunto<'_>, politica: usize) -> Option<PlanPolitica> {
    let all = plans_by_policy(set.m.conjunto, set.m.catalogo, set.encargo.corte.ultimo_dia());
    all.into_iter().find(|p| p.politica == politica)
}
