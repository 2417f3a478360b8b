//! The charts over a set of entities, drawn from the same numbers as the tables.

use crate::analysis::conjunto::{Agrupacion, Distribucion, Medida, Panel, changes, groups, ranking, spread, values};
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
        let all = values(self.conjunto, Medida::Idi);
        let citar = all.len() <= MAX_CITADAS;
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
        let data = Franjas { que: "entidades".into(), grupos, referencia: self.reference(), ancho };
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

    /// The sub-indices of a policy.
    pub(super) fn subindex_ranges(&self, politica: usize, ancho: f64) -> Result<Option<Chart>, DrawError> {
        let rows = self.catalogo.politicas[politica].subindices.iter().filter_map(|s| {
            let d = spread(self.conjunto, Medida::Subindice(politica, &s.codigo))?;
            let name = s.nombre.as_ref().map_or_else(|| s.codigo.clone(), |n| format!("{} {n}", s.codigo));
            Some((name, d))
        });
        let median =
            spread(self.conjunto, Medida::Politica(politica)).map(|d| ("Mediana de la política".to_owned(), d.mediana));
        self.ranges("subíndices", rows.collect(), median, ancho)
    }

    /// A policy by kind of entity, every entity a mark.
    pub(super) fn policy_strip(&self, politica: usize, ancho: f64) -> Result<Option<Chart>, DrawError> {
        let medida = Medida::Politica(politica);
        let all = values(self.conjunto, medida);
        let grupos: Vec<_> = groups(self.conjunto, self.catalogo, Agrupacion::Tipo)
            .into_iter()
            .filter_map(|g| {
                let own: Vec<_> = all.iter().filter(|v| g.miembros.contains(&v.miembro)).collect();
                let mediana = crate::analysis::conjunto::distribution(own.iter().map(|v| v.valor))?.mediana;
                Some(Franja {
                    rotulo: g.nombre.unwrap_or_else(|| "Sin tipo".to_owned()),
                    valores: own.iter().map(|v| (self.label(v.miembro).to_owned(), v.valor)).collect(),
                    mediana: Some(mediana),
                    citar: all.len() <= MAX_CITADAS,
                })
            })
            .collect();
        if grupos.is_empty() {
            return Ok(None);
        }
        let referencia = spread(self.conjunto, medida).map(|d| ("Mediana".to_owned(), d.mediana));
        franjas(&Franjas { que: "entidades".into(), grupos, referencia, ancho }, self.pen).map(Some)
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

    pub(super) fn sector_dumbbells(&self, ancho: f64) -> Result<Option<Chart>, DrawError> {
        let mut list = self.group_changes(Agrupacion::Sector);
        list.sort_by(|a, b| {
            b.1.diferencia().total_cmp(&a.1.diferencia()).then_with(|| crate::locale::compare(&a.0, &b.0))
        });
        let filas = list
            .into_iter()
            .map(|(rotulo, p)| Pesa { rotulo, n: Some(p.n), antes: p.mediana_antes, despues: p.mediana_despues })
            .collect();
        self.dumbbells("sectores", filas, ancho)
    }

    /// The policies from the largest rise of the median to the largest fall.
    fn policy_changes(&self) -> Vec<Pesa> {
        let mut filas: Vec<_> = policy_panels(self.conjunto, self.catalogo);
        filas.sort_by(|a, b| b.1.diferencia().total_cmp(&a.1.diferencia()).then(a.0.cmp(&b.0)));
        let row = |(p, panel): (usize, Panel)| Pesa {
            rotulo: self.policy(p).to_owned(),
            n: Some(panel.n),
            antes: panel.mediana_antes,
            despues: panel.mediana_despues,
        };
        filas.into_iter().map(row).collect()
    }

    pub(super) fn policy_dumbbells(&self, ancho: f64) -> Result<Option<Chart>, DrawError> {
        self.dumbbells("políticas", self.policy_changes(), ancho)
    }

    /// The first and last `n` of [`Self::policy_dumbbells`].
    pub(super) fn policy_dumbbells_ends(&self, ancho: f64, n: usize) -> Result<Option<Chart>, DrawError> {
        let mut filas = self.policy_changes();
        if filas.len() > 2 * n {
            filas.drain(n..filas.len() - n);
        }
        self.dumbbells("políticas", filas, ancho)
    }

    /// The largest changes of single entities.
    pub(super) fn entity_dumbbells(
        &self,
        direction: std::cmp::Ordering,
        n: usize,
        ancho: f64,
    ) -> Result<Option<Chart>, DrawError> {
        let all = changes(self.conjunto, self.catalogo, Medida::Idi);
        let filas = crate::analysis::conjunto::largest(self.conjunto, self.catalogo, &all, n, direction)
            .into_iter()
            .map(|c| Pesa { rotulo: self.name(c.miembro).to_owned(), n: None, antes: c.antes, despues: c.despues })
            .collect();
        self.dumbbells("entidades", filas, ancho)
    }

    /// The highest or lowest entities of the ranking as `(name, value)`.
    pub(super) fn ends(&self, n: usize, highest: bool) -> Vec<(usize, usize, f64)> {
        let list = ranking(self.conjunto, self.catalogo, Medida::Idi);
        let row = |p: &crate::analysis::conjunto::Puesto| (p.puesto, p.miembro, p.valor);
        if highest {
            let limit = list.get(n.saturating_sub(1)).map(|p| p.valor);
            list.iter().filter(|p| limit.is_none_or(|l| p.valor >= l)).map(row).collect()
        } else {
            let limit = list.len().checked_sub(n).and_then(|i| list.get(i)).map(|p| p.valor);
            list.iter().rev().filter(|p| limit.is_none_or(|l| p.valor <= l)).map(row).collect()
        }
    }
}
