//! The policies against the kinds of entity: a median for each pair that has enough entities.

use crate::expediente::Conjunto;
use crate::model::Catalogo;

use super::grupos::{Agrupacion, Grupo, groups};
use super::medida::{Medida, spread, spread_within};

/// A policy in all entities and in those of each kind.
#[derive(Debug, Clone, PartialEq)]
pub struct FilaMapa {
    /// Position in [`Catalogo::politicas`].
    pub politica: usize,
    pub mediana: f64,
    /// By kind, in the order of [`Mapa::tipos`]; `None` of too few entities.
    pub por_tipo: Vec<Option<f64>>,
}

/// Medians of some policies by kind of entity.
#[derive(Debug, Clone, PartialEq)]
pub struct Mapa {
    /// The kinds that have a median of the IDI, in catalogue order.
    pub tipos: Vec<String>,
    /// From the lowest median of the set up; equal ones in catalogue order.
    pub filas: Vec<FilaMapa>,
}

/// The medians of `politicas` by kind of entity; those that have none over the set are left out.
pub fn map_by_kind(conjunto: &Conjunto, catalogo: &Catalogo, politicas: &[usize]) -> Mapa {
    let median = |g: &Grupo, p: usize| spread_within(conjunto, &g.miembros, Medida::Politica(p))?.mediana;
    let has_median = |g: &Grupo| g.nombre.is_some() && g.distribucion.is_some_and(|d| d.mediana.is_some());
    let kinds: Vec<_> = groups(conjunto, catalogo, Agrupacion::Tipo).into_iter().filter(has_median).collect();
    let mut filas: Vec<_> = politicas
        .iter()
        .filter_map(|p| {
            let mediana = spread(conjunto, Medida::Politica(*p))?.mediana?;
            Some(FilaMapa { politica: *p, mediana, por_tipo: kinds.iter().map(|g| median(g, *p)).collect() })
        })
        .collect();
    filas.sort_by(|a, b| a.mediana.total_cmp(&b.mediana).then(a.politica.cmp(&b.politica)));
    Mapa { tipos: kinds.into_iter().filter_map(|g| g.nombre).collect(), filas }
}
