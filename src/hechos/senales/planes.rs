//! What all plans of a set add up to.

use crate::hechos::conjunto::PlanEntidad;
use crate::hechos::plan::{Efectividades, Estados};

/// The states of all activities; `None` where a plan gives counts alone.
pub fn total_states(plans: &[PlanEntidad]) -> Option<Estados> {
    plans.iter().try_fold(Estados::default(), |mut sum, plan| {
        sum += plan.estados?;
        Some(sum)
    })
}

/// What control interno found in all plans; `None` where no plan says anything of it.
pub fn total_effects(plans: &[PlanEntidad]) -> Option<Efectividades> {
    let told: Vec<_> = plans.iter().filter_map(|p| p.efectos).collect();
    (!told.is_empty()).then(|| Efectividades {
        verificadas: told.iter().map(|e| e.verificadas).sum(),
        no_efectivas: told.iter().map(|e| e.no_efectivas).sum(),
        pendientes: told.iter().map(|e| e.pendientes).sum(),
        sin_dato: told.iter().map(|e| e.sin_dato).sum(),
    })
}
