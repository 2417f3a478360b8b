//! The measured policies of an entity beside what its plan gives them.

use std::cmp::Ordering;

use crate::model::Resultados;

use super::conjunto::difference;
use super::cotejo::side;
use super::indice::{PuestoPolitica, ranking};
use super::plan::Carga;

/// How the plan answers the index of a policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Respuesta {
    /// No activity in the plan.
    SinActividades,
    /// Activities, and none of those that count has resources.
    SinRecurso,
    /// Activities, some with resources and some without.
    RecursoParcial,
    /// Activities, all with resources.
    ConRecurso,
    /// Activities; the plan does not tell about resources.
    RecursoSinDato,
}

/// A measured policy beside its part of the plan.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cruce {
    pub puesto: PuestoPolitica,
    pub actividades: u32,
    pub sin_recurso: Option<u32>,
    /// How many of the activities those are counted among, as in [`Carga`].
    pub de: u32,
    pub respuesta: Respuesta,
    /// What the index is held against; `None` where there is nothing.
    pub vara: Option<Vara>,
    /// Points up to which it is like a median.
    similar: f64,
}

impl Cruce {
    /// Whether the policy lies below what it is held against, and not merely near a median.
    pub fn baja(&self) -> Option<bool> {
        Some(match self.vara? {
            Vara::Mediana(value) => side(difference(value, self.puesto.puntaje), self.similar) == Ordering::Less,
            Vara::Idi(value) => difference(value, self.puesto.puntaje) < 0.0,
        })
    }

    /// How far it lies above the median of all entities, in points.
    pub fn sobre_mediana(&self) -> Option<f64> {
        match self.vara? {
            Vara::Mediana(value) => Some(difference(value, self.puesto.puntaje)),
            Vara::Idi(_) => None,
        }
    }

    /// From the farthest below the median up; where there is none, as they are.
    pub fn by_depth(&self, other: &Self) -> Ordering {
        self.sobre_mediana().partial_cmp(&other.sobre_mediana()).unwrap_or(Ordering::Equal)
    }
}

/// What the index of a policy is held against, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Vara {
    /// The median of the policy among all entities.
    Mediana(f64),
    /// The IDI of the entity, where nobody else is there.
    Idi(f64),
}

impl Vara {
    pub fn word(self) -> &'static str {
        match self {
            Vara::Mediana(_) => "mediana",
            Vara::Idi(_) => "idi",
        }
    }
}

/// The measured policies from lowest to highest index, each with its part of the plan, and what it is held
/// against: its `mediana` among all entities, or the IDI where no policy has one.  Up to `similar` points from
/// the median it is like it.
pub fn against_index(
    resultados: &Resultados,
    carga: &Carga,
    mediana: impl Fn(usize) -> Option<f64>,
    similar: f64,
) -> Vec<Cruce> {
    let idi = resultados.idi.as_ref().map(|v| v.value);
    let mut ranked = ranking(resultados);
    let alone = ranked.iter().all(|p| mediana(p.politica).is_none());
    ranked.reverse();
    ranked
        .into_iter()
        .map(|puesto| {
            let part = carga.politicas.iter().find(|c| c.politica == puesto.politica);
            let actividades = part.map_or(0, |c| c.actividades);
            let sin_recurso = part.map_or(carga.sin_recurso.map(|_| 0), |c| c.sin_recurso);
            let de = part.map_or(0, |c| c.de);
            let respuesta = match (actividades, sin_recurso) {
                (0, _) => Respuesta::SinActividades,
                (_, None) => Respuesta::RecursoSinDato,
                (_, Some(0)) => Respuesta::ConRecurso,
                (_, Some(without)) if without >= de => Respuesta::SinRecurso,
                _ => Respuesta::RecursoParcial,
            };
            let of_others = mediana(puesto.politica).map(Vara::Mediana);
            let vara = if alone { idi.map(Vara::Idi) } else { of_others };
            Cruce { puesto, actividades, sin_recurso, de, respuesta, vara, similar }
        })
        .collect()
}

/// Policies of the plan that were not measured in the vigencia.
pub fn not_measured(resultados: &Resultados, carga: &Carga) -> Vec<usize> {
    carga
        .politicas
        .iter()
        .map(|c| c.politica)
        .filter(|politica| !resultados.politicas.iter().any(|p| p.politica == *politica))
        .collect()
}
