//! How many activities of the plan are in each state at the cut-off.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, Rasgo, uno};
use crate::bloques::necesidad::Necesidad;
use crate::bloques::{adds_up, date};
use crate::hechos::plan::{self, Corte};
use crate::model::Estado;

use super::DeEntidad;

pub const BLOQUE: Bloque =
    Bloque::de_entidad("estado_plan", "cuántas actividades hay en cada estado al corte", |d, _| uno(values(d)))
        .que_necesita(&[Necesidad::Actividades])
        .con_rasgo(Rasgo::SinIndices);

fn values(d: &DeEntidad<'_>) -> Option<Value> {
    let (plan, estados) = (d.m.plan?, d.estados?);
    let total = estados.total();
    // What is not fulfilled though its term is over stands first, what is done last.
    let mut rows = estados.rows();
    rows.sort_by_key(|(estado, _)| match estado {
        Some(Estado::NoCumplida) => 0,
        Some(Estado::Vencida) => 1,
        Some(Estado::VenceEnCorte) => 2,
        Some(Estado::SinIniciar) => 3,
        Some(Estado::EnProceso) => 4,
        None => 5,
        Some(Estado::Programada) => 6,
        Some(Estado::Cumplida) => 7,
        Some(Estado::Superada) => 8,
    });
    let filas: Vec<_> = rows
        .iter()
        .filter(|(_, n)| *n > 0)
        .map(|(estado, n)| {
            json!({
                "estado": estado.map(Estado::word),
                "actividades": n,
                "proporcion": plan::telling_share(*n as u32, total as u32),
            })
        })
        .collect();
    let con_porcentaje = plan::telling_share(0, total as u32).is_some();
    let corte = d.m.informe.corte.value;
    let efectos = plan::effects(plan);
    let parts = efectos.map(|e| [e.verificadas, e.no_efectivas, e.pendientes, e.sin_dato]);
    let effects_add = parts.is_none_or(|p| d.pen.numeros.suman_cien(p.map(|n| n as f64 / total as f64)));
    Some(json!({
        "nombre": plan.nombre,
        "fuente": plan.fuente,
        "corte": date(corte),
        "con_porcentaje": con_porcentaje,
        "no_suman": con_porcentaje && !adds_up(estados, d.pen.numeros),
        "efectos_no_suman": con_porcentaje && !effects_add,
        "definitivo": Corte::new(plan, corte.ultimo_dia()).definitivo,
        "filas": filas,
        "total": total,
        "estados": estados,
        "efectos": efectos,
    }))
}
