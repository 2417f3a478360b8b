//! Which entity of the catalogue a source means, by its code, its name and its place: the one
//! place that decides it.

use std::collections::HashMap;

use crate::locale::letters;

use super::super::catalogo::{Catalogo, Entidad};
use super::forma::Forma;
use super::{Cercana, Hallada, MARGIN, Nombres, Por, SUGGESTED};

/// What a source says of an entity.
#[derive(Debug, Clone, Copy, Default)]
pub struct Mencion<'a> {
    /// Its name, an abbreviation or another name; where the source has only a code, the code.
    pub nombre: &'a str,
    pub codigo: Option<&'a str>,
    pub departamento: Option<&'a str>,
    pub municipio: Option<&'a str>,
}

/// Likeness above which another spelling of an entity's name is a slip of the pen: the names of
/// sister bodies differ by a word, and there are thousands of them.
const SLIP: f64 = 0.9;

/// Name, abbreviation and other names of each; sister bodies may share one.
pub fn names(entidades: &[Entidad]) -> Nombres {
    let names = entidades.iter().enumerate().flat_map(|(position, entidad)| {
        let others = entidad.alias.iter().chain(&entidad.sigla).map(|name| (name, Por::Alias));
        let all = std::iter::once((&entidad.nombre, Por::Nombre)).chain(others);
        all.map(move |(name, por)| (name.as_str(), position, por))
    });
    Nombres::new(names, SLIP)
}

/// By code without its leading zeros.
pub fn codes(entidades: &[Entidad]) -> HashMap<String, usize> {
    let mut codes = HashMap::new();
    for (position, entidad) in entidades.iter().enumerate() {
        if let Some(codigo) = entidad.codigo.as_deref().map(code).filter(|c| !c.is_empty()) {
            codes.entry(codigo).or_insert(position);
        }
    }
    codes
}

impl Catalogo {
    /// The entity that a source means by its code or by exactly one of its names.
    pub fn entidad_exacta(&self, mencion: &Mencion<'_>) -> Hallada {
        let codigos = &self.nombres.codigos;
        let by_code = mencion.codigo.and_then(|codigo| codigos.get(&code(codigo))).copied();
        let named = self.nombres.entidades.exact(mencion.nombre).iter().copied();
        let named: Vec<_> = named.filter(|(position, _)| !self.is_elsewhere(*position, mencion)).collect();
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
        let Some(Cercana { position, desliz }) = self.nombres.entidades.nearest(mencion.nombre, least) else {
            return exacta;
        };
        let other = self.is_elsewhere(position, mencion) || self.has_other_code(position, mencion);
        if desliz && !other {
            return Hallada::Una(position, Por::Parecido);
        }
        Hallada::Ninguna { parecida: Some(position) }
    }

    /// Whether the catalogue puts the entity somewhere else than the source does.
    fn is_elsewhere(&self, position: usize, mencion: &Mencion<'_>) -> bool {
        let entidad = &self.entidades[position];
        // Some tables have the capital under the department around it.
        let capital = mencion.municipio.is_some_and(is_capital);
        are_apart(entidad.municipio.as_deref(), mencion.municipio)
            || (!capital && are_apart(entidad.departamento.as_deref(), mencion.departamento))
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

/// Whether two names are of one municipality or department.
pub fn is_same_place(one: &str, other: &str) -> bool {
    letters(one) == letters(other) || (is_capital(one) && is_capital(other))
}

/// Whether two names are surely of two places: neither is missing, nor a code.
pub fn are_apart(one: Option<&str>, other: Option<&str>) -> bool {
    one.and_then(place).zip(other.and_then(place)).is_some_and(|(one, other)| one != other)
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

#[cfg(test)]
mod tests {
    use super::super::COMPARED;
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
            let mut found = catalogo.nombres.entidades.like(&written, SUGGESTED);
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
