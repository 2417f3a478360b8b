//! The consolidated report of a group of entities.

use std::cmp::Ordering;
use std::sync::Arc;

use serde_json::{Value, json};

use crate::charts::{Chart, DrawError};
use crate::cuadro::{Celda, Cuadro};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::hechos::conjunto::{
    Agrupacion, Cambio, Medida, PlanEntidad, changes, groups, panel, plans, spread, sustained,
};
use crate::hechos::hallazgos::{Cita, Citadas};
use crate::hechos::primeros::{Empate, shown};
use crate::hechos::senales::{
    HallazgoConjunto, findings, internal_control_policy, partly_measured, signals, sustained_counts, total_effects,
    total_states,
};
use crate::model::{Bloque, ComponenteConsolidado as Componente, Consolidado, Resultados, Tipo};

use super::{MAX_CELDAS, Marco, five, panel_view, summarised};
use crate::reports::impreso::{ends, impreso};
use crate::reports::{Meta, Parts, Report, authors, date, object, paper, sections, signatures, text_width};

/// Entities named as the largest rises, falls and ends of the ranking.
const EXTREMOS: usize = 10;

/// About how many entities a cell of the good practices names.
const SOSTENIDAS: usize = 4;

/// Lower limits of the bands in which the matrix is shaded, in points: our own
/// convention, printed as such beside every matrix.
const BANDAS: [f64; 4] = [60.0, 70.0, 80.0, 90.0];

/// # Errors
/// [`DrawError`] where a chart cannot be drawn at all.
pub fn build(id: &str, c: &Consolidado, marco: Marco<'_>, found: &mut Diagnostics) -> Result<Report, DrawError> {
    let mut builder = Builder {
        c,
        marco,
        said_decimals: false,
        parts: Parts::default(),
        cuadros: Vec::new(),
        found: Diagnostics::default(),
    };
    let secciones = sections(&c.secciones, 1, false, &mut |bloque, _| builder.block(bloque))?;
    let control = builder.parts.control(&c.control);
    builder.background();
    found.extend(std::mem::take(&mut builder.found));
    let u = marco.universe();
    let meta = Meta {
        id: id.to_owned(),
        titulo: format!("{}. {}", c.titulo.value, c.ambito),
        autores: authors(&c.firmas, &c.organo),
        descripcion: format!("{} de la vigencia {}", c.titulo.value, c.vigencia.value),
        palabras_clave: vec![
            "MIPG".into(),
            "FURAG".into(),
            "consolidado".into(),
            c.ambito.clone(),
            format!("vigencia {}", c.vigencia.value),
        ],
        fecha: c.fecha.value.into(),
        papel: paper(marco.proyecto.papel),
        ejemplo: c.ejemplo.unwrap_or(false) || marco.conjunto.ejemplo(),
    };
    let view = object(vec![
        ("titulo", json!(c.titulo.value)),
        ("organo", json!(c.organo)),
        ("ambito", json!(c.ambito)),
        ("lugar", json!(c.lugar)),
        ("fecha", date(c.fecha.value)),
        ("corte", date(c.corte.value)),
        ("vigencia", json!(c.vigencia.value)),
        ("entidades", json!(u.entidades)),
        ("con_plan", json!(marco.conjunto.miembros.iter().filter(|x| x.plan.is_some()).count())),
        ("control", control),
        ("firmas", signatures(&c.firmas)),
        ("secciones", secciones),
    ]);
    let cifras = marco.cifras(&c.ambito, c.corte.value, c.fecha.value);
    Ok(Report {
        meta,
        base: Tipo::Consolidado,
        view,
        cifras,
        narraciones: builder.parts.narraciones,
        charts: builder.parts.charts,
        cuadros: builder.cuadros,
    })
}

struct Builder<'a> {
    c: &'a Consolidado,
    marco: Marco<'a>,
    /// Whether it was said that indices are printed with fewer decimals than they have.
    said_decimals: bool,
    parts: Parts,
    cuadros: Vec<Cuadro>,
    found: Diagnostics,
}

impl Builder<'_> {
    fn block(&mut self, bloque: &Bloque<Componente>) -> Result<Option<Value>, DrawError> {
        let Bloque::Componente(component, _, place) = bloque else {
            return Ok(Some(self.parts.text_block(bloque, self.marco.catalogo, &mut self.found)));
        };
        let body = self.component(*component, place)?;
        let Some(Value::Object(mut body)) = body else {
            self.found.push(missing(*component, place));
            return Ok(None);
        };
        body.insert("tipo".into(), json!(component.word()));
        body.insert("vigencia".into(), json!(self.c.vigencia.value));
        body.insert("anterior".into(), json!(self.marco.conjunto.anterior));
        body.insert("fuente".into(), json!(self.marco.source()));
        body.insert("fuentes".into(), json!(self.marco.both_sources()));
        // Said once, under the first numbers.
        let first = !self.said_decimals && !without_indices(*component) && self.marco.cuts_decimals();
        self.said_decimals |= first;
        body.insert("recorta".into(), json!(first.then_some(self.marco.pen.numeros.decimales)));
        Ok(Some(Value::Object(body)))
    }

    fn width(&self) -> f64 {
        text_width(self.marco.proyecto.papel, self.marco.pen)
    }

    fn component(&mut self, component: Componente, place: &Place) -> Result<Option<Value>, DrawError> {
        let m = self.marco;
        let measured = m.conjunto.miembros.iter().any(|x| x.resultados.is_some());
        if !measured && !without_indices(component) {
            return Ok(None);
        }
        let width = self.width();
        Ok(match component {
            Componente::FichaTecnica => {
                let sin_idi = m.without_idi_table();
                Some(json!({
                    "universo": self.table(m.universe_table()),
                    "sin_idi": (!sin_idi.filas.is_empty()).then(|| self.fit(sin_idi, place)).flatten(),
                    "conteo": counts(&m),
                    "organo": self.c.organo,
                    "ambito": self.c.ambito,
                    "corte": date(self.c.corte.value),
                    "fecha": date(self.c.fecha.value),
                    "con_plan": m.conjunto.miembros.iter().filter(|x| x.plan.is_some()).count(),
                    "con_recomendaciones": m.conjunto.miembros.iter().filter(|x| x.recomendaciones.is_some()).count(),
                    "comparable": m.comparable(),
                }))
            }
            Componente::Resumen => {
                let hallazgos = findings(m.conjunto, m.catalogo, self.c.corte.value.ultimo_dia());
                Some(json!({
                    "conteo": counts(&m),
                    "unico": spread(m.conjunto, Medida::Idi).and_then(|d| d.unico()),
                    "mediana": spread(m.conjunto, Medida::Idi).and_then(|d| d.mediana),
                    "cambio": panel(&changes(m.conjunto, m.catalogo, Medida::Idi)).map(panel_view),
                    "redondeo": hallazgos.iter().any(|h| m.subtracts_otherwise(h)),
                    "hallazgos": hallazgos,
                    "ambito": self.c.ambito,
                }))
            }
            Componente::Distribucion => {
                let Some(d) = spread(m.conjunto, Medida::Idi) else { return Ok(None) };
                let grouping = self.grouping();
                let figura = self.figure(m.strip_chart(grouping, width)?);
                Some(json!({
                    "figura": figura,
                    "n": d.n, "idi": five(d),
                    "medianas": groups(m.conjunto, m.catalogo, grouping).iter().any(|g| g.distribucion.is_some_and(|d| d.mediana.is_some())),
                    "agrupacion": match grouping { Agrupacion::Departamento => "departamento", _ => "sector" },
                }))
            }
            Componente::Puestos => {
                let table = m.ranking_table();
                if table.filas.is_empty() {
                    return Ok(None);
                }
                let n = table.filas.len();
                let cells = n * table.columnas.len();
                if cells <= MAX_CELDAS {
                    Some(json!({ "cuadro": self.table(table), "n": n, "resumido": false }))
                } else {
                    self.found.push(summarised("puestos", cells, place));
                    let (altas, bajas) = ends(&table, EXTREMOS * 2);
                    let view = json!({
                        "altas": (!altas.filas.is_empty()).then(|| printed(&altas, &m)),
                        "bajas": (!bajas.filas.is_empty()).then(|| printed(&bajas, &m)),
                        "n": n, "resumido": true, "primeras": altas.filas.len(), "ultimas": bajas.filas.len(),
                    });
                    self.cuadros.push(table);
                    Some(view)
                }
            }
            Componente::Sectores => Some(json!({ "cuadro": self.fit(m.groups_table(Agrupacion::Sector), place) })),
            Componente::Departamentos => {
                if m.conjunto.miembros.iter().all(|x| m.catalogo.entidades[x.entidad].departamento.is_none()) {
                    return Ok(None);
                }
                Some(json!({ "cuadro": self.fit(m.groups_table(Agrupacion::Departamento), place) }))
            }
            Componente::Tipos => {
                let figura = self.figure(m.kind_ranges(width)?);
                Some(json!({ "cuadro": self.fit(m.groups_table(Agrupacion::Tipo), place), "figura": figura }))
            }
            Componente::Dimensiones => {
                let figura = self.figure(m.dimension_ranges(width)?);
                Some(json!({ "cuadro": self.table(m.measures_table(false)), "figura": figura }))
            }
            Componente::Politicas => {
                let figura = self.figure(m.policy_ranges(width, None)?);
                let partial = !partly_measured(m.conjunto, m.catalogo).is_empty();
                Some(json!({ "cuadro": self.table(m.measures_table(true)), "figura": figura, "parciales": partial }))
            }
            Componente::Matriz => Some(self.matrix(place)),
            Componente::Cambio => self.change(place)?,
            Componente::ControlInterno => {
                if internal_control_policy(m.catalogo).and_then(|p| spread(m.conjunto, Medida::Politica(p))).is_none() {
                    return Ok(None);
                }
                let figura = self.figure(m.meci_ranges(width)?);
                let only = m.meci_values(true);
                let unnamed: Vec<_> = internal_control_policy(m.catalogo)
                    .into_iter()
                    .flat_map(|p| m.catalogo.politicas[p].subindices.iter().filter(|s| s.nombre.is_none()))
                    .map(|s| s.codigo.as_str())
                    .collect();
                Some(json!({
                    "figura": figura,
                    "cuadro": self.table(m.meci_table()),
                    "otros_subindices": unnamed,
                    "solo_control_interno": m.universe().solo_control_interno,
                    "solo": (!only.filas.is_empty()).then(|| self.fit(only, place)).flatten(),
                }))
            }
            Componente::BuenasPracticas => self.good_practices(place),
            Componente::RecomendacionesLideres => Some(self.recommendations()),
            Componente::Planes => {
                let list = plans(m.conjunto, self.c.corte.value.ultimo_dia());
                if list.is_empty() {
                    return Ok(None);
                }
                let corte = self.c.corte.value.ultimo_dia();
                let without: Vec<_> = (0..m.conjunto.miembros.len())
                    .filter(|x| m.conjunto.miembros[*x].plan.is_none())
                    .map(|x| m.name(x))
                    .collect();
                Some(json!({
                    "corte": date(self.c.corte.value),
                    "con_plan": list.len(),
                    "entidades": m.conjunto.miembros.len(),
                    "sin_plan": without,
                    "actividades": list.iter().map(|p| p.actividades).sum::<u32>(),
                    "estados": total_states(&list),
                    "no_atienden": list.iter().filter(|p| p.atiende_mas_baja == Some(false)).map(|p| m.name(p.miembro)).collect::<Vec<_>>(),
                    "con_mas_de_una": list.iter().filter(|p| p.atiende_mas_baja.is_some()).count(),
                    "efectos": total_effects(&list),
                    "mas_vencidas": most_overdue(&list, &m),
                    "politicas": self.table(m.plans_by_policy_table(corte)),
                    "cuadro": self.fit(m.plans_table(corte), place),
                }))
            }
            Componente::Metodo => Some(json!({
                "conteo": counts(&m),
                "serie": m.catalogo.medicion(self.c.vigencia.value).map(crate::model::Medicion::serie),
                "nota": m.catalogo.medicion(self.c.vigencia.value).map(|x| x.nota.clone()),
                "comparable": m.comparable(),
                "con_plan": m.conjunto.miembros.iter().any(|x| x.plan.is_some()),
                "resumenes": m.summaries(),
                "bandas": BANDAS,
                "max_celdas": MAX_CELDAS,
            })),
            Componente::Glosario => Some(json!({
                "con_plan": m.conjunto.miembros.iter().any(|x| x.plan.is_some()),
                "resumenes": m.summaries(),
            })),
            Componente::Trazabilidad => {
                let leidos = |name: &str| m.insumos.iter().filter(|i| i.ruta.contains(name)).count();
                Some(json!({
                    "conteo": counts(&m),
                    "insumos": m.insumos.len(),
                    "resultados": leidos(&format!("/resultados-{}", self.c.vigencia.value)),
                    "resultados_anteriores": m.conjunto.anterior.map(|v| leidos(&format!("/resultados-{v}"))),
                    "planes": m.conjunto.miembros.iter().filter(|x| x.plan.is_some()).count(),
                    "recomendaciones": m.conjunto.miembros.iter().filter(|x| x.recomendaciones.is_some()).count(),
                    "programa": env!("CARGO_PKG_VERSION"),
                    "origenes": origins(&m),
                    "politicas": m.policies().len(),
                }))
            }
            Componente::ValoresDimensiones => Some(json!({ "cuadro": self.fit(m.dimension_values(), place) })),
            Componente::Insumos => {
                // The files that are not an entity's, with their whole hashes.
                let shared: Vec<_> = m
                    .insumos
                    .iter()
                    .filter(|i| !i.ruta.starts_with("data/entidades/"))
                    .map(|i| json!({ "ruta": i.ruta, "hash": i.hash }))
                    .collect();
                let plan = self.c.plan.as_ref().map(|p| p.value.as_str());
                Some(json!({ "comunes": shared, "cuadro": self.fit(m.entity_inputs_table(plan), place) }))
            }
        })
    }

    /// How the strip plot groups entities: by department where there are many.
    fn grouping(&self) -> Agrupacion {
        let departments: std::collections::BTreeSet<_> = self
            .marco
            .conjunto
            .miembros
            .iter()
            .filter_map(|x| self.marco.catalogo.entidades[x.entidad].departamento.as_deref())
            .collect();
        if departments.len() > 1 { Agrupacion::Departamento } else { Agrupacion::Sector }
    }

    fn figure(&mut self, chart: Option<Chart>) -> Value {
        chart.map_or(Value::Null, |chart| self.parts.figure(chart))
    }

    /// The table for the page, kept for the export.
    fn table(&mut self, table: Cuadro) -> Value {
        let view = printed(&table, &self.marco);
        self.cuadros.push(table);
        view
    }

    /// The table for the page where it fits the budget; only the export keeps it otherwise.
    fn fit(&mut self, table: Cuadro, place: &Place) -> Option<Value> {
        let cells = table.filas.len() * table.columnas.len();
        if cells <= MAX_CELDAS {
            return Some(self.table(table));
        }
        self.found.push(summarised(&table.nombre, cells, place));
        self.cuadros.push(table);
        None
    }

    fn matrix(&mut self, place: &Place) -> Value {
        let m = self.marco;
        let table = m.matrix();
        let cells = table.filas.len() * table.columnas.len();
        let politicas: Vec<_> =
            m.policies().into_iter().map(|p| json!({ "codigo": m.code(p), "nombre": m.policy(p) })).collect();
        if cells > MAX_CELDAS {
            self.found.push(summarised("matriz", cells, place));
            self.cuadros.push(table);
            return json!({ "resumida": true, "politicas": politicas });
        }
        // Rows by sector, in the order of the sectors, and inside by IDI.
        let sectors = crate::hechos::conjunto::groups(m.conjunto, m.catalogo, Agrupacion::Sector);
        let mut grupos = Vec::new();
        for g in sectors {
            let nombre = g.nombre.clone();
            let mut filas: Vec<&Vec<Celda>> = table
                .filas
                .iter()
                .filter(|f| match (&f[1], &nombre) {
                    (Celda::Texto(sector), Some(name)) => sector == name,
                    (Celda::Blanco, None) => true,
                    _ => false,
                })
                .collect();
            let idi = |f: &[Celda]| match f[3] {
                Celda::Numero(v) => v,
                _ => f64::NEG_INFINITY,
            };
            filas.sort_by(|a, b| idi(b).total_cmp(&idi(a)));
            let rows: Vec<_> = filas
                .iter()
                .map(|f| {
                    let values: Vec<_> = f[3..]
                        .iter()
                        .map(|cell| match cell {
                            Celda::Numero(v) => {
                                json!({ "valor": v, "banda": BANDAS.iter().filter(|b| v >= b).count() })
                            }
                            _ => Value::Null,
                        })
                        .collect();
                    json!({ "entidad": f[0], "valores": values })
                })
                .collect();
            if !rows.is_empty() {
                grupos.push(json!({ "sector": nombre, "filas": rows }));
            }
        }
        let view = json!({
            "resumida": false, "grupos": grupos, "politicas": politicas, "bandas": BANDAS,
            "titulo": table.titulo, "origen": table.fuente, "nota": table.nota,
        });
        self.cuadros.push(table);
        view
    }

    fn change(&mut self, place: &Place) -> Result<Option<Value>, DrawError> {
        let m = self.marco;
        let Some(anterior) = m.conjunto.anterior else { return Ok(None) };
        if !m.comparable() {
            // Both medians, no variation.
            let before = m.conjunto.miembros.iter().filter_map(|x| Medida::Idi.of(x.anterior.as_deref()?));
            let before = crate::hechos::conjunto::distribution(before);
            return Ok(Some(json!({
                "comparable": false,
                "mediana_antes": before.and_then(|d| d.mediana),
                "mediana_despues": spread(m.conjunto, Medida::Idi).and_then(|d| d.mediana),
                "nota": m.catalogo.medicion(self.c.vigencia.value).map(|x| x.nota.clone()),
            })));
        }
        let all = changes(m.conjunto, m.catalogo, Medida::Idi);
        let Some(p) = panel(&all) else { return Ok(None) };
        let width = self.width();
        let sectores = self.figure(m.sector_dumbbells(width)?);
        let politicas = self.figure(m.policy_dumbbells(width, None)?);
        let measured = |r: &Option<Arc<Resultados>>| r.as_ref().is_some_and(|r| r.idi.is_some());
        // Names of the members that had an IDI before or not and have one now or not.
        let named = |before: bool, now: bool| -> Vec<_> {
            let members = m.conjunto.miembros.iter().enumerate();
            let wanted = members.filter(|(_, x)| measured(&x.anterior) == before && measured(&x.resultados) == now);
            wanted.map(|(at, _)| m.name(at)).collect()
        };
        let (new, gone) = (named(false, true), named(true, false));
        let view = json!({
            "comparable": true,
            "anterior": anterior,
            "panel": panel_view(p),
            "redondeo": p.medianas.is_some_and(|(antes, despues)| !m.pen.numeros.resta_cuadra(antes, despues)),
            "nuevas": new,
            "salientes": gone,
            "medianas_sectores": !m.sector_changes().0.is_empty(),
            "figura_sectores": sectores,
            "figura_politicas": politicas,
            "sin_mediana": m.policies_without_change(),
            "cuadro_sectores": self.table(m.group_changes_table()),
            "subidas": self.fit(m.movers_table(Ordering::Greater, EXTREMOS), place),
            "bajadas": self.fit(m.movers_table(Ordering::Less, EXTREMOS), place),
        });
        self.cuadros.push(m.changes_table());
        Ok(Some(view))
    }

    fn good_practices(&mut self, place: &Place) -> Option<Value> {
        let m = self.marco;
        let counts = sustained_counts(m.conjunto, m.catalogo)?;
        let table = m.sustained_table();
        let cells = table.filas.len() * table.columnas.len();
        let politicas: Vec<_> = m
            .policies()
            .into_iter()
            .filter_map(|p| {
                let s = sustained(m.conjunto, m.catalogo, p)?;
                let cite = |c: &Cambio| Cita { nombre: m.name(c.miembro).to_owned(), puntaje: c.despues };
                let entidades = Citadas::of(s.entidades.iter().map(cite).collect(), SOSTENIDAS);
                Some(json!({
                    "nombre": m.policy(p), "p75_antes": s.p75_antes, "p75_despues": s.p75_despues,
                    "n": s.n_despues, "entidades": entidades,
                }))
            })
            .collect();
        let most = &counts[..shown(&counts, EXTREMOS, Empate::Entra, |a, b| a.1 == b.1)];
        let most: Vec<_> = most.iter().map(|c| json!({ "nombre": m.name(c.0), "politicas": c.1 })).collect();
        self.cuadros.push(table);
        let summary = cells > MAX_CELDAS;
        if summary {
            self.found.push(summarised("buenas_practicas", cells, place));
        }
        Some(json!({
            "politicas": if summary { Vec::new() } else { politicas },
            "resumida": summary,
            "entidades": counts.len(),
            "mas": most,
        }))
    }

    fn recommendations(&mut self) -> Value {
        let m = self.marco;
        let said = m.leaders_say(&self.c.recomendaciones_lideres, &mut self.parts, &mut self.found);
        let mut order = signals(m.conjunto, m.catalogo);
        order.sort_by_key(|(p, _)| m.code(*p));
        let politicas: Vec<_> = order
            .into_iter()
            .map(|(p, list)| {
                let textos: Vec<_> = said.iter().filter(|(politica, _)| *politica == p).map(|(_, t)| *t).collect();
                let d = spread(m.conjunto, Medida::Politica(p));
                json!({
                    "nombre": m.policy(p), "codigo": m.code(p), "lideres": m.leaders(p),
                    "mediana": d.and_then(|d| d.mediana), "n": d.map(|d| d.n),
                    "minimo": d.map(|d| d.minimo), "maximo": d.map(|d| d.maximo),
                    "senales": list, "recomendaciones": textos,
                })
            })
            .collect();
        let to_confirm = politicas
            .iter()
            .filter(|p| p["lideres"].as_array().is_some_and(|l| l.iter().any(|l| l["verificado"] == json!(false))))
            .count();
        let with_words =
            politicas.iter().filter(|p| !p["recomendaciones"].as_array().is_none_or(Vec::is_empty)).count();
        let first = |rule: &str| -> Vec<&Value> {
            let has = |p: &&Value| p["senales"].as_array().is_some_and(|s| s.iter().any(|s| s["regla"] == json!(rule)));
            politicas.iter().filter(has).map(|p| &p["nombre"]).collect()
        };
        let (low, falling) = (json!(first("mediana_baja")), json!(first("cae")));
        let apart = findings(m.conjunto, m.catalogo, self.c.corte.value.ultimo_dia())
            .into_iter()
            .find(|h| matches!(h, HallazgoConjunto::Apartadas { .. }));
        json!({
            "politicas": politicas, "de_lideres": with_words, "resumenes": m.summaries(), "por_confirmar": to_confirm, "bajas": low, "caen": falling, "apartadas": apart,
        })
    }

    /// Tables that no section prints but an analyst needs.
    fn background(&mut self) {
        let m = self.marco;
        let background = [
            m.matrix(),
            m.dimension_values(),
            m.meci_values(false),
            m.results_table(),
            m.provenance_table(),
            m.inputs_table(),
        ];
        for table in background {
            if !table.filas.is_empty() && !self.cuadros.iter().any(|c| c.nombre == table.nombre) {
                self.cuadros.push(table);
            }
        }
    }
}

/// A table as the templates print it.
fn printed(table: &Cuadro, m: &Marco<'_>) -> Value {
    serde_json::to_value(impreso(table, m.pen.numeros)).unwrap_or_default()
}

/// Content that says nothing of the indices.
fn without_indices(component: Componente) -> bool {
    use Componente::{FichaTecnica, Glosario, Insumos, Metodo, Trazabilidad};
    matches!(component, FichaTecnica | Metodo | Glosario | Trazabilidad | Insumos)
}

fn counts(m: &Marco<'_>) -> Value {
    let u = m.universe();
    json!({
        "entidades": u.entidades, "con_idi": u.con_idi,
        "solo_control_interno": u.solo_control_interno, "sin_dato": u.sin_dato,
    })
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

/// The files that the data was imported from, with how many entities each gave.
fn origins(m: &Marco<'_>) -> Value {
    let mut files: Vec<(String, String, Option<String>, usize)> = Vec::new();
    for x in &m.conjunto.miembros {
        let results = x.resultados.iter().chain(&x.anterior).filter_map(|r| r.procedencia.as_ref());
        let plan = x.plan.iter().filter_map(|p| p.procedencia.as_ref());
        let advice = x.recomendaciones.iter().filter_map(|r| r.procedencia.as_ref());
        for p in results.chain(plan).chain(advice) {
            match files.iter_mut().find(|f| f.0 == p.archivo && f.1 == p.hash) {
                Some(f) => f.3 += 1,
                None => files.push((p.archivo.clone(), p.hash.clone(), p.fecha.map(|f| f.to_string()), 1)),
            }
        }
    }
    files.sort();
    files
        .into_iter()
        .map(|(archivo, hash, fecha, n)| json!({ "archivo": archivo, "hash": hash, "fecha": fecha, "entidades": n }))
        .collect()
}

fn missing(component: Componente, place: &Place) -> Diagnostic {
    let (needs, remedy) = match component {
        Componente::Cambio | Componente::BuenasPracticas => (
            "otra vigencia comparable, con resultados de las mismas entidades",
            "agregue «comparar_con:», los resultados de esa vigencia, o quite el contenido",
        ),
        Componente::Planes => {
            ("planes de mejoramiento de las entidades", "agregue «plan:» y los planes, o quite el contenido")
        }
        Componente::Departamentos => (
            "el departamento de cada entidad",
            "agregue «departamento:» en el catálogo de entidades o quite el contenido",
        ),
        Componente::ControlInterno => {
            ("resultados de Control Interno", "agregue la política a los resultados o quite el contenido")
        }
        _ => ("resultados de la vigencia", "agregue los archivos de resultados de las entidades o quite el contenido"),
    };
    Diagnostic::error("contenido-sin-datos", format!("«{}» necesita {needs}", component.word()))
        .at(place)
        .remedy(remedy)
}
