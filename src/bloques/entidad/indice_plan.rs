//! Each measured policy beside what the plan gives it.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, Rasgo, uno};
use crate::bloques::necesidad::Necesidad;
use crate::cuadro::{Celda, Clase, Columna, Cuadro};
use crate::hechos::plan::{self, Cruce, Respuesta};

use crate::bloques::source;

use super::{DeEntidad, distinct};

pub const BLOQUE: Bloque =
    Bloque::de_entidad("indice_plan", "cada política medida frente a las actividades que le da el plan", |d, _| {
        uno(values(d))
    })
    .que_necesita(&[Necesidad::Plan, Necesidad::Politicas])
    .con_rasgo(Rasgo::Compara);

fn values(d: &DeEntidad<'_>) -> Option<Value> {
    let (plan, carga) = (d.m.plan?, d.carga.as_ref()?);
    if d.cruces.is_empty() {
        return None;
    }
    let row = |c: &Cruce| {
        json!({
            "nombre": d.name(c.puesto.politica),
            "puntaje": c.puesto.puntaje,
            "brecha": c.puesto.brecha,
            "bajo_idi": c.bajo_idi,
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
    let filas: Vec<_> = d.cruces.iter().map(row).collect();
    let low = |wanted: Respuesta| d.cruces.iter().filter(|c| c.bajo_idi == Some(true) && c.respuesta == wanted).count();
    let no_medidas: Vec<_> = plan::not_measured(d.m.resultados, carga).into_iter().map(|p| d.name(p)).collect();
    Some(json!({
        "nombre": plan.nombre,
        "fuente": d.m.resultados.fuente.value,
        "fuentes": distinct([Some(d.m.resultados.fuente.value.as_str()), Some(plan.fuente.as_str()), plan.sin_recurso.as_ref().map(|s| s.fuente.as_str())]),
        "idi": d.m.resultados.idi.as_ref().map(|v| v.value),
        "con_recursos": carga.sin_recurso.is_some(),
        "por_diferencia": plan.actividades.is_empty(),
        "filas": filas,
        "bajas": d.cruces.iter().filter(|c| c.bajo_idi == Some(true)).count(),
        "bajas_sin_recurso": low(Respuesta::SinRecurso),
        "bajas_sin_actividades": low(Respuesta::SinActividades),
        "sin_actividades": d.cruces.iter().filter(|c| c.respuesta == Respuesta::SinActividades).count(),
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
            c.bajo_idi.map(|low| if low { "sí" } else { "no" }).into(),
            c.actividades.into(),
            c.sin_recurso.filter(|_| c.actividades > 0).into(),
            respuesta.into(),
        ]
    };
    Some(Cuadro {
        nombre: "indice_plan".into(),
        titulo: format!("Índice de cada política y actividades que le da {}", plan.nombre),
        columnas: vec![
            Columna::new("politica", "Política", Clase::Texto, None),
            Columna::new("indice", "Índice", Clase::Puntos, None),
            Columna::new("bajo_idi", "Por debajo del IDI", Clase::Texto, None),
            Columna::new("actividades", "Actividades", Clase::Entero, None),
            Columna::new("sin_recurso", "Sin recurso asignado", Clase::Entero, None),
            Columna::new("lectura", "Lectura", Clase::Texto, None),
        ],
        filas: d.cruces.iter().map(row).collect(),
        total: false,
        fuente: source(&format!("{}; {}", d.m.resultados.fuente.value, plan.fuente)),
        nota: Some("De menor a mayor índice. En blanco: no aplica, porque no hay actividades, o no hay dato.".into()),
    })
}
