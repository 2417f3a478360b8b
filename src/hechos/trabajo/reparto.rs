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
    /// Those of them that a text gives it.
    pub segun_texto: Vec<usize>,
}

/// The same with one line for each body, whatever the plan calls it: what its texts call otherwise
/// stands with the name that `otros_nombres` gives.
pub fn by_body(plan: &PlanTrabajo) -> Vec<Fila<'_>> {
    let mut filas: Vec<Fila<'_>> = Vec::new();
    for mut fila in by_responsible(plan) {
        let other = plan.otros_nombres.iter().find(|other| other.nombre.value == fila.nombre);
        fila.nombre = other.map_or(fila.nombre, |other| &other.es.value);
        let same = |f: &&mut Fila<'_>| f.nombre == fila.nombre && f.nombrado != Nombrado::Nadie;
        match filas.iter_mut().find(same) {
            Some(one) => {
                fila.puntos.retain(|p| !one.puntos.contains(p));
                fila.segun_texto.retain(|p| fila.puntos.contains(p));
                one.puntos.extend(fila.puntos);
                one.segun_texto.extend(fila.segun_texto);
                one.puntos.sort_unstable();
            }
            None => filas.push(fila),
        }
    }
    in_order(&mut filas);
    filas
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
            None => filas.push(Fila { nombre, nombrado, puntos: vec![orden], segun_texto: Vec::new() }),
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
    for fila in filas.iter_mut().filter(|fila| fila.nombrado == Nombrado::Texto) {
        fila.segun_texto.clone_from(&fila.puntos);
    }
    in_order(&mut filas);
    filas
}

fn in_order(filas: &mut [Fila<'_>]) {
    filas.sort_by(|a, b| {
        let most = || b.puntos.len().cmp(&a.puntos.len()).then_with(|| locale::compare(a.nombre, b.nombre));
        let of_column = a.nombrado == Nombrado::Columna && b.nombrado == Nombrado::Columna;
        (a.nombrado as u8)
            .cmp(&(b.nombrado as u8))
            .then_with(|| if of_column { most() } else { a.puntos.first().cmp(&b.puntos.first()) })
    });
}

/// Places of the points that stand with more than one of `filas`.
pub fn shared(filas: &[Fila<'_>], plan: &PlanTrabajo) -> Vec<usize> {
    let several = |p: &Punto<'_>| filas.iter().filter(|f| f.puntos.contains(&p.orden)).count() > 1;
    points(plan).filter(several).map(|p| p.orden).collect()
}
