//! Signals about each policy, for the body that leads it.

use serde::Serialize;

use crate::expediente::Conjunto;
use crate::hechos::conjunto::{Cambio, Distribucion, Medida, changes, name, panel, spread, sustained, values};
use crate::hechos::cotejo::side;
use crate::hechos::hallazgos::{Cita, Citadas};
use crate::hechos::plan;
use crate::hechos::primeros::{Empate, shown};
use crate::model::{Catalogo, Plan, Umbrales};

use super::politicas::{by_width, policy_spreads, widely_measured};
use super::{ACOMPANA, CITADAS, EXTREMAS, below};

/// Points below its policy's median from which a sub-index is told.
const BRECHA_SUBINDICE: f64 = 3.0;
/// Most entities named that have to do something.
const NOMBRADAS: usize = 4;
/// About how many entities are named as an example to others.
const REFERENTES: usize = 3;

/// One thing that the body that leads a policy should know.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "regla", rename_all = "snake_case")]
pub enum Senal {
    /// Its median is among the lowest of the set; `puesto` counts from the lowest.
    MedianaBaja { mediana: f64, n: usize, puesto: usize, politicas: usize },
    /// Its median changed by more than what counts as none.
    Cae {
        anterior: u32,
        diferencia: f64,
        n: usize,
        bajan: usize,
        /// Whether nearly all fall ([`Panel::juntas`](crate::hechos::conjunto::Panel::juntas)).
        juntas: bool,
    },
    Sube {
        anterior: u32,
        diferencia: f64,
        n: usize,
        suben: usize,
        bajan: usize,
        /// Whether it is worth writing down what worked: a large rise, and not of a policy that is among the lowest.
        documentar: bool,
        /// Whether nearly all rise.
        juntas: bool,
    },
    /// Entities differ in it more than in most policies.
    Dispersa { rango: f64, p25: f64, p75: f64 },
    /// Entities far below the others.
    Apartadas {
        cerca: f64,
        entidades: Citadas,
        /// Those that lie apart in the IDI itself, which is told elsewhere.
        tambien_en_idi: Citadas,
    },
    /// The sub-index that pulls it down.
    SubindiceBajo { codigo: String, nombre: Option<String>, mediana: f64, mediana_politica: f64 },
    /// Entities of the lowest quarter whose plan has no activity about it.
    SinActividades {
        entidades: usize,
        con_plan: usize,
        /// All of them, where they are few enough to be named.
        nombres: Vec<String>,
        /// Those of the lowest quarter whose plan has some, where they are few enough to be named.
        con_actividades: Vec<String>,
    },
    /// Entities that can show how it is done.
    Referentes { entidades: Citadas },
}

/// The signals about every policy that was measured, in catalogue order.
pub fn signals(conjunto: &Conjunto, catalogo: &Catalogo, umbrales: &Umbrales) -> Vec<(usize, Vec<Senal>)> {
    let key = format!("{} {} {}", umbrales.cuestionario, umbrales.subida, umbrales.similar);
    conjunto.memoria.remember(key, || signals_anew(conjunto, catalogo, umbrales))
}

/// How soon a policy comes: falls from the largest down, then medians from the lowest up, then the others.
pub fn urgency(senales: &[Senal]) -> f64 {
    let of = |s: &Senal| match s {
        Senal::Cae { diferencia, .. } => Some(*diferencia),
        Senal::MedianaBaja { mediana, .. } => Some(*mediana),
        _ => None,
    };
    senales.iter().filter_map(of).min_by(f64::total_cmp).unwrap_or(f64::INFINITY)
}

fn signals_anew(conjunto: &Conjunto, catalogo: &Catalogo, umbrales: &Umbrales) -> Vec<(usize, Vec<Senal>)> {
    let spreads = policy_spreads(conjunto, catalogo);
    let compared = widely_measured(conjunto, catalogo);
    // Who lies apart in the IDI itself is told once, not in every policy.
    let cerca = spread(conjunto, Medida::Idi).and_then(|d| d.cerca_inferior());
    let apart = cerca.map_or_else(Vec::new, |cerca| below(conjunto, catalogo, Medida::Idi, cerca));
    let mut wide = by_width(&compared);
    let equal =
        |a: &(usize, Distribucion), b: &(usize, Distribucion)| a.1.rango_intercuartil() == b.1.rango_intercuartil();
    wide.truncate(shown(&wide, EXTREMAS, Empate::Entra, equal));
    let mut out = Vec::new();
    for politica in 0..catalogo.politicas.len() {
        let Some(position) = spreads.iter().position(|(p, _)| *p == politica) else { continue };
        let d = spreads[position].1;
        let medida = Medida::Politica(politica);
        let mut list = Vec::new();
        let puesto = compared.iter().filter(|(_, other)| other.mediana < d.mediana).count() + 1;
        let among = compared.iter().any(|(p, _)| *p == politica);
        let low = d.mediana.filter(|_| among && puesto <= EXTREMAS && compared.len() > 2 * EXTREMAS);
        if let Some(mediana) = low {
            list.push(Senal::MedianaBaja { mediana, n: d.n, puesto, politicas: compared.len() });
        }
        let change = panel(&changes(conjunto, catalogo, medida)).and_then(|p| Some((p, p.diferencia()?)));
        if let (Some(anterior), Some((p, diferencia))) = (conjunto.anterior, change) {
            let juntas = p.juntas(umbrales.cuestionario).is_some();
            let with_it = |moved: usize| moved as f64 >= p.n as f64 * ACOMPANA;
            let sentido = side(diferencia, umbrales.similar);
            if sentido.is_lt() && with_it(p.bajan) {
                list.push(Senal::Cae { anterior, diferencia, n: p.n, bajan: p.bajan, juntas });
            } else if sentido.is_gt() && with_it(p.suben) {
                let documentar = low.is_none() && diferencia >= umbrales.subida;
                list.push(Senal::Sube {
                    anterior,
                    diferencia,
                    n: p.n,
                    suben: p.suben,
                    bajan: p.bajan,
                    documentar,
                    juntas,
                });
            }
        }
        if let Some((p25, p75)) = d.cuartiles.filter(|_| wide.iter().any(|(p, _)| *p == politica)) {
            list.push(Senal::Dispersa { rango: p75 - p25, p25, p75 });
        }
        if let Some(cerca) = d.cerca_inferior() {
            let below = below(conjunto, catalogo, medida, cerca).into_iter();
            let (tambien_en_idi, entidades): (Vec<_>, Vec<_>) =
                below.partition(|e| apart.iter().any(|told| told.nombre == e.nombre));
            if !entidades.is_empty() {
                list.push(Senal::Apartadas {
                    cerca,
                    entidades: Citadas::of(entidades, CITADAS),
                    tambien_en_idi: Citadas::of(tambien_en_idi, CITADAS),
                });
            }
        }
        list.extend(low_subindex(conjunto, catalogo, politica, &d));
        list.extend(low_without_activities(conjunto, catalogo, politica, &d).filter(|s| match s {
            Senal::SinActividades { entidades, con_plan, .. } => low.is_some() || entidades * 2 >= *con_plan,
            _ => true,
        }));
        if let Some(s) = sustained(conjunto, catalogo, politica).filter(|s| !s.entidades.is_empty()) {
            let cite = |c: &Cambio| Cita { nombre: name(conjunto, catalogo, c.miembro).to_owned(), puntaje: c.despues };
            let entidades = Citadas::of(s.entidades.iter().map(cite).collect(), REFERENTES);
            list.push(Senal::Referentes { entidades });
        }
        out.push((politica, list));
    }
    out
}

fn low_subindex(conjunto: &Conjunto, catalogo: &Catalogo, politica: usize, d: &Distribucion) -> Option<Senal> {
    let subindices = &catalogo.politicas[politica].subindices;
    let medians: Vec<_> = subindices
        .iter()
        .filter_map(|s| Some((s, spread(conjunto, Medida::Subindice(politica, &s.codigo))?.mediana?)))
        .collect();
    let (lowest, mediana) = medians.iter().min_by(|a, b| a.1.total_cmp(&b.1))?;
    let mediana_politica = d.mediana?;
    // A code alone tells nobody what to do.
    (lowest.nombre.is_some() && medians.len() >= 2 && mediana_politica - mediana >= BRECHA_SUBINDICE).then(|| {
        Senal::SubindiceBajo {
            codigo: lowest.codigo.clone(),
            nombre: lowest.nombre.clone(),
            mediana: *mediana,
            mediana_politica,
        }
    })
}

fn low_without_activities(
    conjunto: &Conjunto,
    catalogo: &Catalogo,
    politica: usize,
    d: &Distribucion,
) -> Option<Senal> {
    let p25 = d.cuartiles?.0;
    let mut low = values(conjunto, Medida::Politica(politica));
    low.retain(|v| v.valor <= p25);
    // From the lowest up, as a reader looks for them.
    low.sort_by(|a, b| a.valor.total_cmp(&b.valor));
    let plans: Vec<_> =
        low.into_iter().filter_map(|v| Some((v.miembro, conjunto.miembros[v.miembro].plan.as_deref()?))).collect();
    let without = |(_, p): &&(usize, &Plan)| plan::load(p).activities_of(politica) == 0;
    let (bare, others): (Vec<_>, Vec<_>) = plans.iter().partition(without);
    let entidades = bare.len();
    let few = |list: Vec<&(usize, &Plan)>| -> Vec<String> {
        let named = list.iter().filter(|_| list.len() <= NOMBRADAS);
        named.map(|(m, _)| name(conjunto, catalogo, *m).to_owned()).collect()
    };
    (entidades > 0).then(|| Senal::SinActividades {
        entidades,
        con_plan: plans.len(),
        nombres: few(bare),
        con_actividades: few(others),
    })
}
