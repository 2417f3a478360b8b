//! What a block is: its word, what it says, needs and may be told, and the function that says it.

use serde_json::Value;

use crate::charts::DrawError;
use crate::diagnostic::Place;
use crate::model::Tipo;

use super::conjunto::DeConjunto;
use super::entidad::DeEntidad;
use super::necesidad::Necesidad;
use super::opciones::{Opcion, Opciones};
use super::organo::DeOrgano;
use super::sesion::DeSesion;

/// What a document is about, and so which blocks it may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sujeto {
    /// An entity.
    Entidad,
    /// A set of entities.
    Conjunto,
    /// A set of entities, shown before a committee slide by slide.
    Comite,
    /// A policy over a set of entities.
    Politica,
    /// A body with a work plan.
    Organo,
    /// A body at a session, with its work plan and what became of it.
    Sesion,
}

impl Sujeto {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Entidad, Self::Conjunto, Self::Comite, Self::Politica, Self::Organo, Self::Sesion];

    /// What documents of this form are about.
    pub fn of(base: Tipo) -> Self {
        match base {
            Tipo::InformeSeguimiento => Self::Entidad,
            Tipo::Consolidado => Self::Conjunto,
            Tipo::Presentacion => Self::Comite,
            Tipo::FichaPolitica => Self::Politica,
            Tipo::PlanTrabajo => Self::Organo,
            Tipo::SeguimientoPlanTrabajo => Self::Sesion,
        }
    }

    /// Whether what is known of this subject is enough for blocks about `other`.
    pub fn has(self, other: Self) -> bool {
        self == other || (other == Self::Conjunto && matches!(self, Self::Comite | Self::Politica))
    }

    /// One of its blocks, as messages say it.
    pub fn que(self) -> &'static str {
        match self {
            Self::Entidad => "un contenido de un informe de seguimiento",
            Self::Conjunto => "un contenido de un consolidado",
            Self::Comite => "un contenido de una presentación",
            Self::Politica => "un contenido de una ficha de política",
            Self::Organo => "un contenido de un plan de trabajo",
            Self::Sesion => "un contenido de un seguimiento al plan de trabajo",
        }
    }
}

/// The values that the sentences of a block get: one for each time that it stands on the page, none
/// where the data has nothing for it.
pub type Dicho = Result<Vec<Value>, DrawError>;

/// What is said once, or not at all.
pub fn uno(value: Option<Value>) -> Dicho {
    Ok(value.into_iter().collect())
}

/// The same of what may fail to draw a chart.
pub fn dibujado(value: Result<Option<Value>, DrawError>) -> Dicho {
    value.map(|value| value.into_iter().collect())
}

/// The function of a block, by what it asks to know.
#[derive(Clone, Copy)]
pub enum Dice {
    Entidad(fn(&mut DeEntidad<'_>, Uso<'_>) -> Dicho),
    Conjunto(fn(&mut DeConjunto<'_>, Uso<'_>) -> Dicho),
    Politica(fn(&mut DeConjunto<'_>, usize) -> Dicho),
    Organo(fn(&mut DeOrgano<'_>, Uso<'_>) -> Dicho),
    Sesion(fn(&mut DeSesion<'_>) -> Option<Value>),
}

/// A block where a document uses it.
#[derive(Clone, Copy)]
pub struct Uso<'a> {
    pub opciones: &'a Opciones,
    /// Where it is written.
    pub place: &'a Place,
    /// Level of its section, 1 for those of the document; 0 outside of sections.
    pub nivel: usize,
}

/// What a document can say by one word.
#[derive(Clone, Copy)]
pub struct Bloque {
    /// The word, and the name of its sentences under `templates/frases`.
    pub palabra: &'static str,
    pub sujeto: Sujeto,
    /// What it prints, for the schemas and the guide.
    pub imprime: &'static str,
    /// In the order in which it is told.
    pub necesita: &'static [Necesidad],
    pub opciones: &'static [Opcion],
    /// What it is beside the others.
    pub rasgo: Rasgo,
    /// Whether it needs a landscape page, which a sheet has none of.
    pub apaisado: bool,
    /// Whether it sets an entity against the others of the project, or follows a set through earlier vigencias.
    pub vara: bool,
    pub dice: Dice,
}

/// What a document has to know of a block to place it among others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rasgo {
    /// It prints indices.
    Indices,
    /// It prints indices of policies against each other, which an entity of one policy has none of.
    Compara,
    /// It opens subsections, so it stands after the rest of its section, and prints indices.
    Subsecciones,
    /// It prints no index.
    SinIndices,
}

impl Bloque {
    /// A block about an entity, that prints indices, needs nothing and has no options.
    pub const fn de_entidad(
        palabra: &'static str,
        imprime: &'static str,
        dice: fn(&mut DeEntidad<'_>, Uso<'_>) -> Dicho,
    ) -> Self {
        Self::new(palabra, Sujeto::Entidad, imprime, Dice::Entidad(dice))
    }

    /// A block about a set of entities, likewise.
    pub const fn de_conjunto(
        palabra: &'static str,
        imprime: &'static str,
        dice: fn(&mut DeConjunto<'_>, Uso<'_>) -> Dicho,
    ) -> Self {
        Self::new(palabra, Sujeto::Conjunto, imprime, Dice::Conjunto(dice))
    }

    /// A slide about a set of entities; how its indices are rounded is said on the last one.
    pub const fn lamina(
        palabra: &'static str,
        imprime: &'static str,
        dice: fn(&mut DeConjunto<'_>, Uso<'_>) -> Dicho,
    ) -> Self {
        Self::new(palabra, Sujeto::Comite, imprime, Dice::Conjunto(dice)).con_rasgo(Rasgo::SinIndices)
    }

    /// A part of the sheet of a policy over a set of entities, which gets the position of the policy in the
    /// catalogue; how its indices are rounded is said in the last one.
    pub const fn de_politica(
        palabra: &'static str,
        imprime: &'static str,
        dice: fn(&mut DeConjunto<'_>, usize) -> Dicho,
    ) -> Self {
        Self::new(palabra, Sujeto::Politica, imprime, Dice::Politica(dice)).con_rasgo(Rasgo::SinIndices)
    }

    /// A block about a body and its work plan.
    pub const fn de_organo(
        palabra: &'static str,
        imprime: &'static str,
        dice: fn(&mut DeOrgano<'_>, Uso<'_>) -> Dicho,
    ) -> Self {
        Self::new(palabra, Sujeto::Organo, imprime, Dice::Organo(dice)).con_rasgo(Rasgo::SinIndices)
    }

    /// A block about what became of a work plan by a session of its body.
    pub const fn de_sesion(
        palabra: &'static str,
        imprime: &'static str,
        dice: fn(&mut DeSesion<'_>) -> Option<Value>,
    ) -> Self {
        Self::new(palabra, Sujeto::Sesion, imprime, Dice::Sesion(dice)).con_rasgo(Rasgo::SinIndices)
    }

    const fn new(palabra: &'static str, sujeto: Sujeto, imprime: &'static str, dice: Dice) -> Self {
        Self {
            palabra,
            sujeto,
            imprime,
            necesita: &[],
            opciones: &[],
            rasgo: Rasgo::Indices,
            apaisado: false,
            vara: false,
            dice,
        }
    }

    pub const fn que_necesita(self, necesita: &'static [Necesidad]) -> Self {
        Self { necesita, ..self }
    }

    pub const fn con_opciones(self, opciones: &'static [Opcion]) -> Self {
        Self { opciones, ..self }
    }

    pub const fn con_rasgo(self, rasgo: Rasgo) -> Self {
        Self { rasgo, ..self }
    }

    pub const fn con_vara(self) -> Self {
        Self { vara: true, ..self }
    }

    pub const fn en_apaisado(self) -> Self {
        Self { apaisado: true, ..self }
    }

    /// Whether a document about `sujeto` may use it.
    pub fn serves(&self, sujeto: Sujeto) -> bool {
        sujeto.has(self.sujeto) && !(self.apaisado && sujeto == Sujeto::Politica)
    }

    /// The description of its word in the schemas.
    pub fn describe(&self) -> String {
        let needs: Vec<_> = self.necesita.iter().map(|need| need.que()).collect();
        match needs.as_slice() {
            [] => self.imprime.to_owned(),
            needs => format!("{} (necesita {})", self.imprime, crate::locale::lista(needs)),
        }
    }
}
