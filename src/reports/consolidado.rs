//! The consolidated report of a group of entities.

use serde_json::json;

use crate::bloques::conjunto::{DeConjunto, Encargo, Marco};
use crate::bloques::{Sujeto, date, object};
use crate::charts::DrawError;
use crate::diagnostic::Diagnostics;
use crate::model::{Consolidado, Contenido, Tipo};

use super::{Meta, Report, authors, call, paper, sections, signatures};

/// Builds the consolidated report; a block whose data is missing is left out and told in `found` as an error.
///
/// # Errors
/// [`DrawError`] where a chart cannot be drawn at all.
pub fn build(id: &str, c: &Consolidado, marco: Marco<'_>, found: &mut Diagnostics) -> Result<Report, DrawError> {
    let plan = c.plan.as_ref().map(|plan| plan.value.as_str());
    let encargo = Encargo {
        recomendaciones_lideres: &c.recomendaciones_lideres,
        ..Encargo::new(&c.organo, &c.ambito, c.corte.value, c.fecha.value, plan)
    };
    let mut set = DeConjunto::new(marco, encargo);
    let secciones = sections(&c.secciones, 1, None, &mut |contenido, nivel| match contenido {
        Contenido::Bloque(called) => call(called, Sujeto::Conjunto, nivel, &mut |block, uso| set.say(block, uso)),
        own => Ok(set.hoja.contenido(own, marco.catalogo).into_iter().collect()),
    })?;
    let control = set.hoja.control(&c.control);
    if marco.exporta {
        set.background();
    }
    let u = marco.universe();
    let meta = Meta {
        id: id.to_owned(),
        titulo: format!("{}. {}", c.titulo.value, c.ambito),
        autores: authors(&c.firmas, &c.organo),
        descripcion: format!("{} de la vigencia {}", c.titulo.value, c.vigencia.value),
        palabras_clave: vec![
            "MIPG".into(),
            "FURAG".into(),
            "consolidado".into(),
            c.ambito.clone(),
            format!("vigencia {}", c.vigencia.value),
        ],
        fecha: c.fecha.value.into(),
        papel: paper(marco.proyecto.papel),
        ejemplo: c.ejemplo.unwrap_or(false) || marco.conjunto.ejemplo(),
    };
    let view = object(vec![
        ("titulo", json!(c.titulo.value)),
        ("organo", json!(c.organo)),
        ("ambito", json!(c.ambito)),
        ("lugar", json!(c.lugar)),
        ("fecha", date(c.fecha.value)),
        ("corte", date(c.corte.value)),
        ("vigencia", json!(c.vigencia.value)),
        ("entidades", json!(u.entidades)),
        ("con_plan", json!(marco.conjunto.con_plan())),
        ("indice", set.cover()),
        ("franja", json!(set.strip())),
        ("control", control),
        ("forma", json!(c.forma.unwrap_or_default().word())),
        ("firmas", signatures(&c.firmas)),
        ("secciones", secciones),
    ]);
    let cifras = marco.cifras(&c.ambito, c.corte.value, c.fecha.value);
    Ok(Report::new(meta, Tipo::Consolidado, view, cifras, set.hoja, found))
}
