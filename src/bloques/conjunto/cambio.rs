//! What changed between two vigencias, over the entities measured in both.

use std::cmp::Ordering;
use std::sync::Arc;

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, dibujado};
use crate::bloques::necesidad::Necesidad;
use crate::charts::DrawError;
use crate::diagnostic::Place;
use crate::hechos::conjunto::{Medida, changes, panel, spread};
use crate::model::Resultados;

use super::{DeConjunto, EXTREMOS, panel_view};

pub const BLOQUE: Bloque = Bloque::de_conjunto(
    "cambio",
    "el cambio por sector y por política y las mayores subidas y bajadas, entre las entidades medidas en las dos vigencias",
    |set, uso| dibujado(values(set, uso.place)),
)
.que_necesita(&[Necesidad::OtraVigencia]);

fn values(set: &mut DeConjunto<'_>, place: &Place) -> Result<Option<Value>, DrawError> {
    let m = set.m;
    let Some(anterior) = m.conjunto.anterior else { return Ok(None) };
    if !m.comparable() {
        // Both medians, no variation.
        let before = m.conjunto.miembros.iter().filter_map(|x| Medida::Idi.of(x.anterior.as_deref()?));
        let before = crate::hechos::conjunto::distribution(before);
        return Ok(Some(json!({
            "comparable": false,
            "mediana_antes": before.and_then(|d| d.mediana),
            "mediana_despues": spread(m.conjunto, Medida::Idi).and_then(|d| d.mediana),
            "nota": m.catalogo.medicion(set.m.conjunto.vigencia).map(|x| x.nota.clone()),
        })));
    }
    let all = changes(m.conjunto, m.catalogo, Medida::Idi);
    let Some(p) = panel(&all) else { return Ok(None) };
    let width = set.width();
    let sectores = set.figure(m.sector_median_dumbbells(width, None)?);
    let politicas = set.figure(m.policy_dumbbells(width, None)?);
    let measured = |r: &Option<Arc<Resultados>>| r.as_ref().is_some_and(|r| r.idi.is_some());
    // Names of the members that had an IDI before or not and have one now or not.
    let named = |before: bool, now: bool| -> Vec<_> {
        let members = m.conjunto.miembros.iter().enumerate();
        let wanted = members.filter(|(_, x)| measured(&x.anterior) == before && measured(&x.resultados) == now);
        wanted.map(|(at, _)| m.name(at)).collect()
    };
    let (new, gone) = (named(false, true), named(true, false));
    let view = json!({
        "comparable": true,
        "anterior": anterior,
        "panel": panel_view(p),
        "redondeo": p.medianas.is_some_and(|(antes, despues)| !m.pen.numeros.resta_cuadra(antes, despues)),
        "nuevas": new,
        "salientes": gone,
        "medianas_sectores": !m.sector_changes().0.is_empty(),
        "figura_sectores": sectores,
        "sectores": sector_counts(m),
        "mayor_cambio": set.finding("mayor_cambio"),
        "cambio_politicas": set.finding("cambio_politicas"),
        "figura_politicas": politicas,
        "sin_mediana": m.policies_without_change(),
        "cuadro_sectores": set.table(m.group_changes_table()),
        "subidas": set.fit(m.movers_table(Ordering::Greater, EXTREMOS), place),
        "bajadas": set.fit(m.movers_table(Ordering::Less, EXTREMOS), place),
    });
    set.hoja.cuadros.push(m.changes_table());
    Ok(Some(view))
}

/// How many of the sectors with a median rise and fall, and which the most.
fn sector_counts(m: super::Marco<'_>) -> Value {
    // From the largest rise to the largest fall.
    let panels = m.sector_changes().0;
    let changes: Vec<(&str, f64)> = panels.iter().filter_map(|(s, p)| Some((s.as_str(), p.diferencia()?))).collect();
    let count = |test: fn(f64) -> bool| changes.iter().filter(|c| test(c.1)).count();
    // A shared extreme names nobody.
    let alone = |d: f64| changes.len() > 1 && changes.iter().filter(|c| c.1 == d).count() == 1;
    let cite = |c: Option<&(&str, f64)>, test: fn(f64) -> bool| {
        c.filter(|c| test(c.1) && alone(c.1)).map(|c| json!({ "nombre": c.0, "diferencia": c.1 }))
    };
    json!({
        "n": changes.len(), "suben": count(|d| d > 0.0), "bajan": count(|d| d < 0.0),
        "sube": cite(changes.first(), |d| d > 0.0), "baja": cite(changes.last(), |d| d < 0.0),
    })
}
