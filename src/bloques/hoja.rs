//! What blocks leave on a document beside their values: narrative texts and charts, which values name
//! by position, tables of numbers, and what was found.

use serde_json::{Value, json};

use crate::charts::{Chart, DrawError};
use crate::cuadro::Cuadro;
use crate::diagnostic::Diagnostics;
use crate::model::{CampoControl, Catalogo, Contenido, Narracion, unknown};

/// Collects what the values of a document name by position.
#[derive(Default)]
pub struct Hoja {
    pub narraciones: Vec<Narracion>,
    pub charts: Vec<Chart>,
    pub cuadros: Vec<Cuadro>,
    pub found: Diagnostics,
}

impl Hoja {
    pub fn narracion(&mut self, text: &Narracion) -> usize {
        self.narraciones.push(text.clone());
        self.narraciones.len() - 1
    }

    /// Keeps a chart that was drawn and gives its value for the sentences.
    ///
    /// # Errors
    /// [`DrawError`] where the chart could not be drawn.
    pub fn chart(&mut self, chart: Result<Chart, DrawError>) -> Result<Value, DrawError> {
        chart.map(|chart| self.figure(chart))
    }

    pub fn figure(&mut self, chart: Chart) -> Value {
        let figure = json!({
            "archivo": format!("/graficos/{}.svg", self.charts.len()),
            "alt": chart.alt,
            "ancho": chart.ancho,
            "desde": chart.desde,
            "redondeo": chart.redondeo,
            "medianas": chart.tabla.has("Mediana"),
            "cuartiles": chart.tabla.has("Cuartil"),
        });
        self.charts.push(chart);
        figure
    }

    /// The content that a document says itself; a norm that the catalogue does not have is told.
    /// `None` for a block.
    pub fn contenido(&mut self, contenido: &Contenido, catalogo: &Catalogo) -> Option<Value> {
        match contenido {
            Contenido::Texto(text) => {
                // What announces something is not left without it.
                let anuncia = text.value.trim_end().ends_with(':');
                Some(json!({ "tipo": "texto", "narracion": self.narracion(text), "anuncia": anuncia }))
            }
            Contenido::Recomendaciones(texts) => {
                let narraciones: Vec<_> = texts.iter().map(|t| self.narracion(t)).collect();
                Some(json!({ "tipo": "recomendaciones", "narraciones": narraciones }))
            }
            Contenido::Normas(ids) => {
                let mut normas = Vec::new();
                for id in ids {
                    match catalogo.norma(id) {
                        Some(n) => normas.push(json!({ "clase": n.clase, "numero": n.numero.as_str(), "anio": n.anio, "titulo": n.titulo, "entidad": n.entidad })),
                        None => self.found.push(unknown("norma-desconocida", "una norma del catálogo", id, catalogo.normas.iter().map(|n| n.id.as_str()))),
                    }
                }
                Some(json!({ "tipo": "normas", "normas": normas }))
            }
            Contenido::Bloque(_) => None,
        }
    }

    pub fn control(&mut self, fields: &[CampoControl]) -> Value {
        fields.iter().map(|f| json!({ "campo": f.campo, "valor": self.narracion(&f.valor) })).collect()
    }
}
