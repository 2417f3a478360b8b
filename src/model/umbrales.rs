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
        /// Puntos, de 1 a 100, desde los que se recomienda documentar qué hizo subir una política; si falta, 3
        subida: Option<Located<u32>>,
        /// Parte del conjunto, en porcentaje de 1 a 50, que cuenta como los últimos puestos; si falta, 25
        posicion_baja: Option<Located<u32>>,
        /// Cuántos puestos, de 1 a 20, son el último y los que le siguen, en los que se nombra una política; si falta, 2
        ultimos_puestos: Option<Located<u32>>,
        /// Puestos, de 1 a 100, que se pierden para que se diga aunque el índice suba; si falta, 1
        puestos_perdidos: Option<Located<u32>>,
        /// Puntos, de 1 a 100, desde los que se dice que un componente del MECI bajó; si falta, 2
        caida_componente: Option<Located<u32>>,
        /// Puntos, de 0 a 10, hasta los que un índice es similar a la mediana, o se mantuvo frente a otra vigencia; si falta, 1
        similar: Option<Located<u32>>,
        /// Puntos de porcentaje, de 1 a 100, que el avance está por debajo del plazo transcurrido para que sea un rezago; si falta, 25
        rezago: Option<Located<u32>>,
        /// Parte de las entidades, en porcentaje de 50 a 100, que se mueve en un mismo sentido en una política desde la que se pide verificar antes si cambió el cuestionario; si falta, 90
        cuestionario: Option<Located<u32>>,
        /// Cuántos hallazgos dice la síntesis de un informe, de 1 a 20; si falta, 5
        mensajes: Option<Located<u32>>,
    }
}

/// Thresholds with their defaults.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Umbrales {
    /// Points of change of an index from which it should be verified before anything is concluded.
    pub cambio_por_verificar: f64,
    /// Points from which the fall of a policy is told.
    pub caida: f64,
    /// Points from which it is recommended to write down what made a policy rise.
    pub subida: f64,
    /// Share of a set, 0–1, that its last positions are.
    pub posicion_baja: f64,
    /// Places from the last one up in which a policy is named.
    pub ultimos_puestos: usize,
    /// Places that are lost from which it is told beside an index that did not fall.
    pub puestos_perdidos: usize,
    /// Points from which the fall of a component of MECI is told.
    pub caida_componente: f64,
    /// Points up to which an index is like the median.
    pub similar: f64,
    /// How far progress lies behind the time that has passed from which it lags, as a share of the whole (0–1).
    pub rezago: f64,
    /// Share of the entities, 0–1, that moves one way in a policy from which it is to be verified first whether
    /// what was asked changed.
    pub cuestionario: f64,
    /// How many hallazgos a synthesis says.
    pub mensajes: usize,
}

impl Default for Umbrales {
    fn default() -> Self {
        Self {
            cambio_por_verificar: 20.0,
            caida: 5.0,
            subida: 3.0,
            posicion_baja: 0.25,
            ultimos_puestos: 2,
            puestos_perdidos: 1,
            caida_componente: 2.0,
            similar: 1.0,
            rezago: 0.25,
            cuestionario: 0.9,
            mensajes: 5,
        }
    }
}

/// A change is of 100 points at most.
const MAX_PUNTOS: u32 = 100;
/// More than the lower half is no longer low.
const MAX_PARTE: u32 = 50;
/// Nobody reads a longer list as what matters most.
const MAX_CUENTA: u32 = 20;
/// What is farther apart is not alike.
const MAX_SIMILAR: u32 = 10;

impl Umbrales {
    pub(super) fn build(file: Option<ArchivoUmbrales>, found: &mut Diagnostics) -> Self {
        let default = Self::default();
        let Some(file) = file else { return default };
        let mut count = |value, range, key| within(value, range, key, found);
        let ultimos_puestos = count(file.ultimos_puestos, 1..=MAX_CUENTA, "ultimos_puestos");
        let puestos_perdidos = count(file.puestos_perdidos, 1..=MAX_PUNTOS, "puestos_perdidos");
        let mensajes = count(file.mensajes, 1..=MAX_CUENTA, "mensajes");
        let cuestionario = count(file.cuestionario, 50..=MAX_PUNTOS, "cuestionario").map(|n| n as f64 / 100.0);
        let similar = count(file.similar, 0..=MAX_SIMILAR, "similar").map(|n| n as f64);
        let mut of = |value, most, key| within(value, 1..=most, key, found).map(|n| n as f64);
        Self {
            cambio_por_verificar: of(file.cambio_por_verificar, MAX_PUNTOS, "cambio_por_verificar")
                .unwrap_or(default.cambio_por_verificar),
            caida: of(file.caida, MAX_PUNTOS, "caida").unwrap_or(default.caida),
            subida: of(file.subida, MAX_PUNTOS, "subida").unwrap_or(default.subida),
            posicion_baja: of(file.posicion_baja, MAX_PARTE, "posicion_baja")
                .map_or(default.posicion_baja, |percent| percent / 100.0),
            caida_componente: of(file.caida_componente, MAX_PUNTOS, "caida_componente")
                .unwrap_or(default.caida_componente),
            rezago: of(file.rezago, MAX_PUNTOS, "rezago").map_or(default.rezago, |percent| percent / 100.0),
            ultimos_puestos: ultimos_puestos.unwrap_or(default.ultimos_puestos),
            puestos_perdidos: puestos_perdidos.unwrap_or(default.puestos_perdidos),
            cuestionario: cuestionario.unwrap_or(default.cuestionario),
            similar: similar.unwrap_or(default.similar),
            mensajes: mensajes.unwrap_or(default.mensajes),
        }
    }
}
