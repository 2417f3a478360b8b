//! Who has activities whose term is over.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, Dicho};
use crate::bloques::conjunto::DeConjunto;
use crate::cuadro::{Celda, Clase, Columna, Cuadro};
use crate::hechos::conjunto::{PlanEntidad, plans};
use crate::hechos::plan::Estados;
use crate::hechos::primeros::{Empate, shown};
use crate::hechos::senales::total_states;
use crate::locale::compare;

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

/// An entity with activities whose term is over.
struct Late {
    plan: PlanEntidad,
    vencidas: usize,
    en_corte: usize,
}

/// The entities with activities whose term is over, from the most down.
fn late(set: &DeConjunto<'_>) -> Vec<Late> {
    let (m, corte) = (set.m, set.encargo.corte.ultimo_dia());
    let one = |plan: PlanEntidad| {
        let e: Estados = plan.estados?;
        let (vencidas, en_corte) = (e.vencidas + e.no_cumplidas, e.vencen_en_corte);
        (vencidas + en_corte > 0).then_some(Late { plan, vencidas, en_corte })
    };
    let mut list: Vec<_> = plans(m.conjunto, corte).into_iter().filter_map(one).collect();
    list.sort_by(|a, b| {
        let most = (b.vencidas, b.en_corte).cmp(&(a.vencidas, a.en_corte));
        most.then_with(|| compare(m.name(a.plan.miembro), m.name(b.plan.miembro)))
    });
    list
}

/// The entities with activities whose term is over, from the most down, `most` or less of them named; nothing
/// where there are none.
pub fn of(set: &DeConjunto<'_>, most: usize) -> Option<Value> {
    let (m, list) = (set.m, late(set));
    if list.is_empty() {
        return None;
    }
    let n = shown(&list, most, Empate::Sale, |a, b| (a.vencidas, a.en_corte) == (b.vencidas, b.en_corte));
    let row = |l: &Late| {
        json!({
            "nombre": m.name(l.plan.miembro), "sector": m.sector(l.plan.miembro), "actividades": l.plan.actividades,
            "vencidas": l.vencidas, "vencen_en_corte": l.en_corte, "dias": l.plan.atraso,
        })
    };
    Some(json!({
        "entidades": list.len(),
        "con_vencidas": list.iter().filter(|l| l.vencidas > 0).count(),
        "filas": list[..n].iter().map(row).collect::<Vec<_>>(),
        "estados": total_states(&plans(m.conjunto, set.encargo.corte.ultimo_dia())),
    }))
}

/// All of them, for the exports.
fn table(set: &DeConjunto<'_>, list: &[Late]) -> Cuadro {
    let m = set.m;
    let row = |l: &Late| {
        vec![
            Celda::from(m.name(l.plan.miembro)),
            m.sector(l.plan.miembro).into(),
            l.vencidas.into(),
            l.en_corte.into(),
            l.plan.atraso.map(f64::from).into(),
            l.plan.actividades.into(),
        ]
    };
    let count = |clave: &str, titulo: &str| Columna::new(clave, titulo, Clase::Entero, 60.0);
    Cuadro {
        nombre: "plazos_cumplidos".into(),
        titulo: "Actividades con el plazo cumplido y sin terminar, por entidad".into(),
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
