//! The numbers behind the tables and charts of a document about an entity, for exports.

use crate::bloques::{resultados, source, states_table};
use crate::cuadro::{Celda, Clase, Columna, Cuadro};
use crate::hechos::indice::PuestoPolitica;
use crate::hechos::plan;

use super::{DeEntidad, actividades, control_interno, indice_plan, posicion, recomendaciones_furag, sin_recurso};

/// The numbers behind the tables and charts.
pub(super) fn tables(d: &DeEntidad<'_>) -> Vec<Cuadro> {
    let mut tables: Vec<Cuadro> = posicion::table(d).into_iter().collect();
    if !d.ranking.is_empty() {
        let row = |p: &PuestoPolitica| {
            let politica = &d.m.catalogo.politicas[p.politica];
            let dimension = d.m.catalogo.dimensiones.iter().find(|d| d.slug == politica.dimension.value);
            let vigencia = d.m.resultados.vigencia.value;
            vec![
                Celda::from(dimension.map(|d| d.nombre.as_str())),
                politica.nombre_en(vigencia).map(|n| n.codigo.as_str()).into(),
                d.name(p.politica).into(),
                p.puntaje.into(),
                p.brecha.into(),
                // One policy alone has no place among others.
                (d.ranking.len() > 1).then_some(p.puesto).into(),
            ]
        };
        tables.push(Cuadro {
            nombre: "politicas".into(),
            titulo: format!("Índice de las políticas, vigencia {}", d.m.resultados.vigencia.value),
            columnas: vec![
                Columna::new("dimension", "Dimensión", Clase::Texto, None),
                Columna::new("codigo", "Código", Clase::Texto, None),
                Columna::new("politica", "Política", Clase::Texto, None),
                Columna::new("indice", "Índice", Clase::Puntos, None),
                Columna::new("brecha", "Brecha a 100", Clase::Puntos, None),
                Columna::new("puesto", "Puesto", Clase::Entero, None),
            ],
            filas: d.ranking.iter().map(row).collect(),
            total: false,
            fuente: source(&d.m.resultados.fuente.value),
            nota: Some("Los valores iguales comparten el puesto. Brecha y puesto: cálculo propio.".into()),
        });
    }
    if !d.m.resultados.dimensiones.is_empty() {
        let row = |(dimension, value): &(usize, crate::model::shape::Located<f64>)| {
            let d = &d.m.catalogo.dimensiones[*dimension];
            vec![d.codigo.as_str().into(), d.nombre.as_str().into(), value.value.into()]
        };
        tables.push(Cuadro {
            nombre: "dimensiones".into(),
            titulo: format!("Índice de las dimensiones, vigencia {}", d.m.resultados.vigencia.value),
            columnas: vec![
                Columna::new("codigo", "Código", Clase::Texto, None),
                Columna::new("dimension", "Dimensión", Clase::Texto, None),
                Columna::new("indice", "Índice", Clase::Puntos, None),
            ],
            filas: d.m.resultados.dimensiones.iter().map(row).collect(),
            total: false,
            fuente: source(&d.m.resultados.fuente.value),
            nota: None,
        });
    }
    if let Some(idi) = &d.m.resultados.idi {
        let mut filas = vec![vec![
            Celda::from(d.m.resultados.vigencia.value.to_string()),
            idi.value.into(),
            d.comparacion.and_then(|c| c.variacion).into(),
        ]];
        filas.extend(d.comparacion.map(|c| vec![c.anterior.to_string().into(), c.idi_anterior.into(), Celda::Blanco]));
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
            fuente: source(&d.m.resultados.fuente.value),
            nota: Some("En blanco: no hay con qué comparar, o entre las dos vigencias cambió la medición.".into()),
        });
    }
    if let (Some(plan), Some(carga)) = (d.m.plan, &d.carga) {
        let row = |c: &plan::CargaPolitica| {
            vec![
                d.name(c.politica).into(),
                c.actividades.into(),
                plan::share(c.actividades, carga.total).into(),
                c.sin_recurso.into(),
            ]
        };
        tables.push(Cuadro {
            nombre: "plan".into(),
            titulo: format!("{}: actividades por política", plan.nombre),
            columnas: vec![
                Columna::new("politica", "Política", Clase::Texto, None),
                Columna::new("actividades", "Actividades", Clase::Entero, None),
                Columna::new("proporcion", "Parte del plan", Clase::Proporcion, None),
                Columna::new("sin_recurso", "Sin recurso asignado", Clase::Entero, None),
            ],
            filas: carga.politicas.iter().map(row).collect(),
            total: false,
            fuente: source(&plan.fuente),
            nota: None,
        });
        if !plan.actividades.is_empty() {
            tables.extend(d.estados.map(|e| {
                let corte = d.m.informe.corte.value.larga();
                states_table(format!("{}: estado de las actividades al {corte}", plan.nombre), e, source(&plan.fuente))
            }));
            tables.push(actividades::table(d, plan));
        }
    }
    tables.extend(sin_recurso::table(d));
    tables.extend(indice_plan::table(d));
    tables.extend(control_interno::table(d));
    tables.extend(recomendaciones_furag::table(d));
    let own = d.m.resultados;
    if own.indices().next().is_some() {
        let all = [(d.m.entidad, own)];
        let fuente = source(&own.fuente.value);
        tables.push(resultados::table(&all, own.vigencia.value, d.m.catalogo, fuente));
    }
    tables
}
