//! The first slide: the main figures and what says most.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, Dicho};
use crate::bloques::conjunto::{DeConjunto, Marco, five, panel_view};
use crate::hechos::conjunto::{Medida, Panel, VigenciaConjunto, changes, panel, spread};
use crate::hechos::senales::{HallazgoConjunto, hallazgos};

use super::tamano::{enlarged_in, scaled_in};
use super::{at_most_one, control_interno, planes};

/// Room under the key figures for the picture of all entities, in pt.
const DIBUJO: f64 = 190.0;

pub const BLOQUE: Bloque =
    Bloque::lamina("lamina_breve", "las cifras principales y lo que más dicen los datos", |set, _| values(set))
        .con_vara();

fn values(set: &mut DeConjunto<'_>) -> Dicho {
    let m = set.m;
    let d = spread(m.conjunto, Medida::Idi);
    let change = panel(&changes(m.conjunto, m.catalogo, Medida::Idi));
    // A picture of two entities shows less than their figures.
    let figura = match change.filter(|c| c.medianas.is_some()) {
        Some(_) => enlarged_in(m, DIBUJO, |big, ancho| big.vigencias_strip(ancho))?,
        None => None,
    };
    let figura = figura.map(|chart| scaled_in(chart, DIBUJO, &mut set.hoja));
    let hallazgos = hallazgos(m.conjunto, m.catalogo, set.encargo.corte.ultimo_dia(), &m.proyecto.umbrales);
    at_most_one(
        set,
        Some(json!({
            "n": d.map_or(0, |d| d.n),
            "idi": d.map(five),
            "panel": change.map(panel_view),
            "figura": figura,
            "control_interno": control_interno::of(m),
            "resumenes": m.summaries(),
            "redondeo": hallazgos.iter().any(|h| m.subtracts_otherwise(h)),
            "serie": change.and_then(|c| through(m, c)),
            "fuentes_serie": m.series_source(),
            "planes": planes::of(set),
            "hallazgos": first_findings(&hallazgos),
        })),
    )
}

/// The medians of the vigencias of the series, where more than two of them have the entities of `change` and no others.
fn through(m: Marco<'_>, change: Panel) -> Option<Value> {
    let serie = m.series(Medida::Idi).filter(|s| s.vigencias.len() > 2 && s.panel.is_some_and(|p| p.n == change.n))?;
    let point = |v: &VigenciaConjunto| Some(json!({ "vigencia": v.vigencia, "mediana": v.mismas?.mediana? }));
    serie.vigencias.iter().map(point).collect::<Option<Vec<_>>>().map(Value::from)
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
