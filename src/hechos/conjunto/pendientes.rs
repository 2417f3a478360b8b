//! What each entity of a set has pending at the cut-off.

use jiff::civil::Date;

use crate::expediente::{Conjunto, Expediente};

use super::planes::{Atencion, PlanEntidad, lowest_policies, plans};

/// The lowest policies of an entity whose plan has no activity for any of them.
#[derive(Debug, Clone, PartialEq)]
pub struct MasBaja {
    pub miembro: usize,
    /// One, or more that are equal, by their position in the catalogue.
    pub politicas: Vec<usize>,
    pub puntaje: f64,
    /// Activities of the plan, all for other policies.
    pub actividades: u32,
}

/// The entities whose plan leaves their lowest policy out, from the lowest index up.
pub fn unattended_lowest(conjunto: &Conjunto, corte: Date) -> Vec<MasBaja> {
    let of = |p: &PlanEntidad| {
        let (puntaje, politicas) = lowest_policies(conjunto.miembros[p.miembro].resultados.as_deref()?)?;
        Some(MasBaja { miembro: p.miembro, politicas, puntaje, actividades: p.actividades })
    };
    let plans = plans(conjunto, corte);
    let mut all: Vec<_> = plans.iter().filter(|p| p.atiende_mas_baja == Some(false)).filter_map(of).collect();
    all.sort_by(|a, b| a.puntaje.total_cmp(&b.puntaje).then(a.miembro.cmp(&b.miembro)));
    all
}

/// Activities and recommendations that an entity has pending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pendiente {
    pub miembro: usize,
    /// Overdue, or unfulfilled for good where the plan is over.
    pub vencidas: usize,
    /// Days that the latest of them is late.
    pub atraso: Option<i32>,
    /// Due on the very day of the cut-off.
    pub en_corte: usize,
    /// Activities without resources that are not fulfilled.
    pub sin_recurso: u32,
    /// Recommendations about a policy that the plan has no activity for.
    pub sin_actividad: usize,
    /// Recommendations of an entity without a plan.
    pub sin_plan: usize,
}

impl Pendiente {
    fn is_any(&self) -> bool {
        self.vencidas + self.en_corte + self.sin_actividad + self.sin_plan + self.sin_recurso as usize > 0
    }
}

/// What each entity has pending, in the order of the set; those that have nothing are not among them.
pub fn pending(conjunto: &Conjunto, corte: Date) -> Vec<Pendiente> {
    conjunto.memoria.remember(corte.to_string(), || pending_anew(conjunto, corte))
}

fn pending_anew(conjunto: &Conjunto, corte: Date) -> Vec<Pendiente> {
    let mut plans = plans(conjunto, corte).into_iter().peekable();
    let of = |(miembro, m): (usize, &Expediente)| {
        let plan = plans.next_if(|p| p.miembro == miembro);
        let (vencidas, en_corte) = plan.as_ref().map_or((0, 0), PlanEntidad::lateness);
        let mut advice = Atencion::default();
        advice.add(m, |_| true);
        Pendiente {
            miembro,
            vencidas,
            atraso: plan.and_then(|p| p.atraso),
            en_corte,
            sin_recurso: plan.and_then(|p| p.sin_recurso).unwrap_or(0),
            sin_actividad: advice.sin_actividad,
            sin_plan: advice.sin_plan,
        }
    };
    conjunto.miembros.iter().enumerate().map(of).filter(Pendiente::is_any).collect()
}
