//! The signals about each policy in one table; and of the few that ask for more, or whose leader wrote, who
//! leads them, what the data suggests and what is recommended.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, Rasgo, uno};
use crate::bloques::necesidad::Necesidad;
use crate::diagnostic::Place;
use crate::hechos::conjunto::{Medida, spread};
use crate::hechos::senales::{HallazgoConjunto, Senal, hallazgos, signals};

use super::DeConjunto;

pub const BLOQUE: Bloque = Bloque::de_conjunto(
    "recomendaciones_lideres",
    "las señales de cada política en una tabla, y de las que más piden o cuyo líder escribe, quién lidera y qué se recomienda",
    |set, uso| uno(Some(values(set, uso.place))),
)
.que_necesita(&[Necesidad::ResultadosDeEntidades])
.con_rasgo(Rasgo::Subsecciones);

fn values(set: &mut DeConjunto<'_>, place: &Place) -> Value {
    let m = set.m;
    let said = m.leaders_say(set.encargo.recomendaciones_lideres, &mut set.hoja);
    let mut order = signals(m.conjunto, m.catalogo);
    order.sort_by_key(|(p, _)| m.code(*p));
    let with = |test: fn(&Senal) -> bool| order.iter().filter(|(_, list)| list.iter().any(test)).count();
    let (bajas, caen) = (with(is_low), with(falls));
    let table = m.signals_table();
    let told = table.filas.iter().any(|fila| fila[3..8].iter().any(|cell| *cell != crate::cuadro::Celda::Blanco));
    let cuadro = (told && m.summaries()["medianas"] == json!(true)).then(|| set.fit(table, place)).flatten();
    let politicas: Vec<_> = order
        .into_iter()
        .filter_map(|(p, list)| {
            let textos: Vec<_> = said.iter().filter(|(politica, _)| *politica == p).map(|(_, t)| *t).collect();
            if textos.is_empty() && !list.iter().any(|s| is_low(s) || falls(s)) {
                return None;
            }
            let d = spread(m.conjunto, Medida::Politica(p));
            Some(json!({
                "nombre": m.policy(p), "codigo": m.code(p), "lideres": m.leaders(p),
                "mediana": d.and_then(|d| d.mediana), "n": d.map(|d| d.n),
                "minimo": d.map(|d| d.minimo), "maximo": d.map(|d| d.maximo),
                "senales": list, "recomendaciones": textos,
            }))
        })
        .collect();
    let apart = hallazgos(m.conjunto, m.catalogo, set.encargo.corte.ultimo_dia(), &m.proyecto.umbrales)
        .into_iter()
        .find(|h| matches!(h, HallazgoConjunto::Apartadas { .. }));
    let lideres: Vec<_> = m.policies().into_iter().map(|p| (m.policy(p), m.leader_names(p))).collect();
    let lideres: Vec<_> = lideres.into_iter().filter(|(_, names)| !names.is_empty()).collect();
    json!({
        "lideres": lideres.iter().map(|(politica, nombres)| json!({ "politica": politica, "nombres": nombres })).collect::<Vec<_>>(),
        "politicas": politicas, "resumenes": m.summaries(), "cuadro": cuadro,
        "bajas": bajas, "caen": caen, "apartadas": apart,
    })
}

fn is_low(senal: &Senal) -> bool {
    matches!(senal, Senal::MedianaBaja { .. })
}

fn falls(senal: &Senal) -> bool {
    matches!(senal, Senal::Cae { .. })
}
