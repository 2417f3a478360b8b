//! The indices of the policies.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, dibujado};
use crate::bloques::necesidad::Necesidad;
use crate::charts::DrawError;
use crate::hechos::senales::partly_measured;

use super::{DeConjunto, quartered};

pub const BLOQUE: Bloque =
    Bloque::de_conjunto("politicas", "los índices de las políticas, como en «sectores», con gráfico", |set, _| {
        dibujado(values(set))
    })
    .que_necesita(&[Necesidad::ResultadosDeEntidades]);

fn values(set: &mut DeConjunto<'_>) -> Result<Option<Value>, DrawError> {
    let m = set.m;
    let width = set.width();
    let figura = set.figure(m.policy_ranges(width, None)?);
    let partial = !partly_measured(m.conjunto, m.catalogo).is_empty();
    Ok(Some(
        json!({ "politicas": set.finding("politicas"), "cuadro": set.table(quartered(m.measures_table(true), &figura)), "figura": figura, "parciales": partial }),
    ))
}
