//! Which entity of the catalogue a source means: the one place that decides it.

use std::collections::{BTreeMap, HashMap};

use crate::locale::{fold, letters};

use super::catalogo::{Catalogo, Entidad};

/// What a source says of an entity.
#[derive(Debug, Clone, Copy, Default)]
pub struct Mencion<'a> {
    /// Its name, an abbreviation or another name; where the source has only a code, the code.
    pub nombre: &'a str,
    pub codigo: Option<&'a str>,
    pub departamento: Option<&'a str>,
    pub municipio: Option<&'a str>,
}

/// By what an entity was recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Por {
    Codigo,
    Nombre,
    /// An abbreviation or another name.
    Alias,
    /// A name so like its own, and of no other entity, that it is a slip of the pen.
    Parecido,
}

/// Which entity is meant, as positions in `Catalogo::entidades`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hallada {
    Una(usize, Por),
    /// The name is of each of these.
    Varias(Vec<usize>),
    /// The code is not that of the entity with this name: it is `codigo`'s, or nobody's.
    Contradicha {
        codigo: Option<usize>,
        nombre: usize,
    },
    /// None; `parecida` is the one that may have been meant.
    Ninguna {
        parecida: Option<usize>,
    },
}

/// Likeness above which another spelling of an entity's name is a slip of the pen.
const SLIP: f64 = 0.9;
/// How much less like the next entity's name must be.
const MARGIN: f64 = 0.04;
/// Likeness above which a name is worth a suggestion.
const SUGGESTED: f64 = 0.6;
/// Names that are compared letter by letter where none is a slip.
const COMPARED: usize = 8;

/// The look-ups of names and codes.
#[derive(Debug, Clone, Default)]
pub(super) struct Nombres {
    /// By code without its leading zeros.
    codigos: HashMap<String, usize>,
    /// By letters and digits of name, abbreviation and alias; sister bodies may share one.
    exactos: HashMap<String, Vec<(usize, Por)>>,
    /// Every name, by its length.
    formas: BTreeMap<usize, Vec<Nombrada>>,
}

impl Nombres {
    pub(super) fn new(entidades: &[Entidad]) -> Self {
        let mut nombres = Self::default();
        let mut order = 0;
        for (position, entidad) in entidades.iter().enumerate() {
            if let Some(codigo) = entidad.codigo.as_deref().map(code).filter(|c| !c.is_empty()) {
                nombres.codigos.entry(codigo).or_insert(position);
            }
            let others = entidad.alias.iter().chain(&entidad.sigla).map(|name| (name, Por::Alias));
            for (name, por) in std::iter::once((&entidad.nombre, Por::Nombre)).chain(others) {
                let known = nombres.exactos.entry(letters(name)).or_default();
                if !known.iter().any(|(other, _)| *other == position) {
                    known.push((position, por));
                }
                let forma = Forma::new(name);
                nombres.formas.entry(forma.length).or_default().push(Nombrada { forma, order, position });
                order += 1;
            }
        }
        // An official name outranks the alias of another entity.
        for known in nombres.exactos.values_mut() {
            if known.iter().any(|(_, por)| *por == Por::Nombre) {
                known.retain(|(_, por)| *por == Por::Nombre);
            }
        }
        nombres
    }

    /// Names at least as like `written` as `least`, the most like first, with whose they are;
    /// those that cannot be slips are given only while they are few, and none that is too
    /// unlike the first to matter beside it.
    fn like(&self, written: &str, least: f64) -> Vec<(f64, usize)> {
        let wanted = Forma::new(written);
        let patron = Patron::of(&wanted);
        let mut found = Cercanas::new(least);
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
    /// Those that may be slips.
    near: Vec<&'a Nombrada>,
    /// The least different of the others, the least first, after their edits in thousandths
    /// of their letters and their place in the catalogue.
    best: Vec<(usize, usize, &'a Nombrada)>,
}

impl<'a> Cercanas<'a> {
    /// Those that may be as like as `least`.
    fn new(least: f64) -> Self {
        Self { most: ((1.0 - least) * 1_000.0).round() as usize, near: Vec::new(), best: Vec::new() }
    }

    /// Whether names that differ at least in `least` edits, and have at most `length`
    /// letters, may be among these.
    fn may_take(&self, least: usize, length: usize) -> bool {
        let length = length.max(1);
        let share = least * 1_000 / length;
        least * 10 <= length
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
        if least * 10 <= length {
            self.near.push(nombrada);
            return;
        }
        let own = (least * 1_000 / length, nombrada.order);
        let place = self.best.partition_point(|(share, order, _)| (*share, *order) < own);
        self.best.insert(place, (own.0, own.1, nombrada));
        self.best.truncate(COMPARED);
    }
}

impl Catalogo {
    /// The entity that a source means by its code or by exactly one of its names.
    pub fn entidad_exacta(&self, mencion: &Mencion<'_>) -> Hallada {
        let codigos = &self.nombres.codigos;
        let by_code = mencion.codigo.and_then(|codigo| codigos.get(&code(codigo))).copied();
        let named: Vec<_> = self.nombres.exactos.get(&letters(mencion.nombre)).into_iter().flatten().copied().collect();
        let named: Vec<_> = named.into_iter().filter(|(position, _)| !self.is_elsewhere(*position, mencion)).collect();
        if let Some(position) = by_code {
            return match named.first() {
                Some((other, _)) if !named.iter().any(|(named, _)| *named == position) => {
                    Hallada::Contradicha { codigo: Some(position), nombre: *other }
                }
                _ => Hallada::Una(position, Por::Codigo),
            };
        }
        let own: Vec<_> = named.iter().filter(|(position, _)| !self.has_other_code(*position, mencion)).collect();
        match (&own[..], named.first()) {
            ([(position, por)], _) => Hallada::Una(*position, *por),
            ([], Some((nombre, _))) => Hallada::Contradicha { codigo: None, nombre: *nombre },
            // A code may stand where a name is asked for.
            ([], None) => match codigos.get(&code(mencion.nombre)) {
                Some(position) if mencion.codigo.is_none() => Hallada::Una(*position, Por::Codigo),
                _ => Hallada::Ninguna { parecida: None },
            },
            (several, _) => Hallada::Varias(several.iter().map(|(position, _)| *position).collect()),
        }
    }

    /// The entity that a source means, slips of the pen included.
    pub fn entidad_nombrada(&self, mencion: &Mencion<'_>) -> Hallada {
        self.entidad_parecida(mencion, SUGGESTED)
    }

    /// The same for who wants no suggestion, which it may have none of: only slips and what
    /// rivals them are compared.
    pub fn entidad_segura(&self, mencion: &Mencion<'_>) -> Hallada {
        self.entidad_parecida(mencion, SLIP - 2.0 * MARGIN)
    }

    fn entidad_parecida(&self, mencion: &Mencion<'_>, least: f64) -> Hallada {
        let exacta = self.entidad_exacta(mencion);
        if exacta != (Hallada::Ninguna { parecida: None }) {
            return exacta;
        }
        let like = self.nombres.like(mencion.nombre, least);
        let Some((best, position)) = like.first().copied() else { return exacta };
        // Names of sister bodies differ by a word: a slip that fits two names means neither.
        let rival = like.iter().any(|(likeness, other)| *other != position && best - likeness < MARGIN);
        let other = self.is_elsewhere(position, mencion) || self.has_other_code(position, mencion);
        if best >= SLIP && !rival && !other {
            return Hallada::Una(position, Por::Parecido);
        }
        Hallada::Ninguna { parecida: Some(position) }
    }

    /// Whether the catalogue puts the entity somewhere else than the source does.
    fn is_elsewhere(&self, position: usize, mencion: &Mencion<'_>) -> bool {
        let entidad = &self.entidades[position];
        let differ = |a: Option<&str>, b: Option<&str>| {
            let both = a.and_then(place).zip(b.and_then(place));
            both.is_some_and(|(a, b)| a != b)
        };
        // Some tables have the capital under the department around it.
        let capital = mencion.municipio.is_some_and(is_capital);
        differ(entidad.municipio.as_deref(), mencion.municipio)
            || (!capital && differ(entidad.departamento.as_deref(), mencion.departamento))
    }

    fn has_other_code(&self, position: usize, mencion: &Mencion<'_>) -> bool {
        matches!((self.entidades[position].codigo.as_deref(), mencion.codigo), (Some(a), Some(b)) if code(a) != code(b))
    }
}

const CAPITAL: &str = "bogota";

/// Whether a municipality or a department is Bogotá, which tables write in several ways.
pub fn is_capital(name: &str) -> bool {
    place(name).is_some_and(|name| name == CAPITAL)
}

/// A municipality or a department for comparison; `None` where it is a code.
/// The capital has several names.
fn place(name: &str) -> Option<String> {
    let letters = letters(name);
    letters.chars().any(char::is_alphabetic).then_some(())?;
    let short = letters.trim_start_matches("santafede");
    let capital = short.strip_prefix(CAPITAL).is_some_and(|rest| ["", "dc", "distritocapital"].contains(&rest));
    Some(if capital { CAPITAL.to_owned() } else { letters })
}

/// A code without its leading zeros, which workbooks lose.
fn code(codigo: &str) -> String {
    codigo.trim().trim_start_matches('0').to_owned()
}

/// Whether two names are so like that one may be a slip of the other.
pub fn is_slip(one: &str, other: &str) -> bool {
    let (one, other) = (Forma::new(one), Forma::new(other));
    one.least_edits(&other) * 10 <= one.length.max(other.length) && one.likeness(&other) >= SLIP
}

/// Whether two names have hardly anything in common.
pub fn is_unlike(one: &str, other: &str) -> bool {
    Forma::new(one).likeness(&Forma::new(other)) < SUGGESTED
}

/// A name for comparison letter by letter, with what is quick to compare.
#[derive(Debug, Clone)]
struct Forma {
    /// Folded, without punctuation.
    plain: String,
    /// In characters.
    length: usize,
    /// The class of each character, of [`CLASSES`].
    classes: Vec<u8>,
    /// Four bits for each class: how many it has of them, up to four.
    counts: u128,
}

/// Classes of characters: each of a to z is one, the others share some.
const CLASSES: usize = 32;

impl Forma {
    fn new(name: &str) -> Self {
        let plain = plain(name);
        let mut counts = 0u128;
        let mut classes = Vec::with_capacity(plain.len());
        for c in plain.chars() {
            let class = match c {
                'a'..='z' => c as u8 - b'a',
                other => 26 + (other as u32 % 6) as u8,
            };
            let own = (counts >> (class * 4)) & 0xf;
            counts |= ((own << 1 | 1) & 0xf) << (class * 4);
            classes.push(class);
        }
        Self { length: classes.len(), plain, classes, counts }
    }

    /// Edits without which neither name becomes the other: letters that one has
    /// and the other lacks, or by how many one is longer.
    fn least_edits(&self, other: &Self) -> usize {
        let here = (self.counts & !other.counts).count_ones();
        let there = (other.counts & !self.counts).count_ones();
        let letters = if here > there { here } else { there } as usize;
        letters.max(self.length.abs_diff(other.length))
    }

    /// From 0 to 1.
    fn likeness(&self, other: &Self) -> f64 {
        strsim::normalized_damerau_levenshtein(&self.plain, &other.plain)
    }
}

/// A name that is held against many: where it has each class of characters, a bit a character.
struct Patron {
    places: [u128; CLASSES],
    length: usize,
}

impl Patron {
    fn of(forma: &Forma) -> Self {
        let mut places = [0; CLASSES];
        for (at, class) in forma.classes.iter().enumerate().take(128) {
            places[*class as usize] |= 1u128 << at;
        }
        Self { places, length: forma.length }
    }

    /// Edits without which neither name becomes the other, in their order, which
    /// [`Forma::least_edits`] does not look at: two thirds of the edits where only neighbours
    /// may be swapped (Hyyrö 2003, a column of the table in each turn).  A swap of letters
    /// that stand apart, with their k edits between, is k + 1 there and k + 2 here.
    fn least_edits(&self, other: &Forma) -> usize {
        if self.length == 0 || self.length > 128 {
            return 0;
        }
        let last = 1u128 << (self.length - 1);
        // Of the column before: where it grows and falls downwards, where it goes on diagonally.
        let (mut grows, mut falls, mut diagonal, mut before) = (u128::MAX, 0u128, 0u128, 0u128);
        let mut edits = self.length;
        for class in &other.classes {
            let here = self.places[*class as usize];
            let swapped = ((!diagonal & here) << 1) & before;
            diagonal = ((here & grows).wrapping_add(grows) ^ grows) | here | falls | swapped;
            let (up, down) = (falls | !(diagonal | grows), diagonal & grows);
            if up & last != 0 {
                edits += 1;
            } else if down & last != 0 {
                edits -= 1;
            }
            let (up, down) = (up << 1 | 1, down << 1);
            (grows, falls, before) = (down | !(diagonal | up), up & diagonal, here);
        }
        (2 * edits).div_ceil(3)
    }
}

/// A name for comparison: folded, without punctuation.
pub(super) fn plain(name: &str) -> String {
    let folded = fold(name);
    // Most names have no punctuation.
    if is_bare(folded.as_bytes()) {
        return folded;
    }
    let is_word = |c: char| c.is_alphanumeric() || c == ' ';
    let letters: String = folded.chars().map(|c| if is_word(c) { c } else { ' ' }).collect();
    letters.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a folded text has only letters of ASCII, digits and spaces.
fn is_bare(folded: &[u8]) -> bool {
    let mut at = 0;
    while at < folded.len() && matches!(folded[at], b'a'..=b'z' | b'0'..=b'9' | b' ') {
        at += 1;
    }
    at == folded.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::parse_text;
    use crate::diagnostic::Diagnostics;

    fn catalogo(entidades: &str) -> Catalogo {
        let (file, found) = parse_text("entidades.yaml", entidades);
        assert!(found.is_empty(), "{found:?}");
        let mut found = Diagnostics::default();
        Catalogo::build(None, None, file.node.as_ref(), &mut found)
    }

    #[test]
    fn a_name_of_several_means_none_and_a_code_must_agree() {
        let catalogo = catalogo(
            "entidades:\n\
             - {slug: salud, nombre: Secretaría de Salud, sigla: SDS, codigo: \"0123\"}\n\
             - {slug: seguridad, nombre: Secretaría de Seguridad, alias: [S.D.S.]}\n\
             - {slug: hosp-a, nombre: Hospital San José, codigo: \"77\", municipio: Sopó}\n\
             - {slug: hosp-b, nombre: Hospital San José, municipio: Chía}\n",
        );
        let named = |nombre, codigo, municipio| {
            catalogo.entidad_nombrada(&Mencion { nombre, codigo, municipio, departamento: None })
        };
        for (nombre, codigo, municipio, expected) in [
            ("SDS", None, None, Hallada::Varias(vec![0, 1])),
            ("secretaria de SALUD", None, None, Hallada::Una(0, Por::Nombre)),
            ("SDS", Some("123"), None, Hallada::Una(0, Por::Codigo)),
            ("SDS", Some("999"), None, Hallada::Una(1, Por::Alias)),
            ("Secretaría de Salud", Some("999"), None, Hallada::Contradicha { codigo: None, nombre: 0 }),
            ("Secretaría de Salud", Some("77"), None, Hallada::Contradicha { codigo: Some(2), nombre: 0 }),
            ("Hospital San José", None, None, Hallada::Varias(vec![2, 3])),
            ("Hospital San José", None, Some("CHIA"), Hallada::Una(3, Por::Nombre)),
            ("Hospital San José", None, Some("Tunja"), Hallada::Ninguna { parecida: Some(2) }),
            ("0123", None, None, Hallada::Una(0, Por::Codigo)),
            ("Secretaría de Segurida", None, None, Hallada::Una(1, Por::Parecido)),
            ("Secretaría de Segurida", Some("5"), None, Hallada::Una(1, Por::Parecido)),
            ("Secretaria de Saludd", Some("5"), None, Hallada::Ninguna { parecida: Some(0) }),
            ("Contraloría", None, None, Hallada::Ninguna { parecida: None }),
        ] {
            assert_eq!(named(nombre, codigo, municipio), expected, "{nombre} {codigo:?} {municipio:?}");
        }
    }

    #[test]
    fn the_capital_is_one_place_and_codes_are_none() {
        for name in ["Bogotá", "BOGOTA D.C.", "Bogotá, D.C.", "Santafé de Bogotá D.C.", "Bogotá Distrito Capital"]
        {
            assert_eq!(place(name).as_deref(), Some(CAPITAL), "{name}");
        }
        assert_eq!(place("11001"), None);
        assert_eq!(place("El Peñol").as_deref(), Some("elpenol"));
        let catalogo = catalogo(
            "entidades:\n- {slug: a, nombre: Instituto de Aguas, departamento: Bogotá, municipio: \"Bogotá, D.C.\"}\n",
        );
        let named = |municipio, departamento| {
            let place = Mencion { municipio: Some(municipio), departamento: Some(departamento), ..Mencion::default() };
            catalogo.entidad_nombrada(&Mencion { nombre: "INSTITUTO DE AGUAS", ..place })
        };
        assert_eq!(named("BOGOTA", "CUNDINAMARCA"), Hallada::Una(0, Por::Nombre));
        assert_eq!(named("11001", "11"), Hallada::Una(0, Por::Nombre));
        assert_eq!(named("SOPO", "CUNDINAMARCA"), Hallada::Ninguna { parecida: Some(0) });
    }

    /// What is quick to compare never hides a name that is near enough.
    #[test]
    fn least_edits_are_never_more_than_the_edits() {
        use proptest::prelude::*;
        let names = ("[a-dñ0-3 ]{0,12}", "[a-dñ0-3 ]{0,12}");
        crate::exploration::holds(3000, names, |(one, other)| {
            let (a, b) = (Forma::new(&one), Forma::new(&other));
            let edits = strsim::damerau_levenshtein(&a.plain, &b.plain);
            prop_assert!(a.least_edits(&b) <= edits, "{one:?} {other:?}");
            let swaps = strsim::osa_distance(&a.plain, &b.plain);
            let in_order = Patron::of(&a).least_edits(&b);
            prop_assert!(in_order <= edits && in_order <= (2 * swaps).div_ceil(3), "{one:?} {other:?}");
            if one.contains(['ñ', '0', '1', '2', '3', ' ']) || other.contains(['ñ', '0', '1', '2', '3', ' ']) {
                return Ok(());
            }
            // Where no two characters share a class, it is those edits.
            prop_assert_eq!(in_order, if a.length == 0 { 0 } else { (2 * swaps).div_ceil(3) });
            Ok(())
        });
    }

    /// What is looked for in the names near in length is what comparing with all of them finds.
    #[test]
    fn no_name_is_overlooked() {
        use proptest::prelude::*;
        let name = "(Alcaldia|Concejo|ESE) (de )?[a-c]{1,9}( [a-c]{1,9})?";
        let names = (proptest::collection::vec(name, 1..40), name);
        crate::exploration::holds(300, names, |(known, written)| {
            let entidades: String =
                known.iter().enumerate().map(|(at, name)| format!("- {{slug: e-{at}, nombre: {name}}}\n")).collect();
            let catalogo = catalogo(&format!("entidades:\n{entidades}"));
            let wanted = Forma::new(&written);
            // All names, the least different first: those that may be slips, and eight of the others.
            let mut all: Vec<_> = (0..catalogo.entidades.len())
                .map(|at| (Forma::new(&catalogo.entidades[at].nombre), at))
                .map(|(forma, at)| {
                    let length = wanted.length.max(forma.length).max(1);
                    (wanted.least_edits(&forma) * 1_000 / length, at, wanted.likeness(&forma))
                })
                .filter(|(share, ..)| *share <= 400)
                .collect();
            all.sort_by_key(|(share, at, _)| (*share, *at));
            let slips = all.iter().filter(|(share, ..)| *share <= 100).count();
            let mut like: Vec<_> = all.into_iter().take(slips + COMPARED).map(|(_, at, l)| (l, at)).collect();
            like.retain(|(likeness, _)| *likeness >= SUGGESTED);
            like.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            let mut found = catalogo.nombres.like(&written, SUGGESTED);
            let first = like.first().map_or(0.0, |(likeness, _)| *likeness);
            like.retain(|(likeness, _)| first - likeness < MARGIN);
            found.retain(|(likeness, _)| first - likeness < MARGIN);
            prop_assert_eq!(found, like);
            // Who wants no suggestion gets the same entity, or none.
            let mencion = Mencion { nombre: &written, ..Mencion::default() };
            match (catalogo.entidad_nombrada(&mencion), catalogo.entidad_segura(&mencion)) {
                (Hallada::Ninguna { .. }, Hallada::Ninguna { .. }) => {}
                (named, sure) => prop_assert_eq!(named, sure),
            }
            Ok(())
        });
    }
}
