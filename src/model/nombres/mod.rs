//! Which thing of the catalogue a written name means: the one engine for policies, dimensions
//! and entities.
//!
//! A name means what has it letter for letter (`locale::letters`: case, accents, points and
//! spaces do not count); an official name outranks the alias of another thing.  A name that
//! several have means none of them: an error names them.  Else it means the one whose name it is
//! a slip of, if no other is nearly as like, and a warning says so; else none, and the error
//! suggests the nearest one.
//!
//! What differs does so for a reason.  The likeness of a slip is that of each list: the names of
//! sister bodies differ by a word (`entidad`), those of policies do not (`politica`).
//! Entities have codes and places beside their names, which agree or contradict them.  Norms are
//! not looked for here: an identifier is exact, and in a text it is class, number and year that
//! count (`rules::cita`), since a norm of another number is another norm.  `diagnostic::nearest`
//! decides nothing: it suggests a word of a closed list, as keys, options and slugs are.

mod entidad;
mod forma;
mod politica;

use std::collections::{BTreeMap, HashMap};

use crate::locale::letters;

use super::catalogo::{Dimension, Entidad, Politica};

pub(super) use entidad::are_apart;
pub use entidad::{Mencion, is_capital, is_same_place, is_slip, is_unlike};
use forma::{Forma, Patron, plain};

/// By what a thing was recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Por {
    /// Of an entity: its code.
    Codigo,
    /// An official name, of now or of another time.
    Nombre,
    /// An abbreviation or another name.
    Alias,
    /// A name so like its own, and of nothing else, that it is a slip of the pen.
    Parecido,
}

/// Which thing is meant, as positions in its list of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hallada {
    Una(usize, Por),
    /// The name is of each of these.
    Varias(Vec<usize>),
    /// Of entities alone: the code is not that of the one with this name: it is `codigo`'s, or nobody's.
    Contradicha {
        codigo: Option<usize>,
        nombre: usize,
    },
    /// None; `parecida` is the one that may have been meant.
    Ninguna {
        parecida: Option<usize>,
    },
}

/// How much less like the next thing's name must be.
const MARGIN: f64 = 0.04;
/// Likeness above which a name is worth a suggestion.
const SUGGESTED: f64 = 0.6;
/// Names that are compared letter by letter where none is a slip.
const COMPARED: usize = 8;

/// The names of the catalogue, to be looked up.
#[derive(Debug, Clone, Default)]
pub(super) struct Nombrados {
    politicas: Nombres,
    dimensiones: Nombres,
    entidades: Nombres,
    /// Entities by code without its leading zeros.
    codigos: HashMap<String, usize>,
}

impl Nombrados {
    pub(super) fn new(politicas: &[Politica], dimensiones: &[Dimension], entidades: &[Entidad]) -> Self {
        Self {
            politicas: politica::names(politicas),
            dimensiones: politica::names_of_dimensions(dimensiones),
            entidades: entidad::names(entidades),
            codigos: entidad::codes(entidades),
        }
    }
}

/// The look-ups of the names of a list.
#[derive(Debug, Clone, Default)]
struct Nombres {
    /// Likeness above which another spelling is a slip of the pen.
    desliz: f64,
    /// By letters and digits; several may share one.
    exactos: HashMap<String, Vec<(usize, Por)>>,
    /// Every name, by its length.
    formas: BTreeMap<usize, Vec<Nombrada>>,
}

/// The thing whose name is the most like a written one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Cercana {
    position: usize,
    /// It is so like, and no other nearly as much, that the written name is a slip of it.
    desliz: bool,
}

impl Nombres {
    /// Of names, each with the position of what has it, the official ones first.
    fn new<'a>(names: impl Iterator<Item = (&'a str, usize, Por)> + Clone, desliz: f64) -> Self {
        let mut nombres = Self { desliz, ..Self::default() };
        for (name, position, por) in names.clone() {
            let known = nombres.exactos.entry(letters(name)).or_default();
            if !known.iter().any(|(other, _)| *other == position) {
                known.push((position, por));
            }
        }
        // An official name outranks the alias of another thing.
        for known in nombres.exactos.values_mut() {
            if known.iter().any(|(_, por)| *por == Por::Nombre) {
                known.retain(|(_, por)| *por == Por::Nombre);
            }
        }
        for (order, (name, position, _)) in names.enumerate() {
            if nombres.exact(name).iter().any(|(own, _)| *own == position) {
                let forma = Forma::new(name);
                nombres.formas.entry(forma.length).or_default().push(Nombrada { forma, order, position });
            }
        }
        nombres
    }

    /// What has exactly this name.
    fn exact(&self, written: &str) -> &[(usize, Por)] {
        self.exactos.get(&letters(written)).map_or(&[], Vec::as_slice)
    }

    /// What has the name at least as like `written` as `least`, and most.
    fn nearest(&self, written: &str, least: f64) -> Option<Cercana> {
        let like = self.like(written, least);
        let (best, position) = *like.first()?;
        // A slip that fits two names means neither.
        let rival = like.iter().any(|(likeness, other)| *other != position && best - likeness < MARGIN);
        Some(Cercana { position, desliz: best >= self.desliz && !rival })
    }

    /// What a name means where nothing else is known of it.
    fn find(&self, written: &str) -> Hallada {
        match self.exact(written) {
            [(position, por)] => Hallada::Una(*position, *por),
            [] => match self.nearest(written, SUGGESTED) {
                Some(Cercana { position, desliz: true }) => Hallada::Una(position, Por::Parecido),
                near => Hallada::Ninguna { parecida: near.map(|near| near.position) },
            },
            several => Hallada::Varias(several.iter().map(|(position, _)| *position).collect()),
        }
    }

    /// Names at least as like `written` as `least`, the most like first, with whose they are;
    /// those that cannot be slips are given only while they are few, and none that is too
    /// unlike the first to matter beside it.
    fn like(&self, written: &str, least: f64) -> Vec<(f64, usize)> {
        let wanted = Forma::new(written);
        let patron = Patron::of(&wanted);
        let mut found = Cercanas::new(least, self.desliz);
        // From its own length to those that are too far from it, so that most names are not looked at.
        for apart in 0.. {
            if !found.may_take(apart, wanted.length + apart) {
                break;
            }
            found.take_all(&wanted, self.formas.get(&(wanted.length + apart)));
            if apart > 0 && apart <= wanted.length {
                found.take_all(&wanted, self.formas.get(&(wanted.length - apart)));
            }
        }
        let mut near: Vec<_> = found.near.into_iter().map(|nombrada| (0, nombrada)).collect();
        near.extend(found.best.into_iter().map(|(share, _, nombrada)| (share, nombrada)));
        let mut like: Vec<(f64, usize)> = Vec::new();
        let mut first = 0.0f64;
        for (share, Nombrada { forma, position, .. }) in near {
            // Its edits are at least that share of its letters.
            let most = 1.0 - (share as f64) / 1_000.0;
            if most < least || most + 1e-9 < first - MARGIN {
                continue;
            }
            let most = 1.0 - patron.least_edits(forma) as f64 / wanted.length.max(forma.length).max(1) as f64;
            if most + 1e-9 < least.max(first - MARGIN) {
                continue;
            }
            let likeness = wanted.likeness(forma);
            if likeness >= least {
                first = first.max(likeness);
                like.push((likeness, *position));
            }
        }
        like.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        like
    }
}

/// A name, and whose it is.
#[derive(Debug, Clone)]
struct Nombrada {
    forma: Forma,
    /// In the order of the catalogue.
    order: usize,
    position: usize,
}

/// Names worth comparing letter by letter.
struct Cercanas<'a> {
    /// Edits, in thousandths of the letters, beyond which a name is too unlike.
    most: usize,
    /// The same, beyond which it is no slip.
    slip: usize,
    /// Those that may be slips.
    near: Vec<&'a Nombrada>,
    /// The least different of the others, the least first, after their edits in thousandths
    /// of their letters and their place in the catalogue.
    best: Vec<(usize, usize, &'a Nombrada)>,
}

impl<'a> Cercanas<'a> {
    /// Those that may be as like as `least`; from `desliz` on, slips.
    fn new(least: f64, desliz: f64) -> Self {
        let thousandths = |likeness: f64| ((1.0 - likeness) * 1_000.0).round() as usize;
        Self { most: thousandths(least), slip: thousandths(desliz), near: Vec::new(), best: Vec::new() }
    }

    /// Whether names that differ at least in `least` edits, and have at most `length`
    /// letters, may be among these.
    fn may_take(&self, least: usize, length: usize) -> bool {
        let length = length.max(1);
        let share = least * 1_000 / length;
        least * 1_000 <= length * self.slip
            || (share <= self.most
                && (self.best.len() < COMPARED || self.best.last().is_some_and(|(worst, ..)| share <= *worst)))
    }

    fn take_all(&mut self, wanted: &Forma, of_a_length: Option<&'a Vec<Nombrada>>) {
        for nombrada in of_a_length.into_iter().flatten() {
            self.take(wanted, nombrada);
        }
    }

    fn take(&mut self, wanted: &Forma, nombrada: &'a Nombrada) {
        let length = wanted.length.max(nombrada.forma.length).max(1);
        let least = wanted.least_edits(&nombrada.forma);
        if !self.may_take(least, length) {
            return;
        }
        if least * 1_000 <= length * self.slip {
            self.near.push(nombrada);
            return;
        }
        let own = (least * 1_000 / length, nombrada.order);
        let place = self.best.partition_point(|(share, order, _)| (*share, *order) < own);
        self.best.insert(place, (own.0, own.1, nombrada));
        self.best.truncate(COMPARED);
    }
}
