//! How everything is computed.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, Rasgo, uno};

use crate::hechos::conjunto::MINIMO_JUNTAS;

use super::{BANDAS, DeConjunto, MAX_CELDAS, counts};

pub const BLOQUE: Bloque =
    Bloque::de_conjunto("metodo", "cómo se calcula cada cosa", |set, _| uno(values(set))).con_rasgo(Rasgo::SinIndices);

fn values(set: &DeConjunto<'_>) -> Option<Value> {
    let m = set.m;
    Some(json!({
        "conteo": counts(&m),
        "serie": m.catalogo.medicion(set.m.conjunto.vigencia).map(crate::model::Medicion::serie),
        "nota": m.catalogo.medicion(set.m.conjunto.vigencia).map(|x| x.nota.clone()),
        "comparable": m.comparable(),
        "con_plan": m.conjunto.con_plan() > 0,
        "resumenes": m.summaries(),
        "umbrales": { "cuestionario": m.proyecto.umbrales.cuestionario, "juntas": MINIMO_JUNTAS },
        "bandas": BANDAS,
        "subida": m.proyecto.umbrales.subida,
        "similar": m.proyecto.umbrales.similar,
        "max_celdas": MAX_CELDAS,
    }))
}
