//! Settings of a project, `data/proyecto.yaml`.

use crate::data::Node;
use crate::diagnostic::Diagnostics;
use crate::locale::{Numeros, Separador};

use super::shape::{FromNode, choice, record};

choice! {
    /// Sign between units and decimals.
    enum SeparadorDecimal ("un separador decimal") {
        Coma = "coma",
        Punto = "punto",
    }
}

choice! {
    /// Paper of the printed documents.
    pub enum Papel ("un tamaño de papel") {
        Carta = "carta",
        Oficio = "oficio",
        A4 = "a4",
    }
}

record! {
    struct ArchivoProyecto ("la configuración del proyecto") {
        nombre: Option<String>,
        separador_decimal: Option<SeparadorDecimal>,
        decimales: Option<u32>,
        papel: Option<Papel>,
        extremos: Option<u32>,
    }
}

/// Settings with their defaults.
#[derive(Debug, Clone)]
pub struct Proyecto {
    pub nombre: String,
    pub numeros: Numeros,
    pub papel: Papel,
    /// How many policies count as strongest and as weakest.
    pub extremos: usize,
}

impl Default for Proyecto {
    fn default() -> Self {
        Self { nombre: String::new(), numeros: Numeros::default(), papel: Papel::Carta, extremos: 3 }
    }
}

impl Proyecto {
    pub fn build(node: Option<&Node>, diagnostics: &mut Diagnostics) -> Self {
        let default = Self::default();
        let Some(file) = node.and_then(|node| ArchivoProyecto::from_node(node, diagnostics)) else {
            return default;
        };
        Self {
            nombre: file.nombre.unwrap_or(default.nombre),
            numeros: Numeros {
                separador: match file.separador_decimal {
                    Some(SeparadorDecimal::Punto) => Separador::Punto,
                    Some(SeparadorDecimal::Coma) | None => Separador::Coma,
                },
                decimales: file.decimales.map_or(default.numeros.decimales, |d| d.min(6) as usize),
            },
            papel: file.papel.unwrap_or(default.papel),
            extremos: file.extremos.map_or(default.extremos, |n| n.max(1) as usize),
        }
    }
}
