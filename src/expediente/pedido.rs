//! The files that a document asks of each entity it is about.

use crate::diagnostic::Place;
use crate::model::shape::Located;
use crate::model::{Cabecera, Identificador, Resultados};

use super::dato::{Leible, Nombre, TipoDato};
use super::nombre::path;
use super::of_entity;

/// What a file is in the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rol {
    /// Of the vigencia that the document is about.
    Propio,
    /// Of the vigencia that it compares with.
    Comparado,
    /// Named in full.
    Nombrado,
}

/// What makes a document need a file.
#[derive(Debug, Clone)]
pub struct Causa {
    /// With its article: `la vigencia`.
    pub que: &'static str,
    pub escrito: String,
    pub place: Place,
}

/// A file that a document asks for.
#[derive(Debug, Clone)]
pub struct Pedido {
    pub tipo: &'static TipoDato,
    pub rol: Rol,
    /// Its name without ending: `resultados-2024`.
    pub nombre: String,
    pub causa: Causa,
}

impl Pedido {
    /// The path in `data/`, without ending, of the file of this entity.
    pub fn path(&self, slug: &str) -> String {
        path(slug, &self.nombre)
    }

    /// Whether these are the results that the document is about.
    pub fn is_of_results(&self) -> bool {
        self.rol == Rol::Propio && self.tipo.palabra == Resultados::PALABRA
    }
}

/// The files of every type that a document with this header asks of an entity.
pub fn wanted(cabecera: &Cabecera) -> Vec<Pedido> {
    let of_tipo = |tipo: &'static TipoDato| match tipo.nombre {
        Nombre::Vigencia => {
            let of = |rol, vigencia: &Located<u32>| Pedido {
                tipo,
                rol,
                nombre: format!("{}-{}", tipo.palabra, vigencia.value),
                causa: Causa { que: "la vigencia", escrito: vigencia.value.to_string(), place: vigencia.place.clone() },
            };
            let compared = cabecera.comparar_con.as_ref().filter(|_| tipo.compara);
            let own = cabecera.vigencia.as_ref().map(|v| of(Rol::Propio, v));
            own.into_iter().chain(compared.map(|v| of(Rol::Comparado, v))).collect::<Vec<_>>()
        }
        Nombre::Clave { clave, que } => {
            let named = cabecera.named(clave);
            let of = |nombre: &Located<Identificador>| Pedido {
                tipo,
                rol: Rol::Nombrado,
                nombre: String::clone(nombre),
                causa: Causa { que, escrito: String::clone(nombre), place: nombre.place.clone() },
            };
            named.map(of).into_iter().collect()
        }
    };
    of_entity().flat_map(of_tipo).collect()
}
