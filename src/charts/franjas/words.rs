//! What a strip plot says in words and as a table.

use crate::cuadro::{Celda, Clase};

use super::super::Tabla;
use super::super::frame::{NO_BREAK, Pen, count};
use super::names::{Extremes, equal};
use super::{Franjas, Row};

/// The name of a row: `Hacienda (n = 5)`.
pub fn label(row: &Row<'_>, pen: &Pen<'_>) -> String {
    let n = count(pen, row.values.len());
    format!("{} (n{NO_BREAK}={NO_BREAK}{n})", row.group.rotulo)
}

/// The alternative text.
pub fn alt(data: &Franjas, rows: &[Row<'_>], extremes: &Extremes, pen: &Pen<'_>, start: f64) -> String {
    let n = |value: f64| pen.numeros.numero(value);
    let total: usize = rows.iter().map(|row| row.values.len()).sum();
    let mut text = format!(
        "Gráfico de puntos de {} {} en {} {}, en un eje de {} a 100",
        count(pen, total),
        data.que,
        count(pen, rows.len()),
        if rows.len() == 1 { "grupo" } else { "grupos" },
        pen.numeros.con_decimales(start, 0)
    );
    if let (Some((low_row, low)), Some((high_row, high))) = (extremes.low, extremes.high) {
        let one = |row: usize, value: f64| {
            let name = rows[row].values.iter().find(|(_, other)| *other == value).map_or("", |(name, _)| *name);
            let equal = equal(rows, value);
            let more = if equal > 1 { format!(", y {} más", count(pen, equal - 1)) } else { String::new() };
            format!("{} ({name}, {}{more})", n(value), rows[row].group.rotulo)
        };
        text += &format!(". El valor más bajo es {} y el más alto, {}", one(low_row, low), one(high_row, high));
    }
    if let Some((name, value)) = &data.referencia {
        let below = rows.iter().flat_map(|row| &row.values).filter(|(_, other)| other < value).count();
        text += &format!(". Una línea marca {name} {}; por debajo hay {}", n(*value), count(pen, below));
    }
    text + "."
}

/// The values of all rows, in the order given.
pub fn table(rows: &[Row<'_>]) -> Tabla {
    let cells = |row: &Row<'_>| -> Vec<Vec<Celda>> {
        let finite = row.group.valores.iter().filter(|(_, value)| value.is_finite());
        let cells = |(name, value): &(String, f64)| {
            vec![row.group.rotulo.as_str().into(), name.as_str().into(), (*value).into(), row.median().into()]
        };
        finite.map(cells).collect()
    };
    let columnas = [
        ("grupo", "Grupo", Clase::Texto),
        ("nombre", "Nombre", Clase::Texto),
        ("valor", "Valor", Clase::Puntos),
        ("mediana", "Mediana del grupo", Clase::Puntos),
    ];
    Tabla::new(columnas, rows.iter().flat_map(cells).collect())
}
