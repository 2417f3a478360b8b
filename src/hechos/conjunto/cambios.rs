//! What changed between two comparable vigencias.

use std::cmp::Ordering;

use crate::expediente::{Conjunto, Expediente};
use crate::hechos::primeros::{Empate, shown};
use crate::locale::compare;
use crate::model::Catalogo;

use super::distribucion::distribution;
use super::grupos::{Agrupacion, groups};
use super::medida::Medida;
use super::name;

/// The same entities in two vigencias.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cambio {
    pub miembro: usize,
    pub antes: f64,
    pub despues: f64,
}

impl Cambio {
    pub fn diferencia(&self) -> f64 {
        difference(self.antes, self.despues)
    }
}

/// Difference in points, rounded to a millionth so that 82.4 − 82.3 is what a
/// reader computes and equal values differ by nothing.
pub fn difference(antes: f64, despues: f64) -> f64 {
    ((despues - antes) * 1e6).round() / 1e6
}

/// Every entity with `medida` in both vigencias; empty where the two are not
/// comparable, since the method of measurement changed between them.
pub fn changes(conjunto: &Conjunto, catalogo: &Catalogo, medida: Medida<'_>) -> Vec<Cambio> {
    conjunto.memoria.remember(format!("{medida:?}"), || changes_anew(conjunto, catalogo, medida))
}

fn changes_anew(conjunto: &Conjunto, catalogo: &Catalogo, medida: Medida<'_>) -> Vec<Cambio> {
    if !conjunto.anterior.is_some_and(|v| catalogo.comparables(conjunto.vigencia, v)) {
        return Vec::new();
    }
    let change = |(miembro, m): (usize, &Expediente)| {
        let antes = medida.of(m.anterior.as_deref()?)?;
        let despues = medida.of(m.resultados.as_deref()?)?;
        Some(Cambio { miembro, antes, despues })
    };
    conjunto.miembros.iter().enumerate().filter_map(change).collect()
}

/// A set of entities in two vigencias, only those measured in both.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Panel {
    /// Entities with a value in both vigencias.
    pub n: usize,
    /// Before and after, of [`MINIMO_GRUPO`](super::MINIMO_GRUPO) entities or more.
    pub medianas: Option<(f64, f64)>,
    /// Before and after of the only entity that there is.
    pub unico: Option<(f64, f64)>,
    /// Median of the differences, in points, of as many entities: what a typical one changed, which is not the
    /// difference of the medians.
    pub tipico: Option<f64>,
    pub suben: usize,
    pub iguales: usize,
    pub bajan: usize,
}

impl Panel {
    /// Difference of the two medians in points, without the noise of binary fractions.
    pub fn diferencia(&self) -> Option<f64> {
        self.medianas.map(|(antes, despues)| difference(antes, despues))
    }
}

/// Entities below which a share of them that moves together says nothing of the questions.
pub const MINIMO_JUNTAS: usize = 10;

impl Panel {
    /// How many move one way, where they are `parte` (0–1) of all or more and all are [`MINIMO_JUNTAS`] or more:
    /// before anything else is concluded it has to be looked at whether what was asked changed.
    pub fn juntas(&self, parte: f64) -> Option<usize> {
        let most = self.suben.max(self.bajan);
        (self.n >= MINIMO_JUNTAS && most as f64 >= self.n as f64 * parte - 1e-9).then_some(most)
    }
}

/// `None` where no entity has both values.
pub fn panel(changes: &[Cambio]) -> Option<Panel> {
    let [before, now] = [|c: &Cambio| c.antes, |c: &Cambio| c.despues].map(|f| distribution(changes.iter().map(f)));
    let (before, now) = (before?, now?);
    let count = |wanted| changes.iter().filter(|c| c.diferencia().total_cmp(&0.0) == wanted).count();
    // −0.0 orders before 0.0.
    let equal = changes.iter().filter(|c| c.diferencia() == 0.0).count();
    let bajan = changes.iter().filter(|c| c.diferencia() < 0.0).count();
    Some(Panel {
        n: changes.len(),
        medianas: before.mediana.zip(now.mediana),
        unico: before.unico().zip(now.unico()),
        tipico: distribution(changes.iter().map(Cambio::diferencia)).and_then(|d| d.mediana),
        suben: count(Ordering::Greater),
        iguales: equal,
        bajan,
    })
}

/// The changes of `umbral` points or more, the largest first, and of equals by the name of the entity.
pub fn large_changes(conjunto: &Conjunto, catalogo: &Catalogo, medida: Medida<'_>, umbral: f64) -> Vec<Cambio> {
    let mut large = changes(conjunto, catalogo, medida);
    large.retain(|c| c.diferencia().abs() >= umbral);
    large.sort_by(|a, b| {
        let names = || compare(name(conjunto, catalogo, a.miembro), name(conjunto, catalogo, b.miembro));
        b.diferencia().abs().total_cmp(&a.diferencia().abs()).then_with(names)
    });
    large
}

/// The panel of those that changed by less than `umbral` points; `None` where nobody changed by more, or where
/// too few are left for a median.
pub fn panel_without_large(changes: &[Cambio], umbral: f64) -> Option<Panel> {
    let small: Vec<_> = changes.iter().filter(|c| c.diferencia().abs() < umbral).copied().collect();
    (small.len() < changes.len()).then(|| panel(&small)).flatten().filter(|p| p.medianas.is_some())
}

/// What changed by group, under names of the type `N`.
pub type CambiosPorGrupo<N> = (Vec<(N, Panel)>, Vec<(N, Cambio)>);

/// What changed in every group, in the order of [`groups`]: a panel for each that
/// has enough entities in both vigencias, and the entities of the others one by one.
pub fn group_changes(
    conjunto: &Conjunto,
    catalogo: &Catalogo,
    agrupacion: Agrupacion,
) -> CambiosPorGrupo<Option<String>> {
    let all = changes(conjunto, catalogo, Medida::Idi);
    let (mut panels, mut single) = (Vec::new(), Vec::new());
    for g in groups(conjunto, catalogo, agrupacion) {
        let own: Vec<_> = all.iter().filter(|c| g.miembros.contains(&c.miembro)).copied().collect();
        match panel(&own).filter(|p| p.medianas.is_some()) {
            Some(p) => panels.push((g.nombre, p)),
            None => single.extend(own.into_iter().map(|c| (g.nombre.clone(), c))),
        }
    }
    (panels, single)
}

/// The `n` largest rises (or falls), and more where the last ones tie; only
/// real rises (or falls).
pub fn largest(
    conjunto: &Conjunto,
    catalogo: &Catalogo,
    changes: &[Cambio],
    n: usize,
    direction: Ordering,
) -> Vec<Cambio> {
    let mut list: Vec<_> = changes
        .iter()
        .filter(|c| c.diferencia() != 0.0 && c.diferencia().total_cmp(&0.0) == direction)
        .copied()
        .collect();
    list.sort_by(|a, b| {
        let names = || compare(name(conjunto, catalogo, a.miembro), name(conjunto, catalogo, b.miembro));
        b.diferencia().abs().total_cmp(&a.diferencia().abs()).then_with(names)
    });
    list.truncate(shown(&list, n, Empate::Entra, |a, b| a.diferencia() == b.diferencia()));
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panel_counts_rises_and_falls_without_noise() {
        let change = |antes, despues| Cambio { miembro: 0, antes, despues };
        let all = [change(82.3, 82.4), change(50.0, 50.0), change(90.0, 89.0), change(70.1, 80.3)];
        let p = panel(&all).unwrap();
        assert_eq!((p.n, p.suben, p.iguales, p.bajan), (4, 2, 1, 1));
        assert_eq!(all[0].diferencia(), 0.1);
        // Medians of 50, 70.1, 82.3, 90 and of 50, 80.3, 82.4, 89.
        let (before, now) = p.medianas.unwrap();
        assert!((before - 76.2).abs() < 1e-9 && (now - 81.35).abs() < 1e-9);
        assert_eq!(p.diferencia(), Some(5.15));
        // Of 0.1, 0, −1 and 10.2.
        assert!((p.tipico.unwrap() - 0.05).abs() < 1e-9);
        let two = panel(&all[..2]).unwrap();
        assert_eq!((two.n, two.medianas, two.diferencia()), (2, None, None));
        assert_eq!(panel(&[]), None);
    }

    #[test]
    fn a_panel_leaves_out_what_changed_by_the_threshold_or_more() {
        let change = |antes, despues| Cambio { miembro: 0, antes, despues };
        let all = [change(50.0, 70.0), change(80.0, 81.0), change(82.0, 84.0), change(90.0, 70.1)];
        // The first changes by 20, the last by −19.9.
        let p = panel_without_large(&all, 20.0).unwrap();
        assert_eq!((p.n, p.medianas, p.suben, p.bajan), (3, Some((82.0, 81.0)), 2, 1));
        // Nobody reaches 21; and where two are left there is no median.
        assert_eq!(panel_without_large(&all, 21.0), None);
        assert_eq!(panel_without_large(&all, 19.9), None);
    }

    #[test]
    fn nearly_all_move_one_way_from_the_threshold_and_from_ten_entities_on() {
        let of = |up: usize, down: usize, same: usize| {
            let change = |n, d: f64| (0..n).map(move |_| Cambio { miembro: 0, antes: 50.0, despues: 50.0 + d });
            let all: Vec<_> = change(up, 1.0).chain(change(down, -1.0)).chain(change(same, 0.0)).collect();
            panel(&all).expect("some").juntas(0.9)
        };
        assert_eq!([of(9, 1, 0), of(1, 9, 0), of(27, 0, 3)], [Some(9), Some(9), Some(27)]);
        // One less, those that stay equal count too, and too few to tell.
        assert_eq!([of(26, 4, 0), of(17, 0, 2), of(9, 0, 0), of(0, 0, 12)], [None, None, None, None]);
    }
}
