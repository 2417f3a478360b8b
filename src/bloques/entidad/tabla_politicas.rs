//! The policies that were measured, by dimension.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, Rasgo, uno};
use crate::bloques::necesidad::Necesidad;
use crate::bloques::opciones::{ClaseOpcion, Opcion, Opciones};
use crate::hechos::indice::PuestoPolitica;
use crate::locale::fold;

use super::DeEntidad;

pub const BLOQUE: Bloque = Bloque::de_entidad(
    "tabla_politicas",
    "las políticas medidas por dimensión: código, índice, brecha a 100 y puesto",
    |d, uso| uno(values(d, uso.opciones)),
)
.que_necesita(&[Necesidad::Politicas])
.con_opciones(&[Opcion {
    palabra: "politicas",
    clase: ClaseOpcion::Politicas,
    dice: "solo estas políticas, por su nombre; el puesto sigue siendo entre todas las medidas",
}])
.con_rasgo(Rasgo::Compara)
.con_vara();

fn values(d: &mut DeEntidad<'_>, options: &Opciones) -> Option<Value> {
    let chosen = d.chosen(options);
    let wanted = |p: &&PuestoPolitica| chosen.as_ref().is_none_or(|chosen| chosen.contains(&p.politica));
    let shown = d.ranking.iter().filter(wanted).count();
    (shown > 0).then(|| {
        json!({
            "mostradas": shown,
            "elegidas": chosen.is_some(),
            "fuente": d.m.resultados.fuente.value,
            "dimensiones": d.dimensions(chosen.as_deref()),
            "medidas": d.ranking.len(),
            "existentes": d.existing(),
            "redondeo": d.gaps_add_otherwise(),
            "nombres": aliases(d),
        })
    })
}

/// Policies whose name in the source is not the official one of the vigencia.
fn aliases(d: &DeEntidad<'_>) -> Vec<Value> {
    let r = d.m.resultados;
    r.politicas
        .iter()
        .map(|p| (p.escrito.value.as_str(), d.name(p.politica)))
        // A slug or another capitalisation is not another name.
        .filter(|(written, official)| fold(written) != fold(official))
        .filter(|(written, _)| !d.m.catalogo.politicas.iter().any(|p| p.slug == *written))
        .map(|(escrito, oficial)| json!({ "escrito": escrito, "oficial": oficial }))
        .collect()
}
