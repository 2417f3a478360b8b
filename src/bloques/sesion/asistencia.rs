//! Who came to the session, and whether it could decide.

use serde_json::{Value, json};

use crate::bloques::bloque::Bloque;
use crate::model::Asistente;

use super::DeSesion;

pub const BLOQUE: Bloque =
    Bloque::de_sesion("asistencia", "quiénes asistieron a la sesión y si hubo quórum", |s| values(s));

fn values(s: &DeSesion<'_>) -> Option<Value> {
    let registro = s.esta().registro;
    let row = |a: &Asistente| {
        json!({
            "integrante": a.integrante.value, "asistencia": a.asistencia.word(), "nombre": a.nombre,
            "invitado": a.vota == Some(false),
        })
    };
    let quorum = s.quorum();
    (!registro.asistencia.is_empty()).then(|| {
        json!({
            "filas": registro.asistencia.iter().map(row).collect::<Vec<_>>(),
            "votan": quorum.votan, "presentes": quorum.presentes, "necesarios": quorum.necesarios, "hay": quorum.hay(),
        })
    })
}
