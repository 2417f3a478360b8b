//! The example district: invented FURAG results of the bodies of Bogotá, as the
//! official workbooks in `tests/libros/`.
//!
//! `DISTRITO=actualizar cargo test distrito` rewrites the workbooks and the data
//! that the importer reads out of them; without it
//! the tests prove that the committed ones are, byte for byte, what this program
//! makes.  [`tabla`] gives the values themselves, so that what is imported from
//! the workbooks can be compared with them.

mod banco;
mod datos_abiertos;
mod importado;
mod libros;
mod modelo;
mod plan;
mod pruebas;
mod recomendaciones;

use std::collections::BTreeMap;
use std::fs;
use std::sync::OnceLock;

use seguimiento::data::parse_text;
use seguimiento::diagnostic::Diagnostics;
use seguimiento::model::Catalogo;

use crate::support::repository;

/// The vigencias of the example.
pub const VIGENCIAS: [u32; 3] = [2022, 2023, 2024];

/// The index of the whole entity, beside `D1`, `POL01` and `I01`.
pub const IDI: &str = "IDI";

/// Values of an entity by code of the index; `None` is a blank cell.
pub type Fila = BTreeMap<String, Option<f64>>;

/// The generated values of a vigencia by slug of the entity; an entity that did
/// not report has no row.
pub fn tabla(vigencia: u32) -> &'static BTreeMap<String, Fila> {
    static TABLAS: OnceLock<BTreeMap<u32, BTreeMap<String, Fila>>> = OnceLock::new();
    let tablas = TABLAS.get_or_init(|| VIGENCIAS.into_iter().map(|v| (v, modelo::tabla(v))).collect());
    tablas.get(&vigencia).unwrap_or_else(|| panic!("the example district has no vigencia {vigencia}"))
}

/// Policies and entities of the repository's own catalogue.
fn catalogo() -> &'static Catalogo {
    static CATALOGO: OnceLock<Catalogo> = OnceLock::new();
    CATALOGO.get_or_init(|| {
        let mut diagnostics = Diagnostics::default();
        let mut read = |path: &str| {
            let text = fs::read_to_string(repository().join("data").join(path)).expect("the catalogue");
            let (file, found) = parse_text(path, &text);
            diagnostics.extend(found);
            file.node
        };
        let (politicas, entidades) = (read("catalogo/politicas.yaml"), read("catalogo/entidades.yaml"));
        let catalogo = Catalogo::build(politicas.as_ref(), None, entidades.as_ref(), &mut diagnostics);
        assert!(!diagnostics.has_errors(), "the catalogue has errors");
        catalogo
    })
}

/// Every file of the example and its bytes.
fn archivos() -> Vec<(String, Vec<u8>)> {
    let mut archivos: Vec<_> =
        VIGENCIAS.into_iter().map(|v| (format!("Resultados_vig{v}_territorio.xlsx"), libros::resultados(v))).collect();
    archivos.push(("furag_datos_abiertos.csv".to_owned(), datos_abiertos::utf8()));
    archivos.push(("furag_datos_abiertos_latin1.csv".to_owned(), datos_abiertos::latin1()));
    archivos.push(("plan_mejoramiento_2025.xlsx".to_owned(), plan::libro()));
    archivos.push(("recomendaciones_2024.xlsx".to_owned(), recomendaciones::libro()));
    archivos
}
