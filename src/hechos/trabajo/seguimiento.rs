//! What became of a work plan by a session of its body: what was reported of each point, who came, what
//! was committed to, and what the next session has before it.

use jiff::civil::Date;

use crate::hechos::compromisos;
use crate::locale::fold;
use crate::model::{Asistencia, Asistente, Compromiso, PlanTrabajo, ReportePunto, Sesion, SesionCelebrada};

use super::{Punto, labels, points};

/// A session that was held, and which one of the plan it was; none of them where it was extraordinary.
#[derive(Debug, Clone, Copy)]
pub struct Celebrada<'a> {
    pub registro: &'a SesionCelebrada,
    pub prevista: Option<&'a Sesion>,
}

impl<'a> Celebrada<'a> {
    pub fn new(registro: &'a SesionCelebrada, plan: &'a PlanTrabajo) -> Self {
        let id = registro.sesion.as_ref().map(|id| id.value.as_str());
        let prevista = id.and_then(|id| plan.sesiones.iter().find(|s| s.id.value.as_str() == id));
        Self { registro, prevista }
    }

    /// What it is called, as it stands within a sentence.
    pub fn nombre(&self) -> &'a str {
        let own = self.registro.nombre.as_deref();
        own.or(self.prevista.map(|s| s.nombre.as_str())).unwrap_or("sesión extraordinaria")
    }

    /// The day on which it was held.
    pub fn dia(&self) -> Date {
        self.registro.fecha.value.ultimo_dia()
    }

    /// What was reported of the point of this label.
    pub fn report(&self, rotulo: Option<&str>) -> Option<&'a ReportePunto> {
        let wanted = fold(rotulo?);
        self.registro.reportes.iter().find(|r| fold(&r.punto.value) == wanted)
    }
}

/// Who came to a session, counting those who vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quorum {
    pub votan: usize,
    pub presentes: usize,
    pub necesarios: usize,
}

impl Quorum {
    pub fn of(registro: &SesionCelebrada) -> Self {
        let votan = || registro.asistencia.iter().filter(|a| a.vota != Some(false));
        Self {
            votan: votan().count(),
            presentes: votan().filter(|a| came(a)).count(),
            necesarios: registro.quorum.value as usize,
        }
    }

    /// Whether the session could decide.
    pub fn hay(self) -> bool {
        self.presentes >= self.necesarios
    }
}

/// Whether somebody was there for a member.
pub fn came(a: &Asistente) -> bool {
    matches!(a.asistencia, Asistencia::Titular | Asistencia::Delegado)
}

/// Where a point stands by a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Situacion {
    /// The last session that had to treat it was held, and nothing of it was reported there.
    SinReporte,
    /// Reported, with no progress.
    SinIniciar,
    EnProceso,
    /// Reported, without saying how far it is.
    SinAvance,
    /// A session to come treats it, and none before.
    Programado,
    /// No session treats it, and nothing of it was reported.
    SinSesion,
    Cumplido,
}

impl Situacion {
    /// In the order in which tables list them.
    pub const ALL: [Self; 7] = [
        Self::SinReporte,
        Self::SinIniciar,
        Self::EnProceso,
        Self::SinAvance,
        Self::Cumplido,
        Self::Programado,
        Self::SinSesion,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Self::SinReporte => "sin reporte",
            Self::SinIniciar => "sin iniciar",
            Self::EnProceso => "en proceso",
            Self::SinAvance => "reportado, sin avance escrito",
            Self::Programado => "programado",
            Self::SinSesion => "sin sesión",
            Self::Cumplido => "cumplido",
        }
    }
}

/// A point of the plan with what was reported of it.
#[derive(Debug, Clone)]
pub struct Seguido<'a> {
    pub punto: Punto<'a>,
    pub situacion: Situacion,
    /// The last report, and the session in which it was given.
    pub ultimo: Option<(&'a ReportePunto, Celebrada<'a>)>,
    /// The last held session that had to treat it.
    pub debia: Option<Celebrada<'a>>,
}

/// The points of the plan by the last of `celebradas`, which are in the order of their days.
pub fn follow<'a>(plan: &'a PlanTrabajo, celebradas: &[Celebrada<'a>]) -> Vec<Seguido<'a>> {
    let rotulos = labels(plan);
    let followed = |punto: Punto<'a>| {
        let rotulo = rotulos[punto.orden].as_deref();
        let ultimo = celebradas.iter().rev().find_map(|c| Some((c.report(rotulo)?, *c)));
        let debia = celebradas.iter().rev().find(|c| c.prevista.is_some_and(|s| punto.in_session(s))).copied();
        let reported_there = debia.is_none_or(|c| c.report(rotulo).is_some());
        let later = plan.sesiones.iter().any(|s| punto.in_session(s));
        let situacion = match (ultimo, reported_there) {
            (_, false) => Situacion::SinReporte,
            (Some((report, _)), true) => match report.avance.as_ref().map(|a| a.value.parte) {
                None => Situacion::SinAvance,
                Some(parte) if parte >= 1.0 => Situacion::Cumplido,
                Some(parte) if parte > 0.0 => Situacion::EnProceso,
                Some(_) => Situacion::SinIniciar,
            },
            (None, true) if later => Situacion::Programado,
            (None, true) => Situacion::SinSesion,
        };
        Seguido { punto, situacion, ultimo, debia }
    };
    points(plan).map(followed).collect()
}

/// A commitment of one of the sessions, and its state.
#[derive(Debug, Clone, Copy)]
pub struct Pactado<'a> {
    pub compromiso: &'a Compromiso,
    pub de: Celebrada<'a>,
    pub estado: compromisos::Estado,
}

/// What was committed to in `celebradas`, with its state on `corte`: what is late comes first.
pub fn commitments<'a>(celebradas: &[Celebrada<'a>], corte: Date) -> Vec<Pactado<'a>> {
    let all = celebradas.iter().flat_map(|de| de.registro.compromisos.iter().map(|c| (c, *de)));
    let mut list: Vec<_> =
        all.map(|(compromiso, de)| Pactado { compromiso, de, estado: compromisos::state(compromiso, corte) }).collect();
    list.sort_by_key(|p| compromisos::attention(p.compromiso, p.estado));
    list
}

/// The session of the plan that comes after the last one held; none after its last, or where none of
/// them was held.
pub fn next<'a>(plan: &'a PlanTrabajo, celebradas: &[Celebrada<'a>]) -> Option<&'a Sesion> {
    let last = celebradas.iter().filter_map(|c| c.prevista).filter_map(|held| place(plan, held)).max()?;
    plan.sesiones.get(last + 1)
}

fn place(plan: &PlanTrabajo, sesion: &Sesion) -> Option<usize> {
    plan.sesiones.iter().position(|s| s.id.value == sesion.id.value)
}
