//! Rules about the improvement plan of an entity.

use crate::hechos::plan::{
    Carga, Corte, Cruce, Estados, Respuesta, Vara, by_attention, effects, states, telling_share,
};
use crate::model::{Estado, Plan};

use super::{Atraso, CITADAS, Cita, Citadas, Evidencia, Hallazgo};

pub(super) fn all(e: &Evidencia<'_>) -> Vec<Hallazgo> {
    let policies = (!e.solo_control_interno)
        .then(|| [lowest(e), low_without_activities(e), low_without_resources(e), attended(e)]);
    let rules = [resources(e), without_plan(e), progress(e), effectiveness(e)];
    rules.into_iter().chain(policies.into_iter().flatten()).flatten().collect()
}

/// A plan that has something in it.
fn carga<'a>(e: &'a Evidencia<'_>) -> Option<&'a Carga> {
    e.carga.filter(|c| c.total > 0)
}

/// The states of a plan that tells activity by activity.
pub(super) fn estados(e: &Evidencia<'_>) -> Option<Estados> {
    e.plan.filter(|p| !p.actividades.is_empty()).map(|p| states(p, e.corte, |_| true))
}

fn resources(e: &Evidencia<'_>) -> Option<Hallazgo> {
    let carga = carga(e)?;
    Some(match carga.sin_recurso {
        Some(sin_recurso) => Hallazgo::PlanSinRecurso {
            actividades: carga.total,
            sin_recurso,
            de: carga.de,
            proporcion: telling_share(sin_recurso, carga.de),
            politicas: carga.politicas.len(),
            politicas_sin_recurso: carga.politicas.iter().filter(|c| c.sin_recurso.is_some_and(|n| n > 0)).count(),
            enteras: carga.whole_policies(),
        },
        None => Hallazgo::Plan { actividades: carga.total, politicas: carga.politicas.len() },
    })
}

fn without_plan(e: &Evidencia<'_>) -> Option<Hallazgo> {
    (e.pide_plan && e.carga.is_none()).then_some(Hallazgo::SinPlan)
}

/// What is overdue, or how the plan goes; that nothing is known of it, where no activity says its progress.
fn progress(e: &Evidencia<'_>) -> Option<Hallazgo> {
    let (plan, carga) = (e.plan?, carga(e)?);
    if plan.actividades.iter().all(|a| a.avance.is_none()) {
        let over = Corte::new(plan, e.corte).definitivo;
        let terminaba = plan.termina.filter(|fin| over && fin.ultimo_dia() < e.corte).map(|fin| fin.to_string());
        return Some(Hallazgo::PlanSinAvance { actividades: carga.total, terminaba });
    }
    let estados = estados(e)?;
    let actividades = estados.total();
    if estados.por_cerrar() == 0 {
        return Some(Hallazgo::Estados { actividades, estados });
    }
    let (avances, pasado) = (due_progress(e, plan), e.fecha > e.corte);
    Some(Hallazgo::Atrasadas { actividades, estados, mayor: latest(e, plan), avances, pasado })
}

/// Least and most progress of what ends at the cut-off.
fn due_progress(e: &Evidencia<'_>, plan: &Plan) -> Option<(f64, f64)> {
    let due = by_attention(plan, e.corte).into_iter().filter(|s| s.estado == Some(Estado::VenceEnCorte));
    let done: Vec<f64> = due.filter_map(|s| Some(s.actividad.avance.as_ref()?.parte)).collect();
    let least = done.iter().copied().min_by(f64::total_cmp)?;
    Some((least, done.into_iter().fold(least, f64::max)))
}

fn latest(e: &Evidencia<'_>, plan: &Plan) -> Option<Atraso> {
    let order = by_attention(plan, e.corte);
    let first = order.first()?;
    let dias = first.dias?;
    let alone = order.get(1).is_none_or(|next| next.dias != Some(dias));
    let actividad = alone.then(|| (first.actividad.id.clone(), e.nombre(first.actividad.politica)));
    Some(Atraso { dias, actividad })
}

fn effectiveness(e: &Evidencia<'_>) -> Option<Hallazgo> {
    let (estados, efectos) = (estados(e)?, effects(e.plan?)?);
    let cumplidas = estados.cumplidas + estados.superadas;
    Some(Hallazgo::Efectividad { actividades: estados.total(), cumplidas, efectos })
}

fn lowest(e: &Evidencia<'_>) -> Option<Hallazgo> {
    carga(e)?;
    let first = farthest(e)?;
    Some(Hallazgo::MasBaja {
        politica: e.cite(&first.puesto),
        sobre_mediana: first.sobre_mediana(),
        actividades: first.actividades,
        sin_recurso: first.sin_recurso,
        de: first.de,
    })
}

/// The policies below the median of all entities, the farthest first; below the IDI, the lowest first, where there
/// are no others.
pub(super) fn low<'a>(e: &Evidencia<'a>) -> Vec<&'a Cruce> {
    let mut low: Vec<_> = e.cruces.iter().filter(|c| c.baja() == Some(true)).collect();
    low.sort_by(|a, b| a.by_depth(b));
    low
}

/// The only policy that is farthest below the median of all entities; where there are no others, the only one
/// that has the lowest index.
fn farthest<'a>(e: &Evidencia<'a>) -> Option<&'a Cruce> {
    let compared = e.cruces.iter().any(|c| matches!(c.vara, Some(Vara::Mediana(_))));
    // The crossing runs from the lowest up.
    let order = if compared { low(e) } else { e.cruces.iter().collect() };
    let depth = |c: &Cruce| c.sobre_mediana().unwrap_or(c.puesto.puntaje);
    match order[..] {
        [first, second, ..] if depth(first) == depth(second) => None,
        [first, ..] => Some(first),
        [] => None,
    }
}

/// The policies below the median, or the IDI, with this answer of the plan, how many lie below in all, and
/// below what; nothing where that is only the lowest, of which it is said by itself.
fn low_with(e: &Evidencia<'_>, wanted: Respuesta) -> Option<(Citadas, usize, &'static str)> {
    carga(e)?;
    let low = low(e);
    let vara = low.first()?.vara?.word();
    let chosen: Vec<Cita> = low.iter().filter(|c| c.respuesta == wanted).map(|c| e.cite(&c.puesto)).collect();
    let said = match lowest(e) {
        Some(Hallazgo::MasBaja { politica, .. }) => chosen == [politica],
        _ => false,
    };
    (!chosen.is_empty() && !said).then(|| (Citadas::of(chosen, CITADAS), low.len(), vara))
}

fn low_without_resources(e: &Evidencia<'_>) -> Option<Hallazgo> {
    let por_cumplir = carga(e)?.de < carga(e)?.total;
    low_with(e, Respuesta::SinRecurso).map(|(politicas, bajas, vara)| Hallazgo::BajasSinRecurso {
        politicas,
        bajas,
        vara,
        por_cumplir,
    })
}

fn low_without_activities(e: &Evidencia<'_>) -> Option<Hallazgo> {
    low_with(e, Respuesta::SinActividades).map(|(politicas, bajas, vara)| Hallazgo::BajasSinActividades {
        politicas,
        bajas,
        vara,
    })
}

fn attended(e: &Evidencia<'_>) -> Option<Hallazgo> {
    carga(e)?;
    let medidas = e.cruces.len();
    let atendidas = e.cruces.iter().filter(|c| c.respuesta != Respuesta::SinActividades).count();
    (atendidas < medidas).then_some(Hallazgo::Atendidas { atendidas, medidas })
}
