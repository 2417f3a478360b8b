//! Who has activities whose term is over.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, Dicho};
use crate::bloques::conjunto::DeConjunto;
use crate::cuadro::{Celda, Clase, Columna, Cuadro};
use crate::hechos::conjunto::{PlanEntidad, open_plans, plans};
use crate::hechos::primeros::{Empate, shown};
use crate::hechos::senales::total_states;

use super::at_most_one;

/// Entities that the table of a slide has room for.
const LISTA: usize = 9;

pub const BLOQUE: Bloque = Bloque::lamina(
    "lamina_vencidas",
    "las entidades con más actividades vencidas o que vencían el día del corte",
    |set, _| values(set),
);

fn values(set: &mut DeConjunto<'_>) -> Dicho {
    let list = late(set);
    if !list.is_empty() {
        set.hoja.cuadros.push(table(set, &list));
    }
    at_most_one(set, of(set, LISTA))
}

fn late(set: &DeConjunto<'_>) -> Vec<PlanEntidad> {
    open_plans(set.m.conjunto, set.m.catalogo, set.encargo.corte.ultimo_dia())
}

/// The entities with activities whose term is over, from the most down, `most` or less of them named; nothing
/// where there are none.
pub fn of(set: &DeConjunto<'_>, most: usize) -> Option<Value> {
    let (m, list) = (set.m, late(set));
    if list.is_empty() {
        return None;
    }
    let n = shown(&list, most, Empate::Sale, |a, b| a.lateness() == b.lateness());
    let row = |plan: &PlanEntidad| {
        let (vencidas, en_corte) = plan.lateness();
        json!({
            "nombre": m.name(plan.miembro), "sector": m.sector(plan.miembro), "actividades": plan.actividades,
            "vencidas": vencidas, "vencen_en_corte": en_corte, "dias": plan.atraso,
        })
    };
    Some(json!({
        "entidades": list.len(),
        "con_vencidas": list.iter().filter(|plan| plan.lateness().0 > 0).count(),
        "filas": list[..n].iter().map(row).collect::<Vec<_>>(),
        "estados": total_states(&plans(m.conjunto, set.encargo.corte.ultimo_dia())),
    }))
}

/// All of them, for the exports.
fn table(set: &DeConjunto<'_>, list: &[PlanEntidad]) -> Cuadro {
    let m = set.m;
    let row = |plan: &PlanEntidad| {
        let (vencidas, en_corte) = plan.lateness();
        vec![
            Celda::from(m.name(plan.miembro)),
            m.sector(plan.miembro).into(),
            vencidas.into(),
            en_corte.into(),
            plan.atraso.map(f64::from).into(),
            plan.actividades.into(),
        ]
    };
    let count = |clave: &str, titulo: &str| Columna::new(clave, titulo, Clase::Entero, 60.0);
    Cuadro {
        nombre: "planes_por_cerrar".into(),
        titulo: "Actividades vencidas o que vencían el día del corte, por entidad".into(),
        columnas: vec![
            Columna::new("entidad", "Entidad", Clase::Texto, None),
            Columna::new("sector", "Sector", Clase::Texto, None),
            count("vencidas", "Vencidas"),
            count("vencen_en_corte", "Vencían el día del corte"),
            count("dias", "Días de la más atrasada"),
            count("actividades", "Actividades del plan"),
        ],
        filas: list.iter().map(row).collect(),
        total: false,
        fuente: "planes de mejoramiento de las entidades".into(),
        nota: Some(format!("Con corte al {}. Conteo propio.", set.encargo.corte.larga())),
    }
}
