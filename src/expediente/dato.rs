//! What a type of data file is, and a file of it that was read.

use std::any::Any;
use std::fmt;
use std::sync::Arc;

use serde_json::Value as Json;

use crate::data::Node;
use crate::diagnostic::Diagnostics;
use crate::model::Catalogo;
use crate::model::shape::{Definitions, Located};

/// How a document names the files of a type that it is made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nombre {
    /// By a vigencia, which the file says too: `resultados-2024`.
    Vigencia,
    /// In full, under a key of its header: `plan: plan-2025`.
    Clave {
        clave: &'static str,
        /// With its article: `el plan`.
        que: &'static str,
    },
}

/// Whose folder holds the files of a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dueno {
    /// That of an entity, under `data/entidades/`.
    Entidad,
    /// That of a body, beside its work plan: any other folder of documents.
    Organo,
}

impl Dueno {
    /// Whether the file at `path` in `data/` lies in such a folder.
    pub fn holds(self, path: &str) -> bool {
        match self {
            Self::Entidad => path.starts_with("entidades/"),
            Self::Organo => path.contains('/') && !["entidades/", "catalogo/"].iter().any(|of| path.starts_with(of)),
        }
    }
}

/// When a report on one entity is made from the files of a type; one on many takes what there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Toma {
    /// Always: where the document names one that is not there, it is not made.
    Siempre,
    /// Where one of its contents needs it; without it, that content says so.
    SiSePide,
}

/// What the files of a type are read into.
pub trait Leible: Any + Send + Sync + Sized {
    /// What their names begin with, before a hyphen; the name of their schema too.
    const PALABRA: &'static str;
    const DUENO: Dueno = Dueno::Entidad;
    const NOMBRE: Nombre = Nombre::Vigencia;
    const TOMA: Toma = Toma::SiSePide;
    /// Whether a document that compares with another vigencia takes the file of that one too.
    const COMPARA: bool = false;
    /// What people call such files besides.
    const SINONIMOS: &'static [&'static str] = &[];
    /// What `seguimiento importar` calls them, where it can write them.
    const SE_IMPORTA: Option<&'static str> = None;

    /// The schema of a file.
    fn schema(definitions: &mut Definitions) -> Json;

    /// Reads a file as far as it can be read; `None` where that is nothing.
    fn read(node: &Node, catalogo: &Catalogo, found: &mut Diagnostics) -> Option<Self>;

    /// The vigencia that the file says to be of.
    fn vigencia(&self) -> Option<&Located<u32>> {
        None
    }

    /// Whether the file says that its data is not official.
    fn ejemplo(&self) -> bool;

    /// Whether every line could be read: where not, no conclusion is drawn from what is left.
    fn completo(&self) -> bool {
        true
    }
}

/// A type of data file.
#[derive(Debug)]
pub struct TipoDato {
    pub palabra: &'static str,
    pub dueno: Dueno,
    pub nombre: Nombre,
    pub toma: Toma,
    pub compara: bool,
    pub sinonimos: &'static [&'static str],
    pub se_importa: Option<&'static str>,
    pub schema: fn(&mut Definitions) -> Json,
    pub read: fn(&Node, &Catalogo, &mut Diagnostics) -> Option<Dato>,
}

impl TipoDato {
    /// The type of what is read into `T`.
    pub const fn of<T: Leible>() -> Self {
        Self {
            palabra: T::PALABRA,
            dueno: T::DUENO,
            nombre: T::NOMBRE,
            toma: T::TOMA,
            compara: T::COMPARA,
            sinonimos: T::SINONIMOS,
            se_importa: T::SE_IMPORTA,
            schema: T::schema,
            read: |node, catalogo, found| T::read(node, catalogo, found).map(Dato::new),
        }
    }
}

/// A data file that was read, of whatever type.
#[derive(Clone)]
pub struct Dato {
    pub palabra: &'static str,
    pub vigencia: Option<Located<u32>>,
    pub ejemplo: bool,
    pub completo: bool,
    leido: Arc<dyn Any + Send + Sync>,
}

impl Dato {
    fn new<T: Leible>(leido: T) -> Self {
        Self {
            palabra: T::PALABRA,
            vigencia: leido.vigencia().cloned(),
            ejemplo: leido.ejemplo(),
            completo: leido.completo(),
            leido: Arc::new(leido),
        }
    }

    /// What was read, where it is of this type.
    pub fn get<T: Leible>(&self) -> Option<Arc<T>> {
        Arc::clone(&self.leido).downcast().ok()
    }
}

impl fmt::Debug for Dato {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dato").field("palabra", &self.palabra).finish_non_exhaustive()
    }
}
