//! The change of the medians of the policies: those that fall first.

use std::cmp::Ordering;

use serde_json::json;

use crate::bloques::bloque::{Bloque, Dicho};
use crate::bloques::conjunto::DeConjunto;
use crate::hechos::conjunto::{Panel, difference};
use crate::hechos::senales::compared_panels;

use super::{PESAS, directions, of_parts, series};

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
        let sube = m.pen.numeros.sentido(change) == Ordering::Greater;
        Some(json!({ "nombre": m.policy(*p), "diferencia": change, "sube": sube }))
    };
    let filas: Vec<_> = compared.iter().filter_map(change).collect();
    let hoja = &mut set.hoja;
    let figures = series(m, filas.len(), PESAS, hoja, |big, ancho, part| big.compared_dumbbells(ancho, part))?;
    Ok(of_parts(set, figures, &json!({ "cambio": directions, "parciales": partial, "filas": filas })))
}
