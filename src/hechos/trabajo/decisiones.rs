//! What a work plan leaves to be decided in its sessions.

use crate::locale::{fold, letters};
use crate::model::{ActividadTrabajo, Pendiente, PlanTrabajo, Sesion, unmarked};

use super::{Punto, gaps, only_in, points};

/// Something that a session has to decide; points are their places among all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// The plan declares their date as still to be defined.
    Fecha(Vec<usize>),
    /// Its text asks for it each year, once or `al_menos` once, and no session treats its function.
    CadaAnio { punto: usize, al_menos: bool },
    /// They are treated and nobody answers for them, or the plan declares who as still to be defined.
    Responsable(Vec<usize>),
    /// Its text asks for it once a year, and these sessions treat it.
    UnaVezAlAnio { punto: usize, sesiones: usize },
    /// This session alone treats them, while others of the plan come back.
    UnaSesion(Vec<usize>),
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
    let asked = |p: &Punto<'_>| yearly(&p.de.funcion.value);
    let once = here.iter().filter(|p| treated(p, plan) > 1 && asked(p) == Some(Yearly::Once));
    let nowhere: Vec<_> = here
        .iter()
        // Another activity of the same function may meet it.
        .filter(|p| p.de.actividades.iter().all(|a| a.sesiones.is_empty()))
        .filter_map(|p| asked(p).map(|asks| (p.orden, asks == Yearly::AtLeast)))
        .collect();
    let mut dates = declared(|p| &p.fecha);
    dates.retain(|orden| nowhere.iter().all(|(one, _)| one != orden));
    let all = |puntos: Vec<usize>, of: fn(Vec<usize>) -> Decision| (!puntos.is_empty()).then(|| of(puntos));
    let mut out = Vec::new();
    out.extend(nowhere.iter().map(|&(punto, al_menos)| Decision::CadaAnio { punto, al_menos }));
    out.extend(all(dates, Decision::Fecha));
    out.extend(all(here.iter().filter(nobodys).map(|p| p.orden).collect(), Decision::Responsable));
    out.extend(once.map(|p| Decision::UnaVezAlAnio { punto: p.orden, sesiones: treated(p, plan) }));
    if points(plan).any(|p| treated(&p, plan) > 1) {
        let alone = only_in(plan, &plan.sesiones[at]).map(|p| p.orden).collect();
        out.extend(all(alone, Decision::UnaSesion));
    }
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

/// How often in a year a text asks for something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Yearly {
    Once,
    AtLeast,
}

/// Whether `text` asks for something each year, once where it says so at all.
fn yearly(text: &str) -> Option<Yearly> {
    let text = fold(&unmarked(text));
    let words: Vec<_> = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let text = words.join(" ");
    const AT_LEAST: [&str; 4] = ["por lo menos", "al menos", "como minimo", "minimo"];
    let bounded = |at: usize| AT_LEAST.iter().any(|least| text[..at].trim_end().ends_with(least));
    let said: Vec<_> = text.match_indices("una vez al año").map(|(at, _)| bounded(at)).collect();
    if words.contains(&"anualmente") || said.contains(&false) {
        return Some(Yearly::Once);
    }
    (!said.is_empty()).then_some(Yearly::AtLeast)
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
    use super::{Yearly, yearly};

    #[test]
    fn once_a_year_is_not_at_least_once() {
        for text in ["**anualmente** deberá elaborar", "una vez al año,", "se presenta Una vez al  año"] {
            assert_eq!(yearly(text), Some(Yearly::Once), "{text}");
        }
        let at_least = [
            "por lo menos una vez al año o cuando se solicite",
            "al menos una vez al año",
            "como mínimo, una vez al año",
        ];
        for text in at_least {
            assert_eq!(yearly(text), Some(Yearly::AtLeast), "{text}");
        }
        for text in ["el plan anual", "por lo menos una vez", ""] {
            assert_eq!(yearly(text), None, "{text}");
        }
        assert_eq!(yearly("al menos una vez al año; una vez al año se publica"), Some(Yearly::Once));
    }
}
