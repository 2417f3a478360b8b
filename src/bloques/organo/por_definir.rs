//! The points of a work plan that are not complete.

use serde_json::json;

use crate::bloques::bloque::{Bloque, Dicho};
use crate::hechos::trabajo::{gaps, points};

use super::{DeOrgano, by_group, is_missing, pointer};

pub const BLOQUE: Bloque =
    Bloque::de_organo("por_definir", "los puntos que el plan declara por definir o deja en blanco", |organo, _| {
        values(organo)
    });

/// The points that are not complete: what the plan itself declares as still to be defined, and what it
/// leaves blank.
fn values(organo: &mut DeOrgano<'_>) -> Dicho {
    let plan = organo.plan;
    let missing: Vec<_> = points(plan).filter(|p| is_missing(p.es)).collect();
    let declared = missing.iter().filter(|p| !gaps(p.es).declarados.is_empty()).count();
    let rows = missing.iter().map(|p| {
        let gaps = gaps(p.es);
        let mut value = pointer(p, &mut organo.hoja);
        value["declarados"] = json!(gaps.declarados);
        value["en_blanco"] = json!(gaps.en_blanco);
        value["observacion"] = json!(p.es.observacion.as_ref().map(|text| organo.hoja.narracion(text)));
        (p.grupo, value)
    });
    let grupos = by_group(plan, rows);
    let body = (!missing.is_empty()).then(|| {
        json!({ "grupos": grupos, "incompletos": missing.len(), "declarados": declared, "puntos": organo.resumen.renglones })
    });
    Ok(body.into_iter().collect())
}
