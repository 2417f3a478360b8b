//! Documents about a body and what became of its work plan, session by session.

use crate::locale::Fecha;

use super::cabecera::{CampoControl, Firma, Forma, Tipo, document};
use super::identificador::Identificador;
use super::secciones::Seccion;
use super::shape::Located;

document! {
    /// The follow-up of a work plan at a session of its body, or the minutes of the session.
    pub struct SeguimientoTrabajo ("un seguimiento al plan de trabajo") {
        cabecera {
            /// Tipo de documento: seguimiento-plan-trabajo
            tipo,
            /// Título de la portada, como Seguimiento al plan de trabajo 2026
            titulo,
            /// Comité o comisión del plan, con su nombre completo
            organo,
            lugar: Option,
            /// Fecha del documento: AAAA-MM-DD, AAAA-MM o AAAA; si falta, la de la sesión
            fecha: Option,
            /// Fecha a la que se dice en qué van los compromisos: AAAA-MM-DD; si falta, la de la sesión
            corte: Option,
            ejemplo: Option,
            forma: Option,
            control,
            firmas,
        }
        /// Nombre del archivo del plan de trabajo, en la misma carpeta y sin la terminación, como plan-trabajo-2026
        plan_trabajo: Located<Identificador>,
        /// Nombre del archivo de la sesión, en la misma carpeta y sin la terminación, como sesion-2026-feb
        sesion: Located<Identificador>,
        /// Secciones del documento, en el orden en que se imprimen
        secciones: Vec<Seccion>,
    }
}
