//! What a document says of itself, whatever its kind: the keys that kinds share, each with its type
//! and its description once.
//!
//! `document!` declares a kind: the keys that it takes from here, then its own.  A key is plain where
//! the kind must have it and `: Option` where it may be left out; one that is not named is unknown in
//! its files.  A doc comment says of a key what is particular to the kind.

use crate::locale::Fecha;

use super::identificador::Identificador;
use super::secciones::Narracion;
use super::seleccion::Seleccion;
use super::shape::{Located, choice, record};

choice! {
    /// Kind of document, the value of `tipo`.
    pub enum Tipo ("un tipo de documento") {
        InformeSeguimiento = "informe-seguimiento",
        PlanTrabajo = "plan-trabajo",
        SeguimientoPlanTrabajo = "seguimiento-plan-trabajo",
        Consolidado = "consolidado",
        Presentacion = "presentacion",
        FichaPolitica = "ficha-politica",
    }
}

impl Tipo {
    /// Whether its documents are made of sections, and begin as a report does.
    pub fn has_sections(self) -> bool {
        matches!(self, Self::InformeSeguimiento | Self::Consolidado | Self::SeguimientoPlanTrabajo)
    }
}

choice! {
    /// How a report begins, the value of `forma`.
    #[derive(Default)]
    pub enum Forma ("una forma") {
        /// Compact where it is short.
        #[default]
        Auto = "auto",
        /// With a cover.
        Completa = "completa",
        /// With its title on the first page.
        Compacta = "compacta",
    }
}

record! {
    /// A field of the control box that is printed on every page.
    pub struct CampoControl ("un campo del recuadro de control") {
        /// Rótulo del campo, como Código
        campo: String,
        /// Valor del campo; admite cifras vivas, entre comillas: {{ vigencia }}
        valor: Narracion,
    }
}

record! {
    /// Somebody who drew up, reviewed or approved the document.
    pub struct Firma ("una firma") {
        /// Lo que hizo la persona: Elaboró, Revisó o Aprobó
        rol: String,
        /// Nombre y apellidos de quien firma; queda como autor del PDF
        nombre: Located<String>,
        /// Cargo de quien firma, como Jefe de la Oficina de Planeación
        cargo: Option<String>,
    }
}

/// Declares [`Cabecera`], the descriptions of its keys, and `key!`, which gives the type of one:
/// values, names of data files, and lists.
macro_rules! cabecera {
    (
        una { $($(#[doc = $doc:literal])* $key:ident: $type:ty,)* }
        archivo { $($(#[doc = $file_doc:literal])* $file:ident,)* }
        lista { $($(#[doc = $list_doc:literal])* $list:ident: $item:ty,)* }
    ) => {
        /// What a document says of itself.  What its kind has no key for is empty, as what is left out.
        #[derive(Debug, Clone, Default, PartialEq)]
        pub struct Cabecera {
            $($(#[doc = $doc])* pub $key: Option<$type>,)*
            $($(#[doc = $file_doc])* pub $file: Option<Located<Identificador>>,)*
            $($(#[doc = $list_doc])* pub $list: Vec<$item>,)*
        }

        impl Cabecera {
            /// What a key is, for the schemas; nothing where it is none of these.
            pub(super) fn describe(key: &str) -> &'static str {
                match key {
                    $(stringify!($key) => concat!($($doc,)*),)*
                    $(stringify!($file) => concat!($($file_doc,)*),)*
                    $(stringify!($list) => concat!($($list_doc,)*),)*
                    _ => "",
                }
            }

            /// The data file that is named under `key`.
            pub fn named(&self, key: &str) -> Option<&Located<Identificador>> {
                match key {
                    $(stringify!($file) => self.$file.as_ref(),)*
                    _ => None,
                }
            }
        }

        macro_rules! key {
            $(
                ($key) => { $type };
                ($key Option) => { Option<$type> };
            )*
            $(
                ($file) => { Located<Identificador> };
                ($file Option) => { Option<Located<Identificador>> };
            )*
            $(($list) => { Vec<$item> };)*
        }
    };
}

cabecera! {
    una {
        /// Tipo de documento
        tipo: Tipo,
        /// Título del documento
        titulo: Located<String>,
        /// Comité, comisión u oficina que presenta el documento, con su nombre completo
        organo: String,
        /// Nombre del conjunto, como Distrito Capital o departamento de Boyacá
        ambito: String,
        /// Slug de la entidad en el catálogo, como instituto-ejemplo
        entidad: Located<String>,
        /// Entidades del conjunto: todas, o un filtro
        entidades: Located<Seleccion>,
        /// Ciudad, como Bogotá, D.C., que se imprime en el documento
        lugar: String,
        /// Fecha del documento: AAAA-MM-DD, AAAA-MM o AAAA
        fecha: Located<Fecha>,
        /// Fecha de corte de los planes de mejoramiento: AAAA-MM-DD; si es un mes, vale su último día
        corte: Located<Fecha>,
        /// Fecha de elaboración: AAAA-MM-DD, desde el corte y hasta la fecha de la portada
        elaborado: Located<Fecha>,
        /// Fecha de publicación: AAAA-MM-DD, desde la fecha de la portada
        publicado: Located<Fecha>,
        /// Vigencia medida: AAAA, como 2024
        vigencia: Located<u32>,
        /// Otra vigencia para comparar: AAAA, como 2023
        comparar_con: Located<u32>,
        /// Cómo empieza: completa (con portada), compacta (sin portada ni contenido) o auto (compacta si es breve)
        forma: Forma,
        /// true si los datos no son oficiales; se imprime en cada página
        ejemplo: bool,
    }
    archivo {
        /// Nombre del archivo del plan de cada entidad, sin la terminación, como plan-2025
        plan,
    }
    lista {
        /// Campos del recuadro de cada página; la página n de N se agrega sola
        control: CampoControl,
        /// Quién elaboró, quién revisó y quién aprobó, en ese orden
        firmas: Firma,
    }
}

impl Cabecera {
    /// The dates that are written, each with what it is: those that follow one another, in their order.
    pub fn fechas(&self) -> impl Iterator<Item = (&Located<Fecha>, &'static str)> {
        [
            (&self.corte, "el corte"),
            (&self.elaborado, "la elaboración"),
            (&self.fecha, "la fecha de la portada"),
            (&self.publicado, "la publicación"),
        ]
        .into_iter()
        .filter_map(|(fecha, what)| fecha.as_ref().map(|fecha| (fecha, what)))
    }

    /// A work plan says what is to be done in its vigencia; the other kinds, what was measured of theirs.
    pub fn is_work_plan(&self) -> bool {
        self.tipo == Some(Tipo::PlanTrabajo)
    }
}

/// Declares a kind of document: which keys of [`Cabecera`] its files have, and its own.
macro_rules! document {
    ($(#[$meta:meta])* $vis:vis struct $name:ident ($what:literal) {
        cabecera { $($(#[doc = $said:literal])* $key:ident $(: $optional:ident)?,)* }
        $($(#[doc = $doc:literal])* $field:ident: $type:ty,)*
    }) => {
        $crate::model::shape::record! {
            $(#[$meta])*
            $vis struct $name ($what, $crate::model::cabecera::Cabecera::describe) {
                $($(#[doc = $said])* $key: $crate::model::cabecera::key!($key $($optional)?),)*
                $($(#[doc = $doc])* $field: $type,)*
            }
        }

        impl $name {
            /// What the document says of itself.
            pub fn cabecera(&self) -> $crate::model::Cabecera {
                $crate::model::Cabecera {
                    $($key: self.$key.clone().into(),)*
                    ..$crate::model::Cabecera::default()
                }
            }
        }
    };
}
pub(super) use {document, key};
