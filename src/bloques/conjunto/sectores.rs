//! The IDI by sector.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, uno};
use crate::bloques::necesidad::Necesidad;
use crate::diagnostic::Place;

use crate::hechos::conjunto::Agrupacion;

use super::DeConjunto;

pub const BLOQUE: Bloque = Bloque::de_conjunto(
    "sectores",
    "el IDI por sector: n, mínimo, cuartiles, máximo y promedio; con menos de cuatro entidades no hay cuartiles y con menos de tres, ni mediana ni promedio ni puesto entre los demás, tampoco en el total",
    |set, uso| uno(values(set, uso.place)),
)
.que_necesita(&[Necesidad::ResultadosDeEntidades]);

fn values(set: &mut DeConjunto<'_>, place: &Place) -> Option<Value> {
    let m = set.m;
    Some(json!({ "sectores": set.finding("sectores"), "cuadro": set.fit(m.groups_table(Agrupacion::Sector), place) }))
}
