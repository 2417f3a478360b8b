//! From raw trees to the typed, valid domain.  Never touches the disk.

mod catalogo;
mod documento;
mod glifos;
mod plan;
mod proyecto;
mod resultados;
pub mod shape;

pub use catalogo::{AlcanceMedicion, Catalogo, Coincidencia, Dimension, Entidad, Medicion, Norma, Politica, unknown};
pub use documento::{
    ActividadTrabajo, Bloque, CampoControl, Componente, Firma, Funcion, GrupoFunciones, Informe, Narracion, Pendiente,
    PlanTrabajo, Seccion, Tipo,
};
pub use glifos::{Cobertura, check as check_glyphs};
pub use plan::{Actividad, Avance, Conteo, Efectividad, Estado, Plan, SinRecurso};
pub use proyecto::{Papel, Proyecto};
pub use resultados::{GrupoPar, PuntajeSubindice, ResultadoPolitica, Resultados};
