//! The indices of the policies.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, Uso, dibujado};
use crate::bloques::necesidad::Necesidad;
use crate::charts::DrawError;
use crate::hechos::senales::partly_measured;

use super::{DeConjunto, MUESTRA, quartered, shown};

pub const BLOQUE: Bloque = Bloque::de_conjunto(
    "politicas",
    "los índices de las políticas, como en «sectores», con gráfico",
    |set, uso| dibujado(values(set, uso)),
)
.que_necesita(&[Necesidad::ResultadosDeEntidades])
.con_opciones(&[MUESTRA]);

fn values(set: &mut DeConjunto<'_>, uso: Uso<'_>) -> Result<Option<Value>, DrawError> {
    let m = set.m;
    let width = set.width();
    let (drawn, listed) = shown(uso);
    let figura = if drawn { set.figure(m.policy_ranges(width, None)?) } else { Value::Null };
    let partial = !partly_measured(m.conjunto, m.catalogo).is_empty();
    Ok(Some(
        json!({ "politicas": set.finding("politicas"), "cuadro": set.table(quartered(m.measures_table(true), &figura)), "listada": listed, "figura": figura, "parciales": partial }),
    ))
}
