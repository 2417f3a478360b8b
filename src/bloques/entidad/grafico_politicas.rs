//! The policies of an entity as points on an axis.

use serde_json::json;

use crate::bloques::bloque::{Bloque, Dicho, Rasgo};
use crate::bloques::necesidad::Necesidad;
use crate::bloques::opciones::{ClaseOpcion, Opcion, Opciones};
use crate::bloques::text_width;
use crate::charts::{Punto, Puntos, puntos};
use crate::hechos::indice::{self, PuestoPolitica};

use super::DeEntidad;

pub const BLOQUE: Bloque = Bloque::de_entidad(
    "grafico_politicas",
    "gráfico de puntos de las políticas, con el IDI como referencia",
    |d, uso| values(d, uso.opciones),
)
.que_necesita(&[Necesidad::Politicas])
.con_opciones(&[Opcion {
    palabra: "politicas",
    clase: ClaseOpcion::Politicas,
    dice: "solo estas políticas, por su nombre",
}])
.con_rasgo(Rasgo::Compara)
.con_vara();

fn values(d: &mut DeEntidad<'_>, options: &Opciones) -> Dicho {
    let chosen = d.chosen(options);
    let wanted = |p: &&PuestoPolitica| chosen.as_ref().is_none_or(|chosen| chosen.contains(&p.politica));
    let shown: Vec<_> = d.ranking.iter().filter(wanted).cloned().collect();
    if shown.is_empty() {
        return Ok(Vec::new());
    }
    let idi = d.m.resultados.idi.as_ref().map(|v| v.value);
    let data = Puntos {
        que: "políticas".into(),
        filas: shown.iter().map(|p| Punto { rotulo: d.name(p.politica).to_owned(), valor: p.puntaje }).collect(),
        referencia: idi.map(|idi| ("IDI".to_owned(), idi)),
        ancho: text_width(d.m.proyecto.papel, d.pen),
    };
    let figura = d.hoja.chart(puntos(&data, d.pen))?;
    let parts = idi.map(|idi| indice::split_by(&shown, idi));
    Ok(vec![json!({
        "figura": figura,
        "fuente": d.m.resultados.fuente.value,
        "idi": idi,
        "medidas": shown.len(),
        "elegidas_de": chosen.map(|_| d.ranking.len()),
        "encima": parts.map(|p| p.encima),
        "debajo": parts.map(|p| p.debajo),
    })])
}
