//! The functions of the body, group by group, with their activities.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, Dicho};
use crate::bloques::hoja::Hoja;
use crate::hechos::trabajo;
use crate::model::{ActividadTrabajo, Funcion, GrupoFunciones, PlanTrabajo, Sesion};

use super::{DeOrgano, counts, key, place};

pub const BLOQUE: Bloque = Bloque::de_organo(
    "renglones",
    "las funciones por grupo, con sus actividades, responsables y sesiones; cada grupo es una sección",
    |organo, _| values(organo),
);

fn values(organo: &mut DeOrgano<'_>) -> Dicho {
    let (plan, sessions) = (organo.plan, organo.sessions());
    let mut rotulos = organo.rotulos.clone().into_iter();
    let named = |g: usize| trabajo::points(plan).filter(move |p| p.grupo == g && trabajo::names_annex(p));
    let annexed: Vec<Vec<_>> =
        (0..plan.grupos.len()).map(|g| named(g).map(|p| place(&p, plan, &organo.rotulos)).collect()).collect();
    let con_grupo = organo.tells_groups();
    let hoja = &mut organo.hoja;
    let counted = trabajo::by_group(plan);
    let group = |(index, g): (usize, &GrupoFunciones)| {
        let functions = g.funciones.iter().enumerate();
        let funciones: Vec<_> = functions.map(|(at, f)| function(f, (index, at), plan, hoja, &mut rotulos)).collect();
        let lines = || g.funciones.iter().flat_map(|f| &f.actividades);
        let observed =
            lines().any(|a| a.observacion.is_some() || a.pendiente.as_ref().is_some_and(|p| p.fecha.is_some()));
        json!({
            "primero": index == 0,
            "titulo": g.titulo,
            "sigla": g.sigla,
            "anexos": annexed[index],
            "con_grupo": con_grupo,
            "titulo_sesiones": plan.titulo_sesiones,
            "sesiones": sessions,
            "resumen": counts(&counted[index]),
            "con_observaciones": observed,
            "con_sic": g.funciones.iter().any(is_quoted),
            "con_textos": lines().any(|a| a.observacion.is_some()),
            "con_responsable": lines().any(|a| {
                !a.responsable.is_empty() || a.pendiente.as_ref().is_some_and(|p| p.responsable.is_some())
            }),
            "funciones": funciones,
        })
    };
    Ok(plan.grupos.iter().enumerate().map(group).collect())
}

fn function(
    f: &Funcion,
    (grupo, funcion): (usize, usize),
    plan: &PlanTrabajo,
    hoja: &mut Hoja,
    rotulos: &mut impl Iterator<Item = Option<String>>,
) -> Value {
    let texto = hoja.narracion(&f.funcion);
    let actividades = f.actividades.iter().enumerate().map(|(at, a)| {
        let mut value = line(a, &key(grupo, funcion, at), plan, hoja);
        value["rotulo"] = json!(rotulos.next().flatten());
        value
    });
    let actividades: Vec<_> = actividades.collect();
    json!({ "numero": f.numero, "texto": texto, "actividades": actividades })
}

/// Whether a text of the function is marked as it stands in the plan.
fn is_quoted(f: &Funcion) -> bool {
    let marked = |text: &str| text.contains("[sic]");
    let line = |a: &ActividadTrabajo| a.actividad.as_ref().is_some_and(|text| marked(&text.value));
    f.numero.as_deref().is_some_and(marked) || marked(&f.funcion.value) || f.actividades.iter().any(line)
}

fn line(a: &ActividadTrabajo, clave: &str, plan: &PlanTrabajo, hoja: &mut Hoja) -> Value {
    let follows = |s: &&Sesion| a.sesiones.iter().any(|named| named.value == s.id.value);
    let marks: Vec<_> = plan.sesiones.iter().map(|s| follows(&s)).collect();
    let labels: Vec<_> = plan.sesiones.iter().filter(follows).map(|s| &s.rotulo).collect();
    let pendiente = a.pendiente.as_ref();
    json!({
        "clave": clave,
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
