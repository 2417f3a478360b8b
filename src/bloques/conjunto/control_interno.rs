//! Internal control over a set.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, Uso, dibujado};
use crate::bloques::necesidad::Necesidad;
use crate::charts::DrawError;
use crate::cuadro::Celda;
use crate::hechos::conjunto::{Medida, changes, panel, spread};
use crate::hechos::senales::{internal_control_policy, meci_components};

use super::{DeConjunto, MUESTRA, extremes, panel_view, shown};

pub const BLOQUE: Bloque = Bloque::de_conjunto(
    "control_interno",
    "los componentes del MECI y las entidades que se miden solo en control interno",
    |set, uso| dibujado(values(set, uso)),
)
.que_necesita(&[Necesidad::ControlInternoDeEntidades])
.con_opciones(&[MUESTRA]);

fn values(set: &mut DeConjunto<'_>, uso: Uso<'_>) -> Result<Option<Value>, DrawError> {
    let m = set.m;
    let width = set.width();
    if internal_control_policy(m.catalogo).and_then(|p| spread(m.conjunto, Medida::Politica(p))).is_none() {
        return Ok(None);
    }
    let (drawn, listed) = shown(uso);
    let figura = if drawn { set.figure(m.meci_ranges(width)?) } else { Value::Null };
    let only = m.meci_values(true);
    let own: Vec<_> = only.filas.iter().filter_map(|f| named(f)).collect();
    let policy = internal_control_policy(m.catalogo).expect("asked for above");
    let all = changes(m.conjunto, m.catalogo, Medida::Politica(policy));
    let parts: Vec<_> = meci_components(m.conjunto, m.catalogo)
        .into_iter()
        .filter_map(|(_, name, d)| Some((d.mediana?, name)))
        .collect();
    let cite = |c: &(f64, &str)| json!({ "nombre": c.1, "puntaje": c.0 });
    let edge = |list: &[(f64, &str)]| {
        let low = list.iter().min_by(|a, b| a.0.total_cmp(&b.0))?;
        let high = list.iter().max_by(|a, b| a.0.total_cmp(&b.0))?;
        (list.len() > 1).then(|| json!({ "baja": cite(low), "alta": cite(high) }))
    };
    Ok(Some(json!({
        "cambio": panel(&all).map(panel_view),
        "similar": m.proyecto.umbrales.similar,
        "componentes": edge(&parts),
        "fuera": only.filas.iter().filter_map(|f| outside(f)).collect::<Vec<_>>(),
        "figura": figura,
        "listada": listed,
        "control_interno": set.finding("control_interno"),
        "cuadro": set.table(m.meci_table()),
        "solo_control_interno": m.universe().solo_control_interno,
        "solo_extremas": extremes(&m, &own),
        "solo": (!only.filas.is_empty()).then(|| set.fit(only, uso.place)).flatten(),
    })))
}

/// The entity of a row whose index is below or above all of its components.
fn outside(fila: &[Celda]) -> Option<String> {
    let own = fila.get(1)?.as_number()?;
    let parts: Vec<f64> = fila[2..].iter().filter_map(Celda::as_number).collect();
    let beyond = parts.iter().all(|p| *p > own) || parts.iter().all(|p| *p < own);
    (beyond && !parts.is_empty()).then(|| fila[0].as_text().map(str::to_owned)).flatten()
}

/// The entity of a row and its index.
fn named(fila: &[Celda]) -> Option<(String, f64)> {
    let [entidad, indice, ..] = fila else { return None };
    Some((entidad.as_text()?.to_owned(), indice.as_number()?))
}
