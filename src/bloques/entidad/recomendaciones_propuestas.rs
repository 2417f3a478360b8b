//! What the data gives reason to recommend, drafted for the author to edit.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, Rasgo, uno};
use crate::bloques::necesidad::Necesidad;
use crate::bloques::opciones::{ClaseOpcion, Opcion, Opciones};
use crate::hechos::hallazgos::propuestas;
use crate::model::{Contenido, contenidos};

use super::{DeEntidad, SILENT, actividades, conclusiones};

pub const BLOQUE: Bloque = Bloque::de_entidad(
    "recomendaciones_propuestas",
    "un borrador de las recomendaciones que los datos sustentan, con responsable, fecha y política donde los hay; nada si el documento trae las suyas",
    |d, uso| uno(Some(values(d, uso.opciones))),
)
.que_necesita(&[Necesidad::Resultados])
.con_opciones(&[Opcion {
    palabra: "cuantas",
    clase: ClaseOpcion::Cuantas,
    dice: "cuántas se dicen, las primeras; si faltan, se dice de cuántas",
}])
.con_rasgo(Rasgo::SinIndices)
.con_vara();

fn values(d: &DeEntidad<'_>, options: &Opciones) -> Value {
    if contenidos(&d.m.informe.secciones).iter().any(|c| matches!(c, Contenido::Recomendaciones(_))) {
        return json!({ SILENT: true });
    }
    let mut propuestas = propuestas(&d.evidencia(), d.hallazgos(), d.m.recomendaciones);
    let all = propuestas.len();
    propuestas.truncate(options.cuantas("cuantas").unwrap_or(all));
    json!({
        "propuestas": propuestas,
        "de_propuestas": all,
        "claves": conclusiones::keys(d),
        "en_tabla": d.calls(&actividades::BLOQUE),
        "borrador": false,
    })
}
