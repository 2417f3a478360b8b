//! The follow-up report of an entity.

use serde_json::json;

use crate::bloques::entidad::{DeEntidad, Material};
use crate::bloques::{Sujeto, date, object};
use crate::charts::{DrawError, Pen};
use crate::diagnostic::Diagnostics;
use crate::model::{Contenido, Tipo};

use super::vacia::Vacia;
use super::{Meta, Report, authors, call, paper, sections, signatures};

/// Builds the report; a block whose data is missing is left out and told in `found` as an error.
///
/// # Errors
/// [`DrawError`] where a chart cannot be drawn at all.
pub fn build(id: &str, m: Material<'_>, pen: &Pen<'_>, found: &mut Diagnostics) -> Result<Report, DrawError> {
    let mut entidad = DeEntidad::new(m, pen);
    // An entity of a batch may have nothing to say under a heading.
    let in_batch = m.informe.entidades.as_ref();
    let mut vacias = Vec::new();
    let secciones =
        sections(&m.informe.secciones, 1, in_batch.map(|_| &mut vacias), &mut |contenido, nivel| match contenido {
            Contenido::Bloque(called) => {
                call(called, Sujeto::Entidad, nivel, &mut |block, uso| entidad.say(block, uso))
            }
            own => Ok(entidad.hoja.contenido(own, m.catalogo).into_iter().collect()),
        })?;
    if let Some(told) = in_batch.and_then(|chosen| Vacia::finding(&vacias, m.entidad, &chosen.place)) {
        found.push(told);
    }
    let control = entidad.hoja.control(&m.informe.control);
    let titulo = &m.informe.titulo.value;
    let ejemplo = m.informe.ejemplo.unwrap_or(false) || m.expediente.ejemplo();
    let meta = Meta {
        id: id.to_owned(),
        titulo: format!("{titulo}. {}", m.entidad.nombre),
        autores: authors(&m.informe.firmas, &m.entidad.nombre),
        descripcion: titulo.clone(),
        palabras_clave: vec![
            "MIPG".into(),
            "FURAG".into(),
            m.entidad.nombre.clone(),
            format!("vigencia {}", m.resultados.vigencia.value),
        ],
        fecha: m.informe.fecha.value.into(),
        papel: paper(m.proyecto.papel),
        ejemplo,
    };
    let view = object(vec![
        ("titulo", json!(titulo)),
        ("entidad", json!({ "nombre": m.entidad.nombre, "sigla": m.entidad.sigla })),
        ("lugar", json!(m.informe.lugar)),
        ("fecha", date(m.informe.fecha.value)),
        ("corte", date(m.informe.corte.value)),
        ("elaborado", json!(m.informe.elaborado.as_ref().map(|f| date(f.value)))),
        ("publicado", json!(m.informe.publicado.as_ref().map(|f| date(f.value)))),
        ("vigencia", json!(m.resultados.vigencia.value)),
        ("indice", entidad.cover()),
        ("franja", json!(entidad.strip())),
        ("control", control),
        ("forma", json!(m.informe.forma.unwrap_or_default().word())),
        ("firmas", signatures(&m.informe.firmas)),
        ("secciones", secciones),
    ]);
    let cifras = entidad.cifras();
    if m.exporta {
        let tables = entidad.tables();
        entidad.hoja.cuadros.splice(0..0, tables);
    }
    Ok(Report::new(meta, Tipo::InformeSeguimiento, view, cifras, entidad.hoja, found))
}
