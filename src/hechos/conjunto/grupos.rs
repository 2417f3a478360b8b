//! Entities put together by sector, kind or department.

use crate::expediente::{Conjunto, Expediente};
use crate::locale::compare;
use crate::model::Catalogo;

use super::distribucion::Distribucion;
use super::medida::{Medida, spread_within};

/// How entities are put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Agrupacion {
    Sector,
    Tipo,
    Departamento,
}

/// Entities of a group.
#[derive(Debug, Clone, PartialEq)]
pub struct Grupo {
    /// `None` for the entities that say none.
    pub nombre: Option<String>,
    /// Positions in [`Conjunto::miembros`].
    pub miembros: Vec<usize>,
    /// Of the IDI.
    pub distribucion: Option<Distribucion>,
}

/// The named groups that have enough entities for a median of `medida`, with it, in the order of [`groups`].
pub fn group_medians(
    conjunto: &Conjunto,
    catalogo: &Catalogo,
    agrupacion: Agrupacion,
    medida: Medida<'_>,
) -> Vec<(String, f64)> {
    let median = |g: Grupo| Some((g.nombre?, spread_within(conjunto, &g.miembros, medida)?.mediana?));
    groups(conjunto, catalogo, agrupacion).into_iter().filter_map(median).collect()
}

/// The groups of a set: kinds in catalogue order, sectors and departments from
/// the highest median of the IDI down; those with too few entities for a median
/// of the group come after them in alphabetical order, those without an IDI last.
pub fn groups(conjunto: &Conjunto, catalogo: &Catalogo, agrupacion: Agrupacion) -> Vec<Grupo> {
    conjunto.memoria.remember(format!("{agrupacion:?}"), || groups_anew(conjunto, catalogo, agrupacion))
}

fn groups_anew(conjunto: &Conjunto, catalogo: &Catalogo, agrupacion: Agrupacion) -> Vec<Grupo> {
    let key = |m: &Expediente| {
        let e = &catalogo.entidades[m.entidad];
        match agrupacion {
            Agrupacion::Sector => e.sector.as_ref().map(|s| catalogo.nombre_sector(s).to_owned()),
            Agrupacion::Tipo => e.tipo.as_ref().map(|t| catalogo.nombre_tipo(t).to_owned()),
            Agrupacion::Departamento => e.departamento.clone(),
        }
    };
    let mut groups: Vec<Grupo> = Vec::new();
    for (index, m) in conjunto.miembros.iter().enumerate() {
        let nombre = key(m);
        match groups.iter_mut().find(|g| g.nombre == nombre) {
            Some(group) => group.miembros.push(index),
            None => groups.push(Grupo { nombre, miembros: vec![index], distribucion: None }),
        }
    }
    for group in &mut groups {
        group.distribucion = spread_within(conjunto, &group.miembros, Medida::Idi);
    }
    let alphabetical = |a: &Grupo, b: &Grupo| match (&a.nombre, &b.nombre) {
        (Some(a), Some(b)) => compare(a, b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    };
    match agrupacion {
        Agrupacion::Tipo => {
            let place = |g: &Grupo| {
                catalogo.tipos.iter().position(|t| Some(&t.nombre) == g.nombre.as_ref()).unwrap_or(usize::MAX)
            };
            groups.sort_by(|a, b| place(a).cmp(&place(b)).then_with(|| alphabetical(a, b)));
        }
        Agrupacion::Sector | Agrupacion::Departamento => {
            let median = |g: &Grupo| match g.distribucion {
                Some(d) => d.mediana.unwrap_or(-1.0),
                None => f64::NEG_INFINITY,
            };
            groups.sort_by(|a, b| median(b).total_cmp(&median(a)).then_with(|| alphabetical(a, b)));
        }
    }
    groups
}
