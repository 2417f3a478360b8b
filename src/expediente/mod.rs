//! What is known of a subject, by type of data file.
//!
//! Each type of file that the folder of an entity or of a body may hold is one file of this room: what
//! it is called, its schema and its reader.  [`TIPOS`] is the list of them; whoever has to do with data
//! files (reading, strays, schemas, rules, imports) asks it.

mod claves;
mod conjunto;
mod dato;
mod mediciones;
mod memoria;
mod nombre;
mod pedido;
mod plan;
mod recomendaciones;
mod resultados;
mod sesion;
mod vara;

pub use claves::Claves;
pub use conjunto::{Conjunto, Expediente};
pub use dato::{Dato, Dueno, Leible, Nombre, TipoDato, Toma};
pub use mediciones::{Medicion, Mediciones};
pub use memoria::Memoria;
pub use nombre::{meant, name, names, parts, path, stem, strictly_meant, tipo_at, tipo_of};
pub use pedido::{Causa, Pedido, Rol, wanted};
pub use vara::{SinContar, Vara};

use crate::model::{Plan, Recomendaciones, Resultados, SesionCelebrada};

/// The types of data files, in the order in which messages name them.
#[rustfmt::skip]
pub const TIPOS: &[TipoDato] = &[
    TipoDato::of::<Resultados>(),
    TipoDato::of::<Plan>(),
    TipoDato::of::<Recomendaciones>(),
    TipoDato::of::<Mediciones>(),
    TipoDato::of::<SesionCelebrada>(),
];

/// The types of data files of an entity.
pub fn of_entity() -> impl Iterator<Item = &'static TipoDato> {
    TIPOS.iter().filter(|tipo| tipo.dueno == Dueno::Entidad)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_the_types_apart() {
        for tipo in of_entity() {
            let name = format!("{}-2024", tipo.palabra);
            assert_eq!(tipo_of(&name).map(|t| t.palabra), Some(tipo.palabra));
            assert_eq!(strictly_meant(&name), Some(name.clone()));
            assert_eq!(strictly_meant(&name.to_uppercase().replace('-', "_")), Some(name));
            for called in tipo.sinonimos {
                assert_eq!(strictly_meant(&format!("{called} 2024")), Some(format!("{}-2024", tipo.palabra)));
            }
        }
        assert_eq!(tipo_of("planes-2024").map(|t| t.palabra), None);
        assert_eq!(strictly_meant("plan de mejora 2024"), None);
        // The records of a file are known by where they stand.
        let plan = Claves::of(&TIPOS[1]);
        assert!(plan.contains("actividades[].avance") && plan.contains("sin_recurso.por_politica[].politica"));
        assert!(!plan.contains("avance") && !plan.contains("actividades[].puntaje"));
        assert!(plan.position("", "termina") < plan.position("", "actividades"));
    }
}
