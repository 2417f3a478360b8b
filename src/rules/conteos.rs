//! How many activities a report says that the plan has, against how many it has.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::hechos::plan::Carga;
use crate::model::Narracion;

use super::cifras::Datos;
use super::prosa::{self, Kind, locate};

/// Compares how many activities a narrative text says that the plan has with how many it has.
pub fn check(text: &Narracion, carga: &Carga, datos: &Datos<'_>, found: &mut Diagnostics) {
    const HAS: [&str; 18] = [
        "contempla",
        "contemplo",
        "contiene",
        "tiene",
        "comprende",
        "incluye",
        "incluyo",
        "compuesto",
        "conformado",
        "integrado",
        "consta",
        "cuenta",
        "definio",
        "definieron",
        "formulo",
        "formularon",
        "total",
        "suma",
    ];
    // What narrows them down: «44 actividades de Integridad», «12 actividades vencidas».
    const ALL: [&str; 14] = [
        "discriminadas",
        "distribuidas",
        "programadas",
        "definidas",
        "formuladas",
        "asociadas",
        "para",
        "a",
        "y",
        "que",
        "en",
        "por",
        "orientadas",
        "previstas",
    ];
    let tokens = prosa::tokens(&text.value);
    for (at, token) in tokens.iter().enumerate() {
        let Some(n) = token.whole().filter(|_| tokens.get(at + 1).is_some_and(|t| t.is("actividades"))) else {
            continue;
        };
        let start = prosa::sentence(&tokens, at..at).start;
        let said = &tokens[start..at];
        let named = (start..at).any(|i| datos.named(&tokens, i).is_some_and(|(indice, _)| indice.nombre != "el IDI"));
        let after = |offset: usize, word: &str| tokens.get(at + offset).is_some_and(|t| t.is(word));
        // «El plan de trabajo del comité» is another one.
        let plan = said.iter().rposition(|t| t.is("plan")).filter(|i| {
            let after = |n: usize| said.get(i + n);
            !after(1).is_some_and(|t| t.is_any(&["de", "anual", "institucional", "estrategico"]))
                || after(2).is_some_and(|t| t.is_any(&["mejoramiento", "ajuste"]))
        });
        let of_plan = plan.is_some() && said.iter().rev().take(8).any(|t| t.is_any(&HAS));
        let (wanted, what) = if after(2, "sin") && (after(3, "recurso") || after(3, "recursos")) && !named {
            (carga.sin_recurso, "sin recurso ")
        } else if of_plan
            && !named
            && tokens.get(at + 2).is_none_or(|t| matches!(t.kind, Kind::Stop | Kind::Sign) || t.is_any(&ALL))
        {
            (Some(carga.total), "")
        } else {
            continue;
        };
        let Some(wanted) = wanted.filter(|wanted| *wanted != n) else { continue };
        found.push(
            Diagnostic::aviso(
                "conteo-escrito-distinto",
                format!("el texto dice {n} actividades {what}y el plan tiene {wanted}"),
            )
            .at(&locate(&text.place, &text.value, token.start, tokens[at + 1].end))
            .remedy("cite la cifra desde los datos, como {{ plan.actividades }}, o corríjala"),
        );
    }
}
