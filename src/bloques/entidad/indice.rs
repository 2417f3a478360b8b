//! The IDI of an entity and its change.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, uno};
use crate::bloques::necesidad::Necesidad;
use crate::model::Medicion;

use super::{DeEntidad, distinct};

pub const BLOQUE: Bloque = Bloque::de_entidad(
    "indice",
    "el IDI; con «comparar_con», los dos valores y la variación en puntos, o la nota de que no se comparan",
    |d, _| uno(values(d)),
)
.que_necesita(&[Necesidad::Idi])
.con_vara();

fn values(d: &DeEntidad<'_>) -> Option<Value> {
    let idi = d.m.resultados.idi.as_ref()?.value;
    let serie = |vigencia| d.m.catalogo.medicion(vigencia).map_or_else(|| "sin serie".to_owned(), Medicion::serie);
    let known = |vigencia| d.m.catalogo.medicion(vigencia).is_some();
    let nota = |vigencia| d.m.catalogo.medicion(vigencia).map(|m| &m.nota);
    Some(json!({
        "idi": idi,
        "serie": serie(d.m.resultados.vigencia.value),
        "fuente": d.m.resultados.fuente.value,
        "redondeo": d.change_subtracts_otherwise(),
        "comparacion": d.comparacion.map(|c| json!({
            "anterior": c.anterior,
            "idi_anterior": c.idi_anterior,
            "serie_anterior": serie(c.anterior),
            "variacion": c.variacion,
            "series_conocidas": known(c.vigencia) && known(c.anterior),
            "nota": nota(c.vigencia),
            "fuentes": distinct([d.m.anterior.map(|r| r.fuente.value.as_str()), Some(&d.m.resultados.fuente.value)]),
        })),
    }))
}
