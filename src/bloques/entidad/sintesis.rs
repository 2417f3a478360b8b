//! The main figures of an entity and what the data supports saying of it.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, uno};
use crate::bloques::necesidad::Necesidad;
use crate::bloques::opciones::{ClaseOpcion, Opcion, Opciones};
use crate::hechos::hallazgos::{Hallazgo, cifras};

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
    let mut hallazgos = d.hallazgos().to_vec();
    // What the index became and where it stands is one message; an index alone stands in the figures.
    let index = hallazgos.iter().position(|h| matches!(h, Hallazgo::Idi { .. } | Hallazgo::SoloControlInterno { .. }));
    let place = hallazgos.iter().position(|h| matches!(h, Hallazgo::Puesto { .. }));
    let puesto = index.and(place).map(|at| hallazgos.remove(at));
    // So is that there is nothing to compare it with.
    let told = puesto.is_some() && matches!(hallazgos.first(), Some(Hallazgo::Idi { .. }));
    let without = hallazgos.iter().position(|h| matches!(h, Hallazgo::SinAnterior { .. })).filter(|_| told);
    let sin_anterior = without.map(|at| hallazgos.remove(at));
    if puesto.is_none() && hallazgos.len() > 1 {
        hallazgos.retain(|h| !matches!(h, Hallazgo::Idi { anterior: None, .. }));
    }
    let all = hallazgos.len();
    hallazgos.truncate(options.cuantas("hallazgos").unwrap_or(d.m.proyecto.umbrales.mensajes));
    json!({
        "cifras": cifras(&d.evidencia(), d.hallazgos()),
        "puesto": puesto,
        "sin_anterior": sin_anterior,
        "similar": d.m.proyecto.umbrales.similar,
        "redondeo": d.change_subtracts_otherwise(),
        "hallazgos": hallazgos,
        "de_hallazgos": all,
    })
}
