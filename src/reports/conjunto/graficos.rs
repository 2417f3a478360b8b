//! The charts over a set of entities, drawn from the same numbers as the tables.

use std::cmp::Ordering;

use crate::analysis::conjunto::{
    Agrupacion, Cambio, Distribucion, MINIMO_CUARTILES, Medida, Panel, changes, groups, largest, spread, values,
};
use crate::analysis::senales::{meci_components, policy_panels, policy_spreads};
use crate::charts::{Chart, DrawError, Franja, Franjas, Pesa, Pesas, Rango, Rangos, franjas, pesas, rangos};

use super::Marco;

/// Entities above which a strip plot names no extremes of its groups.
const MAX_CITADAS: usize = 150;

impl Marco<'_> {
    /// Median of the whole set, as the reference line of a chart.
    fn reference(&self) -> Option<(String, f64)> {
        spread(self.conjunto, Medida::Idi).map(|d| ("Mediana".to_owned(), d.mediana))
    }

    /// The IDI of every entity, group by group; the extremes of each group are
    /// named where the entities are few enough to be told apart.
    pub(super) fn strip_chart(&self, agrupacion: Agrupacion, ancho: f64) -> Result<Option<Chart>, DrawError> {
        self.strip_chart_cited(agrupacion, ancho, true)
    }

    /// [`Self::strip_chart`], with the extremes of every group named or only those of all.
    pub(super) fn strip_chart_cited(
        &self,
        agrupacion: Agrupacion,
        ancho: f64,
        citar: bool,
    ) -> Result<Option<Chart>, DrawError> {
        let all = values(self.conjunto, Medida::Idi);
        let citar = citar && all.len() <= MAX_CITADAS;
        let grupos: Vec<_> = groups(self.conjunto, self.catalogo, agrupacion)
            .into_iter()
            .filter(|g| g.distribucion.is_some())
            .map(|g| Franja {
                rotulo: g.nombre.clone().unwrap_or_else(|| "Sin grupo".to_owned()),
                valores: all
                    .iter()
                    .filter(|v| g.miembros.contains(&v.miembro))
                    .map(|v| (self.label(v.miembro).to_owned(), v.valor))
                    .collect(),
                mediana: g.distribucion.map(|d| d.mediana),
                citar,
            })
            .collect();
        if grupos.is_empty() {
            return Ok(None);
        }
        let mitad_central =
            spread(self.conjunto, Medida::Idi).filter(|d| d.n >= MINIMO_CUARTILES).map(|d| (d.p25, d.p75));
        let data = Franjas { que: "entidades".into(), grupos, referencia: self.reference(), mitad_central, ancho };
        franjas(&data, self.pen).map(Some)
    }

    /// One row per measure with its five numbers.
    fn ranges(
        &self,
        que: &str,
        rows: Vec<(String, Distribucion)>,
        referencia: Option<(String, f64)>,
        ancho: f64,
    ) -> Result<Option<Chart>, DrawError> {
        if rows.is_empty() {
            return Ok(None);
        }
        let filas = rows
            .into_iter()
            .map(|(rotulo, d)| Rango {
                rotulo,
                n: d.n,
                minimo: d.minimo,
                p25: d.p25,
                mediana: d.mediana,
                p75: d.p75,
                maximo: d.maximo,
                destacado: None,
            })
            .collect();
        rangos(&Rangos { que: que.to_owned(), filas, referencia, ancho }, self.pen).map(Some)
    }

    /// The policies from the highest median down.
    pub(super) fn policy_ranges(&self, ancho: f64) -> Result<Option<Chart>, DrawError> {
        self.policy_ranges_part(ancho, 0..usize::MAX)
    }

    /// Some rows of [`Self::policy_ranges`].
    pub(super) fn policy_ranges_part(
        &self,
        ancho: f64,
        part: std::ops::Range<usize>,
    ) -> Result<Option<Chart>, DrawError> {
        let rows = policy_spreads(self.conjunto, self.catalogo);
        let rows = rows.into_iter().skip(part.start).take(part.end - part.start);
        let rows = rows.map(|(p, d)| (self.policy(p).to_owned(), d)).collect();
        self.ranges("políticas", rows, None, ancho)
    }

    pub(super) fn dimension_ranges(&self, ancho: f64) -> Result<Option<Chart>, DrawError> {
        let rows = self.catalogo.dimensiones.iter().enumerate();
        let rows = rows.filter_map(|(i, d)| {
            Some((format!("{}. {}", d.codigo, d.nombre), spread(self.conjunto, Medida::Dimension(i))?))
        });
        self.ranges("dimensiones", rows.collect(), None, ancho)
    }

    pub(super) fn meci_ranges(&self, ancho: f64) -> Result<Option<Chart>, DrawError> {
        let rows = meci_components(self.conjunto, self.catalogo);
        let rows = rows.into_iter().map(|(_, nombre, d)| (nombre.to_owned(), d)).collect();
        self.ranges("componentes", rows, None, ancho)
    }

    pub(super) fn kind_ranges(&self, ancho: f64) -> Result<Option<Chart>, DrawError> {
        let rows = groups(self.conjunto, self.catalogo, Agrupacion::Tipo);
        let rows = rows.into_iter().filter_map(|g| Some((g.nombre?, g.distribucion?))).collect();
        self.ranges("tipos de entidad", rows, self.reference(), ancho)
    }

    /// The sub-indices of a policy in catalogue order, those with the lowest
    /// medians where there are more than `most`.
    pub(super) fn subindex_ranges(&self, politica: usize, ancho: f64, most: usize) -> Result<Option<Chart>, DrawError> {
        let rows = self.catalogo.politicas[politica].subindices.iter().filter_map(|s| {
            let d = spread(self.conjunto, Medida::Subindice(politica, &s.codigo))?;
            let name = s.nombre.as_ref().map_or_else(|| s.codigo.clone(), |n| format!("{} {n}", s.codigo));
            Some((name, d))
        });
        let median =
            spread(self.conjunto, Medida::Politica(politica)).map(|d| ("Mediana de la política".to_owned(), d.mediana));
        let mut rows: Vec<(String, Distribucion)> = rows.collect();
        while rows.len() > most {
            let highest = (0..rows.len()).max_by(|a, b| rows[*a].1.mediana.total_cmp(&rows[*b].1.mediana));
            rows.remove(highest.unwrap_or_default());
        }
        self.ranges("subíndices", rows, median, ancho)
    }

    /// A policy by kind of entity, every entity a mark.
    pub(super) fn policy_strip(&self, politica: usize, ancho: f64, citar: bool) -> Result<Option<Chart>, DrawError> {
        let medida = Medida::Politica(politica);
        let all = values(self.conjunto, medida);
        let citar = citar && all.len() <= MAX_CITADAS;
        let grupos: Vec<_> = groups(self.conjunto, self.catalogo, Agrupacion::Tipo)
            .into_iter()
            .filter_map(|g| {
                let own: Vec<_> = all.iter().filter(|v| g.miembros.contains(&v.miembro)).collect();
                let mediana = crate::analysis::conjunto::distribution(own.iter().map(|v| v.valor))?.mediana;
                Some(Franja {
                    rotulo: g.nombre.unwrap_or_else(|| "Sin tipo".to_owned()),
                    valores: own.iter().map(|v| (self.label(v.miembro).to_owned(), v.valor)).collect(),
                    mediana: Some(mediana),
                    citar,
                })
            })
            .collect();
        if grupos.is_empty() {
            return Ok(None);
        }
        let referencia = spread(self.conjunto, medida).map(|d| ("Mediana".to_owned(), d.mediana));
        let mitad_central = spread(self.conjunto, medida).filter(|d| d.n >= MINIMO_CUARTILES).map(|d| (d.p25, d.p75));
        franjas(&Franjas { que: "entidades".into(), grupos, referencia, mitad_central, ancho }, self.pen).map(Some)
    }

    /// Medians of two vigencias side by side, over the same entities.
    fn dumbbells(&self, que: &str, filas: Vec<Pesa>, ancho: f64) -> Result<Option<Chart>, DrawError> {
        let Some(before) = self.conjunto.anterior.filter(|_| !filas.is_empty()) else { return Ok(None) };
        let data = Pesas {
            que: que.to_owned(),
            antes: before.to_string(),
            despues: self.conjunto.vigencia.to_string(),
            filas,
            ancho,
        };
        pesas(&data, self.pen).map(Some)
    }

    /// The sectors from the largest rise of the median to the largest fall.
    fn sector_changes(&self) -> Vec<Pesa> {
        let mut list = self.group_changes(Agrupacion::Sector);
        list.sort_by(|a, b| {
            b.1.diferencia().total_cmp(&a.1.diferencia()).then_with(|| crate::locale::compare(&a.0, &b.0))
        });
        list.into_iter().map(|(nombre, panel)| dumbbell(nombre, panel)).collect()
    }

    pub(super) fn sector_dumbbells(&self, ancho: f64) -> Result<Option<Chart>, DrawError> {
        self.dumbbells("sectores", self.sector_changes(), ancho)
    }

    /// The first and last `n` of [`Self::sector_dumbbells`].
    pub(super) fn sector_dumbbells_ends(&self, ancho: f64, n: usize) -> Result<Option<Chart>, DrawError> {
        self.dumbbells("sectores", both_ends(self.sector_changes(), n), ancho)
    }

    /// The IDI of the `n` sectors with the highest median and of the `n` with the lowest.
    pub(super) fn sector_ranges_ends(&self, ancho: f64, n: usize) -> Result<Option<Chart>, DrawError> {
        let rows = groups(self.conjunto, self.catalogo, Agrupacion::Sector);
        let rows = rows.into_iter().filter_map(|g| Some((g.nombre?, g.distribucion?))).collect();
        self.ranges("sectores", both_ends(rows, n), self.reference(), ancho)
    }

    /// The policies from the largest rise of the median to the largest fall.
    fn policy_changes(&self) -> Vec<Pesa> {
        let mut filas: Vec<_> = policy_panels(self.conjunto, self.catalogo);
        filas.sort_by(|a, b| b.1.diferencia().total_cmp(&a.1.diferencia()).then(a.0.cmp(&b.0)));
        filas.into_iter().map(|(p, panel)| dumbbell(self.policy(p).to_owned(), panel)).collect()
    }

    pub(super) fn policy_dumbbells(&self, ancho: f64) -> Result<Option<Chart>, DrawError> {
        self.dumbbells("políticas", self.policy_changes(), ancho)
    }

    /// The first and last `n` of [`Self::policy_dumbbells`].
    pub(super) fn policy_dumbbells_ends(&self, ancho: f64, n: usize) -> Result<Option<Chart>, DrawError> {
        self.dumbbells("políticas", both_ends(self.policy_changes(), n), ancho)
    }

    /// The `n` largest rises and the `n` largest falls of single entities, more where the last ones tie.
    pub(super) fn entity_dumbbells(&self, n: usize, ancho: f64) -> Result<Option<Chart>, DrawError> {
        let all = changes(self.conjunto, self.catalogo, Medida::Idi);
        let row =
            |c: Cambio| Pesa { rotulo: self.name(c.miembro).to_owned(), n: None, antes: c.antes, despues: c.despues };
        let mut filas: Vec<_> =
            largest(self.conjunto, self.catalogo, &all, n, Ordering::Greater).into_iter().map(row).collect();
        filas.extend(largest(self.conjunto, self.catalogo, &all, n, Ordering::Less).into_iter().rev().map(row));
        self.dumbbells("entidades", filas, ancho)
    }
}

fn dumbbell(rotulo: String, panel: Panel) -> Pesa {
    Pesa { rotulo, n: Some(panel.n), antes: panel.mediana_antes, despues: panel.mediana_despues }
}

/// The first and the last `n`.
fn both_ends<T>(mut rows: Vec<T>, n: usize) -> Vec<T> {
    if rows.len() > 2 * n {
        rows.drain(n..rows.len() - n);
    }
    rows
}
