//! The index of internal control and the components of MECI.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, uno};
use crate::bloques::necesidad::Necesidad;
use crate::cuadro::{Celda, Clase, Columna, Cuadro};
use crate::hechos::conjunto::{Medida, difference};
use crate::hechos::senales::internal_control_policy;
use crate::model::Resultados;

use crate::bloques::source;

use super::{DeEntidad, distinct};

pub const BLOQUE: Bloque = Bloque::de_entidad(
    "control_interno",
    "el índice de control interno y los componentes del MECI; con «comparar_con», las dos vigencias",
    |d, _| uno(values(d)),
)
.que_necesita(&[Necesidad::ControlInterno]);

/// The index of internal control and the components of MECI.
struct Medido<'a> {
    filas: Vec<FilaControl<'a>>,
    /// Results of the other vigencia, where they have the index.
    antes: Option<&'a Resultados>,
    /// Whether both vigencias were measured in the same way.
    comparable: bool,
}

/// A value in points with what it was and how much it changed.
#[derive(serde::Serialize)]
struct FilaControl<'a> {
    nombre: &'a str,
    antes: Option<f64>,
    puntaje: f64,
    diferencia: Option<f64>,
}

/// The index of internal control and the components of MECI, in both
/// vigencias where they can be compared.
fn measured<'a>(d: &DeEntidad<'a>) -> Option<Medido<'a>> {
    let catalogo = d.m.catalogo;
    let politica = internal_control_policy(catalogo)?;
    let indice = Medida::Politica(politica);
    let now = indice.of(d.m.resultados)?;
    let antes = d.m.anterior.filter(|r| indice.of(r).is_some());
    let comparable = antes.is_some_and(|r| catalogo.comparables(d.m.resultados.vigencia.value, r.vigencia.value));
    let row = |nombre: &'a str, medida: Medida<'_>, puntaje: f64| {
        let antes = antes.and_then(|r| medida.of(r));
        let diferencia = antes.filter(|_| comparable).map(|antes| difference(antes, puntaje));
        FilaControl { nombre, antes, puntaje, diferencia }
    };
    let mut filas = vec![row("Índice de control interno", indice, now)];
    for s in &catalogo.politicas[politica].subindices {
        let medida = Medida::Subindice(politica, &s.codigo);
        if let (Some(nombre), Some(value)) = (&s.nombre, medida.of(d.m.resultados)) {
            filas.push(row(nombre, medida, value));
        }
    }
    Some(Medido { filas, antes, comparable })
}

fn values(d: &DeEntidad<'_>) -> Option<Value> {
    let control = measured(d)?;
    let cuadra =
        |fila: &FilaControl<'_>| fila.antes.is_none_or(|antes| d.pen.numeros.resta_cuadra(antes, fila.puntaje));
    Some(json!({
        "filas": control.filas,
        "anterior": control.antes.map(|r| r.vigencia.value),
        "comparable": control.comparable,
        "sin_confirmar": d.is_unconfirmed(),
        "similar": d.m.proyecto.umbrales.similar,
        "redondeo": control.comparable && !control.filas.iter().all(cuadra),
        "fuente": d.m.resultados.fuente.value,
        "fuente_anterior": control.antes.map(|r| &r.fuente.value),
    }))
}

/// The index of internal control and the components of MECI, in both vigencias where there are two.
pub(super) fn table(d: &DeEntidad<'_>) -> Option<Cuadro> {
    let control = measured(d)?;
    let vigencia = d.m.resultados.vigencia.value;
    let mut columnas = vec![Columna::new("indice", "Índice", Clase::Texto, None)];
    if let Some(before) = control.antes {
        let key = format!("puntaje_{}", before.vigencia.value);
        columnas.push(Columna::new(key, before.vigencia.value.to_string(), Clase::Puntos, None));
    }
    columnas.push(Columna::new(format!("puntaje_{vigencia}"), vigencia.to_string(), Clase::Puntos, None));
    if control.antes.is_some() {
        columnas.push(Columna::new("diferencia", "Diferencia, puntos", Clase::Diferencia, None));
    }
    let row = |fila: &FilaControl<'_>| {
        let mut celdas = vec![Celda::from(fila.nombre)];
        if control.antes.is_some() {
            celdas.push(fila.antes.into());
        }
        celdas.push(fila.puntaje.into());
        if control.antes.is_some() {
            celdas.push(fila.diferencia.into());
        }
        celdas
    };
    let before = control.antes.map(|r| r.fuente.value.as_str());
    let fuentes = distinct([Some(d.m.resultados.fuente.value.as_str()), before]);
    Some(Cuadro {
        nombre: "control_interno".into(),
        titulo: format!("Control interno y componentes del MECI, vigencia {vigencia}"),
        columnas,
        filas: control.filas.iter().map(row).collect(),
        total: false,
        fuente: source(&fuentes.join("; ")),
        nota: control.antes.map(|_| {
            "En blanco: sin valor, o entre las dos vigencias cambió la medición. Diferencia: cálculo propio.".into()
        }),
    })
}
