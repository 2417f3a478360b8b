//! The record of a session beside itself and beside the work plan that it follows.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Diagnostics, nearest};
use crate::hechos::trabajo::{Quorum, labels};
use crate::locale::fold;
use crate::model::shape::Located;
use crate::model::{PlanTrabajo, Resolucion, SesionCelebrada};

use super::conjunto::compromisos;

/// Runs the rules that a record can be held to by itself.
pub fn check(s: &SesionCelebrada, found: &mut Diagnostics) {
    quorum(s, found);
    compromisos(&s.compromisos, found);
    for c in &s.compromisos {
        let early = c.fecha.is_some_and(|end| end.ultimo_dia() < s.fecha.value.primer_dia());
        if early {
            let message = format!("el compromiso de «{}» vence antes de la sesión en que se adquirió", c.responsable);
            found.push(
                Diagnostic::error("compromiso-anterior-a-sesion", message)
                    .at(&c.compromiso.place)
                    .second(&s.fecha.place, "la fecha de la sesión")
                    .remedy("corrija «fecha» del compromiso o la de la sesión"),
            );
        }
    }
    let named = s.asistencia.iter().map(|a| &a.integrante);
    repeated(named, "asistente-repetido", "está dos veces en la asistencia", found);
    let reported = s.reportes.iter().map(|r| &r.punto);
    repeated(reported, "reporte-repetido", "se reporta dos veces en la misma sesión", found);
    if s.sesion.is_none() && s.nombre.is_none() {
        found.push(
            Diagnostic::error("clave-faltante", "el registro no dice de qué sesión es").at(&s.fecha.place).remedy(
                "escriba «sesion:» con su identificador en el plan de trabajo, o «nombre:» si fue extraordinaria",
            ),
        );
    }
}

/// A session that lacks its quorum approves nothing.
fn quorum(s: &SesionCelebrada, found: &mut Diagnostics) {
    let quorum = Quorum::of(s);
    if quorum.hay() {
        return;
    }
    let decided = s.asuntos.iter().filter(|a| a.resolucion.value != Resolucion::Aplazado);
    for asunto in decided {
        let message = format!(
            "la sesión decidió sin quórum: asistieron {} de {} integrantes con voto y se necesitan {}",
            quorum.presentes, quorum.votan, quorum.necesarios
        );
        found.push(
            Diagnostic::error("decision-sin-quorum", message)
                .at(&asunto.resolucion.place)
                .second(&s.quorum.place, "los que se necesitan")
                .remedy("revise «asistencia» y «quorum»; si no lo hubo, escriba «resolucion: aplazado»"),
        );
    }
}

fn repeated<'a>(
    names: impl Iterator<Item = &'a Located<String>>,
    code: &'static str,
    what: &str,
    found: &mut Diagnostics,
) {
    let mut seen: BTreeMap<String, &Located<String>> = BTreeMap::new();
    for name in names {
        if let Some(first) = seen.insert(fold(&name.value), name) {
            found.push(
                Diagnostic::error(code, format!("«{}» {what}", name.value))
                    .at(&name.place)
                    .second(&first.place, "la primera vez está aquí")
                    .remedy("deje una sola"),
            );
        }
    }
}

/// Holds the records of sessions to the plan that they follow.
pub fn against(sesiones: &[Arc<SesionCelebrada>], plan: &PlanTrabajo, found: &mut Diagnostics) {
    for s in sesiones {
        one(s, plan, found);
    }
    let named = sesiones.iter().filter_map(|s| s.sesion.as_ref());
    repeated(named, "sesion-repetida", "es la sesión de dos registros", found);
}

/// The session, the year and the points of a record are of its plan.
fn one(s: &SesionCelebrada, plan: &PlanTrabajo, found: &mut Diagnostics) {
    if s.vigencia.value != plan.vigencia.value {
        found.push(
            Diagnostic::error(
                "vigencia-no-coincide",
                format!("el registro es de {} y el plan de trabajo, de {}", s.vigencia.value, plan.vigencia.value),
            )
            .at(&s.vigencia.place)
            .second(&plan.vigencia.place, "la del plan")
            .remedy("corrija la vigencia del registro o nombre otro plan de trabajo"),
        );
    }
    let ids: Vec<_> = plan.sesiones.iter().map(|p| p.id.value.as_str()).collect();
    if let Some(sesion) = s.sesion.as_ref().filter(|id| !ids.contains(&id.value.as_str())) {
        let finding = crate::model::unknown("sesion-desconocida", "una sesión del plan", sesion, ids.iter().copied());
        found.push(finding);
    }
    let known: Vec<_> = labels(plan).into_iter().flatten().collect();
    let reported = s.reportes.iter().map(|r| &r.punto);
    for punto in reported.chain(s.asuntos.iter().filter_map(|a| a.punto.as_ref())) {
        if known.iter().any(|label| fold(label) == fold(&punto.value)) {
            continue;
        }
        let remedy = match nearest(&punto.value, known.iter().map(String::as_str)) {
            _ if known.is_empty() => {
                "escriba «sigla:» en los grupos del plan: sin ella sus puntos no tienen rótulo".to_owned()
            }
            Some(near) => format!("¿quiso decir «{near}»? Los rótulos están en la primera columna del plan impreso"),
            None => "los rótulos están en la primera columna del plan impreso".to_owned(),
        };
        let message = format!("«{}» no es el rótulo de un punto del plan de trabajo", punto.value);
        found.push(Diagnostic::error("punto-desconocido", message).at(&punto.place).remedy(remedy));
    }
}
