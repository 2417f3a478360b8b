//! Dumbbell plot: an index in points before and after, row by row.
//!
//! A hollow dot is before and a filled one after.  Where the value falls, the filled mark is a diamond.

use std::cmp::Ordering;
use std::ops::Range;

use plotters::style::WHITE;

use super::frame::{Align, Axis, Column, DrawError, Key, Pen, RowLabels, SMALL, Weight, baseline, color, count, svg};
use super::{Chart, Tabla};
use crate::cuadro::{Celda, Clase};

/// One row of the plot; both values are points 0–100.
#[derive(Debug, Clone, PartialEq)]
pub struct Pesa {
    pub rotulo: String,
    /// How many values the row sums up, where it sums up any.
    pub n: Option<usize>,
    pub antes: f64,
    pub despues: f64,
    /// What the rows from here on have in common, written over the first of them.
    pub encabeza: Option<String>,
}

/// What the plot shows, in the order in which it is drawn.  A row with a number
/// that is not finite is left out.
#[derive(Debug, Clone, PartialEq)]
pub struct Pesas {
    /// What a row is, in plural and lower case: `políticas`.
    pub que: String,
    /// Name of the earlier moment: `2023`.
    pub antes: String,
    /// Name of the later moment: `2024`.
    pub despues: String,
    pub filas: Vec<Pesa>,
    /// The rows that are drawn, where the others stand in another part of the
    /// chart: all parts have the axis and the columns of the whole.
    pub parte: Option<Range<usize>>,
    /// Points up to which a row stays, in words; it is drawn as it moves.
    pub similar: f64,
    /// Final width in pt.
    pub ancho: f64,
}

const ROW: f64 = 15.5;
const BOTTOM: f64 = 16.0;
const RADIUS: f64 = 3.0;
const DIAMOND: f64 = RADIUS * 1.25;
/// White around the later mark, where it lies on the earlier one.
const HALO: f64 = 0.7;
/// The hollow dot is wider, so that it is seen around an equal value.
const RING: f64 = 4.8;
/// Between two columns of figures.
const COLUMN_GAP: f64 = 12.0;
/// Share of the width that labels may take.
const LABEL_SHARE: f64 = 0.38;

/// The chart is as high as its rows: 15.5 pt each, 10 more for every further line
/// of a label, and about 40 of key and axis; the 19 policies take 370 pt.
///
/// # Errors
/// [`DrawError`] where the theme names a colour that is none.
pub fn draw(data: &Pesas, pen: &Pen<'_>) -> Result<Chart, DrawError> {
    let size = pen.theme.tamanos.grafico;
    let colors = &pen.theme.colores;
    let (ink, mark, low) = (color(&colors.tinta)?, color(&colors.principal)?, color(&colors.acento)?);
    let all: Vec<&Pesa> = data.filas.iter().filter(|row| row.antes.is_finite() && row.despues.is_finite()).collect();
    let part = data.parte.clone().unwrap_or(0..all.len());
    let part = part.start.min(all.len())..part.end.min(all.len());
    let rows: Vec<&Pesa> = all[part.clone()].to_vec();
    let labels = RowLabels::new(pen, all.iter().map(|row| row.rotulo.as_str()), data.ancho * LABEL_SHARE, ROW)
        .grouped(all.iter().map(|row| row.encabeza.as_deref()))
        .part(&part);
    let differences = all.iter().map(|row| pen.numeros.con_signo(row.despues - row.antes)).collect();
    let mut columns = vec![Column::new(pen, "puntos", differences, Weight::Bold).part(&part)];
    if all.iter().any(|row| row.n.is_some()) {
        let cells = all.iter().map(|row| row.n.map_or_else(String::new, |n| count(pen, n))).collect();
        columns.push(Column::new(pen, "n", cells, Weight::Regular).part(&part));
    }
    // The values stand on the outer sides of their marks.
    let both = all.iter().flat_map(|row| [row.antes, row.despues]);
    let texts = both.clone().map(|value| pen.width(&pen.numeros.numero(value), size * SMALL, Weight::Bold));
    let value_width = texts.fold(0.0, f64::max) + RING + 5.0;
    let left = labels.width + 4.0 + value_width;
    let figures: f64 = columns.iter().map(|column| column.width + COLUMN_GAP).sum();
    let right = data.ancho - figures - value_width;
    let axis = Axis::new(both, left, right);

    let sentidos: Vec<Ordering> = rows.iter().map(|row| pen.numeros.sentido(row.despues - row.antes)).collect();
    let falls = sentidos.contains(&Ordering::Less);
    let mut texts = vec![data.antes.clone(), data.despues.clone()];
    if falls {
        texts.push(format!("{}, si baja", data.despues));
    }
    let key = Key::new(pen, texts, left - RING, data.ancho - figures);
    let top = key.height + 8.0;
    let plot_height = labels.height();
    let height = top + plot_height + BOTTOM;

    let picture = svg(pen, data.ancho, height, |canvas| {
        key.draw(canvas, ink, |index, at| match index {
            0 => canvas.ring(at, RING, (mark, 1.2), WHITE),
            1 => canvas.dot(at, RADIUS, mark),
            _ => canvas.diamond(at, DIAMOND, low),
        })?;
        axis.draw(canvas, pen, (top - 2.0, top + plot_height), height - 4.0)?;
        let middles = labels.middles(top);
        let mut edge = data.ancho;
        for column in columns.iter().rev() {
            column.draw(canvas, pen, (edge, top - 4.0), &middles)?;
            edge -= column.width + COLUMN_GAP;
        }
        labels.draw_heads(canvas, pen, top, ink)?;
        for (index, ((row, middle), sentido)) in rows.iter().zip(&middles).zip(&sentidos).enumerate() {
            labels.draw(canvas, index, *middle, ink)?;
            let (from, to) = (axis.x(row.antes), axis.x(row.despues));
            let tone = if *sentido == Ordering::Less { low } else { mark };
            let forward = to >= from;
            let side = if forward { 1.0 } else { -1.0 };
            let base = baseline(*middle, size * SMALL);
            let align = if forward { (Align::Right, Align::Left) } else { (Align::Left, Align::Right) };
            let text = |value: f64| pen.numeros.numero(value);
            canvas.label(pen, (to + side * (RING + 2.5), base), &text(row.despues), size * SMALL, ink, align.1)?;
            if *sentido != Ordering::Equal {
                let x = from - side * (RING + 2.5);
                canvas.text((x, base), &text(row.antes), size * SMALL, Weight::Regular, ink, align.0)?;
            }
            canvas.line((from, *middle), (to, *middle), tone, 1.3)?;
            canvas.ring((from, *middle), RING, (mark, 1.2), WHITE)?;
            if *sentido == Ordering::Less {
                canvas.diamond((to, *middle), DIAMOND + HALO, WHITE)?;
                canvas.diamond((to, *middle), DIAMOND, low)?;
            } else {
                canvas.dot((to, *middle), RADIUS + HALO, WHITE)?;
                canvas.dot((to, *middle), RADIUS, mark)?;
            }
        }
        Ok(())
    })?;
    Ok(Chart {
        svg: picture,
        ancho: data.ancho,
        alto: height,
        alt: alt(data, (&rows, &sentidos), pen, axis.start),
        tabla: table(data, &rows),
        desde: Some(axis.start),
        redondeo: rows.iter().any(|row| !pen.numeros.resta_cuadra(row.antes, row.despues)),
    })
}

fn alt(data: &Pesas, (rows, sentidos): (&[&Pesa], &[Ordering]), pen: &Pen<'_>, start: f64) -> String {
    let mut text = format!(
        "Gráfico de pesas de {} {} que compara {} con {} en un eje de {} a 100",
        rows.len(),
        data.que,
        data.antes,
        data.despues,
        pen.numeros.con_decimales(start, 0)
    );
    if !rows.is_empty() {
        let stays = |row: &Pesa| (row.despues - row.antes).abs() <= data.similar + 1e-6;
        let moved = rows.iter().zip(sentidos).map(|(row, s)| if stays(row) { Ordering::Equal } else { *s });
        let moved: Vec<_> = moved.collect();
        let of = |wanted: Ordering| moved.iter().filter(|sentido| **sentido == wanted).count();
        let equal = if data.similar > 0.0 { ("se mantiene", "se mantienen") } else { ("queda igual", "quedan igual") };
        let many = |n: usize, one: &str, more: &str| format!("{} {}", count(pen, n), if n == 1 { one } else { more });
        let counts = [
            (of(Ordering::Greater), "sube", "suben"),
            (of(Ordering::Less), "baja", "bajan"),
            (of(Ordering::Equal), equal.0, equal.1),
        ];
        let counts: Vec<_> = counts.iter().filter(|(n, ..)| *n > 0).map(|(n, one, more)| many(*n, one, more)).collect();
        text += &format!(": {}", crate::locale::lista(&counts));
        let change = |row: &&&Pesa| row.despues - row.antes;
        let told = |row: &Pesa| format!("{} ({})", row.rotulo, pen.numeros.puntos(row.despues - row.antes));
        let by = |a: &&&Pesa, b: &&&Pesa| change(a).total_cmp(&change(b));
        let most =
            rows.iter().max_by(by).filter(|row| pen.numeros.sentido(row.despues - row.antes) == Ordering::Greater);
        let least = rows.iter().min_by(by).filter(|row| pen.numeros.sentido(row.despues - row.antes) == Ordering::Less);
        text += &match (most, least) {
            (Some(most), Some(least)) => {
                format!(". El mayor aumento es el de {} y el mayor descenso, el de {}", told(most), told(least))
            }
            (Some(most), None) => format!(". El mayor aumento es el de {}", told(most)),
            (None, Some(least)) => format!(". El mayor descenso es el de {}", told(least)),
            (None, None) => String::new(),
        };
    }
    text + "."
}

fn table(data: &Pesas, rows: &[&Pesa]) -> Tabla {
    let counted = rows.iter().any(|row| row.n.is_some());
    let columnas = [
        ("nombre", "Nombre", Clase::Texto),
        ("n", "n", Clase::Entero),
        ("antes", &data.antes, Clase::Puntos),
        ("despues", &data.despues, Clase::Puntos),
        ("diferencia", "Diferencia en puntos", Clase::Diferencia),
    ];
    let row = |row: &&Pesa| {
        let change = row.despues - row.antes;
        let cells: [Celda; 5] =
            [row.rotulo.as_str().into(), row.n.into(), row.antes.into(), row.despues.into(), change.into()];
        cells.into_iter().enumerate().filter(|(at, _)| counted || *at != 1).map(|(_, cell)| cell).collect()
    };
    let columnas = columnas.into_iter().filter(|(clave, ..)| counted || *clave != "n");
    Tabla::new(columnas, rows.iter().map(row).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::probe::{chance, check, texts, with_pen};

    fn pesa(rotulo: &str, antes: f64, despues: f64) -> Pesa {
        Pesa { rotulo: rotulo.into(), n: None, antes, despues, encabeza: None }
    }

    fn pesas(filas: Vec<Pesa>) -> Pesas {
        Pesas {
            que: "políticas".into(),
            antes: "2023".into(),
            despues: "2024".into(),
            filas,
            parte: None,
            similar: 0.0,
            ancho: 468.0,
        }
    }

    #[test]
    fn differences_are_written_with_their_sign_and_told_in_words() {
        with_pen(|pen| {
            let mut filas = vec![
                pesa("Integridad", 80.0, 82.3),
                pesa("Control Interno", 91.0, 90.0),
                pesa("Gestión Documental", 75.04, 75.0),
            ];
            filas[0].n = Some(70);
            let chart = draw(&pesas(filas), pen).unwrap();
            check(&chart, pen);
            assert_eq!(
                chart.alt,
                "Gráfico de pesas de 3 políticas que compara 2023 con 2024 en un eje de 70 a 100: 1 sube, 1 baja y 1 queda \
                 igual. El mayor aumento es el de Integridad (+2,3 puntos) y el mayor descenso, el de Control Interno \
                 (−1,0 puntos)."
            );
            assert_eq!(chart.desde, Some(70.0));
            let headers: Vec<_> = chart.tabla.columnas.iter().map(|c| c.nombre.as_str()).collect();
            assert_eq!(headers, ["Nombre", "n", "2023", "2024", "Diferencia en puntos"]);
            let row: [Celda; 5] =
                ["Control Interno".into(), Celda::Blanco, 91.0.into(), 90.0.into(), (90.0 - 91.0).into()];
            assert_eq!(chart.tabla.filas[1], row);
            let written: Vec<String> = texts(&chart, pen).into_iter().map(|found| found.text).collect();
            for text in ["+2,3", "−1,0", "0,0", "puntos", "n", "70", "2024, si baja"] {
                assert!(written.iter().any(|found| found == text), "{text}: {written:?}");
            }
            // A diamond in the key, and the one fall on its white ground.
            assert_eq!(chart.svg.matches("<polygon").count(), 3);
        });
    }

    #[test]
    fn every_pair_of_values_has_room() {
        with_pen(|pen| {
            let edges = [0.0, 0.04, 3.0, 50.0, 50.1, 99.9, 100.0];
            let pairs = edges.iter().flat_map(|a| edges.iter().map(|b| pesa("Caso", *a, *b)));
            let mut filas: Vec<_> = pairs.collect();
            filas.push(pesa(&"Transparencia, Acceso a la Información Pública ".repeat(3), 60.0, 62.0));
            filas.push(pesa("", 60.0, 62.0));
            filas.push(pesa("Sin número", f64::NAN, 62.0));
            let chart = draw(&pesas(filas), pen).unwrap();
            check(&chart, pen);
            assert_eq!(chart.tabla.filas.len(), 51);
            check(&draw(&pesas(Vec::new()), pen).unwrap(), pen);
            let many: Vec<_> =
                chance(3).zip(chance(5)).take(40).map(|(a, b)| pesa("x", a * 100.0, b * 100.0)).collect();
            let chart = draw(&pesas(many.clone()), pen).unwrap();
            check(&chart, pen);
            assert_eq!(chart, draw(&pesas(many), pen).unwrap());
        });
    }
}
