//! The deck of results for a committee: the numbers of the consolidated report,
//! a few on each slide.

use serde::Serialize;
use serde_json::{Value, json};

use crate::charts::{Chart, DrawError};
use crate::cuadro::{Celda, Clase, Columna, Cuadro};
use crate::diagnostic::Diagnostics;
use crate::expediente::Conjunto;
use crate::hechos::conjunto::{
    Agrupacion, Cambio, Medida, Panel, Puesto, Situacion, changes, difference, groups, panel, plans, ranking,
    situation, spread,
};
use crate::hechos::primeros::{Empate, shown};
use crate::hechos::senales::{
    HallazgoConjunto, compared_panels, findings, internal_control_policy, policy_spreads, sustained_counts,
    total_states, widely_measured,
};
use crate::model::{Catalogo, Presentacion, Tipo};

use super::graficos::Part;
use super::{Marco, five, panel_view};
use crate::reports::{Meta, Parts, Report, adds_up, date, object};

/// Room for a chart on a slide in pt: the page of 841.89 × 473.56 pt without
/// margins, title, caption and source.  It holds 18 sectors.
const ANCHO: f64 = 745.0;
const ALTO: f64 = 320.0;
/// Size of the names in a chart in pt; what accompanies them is a tenth smaller and has 11 pt.
const LETRA: f64 = 12.3;

/// How much larger than that a chart with few rows may be.
const AUMENTOS: [f64; 6] = [1.5, 1.4, 1.3, 1.2, 1.1, 1.0];

/// Entities in each of the two tables of the ranking.
const EXTREMOS: usize = 6;
/// Most entities in a table of one column.
const LISTA: usize = 10;
/// Entities with the largest changes on each side.
const CAMBIOS: usize = 5;
/// Most policies or sectors on a slide, each with its distribution.
const POLITICAS: usize = 10;
/// Most policies or sectors on a slide, each with its change.
const PESAS: usize = 12;
/// Most kinds of entity that a table lists.
const TIPOS: usize = 9;

/// # Errors
/// [`DrawError`] where a chart cannot be drawn at all.
pub fn build(id: &str, p: &Presentacion, m: Marco<'_>, _found: &mut Diagnostics) -> Result<Report, DrawError> {
    let mut parts = Parts::default();
    let theme = m.pen.theme_for(LETRA);
    let pen = m.pen.with_theme(&theme);
    let big = Marco { pen: &pen, ..m };
    let mut show = |chart: Option<Chart>| chart.map_or(Value::Null, |c| fitted(c, &mut parts));
    // With the extremes of every kind named only where that leaves room.
    let strips = |citar| largest_text(&AUMENTOS[2..], |ancho| big.strip_chart_cited(Agrupacion::Tipo, ancho, citar));
    let cited = strips(true)?.filter(fits);
    let franjas = show(match cited {
        Some(chart) => Some(chart),
        None => strips(false)?,
    });
    let dimensiones = show(enlarged(|ancho| big.dimension_ranges(ancho))?);
    let tipos = show(enlarged(|ancho| big.kind_ranges(ancho))?);
    let spreads = policy_spreads(m.conjunto, m.catalogo);
    let cambios = show(largest_fitting(CAMBIOS, |n, ancho| big.entity_dumbbells(n, ancho))?);
    let meci = show(enlarged(|ancho| big.meci_ranges(ancho))?);
    let (sector_panels, sector_singles) = m.sector_changes();
    let sector_panels: Vec<_> = sector_panels.into_iter().map(|x| x.1).collect();
    let (policy_panels, partial_panels) = compared_panels(m.conjunto, m.catalogo);
    let policy_panels: Vec<_> = policy_panels.into_iter().map(|x| x.1).collect();
    let widely = widely_measured(m.conjunto, m.catalogo);
    let politicas = series(spreads.len(), POLITICAS, &mut parts, |ancho, part| big.policy_ranges(ancho, part))?;
    let partial_panels = partial_panels.into_iter().filter(|x| m.levels(&x.1).is_some()).count();
    let policy_panels: Vec<_> = policy_panels.into_iter().filter(|p| m.levels(p).is_some()).collect();
    let cambio_politicas = series(policy_panels.len() + partial_panels, PESAS, &mut parts, |ancho, part| {
        big.policy_dumbbells(ancho, part)
    })?;
    let cambio_sectores =
        series(sector_panels.len(), PESAS, &mut parts, |ancho, part| big.sector_median_dumbbells(ancho, part))?;

    let corte = p.corte.value.ultimo_dia();
    let planes = plans(m.conjunto, corte);
    let u = m.universe();
    let d = spread(m.conjunto, Medida::Idi);
    let change = panel(&changes(m.conjunto, m.catalogo, Medida::Idi));
    let sostenidas = sustained_counts(m.conjunto, m.catalogo).map(|counts| {
        let named = shown(&counts, LISTA, Empate::Sale, |a, b| a.1 == b.1);
        let most: Vec<_> = counts[..named]
            .iter()
            .map(|c| json!({ "nombre": m.name(c.0), "sector": m.sector(c.0), "politicas": c.1 }))
            .collect();
        json!({ "entidades": counts.len(), "mas": most })
    });
    let kind_medians: Vec<_> = groups(m.conjunto, m.catalogo, Agrupacion::Tipo)
        .into_iter()
        .filter_map(|g| Some((g.nombre?, g.distribucion?.mediana?)))
        .collect();
    let sector_medians: Vec<_> = groups(m.conjunto, m.catalogo, Agrupacion::Sector)
        .into_iter()
        .filter_map(|g| Some((g.nombre?, g.distribucion?)))
        .collect();
    let with_median = sector_medians.iter().filter(|s| s.1.mediana.is_some()).count();
    let sectores = series(with_median, POLITICAS, &mut parts, |ancho, part| big.sector_ranges(ancho, part))?;
    let compared: Vec<_> = sector_medians.iter().filter_map(|s| Some((s.0.clone(), s.1.mediana?))).collect();
    let dimension_medians: Vec<_> = m
        .catalogo
        .dimensiones
        .iter()
        .enumerate()
        .filter_map(|(i, x)| Some((x.nombre.clone(), m.level(&spread(m.conjunto, Medida::Dimension(i))?)?)))
        .collect();
    // Titles set against each other what nearly all entities are measured in.
    let policy_medians: Vec<_> =
        widely.iter().filter_map(|(p, d)| Some((m.policy(*p).to_owned(), m.level(d)?))).collect();
    let control_interno = internal_control_policy(m.catalogo)
        .and_then(|p| spread(m.conjunto, Medida::Politica(p)))
        .map_or(Value::Null, |d| json!({ "n": d.n, "mediana": d.mediana, "minimo": d.minimo, "maximo": d.maximo }));
    let hallazgos = findings(m.conjunto, m.catalogo, corte);
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
        let wrong = |v: &crate::model::ValorIgpd| {
            v.anterior.as_ref().is_some_and(|a| !m.pen.numeros.resta_cuadra(a.value.0, v.puntaje.value.0))
        };
        json!({ "fuente": igpd.fuente, "valores": valores, "redondeo": igpd.valores.iter().any(wrong) })
    });
    let meta = Meta {
        id: id.to_owned(),
        titulo: format!("{}. {}", p.titulo.value, p.ambito),
        autores: vec![p.organo.clone()],
        descripcion: format!("{} de la vigencia {}", p.titulo.value, p.vigencia.value),
        palabras_clave: vec!["MIPG".into(), "FURAG".into(), p.ambito.clone(), format!("vigencia {}", p.vigencia.value)],
        fecha: p.fecha.value.into(),
        papel: "presentation-16-9",
        ejemplo: p.ejemplo.unwrap_or(false) || m.conjunto.ejemplo(),
    };
    let entre = |list: &[(String, f64)]| extremes(&m, list);
    let tipos_medidos =
        groups(m.conjunto, m.catalogo, Agrupacion::Tipo).iter().filter(|g| g.distribucion.is_some()).count();
    let recorta = m.cuts_decimals().then_some(m.pen.numeros.decimales);
    let measured = d.map_or(0, |d| d.n);
    let states = total_states(&planes);
    let of_plans = (!planes.is_empty()).then(|| {
        json!({
            "con_plan": planes.len(),
            "entidades": u.entidades,
            "actividades": planes.iter().map(|x| x.actividades).sum::<u32>(),
            "estados": states,
            "no_suman": states.is_some_and(|e| !adds_up(e, m.pen.numeros)),
            "no_atienden": planes.iter().filter(|x| x.atiende_mas_baja == Some(false)).count(),
            "con_mas_baja": planes.iter().filter(|x| x.atiende_mas_baja.is_some()).count(),
        })
    });
    let mut deck = Slides::new(vec![
        ("vigencia", json!(p.vigencia.value)),
        ("anterior", json!(m.conjunto.anterior)),
        ("corte", date(p.corte.value)),
        ("fuente", json!(m.source())),
        ("fuentes", json!(m.both_sources())),
        (
            "conteo",
            json!({ "entidades": u.entidades, "con_idi": u.con_idi, "solo_control_interno": u.solo_control_interno, "sin_dato": u.sin_dato }),
        ),
    ]);
    deck.slide(
        "lamina_breve",
        json!({
            "n": measured,
            "idi": d.map(five),
            "panel": change.map(panel_view),
            "control_interno": control_interno,
            "resumenes": m.summaries(),
            "redondeo": hallazgos.iter().any(|h| m.subtracts_otherwise(h)),
            "planes": of_plans,
            "hallazgos": first_findings(&hallazgos),
        }),
    );
    deck.slide("lamina_universo", json!({ "universo": kinds(&m), "ambito": p.ambito }));
    if measured > 1 {
        deck.chart("lamina_distribucion", franjas, json!({ "n": measured, "idi": d.map(five) }));
    }
    deck.some("lamina_puestos", "puestos", ends(&m), |x| {
        x["n"] != 1 && x["altas"].as_array().is_some_and(|a| !a.is_empty())
    });
    if kind_medians.len() > 1 {
        deck.chart("lamina_tipos", tipos, json!({ "tipos": entre(&kind_medians), "medidos": tipos_medidos }));
    }
    let sector_directions = directions(&m, &sector_panels);
    if !cambio_sectores.is_empty() && sector_directions.n > 1 {
        let body = json!({ "cambio": sector_directions, "sin_mediana": sectors_without(&sector_singles, m.conjunto, m.catalogo) });
        deck.charts("lamina_cambio_sectores", cambio_sectores, &body);
    } else if compared.len() > 1 {
        deck.charts(
            "lamina_sectores",
            sectores,
            &json!({ "sectores": entre(&compared), "medidos": sector_medians.len() }),
        );
    }
    if let Some(change) = change.filter(|c| c.n > 1) {
        deck.chart("lamina_cambios", cambios, json!({ "panel": panel_view(change) }));
    }
    if dimensiones["filas"].as_u64().is_some_and(|n| n > 1) {
        deck.chart("lamina_dimensiones", dimensiones, json!({ "dimensiones": entre(&dimension_medians) }));
    }
    if policy_medians.len() != 1 {
        let parciales = spreads.len() - widely.len();
        deck.charts(
            "lamina_politicas",
            politicas,
            &json!({ "politicas": entre(&policy_medians), "parciales": parciales }),
        );
    }
    let policy_directions = directions(&m, &policy_panels);
    if policy_directions.n + partial_panels > 1 {
        let body = json!({ "cambio": policy_directions, "parciales": partial_panels });
        deck.charts("lamina_cambio_politicas", cambio_politicas, &body);
    }
    if !control_interno.is_null() {
        deck.slide("lamina_control_interno", json!({ "control_interno": control_interno, "figura": meci }));
    }
    deck.some("lamina_buenas_practicas", "sostenidas", json!(sostenidas), |x| !x.is_null());
    deck.some("lamina_planes", "planes", json!(of_plans), |x| !x.is_null());
    deck.some("lamina_igpd", "igpd", json!(igpd), |x| x["valores"].as_array().is_some_and(|v| !v.is_empty()));
    if !decisiones.is_empty() {
        deck.slide("lamina_decisiones", json!({ "decisiones": decisiones, "ante": p.ante }));
    }
    deck.slide(
        "lamina_metodo",
        json!({
            "decimales": recorta, "resumenes": m.summaries(), "comparable": m.comparable(), "con_planes": !planes.is_empty(),
        }),
    );
    let view = object(vec![
        ("titulo", json!(p.titulo.value)),
        ("organo", json!(p.organo)),
        ("ante", json!(p.ante)),
        ("ambito", json!(p.ambito)),
        ("lugar", json!(p.lugar)),
        ("fecha", date(p.fecha.value)),
        ("vigencia", json!(p.vigencia.value)),
        ("secciones", deck.secciones()),
    ]);
    let cifras = m.cifras(&p.ambito, p.corte.value, p.fecha.value);
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
            total: false,
            fuente: igpd.fuente.clone(),
            nota: None,
        }
    }));
    cuadros.extend(states.map(|e| m.states_table(e, p.corte.value)));
    cuadros.push(m.inputs_table());
    cuadros.retain(|c| !c.filas.is_empty());
    Ok(Report {
        meta,
        base: Tipo::Presentacion,
        view,
        cifras,
        narraciones: parts.narraciones,
        charts: parts.charts,
        cuadros,
    })
}

/// The chart as wide as the slide; a chart that is too high is made smaller.
fn fitted(chart: Chart, parts: &mut Parts) -> Value {
    let scale = scale_of(&chart);
    scaled(chart, scale, parts)
}

fn scaled(chart: Chart, scale: f64, parts: &mut Parts) -> Value {
    let (width, rows) = (chart.ancho * scale, chart.tabla.filas.len());
    let mut figure = parts.figure(chart);
    figure["ancho"] = json!(width);
    figure["filas"] = json!(rows);
    figure["mayor"] = Value::Null;
    figure
}

/// The parts of one chart of `rows` rows, at most `most` on a slide, all of them in
/// the same size; each with the rows that it shows.
fn series(
    rows: usize,
    most: usize,
    parts: &mut Parts,
    draw: impl Fn(f64, Option<Part>) -> Result<Option<Chart>, DrawError>,
) -> Result<Vec<Value>, DrawError> {
    let slides = rows.div_ceil(most).max(1);
    let each = rows.div_ceil(slides);
    let ranges: Vec<Part> = (0..slides).map(|slide| slide * each..((slide + 1) * each).min(rows)).collect();
    let mut charts = Vec::new();
    for scale in AUMENTOS {
        charts.clear();
        for range in &ranges {
            charts.extend(draw(ANCHO / scale, Some(range.clone()))?);
        }
        if charts.iter().all(fits) {
            break;
        }
    }
    let scale = charts.iter().map(scale_of).fold(f64::INFINITY, f64::min);
    // What the page takes from the highest part it takes from all of them.
    let highest = charts.iter().map(|chart| chart.alto * scale).fold(0.0, f64::max);
    let figure = |(chart, range): (Chart, Part)| {
        let mut figure = scaled(chart, scale, parts);
        if slides > 1 {
            figure["mayor"] = json!(highest);
        }
        figure["desde_fila"] = json!(range.start);
        figure["hasta_fila"] = json!(range.end);
        figure
    };
    Ok(charts.into_iter().zip(ranges).map(figure).collect())
}

/// How much larger or smaller the chart is shown.
fn scale_of(chart: &Chart) -> f64 {
    (ANCHO / chart.ancho).min(ALTO / chart.alto)
}

/// Whether the chart has room when it is shown as wide as the slide.
fn fits(chart: &Chart) -> bool {
    chart.alto * ANCHO / chart.ancho <= ALTO
}

/// The chart drawn for the largest text that leaves room for it.
fn enlarged(draw: impl Fn(f64) -> Result<Option<Chart>, DrawError>) -> Result<Option<Chart>, DrawError> {
    largest_text(&AUMENTOS, draw)
}

fn largest_text(
    scales: &[f64],
    draw: impl Fn(f64) -> Result<Option<Chart>, DrawError>,
) -> Result<Option<Chart>, DrawError> {
    for scale in scales {
        match draw(ANCHO / scale)? {
            Some(chart) if !fits(&chart) => {}
            other => return Ok(other),
        }
    }
    draw(ANCHO)
}

/// The chart with as many rows on each side as fit on a slide, `most` or less.
fn largest_fitting(
    most: usize,
    draw: impl Fn(usize, f64) -> Result<Option<Chart>, DrawError>,
) -> Result<Option<Chart>, DrawError> {
    for n in (2..=most).rev() {
        match enlarged(|ancho| draw(n, ancho))? {
            Some(chart) if !fits(&chart) => {}
            other => return Ok(other),
        }
    }
    enlarged(|ancho| draw(1, ancho))
}

/// How many sectors have too few entities in both vigencias for a median.
fn sectors_without(single: &[(String, Cambio)], conjunto: &Conjunto, catalogo: &Catalogo) -> usize {
    let sector =
        |c: &Cambio| catalogo.entidades[conjunto.miembros[c.miembro].entidad].sector.as_ref().map(|s| &s.value);
    single.iter().map(|(_, c)| sector(c)).collect::<std::collections::BTreeSet<_>>().len()
}

/// Whose value is the highest and whose the lowest, all of them where several
/// print the same.
fn extremes(m: &Marco<'_>, list: &[(String, f64)]) -> Value {
    let values = || list.iter().map(|x| x.1);
    let (Some(high), Some(low)) = (values().max_by(f64::total_cmp), values().min_by(f64::total_cmp)) else {
        return Value::Null;
    };
    let text = |v: f64| m.pen.numeros.numero(v);
    let at = |v: f64| -> Vec<&str> { list.iter().filter(|x| text(x.1) == text(v)).map(|x| x.0.as_str()).collect() };
    json!({ "n": list.len(), "alta": high, "altas": at(high), "baja": low, "bajas": at(low) })
}

/// How many medians rise and fall, as their differences are printed.
#[derive(Clone, Copy, Serialize)]
struct Directions {
    n: usize,
    suben: usize,
    iguales: usize,
    bajan: usize,
}

fn directions(m: &Marco<'_>, panels: &[Panel]) -> Directions {
    let levels: Vec<_> = panels.iter().filter_map(|p| m.levels(p)).collect();
    let sign = |(before, now): &(f64, f64)| m.pen.numeros.con_signo(difference(*before, *now)).chars().next();
    let suben = levels.iter().filter(|p| sign(p) == Some('+')).count();
    let iguales = levels.iter().filter(|p| sign(p) == Some('0')).count();
    Directions { n: levels.len(), suben, iguales, bajan: levels.len() - suben - iguales }
}

/// The findings that the first slide has room for, by what says most.
fn first_findings(hallazgos: &[HallazgoConjunto]) -> Vec<Value> {
    const ORDER: [&str; 11] = [
        "sin_comparacion",
        "politicas",
        "mayor_cambio",
        "mas_baja_sin_actividades",
        "sectores",
        "cambio_politicas",
        "dispersion",
        "control_interno",
        "planes",
        "idi",
        "universo",
    ];
    let found: Vec<_> = hallazgos.iter().map(|h| json!(h)).collect();
    let of = |rule: &&str| found.iter().filter(move |h| h["regla"] == **rule).cloned().collect::<Vec<_>>();
    ORDER.iter().flat_map(of).take(3).collect()
}

/// The slides as sections, each of one block that also has what all may quote.
struct Slides {
    common: Vec<(&'static str, Value)>,
    slides: Vec<Value>,
}

impl Slides {
    fn new(common: Vec<(&'static str, Value)>) -> Self {
        Self { common, slides: Vec::new() }
    }

    fn slide(&mut self, tipo: &str, mut body: Value) {
        for (key, value) in &self.common {
            body[*key] = value.clone();
        }
        body["tipo"] = json!(tipo);
        self.slides.push(json!({ "nivel": 0, "contenido": [body], "secciones": [] }));
    }

    /// A slide where there is `value` and it is as `wanted`.
    fn some(&mut self, tipo: &str, key: &str, value: Value, wanted: impl Fn(&Value) -> bool) {
        if !value.is_null() && wanted(&value) {
            self.slide(tipo, json!({ key: value }));
        }
    }

    /// A slide of a chart, where there is one.
    fn chart(&mut self, tipo: &str, figura: Value, body: Value) {
        self.charts(tipo, vec![figura], &body);
    }

    /// A slide for each part of a chart.
    fn charts(&mut self, tipo: &str, figuras: Vec<Value>, body: &Value) {
        let partes = figuras.len();
        for (index, figura) in figuras.into_iter().enumerate().filter(|(_, figura)| !figura.is_null()) {
            let mut body = body.clone();
            body["figura"] = figura;
            body["parte"] = json!(index + 1);
            body["partes"] = json!(partes);
            self.slide(tipo, body);
        }
    }

    fn secciones(self) -> Value {
        Value::Array(self.slides)
    }
}

/// What is known of the entities, by kind; without the kinds where there are too many.
fn kinds(m: &Marco<'_>) -> Value {
    let all = groups(m.conjunto, m.catalogo, Agrupacion::Tipo);
    let row = |nombre: Option<&str>, members: &[usize]| {
        let count =
            |wanted| members.iter().filter(|i| situation(&m.conjunto.miembros[**i], m.catalogo) == wanted).count();
        json!({
            "nombre": nombre, "con_idi": count(Situacion::ConIdi), "solo_control_interno": count(Situacion::SoloControlInterno),
            "sin_dato": count(Situacion::SinDato), "entidades": members.len(),
        })
    };
    let rows: Vec<_> = all.iter().map(|g| row(g.nombre.as_deref(), &g.miembros)).collect();
    let without: Vec<_> = (0..m.conjunto.miembros.len())
        .filter(|i| situation(&m.conjunto.miembros[*i], m.catalogo) == Situacion::SinDato)
        .map(|i| m.name(i))
        .collect();
    json!({ "tipos": if (2..=TIPOS).contains(&rows.len()) { rows } else { Vec::new() }, "sin_dato": without })
}

/// Both ends of the ranking with their ties whole: first and last places, without
/// an entity in both.
fn ends(m: &Marco<'_>) -> Value {
    let list = ranking(m.conjunto, m.catalogo, Medida::Idi);
    let Some(last) = list.last() else { return Value::Null };
    let row = |p: &Puesto| json!({ "puesto": p.puesto, "empate": p.empate, "nombre": m.name(p.miembro), "sector": m.sector(p.miembro), "puntaje": p.valor });
    let whole = list.len() <= EXTREMOS;
    let most = if whole { list.len() } else { EXTREMOS.min(list.len() / 2) };
    let equal = |a: &Puesto, b: &Puesto| a.valor == b.valor;
    let high = &list[..shown(&list, most, Empate::Sale, equal)];
    let reversed: Vec<_> = list.iter().rev().copied().collect();
    let low = &list[list.len() - if whole { 0 } else { shown(&reversed, most, Empate::Sale, equal) }..];
    let tied = |v: f64| list.iter().filter(|p| p.valor == v).count();
    json!({
        "n": list.len(),
        "altas": high.iter().map(row).collect::<Vec<_>>(),
        "bajas": low.iter().map(row).collect::<Vec<_>>(),
        "redondeo": !m.pen.numeros.resta_cuadra(last.valor, list[0].valor),
        "empates": high.iter().chain(low).any(|p| p.empate),
        "en_el_primero": tied(list[0].valor),
        "en_el_ultimo": tied(last.valor),
        "alta": list[0].valor,
        "baja": last.valor,
    })
}
