//! The largest rises and falls of entities.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, Dicho};
use crate::bloques::conjunto::{DeConjunto, Marco, cambio, panel_view};
use crate::hechos::conjunto::{Medida, changes, large_changes, panel};

use super::of_parts;
use super::tamano::{ALTO, BAJO_FRASE, largest_fitting, scaled_in};

/// Entities with the largest changes on each side.
const CAMBIOS: usize = 5;

pub const BLOQUE: Bloque = Bloque::lamina("lamina_cambios", "las mayores subidas y bajadas", |set, _| values(set));

fn values(set: &mut DeConjunto<'_>) -> Dicho {
    let m = set.m;
    let change = panel(&changes(m.conjunto, m.catalogo, Medida::Idi)).filter(|c| c.n > 1);
    let Some(change) = change else { return Ok(Vec::new()) };
    let doubtful = doubtful(m);
    let alto = if doubtful.is_empty() && gone(m).is_empty() { ALTO } else { BAJO_FRASE };
    let chart = largest_fitting(m, CAMBIOS, alto, |big, n, ancho| big.entity_dumbbells(n, ancho))?;
    let figures = chart.map(|chart| scaled_in(chart, alto, &mut set.hoja)).into_iter().collect();
    let umbral = m.proyecto.umbrales.cambio_por_verificar;
    let body =
        json!({ "panel": panel_view(change), "por_verificar": doubtful, "umbral": umbral, "salientes": gone(m) });
    Ok(of_parts(set, figures, &body))
}

/// The changes that are so large that what was reported is to be looked at, from the largest on.
pub fn doubtful(m: Marco<'_>) -> Vec<Value> {
    let large = large_changes(m.conjunto, m.catalogo, Medida::Idi, m.proyecto.umbrales.cambio_por_verificar);
    large.iter().map(|c| json!({ "nombre": m.name(c.miembro), "diferencia": c.diferencia() })).collect()
}

/// Who had an IDI before and has none now, where the two vigencias are compared.
pub fn gone(m: Marco<'_>) -> Vec<&str> {
    if m.comparable() { cambio::measured_in(&m, true, false) } else { Vec::new() }
}
