//! The charts over a set of entities, drawn from the same numbers as the tables.

use std::cmp::Ordering;

use crate::charts::{Chart, DrawError, Franja, Franjas, Pesa, Pesas, Rango, Rangos, franjas, pesas, rangos};
use crate::hechos::conjunto::{
    Agrupacion, Cambio, Distribucion, MINIMO_GRUPO, Medida, Panel, changes, difference, groups, largest, panel, spread,
    values,
};
use crate::hechos::primeros::{Empate, shown};
use crate::hechos::senales::{PolicyPanels, compared_panels, meci_components, partly_measured, widely_measured};

use super::marco::Marco;

/// Entities above which a strip plot names no extremes of its groups.
const MAX_CITADAS: usize = 150;

impl Marco<'_> {
    /// Median of the whole set, as the reference line of a chart.
    fn reference(&self) -> Option<(String, f64)> {
        self.median(Medida::Idi, "Mediana")
    }

    fn median(&self, medida: Medida<'_>, name: &str) -> Option<(String, f64)> {
        spread(self.conjunto, medida)?.mediana.map(|mediana| (name.to_owned(), mediana))
    }

    /// The IDI of every entity, group by group; the extremes of each group are
    /// named where the entities are few enough to be told apart.
    pub fn strip_chart(&self, agrupacion: Agrupacion, ancho: f64) -> Result<Option<Chart>, DrawError> {
        self.strip_chart_cited(agrupacion, ancho, true)
    }

    /// [`Self::strip_chart`], with the extremes of every group named or only those of all, in full.
    pub fn strip_chart_cited(
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
                    .map(|v| (if citar { self.label(v.miembro) } else { self.name(v.miembro) }.to_owned(), v.valor))
                    .collect(),
                mediana: g.distribucion.and_then(|d| d.mediana),
                citar,
            })
            .collect();
        if grupos.is_empty() {
            return Ok(None);
        }
        let mitad_central = spread(self.conjunto, Medida::Idi).and_then(|d| d.cuartiles);
        let data = Franjas { que: "entidades".into(), grupos, referencia: self.reference(), mitad_central, ancho };
        franjas(&data, self.pen).map(Some)
    }

    /// The IDI of the entities that have one in both vigencias, a row for each.
    pub fn vigencias_strip(&self, ancho: f64) -> Result<Option<Chart>, DrawError> {
        let all = changes(self.conjunto, self.catalogo, Medida::Idi);
        let Some((before, panel)) = self.conjunto.anterior.zip(panel(&all)) else { return Ok(None) };
        let row = |vigencia: u32, mediana: Option<f64>, value: fn(&Cambio) -> f64| Franja {
            rotulo: match mediana {
                Some(mediana) => format!("{vigencia}: mediana {}", self.pen.numeros.numero(mediana)),
                None => vigencia.to_string(),
            },
            valores: all.iter().map(|c| (self.name(c.miembro).to_owned(), value(c))).collect(),
            mediana,
            citar: false,
        };
        let (antes, despues) = panel.medianas.unzip();
        let grupos = vec![row(before, antes, |c| c.antes), row(self.conjunto.vigencia, despues, |c| c.despues)];
        let data = Franjas { que: "entidades".into(), grupos, referencia: None, mitad_central: None, ancho };
        franjas(&data, self.pen).map(Some)
    }

    /// One row per measure with what its number of values supports.
    fn ranges(
        &self,
        que: &str,
        rows: Vec<(String, Distribucion)>,
        referencia: Option<(String, f64)>,
        ancho: f64,
    ) -> Result<Option<Chart>, DrawError> {
        let filas = rows.into_iter().map(|(rotulo, d)| range(rotulo, d)).collect();
        self.range_plot(Rangos { que: que.to_owned(), filas, parte: None, referencia, ancho })
    }

    fn range_plot(&self, data: Rangos) -> Result<Option<Chart>, DrawError> {
        if data.filas.is_empty() { Ok(None) } else { rangos(&data, self.pen).map(Some) }
    }

    /// The policies that nearly all entities are measured in from the highest median
    /// down; the others apart, in catalogue order.
    pub fn policy_ranges(&self, ancho: f64, parte: Option<Part>) -> Result<Option<Chart>, DrawError> {
        let row = |(p, d): (usize, Distribucion)| range(self.policy(p).to_owned(), d);
        let mut filas: Vec<_> = widely_measured(self.conjunto, self.catalogo).into_iter().map(row).collect();
        let rest: Vec<_> = partly_measured(self.conjunto, self.catalogo).into_iter().map(row).collect();
        let widely = filas.len();
        filas.extend(rest);
        head(&mut filas, widely, |row, text| row.encabeza = Some(text));
        self.range_plot(Rangos { que: "políticas".into(), filas, parte, referencia: None, ancho })
    }

    pub fn dimension_ranges(&self, ancho: f64) -> Result<Option<Chart>, DrawError> {
        let rows = self.catalogo.dimensiones.iter().enumerate();
        let rows = rows.filter_map(|(i, d)| {
            Some((format!("{}. {}", d.codigo, d.nombre), spread(self.conjunto, Medida::Dimension(i))?))
        });
        self.ranges("dimensiones", rows.collect(), None, ancho)
    }

    pub fn meci_ranges(&self, ancho: f64) -> Result<Option<Chart>, DrawError> {
        let rows = meci_components(self.conjunto, self.catalogo);
        let rows = rows.into_iter().map(|(_, nombre, d)| (nombre.to_owned(), d)).collect();
        self.ranges("componentes", rows, None, ancho)
    }

    pub fn kind_ranges(&self, ancho: f64) -> Result<Option<Chart>, DrawError> {
        let rows = groups(self.conjunto, self.catalogo, Agrupacion::Tipo);
        let rows = rows.into_iter().filter_map(|g| Some((g.nombre?, g.distribucion?))).collect();
        self.ranges("tipos de entidad", rows, self.reference(), ancho)
    }

    /// The sub-indices of a policy that the catalogue names, in its order, those with the lowest
    /// medians where there are more than `most`; and how many are drawn.
    pub fn subindex_ranges(
        &self,
        politica: usize,
        ancho: f64,
        most: usize,
    ) -> Result<(Option<Chart>, usize), DrawError> {
        let rows = self.catalogo.politicas[politica].subindices.iter().filter_map(|s| {
            let d = spread(self.conjunto, Medida::Subindice(politica, &s.codigo))?;
            Some((format!("{} {}", s.codigo, s.nombre.as_ref()?), d))
        });
        let median = self.median(Medida::Politica(politica), "Mediana de la política");
        let mut rows: Vec<(String, Distribucion)> = rows.collect();
        // Without a median, by what is the lowest among the values.
        let level = |d: &Distribucion| d.mediana.unwrap_or(d.minimo);
        let mut low: Vec<f64> = rows.iter().map(|row| level(&row.1)).collect();
        low.sort_by(f64::total_cmp);
        low.truncate(shown(&low, most, Empate::Sale, |a, b| a == b));
        rows.retain(|row| low.contains(&level(&row.1)));
        let n = rows.len();
        Ok((self.ranges("subíndices", rows, median, ancho)?, n))
    }

    /// A policy by kind of entity, every entity a mark; the extremes of all are named in full.
    pub fn policy_strip(&self, politica: usize, ancho: f64) -> Result<Option<Chart>, DrawError> {
        let medida = Medida::Politica(politica);
        let all = values(self.conjunto, medida);
        let grupos: Vec<_> = groups(self.conjunto, self.catalogo, Agrupacion::Tipo)
            .into_iter()
            .filter_map(|g| {
                let own: Vec<_> = all.iter().filter(|v| g.miembros.contains(&v.miembro)).collect();
                let d = crate::hechos::conjunto::distribution(own.iter().map(|v| v.valor))?;
                Some(Franja {
                    rotulo: g.nombre.unwrap_or_else(|| "Sin tipo".to_owned()),
                    valores: own.iter().map(|v| (self.name(v.miembro).to_owned(), v.valor)).collect(),
                    mediana: d.mediana,
                    citar: false,
                })
            })
            .collect();
        if grupos.is_empty() {
            return Ok(None);
        }
        let referencia = self.median(medida, "Mediana");
        let mitad_central = spread(self.conjunto, medida).and_then(|d| d.cuartiles);
        franjas(&Franjas { que: "entidades".into(), grupos, referencia, mitad_central, ancho }, self.pen).map(Some)
    }

    /// Medians of two vigencias side by side, over the same entities.
    fn dumbbells(
        &self,
        que: &str,
        filas: Vec<Pesa>,
        parte: Option<Part>,
        ancho: f64,
    ) -> Result<Option<Chart>, DrawError> {
        let Some(before) = self.conjunto.anterior.filter(|_| !filas.is_empty()) else { return Ok(None) };
        let data = Pesas {
            que: que.to_owned(),
            antes: before.to_string(),
            despues: self.conjunto.vigencia.to_string(),
            filas,
            parte,
            ancho,
        };
        pesas(&data, self.pen).map(Some)
    }

    /// The sectors from the largest rise of the median to the largest fall, and apart
    /// the entities of those that have too few for a median.
    pub fn sector_dumbbells(&self, ancho: f64) -> Result<Option<Chart>, DrawError> {
        let (panels, single) = self.sector_changes();
        let mut filas: Vec<_> = panels.into_iter().filter_map(|(nombre, panel)| dumbbell(nombre, panel)).collect();
        let compared = filas.len();
        filas.extend(single.into_iter().map(|(rotulo, c)| Pesa {
            rotulo,
            n: None,
            antes: c.antes,
            despues: c.despues,
            encabeza: None,
        }));
        if let Some(first) = filas.get_mut(compared) {
            first.encabeza =
                Some(format!("Sectores con menos de {MINIMO_GRUPO} entidades: el índice de cada una, sin mediana"));
        }
        self.dumbbells("sectores", filas, None, ancho)
    }

    /// Only the sectors of [`Self::sector_dumbbells`] that have a median.
    pub fn sector_median_dumbbells(&self, ancho: f64, parte: Option<Part>) -> Result<Option<Chart>, DrawError> {
        let filas = self.sector_changes().0.into_iter().filter_map(|(nombre, panel)| dumbbell(nombre, panel)).collect();
        self.dumbbells("sectores", filas, parte, ancho)
    }

    /// The IDI of the sectors that have a median, from the highest down.
    pub fn sector_ranges(&self, ancho: f64, parte: Option<Part>) -> Result<Option<Chart>, DrawError> {
        let rows = groups(self.conjunto, self.catalogo, Agrupacion::Sector);
        let rows = rows.into_iter().filter_map(|g| Some((g.nombre?, g.distribucion?)));
        let rows = rows.filter(|(_, d)| d.mediana.is_some());
        let filas = rows.map(|(nombre, d)| range(nombre, d)).collect();
        self.range_plot(Rangos { que: "sectores".into(), filas, parte, referencia: self.reference(), ancho })
    }

    /// The policies that nearly all entities are measured in from the largest rise of
    /// the median to the largest fall; the others apart, in catalogue order.
    pub fn policy_dumbbells(&self, ancho: f64, parte: Option<Part>) -> Result<Option<Chart>, DrawError> {
        let (compared, rest) = compared_panels(self.conjunto, self.catalogo);
        self.dumbbells_of(compared, rest, ancho, parte)
    }

    /// Only those of [`Self::policy_dumbbells`] that nearly all entities are measured in.
    pub fn compared_dumbbells(&self, ancho: f64, parte: Option<Part>) -> Result<Option<Chart>, DrawError> {
        self.dumbbells_of(compared_panels(self.conjunto, self.catalogo).0, Vec::new(), ancho, parte)
    }

    fn dumbbells_of(
        &self,
        mut compared: PolicyPanels,
        rest: PolicyPanels,
        ancho: f64,
        parte: Option<Part>,
    ) -> Result<Option<Chart>, DrawError> {
        let change = |p: &Panel| self.levels(p).map_or(0.0, |(before, now)| difference(before, now));
        compared.sort_by(|a, b| change(&b.1).total_cmp(&change(&a.1)).then(a.0.cmp(&b.0)));
        let row = |(p, panel): (usize, Panel)| {
            let (antes, despues) = self.levels(&panel)?;
            Some(Pesa { rotulo: self.policy(p).to_owned(), n: Some(panel.n), antes, despues, encabeza: None })
        };
        let mut filas: Vec<_> = compared.into_iter().filter_map(row).collect();
        let n = filas.len();
        filas.extend(rest.into_iter().filter_map(row));
        head(&mut filas, n, |row, text| row.encabeza = Some(text));
        self.dumbbells("políticas", filas, parte, ancho)
    }

    /// How many policies of [`Self::policy_dumbbells`] have too few entities in both vigencias to be drawn.
    pub fn policies_without_change(&self) -> usize {
        let (compared, rest) = compared_panels(self.conjunto, self.catalogo);
        compared.iter().chain(&rest).filter(|(_, panel)| self.levels(panel).is_none()).count()
    }

    /// The `n` largest rises and the `n` largest falls of single entities, more where the last ones tie.
    pub fn entity_dumbbells(&self, n: usize, ancho: f64) -> Result<Option<Chart>, DrawError> {
        let all = changes(self.conjunto, self.catalogo, Medida::Idi);
        let row = |c: Cambio| Pesa {
            rotulo: self.name(c.miembro).to_owned(),
            n: None,
            antes: c.antes,
            despues: c.despues,
            encabeza: None,
        };
        let mut filas: Vec<_> =
            largest(self.conjunto, self.catalogo, &all, n, Ordering::Greater).into_iter().map(row).collect();
        let rises = filas.len();
        filas.extend(largest(self.conjunto, self.catalogo, &all, n, Ordering::Less).into_iter().rev().map(row));
        // Where others lie between the rises and the falls, a heading parts the two.
        if filas.len() < all.len() && rises > 0 && rises < filas.len() {
            filas[0].encabeza = Some("Mayores subidas".to_owned());
            filas[rises].encabeza = Some("Mayores bajadas".to_owned());
        }
        self.dumbbells("entidades", filas, None, ancho)
    }
}

/// The rows of a chart that one of its parts draws.
pub type Part = std::ops::Range<usize>;

/// A row with what its number of values supports.
fn range(rotulo: String, d: Distribucion) -> Rango {
    Rango {
        rotulo,
        n: d.n,
        minimo: d.minimo,
        maximo: d.maximo,
        mediana: d.mediana,
        cuartiles: d.cuartiles,
        encabeza: None,
    }
}

/// Parts the policies that are compared, the first `compared` rows, from the others.
fn head<T>(rows: &mut [T], compared: usize, mut write: impl FnMut(&mut T, String)) {
    if compared < rows.len() {
        write(&mut rows[compared], "Se miden en menos entidades: no se comparan con las demás".to_owned());
        if compared > 0 {
            write(&mut rows[0], "Se miden en casi todas las entidades".to_owned());
        }
    }
}

fn dumbbell(rotulo: String, panel: Panel) -> Option<Pesa> {
    let (antes, despues) = panel.medianas?;
    Some(Pesa { rotulo, n: Some(panel.n), antes, despues, encabeza: None })
}
