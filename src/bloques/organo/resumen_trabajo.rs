//! The work plan at a glance.

use serde_json::{Value, json};

use crate::bloques::bloque::{Bloque, Dicho};
use crate::bloques::text_width_landscape;
use crate::charts::{Barra, Barras, barras};
use crate::hechos::trabajo::{self, Resumen};

use super::{DeOrgano, is_missing};

pub const BLOQUE: Bloque = Bloque::de_organo(
    "resumen_trabajo",
    "cuántos renglones tiene el plan, por grupo y por sesión, y quiénes responden",
    |organo, _| values(organo),
);

/// Share of the page width that the chart takes.
const CHART_SHARE: f64 = 0.6;

/// Bodies that the chart shows one by one.
const MAX_BARS: usize = 9;

fn values(organo: &mut DeOrgano<'_>) -> Dicho {
    let resumen = &organo.resumen;
    let (shown, others) = resumen.por_responsable.split_at(resumen.por_responsable.len().min(MAX_BARS));
    let bar = |rotulo: &str, n: usize| Barra {
        rotulo: rotulo.to_owned(),
        total: u32::try_from(n).unwrap_or(u32::MAX),
        rayada: 0,
    };
    let mut filas: Vec<_> = shown.iter().map(|(name, n)| bar(name, *n)).collect();
    if !others.is_empty() {
        filas.push(bar("Otros", others.iter().map(|(_, n)| n).sum()));
    }
    let data = Barras {
        que: "responsables".into(),
        unidad: "renglones".into(),
        partes: None,
        filas,
        ancho: text_width_landscape(organo.proyecto.papel, organo.pen) * CHART_SHARE,
    };
    let figura = if data.filas.is_empty() { Value::Null } else { organo.hoja.chart(barras(&data, organo.pen))? };
    let plan = organo.plan;
    let groups = plan.grupos.iter().zip(trabajo::by_group(plan));
    Ok(vec![json!({
        "resumen": counts(resumen),
        "sesiones": organo.sessions(),
        "grupos": groups.map(|(g, n)| json!({ "titulo": g.titulo, "resumen": counts(&n) })).collect::<Vec<_>>(),
        "figura": figura,
        "otros_responsables": others.len(),
        "incompletos": trabajo::lines(plan).any(is_missing),
        "lista_al_final": plan.contenido.last().is_some_and(|last| last.palabra == "por_definir"),
    })])
}

fn counts(resumen: &Resumen) -> Value {
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
