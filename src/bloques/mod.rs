//! What documents can say: one file for each block, with its word, what it needs and may be told, and
//! the function that gives the values of its sentences.
//!
//! [`BLOQUES`] is the list of them.  Whoever has to do with blocks (reading, schemas, the guide,
//! documents) asks it.  Numbers come from `hechos` and stay numbers here.

mod bloque;
pub mod conjunto;
pub mod entidad;
mod hoja;
mod impreso;
mod laminas;
mod necesidad;
mod opciones;
pub mod organo;
pub mod politica;
mod registro;
mod resultados;
pub mod sesion;
mod vara;

pub use bloque::{Bloque, Rasgo, Sujeto, Uso};
pub use hoja::Hoja;
pub use laminas::LIENZO;
pub use laminas::decisiones::number as number_slides;
pub use necesidad::Necesidad;
pub use opciones::{ClaseOpcion, MAX_CUANTAS, Opcion, Opciones};
pub use registro::{asks_for, check, compares, find, of, options, schema};
pub use vara::table as comparados;

use serde_json::{Map, Value};

use crate::charts::Pen;
use crate::cuadro::{Celda, Clase, Columna, Cuadro};
use crate::hechos::plan::Estados;
use crate::locale::{Fecha, Numeros};
use crate::model::{Estado, Papel};

/// The blocks, by what they are about and in the order in which guide and messages name them.
#[rustfmt::skip]
pub const BLOQUES: &[Bloque] = &[
    entidad::sintesis::BLOQUE,
    entidad::posicion::BLOQUE,
    entidad::indice::BLOQUE,
    entidad::tabla_politicas::BLOQUE,
    entidad::grafico_politicas::BLOQUE,
    entidad::extremos::BLOQUE,
    entidad::detalle_dimensiones::BLOQUE,
    entidad::subindices::BLOQUE,
    entidad::plan::BLOQUE,
    entidad::estado_plan::BLOQUE,
    entidad::actividades::BLOQUE,
    entidad::sin_recurso::BLOQUE,
    entidad::indice_plan::BLOQUE,
    entidad::recomendaciones_furag::BLOQUE,
    entidad::control_interno::BLOQUE,
    entidad::otras_mediciones::BLOQUE,
    entidad::conclusiones::BLOQUE,
    entidad::recomendaciones_propuestas::BLOQUE,
    conjunto::ficha_tecnica::BLOQUE,
    conjunto::resumen::BLOQUE,
    conjunto::distribucion::BLOQUE,
    conjunto::serie::BLOQUE,
    conjunto::puestos::BLOQUE,
    conjunto::sectores::BLOQUE,
    conjunto::tipos::BLOQUE,
    conjunto::departamentos::BLOQUE,
    conjunto::dimensiones::BLOQUE,
    conjunto::politicas::BLOQUE,
    conjunto::matriz::BLOQUE,
    conjunto::cambio::BLOQUE,
    conjunto::control_interno::BLOQUE,
    conjunto::buenas_practicas::BLOQUE,
    conjunto::recomendaciones_lideres::BLOQUE,
    conjunto::planes::BLOQUE,
    conjunto::peticiones::BLOQUE,
    conjunto::metodo::BLOQUE,
    conjunto::glosario::BLOQUE,
    conjunto::trazabilidad::BLOQUE,
    conjunto::entidades_pendientes::BLOQUE,
    conjunto::valores_dimensiones::BLOQUE,
    conjunto::insumos::BLOQUE,
    laminas::breve::BLOQUE,
    laminas::universo::BLOQUE,
    laminas::distribucion::BLOQUE,
    laminas::puestos::BLOQUE,
    laminas::tipos::BLOQUE,
    laminas::cambio_sectores::BLOQUE,
    laminas::sectores::BLOQUE,
    laminas::cambios::BLOQUE,
    laminas::dimensiones::BLOQUE,
    laminas::mapa::BLOQUE,
    laminas::politicas::BLOQUE,
    laminas::cambio_politicas::BLOQUE,
    laminas::control_interno::BLOQUE,
    laminas::buenas_practicas::BLOQUE,
    laminas::planes::BLOQUE,
    laminas::vencidas::BLOQUE,
    laminas::igpd::BLOQUE,
    laminas::compromisos::BLOQUE,
    laminas::decisiones::BLOQUE,
    laminas::cierre::BLOQUE,
    laminas::metodo::BLOQUE,
    politica::cabeza::BLOQUE,
    politica::bajas::BLOQUE,
    politica::subindices::BLOQUE,
    politica::recomendaciones::BLOQUE,
    politica::furag::BLOQUE,
    politica::planes::BLOQUE,
    politica::cierre::BLOQUE,
    organo::resumen_trabajo::BLOQUE,
    organo::agenda::BLOQUE,
    organo::renglones::BLOQUE,
    organo::por_definir::BLOQUE,
    sesion::resumen::BLOQUE,
    sesion::sin_reporte::BLOQUE,
    sesion::estado::BLOQUE,
    sesion::decisiones::BLOQUE,
    sesion::compromisos::BLOQUE,
    sesion::proxima::BLOQUE,
    sesion::asistencia::BLOQUE,
    sesion::orden::BLOQUE,
    sesion::desarrollo::BLOQUE,
];

/// Width of the text column of an upright page in pt, as the theme leaves it.
fn text_width(papel: Papel, pen: &Pen<'_>) -> f64 {
    papel.size().0 - 2.0 * pen.theme.pagina.margen
}

/// A date for templates: the parts and the long form are chosen there.
pub fn date(fecha: Fecha) -> Value {
    Value::String(fecha.to_string())
}

pub fn object(entries: Vec<(&str, Value)>) -> Value {
    Value::Object(entries.into_iter().map(|(k, v)| (k.to_owned(), v)).collect::<Map<_, _>>())
}

/// Whether the printed shares of the states add up to 100 %.
fn adds_up(estados: Estados, numeros: Numeros) -> bool {
    let total = estados.total().max(1) as f64;
    numeros.suman_cien(estados.rows().map(|(_, n)| n as f64 / total))
}

/// The states of the activities of plans at a cut-off; those that a plan has only
/// when it is over, and unknown progress, where there are any.
fn states_table(titulo: String, estados: Estados, fuente: String) -> Cuadro {
    let total = estados.total();
    let rare = |e: &Option<Estado>| matches!(e, None | Some(Estado::Superada | Estado::NoCumplida));
    let share = |n: usize| (total > 0).then(|| n as f64 / total as f64);
    let row = |(estado, n): &(Option<Estado>, usize)| {
        vec![Celda::from(estado.map_or("sin dato de avance", Estado::word)), (*n).into(), share(*n).into()]
    };
    let shown = |(estado, n): &&(Option<Estado>, usize)| *n > 0 || !rare(estado);
    let mut filas: Vec<_> = estados.rows().iter().filter(shown).map(row).collect();
    filas.push(vec!["Total".into(), total.into(), share(total).into()]);
    Cuadro {
        nombre: "estado_plan".into(),
        titulo,
        columnas: vec![
            Columna::new("estado", "Estado", Clase::Texto, None),
            Columna::new("actividades", "Actividades", Clase::Entero, None),
            Columna::new("proporcion", "Parte del total", Clase::Proporcion, None),
        ],
        filas,
        total: true,
        fuente,
        nota: Some(
            "Estado derivado de las fechas, el avance y el corte. Vencida: el plazo terminó antes del corte. Programada: empieza después del corte."
                .into(),
        ),
    }
}

/// A source as it closes a table.
fn source(text: &str) -> String {
    format!("{}.", text.trim_end_matches('.'))
}
