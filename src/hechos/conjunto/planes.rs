//! The improvement plans of a set, entity by entity and policy by policy.

use jiff::civil::Date;

use crate::expediente::{Conjunto, Expediente};
use crate::hechos::plan::{self, Efectividades, Estados};
use crate::model::Catalogo;

/// The improvement plan of an entity at the cut-off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlanEntidad {
    pub miembro: usize,
    pub actividades: u32,
    /// `None` where the plan gives counts alone.
    pub estados: Option<Estados>,
    /// Activities without assigned resources, where the plan says so.
    pub sin_recurso: Option<u32>,
    /// What control interno found of their effect, where the plan says so.
    pub efectos: Option<Efectividades>,
    /// Whether the plan has an activity for the lowest policies of the entity,
    /// ties included; `None` where fewer than two policies were measured, so
    /// that none is the lowest.
    pub atiende_mas_baja: Option<bool>,
}

/// The plans of the entities that have one, in the order of the set.
pub fn plans(conjunto: &Conjunto, corte: Date) -> Vec<PlanEntidad> {
    conjunto.memoria.remember(corte.to_string(), || plans_anew(conjunto, corte))
}

fn plans_anew(conjunto: &Conjunto, corte: Date) -> Vec<PlanEntidad> {
    let of = |(miembro, m): (usize, &Expediente)| {
        let plan = m.plan.as_deref()?;
        let carga = plan::load(plan);
        let lowest = m.resultados.as_deref().filter(|r| r.politicas.len() > 1).and_then(|r| {
            let low = r.politicas.iter().map(|p| p.puntaje.value).min_by(f64::total_cmp)?;
            let mut named = r.politicas.iter().filter(|p| p.puntaje.value == low);
            Some(named.any(|p| carga.politicas.iter().any(|c| c.politica == p.politica && c.actividades > 0)))
        });
        Some(PlanEntidad {
            miembro,
            actividades: carga.total,
            estados: (!plan.actividades.is_empty()).then(|| plan::states(plan, corte, |_| true)),
            sin_recurso: carga.sin_recurso,
            efectos: plan::effects(plan),
            atiende_mas_baja: lowest,
        })
    };
    conjunto.miembros.iter().enumerate().filter_map(of).collect()
}

/// The activities of all plans about a policy, at the cut-off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlanPolitica {
    pub politica: usize,
    /// Entities whose plan has an activity about it.
    pub entidades: usize,
    pub actividades: u32,
    /// Of the plans that tell activity by activity.
    pub estados: Estados,
}

/// The plans of all entities, policy by policy in catalogue order; policies of
/// the vigencia without activities are told with zeros.
pub fn plans_by_policy(conjunto: &Conjunto, catalogo: &Catalogo, corte: Date) -> Vec<PlanPolitica> {
    conjunto.memoria.remember(corte.to_string(), || plans_by_policy_anew(conjunto, catalogo, corte))
}

fn plans_by_policy_anew(conjunto: &Conjunto, catalogo: &Catalogo, corte: Date) -> Vec<PlanPolitica> {
    let plans: Vec<_> = conjunto.miembros.iter().filter_map(|m| m.plan.as_deref()).collect();
    let loads: Vec<_> = plans.iter().map(|p| plan::load(p)).collect();
    (0..catalogo.politicas.len())
        .filter(|politica| catalogo.politicas[*politica].nombre_en(conjunto.vigencia).is_some())
        .map(|politica| {
            let of = |c: &plan::Carga| c.politicas.iter().find(|x| x.politica == politica).map_or(0, |x| x.actividades);
            let actividades: u32 = loads.iter().map(of).sum();
            let mut estados = Estados::default();
            for plan in &plans {
                estados += plan::states(plan, corte, |a| a.politica == politica);
            }
            PlanPolitica { politica, entidades: loads.iter().filter(|c| of(c) > 0).count(), actividades, estados }
        })
        .collect()
}
