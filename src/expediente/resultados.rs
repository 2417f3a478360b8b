//! `resultados-2024`: what FURAG measured of the entity in a vigencia.

use serde_json::Value as Json;

use crate::data::Node;
use crate::diagnostic::Diagnostics;
use crate::model::shape::{Definitions, Located};
use crate::model::{Catalogo, Resultados};

use super::dato::{Leible, Toma};

impl Leible for Resultados {
    const PALABRA: &'static str = "resultados";
    const TOMA: Toma = Toma::Siempre;
    const COMPARA: bool = true;
    const SINONIMOS: &'static [&'static str] = &["furag", "puntajes"];
    const SE_IMPORTA: Option<&'static str> = Some("furag");

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

    fn completo(&self) -> bool {
        self.completo
    }
}
