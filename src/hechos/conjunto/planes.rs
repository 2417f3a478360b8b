//! The improvement plans of a set, entity by entity and policy by policy.

use jiff::civil::Date;
use serde::Serialize;

use crate::expediente::{Conjunto, Expediente};
use crate::hechos::plan::{self, Efectividades, Estados};
use crate::locale::compare;
use crate::model::{Actividad, Catalogo, Estado, Plan, Resultados};

use super::name;

/// The improvement plan of an entity at the cut-off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlanEntidad {
    pub miembro: usize,
    pub actividades: u32,
    /// `None` where the plan gives counts alone.
    pub estados: Option<Estados>,
    /// Days that the latest of its overdue activities is late.
    pub atraso: Option<i32>,
    /// Activities without assigned resources, where the plan says so: of those that are not fulfilled, where it
    /// tells them one by one ([`plan::outstanding`]).
    pub sin_recurso: Option<u32>,
    /// The activities that `sin_recurso` counts among, and whether they are those not fulfilled.
    pub de: u32,
    pub abiertas: bool,
    /// What control interno found of their effect, where the plan says so.
    pub efectos: Option<Efectividades>,
    /// Whether the plan has an activity for the lowest policies of the entity,
    /// ties included; `None` where fewer than two policies were measured, so
    /// that none is the lowest.
    pub atiende_mas_baja: Option<bool>,
}

impl PlanEntidad {
    /// Activities whose term is over and that are not fulfilled: overdue, unfulfilled for good where the plan is
    /// over, or due on the very day of the cut-off.
    pub fn por_cerrar(&self) -> usize {
        self.estados.map_or(0, Estados::por_cerrar)
    }

    /// Overdue activities, and those that were due on the very day of the cut-off.
    pub fn lateness(&self) -> (usize, usize) {
        self.estados.map_or((0, 0), |e| (e.vencidas + e.no_cumplidas, e.vencen_en_corte))
    }
}

/// The plans with activities whose term is over and that are not fulfilled: from those with most of them
/// overdue down, then from the most that were due on the day of the cut-off, then by the name of the entity.
pub fn open_plans(conjunto: &Conjunto, catalogo: &Catalogo, corte: Date) -> Vec<PlanEntidad> {
    conjunto.memoria.remember(format!("open {corte}"), || {
        let mut list = plans(conjunto, corte);
        list.retain(|plan| plan.por_cerrar() > 0);
        list.sort_by(|a, b| {
            let names = || compare(name(conjunto, catalogo, a.miembro), name(conjunto, catalogo, b.miembro));
            b.lateness().cmp(&a.lateness()).then_with(names)
        });
        list
    })
}

/// The plans of the entities that have one, in the order of the set.
pub fn plans(conjunto: &Conjunto, corte: Date) -> Vec<PlanEntidad> {
    conjunto.memoria.remember(corte.to_string(), || plans_anew(conjunto, corte))
}

fn plans_anew(conjunto: &Conjunto, corte: Date) -> Vec<PlanEntidad> {
    let of = |(miembro, m): (usize, &Expediente)| {
        let plan = m.plan.as_deref()?;
        let carga = plan::load(plan);
        let left = plan::outstanding(&carga, plan, corte);
        let lowest = m.resultados.as_deref().filter(|r| r.politicas.len() > 1).and_then(|r| {
            let (_, low) = lowest_policies(r)?;
            Some(low.into_iter().any(|politica| carga.activities_of(politica) > 0))
        });
        Some(PlanEntidad {
            miembro,
            actividades: carga.total,
            estados: (!plan.actividades.is_empty()).then(|| plan::states(plan, corte, |_| true)),
            atraso: latest(plan, corte),
            sin_recurso: left.sin_recurso,
            de: left.de,
            abiertas: !plan.actividades.is_empty(),
            efectos: plan::effects(plan),
            atiende_mas_baja: lowest,
        })
    };
    conjunto.miembros.iter().enumerate().filter_map(of).collect()
}

/// The lowest index of an entity, and the policies that have it, by their positions in the catalogue.
pub(super) fn lowest_policies(resultados: &Resultados) -> Option<(f64, Vec<usize>)> {
    let low = resultados.politicas.iter().map(|p| p.puntaje.value).min_by(f64::total_cmp)?;
    let equal = resultados.politicas.iter().filter(|p| p.puntaje.value == low);
    Some((low, equal.map(|p| p.politica).collect()))
}

/// Days that the latest of the overdue activities of `plan` is late at the cut-off.
fn latest(plan: &Plan, corte: Date) -> Option<i32> {
    let at = plan::Corte::new(plan, corte);
    let late = |a: &&Actividad| matches!(plan::state(a, at), Some(Estado::Vencida | Estado::NoCumplida));
    let days = |a: &Actividad| Some(corte.since(a.fin.as_ref()?.ultimo_dia()).ok()?.get_days());
    plan.actividades.iter().filter(late).filter_map(days).max()
}

/// The activities of the plans that tell which have no resources: those that are not fulfilled, or all of a plan
/// that gives counts alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Recursos {
    pub planes: usize,
    pub actividades: u32,
    pub sin_recurso: u32,
    /// Whether no plan gives counts alone, so that all `actividades` are not fulfilled.
    pub por_cumplir: bool,
}

/// `None` where no plan tells of resources.
pub fn resources(plans: &[PlanEntidad]) -> Option<Recursos> {
    let told: Vec<_> = plans.iter().filter_map(|p| Some((p.de, p.sin_recurso?, p.abiertas))).collect();
    (!told.is_empty()).then(|| Recursos {
        planes: told.len(),
        actividades: told.iter().map(|t| t.0).sum(),
        sin_recurso: told.iter().map(|t| t.1).sum(),
        por_cumplir: told.iter().all(|t| t.2),
    })
}

/// The recommendations of Función Pública beside the plans: one is attended where the plan of its entity has
/// an activity about its policy, whatever the activity does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Atencion {
    pub recomendaciones: usize,
    /// Entities that have some.
    pub entidades: usize,
    pub con_actividad: usize,
    /// In plans that have no activity about the policy.
    pub sin_actividad: usize,
    /// Of entities without a plan.
    pub sin_plan: usize,
}

impl Atencion {
    /// Counts the recommendations of `miembro` about the policies that are `wanted`.
    pub(super) fn add(&mut self, miembro: &Expediente, wanted: impl Fn(usize) -> bool) {
        let advice = miembro.recomendaciones.iter().flat_map(|r| &r.recomendaciones).map(|r| r.politica);
        let politicas = advice.filter(|politica| wanted(*politica));
        let carga = miembro.plan.as_deref().map(plan::load);
        let before = self.recomendaciones;
        for politica in politicas {
            self.recomendaciones += 1;
            match carga.as_ref().map(|c| c.activities_of(politica)) {
                Some(0) => self.sin_actividad += 1,
                Some(_) => self.con_actividad += 1,
                None => self.sin_plan += 1,
            }
        }
        self.entidades += usize::from(self.recomendaciones > before);
    }
}

/// [`Atencion`] of all recommendations, or of those about one policy.
pub fn attended(conjunto: &Conjunto, politica: Option<usize>) -> Atencion {
    let mut all = Atencion::default();
    for miembro in &conjunto.miembros {
        all.add(miembro, |p| politica.is_none_or(|wanted| wanted == p));
    }
    all
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
    /// Activities without resources, as [`PlanEntidad::sin_recurso`], where some plan with activities about it tells.
    pub sin_recurso: Option<u32>,
}

/// The plans of all entities, policy by policy in catalogue order; policies of
/// the vigencia without activities are told with zeros.
pub fn plans_by_policy(conjunto: &Conjunto, catalogo: &Catalogo, corte: Date) -> Vec<PlanPolitica> {
    conjunto.memoria.remember(corte.to_string(), || plans_by_policy_anew(conjunto, catalogo, corte))
}

/// The policies that most activities of the plans are about.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Concentracion {
    /// By their positions in the catalogue, from the most activities down.
    pub politicas: Vec<usize>,
    pub actividades: u32,
    pub de: u32,
    /// The policies of the vigencia that have some.
    pub con_actividades: usize,
}

/// Policies that a concentration names, and the share of the activities (0–1) from which it is told.
const CONCENTRAN: usize = 5;
const PARTE_CONCENTRADA: f64 = 2.0 / 3.0;

/// `None` where five policies have less than two thirds of the activities, where fewer than ten have any, or where
/// the sixth has as many as the fifth.
pub fn concentration(list: &[PlanPolitica]) -> Option<Concentracion> {
    let mut with: Vec<_> = list.iter().filter(|p| p.actividades > 0).collect();
    with.sort_by_key(|p| (std::cmp::Reverse(p.actividades), p.politica));
    let (first, rest) = with.split_at_checked(CONCENTRAN)?;
    let actividades: u32 = first.iter().map(|p| p.actividades).sum();
    let de: u32 = with.iter().map(|p| p.actividades).sum();
    let clear = rest.len() >= CONCENTRAN && rest[0].actividades < first[CONCENTRAN - 1].actividades;
    (clear && f64::from(actividades) >= f64::from(de) * PARTE_CONCENTRADA).then(|| Concentracion {
        politicas: first.iter().map(|p| p.politica).collect(),
        actividades,
        de,
        con_actividades: with.len(),
    })
}

fn plans_by_policy_anew(conjunto: &Conjunto, catalogo: &Catalogo, corte: Date) -> Vec<PlanPolitica> {
    let plans: Vec<_> = conjunto.miembros.iter().filter_map(|m| m.plan.as_deref()).collect();
    let loads: Vec<_> = plans.iter().map(|p| plan::outstanding(&plan::load(p), p, corte)).collect();
    (0..catalogo.politicas.len())
        .filter(|politica| catalogo.politicas[*politica].nombre_en(conjunto.vigencia).is_some())
        .map(|politica| {
            let of = |c: &plan::Carga| c.politicas.iter().find(|x| x.politica == politica).map_or(0, |x| x.actividades);
            let actividades: u32 = loads.iter().map(of).sum();
            let without =
                |c: &plan::Carga| c.politicas.iter().find(|x| x.politica == politica && x.actividades > 0)?.sin_recurso;
            let told: Vec<u32> = loads.iter().filter_map(without).collect();
            let sin_recurso = (!told.is_empty()).then(|| told.iter().sum());
            let mut estados = Estados::default();
            for plan in &plans {
                estados += plan::states(plan, corte, |a| a.politica == politica);
            }
            PlanPolitica {
                politica,
                entidades: loads.iter().filter(|c| of(c) > 0).count(),
                actividades,
                estados,
                sin_recurso,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_policies_are_told_where_they_surely_have_most_activities() {
        let of = |counts: &[u32]| {
            let row = |(politica, n): (usize, &u32)| PlanPolitica {
                politica,
                entidades: 1,
                actividades: *n,
                estados: Estados::default(),
                sin_recurso: None,
            };
            concentration(&counts.iter().enumerate().map(row).collect::<Vec<_>>())
        };
        let told = of(&[1, 9, 8, 7, 6, 5, 1, 1, 1, 1, 0]).expect("35 of 40");
        assert_eq!(
            (told.politicas, told.actividades, told.de, told.con_actividades),
            (vec![1, 2, 3, 4, 5], 35, 40, 10)
        );
        // Two thirds are enough, less is not.
        assert!(of(&[2, 2, 2, 2, 2, 1, 1, 1, 1, 1]).is_some());
        assert!(of(&[2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1]).is_none());
        // The sixth has as many as the fifth; fewer than ten have any; none has.
        assert!(of(&[9, 9, 9, 9, 1, 1, 1, 1, 1, 1]).is_none());
        assert!(of(&[9, 9, 9, 9, 9, 1, 1, 1, 1]).is_none());
        assert!(of(&[0; 19]).is_none() && of(&[]).is_none());
    }
}
