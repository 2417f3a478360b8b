//! Settings of a project, `data/proyecto.yaml`.

use crate::data::Node;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::locale::{Numeros, Separador};

use super::shape::{FromNode, Located, choice, record};
use super::umbrales::{ArchivoUmbrales, Umbrales};

choice! {
    /// Sign between units and decimals.
    pub(super) enum SeparadorDecimal ("un separador decimal") {
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

impl Papel {
    /// Width and height of an upright page in pt; *oficio* is 21,6 × 33 cm.
    pub fn size(self) -> (f64, f64) {
        match self {
            Self::Carta => (612.0, 792.0),
            Self::Oficio => (612.0, 936.0),
            Self::A4 => (595.28, 841.89),
        }
    }
}

choice! {
    /// What happens with a character that the fonts cannot print.
    pub enum Glifos ("una forma de tratar los caracteres sin glifo") {
        /// The document is not made.
        Fallar = "fallar",
        /// A square is printed in its place, with a warning.
        Reemplazar = "reemplazar",
    }
}

record! {
    pub(super) struct ArchivoProyecto ("la configuración del proyecto") {
        /// Nombre del proyecto, como Seguimiento al MIPG; es parte del identificador de cada PDF
        nombre: Option<String>,
        /// Con quiénes se compara una entidad, en plural y sin artículo, como entidades del Distrito Capital; si falta, entidades de este proyecto
        ambito: Option<String>,
        /// Signo decimal de lo impreso: coma (82,3) o punto (82.3); si falta, coma
        separador_decimal: Option<SeparadorDecimal>,
        /// Decimales de los índices y porcentajes impresos, de 0 a 4; si falta, 1
        decimales: Option<Located<u32>>,
        /// Tamaño del papel: carta, oficio (21,6 × 33 cm) o a4; si falta, carta
        papel: Option<Papel>,
        /// Cuántas políticas se citan como más altas y como más bajas, de 1 a 19; si falta, 3
        extremos: Option<Located<u32>>,
        /// Ante un carácter que no se puede imprimir: fallar o reemplazar (sale □); si falta, fallar
        glifos: Option<Glifos>,
        /// Desde qué valores se dice un hallazgo, o va primero
        umbrales: Option<ArchivoUmbrales>,
    }
}

/// Settings with their defaults.
#[derive(Debug, Clone)]
pub struct Proyecto {
    pub nombre: String,
    /// What all entities of the project are called, in plural and without an article.
    pub ambito: String,
    pub numeros: Numeros,
    pub papel: Papel,
    /// How many policies count as strongest and as weakest.
    pub extremos: usize,
    pub glifos: Glifos,
    pub umbrales: Umbrales,
}

impl Default for Proyecto {
    fn default() -> Self {
        Self {
            nombre: String::new(),
            ambito: "entidades de este proyecto".to_owned(),
            numeros: Numeros::default(),
            papel: Papel::Carta,
            extremos: 3,
            glifos: Glifos::Fallar,
            umbrales: Umbrales::default(),
        }
    }
}

/// Indices are published with one decimal; more than this is noise.
const MAX_DECIMALES: u32 = 4;
/// The model has 19 policies: no list of extremes needs more.
const MAX_EXTREMOS: u32 = 19;

/// The setting where it lies in `range`; a finding otherwise.
pub(super) fn within(
    value: Option<Located<u32>>,
    range: std::ops::RangeInclusive<u32>,
    key: &str,
    diagnostics: &mut Diagnostics,
) -> Option<usize> {
    let value = value?;
    if range.contains(&value.value) {
        return Some(value.value as usize);
    }
    diagnostics.push(
        Diagnostic::error(
            "ajuste-fuera-de-rango",
            format!("«{key}» es {} y debe estar entre {} y {}", value.value, range.start(), range.end()),
        )
        .at(&value.place)
        .remedy("corrija el valor o quite la clave"),
    );
    None
}

impl Proyecto {
    pub fn build(node: Option<&Node>, diagnostics: &mut Diagnostics) -> Self {
        let default = Self::default();
        let Some(file) = node.and_then(|node| ArchivoProyecto::from_node(node, diagnostics)) else {
            return default;
        };
        Self {
            nombre: file.nombre.unwrap_or(default.nombre),
            ambito: file.ambito.unwrap_or(default.ambito),
            numeros: Numeros {
                separador: match file.separador_decimal {
                    Some(SeparadorDecimal::Punto) => Separador::Punto,
                    Some(SeparadorDecimal::Coma) | None => Separador::Coma,
                },
                decimales: within(file.decimales, 0..=MAX_DECIMALES, "decimales", diagnostics)
                    .unwrap_or(default.numeros.decimales),
            },
            papel: file.papel.unwrap_or(default.papel),
            extremos: within(file.extremos, 1..=MAX_EXTREMOS, "extremos", diagnostics).unwrap_or(default.extremos),
            glifos: file.glifos.unwrap_or(default.glifos),
            umbrales: Umbrales::build(file.umbrales, diagnostics),
        }
    }
}
