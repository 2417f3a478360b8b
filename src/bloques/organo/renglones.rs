//! The functions of the body, group by group, with their activities.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, Dicho};
use crate::bloques::hoja::Hoja;
use crate::model::{ActividadTrabajo, Funcion, GrupoFunciones, PlanTrabajo, Sesion};

use super::DeOrgano;

pub const BLOQUE: Bloque = Bloque::de_organo(
    "renglones",
    "las funciones por grupo, con sus actividades, responsables y sesiones; cada grupo es una sección",
    |organo, _| values(organo),
);

fn values(organo: &mut DeOrgano<'_>) -> Dicho {
    let (plan, sessions) = (organo.plan, organo.sessions());
    let hoja = &mut organo.hoja;
    let group = |(index, g): (usize, &GrupoFunciones)| {
        let funciones: Vec<_> = g.funciones.iter().map(|f| function(f, plan, hoja)).collect();
        json!({ "primero": index == 0, "titulo": g.titulo, "sesiones": sessions, "funciones": funciones })
    };
    Ok(plan.grupos.iter().enumerate().map(group).collect())
}

fn function(f: &Funcion, plan: &PlanTrabajo, hoja: &mut Hoja) -> Value {
    let texto = hoja.narracion(&f.funcion);
    let actividades: Vec<_> = f.actividades.iter().map(|a| line(a, plan, hoja)).collect();
    json!({ "numero": f.numero, "texto": texto, "actividades": actividades })
}

fn line(a: &ActividadTrabajo, plan: &PlanTrabajo, hoja: &mut Hoja) -> Value {
    let follows = |s: &&Sesion| a.sesiones.iter().any(|named| named.value == s.id.value);
    let marks: Vec<_> = plan.sesiones.iter().map(|s| follows(&s)).collect();
    let labels: Vec<_> = plan.sesiones.iter().filter(follows).map(|s| &s.rotulo).collect();
    let pendiente = a.pendiente.as_ref();
    json!({
        "numero": a.numero,
        "texto": a.actividad.as_ref().map(|t| hoja.narracion(t)),
        "responsable": a.responsable,
        "sesiones": marks,
        "seguida": labels,
        "observacion": a.observacion.as_ref().map(|t| hoja.narracion(t)),
        "pendiente": {
            "actividad": pendiente.and_then(|p| p.actividad.as_ref()),
            "responsable": pendiente.and_then(|p| p.responsable.as_ref()),
            "fecha": pendiente.and_then(|p| p.fecha.as_ref()),
        },
    })
}
