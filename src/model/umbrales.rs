//! From which values on something is told, or comes first: a section of `data/proyecto.yaml`.

use crate::diagnostic::Diagnostics;

use super::proyecto::within;
use super::shape::{Located, record};

record! {
    pub(super) struct ArchivoUmbrales ("los umbrales de los hallazgos") {
        /// Puntos de cambio, de 1 a 100, desde los que se pide verificar un índice en el reporte; si falta, 20
        cambio_por_verificar: Option<Located<u32>>,
        /// Puntos, de 1 a 100, desde los que se dice que una política bajó; si falta, 5
        caida: Option<Located<u32>>,
        /// Parte del conjunto, en porcentaje de 1 a 50, que cuenta como los últimos puestos; si falta, 25
        posicion_baja: Option<Located<u32>>,
    }
}

/// Thresholds with their defaults.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Umbrales {
    /// Points of change of an index from which it should be verified before anything is concluded.
    pub cambio_por_verificar: f64,
    /// Points from which the fall of a policy is told.
    pub caida: f64,
    /// Share of a set, 0–1, that its last positions are.
    pub posicion_baja: f64,
}

impl Default for Umbrales {
    fn default() -> Self {
        Self { cambio_por_verificar: 20.0, caida: 5.0, posicion_baja: 0.25 }
    }
}

/// A change is of 100 points at most.
const MAX_PUNTOS: u32 = 100;
/// More than the lower half is no longer low.
const MAX_PARTE: u32 = 50;

impl Umbrales {
    pub(super) fn build(file: Option<ArchivoUmbrales>, found: &mut Diagnostics) -> Self {
        let default = Self::default();
        let Some(file) = file else { return default };
        let mut of = |value, most, key| within(value, 1..=most, key, found).map(|n| n as f64);
        Self {
            cambio_por_verificar: of(file.cambio_por_verificar, MAX_PUNTOS, "cambio_por_verificar")
                .unwrap_or(default.cambio_por_verificar),
            caida: of(file.caida, MAX_PUNTOS, "caida").unwrap_or(default.caida),
            posicion_baja: of(file.posicion_baja, MAX_PARTE, "posicion_baja")
                .map_or(default.posicion_baja, |percent| percent / 100.0),
        }
    }
}
