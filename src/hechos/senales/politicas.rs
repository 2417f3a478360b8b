//! The policies of a set side by side, and who keeps them up.

use serde::Serialize;

use crate::expediente::Conjunto;
use crate::hechos::conjunto::{Distribucion, Medida, Panel, changes, panel, spread, sustained, universe};
use crate::model::Catalogo;

use super::COBERTURA;

/// Policies with their spread, from the highest median down; ties, and after them
/// those of too few entities for a median, in catalogue order.
pub fn policy_spreads(conjunto: &Conjunto, catalogo: &Catalogo) -> Vec<(usize, Distribucion)> {
    conjunto.memoria.remember(String::new(), || policy_spreads_anew(conjunto, catalogo))
}

fn policy_spreads_anew(conjunto: &Conjunto, catalogo: &Catalogo) -> Vec<(usize, Distribucion)> {
    let mut all: Vec<_> =
        (0..catalogo.politicas.len()).filter_map(|p| spread(conjunto, Medida::Politica(p)).map(|d| (p, d))).collect();
    let median = |d: &Distribucion| d.mediana.unwrap_or(f64::NEG_INFINITY);
    all.sort_by(|a, b| median(&b.1).total_cmp(&median(&a.1)).then(a.0.cmp(&b.0)));
    all
}

/// The policies of [`policy_spreads`] that nearly all entities with IDI are measured in.
pub fn widely_measured(conjunto: &Conjunto, catalogo: &Catalogo) -> Vec<(usize, Distribucion)> {
    let enough = universe(conjunto, catalogo).con_idi as f64 * COBERTURA;
    let mut all = policy_spreads(conjunto, catalogo);
    all.retain(|(_, d)| d.n as f64 >= enough);
    all
}

/// The other policies of [`policy_spreads`], in catalogue order: measured in another
/// population, so that their medians are in no order.
pub fn partly_measured(conjunto: &Conjunto, catalogo: &Catalogo) -> Vec<(usize, Distribucion)> {
    let widely = widely_measured(conjunto, catalogo);
    let mut rest = policy_spreads(conjunto, catalogo);
    rest.retain(|(p, _)| !widely.iter().any(|(w, _)| w == p));
    rest.sort_by_key(|(p, _)| *p);
    rest
}

/// Policies, by their position in the catalogue, with their panels.
pub type PolicyPanels = Vec<(usize, Panel)>;

/// Policies measured in two comparable vigencias, in catalogue order.
fn policy_panels(conjunto: &Conjunto, catalogo: &Catalogo) -> PolicyPanels {
    (0..catalogo.politicas.len())
        .filter_map(|p| panel(&changes(conjunto, catalogo, Medida::Politica(p))).map(|panel| (p, panel)))
        .collect()
}

/// The panels of the policies that nearly all entities are measured in, and those
/// of the others, which are set against none; both in catalogue order.
pub fn compared_panels(conjunto: &Conjunto, catalogo: &Catalogo) -> (PolicyPanels, PolicyPanels) {
    conjunto.memoria.remember("compared_panels".to_owned(), || {
        let widely = widely_measured(conjunto, catalogo);
        policy_panels(conjunto, catalogo).into_iter().partition(|(p, _)| widely.iter().any(|(w, _)| w == p))
    })
}

/// A policy in which nearly all entities move one way.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Junta {
    pub nombre: String,
    /// How many move that way, of `n`.
    pub mueven: usize,
    pub n: usize,
    pub suben: bool,
}

/// The policies in which `parte` (0–1) of the entities or more move one way, from the largest change down: before
/// they are read as management it has to be looked at whether what was asked changed.
pub fn together(conjunto: &Conjunto, catalogo: &Catalogo, parte: f64) -> Vec<Junta> {
    let (compared, rest) = compared_panels(conjunto, catalogo);
    let of = |(p, panel): &(usize, Panel)| Some((*p, *panel, panel.juntas(parte)?));
    let mut list: Vec<_> = compared.iter().chain(&rest).filter_map(of).collect();
    let moved = |panel: &Panel| panel.diferencia().unwrap_or_default().abs();
    let code = |p: usize| catalogo.politicas[p].nombre_en(conjunto.vigencia).map(|n| n.codigo.as_str());
    list.sort_by(|a, b| moved(&b.1).total_cmp(&moved(&a.1)).then_with(|| code(a.0).cmp(&code(b.0))));
    let told = |(p, panel, mueven): (usize, Panel, usize)| Junta {
        nombre: catalogo.nombre_politica(p, conjunto.vigencia).to_owned(),
        mueven,
        n: panel.n,
        suben: panel.suben > panel.bajan,
    };
    list.into_iter().map(told).collect()
}

/// The policies with enough entities, from the widest interquartile range down.
pub(super) fn by_width(spreads: &[(usize, Distribucion)]) -> Vec<(usize, Distribucion)> {
    let width = |d: &Distribucion| d.rango_intercuartil().unwrap_or_default();
    let mut wide: Vec<_> = spreads.iter().filter(|(_, d)| d.cuartiles.is_some()).copied().collect();
    wide.sort_by(|a, b| width(&b.1).total_cmp(&width(&a.1)).then(a.0.cmp(&b.0)));
    wide
}

/// The policy of the *índice de control interno* (D7, POL19).
pub fn internal_control_policy(catalogo: &Catalogo) -> Option<usize> {
    catalogo.politicas.iter().position(|p| p.slug == "control-interno")
}

/// Code, name and spread of the components of MECI: the sub-indices of control
/// interno that have a name, in the order of the catalogue.
pub fn meci_components<'a>(conjunto: &Conjunto, catalogo: &'a Catalogo) -> Vec<(&'a str, &'a str, Distribucion)> {
    let Some(politica) = internal_control_policy(catalogo) else { return Vec::new() };
    catalogo.politicas[politica]
        .subindices
        .iter()
        .filter_map(|s| {
            let d = spread(conjunto, Medida::Subindice(politica, &s.codigo))?;
            Some((s.codigo.as_str(), s.nombre.as_deref()?, d))
        })
        .collect()
}

/// Entities by the number of policies in which they keep up the highest
/// quarter, from the most down; `None` where nothing can be compared.
pub fn sustained_counts(conjunto: &Conjunto, catalogo: &Catalogo) -> Option<Vec<(usize, usize)>> {
    conjunto.memoria.remember(String::new(), || sustained_counts_anew(conjunto, catalogo))
}

fn sustained_counts_anew(conjunto: &Conjunto, catalogo: &Catalogo) -> Option<Vec<(usize, usize)>> {
    let all: Vec<_> = (0..catalogo.politicas.len()).filter_map(|p| sustained(conjunto, catalogo, p)).collect();
    if all.is_empty() {
        return None;
    }
    let mut counts: Vec<(usize, usize)> = Vec::new();
    for miembro in 0..conjunto.miembros.len() {
        let n = all.iter().filter(|s| s.entidades.iter().any(|c| c.miembro == miembro)).count();
        if n > 0 {
            counts.push((miembro, n));
        }
    }
    counts.sort_by(|a, b| {
        let name = |m: usize| catalogo.entidades[conjunto.miembros[m].entidad].nombre.as_str();
        b.1.cmp(&a.1).then_with(|| crate::locale::compare(name(a.0), name(b.0)))
    });
    Some(counts)
}
