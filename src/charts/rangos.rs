//! Range plot of indices in points: lowest, quartiles, median and highest of each
//! row, for instance of all entities in a policy.

use plotters::style::{RGBColor, WHITE};

use super::frame::{
    Align, Axis, Canvas, Column, DrawError, Fill, Key, Pen, RowLabels, SMALL, Weight, color, count, svg, tint,
};
use super::{Chart, Tabla};

/// One row of the plot; all values are points 0–100.
#[derive(Debug, Clone, PartialEq)]
pub struct Rango {
    pub rotulo: String,
    /// How many values the row sums up.
    pub n: usize,
    pub minimo: f64,
    pub p25: f64,
    pub mediana: f64,
    pub p75: f64,
    pub maximo: f64,
    /// One of the values with its name, drawn as a diamond.
    pub destacado: Option<(String, f64)>,
}

/// What the plot shows, in the order in which it is drawn.  A row with a number
/// that is not finite is left out.
#[derive(Debug, Clone, PartialEq)]
pub struct Rangos {
    /// What a row is, in plural and lower case: `políticas`.
    pub que: String,
    pub filas: Vec<Rango>,
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
/// Quartiles of fewer values than these say nothing.
const QUARTILES_FROM: usize = 3;
/// Share of the width that labels may take.
const LABEL_SHARE: f64 = 0.4;

struct Inks {
    text: RGBColor,
    mark: RGBColor,
    bar: RGBColor,
    diamond: RGBColor,
}

/// The chart is as high as its rows: 22 pt each, 10 more for every further line of
/// a label, 9 more for the
/// name of a diamond, and about 70 of key and axis; the 19 policies take 530 pt.
///
/// # Errors
/// [`DrawError`] where the theme names a colour that is none.
pub fn draw(data: &Rangos, pen: &Pen<'_>) -> Result<Chart, DrawError> {
    let size = pen.theme.tamanos.grafico;
    let colors = &pen.theme.colores;
    let mark = color(&colors.principal)?;
    let inks = Inks { text: color(&colors.tinta)?, mark, bar: tint(mark, 0.5), diamond: color(&colors.acento)? };
    let rows: Vec<&Rango> = data.filas.iter().filter(|row| is_drawable(row)).collect();
    let names = names(&rows);
    let mut labels = RowLabels::new(pen, rows.iter().map(|row| row.rotulo.as_str()), data.ancho * LABEL_SHARE, ROW);
    if names.len() > 1 {
        for (index, _) in rows.iter().enumerate().filter(|(_, row)| row.destacado.is_some()) {
            labels.raise(index, ROW + NAME_LINE);
        }
    }
    let column = Column::new(pen, "n", rows.iter().map(|row| count(pen, row.n)).collect(), Weight::Regular);
    let left = labels.width + 12.0;
    let right = data.ancho - column.width - 18.0;
    let referencia = data.referencia.as_ref().filter(|(_, value)| value.is_finite());
    let shown = rows.iter().flat_map(|row| values(row)).chain(referencia.map(|(_, value)| *value));
    let axis = Axis::new(shown, left, right);

    let key = Key::new(pen, key_texts(&names), left - 2.0, data.ancho);
    let top = SPECIMEN + key.height + if referencia.is_some() { 22.0 } else { 12.0 };
    let plot_height = labels.height();
    let height = top + plot_height + BOTTOM;

    let picture = svg(pen, data.ancho, height, |canvas| {
        specimen(canvas, pen, &inks, (left, key.height), data.ancho)?;
        key.draw(canvas, inks.text, |_, at| canvas.diamond(at, DIAMOND, inks.diamond))?;
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
        for (index, (row, y)) in rows.iter().zip(lines).enumerate() {
            labels.draw(canvas, index, y, inks.text)?;
            let at = axis.x(row.mediana);
            let value = pen.numeros.numero(row.mediana);
            canvas.label(pen, (at, y - BAR / 2.0 - 2.6), &value, size * SMALL, inks.text, Align::Center)?;
            marks(canvas, &inks, y, values(row).map(|value| axis.x(value)), row.n >= QUARTILES_FROM)?;
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
            canvas.ring((at, y), RADIUS, (inks.text, 1.3), WHITE)?;
        }
        Ok(())
    })?;
    Ok(Chart {
        svg: picture,
        ancho: data.ancho,
        alto: height,
        alt: alt(data, &rows, pen, axis.start),
        tabla: table(&rows, pen),
        desde: Some(axis.start),
    })
}

fn values(row: &Rango) -> [f64; 5] {
    [row.minimo, row.p25, row.mediana, row.p75, row.maximo]
}

fn is_drawable(row: &Rango) -> bool {
    values(row).iter().all(|value| value.is_finite()) && row.destacado.iter().all(|(_, value)| value.is_finite())
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

/// Line, bar and caps around `y`, at the five places `x` in pt; the dot comes later.
fn marks(canvas: &Canvas<'_>, inks: &Inks, y: f64, x: [f64; 5], quartiles: bool) -> Result<(), DrawError> {
    let [low, p25, _, p75, high] = x;
    canvas.line((low, y), (high, y), inks.mark, 1.1)?;
    for end in [low, high] {
        canvas.line((end, y - CAP / 2.0), (end, y + CAP / 2.0), inks.mark, 1.1)?;
    }
    if quartiles {
        let (from, to) = (p25.min(p75), p25.max(p75));
        let width = (to - from).max(1.2);
        canvas.bar(((from + to - width) / 2.0, y - BAR / 2.0), (width, BAR), inks.bar, Fill::Solid)?;
    }
    Ok(())
}

/// A row with its marks named, from `left` if it fits there, in a chart `width` pt wide.
fn specimen(
    canvas: &Canvas<'_>,
    pen: &Pen<'_>,
    inks: &Inks,
    (left, top): (f64, f64),
    width: f64,
) -> Result<(), DrawError> {
    let size = pen.theme.tamanos.grafico * SMALL;
    let gap = 12.0;
    let mut right = 0.0;
    let middles = MARKS.map(|text| {
        let text_width = pen.width(text, size, Weight::Regular);
        let middle = right + text_width / 2.0;
        right += text_width + gap;
        middle
    });
    // Narrow charts have the names closer together rather than cropped.
    let squeeze = (width / (right - gap)).min(1.0);
    let start = left.min(width - right + gap).max(0.0);
    let places = middles.map(|middle| start + middle * squeeze);
    let y = top + SPECIMEN - 7.0;
    for (text, x) in MARKS.iter().zip(places) {
        canvas.text((x, top + 9.0), text, size, Weight::Regular, inks.text, Align::Center)?;
    }
    marks(canvas, inks, y, places, true)?;
    canvas.ring((places[2], y), RADIUS, (inks.text, 1.3), WHITE)
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
    let rows: Vec<_> = rows
        .iter()
        .map(|row| {
            let mut text = format!("{} (n = {})", row.rotulo, count(pen, row.n));
            text += &format!(", mediana {}, mínimo {}, máximo {}", n(row.mediana), n(row.minimo), n(row.maximo));
            if row.n >= QUARTILES_FROM {
                text += &format!(", cuartil inferior {}, cuartil superior {}", n(row.p25), n(row.p75));
            }
            if let Some((name, value)) = &row.destacado {
                text += &format!(", {name} {}", n(*value));
            }
            text
        })
        .collect();
    if !rows.is_empty() {
        text += &format!(": {}", rows.join("; "));
    }
    if let Some((name, value)) = &data.referencia {
        text += &format!(". Una línea marca {name} {}", n(*value));
    }
    text + "."
}

fn table(rows: &[&Rango], pen: &Pen<'_>) -> Tabla {
    let n = |value: f64| pen.numeros.numero(value);
    let names = names(rows);
    let mut encabezados: Vec<String> =
        ["Nombre", "n", "Mínimo", "Cuartil inferior", "Mediana", "Cuartil superior", "Máximo"].map(String::from).into();
    match names.as_slice() {
        [] => {}
        [name] => encabezados.push((*name).to_owned()),
        _ => encabezados.extend(["Destacado".to_owned(), "Valor del destacado".to_owned()]),
    }
    let filas = rows
        .iter()
        .map(|row| {
            let mut cells = vec![row.rotulo.clone(), count(pen, row.n)];
            cells.extend(values(row).map(n));
            let (name, value) = row.destacado.as_ref().map_or_else(Default::default, |(s, v)| (s.clone(), n(*v)));
            match names.len() {
                0 => {}
                1 => cells.push(value),
                _ => cells.extend([name, value]),
            }
            cells
        })
        .collect();
    Tabla { encabezados, filas }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::probe::{check, dots, texts, with_pen};

    fn rango(rotulo: &str, n: usize, [minimo, p25, mediana, p75, maximo]: [f64; 5]) -> Rango {
        Rango { rotulo: rotulo.into(), n, minimo, p25, mediana, p75, maximo, destacado: None }
    }

    fn rangos(filas: Vec<Rango>) -> Rangos {
        Rangos { que: "políticas".into(), filas, referencia: None, ancho: 468.0 }
    }

    #[test]
    fn the_alternative_text_says_all_five_numbers() {
        with_pen(|pen| {
            let mut filas = vec![
                rango("Integridad", 1200, [41.2, 70.0, 80.25, 88.1, 100.0]),
                rango("Control Interno", 2, [60.0, 62.5, 65.0, 67.5, 70.0]),
            ];
            filas[0].destacado = Some(("SDH".into(), 91.0));
            let mut data = rangos(filas);
            data.referencia = Some(("IDI".into(), 82.0));
            let chart = draw(&data, pen).unwrap();
            check(&chart, pen);
            assert_eq!(
                chart.alt,
                "Gráfico de rangos de 2 políticas en un eje de 40 a 100: Integridad (n = 1.200), mediana 80,3, mínimo \
                 41,2, máximo 100,0, cuartil inferior 70,0, cuartil superior 88,1, SDH 91,0; Control Interno (n = 2), \
                 mediana 65,0, mínimo 60,0, máximo 70,0. Una \
                 línea marca IDI 82,0."
            );
            assert_eq!(chart.desde, Some(40.0));
            assert_eq!(chart.tabla.encabezados.last().unwrap(), "SDH");
            let written: Vec<String> = texts(&chart, pen).into_iter().map(|found| found.text).collect();
            for text in MARKS.iter().chain(&["n", "1.200", "80,3", "65,0", "SDH", "IDI 82,0"]) {
                assert!(written.iter().any(|found| found == text), "{text}: {written:?}");
            }
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
            // A ring for each row and one in the key, each a ground and a line.
            assert_eq!(dots(&chart).len(), 2 * 7);
            let names =
                ["SDH", "Departamento Administrativo de la Defensoría del Espacio Público", "Lotería de Bogotá"];
            for (row, name) in filas.iter_mut().zip(names.iter().cycle()) {
                row.destacado = Some(((*name).to_owned(), row.maximo));
            }
            let chart = draw(&rangos(filas), pen).unwrap();
            check(&chart, pen);
            assert_eq!(chart.tabla.encabezados.len(), 9);
            check(&draw(&rangos(Vec::new()), pen).unwrap(), pen);
            let many = (0..40).map(|i| rango("Fila", i, [50.0, 60.0, 70.0 + i as f64 / 2.0, 90.0, 95.0])).collect();
            check(&draw(&rangos(many), pen).unwrap(), pen);
        });
    }
}
