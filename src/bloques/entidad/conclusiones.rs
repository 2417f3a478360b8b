//! What the report concludes, drafted from the data for the author to edit.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, uno};
use crate::bloques::necesidad::Necesidad;
use crate::hechos::hallazgos::conclusiones;
use crate::locale::fold;
use crate::model::{Contenido, Seccion, contenidos};

use super::{DeEntidad, SILENT};

pub const BLOQUE: Bloque = Bloque::de_entidad(
    "conclusiones",
    "un borrador de las conclusiones: el resultado, el puesto, las políticas y el plan, en frases; nada si el documento trae las suyas",
    |d, _| uno(Some(values(d))),
)
.que_necesita(&[Necesidad::Resultados])
.con_vara();

fn values(d: &DeEntidad<'_>) -> Value {
    let said = conclusiones(&d.evidencia(), d.hallazgos());
    if d.m.informe.secciones.iter().any(has_own) || (said.resultado.is_none() && said.plan.is_none()) {
        return json!({ SILENT: true });
    }
    json!({
        "conclusiones": said,
        "ambito": d.m.proyecto.ambito,
        "similar": d.m.proyecto.umbrales.similar,
        "claves": keys(d),
        "borrador": false,
    })
}

/// Whether the author has written conclusions in this section or below it.
fn has_own(seccion: &Seccion) -> bool {
    let all = contenidos(std::slice::from_ref(seccion));
    let written = all.iter().any(|c| matches!(c, Contenido::Texto(_)));
    (fold(&seccion.titulo).starts_with("conclusi") && written) || seccion.secciones.iter().any(has_own)
}

/// The policies that figures of a text may name, by their names: the key of each.
pub(super) fn keys(d: &DeEntidad<'_>) -> Value {
    d.ranking
        .iter()
        .map(|p| (d.name(p.politica).to_owned(), json!(d.key(p.politica))))
        .collect::<serde_json::Map<_, _>>()
        .into()
}
