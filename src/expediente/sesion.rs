//! `sesion-2026-feb`: what became of a session of a body, beside its work plan.

use serde_json::Value as Json;

use crate::data::Node;
use crate::diagnostic::Diagnostics;
use crate::model::shape::{Definitions, FromNode, Located};
use crate::model::{Catalogo, SesionCelebrada};

use super::dato::{Dueno, Leible, Nombre};

impl Leible for SesionCelebrada {
    const PALABRA: &'static str = "sesion";
    const DUENO: Dueno = Dueno::Organo;
    const NOMBRE: Nombre = Nombre::Clave { clave: "sesion", que: "la sesión" };

    fn schema(definitions: &mut Definitions) -> Json {
        <Self as FromNode>::schema(definitions)
    }

    fn read(node: &Node, _: &Catalogo, found: &mut Diagnostics) -> Option<Self> {
        Self::from_node(node, found)
    }

    fn vigencia(&self) -> Option<&Located<u32>> {
        Some(&self.vigencia)
    }

    fn ejemplo(&self) -> bool {
        self.ejemplo.unwrap_or(false)
    }
}
