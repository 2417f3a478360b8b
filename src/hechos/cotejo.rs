//! One entity set against the others of its project.

use std::cmp::Ordering;

use crate::expediente::{Conjunto, Vara};
use crate::model::{Catalogo, Resultados};

use super::conjunto::{Distribucion, Lugar, Lugares, Medida, Panel, changes, difference, panel, places, spread};
use super::indice::Reparto;

/// Where an entity stands in one measure.
#[derive(Debug, Clone, PartialEq)]
pub struct Posicion {
    pub medida: Medida<'static>,
    /// Points 0–100.
    pub valor: f64,
    pub lugares: Lugares,
    /// What became of the entities measured in both vigencias; `None` where those are not comparable.
    pub tendencia: Option<Panel>,
}

impl Posicion {
    /// How far the entity lies above the median of all, in points.
    pub fn sobre_mediana(&self) -> Option<f64> {
        self.lugares.todas.sobre_mediana(self.valor)
    }
}

/// An entity and all entities in one vigencia.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PuntoSerie {
    pub vigencia: u32,
    /// Of the entity, in points; `None` where it was not measured.
    pub valor: Option<f64>,
    /// Its place; `None` where nobody else was measured.
    pub lugar: Option<Lugar>,
    /// Of all entities.
    pub distribucion: Option<Distribucion>,
}

/// What a report on one entity knows of the others.
#[derive(Debug, Clone, PartialEq)]
pub struct Cotejo {
    /// What the whole set is compared in: the IDI, or the only policy of an entity without one.
    pub principal: Option<Posicion>,
    pub dimensiones: Vec<Posicion>,
    /// In catalogue order.
    pub politicas: Vec<Posicion>,
    /// Of the main measure, the comparable vigencias from the first in which the entity was measured on.
    pub serie: Vec<PuntoSerie>,
    /// Entities that are not counted because their files have errors.
    pub sin_contar: usize,
    /// Points up to which a value is like the median.
    similar: f64,
}

impl Cotejo {
    /// `None` where nothing is known of the entity in the vigencia.
    pub fn of(vara: &Vara, entidad: usize, catalogo: &Catalogo, similar: f64) -> Option<Self> {
        let miembro = vara.conjunto.position(entidad)?;
        let own = vara.conjunto.miembros[miembro].resultados.as_deref()?;
        let position = |medida| position(&vara.conjunto, catalogo, miembro, medida);
        let principal = main(own);
        let of_policy = |p: usize| position(Medida::Politica(p));
        Some(Self {
            principal: principal.and_then(position),
            dimensiones: (0..catalogo.dimensiones.len()).filter_map(|d| position(Medida::Dimension(d))).collect(),
            politicas: (0..catalogo.politicas.len()).filter_map(of_policy).collect(),
            serie: principal.map_or_else(Vec::new, |medida| series(vara, entidad, catalogo, medida)),
            sin_contar: vara.sin_contar.len(),
            similar,
        })
    }

    /// Where the entity stands in `medida`.
    pub fn of_measure(&self, medida: Medida<'_>) -> Option<&Posicion> {
        let all = self.principal.iter().chain(&self.dimensiones).chain(&self.politicas);
        all.into_iter().find(|p| p.medida == medida)
    }

    /// How many policies lie above the median of all entities, near it and below it, of those that have one.
    pub fn split(&self) -> Reparto {
        sides(self.politicas.iter().filter_map(Posicion::sobre_mediana), self.similar)
    }
}

/// On which side of a median a value lies that is `distance` points above it: near it up to `similar` points.
pub fn side(distance: f64, similar: f64) -> Ordering {
    if distance.abs() <= similar { Ordering::Equal } else { distance.total_cmp(&0.0) }
}

/// How many of these distances from a median lie on each side of it, those near it as «igual».
pub fn sides(distances: impl IntoIterator<Item = f64>, similar: f64) -> Reparto {
    let mut parts = Reparto { encima: 0, igual: 0, debajo: 0 };
    for distance in distances {
        match side(distance, similar) {
            Ordering::Greater => parts.encima += 1,
            Ordering::Equal => parts.igual += 1,
            Ordering::Less => parts.debajo += 1,
        }
    }
    parts
}

/// The IDI, or else the only policy that was measured.
fn main(own: &Resultados) -> Option<Medida<'static>> {
    match (&own.idi, own.politicas.as_slice()) {
        (Some(_), _) => Some(Medida::Idi),
        (None, [only]) => Some(Medida::Politica(only.politica)),
        (None, _) => None,
    }
}

fn position(conjunto: &Conjunto, catalogo: &Catalogo, miembro: usize, medida: Medida<'static>) -> Option<Posicion> {
    let valor = medida.of(conjunto.miembros[miembro].resultados.as_deref()?)?;
    let lugares = places(conjunto, catalogo, medida)[miembro]?;
    let trend = || panel(&changes(conjunto, catalogo, medida));
    Some(Posicion { medida, valor, lugares, tendencia: conjunto.memoria.remember(format!("{medida:?}"), trend) })
}

fn series(vara: &Vara, entidad: usize, catalogo: &Catalogo, medida: Medida<'static>) -> Vec<PuntoSerie> {
    let point = |conjunto: &Conjunto| {
        let miembro = conjunto.position(entidad);
        PuntoSerie {
            vigencia: conjunto.vigencia,
            valor: miembro.and_then(|m| medida.of(conjunto.miembros[m].resultados.as_deref()?)),
            lugar: miembro.and_then(|m| places(conjunto, catalogo, medida)[m]).map(|l| l.todas),
            distribucion: spread(conjunto, medida),
        }
    };
    let all = vara.serie.iter().chain([&vara.conjunto]).map(point);
    all.skip_while(|p| p.valor.is_none()).collect()
}

/// The change of `medida` in points, without the noise of binary fractions; `None` where it is blank in one of the two
/// vigencias, or the method of measurement changed between them.
pub fn change(actual: &Resultados, anterior: &Resultados, catalogo: &Catalogo, medida: Medida<'_>) -> Option<f64> {
    let comparable = catalogo.comparables(actual.vigencia.value, anterior.vigencia.value);
    let (before, now) = (medida.of(anterior)?, medida.of(actual)?);
    comparable.then(|| difference(before, now))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_near_the_median_is_neither_above_nor_below() {
        let parts = |similar| {
            let r = sides([1.1, 1.0, 0.2, 0.0, -0.1, -1.0, -1.1, -9.0], similar);
            (r.encima, r.igual, r.debajo)
        };
        assert_eq!((parts(1.0), parts(0.0), parts(10.0)), ((1, 5, 2), (3, 1, 4), (0, 8, 0)));
    }
}
