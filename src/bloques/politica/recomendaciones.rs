//! What the data shows of the policy and its leader recommends.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, Dicho};
use crate::bloques::conjunto::{DeConjunto, Marco};
use crate::hechos::conjunto::{Medida, changes, difference, spread};
use crate::hechos::senales::signals;
use crate::locale::compare;

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
    let signals = signals(m.conjunto, m.catalogo).into_iter().find(|(p, _)| *p == politica).map(|(_, s)| s);
    Ok(vec![json!({
        "recomendaciones": texts, "senales": signals.unwrap_or_default(), "n": d.n,
        "verificar": doubtful(m, politica), "de_un_tipo": bajas::main_kind(&m, politica),
        "lideres": m.catalogo.politicas[politica].lideres.len(),
    })])
}

/// The entities whose value changed so much that what was reported is to be looked at, from the largest change on;
/// named where they are few.
fn doubtful(m: Marco<'_>, politica: usize) -> Option<Value> {
    let umbral = m.proyecto.umbrales.cambio_por_verificar;
    let mut large: Vec<_> = changes(m.conjunto, m.catalogo, Medida::Politica(politica))
        .iter()
        .map(|c| (m.name(c.miembro), difference(c.antes, c.despues)))
        .filter(|c| c.1.abs() >= umbral)
        .collect();
    large.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then_with(|| compare(a.0, b.0)));
    let total = large.len();
    let cite = |(nombre, diferencia): (&str, f64)| json!({ "nombre": nombre, "diferencia": diferencia });
    let first: Vec<_> = large.into_iter().take(NOMBRADAS).map(cite).collect();
    (total > 0).then(|| json!({ "total": total, "entidades": first, "umbral": umbral }))
}
