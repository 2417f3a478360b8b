//! Rules about the indices of an entity.

use std::cmp::Ordering;

use crate::hechos::conjunto::{Medida, difference};
use crate::hechos::cotejo;
use crate::hechos::indice::{PuestoPolitica, ranking, split_by, strongest, weakest};
use crate::hechos::primeros::{Empate, shown};
use crate::hechos::senales::Movimiento;
use crate::model::Resultados;

use super::{CITADAS, Cita, Citadas, Evidencia, Hallazgo, puestos};

pub(super) fn all(e: &Evidencia<'_>) -> Vec<Hallazgo> {
    if e.solo_control_interno {
        // One policy has no extremes, no split and no lowest one.
        return internal_control(e).into_iter().collect();
    }
    let rules = [idi(e), to_verify(e), without_earlier(e), falls(e), measured(e), extremes(e), below(e)];
    rules.into_iter().flatten().collect()
}

fn idi(e: &Evidencia<'_>) -> Option<Hallazgo> {
    let idi = e.resultados.idi.as_ref()?.value;
    let variacion = e.comparacion.filter(|c| c.variacion.is_some()).map(|c| difference(c.idi_anterior, c.idi));
    Some(Hallazgo::Idi {
        vigencia: e.resultados.vigencia.value,
        idi,
        anterior: e.comparacion.map(|c| c.anterior),
        idi_anterior: e.comparacion.map(|c| c.idi_anterior),
        variacion,
        medianas: medians(e).filter(|_| variacion.is_some()),
        por_verificar: e.por_verificar(variacion),
    })
}

/// The median of all entities in the vigencia that the report compares with and in its own, as the series has them.
fn medians(e: &Evidencia<'_>) -> Option<(f64, f64)> {
    let of = |vigencia: u32| {
        let point = e.cotejo?.serie.iter().find(|p| p.vigencia == vigencia)?;
        point.distribucion?.mediana
    };
    Some((of(e.anterior?.vigencia.value)?, of(e.resultados.vigencia.value)?))
}

fn internal_control(e: &Evidencia<'_>) -> Option<Hallazgo> {
    let of = |r: &Resultados| r.politicas.first().map(|p| p.puntaje.value);
    let vigencia = e.resultados.vigencia.value;
    let indice = of(e.resultados)?;
    let before = e.anterior.and_then(|r| Some((r.vigencia.value, of(r)?)));
    let comparable = before.filter(|(v, _)| e.catalogo.comparables(vigencia, *v));
    let variacion = comparable.map(|(_, value)| difference(value, indice));
    let named = e.resultados.politicas.iter().flat_map(|p| &p.subindices).filter_map(|s| {
        let known = e.catalogo.politicas.iter().flat_map(|p| &p.subindices);
        let nombre = known.into_iter().find(|k| k.codigo.eq_ignore_ascii_case(s.codigo.trim()))?.nombre.clone()?;
        Some(Cita { nombre, puntaje: s.puntaje.value.0 })
    });
    Some(Hallazgo::SoloControlInterno {
        vigencia,
        indice,
        anterior: before.map(|(v, _)| v),
        indice_anterior: before.map(|(_, value)| value),
        variacion,
        medianas: medians(e).filter(|_| variacion.is_some()),
        por_verificar: e.por_verificar(variacion),
        componentes: named.filter(|_| e.nombra_componentes).collect(),
    })
}

/// Those that a sentence names of `moved`, the largest change first, and how many they are.
pub(super) fn largest(mut moved: Vec<Movimiento>) -> (Vec<Movimiento>, usize) {
    moved.sort_by(|a, b| b.diferencia.abs().total_cmp(&a.diferencia.abs()));
    let total = moved.len();
    let equal = |a: &Movimiento, b: &Movimiento| a.diferencia.abs() == b.diferencia.abs();
    // All of them where only one would be left.
    if total > CITADAS + 1 {
        moved.truncate(shown(&moved, CITADAS, Empate::Sale, equal));
    }
    (moved, total)
}

fn to_verify(e: &Evidencia<'_>) -> Option<Hallazgo> {
    let umbral = e.umbrales.cambio_por_verificar;
    let compared = e.movimientos();
    let moved: Vec<_> = compared.iter().filter(|m| m.diferencia.abs() >= umbral).cloned().collect();
    let together = moved.iter().all(|m| m.diferencia > 0.0) || moved.iter().all(|m| m.diferencia < 0.0);
    let sizes = moved.iter().map(|m| m.diferencia);
    let closest = sizes.clone().min_by(|a, b| a.abs().total_cmp(&b.abs()));
    let farthest = sizes.max_by(|a, b| a.abs().total_cmp(&b.abs()));
    let todas = closest.zip(farthest).filter(|_| together && moved.len() > 1 && moved.len() == compared.len());
    let (politicas, total) = largest(moved);
    let anterior = e.anterior?.vigencia.value;
    (total > 0).then_some(Hallazgo::PorVerificar { anterior, umbral, politicas, total, todas })
}

/// Falls that are told, without those that have to be verified first.
fn falls(e: &Evidencia<'_>) -> Option<Hallazgo> {
    let umbral = e.umbrales.caida;
    let fell = |m: &Movimiento| m.diferencia <= -umbral && e.por_verificar(Some(m.diferencia)).is_none();
    let fallen: Vec<_> = e.movimientos().into_iter().filter(fell).collect();
    let median = |m: &Movimiento| {
        let of =
            e.cotejo?.politicas.iter().find(|p| matches!(p.medida, Medida::Politica(i) if e.nombre(i) == m.nombre))?;
        let trend = of.tendencia?;
        let (antes, despues) = trend.medianas?;
        let diferencia = trend.diferencia()?;
        Some(Movimiento { nombre: m.nombre.clone(), antes, despues, diferencia, n: Some(trend.n) })
    };
    let up = |change: f64| cotejo::side(change, e.umbrales.similar) == Ordering::Greater;
    let contra = fallen.iter().filter_map(median).filter(|m| up(m.diferencia)).collect();
    let (politicas, total) = largest(fallen);
    let anterior = e.anterior?.vigencia.value;
    let sube_idi = e.comparacion.is_some_and(|c| c.variacion.is_some() && up(difference(c.idi_anterior, c.idi)));
    (total > 0).then_some(Hallazgo::Caidas { anterior, umbral, politicas, total, sube_idi, contra })
}

fn without_earlier(e: &Evidencia<'_>) -> Option<Hallazgo> {
    let anterior = e.comparar_con?;
    (e.comparacion.is_none() && e.resultados.idi.is_some()).then_some(Hallazgo::SinAnterior { anterior })
}

fn measured(e: &Evidencia<'_>) -> Option<Hallazgo> {
    let vigencia = e.resultados.vigencia.value;
    let (medidas, existentes) = (e.resultados.politicas.len(), e.existentes);
    (medidas > 0 && medidas < existentes).then_some(Hallazgo::Medidas { vigencia, medidas, existentes })
}

fn extremes(e: &Evidencia<'_>) -> Option<Hallazgo> {
    let ranking = ranking(e.resultados);
    if let Some(distances) = puestos::distances(e) {
        // What follows from a change to be verified says nothing of the policies.
        let doubtful = e.comparacion.is_some_and(|c| e.por_verificar(c.variacion).is_some());
        return (!doubtful).then_some(distances);
    }
    let (altas, bajas) = (strongest(&ranking, e.extremos), weakest(&ranking, e.extremos));
    // With few policies or many ties the same one would be strong and weak.
    if ranking.is_empty() || altas.len() + bajas.len() > ranking.len() {
        return None;
    }
    let (mas_alta, mas_baja) = (ranking.first()?.puntaje, ranking.last()?.puntaje);
    let cited = |list: &[PuestoPolitica]| Citadas::of(list.iter().map(|p| e.cite(p)).collect(), e.extremos);
    Some(Hallazgo::Extremos { altas: cited(altas), mas_alta, bajas: cited(&bajas), mas_baja })
}

/// Against itself an entity is set only where there is nothing else, and where its own index may stand.
fn below(e: &Evidencia<'_>) -> Option<Hallazgo> {
    let idi = e.resultados.idi.as_ref()?.value;
    let doubtful = e.comparacion.is_some_and(|c| e.por_verificar(c.variacion).is_some());
    let ranking = ranking(e.resultados);
    let debajo = split_by(&ranking, idi).debajo;
    (puestos::position(e).is_none() && !doubtful && ranking.len() > 1).then_some(Hallazgo::BajoIdi {
        idi,
        debajo,
        medidas: ranking.len(),
    })
}
