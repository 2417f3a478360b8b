//! The work plan at a glance.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, Dicho};
use crate::hechos::trabajo::{self, Fila, Nombrado, Resumen};
use crate::model::Sesion;

use super::{DeOrgano, is_missing, place, places};

pub const BLOQUE: Bloque = Bloque::de_organo(
    "resumen_trabajo",
    "qué hay que preparar y decidir en cada sesión, y quién responde por cada punto en cada una",
    |organo, _| values(organo),
);

fn values(organo: &mut DeOrgano<'_>) -> Dicho {
    let (plan, resumen) = (organo.plan, &organo.resumen);
    let filas = trabajo::by_body(plan);
    let comunes = trabajo::shared(&filas, plan);
    let decisions = trabajo::decisions(plan);
    let session = |(at, s): (usize, &Sesion)| {
        let solo = trabajo::only_in(plan, s).map(|p| place(&p, plan, &organo.rotulos));
        json!({
            "clave": format!("agenda-{}", s.id.value),
            "rotulo": s.rotulo,
            "nombre": s.nombre,
            "puntos": resumen.por_sesion[at],
            "solo": solo.collect::<Vec<_>>(),
            "decisiones": decisions[at].len(),
        })
    };
    let missing = || trabajo::lines(plan).filter(|a| is_missing(a));
    let grupos = plan.grupos.iter().zip(trabajo::by_group(plan));
    Ok(vec![json!({
        "resumen": counts(resumen),
        "sesiones": plan.sesiones.iter().enumerate().map(session).collect::<Vec<_>>(),
        "con_agenda": plan.contenido.iter().any(|content| content.palabra == "agenda"),
        "con_lista": plan.contenido.iter().any(|content| content.palabra == "por_definir"),
        "en_todas": trabajo::in_all(plan),
        "con_grupo": organo.tells_groups(),
        "rotulados": organo.rotulos.iter().any(Option::is_some),
        "grupos": grupos
            .map(|(g, n)| json!({ "titulo": g.titulo, "sigla": g.sigla, "puntos": n.renglones }))
            .collect::<Vec<_>>(),
        "siglas": plan.siglas.iter().map(|s| json!({ "sigla": s.sigla, "nombre": s.nombre })).collect::<Vec<_>>(),
        "responsables": filas.iter().map(|fila| row(fila, organo)).collect::<Vec<_>>(),
        "comunes": places(&comunes, organo),
        "por_definir": missing().filter(|a| trabajo::is_open(a)).count(),
        "en_blanco": missing().filter(|a| !trabajo::is_open(a)).count(),
    })])
}

/// The points of one body, by session.
fn row(fila: &Fila<'_>, organo: &DeOrgano<'_>) -> Value {
    let plan = organo.plan;
    let of = |test: &dyn Fn(&trabajo::Punto<'_>) -> bool| -> Vec<usize> {
        let own = trabajo::points(plan).filter(|p| fila.puntos.contains(&p.orden) && test(p));
        own.map(|p| p.orden).collect()
    };
    let places = |puntos: &[usize]| -> Vec<Value> {
        let named = trabajo::points(plan).filter(|p| puntos.contains(&p.orden));
        let marked = |p: trabajo::Punto<'_>| {
            let mut value = place(&p, plan, &organo.rotulos);
            value["cursiva"] = json!(fila.nombrado == Nombrado::Columna && fila.segun_texto.contains(&p.orden));
            value
        };
        named.map(marked).collect()
    };
    let sessions = plan.sesiones.iter().map(|s| places(&of(&|p| p.in_session(s))));
    json!({
        "nombre": fila.nombre,
        "nombrado": match fila.nombrado {
            Nombrado::Columna => "columna",
            Nombrado::Texto => "texto",
            Nombrado::Nadie => "nadie",
        },
        "puntos": fila.puntos.len(),
        "sesiones": sessions.collect::<Vec<_>>(),
        "con_sesion": places(&of(&|p| !p.es.sesiones.is_empty())),
        "sin_sesion": places(&of(&|p| p.es.sesiones.is_empty())),
    })
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
        "segun_texto": resumen.segun_texto,
        "responsables": resumen.por_responsable.len(),
    })
}
