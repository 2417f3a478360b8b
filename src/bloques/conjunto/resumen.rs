//! The main figures of a set and what the data supports saying of it.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, uno};
use crate::bloques::necesidad::Necesidad;
use crate::hechos::conjunto::{Medida, changes, panel, spread};
use crate::hechos::senales::hallazgos;

use super::{DeConjunto, counts, panel_view};

pub const BLOQUE: Bloque =
    Bloque::de_conjunto("resumen", "las cifras principales y los hallazgos, en frases", |set, _| uno(values(set)))
        .que_necesita(&[Necesidad::ResultadosDeEntidades]);

fn values(set: &DeConjunto<'_>) -> Option<Value> {
    let m = set.m;
    let hallazgos = hallazgos(m.conjunto, m.catalogo, set.encargo.corte.ultimo_dia(), &m.proyecto.umbrales);
    Some(json!({
        "conteo": counts(&m),
        "unico": spread(m.conjunto, Medida::Idi).and_then(|d| d.unico()),
        "mediana": spread(m.conjunto, Medida::Idi).and_then(|d| d.mediana),
        "cambio": panel(&changes(m.conjunto, m.catalogo, Medida::Idi)).map(panel_view),
        "redondeo": hallazgos.iter().any(|h| m.subtracts_otherwise(h)),
        "hallazgos": hallazgos,
        "ambito": set.encargo.ambito,
    }))
}
