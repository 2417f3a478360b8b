//! Recommendations that Función Pública gives an entity after a measurement.

use crate::data::Node;
use crate::diagnostic::Diagnostics;

use super::catalogo::Catalogo;
use super::procedencia::Procedencia;
use super::shape::{Definitions, FromNode, Located, record};

record! {
    pub(super) struct RecomendacionEscrita ("una recomendación") {
        /// Nombre de la política, como Gestión Documental
        politica: Located<String>,
        /// Texto de la recomendación
        recomendacion: String,
        /// Política relacionada, como la escribe la fuente: POL16 Gestión Documental
        relacionada: Option<String>,
    }
}

record! {
    struct ArchivoRecomendaciones ("un archivo de recomendaciones") {
        /// Año medido: AAAA, el mismo del nombre del archivo, como 2024
        vigencia: Located<u32>,
        /// Lo que se imprime después de «Fuente:»; si falta, Función Pública
        fuente: Option<String>,
        /// true si los datos no son oficiales; se imprime en cada página
        ejemplo: Option<bool>,
        /// Archivo del que se importaron los datos
        procedencia: Option<Procedencia>,
        /// Las recomendaciones, en el orden de la fuente
        recomendaciones: Vec<RecomendacionEscrita>,
    }
}

/// A recommendation about a policy.
#[derive(Debug, Clone, PartialEq)]
pub struct Recomendacion {
    /// Position in [`Catalogo::politicas`].
    pub politica: usize,
    pub recomendacion: String,
    pub relacionada: Option<String>,
}

/// The recommendations of an entity for a vigencia.
#[derive(Debug, Clone, PartialEq)]
pub struct Recomendaciones {
    pub vigencia: Located<u32>,
    pub fuente: String,
    pub ejemplo: bool,
    pub procedencia: Option<Procedencia>,
    pub recomendaciones: Vec<Recomendacion>,
}

impl Recomendaciones {
    /// The schema of its files.
    pub fn schema(definitions: &mut Definitions) -> serde_json::Value {
        ArchivoRecomendaciones::schema(definitions)
    }

    /// Reads a file of recommendations; `None` where an error stops it.
    pub fn build(node: &Node, catalogo: &Catalogo, diagnostics: &mut Diagnostics) -> Option<Self> {
        let file = ArchivoRecomendaciones::from_node(node, diagnostics)?;
        let mut found = Diagnostics::default();
        let recomendaciones = file
            .recomendaciones
            .into_iter()
            .filter_map(|r| {
                let politica = catalogo.resolve_politica(&r.politica, &mut found)?;
                Some(Recomendacion { politica, recomendacion: r.recomendacion, relacionada: r.relacionada })
            })
            .collect();
        let broken = found.has_errors();
        diagnostics.extend(found);
        (!broken).then(|| Self {
            vigencia: file.vigencia,
            fuente: file.fuente.unwrap_or_else(|| "Función Pública".to_owned()),
            ejemplo: file.ejemplo.unwrap_or(false),
            procedencia: file.procedencia,
            recomendaciones,
        })
    }
}
