//! The record of a session of a body: who came, what was reported of its work plan, what was approved
//! and committed to.  The plan says which sessions there are; this says what became of one.

use crate::locale::Fecha;

use super::conjunto::Compromiso;
use super::plan::Avance;
use super::shape::{Located, choice, record};

choice! {
    /// Whether a member of a body came to a session.
    pub enum Asistencia ("una asistencia") {
        Titular = "titular",
        /// Somebody whom the member sent.
        Delegado = "delegado",
        /// Gave a reason not to come.
        Excusa = "excusa",
        Ausente = "ausente",
    }
}

choice! {
    /// What became of a matter that a session was asked to decide.
    pub enum Resolucion ("una resolución") {
        Aprobado = "aprobado",
        NoAprobado = "no aprobado",
        Aplazado = "aplazado",
    }
}

choice! {
    /// How a session was held.
    pub enum Modalidad ("una modalidad") {
        Presencial = "presencial",
        Virtual = "virtual",
        Mixta = "mixta",
    }
}

record! {
    /// A member of a body, or somebody invited, at a session.
    pub struct Asistente ("un asistente") {
        /// Entidad o dependencia que integra el órgano, como Secretaría Distrital de Planeación
        integrante: Located<String>,
        /// Si asistió: titular, delegado, excusa o ausente
        asistencia: Asistencia,
        /// Nombre y cargo de quien asistió
        nombre: Option<String>,
        /// false si es un invitado, que no cuenta para el quórum
        vota: Option<bool>,
    }
}

record! {
    /// What was reported of a point of the work plan.
    pub struct ReportePunto ("un reporte de un punto del plan") {
        /// Rótulo del punto en el plan de trabajo, como B1.1
        punto: Located<String>,
        /// Quién lo presentó, como Secretaría Distrital de Ambiente
        presenta: Option<String>,
        /// Lo que se informó del punto
        informe: String,
        /// Porcentaje de 0 a 100, sin signo, como 60; o hecho/programado, como 3/6
        avance: Option<Located<Avance>>,
        /// Evidencia del avance, como Acta 3 del Equipo Técnico Administrativo
        evidencia: Option<String>,
    }
}

record! {
    /// A matter that a session was asked to decide.
    pub struct Asunto ("un asunto por decidir") {
        /// Lo que se sometió a decisión, como Adoptar el Plan Marco 2026
        asunto: String,
        /// Qué se resolvió: aprobado, no aprobado o aplazado
        resolucion: Located<Resolucion>,
        /// Por qué, o con qué condición, como Faltan productos de tres líderes
        motivo: Option<String>,
        /// Rótulo del punto del plan de trabajo a que corresponde, como B1.1
        punto: Option<Located<String>>,
    }
}

record! {
    /// The record of a session.
    pub struct SesionCelebrada ("el registro de una sesión") {
        /// Año del plan de trabajo: AAAA, como 2026
        vigencia: Located<u32>,
        /// Identificador de la sesión en el plan de trabajo, como feb; en blanco si fue extraordinaria
        sesion: Option<Located<String>>,
        /// Nombre de la sesión extraordinaria, como sesión extraordinaria del 15 de abril
        nombre: Option<String>,
        /// Número del acta, como 1 de 2026
        acta: Option<String>,
        /// Día en que se aprobó el acta: AAAA-MM-DD; sin él es un proyecto de acta
        aprobada: Option<Located<Fecha>>,
        /// Día en que se celebró: AAAA-MM-DD
        fecha: Located<Fecha>,
        /// De qué hora a qué hora, como 9:00 a. m. a 11:30 a. m.
        hora: Option<String>,
        /// Dónde se celebró, como Palacio Liévano
        sitio: Option<String>,
        /// Cómo se celebró: presencial, virtual o mixta
        modalidad: Option<Modalidad>,
        /// Quién la presidió
        preside: Option<String>,
        /// true si los datos no son oficiales; se imprime en cada página
        ejemplo: Option<bool>,
        /// Cuántos integrantes con voto hacen falta para decidir, según el reglamento, como 10
        quorum: Located<u32>,
        /// Integrantes e invitados, en el orden en que se imprimen
        asistencia: Vec<Asistente>,
        /// Orden del día, un tema por guion
        orden_del_dia: Vec<String>,
        /// Lo que se informó de los puntos del plan de trabajo
        reportes: Vec<ReportePunto>,
        /// Lo que se sometió a decisión
        asuntos: Vec<Asunto>,
        /// Compromisos que se adquirieron; «cumplido» se escribe aquí cuando se cumplen
        compromisos: Vec<Compromiso>,
    }
}
