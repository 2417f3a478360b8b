//! What was committed to in this session and in those before it, and how far it is.

use serde_json::{Value, json};

use crate::bloques::bloque::Bloque;
use crate::bloques::date;
use crate::hechos::compromisos::Estado;
use crate::hechos::trabajo::Pactado;

use super::DeSesion;

pub const BLOQUE: Bloque = Bloque::de_sesion(
    "compromisos_sesion",
    "los compromisos de esta sesión y de las anteriores, con su estado al corte: primero lo vencido",
    |s| Some(values(s)),
);

fn values(s: &DeSesion<'_>) -> Value {
    let row = |p: &Pactado<'_>| {
        let c = p.compromiso;
        json!({
            "compromiso": c.compromiso.value, "responsable": c.responsable, "de": p.de.nombre(),
            "fecha": c.fecha.map(date), "estado": p.estado.word(), "dias": p.estado.days(),
            "cumplido": c.cumplido.as_ref().filter(|_| p.estado == Estado::Cumplido).map(|day| date(day.value)),
        })
    };
    let count = |which: fn(&Estado) -> bool| s.pactados.iter().filter(|p| which(&p.estado)).count();
    json!({
        "filas": s.pactados.iter().map(row).collect::<Vec<_>>(),
        "vencidos": count(|e| matches!(e, Estado::Vencido { .. })),
        "abiertos": count(|e| *e != Estado::Cumplido),
        "varias": s.celebradas.len() > 1,
    })
}
