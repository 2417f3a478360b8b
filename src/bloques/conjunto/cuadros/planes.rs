//! The improvement plans of a set.

use jiff::civil::Date;

use crate::cuadro::Clase::{Entero, Texto};
use crate::cuadro::{Celda, Columna, Cuadro};
use crate::hechos::conjunto::{plans, plans_by_policy};
use crate::hechos::plan::Estados;
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
