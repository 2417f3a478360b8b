//! What the body that gets the report is asked for, out of what the data says.

use jiff::civil::Date;
use serde::Serialize;

use crate::expediente::Conjunto;
use crate::hechos::conjunto::{
    Atencion, Cambio, Medida, PlanEntidad, Recursos, Situacion, attended, changes, name, pending, plans, resources,
    situation,
};
use crate::hechos::hallazgos::Cita;
use crate::hechos::plan::Estados;
use crate::hechos::primeros::{Empate, shown};
use crate::model::{Catalogo, Umbrales};

use super::EXTREMAS;
use super::hallazgos::Movimiento;
use super::planes::total_states;
use super::politicas::{Junta, together, widely_measured};

/// Entities that an ask names, and changes that it cites.
const NOMBRADAS: usize = 5;

/// One thing to ask, with the names and numbers that it takes.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "regla", rename_all = "snake_case")]
pub enum Peticion {
    /// That what should be done is done: `entidades` have something of it; `mas` those that have the most,
    /// overdue, `n` each (where nothing is overdue, due on the day of the cut-off), none where they are too many
    /// to be named; `con_vencidas` have something overdue.
    Cerrar { estados: Estados, entidades: usize, con_vencidas: usize, mas: Vec<String>, n: usize },
    /// That the changes of `umbral` points or more are verified before anything is concluded; the largest ones are
    /// named, and `bajan` of all of them fell.
    Verificar { anterior: u32, umbral: f64, cambios: Vec<Movimiento>, total: usize, bajan: usize },
    /// That Función Pública is asked whether the questions changed where nearly all entities move one way.
    Consultar { anterior: u32, juntas: Vec<Junta> },
    /// That who has no result says why; who they are is named where they are few, and `antes` those of them that
    /// had an index before.
    Reportar { entidades: usize, nombres: Vec<String>, anterior: Option<u32>, antes: Vec<String> },
    /// That who has no plan, where others have one, makes it.
    Planear { entidades: usize, nombres: Vec<String>, con_plan: usize },
    /// That the policies with the lowest medians, of those that are compared, come first; with who leads them.
    Priorizar { politicas: Vec<Cita>, comparadas: usize, lideres: Vec<String> },
    /// That the lowest policy of each entity has activities; who lacks them is named where they are few.
    Incluir { entidades: usize, nombres: Vec<String>, con_plan: usize },
    /// That activities get resources, which are of `entidades`.
    Financiar { recursos: Recursos, entidades: usize },
    /// That the recommendations without an activity get one, which are of `entidades`.
    Atender { atencion: Atencion, entidades: usize },
}

impl Peticion {
    /// The word of what is asked, as its sentences know it.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Cerrar { .. } => "cerrar",
            Self::Verificar { .. } => "verificar",
            Self::Consultar { .. } => "consultar",
            Self::Reportar { .. } => "reportar",
            Self::Planear { .. } => "planear",
            Self::Priorizar { .. } => "priorizar",
            Self::Incluir { .. } => "incluir",
            Self::Financiar { .. } => "financiar",
            Self::Atender { .. } => "atender",
        }
    }
}

/// What to ask, in the order of urgency.
pub fn peticiones(conjunto: &Conjunto, catalogo: &Catalogo, corte: Date, umbrales: &Umbrales) -> Vec<Peticion> {
    let plans = plans(conjunto, corte);
    let entity = |miembro: usize| name(conjunto, catalogo, miembro).to_owned();
    [
        close(&plans, entity),
        verify(conjunto, catalogo, umbrales.cambio_por_verificar),
        consult(conjunto, catalogo, umbrales.cuestionario),
        report(conjunto, catalogo),
        make_plan(conjunto, &plans, entity),
        prioritise(conjunto, catalogo),
        include(&plans, entity),
        fund(conjunto, &plans, corte),
        attend(conjunto, corte),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn close(plans: &[PlanEntidad], entity: impl Fn(usize) -> String) -> Option<Peticion> {
    let estados = total_states(plans)?;
    let open: Vec<_> = plans.iter().filter(|p| p.por_cerrar() > 0).collect();
    let late: Vec<_> = open.iter().filter(|p| p.lateness().0 > 0).copied().collect();
    let con_vencidas = late.len();
    // What is overdue is never added to what was due on the day.
    let of = |p: &PlanEntidad| if con_vencidas > 0 { p.lateness().0 } else { p.lateness().1 };
    let counted = if con_vencidas > 0 { &late } else { &open };
    let n = counted.iter().map(|p| of(p)).max()?;
    let mut most: Vec<_> = counted.iter().filter(|p| of(p) == n).map(|p| entity(p.miembro)).collect();
    // Where all have as many, none has the most.
    if most.len() > NOMBRADAS || most.len() == counted.len() && most.len() > 1 {
        most.clear();
    }
    Some(Peticion::Cerrar { estados, entidades: open.len(), con_vencidas, mas: most, n })
}

fn verify(conjunto: &Conjunto, catalogo: &Catalogo, umbral: f64) -> Option<Peticion> {
    let anterior = conjunto.anterior?;
    let mut large: Vec<Cambio> = changes(conjunto, catalogo, Medida::Idi);
    large.retain(|c| c.diferencia().abs() >= umbral);
    large.sort_by(|a, b| b.diferencia().abs().total_cmp(&a.diferencia().abs()).then(a.miembro.cmp(&b.miembro)));
    let total = large.len();
    let bajan = large.iter().filter(|c| c.diferencia() < 0.0).count();
    large.truncate(shown(&large, NOMBRADAS, Empate::Entra, |a, b| a.diferencia().abs() == b.diferencia().abs()));
    let movement = |c: &Cambio| Movimiento {
        nombre: name(conjunto, catalogo, c.miembro).to_owned(),
        antes: c.antes,
        despues: c.despues,
        diferencia: c.diferencia(),
        n: None,
    };
    let cambios = large.iter().map(movement).collect();
    (total > 0).then_some(Peticion::Verificar { anterior, umbral, cambios, total, bajan })
}

fn consult(conjunto: &Conjunto, catalogo: &Catalogo, parte: f64) -> Option<Peticion> {
    let anterior = conjunto.anterior?;
    let juntas = together(conjunto, catalogo, parte);
    (!juntas.is_empty()).then_some(Peticion::Consultar { anterior, juntas })
}

/// Names where they are few enough to be read.
fn few(names: Vec<String>) -> Vec<String> {
    if names.len() > 2 * NOMBRADAS { Vec::new() } else { names }
}

fn report(conjunto: &Conjunto, catalogo: &Catalogo) -> Option<Peticion> {
    let blank = |m: &usize| situation(&conjunto.miembros[*m], catalogo) == Situacion::SinDato;
    let without: Vec<usize> = (0..conjunto.miembros.len()).filter(blank).collect();
    let before = |m: &usize| conjunto.miembros[*m].anterior.as_ref().is_some_and(|r| r.idi.is_some());
    let names = |of: &mut dyn Iterator<Item = usize>| -> Vec<String> {
        of.map(|m| name(conjunto, catalogo, m).to_owned()).collect()
    };
    // In a set that nobody has results of yet, nobody in particular lacks them.
    (!without.is_empty() && without.len() < conjunto.miembros.len()).then(|| Peticion::Reportar {
        entidades: without.len(),
        nombres: few(names(&mut without.iter().copied())),
        anterior: conjunto.anterior,
        antes: few(names(&mut without.iter().copied().filter(|m| before(m)))),
    })
}

fn make_plan(conjunto: &Conjunto, plans: &[PlanEntidad], entity: impl Fn(usize) -> String) -> Option<Peticion> {
    let without: Vec<_> =
        (0..conjunto.miembros.len()).filter(|m| conjunto.miembros[*m].plan.is_none()).map(entity).collect();
    (!plans.is_empty() && !without.is_empty()).then(|| Peticion::Planear {
        entidades: without.len(),
        nombres: few(without),
        con_plan: plans.len(),
    })
}

fn fund(conjunto: &Conjunto, plans: &[PlanEntidad], corte: Date) -> Option<Peticion> {
    let recursos = resources(plans).filter(|r| r.sin_recurso > 0)?;
    let entidades = pending(conjunto, corte).iter().filter(|p| p.sin_recurso > 0).count();
    Some(Peticion::Financiar { recursos, entidades })
}

fn attend(conjunto: &Conjunto, corte: Date) -> Option<Peticion> {
    let atencion = attended(conjunto, None);
    let entidades = pending(conjunto, corte).iter().filter(|p| p.sin_actividad > 0).count();
    (atencion.sin_actividad > 0).then_some(Peticion::Atender { atencion, entidades })
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
    let mut lideres: Vec<String> = Vec::new();
    for leader in medians[..n].iter().flat_map(|(p, _)| &catalogo.politicas[*p].lideres) {
        if !lideres.contains(&leader.nombre.value) {
            lideres.push(leader.nombre.value.clone());
        }
    }
    let politicas = medians[..n].iter().map(cite).collect();
    (n > 0 && comparadas > 2 * EXTREMAS).then_some(Peticion::Priorizar { politicas, comparadas, lideres })
}

fn include(plans: &[PlanEntidad], entity: impl Fn(usize) -> String) -> Option<Peticion> {
    let without: Vec<_> = plans.iter().filter(|p| p.atiende_mas_baja == Some(false)).collect();
    let con_plan = plans.iter().filter(|p| p.atiende_mas_baja.is_some()).count();
    let nombres = few(without.iter().map(|p| entity(p.miembro)).collect());
    (!without.is_empty()).then_some(Peticion::Incluir { entidades: without.len(), nombres, con_plan })
}
