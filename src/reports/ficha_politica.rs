//! One sheet per policy, for the body that leads it.

use serde_json::json;

use crate::bloques::conjunto::{DeConjunto, Encargo, Marco};
use crate::bloques::politica::cuadros;
use crate::bloques::{Sujeto, object};
use crate::charts::DrawError;
use crate::diagnostic::Diagnostics;
use crate::model::{FichaPolitica, Tipo};

use super::{Meta, Report, one_by_one, paper};

/// Builds the sheet of one policy, by its position in the catalogue.
///
/// # Errors
/// [`DrawError`] where a chart cannot be drawn at all.
pub fn build(
    id: &str,
    f: &FichaPolitica,
    politica: usize,
    m: Marco<'_>,
    found: &mut Diagnostics,
) -> Result<Report, DrawError> {
    let plan = f.plan.as_ref().map(|plan| plan.value.as_str());
    let encargo = Encargo {
        recomendaciones_lideres: &f.recomendaciones_lideres,
        politica: Some(politica),
        plazo: f.plazo,
        ..Encargo::new(&f.organo, &f.ambito, f.corte.value, f.fecha.value, plan)
    };
    let mut set = DeConjunto::new(m, encargo);
    let secciones = one_by_one(&f.contenido, Sujeto::Politica, |block, uso| set.say(block, uso))?;
    let control = set.hoja.control(&f.control);
    let nombre = m.policy(politica);
    let meta = Meta {
        id: id.to_owned(),
        titulo: format!("{nombre}. Ficha de política, vigencia {}", m.conjunto.vigencia),
        autores: vec![f.organo.clone()],
        descripcion: format!("Resultados de la política {nombre} en {}, vigencia {}", f.ambito, m.conjunto.vigencia),
        palabras_clave: vec![
            "MIPG".into(),
            "FURAG".into(),
            nombre.to_owned(),
            format!("vigencia {}", m.conjunto.vigencia),
        ],
        fecha: f.fecha.value.into(),
        papel: paper(m.proyecto.papel),
        ejemplo: f.ejemplo.unwrap_or(false) || m.conjunto.ejemplo(),
    };
    let view = object(vec![
        ("nombre", json!(nombre)),
        ("codigo", json!(m.code(politica))),
        ("ambito", json!(f.ambito)),
        ("vigencia", json!(m.conjunto.vigencia)),
        ("control", control),
        ("secciones", secciones),
    ]);
    let cifras = m.cifras(&f.ambito, f.corte.value, f.fecha.value);
    if m.exporta {
        set.hoja.cuadros.extend(cuadros::tables(&set, politica));
    }
    Ok(Report::new(meta, Tipo::FichaPolitica, view, cifras, set.hoja, found))
}
