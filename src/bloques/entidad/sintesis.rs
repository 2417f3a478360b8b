//! The main figures of an entity and what the data supports saying of it.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, uno};
use crate::bloques::necesidad::Necesidad;
use crate::bloques::opciones::{ClaseOpcion, Opcion, Opciones};
use crate::hechos::hallazgos::{Evidencia, Hallazgo, hallazgos};
use crate::hechos::plan::{self, Carga};

use super::DeEntidad;

pub const BLOQUE: Bloque = Bloque::de_entidad(
    "sintesis",
    "las cifras principales y los hallazgos, en frases; solo dice lo que los datos sostienen, y con plan habla también del plan",
    |d, uso| uno(Some(values(d, uso.opciones))),
)
.que_necesita(&[Necesidad::Resultados])
.con_opciones(&[Opcion {
    palabra: "hallazgos",
    clase: ClaseOpcion::Cuantas,
    dice: "cuántos hallazgos se dicen, los primeros; si faltan, se dice de cuántos",
}])
.con_vara();

fn values(d: &DeEntidad<'_>, options: &Opciones) -> Value {
    let mut hallazgos = supported(d);
    let all = hallazgos.len();
    hallazgos.truncate(options.cuantas("hallazgos").unwrap_or(all));
    json!({
        "idi": d.m.resultados.idi.as_ref().map(|v| v.value),
        "control_interno": d.ranking.first().filter(|_| d.only_internal_control()).map(|p| p.puntaje),
        "medidas": d.ranking.len(),
        "existentes": d.existing(),
        "actividades": d.carga.as_ref().map(|c| c.total),
        "estados": d.estados,
        "sin_recurso": d.carga.as_ref().and_then(|c| c.sin_recurso),
        "proporcion": d.carga.as_ref().and_then(Carga::share_without),
        "redondeo": d.change_subtracts_otherwise(),
        "hallazgos": hallazgos,
        "de_hallazgos": all,
    })
}

fn supported(d: &DeEntidad<'_>) -> Vec<Hallazgo> {
    hallazgos(&Evidencia {
        catalogo: d.m.catalogo,
        resultados: d.m.resultados,
        comparacion: d.comparacion,
        anterior: d.m.anterior,
        solo_control_interno: d.only_internal_control(),
        cotejo: d.cotejo.as_ref(),
        comparar_con: d.m.informe.comparar_con.as_ref().map(|v| v.value),
        pide_plan: d.m.informe.plan.is_some(),
        carga: d.carga.as_ref(),
        cruces: &d.cruces,
        estados: d.estados,
        efectos: d.m.plan.and_then(plan::effects),
        extremos: d.m.proyecto.extremos,
        existentes: d.existing(),
    })
}
