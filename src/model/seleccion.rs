//! Which entities of the catalogue a document is about.

use crate::data::{Node, Value};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::locale::fold;

use super::catalogo::{Catalogo, unknown};
use super::shape::{Definitions, FromNode, Located, record, wrong_type};

record! {
    /// Conditions that an entity has to meet, all of them.
    pub struct FiltroEntidades ("un filtro de entidades") {
        /// Orden al que pertenecen: distrital, nacional…
        orden: Option<Located<String>>,
        /// Slugs de los sectores
        sectores: Vec<Located<String>>,
        /// Slugs de los tipos de entidad
        tipos: Vec<Located<String>>,
        /// Departamentos donde están
        departamentos: Vec<Located<String>>,
        /// Municipios donde están
        municipios: Vec<Located<String>>,
        /// Slugs de las entidades, una por una
        lista: Vec<Located<String>>,
        /// Slugs de las que se dejan por fuera
        excepto: Vec<Located<String>>,
    }
}

/// The entities that a document is about.
#[derive(Debug, Clone, PartialEq)]
pub enum Seleccion {
    /// All of the catalogue.
    Todas,
    Filtro(Box<FiltroEntidades>),
}

/// The word for all entities.
const TODAS: &str = "todas";

impl FromNode for Seleccion {
    fn from_node(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        match &node.value {
            Value::Text(word) if word.trim() == TODAS => Some(Self::Todas),
            Value::Map(_) => FiltroEntidades::from_node(node, diagnostics).map(|f| Self::Filtro(Box::new(f))),
            _ => {
                diagnostics.push(wrong_type(
                    node,
                    "«todas» o un filtro de entidades",
                    "escriba «entidades: todas», o debajo una o varias de orden, sectores, tipos, departamentos, municipios, lista y excepto",
                ));
                None
            }
        }
    }

    fn schema(definitions: &mut Definitions) -> serde_json::Value {
        serde_json::json!({ "anyOf": [{ "const": TODAS }, FiltroEntidades::schema(definitions)] })
    }
}

impl Seleccion {
    /// Positions in [`Catalogo::entidades`], in catalogue order; names that
    /// mean nothing are told, and a selection of nobody is an error at `place`.
    pub fn choose(
        &self,
        catalogo: &Catalogo,
        place: &crate::diagnostic::Place,
        diagnostics: &mut Diagnostics,
    ) -> Option<Vec<usize>> {
        let Self::Filtro(filtro) = self else { return Some((0..catalogo.entidades.len()).collect()) };
        let mut found = Diagnostics::default();
        let slugs = || catalogo.entidades.iter().map(|e| e.slug.as_str());
        for slug in filtro.lista.iter().chain(&filtro.excepto).filter(|s| catalogo.entidad(s).is_none()) {
            found.push(unknown("entidad-desconocida", "una entidad del catálogo", slug, slugs()));
        }
        for slug in filtro.sectores.iter().filter(|s| !catalogo.sectores.iter().any(|k| k.slug == s.value)) {
            let slugs = catalogo.sectores.iter().map(|s| s.slug.as_str());
            found.push(unknown("sector-desconocido", "un sector del catálogo", slug, slugs));
        }
        for slug in filtro.tipos.iter().filter(|s| !catalogo.tipos.iter().any(|k| k.slug == s.value)) {
            let slugs = catalogo.tipos.iter().map(|s| s.slug.as_str());
            found.push(unknown("tipo-entidad-desconocido", "un tipo de entidad del catálogo", slug, slugs));
        }
        let among = |wanted: &[Located<String>], value: Option<&str>| {
            wanted.is_empty() || value.is_some_and(|v| wanted.iter().any(|w| fold(w) == fold(v)))
        };
        let chosen: Vec<_> = catalogo
            .entidades
            .iter()
            .enumerate()
            .filter(|(_, e)| {
                among(filtro.orden.as_slice(), e.orden.as_deref())
                    && among(&filtro.sectores, e.sector.as_ref().map(|s| s.value.as_str()))
                    && among(&filtro.tipos, e.tipo.as_ref().map(|t| t.value.as_str()))
                    && among(&filtro.departamentos, e.departamento.as_deref())
                    && among(&filtro.municipios, e.municipio.as_deref())
                    && (filtro.lista.is_empty() || filtro.lista.iter().any(|s| s.value == e.slug))
                    && !filtro.excepto.iter().any(|s| s.value == e.slug)
            })
            .map(|(position, _)| position)
            .collect();
        if chosen.is_empty() && !found.has_errors() {
            found.push(
                Diagnostic::error("seleccion-vacia", "ninguna entidad del catálogo cumple el filtro")
                    .at(place)
                    .remedy("quite condiciones, o revise en data/catalogo/entidades.yaml cómo están escritos el orden, el sector y el tipo"),
            );
        }
        let broken = found.has_errors();
        diagnostics.extend(found);
        (!broken).then_some(chosen)
    }
}
