//! The numbers behind the tables and charts of a document about an entity, for exports.

use crate::bloques::{resultados, source, states_table};
use crate::cuadro::{Celda, Clase, Columna, Cuadro};
use crate::hechos::conjunto::{Lugar, Medida};
use crate::hechos::indice::PuestoPolitica;
use crate::hechos::plan;

use super::{
    DeEntidad, actividades, control_interno, grupo_par, indice_plan, posicion, recomendaciones_furag, sin_recurso,
};

/// The columns of what is known of the others in a measure.
fn of_others() -> [Columna; 4] {
    [
        Columna::new("mediana", "Mediana de las entidades", Clase::Puntos, None),
        Columna::new("diferencia", "Diferencia con la mediana", Clase::Diferencia, None),
        Columna::new("puesto", "Puesto entre las entidades", Clase::Entero, None),
        Columna::new("entidades", "Entidades con dato", Clase::Entero, None),
    ]
}

/// Their cells.
fn others(d: &DeEntidad<'_>, medida: Medida<'_>) -> [Celda; 4] {
    let Some(p) = d.position(medida) else { return [const { Celda::Blanco }; 4] };
    let Lugar { puesto, distribucion, .. } = p.lugares.todas;
    [distribucion.mediana.into(), p.sobre_mediana().into(), puesto.into(), distribucion.n.into()]
}

/// The IDI in each vigencia, the newest first.
fn index(d: &DeEntidad<'_>, idi: f64) -> Cuadro {
    let series = d.series();
    let mut filas: Vec<Vec<Celda>> = Vec::new();
    let own = d.m.resultados.vigencia.value;
    for p in series.iter().rev() {
        let several = p.distribucion.filter(|d| d.n > 1);
        filas.push(vec![
            p.vigencia.to_string().into(),
            p.valor.into(),
            p.cambio.map(|(_, change)| change).into(),
            several.and(p.puesto).into(),
            several.map(|d| d.n).into(),
            several.and_then(|d| d.mediana).into(),
        ]);
    }
    let blank = || [const { Celda::Blanco }; 3];
    if series.is_empty() {
        let change = d.comparacion.and_then(|c| c.variacion);
        filas.push([own.to_string().into(), idi.into(), change.into()].into_iter().chain(blank()).collect());
    }
    if let Some(c) = d.comparacion.filter(|c| series.iter().all(|p| p.vigencia != c.anterior)) {
        let before = [c.anterior.to_string().into(), c.idi_anterior.into(), Celda::Blanco];
        filas.push(before.into_iter().chain(blank()).collect());
    }
    Cuadro {
        nombre: "idi".into(),
        titulo: "Índice de Desempeño Institucional".into(),
        columnas: vec![
            Columna::new("vigencia", "Vigencia", Clase::Texto, None),
            Columna::new("idi", "IDI", Clase::Puntos, None),
            Columna::new("variacion", "Variación, puntos", Clase::Diferencia, None),
            Columna::new("puesto", "Puesto entre las entidades", Clase::Entero, None),
            Columna::new("entidades", "Entidades con dato", Clase::Entero, None),
            Columna::new("mediana", "Mediana de las entidades", Clase::Puntos, None),
        ],
        filas,
        total: false,
        fuente: source(&d.m.resultados.fuente.value),
        nota: Some("En blanco: no hay con qué comparar, o entre las dos vigencias cambió la medición.".into()),
    }
}

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
                d.change(Medida::Politica(p.politica)).into(),
            ]
            .into_iter()
            .chain(others(d, Medida::Politica(p.politica)))
            .collect()
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
                Columna::new("orden", "Orden dentro de la entidad", Clase::Entero, None),
                Columna::new("cambio", "Cambio", Clase::Diferencia, None),
            ]
            .into_iter()
            .chain(of_others())
            .collect(),
            filas: d.ranking.iter().map(row).collect(),
            total: false,
            fuente: source(&d.m.resultados.fuente.value),
            nota: Some(format!("Brecha, orden y cambio: cálculo propio. {}", posicion::NOTA)),
        });
    }
    tables.extend(grupo_par::table(d));
    if !d.m.resultados.dimensiones.is_empty() {
        let row = |(dimension, value): &(usize, crate::model::shape::Located<f64>)| {
            let dim = &d.m.catalogo.dimensiones[*dimension];
            let medida = Medida::Dimension(*dimension);
            let own = vec![
                Celda::from(dim.codigo.as_str()),
                dim.nombre.as_str().into(),
                value.value.into(),
                d.change(medida).into(),
            ];
            own.into_iter().chain(others(d, medida)).collect()
        };
        tables.push(Cuadro {
            nombre: "dimensiones".into(),
            titulo: format!("Índice de las dimensiones, vigencia {}", d.m.resultados.vigencia.value),
            columnas: vec![
                Columna::new("codigo", "Código", Clase::Texto, None),
                Columna::new("dimension", "Dimensión", Clase::Texto, None),
                Columna::new("indice", "Índice", Clase::Puntos, None),
                Columna::new("cambio", "Cambio", Clase::Diferencia, None),
            ]
            .into_iter()
            .chain(of_others())
            .collect(),
            filas: d.m.resultados.dimensiones.iter().map(row).collect(),
            total: false,
            fuente: source(&d.m.resultados.fuente.value),
            nota: Some(posicion::NOTA.into()),
        });
    }
    if let Some(idi) = &d.m.resultados.idi {
        tables.push(index(d, idi.value));
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
