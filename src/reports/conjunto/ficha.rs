//! One sheet per policy, for the body that leads it.

use serde_json::{Value, json};

use crate::charts::DrawError;
use crate::cuadro::{Celda, Clase, Columna, Cuadro};
use crate::diagnostic::Diagnostics;
use crate::hechos::conjunto::{Medida, PlanPolitica, changes, descending, panel, plans_by_policy, spread, values};
use crate::hechos::primeros::cuts;
use crate::hechos::senales::{signals, widely_measured};
use crate::model::{FichaPolitica, Tipo};

use super::{Marco, five, panel_view};
use crate::reports::{Meta, Parts, Report, date, object, paper, text_width};

/// Most entities listed at the low end, where two pages have room for them.
const BAJAS: usize = 40;
/// Most of the recommendations of Función Pública.
const REPETIDAS: usize = 3;
/// Most sub-indices in their chart.
const SUBINDICES: usize = 6;
/// Height of the strips in pt that leaves half a page for the rest.
const ALTO: f64 = 215.0;

/// # Errors
/// [`DrawError`] where a chart cannot be drawn at all.
pub fn build(
    id: &str,
    f: &FichaPolitica,
    politica: usize,
    m: Marco<'_>,
    found: &mut Diagnostics,
) -> Result<Report, DrawError> {
    let mut parts = Parts::default();
    let medida = Medida::Politica(politica);
    let width = text_width(m.proyecto.papel, m.pen);
    let d = spread(m.conjunto, medida);
    // The extremes of every kind are named only where that leaves room for the rest.
    let cited = m.policy_strip(politica, width, true)?.filter(|c| c.alto <= ALTO);
    let figura = match cited {
        Some(chart) => Some(chart),
        None => m.policy_strip(politica, width, false)?,
    };
    let figura = figura.map(|c| parts.figure(c));
    let subindices_total = m.catalogo.politicas[politica]
        .subindices
        .iter()
        .filter(|s| s.nombre.is_some() && spread(m.conjunto, Medida::Subindice(politica, &s.codigo)).is_some())
        .count();
    let (subindices, subindices_mostrados) = m.subindex_ranges(politica, width, SUBINDICES)?;
    let subindices = subindices.map(|c| parts.figure(c));
    let changes = changes(m.conjunto, m.catalogo, medida);
    let before = |miembro: usize| changes.iter().find(|c| c.miembro == miembro);
    let all = descending(m.conjunto, m.catalogo, values(m.conjunto, medida));
    // Too few for a lowest quarter: all of them.
    let quarter = d.is_some_and(|d| d.cuartiles.is_some());
    let limit = d.map_or(f64::NEG_INFINITY, |d| d.cuartiles.map_or(d.maximo, |q| q.0));
    let low: Vec<_> = all.iter().rev().filter(|v| v.valor <= limit).copied().collect();
    // How many of them the pages have room for is known when they are laid out.
    let bajas_cortes = cuts(&low, BAJAS, |a, b| a.valor == b.valor);
    let bajas: Vec<_> = low
        .iter()
        .take(bajas_cortes.first().copied().unwrap_or_default())
        .enumerate()
        .map(|(indice, v)| {
            let plan = m.conjunto.miembros[v.miembro].plan.as_deref();
            let activities = plan.map(|p| {
                crate::hechos::plan::load(p)
                    .politicas
                    .iter()
                    .find(|c| c.politica == politica)
                    .map_or(0, |c| c.actividades)
            });
            json!({
                "corte": bajas_cortes.contains(&(indice + 1)), "nombre": m.name(v.miembro), "puntaje": v.valor,
                "diferencia": before(v.miembro).map(crate::hechos::conjunto::Cambio::diferencia),
                "actividades": activities,
            })
        })
        .collect();
    let senales = signals(m.conjunto, m.catalogo).into_iter().find(|(p, _)| *p == politica).map(|(_, s)| s);
    let said = m.leaders_say(&f.recomendaciones_lideres, &mut parts, found);
    let textos: Vec<_> = said.iter().filter(|(p, _)| *p == politica).map(|(_, t)| *t).collect();
    let frequent = frequent_advice(&m, politica);
    let furag_cortes = cuts(&frequent, REPETIDAS, |a, b| a.1 == b.1);
    let furag: Vec<_> = frequent
        .iter()
        .take(furag_cortes.first().copied().unwrap_or_default())
        .map(|(text, n)| json!({ "texto": text, "entidades": n }))
        .collect();
    // A policy measured in other entities than the rest has no place among them.
    let mut spreads = widely_measured(m.conjunto, m.catalogo);
    spreads.retain(|(_, d)| d.mediana.is_some());
    let among = spreads.iter().any(|(p, _)| *p == politica);
    let puesto = d.filter(|_| among).map(|d| spreads.iter().filter(|(_, other)| other.mediana > d.mediana).count() + 1);
    let plan = plans_by_policy(m.conjunto, m.catalogo, f.corte.value.ultimo_dia())
        .into_iter()
        .find(|p| p.politica == politica);
    let panel = panel(&changes);
    let control = parts.control(&f.control);
    let nombre = m.policy(politica);
    let dimension = &m.catalogo.politicas[politica].dimension.value;
    let dimension = m.catalogo.dimensiones.iter().find(|x| x.slug == *dimension);
    let meta = Meta {
        id: id.to_owned(),
        titulo: format!("{nombre}. Ficha de política, vigencia {}", m.conjunto.vigencia),
        autores: vec![f.organo.clone()],
        descripcion: format!("Resultados de la política {nombre} en {}, vigencia {}", f.ambito, m.conjunto.vigencia),
        palabras_clave: vec![
            "MIPG".into(),
            "FURAG".into(),
            nombre.to_owned(),
            format!("vigencia {}", m.conjunto.vigencia),
        ],
        fecha: f.fecha.value.into(),
        papel: paper(m.proyecto.papel),
        ejemplo: f.ejemplo.unwrap_or(false) || m.conjunto.ejemplo(),
    };
    let con_plan = m.conjunto.miembros.iter().filter(|x| x.plan.is_some()).count();
    let entidades = m.conjunto.miembros.len();
    let fuente_planes = m.plan_source().filter(|_| con_plan > 0);
    let furag_total = frequent.iter().map(|x| x.1).sum::<usize>();
    let lideres = m.leaders(politica);
    let vigencia = m.conjunto.vigencia;
    let mut secciones = vec![section(
        "ficha_cabeza",
        json!({
            "lideres": lideres,
            "dimension": dimension.map(|x| json!({ "codigo": x.codigo, "nombre": x.nombre })),
            "n": d.map(|d| d.n),
            "entidades": entidades,
            "distribucion": d.map(five),
            "puesto": puesto,
            "empate": d.is_some_and(|d| spreads.iter().filter(|(_, other)| other.mediana == d.mediana).count() > 1),
            "politicas": spreads.len(),
            "panel": panel.map(panel_view),
            "vigencia": vigencia,
            "anterior": m.conjunto.anterior,
            "comparable": m.comparable(),
            "figura": figura,
            "fuente": m.source(),
        }),
    )];
    if !low.is_empty() {
        let body = json!({
            "bajas": bajas, "total": low.len(), "cuarto": quarter, "n": d.map(|d| d.n), "distribucion": d.map(five),
            "panel": panel.map(panel_view), "vigencia": vigencia, "anterior": m.conjunto.anterior, "con_plan": con_plan,
            "fuente": m.source(), "fuentes": m.both_sources(), "fuente_planes": fuente_planes,
        });
        secciones.push(section("ficha_bajas", body));
    }
    if let Some(figura) = subindices {
        let body = json!({
            "figura": figura, "mostrados": subindices_mostrados, "total": subindices_total, "vigencia": vigencia,
            "fuente": m.source(),
        });
        secciones.push(section("ficha_subindices", body));
    }
    if let Some(d) = d {
        let lideres = lideres.as_array().map(Vec::len);
        let body = json!({
            "recomendaciones": textos, "senales": senales.unwrap_or_default(), "n": d.n, "lideres": lideres,
        });
        secciones.push(section("ficha_recomendaciones", body));
    }
    if furag_total > 0 {
        let body = json!({
            "total": furag_total,
            "distintas": frequent.len(),
            "repetidas": frequent[0].1 > 1,
            "mas": frequent[0].1,
            "en_cabeza": frequent.iter().take_while(|f| f.1 == frequent[0].1).count(),
            "cortes": furag_cortes,
            "textos": furag,
        });
        secciones.push(section("ficha_furag", body));
    }
    if con_plan > 0 {
        let of_policy = |p: PlanPolitica| json!({ "entidades": p.entidades, "actividades": p.actividades, "con_estado": p.estados.known(), "estados": p.estados });
        let body = json!({
            "plan": plan.map(of_policy), "con_plan": con_plan, "entidades": entidades, "corte": date(f.corte.value),
        });
        secciones.push(section("ficha_planes", body));
    }
    secciones.push(section(
        "ficha_cierre",
        json!({
            "decimales": m.cuts_decimals().then_some(m.pen.numeros.decimales),
            "fuentes": m.both_sources(),
            "fuente_recomendaciones": m.advice_source().filter(|_| furag_total > 0),
            "fuente_planes": fuente_planes,
            "organo": f.organo,
            "fecha": date(f.fecha.value),
        }),
    ));
    let view = object(vec![
        ("nombre", json!(nombre)),
        ("codigo", json!(m.code(politica))),
        ("ambito", json!(f.ambito)),
        ("vigencia", json!(vigencia)),
        ("control", control),
        ("secciones", Value::Array(secciones)),
    ]);
    let cifras = m.cifras(&f.ambito, f.corte.value, f.fecha.value);
    Ok(Report {
        meta,
        base: Tipo::FichaPolitica,
        view,
        cifras,
        narraciones: parts.narraciones,
        charts: parts.charts,
        cuadros: std::iter::once(entity_values(&m, politica))
            .chain((!frequent.is_empty()).then(|| advice_table(&m, politica, &frequent)))
            .chain(plan.filter(|p| p.estados.total() > 0).map(|p| m.states_table(p.estados, f.corte.value)))
            .chain([m.inputs_table()])
            .collect(),
    })
}

/// A section without a title, of one block.
fn section(tipo: &str, mut body: Value) -> Value {
    body["tipo"] = json!(tipo);
    json!({ "nivel": 0, "contenido": [body], "secciones": [] })
}

/// What Función Pública recommends about the policy, and to how many entities, from
/// the most frequent down.
fn frequent_advice<'a>(m: &Marco<'a>, politica: usize) -> Vec<(&'a str, usize)> {
    let files = m.conjunto.miembros.iter().filter_map(|x| x.recomendaciones.as_deref());
    let mut counts: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
    for r in files.flat_map(|r| &r.recomendaciones).filter(|r| r.politica == politica) {
        *counts.entry(&r.recomendacion).or_default() += 1;
    }
    let mut frequent: Vec<_> = counts.into_iter().collect();
    frequent.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| crate::locale::compare(a.0, b.0)));
    frequent
}

/// All of [`frequent_advice`], for the export.
fn advice_table(m: &Marco<'_>, politica: usize, frequent: &[(&str, usize)]) -> Cuadro {
    Cuadro {
        nombre: "recomendaciones".into(),
        titulo: format!("Recomendaciones de la Función Pública sobre {}", m.policy(politica)),
        columnas: vec![
            Columna::new("recomendacion", "Recomendación", Clase::Texto, None),
            Columna::new("veces", "Veces", Clase::Entero, 60.0),
        ],
        filas: frequent.iter().map(|(text, n)| vec![(*text).into(), (*n).into()]).collect(),
        total: false,
        fuente: format!("{}.", m.advice_source().unwrap_or_default().trim_end_matches('.')),
        nota: None,
    }
}

/// The policy and its sub-indices, entity by entity.
fn entity_values(m: &Marco<'_>, politica: usize) -> Cuadro {
    let subindices = &m.catalogo.politicas[politica].subindices;
    let mut columnas = vec![
        Columna::new("entidad", "Entidad", Clase::Texto, None),
        Columna::new("sector", "Sector", Clase::Texto, 120.0),
        Columna::new("indice", m.code(politica), Clase::Puntos, 44.0),
        Columna::new("diferencia", "Diferencia, puntos", Clase::Diferencia, 56.0),
    ];
    columnas.extend(subindices.iter().map(|s| {
        let name = s.nombre.as_ref().map_or_else(|| s.codigo.clone(), |n| format!("{} {n}", s.codigo));
        Columna::new(s.codigo.to_lowercase(), name, Clase::Puntos, 36.0)
    }));
    let changes = changes(m.conjunto, m.catalogo, Medida::Politica(politica));
    let row = |v: &crate::hechos::conjunto::Valor| {
        let mut cells = vec![
            Celda::from(m.name(v.miembro)),
            m.sector(v.miembro).into(),
            v.valor.into(),
            changes.iter().find(|c| c.miembro == v.miembro).map(|c| c.diferencia()).into(),
        ];
        let results = m.conjunto.miembros[v.miembro].resultados.as_deref();
        cells.extend(
            subindices.iter().map(|s| Celda::from(results.and_then(|r| Medida::Subindice(politica, &s.codigo).of(r)))),
        );
        cells
    };
    let list = descending(m.conjunto, m.catalogo, values(m.conjunto, Medida::Politica(politica)));
    Cuadro {
        nombre: "entidades".into(),
        titulo: format!(
            "{} y sus subíndices, entidad por entidad, vigencia {}",
            m.policy(politica),
            m.conjunto.vigencia
        ),
        columnas,
        filas: list.iter().map(row).collect(),
        total: false,
        fuente: m.source(),
        nota: Some("En blanco: sin valor en los datos. Diferencia: cálculo propio.".into()),
    }
}
