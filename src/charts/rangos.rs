//! Range plot of indices in points: quartiles, median and what lies within Tukey's fences of each
//! row, for instance of all entities in a policy.  What lies beyond the fences is a dot of its own, so that one
//! entity does not set the scale for all; where it lies before the axis begins, a mark at the edge has its value.
//! What too few values do not support is not drawn: whoever asks for the chart says what there is.

use std::ops::Range;

use plotters::style::{RGBColor, WHITE};

use super::frame::{
    Align, Axis, Canvas, Column, DrawError, Fill, Key, Pen, RowLabels, SMALL, Weight, baseline, color, count, svg, tint,
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
    /// The ends of the line, where there are quartiles: the lowest and the highest value within the fences.
    pub bigotes: Option<(f64, f64)>,
    /// Names and values beyond the fences, from the lowest up.
    pub apartados: Vec<(String, f64)>,
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
    /// A value that the axis reaches in any case, so that charts that are compared share it.
    pub eje: Option<f64>,
    /// Final width in pt; the key needs about 300.
    pub ancho: f64,
}

/// Height of a row: the value of the median over its marks.
const ROW: f64 = 19.5;
/// From the middle of a row down to the middle of its marks.
const DROP: f64 = 4.5;
const BOTTOM: f64 = 16.0;
const BAR: f64 = 6.5;
const CAP: f64 = 5.0;
const RADIUS: f64 = 3.0;
/// Height of the specimen that explains the marks.
const SPECIMEN: f64 = 25.0;
/// The five marks, from left to right; the outer ones where nothing lies beyond the line, and where something does.
const MARKS: [&str; 5] = ["mínimo", "cuartil inferior", "mediana", "cuartil superior", "máximo"];
const WITHIN: [&str; 5] =
    ["mínimo sin apartados", "cuartil inferior", "mediana", "cuartil superior", "máximo sin apartados"];
/// Radius of a value beyond the fences.
const APART: f64 = 1.9;
/// The mark of a value that lies before the axis begins.
const ARROW: f64 = 6.0;
const APARTADO: &str = "valor apartado";
/// The mark of a value that no median sums up, in the key.
const SUELTO: &str = "valor suelto";
/// Share of the width that labels may take.
const LABEL_SHARE: f64 = 0.4;

struct Inks {
    text: RGBColor,
    mark: RGBColor,
    bar: RGBColor,
}

/// Draws the ranges of the rows, or of the part of them that is wanted.
///
/// The chart is as high as its rows: 19.5 pt each, 10 more for every further line of a
/// label, and about 70 of key and axis; the 19 policies take 480 pt.
///
/// # Errors
/// [`DrawError`] where the theme names a colour that is none.
pub fn draw(data: &Rangos, pen: &Pen<'_>) -> Result<Chart, DrawError> {
    let size = pen.theme.tamanos.grafico;
    let colors = &pen.theme.colores;
    let mark = color(&colors.principal)?;
    let inks = Inks { text: color(&colors.tinta)?, mark, bar: tint(mark, 0.5) };
    let all: Vec<&Rango> = data.filas.iter().filter(|row| is_drawable(row)).collect();
    let part = data.parte.clone().unwrap_or(0..all.len());
    let part = part.start.min(all.len())..part.end.min(all.len());
    let rows: Vec<&Rango> = all[part.clone()].to_vec();
    let labels = RowLabels::new(pen, all.iter().map(|row| row.rotulo.as_str()), data.ancho * LABEL_SHARE, ROW)
        .grouped(all.iter().map(|row| row.encabeza.as_deref()))
        .part(&part);
    let column = Column::new(pen, "n", all.iter().map(|row| count(pen, row.n)).collect(), Weight::Regular).part(&part);
    let right = data.ancho - column.width - 18.0;
    let referencia = data.referencia.as_ref().filter(|(_, value)| value.is_finite());
    let shown = all
        .iter()
        .flat_map(|row| in_reach(row))
        .chain(data.eje.filter(|value| value.is_finite()))
        .chain(referencia.map(|(_, value)| *value))
        .collect::<Vec<f64>>();
    // Where the axis begins does not depend on its place; what lies before it has a column of its own.
    let start = Axis::new(shown.iter().copied(), 0.0, 1.0).start;
    let early = all.iter().filter_map(|row| early_values(row, start, pen));
    let early = early.map(|text| pen.width(&text, size * SMALL, Weight::Regular) + ARROW + 7.0).fold(0.0, f64::max);
    let left = labels.width + 12.0 + early;
    let axis = Axis::new(shown.into_iter(), left, right);

    let (summed, loose) = (rows.iter().any(|row| row.mediana.is_some()), rows.iter().any(|row| row.mediana.is_none()));
    let off = |row: &Rango| row.apartados.iter().any(|(_, value)| *value < axis.start);
    let beyond = rows.iter().any(|row| row.apartados.iter().any(|(_, value)| *value >= axis.start));
    let entries: Vec<(Entry, String)> = [
        (loose, Entry::Loose, SUELTO.to_owned()),
        (beyond, Entry::Apart, APARTADO.to_owned()),
        (rows.iter().any(|row| off(row)), Entry::Off, off_axis(&rows, axis.start, pen)),
    ]
    .into_iter()
    .filter_map(|(there, entry, text)| there.then_some((entry, text)))
    .collect();
    let texts = entries.iter().map(|(_, text)| text.clone()).collect();
    let key = Key::new(pen, texts, left - 2.0, data.ancho);
    let quartiles = rows.iter().any(|row| row.cuartiles.is_some());
    let top = if summed { SPECIMEN } else { 0.0 } + key.height + if referencia.is_some() { 22.0 } else { 12.0 };
    let plot_height = labels.height();
    let height = top + plot_height + BOTTOM;

    let picture = svg(pen, data.ancho, height, |canvas| {
        if summed {
            let names = if rows.iter().any(|row| !row.apartados.is_empty()) { WITHIN } else { MARKS };
            specimen(canvas, pen, &inks, (left, key.height), data.ancho, (quartiles, names))?;
        }
        key.draw(canvas, inks.text, |index, at| match entries[index].0 {
            Entry::Loose => canvas.dot(at, RADIUS, inks.mark),
            Entry::Apart => canvas.ring(at, APART, (inks.mark, 0.8), WHITE),
            Entry::Off => canvas.arrow_head((at.0 - 3.0, at.1), ARROW, false, inks.mark),
        })?;
        let span = (top - 4.0, top + plot_height);
        axis.draw(canvas, pen, span, height - 4.0)?;
        if let Some((name, value)) = referencia {
            axis.reference(canvas, pen, (name, *value), span, data.ancho - column.width - 8.0)?;
        }
        let lines: Vec<f64> = labels.middles(top).iter().map(|middle| middle + DROP).collect();
        column.draw(canvas, pen, (data.ancho, span.0 - 4.0), &lines)?;
        labels.draw_heads(canvas, pen, top, inks.text)?;
        for (index, (row, y)) in rows.iter().zip(lines).enumerate() {
            labels.draw(canvas, index, y, inks.text)?;
            let (low, high) = row.bigotes.unwrap_or((row.minimo, row.maximo));
            let ends = (axis.x(low), axis.x(high));
            // Over the marks: the median, or the values that no median sums up.
            let (at, value) = match row.mediana {
                Some(median) => (axis.x(median), pen.numeros.numero(median)),
                None => ((ends.0 + ends.1) / 2.0, loose_values(row, pen)),
            };
            let half = pen.width(&value, size * SMALL, Weight::Bold) / 2.0;
            let middle = at.min(right + 16.0 - half).max(left + half - 6.0);
            let base = y - BAR / 2.0 - 2.6;
            // The reference line stops where it would run through the value.
            if referencia.is_some_and(|(_, value)| (axis.x(*value) - middle).abs() < half + 1.0) {
                let small = size * SMALL;
                canvas.bar(
                    (middle - half - 1.0, base - small * 0.8),
                    (2.0 * half + 2.0, small * 0.95),
                    WHITE,
                    Fill::Solid,
                )?;
            }
            canvas.label(pen, (middle, base), &value, size * SMALL, inks.text, Align::Center)?;
            if row.mediana.is_some() {
                let quartiles = row.cuartiles.map(|(low, high)| (axis.x(low), axis.x(high)));
                marks(canvas, &inks, y, ends, quartiles)?;
            } else {
                canvas.dot((ends.0, y), RADIUS, inks.mark)?;
                canvas.dot((ends.1, y), RADIUS, inks.mark)?;
            }
            if row.mediana.is_some() {
                canvas.ring((at, y), RADIUS, (inks.text, 1.3), WHITE)?;
            }
            for (_, value) in row.apartados.iter().filter(|(_, value)| *value >= axis.start) {
                canvas.ring((axis.x(*value), y), APART, (inks.mark, 0.8), WHITE)?;
            }
            if let Some(text) = early_values(row, axis.start, pen) {
                canvas.arrow_head((left - early + 1.0, y), ARROW, false, inks.mark)?;
                let at = (left - early + ARROW + 3.0, baseline(y, size * SMALL));
                canvas.text(at, &text, size * SMALL, Weight::Regular, inks.text, Align::Left)?;
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

/// What the axis has to reach: all but what lies beyond the fences.
fn in_reach(row: &Rango) -> impl Iterator<Item = f64> {
    let (low, high) = row.bigotes.unwrap_or((row.minimo, row.maximo));
    [Some(low), row.mediana, Some(high)].into_iter().flatten()
}

/// The values of a row that lie before the axis begins, as text.
fn early_values(row: &Rango, start: f64, pen: &Pen<'_>) -> Option<String> {
    let values = row.apartados.iter().map(|(_, value)| *value).filter(|value| *value < start);
    let texts: Vec<_> = values.map(|value| pen.numeros.numero(value)).collect();
    match texts.as_slice() {
        [] => None,
        [one] => Some(one.clone()),
        [one, two] => Some(format!("{one}; {two}")),
        many => Some(format!("{} y {} más", many[0], count(pen, many.len() - 1))),
    }
}

/// What the marks at the edge are: the entity, where all are of one.
fn off_axis(rows: &[&Rango], start: f64, pen: &Pen<'_>) -> String {
    let named = rows.iter().flat_map(|row| &row.apartados).filter(|(_, value)| *value < start);
    let mut names: Vec<&str> = named.map(|(name, _)| name.as_str()).collect();
    names.dedup();
    let start = pen.numeros.con_decimales(start, 0);
    match names.as_slice() {
        [only] if !only.is_empty() => format!("menos de {start}: {only}"),
        _ => format!("menos de {start}, con su valor"),
    }
}

enum Entry {
    Loose,
    Apart,
    Off,
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
    values(row).all(f64::is_finite)
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
    (quartiles, names): (bool, [&str; 5]),
) -> Result<(), DrawError> {
    let size = pen.theme.tamanos.grafico * SMALL;
    let gap = 12.0;
    let mut right = 0.0;
    let names: Vec<&str> = names.into_iter().filter(|name| quartiles || !name.starts_with("cuartil")).collect();
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

fn alt(data: &Rangos, rows: &[&Rango], pen: &Pen<'_>, start: f64) -> String {
    let n = |value: f64| pen.numeros.numero(value);
    let mut text = format!(
        "Gráfico de rangos de {} {} en un eje de {} a 100",
        rows.len(),
        data.que,
        pen.numeros.con_decimales(start, 0)
    );
    // What is compared stands before the next heading.
    let end = rows.iter().skip(1).position(|row| row.encabeza.is_some()).map_or(rows.len(), |at| at + 1);
    let mut compared: Vec<_> = rows[..end].iter().filter_map(|row| Some((row.mediana?, row.rotulo.as_str()))).collect();
    compared.sort_by(|a, b| b.0.total_cmp(&a.0));
    if let (Some(high), Some(low)) = (compared.first(), compared.last()) {
        text += &if compared.len() == 1 {
            format!(". La mediana de {} es {}", high.1, n(high.0))
        } else if high.0 == low.0 {
            format!(". La mediana es la misma en todas las filas: {}", n(high.0))
        } else {
            format!(
                ". La mediana más alta es la de {} ({}) y la más baja, la de {} ({})",
                high.1,
                n(high.0),
                low.1,
                n(low.0)
            )
        };
    }
    if let Some((name, value)) = &data.referencia {
        text += &format!(". Una línea marca {name} {}", n(*value));
    }
    text + "."
}

fn table(rows: &[&Rango]) -> Tabla {
    let columnas = [
        ("nombre", "Nombre", Clase::Texto),
        ("n", "n", Clase::Entero),
        ("minimo", "Mínimo", Clase::Puntos),
        ("cuartil_inferior", "Cuartil inferior", Clase::Puntos),
        ("mediana", "Mediana", Clase::Puntos),
        ("cuartil_superior", "Cuartil superior", Clase::Puntos),
        ("maximo", "Máximo", Clase::Puntos),
    ];
    let row = |row: &&Rango| {
        let mut cells = vec![Celda::from(row.rotulo.as_str()), row.n.into()];
        let (low, high) = (row.cuartiles.map(|q| q.0), row.cuartiles.map(|q| q.1));
        cells.extend([Some(row.minimo), low, row.mediana, high, Some(row.maximo)].map(Celda::from));
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
        let bigotes = cuartiles.map(|_| (minimo, maximo));
        Rango {
            rotulo: rotulo.into(),
            n,
            minimo,
            mediana,
            maximo,
            cuartiles,
            bigotes,
            apartados: vec![],
            encabeza: None,
        }
    }

    fn rangos(filas: Vec<Rango>) -> Rangos {
        Rangos { que: "políticas".into(), filas, parte: None, referencia: None, eje: None, ancho: 468.0 }
    }

    #[test]
    fn the_alternative_text_says_what_is_highest_and_lowest() {
        with_pen(|pen| {
            let mut filas = vec![
                rango("Integridad", 1200, [41.2, 70.0, 80.25, 88.1, 100.0]),
                rango("Control Interno", 3, [60.0, 62.5, 65.0, 67.5, 70.0]),
                rango("Mejora Normativa", 2, [61.0, 62.5, 65.0, 67.5, 69.0]),
            ];
            filas[2].encabeza = Some("Se miden en menos".into());
            let mut data = rangos(filas);
            data.referencia = Some(("IDI".into(), 82.0));
            let chart = draw(&data, pen).unwrap();
            check(&chart, pen);
            assert_eq!(
                chart.alt,
                "Gráfico de rangos de 3 políticas en un eje de 40 a 100. La mediana más alta es la de Integridad (80,3) \
                 y la más baja, la de Control Interno (65,0). Una línea marca IDI 82,0."
            );
            assert_eq!(chart.desde, Some(40.0));
            let written: Vec<String> = texts(&chart, pen).into_iter().map(|found| found.text).collect();
            for text in MARKS.iter().chain(&[
                "n",
                "1.200",
                "80,3",
                "65,0",
                "61,0 y 69,0",
                "Se miden en menos",
                SUELTO,
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
    fn what_lies_apart_does_not_set_the_scale() {
        with_pen(|pen| {
            let mut filas = vec![
                rango("Integridad", 70, [23.4, 78.0, 82.0, 88.0, 97.0]),
                rango("Gobierno Digital", 70, [26.8, 70.0, 80.0, 85.0, 93.0]),
            ];
            for (fila, low) in filas.iter_mut().zip([70.0, 62.0]) {
                fila.bigotes = Some((low, fila.maximo));
                fila.apartados = vec![("Aguas de Bogotá".into(), fila.minimo)];
            }
            filas[1].apartados.push(("Otra".into(), 61.0));
            let chart = draw(&rangos(filas.clone()), pen).unwrap();
            check(&chart, pen);
            assert_eq!(chart.desde, Some(60.0));
            let written: Vec<String> = texts(&chart, pen).into_iter().map(|found| found.text).collect();
            for text in ["menos de 60: Aguas de Bogotá", "23,4", "26,8", APARTADO] {
                assert!(written.iter().any(|found| found == text), "{text}: {written:?}");
            }
            // The lowest and the highest of all are in its table still.
            assert_eq!(chart.tabla.filas[0][2], Celda::from(23.4));
            // Compared with a chart that begins lower.
            let chart = draw(&Rangos { eje: Some(41.0), ..rangos(filas) }, pen).unwrap();
            assert_eq!(chart.desde, Some(40.0));
        });
    }

    #[test]
    fn edges_are_drawn_within_the_canvas() {
        with_pen(|pen| {
            let filas = vec![
                rango("Uno", 1, [100.0; 5]),
                rango("Cero", 1, [0.0; 5]),
                rango("Todo", 6000, [0.0, 0.0, 50.0, 100.0, 100.0]),
                rango("Iguales", 5, [70.0; 5]),
                rango("", 3, [1.0, 2.0, 3.0, 4.0, 5.0]),
                rango(&"Fortalecimiento Organizacional y Simplificación ".repeat(3), 3, [1.0, 2.0, 3.0, 4.0, 5.0]),
                rango("Sin número", 3, [f64::NAN; 5]),
            ];
            let mut data = rangos(filas);
            data.referencia = Some(("Referencia de nombre más bien largo".into(), 100.0));
            let chart = draw(&data, pen).unwrap();
            check(&chart, pen);
            assert_eq!(chart.tabla.filas.len(), 6);
            // A ring for each row with a median and one in the key, each a ground and a
            // line; two dots for each of the two single values, and one in the key.
            assert_eq!(dots(&chart).len(), 2 * 5 + 2 * 2 + 1);
            check(&draw(&rangos(Vec::new()), pen).unwrap(), pen);
            let many = (0..40).map(|i| rango("Fila", i, [50.0, 60.0, 70.0 + i as f64 / 2.0, 90.0, 95.0])).collect();
            check(&draw(&rangos(many), pen).unwrap(), pen);
        });
    }
}
