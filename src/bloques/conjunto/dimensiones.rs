//! The indices of the dimensions.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, dibujado};
use crate::bloques::necesidad::Necesidad;
use crate::charts::DrawError;

use super::DeConjunto;

pub const BLOQUE: Bloque = Bloque::de_conjunto(
    "dimensiones",
    "los índices de las dimensiones, como en «sectores», con gráfico",
    |set, _| dibujado(values(set)),
)
.que_necesita(&[Necesidad::ResultadosDeEntidades]);

fn values(set: &mut DeConjunto<'_>) -> Result<Option<Value>, DrawError> {
    let m = set.m;
    let width = set.width();
    let figura = set.figure(m.dimension_ranges(width)?);
    Ok(Some(json!({ "cuadro": set.table(m.measures_table(false)), "figura": figura })))
}
