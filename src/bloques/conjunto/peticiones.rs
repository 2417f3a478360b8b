//! What the body that gets the report is asked for, with names and numbers.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, Rasgo, Uso, uno};
use crate::bloques::date;
use crate::bloques::opciones::{ClaseOpcion, Opcion};
use crate::hechos::senales::{Peticion, peticiones};

use super::DeConjunto;

pub const BLOQUE: Bloque = Bloque::de_conjunto(
    "peticiones",
    "lo que se pide a quien recibe el informe, en una tabla: qué, a quién y con qué cifras, según lo que dicen los datos",
    |set, uso| uno(Some(values(set, uso))),
)
.con_opciones(&[
    day("cerrar", "Hasta cuándo se espera cerrar lo vencido; lo que no tiene fecha dice «por acordar»"),
    day("verificar", "Hasta cuándo se esperan las confirmaciones de los cambios grandes"),
    day("reportar", "Hasta cuándo se espera saber de quien no tiene resultado"),
    day("planear", "Hasta cuándo se esperan los planes que faltan"),
    day("priorizar", "Hasta cuándo se espera la decisión sobre las políticas más bajas"),
    day("incluir", "Hasta cuándo se esperan actividades para la política más baja de cada entidad"),
    day("financiar", "Hasta cuándo se espera la asignación de recursos"),
    day("atender", "Hasta cuándo se espera responder a las recomendaciones"),
])
.con_rasgo(Rasgo::SinIndices);

const fn day(palabra: &'static str, dice: &'static str) -> Opcion {
    Opcion { palabra, clase: ClaseOpcion::Fecha, dice }
}

fn values(set: &mut DeConjunto<'_>, uso: Uso<'_>) -> Value {
    let m = set.m;
    let asked = peticiones(m.conjunto, m.catalogo, set.encargo.corte.ultimo_dia(), &m.proyecto.umbrales);
    let plazo = |p: &Peticion| uso.opciones.fecha(p.word());
    json!({
        "sigue": set.encargo.organo,
        "peticiones": asked.iter().map(|p| json!({ "p": p, "plazo": plazo(p).map(date) })).collect::<Vec<_>>(),
        "corte": date(set.encargo.corte),
    })
}
