//! Rules about the indices of an entity.

use crate::hechos::conjunto::{Medida, difference};
use crate::hechos::indice::{PuestoPolitica, ranking, split_by, strongest, weakest};
use crate::hechos::primeros::{Empate, shown};
use crate::hechos::senales::Movimiento;
use crate::model::Resultados;

use super::{CITADAS, Cita, Citadas, Evidencia, Hallazgo, Puesto};

pub(super) fn all(e: &Evidencia<'_>) -> Vec<Hallazgo> {
    if e.solo_control_interno {
        // One policy has no extremes, no split and no lowest one.
        return internal_control(e).into_iter().chain(position(e)).collect();
    }
    let rules = [idi(e), to_verify(e), without_earlier(e), falls(e), position(e), measured(e), extremes(e), below(e)];
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
        por_verificar: e.por_verificar(variacion),
    })
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
        por_verificar: e.por_verificar(variacion),
        componentes: named.filter(|_| e.nombra_componentes).collect(),
    })
}

/// Those that a sentence names of `moved`, the largest change first, and how many they are.
fn largest(mut moved: Vec<Movimiento>) -> (Vec<Movimiento>, usize) {
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
    let moved = e.movimientos().into_iter().filter(|m| m.diferencia.abs() >= umbral).collect();
    let (politicas, total) = largest(moved);
    let anterior = e.anterior?.vigencia.value;
    (total > 0).then_some(Hallazgo::PorVerificar { anterior, umbral, politicas, total })
}

/// Falls that are told, without those that have to be verified first.
fn falls(e: &Evidencia<'_>) -> Option<Hallazgo> {
    let umbral = e.umbrales.caida;
    let fell = |m: &Movimiento| m.diferencia <= -umbral && e.por_verificar(Some(m.diferencia)).is_none();
    let fallen: Vec<_> = e.movimientos().into_iter().filter(fell).collect();
    let rose = |m: &Movimiento| {
        let of =
            e.cotejo?.politicas.iter().find(|p| matches!(p.medida, Medida::Politica(i) if e.nombre(i) == m.nombre))?;
        Some(of.tendencia?.diferencia()? > 0.0)
    };
    let contra = fallen.iter().filter(|m| rose(m) == Some(true)).count();
    let (politicas, total) = largest(fallen);
    let anterior = e.anterior?.vigencia.value;
    let sube_idi = e.comparacion.is_some_and(|c| c.variacion.is_some() && difference(c.idi_anterior, c.idi) > 0.0);
    (total > 0).then_some(Hallazgo::Caidas { anterior, umbral, politicas, total, sube_idi, contra })
}

fn position(e: &Evidencia<'_>) -> Option<Hallazgo> {
    let place = e.cotejo?.principal.as_ref()?.lugares.todas;
    let lugar = Puesto {
        puesto: place.puesto,
        empate: place.empate,
        de: place.distribucion.n,
        ambito: e.ambito.to_owned(),
        mediana: place.distribucion.mediana,
    };
    let baja = lugar.bajo(e.umbrales.posicion_baja);
    (lugar.de > 1).then_some(Hallazgo::Puesto { lugar, baja })
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
    (position(e).is_none() && !doubtful && ranking.len() > 1).then_some(Hallazgo::BajoIdi {
        idi,
        debajo,
        medidas: ranking.len(),
    })
}
