//! Internal control over a set.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, dibujado};
use crate::bloques::necesidad::Necesidad;
use crate::charts::DrawError;
use crate::cuadro::Celda;
use crate::diagnostic::Place;
use crate::hechos::conjunto::{Medida, spread};
use crate::hechos::senales::internal_control_policy;

use super::{DeConjunto, extremes};

pub const BLOQUE: Bloque = Bloque::de_conjunto(
    "control_interno",
    "los componentes del MECI y las entidades que se miden solo en control interno",
    |set, uso| dibujado(values(set, uso.place)),
)
.que_necesita(&[Necesidad::ControlInternoDeEntidades]);

fn values(set: &mut DeConjunto<'_>, place: &Place) -> Result<Option<Value>, DrawError> {
    let m = set.m;
    let width = set.width();
    if internal_control_policy(m.catalogo).and_then(|p| spread(m.conjunto, Medida::Politica(p))).is_none() {
        return Ok(None);
    }
    let figura = set.figure(m.meci_ranges(width)?);
    let only = m.meci_values(true);
    let own: Vec<_> = only.filas.iter().filter_map(|f| named(f)).collect();
    Ok(Some(json!({
        "figura": figura,
        "control_interno": set.finding("control_interno"),
        "cuadro": set.table(m.meci_table()),
        "solo_control_interno": m.universe().solo_control_interno,
        "solo_extremas": extremes(&m, &own),
        "solo": (!only.filas.is_empty()).then(|| set.fit(only, place)).flatten(),
    })))
}

/// The entity of a row and its index.
fn named(fila: &[Celda]) -> Option<(String, f64)> {
    let [entidad, indice, ..] = fila else { return None };
    Some((entidad.as_text()?.to_owned(), indice.as_number()?))
}
