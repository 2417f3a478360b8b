//! Where an entity stands among the others of its project, and in its peer group.

use std::cmp::Ordering;

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, uno};
use crate::bloques::necesidad::Necesidad;
use crate::bloques::source;
use crate::cuadro::{Celda, Clase, Columna, Cuadro};
use crate::hechos::conjunto::{Lugar, MINIMO_GRUPO, Medida};
use crate::hechos::cotejo::{Cotejo, Posicion, side, sides};
use crate::locale::{capital, fold};

use super::{DeEntidad, grupo_par, sintesis};

pub const BLOQUE: Bloque = Bloque::de_entidad(
    "posicion",
    "cómo está la entidad frente a las demás del proyecto: puesto y mediana de todas, de su tipo y de su sector; y su grupo par, con los datos oficiales",
    |d, _| uno(Some(values(d))),
)
.que_necesita(&[Necesidad::Resultados])
.con_vara();

fn values(d: &DeEntidad<'_>) -> Value {
    let principal = d.main_position().cloned();
    let par = peers(d);
    let rows = principal.as_ref().map(|p| groups(d, p)).unwrap_or_default();
    let filas: Vec<_> = rows
        .iter()
        .map(|(nombres, lugar)| {
            let mut place = place(lugar, principal.as_ref().map_or(0.0, |p| p.valor));
            place["nombre"] = json!(nombres.first());
            place["tambien"] = json!(nombres[1..]);
            place
        })
        .collect();
    let reparto = d.cotejo.as_ref().map(Cotejo::split);
    let rounded = |p: &Posicion| {
        let off = |(_, l): &(Vec<String>, Lugar)| {
            l.distribucion.mediana.is_some_and(|m| !d.pen.numeros.resta_cuadra(m, p.valor))
        };
        rows.iter().any(off)
    };
    json!({
        "ambito": d.m.proyecto.ambito,
        "en_sintesis": d.calls(&sintesis::BLOQUE),
        "indice": principal.as_ref().map(|p| name(d, p)),
        "valor": principal.as_ref().map(|p| p.valor),
        "lugar": principal.as_ref().map(|p| place(&p.lugares.todas, p.valor)),
        "filas": filas,
        "valor_propio": d.m.resultados.idi.as_ref().map(|v| v.value).or(d.ranking.first().map(|p| p.puntaje)),
        "encima": reparto.map(|r| r.encima),
        "igual": reparto.map(|r| r.igual),
        "debajo": reparto.map(|r| r.debajo),
        "sin_contar": d.cotejo.as_ref().map_or(0, |c| c.sin_contar),
        "similar": d.m.proyecto.umbrales.similar,
        "comparaciones": principal.as_ref().map(|p| {
            let distances = rows.iter().filter_map(|(_, lugar)| lugar.sobre_mediana(p.valor));
            sides(distances, d.m.proyecto.umbrales.similar)
        }),
        "lado": principal.as_ref().and_then(|p| {
            let distance = p.lugares.todas.sobre_mediana(p.valor)?;
            Some(match side(distance, d.m.proyecto.umbrales.similar) {
                Ordering::Greater => "encima",
                Ordering::Equal => "similar",
                Ordering::Less => "debajo",
            })
        }),
        "sin_confirmar": d.is_unconfirmed(),
        "nombra_par": principal.as_ref().is_none_or(|p| p.lugares.par.is_none_or(|par| par.distribucion.n < 2)),
        "redondeo": principal.as_ref().is_some_and(rounded),
        "grupo_par": par,
        "fuente": d.m.resultados.fuente.value,
    })
}

/// All entities, those of its kind, of its peer group and of its sector, each set of entities once with all that
/// it is called; a group of the entity alone says nothing.
fn groups(d: &DeEntidad<'_>, p: &Posicion) -> Vec<(Vec<String>, Lugar)> {
    let all = [
        Some((capital(&d.m.proyecto.ambito), p.lugares.todas)),
        kind(d).zip(p.lugares.tipo),
        d.m.resultados.peer_group().map(|name| name.trim().to_owned()).zip(p.lugares.par),
        sector(d).zip(p.lugares.sector),
    ];
    let mut rows: Vec<(Vec<String>, Lugar)> = Vec::new();
    for (name, lugar) in all.into_iter().flatten().filter(|(_, lugar)| lugar.distribucion.n > 1) {
        match rows.iter_mut().find(|(_, known)| known.entre == lugar.entre) {
            Some((names, _)) => names.push(name),
            None => rows.push((vec![name], lugar)),
        }
    }
    rows
}

fn kind(d: &DeEntidad<'_>) -> Option<String> {
    d.m.entidad.tipo.as_ref().map(|t| d.m.catalogo.nombre_tipo(t).to_owned())
}

/// Its sector, which is called so once.
fn sector(d: &DeEntidad<'_>) -> Option<String> {
    let name = d.m.catalogo.nombre_sector(d.m.entidad.sector.as_ref()?);
    let says = fold(name).split_whitespace().next() == Some("sector");
    Some(if says { name.to_owned() } else { format!("Sector {name}") })
}

/// The group that it is best compared with, where that is not everybody: its peer group, or else its kind; what it
/// is called, its place there, and whether it is the peer group.
pub(super) fn closest(d: &DeEntidad<'_>) -> Option<(String, Lugar, bool)> {
    let lugares = d.main_position()?.lugares;
    let apart = |l: &Lugar| l.distribucion.n >= MINIMO_GRUPO && l.entre != lugares.todas.entre;
    let par = lugares.par.filter(apart);
    let of_kind = kind(d).zip(lugares.tipo.filter(apart));
    match (par, of_kind) {
        (Some(par), Some((name, of_kind))) if of_kind.entre == par.entre => Some((name, par, true)),
        (Some(par), _) => Some((d.m.resultados.peer_group()?.trim().to_owned(), par, true)),
        (None, Some((name, of_kind))) => Some((name, of_kind, false)),
        (None, None) => None,
    }
}

/// What is compared, as a sentence names it; `None` for the IDI.
fn name(d: &DeEntidad<'_>, p: &Posicion) -> Option<String> {
    match p.medida {
        Medida::Politica(politica) => Some(d.name(politica).to_owned()),
        _ => None,
    }
}

/// A place as sentences take it.
pub(super) fn place(lugar: &Lugar, valor: f64) -> Value {
    let d = &lugar.distribucion;
    json!({
        "puesto": lugar.puesto,
        "empate": lugar.empate,
        "n": d.n,
        "mediana": d.mediana,
        "diferencia": lugar.sobre_mediana(valor),
    })
}

/// What the file says of the peer group; null where it says nothing.
fn peers(d: &DeEntidad<'_>) -> Value {
    d.m.resultados.peers().map_or(Value::Null, grupo_par::value)
}

/// The places of the main measure; `None` where there is nobody else.
pub(super) fn table(d: &DeEntidad<'_>) -> Option<Cuadro> {
    let p = d.main_position()?;
    let row = |(nombres, lugar): (Vec<String>, Lugar)| {
        vec![
            Celda::from(nombres.join("; ")),
            lugar.distribucion.n.into(),
            lugar.puesto.into(),
            p.valor.into(),
            lugar.distribucion.mediana.into(),
            lugar.sobre_mediana(p.valor).into(),
        ]
    };
    let indice = name(d, p).unwrap_or_else(|| "IDI".to_owned());
    Some(Cuadro {
        nombre: "posicion".to_owned(),
        titulo: format!("{indice}: la entidad frente a las demás, vigencia {}", d.m.resultados.vigencia.value),
        columnas: vec![
            Columna::new("entre", "Entre", Clase::Texto, None),
            Columna::new("n", "Entidades con dato", Clase::Entero, None),
            Columna::new("puesto", "Puesto", Clase::Entero, None),
            Columna::new("valor", "Entidad", Clase::Puntos, None),
            Columna::new("mediana", "Mediana", Clase::Puntos, None),
            Columna::new("diferencia", "Diferencia con la mediana", Clase::Diferencia, None),
        ],
        filas: groups(d, p).into_iter().map(row).collect(),
        total: false,
        fuente: source(&d.m.resultados.fuente.value),
        nota: Some(NOTA.to_owned()),
    })
}

/// How positions are counted, for exports.
pub(super) const NOTA: &str = "Cálculo propio con las entidades de este proyecto que tienen dato; los valores iguales comparten el puesto. La mediana se da de tres entidades o más.";
