//! The tables of a document for other programs: those of its report as they read, and the numbers of
//! each chart that stands on its pages and whose numbers no table has.

use std::collections::BTreeMap;

use minijinja::value::{Serde, Value};

use crate::charts::Chart;
use crate::cuadro::{Celda, Cuadro};
use crate::diagnostic::Diagnostics;
use crate::partes::{Figura, Modo, Parte, Prosa, Tramo};
use crate::reports::Report;

use super::{Renderer, markdown};

impl Renderer {
    /// The tables of `report`: a cell that holds a narrative text gets its figures and loses its
    /// marks.  `None` where a narrative text or a file of sentences is wrong and `diagnostics` says so.
    pub fn tables(&self, report: &Report, diagnostics: &mut Diagnostics) -> Option<Vec<Cuadro>> {
        let cifras = Value::from(Serde(&report.cifras));
        let mut found = Diagnostics::default();
        let read = self.narratives(report, &cifras, &mut found);
        let charts = if found.has_errors() { None } else { self.of_charts(report, &read, &mut found) };
        diagnostics.extend(found);
        let written = report.narraciones.iter().map(|text| text.value.as_str());
        let texts: BTreeMap<_, _> = written.zip(read.iter().map(|prosa| markdown::lines(prosa))).collect();
        let mut cuadros = report.cuadros.clone();
        for cell in cuadros.iter_mut().flat_map(|c| c.filas.iter_mut().flatten()) {
            if let Celda::Narracion(text) = cell {
                *cell = Celda::Texto(texts.get(text.as_str()).unwrap_or(text).clone());
            }
        }
        cuadros.extend(charts?);
        Some(cuadros)
    }

    /// The tables of the charts of `report` that say numbers which no table has, with the words that
    /// they have on the page.
    fn of_charts(&self, report: &Report, narraciones: &[Vec<Prosa>], found: &mut Diagnostics) -> Option<Vec<Cuadro>> {
        let alone = alone(report);
        if alone.is_empty() {
            return Some(Vec::new());
        }
        let escrito = self.compose(report, &[], narraciones, found)?;
        let mut shown = Vec::new();
        figures(&escrito.cuerpo, &[], &mut shown);
        let table = |(at, (figura, fuente)): (usize, (&Figura, &[Tramo]))| {
            let (_, chart) = alone.iter().find(|(name, _)| *name == figura.archivo)?;
            Some(Cuadro {
                nombre: format!("figura_{}", at + 1),
                titulo: markdown::plain(&figura.titulo),
                columnas: chart.tabla.columnas.clone(),
                filas: chart.tabla.filas.clone(),
                total: false,
                fuente: markdown::plain(fuente),
                nota: figura.nota.as_deref().map(markdown::plain),
            })
        };
        Some(shown.into_iter().enumerate().filter_map(table).collect())
    }
}

/// Whether a chart of `report` says a number that no table has: then its table has the words of the
/// sentences, which are templates.
pub fn asks_for_sentences(report: &Report) -> bool {
    !alone(report).is_empty()
}

/// The charts with numbers that no table has in a row of the same name, by their virtual path.
fn alone(report: &Report) -> Vec<(String, &Chart)> {
    let mut known: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for row in report.cuadros.iter().flat_map(|cuadro| &cuadro.filas) {
        for name in names(row) {
            known.entry(name).or_default().extend(numbers(row));
        }
    }
    let has = |row: &Vec<Celda>| {
        let names: Vec<_> = names(row).filter_map(|name| known.get(&name)).collect();
        numbers(row).all(|n| names.iter().any(|known| known.iter().any(|k| (k - n).abs() < 1e-9)))
    };
    let charts = report.charts.iter().enumerate().filter(|(_, chart)| !chart.tabla.filas.iter().all(has));
    charts.map(|(at, chart)| (format!("/graficos/{at}.svg"), chart)).collect()
}

fn names(row: &[Celda]) -> impl Iterator<Item = String> {
    row.iter().filter_map(|cell| match cell {
        Celda::Texto(text) => Some(text.split_whitespace().collect::<Vec<_>>().join(" ")),
        _ => None,
    })
}

fn numbers(row: &[Celda]) -> impl Iterator<Item = f64> {
    row.iter().filter_map(|cell| match cell {
        Celda::Numero(number) => Some(*number),
        _ => None,
    })
}

/// The figures that a page shows, in its order, each with its source: a slide has one for all.
fn figures<'a>(partes: &'a [Parte], of_all: &'a [Tramo], shown: &mut Vec<(&'a Figura, &'a [Tramo])>) {
    let own = partes.iter().find_map(|parte| match parte {
        Parte::Fuente(tramos) => Some(tramos.as_slice()),
        _ => None,
    });
    for parte in partes {
        match parte {
            Parte::Figura(figura) if figura.fuente.is_empty() => shown.push((figura, own.unwrap_or(of_all))),
            Parte::Figura(figura) => shown.push((figura, &figura.fuente)),
            Parte::Grupo { modo: Modo::Alternativas, partes } => {
                figures(&partes[..partes.len().min(1)], of_all, shown);
            }
            Parte::Grupo { partes, .. } => figures(partes, own.unwrap_or(of_all), shown),
            _ => {}
        }
    }
}
