//! The change of the medians of the policies.

use serde_json::json;

use crate::bloques::bloque::{Bloque, Dicho};
use crate::bloques::conjunto::DeConjunto;
use crate::hechos::senales::compared_panels;

use super::{PESAS, directions, of_parts, series};

pub const BLOQUE: Bloque =
    Bloque::lamina("lamina_cambio_politicas", "el cambio de la mediana por política", |set, _| values(set));

fn values(set: &mut DeConjunto<'_>) -> Dicho {
    let m = set.m;
    let (compared, partial) = compared_panels(m.conjunto, m.catalogo);
    let compared: Vec<_> = compared.into_iter().map(|x| x.1).filter(|p| m.levels(p).is_some()).collect();
    let partial = partial.into_iter().filter(|x| m.levels(&x.1).is_some()).count();
    let directions = directions(&m, &compared);
    if directions.n < 2 {
        return Ok(Vec::new());
    }
    let hoja = &mut set.hoja;
    let figures = series(m, compared.len(), PESAS, hoja, |big, ancho, part| big.compared_dumbbells(ancho, part))?;
    Ok(of_parts(set, figures, &json!({ "cambio": directions, "parciales": partial })))
}
