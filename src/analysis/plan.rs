//! What an improvement plan says at a cut-off date, and against the indices.

use jiff::civil::Date;

use crate::model::{Actividad, Estado, Plan, Resultados};

use super::indice::{Puesto, ranking};

/// Activities of a policy and how many of them have no resources.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CargaPolitica {
    /// Position in the catalogue's policies.
    pub politica: usize,
    pub actividades: u32,
    /// `None` where the plan does not tell about resources.
    pub sin_recurso: Option<u32>,
}

/// The plan in counts, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carga {
    pub politicas: Vec<CargaPolitica>,
    pub total: u32,
    pub sin_recurso: Option<u32>,
}

impl Carga {
    /// Share of the plan without resources, 0–1.
    pub fn share_without(&self) -> Option<f64> {
        let without = self.sin_recurso?;
        (self.total > 0).then(|| f64::from(without) / f64::from(self.total))
    }
}

/// Counts per policy, recomputed from the plan.
pub fn load(plan: &Plan) -> Carga {
    let politicas: Vec<_> = plan
        .conteos
        .iter()
        .map(|conteo| CargaPolitica {
            politica: conteo.politica,
            actividades: conteo.actividades,
            sin_recurso: plan
                .sin_recurso
                .as_ref()
                .map(|sin| sin.conteos.iter().find(|c| c.politica == conteo.politica).map_or(0, |c| c.actividades)),
        })
        .collect();
    Carga {
        total: politicas.iter().map(|c| c.actividades).sum(),
        sin_recurso: plan.sin_recurso.as_ref().map(|_| politicas.iter().filter_map(|c| c.sin_recurso).sum()),
        politicas,
    }
}

/// State of an activity at the cut-off; `None` where its progress is not known
/// and its dates do not tell.
pub fn state(actividad: &Actividad, corte: Date) -> Option<Estado> {
    let late = actividad.fin.as_ref().is_some_and(|fin| fin.ultimo_dia() < corte);
    let ahead = actividad.inicio.as_ref().is_some_and(|inicio| inicio.primer_dia() > corte);
    match actividad.avance.as_ref().map(|a| a.0) {
        Some(share) if share >= 1.0 => Some(Estado::Cumplida),
        Some(_) if late => Some(Estado::Vencida),
        Some(share) if share > 0.0 => Some(Estado::EnProceso),
        Some(_) => Some(Estado::SinIniciar),
        None if ahead => Some(Estado::SinIniciar),
        None => None,
    }
}

/// Whether an activity ends on the very day of the cut-off and is not fulfilled.
pub fn ends_on(actividad: &Actividad, corte: Date) -> bool {
    actividad.fin.as_ref().is_some_and(|fin| fin.ultimo_dia() == corte)
        && state(actividad, corte).is_some_and(|state| state != Estado::Cumplida)
}

/// How many activities are in each state; `sin_dato` where progress is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct Estados {
    pub cumplidas: usize,
    pub en_proceso: usize,
    pub sin_iniciar: usize,
    pub vencidas: usize,
    pub sin_dato: usize,
}

pub fn states<'a>(actividades: impl IntoIterator<Item = &'a Actividad>, corte: Date) -> Estados {
    let mut counts = Estados::default();
    for actividad in actividades {
        match state(actividad, corte) {
            Some(Estado::Cumplida) => counts.cumplidas += 1,
            Some(Estado::EnProceso) => counts.en_proceso += 1,
            Some(Estado::SinIniciar) => counts.sin_iniciar += 1,
            Some(Estado::Vencida) => counts.vencidas += 1,
            None => counts.sin_dato += 1,
        }
    }
    counts
}

/// How the plan answers the index of a policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Respuesta {
    /// No activity in the plan.
    SinActividades,
    /// Activities, none with resources.
    SinRecurso,
    /// Activities, some with resources and some without.
    RecursoParcial,
    /// Activities, all with resources.
    ConRecurso,
    /// Activities; the plan does not tell about resources.
    RecursoSinDato,
}

/// A measured policy beside its part of the plan.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cruce {
    pub puesto: Puesto,
    pub actividades: u32,
    pub sin_recurso: Option<u32>,
    pub respuesta: Respuesta,
    /// Whether the policy lies below the IDI; `None` without an IDI.
    pub bajo_idi: Option<bool>,
}

/// The measured policies from lowest to highest index, each with its part of the plan.
pub fn against_index(resultados: &Resultados, carga: &Carga) -> Vec<Cruce> {
    let idi = resultados.idi.as_ref().map(|v| v.value);
    let mut ranked = ranking(resultados);
    ranked.reverse();
    ranked
        .into_iter()
        .map(|puesto| {
            let part = carga.politicas.iter().find(|c| c.politica == puesto.politica);
            let actividades = part.map_or(0, |c| c.actividades);
            let sin_recurso = part.map_or(carga.sin_recurso.map(|_| 0), |c| c.sin_recurso);
            let respuesta = match (actividades, sin_recurso) {
                (0, _) => Respuesta::SinActividades,
                (_, None) => Respuesta::RecursoSinDato,
                (_, Some(0)) => Respuesta::ConRecurso,
                (n, Some(without)) if without >= n => Respuesta::SinRecurso,
                _ => Respuesta::RecursoParcial,
            };
            Cruce { puesto, actividades, sin_recurso, respuesta, bajo_idi: idi.map(|idi| puesto.puntaje < idi) }
        })
        .collect()
}

/// Policies of the plan that were not measured in the vigencia.
pub fn not_measured(resultados: &Resultados, carga: &Carga) -> Vec<usize> {
    carga
        .politicas
        .iter()
        .map(|c| c.politica)
        .filter(|politica| !resultados.politicas.iter().any(|p| p.politica == *politica))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::SourceText;
    use crate::locale::Fecha;
    use crate::model::Avance;
    use crate::model::shape::Located;

    fn actividad(inicio: &str, fin: &str, avance: Option<f64>) -> Actividad {
        let place = SourceText::new("data/plan.yaml", "").place(0..0);
        fn at<T>(value: Option<T>, place: &crate::diagnostic::Place) -> Option<Located<T>> {
            value.map(|value| Located { value, place: place.clone() })
        }
        Actividad {
            id: "1".into(),
            politica: 0,
            actividad: "x".into(),
            producto: None,
            responsable: vec![],
            inicio: at(Fecha::parse(inicio), &place),
            fin: at(Fecha::parse(fin), &place),
            avance: at(avance.map(Avance), &place),
            estado: None,
            recurso: None,
            evidencia: None,
            efectividad: None,
            observacion: None,
            recomendacion: None,
            place,
        }
    }

    #[test]
    fn state_follows_dates_progress_and_cut_off() {
        let corte = Fecha::parse("2024-04-30").unwrap().ultimo_dia();
        let of = |inicio, fin, avance| state(&actividad(inicio, fin, avance), corte);
        assert_eq!(of("2024-01", "2024-03", Some(1.0)), Some(Estado::Cumplida));
        assert_eq!(of("2024-01", "2024-03", Some(0.5)), Some(Estado::Vencida));
        // Ends on the very day of the cut-off: not late yet.
        assert_eq!(of("2024-01", "2024-04-30", Some(0.5)), Some(Estado::EnProceso));
        assert_eq!(of("2024-05", "2024-06", Some(0.0)), Some(Estado::SinIniciar));
        assert_eq!(of("2024-05", "2024-06", None), Some(Estado::SinIniciar));
        // Blank progress is not zero progress.
        assert_eq!(of("2024-01", "2024-03", None), None);
    }
}
