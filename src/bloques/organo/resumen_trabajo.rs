//! The work plan at a glance.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, Dicho};
use crate::hechos::trabajo::{self, Punto, Resumen};
use crate::model::Sesion;

use super::{DeOrgano, brief, is_missing, key};

pub const BLOQUE: Bloque = Bloque::de_organo(
    "resumen_trabajo",
    "cuántos puntos tiene el plan, por grupo y por sesión, y quiénes responden",
    |organo, _| values(organo),
);

fn values(organo: &mut DeOrgano<'_>) -> Dicho {
    let (plan, resumen) = (organo.plan, &organo.resumen);
    let groups = plan.grupos.iter().zip(trabajo::by_group(plan));
    let place = |p: &Punto<'_>| {
        let breve = brief(&p.de.funcion.value);
        let grupo = &plan.grupos[p.grupo].titulo;
        json!({ "clave": key(p.grupo, p.funcion, p.actividad), "numero": p.numero(), "breve": breve, "grupo": grupo })
    };
    let bodies = resumen.por_responsable.iter().map(|(name, n)| {
        let own = trabajo::points(plan).filter(|p| p.es.responsable.contains(name));
        json!({ "nombre": name, "puntos": n, "cuales": own.map(|p| place(&p)).collect::<Vec<_>>() })
    });
    let only = |s: &Sesion| trabajo::only_in(plan, s).map(|p| place(&p)).collect::<Vec<_>>();
    let solo = plan.sesiones.iter().map(|s| json!({ "nombre": s.nombre, "cuales": only(s) }));
    Ok(vec![json!({
        "resumen": counts(resumen),
        "sesiones": organo.sessions(),
        "en_todas": trabajo::in_all(plan),
        "solo": solo.collect::<Vec<_>>(),
        "grupos": groups.map(|(g, n)| json!({ "titulo": g.titulo, "resumen": counts(&n) })).collect::<Vec<_>>(),
        "responsables": bodies.collect::<Vec<_>>(),
        "con_responsable": resumen.renglones - resumen.sin_responsable,
        "incompletos": trabajo::lines(plan).any(is_missing),
        "lista_al_final": plan.contenido.last().is_some_and(|last| last.palabra == "por_definir"),
    })])
}

pub(super) fn counts(resumen: &Resumen) -> Value {
    json!({
        "renglones": resumen.renglones,
        "con_actividad": resumen.con_actividad,
        "actividad_pendiente": resumen.actividad_pendiente,
        "sin_actividad": resumen.sin_actividad,
        "por_sesion": resumen.por_sesion,
        "con_sesion": resumen.renglones - resumen.sin_sesion,
        "sin_sesion": resumen.sin_sesion,
        "fecha_pendiente": resumen.fecha_pendiente,
        "sin_responsable": resumen.sin_responsable,
        "responsables": resumen.por_responsable.len(),
    })
}
