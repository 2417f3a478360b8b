//! Rules over the activities of a plan that need no cut-off date.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::locale::Numeros;
use crate::model::{Actividad, Plan};

/// Runs the rules over `plan`.
pub fn check(plan: &Plan, found: &mut Diagnostics) {
    repeated_ids(&plan.actividades, found);
    progress_in_proportions(&plan.actividades, found);
}

/// An id that two activities share.  Plans that number from 1 in each policy are usual.
fn repeated_ids(actividades: &[Actividad], found: &mut Diagnostics) {
    let mut seen: BTreeMap<(&str, Option<usize>), &Actividad> = BTreeMap::new();
    for a in actividades {
        let counted = a.id.bytes().all(|b| b.is_ascii_digit());
        if let Some(first) = seen.insert((&a.id, counted.then_some(a.politica)), a) {
            found.push(
                Diagnostic::aviso("actividad-repetida", format!("dos actividades tienen el id «{}»", a.id))
                    .at(&id_place(a))
                    .second(&id_place(first), "la primera está aquí")
                    .remedy("dé a cada actividad su propio id, o quítelo de todas: se numeran solas"),
            );
        }
    }
}

/// Where the id of an activity is written.
fn id_place(a: &Actividad) -> Place {
    let text = &a.place.source.text[a.place.range.start..];
    let key = text
        .match_indices("id")
        .map(|(at, _)| at + 2)
        .find(|at| text[*at..].trim_start_matches(['"', '\'']).starts_with(':'));
    let value = key.and_then(|key| Some(key + text[key..].find(a.id.as_str())?));
    match value {
        Some(at) => a.place.source.place(a.place.range.start + at..a.place.range.start + at + a.id.len()),
        None => a.place.source.line(a.place.line_column().0),
    }
}

/// `0.6` where 60 % is meant: a percentage below 1 is hardly ever a progress.
fn progress_in_proportions(actividades: &[Actividad], found: &mut Diagnostics) {
    let n = Numeros::default();
    for a in actividades {
        let Some(avance) = a.avance.as_ref().filter(|v| v.unidades.is_none() && v.parte > 0.0 && v.parte < 0.01) else {
            continue;
        };
        let written = avance.place.text();
        let decimals = |value: f64| if (value - value.round()).abs() < 1e-9 { 0 } else { 1 };
        let percent = avance.parte * 100.0;
        let meant = percent * 100.0;
        found.push(
            Diagnostic::aviso(
                "avance-en-proporcion",
                format!(
                    "el avance {written} se lee como {} %",
                    n.con_decimales(percent, if written.len() > 3 { 2 } else { 1 })
                ),
            )
            .at(&avance.place)
            .remedy(format!(
                "si quiso decir {} %, escriba {}",
                n.con_decimales(meant, decimals(meant)),
                (meant * 10.0).round() / 10.0
            )),
        );
    }
}
