//! What the results of many entities say together.
//!
//! Values are inputs published by Función Pública; nothing here computes an
//! index from another.  What is computed (quartiles, averages, positions,
//! differences) is computed over the entities that have the value: a blank is
//! not a zero and is not counted.

mod cambios;
mod distribucion;
mod grupos;
mod lugares;
mod mapa;
mod medida;
mod pendientes;
mod planes;
mod serie;
mod sostenidos;
mod universo;

use crate::expediente::Conjunto;
use crate::model::Catalogo;

pub use cambios::{
    Cambio, CambiosPorGrupo, MINIMO_JUNTAS, Panel, changes, difference, group_changes, large_changes, largest, panel,
    panel_without_large,
};
pub use distribucion::{Distribucion, MINIMO_CUARTILES, MINIMO_GRUPO, distribution, quantile};
pub use grupos::{Agrupacion, Grupo, group_medians, groups};
pub use lugares::{Lugar, Lugares, places};
pub use mapa::{FilaMapa, Mapa, map_by_kind};
pub use medida::{Medida, PuestoEntidad, Valor, descending, ranking, spread, spread_within, values};
pub use pendientes::{MasBaja, Pendiente, pending, unattended_lowest};
pub use planes::{
    Atencion, Concentracion, PlanEntidad, PlanPolitica, Recursos, attended, concentration, open_plans, plans,
    plans_by_policy, resources,
};
pub use serie::{SerieConjunto, VigenciaConjunto, series};
pub use sostenidos::{Sostenido, sustained};
pub use universo::{Situacion, Universo, situation, universe, universe_within};

/// The official name of a member of the set.
pub(super) fn name<'a>(conjunto: &Conjunto, catalogo: &'a Catalogo, miembro: usize) -> &'a str {
    &catalogo.entidades[conjunto.miembros[miembro].entidad].nombre
}
