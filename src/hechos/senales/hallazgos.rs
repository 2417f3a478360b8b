//! Findings of a set, for its summary.

use std::cmp::Ordering;

use jiff::civil::Date;
use serde::Serialize;

use crate::expediente::Conjunto;
use crate::hechos::conjunto::{
    Agrupacion, Distribucion, Medida, Panel, Situacion, Universo, changes, difference, groups, largest, name, panel,
    plans, ranking, situation, spread, sustained, universe,
};
use crate::hechos::cotejo::{side, sides};
use crate::hechos::hallazgos::{Cita, Citadas};
use crate::hechos::plan::Estados;
use crate::model::{Catalogo, Umbrales};

use super::planes::total_states;
use super::politicas::{
    by_width, compared_panels, internal_control_policy, meci_components, policy_spreads, sustained_counts,
    widely_measured,
};
use super::{CITADAS, EXTREMAS, below};

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
    MayorCambio { anterior: u32, subidas: Vec<Movimiento>, bajadas: Vec<Movimiento>, por_verificar: usize, umbral: f64 },
    /// Sectors with the highest and the lowest median, among those with enough entities.
    Sectores { alto: Cita, bajo: Cita, comparados: usize },
    /// Kinds of entity with the highest and the lowest median, among those with enough entities.
    Tipos { alto: Cita, bajo: Cita, distancia: f64, comparados: usize },
    /// Policies with the highest and the lowest median, among those measured in nearly all entities.
    Politicas { altas: Vec<Cita>, bajas: Vec<Cita>, comparadas: usize, parciales: usize },
    /// How many of the policies measured in nearly all entities rise and fall, and
    /// those whose median change is the largest on each side. A median that changes by up to
    /// [`Umbrales::similar`] points neither rises nor falls.
    CambioPoliticas {
        anterior: u32,
        sube: Option<Movimiento>,
        baja: Option<Movimiento>,
        suben: usize,
        iguales: usize,
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
pub fn hallazgos(conjunto: &Conjunto, catalogo: &Catalogo, corte: Date, umbrales: &Umbrales) -> Vec<HallazgoConjunto> {
    let Umbrales { cambio_por_verificar: umbral, similar, .. } = *umbrales;
    let anew = || hallazgos_anew(Context { conjunto, catalogo, corte, umbral, similar });
    conjunto.memoria.remember(format!("{corte} {umbral} {similar}"), anew)
}

fn hallazgos_anew(context: Context<'_>) -> Vec<HallazgoConjunto> {
    [
        Some(context.universe()),
        context.idi(),
        context.apart(),
        context.change(),
        context.movers(),
        context.sectors(),
        context.kinds(),
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
    /// Points of change from which an index has to be verified.
    umbral: f64,
    /// Points up to which a median did not change.
    similar: f64,
}

impl Context<'_> {
    fn entity(&self, miembro: usize) -> String {
        name(self.conjunto, self.catalogo, miembro).to_owned()
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
        let entidades = below(self.conjunto, self.catalogo, Medida::Idi, cerca);
        (!entidades.is_empty())
            .then(|| HallazgoConjunto::Apartadas { cerca, entidades: Citadas::of(entidades, CITADAS) })
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
            por_verificar: all.iter().filter(|c| c.diferencia().abs() >= self.umbral).count(),
            umbral: self.umbral,
            subidas,
            bajadas,
        })
    }

    fn sectors(&self) -> Option<HallazgoConjunto> {
        let (alto, bajo, comparados) = self.ends(Agrupacion::Sector)?;
        Some(HallazgoConjunto::Sectores { alto, bajo, comparados })
    }

    fn kinds(&self) -> Option<HallazgoConjunto> {
        let (alto, bajo, comparados) = self.ends(Agrupacion::Tipo)?;
        let distancia = difference(bajo.puntaje, alto.puntaje);
        Some(HallazgoConjunto::Tipos { alto, bajo, distancia, comparados })
    }

    /// The groups with the highest and the lowest median, and how many have one; a shared extreme names nobody.
    fn ends(&self, agrupacion: Agrupacion) -> Option<(Cita, Cita, usize)> {
        let mut compared: Vec<_> = groups(self.conjunto, self.catalogo, agrupacion)
            .into_iter()
            .filter_map(|g| Some((g.nombre?, g.distribucion?.mediana?)))
            .collect();
        compared.sort_by(|a, b| b.1.total_cmp(&a.1));
        let cite = |(nombre, mediana): &(String, f64)| Cita { nombre: nombre.clone(), puntaje: *mediana };
        let tied = |a: usize, b: usize| compared[a].1 == compared[b].1;
        let n = compared.len();
        (n >= 2 && !tied(0, 1) && !tied(n - 1, n - 2)).then(|| (cite(&compared[0]), cite(&compared[n - 1]), n))
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
        let of = |m: &(usize, Movimiento)| side(m.1.diferencia, self.similar);
        let sube = moved.iter().max_by(by).filter(|m| of(m).is_gt());
        let baja = moved.iter().min_by(by).filter(|m| of(m).is_lt());
        let parts = sides(moved.iter().map(|m| m.1.diferencia), self.similar);
        (!moved.is_empty()).then(|| HallazgoConjunto::CambioPoliticas {
            anterior,
            sube: sube.map(|m| m.1.clone()),
            baja: baja.map(|m| m.1.clone()),
            suben: parts.encima,
            iguales: parts.igual,
            bajan: parts.debajo,
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
