//! `plan-2025`: the improvement plan of the entity, under the name that documents give it.

use serde_json::Value as Json;

use crate::data::Node;
use crate::diagnostic::Diagnostics;
use crate::model::shape::Definitions;
use crate::model::{Catalogo, Plan};

use super::dato::{Leible, Nombre, Toma};

impl Leible for Plan {
    const PALABRA: &'static str = "plan";
    const NOMBRE: Nombre = Nombre::Clave { clave: "plan", que: "el plan" };
    const TOMA: Toma = Toma::Siempre;
    const SINONIMOS: &'static [&'static str] = &["planes"];
    const SE_IMPORTA: Option<&'static str> = Some("plan");

    fn schema(definitions: &mut Definitions) -> Json {
        Self::schema(definitions)
    }

    fn read(node: &Node, catalogo: &Catalogo, found: &mut Diagnostics) -> Option<Self> {
        Self::build(node, catalogo, found)
    }

    fn ejemplo(&self) -> bool {
        self.ejemplo
    }

    fn completo(&self) -> bool {
        self.completo
    }
}
