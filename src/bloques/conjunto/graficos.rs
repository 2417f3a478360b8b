//! The charts over a set of entities, drawn from the same numbers as the tables.

use std::cmp::Ordering;

use jiff::civil::Date;

use crate::charts::{
    Apilada, Apiladas, Chart, DrawError, Franja, Franjas, Pesa, Pesas, Rango, Rangos, apiladas, franjas, pesas, rangos,
};
use crate::hechos::conjunto::{
    Agrupacion, Cambio, Distribucion, Grupo, MINIMO_GRUPO, Medida, Panel, PlanPolitica, Valor, changes, descending,
    difference, groups, largest, panel, plans_by_policy, spread, values,
};
use crate::hechos::primeros::{Empate, shown};
use crate::hechos::senales::{
    PolicyPanels, compared_panels, internal_control_policy, meci_components, partly_measured, widely_measured,
};

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
        self.strip(agrupacion, ancho, citar, |_| true)
    }

    /// The groups that have a median, where some have one, with the extremes of all named; and how many
    /// entities the others have.
    pub fn strip_of_medians(&self, agrupacion: Agrupacion, ancho: f64) -> Result<(Option<Chart>, usize), DrawError> {
        let groups = groups(self.conjunto, self.catalogo, agrupacion);
        let with = |d: &Distribucion| d.mediana.is_some();
        let some = groups.iter().filter_map(|g| g.distribucion).any(|d| with(&d));
        let out = groups.iter().filter_map(|g| g.distribucion).filter(|d| some && !with(d)).map(|d| d.n).sum();
        Ok((self.strip(agrupacion, ancho, false, |d| !some || with(d))?, out))
    }

    fn strip(
        &self,
        agrupacion: Agrupacion,
        ancho: f64,
        citar: bool,
        wanted: impl Fn(&Distribucion) -> bool,
    ) -> Result<Option<Chart>, DrawError> {
        let all = values(self.conjunto, Medida::Idi);
        let citar = citar && all.len() <= MAX_CITADAS;
        // Where few are named there is room for whole names.
        let name = |miembro: usize| if citar { self.label(miembro) } else { self.name(miembro) };
        let grupos: Vec<_> = groups(self.conjunto, self.catalogo, agrupacion)
            .into_iter()
            .filter(|g| g.distribucion.as_ref().is_some_and(&wanted))
            .map(|g| Franja {
                rotulo: g.nombre.clone().unwrap_or_else(|| "Sin grupo".to_owned()),
                valores: all
                    .iter()
                    .filter(|v| g.miembros.contains(&v.miembro))
                    .map(|v| (name(v.miembro).to_owned(), v.valor))
                    .collect(),
                mediana: g.distribucion.and_then(|d| d.mediana),
                citar,
            })
            .collect();
        if grupos.is_empty() {
            return Ok(None);
        }
        let mitad_central = spread(self.conjunto, Medida::Idi).and_then(|d| d.cuartiles);
        let data = Franjas {
            que: "entidades".into(),
            grupos,
            referencia: self.reference(),
            mitad_central,
            eje: self.axis_floor(),
            ancho,
        };
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
        let data = Franjas {
            que: "entidades".into(),
            grupos,
            referencia: None,
            mitad_central: None,
            eje: self.axis_floor(),
            ancho,
        };
        franjas(&data, self.pen).map(Some)
    }

    /// One row per measure with what its number of values supports, on the axis of all charts of measures.
    fn ranges(
        &self,
        que: &str,
        filas: Vec<Rango>,
        referencia: Option<(String, f64)>,
        ancho: f64,
    ) -> Result<Option<Chart>, DrawError> {
        self.range_plot(Rangos { que: que.to_owned(), filas, parte: None, referencia, eje: self.axis_floor(), ancho })
    }

    /// The row of a measure over the whole set.
    fn range(&self, rotulo: String, medida: Medida<'_>, d: Distribucion) -> Rango {
        range(rotulo, d, self.beyond(values(self.conjunto, medida), d))
    }

    /// The row of a group of entities, by their IDI.
    fn range_of_group(&self, rotulo: String, g: &Grupo, d: Distribucion) -> Rango {
        let mut own = values(self.conjunto, Medida::Idi);
        own.retain(|v| g.miembros.contains(&v.miembro));
        range(rotulo, d, self.beyond(own, d))
    }

    /// Names and values beyond the fences of `d`, from the lowest up.
    fn beyond(&self, mut all: Vec<Valor>, d: Distribucion) -> Vec<(String, f64)> {
        let Some((low, high)) = d.bigotes else { return Vec::new() };
        all.retain(|v| v.valor < low || v.valor > high);
        let order = descending(self.conjunto, self.catalogo, all);
        order.into_iter().rev().map(|v| (self.name(v.miembro).to_owned(), v.valor)).collect()
    }

    /// The lowest value that the lines of the charts of dimensions, policies, components and kinds reach, so
    /// that all of them have one axis.
    fn axis_floor(&self) -> Option<f64> {
        self.conjunto.memoria.remember("eje".into(), || {
            let dimensions = (0..self.catalogo.dimensiones.len()).map(Medida::Dimension);
            let policies = self.policies().into_iter().map(Medida::Politica);
            let measures = dimensions.chain(policies).filter_map(|medida| spread(self.conjunto, medida));
            let components = meci_components(self.conjunto, self.catalogo).into_iter().map(|(.., d)| d);
            let kinds =
                groups(self.conjunto, self.catalogo, Agrupacion::Tipo).into_iter().filter_map(|g| g.distribucion);
            measures.chain(components).chain(kinds).map(|d| d.bigotes.map_or(d.minimo, |b| b.0)).min_by(f64::total_cmp)
        })
    }

    fn range_plot(&self, data: Rangos) -> Result<Option<Chart>, DrawError> {
        if data.filas.is_empty() { Ok(None) } else { rangos(&data, self.pen).map(Some) }
    }

    /// The policies that nearly all entities are measured in from the highest median
    /// down; the others apart, in catalogue order.
    pub fn policy_ranges(&self, ancho: f64, parte: Option<Part>) -> Result<Option<Chart>, DrawError> {
        let row = |(p, d): (usize, Distribucion)| self.range(self.policy(p).to_owned(), Medida::Politica(p), d);
        let mut filas: Vec<_> = widely_measured(self.conjunto, self.catalogo).into_iter().map(row).collect();
        let rest: Vec<_> = partly_measured(self.conjunto, self.catalogo).into_iter().map(row).collect();
        let widely = filas.len();
        filas.extend(rest);
        head(&mut filas, widely, |row, text| row.encabeza = Some(text));
        self.range_plot(Rangos {
            que: "políticas".into(),
            filas,
            parte,
            referencia: None,
            eje: self.axis_floor(),
            ancho,
        })
    }

    pub fn dimension_ranges(&self, ancho: f64) -> Result<Option<Chart>, DrawError> {
        let rows = self.catalogo.dimensiones.iter().enumerate();
        let rows = rows.filter_map(|(i, d)| {
            let medida = Medida::Dimension(i);
            Some(self.range(format!("{}. {}", d.codigo, d.nombre), medida, spread(self.conjunto, medida)?))
        });
        self.ranges("dimensiones", rows.collect(), None, ancho)
    }

    pub fn meci_ranges(&self, ancho: f64) -> Result<Option<Chart>, DrawError> {
        let rows = meci_components(self.conjunto, self.catalogo);
        let politica = internal_control_policy(self.catalogo).unwrap_or_default();
        let row = |(codigo, nombre, d): (&str, &str, Distribucion)| {
            self.range(nombre.to_owned(), Medida::Subindice(politica, codigo), d)
        };
        let rows = rows.into_iter().map(row).collect();
        self.ranges("componentes", rows, None, ancho)
    }

    pub fn kind_ranges(&self, ancho: f64) -> Result<Option<Chart>, DrawError> {
        let rows = groups(self.conjunto, self.catalogo, Agrupacion::Tipo);
        let row = |g: Grupo| Some(self.range_of_group(g.nombre.clone()?, &g, g.distribucion?));
        let rows = rows.into_iter().filter_map(row).collect();
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
            let medida = Medida::Subindice(politica, &s.codigo);
            let d = spread(self.conjunto, medida)?;
            Some(self.range(s.nombre.clone()?, medida, d))
        });
        let median = self.median(Medida::Politica(politica), "Mediana de la política");
        let mut rows: Vec<Rango> = rows.collect();
        // Without a median, by what is the lowest among the values.
        let level = |d: &Rango| d.mediana.unwrap_or(d.minimo);
        let mut low: Vec<f64> = rows.iter().map(level).collect();
        low.sort_by(f64::total_cmp);
        low.truncate(shown(&low, most, Empate::Sale, |a, b| a == b));
        rows.retain(|row| low.contains(&level(row)));
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
        let eje = self.axis_floor();
        franjas(&Franjas { que: "entidades".into(), grupos, referencia, mitad_central, eje, ancho }, self.pen).map(Some)
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
        // Of entities any change counts.
        let similar = if que == "entidades" { 0.0 } else { self.proyecto.umbrales.similar };
        let data = Pesas {
            similar,
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
        let row = |g: Grupo| {
            let d = g.distribucion.filter(|d| d.mediana.is_some())?;
            Some(self.range_of_group(g.nombre.clone()?, &g, d))
        };
        let filas = rows.into_iter().filter_map(row).collect();
        let eje = self.axis_floor();
        self.range_plot(Rangos { que: "sectores".into(), filas, parte, referencia: self.reference(), eje, ancho })
    }

    /// The policies that nearly all entities are measured in from the largest rise of
    /// the median to the largest fall; the others apart, in catalogue order.
    pub fn policy_dumbbells(&self, ancho: f64, parte: Option<Part>) -> Result<Option<Chart>, DrawError> {
        let (mut compared, rest) = compared_panels(self.conjunto, self.catalogo);
        compared.sort_by(|a, b| self.change(&b.1).total_cmp(&self.change(&a.1)).then(a.0.cmp(&b.0)));
        self.dumbbells_of(compared, rest, ancho, parte)
    }

    /// The policies that nearly all entities are measured in: those whose median falls, from the largest fall on,
    /// and then the others from the largest rise on.
    pub fn compared_changes(&self) -> PolicyPanels {
        let mut compared = compared_panels(self.conjunto, self.catalogo).0;
        compared.retain(|(_, panel)| self.levels(panel).is_some());
        let falls = |change: f64| self.pen.numeros.sentido(change) == Ordering::Less;
        compared.sort_by(|a, b| {
            let (x, y) = (self.change(&a.1), self.change(&b.1));
            let order = if falls(x) && falls(y) { x.total_cmp(&y) } else { y.total_cmp(&x) };
            falls(y).cmp(&falls(x)).then(order).then(a.0.cmp(&b.0))
        });
        compared
    }

    /// The chart of [`Self::compared_changes`].
    pub fn compared_dumbbells(&self, ancho: f64, parte: Option<Part>) -> Result<Option<Chart>, DrawError> {
        self.dumbbells_of(self.compared_changes(), Vec::new(), ancho, parte)
    }

    /// Of a median, 0 where there is none.
    fn change(&self, p: &Panel) -> f64 {
        self.levels(p).map_or(0.0, |(before, now)| difference(before, now))
    }

    fn dumbbells_of(
        &self,
        compared: PolicyPanels,
        rest: PolicyPanels,
        ancho: f64,
        parte: Option<Part>,
    ) -> Result<Option<Chart>, DrawError> {
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
        let mut falls: Vec<_> =
            largest(self.conjunto, self.catalogo, &all, n, Ordering::Less).into_iter().map(row).collect();
        // Where others lie between the rises and the falls, a heading parts the two, and each begins with the largest.
        let parted = filas.len() + falls.len() < all.len() && rises > 0 && !falls.is_empty();
        if !parted {
            falls.reverse();
        }
        filas.extend(falls);
        if parted {
            filas[0].encabeza = Some("Mayores subidas".to_owned());
            filas[rises].encabeza = Some("Mayores bajadas".to_owned());
        }
        self.dumbbells("entidades", filas, None, ancho)
    }
}

/// Parts of the bars of states, and how many of the activities of a policy each has.
type Parte = (&'static str, fn(&PlanPolitica) -> usize);
const ESTADOS: [Parte; 5] = [
    ("vencidas o no cumplidas", |p| p.estados.vencidas + p.estados.no_cumplidas),
    ("vencían el día del corte", |p| p.estados.vencen_en_corte),
    ("en proceso o sin iniciar", |p| p.estados.en_proceso + p.estados.sin_iniciar + p.estados.sin_dato),
    ("programadas", |p| p.estados.programadas),
    ("cumplidas", |p| p.estados.cumplidas + p.estados.superadas),
];

impl Marco<'_> {
    /// The states of the activities of all plans, policy by policy: those with most to close first.
    pub fn plan_states(&self, corte: Date, ancho: f64) -> Result<Option<Chart>, DrawError> {
        let mut list = plans_by_policy(self.conjunto, self.catalogo, corte);
        list.retain(|p| p.estados.total() > 0);
        let urgent = |p: &PlanPolitica| (ESTADOS[0].1(p) + ESTADOS[1].1(p), ESTADOS[0].1(p), p.actividades);
        list.sort_by(|a, b| urgent(b).cmp(&urgent(a)).then(a.politica.cmp(&b.politica)));
        if list.is_empty() {
            return Ok(None);
        }
        // Where no plan is over, nothing is unfulfilled for good; where no progress is missing, it is not named.
        let over = list.iter().any(|p| p.estados.no_cumplidas > 0);
        let blank = list.iter().any(|p| p.estados.sin_dato > 0);
        let name = |nombre: &str| match nombre {
            "vencidas o no cumplidas" if !over => "vencidas".to_owned(),
            "en proceso o sin iniciar" if blank => format!("{nombre}, o sin dato"),
            nombre => nombre.to_owned(),
        };
        let row = |p: &PlanPolitica| Apilada {
            rotulo: self.policy(p.politica).to_owned(),
            partes: ESTADOS.map(|(_, of)| of(p)).to_vec(),
        };
        let data = Apiladas {
            que: "políticas".into(),
            unidad: "actividades".into(),
            partes: ESTADOS.map(|(nombre, _)| name(nombre)).to_vec(),
            filas: list.iter().map(row).collect(),
            ancho,
        };
        apiladas(&data, self.pen).map(Some)
    }
}

/// The rows of a chart that one of its parts draws.
pub type Part = std::ops::Range<usize>;

/// A row with what its number of values supports.
fn range(rotulo: String, d: Distribucion, apartados: Vec<(String, f64)>) -> Rango {
    Rango {
        rotulo,
        n: d.n,
        minimo: d.minimo,
        maximo: d.maximo,
        mediana: d.mediana,
        cuartiles: d.cuartiles,
        bigotes: d.bigotes,
        apartados,
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
