//! Findings about one entity: each rule says something only where the data
//! supports it.  The wording is the business of the templates.

use serde::Serialize;

use crate::model::{Catalogo, Resultados};

use super::conjunto::difference;
use super::cotejo::Cotejo;
use super::indice::{Comparacion, PuestoPolitica, ranking, split_by, strongest, weakest};
use super::plan::{Carga, Cruce, Efectividades, Estados, Respuesta};
use super::primeros::{Empate, shown};

/// A policy or an entity with its value, as hallazgos name it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cita {
    pub nombre: String,
    /// Points 0–100.
    pub puntaje: f64,
}

/// Those of a list that a sentence names, and how many there are.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Citadas {
    /// None where too many are equal for some of them to be named.
    pub nombradas: Vec<Cita>,
    pub total: usize,
}

impl Citadas {
    /// About `most` of a list in order, all of them where only one would be left;
    /// equals at the end are left out, or named where nobody else would be.
    pub fn of(mut list: Vec<Cita>, most: usize) -> Self {
        let total = list.len();
        let cut = |empate| shown(&list, most, empate, |a, b| a.puntaje == b.puntaje);
        let n = match (cut(Empate::Sale), cut(Empate::Entra)) {
            _ if total <= most + 1 => total,
            (0, all) if all > 2 * most => 0,
            (0, all) => all,
            (n, _) => n,
        };
        list.truncate(n);
        Self { nombradas: list, total }
    }
}

/// One thing the data says.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "regla", rename_all = "snake_case")]
pub enum Hallazgo {
    /// The IDI of the vigencia, and of an earlier one where the report compares.
    Idi { vigencia: u32, idi: f64, anterior: Option<u32>, idi_anterior: Option<f64>, variacion: Option<f64> },
    /// An entity that is measured in internal control alone: its index, the
    /// earlier one where both are comparable, and the components of MECI.
    SoloControlInterno {
        vigencia: u32,
        indice: f64,
        anterior: Option<u32>,
        indice_anterior: Option<f64>,
        variacion: Option<f64>,
        componentes: Vec<Cita>,
    },
    /// The report names a plan and the entity has none.
    SinPlan,
    /// The report compares and the entity has nothing to compare with.
    SinAnterior { anterior: u32 },
    /// How many policies have a value.
    Medidas { vigencia: u32, medidas: usize, existentes: usize },
    /// Highest and lowest policies.
    Extremos { altas: Vec<Cita>, bajas: Vec<Cita> },
    /// How many policies lie above, on and below the IDI.
    Reparto { idi: f64, encima: usize, igual: usize, debajo: usize, medidas: usize },
    /// The part of the plan that has no resources.
    PlanSinRecurso {
        actividades: u32,
        sin_recurso: u32,
        proporcion: f64,
        politicas: usize,
        politicas_sin_recurso: usize,
    },
    /// The plan where nothing is known about resources.
    Plan { actividades: u32, politicas: usize },
    /// What the plan gives the lowest policy.
    MasBaja { politica: Cita, actividades: u32, sin_recurso: Option<u32> },
    /// Policies below the IDI with activities of which none has resources.
    BajasSinRecurso { politicas: Vec<Cita>, bajas: usize },
    /// Policies below the IDI without any activity.
    BajasSinActividades { politicas: Vec<Cita>, bajas: usize },
    /// Measured policies without any activity, and how many of them lie above the IDI.
    SinActividades { politicas: Vec<Cita>, sobre_idi: Option<usize> },
    /// State of the activities at the cut-off.
    Estados { actividades: usize, estados: Estados },
    /// What control interno found of the effect of the activities.
    Efectividad { actividades: usize, cumplidas: usize, efectos: Efectividades },
}

/// What the data offers to those who look for hallazgos.
pub struct Evidencia<'a> {
    pub catalogo: &'a Catalogo,
    pub resultados: &'a Resultados,
    pub comparacion: Option<Comparacion>,
    pub anterior: Option<&'a Resultados>,
    /// Whether the entity is measured in internal control alone.
    pub solo_control_interno: bool,
    /// How the entity stands among the others of the project.
    pub cotejo: Option<&'a Cotejo>,
    /// The vigencia to compare with, where the report names one.
    pub comparar_con: Option<u32>,
    /// Whether the report names a plan.
    pub pide_plan: bool,
    pub carga: Option<&'a Carga>,
    pub cruces: &'a [Cruce],
    pub estados: Option<Estados>,
    pub efectos: Option<Efectividades>,
    /// How many policies count as strongest and as weakest.
    pub extremos: usize,
    /// How many policies the entity can have in the vigencia.
    pub existentes: usize,
}

/// All of them, in the order in which a reader needs them.
pub fn hallazgos(m: &Evidencia<'_>) -> Vec<Hallazgo> {
    if m.solo_control_interno {
        // One policy has no extremes, no split and no lowest one.
        return [internal_control(m), plan(m), without_plan(m), states(m), effects(m)].into_iter().flatten().collect();
    }
    [
        idi(m),
        without_earlier(m),
        measured(m),
        extremes(m),
        split(m),
        plan(m),
        without_plan(m),
        lowest(m),
        low_without_resources(m),
        low_without_activities(m),
        without_activities(m),
        states(m),
        effects(m),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn cite(m: &Evidencia<'_>, puesto: &PuestoPolitica) -> Cita {
    Cita {
        nombre: m.catalogo.nombre_politica(puesto.politica, m.resultados.vigencia.value).to_owned(),
        puntaje: puesto.puntaje,
    }
}

fn idi(m: &Evidencia<'_>) -> Option<Hallazgo> {
    let idi = m.resultados.idi.as_ref()?.value;
    Some(Hallazgo::Idi {
        vigencia: m.resultados.vigencia.value,
        idi,
        anterior: m.comparacion.map(|c| c.anterior),
        idi_anterior: m.comparacion.map(|c| c.idi_anterior),
        variacion: m.comparacion.and_then(|c| c.variacion),
    })
}

fn internal_control(m: &Evidencia<'_>) -> Option<Hallazgo> {
    let of = |r: &Resultados| r.politicas.first().map(|p| p.puntaje.value);
    let vigencia = m.resultados.vigencia.value;
    let indice = of(m.resultados)?;
    let before = m.anterior.and_then(|r| Some((r.vigencia.value, of(r)?)));
    let comparable = before.filter(|(v, _)| m.catalogo.comparables(vigencia, *v));
    let named = m.resultados.politicas.iter().flat_map(|p| &p.subindices).filter_map(|s| {
        let known = m.catalogo.politicas.iter().flat_map(|p| &p.subindices);
        let nombre = known.into_iter().find(|k| k.codigo.eq_ignore_ascii_case(s.codigo.trim()))?.nombre.clone()?;
        Some(Cita { nombre, puntaje: s.puntaje.value.0 })
    });
    Some(Hallazgo::SoloControlInterno {
        vigencia,
        indice,
        anterior: before.map(|(v, _)| v),
        indice_anterior: before.map(|(_, value)| value),
        variacion: comparable.map(|(_, value)| difference(value, indice)),
        componentes: named.collect(),
    })
}

fn without_plan(m: &Evidencia<'_>) -> Option<Hallazgo> {
    (m.pide_plan && m.carga.is_none()).then_some(Hallazgo::SinPlan)
}

fn without_earlier(m: &Evidencia<'_>) -> Option<Hallazgo> {
    let anterior = m.comparar_con?;
    (m.comparacion.is_none() && m.resultados.idi.is_some()).then_some(Hallazgo::SinAnterior { anterior })
}

fn measured(m: &Evidencia<'_>) -> Option<Hallazgo> {
    let vigencia = m.resultados.vigencia.value;
    let (medidas, existentes) = (m.resultados.politicas.len(), m.existentes);
    (medidas > 0).then_some(Hallazgo::Medidas { vigencia, medidas, existentes })
}

fn extremes(m: &Evidencia<'_>) -> Option<Hallazgo> {
    let ranking = ranking(m.resultados);
    let (altas, bajas) = (strongest(&ranking, m.extremos), weakest(&ranking, m.extremos));
    // With few policies or many ties the same one would be strong and weak.
    if ranking.is_empty() || altas.len() + bajas.len() > ranking.len() {
        return None;
    }
    Some(Hallazgo::Extremos {
        altas: altas.iter().map(|p| cite(m, p)).collect(),
        bajas: bajas.iter().map(|p| cite(m, p)).collect(),
    })
}

fn split(m: &Evidencia<'_>) -> Option<Hallazgo> {
    let idi = m.resultados.idi.as_ref()?.value;
    let ranking = ranking(m.resultados);
    let parts = split_by(&ranking, idi);
    (!ranking.is_empty()).then_some(Hallazgo::Reparto {
        idi,
        encima: parts.encima,
        igual: parts.igual,
        debajo: parts.debajo,
        medidas: ranking.len(),
    })
}

fn plan(m: &Evidencia<'_>) -> Option<Hallazgo> {
    let carga = m.carga.filter(|c| c.total > 0)?;
    Some(match (carga.sin_recurso, carga.share_without()) {
        (Some(sin_recurso), Some(proporcion)) => Hallazgo::PlanSinRecurso {
            actividades: carga.total,
            sin_recurso,
            proporcion,
            politicas: carga.politicas.len(),
            politicas_sin_recurso: carga.politicas.iter().filter(|c| c.sin_recurso.is_some_and(|n| n > 0)).count(),
        },
        _ => Hallazgo::Plan { actividades: carga.total, politicas: carga.politicas.len() },
    })
}

fn lowest(m: &Evidencia<'_>) -> Option<Hallazgo> {
    // The crossing runs from the lowest up; a shared lowest value names nobody.
    let [first, rest @ ..] = m.cruces else { return None };
    if m.carga.is_none_or(|c| c.total == 0)
        || rest.first().is_some_and(|next| next.puesto.puntaje == first.puesto.puntaje)
    {
        return None;
    }
    Some(Hallazgo::MasBaja {
        politica: cite(m, &first.puesto),
        actividades: first.actividades,
        sin_recurso: first.sin_recurso,
    })
}

/// The policies below the IDI with this answer of the plan, and how many lie below in all.
fn low_with(m: &Evidencia<'_>, wanted: Respuesta) -> Option<(Vec<Cita>, usize)> {
    m.carga.filter(|c| c.total > 0)?;
    let low: Vec<_> = m.cruces.iter().filter(|c| c.bajo_idi == Some(true)).collect();
    let chosen: Vec<_> = low.iter().filter(|c| c.respuesta == wanted).map(|c| cite(m, &c.puesto)).collect();
    (!chosen.is_empty()).then_some((chosen, low.len()))
}

fn low_without_resources(m: &Evidencia<'_>) -> Option<Hallazgo> {
    low_with(m, Respuesta::SinRecurso).map(|(politicas, bajas)| Hallazgo::BajasSinRecurso { politicas, bajas })
}

fn low_without_activities(m: &Evidencia<'_>) -> Option<Hallazgo> {
    low_with(m, Respuesta::SinActividades).map(|(politicas, bajas)| Hallazgo::BajasSinActividades { politicas, bajas })
}

fn without_activities(m: &Evidencia<'_>) -> Option<Hallazgo> {
    m.carga.filter(|c| c.total > 0)?;
    let none: Vec<_> = m.cruces.iter().filter(|c| c.respuesta == Respuesta::SinActividades).collect();
    let idi = m.resultados.idi.as_ref().map(|v| v.value);
    (!none.is_empty()).then(|| Hallazgo::SinActividades {
        sobre_idi: idi.map(|idi| none.iter().filter(|c| c.puesto.puntaje > idi).count()),
        politicas: none.iter().rev().map(|c| cite(m, &c.puesto)).collect(),
    })
}

fn states(m: &Evidencia<'_>) -> Option<Hallazgo> {
    let estados = m.estados?;
    let actividades = estados.total();
    (actividades > 0).then_some(Hallazgo::Estados { actividades, estados })
}

fn effects(m: &Evidencia<'_>) -> Option<Hallazgo> {
    let (estados, efectos) = (m.estados?, m.efectos?);
    let cumplidas = estados.cumplidas + estados.superadas;
    Some(Hallazgo::Efectividad { actividades: estados.total(), cumplidas, efectos })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equals_are_named_together_or_not_at_all() {
        let of = |values: &[f64], most: usize| {
            let list = values.iter().map(|v| Cita { nombre: String::new(), puntaje: *v }).collect();
            let Citadas { nombradas, total } = Citadas::of(list, most);
            (nombradas.len(), total)
        };
        assert_eq!((of(&[9.0, 8.0, 8.0], 3), of(&[9.0, 8.0, 8.0, 8.0], 3)), ((3, 3), (4, 4)));
        // The third and the fourth are equal: two are named; nobody else: all four are.
        assert_eq!(of(&[9.0, 8.5, 8.0, 8.0, 7.0], 3), (2, 5));
        assert_eq!(of(&[8.0, 8.0, 8.0, 8.0, 7.0], 3), (4, 5));
        assert_eq!(of(&[8.0; 12], 3), (0, 12));
        assert_eq!(of(&[], 3), (0, 0));
    }
}
