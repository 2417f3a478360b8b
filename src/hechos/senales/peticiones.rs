//! What the body that gets the report is asked for, out of what the data says.

use jiff::civil::Date;
use serde::Serialize;

use crate::expediente::Conjunto;
use crate::hechos::conjunto::{
    Atencion, Cambio, Medida, PlanEntidad, Recursos, attended, changes, name, plans, resources,
};
use crate::hechos::hallazgos::Cita;
use crate::hechos::plan::Estados;
use crate::hechos::primeros::{Empate, shown};
use crate::model::{Catalogo, Umbrales};

use super::EXTREMAS;
use super::hallazgos::Movimiento;
use super::planes::total_states;
use super::politicas::widely_measured;

/// Entities that an ask names, and changes that it cites.
const NOMBRADAS: usize = 5;

/// One thing to ask, with the names and numbers that it takes.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "regla", rename_all = "snake_case")]
pub enum Peticion {
    /// That what should be done is done: `entidades` have something of it; `mas` those that have the most,
    /// `n` each, none where they are too many to be named.
    Cerrar { estados: Estados, entidades: usize, mas: Vec<String>, n: usize },
    /// That the changes of `umbral` points or more are verified before anything is concluded; the largest ones are
    /// named.
    Verificar { anterior: u32, umbral: f64, cambios: Vec<Movimiento>, total: usize },
    /// That the policies with the lowest medians, of those that are compared, come first.
    Priorizar { politicas: Vec<Cita>, comparadas: usize },
    /// That the lowest policy of each entity has activities; who lacks them is named where they are few.
    Incluir { entidades: usize, nombres: Vec<String>, con_plan: usize },
    /// That activities get resources.
    Financiar { recursos: Recursos },
    /// That the recommendations without an activity get one.
    Atender { atencion: Atencion },
}

/// What to ask, in the order of urgency.
pub fn peticiones(conjunto: &Conjunto, catalogo: &Catalogo, corte: Date, umbrales: &Umbrales) -> Vec<Peticion> {
    let plans = plans(conjunto, corte);
    let entity = |miembro: usize| name(conjunto, catalogo, miembro).to_owned();
    [
        close(&plans, entity),
        verify(conjunto, catalogo, umbrales.cambio_por_verificar),
        prioritise(conjunto, catalogo),
        include(&plans, entity),
        resources(&plans).filter(|r| r.sin_recurso > 0).map(|recursos| Peticion::Financiar { recursos }),
        Some(attended(conjunto, None)).filter(|a| a.sin_actividad > 0).map(|atencion| Peticion::Atender { atencion }),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn close(plans: &[PlanEntidad], entity: impl Fn(usize) -> String) -> Option<Peticion> {
    let estados = total_states(plans)?;
    let open: Vec<_> = plans.iter().filter(|p| p.por_cerrar() > 0).collect();
    let n = open.iter().map(|p| p.por_cerrar()).max()?;
    let mut most: Vec<_> = open.iter().filter(|p| p.por_cerrar() == n).map(|p| entity(p.miembro)).collect();
    // Where all have as many, none has the most.
    if most.len() > NOMBRADAS || most.len() == open.len() && most.len() > 1 {
        most.clear();
    }
    Some(Peticion::Cerrar { estados, entidades: open.len(), mas: most, n })
}

fn verify(conjunto: &Conjunto, catalogo: &Catalogo, umbral: f64) -> Option<Peticion> {
    let anterior = conjunto.anterior?;
    let mut large: Vec<Cambio> = changes(conjunto, catalogo, Medida::Idi);
    large.retain(|c| c.diferencia().abs() >= umbral);
    large.sort_by(|a, b| b.diferencia().abs().total_cmp(&a.diferencia().abs()).then(a.miembro.cmp(&b.miembro)));
    let total = large.len();
    large.truncate(shown(&large, NOMBRADAS, Empate::Entra, |a, b| a.diferencia().abs() == b.diferencia().abs()));
    let movement = |c: &Cambio| Movimiento {
        nombre: name(conjunto, catalogo, c.miembro).to_owned(),
        antes: c.antes,
        despues: c.despues,
        diferencia: c.diferencia(),
        n: None,
    };
    (total > 0).then(|| Peticion::Verificar { anterior, umbral, cambios: large.iter().map(movement).collect(), total })
}

fn prioritise(conjunto: &Conjunto, catalogo: &Catalogo) -> Option<Peticion> {
    let mut medians: Vec<_> =
        widely_measured(conjunto, catalogo).into_iter().filter_map(|(p, d)| Some((p, d.mediana?))).collect();
    medians.reverse();
    let comparadas = medians.len();
    // Ties at the border would leave some out by accident.
    let n = shown(&medians, EXTREMAS, Empate::Sale, |a, b| a.1 == b.1);
    let cite = |(p, puntaje): &(usize, f64)| Cita {
        nombre: catalogo.nombre_politica(*p, conjunto.vigencia).to_owned(),
        puntaje: *puntaje,
    };
    (n > 0 && comparadas > 2 * EXTREMAS)
        .then(|| Peticion::Priorizar { politicas: medians[..n].iter().map(cite).collect(), comparadas })
}

fn include(plans: &[PlanEntidad], entity: impl Fn(usize) -> String) -> Option<Peticion> {
    let without: Vec<_> = plans.iter().filter(|p| p.atiende_mas_baja == Some(false)).collect();
    let con_plan = plans.iter().filter(|p| p.atiende_mas_baja.is_some()).count();
    let few = without.len() <= 2 * NOMBRADAS;
    let nombres = without.iter().filter(|_| few).map(|p| entity(p.miembro)).collect();
    (!without.is_empty()).then_some(Peticion::Incluir { entidades: without.len(), nombres, con_plan })
}
