//! What the body that gets the report is asked for, with names and numbers.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, Rasgo, uno};
use crate::hechos::senales::peticiones;

use super::DeConjunto;

pub const BLOQUE: Bloque = Bloque::de_conjunto(
    "peticiones",
    "lo que se pide a quien recibe el informe, con nombres y cifras, según lo que dicen los datos",
    |set, _| uno(Some(values(set))),
)
.con_rasgo(Rasgo::SinIndices);

fn values(set: &mut DeConjunto<'_>) -> Value {
    let m = set.m;
    let asked = peticiones(m.conjunto, m.catalogo, set.encargo.corte.ultimo_dia(), &m.proyecto.umbrales);
    json!({ "peticiones": asked, "corte": crate::bloques::date(set.encargo.corte) })
}
