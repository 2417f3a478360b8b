//! A subsection for each dimension.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, Rasgo, uno};
use crate::bloques::necesidad::Necesidad;

use super::DeEntidad;

pub const BLOQUE: Bloque = Bloque::de_entidad(
    "detalle_dimensiones",
    "una subsección por dimensión, con su índice y sus políticas; se imprime después de los demás contenidos de su sección, para que ninguno quede dentro de la última dimensión",
    |d, uso| uno(Some(values(d, uso.nivel))),
)
.que_necesita(&[Necesidad::Resultados])
.con_rasgo(Rasgo::Subsecciones);

fn values(d: &DeEntidad<'_>, nivel: usize) -> Value {
    json!({
        "nivel": nivel + 1,
        "fuente": d.m.resultados.fuente.value,
        "dimensiones": d.dimensions(None),
        "redondeo": d.gaps_add_otherwise(),
    })
}
