//! What a report on an entity concludes, and what it proposes to do: drafted from the same data as the
//! hallazgos, for the author to edit.

use serde::Serialize;

use crate::hechos::indice::Reparto;
use crate::hechos::plan::{Estados, Seguimiento, by_attention, states};
use crate::hechos::recomendaciones::by_policy;
use crate::hechos::senales::Movimiento;
use crate::model::{Efectividad, Estado, Recomendaciones};

use super::plan::low;
use super::{Cita, Citadas, Distancia, Evidencia, Hallazgo, Puesto, PuestoGrupo, puestos};

/// How many policies or activities a proposal names; all of them where one more would be left out.
const NOMBRADAS: usize = 3;

/// What the results and the plan say, for a paragraph each.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Conclusiones {
    /// The index of the vigencia; `None` where nothing is measured.
    pub resultado: Option<Resultado>,
    pub lugar: Option<Puesto>,
    /// In the group that it is best compared with.
    pub grupo: Option<PuestoGrupo>,
    /// How many policies lie above, on and below the median of all entities; `None` where fewer than two
    /// have one.
    pub reparto: Option<Reparto>,
    /// The policy farthest below the median of all entities; `None` where none is, or several are as far.
    pub alejada: Option<Distancia>,
    /// The lowest policy, where it is one alone and there are no medians.
    pub mas_baja: Option<Cita>,
    /// The fall of either, where that is one to tell.
    pub cae: Option<Movimiento>,
    pub plan: Option<EnPlan>,
}

/// An index in two vigencias.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Resultado {
    pub vigencia: u32,
    /// Points 0–100 of the IDI, or of internal control where only that is measured.
    pub indice: f64,
    pub solo_control_interno: bool,
    pub anterior: Option<u32>,
    /// `None` where the vigencias are not comparable.
    pub variacion: Option<f64>,
    pub por_verificar: bool,
}

/// How the plan stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EnPlan {
    pub actividades: u32,
    /// The measured policies with activities in the plan, of how many; `None` where one alone is measured.
    pub atendidas: Option<(usize, usize)>,
    /// What it leaves out of what lies low; `None` where nothing does.
    pub sin_atender: Option<SinAtender>,
    /// `None` where nothing is known of its progress.
    pub estados: Option<Estados>,
}

/// The policies below the median of all entities, or the IDI where there are no others, and how many of them have
/// no activities in the plan.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct SinAtender {
    pub sin: usize,
    pub de: usize,
    pub vara: &'static str,
}

/// Something that the data gives reason to propose.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "propuesta", rename_all = "snake_case")]
pub enum Propuesta {
    /// To verify changes that reach the threshold: of the index, of `politicas` policies, or of both.
    Verificar { vigencia: u32, anterior: u32, umbral: f64, indice: bool, politicas: Vec<Movimiento>, total: usize },
    /// To report the progress of a plan that says none.
    Reportar { actividades: u32 },
    /// To close what is unfulfilled though its term is over.
    Cerrar { actividades: Vec<Tarea>, total: usize },
    /// To act again where internal control found no effect.
    Replantear { actividades: Vec<Tarea>, total: usize },
    /// To give activities to low policies that have none.
    Incluir { politicas: Citadas, bajas: usize, vara: &'static str },
    /// To answer recommendations of Función Pública on policies without activities.
    Responder { politicas: Vec<String>, de_politicas: usize, recomendaciones: usize, total: usize },
    /// To explain falls.
    Explicar { anterior: u32, politicas: Vec<Movimiento>, total: usize, umbral: f64 },
    /// To give resources to what is unfulfilled and has none.
    Financiar { actividades: Vec<Tarea>, total: usize },
    /// To name who answers for what is unfulfilled.
    Encargar { actividades: Vec<Tarea>, total: usize },
    /// To begin or go on with what has to end next; all of one day.
    Atender { actividades: Vec<Tarea>, total: usize },
    /// To bring the plan that the report names and the data lacks.
    /// `recomendaciones` of Función Pública wait for it.
    Aportar { recomendaciones: usize },
}

/// An activity as a proposal names it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tarea {
    pub id: String,
    pub politica: String,
    pub responsable: Vec<String>,
    /// End of its term, as the plan gives it.
    pub fin: Option<String>,
}

/// What the data supports concluding; `said` are its hallazgos.
pub fn conclusiones(e: &Evidencia<'_>, said: &[Hallazgo]) -> Conclusiones {
    let resultado = said.iter().find_map(|h| match h {
        Hallazgo::Idi { vigencia, idi, anterior, variacion, por_verificar, .. } => {
            Some((*vigencia, *idi, *anterior, *variacion, por_verificar.is_some()))
        }
        Hallazgo::SoloControlInterno { vigencia, indice, anterior, variacion, por_verificar, .. } => {
            Some((*vigencia, *indice, *anterior, *variacion, por_verificar.is_some()))
        }
        _ => None,
    });
    let resultado = resultado.map(|(vigencia, indice, anterior, variacion, por_verificar)| Resultado {
        vigencia,
        indice,
        solo_control_interno: e.solo_control_interno,
        anterior,
        variacion,
        por_verificar,
    });
    let place = said.iter().find_map(|h| match h {
        Hallazgo::Puesto { lugar, grupo, .. } => Some((lugar.clone(), grupo.clone())),
        _ => None,
    });
    let (lugar, grupo) = place.map_or((None, None), |(lugar, grupo)| (Some(lugar), grupo));
    let several = |r: &Reparto| r.encima + r.igual + r.debajo > 1;
    let reparto = e.cotejo.map(|c| c.split()).filter(|r| several(r) && !e.solo_control_interno);
    let alejada = puestos::farthest_below(e);
    let mas_baja = lowest(e).filter(|_| !puestos::compares(e));
    let named = alejada.as_ref().map(|low| &low.nombre).or(mas_baja.as_ref().map(|low| &low.nombre));
    let fell = falls(said).and_then(|(_, moved, ..)| moved.iter().find(|m| Some(&m.nombre) == named).cloned());
    Conclusiones { resultado, lugar, grupo, reparto, alejada, cae: fell, mas_baja, plan: in_plan(e) }
}

/// The lowest of several policies; nobody where two share its value.
fn lowest(e: &Evidencia<'_>) -> Option<Cita> {
    let ranked = crate::hechos::indice::ranking(e.resultados);
    let [.., before, last] = ranked.as_slice() else { return None };
    (before.puntaje > last.puntaje).then(|| e.cite(last))
}

fn in_plan(e: &Evidencia<'_>) -> Option<EnPlan> {
    let (plan, carga) = (e.plan?, e.carga.filter(|c| c.total > 0)?);
    let known = plan.actividades.iter().any(|a| a.avance.is_some());
    let medidas = e.cruces.len();
    let atendidas = e.cruces.iter().filter(|c| c.actividades > 0).count();
    let low = low(e);
    let sin = low.iter().filter(|c| c.actividades == 0).count();
    let vara = low.first().and_then(|c| c.vara).map(|vara| vara.word());
    Some(EnPlan {
        actividades: carga.total,
        sin_atender: vara.map(|vara| SinAtender { sin, de: low.len(), vara }),
        atendidas: (medidas > 1).then_some((atendidas, medidas)),
        estados: known.then(|| states(plan, e.corte, |_| true)),
    })
}

type Caidas<'a> = (u32, &'a [Movimiento], usize, f64);

fn falls(said: &[Hallazgo]) -> Option<Caidas<'_>> {
    said.iter().find_map(|h| match h {
        Hallazgo::Caidas { anterior, politicas, total, umbral, .. } => {
            Some((*anterior, politicas.as_slice(), *total, *umbral))
        }
        _ => None,
    })
}

/// What the data gives reason to propose, what presses most first; `said` are its hallazgos.
pub fn propuestas(e: &Evidencia<'_>, said: &[Hallazgo], pedidas: Option<&Recomendaciones>) -> Vec<Propuesta> {
    let all = e.plan.map(|plan| by_attention(plan, e.corte)).unwrap_or_default();
    let of = |wanted: &dyn Fn(&Seguimiento<'_>) -> bool| named(e, all.iter().filter(|s| wanted(s)));
    let open = |s: &Seguimiento<'_>| !matches!(s.estado, Some(Estado::Cumplida | Estado::Superada));
    let late =
        |s: &Seguimiento<'_>| matches!(s.estado, Some(Estado::Vencida | Estado::NoCumplida | Estado::VenceEnCorte));
    let ineffective = |s: &Seguimiento<'_>| s.actividad.efectividad == Some(Efectividad::NoEfectiva);
    // What begins later may have the nearest term too.
    let ahead =
        |s: &Seguimiento<'_>| matches!(s.estado, Some(Estado::EnProceso | Estado::SinIniciar | Estado::Programada));
    let ends = |s: &Seguimiento<'_>| s.actividad.fin.as_ref().map(|fin| fin.ultimo_dia());
    let next = all.iter().filter(|s| ahead(s)).filter_map(ends).min();
    let telling = e.plan.is_some_and(|plan| plan.actividades.iter().any(|a| a.avance.is_some()));
    let found = [
        verify(e, said),
        said.iter().find_map(|h| match h {
            Hallazgo::PlanSinAvance { actividades, .. } => Some(Propuesta::Reportar { actividades: *actividades }),
            _ => None,
        }),
        of(&late).map(|(actividades, total)| Propuesta::Cerrar { actividades, total }),
        of(&ineffective).map(|(actividades, total)| Propuesta::Replantear { actividades, total }),
        without_activities(e),
        unanswered(e, pedidas),
        falls(said).map(|(anterior, politicas, total, umbral)| Propuesta::Explicar {
            anterior,
            politicas: politicas.to_vec(),
            total,
            umbral,
        }),
        of(&|s| telling && open(s) && s.actividad.recurso == Some(false))
            .map(|(actividades, total)| Propuesta::Financiar { actividades, total }),
        of(&|s| telling && open(s) && s.actividad.responsable.is_empty())
            .map(|(actividades, total)| Propuesta::Encargar { actividades, total }),
        of(&|s| ahead(s) && next.is_some() && ends(s) == next)
            .map(|(actividades, total)| Propuesta::Atender { actividades, total }),
        (e.pide_plan && e.carga.is_none())
            .then(|| Propuesta::Aportar { recomendaciones: pedidas.map_or(0, |file| file.recomendaciones.len()) }),
    ];
    found.into_iter().flatten().collect()
}

/// Those of `list` that are named, in its order, and how many they are; nothing where there are none.
fn named<'a>(e: &Evidencia<'_>, list: impl Iterator<Item = &'a Seguimiento<'a>>) -> Option<(Vec<Tarea>, usize)> {
    let mut all: Vec<_> = list
        .map(|s| Tarea {
            id: s.actividad.id.clone(),
            politica: e.nombre(s.actividad.politica),
            responsable: s.actividad.responsable.clone(),
            fin: s.actividad.fin.as_ref().map(|fin| fin.value.to_string()),
        })
        .collect();
    let total = all.len();
    if total > NOMBRADAS + 1 {
        all.truncate(NOMBRADAS);
    }
    (total > 0).then_some((all, total))
}

fn verify(e: &Evidencia<'_>, said: &[Hallazgo]) -> Option<Propuesta> {
    let index = said.iter().find_map(|h| match h {
        Hallazgo::Idi { anterior, por_verificar: Some(umbral), .. }
        | Hallazgo::SoloControlInterno { anterior, por_verificar: Some(umbral), .. } => Some(((*anterior)?, *umbral)),
        _ => None,
    });
    let policies = said.iter().find_map(|h| match h {
        Hallazgo::PorVerificar { anterior, umbral, politicas, total, .. } => {
            Some((*anterior, *umbral, politicas.clone(), *total))
        }
        _ => None,
    });
    let (anterior, umbral) = index.or(policies.as_ref().map(|(anterior, umbral, ..)| (*anterior, *umbral)))?;
    let (politicas, total) = policies.map_or((Vec::new(), 0), |(_, _, politicas, total)| (politicas, total));
    let vigencia = e.resultados.vigencia.value;
    Some(Propuesta::Verificar { vigencia, anterior, umbral, indice: index.is_some(), politicas, total })
}

/// The policies below the median, or the IDI, without activities, the farthest below first; the lowest alone
/// counts here too.
fn without_activities(e: &Evidencia<'_>) -> Option<Propuesta> {
    e.carga.filter(|c| c.total > 0 && !e.solo_control_interno)?;
    let low = low(e);
    let vara = low.first()?.vara?.word();
    let bare: Vec<_> = low.iter().filter(|c| c.actividades == 0).map(|c| e.cite(&c.puesto)).collect();
    (!bare.is_empty()).then(|| Propuesta::Incluir { politicas: Citadas::of(bare, NOMBRADAS), bajas: low.len(), vara })
}

fn unanswered(e: &Evidencia<'_>, pedidas: Option<&Recomendaciones>) -> Option<Propuesta> {
    let file = pedidas?;
    let carga = e.carga.filter(|c| c.total > 0)?;
    let all = by_policy(file, e.resultados, Some(carga), e.catalogo);
    let bare: Vec<_> = all.iter().filter(|p| p.actividades == Some(0)).collect();
    let mut politicas: Vec<_> = bare.iter().map(|p| e.nombre(p.politica)).collect();
    let de_politicas = politicas.len();
    if de_politicas > NOMBRADAS + 1 {
        politicas.truncate(NOMBRADAS);
    }
    let count = |list: &mut dyn Iterator<Item = usize>| list.sum::<usize>();
    let recomendaciones = count(&mut bare.iter().map(|p| p.recomendaciones.len()));
    let total = count(&mut all.iter().map(|p| p.recomendaciones.len()));
    (recomendaciones > 0).then_some(Propuesta::Responder { politicas, de_politicas, recomendaciones, total })
}
