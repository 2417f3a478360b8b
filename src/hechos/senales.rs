//! What stands out in the results of many entities: findings for the summary,
//! and signals about each policy for the body that leads it.  Each speaks only
//! where the data supports it; the wording is the business of the templates.

use std::cmp::Ordering;

use jiff::civil::Date;
use serde::Serialize;

use crate::expediente::Conjunto;
use crate::model::Catalogo;

use super::conjunto::{
    Agrupacion, Distribucion, Medida, Panel, PlanEntidad, Situacion, Universo, changes, descending, groups, largest,
    panel, plans, ranking, situation, spread, sustained, universe, values,
};
use super::hallazgos::{Cita, Citadas};
use super::plan::{self, Efectividades, Estados};
use super::primeros::{Empate, shown};

/// Points from which the median change of a policy is told as a rise or a fall.
pub const CAMBIO_NOTABLE: f64 = 1.0;
/// Policies with low median, or wide spread, that are told.
const EXTREMAS: usize = 3;
/// Share of the entities with IDI that has to be measured in a policy before
/// its median is set against another's: policies that do not apply to whole
/// kinds of entity are measured in another population.
pub const COBERTURA: f64 = 0.8;
/// Share of the entities that has to move with the median for its change to be a signal.
pub const ACOMPANA: f64 = 0.6;
/// Points from which a change of a single entity should be verified before anything is concluded.
pub const CAMBIO_POR_VERIFICAR: f64 = 20.0;
/// Points below its policy's median from which a sub-index is told.
const BRECHA_SUBINDICE: f64 = 3.0;

/// One thing that the data of the set says.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "regla", rename_all = "snake_case")]
pub enum HallazgoConjunto {
    /// How many entities there are and what is known of them.
    Universo { entidades: usize, con_idi: usize, solo_control_interno: usize, sin_dato: usize, sin_datos: Vec<String> },
    /// Where the IDI lies.
    Idi {
        n: usize,
        minimo: f64,
        /// Of enough entities for a median.
        mediana: Option<f64>,
        maximo: f64,
        /// Of enough entities for quartiles.
        cuartiles: Option<(f64, f64)>,
        altas: Vec<String>,
        bajas: Vec<String>,
    },
    /// Entities far below the others (under Tukey's lower fence).
    Apartadas { cerca: f64, entidades: Citadas },
    /// The same entities in two vigencias.
    Cambio {
        anterior: u32,
        n: usize,
        suben: usize,
        iguales: usize,
        bajan: usize,
        /// The medians and their difference, of enough entities for one.
        antes: Option<f64>,
        despues: Option<f64>,
        diferencia: Option<f64>,
    },
    /// Two vigencias that cannot be compared.
    SinComparacion { anterior: u32 },
    /// Who rose and who fell the most.
    MayorCambio { anterior: u32, subidas: Vec<Movimiento>, bajadas: Vec<Movimiento>, por_verificar: usize },
    /// Sectors with the highest and the lowest median, among those with enough entities.
    Sectores { alto: Cita, bajo: Cita, comparados: usize },
    /// Policies with the highest and the lowest median, among those measured in nearly all entities.
    Politicas { altas: Vec<Cita>, bajas: Vec<Cita>, comparadas: usize, parciales: usize },
    /// How many of the policies measured in nearly all entities rise and fall, and
    /// those whose median change is the largest on each side.
    CambioPoliticas {
        anterior: u32,
        sube: Option<Movimiento>,
        baja: Option<Movimiento>,
        suben: usize,
        bajan: usize,
        n: usize,
        /// Policies of both vigencias that are measured in fewer entities, and not counted.
        parciales: usize,
    },
    /// The policy in which entities differ the most.
    Dispersion { politica: String, p25: f64, p75: f64, rango: f64 },
    /// The components of MECI with the highest and the lowest median.
    ControlInterno { n: usize, minimo: f64, mediana: Option<f64>, maximo: f64, alto: Option<Cita>, bajo: Option<Cita> },
    /// Entities that keep up the highest quarter of at least one policy.
    Sostenidas { entidades: usize, politicas: usize, mas: Option<(String, usize)> },
    /// The improvement plans together.
    Planes { con_plan: usize, entidades: usize, actividades: u32, estados: Option<Estados> },
    /// Plans that leave the lowest policy of their entity without activities.
    MasBajaSinActividades { entidades: usize, con_plan: usize },
}

/// A name with two values, in points 0–100, and their difference.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Movimiento {
    pub nombre: String,
    pub antes: f64,
    pub despues: f64,
    pub diferencia: f64,
    /// Entities behind it, where there are several.
    pub n: Option<usize>,
}

/// All findings, in the order in which a reader needs them.
pub fn findings(conjunto: &Conjunto, catalogo: &Catalogo, corte: Date) -> Vec<HallazgoConjunto> {
    conjunto.memoria.remember(corte.to_string(), || findings_anew(conjunto, catalogo, corte))
}

fn findings_anew(conjunto: &Conjunto, catalogo: &Catalogo, corte: Date) -> Vec<HallazgoConjunto> {
    let context = Context { conjunto, catalogo, corte };
    [
        Some(context.universe()),
        context.idi(),
        context.apart(),
        context.change(),
        context.movers(),
        context.sectors(),
        context.policies(),
        context.policy_changes(),
        context.widest(),
        context.internal_control(),
        context.sustained(),
        context.plans(),
        context.lowest_without_activities(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

struct Context<'a> {
    conjunto: &'a Conjunto,
    catalogo: &'a Catalogo,
    corte: Date,
}

impl Context<'_> {
    fn entity(&self, miembro: usize) -> String {
        self.catalogo.entidades[self.conjunto.miembros[miembro].entidad].nombre.clone()
    }

    fn policy(&self, politica: usize) -> String {
        self.catalogo.nombre_politica(politica, self.conjunto.vigencia).to_owned()
    }

    fn universe(&self) -> HallazgoConjunto {
        let Universo { entidades, con_idi, solo_control_interno, sin_dato } = universe(self.conjunto, self.catalogo);
        let blank = |m: &usize| situation(&self.conjunto.miembros[*m], self.catalogo) == Situacion::SinDato;
        let sin_datos = (0..entidades).filter(blank).map(|m| self.entity(m)).collect();
        HallazgoConjunto::Universo { entidades, con_idi, solo_control_interno, sin_dato, sin_datos }
    }

    fn idi(&self) -> Option<HallazgoConjunto> {
        let d = spread(self.conjunto, Medida::Idi)?;
        let ranking = ranking(self.conjunto, self.catalogo, Medida::Idi);
        let at = |value: f64| ranking.iter().filter(|p| p.valor == value).map(|p| self.entity(p.miembro)).collect();
        Some(HallazgoConjunto::Idi {
            n: d.n,
            minimo: d.minimo,
            mediana: d.mediana,
            maximo: d.maximo,
            cuartiles: d.cuartiles,
            altas: at(d.maximo),
            bajas: at(d.minimo),
        })
    }

    fn apart(&self) -> Option<HallazgoConjunto> {
        let cerca = spread(self.conjunto, Medida::Idi)?.cerca_inferior()?;
        let entidades = self.below(Medida::Idi, cerca);
        (!entidades.is_empty())
            .then(|| HallazgoConjunto::Apartadas { cerca, entidades: Citadas::of(entidades, CITADAS) })
    }

    /// Entities under `cerca`, from the lowest up.
    fn below(&self, medida: Medida<'_>, cerca: f64) -> Vec<Cita> {
        let mut low = descending(self.conjunto, self.catalogo, values(self.conjunto, medida));
        low.retain(|v| v.valor < cerca);
        low.iter().rev().map(|v| Cita { nombre: self.entity(v.miembro), puntaje: v.valor }).collect()
    }

    fn change(&self) -> Option<HallazgoConjunto> {
        let anterior = self.conjunto.anterior?;
        if !self.catalogo.comparables(self.conjunto.vigencia, anterior) {
            return Some(HallazgoConjunto::SinComparacion { anterior });
        }
        let p = panel(&changes(self.conjunto, self.catalogo, Medida::Idi))?;
        let Panel { n, medianas, suben, iguales, bajan, .. } = p;
        let (antes, despues) = medianas.unzip();
        let diferencia = p.diferencia();
        Some(HallazgoConjunto::Cambio { anterior, n, suben, iguales, bajan, antes, despues, diferencia })
    }

    fn movers(&self) -> Option<HallazgoConjunto> {
        let anterior = self.conjunto.anterior?;
        let all = changes(self.conjunto, self.catalogo, Medida::Idi);
        let first = |direction| -> Vec<Movimiento> {
            largest(self.conjunto, self.catalogo, &all, 1, direction)
                .iter()
                .map(|c| Movimiento {
                    nombre: self.entity(c.miembro),
                    antes: c.antes,
                    despues: c.despues,
                    diferencia: c.diferencia(),
                    n: None,
                })
                .collect()
        };
        let (subidas, bajadas) = (first(Ordering::Greater), first(Ordering::Less));
        (!subidas.is_empty() || !bajadas.is_empty()).then(|| HallazgoConjunto::MayorCambio {
            anterior,
            por_verificar: all.iter().filter(|c| c.diferencia().abs() >= CAMBIO_POR_VERIFICAR).count(),
            subidas,
            bajadas,
        })
    }

    fn sectors(&self) -> Option<HallazgoConjunto> {
        let compared: Vec<_> = groups(self.conjunto, self.catalogo, Agrupacion::Sector)
            .into_iter()
            .filter_map(|g| Some((g.nombre?, g.distribucion?.mediana?)))
            .collect();
        let cite = |(nombre, mediana): &(String, f64)| Cita { nombre: nombre.clone(), puntaje: *mediana };
        let (first, last) = (compared.first()?, compared.last()?);
        // A shared extreme names nobody.
        let tied = |a: usize, b: usize| compared[a].1 == compared[b].1;
        let n = compared.len();
        (n >= 2 && !tied(0, 1) && !tied(n - 1, n - 2)).then(|| HallazgoConjunto::Sectores {
            alto: cite(first),
            bajo: cite(last),
            comparados: n,
        })
    }

    /// Policies with their spread, from the highest median down.
    fn policy_spreads(&self) -> Vec<(usize, Distribucion)> {
        policy_spreads(self.conjunto, self.catalogo)
    }

    /// Those measured in nearly all entities with IDI.
    fn widely_measured(&self) -> Vec<(usize, Distribucion)> {
        widely_measured(self.conjunto, self.catalogo)
    }

    fn policies(&self) -> Option<HallazgoConjunto> {
        let spreads: Vec<_> = self.widely_measured().into_iter().filter_map(|(p, d)| Some((p, d.mediana?))).collect();
        let cite = |(p, mediana): &(usize, f64)| Cita { nombre: self.policy(*p), puntaje: *mediana };
        // Equal medians at the border would leave some out by accident.
        let cut = |i: usize| spreads[i].1 != spreads[i + 1].1;
        let n = spreads.len();
        (n > 2 * EXTREMAS && cut(EXTREMAS - 1) && cut(n - EXTREMAS - 1)).then(|| HallazgoConjunto::Politicas {
            altas: spreads[..EXTREMAS].iter().map(cite).collect(),
            bajas: spreads[n - EXTREMAS..].iter().rev().map(cite).collect(),
            comparadas: n,
            parciales: self.policy_spreads().len() - n,
        })
    }

    fn policy_changes(&self) -> Option<HallazgoConjunto> {
        let anterior = self.conjunto.anterior?;
        let (moved, partial) = compared_panels(self.conjunto, self.catalogo);
        let movement = |(p, panel): (usize, Panel)| {
            let ((antes, despues), diferencia) = (panel.medianas?, panel.diferencia()?);
            Some((p, Movimiento { nombre: self.policy(p), antes, despues, diferencia, n: Some(panel.n) }))
        };
        let moved: Vec<_> = moved.into_iter().filter_map(movement).collect();
        let by = |a: &&(usize, Movimiento), b: &&(usize, Movimiento)| {
            a.1.diferencia.total_cmp(&b.1.diferencia).then(b.0.cmp(&a.0))
        };
        let sube = moved.iter().max_by(by).filter(|m| m.1.diferencia >= CAMBIO_NOTABLE);
        let baja = moved.iter().min_by(by).filter(|m| m.1.diferencia <= -CAMBIO_NOTABLE);
        (!moved.is_empty()).then(|| HallazgoConjunto::CambioPoliticas {
            anterior,
            sube: sube.map(|m| m.1.clone()),
            baja: baja.map(|m| m.1.clone()),
            suben: moved.iter().filter(|m| m.1.diferencia > 0.0).count(),
            bajan: moved.iter().filter(|m| m.1.diferencia < 0.0).count(),
            n: moved.len(),
            parciales: partial.len(),
        })
    }

    fn widest(&self) -> Option<HallazgoConjunto> {
        let (politica, d) = by_width(&self.widely_measured()).into_iter().next()?;
        let (p25, p75) = d.cuartiles?;
        Some(HallazgoConjunto::Dispersion { politica: self.policy(politica), p25, p75, rango: d.rango_intercuartil()? })
    }

    fn internal_control(&self) -> Option<HallazgoConjunto> {
        let politica = internal_control_policy(self.catalogo)?;
        let d = spread(self.conjunto, Medida::Politica(politica))?;
        let mut components: Vec<_> = meci_components(self.conjunto, self.catalogo)
            .into_iter()
            .filter_map(|(_, nombre, d)| Some(Cita { nombre: nombre.to_owned(), puntaje: d.mediana? }))
            .collect();
        components.sort_by(|a, b| b.puntaje.total_cmp(&a.puntaje));
        let distinct = components.len() >= 2 && components[0].puntaje != components[components.len() - 1].puntaje;
        Some(HallazgoConjunto::ControlInterno {
            n: d.n,
            minimo: d.minimo,
            mediana: d.mediana,
            maximo: d.maximo,
            alto: components.first().filter(|_| distinct).cloned(),
            bajo: components.last().filter(|_| distinct).cloned(),
        })
    }

    fn sustained(&self) -> Option<HallazgoConjunto> {
        let counts = sustained_counts(self.conjunto, self.catalogo)?;
        let most = counts.first().filter(|first| counts.get(1).is_none_or(|second| second.1 < first.1));
        let politicas = (0..self.catalogo.politicas.len())
            .filter(|p| sustained(self.conjunto, self.catalogo, *p).is_some())
            .count();
        Some(HallazgoConjunto::Sostenidas {
            entidades: counts.len(),
            politicas,
            mas: most.map(|(miembro, n)| (self.entity(*miembro), *n)),
        })
    }

    fn plans(&self) -> Option<HallazgoConjunto> {
        let plans = plans(self.conjunto, self.corte);
        (!plans.is_empty()).then(|| HallazgoConjunto::Planes {
            con_plan: plans.len(),
            entidades: self.conjunto.miembros.len(),
            actividades: plans.iter().map(|p| p.actividades).sum(),
            estados: total_states(&plans),
        })
    }

    fn lowest_without_activities(&self) -> Option<HallazgoConjunto> {
        let plans = plans(self.conjunto, self.corte);
        let entidades = plans.iter().filter(|p| p.atiende_mas_baja == Some(false)).count();
        let con_plan = plans.iter().filter(|p| p.atiende_mas_baja.is_some()).count();
        (entidades > 0).then_some(HallazgoConjunto::MasBajaSinActividades { entidades, con_plan })
    }
}

/// The states of all activities; `None` where a plan gives counts alone.
pub fn total_states(plans: &[PlanEntidad]) -> Option<Estados> {
    plans.iter().try_fold(Estados::default(), |mut sum, plan| {
        sum += plan.estados?;
        Some(sum)
    })
}

/// What control interno found in all plans; `None` where no plan says anything of it.
pub fn total_effects(plans: &[PlanEntidad]) -> Option<Efectividades> {
    let told: Vec<_> = plans.iter().filter_map(|p| p.efectos).collect();
    (!told.is_empty()).then(|| Efectividades {
        verificadas: told.iter().map(|e| e.verificadas).sum(),
        no_efectivas: told.iter().map(|e| e.no_efectivas).sum(),
        pendientes: told.iter().map(|e| e.pendientes).sum(),
        sin_dato: told.iter().map(|e| e.sin_dato).sum(),
    })
}

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
    let widely = widely_measured(conjunto, catalogo);
    policy_panels(conjunto, catalogo).into_iter().partition(|(p, _)| widely.iter().any(|(w, _)| w == p))
}

/// The policies with enough entities, from the widest interquartile range down.
fn by_width(spreads: &[(usize, Distribucion)]) -> Vec<(usize, Distribucion)> {
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

/// One thing that the body that leads a policy should know.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "regla", rename_all = "snake_case")]
pub enum Senal {
    /// Its median is among the lowest of the set; `puesto` counts from the lowest.
    MedianaBaja {
        mediana: f64,
        n: usize,
        puesto: usize,
        politicas: usize,
    },
    /// Its median changed by a point or more.
    Cae {
        anterior: u32,
        diferencia: f64,
        n: usize,
        bajan: usize,
    },
    Sube {
        anterior: u32,
        diferencia: f64,
        n: usize,
        suben: usize,
    },
    /// Entities differ in it more than in most policies.
    Dispersa {
        rango: f64,
        p25: f64,
        p75: f64,
    },
    /// Entities far below the others.
    Apartadas {
        cerca: f64,
        entidades: Citadas,
        /// Those that lie apart in the IDI itself, which is told elsewhere.
        tambien_en_idi: Citadas,
    },
    /// The sub-index that pulls it down.
    SubindiceBajo {
        codigo: String,
        nombre: Option<String>,
        mediana: f64,
        mediana_politica: f64,
    },
    /// Entities of the lowest quarter whose plan has no activity about it.
    SinActividades {
        entidades: usize,
        con_plan: usize,
    },
    /// Entities that can show how it is done.
    Referentes {
        entidades: Citadas,
    },
}

/// About how many entities are named as an example to others.
const REFERENTES: usize = 3;
/// About how many entities a sentence names.
const CITADAS: usize = 5;

/// The signals about every policy that was measured, in catalogue order.
pub fn signals(conjunto: &Conjunto, catalogo: &Catalogo) -> Vec<(usize, Vec<Senal>)> {
    conjunto.memoria.remember(String::new(), || signals_anew(conjunto, catalogo))
}

fn signals_anew(conjunto: &Conjunto, catalogo: &Catalogo) -> Vec<(usize, Vec<Senal>)> {
    let context = Context { conjunto, catalogo, corte: Date::MIN };
    let spreads = policy_spreads(conjunto, catalogo);
    let compared = widely_measured(conjunto, catalogo);
    // Who lies apart in the IDI itself is told once, not in every policy.
    let cerca = spread(conjunto, Medida::Idi).and_then(|d| d.cerca_inferior());
    let apart = cerca.map_or_else(Vec::new, |cerca| context.below(Medida::Idi, cerca));
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
            let with_it = |moved: usize| moved as f64 >= p.n as f64 * ACOMPANA;
            if diferencia <= -CAMBIO_NOTABLE && with_it(p.bajan) {
                list.push(Senal::Cae { anterior, diferencia, n: p.n, bajan: p.bajan });
            } else if diferencia >= CAMBIO_NOTABLE && with_it(p.suben) {
                list.push(Senal::Sube { anterior, diferencia, n: p.n, suben: p.suben });
            }
        }
        if let Some((p25, p75)) = d.cuartiles.filter(|_| wide.iter().any(|(p, _)| *p == politica)) {
            list.push(Senal::Dispersa { rango: p75 - p25, p25, p75 });
        }
        if let Some(cerca) = d.cerca_inferior() {
            let below = context.below(medida, cerca).into_iter();
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
        list.extend(low_without_activities(conjunto, politica, &d).filter(|s| match s {
            Senal::SinActividades { entidades, con_plan } => low.is_some() || entidades * 2 >= *con_plan,
            _ => true,
        }));
        if let Some(s) = sustained(conjunto, catalogo, politica).filter(|s| !s.entidades.is_empty()) {
            let cite = |c: &super::conjunto::Cambio| Cita { nombre: context.entity(c.miembro), puntaje: c.despues };
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
    (medians.len() >= 2 && mediana_politica - mediana >= BRECHA_SUBINDICE).then(|| Senal::SubindiceBajo {
        codigo: lowest.codigo.clone(),
        nombre: lowest.nombre.clone(),
        mediana: *mediana,
        mediana_politica,
    })
}

fn low_without_activities(conjunto: &Conjunto, politica: usize, d: &Distribucion) -> Option<Senal> {
    let p25 = d.cuartiles?.0;
    let low = values(conjunto, Medida::Politica(politica)).into_iter().filter(|v| v.valor <= p25);
    let plans: Vec<_> = low.filter_map(|v| conjunto.miembros[v.miembro].plan.as_deref()).collect();
    let without =
        |p: &&&crate::model::Plan| !plan::load(p).politicas.iter().any(|c| c.politica == politica && c.actividades > 0);
    let entidades = plans.iter().filter(without).count();
    (entidades > 0).then_some(Senal::SinActividades { entidades, con_plan: plans.len() })
}
