//! `mediciones-2024`: what others than FURAG measure of the entity, each on its own scale.

use serde_json::Value as Json;

use crate::data::Node;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::Catalogo;
use crate::model::shape::{Definitions, FromNode, Located, record};

use super::dato::Leible;

record! {
    /// A measurement on a scale of its own.
    pub struct Medicion ("una medición") {
        /// Nombre de la medición, como Índice de Transparencia y Acceso a la Información (ITA)
        nombre: Located<String>,
        /// Valor obtenido, en la escala de la medición
        valor: Located<f64>,
        /// Valor de la medición anterior, en la misma escala
        anterior: Option<Located<f64>>,
        /// Valor más bajo de la escala; si falta, 0
        minimo: Option<f64>,
        /// Valor más alto de la escala, como 100
        maximo: Located<f64>,
        /// Lo que se imprime después de «Fuente:»
        fuente: String,
    }
}

record! {
    /// What others than FURAG measure of an entity in a year.
    pub struct Mediciones ("un archivo de mediciones") {
        /// Año medido: AAAA, el mismo del nombre del archivo, como 2024
        vigencia: Located<u32>,
        /// true si los datos no son oficiales; se imprime en cada página
        ejemplo: Option<bool>,
        /// Las mediciones, en el orden en que se imprimen
        mediciones: Vec<Medicion>,
    }
}

impl Leible for Mediciones {
    const PALABRA: &'static str = "mediciones";

    fn schema(definitions: &mut Definitions) -> Json {
        <Self as FromNode>::schema(definitions)
    }

    fn read(node: &Node, _: &Catalogo, found: &mut Diagnostics) -> Option<Self> {
        let file = Self::from_node(node, found)?;
        for medicion in &file.mediciones {
            on_its_scale(medicion, found);
        }
        Some(file)
    }

    fn vigencia(&self) -> Option<&Located<u32>> {
        Some(&self.vigencia)
    }

    fn ejemplo(&self) -> bool {
        self.ejemplo.unwrap_or(false)
    }
}

/// Tells values that their scale does not have.
fn on_its_scale(medicion: &Medicion, found: &mut Diagnostics) {
    let (minimo, maximo) = (medicion.minimo.unwrap_or(0.0), medicion.maximo.value);
    for value in [Some(&medicion.valor), medicion.anterior.as_ref()].into_iter().flatten() {
        if !(minimo..=maximo).contains(&value.value) {
            let message = format!("{} no está en la escala de la medición, de {minimo} a {maximo}", value.place.text());
            found.push(
                Diagnostic::error("medicion-fuera-de-escala", message)
                    .at(&value.place)
                    .second(&medicion.maximo.place, "el valor más alto de la escala")
                    .remedy("corrija el valor, o «minimo» y «maximo»"),
            );
        }
    }
}
