//! A set of entities through the vigencias of one series.

use crate::expediente::{Conjunto, Vara};

use super::cambios::{Cambio, Panel, panel};
use super::distribucion::{Distribucion, distribution};
use super::medida::{Medida, spread};

/// The entities of a set in one vigencia.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct VigenciaConjunto {
    pub vigencia: u32,
    /// Of all that were measured in it.
    pub todas: Distribucion,
    /// Of those that were measured in every vigencia of the series; `None` where there are none.
    pub mismas: Option<Distribucion>,
}

/// A set of entities through the comparable vigencias in which some of them were measured.
#[derive(Debug, Clone, PartialEq)]
pub struct SerieConjunto {
    /// Two or more, from the first on; the last one is that of the document.
    pub vigencias: Vec<VigenciaConjunto>,
    /// Those measured in every vigencia, from the first to the last; `None` where there are none.
    pub panel: Option<Panel>,
}

impl SerieConjunto {
    /// Whether every entity of any of the vigencias was measured in all of them.
    pub fn same_throughout(&self) -> bool {
        self.panel.is_some_and(|p| self.vigencias.iter().all(|v| v.todas.n == p.n))
    }
}

/// `None` where `medida` has no value in the last vigencia, or in none before it.
pub fn series(vara: &Vara, medida: Medida<'_>) -> Option<SerieConjunto> {
    vara.conjunto.memoria.remember(format!("{medida:?}"), || series_anew(vara, medida))
}

fn series_anew(vara: &Vara, medida: Medida<'_>) -> Option<SerieConjunto> {
    spread(&vara.conjunto, medida)?;
    let all = vara.serie.iter().chain([&vara.conjunto]);
    let measured: Vec<(&Conjunto, Distribucion)> = all.filter_map(|c| Some((c, spread(c, medida)?))).collect();
    if measured.len() < 2 {
        return None;
    }
    let value = |conjunto: &Conjunto, entidad: usize| {
        let miembro = &conjunto.miembros[conjunto.position(entidad)?];
        medida.of(miembro.resultados.as_deref()?)
    };
    // The values of each entity that has one in every vigencia, in their order.
    let through = |entidad: usize| measured.iter().map(|(c, _)| value(c, entidad)).collect::<Option<Vec<f64>>>();
    let same: Vec<Vec<f64>> = vara.conjunto.miembros.iter().filter_map(|m| through(m.entidad)).collect();
    let change = |(miembro, values): (usize, &Vec<f64>)| {
        Some(Cambio { miembro, antes: *values.first()?, despues: *values.last()? })
    };
    let changes: Vec<_> = same.iter().enumerate().filter_map(change).collect();
    let vigencia = |(at, (conjunto, todas)): (usize, &(&Conjunto, Distribucion))| VigenciaConjunto {
        vigencia: conjunto.vigencia,
        todas: *todas,
        mismas: distribution(same.iter().map(|values| values[at])),
    };
    Some(SerieConjunto { vigencias: measured.iter().enumerate().map(vigencia).collect(), panel: panel(&changes) })
}
