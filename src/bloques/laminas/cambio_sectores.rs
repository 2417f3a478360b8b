//! The change of the medians of the sectors.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, Dicho};
use crate::bloques::conjunto::{DeConjunto, Marco};
use crate::expediente::Conjunto;
use crate::hechos::conjunto::{Agrupacion, Cambio, Grupo, Panel, groups};
use crate::model::Catalogo;

use super::{PESAS, directions, of_parts, series};

pub const BLOQUE: Bloque = Bloque::lamina(
    "lamina_cambio_sectores",
    "el cambio de la mediana del IDI por sector; los sectores con pocas entidades no tienen mediana",
    |set, _| values(set),
);

fn values(set: &mut DeConjunto<'_>) -> Dicho {
    let m = set.m;
    if !is_shown(m) {
        return Ok(Vec::new());
    }
    let (panels, single) = m.sector_changes();
    let panels: Vec<_> = panels.into_iter().map(|x| x.1).collect();
    let hoja = &mut set.hoja;
    let figures = series(m, panels.len(), PESAS, hoja, |big, ancho, part| big.sector_median_dumbbells(ancho, part))?;
    let body = json!({
        "cambio": directions(&m, &panels), "de_un_tipo": of_one_kind(&m), "sin_mediana": sectors_without(&single, m.conjunto, m.catalogo),
    });
    Ok(of_parts(set, figures, &body))
}

/// The sectors with a median that hold all entities of a kind and no others: one group under two names.
fn of_one_kind(m: &Marco<'_>) -> Vec<Value> {
    let kinds = groups(m.conjunto, m.catalogo, Agrupacion::Tipo);
    let sectors = groups(m.conjunto, m.catalogo, Agrupacion::Sector).into_iter();
    let same = |s: Grupo| {
        s.distribucion?.mediana?;
        let kind = kinds.iter().find(|k| k.miembros == s.miembros)?;
        Some(json!({ "sector": s.nombre?, "tipo": kind.nombre.clone()? }))
    };
    sectors.filter_map(same).collect()
}

/// Whether there are two sectors whose medians can be compared.
pub fn is_shown(m: Marco<'_>) -> bool {
    let panels: Vec<Panel> = m.sector_changes().0.into_iter().map(|x| x.1).collect();
    m.conjunto.anterior.is_some() && directions(&m, &panels).n > 1
}

/// How many sectors have too few entities in both vigencias for a median.
fn sectors_without(single: &[(String, Cambio)], conjunto: &Conjunto, catalogo: &Catalogo) -> usize {
    let sector =
        |c: &Cambio| catalogo.entidades[conjunto.miembros[c.miembro].entidad].sector.as_ref().map(|s| &s.value);
    single.iter().map(|(_, c)| sector(c)).collect::<std::collections::BTreeSet<_>>().len()
}
