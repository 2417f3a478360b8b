//! What the body that gets the report is asked for, with names and numbers.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, Rasgo, Uso, uno};
use crate::bloques::date;
use crate::bloques::opciones::{ClaseOpcion, Opcion};
use crate::hechos::senales::{peticiones, together};

use super::DeConjunto;

pub const BLOQUE: Bloque = Bloque::de_conjunto(
    "peticiones",
    "lo que se pide a quien recibe el informe, en una tabla: qué, a quién y con qué cifras, según lo que dicen los datos",
    |set, uso| uno(Some(values(set, uso))),
)
.con_opciones(&[
    day("cerrar", "Hasta cuándo se espera cerrar lo vencido; lo que no tiene fecha dice «por acordar»"),
    day("verificar", "Hasta cuándo se esperan las confirmaciones de los cambios grandes"),
    day("consultar", "Hasta cuándo se espera saber si cambió el cuestionario"),
    day("decidir", "Hasta cuándo se decide sobre lo que recomiendan los líderes de política"),
    day("reportar", "Hasta cuándo se espera saber de quien no tiene resultado"),
    day("planear", "Hasta cuándo se esperan los planes que faltan"),
    day("priorizar", "Hasta cuándo se espera la decisión sobre las políticas más bajas"),
    day("incluir", "Hasta cuándo se esperan actividades para la política más baja de cada entidad"),
    day("financiar", "Hasta cuándo se espera la asignación de recursos"),
    day("atender", "Hasta cuándo se espera responder a las recomendaciones"),
    words("responde", "Quién responde en cada entidad, como El representante legal de cada entidad; si falta, Cada entidad"),
    words("verifica", "Quién verifica un cambio grande, para que no sea la misma entidad; si falta, quien responde"),
])
.con_rasgo(Rasgo::SinIndices);

const fn day(palabra: &'static str, dice: &'static str) -> Opcion {
    Opcion { palabra, clase: ClaseOpcion::Fecha, dice }
}

const fn words(palabra: &'static str, dice: &'static str) -> Opcion {
    Opcion { palabra, clase: ClaseOpcion::Texto, dice }
}

fn values(set: &mut DeConjunto<'_>, uso: Uso<'_>) -> Value {
    let m = set.m;
    let asked = peticiones(m.conjunto, m.catalogo, set.encargo.corte.ultimo_dia(), &m.proyecto.umbrales);
    let doubtful: Vec<String> = together(m.conjunto, m.catalogo, m.proyecto.umbrales.cuestionario)
        .into_iter()
        .map(|junta| junta.nombre)
        .collect();
    let asked = asked.iter().map(|p| (p.word(), json!(p))).chain(leaders(set).into_iter().map(|p| ("decidir", p)));
    let mut asked: Vec<_> = asked.map(|(word, p)| (uso.opciones.fecha(word), p)).collect();
    // What comes due first stands first; of one day, in the order of importance; what has no date is last.
    asked.sort_by_key(|(plazo, _)| (plazo.is_none(), plazo.map(|f| f.ultimo_dia())));
    let con_plazo = asked.iter().any(|(plazo, _)| plazo.is_some());
    let asked = asked.into_iter().map(|(plazo, p)| json!({ "p": p, "plazo": plazo.map(date) }));
    json!({
        "sigue": set.encargo.organo,
        "peticiones": asked.collect::<Vec<_>>(),
        "con_plazo": con_plazo,
        "dudosas": doubtful,
        "responde": uso.opciones.texto("responde"),
        "verifica": uso.opciones.texto("verifica"),
        "corte": date(set.encargo.corte),
    })
}

/// What leaders recommend is to be decided on: how many recommendations, about which policies and whose.
fn leaders(set: &DeConjunto<'_>) -> Option<Value> {
    let m = set.m;
    let written = set.encargo.recomendaciones_lideres;
    let mut found = crate::diagnostic::Diagnostics::default();
    let mut politicas: Vec<usize> =
        written.iter().filter_map(|r| m.catalogo.resolve_politica(&r.politica, &mut found)).collect();
    politicas.dedup();
    let mut lideres: Vec<&str> = Vec::new();
    for leader in politicas.iter().flat_map(|p| &m.catalogo.politicas[*p].lideres) {
        if !lideres.contains(&leader.nombre.value.as_str()) {
            lideres.push(&leader.nombre.value);
        }
    }
    let names: Vec<_> = politicas.iter().map(|p| m.policy(*p)).collect();
    (!names.is_empty())
        .then(|| json!({ "regla": "decidir", "n": written.len(), "politicas": names, "lideres": lideres }))
}
