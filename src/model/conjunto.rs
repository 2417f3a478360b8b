//! Documents about many entities at once.

use crate::data::{Node, Value};
use crate::diagnostic::Diagnostics;
use crate::locale::Fecha;

use super::cabecera::{CampoControl, Firma, Forma, Tipo, document};
use super::identificador::Identificador;
use super::puntaje::Puntaje;
use super::secciones::{Llamada, Narracion, Seccion};
use super::seleccion::Seleccion;
use super::shape::{Definitions, FromNode, Located, record};

record! {
    /// What the leader of a policy recommends, in the leader's own words.
    pub struct RecomendacionLider ("una recomendación de un líder de política") {
        /// Nombre de la política, como Gestión Documental
        politica: Located<String>,
        /// Texto de la recomendación; admite Markdown y cifras vivas
        recomendacion: Narracion,
    }
}

document! {
    /// The consolidated report of a group of entities.
    pub struct Consolidado ("un consolidado") {
        cabecera {
            /// Tipo de documento: consolidado
            tipo,
            /// Título de la portada, como Informe consolidado de resultados del FURAG
            titulo,
            organo,
            ambito,
            lugar: Option,
            fecha,
            corte,
            vigencia,
            comparar_con: Option,
            entidades,
            plan: Option,
            ejemplo: Option,
            forma: Option,
            control,
            firmas,
        }
        /// Lo que recomiendan los líderes de política, con sus palabras
        recomendaciones_lideres: Vec<RecomendacionLider>,
        /// Secciones del informe, en el orden en que se imprimen
        secciones: Vec<Seccion>,
    }
}

record! {
    /// A value of the Índice de Gestión Pública Distrital, given as it is published.
    pub struct ValorIgpd ("un valor del IGPD") {
        /// Lo que mide: IGPD, o uno de sus componentes, como Ejecución presupuestal
        nombre: String,
        /// Puntaje de 0 a 100, con punto decimal
        puntaje: Located<Puntaje>,
        /// Puntaje de la medición anterior, de 0 a 100
        anterior: Option<Located<Puntaje>>,
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
    /// Something that was committed to in an earlier session of the committee.
    pub struct Compromiso ("un compromiso") {
        /// Lo que se acordó, como «Reprogramar las actividades vencidas»
        compromiso: Located<String>,
        /// Quién responde, como Secretaría Distrital de Gobierno
        responsable: String,
        /// Hasta cuándo, como 2025-08-29; sin ella se cuenta aparte
        fecha: Option<Fecha>,
        /// Día en que se cumplió, como 2025-08-20; sin él sigue abierto
        cumplido: Option<Located<Fecha>>,
    }
}

record! {
    /// Something that a committee is asked to decide, with the slides that it rests on.
    pub struct DecisionApoyada ("una decisión") {
        /// Lo que se pide decidir; admite Markdown y cifras vivas
        decision: Narracion,
        /// Láminas en que se apoya, como lamina_vencidas: debajo se imprimen sus datos y su número
        apoyo: Vec<Llamada>,
    }
}

/// What a committee is asked to decide: a text, or one with the slides that it rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    pub texto: Narracion,
    pub apoyo: Vec<Llamada>,
}

impl FromNode for Decision {
    fn from_node(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        if let Value::Map(_) = node.value {
            let DecisionApoyada { decision, apoyo, .. } = DecisionApoyada::from_node(node, diagnostics)?;
            return Some(Self { texto: decision, apoyo });
        }
        Narracion::from_node(node, diagnostics).map(|texto| Self { texto, apoyo: Vec::new() })
    }

    fn schema(definitions: &mut Definitions) -> serde_json::Value {
        serde_json::json!({ "anyOf": [Narracion::schema(definitions), DecisionApoyada::schema(definitions)] })
    }
}

document! {
    /// A deck of results for a committee.
    pub struct Presentacion ("una presentación") {
        cabecera {
            /// Tipo de documento: presentacion
            tipo,
            /// Título de la primera diapositiva
            titulo,
            organo,
            ambito,
            lugar: Option,
            fecha,
            corte,
            vigencia,
            comparar_con: Option,
            entidades,
            plan: Option,
            /// true si los datos no son oficiales; se imprime en cada diapositiva
            ejemplo: Option,
        }
        /// Láminas en orden, una por guion; si faltan, las del tipo de documento
        contenido: Vec<Llamada>,
        /// Ante quién se presenta, como Comité Distrital de Gestión y Desempeño
        ante: Option<String>,
        /// Índice de Gestión Pública Distrital: un dato que se copia, no se calcula
        igpd: Option<ResultadosIgpd>,
        /// Compromisos de la sesión anterior; su estado al corte se deduce de sus fechas
        compromisos: Vec<Compromiso>,
        /// Decisiones que se piden al comité: un texto, o `decision` con `apoyo`, las láminas en que se apoya
        decisiones: Vec<Decision>,
    }
}

document! {
    /// One sheet per policy, for the body that leads it.
    pub struct FichaPolitica ("una ficha de política") {
        cabecera {
            /// Tipo de documento: ficha-politica
            tipo,
            organo,
            ambito,
            fecha,
            corte,
            vigencia,
            comparar_con: Option,
            entidades,
            plan: Option,
            ejemplo: Option,
            control,
        }
        /// Contenidos en orden, uno por guion; si faltan, los del tipo de documento
        contenido: Vec<Llamada>,
        /// Políticas con ficha: nombres o slugs; si faltan, todas las de la vigencia
        politicas: Vec<Located<String>>,
        /// Hasta cuándo se espera respuesta de quien lidera, como 2025-12-15; se imprime con lo que se recomienda
        plazo: Option<Fecha>,
        /// Lo que recomiendan los líderes de política, con sus palabras
        recomendaciones_lideres: Vec<RecomendacionLider>,
    }
}
