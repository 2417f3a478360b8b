//! The points of a work plan that are not complete.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, Dicho};
use crate::hechos::trabajo::{Punto, gaps, is_open, points};

use super::{DeOrgano, by_group, is_missing, pointer};

pub const BLOQUE: Bloque =
    Bloque::de_organo("por_definir", "los puntos que hay que definir y los que el plan deja en blanco", |organo, _| {
        values(organo)
    });

/// The points that are not complete: those that have to be defined, and those with boxes that the plan
/// leaves blank.
fn values(organo: &mut DeOrgano<'_>) -> Dicho {
    let missing: Vec<_> = points(organo.plan).filter(|p| is_missing(p.es)).collect();
    let siglas: Vec<_> = organo.plan.siglas.iter().filter(|s| s.nombre.is_none()).map(|s| &s.sigla).collect();
    if missing.is_empty() && siglas.is_empty() {
        return Ok(Vec::new());
    }
    let (open, blank): (Vec<_>, Vec<_>) = missing.iter().copied().partition(|p| is_open(p.es));
    Ok(vec![json!({
        "incompletos": missing.len(),
        "siglas": siglas,
        "puntos": organo.resumen.renglones,
        "definir": list(&open, organo),
        "verificar": list(&blank, organo),
        // Its session is set and its text says who acts: it is only to be confirmed.
        "confirmar": blank.iter().filter(|p| !p.es.sesiones.is_empty() && !p.is_nobodys()).count(),
    })])
}

fn list(rows: &[Punto<'_>], organo: &mut DeOrgano<'_>) -> Value {
    let mut out = Vec::new();
    for p in rows {
        let gaps = gaps(p.es);
        let mut value = pointer(p, organo);
        value["declarados"] = json!(gaps.declarados);
        value["en_blanco"] = json!(gaps.en_blanco);
        value["con_sesion"] = json!(!p.es.sesiones.is_empty());
        value["observacion"] = json!(p.es.observacion.as_ref().map(|text| organo.hoja.narracion(text)));
        out.push((p.grupo, value));
    }
    json!({ "puntos": rows.len(), "grupos": by_group(organo.plan, out.into_iter()) })
}
