//! The work plan of a commission, session by session.

use serde_json::json;

use crate::bloques::organo::DeOrgano;
use crate::bloques::{Sujeto, date, object};
use crate::charts::{DrawError, Pen};
use crate::diagnostic::Diagnostics;
use crate::model::{PlanTrabajo, Proyecto, Tipo};

use super::{Dia, Meta, Report, authors, one_by_one, paper, signatures};

/// Builds the work plan of a body.
///
/// # Errors
/// [`DrawError`] where a chart cannot be drawn at all.
pub fn build(
    id: &str,
    plan: &PlanTrabajo,
    proyecto: &Proyecto,
    pen: &Pen<'_>,
    found: &mut Diagnostics,
) -> Result<Report, DrawError> {
    let mut organo = DeOrgano::new(plan, proyecto, pen);
    let secciones = one_by_one(&plan.contenido, Sujeto::Organo, |block, uso| organo.say(block, uso))?;
    let control = organo.hoja.control(&plan.control);
    let fecha = plan.fecha.as_ref().map(|f| f.value);
    let meta = Meta {
        id: id.to_owned(),
        titulo: format!("{}. {}", plan.titulo.value, plan.organo),
        autores: authors(&plan.firmas, &plan.organo),
        descripcion: format!("Plan de trabajo de la vigencia {}", plan.vigencia.value),
        palabras_clave: vec!["MIPG".into(), "plan de trabajo".into(), format!("vigencia {}", plan.vigencia.value)],
        // A plan without date is dated by the first day of its vigencia.
        fecha: fecha.map_or(Dia { anio: i16::try_from(plan.vigencia.value).unwrap_or(1), mes: 1, dia: 1 }, Dia::from),
        papel: paper(proyecto.papel),
        ejemplo: plan.ejemplo.unwrap_or(false),
    };
    let (resumen, sesiones) = organo.cover();
    let view = object(vec![
        ("titulo", json!(plan.titulo.value)),
        ("organo", json!(plan.organo)),
        ("lugar", json!(plan.lugar)),
        ("fecha", json!(fecha.map(date))),
        ("edicion", json!(plan.edicion)),
        ("adopcion", json!(plan.adopcion.as_ref().map(|day| date(day.value)))),
        ("vigencia", json!(plan.vigencia.value)),
        ("resumen", resumen),
        ("sesiones", json!(sesiones)),
        ("control", control),
        ("firmas", signatures(&plan.firmas)),
        ("numerado", json!(false)),
        ("secciones", secciones),
    ]);
    let cifras = json!({ "vigencia": plan.vigencia.value, "organo": plan.organo, "fecha": fecha.map(date) });
    organo.hoja.cuadros = organo.tables();
    Ok(Report::new(meta, Tipo::PlanTrabajo, view, cifras, organo.hoja, found))
}
