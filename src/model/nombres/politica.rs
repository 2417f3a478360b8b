//! Which policy or dimension a name means, and what is told of it where it was read.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::locale::lista;

use super::super::catalogo::{Catalogo, Dimension, Politica};
use super::super::shape::Located;
use super::{Hallada, Nombres, Por, plain};

/// Likeness above which another spelling is a slip of the pen: the names are few, most are long
/// and none is near another, and what is taken is told.
const SLIP: f64 = 0.85;

/// The official names of all times and the slug of each policy, and its other names.
pub fn names(politicas: &[Politica]) -> Nombres {
    let names = politicas.iter().enumerate().flat_map(|(position, politica)| {
        let official = politica.nombres.iter().map(|n| n.nombre.as_str()).chain([politica.slug.as_str()]);
        of(position, official, &politica.alias)
    });
    Nombres::new(names, SLIP)
}

/// The name, the slug and the code of each dimension, and its other names.
pub fn names_of_dimensions(dimensiones: &[Dimension]) -> Nombres {
    let names = dimensiones.iter().enumerate().flat_map(|(position, dimension)| {
        of(position, [&*dimension.nombre, &*dimension.slug, &*dimension.codigo].into_iter(), &dimension.alias)
    });
    Nombres::new(names, SLIP)
}

fn of<'a>(
    position: usize,
    official: impl Iterator<Item = &'a str> + Clone,
    alias: &'a [String],
) -> impl Iterator<Item = (&'a str, usize, Por)> + Clone {
    let official = official.map(|name| (name, Por::Nombre));
    official.chain(alias.iter().map(|name| (name.as_str(), Por::Alias))).map(move |(name, por)| (name, position, por))
}

/// What a list of the catalogue is called in messages, and the codes of its findings.
struct Lista {
    una: &'static str,
    varias: &'static str,
    la: &'static str,
    desconocida: &'static str,
    ambigua: &'static str,
    parecida: &'static str,
}

const POLITICAS: Lista = Lista {
    una: "una política del catálogo",
    varias: "varias políticas del catálogo",
    la: "la política",
    desconocida: "politica-desconocida",
    ambigua: "politica-ambigua",
    parecida: "politica-parecida",
};

const DIMENSIONES: Lista = Lista {
    una: "una dimensión del catálogo",
    varias: "varias dimensiones del catálogo",
    la: "la dimensión",
    desconocida: "dimension-desconocida",
    ambigua: "dimension-ambigua",
    parecida: "dimension-parecida",
};

impl Lista {
    /// The one that was found; what is not its name, or is of several, is told.  `official` names
    /// a position as messages do, and `slug` as the data may.
    fn one<'a>(
        &self,
        written: &Located<String>,
        hallada: Hallada,
        official: &dyn Fn(usize) -> &'a str,
        slug: &dyn Fn(usize) -> &'a str,
        found: &mut Diagnostics,
    ) -> Option<(usize, Por)> {
        let text = &written.value;
        let told = match hallada {
            Hallada::Una(position, por) => {
                if por == Por::Parecido {
                    let (official, la) = (official(position), self.la);
                    let message = format!("«{text}» no está en el catálogo; se toma como «{official}»");
                    found.push(Diagnostic::aviso(self.parecida, message).at(&written.place).remedy(format!(
                        "escriba «{official}», o agregue el nombre a los alias de {la} en data/catalogo/politicas.yaml"
                    )));
                }
                return Some((position, por));
            }
            Hallada::Varias(positions) => {
                let named = positions.iter().map(|at| format!("«{}» ({})", official(*at), slug(*at)));
                let message = format!("«{text}» es de {}: {}", self.varias, lista(&named.collect::<Vec<_>>()));
                Diagnostic::error(self.ambigua, message).remedy(
                    "escriba el identificador de la que es; en data/catalogo/politicas.yaml, deje el nombre en una sola",
                )
            }
            Hallada::Contradicha { nombre: near, .. } | Hallada::Ninguna { parecida: Some(near) } => {
                Diagnostic::error(self.desconocida, format!("«{text}» no es {}", self.una))
                    .remedy(format!("¿quiso decir «{}»?", official(near)))
            }
            Hallada::Ninguna { parecida: None } => {
                Diagnostic::error(self.desconocida, format!("«{text}» no es {}", self.una))
                    .remedy("escríbalo como está en data/catalogo/, o agréguelo allí")
            }
        };
        found.push(told.at(&written.place));
        None
    }
}

impl Catalogo {
    /// Position in `dimensiones` of the dimension that `written` means: its slug, its code, its name
    /// or an alias, with or without «Dimensión» before it; slips of the pen included.
    pub fn find_dimension(&self, written: &str) -> Option<usize> {
        match self.dimension_nombrada(written) {
            Hallada::Una(position, _) => Some(position),
            _ => None,
        }
    }

    /// Positions of the dimensions that have exactly this name.
    pub fn dimensiones_llamadas(&self, written: &str) -> Vec<usize> {
        let named = self.nombres.dimensiones.exact(bare_dimension(&plain(written)));
        named.iter().map(|(position, _)| *position).collect()
    }

    fn dimension_nombrada(&self, written: &str) -> Hallada {
        self.nombres.dimensiones.find(bare_dimension(&plain(written)))
    }

    /// The dimension named by `written`; what is less than its name is told in `found`.
    pub fn resolve_dimension(&self, written: &Located<String>, found: &mut Diagnostics) -> Option<usize> {
        let hallada = self.dimension_nombrada(written);
        let of = |at: usize| &self.dimensiones[at];
        DIMENSIONES.one(written, hallada, &|at| &of(at).nombre, &|at| &of(at).slug, found).map(|(position, _)| position)
    }

    /// Position in `politicas` of the policy that `written` means, slips of the pen included.
    pub fn find_politica(&self, written: &str) -> Option<usize> {
        match self.nombres.politicas.find(written) {
            Hallada::Una(position, _) => Some(position),
            _ => None,
        }
    }

    /// Positions of the policies that have exactly this name.
    pub fn politicas_llamadas(&self, written: &str) -> Vec<usize> {
        self.nombres.politicas.exact(written).iter().map(|(position, _)| *position).collect()
    }

    /// The policy named by `written`; says in `found` how it was recognised.
    pub fn resolve_politica(&self, written: &Located<String>, found: &mut Diagnostics) -> Option<usize> {
        let official = |at: usize| self.politicas[at].nombres.first().map_or("", |n| n.nombre.as_str());
        let hallada = self.nombres.politicas.find(written);
        let (position, por) = POLITICAS.one(written, hallada, &official, &|at| &self.politicas[at].slug, found)?;
        if por == Por::Alias {
            let message = format!("«{}» se toma como «{}»", written.value, official(position));
            let finding = Diagnostic::nota("politica-alias", message).at(&written.place);
            found.push(finding.label("otra forma de nombrar la política"));
        }
        Some(position)
    }
}

/// A plain name of a dimension without «dimensión», «dimensión 1» or «d1» before it.
fn bare_dimension(plain: &str) -> &str {
    let after_word = plain.strip_prefix("dimension ").unwrap_or(plain).trim_start_matches("de ");
    let digits = after_word.strip_prefix('d').unwrap_or(after_word);
    match digits.split_once(' ') {
        Some((number, name)) if number.len() == 1 && number.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => after_word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::parse_text;

    #[test]
    fn a_policy_is_named_in_many_ways_and_a_name_of_two_means_neither() {
        let (file, found) = parse_text(
            "politicas.yaml",
            "dimensiones:\n- {slug: talento-humano, codigo: D1, nombre: Talento Humano}\n\
             politicas:\n\
             - {slug: gobierno, dimension: talento-humano, alias: [Antitrámites, Línea], nombres: [{desde: 2018, codigo: POL07, nombre: Gobierno Digital}]}\n\
             - {slug: seguridad, dimension: talento-humano, alias: [Línea, Gobierno digital], nombres: [{desde: 2018, codigo: POL08, nombre: Seguridad Digital A}]}\n\
             - {slug: otra, dimension: talento-humano, nombres: [{desde: 2018, codigo: POL09, nombre: Seguridad Digital B}]}\n",
        );
        assert!(found.is_empty(), "{found:?}");
        let catalogo = Catalogo::build(file.node.as_ref(), None, None, &mut Diagnostics::default());
        for (written, expected) in [
            ("GOBIERNO  DIGITAL", Hallada::Una(0, Por::Nombre)),
            ("Gobierno-digital.", Hallada::Una(0, Por::Nombre)),
            ("seguridad", Hallada::Una(1, Por::Nombre)),
            ("antitramites", Hallada::Una(0, Por::Alias)),
            ("Govierno Dijital", Hallada::Una(0, Por::Parecido)),
            ("línea", Hallada::Varias(vec![0, 1])),
            ("Seguridad Digital", Hallada::Ninguna { parecida: Some(1) }),
            ("Componente Ambiental", Hallada::Ninguna { parecida: None }),
        ] {
            assert_eq!(catalogo.nombres.politicas.find(written), expected, "{written}");
        }
        for written in ["D1", "Dimensión 1: Talento Humano", "talento-humano", "D1 Talento Humano", "Talento Umano"] {
            assert_eq!(catalogo.find_dimension(written), Some(0), "{written}");
        }
    }
}
