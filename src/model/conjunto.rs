//! Documents about many entities at once: which entities, and each kind.

use std::sync::Arc;

use crate::data::{Node, Value};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::locale::{Fecha, fold};

use super::catalogo::{Catalogo, unknown};
use super::documento::{CampoControl, Firma, Narracion, Seccion, Tipo};
use super::identificador::Identificador;
use super::plan::Plan;
use super::recomendaciones::Recomendaciones;
use super::resultados::Resultados;
use super::shape::{Definitions, FromNode, Located, Puntos, choice, record, wrong_type};

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

choice! {
    /// Content of a consolidated report that is computed from the data.
    pub enum ComponenteConsolidado ("un contenido de un consolidado") {
        FichaTecnica = "ficha_tecnica",
        Resumen = "resumen",
        Distribucion = "distribucion",
        Puestos = "puestos",
        Sectores = "sectores",
        Tipos = "tipos",
        Departamentos = "departamentos",
        Dimensiones = "dimensiones",
        Politicas = "politicas",
        Matriz = "matriz",
        Cambio = "cambio",
        ControlInterno = "control_interno",
        BuenasPracticas = "buenas_practicas",
        RecomendacionesLideres = "recomendaciones_lideres",
        Planes = "planes",
        Metodo = "metodo",
        Glosario = "glosario",
        Trazabilidad = "trazabilidad",
        ValoresDimensiones = "valores_dimensiones",
        Insumos = "insumos",
    }
}

record! {
    /// What the leader of a policy recommends, in the leader's own words.
    pub struct RecomendacionLider ("una recomendación de un líder de política") {
        /// Nombre de la política, como Gestión Documental
        politica: Located<String>,
        /// Texto de la recomendación; admite Markdown y cifras vivas
        recomendacion: Narracion,
    }
}

record! {
    /// The consolidated report of a group of entities.
    pub struct Consolidado ("un consolidado") {
        /// Tipo de documento: consolidado
        tipo: Tipo,
        /// Título de la portada, como Informe consolidado de resultados del FURAG
        titulo: Located<String>,
        /// Comité, comisión u oficina que lo presenta, con su nombre completo
        organo: String,
        /// Nombre del conjunto, como Distrito Capital o departamento de Boyacá
        ambito: String,
        /// Ciudad que se imprime en la portada
        lugar: Option<String>,
        /// Fecha del informe: AAAA-MM-DD, AAAA-MM o AAAA
        fecha: Located<Fecha>,
        /// Fecha de corte de los planes de mejoramiento: AAAA-MM-DD
        corte: Located<Fecha>,
        /// Vigencia medida: AAAA, como 2024
        vigencia: Located<u32>,
        /// Otra vigencia para comparar: AAAA, como 2023
        comparar_con: Option<Located<u32>>,
        /// Entidades del conjunto: todas, o un filtro
        entidades: Located<Seleccion>,
        /// Nombre del archivo del plan de cada entidad, sin la terminación, como plan-2025
        plan: Option<Located<Identificador>>,
        /// Lo que recomiendan los líderes de política, con sus palabras
        recomendaciones_lideres: Vec<RecomendacionLider>,
        /// true si los datos no son oficiales; se imprime en cada página
        ejemplo: Option<bool>,
        /// Campos del recuadro de cada página; la página n de N se agrega sola
        control: Vec<CampoControl>,
        /// Quién elaboró, quién revisó y quién aprobó, en ese orden
        firmas: Vec<Firma>,
        /// Secciones del informe, en el orden en que se imprimen
        secciones: Vec<Seccion<ComponenteConsolidado>>,
    }
}

record! {
    /// A value of the Índice de Gestión Pública Distrital, given as it is published.
    pub struct ValorIgpd ("un valor del IGPD") {
        /// Lo que mide: IGPD, o uno de sus componentes, como Ejecución presupuestal
        nombre: String,
        /// Puntaje de 0 a 100, con punto decimal
        puntaje: Located<Puntos>,
        /// Puntaje de la medición anterior, de 0 a 100
        anterior: Option<Located<Puntos>>,
    }
}

record! {
    /// Results of the IGPD for the deck.
    pub struct ResultadosIgpd ("los resultados del IGPD") {
        /// Lo que se imprime después de «Fuente:»
        fuente: String,
        /// El índice y sus componentes, en el orden en que se muestran
        valores: Vec<ValorIgpd>,
    }
}

record! {
    /// A deck of results for a committee.
    pub struct Presentacion ("una presentación") {
        /// Tipo de documento: presentacion
        tipo: Tipo,
        /// Título de la primera diapositiva
        titulo: Located<String>,
        /// Comité, comisión u oficina que lo presenta, con su nombre completo
        organo: String,
        /// Ante quién se presenta, como Comité Distrital de Gestión y Desempeño
        ante: Option<String>,
        /// Nombre del conjunto, como Distrito Capital
        ambito: String,
        /// Ciudad que se imprime en la portada
        lugar: Option<String>,
        /// Fecha de la presentación: AAAA-MM-DD, AAAA-MM o AAAA
        fecha: Located<Fecha>,
        /// Fecha de corte de los planes de mejoramiento: AAAA-MM-DD
        corte: Located<Fecha>,
        /// Vigencia medida: AAAA, como 2024
        vigencia: Located<u32>,
        /// Otra vigencia para comparar: AAAA, como 2023
        comparar_con: Option<Located<u32>>,
        /// Entidades del conjunto: todas, o un filtro
        entidades: Located<Seleccion>,
        /// Nombre del archivo del plan de cada entidad, sin la terminación, como plan-2025
        plan: Option<Located<Identificador>>,
        /// Índice de Gestión Pública Distrital: un dato que se copia, no se calcula
        igpd: Option<ResultadosIgpd>,
        /// Decisiones que se piden al comité; admite Markdown y cifras vivas
        decisiones: Vec<Narracion>,
        /// true si los datos no son oficiales; se imprime en cada diapositiva
        ejemplo: Option<bool>,
    }
}

record! {
    /// One sheet per policy, for the body that leads it.
    pub struct FichaPolitica ("una ficha de política") {
        /// Tipo de documento: ficha-politica
        tipo: Tipo,
        /// Comité, comisión u oficina que la presenta, con su nombre completo
        organo: String,
        /// Nombre del conjunto, como Distrito Capital
        ambito: String,
        /// Fecha de la ficha: AAAA-MM-DD, AAAA-MM o AAAA
        fecha: Located<Fecha>,
        /// Fecha de corte de los planes de mejoramiento: AAAA-MM-DD
        corte: Located<Fecha>,
        /// Vigencia medida: AAAA, como 2024
        vigencia: Located<u32>,
        /// Otra vigencia para comparar: AAAA, como 2023
        comparar_con: Option<Located<u32>>,
        /// Entidades del conjunto: todas, o un filtro
        entidades: Located<Seleccion>,
        /// Políticas con ficha: nombres o slugs; si faltan, todas las de la vigencia
        politicas: Vec<Located<String>>,
        /// Nombre del archivo del plan de cada entidad, sin la terminación, como plan-2025
        plan: Option<Located<Identificador>>,
        /// Lo que recomiendan los líderes de política, con sus palabras
        recomendaciones_lideres: Vec<RecomendacionLider>,
        /// true si los datos no son oficiales; se imprime en cada página
        ejemplo: Option<bool>,
        /// Campos del recuadro de cada página; la página n de N se agrega sola
        control: Vec<CampoControl>,
    }
}

/// An entity of a set, with what is known of it.
#[derive(Debug, Clone)]
pub struct Miembro {
    /// Position in [`Catalogo::entidades`].
    pub entidad: usize,
    pub resultados: Option<Arc<Resultados>>,
    /// Results of the vigencia to compare with.
    pub anterior: Option<Arc<Resultados>>,
    pub plan: Option<Arc<Plan>>,
    pub recomendaciones: Option<Arc<Recomendaciones>>,
}

/// The entities that a document is about, in catalogue order.
#[derive(Debug, Clone)]
pub struct Conjunto {
    pub vigencia: u32,
    pub anterior: Option<u32>,
    pub miembros: Vec<Miembro>,
}

impl Conjunto {
    /// Whether any of the data is not official.
    pub fn ejemplo(&self) -> bool {
        self.miembros.iter().any(|m| {
            m.resultados.iter().chain(&m.anterior).any(|r| r.ejemplo)
                || m.plan.as_ref().is_some_and(|p| p.ejemplo)
                || m.recomendaciones.as_ref().is_some_and(|r| r.ejemplo)
        })
    }
}
