//! The improvement plans of a set.

use jiff::civil::Date;

use crate::cuadro::Clase::{Entero, Texto};
use crate::cuadro::{Celda, Columna, Cuadro};
use crate::hechos::conjunto::{PlanEntidad, attended, plans, plans_by_policy};
use crate::hechos::plan::Estados;
use crate::hechos::primeros::{Empate, shown};
use crate::locale::compare;

use super::column;
use crate::bloques::conjunto::Marco;

/// A column for each state; a row of nine or more columns is set in the size of notes.
fn state_columns() -> Vec<Columna> {
    vec![
        column("actividades", "Actividades", Entero, 47.0),
        column("cumplidas", "Cumplidas", Entero, 41.0),
        column("superadas", "Superadas", Entero, 42.0),
        column("en_proceso", "En proceso", Entero, 34.0),
        column("sin_iniciar", "Sin iniciar", Entero, 30.0),
        column("programadas", "Programadas", Entero, 52.0),
        column("vencen_en_corte", "Vencen el día del corte", Entero, 34.0),
        column("vencidas", "Vencidas", Entero, 37.0),
        column("no_cumplidas", "No cumplidas", Entero, 42.0),
        column("sin_dato", "Sin dato", Entero, 26.0),
    ]
}

/// Hides the states that are not of every plan where no activity is in them.
fn without_empty(mut table: Cuadro) -> Cuadro {
    for (at, column) in table.columnas.iter_mut().enumerate() {
        if ["superadas", "no_cumplidas", "sin_dato"].contains(&column.clave.as_str()) {
            column.oculta = table.filas.iter().all(|f| f[at] == Celda::Numero(0.0) || f[at] == Celda::Blanco);
        }
    }
    table
}

fn state_cells(actividades: u32, estados: Option<Estados>) -> Vec<Celda> {
    let mut cells = vec![Celda::from(actividades)];
    match estados {
        Some(e) => cells.extend(e.rows().map(|(_, n)| Celda::from(n))),
        None => cells.resize(10, Celda::Blanco),
    }
    cells
}

impl Marco<'_> {
    /// The plans, entity by entity.
    pub fn plans_table(&self, corte: Date) -> Cuadro {
        let mut list = plans(self.conjunto, corte);
        list.sort_by(|a, b| compare(self.name(a.miembro), self.name(b.miembro)));
        let mut columnas = vec![column("entidad", "Entidad", Texto, None)];
        columnas.extend(state_columns());
        columnas.push(column("atiende", "¿Atiende la más baja?", Texto, 50.0));
        let mut filas: Vec<_> = list
            .iter()
            .map(|p| {
                let mut row = vec![Celda::from(self.name(p.miembro))];
                row.extend(state_cells(p.actividades, p.estados));
                row.push(p.atiende_mas_baja.map(|yes| if yes { "Sí" } else { "No" }).into());
                row
            })
            .collect();
        let mut total = vec![Celda::from("Total")];
        total
            .extend(state_cells(list.iter().map(|p| p.actividades).sum(), crate::hechos::senales::total_states(&list)));
        total.push(Celda::Blanco);
        filas.push(total);
        let mut table = self.table(
            "planes_entidades",
            "Planes de mejoramiento por entidad",
            columnas,
            filas,
            Some("Estado derivado de las fechas, el avance y el corte. Vencidas: el plazo terminó antes del corte; las que terminan ese mismo día sin cumplirse van aparte. Programadas: empiezan después del corte. Sin dato: no se conoce el avance. ¿Atiende la más baja?: si el plan tiene actividades para la política más baja de la entidad; en blanco, si se mide en una sola. Cálculo propio."),
        );
        table.fuente = "planes de mejoramiento de las entidades.".to_owned();
        without_empty(table.con_total())
    }

    /// The entities with activities whose term is over and that are not fulfilled: from the most overdue ones
    /// down, and of equals the latest first; of those that are overdue, about the first `cuantas`.
    pub fn open_activities_table(&self, corte: Date, cuantas: Option<usize>) -> Cuadro {
        let mut list: Vec<_> = plans(self.conjunto, corte).into_iter().filter(|p| p.por_cerrar() > 0).collect();
        let of = |p: &PlanEntidad| p.estados.unwrap_or_default();
        let overdue = |p: &PlanEntidad| p.lateness().0;
        list.sort_by(|a, b| {
            let figures = |p: &PlanEntidad| (overdue(p), p.atraso, of(p).vencen_en_corte);
            figures(b).cmp(&figures(a)).then_with(|| compare(self.name(a.miembro), self.name(b.miembro)))
        });
        let row = |p: &PlanEntidad| {
            let e = of(p);
            vec![
                Celda::from(self.name(p.miembro)),
                self.sector(p.miembro).into(),
                p.actividades.into(),
                e.vencidas.into(),
                e.no_cumplidas.into(),
                p.atraso.map(f64::from).into(),
                e.vencen_en_corte.into(),
            ]
        };
        let late = list.iter().filter(|p| overdue(p) > 0).count();
        // Where some are overdue, those that are not are told together.
        let whole = if late > 0 && list.len() > late + 1 { late } else { list.len() };
        // Who is as late as the last one that is listed is listed too.
        let most =
            |n: usize| shown(&list[..whole], n, Empate::Entra, |a, b| (overdue(a), a.atraso) == (overdue(b), b.atraso));
        let shown = cuantas.map(most).filter(|n| n + 1 < list.len()).unwrap_or(whole);
        let rest = &list[shown..];
        let sums = |label: String, of_these: &[PlanEntidad]| {
            let sum = |count: fn(&Estados) -> usize| of_these.iter().map(|p| count(&of(p))).sum::<usize>();
            vec![
                Celda::from(label),
                Celda::Blanco,
                of_these.iter().map(|p| p.actividades).sum::<u32>().into(),
                sum(|e| e.vencidas).into(),
                sum(|e| e.no_cumplidas).into(),
                Celda::Blanco,
                sum(|e| e.vencen_en_corte).into(),
            ]
        };
        let mut filas: Vec<_> = list[..shown].iter().map(row).collect();
        if !rest.is_empty() {
            let without = if rest.iter().all(|p| overdue(p) == 0) { ", sin vencidas" } else { "" };
            filas.push(sums(format!("Otras {} entidades{without}", self.count(rest.len())), rest));
        }
        filas.push(sums("Total".to_owned(), &list));
        let mut table = self.table(
            "planes_por_cerrar",
            "Actividades vencidas o que vencían el día del corte, por entidad",
            vec![
                column("entidad", "Entidad", Texto, None),
                column("sector", "Sector", Texto, None).oculta(true),
                column("actividades", "Actividades del plan", Entero, 54.0),
                column("vencidas", "Vencidas", Entero, 46.0),
                column("no_cumplidas", "No cumplidas", Entero, 48.0),
                column("atraso", "Mayor atraso, días", Entero, 46.0),
                column("vencen_en_corte", "Vencían el día del corte", Entero, 56.0),
            ],
            filas,
            Some("De más a menos vencidas. Mayor atraso: días del plazo al corte de la actividad más antigua sin cumplir. Cálculo propio."),
        );
        table.fuente = "planes de mejoramiento de las entidades.".to_owned();
        without_empty(table.con_total())
    }

    /// What plans have for each policy: activities, those without resources, and the recommendations of
    /// Función Pública beside them; policies without any of it are left out.
    pub fn attended_table(&self, corte: Date) -> Cuadro {
        let list = plans_by_policy(self.conjunto, self.catalogo, corte);
        let (advised, told) = (self.conjunto.con_recomendaciones() > 0, list.iter().any(|p| p.sin_recurso.is_some()));
        let mut filas = Vec::new();
        for p in &list {
            let a = attended(self.conjunto, Some(p.politica));
            if p.actividades > 0 || a.recomendaciones > 0 {
                filas.push(vec![
                    Celda::from(self.policy(p.politica)),
                    p.entidades.into(),
                    p.actividades.into(),
                    p.sin_recurso.into(),
                    a.recomendaciones.into(),
                    a.con_actividad.into(),
                    a.sin_actividad.into(),
                    a.sin_plan.into(),
                ]);
            }
        }
        // Where most is left to do first: recommendations without an activity, then activities without resources.
        let figure = |f: &[Celda], i: usize| f[i].as_number().map_or(0, |n| n as u64);
        filas.sort_by_key(|f| std::cmp::Reverse((figure(f, 6), figure(f, 3), figure(f, 2))));
        let a = attended(self.conjunto, None);
        let without: Vec<u32> = list.iter().filter_map(|p| p.sin_recurso).collect();
        filas.push(vec![
            Celda::from("Total"),
            plans(self.conjunto, corte).len().into(),
            list.iter().map(|p| p.actividades).sum::<u32>().into(),
            told.then(|| without.iter().sum::<u32>()).into(),
            a.recomendaciones.into(),
            a.con_actividad.into(),
            a.sin_actividad.into(),
            a.sin_plan.into(),
        ]);
        let order = match (advised, told) {
            (true, _) => "De más a menos recomendaciones sin actividad. ",
            (false, true) => "De más a menos actividades sin recurso. ",
            (false, false) => "De más a menos actividades. ",
        };
        let mut nota = format!("{order}Entidades: las que tienen actividades de la política en su plan.");
        if told {
            nota += " Sin recurso: entre las que faltan por cumplir.";
        }
        if advised {
            nota += " Una recomendación tiene actividad si el plan de su entidad trae alguna de la misma política, aunque no responda a ella.";
        }
        let mut table = self.table(
            "planes_recursos",
            "Actividades, recursos y recomendaciones de la Función Pública por política",
            vec![
                column("politica", "Política", Texto, None),
                column("entidades", "Entidades", Entero, 42.0),
                column("actividades", "Actividades", Entero, 46.0),
                column("sin_recurso", "Sin recurso", Entero, 36.0).oculta(!told),
                column("recomendaciones", "Recomendaciones", Entero, 76.0).oculta(!advised),
                column("con_actividad", "Con actividad", Entero, 40.0).oculta(!advised),
                column("sin_actividad", "Sin actividad", Entero, 40.0).oculta(!advised),
                column("sin_plan", "Sin plan", Entero, 28.0).oculta(a.sin_plan == 0),
            ],
            filas,
            Some(&format!("{nota} Cálculo propio.")),
        );
        table.fuente = match self.advice_source() {
            Some(advice) if advised => format!("planes de mejoramiento de las entidades; recomendaciones: {advice}."),
            _ => "planes de mejoramiento de las entidades.".to_owned(),
        };
        table.con_total()
    }

    /// The plans, policy by policy.
    pub fn plans_by_policy_table(&self, corte: Date) -> Cuadro {
        let mut columnas = vec![
            column("politica", "Política", Texto, None),
            column("entidades", "Entidades con actividades", Entero, 48.0),
        ];
        columnas.extend(state_columns());
        let list = plans_by_policy(self.conjunto, self.catalogo, corte);
        let mut filas: Vec<_> = list
            .iter()
            .map(|p| {
                let mut row = vec![Celda::from(self.policy(p.politica)), p.entidades.into()];
                row.extend(state_cells(p.actividades, Some(p.estados)));
                row
            })
            .collect();
        let plans = plans(self.conjunto, corte);
        let mut total = vec![Celda::from("Total"), plans.len().into()];
        total.extend(state_cells(
            list.iter().map(|p| p.actividades).sum(),
            crate::hechos::senales::total_states(&plans),
        ));
        filas.push(total);
        let mut table = self.table(
            "planes_politicas",
            "Actividades de los planes por política",
            columnas,
            filas,
            Some("Los estados son de los planes que dan sus actividades una por una. Cálculo propio."),
        );
        table.fuente = "planes de mejoramiento de las entidades.".to_owned();
        without_empty(table.con_total())
    }
}
