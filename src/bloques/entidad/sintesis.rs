//! The main figures of an entity and what the data supports saying of it.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, uno};
use crate::bloques::necesidad::Necesidad;
use crate::bloques::opciones::{ClaseOpcion, Opcion, Opciones};
use crate::hechos::hallazgos::{cifras, hallazgos};

use super::DeEntidad;

pub const BLOQUE: Bloque = Bloque::de_entidad(
    "sintesis",
    "las cifras principales y los hallazgos, en frases; primero aquello sobre lo que hay que actuar, y solo lo que los datos sostienen",
    |d, uso| uno(Some(values(d, uso.opciones))),
)
.que_necesita(&[Necesidad::Resultados])
.con_opciones(&[Opcion {
    palabra: "hallazgos",
    clase: ClaseOpcion::Cuantas,
    dice: "cuántos hallazgos se dicen, los primeros; si faltan, se dice de cuántos",
}])
.con_vara();

fn values(d: &DeEntidad<'_>, options: &Opciones) -> Value {
    let evidencia = d.evidencia();
    let mut hallazgos = hallazgos(&evidencia);
    let all = hallazgos.len();
    hallazgos.truncate(options.cuantas("hallazgos").unwrap_or(all));
    json!({
        "cifras": cifras(&evidencia),
        "redondeo": d.change_subtracts_otherwise(),
        "hallazgos": hallazgos,
        "de_hallazgos": all,
    })
}
