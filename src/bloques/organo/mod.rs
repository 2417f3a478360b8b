//! Blocks about a body and its work plan, one file each, and what they know of it.

mod cuadros;
pub mod por_definir;
pub mod renglones;
pub mod resumen_trabajo;

use serde_json::{Value, json};

use crate::charts::{DrawError, Pen};
use crate::cuadro::Cuadro;
use crate::hechos::trabajo::{self, Resumen};
use crate::model::{ActividadTrabajo, PlanTrabajo, Proyecto};

use super::bloque::{Bloque, Dice, Uso};
use super::hoja::Hoja;

/// What blocks know of a work plan, and the sheet that they write on.
pub struct DeOrgano<'a> {
    pub plan: &'a PlanTrabajo,
    pub proyecto: &'a Proyecto,
    pub pen: &'a Pen<'a>,
    pub hoja: Hoja,
    resumen: Resumen,
}

impl<'a> DeOrgano<'a> {
    pub fn new(plan: &'a PlanTrabajo, proyecto: &'a Proyecto, pen: &'a Pen<'a>) -> Self {
        Self { plan, proyecto, pen, hoja: Hoja::default(), resumen: trabajo::summary(plan) }
    }

    /// What `bloque` says; nothing where the plan has nothing for it.
    ///
    /// # Errors
    /// [`DrawError`] where a chart cannot be drawn at all.
    pub fn say(&mut self, bloque: &Bloque, uso: Uso<'_>) -> Result<Vec<Value>, DrawError> {
        let Dice::Organo(says) = bloque.dice else { return Ok(Vec::new()) };
        let mut said = says(self, uso)?;
        for body in &mut said {
            body["tipo"] = json!(bloque.palabra);
            body["fuente"] = json!(self.plan.fuente.as_ref().unwrap_or(&self.plan.organo));
        }
        Ok(said)
    }

    /// The numbers behind the tables and charts, for exports.
    pub fn tables(&self) -> Vec<Cuadro> {
        cuadros::tables(self.plan, &self.resumen)
    }

    /// The sessions of the plan with how many lines each follows.
    fn sessions(&self) -> Vec<Value> {
        let counted = self.plan.sesiones.iter().zip(&self.resumen.por_sesion);
        counted.map(|(s, n)| json!({ "rotulo": s.rotulo, "nombre": s.nombre, "renglones": n })).collect()
    }
}

/// Whether a line is not complete.
fn is_missing(a: &ActividadTrabajo) -> bool {
    let gaps = trabajo::gaps(a);
    !(gaps.declarados.is_empty() && gaps.en_blanco.is_empty())
}
