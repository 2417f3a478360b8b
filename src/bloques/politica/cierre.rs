//! The sources of the sheet, and who made it when.

use serde_json::json;

use crate::bloques::bloque::{Bloque, Dicho};
use crate::bloques::conjunto::DeConjunto;
use crate::bloques::date;
use crate::hechos::conjunto::{Medida, changes, panel, spread};

use super::cabeza;

pub const BLOQUE: Bloque =
    Bloque::de_politica("ficha_cierre", "el cierre de la ficha: fuentes, órgano y fecha", values);

fn values(set: &mut DeConjunto<'_>, politica: usize) -> Dicho {
    let m = set.m;
    let medida = Medida::Politica(politica);
    let compared = cabeza::is_compared(m, politica);
    let own: Vec<_> = [
        (spread(m.conjunto, medida).is_some_and(|d| d.mediana.is_some()), "las medianas"),
        (compared, "los puestos"),
        (panel(&changes(m.conjunto, m.catalogo, medida)).is_some(), "los cambios"),
    ]
    .into_iter()
    .filter_map(|(there, word)| there.then_some(word))
    .collect();
    Ok(vec![json!({
        "decimales": m.cuts_decimals().then_some(m.pen.numeros.decimales),
        "puesto_comparable": compared,
        "fuentes_serie": cabeza::through(m, medida).map(|_| m.series_source()),
        "puesto_redondeado": compared && cabeza::prints_as_another(m, politica),
        "medianas_comparadas": panel(&changes(m.conjunto, m.catalogo, medida)).is_some_and(|p| p.medianas.is_some()),
        "similar": m.proyecto.umbrales.similar,
        "cuartiles": spread(m.conjunto, medida).is_some_and(|d| d.cuartiles.is_some()),
        "propios": own,
        "organo": set.encargo.organo,
        "fecha": date(set.encargo.fecha),
    })])
}
