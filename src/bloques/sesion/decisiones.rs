//! What the session was asked to decide, and what it did.

use serde_json::{Value, json};

use crate::bloques::bloque::Bloque;

use super::DeSesion;

pub const BLOQUE: Bloque =
    Bloque::de_sesion("decisiones_sesion", "lo que se sometió a decisión en la sesión y qué se resolvió", |s| {
        Some(values(s))
    });

fn values(s: &DeSesion<'_>) -> Value {
    let asuntos = s.esta().registro.asuntos.iter();
    let filas: Vec<_> = asuntos
        .map(|a| {
            json!({
                "asunto": a.asunto, "motivo": a.motivo, "resolucion": a.resolucion.value.word(), "punto": a.punto.as_ref().map(|p| &p.value),
            })
        })
        .collect();
    json!({ "filas": filas })
}
