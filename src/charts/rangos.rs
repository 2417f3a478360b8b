//! Range plot of indices in points: lowest, quartiles, median and highest of each
//! row, for instance of all entities in a policy.  What too few values do not
//! support is not drawn: whoever asks for the chart says what there is.

use std::ops::Range;

use plotters::style::{RGBColor, WHITE};

use super::frame::{
    Align, Axis, Canvas, Column, DrawError, Fill, Key, Pen, RowLabels, SMALL, Weight, before_row, color, count, svg,
    tint, value_count,
};
use super::{Chart, Tabla};
use crate::cuadro::{Celda, Clase};

/// One row of the plot; all values are points 0–100.
#[derive(Debug, Clone, PartialEq)]
pub struct Rango {
    pub rotulo: String,
    /// How many values the row sums up.
    pub n: usize,
    pub minimo: f64,
    pub maximo: f64,
    /// `None` where one or two values have none worth the name: the lowest and
    /// the highest, which are the values themselves, are drawn one by one.
    pub mediana: Option<f64>,
    /// `None` where there are too few values for quartiles.
    pub cuartiles: Option<(f64, f64)>,
    /// One of the values with its name, drawn as a diamond.
    pub destacado: Option<(String, f64)>,
    /// What the rows from here on have in common, written over the first of them.
    pub encabeza: Option<String>,
}

/// What the plot shows, in the order in which it is drawn.  A row with a number
/// that is not finite is left out.
#[derive(Debug, Clone, PartialEq)]
pub struct Rangos {
    /// What a row is, in plural and lower case: `políticas`.
    pub que: String,
    pub filas: Vec<Rango>,
    /// The rows that are drawn, where the others stand in another part of the
    /// chart: all parts have the axis and the columns of the whole.
    pub parte: Option<Range<usize>>,
    /// Name and value of the reference line.
    pub referencia: Option<(String, f64)>,
    /// Final width in pt; the key needs about 300.
    pub ancho: f64,
}

/// Height of a row: the value of the median over its marks.
const ROW: f64 = 22.0;
/// From the middle of a row down to the middle of its marks.
const DROP: f64 = 4.5;
/// The line below the marks for the name of a diamond, where rows have different ones.
const NAME_LINE: f64 = 9.0;
const BOTTOM: f64 = 16.0;
const BAR: f64 = 6.5;
const CAP: f64 = 5.0;
const RADIUS: f64 = 3.0;
const DIAMOND: f64 = 5.2;
/// Height of the specimen that explains the marks.
const SPECIMEN: f64 = 25.0;
/// The five marks, from left to right.
const MARKS: [&str; 5] = ["mínimo", "cuartil inferior", "mediana", "cuartil superior", "máximo"];
/// The mark of a value that no median sums up, in the key.
const SUELTO: &str = "valor suelto";
/// Share of the width that labels may take.
const LABEL_SHARE: f64 = 0.4;

struct Inks {
    text: RGBColor,
    mark: RGBColor,
    bar: RGBColor,
    diamond: RGBColor,
}

/// Draws the ranges of the rows, or of the part of them that is wanted.
///
/// The chart is as high as its rows: 22 pt each, 10 more for every further line of a
/// label, 9 more for the name of a diamond, and about 70 of key and axis; the 19
/// policies take 530 pt.
///
/// # Errors
/// [`DrawError`] where the theme names a colour that is none.
pub fn draw(data: &Rangos, pen: &Pen<'_>) -> Result<Chart, DrawError> {
    let size = pen.theme.tamanos.grafico;
    let colors = &pen.theme.colores;
    let mark = color(&colors.principal)?;
    let inks = Inks { text: color(&colors.tinta)?, mark, bar: tint(mark, 0.5), diamond: color(&colors.acento)? };
    let all: Vec<&Rango> = data.filas.iter().filter(|row| is_drawable(row)).collect();
    let part = data.parte.clone().unwrap_or(0..all.len());
    let part = part.start.min(all.len())..part.end.min(all.len());
    let rows: Vec<&Rango> = all[part.clone()].to_vec();
    let names = names(&rows);
    let mut labels = RowLabels::new(pen, all.iter().map(|row| row.rotulo.as_str()), data.ancho * LABEL_SHARE, ROW)
        .grouped(all.iter().map(|row| row.encabeza.as_deref()))
        .part(&part);
    if names.len() > 1 {
        for (index, _) in rows.iter().enumerate().filter(|(_, row)| row.destacado.is_some()) {
            labels.raise(index, ROW + NAME_LINE);
        }
    }
    let column = Column::new(pen, "n", all.iter().map(|row| count(pen, row.n)).collect(), Weight::Regular).part(&part);
    let left = labels.width + 12.0;
    let right = data.ancho - column.width - 18.0;
    let referencia = data.referencia.as_ref().filter(|(_, value)| value.is_finite());
    let shown = all.iter().flat_map(|row| values(row)).chain(referencia.map(|(_, value)| *value));
    let axis = Axis::new(shown, left, right);

    let (summed, loose) = (rows.iter().any(|row| row.mediana.is_some()), rows.iter().any(|row| row.mediana.is_none()));
    let mut texts = key_texts(&names);
    let diamonds = texts.len();
    texts.extend(loose.then(|| SUELTO.to_owned()));
    let key = Key::new(pen, texts, left - 2.0, data.ancho);
    let quartiles = rows.iter().any(|row| row.cuartiles.is_some());
    let top = if summed { SPECIMEN } else { 0.0 } + key.height + if referencia.is_some() { 22.0 } else { 12.0 };
    let plot_height = labels.height();
    let height = top + plot_height + BOTTOM;

    let picture = svg(pen, data.ancho, height, |canvas| {
        if summed {
            specimen(canvas, pen, &inks, (left, key.height), data.ancho, quartiles)?;
        }
        key.draw(canvas, inks.text, |index, at| match index < diamonds {
            true => canvas.diamond(at, DIAMOND, inks.diamond),
            false => canvas.dot(at, RADIUS, inks.mark),
        })?;
        let span = (top - 4.0, top + plot_height);
        axis.draw(canvas, pen, span, height - 4.0)?;
        if let Some((name, value)) = referencia {
            axis.reference(canvas, pen, (name, *value), span, data.ancho - column.width - 8.0)?;
        }
        let is_named = |row: &Rango| names.len() > 1 && row.destacado.is_some();
        // A name below the marks balances the value over them.
        let drop = |row: &Rango| if is_named(row) { 0.0 } else { DROP };
        let lines: Vec<f64> = labels.middles(top).iter().zip(&rows).map(|(middle, row)| middle + drop(row)).collect();
        column.draw(canvas, pen, (data.ancho, span.0 - 4.0), &lines)?;
        labels.draw_heads(canvas, pen, top, inks.text)?;
        for (index, (row, y)) in rows.iter().zip(lines).enumerate() {
            labels.draw(canvas, index, y, inks.text)?;
            let ends = (axis.x(row.minimo), axis.x(row.maximo));
            // Over the marks: the median, or the values that no median sums up.
            let (at, value) = match row.mediana {
                Some(median) => (axis.x(median), pen.numeros.numero(median)),
                None => ((ends.0 + ends.1) / 2.0, loose_values(row, pen)),
            };
            let half = pen.width(&value, size * SMALL, Weight::Bold) / 2.0;
            let middle = at.min(right + 16.0 - half).max(left + half - 6.0);
            canvas.label(pen, (middle, y - BAR / 2.0 - 2.6), &value, size * SMALL, inks.text, Align::Center)?;
            if row.mediana.is_some() {
                let quartiles = row.cuartiles.map(|(low, high)| (axis.x(low), axis.x(high)));
                marks(canvas, &inks, y, ends, quartiles)?;
            } else {
                canvas.dot((ends.0, y), RADIUS, inks.mark)?;
                canvas.dot((ends.1, y), RADIUS, inks.mark)?;
            }
            if let Some((name, value)) = &row.destacado {
                let at = axis.x(*value);
                canvas.diamond((at, y), DIAMOND + 1.0, WHITE)?;
                canvas.diamond((at, y), DIAMOND, inks.diamond)?;
                if is_named(row) {
                    let text = format!("{name} {}", pen.numeros.numero(*value));
                    name_below(canvas, pen, (at, y), &text, (left, data.ancho - column.width - 4.0))?;
                }
            }
            // Over the diamond, so that equal values show both.
            if row.mediana.is_some() {
                canvas.ring((at, y), RADIUS, (inks.text, 1.3), WHITE)?;
            }
        }
        Ok(())
    })?;
    Ok(Chart {
        svg: picture,
        ancho: data.ancho,
        alto: height,
        alt: alt(data, &rows, pen, axis.start),
        tabla: table(&rows),
        desde: Some(axis.start),
        redondeo: false,
    })
}

/// The values that are there, from the lowest up.
fn values(row: &Rango) -> impl Iterator<Item = f64> {
    let (low, high) = (row.cuartiles.map(|q| q.0), row.cuartiles.map(|q| q.1));
    [Some(row.minimo), low, row.mediana, high, Some(row.maximo)].into_iter().flatten()
}

/// One or two values as text.
fn loose_values(row: &Rango, pen: &Pen<'_>) -> String {
    let n = |value: f64| pen.numeros.numero(value);
    match row.n {
        0 | 1 => n(row.minimo),
        _ => format!("{} y {}", n(row.minimo), n(row.maximo)),
    }
}

fn is_drawable(row: &Rango) -> bool {
    values(row).all(|value| value.is_finite()) && row.destacado.iter().all(|(_, value)| value.is_finite())
}

/// The different names of diamonds, in the order of the rows.
fn names<'a>(rows: &[&'a Rango]) -> Vec<&'a str> {
    let mut names: Vec<&str> = Vec::new();
    for (name, _) in rows.iter().filter_map(|row| row.destacado.as_ref()) {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    names
}

/// One name stands in the key; several stand at their diamonds.
fn key_texts(names: &[&str]) -> Vec<String> {
    match names {
        [name] => vec![(*name).to_owned()],
        _ => Vec::new(),
    }
}

/// Line, bar and caps around `y`, at places in pt; the dot comes later.
fn marks(
    canvas: &Canvas<'_>,
    inks: &Inks,
    y: f64,
    (low, high): (f64, f64),
    quartiles: Option<(f64, f64)>,
) -> Result<(), DrawError> {
    canvas.line((low, y), (high, y), inks.mark, 1.1)?;
    for end in [low, high] {
        canvas.line((end, y - CAP / 2.0), (end, y + CAP / 2.0), inks.mark, 1.1)?;
    }
    if let Some((p25, p75)) = quartiles {
        let (from, to) = (p25.min(p75), p25.max(p75));
        let width = (to - from).max(1.2);
        canvas.bar(((from + to - width) / 2.0, y - BAR / 2.0), (width, BAR), inks.bar, Fill::Solid)?;
    }
    Ok(())
}

/// A row with its marks named, from `left` if it fits there, in a chart `width` pt
/// wide; the quartiles only where the chart has some.
fn specimen(
    canvas: &Canvas<'_>,
    pen: &Pen<'_>,
    inks: &Inks,
    (left, top): (f64, f64),
    width: f64,
    quartiles: bool,
) -> Result<(), DrawError> {
    let size = pen.theme.tamanos.grafico * SMALL;
    let gap = 12.0;
    let mut right = 0.0;
    let names: Vec<&str> = MARKS.into_iter().filter(|name| quartiles || !name.starts_with("cuartil")).collect();
    let middles = names.iter().map(|text| {
        let text_width = pen.width(text, size, Weight::Regular);
        let middle = right + text_width / 2.0;
        right += text_width + gap;
        middle
    });
    let middles: Vec<f64> = middles.collect();
    // Narrow charts have the names closer together rather than cropped.
    let squeeze = (width / (right - gap)).min(1.0);
    let start = left.min(width - right + gap).max(0.0);
    let places: Vec<f64> = middles.iter().map(|middle| start + middle * squeeze).collect();
    let y = top + SPECIMEN - 7.0;
    for (text, x) in names.iter().zip(&places) {
        canvas.text((*x, top + 9.0), text, size, Weight::Regular, inks.text, Align::Center)?;
    }
    let last = places.len() - 1;
    let bar = quartiles.then(|| (places[1], places[last - 1]));
    marks(canvas, inks, y, (places[0], places[last]), bar)?;
    canvas.ring((places[last / 2], y), RADIUS, (inks.text, 1.3), WHITE)
}

/// The name of a diamond on a line of its own, between `left` and `right`; one that
/// is wider than that is left to the table.
fn name_below(
    canvas: &Canvas<'_>,
    pen: &Pen<'_>,
    (x, y): (f64, f64),
    text: &str,
    (left, right): (f64, f64),
) -> Result<(), DrawError> {
    let size = pen.theme.tamanos.grafico * SMALL;
    let half = pen.width(text, size, Weight::Regular) / 2.0;
    if half * 2.0 > right - left {
        return Ok(());
    }
    let middle = x.min(right - half).max(left + half);
    let ink = color(&pen.theme.colores.acento)?;
    let base = y + DIAMOND + 8.0;
    canvas.bar((middle - half - 1.5, base - size * 0.8), (half * 2.0 + 3.0, size), WHITE, Fill::Solid)?;
    canvas.text((middle, base), text, size, Weight::Regular, ink, Align::Center)
}

fn alt(data: &Rangos, rows: &[&Rango], pen: &Pen<'_>, start: f64) -> String {
    let n = |value: f64| pen.numeros.numero(value);
    let mut text = format!(
        "Gráfico de rangos de {} {} en un eje de {} a 100",
        rows.len(),
        data.que,
        pen.numeros.con_decimales(start, 0)
    );
    for (index, row) in rows.iter().enumerate() {
        text += &before_row(row.encabeza.as_deref(), index);
        text += &row_alt(row, pen);
    }
    if let Some((name, value)) = &data.referencia {
        text += &format!(". Una línea marca {name} {}", n(*value));
    }
    text + "."
}

fn row_alt(row: &Rango, pen: &Pen<'_>) -> String {
    let n = |value: f64| pen.numeros.numero(value);
    let mut text = format!("{}, con {}", row.rotulo, value_count(pen, row.n));
    match row.mediana {
        Some(median) => {
            text += &format!(", tiene mediana {} y va de {} a {}", n(median), n(row.minimo), n(row.maximo));
        }
        None => text += &format!(": {}", loose_values(row, pen)),
    }
    if let Some((low, high)) = row.cuartiles {
        text += &format!(", con los cuartiles en {} y {}", n(low), n(high));
    }
    if let Some((name, value)) = &row.destacado {
        text += &format!(", {name} {}", n(*value));
    }
    text
}

fn table(rows: &[&Rango]) -> Tabla {
    let names = names(rows);
    let mut columnas = vec![
        ("nombre", "Nombre", Clase::Texto),
        ("n", "n", Clase::Entero),
        ("minimo", "Mínimo", Clase::Puntos),
        ("cuartil_inferior", "Cuartil inferior", Clase::Puntos),
        ("mediana", "Mediana", Clase::Puntos),
        ("cuartil_superior", "Cuartil superior", Clase::Puntos),
        ("maximo", "Máximo", Clase::Puntos),
    ];
    match names.as_slice() {
        [] => {}
        [name] => columnas.push(("valor_destacado", name, Clase::Puntos)),
        _ => columnas.extend([
            ("destacado", "Destacado", Clase::Texto),
            ("valor_destacado", "Valor del destacado", Clase::Puntos),
        ]),
    }
    let row = |row: &&Rango| {
        let mut cells = vec![Celda::from(row.rotulo.as_str()), row.n.into()];
        let (low, high) = (row.cuartiles.map(|q| q.0), row.cuartiles.map(|q| q.1));
        cells.extend([Some(row.minimo), low, row.mediana, high, Some(row.maximo)].map(Celda::from));
        let (name, value) =
            row.destacado.as_ref().map_or((None, None), |(name, value)| (Some(name.as_str()), Some(*value)));
        match names.len() {
            0 => {}
            1 => cells.push(value.into()),
            _ => cells.extend([name.into(), value.into()]),
        }
        cells
    };
    Tabla::new(columnas, rows.iter().map(row).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::probe::{check, dots, texts, with_pen};

    fn rango(rotulo: &str, n: usize, [minimo, p25, mediana, p75, maximo]: [f64; 5]) -> Rango {
        let cuartiles = (n >= 4).then_some((p25, p75));
        let mediana = (n >= 3).then_some(mediana);
        Rango { rotulo: rotulo.into(), n, minimo, mediana, maximo, cuartiles, destacado: None, encabeza: None }
    }

    fn rangos(filas: Vec<Rango>) -> Rangos {
        Rangos { que: "políticas".into(), filas, parte: None, referencia: None, ancho: 468.0 }
    }

    #[test]
    fn the_alternative_text_says_all_five_numbers() {
        with_pen(|pen| {
            let mut filas = vec![
                rango("Integridad", 1200, [41.2, 70.0, 80.25, 88.1, 100.0]),
                rango("Control Interno", 3, [60.0, 62.5, 65.0, 67.5, 70.0]),
                rango("Mejora Normativa", 2, [61.0, 62.5, 65.0, 67.5, 69.0]),
            ];
            filas[0].destacado = Some(("SDH".into(), 91.0));
            filas[2].encabeza = Some("Se miden en menos".into());
            let mut data = rangos(filas);
            data.referencia = Some(("IDI".into(), 82.0));
            let chart = draw(&data, pen).unwrap();
            check(&chart, pen);
            assert_eq!(
                chart.alt,
                "Gráfico de rangos de 3 políticas en un eje de 40 a 100: Integridad, con 1.200 valores, tiene \
                 mediana 80,3 y va de 41,2 a 100,0, con los cuartiles en 70,0 y 88,1, SDH 91,0; Control Interno, con 3 \
                 valores, tiene mediana 65,0 y va de 60,0 a 70,0. Se miden en menos: Mejora Normativa, con 2 valores: \
                 61,0 y 69,0. Una línea marca IDI 82,0."
            );
            assert_eq!(chart.desde, Some(40.0));
            assert_eq!(chart.tabla.columnas.last().unwrap().nombre, "SDH");
            let written: Vec<String> = texts(&chart, pen).into_iter().map(|found| found.text).collect();
            for text in MARKS.iter().chain(&[
                "n",
                "1.200",
                "80,3",
                "65,0",
                "61,0 y 69,0",
                "Se miden en menos",
                SUELTO,
                "SDH",
                "IDI 82,0",
            ]) {
                assert!(written.iter().any(|found| found == text), "{text}: {written:?}");
            }
        });
    }

    #[test]
    fn the_parts_of_a_chart_share_the_axis_and_the_columns_of_the_whole() {
        with_pen(|pen| {
            let filas = vec![
                rango("Gobierno Digital", 9, [71.0, 75.0, 80.0, 85.0, 90.0]),
                rango("Seguimiento y Evaluación del Desempeño Institucional", 1200, [21.0, 75.0, 80.0, 85.0, 90.0]),
            ];
            let part = |range: Range<usize>| {
                let chart = draw(&Rangos { parte: Some(range), ..rangos(filas.clone()) }, pen).unwrap();
                check(&chart, pen);
                chart
            };
            let (first, second) = (part(0..1), part(1..9));
            assert_eq!((first.desde, second.desde), (Some(20.0), Some(20.0)));
            assert_eq!((first.tabla.filas.len(), second.tabla.filas.len()), (1, 1));
            // The median of both is at the same place.
            let at = |chart: &Chart| dots(chart).last().unwrap().clone();
            let (a, b) = (at(&first), at(&second));
            assert!(a.shares_column(&b), "{a:?} {b:?}");
        });
    }

    #[test]
    fn edges_are_drawn_within_the_canvas() {
        with_pen(|pen| {
            let mut filas = vec![
                rango("Uno", 1, [100.0; 5]),
                rango("Cero", 1, [0.0; 5]),
                rango("Todo", 6000, [0.0, 0.0, 50.0, 100.0, 100.0]),
                rango("Iguales", 5, [70.0; 5]),
                rango("", 3, [1.0, 2.0, 3.0, 4.0, 5.0]),
                rango(&"Fortalecimiento Organizacional y Simplificación ".repeat(3), 3, [1.0, 2.0, 3.0, 4.0, 5.0]),
                rango("Sin número", 3, [f64::NAN; 5]),
            ];
            let mut data = rangos(filas.clone());
            data.referencia = Some(("Referencia de nombre más bien largo".into(), 100.0));
            let chart = draw(&data, pen).unwrap();
            check(&chart, pen);
            assert_eq!(chart.tabla.filas.len(), 6);
            // A ring for each row with a median and one in the key, each a ground and a
            // line; two dots for each of the two single values, and one in the key.
            assert_eq!(dots(&chart).len(), 2 * 5 + 2 * 2 + 1);
            let names =
                ["SDH", "Departamento Administrativo de la Defensoría del Espacio Público", "Lotería de Bogotá"];
            for (row, name) in filas.iter_mut().zip(names.iter().cycle()) {
                row.destacado = Some(((*name).to_owned(), row.maximo));
            }
            let chart = draw(&rangos(filas), pen).unwrap();
            check(&chart, pen);
            assert_eq!(chart.tabla.columnas.len(), 9);
            check(&draw(&rangos(Vec::new()), pen).unwrap(), pen);
            let many = (0..40).map(|i| rango("Fila", i, [50.0, 60.0, 70.0 + i as f64 / 2.0, 90.0, 95.0])).collect();
            check(&draw(&rangos(many), pen).unwrap(), pen);
        });
    }
}
