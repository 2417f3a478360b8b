//! The index of each entity in each policy.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, uno};
use crate::bloques::necesidad::Necesidad;
use crate::cuadro::Celda;
use crate::diagnostic::Place;
use crate::hechos::conjunto::Agrupacion;

use super::{BANDAS, DeConjunto, MAX_CELDAS, summarised};

pub const BLOQUE: Bloque =
    Bloque::de_conjunto("matriz", "el índice de cada entidad en cada política, sombreado por bandas", |set, uso| {
        uno(Some(values(set, uso.place)))
    })
    .que_necesita(&[Necesidad::ResultadosDeEntidades])
    .en_apaisado();

fn values(set: &mut DeConjunto<'_>, place: &Place) -> Value {
    let m = set.m;
    let table = m.matrix();
    let cells = table.filas.len() * table.columnas.len();
    let politicas: Vec<_> =
        m.policies().into_iter().map(|p| json!({ "codigo": m.code(p), "nombre": m.policy(p) })).collect();
    if cells > MAX_CELDAS {
        set.hoja.found.push(summarised("matriz", cells, place));
        set.hoja.cuadros.push(table);
        return json!({ "resumida": true, "politicas": politicas });
    }
    // Rows by sector, in the order of the sectors, and inside by IDI.
    let sectors = crate::hechos::conjunto::groups(m.conjunto, m.catalogo, Agrupacion::Sector);
    let mut grupos = Vec::new();
    for g in sectors {
        let nombre = g.nombre.clone();
        let mut filas: Vec<&Vec<Celda>> = table
            .filas
            .iter()
            .filter(|f| match (&f[1], &nombre) {
                (Celda::Texto(sector), Some(name)) => sector == name,
                (Celda::Blanco, None) => true,
                _ => false,
            })
            .collect();
        let idi = |f: &[Celda]| match f[3] {
            Celda::Numero(v) => v,
            _ => f64::NEG_INFINITY,
        };
        filas.sort_by(|a, b| idi(b).total_cmp(&idi(a)));
        let rows: Vec<_> = filas
            .iter()
            .map(|f| {
                let values: Vec<_> = f[3..]
                    .iter()
                    .map(|cell| match cell {
                        Celda::Numero(v) => {
                            json!({ "valor": v, "banda": BANDAS.iter().filter(|b| v >= b).count() })
                        }
                        _ => Value::Null,
                    })
                    .collect();
                json!({ "entidad": f[0], "valores": values })
            })
            .collect();
        if !rows.is_empty() {
            grupos.push(json!({ "sector": nombre, "filas": rows }));
        }
    }
    // Of policies alone: the IDI is the first of the values.
    let scores = |f: &'_ Vec<Celda>| -> Vec<f64> { f[4..].iter().filter_map(Celda::as_number).collect() };
    let low = |f: &Vec<Celda>| scores(f).iter().filter(|v| **v < BANDAS[0]).count();
    // Who has most of the low ones, and whose the others are: of one kind, where they are.
    let mut lows: Vec<(usize, &Vec<Celda>)> = table.filas.iter().map(|f| (low(f), f)).filter(|x| x.0 > 0).collect();
    lows.sort_by_key(|x| std::cmp::Reverse(x.0));
    let total: usize = lows.iter().map(|x| x.0).sum();
    let concentra =
        lows.split_first().filter(|(most, rest)| !rest.is_empty() && most.0 * 2 >= total).map(|(most, rest)| {
            let tipo = rest.first().map(|x| &x.1[2]).filter(|tipo| rest.iter().all(|x| x.1[2] == **tipo));
            json!({
                "entidad": most.1[0], "bajas": most.0, "resto": total - most.0, "otras": rest.len(),
                "tipo": tipo,
            })
        });
    let view = json!({
        "concentra": concentra,
        "celdas": table.filas.iter().map(|f| scores(f).len()).sum::<usize>(),
        "bajas": table.filas.iter().map(low).sum::<usize>(),
        "con_bajas": table.filas.iter().filter(|f| low(f) > 0).count(),
        "resumida": false, "grupos": grupos, "politicas": politicas, "bandas": BANDAS,
        "titulo": table.titulo, "origen": table.fuente, "nota": table.nota,
    });
    set.hoja.cuadros.push(table);
    view
}
