//! What was reported in the session, point by point.

use serde_json::{Value, json};

use crate::bloques::bloque::Bloque;
use crate::hechos::trabajo::Situacion;

use super::DeSesion;

pub const BLOQUE: Bloque = Bloque::de_sesion(
    "desarrollo_sesion",
    "lo que se informó en la sesión de cada punto del plan, quién lo presentó y con qué evidencia",
    |s| Some(values(s)),
);

fn values(s: &mut DeSesion<'_>) -> Value {
    let esta = s.esta();
    let reported: Vec<_> =
        s.seguidos.iter().filter_map(|p| Some((p.punto, esta.report(s.rotulos[p.punto.orden].as_deref())?))).collect();
    let filas: Vec<_> = reported
        .into_iter()
        .map(|(punto, report)| {
            let mut row = s.point(punto);
            row["informe"] = json!(report.informe);
            row["presenta"] = json!(report.presenta);
            row["evidencia"] = json!(report.evidencia);
            row["avance"] = json!(report.avance.as_ref().map(|a| a.value.parte));
            row["unidades"] = json!(report.avance.as_ref().and_then(|a| a.value.unidades));
            row
        })
        .collect();
    let own = esta.prevista;
    let silent = s.in_state(Situacion::SinReporte).filter(|p| own.is_some_and(|own| p.punto.in_session(own)));
    json!({ "filas": filas, "sin_reporte": s.names(silent) })
}
