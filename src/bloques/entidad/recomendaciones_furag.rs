//! What Función Pública recommends to the entity, beside what its plan does in the same policies.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, uno};
use crate::bloques::necesidad::Necesidad;
use crate::bloques::opciones::{ClaseOpcion, Opcion, Opciones};
use crate::cuadro::{Celda, Clase, Columna, Cuadro};
use crate::hechos::plan::{Corte, Seguimiento, follow};
use crate::hechos::recomendaciones::{Pedida, Pedidas, by_policy};
use crate::model::Estado;

use crate::bloques::source;

use super::{DeEntidad, actividades, distinct};

pub const BLOQUE: Bloque = Bloque::de_entidad(
    "recomendaciones_furag",
    "las recomendaciones de la Función Pública, por política, con las actividades que el plan le da",
    |d, uso| uno(values(d, uso.opciones)),
)
.que_necesita(&[Necesidad::Recomendaciones])
.con_opciones(&[Opcion {
    palabra: "politicas",
    clase: ClaseOpcion::Politicas,
    dice: "solo las de estas políticas, por su nombre",
}]);

/// What Función Pública recommends, policy by policy, beside what the plan does there.
fn values(d: &mut DeEntidad<'_>, options: &Opciones) -> Option<Value> {
    let file = d.m.recomendaciones.filter(|r| !r.recomendaciones.is_empty())?;
    let chosen = d.chosen(options);
    let wanted = |politica: usize| chosen.as_ref().is_none_or(|chosen| chosen.contains(&politica));
    let mut all = by_policy(file, d.m.resultados, d.carga.as_ref(), d.m.catalogo);
    all.retain(|p| wanted(p.politica));
    let count = |p: &Pedidas<'_>| p.recomendaciones.len();
    let total: usize = all.iter().map(count).sum();
    let unanswered =
        d.carga.as_ref().map(|_| all.iter().filter(|p| p.actividades == Some(0)).map(count).sum::<usize>());
    let politicas: Vec<_> = all.iter().map(|p| policy(d, p)).collect();
    (total > 0).then(|| {
        json!({
            "fuente": file.fuente,
            "fuente_plan": d.m.plan.map(|p| &p.fuente),
            "total": total,
            "en_tabla": d.calls(&actividades::BLOQUE),
            "sin_actividades": unanswered,
            "politicas": politicas,
            "elegidas_de": chosen.as_ref().map(|_| file.recomendaciones.len()),
        })
    })
}

fn policy(d: &DeEntidad<'_>, p: &Pedidas<'_>) -> Value {
    let text = |asked: &Pedida<'_>| {
        json!({
            "texto": asked.recomendacion.recomendacion,
            "relacionada": asked.relacionada.map(|other| d.name(other)),
            "actividades_relacionada": asked.relacionada.zip(d.carga.as_ref()).map(|(p, carga)| carga.activities_of(p)),
        })
    };
    let activity = |s: &Seguimiento<'_>| {
        json!({
            "id": s.actividad.id,
            "actividad": s.actividad.actividad,
            "estado": s.estado.map(Estado::word),
            "dias": s.dias,
        })
    };
    json!({
        "nombre": d.name(p.politica),
        "puntaje": p.puntaje,
        "recomendaciones": p.recomendaciones.iter().map(text).collect::<Vec<_>>(),
        "actividades": p.actividades,
        "del_plan": of_policy(d, p.politica).iter().map(activity).collect::<Vec<_>>(),
    })
}

/// The activities of a plan that tells them one by one, in its order.
fn of_policy<'a>(d: &DeEntidad<'a>, politica: usize) -> Vec<Seguimiento<'a>> {
    let Some(plan) = d.m.plan else { return Vec::new() };
    let corte = Corte::new(plan, d.m.informe.corte.value.ultimo_dia());
    plan.actividades.iter().filter(|a| a.politica == politica).map(|a| follow(a, corte)).collect()
}

/// What Función Pública recommends, a row for each.
pub(super) fn table(d: &DeEntidad<'_>) -> Option<Cuadro> {
    let file = d.m.recomendaciones.filter(|r| !r.recomendaciones.is_empty())?;
    let row = |p: &Pedidas<'_>, asked: &Pedida<'_>| {
        let ids: Vec<_> = of_policy(d, p.politica).iter().map(|s| s.actividad.id.as_str()).collect();
        let other = asked.relacionada.zip(d.carga.as_ref()).map(|(p, carga)| carga.activities_of(p));
        vec![
            Celda::from(d.name(p.politica)),
            p.puntaje.into(),
            asked.recomendacion.recomendacion.as_str().into(),
            p.actividades.into(),
            (!ids.is_empty()).then(|| ids.join("; ")).into(),
            asked.recomendacion.relacionada.as_deref().into(),
            other.into(),
        ]
    };
    let all = by_policy(file, d.m.resultados, d.carga.as_ref(), d.m.catalogo);
    let rows = all.iter().flat_map(|p| p.recomendaciones.iter().map(move |asked| row(p, asked)));
    let fuentes = distinct([Some(file.fuente.as_str()), d.m.plan.map(|p| p.fuente.as_str())]);
    Some(Cuadro {
        nombre: "recomendaciones".into(),
        titulo: format!("Recomendaciones de la Función Pública, vigencia {}", d.m.resultados.vigencia.value),
        columnas: vec![
            Columna::new("politica", "Política", Clase::Texto, None),
            Columna::new("indice", "Índice", Clase::Puntos, None),
            Columna::new("recomendacion", "Recomendación", Clase::Texto, None),
            Columna::new("actividades", "Actividades del plan en la política", Clase::Entero, None),
            Columna::new("ids", "N.º de las actividades", Clase::Texto, None),
            Columna::new("relacionada", "Política relacionada", Clase::Texto, None),
            Columna::new("actividades_relacionada", "Actividades en la relacionada", Clase::Entero, None),
        ],
        filas: rows.collect(),
        total: false,
        fuente: source(&fuentes.join("; ")),
        nota: d
            .m
            .plan
            .map(|_| "Que una actividad sea de la misma política no prueba que atienda la recomendación.".into()),
    })
}
