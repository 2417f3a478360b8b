//! What Función Pública recommends to the entity.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, uno};
use crate::bloques::necesidad::Necesidad;
use crate::bloques::opciones::{ClaseOpcion, Opcion, Opciones};
use crate::cuadro::{Clase, Columna, Cuadro};

use crate::bloques::source;

use super::DeEntidad;

pub const BLOQUE: Bloque = Bloque::de_entidad(
    "recomendaciones_furag",
    "las recomendaciones de la Función Pública, por política",
    |d, uso| uno(values(d, uso.opciones)),
)
.que_necesita(&[Necesidad::Recomendaciones])
.con_opciones(&[Opcion {
    palabra: "politicas",
    clase: ClaseOpcion::Politicas,
    dice: "solo las de estas políticas, por su nombre",
}]);

/// What Función Pública recommends, policy by policy in catalogue order.
fn values(d: &mut DeEntidad<'_>, options: &Opciones) -> Option<Value> {
    let file = d.m.recomendaciones.filter(|r| !r.recomendaciones.is_empty())?;
    let chosen = d.chosen(options);
    let wanted = |politica: usize| chosen.as_ref().is_none_or(|chosen| chosen.contains(&politica));
    let mut politicas = Vec::new();
    for politica in (0..d.m.catalogo.politicas.len()).filter(|p| wanted(*p)) {
        let of_policy = file.recomendaciones.iter().filter(|r| r.politica == politica);
        let textos: Vec<_> = of_policy.map(|r| r.recomendacion.as_str()).collect();
        if !textos.is_empty() {
            let puntaje = d.ranking.iter().find(|p| p.politica == politica).map(|p| p.puntaje);
            politicas.push(json!({ "nombre": d.name(politica), "puntaje": puntaje, "textos": textos }));
        }
    }
    let total = file.recomendaciones.iter().filter(|r| wanted(r.politica)).count();
    (total > 0).then(|| {
        json!({
            "fuente": file.fuente, "total": total, "politicas": politicas,
            "elegidas_de": chosen.as_ref().map(|_| file.recomendaciones.len()),
        })
    })
}

/// What Función Pública recommends, a row for each.
pub(super) fn table(d: &DeEntidad<'_>) -> Option<Cuadro> {
    let file = d.m.recomendaciones.filter(|r| !r.recomendaciones.is_empty())?;
    let mut rows: Vec<_> = file.recomendaciones.iter().collect();
    rows.sort_by_key(|r| r.politica);
    Some(Cuadro {
        nombre: "recomendaciones".into(),
        titulo: format!("Recomendaciones de la Función Pública, vigencia {}", d.m.resultados.vigencia.value),
        columnas: vec![
            Columna::new("politica", "Política", Clase::Texto, None),
            Columna::new("recomendacion", "Recomendación", Clase::Texto, None),
        ],
        filas: rows.iter().map(|r| vec![d.name(r.politica).into(), r.recomendacion.as_str().into()]).collect(),
        total: false,
        fuente: source(&file.fuente),
        nota: None,
    })
}
