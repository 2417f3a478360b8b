//! What the next session of the plan has before it.

use serde_json::{Value, json};

use crate::bloques::bloque::Bloque;
use crate::bloques::date;
use crate::hechos::compromisos::Estado;
use crate::hechos::trabajo::{Seguido, Situacion, is_open, next};
use crate::model::Resolucion;

use super::DeSesion;

pub const BLOQUE: Bloque = Bloque::de_sesion(
    "proxima_sesion",
    "lo que tiene ante sí la próxima sesión del plan: lo que quedó sin reporte, los compromisos abiertos, los puntos que trata y lo que está por definir",
    |s| Some(values(s)),
);

fn values(s: &mut DeSesion<'_>) -> Value {
    let proxima = next(s.plan, &s.celebradas);
    let treated: Vec<_> = proxima.map(|p| s.treated_in(p).map(|p| p.punto).collect()).unwrap_or_default();
    let open: Vec<_> = s.seguidos.iter().filter(|p| is_open(p.punto.es)).map(|p| s.name(&p.punto)).collect();
    let commitments: Vec<_> = s
        .pactados
        .iter()
        .filter(|p| p.estado != Estado::Cumplido)
        .map(|p| {
            json!({
                "compromiso": p.compromiso.compromiso.value, "responsable": p.compromiso.responsable,
                "fecha": p.compromiso.fecha.map(date), "dias": p.estado.days(),
            })
        })
        .collect();
    let unfinished =
        |p: &&Seguido<'_>| matches!(p.situacion, Situacion::EnProceso | Situacion::SinIniciar | Situacion::SinAvance);
    let begun: Vec<_> = s.seguidos.iter().filter(unfinished).map(|p| state_of(s, p)).collect();
    let put_off = s.esta().registro.asuntos.iter().filter(|a| a.resolucion.value == Resolucion::Aplazado);
    let put_off: Vec<_> = put_off.map(|a| json!({ "asunto": a.asunto, "motivo": a.motivo })).collect();
    let silent = s.names(s.in_state(Situacion::SinReporte));
    let puntos: Vec<_> = treated.into_iter().map(|punto| s.point(punto)).collect();
    json!({
        "nombre": proxima.map(|p| &p.nombre),
        "fecha": proxima.and_then(|p| p.fecha.as_ref()).map(|f| date(f.value)),
        "sin_reporte": silent,
        "aplazados": put_off,
        "sin_terminar": begun,
        "compromisos": commitments,
        "puntos": puntos,
        "por_definir": open,
    })
}

/// A point that was begun, with how far it is.
fn state_of(s: &DeSesion<'_>, p: &Seguido<'_>) -> Value {
    let progress = p.ultimo.and_then(|(report, _)| report.avance.as_ref());
    json!({ "rotulo": s.name(&p.punto), "avance": progress.map(|a| a.value.parte) })
}
