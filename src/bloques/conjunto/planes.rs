//! The state of the plans of a set.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, Rasgo, Uso, dibujado};
use crate::bloques::date;
use crate::bloques::necesidad::Necesidad;
use crate::bloques::opciones::{ClaseOpcion, Opcion};
use crate::charts::DrawError;
use crate::cuadro::{Celda, Cuadro};
use crate::hechos::conjunto::{PlanEntidad, attended, concentration, plans, plans_by_policy, resources};
use crate::hechos::primeros::{Empate, shown};
use crate::hechos::senales::{total_effects, total_states};

use super::{DeConjunto, Marco, printed};

pub const BLOQUE: Bloque =
    Bloque::de_conjunto(
        "planes",
        "el estado de los planes: por política, quién tiene actividades por cerrar, los recursos y las recomendaciones de la Función Pública",
        |set, uso| dibujado(values(set, uso)),
    )
    .que_necesita(&[Necesidad::Planes])
    .con_opciones(&[Opcion {
        palabra: "cuantas",
        clase: ClaseOpcion::Cuantas,
        dice: "Cuántas entidades con actividades vencidas se listan, sin separar a las que empatan; si falta, todas",
    }])
    .con_rasgo(Rasgo::Subsecciones);

/// Rows above which the entities whose plan leaves their lowest policy out are not listed.
const MAX_MAS_BAJAS: usize = 15;
/// Policies without activities that a sentence names.
const MAX_SIN_ACTIVIDADES: usize = 3;

fn values(set: &mut DeConjunto<'_>, uso: Uso<'_>) -> Result<Option<Value>, DrawError> {
    let m = set.m;
    let corte = set.encargo.corte.ultimo_dia();
    let list = plans(m.conjunto, corte);
    if list.is_empty() {
        return Ok(None);
    }
    let width = set.width();
    let figura = set.figure(m.plan_states(corte, width)?);
    let open = m.open_activities_table(corte, uso.opciones.cuantas("cuantas"));
    let open = (open.filas.len() > 1).then(|| set.fit(open, uso.place)).flatten();
    let recursos = set.fit(m.attended_table(corte), uso.place);
    let lowest = m.unattended_table(corte);
    let mas_bajas = first_rows(&lowest, &m);
    // Every number of the plans is in the export.
    set.hoja.cuadros.push(m.plans_by_policy_table(corte));
    set.hoja.cuadros.push(m.plans_table(corte));
    let no_atienden = lowest.filas.len();
    set.hoja.cuadros.push(lowest);
    let measured =
        |p: &PlanEntidad| m.conjunto.miembros[p.miembro].resultados.as_ref().map_or(0, |r| r.politicas.len());
    let without: Vec<_> =
        (0..m.conjunto.miembros.len()).filter(|x| m.conjunto.miembros[*x].plan.is_none()).map(|x| m.name(x)).collect();
    let by_policy = plans_by_policy(m.conjunto, m.catalogo, corte);
    let unplanned: Vec<_> = by_policy.iter().filter(|p| p.actividades == 0).map(|p| m.policy(p.politica)).collect();
    let concentra = concentration(&by_policy).map(|c| {
        let names: Vec<_> = c.politicas.iter().map(|p| m.policy(*p)).collect();
        json!({ "politicas": names, "actividades": c.actividades, "de": c.de, "con_actividades": c.con_actividades })
    });
    Ok(Some(json!({
        "concentra": concentra,
        "sin_actividades": if unplanned.len() > MAX_SIN_ACTIVIDADES { Vec::new() } else { unplanned },
        "fecha": date(set.encargo.fecha),
        "despues_del_corte": set.encargo.fecha.ultimo_dia() > corte,
        "corte": date(set.encargo.corte),
        "con_plan": list.len(),
        "entidades": m.conjunto.miembros.len(),
        "sin_plan": without,
        "actividades": list.iter().map(|p| p.actividades).sum::<u32>(),
        "estados": total_states(&list),
        "no_atienden": no_atienden,
        "mas_bajas": mas_bajas,
        "con_una": list.iter().filter(|p| measured(p) == 1).count(),
        "con_ninguna": list.iter().filter(|p| measured(p) == 0).count(),
        "con_mas_de_una": list.iter().filter(|p| p.atiende_mas_baja.is_some()).count(),
        "efectos": total_effects(&list),
        "mas_vencidas": most_overdue(&list, &m),
        "atraso": list.iter().filter_map(|p| p.atraso).max(),
        "recursos": resources(&list),
        "atencion": attended(m.conjunto, None),
        "figura": figura,
        "por_cerrar": open,
        "cuadro": recursos,
    })))
}

/// As many rows of the table as a page has room for, without parting equals; nothing where there are none.
fn first_rows(lowest: &Cuadro, m: &Marco<'_>) -> Option<Value> {
    let equal = |a: &Vec<Celda>, b: &Vec<Celda>| a[3] == b[3];
    let n = shown(&lowest.filas, MAX_MAS_BAJAS, Empate::Sale, equal);
    let part = Cuadro { filas: lowest.filas[..n].to_vec(), ..lowest.clone() };
    (n > 0).then(|| printed(&part, m))
}

/// The entities with the most overdue activities, ties included.
fn most_overdue(plans: &[PlanEntidad], m: &Marco<'_>) -> Value {
    let of = |p: &PlanEntidad| p.estados.unwrap_or_default();
    // In a plan that is over, what was overdue is unfulfilled for good.
    let overdue = |p: &PlanEntidad| of(p).vencidas + of(p).no_cumplidas;
    let most = plans.iter().map(overdue).max().unwrap_or(0);
    let names: Vec<_> = plans.iter().filter(|p| overdue(p) == most).map(|p| m.name(p.miembro)).collect();
    let with_any = plans.iter().filter(|p| overdue(p) > 0).count();
    let on_the_day = plans.iter().filter(|p| of(p).vencen_en_corte > 0).count();
    let either = plans.iter().filter(|p| overdue(p) + of(p).vencen_en_corte > 0).count();
    json!({
        "vencidas": most,
        "entidades": names,
        "con_alguna": with_any,
        "no_cumplidas": plans.iter().map(|p| of(p).no_cumplidas).sum::<usize>(),
        "con_alguna_en_corte": on_the_day,
        "con_unas_u_otras": either,
    })
}
