//! The position of each entity.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, uno};
use crate::bloques::impreso::ends;
use crate::bloques::necesidad::Necesidad;
use crate::diagnostic::Place;

use super::{DeConjunto, EXTREMOS, MAX_CELDAS, printed, summarised};

pub const BLOQUE: Bloque =
    Bloque::de_conjunto("puestos", "el puesto de cada entidad con IDI; los empates comparten el puesto", |set, uso| {
        uno(values(set, uso.place))
    })
    .que_necesita(&[Necesidad::ResultadosDeEntidades]);

fn values(set: &mut DeConjunto<'_>, place: &Place) -> Option<Value> {
    let m = set.m;
    let table = m.ranking_table();
    if table.filas.is_empty() {
        return None;
    }
    let n = table.filas.len();
    let cells = n * table.columnas.len();
    if cells <= MAX_CELDAS {
        Some(json!({ "cuadro": set.table(table), "n": n, "resumido": false, "idi": set.finding("idi") }))
    } else {
        set.hoja.found.push(summarised("puestos", cells, place));
        let (altas, bajas) = ends(&table, EXTREMOS * 2);
        let view = json!({
            "altas": (!altas.filas.is_empty()).then(|| printed(&altas, &m)),
            "bajas": (!bajas.filas.is_empty()).then(|| printed(&bajas, &m)),
            "n": n, "resumido": true, "primeras": altas.filas.len(), "ultimas": bajas.filas.len(),
        });
        set.hoja.cuadros.push(table);
        Some(view)
    }
}
