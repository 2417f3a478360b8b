//! The activities of the plan, one by one.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, Rasgo, uno};
use crate::bloques::necesidad::Necesidad;
use crate::bloques::{date, source};
use crate::cuadro::{Celda, Clase, Columna, Cuadro};
use crate::hechos::plan::{Corte, Seguimiento, by_attention, follow, lag};
use crate::model::{Actividad, Estado, Plan};

use super::DeEntidad;

pub const BLOQUE: Bloque =
    Bloque::de_entidad("actividades", "las actividades con responsable, plazo, avance y estado", |d, _| uno(values(d)))
        .que_necesita(&[Necesidad::Actividades])
        .con_rasgo(Rasgo::SinIndices);

fn values(d: &DeEntidad<'_>) -> Option<Value> {
    let plan = d.m.plan.filter(|p| !p.actividades.is_empty())?;
    let corte = d.m.informe.corte.value;
    let order = by_attention(plan, corte.ultimo_dia());
    let row = |s: &Seguimiento<'_>| {
        let a = s.actividad;
        json!({
            "id": a.id,
            "politica": d.name(a.politica),
            "actividad": a.actividad,
            "producto": a.producto,
            "responsable": a.responsable,
            "inicio": a.inicio.as_ref().map(|f| date(f.value)),
            "fin": a.fin.as_ref().map(|f| date(f.value)),
            "avance": a.avance.as_ref().map(|v| v.parte),
            "unidades": a.avance.as_ref().and_then(|v| v.unidades),
            "estado": s.estado.map(Estado::word),
            "dias": s.dias,
            "plazo_corrido": lag(s, corte.ultimo_dia(), d.m.proyecto.umbrales.rezago).map(|part| (part * 100.0).round() / 100.0),
            "recurso": a.recurso.map(|r| if r { "sí" } else { "no" }),
            "evidencia": a.evidencia,
            "efectividad": a.efectividad.map(|e| e.word()),
            "observacion": a.observacion,
            "recomendacion": a.recomendacion,
        })
    };
    let filas: Vec<_> = order.iter().map(row).collect();
    let ahead =
        |s: &&Seguimiento<'_>| matches!(s.estado, Some(Estado::EnProceso | Estado::SinIniciar | Estado::Programada));
    let ends = order.iter().filter(ahead).filter_map(|s| s.actividad.fin.as_ref());
    let next = ends.min_by_key(|fin| fin.ultimo_dia());
    Some(json!({
        "nombre": plan.nombre,
        "fuente": plan.fuente,
        "corte": date(corte),
        "estados": d.estados,
        "filas": filas,
        "rezago": d.m.proyecto.umbrales.rezago * 100.0,
        "proxima": next.map(|fin| date(fin.value)),
        "con_efectividad": plan.actividades.iter().any(|a| a.efectividad.is_some()),
    }))
}

pub(super) fn table(d: &DeEntidad<'_>, plan: &Plan) -> Cuadro {
    let corte = Corte::new(plan, d.m.informe.corte.value.ultimo_dia());
    let row = |a: &Actividad| {
        let s = follow(a, corte);
        let unidades = a.avance.as_ref().and_then(|v| v.unidades);
        vec![
            Celda::from(a.id.as_str()),
            d.name(a.politica).into(),
            a.actividad.as_str().into(),
            a.producto.as_deref().into(),
            a.responsable.join("; ").into(),
            a.inicio.as_ref().map(|f| f.to_string()).into(),
            a.fin.as_ref().map(|f| f.to_string()).into(),
            a.avance.as_ref().map(|v| v.parte).into(),
            unidades.map(|u| u.0).into(),
            unidades.map(|u| u.1).into(),
            s.estado.map(Estado::word).into(),
            s.dias.map(f64::from).into(),
            a.evidencia.as_deref().into(),
            a.efectividad.map(|e| e.word()).into(),
        ]
    };
    Cuadro {
        nombre: "actividades".into(),
        titulo: format!("{}: actividades al {}", plan.nombre, d.m.informe.corte.value.larga()),
        columnas: vec![
            Columna::new("id", "N.º", Clase::Texto, None),
            Columna::new("politica", "Política", Clase::Texto, None),
            Columna::new("actividad", "Actividad", Clase::Texto, None),
            Columna::new("producto", "Producto", Clase::Texto, None),
            Columna::new("responsable", "Responsable", Clase::Texto, None),
            Columna::new("inicio", "Inicio", Clase::Texto, None),
            Columna::new("fin", "Fin", Clase::Texto, None),
            Columna::new("avance", "Avance", Clase::Proporcion, None),
            Columna::new("hecho", "Unidades hechas", Clase::Entero, None),
            Columna::new("programado", "Unidades programadas", Clase::Entero, None),
            Columna::new("estado", "Estado", Clase::Texto, None),
            Columna::new("dias", "Días de atraso al corte", Clase::Entero, None),
            Columna::new("evidencia", "Evidencia", Clase::Texto, None),
            Columna::new("efectividad", "Efectividad", Clase::Texto, None),
        ],
        filas: plan.actividades.iter().map(row).collect(),
        total: false,
        fuente: source(&plan.fuente),
        nota: Some("Estado derivado de las fechas, el avance y el corte. Efectividad: lo que halló control interno, aparte del estado.".into()),
    }
}
