//! The Índice de Gestión Pública Distrital, copied.

use serde_json::json;

use crate::bloques::bloque::{Bloque, Dicho, Rasgo};
use crate::bloques::conjunto::DeConjunto;
use crate::model::ValorIgpd;

use super::at_most_one;

pub const BLOQUE: Bloque =
    Bloque::lamina("lamina_igpd", "el IGPD que el documento copia", |set, _| values(set)).con_rasgo(Rasgo::SinIndices);

fn values(set: &DeConjunto<'_>) -> Dicho {
    let numeros = set.m.pen.numeros;
    let before = |v: &ValorIgpd| v.anterior.as_ref().map(|a| a.value.0);
    let value = |v: &ValorIgpd| {
        let difference = before(v).map(|b| ((v.puntaje.value.0 - b) * 1e6).round() / 1e6);
        json!({ "nombre": v.nombre, "puntaje": v.puntaje.value.0, "anterior": before(v), "diferencia": difference })
    };
    let wrong = |v: &ValorIgpd| before(v).is_some_and(|b| !numeros.resta_cuadra(b, v.puntaje.value.0));
    let igpd = set.encargo.igpd.filter(|igpd| !igpd.valores.is_empty());
    let body = igpd.map(|igpd| {
        let valores: Vec<_> = igpd.valores.iter().map(value).collect();
        let redondeo = igpd.valores.iter().any(wrong);
        json!({ "igpd": { "fuente": igpd.fuente, "valores": valores, "redondeo": redondeo } })
    });
    at_most_one(set, body)
}
