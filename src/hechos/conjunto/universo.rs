//! The entities of a set by what is known of them.

use crate::expediente::{Conjunto, Expediente};
use crate::model::{AlcanceMedicion, Catalogo};

/// What is known of an entity in the vigencia.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Situacion {
    /// It has an IDI and a position.
    ConIdi,
    /// Measured in internal control alone.
    SoloControlInterno,
    /// No results, or results without IDI of an entity that should have one.
    SinDato,
}

pub fn situation(miembro: &Expediente, catalogo: &Catalogo) -> Situacion {
    let meci = catalogo.entidades[miembro.entidad].medicion == Some(AlcanceMedicion::Meci);
    match miembro.resultados.as_deref() {
        Some(r) if r.idi.is_some() => Situacion::ConIdi,
        Some(r) if meci && !r.politicas.is_empty() => Situacion::SoloControlInterno,
        _ => Situacion::SinDato,
    }
}

/// The entities of a set by what is known of them; the parts add up to `entidades`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Universo {
    pub entidades: usize,
    pub con_idi: usize,
    pub solo_control_interno: usize,
    pub sin_dato: usize,
}

pub fn universe(conjunto: &Conjunto, catalogo: &Catalogo) -> Universo {
    count(conjunto.miembros.iter(), catalogo)
}

/// The same of the members at these positions.
pub fn universe_within(conjunto: &Conjunto, miembros: &[usize], catalogo: &Catalogo) -> Universo {
    count(miembros.iter().map(|m| &conjunto.miembros[*m]), catalogo)
}

fn count<'a>(miembros: impl ExactSizeIterator<Item = &'a Expediente> + Clone, catalogo: &Catalogo) -> Universo {
    let count = |wanted| miembros.clone().filter(|m| situation(m, catalogo) == wanted).count();
    Universo {
        entidades: miembros.len(),
        con_idi: count(Situacion::ConIdi),
        solo_control_interno: count(Situacion::SoloControlInterno),
        sin_dato: count(Situacion::SinDato),
    }
}
