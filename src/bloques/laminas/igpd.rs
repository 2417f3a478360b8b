//! The Índice de Gestión Pública Distrital, copied.

use serde_json::json;

use crate::bloques::bloque::{Bloque, Dicho};
use crate::bloques::conjunto::{DeConjunto, Marco};
use crate::charts::{Chart, DrawError, Pesa, Pesas, pesas};
use crate::cuadro::{Celda, Clase, Columna, Cuadro};
use crate::hechos::conjunto::difference;
use crate::model::{ResultadosIgpd, ValorIgpd};

use super::slide;
use super::tamano::{BAJO_FRASE, enlarged_in, scaled_in};

pub const BLOQUE: Bloque = Bloque::lamina("lamina_igpd", "el IGPD que el documento copia", |set, _| values(set));

fn values(set: &mut DeConjunto<'_>) -> Dicho {
    let numeros = set.m.pen.numeros;
    let Some(igpd) = set.encargo.igpd.filter(|igpd| !igpd.valores.is_empty()) else { return Ok(Vec::new()) };
    let value = |v: &ValorIgpd| {
        json!({
            "nombre": v.nombre, "puntaje": v.puntaje.value.0, "anterior": before(v), "diferencia": change(v),
        })
    };
    let valores: Vec<_> = igpd.valores.iter().map(value).collect();
    let redondeo = igpd.valores.iter().any(|v| before(v).is_some_and(|b| !numeros.resta_cuadra(b, v.puntaje.value.0)));
    set.hoja.cuadros.push(table(igpd));
    let figura = chart(set.m, igpd)?.map(|chart| scaled_in(chart, BAJO_FRASE, &mut set.hoja));
    let igpd = json!({ "fuente": igpd.fuente, "valores": valores, "redondeo": redondeo });
    Ok(vec![slide(set, json!({ "igpd": igpd, "figura": figura }))])
}

/// Both measurements of each index, where all have both.
fn chart(m: Marco<'_>, igpd: &ResultadosIgpd) -> Result<Option<Chart>, DrawError> {
    let row = |v: &ValorIgpd| {
        Some(Pesa { rotulo: v.nombre.clone(), n: None, antes: before(v)?, despues: v.puntaje.value.0, encabeza: None })
    };
    let Some(filas) = igpd.valores.iter().map(row).collect::<Option<Vec<_>>>() else { return Ok(None) };
    enlarged_in(m, BAJO_FRASE, |big, ancho| {
        let data = Pesas {
            similar: 0.0,
            que: "índices".into(),
            antes: "medición anterior".into(),
            despues: "esta medición".into(),
            filas: filas.clone(),
            parte: None,
            ancho,
        };
        pesas(&data, big.pen).map(Some)
    })
}

fn before(v: &ValorIgpd) -> Option<f64> {
    v.anterior.as_ref().map(|a| a.value.0)
}

/// Points, computed before rounding.
fn change(v: &ValorIgpd) -> Option<f64> {
    before(v).map(|before| difference(before, v.puntaje.value.0))
}

fn table(igpd: &ResultadosIgpd) -> Cuadro {
    let row = |v: &ValorIgpd| {
        vec![v.nombre.as_str().into(), Celda::from(v.puntaje.value.0), before(v).into(), change(v).into()]
    };
    Cuadro {
        nombre: "igpd".into(),
        titulo: "Índice de Gestión Pública Distrital".into(),
        columnas: vec![
            Columna::new("nombre", "Índice", Clase::Texto, None),
            Columna::new("puntaje", "Puntaje", Clase::Puntos, 60.0),
            Columna::new("anterior", "Medición anterior", Clase::Puntos, 60.0),
            Columna::new("diferencia", "Diferencia, puntos", Clase::Diferencia, 60.0),
        ],
        filas: igpd.valores.iter().map(row).collect(),
        total: false,
        fuente: igpd.fuente.clone(),
        nota: None,
    }
}
