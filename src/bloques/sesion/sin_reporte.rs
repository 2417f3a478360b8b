//! What had to be reported and was not.

use serde_json::{Value, json};

use crate::bloques::bloque::Bloque;
use crate::hechos::trabajo::Situacion;

use super::DeSesion;

pub const BLOQUE: Bloque = Bloque::de_sesion(
    "sin_reporte",
    "los puntos que una sesión celebrada debía tratar y de los que no se reportó nada, con sus responsables",
    |s| Some(values(s)),
);

fn values(s: &mut DeSesion<'_>) -> Value {
    let silent: Vec<_> = s.in_state(Situacion::SinReporte).map(|p| (p.punto, p.debia.map(|d| d.nombre()))).collect();
    let filas: Vec<_> = silent
        .into_iter()
        .map(|(punto, debia)| {
            let mut value = s.point(punto);
            value["debia"] = json!(debia);
            value
        })
        .collect();
    let due = s.seguidos.iter().filter(|p| p.debia.is_some()).count();
    json!({ "filas": filas, "debidos": due })
}
