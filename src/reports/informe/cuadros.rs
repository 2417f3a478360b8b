//! The numbers behind the tables and charts of a follow-up report, for exports.

use crate::cuadro::{Celda, Clase, Columna, Cuadro};
use crate::hechos::indice::Puesto;
use crate::hechos::plan::{self, Corte, Cruce, Respuesta};
use crate::model::{Actividad, Estado, Plan};
use crate::reports::{resultados, states_table};

use super::Builder;

/// A source as it closes a table.
fn source(text: &str) -> String {
    format!("{}.", text.trim_end_matches('.'))
}

impl Builder<'_> {
    /// The numbers behind the tables and charts.
    pub(super) fn tables(&self) -> Vec<Cuadro> {
        let mut tables = Vec::new();
        if !self.ranking.is_empty() {
            let row = |p: &Puesto| {
                let politica = &self.m.catalogo.politicas[p.politica];
                let dimension = self.m.catalogo.dimensiones.iter().find(|d| d.slug == politica.dimension.value);
                let vigencia = self.m.resultados.vigencia.value;
                vec![
                    Celda::from(dimension.map(|d| d.nombre.as_str())),
                    politica.nombre_en(vigencia).map(|n| n.codigo.as_str()).into(),
                    self.name(p.politica).into(),
                    p.puntaje.into(),
                    p.brecha.into(),
                    // One policy alone has no place among others.
                    (self.ranking.len() > 1).then_some(p.puesto).into(),
                ]
            };
            tables.push(Cuadro {
                nombre: "politicas".into(),
                titulo: format!("Índice de las políticas, vigencia {}", self.m.resultados.vigencia.value),
                columnas: vec![
                    Columna::new("dimension", "Dimensión", Clase::Texto, None),
                    Columna::new("codigo", "Código", Clase::Texto, None),
                    Columna::new("politica", "Política", Clase::Texto, None),
                    Columna::new("indice", "Índice", Clase::Puntos, None),
                    Columna::new("brecha", "Brecha a 100", Clase::Puntos, None),
                    Columna::new("puesto", "Puesto", Clase::Entero, None),
                ],
                filas: self.ranking.iter().map(row).collect(),
                total: false,
                fuente: source(&self.m.resultados.fuente.value),
                nota: Some("Los valores iguales comparten el puesto. Brecha y puesto: cálculo propio.".into()),
            });
        }
        if !self.m.resultados.dimensiones.is_empty() {
            let row = |(dimension, value): &(usize, crate::model::shape::Located<f64>)| {
                let d = &self.m.catalogo.dimensiones[*dimension];
                vec![d.codigo.as_str().into(), d.nombre.as_str().into(), value.value.into()]
            };
            tables.push(Cuadro {
                nombre: "dimensiones".into(),
                titulo: format!("Índice de las dimensiones, vigencia {}", self.m.resultados.vigencia.value),
                columnas: vec![
                    Columna::new("codigo", "Código", Clase::Texto, None),
                    Columna::new("dimension", "Dimensión", Clase::Texto, None),
                    Columna::new("indice", "Índice", Clase::Puntos, None),
                ],
                filas: self.m.resultados.dimensiones.iter().map(row).collect(),
                total: false,
                fuente: source(&self.m.resultados.fuente.value),
                nota: None,
            });
        }
        if let Some(idi) = &self.m.resultados.idi {
            let mut filas = vec![vec![
                Celda::from(self.m.resultados.vigencia.value.to_string()),
                idi.value.into(),
                self.comparacion.and_then(|c| c.variacion).into(),
            ]];
            filas.extend(
                self.comparacion.map(|c| vec![c.anterior.to_string().into(), c.idi_anterior.into(), Celda::Blanco]),
            );
            tables.push(Cuadro {
                nombre: "idi".into(),
                titulo: "Índice de Desempeño Institucional".into(),
                columnas: vec![
                    Columna::new("vigencia", "Vigencia", Clase::Texto, None),
                    Columna::new("idi", "IDI", Clase::Puntos, None),
                    Columna::new("variacion", "Variación, puntos", Clase::Diferencia, None),
                ],
                filas,
                total: false,
                fuente: source(&self.m.resultados.fuente.value),
                nota: Some("En blanco: no hay con qué comparar, o entre las dos vigencias cambió la medición.".into()),
            });
        }
        if let (Some(plan), Some(carga)) = (self.m.plan, &self.carga) {
            let row = |c: &plan::CargaPolitica| {
                vec![self.name(c.politica).into(), c.actividades.into(), c.sin_recurso.into()]
            };
            tables.push(Cuadro {
                nombre: "plan".into(),
                titulo: format!("{}: actividades por política", plan.nombre),
                columnas: vec![
                    Columna::new("politica", "Política", Clase::Texto, None),
                    Columna::new("actividades", "Actividades", Clase::Entero, None),
                    Columna::new("sin_recurso", "Sin recurso asignado", Clase::Entero, None),
                ],
                filas: carga.politicas.iter().map(row).collect(),
                total: false,
                fuente: source(&plan.fuente),
                nota: None,
            });
            if !plan.actividades.is_empty() {
                tables.extend(self.estados.map(|e| {
                    let corte = self.m.informe.corte.value.larga();
                    states_table(
                        format!("{}: estado de las actividades al {corte}", plan.nombre),
                        e,
                        source(&plan.fuente),
                    )
                }));
                tables.push(self.activities_table(plan));
            }
        }
        tables.extend(self.cross_table());
        tables.extend(self.control_table());
        tables.extend(self.advice_table());
        let own = self.m.resultados;
        if own.indices().next().is_some() {
            let all = [(self.m.entidad, own)];
            let fuente = source(&own.fuente.value);
            tables.push(resultados::table(&all, own.vigencia.value, self.m.catalogo, fuente));
        }
        tables
    }

    fn activities_table(&self, plan: &Plan) -> Cuadro {
        let corte = Corte::new(plan, self.m.informe.corte.value.ultimo_dia());
        let row = |a: &Actividad| {
            let unidades = a.avance.as_ref().and_then(|v| v.unidades);
            vec![
                Celda::from(a.id.as_str()),
                self.name(a.politica).into(),
                a.actividad.as_str().into(),
                a.producto.as_deref().into(),
                a.responsable.join("; ").into(),
                a.inicio.as_ref().map(|f| f.to_string()).into(),
                a.fin.as_ref().map(|f| f.to_string()).into(),
                a.avance.as_ref().map(|v| v.parte).into(),
                unidades.map(|u| u.0).into(),
                unidades.map(|u| u.1).into(),
                plan::state(a, corte).map(Estado::word).into(),
                a.evidencia.as_deref().into(),
                a.efectividad.map(|e| e.word()).into(),
            ]
        };
        Cuadro {
            nombre: "actividades".into(),
            titulo: format!("{}: actividades al {}", plan.nombre, self.m.informe.corte.value.larga()),
            columnas: vec![
                Columna::new("id", "N.º", Clase::Texto, None),
                Columna::new("politica", "Política", Clase::Texto, None),
                Columna::new("actividad", "Actividad", Clase::Texto, None),
                Columna::new("producto", "Producto", Clase::Texto, None),
                Columna::new("responsable", "Responsable", Clase::Texto, None),
                Columna::new("inicio", "Inicio", Clase::Texto, None),
                Columna::new("fin", "Fin", Clase::Texto, None),
                Columna::new("avance", "Avance", Clase::Proporcion, None),
                Columna::new("hecho", "Unidades hechas", Clase::Entero, None),
                Columna::new("programado", "Unidades programadas", Clase::Entero, None),
                Columna::new("estado", "Estado", Clase::Texto, None),
                Columna::new("evidencia", "Evidencia", Clase::Texto, None),
                Columna::new("efectividad", "Efectividad", Clase::Texto, None),
            ],
            filas: plan.actividades.iter().map(row).collect(),
            total: false,
            fuente: format!("{}.", plan.fuente.trim_end_matches('.')),
            nota: Some("Estado derivado de las fechas, el avance y el corte. Efectividad: lo que halló control interno, aparte del estado.".into()),
        }
    }

    /// Each measured policy and what the plan gives to it.
    fn cross_table(&self) -> Option<Cuadro> {
        let plan = self.m.plan.filter(|_| !self.cruces.is_empty())?;
        let row = |c: &Cruce| {
            let respuesta = match c.respuesta {
                Respuesta::SinActividades => "sin actividades",
                Respuesta::SinRecurso => "sin recurso",
                Respuesta::RecursoParcial => "recurso para una parte",
                Respuesta::ConRecurso => "con recurso",
                Respuesta::RecursoSinDato => "recurso sin dato",
            };
            vec![
                Celda::from(self.name(c.puesto.politica)),
                c.puesto.puntaje.into(),
                c.bajo_idi.map(|low| if low { "sí" } else { "no" }).into(),
                c.actividades.into(),
                c.sin_recurso.filter(|_| c.actividades > 0).into(),
                respuesta.into(),
            ]
        };
        Some(Cuadro {
            nombre: "indice_plan".into(),
            titulo: format!("Índice de cada política y actividades que le da {}", plan.nombre),
            columnas: vec![
                Columna::new("politica", "Política", Clase::Texto, None),
                Columna::new("indice", "Índice", Clase::Puntos, None),
                Columna::new("bajo_idi", "Por debajo del IDI", Clase::Texto, None),
                Columna::new("actividades", "Actividades", Clase::Entero, None),
                Columna::new("sin_recurso", "Sin recurso asignado", Clase::Entero, None),
                Columna::new("lectura", "Lectura", Clase::Texto, None),
            ],
            filas: self.cruces.iter().map(row).collect(),
            total: false,
            fuente: source(&format!("{}; {}", self.m.resultados.fuente.value, plan.fuente)),
            nota: Some(
                "De menor a mayor índice. En blanco: no aplica, porque no hay actividades, o no hay dato.".into(),
            ),
        })
    }

    /// The index of internal control and the components of MECI, in both vigencias where there are two.
    fn control_table(&self) -> Option<Cuadro> {
        let control = self.control()?;
        let vigencia = self.m.resultados.vigencia.value;
        let mut columnas = vec![Columna::new("indice", "Índice", Clase::Texto, None)];
        if let Some(before) = control.antes {
            let key = format!("puntaje_{}", before.vigencia.value);
            columnas.push(Columna::new(key, before.vigencia.value.to_string(), Clase::Puntos, None));
        }
        columnas.push(Columna::new(format!("puntaje_{vigencia}"), vigencia.to_string(), Clase::Puntos, None));
        if control.antes.is_some() {
            columnas.push(Columna::new("diferencia", "Diferencia, puntos", Clase::Diferencia, None));
        }
        let row = |fila: &super::FilaControl<'_>| {
            let mut celdas = vec![Celda::from(fila.nombre)];
            if control.antes.is_some() {
                celdas.push(fila.antes.into());
            }
            celdas.push(fila.puntaje.into());
            if control.antes.is_some() {
                celdas.push(fila.diferencia.into());
            }
            celdas
        };
        let before = control.antes.map(|r| r.fuente.value.as_str());
        let fuentes = super::distinct([Some(self.m.resultados.fuente.value.as_str()), before]);
        Some(Cuadro {
            nombre: "control_interno".into(),
            titulo: format!("Control interno y componentes del MECI, vigencia {vigencia}"),
            columnas,
            filas: control.filas.iter().map(row).collect(),
            total: false,
            fuente: source(&fuentes.join("; ")),
            nota: control.antes.map(|_| {
                "En blanco: sin valor, o entre las dos vigencias cambió la medición. Diferencia: cálculo propio.".into()
            }),
        })
    }

    /// What Función Pública recommends, a row for each.
    fn advice_table(&self) -> Option<Cuadro> {
        let file = self.m.recomendaciones.filter(|r| !r.recomendaciones.is_empty())?;
        let mut rows: Vec<_> = file.recomendaciones.iter().collect();
        rows.sort_by_key(|r| r.politica);
        Some(Cuadro {
            nombre: "recomendaciones".into(),
            titulo: format!("Recomendaciones de la Función Pública, vigencia {}", self.m.resultados.vigencia.value),
            columnas: vec![
                Columna::new("politica", "Política", Clase::Texto, None),
                Columna::new("recomendacion", "Recomendación", Clase::Texto, None),
            ],
            filas: rows.iter().map(|r| vec![self.name(r.politica).into(), r.recomendacion.as_str().into()]).collect(),
            total: false,
            fuente: source(&file.fuente),
            nota: None,
        })
    }
}
