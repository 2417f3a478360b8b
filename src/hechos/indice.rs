//! What the FURAG results of one entity say.
//!
//! Values are inputs published by Función Pública; a dimension or the IDI is
//! never computed from policies (in the first document of the product the mean
//! of the policies is 85.61 and the published IDI 82.3).

use std::cmp::Ordering;

use serde::Serialize;

use crate::model::{Catalogo, Resultados};

use super::primeros::{Empate, shown};

/// A measured policy and its place among the measured ones.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PuestoPolitica {
    /// Position in [`Catalogo::politicas`].
    pub politica: usize,
    /// Points 0–100.
    pub puntaje: f64,
    /// Points that are missing to 100.
    pub brecha: f64,
    /// 1 for the highest; equal values share the better place.
    pub puesto: usize,
}

/// The measured policies from highest to lowest; ties in catalogue order.
pub fn ranking(resultados: &Resultados) -> Vec<PuestoPolitica> {
    let mut order: Vec<(usize, f64)> = resultados.politicas.iter().map(|p| (p.politica, p.puntaje.value)).collect();
    order.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let mut ranked: Vec<PuestoPolitica> = Vec::with_capacity(order.len());
    for (index, (politica, puntaje)) in order.into_iter().enumerate() {
        let puesto = match ranked.last() {
            Some(last) if last.puntaje == puntaje => last.puesto,
            _ => index + 1,
        };
        ranked.push(PuestoPolitica { politica, puntaje, brecha: 100.0 - puntaje, puesto });
    }
    ranked
}

/// The first `n` of the ranking, and more where the last ones tie.
pub fn strongest(ranking: &[PuestoPolitica], n: usize) -> &[PuestoPolitica] {
    &ranking[..shown(ranking, n, Empate::Entra, |a, b| a.puntaje == b.puntaje)]
}

/// The last `n` of the ranking from lowest up, and more where the last ones tie.
pub fn weakest(ranking: &[PuestoPolitica], n: usize) -> Vec<PuestoPolitica> {
    let mut low = ranking.to_vec();
    low.reverse();
    low.truncate(shown(&low, n, Empate::Entra, |a, b| a.puntaje == b.puntaje));
    low
}

/// A sub-index beside the policy that it is of.
#[derive(Debug, Clone, PartialEq)]
pub struct Subindice {
    /// Position in [`Catalogo::politicas`].
    pub politica: usize,
    pub codigo: String,
    /// Points 0–100, as is that of its policy.
    pub puntaje: f64,
    pub de_politica: f64,
}

/// The sub-indices of the measured policies from lowest to highest; ties in the order of their codes.
pub fn subindices(resultados: &Resultados) -> Vec<Subindice> {
    let of_policy = |p: &crate::model::ResultadoPolitica| {
        let (politica, de_politica) = (p.politica, p.puntaje.value);
        let one = |s: &crate::model::PuntajeSubindice| Subindice {
            politica,
            codigo: s.codigo.trim().to_uppercase(),
            puntaje: s.puntaje.value.0,
            de_politica,
        };
        p.subindices.iter().map(one).collect::<Vec<_>>()
    };
    let mut all: Vec<_> = resultados.politicas.iter().flat_map(of_policy).collect();
    all.sort_by(|a, b| a.puntaje.total_cmp(&b.puntaje).then_with(|| a.codigo.cmp(&b.codigo)));
    all
}

/// How many policies lie above, on and below a reference in points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Reparto {
    pub encima: usize,
    pub igual: usize,
    pub debajo: usize,
}

pub fn split_by(ranking: &[PuestoPolitica], reference: f64) -> Reparto {
    let count = |wanted: Ordering| ranking.iter().filter(|p| p.puntaje.total_cmp(&reference) == wanted).count();
    Reparto { encima: count(Ordering::Greater), igual: count(Ordering::Equal), debajo: count(Ordering::Less) }
}

/// The IDI of two vigencias side by side.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Comparacion {
    pub vigencia: u32,
    pub anterior: u32,
    pub idi: f64,
    pub idi_anterior: f64,
    /// Difference in points; `None` where the method of measurement changed
    /// between the two vigencias, so that no variation may be stated.
    pub variacion: Option<f64>,
}

/// Compares two results; `None` where one of them has no IDI.
pub fn compare(actual: &Resultados, anterior: &Resultados, catalogo: &Catalogo) -> Option<Comparacion> {
    let (idi, idi_anterior) = (actual.idi.as_ref()?.value, anterior.idi.as_ref()?.value);
    let (vigencia, before) = (actual.vigencia.value, anterior.vigencia.value);
    Some(Comparacion {
        vigencia,
        anterior: before,
        idi,
        idi_anterior,
        variacion: catalogo.comparables(vigencia, before).then_some(idi - idi_anterior),
    })
}

/// The measured policies of a dimension, in catalogue order.
#[derive(Debug, Clone, PartialEq)]
pub struct GrupoDimension {
    /// Position in [`Catalogo::dimensiones`].
    pub dimension: usize,
    /// The published value of the dimension, where there is one.
    pub puntaje: Option<f64>,
    pub politicas: Vec<PuestoPolitica>,
    /// Policies of the dimension in that vigencia that have no value.
    pub sin_medir: Vec<usize>,
}

/// The results by dimension; one with neither a value nor policies in the vigencia is left out.
pub fn by_dimension(resultados: &Resultados, catalogo: &Catalogo) -> Vec<GrupoDimension> {
    let ranking = ranking(resultados);
    let mut groups = Vec::new();
    for (dimension, d) in catalogo.dimensiones.iter().enumerate() {
        let members =
            catalogo.politicas.iter().enumerate().filter(|(_, p)| p.dimension.value == d.slug).map(|(index, _)| index);
        let (mut politicas, mut sin_medir) = (Vec::new(), Vec::new());
        for index in members {
            match ranking.iter().find(|p| p.politica == index) {
                Some(puesto) => politicas.push(*puesto),
                None if catalogo.politicas[index].nombre_en(resultados.vigencia.value).is_some() => {
                    sin_medir.push(index)
                }
                None => {}
            }
        }
        let puntaje = resultados.dimensiones.iter().find(|(i, _)| *i == dimension).map(|(_, v)| v.value);
        if politicas.is_empty() && sin_medir.is_empty() && puntaje.is_none() {
            continue;
        }
        groups.push(GrupoDimension { dimension, puntaje, politicas, sin_medir });
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    fn puestos(values: &[f64]) -> Vec<PuestoPolitica> {
        let mut last = (f64::NAN, 0);
        values
            .iter()
            .enumerate()
            .map(|(i, v)| {
                if *v != last.0 {
                    last = (*v, i + 1);
                }
                PuestoPolitica { politica: i, puntaje: *v, brecha: 100.0 - v, puesto: last.1 }
            })
            .collect()
    }

    #[test]
    fn extremes_keep_ties_together() {
        let ranking = puestos(&[98.0, 95.0, 95.0, 80.0, 60.0, 60.0]);
        assert_eq!(strongest(&ranking, 2).len(), 3);
        assert_eq!(strongest(&ranking, 9).len(), 6);
        let low: Vec<_> = weakest(&ranking, 1).iter().map(|p| p.politica).collect();
        assert_eq!(low, [5, 4]);
        assert_eq!(weakest(&[], 3), []);
        assert_eq!(weakest(&ranking, 9).len(), 6);
    }

    #[test]
    fn a_reference_splits_in_three() {
        let ranking = puestos(&[90.0, 82.3, 82.3, 50.0]);
        assert_eq!(split_by(&ranking, 82.3), Reparto { encima: 1, igual: 2, debajo: 1 });
    }
}
