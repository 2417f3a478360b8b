//! Who brings which points of a work plan.

use crate::locale;
use crate::model::PlanTrabajo;

use super::{Punto, points};

/// Where a name stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nombrado {
    /// In the column of the plan.
    Columna,
    /// In the text of the point, whose column is blank.
    Texto,
    /// Nowhere.
    Nadie,
}

/// The points of one body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fila<'a> {
    pub nombre: &'a str,
    pub nombrado: Nombrado,
    /// Places of its points among all.
    pub puntos: Vec<usize>,
}

/// Who answers for which points: first those of the column, most points first, then those whom a
/// text names, in the order of the plan, and at the end the points of nobody.  A point of two bodies
/// stands with both.
pub fn by_responsible(plan: &PlanTrabajo) -> Vec<Fila<'_>> {
    let mut filas: Vec<Fila<'_>> = Vec::new();
    let mut own = |nombre, nombrado, orden| {
        match filas.iter_mut().find(|f| f.nombre == nombre && f.nombrado == nombrado) {
            // A name that a line says twice counts once.
            Some(fila) if fila.puntos.last() == Some(&orden) => {}
            Some(fila) => fila.puntos.push(orden),
            None => filas.push(Fila { nombre, nombrado, puntos: vec![orden] }),
        }
    };
    for p in points(plan) {
        if p.is_nobodys() {
            own("", Nombrado::Nadie, p.orden);
        } else if p.es.responsable.is_empty() {
            for named in &p.es.responsable_segun_texto {
                own(&named.value, Nombrado::Texto, p.orden);
            }
        } else {
            for name in &p.es.responsable {
                own(name, Nombrado::Columna, p.orden);
            }
        }
    }
    filas.sort_by(|a, b| {
        let most = || b.puntos.len().cmp(&a.puntos.len()).then_with(|| locale::compare(a.nombre, b.nombre));
        let of_column = a.nombrado == Nombrado::Columna && b.nombrado == Nombrado::Columna;
        (a.nombrado as u8)
            .cmp(&(b.nombrado as u8))
            .then_with(|| if of_column { most() } else { a.puntos.first().cmp(&b.puntos.first()) })
    });
    filas
}

/// Places of the points that stand with more than one of `filas`.
pub fn shared(filas: &[Fila<'_>], plan: &PlanTrabajo) -> Vec<usize> {
    let several = |p: &Punto<'_>| filas.iter().filter(|f| f.puntos.contains(&p.orden)).count() > 1;
    points(plan).filter(several).map(|p| p.orden).collect()
}
