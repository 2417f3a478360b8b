//! Files that describe a document: the keys all kinds share, and each kind.

use crate::data::{Node, Value};
use crate::diagnostic::{Diagnostic, Diagnostics, nearest};
use crate::locale::Fecha;

use super::conjunto::Seleccion;
use super::identificador::Identificador;
use super::shape::{Definitions, FromNode, Located, choice, record, wrong_type};

choice! {
    /// Kind of document, the value of `tipo`.
    pub enum Tipo ("un tipo de documento") {
        InformeSeguimiento = "informe-seguimiento",
        PlanTrabajo = "plan-trabajo",
        Consolidado = "consolidado",
        Presentacion = "presentacion",
        FichaPolitica = "ficha-politica",
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

record! {
    /// The follow-up report of an entity.
    pub struct Informe ("un informe de seguimiento") {
        /// Tipo de documento: informe-seguimiento
        tipo: Tipo,
        /// Título de la portada, como Informe de seguimiento al MIPG
        titulo: Located<String>,
        /// Slug de la entidad en el catálogo, como instituto-ejemplo
        entidad: Option<Located<String>>,
        /// En vez de «entidad», las entidades que reciben cada una su informe: todas, o un filtro
        entidades: Option<Located<Seleccion>>,
        /// Ciudad, como Bogotá, D.C., que se imprime en la portada
        lugar: Option<String>,
        /// Fecha del informe, en la portada: AAAA-MM-DD, AAAA-MM o AAAA
        fecha: Located<Fecha>,
        /// Fecha de corte del seguimiento: AAAA-MM-DD; si es un mes, vale su último día
        corte: Located<Fecha>,
        /// Fecha de elaboración: AAAA-MM-DD, desde el corte y hasta la fecha de la portada
        elaborado: Option<Located<Fecha>>,
        /// Fecha de publicación: AAAA-MM-DD, desde la fecha de la portada
        publicado: Option<Located<Fecha>>,
        /// Vigencia medida: AAAA, como 2024; exige su archivo de resultados
        vigencia: Located<u32>,
        /// Otra vigencia para comparar: AAAA, como 2023; exige su archivo de resultados
        comparar_con: Option<Located<u32>>,
        /// Nombre del archivo del plan de la entidad, sin la terminación, como plan-2025
        plan: Option<Located<Identificador>>,
        /// true si los datos no son oficiales; se imprime en cada página
        ejemplo: Option<bool>,
        /// Campos del recuadro de cada página; la página n de N se agrega sola
        control: Vec<CampoControl>,
        /// Quién elaboró, quién revisó y quién aprobó, en ese orden
        firmas: Vec<Firma>,
        /// Secciones del informe, en el orden en que se imprimen
        secciones: Vec<Seccion<Componente>>,
    }
}

record! {
    /// A section with its heading, content and subsections.
    pub struct Seccion<C> ("una sección") {
        /// Título de la sección, sin número: la numeración se pone sola
        titulo: String,
        /// Contenidos en orden, uno por guion: un texto, unas normas, tabla_politicas…
        contenido: Vec<Bloque<C>>,
        /// Subsecciones, con las mismas claves
        secciones: Vec<Seccion<C>>,
    }
}

/// A narrative text in the small Markdown, with live figures.
pub type Narracion = Located<String>;

/// A piece of content of a section.
#[derive(Debug, Clone, PartialEq)]
pub enum Bloque<C> {
    Texto(Narracion),
    Normas(Vec<Located<String>>),
    Recomendaciones(Vec<Narracion>),
    /// A component that is computed from the data.
    Componente(C, crate::diagnostic::Place),
}

choice! {
    /// Content that is computed from the data.
    pub enum Componente ("un contenido de un informe de seguimiento") {
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
        RecomendacionesFurag = "recomendaciones_furag",
        ControlInterno = "control_interno",
    }
}

/// The content that takes a value: `- texto: …`.
const WITH_VALUE: [&str; 3] = ["texto", "normas", "recomendaciones"];

impl<C: FromNode> FromNode for Bloque<C> {
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
            Value::Text(_) => C::from_node(node, diagnostics).map(|c| Bloque::Componente(c, node.place.clone())),
            Value::Map(entries) => match entries.as_slice() {
                [(key, value)] => match key.text.as_str() {
                    "texto" => FromNode::from_node(value, diagnostics).map(Bloque::Texto),
                    "normas" => FromNode::from_node(value, diagnostics).map(Bloque::Normas),
                    "recomendaciones" => FromNode::from_node(value, diagnostics).map(Bloque::Recomendaciones),
                    other => {
                        let remedy = match nearest(other, WITH_VALUE) {
                            Some(near) => format!("¿quiso decir «{near}»?"),
                            None => format!(
                                "con valor van {}; los demás contenidos se escriben solos, como «- tabla_politicas»",
                                crate::locale::lista(&WITH_VALUE)
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
            C::schema(definitions),
            one("texto", "Texto narrativo en Markdown, con cifras vivas", narrative),
            one("normas", "Identificadores de normas del catálogo", norms),
            one("recomendaciones", "Recomendaciones numeradas, en Markdown", texts),
        ] })
    }
}

record! {
    /// A work plan: functions, activities and the sessions that follow them.
    pub struct PlanTrabajo ("un plan de trabajo") {
        /// Tipo de documento: plan-trabajo
        tipo: Tipo,
        /// Título del documento, como Plan de trabajo 2026
        titulo: Located<String>,
        /// Comité o comisión del plan, con su nombre completo
        organo: String,
        /// Ciudad, como Bogotá, D.C., que se imprime en el documento
        lugar: Option<String>,
        /// Año del plan: AAAA, como 2026
        vigencia: Located<u32>,
        /// Fecha del documento: AAAA-MM-DD, AAAA-MM o AAAA; en blanco si no tiene
        fecha: Option<Located<Fecha>>,
        /// true si los datos no son oficiales; se imprime en cada página
        ejemplo: Option<bool>,
        /// Lo que se imprime después de «Fuente:»; si falta, el órgano
        fuente: Option<String>,
        /// Campos del recuadro de cada página; la página n de N se agrega sola
        control: Vec<CampoControl>,
        /// Quién elaboró, quién revisó y quién aprobó, en ese orden
        firmas: Vec<Firma>,
        /// Sesiones en que se hace seguimiento al plan
        sesiones: Vec<Sesion>,
        /// Grupos de funciones, en el orden en que se imprimen
        grupos: Vec<GrupoFunciones>,
    }
}

record! {
    /// A session in which activities are followed.
    pub struct Sesion ("una sesión") {
        /// Identificador con que la citan las actividades, como feb
        id: Located<Identificador>,
        /// Encabezado corto de su columna, como FEB
        rotulo: String,
        /// Nombre completo, como sesión ordinaria de febrero
        nombre: String,
    }
}

record! {
    /// A group of functions: basic, specific, others.
    pub struct GrupoFunciones ("un grupo de funciones") {
        /// Título del grupo, como Funciones básicas
        titulo: String,
        /// Funciones del grupo, en el orden en que se imprimen
        funciones: Vec<Funcion>,
    }
}

record! {
    /// A function of the body and the activities that fulfil it.
    pub struct Funcion ("una función") {
        /// Número de la función, tal como se imprime, como 1
        numero: Option<String>,
        /// Texto de la función; admite Markdown y cifras vivas
        funcion: Narracion,
        /// Actividades con que se cumple la función; al menos una
        actividades: Vec<ActividadTrabajo>,
    }
}

record! {
    /// What is still to be defined, in the words of the plan.
    pub struct Pendiente ("lo pendiente de una actividad") {
        /// Lo que el plan deja por definir de la actividad, con sus palabras: Por precisar
        actividad: Option<String>,
        /// Lo que deja por definir del responsable, con sus palabras: Por designar
        responsable: Option<String>,
        /// Lo que deja por definir de la fecha, con sus palabras: Fecha por definir
        fecha: Option<String>,
    }
}

record! {
    /// A line of a work plan.
    pub struct ActividadTrabajo ("una actividad del plan de trabajo") {
        /// Número de la actividad, tal como se imprime, como 1.10
        numero: Option<String>,
        /// Texto de la actividad; admite Markdown y cifras vivas; en blanco si no está definida
        actividad: Option<Narracion>,
        /// Uno o varios responsables, como Veeduría Distrital
        responsable: Vec<String>,
        /// Identificadores de las sesiones que le hacen seguimiento, como feb
        sesiones: Vec<Located<String>>,
        /// Lo que el plan declara por definir: actividad, responsable o fecha
        pendiente: Option<Pendiente>,
        /// Observaciones; admite Markdown y cifras vivas
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
            let finding =
                super::catalogo::unknown("sesion-desconocida", "una sesión de este plan", sesion, ids.iter().copied());
            diagnostics.push(finding.remedy(match ids.as_slice() {
                [] => "agréguela en «sesiones», que no tiene ninguna, o quite la sesión de la actividad".to_owned(),
                [one] => format!("la única sesión de este plan es {one}: corrija el nombre o agréguela en «sesiones»"),
                many => format!(
                    "las sesiones de este plan son {}: corrija el nombre o agréguela en «sesiones»",
                    crate::locale::lista(many)
                ),
            }));
        }
    }
}
