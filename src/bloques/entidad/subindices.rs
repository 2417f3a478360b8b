//! Where, inside its policies, an entity stands lowest.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, uno};
use crate::bloques::impreso::impreso;
use crate::bloques::necesidad::Necesidad;
use crate::bloques::opciones::{ClaseOpcion, Opcion, Opciones};
use crate::cuadro::{Celda, Clase, Columna, Cuadro};
use crate::hechos::indice::{Subindice, subindices};
use crate::hechos::primeros::{Empate, shown};

use crate::bloques::source;

use super::DeEntidad;

pub const BLOQUE: Bloque = Bloque::de_entidad(
    "subindices",
    "los subíndices más bajos, cada uno con su política; los empates entran completos",
    |d, uso| uno(values(d, uso.opciones)),
)
.que_necesita(&[Necesidad::Subindices])
.con_opciones(&[
    Opcion { palabra: "cuantos", clase: ClaseOpcion::Cuantas, dice: "cuántos se listan; si falta, diez" },
    Opcion { palabra: "politicas", clase: ClaseOpcion::Politicas, dice: "solo los de estas políticas, por su nombre" },
]);

/// How many are listed where nobody says.
const CUANTOS: usize = 10;

fn values(d: &mut DeEntidad<'_>, options: &Opciones) -> Option<Value> {
    let chosen = d.chosen(options);
    let mut all = subindices(d.m.resultados);
    all.retain(|s| chosen.as_ref().is_none_or(|chosen| chosen.contains(&s.politica)));
    let (lowest, highest) = (all.first()?.puntaje, all.last()?.puntaje);
    let most = options.cuantas("cuantos").unwrap_or(CUANTOS);
    let listed = shown(&all, most, Empate::Entra, |a, b| a.puntaje == b.puntaje);
    let policies: std::collections::BTreeSet<_> = all[..listed].iter().map(|s| s.politica).collect();
    let whole = table(d, &all);
    let mut printed = whole.clone();
    printed.filas.truncate(listed);
    if listed < all.len() {
        printed.titulo = format!("Subíndices más bajos, vigencia {}", d.m.resultados.vigencia.value);
    }
    d.hoja.cuadros.push(whole);
    Some(json!({
        "cuadro": impreso(&printed, d.pen.numeros),
        "mostrados": listed,
        "total": all.len(),
        "elegidas": chosen.is_some(),
        "politicas": policies.len(),
        "primera": d.name(all[0].politica),
        "bajo": lowest,
        "alto": highest,
    }))
}

/// The sub-indices with their policies.
fn table(d: &DeEntidad<'_>, all: &[Subindice]) -> Cuadro {
    let m = &d.m;
    let name = |s: &Subindice| {
        let known = m.catalogo.politicas[s.politica].subindices.iter();
        known.into_iter().find(|k| k.codigo.eq_ignore_ascii_case(&s.codigo)).and_then(|k| k.nombre.as_deref())
    };
    let row = |s: &Subindice| {
        vec![
            Celda::from(s.codigo.as_str()),
            name(s).into(),
            d.name(s.politica).into(),
            s.puntaje.into(),
            s.de_politica.into(),
        ]
    };
    Cuadro {
        nombre: "subindices".into(),
        titulo: format!("Subíndices de las políticas, vigencia {}", m.resultados.vigencia.value),
        columnas: vec![
            Columna::new("codigo", "Código", Clase::Texto, 42.0),
            Columna::new("subindice", "Subíndice", Clase::Texto, None),
            Columna::new("politica", "Política", Clase::Texto, None),
            Columna::new("indice", "Índice", Clase::Puntos, 48.0),
            Columna::new("indice_politica", "Índice de la política", Clase::Puntos, 62.0),
        ],
        filas: all.iter().map(row).collect(),
        total: false,
        fuente: source(&m.resultados.fuente.value),
        nota: None,
    }
}
