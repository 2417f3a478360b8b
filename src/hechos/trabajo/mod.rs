//! What a work plan says as a whole: lines per session and per responsible
//! body, and what is still to be defined.

mod decisiones;
mod reparto;
mod rotulos;
mod seguimiento;

use std::collections::BTreeMap;

use crate::locale;
use crate::model::{ActividadTrabajo, Funcion, GrupoFunciones, PlanTrabajo, Sesion};

pub use decisiones::{Decision, decisions, is_open, names_annex};
pub use reparto::{Fila, Nombrado, by_body, by_responsible, shared};
pub use rotulos::labels;
pub use seguimiento::{Celebrada, Pactado, Quorum, Seguido, Situacion, came, commitments, follow, next};

/// Counts over the lines of a work plan.  A line is a row of the plan: a
/// function with one of its activities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resumen {
    pub renglones: usize,
    /// Lines whose activity is described.
    pub con_actividad: usize,
    /// Lines whose activity the plan itself declares as pending.
    pub actividad_pendiente: usize,
    /// Lines without a described activity and without a declared pending.
    pub sin_actividad: usize,
    /// Lines per session, in the order of the plan.
    pub por_sesion: Vec<usize>,
    /// Lines that no session follows.
    pub sin_sesion: usize,
    /// Lines whose date the plan itself declares as pending.
    pub fecha_pendiente: usize,
    /// Lines that name nobody in their column.
    pub sin_responsable: usize,
    /// Those of them whose text names who acts.
    pub segun_texto: usize,
    /// Lines per responsible body, most first; a line with two bodies counts for both.
    pub por_responsable: Vec<(String, usize)>,
}

/// All lines of the plan.
pub fn lines(plan: &PlanTrabajo) -> impl Iterator<Item = &ActividadTrabajo> {
    plan.grupos.iter().flat_map(group_lines)
}

/// Counts over the whole plan.
pub fn summary(plan: &PlanTrabajo) -> Resumen {
    count_lines(plan, &lines(plan).collect::<Vec<_>>())
}

/// Counts over each group of functions, in the order of the plan.
pub fn by_group(plan: &PlanTrabajo) -> Vec<Resumen> {
    plan.grupos.iter().map(|g| count_lines(plan, &group_lines(g).collect::<Vec<_>>())).collect()
}

fn group_lines(grupo: &GrupoFunciones) -> impl Iterator<Item = &ActividadTrabajo> {
    grupo.funciones.iter().flat_map(|f| &f.actividades)
}

fn count_lines(plan: &PlanTrabajo, lines: &[&ActividadTrabajo]) -> Resumen {
    let count = |test: &dyn Fn(&ActividadTrabajo) -> bool| lines.iter().filter(|a| test(a)).count();
    let pending_activity = |a: &ActividadTrabajo| a.pendiente.as_ref().is_some_and(|p| p.actividad.is_some());
    let mut responsables: BTreeMap<&str, usize> = BTreeMap::new();
    for name in lines.iter().flat_map(|a| &a.responsable) {
        *responsables.entry(name).or_default() += 1;
    }
    let mut por_responsable: Vec<_> = responsables.into_iter().map(|(name, n)| (name.to_owned(), n)).collect();
    por_responsable.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| locale::compare(&a.0, &b.0)));
    Resumen {
        renglones: count(&|_| true),
        con_actividad: count(&|a| a.actividad.is_some()),
        actividad_pendiente: count(&|a| a.actividad.is_none() && pending_activity(a)),
        sin_actividad: count(&|a| a.actividad.is_none() && !pending_activity(a)),
        por_sesion: plan
            .sesiones
            .iter()
            .map(|s| count(&|a| a.sesiones.iter().any(|named| named.value == s.id.value)))
            .collect(),
        sin_sesion: count(&|a| a.sesiones.is_empty()),
        fecha_pendiente: count(&|a| a.pendiente.as_ref().is_some_and(|p| p.fecha.is_some())),
        sin_responsable: count(&|a| a.responsable.is_empty()),
        segun_texto: count(&|a| a.responsable.is_empty() && !a.responsable_segun_texto.is_empty()),
        por_responsable,
    }
}

/// A line with where it stands in the plan, by position.
#[derive(Debug, Clone, Copy)]
pub struct Punto<'a> {
    /// Its place among all points.
    pub orden: usize,
    pub grupo: usize,
    pub funcion: usize,
    pub actividad: usize,
    pub de: &'a Funcion,
    pub es: &'a ActividadTrabajo,
}

impl Punto<'_> {
    /// What the plan calls it by: the number of its activity, or else of its function.
    pub fn numero(&self) -> Option<&str> {
        self.es.numero.as_deref().or(self.de.numero.as_deref())
    }

    /// Whether neither its column nor its text names who acts.
    pub fn is_nobodys(&self) -> bool {
        self.es.responsable.is_empty() && self.es.responsable_segun_texto.is_empty()
    }

    /// Whether `sesion` treats it.
    pub fn in_session(&self, sesion: &Sesion) -> bool {
        self.es.sesiones.iter().any(|named| named.value == sesion.id.value)
    }
}

/// All lines of the plan with their places, in its order.
pub fn points(plan: &PlanTrabajo) -> impl Iterator<Item = Punto<'_>> {
    let functions = plan
        .grupos
        .iter()
        .enumerate()
        .flat_map(|(g, grupo)| grupo.funciones.iter().enumerate().map(move |(f, de)| (g, f, de)));
    let lines = functions.flat_map(|(grupo, funcion, de)| {
        de.actividades.iter().enumerate().map(move |(actividad, es)| (grupo, funcion, actividad, de, es))
    });
    lines.enumerate().map(|(orden, (grupo, funcion, actividad, de, es))| Punto {
        orden,
        grupo,
        funcion,
        actividad,
        de,
        es,
    })
}

/// Lines that every session of the plan treats; none where it has fewer than two sessions.
pub fn in_all(plan: &PlanTrabajo) -> usize {
    let several = plan.sesiones.len() > 1;
    points(plan).filter(|p| several && plan.sesiones.iter().all(|s| p.in_session(s))).count()
}

/// Lines that `sesion` treats and no other session does.
pub fn only_in<'a>(plan: &'a PlanTrabajo, sesion: &'a Sesion) -> impl Iterator<Item = Punto<'a>> {
    let others = |p: &Punto<'_>| plan.sesiones.iter().any(|s| s.id.value != sesion.id.value && p.in_session(s));
    points(plan).filter(move |p| p.in_session(sesion) && !others(p))
}

/// What a line lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faltas<'a> {
    /// In the words of the plan, which declares them as still to be defined.
    pub declarados: Vec<&'a str>,
    /// Columns that the plan leaves blank without saying why.
    pub en_blanco: Vec<&'static str>,
}

/// What `a` lacks; an activity or a body that is declared as pending is not a blank one.
pub fn gaps(a: &ActividadTrabajo) -> Faltas<'_> {
    let pendiente = a.pendiente.as_ref();
    let declared = |pick: fn(&crate::model::Pendiente) -> &Option<String>| pendiente.and_then(|p| pick(p).as_deref());
    let (actividad, responsable) = (declared(|p| &p.actividad), declared(|p| &p.responsable));
    let columns: [(&'static str, bool); 3] = [
        ("actividad", a.actividad.is_none() && actividad.is_none()),
        ("responsable", a.responsable.is_empty() && responsable.is_none()),
        // A date to be defined stands among the observations: the columns of the sessions are blank all the same.
        ("sesión", a.sesiones.is_empty()),
    ];
    Faltas {
        declarados: [actividad, responsable, declared(|p| &p.fecha)].into_iter().flatten().collect(),
        en_blanco: columns.iter().filter(|(_, blank)| *blank).map(|(name, _)| *name).collect(),
    }
}
