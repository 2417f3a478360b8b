//! The IDI by department.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, uno};
use crate::bloques::necesidad::Necesidad;
use crate::diagnostic::Place;

use crate::hechos::conjunto::Agrupacion;

use super::DeConjunto;

pub const BLOQUE: Bloque =
    Bloque::de_conjunto("departamentos", "el IDI por departamento, como en «sectores»", |set, uso| {
        uno(values(set, uso.place))
    })
    .que_necesita(&[Necesidad::Departamentos, Necesidad::ResultadosDeEntidades]);

fn values(set: &mut DeConjunto<'_>, place: &Place) -> Option<Value> {
    let m = set.m;
    if m.conjunto.miembros.iter().all(|x| m.catalogo.entidades[x.entidad].departamento.is_none()) {
        return None;
    }
    Some(json!({ "cuadro": set.fit(m.groups_table(Agrupacion::Departamento), place) }))
}
