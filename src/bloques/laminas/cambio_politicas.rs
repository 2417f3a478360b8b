//! The change of the medians of the policies: those that fall first.

use serde_json::json;

use crate::bloques::bloque::{Bloque, Dicho};
use crate::bloques::conjunto::{DeConjunto, cambio};
use crate::hechos::conjunto::{Medida, Panel, difference, spread};
use crate::hechos::cotejo::side;
use crate::hechos::senales::compared_panels;

use super::tamano::{ALTO, BAJO_CAUTELA, series_in};
use super::{PESAS, directions, of_parts};

pub const BLOQUE: Bloque =
    Bloque::lamina("lamina_cambio_politicas", "el cambio de la mediana por política", |set, _| values(set));

fn values(set: &mut DeConjunto<'_>) -> Dicho {
    let m = set.m;
    let partial = compared_panels(m.conjunto, m.catalogo).1;
    let partial = partial.into_iter().filter(|x| m.levels(&x.1).is_some()).count();
    let compared = m.compared_changes();
    let panels: Vec<Panel> = compared.iter().map(|x| x.1).collect();
    let directions = directions(&m, &panels);
    if directions.n < 2 {
        return Ok(Vec::new());
    }
    // As the chart draws them.
    let change = |(p, panel): &(usize, Panel)| {
        let (before, now) = m.levels(panel)?;
        let change = difference(before, now);
        let sentido = side(change, m.proyecto.umbrales.similar);
        // The median of all that were measured now, where it is printed otherwise.
        let todas = spread(m.conjunto, Medida::Politica(*p)).and_then(|d| Some((d.mediana?, d.n)));
        let todas = todas.filter(|t| m.pen.numeros.numero(t.0) != m.pen.numeros.numero(now));
        Some(json!({
            "nombre": m.policy(*p), "diferencia": change, "sube": sentido.is_gt(), "baja": sentido.is_lt(),
            "despues": now, "n": panel.n, "bajan": panel.bajan,
            "todas": todas.map(|(mediana, n)| json!({ "mediana": mediana, "n": n })),
        }))
    };
    let filas: Vec<_> = compared.iter().filter_map(change).collect();
    let juntas = cambio::together(&compared, &m);
    let alto = if juntas.is_empty() { ALTO } else { BAJO_CAUTELA };
    let rows = (filas.len(), PESAS);
    let figures = series_in(m, rows, alto, &mut set.hoja, |big, ancho, part| big.compared_dumbbells(ancho, part))?;
    Ok(of_parts(
        set,
        figures,
        &json!({
            "cambio": directions, "parciales": partial, "filas": filas, "juntas": juntas,
        }),
    ))
}
