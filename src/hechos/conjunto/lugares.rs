//! Where each entity of a set stands among all of them, those of its kind and those of its sector.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::expediente::{Conjunto, Expediente};
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
    /// Which entities those are: of two places in one measure, the same number for the same entities.
    pub entre: usize,
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
    /// Among those whose files name the same peer group; `None` where its own names none.
    pub par: Option<Lugar>,
}

/// The places of every member of the set, by its position; `None` where it has no value.
pub fn places(conjunto: &Conjunto, catalogo: &Catalogo, medida: Medida<'_>) -> Arc<Vec<Option<Lugares>>> {
    conjunto.memoria.remember(format!("{medida:?}"), || Arc::new(places_anew(conjunto, catalogo, medida)))
}

fn places_anew(conjunto: &Conjunto, catalogo: &Catalogo, medida: Medida<'_>) -> Vec<Option<Lugares>> {
    let order = descending(conjunto, catalogo, values(conjunto, medida));
    let members = conjunto.miembros.len();
    let of_group = |by| {
        let mut group_of = vec![None; members];
        for (at, group) in groups(conjunto, catalogo, by).iter().enumerate().filter(|(_, g)| g.nombre.is_some()) {
            group.miembros.iter().for_each(|miembro| group_of[*miembro] = Some(at));
        }
        group_of
    };
    let groupings = [vec![Some(0); members], of_group(Agrupacion::Tipo), of_group(Agrupacion::Sector), peers(conjunto)];
    let mut sets = BTreeMap::new();
    let [todas, tipo, sector, par] = groupings.map(|group_of| within(&order, &group_of, &mut sets));
    let of = |at: usize| todas[at].map(|todas| Lugares { todas, tipo: tipo[at], sector: sector[at], par: par[at] });
    (0..members).map(of).collect()
}

/// The number of the peer group that the file of each member names.
fn peers(conjunto: &Conjunto) -> Vec<Option<usize>> {
    let mut known = BTreeMap::new();
    let of = |m: &Expediente| {
        let name = m.resultados.as_deref()?.peer_group()?;
        let next = known.len();
        Some(*known.entry(name.trim().to_owned()).or_insert(next))
    };
    conjunto.miembros.iter().map(of).collect()
}

/// The places among those that are of one group; none for those that are of none.  `order` is from the highest
/// down, and `sets` numbers the sets of entities that were met.
fn within(order: &[Valor], group_of: &[Option<usize>], sets: &mut BTreeMap<Vec<usize>, usize>) -> Vec<Option<Lugar>> {
    let mut lists: BTreeMap<usize, Vec<Valor>> = BTreeMap::new();
    for valor in order {
        if let Some(at) = group_of[valor.miembro] {
            lists.entry(at).or_default().push(*valor);
        }
    }
    let mut places = vec![None; group_of.len()];
    for list in lists.values() {
        let Some(distribucion) = distribution(list.iter().map(|v| v.valor)) else { continue };
        let next = sets.len();
        let entre = *sets.entry(list.iter().map(|v| v.miembro).collect()).or_insert(next);
        for p in ranked(list) {
            places[p.miembro] = Some(Lugar { puesto: p.puesto, empate: p.empate, distribucion, entre });
        }
    }
    places
}
