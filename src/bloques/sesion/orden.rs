//! The order of the day.

use serde_json::json;

use crate::bloques::bloque::Bloque;

pub const BLOQUE: Bloque = Bloque::de_sesion("orden_sesion", "el orden del día de la sesión, como se adoptó", |s| {
    let temas = &s.esta().registro.orden_del_dia;
    (!temas.is_empty()).then(|| json!({ "temas": temas }))
});
