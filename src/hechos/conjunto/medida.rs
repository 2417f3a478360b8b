//! Which value of the entities is meant, and their order by it.

use crate::expediente::{Conjunto, Expediente};
use crate::locale::compare;
use crate::model::{Catalogo, Resultados};

use super::distribucion::{Distribucion, distribution};
use super::name;

/// A value that entities may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Medida<'a> {
    Idi,
    /// Position in [`Catalogo::dimensiones`].
    Dimension(usize),
    /// Position in [`Catalogo::politicas`].
    Politica(usize),
    /// Policy and code of a sub-index of it.
    Subindice(usize, &'a str),
}

impl Medida<'_> {
    /// The value in a set of results; `None` where it is blank.
    pub fn of(self, r: &Resultados) -> Option<f64> {
        match self {
            Self::Idi => r.idi.as_ref().map(|v| v.value),
            Self::Dimension(d) => r.dimensiones.iter().find(|(i, _)| *i == d).map(|(_, v)| v.value),
            Self::Politica(p) => r.politicas.iter().find(|x| x.politica == p).map(|x| x.puntaje.value),
            Self::Subindice(p, codigo) => {
                let politica = r.politicas.iter().find(|x| x.politica == p)?;
                let same = |written: &str| written.trim().eq_ignore_ascii_case(codigo);
                politica.subindices.iter().find(|s| same(&s.codigo)).map(|s| **s.puntaje)
            }
        }
    }
}

/// The value of an entity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Valor {
    /// Position in [`Conjunto::miembros`].
    pub miembro: usize,
    /// Points 0–100.
    pub valor: f64,
}

/// The entities that have `medida`, in the order of the set.
pub fn values(conjunto: &Conjunto, medida: Medida<'_>) -> Vec<Valor> {
    conjunto.memoria.remember(format!("{medida:?}"), || values_anew(conjunto, medida))
}

fn values_anew(conjunto: &Conjunto, medida: Medida<'_>) -> Vec<Valor> {
    let value =
        |(miembro, m): (usize, &Expediente)| medida.of(m.resultados.as_deref()?).map(|valor| Valor { miembro, valor });
    conjunto.miembros.iter().enumerate().filter_map(value).collect()
}

/// [`distribution`] of `medida` over the whole set.
pub fn spread(conjunto: &Conjunto, medida: Medida<'_>) -> Option<Distribucion> {
    conjunto.memoria.remember(format!("{medida:?}"), || spread_anew(conjunto, medida))
}

fn spread_anew(conjunto: &Conjunto, medida: Medida<'_>) -> Option<Distribucion> {
    distribution(values(conjunto, medida).into_iter().map(|v| v.valor))
}

/// [`distribution`] of `medida` over some members of the set.
pub fn spread_within(conjunto: &Conjunto, miembros: &[usize], medida: Medida<'_>) -> Option<Distribucion> {
    let value = |i: &usize| medida.of(conjunto.miembros[*i].resultados.as_deref()?);
    distribution(miembros.iter().filter_map(value))
}

/// From the highest value down; equal values in alphabetical order.
pub fn descending(conjunto: &Conjunto, catalogo: &Catalogo, mut list: Vec<Valor>) -> Vec<Valor> {
    list.sort_by(|a, b| {
        let names = || compare(name(conjunto, catalogo, a.miembro), name(conjunto, catalogo, b.miembro));
        b.valor.total_cmp(&a.valor).then_with(names).then(a.miembro.cmp(&b.miembro))
    });
    list
}

/// An entity in the ranking.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PuestoEntidad {
    pub miembro: usize,
    pub valor: f64,
    /// 1 for the highest; equal values share the better position, and the next
    /// value takes the position after all of them (1, 2, 2, 4).
    pub puesto: usize,
    /// Whether another entity has the same value.
    pub empate: bool,
}

/// The entities with `medida` from highest to lowest.
pub fn ranking(conjunto: &Conjunto, catalogo: &Catalogo, medida: Medida<'_>) -> Vec<PuestoEntidad> {
    conjunto.memoria.remember(format!("{medida:?}"), || ranking_anew(conjunto, catalogo, medida))
}

fn ranking_anew(conjunto: &Conjunto, catalogo: &Catalogo, medida: Medida<'_>) -> Vec<PuestoEntidad> {
    ranked(&descending(conjunto, catalogo, values(conjunto, medida)))
}

/// The positions of values that stand from the highest down.
pub(super) fn ranked(list: &[Valor]) -> Vec<PuestoEntidad> {
    let equal =
        |i: usize, j: Option<usize>| j.and_then(|j| list.get(j)).is_some_and(|other| other.valor == list[i].valor);
    let mut out: Vec<PuestoEntidad> = Vec::with_capacity(list.len());
    for (index, v) in list.iter().enumerate() {
        let puesto = match out.last() {
            Some(last) if last.valor == v.valor => last.puesto,
            _ => index + 1,
        };
        let empate = equal(index, index.checked_sub(1)) || equal(index, Some(index + 1));
        out.push(PuestoEntidad { miembro: v.miembro, valor: v.valor, puesto, empate });
    }
    out
}
