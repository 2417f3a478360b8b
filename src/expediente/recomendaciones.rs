//! `recomendaciones-2024`: what Función Pública recommends the entity after a measurement.

use serde_json::Value as Json;

use crate::data::Node;
use crate::diagnostic::Diagnostics;
use crate::model::shape::{Definitions, Located};
use crate::model::{Catalogo, Recomendaciones};

use super::dato::Leible;

impl Leible for Recomendaciones {
    const PALABRA: &'static str = "recomendaciones";
    const SE_IMPORTA: Option<&'static str> = Some("recomendaciones");

    fn schema(definitions: &mut Definitions) -> Json {
        Self::schema(definitions)
    }

    fn read(node: &Node, catalogo: &Catalogo, found: &mut Diagnostics) -> Option<Self> {
        Self::build(node, catalogo, found)
    }

    fn vigencia(&self) -> Option<&Located<u32>> {
        Some(&self.vigencia)
    }

    fn ejemplo(&self) -> bool {
        self.ejemplo
    }
}
