//! Documents about one subject: the follow-up report of an entity and the work plan of a body.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::locale::Fecha;

use super::cabecera::{CampoControl, Firma, Forma, Tipo, document};
use super::identificador::Identificador;
use super::secciones::{Llamada, Narracion, Seccion};
use super::seleccion::Seleccion;
use super::shape::{Located, record};

document! {
    /// The follow-up report of an entity.
    pub struct Informe ("un informe de seguimiento") {
        cabecera {
            /// Tipo de documento: informe-seguimiento
            tipo,
            /// Título de la portada, como Informe de seguimiento al MIPG
            titulo,
            entidad: Option,
            /// En vez de «entidad», las entidades que reciben cada una su informe: todas, o un filtro
            entidades: Option,
            lugar: Option,
            /// Fecha del informe, en la portada: AAAA-MM-DD, AAAA-MM o AAAA
            fecha,
            /// Fecha de corte del seguimiento: AAAA-MM-DD; si es un mes, vale su último día
            corte,
            elaborado: Option,
            publicado: Option,
            /// Vigencia medida: AAAA, como 2024; exige su archivo de resultados
            vigencia,
            /// Otra vigencia para comparar: AAAA, como 2023; exige su archivo de resultados
            comparar_con: Option,
            /// Nombre del archivo del plan de la entidad, sin la terminación, como plan-2025
            plan: Option,
            ejemplo: Option,
            forma: Option,
            control,
            firmas,
        }
        /// Secciones del informe, en el orden en que se imprimen
        secciones: Vec<Seccion>,
    }
}

document! {
    /// A work plan: functions, activities and the sessions that follow them.
    pub struct PlanTrabajo ("un plan de trabajo") {
        cabecera {
            /// Tipo de documento: plan-trabajo
            tipo,
            /// Título del documento, como Plan de trabajo 2026
            titulo,
            /// Comité o comisión del plan, con su nombre completo
            organo,
            lugar: Option,
            /// Año del plan: AAAA, como 2026
            vigencia,
            /// Fecha del documento: AAAA-MM-DD, AAAA-MM o AAAA; en blanco si no tiene
            fecha: Option,
            ejemplo: Option,
            control,
            firmas,
        }
        /// Quién preparó el documento a partir del plan, con su artículo, como la Secretaría Técnica de la Comisión
        edicion: Option<String>,
        /// Día en que se adoptó el plan: AAAA-MM-DD; en blanco si no se sabe
        adopcion: Option<Located<Fecha>>,
        /// Contenidos en orden, uno por guion; si faltan, los del tipo de documento
        contenido: Vec<Llamada>,
        /// Lo que se imprime después de «Fuente:»; si falta, el órgano
        fuente: Option<String>,
        /// Sesiones en que se tratan los puntos del plan
        sesiones: Vec<Sesion>,
        /// Lo que se imprime sobre las columnas de las sesiones, como SESIONES ORDINARIAS
        titulo_sesiones: Option<String>,
        /// Siglas de los textos del plan, con lo que quieren decir
        siglas: Vec<SiglaPlan>,
        /// Responsables que el plan nombra de más de una manera
        otros_nombres: Vec<OtroNombre>,
        /// Grupos de funciones, en el orden en que se imprimen
        grupos: Vec<GrupoFunciones>,
    }
}

record! {
    /// What an abbreviation in the texts of a work plan stands for.
    pub struct SiglaPlan ("una sigla del plan de trabajo") {
        /// La sigla, como CIGD
        sigla: String,
        /// Lo que quiere decir; en blanco si el plan no lo dice
        nombre: Option<String>,
    }
}

record! {
    /// Another name of a body that answers for points of a work plan.
    pub struct OtroNombre ("otro nombre de un responsable") {
        /// El otro nombre, con las palabras del plan, como La secretaría técnica de la Comisión
        nombre: Located<String>,
        /// El responsable que es, con el nombre que va en la tabla, como Secretaría Técnica CIGD
        es: Located<String>,
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
        /// Día de la sesión: AAAA-MM-DD; en blanco si no está fijado
        fecha: Option<Located<Fecha>>,
    }
}

record! {
    /// A group of functions: basic, specific, others.
    pub struct GrupoFunciones ("un grupo de funciones") {
        /// Título del grupo, como Funciones básicas
        titulo: String,
        /// Letras con que empiezan los rótulos de sus puntos, como B en B1.1; sin ellas llevan solo su número
        sigla: Option<String>,
        /// Funciones del grupo, en el orden en que se imprimen
        funciones: Vec<Funcion>,
    }
}

record! {
    /// A function of the body and the activities that fulfil it.
    pub struct Funcion ("una función") {
        /// Número de la función, tal como se imprime, como 1 o Parágrafo 1
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
        /// Quién actúa según el texto del punto, con las mismas palabras del texto
        responsable_segun_texto: Vec<Located<String>>,
        /// Identificadores de las sesiones en que se trata, como feb
        sesiones: Vec<Located<String>>,
        /// Lo que el plan declara por definir: actividad, responsable o fecha
        pendiente: Option<Pendiente>,
        /// Observaciones; admite Markdown y cifras vivas
        observacion: Option<Narracion>,
    }
}

impl PlanTrabajo {
    /// Checks that every session named by an activity is a session of the plan, and that who acts
    /// according to its text is named there.
    pub fn check(&self, diagnostics: &mut Diagnostics) {
        for funcion in self.grupos.iter().flat_map(|g| &g.funciones).filter(|f| f.actividades.is_empty()) {
            diagnostics.push(
                Diagnostic::error("funcion-sin-actividades", "la función no tiene ningún renglón en «actividades»")
                    .at(&funcion.funcion.place)
                    .remedy("agregue al menos uno; si la actividad no se conoce, escriba en él «pendiente: {actividad: Por definir}»"),
            );
        }
        for funcion in self.grupos.iter().flat_map(|g| &g.funciones) {
            for actividad in &funcion.actividades {
                actividad.check_named(funcion, diagnostics);
            }
        }
        self.check_names(diagnostics);
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

impl PlanTrabajo {
    /// Reports other names of nobody.
    fn check_names(&self, diagnostics: &mut Diagnostics) {
        let lines = || self.grupos.iter().flat_map(|g| &g.funciones).flat_map(|f| &f.actividades);
        let named = || {
            lines().flat_map(|a| {
                let of_text = a.responsable_segun_texto.iter().map(|named| named.value.as_str());
                a.responsable.iter().map(String::as_str).chain(of_text)
            })
        };
        for one in self.otros_nombres.iter().flat_map(|other| [&other.nombre, &other.es]) {
            if named().all(|name| name != one.value) {
                let finding = super::catalogo::unknown(
                    "responsable-desconocido",
                    "quien responde por algún punto de este plan",
                    one,
                    named(),
                );
                diagnostics.push(
                    finding.remedy("cópielo como está en «responsable» o en «responsable_segun_texto» de un punto"),
                );
            }
        }
    }
}

impl ActividadTrabajo {
    /// Reports who would act according to the text of the line, which does not name them.
    fn check_named(&self, funcion: &Funcion, diagnostics: &mut Diagnostics) {
        let texts = [Some(&funcion.funcion), self.actividad.as_ref()].into_iter().flatten();
        let texts: Vec<_> = texts.map(|text| unmarked(&text.value)).collect();
        for named in &self.responsable_segun_texto {
            let words = unmarked(&named.value);
            if texts.iter().any(|text| text.contains(&words)) {
                continue;
            }
            diagnostics.push(
                Diagnostic::error(
                    "responsable-fuera-del-texto",
                    format!("ni la función ni la actividad dicen «{words}»"),
                )
                .at(&named.place)
                .remedy("copie las palabras con que el texto nombra a quien actúa; si no lo nombra, quite la clave"),
            );
        }
    }
}

/// `text` without marks of format, its words one space apart.
pub fn unmarked(text: &str) -> String {
    text.replace('*', "").split_whitespace().collect::<Vec<_>>().join(" ")
}
