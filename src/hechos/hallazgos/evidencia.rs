//! What the data of an entity offers to those who look for hallazgos.

use jiff::civil::Date;

use crate::hechos::conjunto::{Lugar, difference};
use crate::hechos::cotejo::Cotejo;
use crate::hechos::indice::{Comparacion, PuestoPolitica};
use crate::hechos::plan::{Carga, Cruce};
use crate::hechos::senales::Movimiento;
use crate::model::{Catalogo, Plan, Resultados, Umbrales};

use super::Cita;

/// What the data offers.
pub struct Evidencia<'a> {
    pub catalogo: &'a Catalogo,
    pub umbrales: &'a Umbrales,
    pub resultados: &'a Resultados,
    pub comparacion: Option<Comparacion>,
    pub anterior: Option<&'a Resultados>,
    /// How the entity stands among the others of the project.
    pub cotejo: Option<&'a Cotejo>,
    /// What those are called together.
    pub ambito: &'a str,
    /// Whether the entity is measured in internal control alone.
    pub solo_control_interno: bool,
    /// The vigencia to compare with, where the report names one.
    pub comparar_con: Option<u32>,
    /// Whether the report names a plan.
    pub pide_plan: bool,
    pub plan: Option<&'a Plan>,
    pub carga: Option<&'a Carga>,
    pub cruces: &'a [Cruce],
    pub corte: Date,
    /// The day of the document.
    pub fecha: Date,
    /// The group that the entity is best compared with: what it is called, its place in it, and whether it is the
    /// peer group of Función Pública.
    pub grupo: Option<(String, Lugar, bool)>,
    /// How many policies count as strongest and as weakest.
    pub extremos: usize,
    /// How many policies the entity can have in the vigencia.
    pub existentes: usize,
    /// Whether the components of MECI are named: not where a table of the report has them.
    pub nombra_componentes: bool,
}

impl Evidencia<'_> {
    pub(super) fn nombre(&self, politica: usize) -> String {
        self.catalogo.nombre_politica(politica, self.resultados.vigencia.value).to_owned()
    }

    pub fn cite(&self, puesto: &PuestoPolitica) -> Cita {
        Cita { nombre: self.nombre(puesto.politica), puntaje: puesto.puntaje }
    }

    /// The threshold, where a change reaches it.
    pub(super) fn por_verificar(&self, variacion: Option<f64>) -> Option<f64> {
        let umbral = self.umbrales.cambio_por_verificar;
        variacion.filter(|v| v.abs() >= umbral).map(|_| umbral)
    }

    /// The policies of both vigencias, where those are comparable, and how much each changed.
    pub(super) fn movimientos(&self) -> Vec<Movimiento> {
        let Some(anterior) = self.anterior else { return Vec::new() };
        if !self.catalogo.comparables(self.resultados.vigencia.value, anterior.vigencia.value) {
            return Vec::new();
        }
        let moved = self.resultados.politicas.iter().filter_map(|p| {
            let antes = anterior.politicas.iter().find(|x| x.politica == p.politica)?.puntaje.value;
            let despues = p.puntaje.value;
            let diferencia = difference(antes, despues);
            Some(Movimiento { nombre: self.nombre(p.politica), antes, despues, diferencia, n: None })
        });
        moved.collect()
    }
}
