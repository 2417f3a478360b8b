//! The main figures of a set and what the data supports saying of it, what matters most first.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, dibujado};
use crate::bloques::necesidad::Necesidad;
use crate::bloques::{date, object};
use crate::charts::DrawError;
use crate::hechos::conjunto::{Agrupacion, Medida, changes, panel, panel_without_large, plans, resources, spread};
use crate::hechos::senales::{Peticion, hallazgos, peticiones, together};

use super::{DeConjunto, counts, panel_view};

pub const BLOQUE: Bloque = Bloque::de_conjunto(
    "resumen",
    "las cifras principales, los hallazgos en frases y un gráfico de las entidades por tipo",
    |set, _| dibujado(values(set)),
)
.que_necesita(&[Necesidad::ResultadosDeEntidades]);

/// The findings that its sentences tell.
const REGLAS: [&str; 8] = ["universo", "idi", "apartadas", "cambio", "sin_comparacion", "tipos", "politicas", "planes"];

fn values(set: &mut DeConjunto<'_>) -> Result<Option<Value>, DrawError> {
    let m = set.m;
    let corte = set.encargo.corte.ultimo_dia();
    let found = hallazgos(m.conjunto, m.catalogo, corte, &m.proyecto.umbrales);
    // Each rule speaks once at the most: sentences call it by its name.
    let by_rule = object(REGLAS.iter().map(|regla| (*regla, set.finding(regla))).collect());
    let list = plans(m.conjunto, corte);
    let verify = peticiones(m.conjunto, m.catalogo, corte, &m.proyecto.umbrales)
        .into_iter()
        .find(|p| matches!(p, Peticion::Verificar { .. }));
    let width = set.width();
    let all = changes(m.conjunto, m.catalogo, Medida::Idi);
    let confirmed = panel_without_large(&all, m.proyecto.umbrales.cambio_por_verificar);
    let off = confirmed.is_some_and(|p| m.medians_subtract_otherwise(&p));
    let figura = set.figure(m.strip_chart_cited(Agrupacion::Tipo, width, false)?);
    set.drew_kinds |= !figura.is_null();
    Ok(Some(json!({
        "conteo": counts(&m),
        "unico": spread(m.conjunto, Medida::Idi).and_then(|d| d.unico()),
        "mediana": spread(m.conjunto, Medida::Idi).and_then(|d| d.mediana),
        "cambio": panel(&all).map(panel_view),
        "confirmado": confirmed.map(panel_view),
        "redondeo": off || found.iter().any(|h| m.subtracts_otherwise(h)),
        "h": by_rule,
        "verificar": verify,
        "recursos": resources(&list),
        "con_pendientes": list.iter().filter(|p| p.por_cerrar() > 0).count(),
        "corte": date(set.encargo.corte),
        "ambito": set.encargo.ambito,
        "figura": figura,
        "parciales": m.policies_of_kinds(),
        "juntas": together(m.conjunto, m.catalogo, m.proyecto.umbrales.cuestionario),
        "despues_del_corte": set.encargo.fecha.ultimo_dia() > corte,
    })))
}
