//! What the set is, where its data comes from, and how many entities have which results.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, Rasgo, uno};
use crate::bloques::date;
use crate::diagnostic::Place;

use super::{DeConjunto, counts};

pub const BLOQUE: Bloque = Bloque::de_conjunto(
    "ficha_tecnica",
    "el conjunto, la fuente, la vigencia, el corte y cuántas entidades tienen IDI, se miden solo en control interno o no tienen resultado",
    |set, uso| uno(values(set, uso.place)),
)
.con_rasgo(Rasgo::SinIndices);

fn values(set: &mut DeConjunto<'_>, place: &Place) -> Option<Value> {
    let m = set.m;
    let sin_idi = m.without_idi_table();
    Some(json!({
        "universo": set.table(m.universe_table()),
        "sin_idi": (!sin_idi.filas.is_empty()).then(|| set.fit(sin_idi, place)).flatten(),
        "conteo": counts(&m),
        "organo": set.encargo.organo,
        "ambito": set.encargo.ambito,
        "corte": date(set.encargo.corte),
        "fecha": date(set.encargo.fecha),
        "con_plan": m.conjunto.con_plan(),
        "con_recomendaciones": m.conjunto.con_recomendaciones(),
        "comparable": m.comparable(),
        // Also of the vigencias that only a series shows.
        "fuentes_serie": m.vara.map(|_| m.series_source()),
    }))
}
