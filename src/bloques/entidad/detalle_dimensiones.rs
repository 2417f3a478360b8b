//! The dimensions with their policies.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, Rasgo, uno};
use crate::bloques::necesidad::Necesidad;

use super::DeEntidad;

pub const BLOQUE: Bloque = Bloque::de_entidad(
    "detalle_dimensiones",
    "cada dimensión con su índice y sus políticas, en una tabla",
    |d, _| uno(values(d)),
)
.que_necesita(&[Necesidad::Resultados])
.con_rasgo(Rasgo::Compara);

fn values(d: &DeEntidad<'_>) -> Option<Value> {
    let dimensiones = d.dimensions(None);
    let own = &d.m.resultados.dimensiones;
    let ends = || {
        let value = |(_, v): &&(usize, crate::model::shape::Located<f64>)| v.value;
        let low = own.iter().min_by(|a, b| value(a).total_cmp(&value(b)))?;
        let high = own.iter().max_by(|a, b| value(a).total_cmp(&value(b)))?;
        let alone = |wanted: f64| own.iter().filter(|(_, v)| v.value == wanted).count() == 1;
        let name = |at: usize| &d.m.catalogo.dimensiones[at].nombre;
        (own.len() > 2 && alone(low.1.value) && alone(high.1.value))
            .then(|| json!({ "baja": name(low.0), "bajo": low.1.value, "alta": name(high.0), "alto": high.1.value }))
    };
    Some(json!({
        "fuente": d.m.resultados.fuente.value,
        "extremas": ends(),
        "dimensiones": dimensiones,
        "redondeo": d.gaps_add_otherwise(),
    }))
}
