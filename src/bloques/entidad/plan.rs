//! The activities of an improvement plan, by policy.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, Rasgo, uno};
use crate::bloques::necesidad::Necesidad;
use crate::hechos::plan;

use super::DeEntidad;
use super::tabla_politicas::named_otherwise;

pub const BLOQUE: Bloque = Bloque::de_entidad("plan", "actividades por política y total", |d, _| uno(values(d)))
    .que_necesita(&[Necesidad::Plan])
    .con_rasgo(Rasgo::SinIndices);

fn values(d: &DeEntidad<'_>) -> Option<Value> {
    let (plan, carga) = (d.m.plan?, d.carga.as_ref()?);
    let mut rows: Vec<_> = carga.politicas.iter().collect();
    rows.sort_by(|a, b| b.actividades.cmp(&a.actividades).then(a.politica.cmp(&b.politica)));
    let filas: Vec<_> = rows
        .iter()
        .map(|c| {
            json!({
                "nombre": d.name(c.politica),
                "actividades": c.actividades,
                "proporcion": plan::telling_share(c.actividades, carga.total),
            })
        })
        .collect();
    let shares = carga.politicas.iter().filter_map(|c| plan::share(c.actividades, carga.total));
    let con_porcentaje = plan::telling_share(0, carga.total).is_some();
    let no_suman = con_porcentaje && !d.pen.numeros.suman_cien(shares);
    let counted = plan.conteos.iter().chain(plan.sin_recurso.iter().flat_map(|s| &s.conteos));
    let mut names = named_otherwise(d, counted.filter_map(|c| Some((c.escrito.as_deref()?, c.politica))));
    let mut seen = BTreeSet::new();
    names.retain(|name| seen.insert(name["escrito"].to_string()));
    Some(json!({
        "nombre": plan.nombre,
        "fuente": plan.fuente,
        "filas": filas,
        "total": carga.total,
        "mitad": carga.half().map(|(politicas, actividades)| json!({ "politicas": politicas, "actividades": actividades })),
        "con_porcentaje": con_porcentaje,
        "no_suman": no_suman,
        "nombres": names,
    }))
}
