//! The improvement plan of an entity: activities one by one, or counts per
//! policy where that is all there is.

mod avance;
mod conteos;

pub use avance::Avance;

use crate::data::Node;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::locale::Fecha;

use super::catalogo::Catalogo;
use super::procedencia::Procedencia;
use super::shape::{Definitions, FromNode, Located, choice, record};
use conteos::{check_subset, check_total, count, read_counts};

choice! {
    /// State of an activity at a cut-off, in the order in which tables list them;
    /// `hechos::plan::state` is the one place that derives it.
    pub enum Estado ("un estado de actividad") {
        Cumplida = "cumplida",
        /// More was done than was planned.
        Superada = "superada",
        EnProceso = "en proceso",
        SinIniciar = "sin iniciar",
        /// Begins after the cut-off.
        Programada = "programada",
        /// Ends on the very day of the cut-off without being fulfilled.
        VenceEnCorte = "vence el día del corte",
        Vencida = "vencida",
        /// The plan itself is over.
        NoCumplida = "no cumplida",
    }
}

choice! {
    /// What control interno found of an activity's effect.
    pub enum Efectividad ("un resultado de efectividad") {
        Verificada = "verificada",
        NoEfectiva = "no efectiva",
        Pendiente = "pendiente",
    }
}

record! {
    pub(super) struct ActividadEscrita ("una actividad del plan") {
        /// Número o código de la actividad, como 1.2; si falta, su lugar en la lista
        id: Option<String>,
        /// Nombre de la política a la que aporta, como Gestión Documental
        politica: Located<String>,
        /// Qué se hace, como Actualizar las tablas de retención documental
        actividad: String,
        /// Producto o meta, como Tablas convalidadas
        producto: Option<String>,
        /// Uno o varios responsables, como Oficina de Planeación
        responsable: Vec<String>,
        /// Fecha de inicio: AAAA-MM-DD, AAAA-MM o AAAA
        inicio: Option<Located<Fecha>>,
        /// Fecha de terminación: AAAA-MM-DD, AAAA-MM o AAAA; no puede ser anterior al inicio
        fin: Option<Located<Fecha>>,
        /// Porcentaje de 0 a 100, sin signo, como 60; o hecho/programado, como 3/6, que puede pasar de lo programado
        avance: Option<Located<Avance>>,
        /// Estado escrito en la fuente; el que se imprime se calcula con las fechas y el avance
        estado: Option<Located<Estado>>,
        /// true si tiene recurso asignado, false si no; si se dice en una, dígalo en todas
        recurso: Option<bool>,
        /// Evidencia del avance, como Acta 3 del Comité
        evidencia: Option<String>,
        /// Resultado de la verificación: verificada, no efectiva o pendiente
        efectividad: Option<Efectividad>,
        /// Observación de control interno, como La contratación se aplazó
        observacion: Option<String>,
        /// Recomendación de control interno sobre la actividad
        recomendacion: Option<String>,
    }
}

record! {
    pub(super) struct ConteoEscrito ("un conteo de actividades") {
        /// Nombre de la política, como Gobierno Digital; una sola línea por política
        politica: Located<String>,
        /// Número de actividades de la política, entero, como 12
        actividades: Located<u32>,
    }
}

record! {
    pub(super) struct SinRecursoEscrito ("el conteo de actividades sin recurso") {
        /// Lo que se imprime después de «Fuente:» de este dato; si falta, la del plan
        fuente: Option<String>,
        /// Actividades sin recurso por política; no pueden ser más que las del plan
        por_politica: Vec<ConteoEscrito>,
        /// Total escrito en la fuente, para comparar con la suma, como 12; no se imprime
        total: Option<Located<u32>>,
    }
}

record! {
    struct ArchivoPlan ("un plan de mejoramiento") {
        /// Nombre del plan, como se imprime: Plan de mejoramiento MIPG 2025
        nombre: String,
        /// Lo que se imprime después de «Fuente:»; si falta, el nombre del plan
        fuente: Option<String>,
        /// Cuándo termina el plan, como 2025-12-31; desde ese corte, lo que no se cumplió es «no cumplida»
        termina: Option<Fecha>,
        /// true si los datos no son oficiales; se imprime en cada página
        ejemplo: Option<bool>,
        /// Archivo del que se importaron los datos
        procedencia: Option<Procedencia>,
        /// Las actividades una por una; no se usa si el plan da los conteos
        actividades: Vec<ActividadEscrita>,
        /// Número de actividades por política; solo si el plan no las da una por una
        por_politica: Vec<ConteoEscrito>,
        /// Total de actividades escrito en la fuente, para comparar con la suma, como 44; no se imprime
        total: Option<Located<u32>>,
        /// Actividades sin recurso asignado; solo cuando el plan da los conteos por política
        sin_recurso: Option<SinRecursoEscrito>,
    }
}

/// One activity of the plan.
#[derive(Debug, Clone)]
pub struct Actividad {
    pub id: String,
    /// Position in [`Catalogo::politicas`].
    pub politica: usize,
    pub actividad: String,
    pub producto: Option<String>,
    pub responsable: Vec<String>,
    pub inicio: Option<Located<Fecha>>,
    pub fin: Option<Located<Fecha>>,
    pub avance: Option<Located<Avance>>,
    /// The state as written, to compare with the derived one.
    pub estado: Option<Located<Estado>>,
    /// Whether money was assigned; `None` where the plan does not say.
    pub recurso: Option<bool>,
    pub evidencia: Option<String>,
    pub efectividad: Option<Efectividad>,
    pub observacion: Option<String>,
    pub recomendacion: Option<String>,
    /// Where the activity stands.
    pub place: Place,
}

/// Number of activities of a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conteo {
    /// Position in [`Catalogo::politicas`].
    pub politica: usize,
    pub actividades: u32,
    /// As the source writes the policy; `None` where activities were counted one by one.
    pub escrito: Option<String>,
}

/// An improvement plan.
#[derive(Debug, Clone)]
pub struct Plan {
    pub nombre: String,
    pub fuente: String,
    /// When the plan itself is over, where it says so.
    pub termina: Option<Fecha>,
    pub ejemplo: bool,
    pub procedencia: Option<Procedencia>,
    /// Empty where the plan gives only counts.
    pub actividades: Vec<Actividad>,
    /// One entry per policy, in the order of the file.
    pub conteos: Vec<Conteo>,
    /// Activities without assigned resources; `None` where the plan does not say.
    pub sin_recurso: Option<SinRecurso>,
    /// Whether every line could be read: where not, only what is said of one activity holds.
    pub completo: bool,
}

/// The activities of a plan that have no assigned resources.
#[derive(Debug, Clone)]
pub struct SinRecurso {
    pub fuente: String,
    pub conteos: Vec<Conteo>,
}

impl Plan {
    /// The schema of its files.
    pub fn schema(definitions: &mut Definitions) -> serde_json::Value {
        ArchivoPlan::schema(definitions)
    }

    /// Reads a plan as far as it can be read; totals are always recomputed and compared with the written ones.
    pub fn build(node: &Node, catalogo: &Catalogo, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut found = Diagnostics::default();
        let Some(file) = ArchivoPlan::from_node(node, &mut found) else {
            diagnostics.extend(found);
            return None;
        };
        // Where lines could not be read, no conclusion is drawn from what is left.
        let whole = !found.has_errors();
        let fuente = file.fuente.unwrap_or_else(|| file.nombre.clone());
        let counts = file.por_politica.first().map(|c| &c.place).or(file.sin_recurso.as_ref().map(|s| &s.place));
        if whole && file.actividades.is_empty() && file.por_politica.is_empty() {
            found.push(
                Diagnostic::error("plan-vacio", "el plan no tiene actividades")
                    .at(&node.place.source.line(node.place.line_column().0))
                    .remedy("agregue «actividades:», o «por_politica:» si solo conoce los conteos"),
            );
        }
        if let (Some(counts), false) = (counts, file.actividades.is_empty()) {
            found.push(
                Diagnostic::error("plan-ambiguo", "el plan da las actividades una por una y también conteos")
                    .at(counts)
                    .remedy("deje solo «actividades»: los conteos se calculan de ellas"),
            );
        }
        let actividades = read_activities(file.actividades, catalogo, &mut found);
        let (conteos, sin_recurso) = if actividades.is_empty() {
            let conteos = read_counts(file.por_politica, file.total.as_ref(), catalogo, whole, &mut found);
            let sin_recurso = file.sin_recurso.map(|written| {
                let counts = read_counts(written.por_politica, written.total.as_ref(), catalogo, whole, &mut found);
                SinRecurso { fuente: written.fuente.unwrap_or_else(|| fuente.clone()), conteos: counts }
            });
            // A line that was left out for its own mistake would be missing here too.
            if let Some(sin) = sin_recurso.as_ref().filter(|_| !found.has_errors()) {
                check_subset(sin, &conteos, catalogo, &node.place, &mut found);
            }
            (conteos, sin_recurso)
        } else {
            let silent = actividades.iter().filter(|a| a.recurso.is_none()).count();
            // Blank is neither yes nor no: the share is known only where all say.
            let known = silent == 0;
            if whole && !known && silent < actividades.len() {
                found.push(
                    Diagnostic::aviso(
                        "recurso-incompleto",
                        format!(
                            "de {} actividades, {silent} no {} si {} recurso; la parte sin recurso no se calcula",
                            actividades.len(),
                            if silent == 1 { "dice" } else { "dicen" },
                            if silent == 1 { "tiene" } else { "tienen" },
                        ),
                    )
                    .at(&node.place.source.line(node.place.line_column().0))
                    .remedy("escriba «recurso: true» o «recurso: false» en todas"),
                );
            }
            let without: Vec<_> = actividades.iter().filter(|a| a.recurso == Some(false)).collect();
            let conteos = count(actividades.iter());
            if whole && !found.has_errors() {
                check_total(&conteos, file.total.as_ref(), &mut found);
            }
            let sin = known.then(|| SinRecurso { fuente: fuente.clone(), conteos: count(without.into_iter()) });
            (conteos, sin)
        };
        let completo = !found.has_errors();
        diagnostics.extend(found);
        Some(Self {
            completo,
            nombre: file.nombre,
            fuente,
            termina: file.termina,
            ejemplo: file.ejemplo.unwrap_or(false),
            procedencia: file.procedencia,
            actividades,
            conteos,
            sin_recurso,
        })
    }
}

fn read_activities(written: Vec<ActividadEscrita>, catalogo: &Catalogo, found: &mut Diagnostics) -> Vec<Actividad> {
    let mut actividades = Vec::new();
    for (index, a) in written.into_iter().enumerate() {
        let politica = catalogo.resolve_politica(&a.politica, found);
        if let (Some(inicio), Some(fin)) = (&a.inicio, &a.fin)
            && inicio.primer_dia() > fin.ultimo_dia()
        {
            found.push(
                Diagnostic::error(
                    "inicio-despues-del-fin",
                    format!("la actividad empieza el {} y termina antes, el {}", inicio.larga(), fin.larga()),
                )
                .at(&inicio.place)
                .second(&fin.place, "termina aquí")
                .remedy("corrija una de las dos fechas"),
            );
            continue;
        }
        let Some(politica) = politica else { continue };
        actividades.push(Actividad {
            id: a.id.unwrap_or_else(|| (index + 1).to_string()),
            politica,
            actividad: a.actividad,
            producto: a.producto,
            responsable: a.responsable,
            inicio: a.inicio,
            fin: a.fin,
            avance: a.avance,
            estado: a.estado,
            recurso: a.recurso,
            evidencia: a.evidencia,
            efectividad: a.efectividad,
            observacion: a.observacion,
            recomendacion: a.recomendacion,
            place: a.place,
        });
    }
    actividades
}
