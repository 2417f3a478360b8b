//! What others than FURAG measure of the entity, each on its own scale and beside no other.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, Rasgo, uno};
use crate::bloques::impreso::impreso;
use crate::bloques::necesidad::Necesidad;
use crate::cuadro::{Celda, Clase, Columna, Cuadro};
use crate::expediente::{Medicion, Mediciones, name};
use crate::hechos::conjunto::difference;
use crate::locale::Numeros;

use crate::bloques::source;

use super::{DeEntidad, distinct};

pub const BLOQUE: Bloque = Bloque::de_entidad(
    "otras_mediciones",
    "lo que otros miden de la entidad, cada medición con su escala, su fuente y, donde la hay, su variación",
    |d, _| uno(values(d)),
)
.que_necesita(&[Necesidad::Mediciones])
.con_rasgo(Rasgo::SinIndices);

fn values(d: &mut DeEntidad<'_>) -> Option<Value> {
    let vigencia = d.m.resultados.vigencia.value;
    let file = d.m.expediente.get::<Mediciones>(&name::<Mediciones>(vigencia))?;
    let all = &file.mediciones;
    if all.is_empty() {
        return None;
    }
    let table = table(all, vigencia, d.pen.numeros);
    let printed = impreso(&table, d.pen.numeros);
    d.hoja.cuadros.push(table);
    let change = |m: &Medicion| m.anterior.as_ref().map(|before| difference(before.value, m.valor.value));
    let rising = |m: &&Medicion| change(m).is_some_and(|change| change > 0.0);
    let falling = |m: &&Medicion| change(m).is_some_and(|change| change < 0.0);
    Some(json!({
        "cuadro": printed,
        "total": all.len(),
        "comparadas": all.iter().filter(|m| m.anterior.is_some()).count(),
        "suben": all.iter().filter(rising).map(|m| &m.nombre.value).collect::<Vec<_>>(),
        "bajan": all.iter().filter(falling).map(|m| &m.nombre.value).collect::<Vec<_>>(),
    }))
}

fn table(all: &[Medicion], vigencia: u32, numeros: Numeros) -> Cuadro {
    // The ends of a scale are written as short as they are.
    let end = |value: f64| numeros.con_decimales(value, usize::from(value.fract() != 0.0));
    let row = |m: &Medicion| {
        let before = m.anterior.as_ref().map(|before| before.value);
        vec![
            Celda::from(m.nombre.as_str()),
            m.valor.value.into(),
            format!("{} a {}", end(m.minimo.unwrap_or(0.0)), end(m.maximo.value)).into(),
            before.into(),
            before.map(|before| difference(before, m.valor.value)).into(),
            m.fuente.as_str().into(),
        ]
    };
    let with_before = all.iter().any(|m| m.anterior.is_some());
    let sources = distinct(all.iter().map(|m| Some(m.fuente.trim_end_matches('.'))));
    Cuadro {
        nombre: "otras_mediciones".into(),
        titulo: format!("Otras mediciones de la entidad, {vigencia}"),
        columnas: vec![
            Columna::new("medicion", "Medición", Clase::Texto, None),
            Columna::new("valor", "Valor", Clase::Puntos, 52.0),
            Columna::new("escala", "Escala", Clase::Texto, 60.0),
            Columna::new("anterior", "Anterior", Clase::Puntos, 52.0).oculta(!with_before),
            Columna::new("diferencia", "Diferencia", Clase::Diferencia, 60.0).oculta(!with_before),
            Columna::new("fuente", "Fuente", Clase::Texto, 120.0).oculta(true),
        ],
        filas: all.iter().map(row).collect(),
        total: false,
        fuente: source(&sources.join("; ")),
        nota: Some(if with_before {
            "Cada medición tiene su escala y no se compara con las demás ni con el IDI. Diferencia: cálculo propio."
                .into()
        } else {
            "Cada medición tiene su escala y no se compara con las demás ni con el IDI.".into()
        }),
    }
}
