//! The indices of the dimensions.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, Uso, dibujado};
use crate::bloques::necesidad::Necesidad;
use crate::charts::DrawError;
use crate::hechos::conjunto::{Medida, difference, spread};

use super::{DeConjunto, MUESTRA, quartered, shown};

pub const BLOQUE: Bloque = Bloque::de_conjunto(
    "dimensiones",
    "los índices de las dimensiones, como en «sectores», con gráfico",
    |set, uso| dibujado(values(set, uso)),
)
.que_necesita(&[Necesidad::ResultadosDeEntidades])
.con_opciones(&[MUESTRA]);

fn values(set: &mut DeConjunto<'_>, uso: Uso<'_>) -> Result<Option<Value>, DrawError> {
    let m = set.m;
    let width = set.width();
    let (drawn, listed) = shown(uso);
    let figura = if drawn { set.figure(m.dimension_ranges(width)?) } else { Value::Null };
    // From the highest median down; a shared extreme names nobody.
    // A dimension of one policy says what that policy says: it leads no title.
    let policies = |slug: &str| {
        let own = |p: &usize| m.catalogo.politicas[*p].dimension.value == slug;
        m.policies().into_iter().filter(own).collect::<Vec<_>>()
    };
    let alone = m.catalogo.dimensiones.iter().filter_map(|d| match policies(&d.slug)[..] {
        [p] => Some(json!({ "codigo": d.codigo, "politica": m.policy(p) })),
        _ => None,
    });
    let de_una: Vec<_> = alone.collect();
    let mut medians: Vec<(f64, &str)> = m
        .catalogo
        .dimensiones
        .iter()
        .enumerate()
        .filter(|(_, d)| policies(&d.slug).len() > 1)
        .filter_map(|(i, d)| Some((spread(m.conjunto, Medida::Dimension(i))?.mediana?, d.nombre.as_str())))
        .collect();
    medians.sort_by(|a, b| b.0.total_cmp(&a.0));
    let n = medians.len();
    let distinct = n > 2 && medians[0].0 != medians[1].0 && medians[n - 1].0 != medians[n - 2].0;
    let cite = |(puntaje, nombre): &(f64, &str)| json!({ "nombre": nombre, "puntaje": puntaje });
    let extremas = distinct.then(|| json!({ "alta": cite(&medians[0]), "baja": cite(&medians[n - 1]), "distancia": difference(medians[n - 1].0, medians[0].0) }));
    Ok(Some(
        json!({ "extremas": extremas, "de_una": de_una, "cuadro": set.table(quartered(m.measures_table(false), &figura)), "listada": listed, "figura": figura }),
    ))
}
