//! The figures that lead a report on an entity: those of the hallazgos that come first.

use serde::Serialize;

use super::{Cita, Evidencia, Hallazgo, Puesto};
use crate::hechos::plan::Estados;

/// More stand too close to each other to be read.
const CUANTAS: usize = 4;

/// A key figure.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "cifra", rename_all = "snake_case")]
pub enum Cifra {
    Idi {
        idi: f64,
        anterior: Option<u32>,
        variacion: Option<f64>,
        por_verificar: bool,
    },
    ControlInterno {
        indice: f64,
        anterior: Option<u32>,
        variacion: Option<f64>,
        por_verificar: bool,
    },
    /// In the group that it is best compared with, or among all.
    Puesto {
        lugar: Puesto,
        /// Whether that is the peer group of Función Pública, its kind, or everybody.
        grupo: Option<bool>,
    },
    /// What is not fulfilled though its term is over.
    Atrasadas {
        actividades: usize,
        estados: Estados,
    },
    /// How the plan goes where nothing is late.
    Cumplidas {
        cumplidas: usize,
        actividades: usize,
    },
    /// The plan where nothing more is known of it.
    Plan {
        actividades: u32,
        politicas: usize,
    },
    SinRecurso {
        sin_recurso: u32,
        actividades: u32,
        /// How many of them those are counted among.
        de: u32,
        proporcion: Option<f64>,
        /// How many policies the source lists, where those are all of their activities.
        reportadas: Option<usize>,
    },
    MasBaja {
        politica: Cita,
        sobre_mediana: Option<f64>,
    },
}

/// The key figures: the index, where it stands, how the plan goes, and then what the plan lacks.
/// `said` are the hallazgos of `e`.
pub fn cifras(e: &Evidencia<'_>, said: &[Hallazgo]) -> Vec<Cifra> {
    let find = |of: &dyn Fn(&Hallazgo) -> Option<Cifra>| said.iter().find_map(of);
    let index = find(&|h| match h {
        Hallazgo::Idi { idi, anterior, variacion, por_verificar, .. } => Some(Cifra::Idi {
            idi: *idi,
            anterior: *anterior,
            variacion: *variacion,
            por_verificar: por_verificar.is_some(),
        }),
        Hallazgo::SoloControlInterno { indice, anterior, variacion, por_verificar, .. } => {
            Some(Cifra::ControlInterno {
                indice: *indice,
                anterior: *anterior,
                variacion: *variacion,
                por_verificar: por_verificar.is_some(),
            })
        }
        _ => None,
    });
    let position = find(&|h| match h {
        Hallazgo::Puesto { grupo: Some(g), .. } => Some(Cifra::Puesto { lugar: g.puesto.clone(), grupo: Some(g.par) }),
        Hallazgo::Puesto { lugar, .. } => Some(Cifra::Puesto { lugar: lugar.clone(), grupo: None }),
        _ => None,
    });
    let resources = find(&|h| match h {
        Hallazgo::PlanSinRecurso {
            sin_recurso, actividades, de, proporcion, politicas_sin_recurso, enteras, ..
        } if *sin_recurso > 0 => Some(Cifra::SinRecurso {
            sin_recurso: *sin_recurso,
            actividades: *actividades,
            de: *de,
            proporcion: *proporcion,
            reportadas: enteras.then_some(*politicas_sin_recurso),
        }),
        _ => None,
    });
    let lowest = find(&|h| match h {
        Hallazgo::MasBaja { politica, sobre_mediana, .. } => {
            Some(Cifra::MasBaja { politica: politica.clone(), sobre_mediana: *sobre_mediana })
        }
        _ => None,
    });
    [index, position, progress(e, said), resources, lowest].into_iter().flatten().take(CUANTAS).collect()
}

fn progress(e: &Evidencia<'_>, said: &[Hallazgo]) -> Option<Cifra> {
    let known = said.iter().find_map(|h| match h {
        Hallazgo::Atrasadas { actividades, estados, .. } => {
            Some(Cifra::Atrasadas { actividades: *actividades, estados: *estados })
        }
        Hallazgo::Estados { actividades, estados } => {
            Some(Cifra::Cumplidas { cumplidas: estados.cumplidas + estados.superadas, actividades: *actividades })
        }
        _ => None,
    });
    let carga = e.carga.filter(|c| c.total > 0);
    known.or_else(|| carga.map(|c| Cifra::Plan { actividades: c.total, politicas: c.politicas.len() }))
}
