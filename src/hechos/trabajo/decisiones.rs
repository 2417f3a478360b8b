//! What a work plan leaves to be decided in its sessions.

use crate::locale::{fold, letters};
use crate::model::{ActividadTrabajo, Pendiente, PlanTrabajo, Sesion, unmarked};

use super::{Punto, gaps, points};

/// Something that a session has to decide; points are their places among all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// The plan declares their date as still to be defined.
    Fecha(Vec<usize>),
    /// They are treated and nobody answers for them, or the plan declares who as still to be defined.
    Responsable(Vec<usize>),
    /// Its text asks for it once a year, and these sessions treat it.
    UnaVezAlAnio { punto: usize, sesiones: usize },
    /// They have the same activity; whether the same bodies answer for them, where any does.
    MismaActividad { puntos: Vec<usize>, responsables: Option<bool> },
    /// The plan declares their activity as still to be defined.
    Actividad(Vec<usize>),
}

/// What each session of the plan has to decide, in the order of the sessions.  Each decision stands
/// in the first session that treats its points, and in the first of all where none does.
pub fn decisions(plan: &PlanTrabajo) -> Vec<Vec<Decision>> {
    let mut same: Vec<Vec<usize>> = Vec::new();
    (0..plan.sesiones.len()).map(|at| of_session(plan, at, &mut same)).collect()
}

fn of_session(plan: &PlanTrabajo, at: usize, same: &mut Vec<Vec<usize>>) -> Vec<Decision> {
    let here: Vec<_> = points(plan).filter(|p| first(p, plan) == at).collect();
    let declared = |pick: fn(&Pendiente) -> &Option<String>| -> Vec<usize> {
        let is = |p: &&Punto<'_>| p.es.pendiente.as_ref().is_some_and(|pending| pick(pending).is_some());
        here.iter().filter(is).map(|p| p.orden).collect()
    };
    let nobodys = |p: &&Punto<'_>| {
        let declared = p.es.pendiente.as_ref().is_some_and(|pending| pending.responsable.is_some());
        declared || (p.is_nobodys() && !p.es.sesiones.is_empty())
    };
    let yearly = here.iter().filter(|p| treated(p, plan) > 1 && asks_once_a_year(&p.de.funcion.value));
    let all = |puntos: Vec<usize>, of: fn(Vec<usize>) -> Decision| (!puntos.is_empty()).then(|| of(puntos));
    let mut out = Vec::new();
    out.extend(all(declared(|p| &p.fecha), Decision::Fecha));
    out.extend(all(here.iter().filter(nobodys).map(|p| p.orden).collect(), Decision::Responsable));
    out.extend(yearly.map(|p| Decision::UnaVezAlAnio { punto: p.orden, sesiones: treated(p, plan) }));
    out.extend(same_activity(plan, &plan.sesiones[at], same));
    out.extend(all(declared(|p| &p.actividad), Decision::Actividad));
    out
}

/// The first session that treats `p`, by its place; the first of all where none does.
fn first(p: &Punto<'_>, plan: &PlanTrabajo) -> usize {
    plan.sesiones.iter().position(|s| p.in_session(s)).unwrap_or(0)
}

/// How many sessions treat `p`.
fn treated(p: &Punto<'_>, plan: &PlanTrabajo) -> usize {
    plan.sesiones.iter().filter(|s| p.in_session(s)).count()
}

/// Points of `sesion` with one activity, unless all of them stand in `told`, to which they are added.
fn same_activity(plan: &PlanTrabajo, sesion: &Sesion, told: &mut Vec<Vec<usize>>) -> Vec<Decision> {
    let mut groups: Vec<(String, Vec<Punto<'_>>)> = Vec::new();
    for p in points(plan).filter(|p| p.in_session(sesion)) {
        let Some(text) = p.es.actividad.as_ref().map(|text| letters(&text.value)).filter(|t| !t.is_empty()) else {
            continue;
        };
        match groups.iter_mut().find(|(one, _)| *one == text) {
            Some((_, group)) => group.push(p),
            None => groups.push((text, vec![p])),
        }
    }
    let mut out = Vec::new();
    for (_, group) in groups.iter().filter(|(_, group)| group.len() > 1) {
        let puntos: Vec<_> = group.iter().map(|p| p.orden).collect();
        if told.iter().any(|told| puntos.iter().all(|p| told.contains(p))) {
            continue;
        }
        told.push(puntos.clone());
        let any = group.iter().any(|p| !p.es.responsable.is_empty());
        let equal = group.iter().all(|p| p.es.responsable == group[0].es.responsable);
        out.push(Decision::MismaActividad { puntos, responsables: any.then_some(equal) });
    }
    out
}

/// Whether `text` asks for something once a year, and not at least once.
fn asks_once_a_year(text: &str) -> bool {
    let text = fold(&unmarked(text));
    let words: Vec<_> = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let text = words.join(" ");
    const AT_LEAST: [&str; 4] = ["por lo menos", "al menos", "como minimo", "minimo"];
    let mut once = text.match_indices("una vez al año");
    let bounded = |at: usize| AT_LEAST.iter().any(|least| text[..at].trim_end().ends_with(least));
    words.contains(&"anualmente") || once.any(|(at, _)| !bounded(at))
}

/// Whether what `a` lacks has to be defined: the plan declares it, or a session treats it and nobody
/// answers for it.  Else the plan leaves a box blank, which may need nothing.
pub fn is_open(a: &ActividadTrabajo) -> bool {
    let nobodys = a.responsable.is_empty() && a.responsable_segun_texto.is_empty();
    !gaps(a).declarados.is_empty() || (nobodys && !a.sesiones.is_empty())
}

/// Whether the point mentions an annex.
pub fn names_annex(p: &Punto<'_>) -> bool {
    let texts = [Some(&p.de.funcion), p.es.actividad.as_ref()].into_iter().flatten();
    let is_annex = |word: &str| ["anexo", "anexos", "anexa", "anexas"].contains(&word);
    texts.into_iter().any(|text| fold(&text.value).split(|c: char| !c.is_alphanumeric()).any(is_annex))
}

#[cfg(test)]
mod tests {
    use super::asks_once_a_year;

    #[test]
    fn once_a_year_is_not_at_least_once() {
        for text in ["**anualmente** deberá elaborar", "una vez al año,", "se presenta Una vez al  año"] {
            assert!(asks_once_a_year(text), "{text}");
        }
        for text in [
            "por lo menos una vez al año o cuando se solicite",
            "al menos una vez al año",
            "como mínimo, una vez al año",
            "el plan anual",
            "",
        ] {
            assert!(!asks_once_a_year(text), "{text}");
        }
        assert!(asks_once_a_year("al menos una vez al año; una vez al año se publica"));
    }
}
