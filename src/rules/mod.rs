//! Rules of the field: what is well formed and still wrong, or worth a look.
//!
//! Each rule is a small pure function over the model with a code of its own;
//! `docs/reglas.md` says what it looks for, why, and how to mend or silence it.

mod actividades;
mod asunto;
mod cifras;
mod cita;
mod conjunto;
mod conteos;
mod decimales;
mod documento;
mod escrito;
mod informe;
mod letras;
mod marcador;
mod marcas;
mod modelo;
mod palabras;
mod plan;
mod prosa;
mod redaccion;
mod referencias;
mod resultados;
mod sesion;
pub mod silencio;
mod texto;

pub use conjunto::{check as conjunto, compromisos, leaders};
pub use documento::{cabecera, each_narrative};
pub use escrito::check as escrito;
pub use informe::{Revisado, check as informe};
pub use plan::check as plan;
pub use sesion::against as sesiones;
pub use texto::Textos;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::expediente::Dato;
use crate::model::shape::Located;
use crate::model::{Catalogo, Entidad};

/// Runs the rules over a data file of `entidad` (absent where its folder is none of the catalogue's).
pub fn dato(dato: &Dato, entidad: Option<&Entidad>, catalogo: &Catalogo, found: &mut Diagnostics) {
    if let Some(written) = &dato.vigencia {
        vigencia(written, found);
    }
    if let Some(read) = dato.get() {
        resultados::check(&read, entidad, catalogo, found);
    }
    if let Some(read) = dato.get() {
        actividades::check(&read, found);
    }
    if let Some(read) = dato.get() {
        sesion::check(&read, found);
    }
}

/// A vigencia is a year of this century.
fn vigencia(written: &Located<u32>, found: &mut Diagnostics) {
    if !(2000..=2100).contains(&written.value) {
        found.push(
            Diagnostic::error("vigencia-fuera-de-rango", format!("{} no puede ser una vigencia", written.value))
                .at(&written.place)
                .remedy("escriba el año con cuatro cifras, como 2024"),
        );
    }
}
