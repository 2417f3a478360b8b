//! The sources of the sheet, and who made it when.

use serde_json::json;

use crate::bloques::bloque::{Bloque, Dicho};
use crate::bloques::conjunto::DeConjunto;
use crate::bloques::date;

use super::cabeza;

pub const BLOQUE: Bloque =
    Bloque::de_politica("ficha_cierre", "el cierre de la ficha: fuentes, órgano y fecha", values);

fn values(set: &mut DeConjunto<'_>, politica: usize) -> Dicho {
    let m = set.m;
    Ok(vec![json!({
        "decimales": m.cuts_decimals().then_some(m.pen.numeros.decimales),
        "puesto_comparable": cabeza::is_compared(m, politica),
        "organo": set.encargo.organo,
        "fecha": date(set.encargo.fecha),
    })])
}
