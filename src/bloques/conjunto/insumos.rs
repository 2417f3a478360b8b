//! The data files with their hashes.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, Rasgo, uno};
use crate::diagnostic::Place;

use super::DeConjunto;

pub const BLOQUE: Bloque = Bloque::de_conjunto("insumos", "anexo: los archivos de datos, con su huella", |set, uso| {
    uno(values(set, uso.place))
})
.con_rasgo(Rasgo::SinIndices);

fn values(set: &mut DeConjunto<'_>, place: &Place) -> Option<Value> {
    let m = set.m;
    // The files that are not an entity's, with their whole hashes.
    let shared: Vec<_> = m
        .insumos
        .iter()
        .filter(|i| !i.ruta.starts_with("data/entidades/"))
        .map(|i| json!({ "ruta": i.ruta, "hash": i.hash }))
        .collect();
    let plan = set.encargo.plan;
    Some(json!({ "comunes": shared, "cuadro": set.fit(m.entity_inputs_table(plan), place) }))
}
