//! The first slide: the main figures and what says most.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, Dicho};
use crate::bloques::conjunto::{DeConjunto, five, panel_view};
use crate::hechos::conjunto::{Medida, changes, panel, spread};
use crate::hechos::senales::{HallazgoConjunto, hallazgos};

use super::{at_most_one, control_interno, planes};

pub const BLOQUE: Bloque =
    Bloque::lamina("lamina_breve", "las cifras principales y lo que más dicen los datos", |set, _| values(set));

fn values(set: &DeConjunto<'_>) -> Dicho {
    let m = set.m;
    let d = spread(m.conjunto, Medida::Idi);
    let hallazgos = hallazgos(m.conjunto, m.catalogo, set.encargo.corte.ultimo_dia());
    at_most_one(
        set,
        Some(json!({
            "n": d.map_or(0, |d| d.n),
            "idi": d.map(five),
            "panel": panel(&changes(m.conjunto, m.catalogo, Medida::Idi)).map(panel_view),
            "control_interno": control_interno::of(m),
            "resumenes": m.summaries(),
            "redondeo": hallazgos.iter().any(|h| m.subtracts_otherwise(h)),
            "planes": planes::of(set),
            "hallazgos": first_findings(&hallazgos),
        })),
    )
}

/// The findings that the first slide has room for, by what says most.
fn first_findings(hallazgos: &[HallazgoConjunto]) -> Vec<Value> {
    const ORDER: [&str; 11] = [
        "sin_comparacion",
        "politicas",
        "mayor_cambio",
        "mas_baja_sin_actividades",
        "sectores",
        "cambio_politicas",
        "dispersion",
        "control_interno",
        "planes",
        "idi",
        "universo",
    ];
    let found: Vec<_> = hallazgos.iter().map(|h| json!(h)).collect();
    let of = |rule: &&str| found.iter().filter(move |h| h["regla"] == **rule).cloned().collect::<Vec<_>>();
    ORDER.iter().flat_map(of).take(3).collect()
}
