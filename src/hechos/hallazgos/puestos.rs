//! Rules about where an entity stands: among all, in its group, policy by policy, and what became of that.

use std::cmp::Ordering;

use crate::hechos::conjunto::{Lugar, Medida, difference};
use crate::hechos::cotejo::{self, Posicion};
use crate::hechos::primeros::{Empate, shown};
use crate::hechos::senales::{Movimiento, internal_control_policy};

use super::resultados::largest;
use super::{Antes, CITADAS, Distancia, Evidencia, Hallazgo, Puesto, PuestoGrupo, Ultima};

pub(super) fn all(e: &Evidencia<'_>) -> Vec<Hallazgo> {
    let policies = (!e.solo_control_interno).then(|| last(e)).flatten();
    [position(e), policies, components(e)].into_iter().flatten().collect()
}

fn place(lugar: Lugar, ambito: &str) -> Puesto {
    Puesto {
        puesto: lugar.puesto,
        empate: lugar.empate,
        de: lugar.distribucion.n,
        ambito: ambito.to_owned(),
        mediana: lugar.distribucion.mediana,
    }
}

pub(super) fn position(e: &Evidencia<'_>) -> Option<Hallazgo> {
    let principal = e.cotejo?.principal.as_ref()?;
    let lugar = place(principal.lugares.todas, e.ambito);
    let grupo = e.grupo.as_ref().map(|(nombre, of, par)| PuestoGrupo {
        puesto: place(*of, nombre),
        par: *par,
        diferencia: of.sobre_mediana(principal.valor),
    });
    let low = |p: &Puesto| p.bajo(e.umbrales.posicion_baja);
    let baja = low(&lugar) || grupo.as_ref().is_some_and(|g| low(&g.puesto));
    let antes = before(e);
    let pierde = antes.is_some_and(|a| lugar.puesto >= a.puesto + e.umbrales.puestos_perdidos);
    (lugar.de > 1).then_some(Hallazgo::Puesto { lugar, grupo, antes, baja, pierde })
}

/// The place in the vigencia that the report compares with, where both are of one series.
fn before(e: &Evidencia<'_>) -> Option<Antes> {
    let vigencia = e.anterior?.vigencia.value;
    let point = e.cotejo?.serie.iter().find(|p| p.vigencia == vigencia && p.vigencia < e.resultados.vigencia.value)?;
    let lugar = point.lugar.filter(|l| l.distribucion.n > 1)?;
    Some(Antes { vigencia, puesto: lugar.puesto, de: lugar.distribucion.n })
}

fn last(e: &Evidencia<'_>) -> Option<Hallazgo> {
    let (puestos, part) = (e.umbrales.ultimos_puestos, e.umbrales.posicion_baja);
    let compared: Vec<_> = e.cotejo?.politicas.iter().filter(|p| p.lugares.todas.distribucion.n > 1).collect();
    let of = |p: &&Posicion| {
        let Medida::Politica(politica) = p.medida else { return None };
        let lugar = place(p.lugares.todas, e.ambito);
        // A place that follows from a change to be verified is told with that.
        if e.anterior.is_some_and(|r| e.por_verificar(cotejo::change(e.resultados, r, e.catalogo, p.medida)).is_some())
        {
            return None;
        }
        (lugar.bajo(part) && lugar.de - lugar.puesto < puestos).then(|| Ultima {
            nombre: e.nombre(politica),
            puesto: lugar.puesto,
            empate: lugar.empate,
            de: lugar.de,
            sobre_mediana: p.sobre_mediana(),
        })
    };
    let mut politicas: Vec<_> = compared.iter().filter_map(of).collect();
    let far = |u: &Ultima| u.sobre_mediana.unwrap_or(0.0);
    politicas.sort_by(|a, b| far(a).total_cmp(&far(b)));
    let total = politicas.len();
    if total > CITADAS + 1 {
        politicas.truncate(shown(&politicas, CITADAS, Empate::Sale, |a, b| far(a) == far(b)));
    }
    (total > 0).then_some(Hallazgo::Ultimas { politicas, total, medidas: compared.len(), puestos })
}

/// The components of MECI that have an official name, where the largest fall reaches its threshold.
fn components(e: &Evidencia<'_>) -> Option<Hallazgo> {
    let politica = internal_control_policy(e.catalogo)?;
    let anterior = e.anterior?;
    let change = |medida: Medida<'_>| cotejo::change(e.resultados, anterior, e.catalogo, medida);
    let moved = e.catalogo.politicas[politica].subindices.iter().filter_map(|s| {
        let medida = Medida::Subindice(politica, &s.codigo);
        change(medida)?;
        let (antes, despues) = (medida.of(anterior)?, medida.of(e.resultados)?);
        let diferencia = difference(antes, despues);
        Some(Movimiento { nombre: s.nombre.clone()?, antes, despues, diferencia, n: None })
    });
    let moved: Vec<_> = moved.collect();
    let de = moved.len();
    let down = |m: &Movimiento| cotejo::side(m.diferencia, e.umbrales.similar) == Ordering::Less;
    let fell: Vec<_> = moved.into_iter().filter(down).collect();
    let verified = |m: &Movimiento| e.por_verificar(Some(m.diferencia)).is_none();
    let told = fell.iter().all(verified) && fell.iter().any(|m| -m.diferencia >= e.umbrales.caida_componente);
    let (componentes, total) = largest(fell);
    let variacion = change(Medida::Politica(politica));
    told.then_some(Hallazgo::Componentes { anterior: anterior.vigencia.value, componentes, total, de, variacion })
}

/// How far each policy that is compared lies above the median of all entities, the farthest above first.
fn all_distances(e: &Evidencia<'_>) -> Vec<Distancia> {
    let of = |p: &Posicion| {
        let Medida::Politica(politica) = p.medida else { return None };
        Some(Distancia { nombre: e.nombre(politica), puntaje: p.valor, diferencia: p.sobre_mediana()? })
    };
    let mut all: Vec<_> = e.cotejo.iter().flat_map(|c| &c.politicas).filter_map(of).collect();
    all.sort_by(|a, b| b.diferencia.total_cmp(&a.diferencia));
    all
}

/// Whether policies have a median to be held against.
pub(super) fn compares(e: &Evidencia<'_>) -> bool {
    e.cotejo.is_some_and(|c| c.politicas.iter().any(|p| p.sobre_mediana().is_some()))
}

/// The only policy of several that is farthest below the median, and not merely near it.
pub(super) fn farthest_below(e: &Evidencia<'_>) -> Option<Distancia> {
    let all = all_distances(e);
    let [.., before, last] = all.as_slice() else { return None };
    let low = cotejo::side(last.diferencia, e.umbrales.similar) == Ordering::Less;
    (low && before.diferencia > last.diferencia).then(|| last.clone())
}

/// The policies farthest from the median of all entities, where there are enough for two ends; those of equal
/// distance stand together or not at all.
pub(super) fn distances(e: &Evidencia<'_>) -> Option<Hallazgo> {
    let mut all = all_distances(e);
    let equal = |a: &Distancia, b: &Distancia| a.diferencia == b.diferencia;
    let ends = |list: &[Distancia]| list[..shown(list, e.extremos, Empate::Sale, equal)].to_vec();
    let altas = ends(&all);
    all.reverse();
    let bajas = ends(&all);
    let enough = all.len() >= 2 * e.extremos && !altas.is_empty() && !bajas.is_empty();
    enough.then_some(Hallazgo::Distancias { altas, bajas })
}
