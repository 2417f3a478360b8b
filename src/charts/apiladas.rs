//! Stacked horizontal bars of counts in a few parts, for instance the states of activities.
//!
//! Parts differ by lightness and hatching, so that they are told apart in grey.

use plotters::style::{RGBColor, WHITE};

use super::frame::{
    Align, Canvas, DrawError, Fill, Key, Pen, RowLabels, SMALL, Weight, baseline, color, count, svg, tint,
};
use super::{Chart, Tabla};
use crate::cuadro::{Celda, Clase};

/// One bar, with a count for each part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Apilada {
    pub rotulo: String,
    pub partes: Vec<usize>,
}

/// What the bars show, in the order in which they are drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Apiladas {
    /// What a bar is, in plural and lower case: `políticas`.
    pub que: String,
    /// What is counted, in plural and lower case: `actividades`.
    pub unidad: String,
    /// Names of the parts from left to right, at most five; the first two ask for attention.
    pub partes: Vec<String>,
    pub filas: Vec<Apilada>,
    /// Final width in pt.
    pub ancho: f64,
}

/// Ways in which parts can be filled.
pub const MAX_PARTES: usize = 5;

const ROW: f64 = 16.5;
const BAR: f64 = 11.0;
const LABEL_SHARE: f64 = 0.42;
/// White between two parts, in pt.
const GAP: f64 = 0.8;

/// How the parts are filled: the first two in the colour of attention, the others from dark to light.
struct Inks {
    ink: RGBColor,
    attention: RGBColor,
    fills: [(RGBColor, Fill); MAX_PARTES],
}

impl Inks {
    fn new(pen: &Pen<'_>) -> Result<Self, DrawError> {
        let colors = &pen.theme.colores;
        let (mark, attention) = (color(&colors.principal)?, color(&colors.acento)?);
        Ok(Self {
            ink: color(&colors.tinta)?,
            attention,
            fills: [
                (attention, Fill::Solid),
                (attention, Fill::Hatched),
                (tint(mark, 0.55), Fill::Solid),
                (tint(mark, 0.06), Fill::Solid),
                (tint(mark, 0.24), Fill::Solid),
            ],
        })
    }

    fn draw(&self, canvas: &Canvas<'_>, part: usize, at: (f64, f64), size: (f64, f64)) -> Result<(), DrawError> {
        let (ink, fill) = self.fills[part.min(MAX_PARTES - 1)];
        if fill == Fill::Hatched {
            canvas.bar(at, size, WHITE, Fill::Solid)?;
        }
        canvas.bar(at, size, ink, fill)?;
        // What is nearly white has an edge.
        if part == 3 {
            let (left, top, right, bottom) = (at.0, at.1, at.0 + size.0, at.1 + size.1);
            let edge = self.fills[2].0;
            for (from, to) in [
                ((left, top), (right, top)),
                ((left, bottom), (right, bottom)),
                ((left, top), (left, bottom)),
                ((right, top), (right, bottom)),
            ] {
                canvas.line(from, to, edge, 0.5)?;
            }
        }
        Ok(())
    }

    /// What a count is written with inside its part; `None` where it would not be legible there.
    fn on(&self, part: usize) -> Option<RGBColor> {
        match part {
            0 => Some(WHITE),
            1 => None,
            _ => Some(self.ink),
        }
    }
}

/// Draws the bars with the count of each part in it, where there is room, and with those of the first two
/// parts after the bar.
///
/// # Errors
/// [`DrawError`] where the theme names a colour that is none.
pub fn draw(data: &Apiladas, pen: &Pen<'_>) -> Result<Chart, DrawError> {
    let size = pen.theme.tamanos.grafico;
    let inks = Inks::new(pen)?;
    let rows: Vec<&Apilada> = data.filas.iter().collect();
    let labels = RowLabels::new(pen, rows.iter().map(|row| row.rotulo.as_str()), data.ancho * LABEL_SHARE, ROW);
    let left = labels.width + 8.0;
    let key = Key::new(pen, data.partes.clone(), 0.0, data.ancho);
    let top = key.height + 6.0;
    let height = top + labels.height() + 2.0;
    let after = rows.iter().map(|row| pen.width(&note(row, pen), size, Weight::Bold)).fold(0.0, f64::max);
    let most = rows.iter().map(|row| row.partes.iter().sum::<usize>()).max().unwrap_or(0).max(1) as f64;
    let unit = (data.ancho - left - after - 10.0) / most;
    let picture = svg(pen, data.ancho, height, |canvas| {
        key.draw(canvas, inks.ink, |part, (x, y)| inks.draw(canvas, part, (x - 6.0, y - 4.0), (12.0, 8.0)))?;
        for (index, (row, middle)) in rows.iter().zip(labels.middles(top)).enumerate() {
            labels.draw(canvas, index, middle, inks.ink)?;
            let mut x = left;
            for (part, n) in row.partes.iter().enumerate().filter(|(_, n)| **n > 0) {
                let width = *n as f64 * unit;
                inks.draw(canvas, part, (x, middle - BAR / 2.0), ((width - GAP).max(0.4), BAR))?;
                let text = count(pen, *n);
                let small = size * SMALL;
                if let Some(ink) = inks.on(part).filter(|_| pen.width(&text, small, Weight::Regular) + 3.0 < width) {
                    let at = (x + (width - GAP) / 2.0, baseline(middle, small));
                    canvas.text(at, &text, small, Weight::Regular, ink, Align::Center)?;
                }
                x += width;
            }
            let (at, note) = ((x + 5.0, baseline(middle, size)), note(row, pen));
            if !note.is_empty() {
                canvas.text(at, &note, size, Weight::Bold, inks.attention, Align::Left)?;
            }
        }
        Ok(())
    })?;
    Ok(Chart {
        svg: picture,
        ancho: data.ancho,
        alto: height,
        alt: alt(data, pen),
        tabla: table(data),
        desde: None,
        redondeo: false,
    })
}

/// The counts that ask for attention: `5 + 3`; nothing where there are none.
fn note(row: &Apilada, pen: &Pen<'_>) -> String {
    let of = |part: usize| row.partes.get(part).copied().unwrap_or(0);
    match (of(0), of(1)) {
        (0, 0) => String::new(),
        (first, second) => format!("{} + {}", count(pen, first), count(pen, second)),
    }
}

fn alt(data: &Apiladas, pen: &Pen<'_>) -> String {
    let sum = |part: usize| data.filas.iter().filter_map(|row| row.partes.get(part)).sum::<usize>();
    let parts = data.partes.iter().enumerate().map(|(part, name)| format!("{} {name}", count(pen, sum(part))));
    let parts: Vec<_> = parts.collect();
    format!(
        "Gráfico de barras apiladas de las {} por {} {}: {}.",
        data.unidad,
        count(pen, data.filas.len()),
        data.que,
        crate::locale::lista(&parts)
    )
}

fn table(data: &Apiladas) -> Tabla {
    let keys = ["parte_1", "parte_2", "parte_3", "parte_4", "parte_5"];
    let parts = keys.iter().zip(&data.partes).map(|(key, name)| (*key, name.as_str(), Clase::Entero));
    let row = |row: &Apilada| {
        std::iter::once(Celda::from(row.rotulo.as_str())).chain(row.partes.iter().map(|n| Celda::from(*n))).collect()
    };
    Tabla::new(std::iter::once(("nombre", "Nombre", Clase::Texto)).chain(parts), data.filas.iter().map(row).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::probe::{check, texts, with_pen};

    fn bars(filas: &[(&str, [usize; 5])]) -> Apiladas {
        Apiladas {
            que: "políticas".into(),
            unidad: "actividades".into(),
            partes: ["vencidas", "vencían el día del corte", "en curso", "programadas", "cumplidas"]
                .map(String::from)
                .into(),
            filas: filas.iter().map(|(rotulo, n)| Apilada { rotulo: (*rotulo).into(), partes: n.to_vec() }).collect(),
            ancho: 468.0,
        }
    }

    #[test]
    fn counts_stand_in_their_parts_and_those_to_act_on_after_the_bar() {
        with_pen(|pen| {
            let data = bars(&[("Integridad", [5, 3, 20, 0, 12]), ("Gobierno Digital", [0, 0, 1, 0, 0])]);
            let chart = draw(&data, pen).unwrap();
            check(&chart, pen);
            assert_eq!(
                chart.alt,
                "Gráfico de barras apiladas de las actividades por 2 políticas: 5 vencidas, 3 vencían el día del \
                 corte, 21 en curso, 0 programadas y 12 cumplidas."
            );
            let written: Vec<String> = texts(&chart, pen).into_iter().map(|t| t.text).collect();
            for text in ["5", "20", "12", "5 + 3", "programadas"] {
                assert!(written.iter().any(|w| w == text), "{text}: {written:?}");
            }
            // Nothing to act on is not written.
            assert!(!written.iter().any(|w| w == "0 + 0"));
        });
    }

    #[test]
    fn edges_are_drawn_within_the_canvas() {
        with_pen(|pen| {
            let long = "Fortalecimiento Organizacional y Simplificación de Procesos y otras cosas más";
            for data in [bars(&[]), bars(&[(long, [100_000, 99, 1, 1, 1])]), bars(&[("Cero", [0; 5])])] {
                for ancho in [320.0, 468.0] {
                    check(&draw(&Apiladas { ancho, ..data.clone() }, pen).unwrap(), pen);
                }
            }
        });
    }
}
