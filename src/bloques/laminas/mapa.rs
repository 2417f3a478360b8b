//! The medians of the policies by kind of entity, as a table that a room can read.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, Dicho};
use crate::bloques::conjunto::{BANDAS, DeConjunto, Marco};
use crate::cuadro::{Celda, Clase, Columna, Cuadro};
use crate::hechos::conjunto::{FilaMapa, Mapa, map_by_kind};
use crate::hechos::primeros::{Empate, shown};
use crate::hechos::senales::widely_measured;

use super::at_most_one;

/// Policies and kinds of entity that a slide has room for.
const POLITICAS: usize = 8;
const TIPOS: usize = 6;

pub const BLOQUE: Bloque = Bloque::lamina(
    "lamina_mapa",
    "las políticas comparables de mediana más baja, en todas las entidades y por tipo de entidad",
    |set, _| values(set),
);

fn values(set: &mut DeConjunto<'_>) -> Dicho {
    let m = set.m;
    let compared: Vec<_> = widely_measured(m.conjunto, m.catalogo).into_iter().map(|x| x.0).collect();
    let map = map_by_kind(m.conjunto, m.catalogo, &compared);
    let n = shown(&map.filas, POLITICAS, Empate::Sale, |a, b| a.mediana == b.mediana);
    if n < 2 || !(2..=TIPOS).contains(&map.tipos.len()) {
        return Ok(Vec::new());
    }
    let cell = |v: f64| json!({ "valor": v, "banda": BANDAS.iter().filter(|b| v >= **b).count() });
    let row = |f: &FilaMapa| {
        let lowest = lowest(&m, f);
        let kinds = f.por_tipo.iter().enumerate();
        let kinds = kinds.map(|(at, v)| v.map(|v| json!({ "celda": cell(v), "menor": lowest == Some(at) })));
        json!({ "politica": m.policy(f.politica), "todas": cell(f.mediana), "tipos": kinds.collect::<Vec<_>>() })
    };
    let body = json!({
        "tipos": map.tipos, "filas": map.filas[..n].iter().map(row).collect::<Vec<_>>(), "comparables": map.filas.len(),
        "menor": most_often_lowest(&m, &map.tipos, &map.filas[..n]), "bandas": BANDAS,
    });
    set.hoja.cuadros.push(table(&m, &map));
    at_most_one(set, Some(body))
}

/// The kind with the lowest median of a policy as it is printed; `None` where two share it.
fn lowest(m: &Marco<'_>, f: &FilaMapa) -> Option<usize> {
    let of = |v: &Option<f64>| v.map(|v| m.pen.numeros.numero(v));
    let (at, low) =
        f.por_tipo.iter().enumerate().filter_map(|(at, v)| Some((at, (*v)?))).min_by(|a, b| a.1.total_cmp(&b.1))?;
    let text = Some(m.pen.numeros.numero(low));
    let alone = f.por_tipo.iter().filter(|v| of(v) == text).count() == 1;
    (alone && f.por_tipo.iter().flatten().count() > 1).then_some(at)
}

/// The kind that has the lowest median in more than half of `filas`, and in how many.
fn most_often_lowest(m: &Marco<'_>, tipos: &[String], filas: &[FilaMapa]) -> Option<Value> {
    let lows: Vec<_> = filas.iter().filter_map(|f| lowest(m, f)).collect();
    let count = |at: usize| lows.iter().filter(|low| **low == at).count();
    let (at, nombre) = tipos.iter().enumerate().find(|(at, _)| 2 * count(*at) > filas.len())?;
    Some(json!({ "nombre": nombre, "politicas": count(at) }))
}

fn table(m: &Marco<'_>, map: &Mapa) -> Cuadro {
    let mut columnas = vec![
        Columna::new("politica", "Política", Clase::Texto, None),
        Columna::new("todas", "Todas las entidades", Clase::Puntos, 60.0),
    ];
    let kinds = map.tipos.iter().enumerate();
    columnas.extend(kinds.map(|(at, tipo)| Columna::new(format!("tipo_{}", at + 1), tipo, Clase::Puntos, 60.0)));
    let row = |f: &FilaMapa| {
        let mut cells = vec![Celda::from(m.policy(f.politica)), f.mediana.into()];
        cells.extend(f.por_tipo.iter().map(|v| Celda::from(*v)));
        cells
    };
    Cuadro {
        nombre: "politicas_por_tipo".into(),
        titulo: format!("Mediana de las políticas comparables por tipo de entidad, vigencia {}", m.conjunto.vigencia),
        columnas,
        filas: map.filas.iter().map(row).collect(),
        total: false,
        fuente: m.source(),
        nota: Some("En blanco: menos de tres entidades con valor. Medianas: cálculo propio.".into()),
    }
}
