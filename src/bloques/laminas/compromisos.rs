//! What became of the commitments of the last session.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, Dicho};
use crate::bloques::conjunto::DeConjunto;
use crate::bloques::date;
use crate::cuadro::{Celda, Clase, Columna, Cuadro};
use crate::hechos::compromisos::{Estado, by_attention};
use crate::model::Compromiso;

use super::at_most_one;

/// Commitments that a slide has room for.
const LISTA: usize = 6;

pub const BLOQUE: Bloque =
    Bloque::lamina("lamina_compromisos", "en qué van los compromisos de la sesión anterior", |set, _| values(set));

fn values(set: &mut DeConjunto<'_>) -> Dicho {
    let list = by_attention(set.encargo.compromisos, set.encargo.fecha.ultimo_dia());
    if list.is_empty() {
        return Ok(Vec::new());
    }
    let count = |which: fn(&Estado) -> bool| list.iter().filter(|(_, e)| which(e)).count();
    let row = |(c, e): &(&Compromiso, Estado)| {
        json!({
            "compromiso": c.compromiso.value, "responsable": c.responsable, "fecha": c.fecha.map(date),
            "cumplido": c.cumplido.as_ref().filter(|_| *e == Estado::Cumplido).map(|day| date(day.value)),
            "estado": e.word(), "dias": e.days(),
        })
    };
    let body = json!({
        "al": date(set.encargo.fecha),
        "compromisos": list.len(),
        "vencidos": count(|e| matches!(e, Estado::Vencido { .. })),
        "vencen_en_corte": count(|e| *e == Estado::VenceEnCorte),
        "en_plazo": count(|e| *e == Estado::EnPlazo),
        "sin_fecha": count(|e| *e == Estado::SinFecha),
        "cumplidos": count(|e| *e == Estado::Cumplido),
        "filas": list.iter().take(LISTA).map(row).collect::<Vec<Value>>(),
    });
    set.hoja.cuadros.push(table(&list, set.encargo.organo));
    at_most_one(set, Some(body))
}

fn table(list: &[(&Compromiso, Estado)], organo: &str) -> Cuadro {
    let text = |clave: &str, titulo: &str| Columna::new(clave, titulo, Clase::Texto, None);
    let row = |(c, e): &(&Compromiso, Estado)| {
        vec![
            Celda::from(c.compromiso.value.as_str()),
            c.responsable.as_str().into(),
            c.fecha.map(|fecha| fecha.to_string()).into(),
            e.word().into(),
            e.days().map(f64::from).into(),
            c.cumplido.as_ref().filter(|_| *e == Estado::Cumplido).map(|day| day.value.to_string()).into(),
        ]
    };
    Cuadro {
        nombre: "compromisos".into(),
        titulo: "Compromisos de la sesión anterior".into(),
        columnas: vec![
            text("compromiso", "Compromiso"),
            text("responsable", "Responsable"),
            text("fecha", "Fecha"),
            text("estado", "Estado"),
            Columna::new("dias", "Días de vencido", Clase::Entero, 60.0),
            text("cumplido", "Cumplido el"),
        ],
        filas: list.iter().map(row).collect(),
        total: false,
        fuente: format!("compromisos que registra {organo}"),
        nota: None,
    }
}
