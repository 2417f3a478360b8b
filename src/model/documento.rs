//! Files that describe a document: the keys all kinds share, and each kind.

use crate::data::{Node, Value};
use crate::diagnostic::{Diagnostic, Diagnostics, nearest};
use crate::locale::Fecha;

use super::shape::{Definitions, FromNode, Located, choice, record, wrong_type};

choice! {
    /// Kind of document, the value of `tipo`.
    pub enum Tipo ("un tipo de documento") {
        InformeSeguimiento = "informe-seguimiento",
        PlanTrabajo = "plan-trabajo",
    }
}

record! {
    /// A field of the control box that is printed on every page.
    pub struct CampoControl ("un campo del recuadro de control") {
        campo: String,
        valor: String,
    }
}

record! {
    /// Somebody who drew up, reviewed or approved the document.
    pub struct Firma ("una firma") {
        rol: String,
        nombre: Located<String>,
        cargo: Option<String>,
    }
}

record! {
    /// The follow-up report of an entity.
    pub struct Informe ("un informe de seguimiento") {
        tipo: Tipo,
        titulo: Located<String>,
        entidad: Located<String>,
        lugar: Option<String>,
        fecha: Located<Fecha>,
        corte: Located<Fecha>,
        elaborado: Option<Located<Fecha>>,
        publicado: Option<Located<Fecha>>,
        vigencia: Located<u32>,
        comparar_con: Option<Located<u32>>,
        plan: Option<Located<String>>,
        ejemplo: Option<bool>,
        control: Vec<CampoControl>,
        firmas: Vec<Firma>,
        secciones: Vec<Seccion>,
    }
}

record! {
    /// A section with its heading, content and subsections.
    pub struct Seccion ("una sección") {
        titulo: String,
        contenido: Vec<Bloque>,
        secciones: Vec<Seccion>,
    }
}

/// A narrative text in the small Markdown, with live figures.
pub type Narracion = Located<String>;

/// A piece of content of a section.
#[derive(Debug, Clone, PartialEq)]
pub enum Bloque {
    Texto(Narracion),
    Normas(Vec<Located<String>>),
    Recomendaciones(Vec<Narracion>),
    /// A component that is computed from the data.
    Componente(Componente, crate::diagnostic::Place),
}

choice! {
    /// Content that is computed from the data.
    pub enum Componente ("un contenido") {
        Sintesis = "sintesis",
        Indice = "indice",
        TablaPoliticas = "tabla_politicas",
        GraficoPoliticas = "grafico_politicas",
        Extremos = "extremos",
        DetalleDimensiones = "detalle_dimensiones",
        Plan = "plan",
        EstadoPlan = "estado_plan",
        Actividades = "actividades",
        SinRecurso = "sin_recurso",
        IndicePlan = "indice_plan",
    }
}

/// The content that takes a value: `- texto: …`.
const WITH_VALUE: [&str; 3] = ["texto", "normas", "recomendaciones"];

impl FromNode for Bloque {
    fn from_node(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        match &node.value {
            Value::Text(name) if WITH_VALUE.contains(&name.as_str()) => {
                diagnostics.push(
                    Diagnostic::error("contenido-sin-valor", format!("«{name}» necesita un valor"))
                        .at(&node.place)
                        .remedy(format!("escriba «- {name}: …»")),
                );
                None
            }
            Value::Text(_) => {
                Componente::from_node(node, diagnostics).map(|c| Bloque::Componente(c, node.place.clone()))
            }
            Value::Map(entries) => match entries.as_slice() {
                [(key, value)] => match key.text.as_str() {
                    "texto" => FromNode::from_node(value, diagnostics).map(Bloque::Texto),
                    "normas" => FromNode::from_node(value, diagnostics).map(Bloque::Normas),
                    "recomendaciones" => FromNode::from_node(value, diagnostics).map(Bloque::Recomendaciones),
                    other => {
                        let remedy = match nearest(other, WITH_VALUE) {
                            Some(near) => format!("¿quiso decir «{near}»?"),
                            None => format!(
                                "con valor van {}; los demás contenidos se escriben solos: «- {other}»",
                                WITH_VALUE.join(", ")
                            ),
                        };
                        diagnostics.push(
                            Diagnostic::error(
                                "contenido-desconocido",
                                format!("«{other}» no es un contenido con valor"),
                            )
                            .at(&key.place)
                            .remedy(remedy),
                        );
                        None
                    }
                },
                _ => {
                    diagnostics.push(wrong_type(
                        node,
                        "un solo contenido por guion",
                        "ponga cada contenido en su propio «- »",
                    ));
                    None
                }
            },
            _ => {
                diagnostics.push(wrong_type(
                    node,
                    "un contenido",
                    "escriba «- texto: …» o el nombre de un contenido, como «- tabla_politicas»",
                ));
                None
            }
        }
    }

    fn schema(definitions: &mut Definitions) -> serde_json::Value {
        let narrative = Narracion::schema(definitions);
        let norms = Vec::<Located<String>>::schema(definitions);
        let texts = Vec::<Narracion>::schema(definitions);
        let one = |key: &str, description: &str, schema: serde_json::Value| {
            serde_json::json!({
                "type": "object",
                "description": description,
                "properties": { key: schema },
                "required": [key],
                "additionalProperties": false,
            })
        };
        serde_json::json!({ "anyOf": [
            Componente::schema(definitions),
            one("texto", "Texto narrativo en Markdown, con cifras vivas", narrative),
            one("normas", "Identificadores de normas del catálogo", norms),
            one("recomendaciones", "Recomendaciones numeradas, en Markdown", texts),
        ] })
    }
}

record! {
    /// A work plan: functions, activities and the sessions that follow them.
    pub struct PlanTrabajo ("un plan de trabajo") {
        tipo: Tipo,
        titulo: Located<String>,
        organo: String,
        lugar: Option<String>,
        vigencia: Located<u32>,
        fecha: Option<Located<Fecha>>,
        ejemplo: Option<bool>,
        fuente: Option<String>,
        control: Vec<CampoControl>,
        firmas: Vec<Firma>,
        sesiones: Vec<Sesion>,
        grupos: Vec<GrupoFunciones>,
    }
}

record! {
    /// A session in which activities are followed.
    pub struct Sesion ("una sesión") {
        id: Located<String>,
        rotulo: String,
        nombre: String,
    }
}

record! {
    /// A group of functions: basic, specific, others.
    pub struct GrupoFunciones ("un grupo de funciones") {
        titulo: String,
        funciones: Vec<Funcion>,
    }
}

record! {
    /// A function of the body and the activities that fulfil it.
    pub struct Funcion ("una función") {
        numero: Option<String>,
        funcion: Narracion,
        actividades: Vec<ActividadTrabajo>,
    }
}

record! {
    /// What is still to be defined, in the words of the plan.
    pub struct Pendiente ("lo pendiente de una actividad") {
        actividad: Option<String>,
        responsable: Option<String>,
        fecha: Option<String>,
    }
}

record! {
    /// A line of a work plan.
    pub struct ActividadTrabajo ("una actividad del plan de trabajo") {
        numero: Option<String>,
        actividad: Option<Narracion>,
        responsable: Vec<String>,
        sesiones: Vec<Located<String>>,
        pendiente: Option<Pendiente>,
        observacion: Option<Narracion>,
    }
}

impl PlanTrabajo {
    /// Checks that every session named by an activity is a session of the plan.
    pub fn check(&self, diagnostics: &mut Diagnostics) {
        for funcion in self.grupos.iter().flat_map(|g| &g.funciones).filter(|f| f.actividades.is_empty()) {
            diagnostics.push(
                Diagnostic::error("funcion-sin-actividades", "la función no tiene ningún renglón en «actividades»")
                    .at(&funcion.funcion.place)
                    .remedy("agregue al menos uno; si la actividad no se conoce, escriba en él «pendiente: {actividad: Por definir}»"),
            );
        }
        let ids: Vec<_> = self.sesiones.iter().map(|s| s.id.value.as_str()).collect();
        let named =
            self.grupos.iter().flat_map(|g| &g.funciones).flat_map(|f| &f.actividades).flat_map(|a| &a.sesiones);
        for sesion in named.filter(|s| !ids.contains(&s.value.as_str())) {
            diagnostics.push(super::catalogo::unknown(
                "sesion-desconocida",
                "una sesión de este plan",
                sesion,
                ids.iter().copied(),
            ));
        }
    }
}
