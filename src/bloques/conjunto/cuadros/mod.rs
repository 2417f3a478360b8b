//! The tables of numbers over a set of entities.  Each is built once and both
//! printed and exported.

mod cambios;
mod grupos;
mod insumos;
mod pendientes;
mod planes;
mod senales;
mod serie;
mod universo;
mod valores;

use crate::bloques::source;
use crate::cuadro::Clase::{Entero, Puntos};
use crate::cuadro::{Celda, Clase, Columna, Cuadro};
use crate::hechos::conjunto::{Distribucion, MINIMO_CUARTILES, MINIMO_GRUPO};
use crate::locale::{capital, lista};

use super::marco::Marco;

/// Width of a column of points, in pt.
const POINTS: f64 = 47.0;

/// Width of a column of counts, in pt.
const COUNT: f64 = 50.0;

fn column(clave: impl Into<String>, nombre: impl Into<String>, clase: Clase, ancho: impl Into<Option<f64>>) -> Columna {
    Columna::new(clave, nombre, clase, ancho)
}

/// Width of a column of counts up to `most`, in pt.
fn count_width(most: usize) -> f64 {
    if most < 1000 { 26.0 } else { 40.0 }
}

fn spread_columns(most: usize) -> Vec<Columna> {
    vec![
        column("n", "n", Entero, count_width(most)),
        column("minimo", "Mínimo", Puntos, POINTS - 4.0),
        column("p25", "Cuartil inferior", Puntos, POINTS - 3.0),
        column("mediana", "Mediana", Puntos, POINTS),
        column("p75", "Cuartil superior", Puntos, POINTS),
        column("maximo", "Máximo", Puntos, POINTS - 3.0),
        column("promedio", "Promedio", Puntos, POINTS + 3.0),
    ]
}

fn spread_cells(d: Option<Distribucion>) -> Vec<Celda> {
    let Some(d) = d else {
        let mut cells = vec![Celda::from(0usize)];
        cells.resize(7, Celda::Blanco);
        return cells;
    };
    vec![
        d.n.into(),
        d.minimo.into(),
        d.cuartiles.map(|q| q.0).into(),
        d.mediana.into(),
        d.cuartiles.map(|q| q.1).into(),
        d.maximo.into(),
        d.promedio.into(),
    ]
}

/// Why cells of distributions are blank, where some are for want of entities.
fn too_few(all: &[Distribucion]) -> String {
    if all.iter().any(|d| d.mediana.is_none()) {
        format!(
            "con menos de {MINIMO_CUARTILES} no se dan cuartiles, y con menos de {MINIMO_GRUPO}, ni mediana ni promedio"
        )
    } else if all.iter().any(|d| d.cuartiles.is_none()) {
        format!("con menos de {MINIMO_CUARTILES} no se dan cuartiles")
    } else {
        String::new()
    }
}

/// What n counts, and why cells of distributions are blank.
fn n_note(counts: &str, all: &[Distribucion]) -> String {
    let few = too_few(all);
    format!("n: {counts}{}{few}.", if few.is_empty() { "" } else { "; " })
}

/// Which of the numbers are computed here: only those that are there; nothing where none is.
fn own(all: &[Distribucion], averages: bool, changes: bool) -> String {
    let quartiles = all.iter().any(|d| d.cuartiles.is_some());
    let medians = all.iter().any(|d| d.mediana.is_some());
    let summaries = if quartiles { Some("cuartiles") } else { medians.then_some("medianas") };
    let averages = summaries.filter(|_| averages).map(|_| "promedios");
    let said: Vec<_> = [summaries, averages, changes.then_some("cambios")].into_iter().flatten().collect();
    if said.is_empty() {
        return String::new();
    }
    let said = capital(&lista(&said));
    format!(" {said}: cálculo propio.")
}

/// Hides the columns of summaries that have no value at all.
fn without_blank(mut table: Cuadro) -> Cuadro {
    for (at, column) in table.columnas.iter_mut().enumerate() {
        if ["p25", "mediana", "p75", "promedio", "cambio", "n_cambio"].contains(&column.clave.as_str()) {
            column.oculta |= table.filas.iter().all(|f| f[at] == Celda::Blanco);
        }
    }
    table
}

impl Marco<'_> {
    fn table(
        &self,
        nombre: &str,
        titulo: impl Into<String>,
        columnas: Vec<Columna>,
        filas: Vec<Vec<Celda>>,
        nota: Option<&str>,
    ) -> Cuadro {
        debug_assert!(filas.iter().all(|f| f.len() == columnas.len()), "{nombre}: a row and the columns differ");
        Cuadro {
            nombre: nombre.to_owned(),
            titulo: titulo.into(),
            columnas,
            filas,
            total: false,
            fuente: source(&self.source()),
            nota: nota.map(str::to_owned),
        }
    }

    /// The sources of both vigencias, for tables that compare them.
    fn sources(&self, mut table: Cuadro) -> Cuadro {
        table.fuente = source(&self.both_sources());
        table
    }

    fn count(&self, n: usize) -> String {
        self.pen.numeros.con_decimales(n as f64, 0)
    }
}
