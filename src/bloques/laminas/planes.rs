//! The plans of the entities at the cut-off.

use serde_json::{Value, json};

use crate::bloques::adds_up;
use crate::bloques::bloque::{Bloque, Dicho};
use crate::bloques::conjunto::DeConjunto;
use crate::hechos::conjunto::{PlanEntidad, Situacion, plans, situation};
use crate::hechos::senales::total_states;

use super::at_most_one;

pub const BLOQUE: Bloque = Bloque::lamina("lamina_planes", "el estado de los planes al corte", |set, _| values(set));

fn values(set: &DeConjunto<'_>) -> Dicho {
    at_most_one(set, of(set).map(|planes| json!({ "planes": planes })))
}

/// The plans of the set counted, where there are some.
pub fn of(set: &DeConjunto<'_>) -> Option<Value> {
    let m = set.m;
    let planes = plans(m.conjunto, set.encargo.corte.ultimo_dia());
    let states = total_states(&planes);
    let only_control =
        |x: &PlanEntidad| situation(&m.conjunto.miembros[x.miembro], m.catalogo) == Situacion::SoloControlInterno;
    (!planes.is_empty()).then(|| {
        json!({
            "con_plan": planes.len(),
            "entidades": m.universe().entidades,
            "actividades": planes.iter().map(|x| x.actividades).sum::<u32>(),
            "estados": states,
            "no_suman": states.is_some_and(|e| !adds_up(e, m.pen.numeros)),
            "no_atienden": planes.iter().filter(|x| x.atiende_mas_baja == Some(false)).count(),
            "solo_control_interno": planes.iter().filter(|x| x.atiende_mas_baja.is_none() && only_control(x)).count(),
            "con_mas_baja": planes.iter().filter(|x| x.atiende_mas_baja.is_some()).count(),
        })
    })
}
