//! Findings about one entity: each rule says something only where the data
//! supports it, and what somebody has to act on comes first.  The wording is the
//! business of the templates.

mod cifras;
mod citas;
mod evidencia;
mod plan;
mod propuestas;
mod puestos;
mod resultados;

use serde::Serialize;

use super::plan::{Efectividades, Estados};
use super::senales::Movimiento;

pub use cifras::{Cifra, cifras};
pub use citas::{Cita, Citadas};
pub use evidencia::Evidencia;
pub use propuestas::{Conclusiones, EnPlan, Propuesta, Resultado, SinAtender, Tarea, conclusiones, propuestas};

/// About how many policies a sentence names.
const CITADAS: usize = 3;

/// One thing the data says.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "regla", rename_all = "snake_case")]
pub enum Hallazgo {
    /// The IDI of the vigencia, and of an earlier one where the report compares.
    Idi {
        vigencia: u32,
        idi: f64,
        anterior: Option<u32>,
        idi_anterior: Option<f64>,
        variacion: Option<f64>,
        /// Of all entities of the project, before and now.
        medianas: Option<(f64, f64)>,
        /// The threshold that the change reaches, so that it has to be verified.
        por_verificar: Option<f64>,
    },
    /// An entity that is measured in internal control alone: its index, the
    /// earlier one where both are comparable, and the components of MECI.
    SoloControlInterno {
        vigencia: u32,
        indice: f64,
        anterior: Option<u32>,
        indice_anterior: Option<f64>,
        variacion: Option<f64>,
        medianas: Option<(f64, f64)>,
        por_verificar: Option<f64>,
        componentes: Vec<Cita>,
    },
    /// Policies whose change is so large that it has to be verified, the largest first; where they are all of
    /// several and moved in one direction, the smallest and the largest change.
    PorVerificar { anterior: u32, umbral: f64, politicas: Vec<Movimiento>, total: usize, todas: Option<(f64, f64)> },
    /// The plan says nothing of the progress of its activities, and when it was to be over where that was before the cut-off.
    PlanSinAvance { actividades: u32, terminaba: Option<String> },
    /// What is not fulfilled though its term is over.
    ///
    /// `avances`: least and most progress (0–1) of what ends at the cut-off.  `pasado`: the document is of a later
    /// day, so that the term is over.
    Atrasadas { actividades: usize, estados: Estados, mayor: Option<Atraso>, avances: Option<(f64, f64)>, pasado: bool },
    /// What the plan gives the lowest policy: the one farthest below the median of all entities, or the one with
    /// the lowest index where there are no others.
    /// `sin_recurso` counts among `de` activities, those that are not fulfilled.
    MasBaja { politica: Cita, sobre_mediana: Option<f64>, actividades: u32, sin_recurso: Option<u32>, de: u32 },
    /// Policies that fell by `umbral` points or more, the largest fall first, and whether the IDI rose.
    /// `contra`: those of them whose median among all entities rose, with that rise.
    Caidas {
        anterior: u32,
        umbral: f64,
        politicas: Vec<Movimiento>,
        total: usize,
        sube_idi: bool,
        contra: Vec<Movimiento>,
    },
    /// Where the entity stands among those that it is set against and in its group, whether that is one of the
    /// last places, and whether it lost places.
    Puesto { lugar: Puesto, grupo: Option<PuestoGrupo>, antes: Option<Antes>, baja: bool, pierde: bool },
    /// Policies in the last places among all entities, the one farthest below the median first; `puestos` says
    /// how many places those are.
    Ultimas { politicas: Vec<Ultima>, total: usize, medidas: usize, puestos: usize },
    /// Components of MECI that fell, the largest fall first, of how many, beside the change of their index.
    Componentes { anterior: u32, componentes: Vec<Movimiento>, total: usize, de: usize, variacion: Option<f64> },
    /// The policies farthest above and farthest below the median of all entities.
    Distancias { altas: Vec<Distancia>, bajas: Vec<Distancia> },
    /// Policies below the median of all entities, or the IDI where there are no others, without any activity.
    BajasSinActividades { politicas: Citadas, bajas: usize, vara: &'static str },
    /// The same with activities of which none has resources.
    /// `por_cumplir`: that is said of what is not fulfilled, since some is.
    BajasSinRecurso { politicas: Citadas, bajas: usize, vara: &'static str, por_cumplir: bool },
    /// The part of the plan that has no resources.
    PlanSinRecurso {
        actividades: u32,
        sin_recurso: u32,
        /// How many activities those are counted among: what is not fulfilled, where the plan tells it.
        de: u32,
        proporcion: Option<f64>,
        politicas: usize,
        politicas_sin_recurso: usize,
        /// They are all the activities of the policies that the source lists.
        enteras: bool,
    },
    /// Highest and lowest policies; where too many are equal nobody is named.
    Extremos { altas: Citadas, mas_alta: f64, bajas: Citadas, mas_baja: f64 },
    /// How many policies lie below the entity's own IDI.
    BajoIdi { idi: f64, debajo: usize, medidas: usize },
    /// How many of the measured policies the plan has activities for.
    Atendidas { atendidas: usize, medidas: usize },
    /// State of the activities at the cut-off, where none is late.
    Estados { actividades: usize, estados: Estados },
    /// What control interno found of the effect of the activities.
    Efectividad { actividades: usize, cumplidas: usize, efectos: Efectividades },
    /// The plan where nothing is known about resources.
    Plan { actividades: u32, politicas: usize },
    /// The report names a plan and the entity has none.
    SinPlan,
    /// The report compares and the entity has nothing to compare with.
    SinAnterior { anterior: u32 },
    /// Not all policies of the vigencia have a value.
    Medidas { vigencia: u32, medidas: usize, existentes: usize },
}

/// The place of an entity among all that are compared with it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Puesto {
    /// 1 for the highest; equal values share the better place.
    pub puesto: usize,
    pub empate: bool,
    /// Entities with the value, this one among them, and what they are called together.
    pub de: usize,
    pub ambito: String,
    /// Of enough entities for one.
    pub mediana: Option<f64>,
}

impl Puesto {
    /// Whether it is one of the last places, which are `parte` of them all (0–1).
    fn bajo(&self, parte: f64) -> bool {
        (self.de + 1 - self.puesto) as f64 <= self.de as f64 * parte
    }
}

/// The place within the group that an entity is best compared with.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PuestoGrupo {
    pub puesto: Puesto,
    /// Whether it is the peer group of Función Pública; otherwise the kind of entity.
    pub par: bool,
    /// Of the entity above the median, in points.
    pub diferencia: Option<f64>,
}

/// A place in the vigencia before.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Antes {
    pub vigencia: u32,
    pub puesto: usize,
    pub de: usize,
}

/// A policy in one of the last places among all entities.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ultima {
    pub nombre: String,
    pub puesto: usize,
    pub empate: bool,
    pub de: usize,
    /// Above the median of all entities, in points.
    pub sobre_mediana: Option<f64>,
}

/// A policy and how far it lies above the median of all entities, in points.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Distancia {
    pub nombre: String,
    pub puntaje: f64,
    pub diferencia: f64,
}

/// The activity that is most overdue.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Atraso {
    /// Days from the end of its term to the cut-off.
    pub dias: i32,
    /// The activity and its policy; nobody where several are as late.
    pub actividad: Option<(String, String)>,
}

impl Hallazgo {
    /// How soon a reader needs it: the index that the report is about, what has to be verified, what has
    /// to be done, what was lost, where the entity stands, and then what is good to know.
    fn orden(&self) -> u8 {
        match self {
            Self::Idi { .. } | Self::SoloControlInterno { .. } | Self::SinAnterior { .. } => 0,
            Self::PorVerificar { .. } => 1,
            Self::PlanSinAvance { terminaba: Some(_), .. } => 2,
            Self::Atrasadas { .. } => 3,
            Self::Efectividad { efectos, .. } if efectos.no_efectivas > 0 => 4,
            Self::Puesto { baja, pierde, .. } if *baja || *pierde => 5,
            Self::Ultimas { .. } => 6,
            Self::MasBaja { actividades: 0, .. } | Self::BajasSinActividades { .. } => 7,
            Self::MasBaja { de, sin_recurso: Some(without @ 1..), .. } if without >= de => 7,
            Self::Caidas { .. } => 8,
            Self::Componentes { .. } => 9,
            Self::SinPlan => 10,
            Self::BajasSinRecurso { .. } => 11,
            Self::PlanSinRecurso { sin_recurso: 1.., .. } => 12,
            Self::Puesto { .. } => 13,
            Self::Distancias { .. } | Self::Extremos { .. } => 14,
            Self::BajoIdi { .. } => 15,
            Self::MasBaja { .. } => 16,
            Self::Estados { .. } | Self::PlanSinAvance { .. } => 17,
            Self::Atendidas { .. } => 18,
            Self::PlanSinRecurso { .. } | Self::Plan { .. } => 19,
            Self::Efectividad { .. } => 20,
            Self::Medidas { .. } => 21,
        }
    }
}

/// All of them, what has to be acted on first.
pub fn hallazgos(e: &Evidencia<'_>) -> Vec<Hallazgo> {
    let mut said = resultados::all(e);
    said.extend(puestos::all(e));
    said.extend(plan::all(e));
    // The lowest policy is among those without activities, by name.
    let without = said.iter().any(|h| matches!(h, Hallazgo::BajasSinActividades { .. }));
    said.retain(|h| !(without && matches!(h, Hallazgo::MasBaja { actividades: 0, .. })));
    said.sort_by_key(Hallazgo::orden);
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_places_are_a_share_of_them_all() {
        let low =
            |puesto, de, parte| Puesto { puesto, de, empate: false, ambito: String::new(), mediana: None }.bajo(parte);
        // A quarter of 70 is 17.5: the last 17 places, from 54 on.
        assert_eq!([53, 54, 70].map(|p| low(p, 70, 0.25)), [false, true, true]);
        assert_eq!([3, 4].map(|p| low(p, 4, 0.25)), [false, true]);
        assert_eq!([1, 2, 3].map(|p| low(p, 3, 0.25)), [false; 3]);
        assert_eq!([1, 2].map(|p| low(p, 2, 0.5)), [false, true]);
    }
}
