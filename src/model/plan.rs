//! The improvement plan of an entity: activities one by one, or counts per
//! policy where that is all there is.

use crate::data::{Node, Value};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::locale::Fecha;

use super::catalogo::Catalogo;
use super::procedencia::Procedencia;
use super::shape::{Definitions, FromNode, Located, choice, record, wrong_type};

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

/// Progress of an activity: a percentage from 0 to 100 (`60`), or units done of
/// planned (`3/6`), which alone may pass the plan (`6/5`).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Avance {
    /// Share of what was planned, 0 or more; 1 is 100 %.
    pub parte: f64,
    /// Units done and planned, where it is written so.
    pub unidades: Option<(u32, u32)>,
}

impl FromNode for Avance {
    fn from_node(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        let avance = match &node.value {
            Value::Number(percent) => Self { parte: percent / 100.0, unidades: None },
            Value::Text(text) => {
                match text.split_once('/').map(|(a, b)| (a.trim().parse::<u32>(), b.trim().parse::<u32>())) {
                    Some((Ok(_), Ok(0))) => {
                        diagnostics.push(
                            Diagnostic::error("avance-sobre-cero", format!("el avance «{text}» se mide sobre cero"))
                                .at(&node.place)
                                .remedy("escriba cuántas unidades se programaron después de la barra"),
                        );
                        return None;
                    }
                    Some((Ok(done), Ok(planned))) => {
                        Self { parte: f64::from(done) / f64::from(planned), unidades: Some((done, planned)) }
                    }
                    _ => {
                        diagnostics.push(wrong_type(
                            node,
                            "un porcentaje (60) o una fracción (3/6)",
                            progress_remedy(text),
                        ));
                        return None;
                    }
                }
            }
            _ => {
                diagnostics.push(wrong_type(
                    node,
                    "un porcentaje (60) o una fracción (3/6)",
                    "si no hay dato, quite la clave",
                ));
                return None;
            }
        };
        // A percentage over 100 is more often a slip than a goal exceeded; units say which.
        if avance.unidades.is_none() && !(0.0..=1.0).contains(&avance.parte) {
            diagnostics.push(
                Diagnostic::error(
                    "avance-fuera-de-rango",
                    format!("el avance «{}» no está entre 0 y 100 %", node.place.text()),
                )
                .at(&node.place)
                .remedy("corrija el avance; si se hizo más de lo programado, escriba las unidades, como 6/5"),
            );
            return None;
        }
        Some(avance)
    }

    fn schema(_: &mut Definitions) -> serde_json::Value {
        serde_json::json!({ "anyOf": [
            { "type": "number", "minimum": 0, "maximum": 100 },
            { "type": "string", "pattern": "^[0-9]+ */ *[1-9][0-9]*$" },
        ] })
    }
}

/// How to write the progress that `text` says in another form.
fn progress_remedy(text: &str) -> String {
    let number = |part: &str| {
        let part = part.trim().replace(',', ".");
        let plain = !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        part.parse::<f64>().ok().filter(|n| plain && n.is_finite())
    };
    let written = |n: f64| format!("{}", (n * 100.0).round() / 100.0);
    if let Some(percent) = text.trim().strip_suffix('%').and_then(number) {
        return match percent {
            p if p <= 100.0 => format!("quite el signo: {}", written(p)),
            _ => {
                "un porcentaje llega a 100; si se hizo más de lo programado, escriba las unidades, como 6/5".to_owned()
            }
        };
    }
    let pair = text.split_once('/').or_else(|| text.split_once(" de ")).map(|(a, b)| (number(a), number(b)));
    match pair {
        Some((Some(done), Some(planned))) if done.fract() == 0.0 && planned.fract() == 0.0 => {
            format!("escríbalo con barra: {done}/{planned}")
        }
        Some((Some(done), Some(planned))) if planned > 0.0 && done <= planned => {
            format!("las unidades van sin decimales; escriba el porcentaje: {}", written(done / planned * 100.0))
        }
        Some((Some(_), Some(_))) => {
            "las unidades van sin decimales; escríbalas en una unidad menor, como 75/50 en vez de 7.5/5".to_owned()
        }
        _ => match number(text) {
            Some(n) => format!("use punto decimal y quite las comillas: {}", written(n)),
            None => "escriba solo el número o la fracción; si no hay dato, quite la clave".to_owned(),
        },
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Conteo {
    /// Position in [`Catalogo::politicas`].
    pub politica: usize,
    pub actividades: u32,
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

/// Activities of one policy in one plan; with it no sum over policies and entities leaves `u32`.
const MAX_ACTIVIDADES: u32 = 10_000;

fn read_counts(
    written: Vec<ConteoEscrito>,
    total: Option<&Located<u32>>,
    catalogo: &Catalogo,
    whole: bool,
    found: &mut Diagnostics,
) -> Vec<Conteo> {
    let lines = written.len();
    let mut conteos: Vec<(Conteo, Located<String>)> = Vec::new();
    for entry in written {
        let Some(politica) = catalogo.resolve_politica(&entry.politica, found) else { continue };
        if let Some((_, first)) = conteos.iter().find(|(c, _)| c.politica == politica) {
            found.push(
                Diagnostic::error(
                    "politica-repetida",
                    format!("«{}» y «{}» son la misma política", first.value, entry.politica.value),
                )
                .at(&entry.politica.place)
                .second(&first.place, "la primera vez está aquí")
                .remedy("sume las actividades en una sola línea"),
            );
            continue;
        }
        if entry.actividades.value > MAX_ACTIVIDADES {
            found.push(
                Diagnostic::error(
                    "actividades-fuera-de-rango",
                    format!(
                        "«{}» no puede ser el número de actividades de una política en un plan",
                        entry.actividades.value
                    ),
                )
                .at(&entry.actividades.place)
                .remedy("escriba el número de actividades, entre 0 y 10.000"),
            );
            continue;
        }
        conteos.push((Conteo { politica, actividades: entry.actividades.value }, entry.politica));
    }
    let conteos: Vec<_> = conteos.into_iter().map(|(conteo, _)| conteo).collect();
    if whole && conteos.len() == lines {
        check_total(&conteos, total, found);
    }
    conteos
}

fn count<'a>(actividades: impl Iterator<Item = &'a Actividad>) -> Vec<Conteo> {
    let mut conteos: Vec<Conteo> = Vec::new();
    for actividad in actividades {
        match conteos.iter_mut().find(|c| c.politica == actividad.politica) {
            Some(conteo) => conteo.actividades += 1,
            None => conteos.push(Conteo { politica: actividad.politica, actividades: 1 }),
        }
    }
    conteos
}

/// The written total is a control figure: it never reaches the report.
fn check_total(conteos: &[Conteo], written: Option<&Located<u32>>, found: &mut Diagnostics) {
    let computed: u32 = conteos.iter().map(|c| c.actividades).sum();
    if let Some(written) = written
        && written.value != computed
    {
        found.push(
            Diagnostic::error(
                "total-no-cuadra",
                format!("el total escrito es {} y las líneas suman {computed}", written.value),
            )
            .at(&written.place)
            .label(format!("las líneas suman {computed}"))
            .remedy("corrija la línea que está mal o el total"),
        );
    }
}

fn check_subset(
    sin: &SinRecurso,
    conteos: &[Conteo],
    catalogo: &Catalogo,
    place: &crate::diagnostic::Place,
    found: &mut Diagnostics,
) {
    for conteo in &sin.conteos {
        let planned = conteos.iter().find(|c| c.politica == conteo.politica).map_or(0, |c| c.actividades);
        if conteo.actividades > planned {
            let nombre = catalogo.nombre_politica(conteo.politica, u32::MAX);
            found.push(
                Diagnostic::error(
                    "sin-recurso-excede-el-plan",
                    format!(
                        "«{nombre}» tiene {} sin recurso y el plan solo le da {planned}",
                        if conteo.actividades == 1 {
                            "1 actividad".to_owned()
                        } else {
                            format!("{} actividades", conteo.actividades)
                        }
                    ),
                )
                .at(&place.source.line(place.line_column().0))
                .remedy("corrija uno de los dos conteos"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_in_another_form_gets_a_remedy_that_helps() {
        for (written, remedy) in [
            ("60 %", "quite el signo: 60"),
            ("125%", "un porcentaje llega a 100; si se hizo más de lo programado, escriba las unidades, como 6/5"),
            ("37.5/50", "las unidades van sin decimales; escriba el porcentaje: 75"),
            ("37,5/50", "las unidades van sin decimales; escriba el porcentaje: 75"),
            ("7.5/5", "las unidades van sin decimales; escríbalas en una unidad menor, como 75/50 en vez de 7.5/5"),
            ("3 de 6", "escríbalo con barra: 3/6"),
            ("37,5", "use punto decimal y quite las comillas: 37.5"),
            ("alto", "escriba solo el número o la fracción; si no hay dato, quite la clave"),
        ] {
            assert_eq!(progress_remedy(written), remedy, "{written}");
        }
    }
}
