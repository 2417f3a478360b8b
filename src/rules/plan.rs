//! Rules over an improvement plan seen at a cut-off date.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::hechos::plan::{Corte, agrees, state};
use crate::locale::Fecha;
use crate::model::shape::Located;
use crate::model::{Actividad, Estado, Plan};

/// Runs every rule over the activities of `plan` at `corte`.
pub fn check(plan: &Plan, corte: &Located<Fecha>, found: &mut Diagnostics) {
    let at = Corte::new(plan, corte.ultimo_dia());
    for actividad in &plan.actividades {
        let derived = state(actividad, at);
        overdue(actividad, derived, corte, found);
        written_state(actividad, derived, corte, found);
        responsible(actividad, derived, found);
        evidence(actividad, derived, found);
        progress_before_start(actividad, corte, found);
    }
}

/// The end has come and the activity is not fulfilled.
fn overdue(a: &Actividad, derived: Option<Estado>, corte: &Located<Fecha>, found: &mut Diagnostics) {
    let shown = match derived {
        Some(Estado::Vencida) => "la muestra vencida",
        Some(Estado::VenceEnCorte) => "dice que vence el día del corte",
        Some(Estado::NoCumplida) => "la muestra no cumplida",
        _ => return,
    };
    let Some(fin) = &a.fin else { return };
    found.push(
        Diagnostic::nota(
            "actividad-vencida",
            format!("la actividad {} terminaba el {} y no está cumplida", a.id, fin.larga()),
        )
        .at(&fin.place)
        .second(&corte.place, "el corte del informe")
        .remedy(format!("si ya se cumplió, actualice el avance; si no, el informe {shown}")),
    );
}

/// A written state that dates and progress contradict.
fn written_state(a: &Actividad, derived: Option<Estado>, corte: &Located<Fecha>, found: &mut Diagnostics) {
    if let (Some(written), Some(derived)) = (&a.estado, derived)
        && !agrees(written.value, derived)
    {
        found.push(
            Diagnostic::aviso(
                "estado-no-coincide",
                format!("el estado escrito es «{}» y por fechas y avance es «{}»", written.word(), derived.word()),
            )
            .at(&written.place)
            .second(&corte.place, "al corte de este informe")
            .remedy("el informe usa el estado calculado; corrija las fechas, el avance o el estado"),
        );
    }
}

/// Somebody answers for what is under way.
fn responsible(a: &Actividad, derived: Option<Estado>, found: &mut Diagnostics) {
    if a.responsable.is_empty()
        && matches!(derived, Some(Estado::EnProceso | Estado::VenceEnCorte | Estado::Vencida | Estado::NoCumplida))
    {
        found.push(
            Diagnostic::aviso(
                "responsable-faltante",
                format!("la actividad {} está en marcha y no tiene responsable", a.id),
            )
            .at(&a.place.source.line(a.place.line_column().0))
            .remedy("agregue «responsable:»"),
        );
    }
}

/// What is fulfilled has evidence.
fn evidence(a: &Actividad, derived: Option<Estado>, found: &mut Diagnostics) {
    if let (Some(Estado::Cumplida | Estado::Superada), None, Some(avance)) = (derived, &a.evidencia, &a.avance) {
        found.push(
            Diagnostic::aviso(
                "evidencia-faltante",
                format!("la actividad {} está cumplida y no tiene evidencia", a.id),
            )
            .at(&avance.place)
            .remedy("agregue «evidencia:» con el documento o el enlace que lo prueba"),
        );
    }
}

/// Progress on something that has not begun at the cut-off.
fn progress_before_start(a: &Actividad, corte: &Located<Fecha>, found: &mut Diagnostics) {
    if let (Some(inicio), Some(avance)) = (&a.inicio, &a.avance)
        && inicio.primer_dia() > corte.ultimo_dia()
        && avance.parte > 0.0
    {
        found.push(
            Diagnostic::aviso(
                "avance-antes-del-inicio",
                format!("la actividad {} tiene avance y empieza después del corte, el {}", a.id, inicio.larga()),
            )
            .at(&avance.place)
            .second(&inicio.place, "empieza aquí")
            .remedy("corrija la fecha de inicio o el avance"),
        );
    }
}
