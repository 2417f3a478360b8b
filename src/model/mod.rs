//! From raw trees to the typed, valid domain.  Never touches the disk.

mod cabecera;
mod catalogo;
mod componentes;
mod conjunto;
mod documento;
mod fuente;
mod glifos;
mod identificador;
mod medida;
mod nombres;
mod norma;
mod plan;
mod procedencia;
mod proyecto;
mod recomendaciones;
mod repetidos;
mod resultados;
mod secciones;
mod seleccion;
pub mod shape;

pub use cabecera::{Cabecera, CampoControl, Firma, Tipo};
pub use catalogo::{
    AlcanceMedicion, Catalogo, Coincidencia, Dimension, Entidad, Lider, Medicion, Politica, Sector, TipoEntidad,
    code_number, unknown,
};
pub use componentes::{Componente, ComponenteConsolidado, Necesidad};
pub use conjunto::{
    Conjunto, Consolidado, FichaPolitica, Miembro, Presentacion, RecomendacionLider, ResultadosIgpd, ValorIgpd,
};
pub use documento::{ActividadTrabajo, Funcion, GrupoFunciones, Informe, Pendiente, PlanTrabajo};
pub use fuente::{missing_letter, unreadable};
pub use glifos::{Cobertura, check as check_glyphs, families};
pub use identificador::Identificador;
pub use medida::{check as check_lengths, too_long};
pub use nombres::{Hallada, Mencion, Por, is_capital, is_slip, is_unlike};
pub use norma::{Norma, NumeroNorma};
pub use plan::{Actividad, Avance, Conteo, Efectividad, Estado, Plan, SinRecurso};
pub use procedencia::Procedencia;
pub use proyecto::{Glifos, Papel, Proyecto};
pub use recomendaciones::{Recomendacion, Recomendaciones};
pub use resultados::{GrupoPar, PuntajeSubindice, ResultadoPolitica, Resultados};
pub use secciones::{Bloque, Narracion, Seccion};
pub use seleccion::{FiltroEntidades, Seleccion};

/// Reads the schema of a kind of file.
type SchemaOf = fn(&mut shape::Definitions) -> serde_json::Value;

/// The kinds of file of a project by the name of their schema.
pub const FILES: [(&str, SchemaOf); 12] = {
    use shape::FromNode;
    [
        ("proyecto", proyecto::ArchivoProyecto::schema),
        ("politicas", catalogo::ArchivoPoliticas::schema),
        ("normas", catalogo::ArchivoNormas::schema),
        ("entidades", catalogo::ArchivoEntidades::schema),
        ("resultados", resultados::ArchivoResultados::schema),
        ("recomendaciones", recomendaciones::ArchivoRecomendaciones::schema),
        ("plan", plan::ArchivoPlan::schema),
        ("informe-seguimiento", Informe::schema),
        ("plan-trabajo", PlanTrabajo::schema),
        ("consolidado", Consolidado::schema),
        ("presentacion", Presentacion::schema),
        ("ficha-politica", FichaPolitica::schema),
    ]
};
