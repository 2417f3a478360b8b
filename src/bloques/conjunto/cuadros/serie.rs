//! The tables of a set through the vigencias.

use crate::bloques::source;
use crate::cuadro::Clase::{Anio, Entero, Puntos, Texto};
use crate::cuadro::{Celda, Columna, Cuadro};
use crate::hechos::conjunto::{Medida, SerieConjunto, VigenciaConjunto, series};

use super::super::marco::Marco;
use super::{POINTS, column, too_few};

/// Columns of all entities of a vigencia, and of those measured in every one.
const OWN: usize = 6;
const OF_THE_SAME: usize = 2;
/// Width of a column of counts or of points under a long name, in pt.
const WIDE: f64 = 76.0;

impl Marco<'_> {
    /// A measure of the set through the vigencias; `None` where there is only one, or its content is not asked for.
    pub fn series(&self, medida: Medida<'_>) -> Option<SerieConjunto> {
        series(self.vara?, medida)
    }

    /// The IDI of the set in each vigencia.
    pub fn series_table(&self, serie: &SerieConjunto) -> Cuadro {
        let first = serie.vigencias.first().map_or(self.conjunto.vigencia, |v| v.vigencia);
        // Where they are the same ones, what is said of all is said of those too; where they are too few, nothing is.
        let shown = if serie.same_throughout() { OWN } else { OWN + OF_THE_SAME };
        let columnas =
            [&[column("vigencia", "Vigencia", Anio, None)][..], &measures("Entidades con IDI")[..shown]].concat();
        let row = |v: &VigenciaConjunto| [&[v.vigencia.into()][..], &cells(v)[..shown]].concat();
        let filas: Vec<Vec<Celda>> = serie.vigencias.iter().map(row).collect();
        // The extremes stand for a median that there is not.
        let medians = serie.vigencias.iter().any(|v| v.todas.mediana.is_some());
        let stands_in = |at: usize| ["minimo", "maximo"].contains(&columnas[at].clave.as_str());
        let said =
            |at: &usize| !(medians && stands_in(*at)) && filas.iter().any(|row| !matches!(row[*at], Celda::Blanco));
        let kept: Vec<usize> = (0..columnas.len()).filter(said).collect();
        Cuadro {
            nombre: "serie".to_owned(),
            titulo: format!("IDI de las entidades en las vigencias comparables, {first} a {}", self.conjunto.vigencia),
            columnas: kept.iter().map(|at| columnas[*at].clone()).collect(),
            filas: filas.iter().map(|row| kept.iter().map(|at| row[*at].clone()).collect()).collect(),
            total: false,
            fuente: source(&self.series_source()),
            nota: Some(note(serie.vigencias.iter())),
        }
    }

    /// Every policy in each vigencia, for exports.
    pub fn series_of_policies(&self) -> Cuadro {
        let all: Vec<_> =
            self.policies().into_iter().filter_map(|p| Some((p, self.series(Medida::Politica(p))?))).collect();
        let row = |(p, v): (usize, &VigenciaConjunto)| {
            let names: Vec<Celda> = vec![self.code(p).into(), self.policy(p).into(), v.vigencia.into()];
            [names, cells(v)].concat()
        };
        let mut columnas = vec![
            column("codigo", "Código", Texto, None),
            column("politica", "Política", Texto, None),
            column("vigencia", "Vigencia", Anio, None),
        ];
        columnas.extend(measures("Entidades con dato"));
        Cuadro {
            nombre: "serie-politicas".to_owned(),
            titulo: "Políticas en las vigencias comparables".to_owned(),
            columnas,
            filas: all.iter().flat_map(|(p, s)| s.vigencias.iter().map(|v| row((*p, v)))).collect(),
            total: false,
            fuente: source(&self.series_source()),
            nota: Some(note(all.iter().flat_map(|(_, s)| &s.vigencias))),
        }
    }

    /// The sources that the results of all vigencias name.
    pub fn series_source(&self) -> String {
        let sets = self.vara.into_iter().flat_map(|vara| vara.serie.iter().chain([&vara.conjunto]));
        let named = sets.flat_map(|c| &c.miembros).filter_map(|m| m.resultados.as_deref());
        self.named(named.map(|r| r.fuente.value.as_str()))
    }
}

fn measures(n: &str) -> Vec<Columna> {
    vec![
        column("n", n, Entero, WIDE - 12.0),
        column("minimo", "Mínimo", Puntos, POINTS),
        column("p25", "Cuartil inferior", Puntos, POINTS + 3.0),
        column("mediana", "Mediana", Puntos, POINTS + 3.0),
        column("p75", "Cuartil superior", Puntos, POINTS + 3.0),
        column("maximo", "Máximo", Puntos, POINTS),
        column("n_mismas", "Entidades medidas en todas", Entero, WIDE),
        column("mediana_mismas", "Mediana de estas", Puntos, WIDE),
    ]
}

fn cells(v: &VigenciaConjunto) -> Vec<Celda> {
    vec![
        v.todas.n.into(),
        v.todas.minimo.into(),
        v.todas.cuartiles.map(|q| q.0).into(),
        v.todas.mediana.into(),
        v.todas.cuartiles.map(|q| q.1).into(),
        v.todas.maximo.into(),
        v.mismas.map_or(0, |d| d.n).into(),
        v.mismas.and_then(|d| d.mediana).into(),
    ]
}

fn note<'v>(all: impl Iterator<Item = &'v VigenciaConjunto>) -> String {
    let spreads: Vec<_> = all.flat_map(|v| [Some(v.todas), v.mismas]).flatten().collect();
    let few = too_few(&spreads);
    if spreads.iter().all(|d| d.mediana.is_none()) {
        return format!("Con entidades que tienen dato en la vigencia{}{few}.", if few.is_empty() { "" } else { "; " });
    }
    let own = if spreads.iter().any(|d| d.cuartiles.is_some()) { "Medianas y cuartiles" } else { "Medianas" };
    format!("{own}: cálculo propio{}{few}.", if few.is_empty() { "" } else { "; " })
}
