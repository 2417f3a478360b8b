//! What stands out in the results of many entities: findings for the summary,
//! and signals about each policy for the body that leads it.  Each speaks only
//! where the data supports it; the wording is the business of the templates.

mod hallazgos;
mod peticiones;
mod planes;
mod politicas;
mod senal;

use crate::expediente::Conjunto;
use crate::model::Catalogo;

use super::conjunto::{Medida, descending, name, values};
use super::hallazgos::Cita;

pub use hallazgos::{HallazgoConjunto, Movimiento, hallazgos};
pub use peticiones::{Peticion, peticiones};
pub use planes::{total_effects, total_states};
pub use politicas::{
    Junta, PolicyPanels, compared_panels, internal_control_policy, meci_components, partly_measured, policy_spreads,
    sustained_counts, together, widely_measured,
};
pub use senal::{Senal, signals, urgency};

/// Share of the entities with IDI that has to be measured in a policy before
/// its median is set against another's: policies that do not apply to whole
/// kinds of entity are measured in another population.
pub const COBERTURA: f64 = 0.8;
/// Share of the entities that has to move with the median for its change to be a signal.
pub const ACOMPANA: f64 = 0.6;
/// Policies with low median, or wide spread, that are told.
const EXTREMAS: usize = 3;
/// About how many entities a sentence names.
const CITADAS: usize = 5;

/// Entities under `cerca`, from the lowest up.
fn below(conjunto: &Conjunto, catalogo: &Catalogo, medida: Medida<'_>, cerca: f64) -> Vec<Cita> {
    let mut low = descending(conjunto, catalogo, values(conjunto, medida));
    low.retain(|v| v.valor < cerca);
    low.iter()
        .rev()
        .map(|v| Cita { nombre: name(conjunto, catalogo, v.miembro).to_owned(), puntaje: v.valor })
        .collect()
}
