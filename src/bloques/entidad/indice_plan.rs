//! The policies that are low beside what the plan gives them.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, Rasgo, uno};
use crate::bloques::necesidad::Necesidad;
use crate::cuadro::{Celda, Clase, Columna, Cuadro};
use crate::hechos::hallazgos::Citadas;
use crate::hechos::plan::{self, Cruce, Respuesta, Vara};

use crate::bloques::source;

use super::{DeEntidad, distinct, tabla_politicas};

pub const BLOQUE: Bloque = Bloque::de_entidad(
    "indice_plan",
    "las políticas más bajas frente a las actividades que les da el plan",
    |d, _| uno(values(d)),
)
.que_necesita(&[Necesidad::Plan, Necesidad::Politicas])
.con_rasgo(Rasgo::Compara);

/// How many policies without activities the sentence names.
const NOMBRADAS: usize = 3;

fn values(d: &DeEntidad<'_>) -> Option<Value> {
    let (plan, carga) = (d.m.plan?, d.carga.as_ref()?);
    if d.cruces.is_empty() {
        return None;
    }
    let row = |c: &Cruce| {
        json!({
            "nombre": d.name(c.puesto.politica),
            "puntaje": c.puesto.puntaje,
            "mediana": match c.vara {
                Some(Vara::Mediana(value)) => Some(value),
                _ => None,
            },
            "diferencia": c.sobre_mediana(),
            "actividades": c.actividades,
            "sin_recurso": c.sin_recurso,
            "respuesta": match c.respuesta {
                Respuesta::SinActividades => "sin_actividades",
                Respuesta::SinRecurso => "sin_recurso",
                Respuesta::RecursoParcial => "recurso_parcial",
                Respuesta::ConRecurso => "con_recurso",
                Respuesta::RecursoSinDato => "recurso_sin_dato",
            },
        })
    };
    // Without anything to hold them against, all are looked at.
    let vara = d.cruces.iter().find_map(|c| c.vara);
    let low = |c: &Cruce| vara.is_none() || c.baja() == Some(true);
    let empty = |c: &Cruce| c.respuesta == Respuesta::SinActividades;
    let named = |wanted: &dyn Fn(&Cruce) -> bool| -> Vec<Value> {
        let chosen = d.cruces.iter().filter(|c| wanted(c));
        chosen.map(|c| json!({ "nombre": d.name(c.puesto.politica), "puntaje": c.puesto.puntaje })).collect()
    };
    // The farthest below the median first; where there is none, the lowest.
    let mut order: Vec<_> = d.cruces.iter().filter(|c| low(c)).collect();
    order.sort_by(|a, b| a.by_depth(b));
    let bare: Vec<_> = order.iter().filter(|c| empty(c)).map(|c| d.evidencia().cite(&c.puesto)).collect();
    let sin_actividades = Citadas::of(bare, NOMBRADAS);
    // What the sentence says whole needs no table.
    let said = sin_actividades.nombradas.len() == sin_actividades.total;
    // Those that nothing is done for come first.
    let bajas = order.len();
    let (bare, with): (Vec<_>, Vec<_>) = order.into_iter().filter(|c| !(said && empty(c))).partition(|c| empty(c));
    let filas: Vec<_> = bare.into_iter().chain(with).map(row).collect();
    let unresourced = d.cruces.iter().filter(|c| low(c) && c.respuesta == Respuesta::SinRecurso).count();
    let no_medidas: Vec<_> = plan::not_measured(d.m.resultados, carga).into_iter().map(|p| d.name(p)).collect();
    Some(json!({
        "nombre": plan.nombre,
        "fuente": d.m.resultados.fuente.value,
        "fuentes": distinct([Some(d.m.resultados.fuente.value.as_str()), Some(plan.fuente.as_str()), plan.sin_recurso.as_ref().map(|s| s.fuente.as_str())]),
        "idi": d.m.resultados.idi.as_ref().map(|v| v.value),
        "con_recursos": carga.sin_recurso.is_some(),
        "por_diferencia": plan.actividades.is_empty(),
        "en_tabla": tabla_politicas::with_plan(d),
        "filas": filas,
        "vara": vara.map(Vara::word),
        "ambito": d.m.proyecto.ambito,
        "medidas": d.cruces.len(),
        "bajas": bajas,
        "bajas_sin_recurso": unresourced,
        "sin_actividades": sin_actividades,
        "otras": named(&|c| !low(c) && !empty(c)),
        "no_medidas": no_medidas,
    }))
}

/// Each measured policy and what the plan gives to it.
pub(super) fn table(d: &DeEntidad<'_>) -> Option<Cuadro> {
    let plan = d.m.plan.filter(|_| !d.cruces.is_empty())?;
    let row = |c: &Cruce| {
        let respuesta = match c.respuesta {
            Respuesta::SinActividades => "sin actividades",
            Respuesta::SinRecurso => "sin recurso",
            Respuesta::RecursoParcial => "recurso para una parte",
            Respuesta::ConRecurso => "con recurso",
            Respuesta::RecursoSinDato => "recurso sin dato",
        };
        vec![
            Celda::from(d.name(c.puesto.politica)),
            c.puesto.puntaje.into(),
            c.baja().map(|low| if low { "sí" } else { "no" }).into(),
            match c.vara {
                Some(Vara::Mediana(value)) => value.into(),
                _ => Celda::Blanco,
            },
            c.actividades.into(),
            c.sin_recurso.filter(|_| c.actividades > 0).into(),
            respuesta.into(),
        ]
    };
    let baja = match d.cruces.iter().find_map(|c| c.vara) {
        Some(Vara::Mediana(_)) => "Por debajo de la mediana de las entidades",
        _ => "Por debajo del IDI",
    };
    Some(Cuadro {
        nombre: "indice_plan".into(),
        titulo: format!("Índice de cada política y actividades que le da {}", plan.nombre),
        columnas: vec![
            Columna::new("politica", "Política", Clase::Texto, None),
            Columna::new("indice", "Índice", Clase::Puntos, None),
            Columna::new("baja", baja, Clase::Texto, None),
            Columna::new("mediana", "Mediana de las entidades", Clase::Puntos, None),
            Columna::new("actividades", "Actividades", Clase::Entero, None),
            Columna::new("sin_recurso", "Sin recurso asignado", Clase::Entero, None),
            Columna::new("lectura", "Lectura", Clase::Texto, None),
        ],
        filas: d.cruces.iter().map(row).collect(),
        total: false,
        fuente: source(&format!("{}; {}", d.m.resultados.fuente.value, plan.fuente)),
        nota: Some(format!(
            "De menor a mayor índice. A {} puntos o menos, un índice es similar a la mediana. En blanco: no aplica, porque no hay actividades, o no hay dato.",
            d.pen.numeros.con_decimales(d.m.proyecto.umbrales.similar, 0),
        )),
    })
}
