//! Internal control over a set.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, Uso, dibujado};
use crate::bloques::necesidad::Necesidad;
use crate::charts::DrawError;
use crate::cuadro::Celda;
use crate::hechos::conjunto::{Medida, spread};
use crate::hechos::senales::internal_control_policy;

use super::{DeConjunto, MUESTRA, extremes, shown};

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
    Ok(Some(json!({
        "figura": figura,
        "listada": listed,
        "control_interno": set.finding("control_interno"),
        "cuadro": set.table(m.meci_table()),
        "solo_control_interno": m.universe().solo_control_interno,
        "solo_extremas": extremes(&m, &own),
        "solo": (!only.filas.is_empty()).then(|| set.fit(only, uso.place)).flatten(),
    })))
}

/// The entity of a row and its index.
fn named(fila: &[Celda]) -> Option<(String, f64)> {
    let [entidad, indice, ..] = fila else { return None };
    Some((entidad.as_text()?.to_owned(), indice.as_number()?))
}
