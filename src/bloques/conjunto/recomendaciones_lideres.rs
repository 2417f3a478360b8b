//! What leads each policy, what the data shows of it, what is recommended.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, Rasgo, uno};
use crate::bloques::necesidad::Necesidad;
use crate::hechos::conjunto::{Medida, spread};
use crate::hechos::senales::{HallazgoConjunto, hallazgos, signals};

use super::DeConjunto;

pub const BLOQUE: Bloque = Bloque::de_conjunto(
    "recomendaciones_lideres",
    "por política: quién lidera, qué muestran los datos, qué se recomienda",
    |set, _| uno(Some(values(set))),
)
.que_necesita(&[Necesidad::ResultadosDeEntidades])
.con_rasgo(Rasgo::Subsecciones);

fn values(set: &mut DeConjunto<'_>) -> Value {
    let m = set.m;
    let said = m.leaders_say(set.encargo.recomendaciones_lideres, &mut set.hoja);
    let mut order = signals(m.conjunto, m.catalogo);
    order.sort_by_key(|(p, _)| m.code(*p));
    let politicas: Vec<_> = order
        .into_iter()
        .map(|(p, list)| {
            let textos: Vec<_> = said.iter().filter(|(politica, _)| *politica == p).map(|(_, t)| *t).collect();
            let d = spread(m.conjunto, Medida::Politica(p));
            json!({
                "nombre": m.policy(p), "codigo": m.code(p), "lideres": m.leaders(p),
                "mediana": d.and_then(|d| d.mediana), "n": d.map(|d| d.n),
                "minimo": d.map(|d| d.minimo), "maximo": d.map(|d| d.maximo),
                "senales": list, "recomendaciones": textos,
            })
        })
        .collect();
    let to_confirm = politicas
        .iter()
        .filter(|p| p["lideres"].as_array().is_some_and(|l| l.iter().any(|l| l["verificado"] == json!(false))))
        .count();
    let with_words = politicas.iter().filter(|p| !p["recomendaciones"].as_array().is_none_or(Vec::is_empty)).count();
    let first = |rule: &str| -> Vec<&Value> {
        let has = |p: &&Value| p["senales"].as_array().is_some_and(|s| s.iter().any(|s| s["regla"] == json!(rule)));
        politicas.iter().filter(has).map(|p| &p["nombre"]).collect()
    };
    let (low, falling) = (json!(first("mediana_baja")), json!(first("cae")));
    let apart = hallazgos(m.conjunto, m.catalogo, set.encargo.corte.ultimo_dia(), &m.proyecto.umbrales)
        .into_iter()
        .find(|h| matches!(h, HallazgoConjunto::Apartadas { .. }));
    json!({
        "politicas": politicas, "de_lideres": with_words, "resumenes": m.summaries(), "por_confirmar": to_confirm, "bajas": low, "caen": falling, "apartadas": apart,
    })
}
