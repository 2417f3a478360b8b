//! The deck of results for a committee: the numbers of the consolidated report,
//! a few on each slide.

use std::cmp::Ordering;

use serde_json::{Value, json};

use crate::analysis::conjunto::{Agrupacion, Medida, changes, panel, plans, spread};
use crate::analysis::senales::{findings, policy_spreads, sustained_counts, total_states};
use crate::charts::{Chart, DrawError};
use crate::cuadro::{Celda, Clase, Columna, Cuadro};
use crate::diagnostic::Diagnostics;
use crate::model::Presentacion;

use super::Marco;
use crate::reports::{Meta, Parts, Report, date, object};

/// Room for a chart on a slide in pt: the page of 841.89 × 473.56 pt without
/// margins, title and source.
const ANCHO: f64 = 745.0;
const ALTO: f64 = 298.0;
/// Charts are drawn for print and shown this much larger where they fit.
const AUMENTO: f64 = 1.4;

/// Entities at each end of the ranking.
const EXTREMOS: usize = 8;
/// Entities with the largest changes on each side.
const CAMBIOS: usize = 5;
/// Most rows of policies on a slide.
const POLITICAS: usize = 10;

/// # Errors
/// [`DrawError`] where a chart cannot be drawn at all.
pub fn build(id: &str, p: &Presentacion, m: Marco<'_>, _found: &mut Diagnostics) -> Result<Report, DrawError> {
    let mut parts = Parts::default();
    let show = |chart: Option<Chart>, parts: &mut Parts| -> Value { chart.map_or(Value::Null, |c| fitted(c, parts)) };
    let draw = ANCHO / AUMENTO;
    let franjas = show(m.strip_chart(Agrupacion::Tipo, draw)?, &mut parts);
    let dimensiones = show(m.dimension_ranges(draw)?, &mut parts);
    let half = policy_spreads(m.conjunto, m.catalogo).len().div_ceil(2).min(POLITICAS);
    let politicas_altas = show(m.policy_ranges_part(draw, 0..half)?, &mut parts);
    let politicas_bajas = show(m.policy_ranges_part(draw, half..usize::MAX)?, &mut parts);
    let sectores = show(m.sector_dumbbells(draw)?, &mut parts);
    let politicas = show(m.policy_dumbbells_ends(draw, CAMBIOS)?, &mut parts);
    let subidas = show(m.entity_dumbbells(Ordering::Greater, CAMBIOS, draw / 2.0)?, &mut parts);
    let bajadas = show(m.entity_dumbbells(Ordering::Less, CAMBIOS, draw / 2.0)?, &mut parts);
    let meci = show(m.meci_ranges(draw)?, &mut parts);
    let end = |highest: bool| -> Vec<Value> {
        let rows = m.ends(EXTREMOS, highest);
        rows.iter().map(|(puesto, x, v)| json!({ "puesto": puesto, "nombre": m.name(*x), "puntaje": v })).collect()
    };
    let corte = p.corte.value.ultimo_dia();
    let planes = plans(m.conjunto, corte);
    let u = m.universe();
    let d = spread(m.conjunto, Medida::Idi);
    let change = panel(&changes(m.conjunto, m.catalogo, Medida::Idi));
    let sostenidas = sustained_counts(m.conjunto, m.catalogo).map(|counts| {
        let limit = counts.get(EXTREMOS - 1).map_or(0, |c| c.1);
        let most: Vec<_> = counts
            .iter()
            .filter(|c| c.1 >= limit)
            .take(2 * EXTREMOS)
            .map(|c| json!({ "nombre": m.name(c.0), "politicas": c.1 }))
            .collect();
        json!({ "entidades": counts.len(), "mas": most })
    });
    let decisiones: Vec<_> = p.decisiones.iter().map(|t| parts.narracion(t)).collect();
    let igpd = p.igpd.as_ref().map(|igpd| {
        let valores: Vec<_> = igpd
            .valores
            .iter()
            .map(|v| {
                let before = v.anterior.as_ref().map(|a| a.value.0);
                json!({ "nombre": v.nombre, "puntaje": v.puntaje.value.0, "anterior": before, "diferencia": before.map(|b| ((v.puntaje.value.0 - b) * 1e6).round() / 1e6) })
            })
            .collect();
        json!({ "fuente": igpd.fuente, "valores": valores })
    });
    let mut meta = Meta {
        id: id.to_owned(),
        titulo: format!("{}. {}", p.titulo.value, p.ambito),
        autores: vec![p.organo.clone()],
        descripcion: format!("{} de la vigencia {}", p.titulo.value, p.vigencia.value),
        palabras_clave: vec!["MIPG".into(), "FURAG".into(), p.ambito.clone(), format!("vigencia {}", p.vigencia.value)],
        anio: 0,
        mes: 0,
        dia: 0,
        papel: "presentation-16-9",
        ejemplo: p.ejemplo.unwrap_or(false) || m.conjunto.ejemplo(),
    };
    meta.set_date(p.fecha.value);
    let view = object(vec![
        ("titulo", json!(p.titulo.value)),
        ("organo", json!(p.organo)),
        ("ante", json!(p.ante)),
        ("ambito", json!(p.ambito)),
        ("lugar", json!(p.lugar)),
        ("fecha", date(p.fecha.value)),
        ("corte", date(p.corte.value)),
        ("vigencia", json!(p.vigencia.value)),
        ("anterior", json!(m.conjunto.anterior)),
        ("comparable", json!(m.comparable())),
        ("fuente", json!(m.source())),
        ("conteo", json!({ "entidades": u.entidades, "con_idi": u.con_idi, "solo_control_interno": u.solo_control_interno, "sin_dato": u.sin_dato })),
        ("distribucion", json!(d.map(|d| json!({ "n": d.n, "minimo": d.minimo, "p25": d.p25, "mediana": d.mediana, "p75": d.p75, "maximo": d.maximo })))),
        ("panel", json!(change.map(|c| json!({ "n": c.n, "suben": c.suben, "iguales": c.iguales, "bajan": c.bajan, "antes": c.mediana_antes, "despues": c.mediana_despues, "diferencia": c.diferencia() })))),
        ("hallazgos", json!(findings(m.conjunto, m.catalogo, corte))),
        ("figuras", json!({
            "franjas": franjas, "dimensiones": dimensiones, "politicas_altas": politicas_altas, "politicas_bajas": politicas_bajas,
            "sectores": sectores, "politicas": politicas, "subidas": subidas, "bajadas": bajadas, "meci": meci,
        })),
        ("altas", Value::Array(end(true))),
        ("bajas", Value::Array(end(false))),
        ("politicas_medidas", json!(policy_spreads(m.conjunto, m.catalogo).len())),
        ("corte_politicas", json!(half)),
        ("sostenidas", json!(sostenidas)),
        ("planes", json!((!planes.is_empty()).then(|| json!({
            "con_plan": planes.len(),
            "entidades": u.entidades,
            "actividades": planes.iter().map(|x| x.actividades).sum::<u32>(),
            "estados": total_states(&planes),
            "no_atienden": planes.iter().filter(|x| x.atiende_mas_baja == Some(false)).count(),
        })))),
        ("igpd", json!(igpd)),
        ("decisiones", json!(decisiones)),
    ]);
    let cifras = m.cifras(&p.ambito, &p.corte.value.to_string(), &p.fecha.value.to_string());
    let mut cuadros = vec![
        m.universe_table(),
        m.ranking_table(),
        m.groups_table(Agrupacion::Tipo),
        m.measures_table(false),
        m.measures_table(true),
        m.meci_table(),
    ];
    if change.is_some() {
        cuadros.extend([m.group_changes_table(), m.changes_table()]);
    }
    cuadros.extend(p.igpd.as_ref().map(|igpd| {
        Cuadro {
            nombre: "igpd".into(),
            titulo: "Índice de Gestión Pública Distrital".into(),
            columnas: vec![
                Columna::new("nombre", "Índice", Clase::Texto, None),
                Columna::new("puntaje", "Puntaje", Clase::Puntos, 60.0),
                Columna::new("anterior", "Medición anterior", Clase::Puntos, 60.0),
            ],
            filas: igpd
                .valores
                .iter()
                .map(|v| {
                    vec![
                        v.nombre.as_str().into(),
                        Celda::from(v.puntaje.value.0),
                        v.anterior.as_ref().map(|a| a.value.0).into(),
                    ]
                })
                .collect(),
            fuente: igpd.fuente.clone(),
            nota: None,
        }
    }));
    cuadros.retain(|c| !c.filas.is_empty());
    Ok(Report {
        meta,
        template: "presentacion/documento.typ.j2",
        view,
        cifras,
        narraciones: parts.narraciones,
        charts: parts.charts,
        cuadros,
    })
}

/// The chart as large as the slide allows.
fn fitted(chart: Chart, parts: &mut Parts) -> Value {
    let scale = AUMENTO.min(ALTO / chart.alto);
    let width = chart.ancho * scale;
    let mut figure = parts.figure(chart);
    figure["ancho"] = json!(width);
    figure
}
