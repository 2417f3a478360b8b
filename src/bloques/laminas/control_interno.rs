//! Internal control and the components of MECI.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, Dicho};
use crate::bloques::conjunto::{DeConjunto, Marco};
use crate::hechos::conjunto::{Medida, difference, spread};
use crate::hechos::senales::{internal_control_policy, meci_components};

use super::tamano::{BAJO_FRASE, enlarged_in, scaled_in};
use super::{extremes, slide};

pub const BLOQUE: Bloque =
    Bloque::lamina("lamina_control_interno", "control interno y los componentes del MECI", |set, _| values(set));

fn values(set: &mut DeConjunto<'_>) -> Dicho {
    let m = set.m;
    let Some(values) = of(m) else { return Ok(Vec::new()) };
    let chart = enlarged_in(m, BAJO_FRASE, |big, ancho| big.meci_ranges(ancho))?;
    let figure = chart.map(|chart| scaled_in(chart, BAJO_FRASE, &mut set.hoja));
    let components = meci_components(m.conjunto, m.catalogo);
    let medians: Vec<_> =
        components.into_iter().filter_map(|(_, name, d)| Some((name.to_owned(), m.level(&d)?))).collect();
    let componentes = (medians.len() > 1).then(|| {
        let mut componentes = extremes(&m, &medians);
        if let [Some(low), Some(high)] = ["baja", "alta"].map(|key| componentes[key].as_f64()) {
            componentes["distancia"] = json!(difference(low, high));
            componentes["redondeo"] = json!(!m.pen.numeros.resta_cuadra(low, high));
        }
        componentes
    });
    Ok(vec![slide(set, json!({ "control_interno": values, "componentes": componentes, "figura": figure }))])
}

/// The index of internal control over the set.
pub fn of(m: Marco<'_>) -> Option<Value> {
    let d = spread(m.conjunto, Medida::Politica(internal_control_policy(m.catalogo)?))?;
    Some(json!({ "n": d.n, "mediana": d.mediana, "minimo": d.minimo, "maximo": d.maximo }))
}
