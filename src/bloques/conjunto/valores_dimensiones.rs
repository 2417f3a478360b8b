//! The indices of the dimensions, entity by entity.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, uno};
use crate::bloques::necesidad::Necesidad;
use crate::diagnostic::Place;

use super::DeConjunto;

pub const BLOQUE: Bloque = Bloque::de_conjunto(
    "valores_dimensiones",
    "anexo: los índices de las dimensiones, entidad por entidad",
    |set, uso| uno(values(set, uso.place)),
)
.que_necesita(&[Necesidad::ResultadosDeEntidades]);

fn values(set: &mut DeConjunto<'_>, place: &Place) -> Option<Value> {
    let m = set.m;
    Some(json!({ "cuadro": set.fit(m.dimension_values(), place) }))
}
