//! Where each entity of a set stands among all of them, those of its kind and those of its sector.

use std::sync::Arc;

use crate::expediente::Conjunto;
use crate::model::Catalogo;

use super::cambios::difference;
use super::distribucion::{Distribucion, distribution};
use super::grupos::{Agrupacion, groups};
use super::medida::{Medida, Valor, descending, ranked, values};

/// The place of an entity among those that have the same measure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lugar {
    /// 1 for the highest; equal values share the better position.
    pub puesto: usize,
    /// Whether another entity has the same value.
    pub empate: bool,
    /// Of all of them, the entity among them.
    pub distribucion: Distribucion,
}

impl Lugar {
    /// How far `valor` lies above the median, in points; `None` where too few entities have one.
    pub fn sobre_mediana(&self, valor: f64) -> Option<f64> {
        self.distribucion.mediana.map(|mediana| difference(mediana, valor))
    }
}

/// The places of an entity in one measure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lugares {
    pub todas: Lugar,
    /// Among those of its kind; `None` where the catalogue says none.
    pub tipo: Option<Lugar>,
    /// Among those of its sector, likewise.
    pub sector: Option<Lugar>,
}

/// The places of every member of the set, by its position; `None` where it has no value.
pub fn places(conjunto: &Conjunto, catalogo: &Catalogo, medida: Medida<'_>) -> Arc<Vec<Option<Lugares>>> {
    conjunto.memoria.remember(format!("{medida:?}"), || Arc::new(places_anew(conjunto, catalogo, medida)))
}

fn places_anew(conjunto: &Conjunto, catalogo: &Catalogo, medida: Medida<'_>) -> Vec<Option<Lugares>> {
    let order = descending(conjunto, catalogo, values(conjunto, medida));
    let todas = within(&order, conjunto.miembros.len());
    let [tipo, sector] = [Agrupacion::Tipo, Agrupacion::Sector].map(|by| by_group(conjunto, catalogo, by, &order));
    let of = |((todas, tipo), sector): ((Option<Lugar>, Option<Lugar>), Option<Lugar>)| {
        todas.map(|todas| Lugares { todas, tipo, sector })
    };
    todas.into_iter().zip(tipo).zip(sector).map(of).collect()
}

/// The places among the entities of each group; none for those that say no group.
fn by_group(conjunto: &Conjunto, catalogo: &Catalogo, by: Agrupacion, order: &[Valor]) -> Vec<Option<Lugar>> {
    let groups = groups(conjunto, catalogo, by);
    let mut group_of = vec![None; conjunto.miembros.len()];
    for (at, group) in groups.iter().enumerate().filter(|(_, g)| g.nombre.is_some()) {
        group.miembros.iter().for_each(|miembro| group_of[*miembro] = Some(at));
    }
    let mut lists = vec![Vec::new(); groups.len()];
    for valor in order {
        if let Some(at) = group_of[valor.miembro] {
            lists[at].push(*valor);
        }
    }
    let mut places = vec![None; conjunto.miembros.len()];
    for list in lists {
        put(&list, &mut places);
    }
    places
}

/// The places of `members` entities of which `list` has the values, from the highest down.
fn within(list: &[Valor], members: usize) -> Vec<Option<Lugar>> {
    let mut places = vec![None; members];
    put(list, &mut places);
    places
}

fn put(list: &[Valor], places: &mut [Option<Lugar>]) {
    let Some(distribucion) = distribution(list.iter().map(|v| v.valor)) else { return };
    for p in ranked(list) {
        places[p.miembro] = Some(Lugar { puesto: p.puesto, empate: p.empate, distribucion });
    }
}
