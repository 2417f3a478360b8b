//! The yardstick of a report on one entity: the results of all that it may be compared with.  Of a document on a set,
//! the results of its entities in the vigencias before.

use super::conjunto::Conjunto;

/// Entities of one project that may be compared, in a vigencia and in the comparable ones before it.
///
/// Invented data is never compared with data that is not, nor an entity of one order with those of another.
#[derive(Debug)]
pub struct Vara {
    /// Those measured in the vigencia of the report, with what they had in the one that it compares with.
    pub conjunto: Conjunto,
    /// Those measured in each earlier vigencia of the same series, from the first on.
    pub serie: Vec<Conjunto>,
    /// Those that are not counted, because their files have errors.
    pub sin_contar: Vec<SinContar>,
}

/// An entity that is not counted in a vigencia.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SinContar {
    pub vigencia: u32,
    /// Position in the catalogue.
    pub entidad: usize,
}
