//! The signals about each policy in one table; and of the few that ask for more, or whose leader wrote, who
//! leads them, what the data suggests and what is recommended.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, Rasgo, uno};
use crate::bloques::necesidad::Necesidad;
use crate::diagnostic::Place;
use crate::hechos::conjunto::{Medida, large_changes, spread};
use crate::hechos::cotejo::side;
use crate::hechos::senales::{HallazgoConjunto, Senal, compared_panels, hallazgos, signals, urgency};
use crate::model::{Hallada, Mencion};

use super::{DeConjunto, Marco};

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
    let mut order = signals(m.conjunto, m.catalogo, &m.proyecto.umbrales);
    // What falls first and the most, then the lowest medians, then those that only a leader writes about.
    order.sort_by(|a, b| urgency(&a.1).total_cmp(&urgency(&b.1)).then_with(|| m.code(a.0).cmp(m.code(b.0))));
    let with = |test: fn(&Senal) -> bool| order.iter().filter(|(_, list)| list.iter().any(test)).count();
    let (bajas, caen) = (with(is_low), with(falls));
    let table = m.signals_table();
    let told = table.filas.iter().any(|fila| fila[3..8].iter().any(|cell| *cell != crate::cuadro::Celda::Blanco));
    let cuadro = (told && m.summaries()["medianas"] == json!(true)).then(|| set.fit(table, place)).flatten();
    let mut otras = Vec::new();
    let politicas: Vec<_> = order
        .into_iter()
        .filter_map(|(p, list)| {
            let textos: Vec<_> = said.iter().filter(|(politica, _)| *politica == p).map(|(_, t)| *t).collect();
            if textos.is_empty() && !list.iter().any(|s| is_low(s) || falls(s)) {
                if list.iter().any(|s| !matches!(s, Senal::Dispersa { .. })) {
                    otras.push(json!({ "nombre": m.policy(p), "senales": list }));
                }
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
    let written = |p: &Value| p["recomendaciones"].as_array().is_some_and(|list| !list.is_empty());
    let signals_of = |p: &Value, regla: &str| {
        p["senales"].as_array().is_some_and(|list| list.iter().any(|s| s["regla"] == json!(regla)))
    };
    let some = |test: &dyn Fn(&Value) -> bool| politicas.iter().any(test);
    let criterios: Vec<_> = [
        (some(&|p| signals_of(p, "cae")), "cae"),
        (some(&|p| signals_of(p, "mediana_baja")), "está entre las tres de mediana más baja"),
        (some(&|p| written(p)), "tiene una recomendación de quien la lidera"),
    ]
    .into_iter()
    .filter_map(|(there, words)| there.then_some(words))
    .collect();
    let apart = hallazgos(m.conjunto, m.catalogo, set.encargo.corte.ultimo_dia(), &m.proyecto.umbrales)
        .into_iter()
        .find(|h| matches!(h, HallazgoConjunto::Apartadas { .. }));
    let umbral = m.proyecto.umbrales.cambio_por_verificar;
    let apart_names: Vec<&str> = match &apart {
        Some(HallazgoConjunto::Apartadas { entidades, .. }) => {
            entidades.nombradas.iter().map(|c| c.nombre.as_str()).collect()
        }
        _ => Vec::new(),
    };
    let large = large_changes(m.conjunto, m.catalogo, Medida::Idi, umbral);
    let por_verificar = large.iter().filter(|c| apart_names.contains(&m.name(c.miembro))).count();
    let lideres: Vec<_> = m.policies().into_iter().map(|p| (m.policy(p), m.leader_names(p))).collect();
    let lideres: Vec<_> = lideres.into_iter().filter(|(_, names)| !names.is_empty()).collect();
    json!({
        "criterios": criterios,
        "otras": otras,
        "por_verificar": por_verificar,
        "unica_baja": only_fall(&m),
        "de_fuera": outsiders(&m),
        "lideres": lideres.iter().map(|(politica, nombres)| json!({ "politica": politica, "nombres": nombres })).collect::<Vec<_>>(),
        "politicas": politicas, "resumenes": m.summaries(), "cuadro": cuadro,
        "bajas": bajas, "caen": caen, "apartadas": apart, "similar": m.proyecto.umbrales.similar,
    })
}

/// The only policy whose median falls.
fn only_fall(m: &Marco<'_>) -> Option<Value> {
    let (compared, rest) = compared_panels(m.conjunto, m.catalogo);
    let changes = compared.iter().chain(&rest).filter_map(|(p, panel)| Some((*p, panel.diferencia()?)));
    let mut falls = changes.filter(|(_, d)| side(*d, m.proyecto.umbrales.similar).is_lt());
    let (p, diferencia) = falls.next()?;
    falls.next().is_none().then(|| json!({ "nombre": m.policy(p), "diferencia": diferencia }))
}

/// The leaders that are surely none of the entities of the set, where they are few.
fn outsiders(m: &Marco<'_>) -> Vec<String> {
    let mut out = Vec::new();
    for leader in m.policies().into_iter().flat_map(|p| &m.catalogo.politicas[p].lideres) {
        let name = leader.nombre.value.as_str();
        let known =
            m.catalogo.entidad_segura(&Mencion { nombre: name, codigo: None, departamento: None, municipio: None });
        let outside = match known {
            Hallada::Una(entidad, _) => !m.conjunto.miembros.iter().any(|x| x.entidad == entidad),
            other => other == Hallada::Ninguna { parecida: None },
        };
        if outside && !out.iter().any(|known| known == name) {
            out.push(name.to_owned());
        }
    }
    if out.len() > MAX_DE_FUERA { Vec::new() } else { out }
}

/// Leaders from outside that a note names: of a part of a district nearly all are.
const MAX_DE_FUERA: usize = 3;

fn is_low(senal: &Senal) -> bool {
    matches!(senal, Senal::MedianaBaja { .. })
}

fn falls(senal: &Senal) -> bool {
    matches!(senal, Senal::Cae { .. })
}
