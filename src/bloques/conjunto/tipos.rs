//! The IDI by kind of entity.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, dibujado};
use crate::bloques::necesidad::Necesidad;
use crate::charts::DrawError;
use crate::diagnostic::Place;

use crate::hechos::conjunto::Agrupacion;

use super::DeConjunto;

pub const BLOQUE: Bloque =
    Bloque::de_conjunto("tipos", "el IDI por tipo de entidad, como en «sectores», con gráfico", |set, uso| {
        dibujado(values(set, uso.place))
    })
    .que_necesita(&[Necesidad::ResultadosDeEntidades]);

fn values(set: &mut DeConjunto<'_>, place: &Place) -> Result<Option<Value>, DrawError> {
    let m = set.m;
    let width = set.width();
    let figura = if set.drew_kinds { Value::Null } else { set.figure(m.kind_ranges(width)?) };
    Ok(Some(
        json!({ "tipos": set.finding("tipos"), "cuadro": set.fit(m.groups_table(Agrupacion::Tipo), place), "figura": figura, "parciales": m.policies_of_kinds(), "por_verificar": m.to_verify() }),
    ))
}
