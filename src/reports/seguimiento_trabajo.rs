//! The follow-up of a work plan at a session of its body, and the minutes of the session.

use std::sync::Arc;

use serde_json::json;

use crate::bloques::sesion::DeSesion;
use crate::bloques::{Sujeto, date, object};
use crate::charts::DrawError;
use crate::diagnostic::Diagnostics;
use crate::model::{Catalogo, Contenido, PlanTrabajo, Proyecto, SeguimientoTrabajo, SesionCelebrada, Tipo};

use super::{Meta, Report, authors, call, paper, sections, signatures};

/// What the follow-up of a work plan is made from.
#[derive(Clone, Copy)]
pub struct MaterialSeguimiento<'a> {
    pub documento: &'a SeguimientoTrabajo,
    pub plan: &'a PlanTrabajo,
    /// In the order of their days; the last is the one that the document is about.
    pub sesiones: &'a [Arc<SesionCelebrada>],
    pub proyecto: &'a Proyecto,
    pub catalogo: &'a Catalogo,
}

/// Builds the follow-up; `None` without a session.
///
/// # Errors
/// [`DrawError`] where a chart cannot be drawn at all.
pub fn build(id: &str, m: MaterialSeguimiento<'_>, found: &mut Diagnostics) -> Result<Option<Report>, DrawError> {
    let d = m.documento;
    let corte = d.corte.as_ref().map(|corte| corte.value);
    let Some(mut sesion) = DeSesion::new(m.plan, &d.organo, m.sesiones, corte) else { return Ok(None) };
    let secciones = sections(&d.secciones, 1, None, &mut |contenido, nivel| match contenido {
        Contenido::Bloque(called) => call(called, Sujeto::Sesion, nivel, &mut |block, _| Ok(sesion.say(block))),
        own => Ok(sesion.hoja.contenido(own, m.catalogo).into_iter().collect()),
    })?;
    let control = sesion.hoja.control(&d.control);
    let (esta, quorum) = (sesion.esta(), sesion.quorum());
    let registro = esta.registro;
    let fecha = d.fecha.as_ref().map_or(registro.fecha.value, |fecha| fecha.value);
    let meta = Meta {
        id: id.to_owned(),
        titulo: format!("{}. {}", d.titulo.value, d.organo),
        autores: authors(&d.firmas, &d.organo),
        descripcion: format!("{}: {}", d.titulo.value, esta.nombre()),
        palabras_clave: vec![
            "MIPG".into(),
            "plan de trabajo".into(),
            esta.nombre().to_owned(),
            format!("vigencia {}", m.plan.vigencia.value),
        ],
        fecha: fecha.into(),
        papel: paper(m.proyecto.papel),
        ejemplo: d.ejemplo.unwrap_or(false) || m.sesiones.iter().any(|s| s.ejemplo.unwrap_or(false)),
    };
    let view = object(vec![
        ("titulo", json!(d.titulo.value)),
        ("organo", json!(d.organo)),
        ("lugar", json!(d.lugar)),
        ("fecha", date(fecha)),
        ("vigencia", json!(m.plan.vigencia.value)),
        ("sesion", json!(esta.nombre())),
        ("acta", json!(registro.acta)),
        ("aprobada", json!(registro.aprobada.as_ref().map(|day| date(day.value)))),
        ("celebrada", date(registro.fecha.value)),
        ("hora", json!(registro.hora)),
        ("sitio", json!(registro.sitio)),
        ("modalidad", json!(registro.modalidad.map(|m| m.word()))),
        ("preside", json!(registro.preside)),
        ("quorum", json!(quorum.hay())),
        ("corte", date(sesion.corte)),
        ("control", control),
        ("forma", json!(d.forma.unwrap_or_default().word())),
        ("firmas", signatures(&d.firmas)),
        ("secciones", secciones),
    ]);
    let cifras = json!({
        "vigencia": m.plan.vigencia.value, "organo": d.organo, "fecha": date(fecha),
        "sesion": esta.nombre(), "corte": date(sesion.corte),
    });
    sesion.hoja.cuadros = sesion.tables();
    Ok(Some(Report::new(meta, Tipo::SeguimientoPlanTrabajo, view, cifras, sesion.hoja, found)))
}
