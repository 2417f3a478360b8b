//! The session in short: what was not reported first.

use serde_json::{Value, json};

use crate::bloques::bloque::Bloque;
use crate::hechos::compromisos::Estado;
use crate::hechos::trabajo::{Situacion, next};
use crate::model::Resolucion;

use super::DeSesion;

pub const BLOQUE: Bloque = Bloque::de_sesion(
    "resumen_sesion",
    "la sesión en breve: primero lo que debía reportarse y no se reportó, luego compromisos, decisiones, quórum y la próxima sesión",
    |s| Some(values(s)),
);

fn values(s: &DeSesion<'_>) -> Value {
    let (esta, quorum) = (s.esta(), s.quorum());
    let due: Vec<_> = esta.prevista.map(|own| s.treated_in(own).collect()).unwrap_or_default();
    let silent = due.iter().filter(|p| p.situacion == Situacion::SinReporte).count();
    let open = |which: fn(&Estado) -> bool| s.pactados.iter().filter(|p| which(&p.estado)).count();
    let decided = |as_: Resolucion| esta.registro.asuntos.iter().filter(|a| a.resolucion.value == as_).count();
    let proxima = next(s.plan, &s.celebradas);
    json!({
        "debidos": due.len(),
        "reportados": due.len() - silent,
        "sin_reporte": s.names(s.in_state(Situacion::SinReporte)),
        "de_otras": s.in_state(Situacion::SinReporte).count() - silent,
        "extraordinaria": esta.prevista.is_none(),
        "reportes": esta.registro.reportes.len(),
        "compromisos": s.pactados.len(),
        "vencidos": open(|e| matches!(e, Estado::Vencido { .. })),
        "abiertos": open(|e| *e != Estado::Cumplido),
        "nuevos": esta.registro.compromisos.len(),
        "sesiones": s.celebradas.len(),
        "asuntos": esta.registro.asuntos.len(),
        "aprobados": decided(Resolucion::Aprobado),
        "no_aprobados": decided(Resolucion::NoAprobado),
        "aplazados": decided(Resolucion::Aplazado),
        "quorum": { "votan": quorum.votan, "presentes": quorum.presentes, "necesarios": quorum.necesarios, "hay": quorum.hay() },
        "proxima": proxima.map(|p| json!({ "nombre": p.nombre, "puntos": s.treated_in(p).count() })),
    })
}
