//! From raw trees to the typed, valid domain.  Never touches the disk.

mod cabecera;
mod catalogo;
mod conjunto;
mod documento;
mod fuente;
mod glifos;
mod identificador;
mod medida;
mod nombres;
mod norma;
mod organo;
mod plan;
mod procedencia;
mod proyecto;
mod puntaje;
mod recomendaciones;
mod repetidos;
mod resultados;
mod secciones;
mod seleccion;
mod sesion;
pub mod shape;
mod tipo;
mod umbrales;

pub use cabecera::{Cabecera, CampoControl, Firma, Forma, Tipo};
pub use catalogo::{
    AlcanceMedicion, Catalogo, Dimension, Entidad, Lider, Medicion, Politica, Sector, TipoEntidad, code_number, unknown,
};
pub use conjunto::{
    Compromiso, Consolidado, Decision, FichaPolitica, Presentacion, RecomendacionLider, ResultadosIgpd, ValorIgpd,
};
pub use documento::{ActividadTrabajo, Funcion, GrupoFunciones, Informe, Pendiente, PlanTrabajo, Sesion, unmarked};
pub use fuente::{missing_letter, unreadable};
pub use glifos::{Cobertura, check as check_glyphs, families};
pub use identificador::Identificador;
pub use medida::{check as check_lengths, too_long};
pub use nombres::{Hallada, Mencion, Por, is_capital, is_same_place, is_slip, is_unlike};
pub use norma::{Norma, NumeroNorma};
pub use organo::SeguimientoTrabajo;
pub use plan::{Actividad, Avance, Conteo, Efectividad, Estado, Plan, SinRecurso};
pub use procedencia::Procedencia;
pub use proyecto::{Glifos, Papel, Proyecto};
pub use puntaje::Puntaje;
pub use recomendaciones::{Recomendacion, Recomendaciones};
pub use resultados::{GrupoPar, PuntajeSubindice, ResultadoPolitica, Resultados};
pub use secciones::{BLOQUES, CON_VALOR, Contenido, Llamada, Narracion, Seccion, contenidos, one};
pub use seleccion::{FiltroEntidades, Seleccion};
pub use sesion::{Asistencia, Asistente, Asunto, Modalidad, ReportePunto, Resolucion, SesionCelebrada};
pub use tipo::{TipoDocumento, Tipos, called};
pub use umbrales::Umbrales;

/// Gives the schema of a kind of file.
pub type SchemaOf = fn(&mut shape::Definitions) -> serde_json::Value;

/// A file of the data that there is one of, for all entities and documents.
pub struct Comun {
    /// Its path in `data/`.
    pub ruta: &'static str,
    /// The name of its schema.
    pub palabra: &'static str,
    pub schema: SchemaOf,
}

/// Settings and catalogue.
pub const COMUNES: [Comun; 4] = {
    use shape::FromNode;
    const fn comun(ruta: &'static str, palabra: &'static str, schema: SchemaOf) -> Comun {
        Comun { ruta, palabra, schema }
    }
    [
        comun("proyecto.yaml", "proyecto", proyecto::ArchivoProyecto::schema),
        comun("catalogo/politicas.yaml", "politicas", catalogo::ArchivoPoliticas::schema),
        comun("catalogo/normas.yaml", "normas", catalogo::ArchivoNormas::schema),
        comun("catalogo/entidades.yaml", "entidades", catalogo::ArchivoEntidades::schema),
    ]
};

/// The schema of the files of documents with this form.
pub fn schema_of(base: Tipo) -> SchemaOf {
    use shape::FromNode;
    match base {
        Tipo::InformeSeguimiento => Informe::schema,
        Tipo::PlanTrabajo => PlanTrabajo::schema,
        Tipo::SeguimientoPlanTrabajo => SeguimientoTrabajo::schema,
        Tipo::Consolidado => Consolidado::schema,
        Tipo::Presentacion => Presentacion::schema,
        Tipo::FichaPolitica => FichaPolitica::schema,
    }
}

/// The schema of the file of a kind of document.
pub const TIPO: (&str, SchemaOf) = ("tipo", <tipo::ArchivoTipo as shape::FromNode>::schema);
