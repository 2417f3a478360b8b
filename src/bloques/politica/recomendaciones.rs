//! What the data shows of the policy and its leader recommends.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, Dicho};
use crate::bloques::conjunto::{DeConjunto, Marco};
use crate::bloques::date;
use crate::hechos::conjunto::{Cambio, Medida, large_changes, spread};
use crate::hechos::senales::signals;

use super::bajas;

/// Most entities that a recommendation names.
const NOMBRADAS: usize = 4;

pub const BLOQUE: Bloque =
    Bloque::de_politica("ficha_recomendaciones", "qué muestran los datos y qué recomienda quien lidera", values);

fn values(set: &mut DeConjunto<'_>, politica: usize) -> Dicho {
    let m = set.m;
    let said = m.leaders_say(set.encargo.recomendaciones_lideres, &mut set.hoja);
    let Some(d) = spread(m.conjunto, Medida::Politica(politica)) else { return Ok(Vec::new()) };
    let texts: Vec<_> = said.iter().filter(|(p, _)| *p == politica).map(|(_, t)| *t).collect();
    let signals = signals(m.conjunto, m.catalogo, &m.proyecto.umbrales);
    let signals = signals.into_iter().find(|(p, _)| *p == politica).map(|(_, s)| s);
    Ok(vec![json!({
        "recomendaciones": texts, "senales": signals.unwrap_or_default(), "n": d.n,
        "verificar": doubtful(m, politica), "de_un_tipo": bajas::main_kind(&m, politica),
        "lideres": m.leaders(politica), "plazo": set.encargo.plazo.map(date),
        "organo": set.encargo.organo,
    })])
}

/// The entities whose value changed so much that what was reported is to be looked at, from the largest change on;
/// named where they are few.
fn doubtful(m: Marco<'_>, politica: usize) -> Option<Value> {
    let umbral = m.proyecto.umbrales.cambio_por_verificar;
    let large = large_changes(m.conjunto, m.catalogo, Medida::Politica(politica), umbral);
    let total = large.len();
    let cite = |c: &Cambio| json!({ "nombre": m.name(c.miembro), "diferencia": c.diferencia() });
    let first: Vec<_> = large.iter().take(NOMBRADAS).map(cite).collect();
    (total > 0).then(|| json!({ "total": total, "entidades": first, "umbral": umbral }))
}
