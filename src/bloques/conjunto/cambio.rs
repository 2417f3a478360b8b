//! What changed between two vigencias, over the entities measured in both.

use std::cmp::Ordering;
use std::sync::Arc;

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, Uso, dibujado};
use crate::bloques::necesidad::Necesidad;
use crate::charts::DrawError;
use crate::hechos::conjunto::{Cambio, Medida, Panel, changes, distribution, panel, panel_without_large, spread};
use crate::hechos::cotejo::sides;
use crate::hechos::senales::compared_panels;
use crate::model::Resultados;

use super::{DeConjunto, EXTREMOS, MUESTRA, Marco, panel_view, shown};

pub const BLOQUE: Bloque = Bloque::de_conjunto(
    "cambio",
    "el cambio por sector y por política y las mayores subidas y bajadas, entre las entidades medidas en las dos vigencias",
    |set, uso| dibujado(values(set, uso)),
)
.que_necesita(&[Necesidad::OtraVigencia])
.con_opciones(&[MUESTRA]);

fn values(set: &mut DeConjunto<'_>, uso: Uso<'_>) -> Result<Option<Value>, DrawError> {
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
    let (drawn, listed) = shown(uso);
    if !drawn {
        // The rest stands where the figures do.
        let cuadro = set.table(m.group_changes_table());
        return Ok(Some(
            json!({ "comparable": true, "aparte": true, "listada": true, "cuadro_sectores": cuadro, "sectores": sector_counts(&m.sector_changes().0, m.proyecto.umbrales.similar) }),
        ));
    }
    let sectores = set.figure(m.sector_median_dumbbells(width, None)?);
    let politicas = set.figure(m.policy_dumbbells(width, None)?);
    let umbral = m.proyecto.umbrales.cuestionario;
    let (mut panels, rest) = compared_panels(m.conjunto, m.catalogo);
    panels.extend(rest);
    let together = together(&panels, &m);
    let (new, gone) = (measured_in(&m, false, true), measured_in(&m, true, false));
    let confirmed = panel_without_large(&all, m.proyecto.umbrales.cambio_por_verificar);
    let quartiles = |of: fn(&Cambio) -> f64| distribution(all.iter().map(of))?.cuartiles;
    let off = [Some(p), confirmed].iter().flatten().any(|p| m.medians_subtract_otherwise(p));
    let view = json!({
        "comparable": true,
        "listada": listed,
        "juntas": together,
        "umbral_juntas": umbral,
        "similar": m.proyecto.umbrales.similar,
        "confirmado": confirmed.map(panel_view),
        "cuartiles_antes": quartiles(|c| c.antes),
        "cuartiles_despues": quartiles(|c| c.despues),
        "anterior": anterior,
        "panel": panel_view(p),
        "redondeo": off,
        "nuevas": new,
        "salientes": gone,
        "medianas_sectores": !m.sector_changes().0.is_empty(),
        "figura_sectores": sectores,
        "sectores": sector_counts(&m.sector_changes().0, m.proyecto.umbrales.similar),
        "mayor_cambio": set.finding("mayor_cambio"),
        "cambio_politicas": set.finding("cambio_politicas"),
        "figura_politicas": politicas,
        "sin_mediana": m.policies_without_change(),
        "cuadro_sectores": set.table(m.group_changes_table()),
        "subidas": set.fit(m.movers_table(Ordering::Greater, EXTREMOS), uso.place),
        "bajadas": set.fit(m.movers_table(Ordering::Less, EXTREMOS), uso.place),
    });
    set.hoja.cuadros.push(m.changes_table());
    Ok(Some(view))
}

/// Names of the members that had an IDI before or not and have one now or not.
pub fn measured_in<'a>(m: &Marco<'a>, before: bool, now: bool) -> Vec<&'a str> {
    let measured = |r: &Option<Arc<Resultados>>| r.as_ref().is_some_and(|r| r.idi.is_some());
    let members = m.conjunto.miembros.iter().enumerate();
    let wanted = members.filter(|(_, x)| measured(&x.anterior) == before && measured(&x.resultados) == now);
    wanted.map(|(at, _)| m.name(at)).collect()
}

/// The policies in which nearly all entities move one way, those that move the most first.
pub fn together(panels: &[(usize, Panel)], m: &Marco<'_>) -> Vec<Value> {
    let umbral = m.proyecto.umbrales.cuestionario;
    let mut together: Vec<_> =
        panels.iter().filter_map(|(p, panel)| Some((*p, *panel, panel.juntas(umbral)?))).collect();
    let moved = |panel: &Panel| panel.diferencia().unwrap_or_default().abs();
    together.sort_by(|a, b| moved(&b.1).total_cmp(&moved(&a.1)).then_with(|| m.code(a.0).cmp(m.code(b.0))));
    let told = |(p, panel, n): &(usize, Panel, usize)| json!({ "nombre": m.policy(*p), "mueven": n, "n": panel.n, "suben": panel.suben > panel.bajan });
    together.iter().map(told).collect()
}

/// Entities that a sector has in both vigencias before a title names it.
const MINIMO_CITADO: usize = 5;

/// How many of the sectors with a median rise and fall; and, of those that have [`MINIMO_CITADO`] entities or
/// more, which moves the most, where more than half of its entities move that way.
fn sector_counts(panels: &[(String, Panel)], similar: f64) -> Value {
    let all: Vec<_> = panels.iter().filter_map(|(s, p)| Some((s.as_str(), p, p.diferencia()?))).collect();
    let large: Vec<_> = all.iter().filter(|(_, p, _)| p.n >= MINIMO_CITADO).collect();
    let parts = sides(all.iter().map(|c| c.2), similar);
    let cite = |sign: f64, moved: fn(&Panel) -> usize| {
        let most = large.iter().map(|c| sign * c.2).max_by(f64::total_cmp).filter(|d| *d > similar)?;
        let mut first = large.iter().filter(|c| sign * c.2 == most);
        // A shared extreme names nobody.
        let (Some((nombre, p, d)), None) = (first.next(), first.next()) else { return None };
        let own = moved(p);
        (large.len() > 1 && own * 2 > p.n)
            .then(|| json!({ "nombre": nombre, "diferencia": d, "n": p.n, "mueven": own }))
    };
    json!({
        "n": all.len(), "suben": parts.encima, "iguales": parts.igual, "bajan": parts.debajo, "grandes": large.len(),
        "sube": cite(1.0, |p| p.suben), "baja": cite(-1.0, |p| p.bajan),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_names_a_sector_of_five_of_which_more_than_half_move_that_way() {
        let sector = |name: &str, n, suben, bajan, change: f64| {
            let medianas = Some((80.0, 80.0 + change));
            let iguales = n - suben - bajan;
            (name.to_owned(), Panel { n, medianas, unico: None, tipico: None, suben, iguales, bajan })
        };
        let named = |sectors: &[(String, Panel)], word: &str| sector_counts(sectors, 1.0)[word]["nombre"].clone();
        let few = sector("Cuatro", 4, 4, 0, 9.0);
        let (rise, fall) = (sector("Cinco", 5, 3, 2, 3.0), sector("Seis", 6, 2, 4, -2.0));
        let all = [few.clone(), rise.clone(), fall.clone()];
        assert_eq!((named(&all, "sube"), named(&all, "baja")), (json!("Cinco"), json!("Seis")));
        let counts = sector_counts(&all, 1.0);
        assert_eq!(
            [&counts["n"], &counts["suben"], &counts["bajan"], &counts["grandes"]].map(Value::as_u64),
            [3, 2, 1, 2].map(Some)
        );
        // Half of them is not most of them: the largest fall names nobody, nor does a smaller one take its place.
        let half = sector("Mitad", 6, 3, 3, -4.0);
        assert_eq!(named(&[rise.clone(), fall.clone(), half], "baja"), Value::Null);
        // Ties, and only one that is large enough.
        let tie = sector("Otro", 5, 5, 0, 3.0);
        assert_eq!(named(&[rise.clone(), tie, fall], "sube"), Value::Null);
        assert_eq!(named(&[few, rise], "sube"), Value::Null);
        assert_eq!(named(&[], "sube"), Value::Null);
    }
}
