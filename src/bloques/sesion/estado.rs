//! The work plan with the state of each point.

use serde_json::{Value, json};

use crate::bloques::bloque::Bloque;
use crate::hechos::trabajo::Situacion;

use super::DeSesion;

pub const BLOQUE: Bloque = Bloque::de_sesion(
    "estado_trabajo",
    "el plan de trabajo con el estado de cada punto: qué se reportó, en qué sesión y con qué evidencia",
    |s| Some(values(s)),
);

fn values(s: &mut DeSesion<'_>) -> Value {
    let all = s.seguidos.clone();
    let mut grupos: Vec<(usize, Vec<Value>)> = Vec::new();
    for p in &all {
        let mut row = s.point(p.punto);
        row["estado"] = json!(p.situacion.word());
        row["avance"] = json!(p.ultimo.and_then(|(r, _)| r.avance.as_ref()).map(|a| a.value.parte));
        row["unidades"] = json!(p.ultimo.and_then(|(r, _)| r.avance.as_ref()).and_then(|a| a.value.unidades));
        row["informe"] = json!(p.ultimo.map(|(r, _)| &r.informe));
        row["evidencia"] = json!(p.ultimo.and_then(|(r, _)| r.evidencia.as_ref()));
        row["en"] = json!(p.ultimo.map(|(_, c)| c.nombre()).filter(|name| *name != s.esta().nombre()));
        match grupos.last_mut() {
            Some((last, rows)) if *last == p.punto.grupo => rows.push(row),
            _ => grupos.push((p.punto.grupo, vec![row])),
        }
    }
    let counted = Situacion::ALL.map(|one| (one.word(), s.in_state(one).count()));
    let counted: Vec<_> = counted.into_iter().filter(|(_, n)| *n > 0).collect();
    let grupos: Vec<_> =
        grupos.into_iter().map(|(g, filas)| json!({ "titulo": s.plan.grupos[g].titulo, "filas": filas })).collect();
    json!({ "puntos": all.len(), "cuentas": counted, "grupos": grupos })
}
