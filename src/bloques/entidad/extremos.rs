//! The highest and the lowest policies of an entity.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, Rasgo, uno};
use crate::bloques::necesidad::Necesidad;
use crate::bloques::opciones::{ClaseOpcion, Opcion, Opciones};
use crate::hechos::indice;

use super::DeEntidad;

pub const BLOQUE: Bloque = Bloque::de_entidad(
    "extremos",
    "las políticas más altas y las más bajas; los empates entran completos",
    |d, uso| uno(values(d, uso.opciones)),
)
.que_necesita(&[Necesidad::Politicas, Necesidad::PuntajesDistintos, Necesidad::MasPoliticas, Necesidad::MenosEmpates])
.con_opciones(&[Opcion {
    palabra: "cuantas",
    clase: ClaseOpcion::Cuantas,
    dice: "cuántas políticas se listan en cada extremo; si falta, las de «extremos» en data/proyecto.yaml",
}])
.con_rasgo(Rasgo::Compara);

fn values(d: &DeEntidad<'_>, options: &Opciones) -> Option<Value> {
    let n = each_end(d, options);
    let altas: Vec<_> = indice::strongest(&d.ranking, n).iter().map(|p| d.policy(p)).collect();
    let bajas: Vec<_> = indice::weakest(&d.ranking, n).iter().map(|p| d.policy(p)).collect();
    (!d.ranking.is_empty() && altas.len() + bajas.len() <= d.ranking.len())
        .then(|| json!({ "fuente": d.m.resultados.fuente.value, "altas": altas, "bajas": bajas, "medidas": d.ranking.len(), "redondeo": d.gaps_add_otherwise() }))
}

/// How many policies stand at each end.
pub(super) fn each_end(d: &DeEntidad<'_>, options: &Opciones) -> usize {
    options.cuantas("cuantas").unwrap_or(d.m.proyecto.extremos)
}
