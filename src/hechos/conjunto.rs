//! What the results of many entities say together.
//!
//! Values are inputs published by Función Pública; nothing here computes an
//! index from another.  What is computed (quartiles, averages, positions,
//! differences) is computed over the entities that have the value: a blank is
//! not a zero and is not counted.

use std::cmp::Ordering;

use jiff::civil::Date;

use crate::expediente::{Conjunto, Expediente};
use crate::locale::compare;
use crate::model::{AlcanceMedicion, Catalogo, Resultados};

use super::plan::{self, Efectividades, Estados};
use super::primeros::{Empate, shown};

/// What is known of an entity in the vigencia.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Situacion {
    /// It has an IDI and a position.
    ConIdi,
    /// Measured in internal control alone.
    SoloControlInterno,
    /// No results, or results without IDI of an entity that should have one.
    SinDato,
}

pub fn situation(miembro: &Expediente, catalogo: &Catalogo) -> Situacion {
    let meci = catalogo.entidades[miembro.entidad].medicion == Some(AlcanceMedicion::Meci);
    match miembro.resultados.as_deref() {
        Some(r) if r.idi.is_some() => Situacion::ConIdi,
        Some(r) if meci && !r.politicas.is_empty() => Situacion::SoloControlInterno,
        _ => Situacion::SinDato,
    }
}

/// The entities of a set by what is known of them; the parts add up to `entidades`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Universo {
    pub entidades: usize,
    pub con_idi: usize,
    pub solo_control_interno: usize,
    pub sin_dato: usize,
}

pub fn universe(conjunto: &Conjunto, catalogo: &Catalogo) -> Universo {
    let count = |wanted| conjunto.miembros.iter().filter(|m| situation(m, catalogo) == wanted).count();
    Universo {
        entidades: conjunto.miembros.len(),
        con_idi: count(Situacion::ConIdi),
        solo_control_interno: count(Situacion::SoloControlInterno),
        sin_dato: count(Situacion::SinDato),
    }
}

/// Entities needed for quartiles to separate anything.
pub const MINIMO_CUARTILES: usize = 4;
/// Entities that a group needs before its median is set against another's.
pub const MINIMO_GRUPO: usize = 3;

/// What sums up the entities that have a value, in points 0–100.  What too few of
/// them do not support is not there, so that no page can print it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Distribucion {
    /// Entities with a value.
    pub n: usize,
    pub minimo: f64,
    pub maximo: f64,
    /// Of [`MINIMO_GRUPO`] entities or more; fewer are the values that they are.
    pub mediana: Option<f64>,
    /// Like the median.
    pub promedio: Option<f64>,
    /// The first and the third, of [`MINIMO_CUARTILES`] entities or more.
    pub cuartiles: Option<(f64, f64)>,
}

impl Distribucion {
    /// Distance between the quartiles, in points.
    pub fn rango_intercuartil(&self) -> Option<f64> {
        self.cuartiles.map(|(p25, p75)| p75 - p25)
    }

    /// The value of the only entity that has one.
    pub fn unico(&self) -> Option<f64> {
        (self.n == 1).then_some(self.minimo)
    }

    /// Below this an entity lies apart from the others: Tukey's lower fence,
    /// 1.5 interquartile ranges under the first quartile (J. W. Tukey,
    /// *Exploratory Data Analysis*, 1977).
    pub fn cerca_inferior(&self) -> Option<f64> {
        self.cuartiles.map(|(p25, p75)| p25 - 1.5 * (p75 - p25))
    }
}

/// Quantile `p` (0–1) of sorted values, interpolated between the two nearest:
/// definition 7 of R. J. Hyndman and Y. Fan, *Sample Quantiles in Statistical
/// Packages*, The American Statistician 50 (1996), which is `PERCENTILE.INC`
/// (`PERCENTIL.INC`) of spreadsheets.
pub fn quantile(sorted: &[f64], p: f64) -> f64 {
    let position = p * (sorted.len() - 1) as f64;
    let low = position.floor() as usize;
    let high = position.ceil() as usize;
    sorted[low] + (sorted[high] - sorted[low]) * (position - low as f64)
}

/// `None` where no entity has a value.
pub fn distribution(values: impl IntoIterator<Item = f64>) -> Option<Distribucion> {
    let mut sorted: Vec<f64> = values.into_iter().collect();
    sorted.sort_by(f64::total_cmp);
    let (first, last) = (*sorted.first()?, *sorted.last()?);
    let n = sorted.len();
    Some(Distribucion {
        n,
        minimo: first,
        maximo: last,
        mediana: (n >= MINIMO_GRUPO).then(|| quantile(&sorted, 0.5)),
        promedio: (n >= MINIMO_GRUPO).then(|| sorted.iter().sum::<f64>() / n as f64),
        cuartiles: (n >= MINIMO_CUARTILES).then(|| (quantile(&sorted, 0.25), quantile(&sorted, 0.75))),
    })
}

/// A value that entities may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Medida<'a> {
    Idi,
    /// Position in [`Catalogo::dimensiones`].
    Dimension(usize),
    /// Position in [`Catalogo::politicas`].
    Politica(usize),
    /// Policy and code of a sub-index of it.
    Subindice(usize, &'a str),
}

impl Medida<'_> {
    /// The value in a set of results; `None` where it is blank.
    pub fn of(self, r: &Resultados) -> Option<f64> {
        match self {
            Self::Idi => r.idi.as_ref().map(|v| v.value),
            Self::Dimension(d) => r.dimensiones.iter().find(|(i, _)| *i == d).map(|(_, v)| v.value),
            Self::Politica(p) => r.politicas.iter().find(|x| x.politica == p).map(|x| x.puntaje.value),
            Self::Subindice(p, codigo) => {
                let politica = r.politicas.iter().find(|x| x.politica == p)?;
                let same = |written: &str| written.trim().eq_ignore_ascii_case(codigo);
                politica.subindices.iter().find(|s| same(&s.codigo)).map(|s| **s.puntaje)
            }
        }
    }
}

/// The value of an entity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Valor {
    /// Position in [`Conjunto::miembros`].
    pub miembro: usize,
    /// Points 0–100.
    pub valor: f64,
}

/// The entities that have `medida`, in the order of the set.
pub fn values(conjunto: &Conjunto, medida: Medida<'_>) -> Vec<Valor> {
    conjunto.memoria.remember(format!("{medida:?}"), || values_anew(conjunto, medida))
}

fn values_anew(conjunto: &Conjunto, medida: Medida<'_>) -> Vec<Valor> {
    let value =
        |(miembro, m): (usize, &Expediente)| medida.of(m.resultados.as_deref()?).map(|valor| Valor { miembro, valor });
    conjunto.miembros.iter().enumerate().filter_map(value).collect()
}

/// [`distribution`] of `medida` over the whole set.
pub fn spread(conjunto: &Conjunto, medida: Medida<'_>) -> Option<Distribucion> {
    conjunto.memoria.remember(format!("{medida:?}"), || spread_anew(conjunto, medida))
}

fn spread_anew(conjunto: &Conjunto, medida: Medida<'_>) -> Option<Distribucion> {
    distribution(values(conjunto, medida).into_iter().map(|v| v.valor))
}

fn name<'a>(conjunto: &Conjunto, catalogo: &'a Catalogo, miembro: usize) -> &'a str {
    &catalogo.entidades[conjunto.miembros[miembro].entidad].nombre
}

/// From the highest value down; equal values in alphabetical order.
pub fn descending(conjunto: &Conjunto, catalogo: &Catalogo, mut list: Vec<Valor>) -> Vec<Valor> {
    list.sort_by(|a, b| {
        let names = || compare(name(conjunto, catalogo, a.miembro), name(conjunto, catalogo, b.miembro));
        b.valor.total_cmp(&a.valor).then_with(names).then(a.miembro.cmp(&b.miembro))
    });
    list
}

/// An entity in the ranking.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Puesto {
    pub miembro: usize,
    pub valor: f64,
    /// 1 for the highest; equal values share the better position, and the next
    /// value takes the position after all of them (1, 2, 2, 4).
    pub puesto: usize,
    /// Whether another entity has the same value.
    pub empate: bool,
}

/// The entities with `medida` from highest to lowest.
pub fn ranking(conjunto: &Conjunto, catalogo: &Catalogo, medida: Medida<'_>) -> Vec<Puesto> {
    conjunto.memoria.remember(format!("{medida:?}"), || ranking_anew(conjunto, catalogo, medida))
}

fn ranking_anew(conjunto: &Conjunto, catalogo: &Catalogo, medida: Medida<'_>) -> Vec<Puesto> {
    let list = descending(conjunto, catalogo, values(conjunto, medida));
    let equal =
        |i: usize, j: Option<usize>| j.and_then(|j| list.get(j)).is_some_and(|other| other.valor == list[i].valor);
    let mut out: Vec<Puesto> = Vec::with_capacity(list.len());
    for (index, v) in list.iter().enumerate() {
        let puesto = match out.last() {
            Some(last) if last.valor == v.valor => last.puesto,
            _ => index + 1,
        };
        let empate = equal(index, index.checked_sub(1)) || equal(index, Some(index + 1));
        out.push(Puesto { miembro: v.miembro, valor: v.valor, puesto, empate });
    }
    out
}

/// How entities are put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Agrupacion {
    Sector,
    Tipo,
    Departamento,
}

/// Entities of a group.
#[derive(Debug, Clone, PartialEq)]
pub struct Grupo {
    /// `None` for the entities that say none.
    pub nombre: Option<String>,
    /// Positions in [`Conjunto::miembros`].
    pub miembros: Vec<usize>,
    /// Of the IDI.
    pub distribucion: Option<Distribucion>,
}

/// The groups of a set: kinds in catalogue order, sectors and departments from
/// the highest median of the IDI down; those with too few entities for a median
/// of the group come after them in alphabetical order, those without an IDI last.
pub fn groups(conjunto: &Conjunto, catalogo: &Catalogo, agrupacion: Agrupacion) -> Vec<Grupo> {
    conjunto.memoria.remember(format!("{agrupacion:?}"), || groups_anew(conjunto, catalogo, agrupacion))
}

fn groups_anew(conjunto: &Conjunto, catalogo: &Catalogo, agrupacion: Agrupacion) -> Vec<Grupo> {
    let key = |m: &Expediente| {
        let e = &catalogo.entidades[m.entidad];
        match agrupacion {
            Agrupacion::Sector => e.sector.as_ref().map(|s| catalogo.nombre_sector(s).to_owned()),
            Agrupacion::Tipo => e.tipo.as_ref().map(|t| catalogo.nombre_tipo(t).to_owned()),
            Agrupacion::Departamento => e.departamento.clone(),
        }
    };
    let mut groups: Vec<Grupo> = Vec::new();
    for (index, m) in conjunto.miembros.iter().enumerate() {
        let nombre = key(m);
        match groups.iter_mut().find(|g| g.nombre == nombre) {
            Some(group) => group.miembros.push(index),
            None => groups.push(Grupo { nombre, miembros: vec![index], distribucion: None }),
        }
    }
    for group in &mut groups {
        group.distribucion = spread_within(conjunto, &group.miembros, Medida::Idi);
    }
    let alphabetical = |a: &Grupo, b: &Grupo| match (&a.nombre, &b.nombre) {
        (Some(a), Some(b)) => compare(a, b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    };
    match agrupacion {
        Agrupacion::Tipo => {
            let place = |g: &Grupo| {
                catalogo.tipos.iter().position(|t| Some(&t.nombre) == g.nombre.as_ref()).unwrap_or(usize::MAX)
            };
            groups.sort_by(|a, b| place(a).cmp(&place(b)).then_with(|| alphabetical(a, b)));
        }
        Agrupacion::Sector | Agrupacion::Departamento => {
            let median = |g: &Grupo| match g.distribucion {
                Some(d) => d.mediana.unwrap_or(-1.0),
                None => f64::NEG_INFINITY,
            };
            groups.sort_by(|a, b| median(b).total_cmp(&median(a)).then_with(|| alphabetical(a, b)));
        }
    }
    groups
}

/// [`distribution`] of `medida` over some members of the set.
pub fn spread_within(conjunto: &Conjunto, miembros: &[usize], medida: Medida<'_>) -> Option<Distribucion> {
    let value = |i: &usize| medida.of(conjunto.miembros[*i].resultados.as_deref()?);
    distribution(miembros.iter().filter_map(value))
}

/// The same entities in two vigencias.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cambio {
    pub miembro: usize,
    pub antes: f64,
    pub despues: f64,
}

impl Cambio {
    pub fn diferencia(&self) -> f64 {
        difference(self.antes, self.despues)
    }
}

/// Difference in points, rounded to a millionth so that 82.4 − 82.3 is what a
/// reader computes and equal values differ by nothing.
pub fn difference(antes: f64, despues: f64) -> f64 {
    ((despues - antes) * 1e6).round() / 1e6
}

/// Every entity with `medida` in both vigencias; empty where the two are not
/// comparable, since the method of measurement changed between them.
pub fn changes(conjunto: &Conjunto, catalogo: &Catalogo, medida: Medida<'_>) -> Vec<Cambio> {
    conjunto.memoria.remember(format!("{medida:?}"), || changes_anew(conjunto, catalogo, medida))
}

fn changes_anew(conjunto: &Conjunto, catalogo: &Catalogo, medida: Medida<'_>) -> Vec<Cambio> {
    if !conjunto.anterior.is_some_and(|v| catalogo.comparables(conjunto.vigencia, v)) {
        return Vec::new();
    }
    let change = |(miembro, m): (usize, &Expediente)| {
        let antes = medida.of(m.anterior.as_deref()?)?;
        let despues = medida.of(m.resultados.as_deref()?)?;
        Some(Cambio { miembro, antes, despues })
    };
    conjunto.miembros.iter().enumerate().filter_map(change).collect()
}

/// A set of entities in two vigencias, only those measured in both.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Panel {
    /// Entities with a value in both vigencias.
    pub n: usize,
    /// Before and after, of [`MINIMO_GRUPO`] entities or more.
    pub medianas: Option<(f64, f64)>,
    /// Before and after of the only entity that there is.
    pub unico: Option<(f64, f64)>,
    pub suben: usize,
    pub iguales: usize,
    pub bajan: usize,
}

impl Panel {
    /// Difference of the two medians in points, without the noise of binary fractions.
    pub fn diferencia(&self) -> Option<f64> {
        self.medianas.map(|(antes, despues)| difference(antes, despues))
    }
}

/// `None` where no entity has both values.
pub fn panel(changes: &[Cambio]) -> Option<Panel> {
    let [before, now] = [|c: &Cambio| c.antes, |c: &Cambio| c.despues].map(|f| distribution(changes.iter().map(f)));
    let (before, now) = (before?, now?);
    let count = |wanted| changes.iter().filter(|c| c.diferencia().total_cmp(&0.0) == wanted).count();
    // −0.0 orders before 0.0.
    let equal = changes.iter().filter(|c| c.diferencia() == 0.0).count();
    let bajan = changes.iter().filter(|c| c.diferencia() < 0.0).count();
    Some(Panel {
        n: changes.len(),
        medianas: before.mediana.zip(now.mediana),
        unico: before.unico().zip(now.unico()),
        suben: count(Ordering::Greater),
        iguales: equal,
        bajan,
    })
}

/// What changed by group, under names of the type `N`.
pub type CambiosPorGrupo<N> = (Vec<(N, Panel)>, Vec<(N, Cambio)>);

/// What changed in every group, in the order of [`groups`]: a panel for each that
/// has enough entities in both vigencias, and the entities of the others one by one.
pub fn group_changes(
    conjunto: &Conjunto,
    catalogo: &Catalogo,
    agrupacion: Agrupacion,
) -> CambiosPorGrupo<Option<String>> {
    let all = changes(conjunto, catalogo, Medida::Idi);
    let (mut panels, mut single) = (Vec::new(), Vec::new());
    for g in groups(conjunto, catalogo, agrupacion) {
        let own: Vec<_> = all.iter().filter(|c| g.miembros.contains(&c.miembro)).copied().collect();
        match panel(&own).filter(|p| p.medianas.is_some()) {
            Some(p) => panels.push((g.nombre, p)),
            None => single.extend(own.into_iter().map(|c| (g.nombre.clone(), c))),
        }
    }
    (panels, single)
}

/// The `n` largest rises (or falls), and more where the last ones tie; only
/// real rises (or falls).
pub fn largest(
    conjunto: &Conjunto,
    catalogo: &Catalogo,
    changes: &[Cambio],
    n: usize,
    direction: Ordering,
) -> Vec<Cambio> {
    let mut list: Vec<_> = changes
        .iter()
        .filter(|c| c.diferencia() != 0.0 && c.diferencia().total_cmp(&0.0) == direction)
        .copied()
        .collect();
    list.sort_by(|a, b| {
        let names = || compare(name(conjunto, catalogo, a.miembro), name(conjunto, catalogo, b.miembro));
        b.diferencia().abs().total_cmp(&a.diferencia().abs()).then_with(names)
    });
    list.truncate(shown(&list, n, Empate::Entra, |a, b| a.diferencia() == b.diferencia()));
    list
}

/// The entities in the highest quarter of a policy in both vigencias.
#[derive(Debug, Clone, PartialEq)]
pub struct Sostenido {
    /// Third quartile of each vigencia, in points: the value to reach.
    pub p75_antes: f64,
    pub p75_despues: f64,
    /// Entities with a value in each vigencia.
    pub n_antes: usize,
    pub n_despues: usize,
    /// From the highest current value down.
    pub entidades: Vec<Cambio>,
}

/// Who keeps up the highest quarter of a policy two vigencias running; `None`
/// where the vigencias are not comparable or too few entities were measured.
pub fn sustained(conjunto: &Conjunto, catalogo: &Catalogo, politica: usize) -> Option<Sostenido> {
    let medida = Medida::Politica(politica);
    let changes = changes(conjunto, catalogo, medida);
    let before = conjunto.miembros.iter().filter_map(|m| medida.of(m.anterior.as_deref()?));
    let (antes, despues) = (distribution(before)?, spread(conjunto, medida)?);
    let (p75_antes, p75_despues) = (antes.cuartiles?.1, despues.cuartiles?.1);
    if changes.is_empty() {
        return None;
    }
    let high = changes.iter().filter(|c| c.antes >= p75_antes && c.despues >= p75_despues);
    let list = high.clone().map(|c| Valor { miembro: c.miembro, valor: c.despues }).collect();
    let entidades = descending(conjunto, catalogo, list)
        .into_iter()
        .filter_map(|v| changes.iter().find(|c| c.miembro == v.miembro).copied())
        .collect();
    Some(Sostenido { p75_antes, p75_despues, n_antes: antes.n, n_despues: despues.n, entidades })
}

/// The improvement plan of an entity at the cut-off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlanEntidad {
    pub miembro: usize,
    pub actividades: u32,
    /// `None` where the plan gives counts alone.
    pub estados: Option<Estados>,
    /// Activities without assigned resources, where the plan says so.
    pub sin_recurso: Option<u32>,
    /// What control interno found of their effect, where the plan says so.
    pub efectos: Option<Efectividades>,
    /// Whether the plan has an activity for the lowest policies of the entity,
    /// ties included; `None` where fewer than two policies were measured, so
    /// that none is the lowest.
    pub atiende_mas_baja: Option<bool>,
}

/// The plans of the entities that have one, in the order of the set.
pub fn plans(conjunto: &Conjunto, corte: Date) -> Vec<PlanEntidad> {
    conjunto.memoria.remember(corte.to_string(), || plans_anew(conjunto, corte))
}

fn plans_anew(conjunto: &Conjunto, corte: Date) -> Vec<PlanEntidad> {
    let of = |(miembro, m): (usize, &Expediente)| {
        let plan = m.plan.as_deref()?;
        let carga = plan::load(plan);
        let lowest = m.resultados.as_deref().filter(|r| r.politicas.len() > 1).and_then(|r| {
            let low = r.politicas.iter().map(|p| p.puntaje.value).min_by(f64::total_cmp)?;
            let mut named = r.politicas.iter().filter(|p| p.puntaje.value == low);
            Some(named.any(|p| carga.politicas.iter().any(|c| c.politica == p.politica && c.actividades > 0)))
        });
        Some(PlanEntidad {
            miembro,
            actividades: carga.total,
            estados: (!plan.actividades.is_empty()).then(|| plan::states(plan, corte, |_| true)),
            sin_recurso: carga.sin_recurso,
            efectos: plan::effects(plan),
            atiende_mas_baja: lowest,
        })
    };
    conjunto.miembros.iter().enumerate().filter_map(of).collect()
}

/// The activities of all plans about a policy, at the cut-off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlanPolitica {
    pub politica: usize,
    /// Entities whose plan has an activity about it.
    pub entidades: usize,
    pub actividades: u32,
    /// Of the plans that tell activity by activity.
    pub estados: Estados,
}

/// The plans of all entities, policy by policy in catalogue order; policies of
/// the vigencia without activities are told with zeros.
pub fn plans_by_policy(conjunto: &Conjunto, catalogo: &Catalogo, corte: Date) -> Vec<PlanPolitica> {
    conjunto.memoria.remember(corte.to_string(), || plans_by_policy_anew(conjunto, catalogo, corte))
}

fn plans_by_policy_anew(conjunto: &Conjunto, catalogo: &Catalogo, corte: Date) -> Vec<PlanPolitica> {
    let plans: Vec<_> = conjunto.miembros.iter().filter_map(|m| m.plan.as_deref()).collect();
    let loads: Vec<_> = plans.iter().map(|p| plan::load(p)).collect();
    (0..catalogo.politicas.len())
        .filter(|politica| catalogo.politicas[*politica].nombre_en(conjunto.vigencia).is_some())
        .map(|politica| {
            let of = |c: &plan::Carga| c.politicas.iter().find(|x| x.politica == politica).map_or(0, |x| x.actividades);
            let actividades: u32 = loads.iter().map(of).sum();
            let mut estados = Estados::default();
            for plan in &plans {
                estados += plan::states(plan, corte, |a| a.politica == politica);
            }
            PlanPolitica { politica, entidades: loads.iter().filter(|c| of(c) > 0).count(), actividades, estados }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quartiles_are_those_of_a_spreadsheet() {
        // PERCENTIL.INC of 10, 20, 30, 40: 17,5 · 25 · 32,5.
        let d = distribution([40.0, 10.0, 30.0, 20.0]).unwrap();
        assert_eq!(
            (d.n, d.minimo, d.mediana, d.maximo, d.promedio, d.cuartiles),
            (4, 10.0, Some(25.0), 40.0, Some(25.0), Some((17.5, 32.5)))
        );
        assert_eq!(d.cerca_inferior(), Some(17.5 - 22.5));
        let three = distribution([7.0, 8.0, 12.0]).unwrap();
        assert_eq!((three.mediana, three.promedio, three.cuartiles), (Some(8.0), Some(9.0), None));
        let two = distribution([7.0, 8.0]).unwrap();
        assert_eq!((two.mediana, two.promedio, two.unico()), (None, None, None));
        assert_eq!(distribution([7.0]).unwrap().unico(), Some(7.0));
        assert_eq!(distribution([]), None);
    }

    #[test]
    fn a_panel_counts_rises_and_falls_without_noise() {
        let change = |antes, despues| Cambio { miembro: 0, antes, despues };
        let all = [change(82.3, 82.4), change(50.0, 50.0), change(90.0, 89.0), change(70.1, 80.3)];
        let p = panel(&all).unwrap();
        assert_eq!((p.n, p.suben, p.iguales, p.bajan), (4, 2, 1, 1));
        assert_eq!(all[0].diferencia(), 0.1);
        // Medians of 50, 70.1, 82.3, 90 and of 50, 80.3, 82.4, 89.
        let (before, now) = p.medianas.unwrap();
        assert!((before - 76.2).abs() < 1e-9 && (now - 81.35).abs() < 1e-9);
        assert_eq!(p.diferencia(), Some(5.15));
        let two = panel(&all[..2]).unwrap();
        assert_eq!((two.n, two.medianas, two.diferencia()), (2, None, None));
        assert_eq!(panel(&[]), None);
    }
}
