//! One value of each row among those of others: an entity before all the others, in each policy.
//!
//! The others are dots behind it; where they are too many for that, a band holds the middle half
//! of them.  Values that lie apart at the low end do not stretch the axis: a mark at its edge says
//! that there are some.

use std::cmp::Ordering;

use plotters::style::{RGBColor, WHITE};

use super::frame::{
    Align, Axis, Canvas, Column, DrawError, Fill, Key, Pen, RowLabels, SMALL, Weight, color, svg, tint, value_count,
};
use super::{Chart, Tabla};
use crate::cuadro::Clase;

/// One row of the plot; all values are points 0–100.
#[derive(Debug, Clone, PartialEq)]
pub struct Frente {
    pub rotulo: String,
    pub valor: f64,
    /// The values of the others.
    pub otras: Vec<f64>,
    /// Of all of them, where they are enough for it.
    pub mediana: Option<f64>,
    /// The first and the third quartile of all, likewise.
    pub cuartiles: Option<(f64, f64)>,
    /// Below this a value lies apart from the others.
    pub cerca: Option<f64>,
    /// Points up to which the value is like the median.
    pub similar: f64,
    /// Who of the others lies apart, with its value.
    pub lejos: Vec<(String, f64)>,
}

/// What the plot shows, in the order in which it is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Frentes {
    /// What a row is, in plural and lower case: `políticas`.
    pub que: String,
    /// What the others are, likewise: `entidades del Distrito Capital`.
    pub quienes: String,
    pub filas: Vec<Frente>,
    /// Final width in pt; the key needs about 300.
    pub ancho: f64,
}

/// More others than this are drawn as a band.
pub const MAX_PUNTOS: usize = 150;

const ROW: f64 = 14.0;
const BOTTOM: f64 = 16.0;
/// Between the key and the rows, where the axis and the column are named.
const HEAD: f64 = 18.0;
const AXIS: &str = "Índice (0 a 100)";
const RADIUS: f64 = 3.9;
/// Radius of the dots of the others.
const OTHER: f64 = 1.5;
/// Half the height of the mark of a median.
const MEDIAN: f64 = 5.6;
const BAND: f64 = 8.0;
/// Share of the width that labels may take.
const LABEL_SHARE: f64 = 0.42;

struct Inks {
    text: RGBColor,
    mark: RGBColor,
    low: RGBColor,
    others: RGBColor,
}

/// The marks that a key explains.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Above,
    Below,
    Others,
    Band,
    Median,
    Outside,
}

impl Frente {
    /// On which side of the median the value lies; `None` where there is no median.
    fn side(&self) -> Option<Ordering> {
        self.mediana.map(|mediana| {
            let near = (self.valor - mediana).abs() <= self.similar + 1e-6;
            if near { Ordering::Equal } else { self.valor.total_cmp(&mediana) }
        })
    }

    fn is_band(&self) -> bool {
        self.otras.len() > MAX_PUNTOS && self.cuartiles.is_some()
    }

    /// What the axis has to hold.
    fn held(&self) -> impl Iterator<Item = f64> {
        let near = |value: &&f64| self.cerca.is_none_or(|cerca| **value >= cerca);
        let others = self.otras.iter().filter(near).copied();
        let band = self.cuartiles.filter(|_| self.is_band()).map(|(low, _)| low);
        let others = others.filter(move |_| band.is_none());
        std::iter::once(self.valor).chain(self.mediana).chain(band).chain(others)
    }

    /// Others that lie below the axis.
    fn outside(&self, start: f64) -> usize {
        self.otras.iter().filter(|value| **value < start).count()
    }
}

/// Draws the value of each row over those of the others; the chart is as high as its rows.
///
/// # Errors
/// [`DrawError`] where the theme names a colour that is none.
pub fn draw(data: &Frentes, pen: &Pen<'_>) -> Result<Chart, DrawError> {
    let colors = &pen.theme.colores;
    let inks = Inks {
        text: color(&colors.tinta)?,
        mark: color(&colors.principal)?,
        low: color(&colors.acento)?,
        others: tint(color(&colors.secundario)?, 0.5),
    };
    let labels = RowLabels::new(pen, data.filas.iter().map(|row| row.rotulo.as_str()), data.ancho * LABEL_SHARE, ROW);
    let values = data.filas.iter().map(|row| pen.numeros.numero(row.valor)).collect();
    let column = Column::new(pen, "Entidad", values, Weight::Bold);
    let left = labels.width + 14.0;
    let right = data.ancho - column.width - 14.0;
    let axis = Axis::new(data.filas.iter().flat_map(Frente::held), left, right);

    let marks = marks(data, axis.start);
    let outside = outside_alone(data, axis.start).map(|who| format!("fuera del eje: {who}"));
    let size = pen.theme.tamanos.grafico * SMALL;
    let outside = outside.filter(|text| pen.width(text, size, Weight::Regular) < data.ancho / 2.0);
    let texts = marks.iter().map(|mark| explained(*mark, &data.quienes, outside.as_deref())).collect();
    let soft = color(&colors.secundario)?;
    let key = Key::new(pen, texts, 0.0, data.ancho);
    let top = key.height + HEAD;
    let plot_height = labels.height();
    let height = top + plot_height + BOTTOM;

    let picture = svg(pen, data.ancho, height, |canvas| {
        key.draw(canvas, inks.text, |at, (x, y)| specimen(canvas, &inks, marks[at], (x, y)))?;
        let span = (top - 4.0, top + plot_height);
        axis.draw(canvas, pen, span, height - 4.0)?;
        canvas.text((left, span.0 - 4.0), AXIS, size, Weight::Regular, soft, Align::Left)?;
        let middles = labels.middles(top);
        column.draw(canvas, pen, (data.ancho, span.0 - 4.0), &middles)?;
        let of_row = |(row, y): (&Frente, &f64)| places(&axis, row).into_iter().map(|x| (x, *y)).collect::<Vec<_>>();
        let others = data.filas.iter().zip(&middles).filter(|(row, _)| !row.is_band()).flat_map(of_row);
        canvas.ground_dots(others, OTHER, inks.others);
        for (index, (row, y)) in data.filas.iter().zip(middles).enumerate() {
            labels.draw(canvas, index, y, inks.text)?;
            behind(canvas, &inks, &axis, row, y)?;
            if let Some(median) = row.mediana {
                let at = axis.x(median);
                canvas.line((at, y - MEDIAN), (at, y + MEDIAN), inks.text, 1.4)?;
            }
            own(canvas, &inks, row.side() == Some(Ordering::Less), (axis.x(row.valor), y))?;
        }
        Ok(())
    })?;
    Ok(Chart {
        svg: picture,
        ancho: data.ancho,
        alto: height,
        alt: alt(data, pen, axis.start),
        tabla: table(data),
        desde: Some(axis.start),
        redondeo: false,
    })
}

/// What stands behind the value of a row, but for the dots of the others.
fn behind(canvas: &Canvas<'_>, inks: &Inks, axis: &Axis, row: &Frente, y: f64) -> Result<(), DrawError> {
    if let Some((low, high)) = row.cuartiles.filter(|_| row.is_band()) {
        let (from, to) = (axis.x(low), axis.x(high));
        return canvas.bar((from, y - BAND / 2.0), (to - from, BAND), inks.others, Fill::Solid);
    }
    if row.outside(axis.start) > 0 {
        canvas.arrow_head((axis.x(axis.start) - 6.0, y), 4.5, false, inks.others)?;
    }
    Ok(())
}

/// Where the values of the others are on the axis, in pt; equal places are one.
fn places(axis: &Axis, row: &Frente) -> Vec<f64> {
    let on_axis = row.otras.iter().filter(|value| **value >= axis.start);
    let mut places: Vec<i64> = on_axis.map(|value| (axis.x(*value) * 10.0).round() as i64).collect();
    places.sort_unstable();
    places.dedup();
    places.into_iter().map(|place| place as f64 / 10.0).collect()
}

/// The value itself, over all else: a dot, or a diamond below the median.
fn own(canvas: &Canvas<'_>, inks: &Inks, below: bool, at: (f64, f64)) -> Result<(), DrawError> {
    if below {
        canvas.diamond(at, RADIUS * 1.25 + 1.2, WHITE)?;
        canvas.diamond(at, RADIUS * 1.25, inks.low)
    } else {
        canvas.dot(at, RADIUS + 0.9, WHITE)?;
        canvas.dot(at, RADIUS, inks.mark)
    }
}

/// The marks that the plot has.
fn marks(data: &Frentes, start: f64) -> Vec<Mark> {
    let any = |test: &dyn Fn(&Frente) -> bool| data.filas.iter().any(test);
    let all = [
        (Mark::Above, any(&|row| row.side() != Some(Ordering::Less))),
        (Mark::Below, any(&|row| row.side() == Some(Ordering::Less))),
        (Mark::Median, any(&|row| row.mediana.is_some())),
        (Mark::Others, any(&|row| !row.is_band() && !row.otras.is_empty())),
        (Mark::Band, any(&Frente::is_band)),
        (Mark::Outside, any(&|row| !row.is_band() && row.outside(start) > 0)),
    ];
    all.into_iter().filter(|(_, is_there)| *is_there).map(|(mark, _)| mark).collect()
}

/// The only one whose values lie below the axis; nobody where they are several.
fn outside_alone(data: &Frentes, start: f64) -> Option<&str> {
    let mut who = data.filas.iter().flat_map(|row| &row.lejos).filter(|(_, value)| *value < start);
    let (first, _) = who.next()?;
    who.all(|(other, _)| other == first).then_some(first)
}

fn explained(mark: Mark, quienes: &str, outside: Option<&str>) -> String {
    match mark {
        Mark::Above => "la entidad".to_owned(),
        Mark::Below => "la entidad, por debajo de la mediana".to_owned(),
        Mark::Median => "mediana".to_owned(),
        Mark::Others => format!("resto de {quienes}"),
        Mark::Band => "mitad central de todas".to_owned(),
        Mark::Outside => outside.unwrap_or("hay valores menores").to_owned(),
    }
}

fn specimen(canvas: &Canvas<'_>, inks: &Inks, mark: Mark, (x, y): (f64, f64)) -> Result<(), DrawError> {
    match mark {
        Mark::Above => own(canvas, inks, false, (x, y)),
        Mark::Below => own(canvas, inks, true, (x, y)),
        Mark::Median => canvas.line((x, y - MEDIAN), (x, y + MEDIAN), inks.text, 1.4),
        Mark::Others => {
            let mut dots = [-4.5, 0.0, 4.5].into_iter();
            dots.try_for_each(|shift| canvas.dot((x + shift, y), OTHER, inks.others))
        }
        Mark::Band => canvas.bar((x - 7.0, y - BAND / 2.0), (14.0, BAND), inks.others, Fill::Solid),
        Mark::Outside => canvas.arrow_head((x - 2.0, y), 4.5, false, inks.others),
    }
}

/// The message first, then what the picture is; the numbers are in the table of the document.
fn alt(data: &Frentes, pen: &Pen<'_>, start: f64) -> String {
    let compared: Vec<_> = data.filas.iter().filter(|row| row.mediana.is_some()).collect();
    let below = compared.iter().filter(|row| row.side() == Some(Ordering::Less)).count();
    let most = data.filas.iter().map(|row| row.otras.len()).max().unwrap_or(0);
    let mut text = match compared.len() {
        0 => String::new(),
        1 => format!(
            "En {} la entidad está {} de las demás. ",
            compared[0].rotulo,
            match compared[0].side() {
                Some(Ordering::Less) => "por debajo de la mediana",
                Some(Ordering::Greater) => "por encima de la mediana",
                _ => "cerca de la mediana",
            }
        ),
        n => format!("En {below} de {n} {} la entidad está por debajo de la mediana de las demás. ", data.que),
    };
    text += &format!(
        "Gráfico con el valor de la entidad y, detrás, hasta {} del resto de {}, en un eje de {} a 100",
        value_count(pen, most),
        data.quienes,
        pen.numeros.con_decimales(start, 0),
    );
    let far = |row: &&&Frente| row.mediana.map_or(0.0, |mediana| row.valor - mediana);
    let lowest = compared.iter().min_by(|a, b| far(a).total_cmp(&far(b))).filter(|row| far(row) < 0.0);
    if let Some(row) = lowest {
        let mediana = pen.numeros.numero(row.mediana.unwrap_or_default());
        text += &format!(
            "; la más alejada por debajo es {}: {} y mediana {mediana}",
            row.rotulo,
            pen.numeros.numero(row.valor)
        );
    }
    text + "."
}

fn table(data: &Frentes) -> Tabla {
    let columnas = [
        ("nombre", "Nombre", Clase::Texto),
        ("valor", "Entidad", Clase::Puntos),
        ("mediana", "Mediana", Clase::Puntos),
    ];
    let row = |row: &Frente| vec![row.rotulo.as_str().into(), row.valor.into(), row.mediana.into()];
    Tabla::new(columnas, data.filas.iter().map(row).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::probe::{check, texts, with_pen};

    fn frente(rotulo: &str, valor: f64, otras: &[f64]) -> Frente {
        Frente {
            rotulo: rotulo.into(),
            valor,
            otras: otras.to_vec(),
            mediana: (otras.len() > 1).then_some(80.0),
            cuartiles: (otras.len() > 2).then_some((75.0, 85.0)),
            cerca: (otras.len() > 2).then_some(60.0),
            similar: 1.0,
            lejos: otras.iter().filter(|v| **v < 60.0).map(|v| (format!("Entidad {v}"), *v)).collect(),
        }
    }

    fn frentes(filas: Vec<Frente>) -> Frentes {
        Frentes { que: "políticas".into(), quienes: "entidades de este proyecto".into(), filas, ancho: 468.0 }
    }

    #[test]
    fn the_message_leads_and_nothing_lies_on_another_text() {
        with_pen(|pen| {
            let otras = [62.5, 70.0, 80.0, 80.0, 91.0];
            let data = frentes(vec![
                frente("Integridad", 91.0, &otras),
                frente("Control Interno", 80.0, &otras),
                frente("Gobierno Digital", 62.5, &otras),
            ]);
            let chart = draw(&data, pen).unwrap();
            check(&chart, pen);
            assert_eq!(
                chart.alt,
                "En 1 de 3 políticas la entidad está por debajo de la mediana de las demás. Gráfico con el valor de \
                 la entidad y, detrás, hasta 5 valores del resto de entidades de este proyecto, en un eje de 60 a 100; la \
                 más alejada por debajo es Gobierno Digital: 62,5 y mediana 80,0."
            );
            assert_eq!(chart.desde, Some(60.0));
        });
    }

    #[test]
    fn a_value_that_lies_apart_is_told_and_does_not_stretch_the_axis() {
        with_pen(|pen| {
            let told = |data: &Frentes| {
                let chart = draw(data, pen).unwrap();
                check(&chart, pen);
                let told = texts(&chart, pen).into_iter().map(|t| t.text);
                (chart.desde, told.filter(|t| t.contains("fuera") || t.contains("menores")).collect::<Vec<_>>())
            };
            let one = frente("A", 90.0, &[12.0, 70.0, 80.0, 90.0]);
            let said = |text: &str| vec![text.to_owned()];
            assert_eq!(told(&frentes(vec![one.clone()])), (Some(70.0), said("fuera del eje: Entidad 12")));
            // The same one in two rows is one; two are not named.
            let again = Frente { rotulo: "B".into(), ..one.clone() };
            assert_eq!(told(&frentes(vec![one.clone(), again])).1, said("fuera del eje: Entidad 12"));
            let other = frente("B", 90.0, &[13.0, 70.0, 80.0, 90.0]);
            assert_eq!(told(&frentes(vec![one, other])).1, said("hay valores menores"));
            // Of the entity itself it does.
            assert_eq!(told(&frentes(vec![frente("A", 12.0, &[70.0, 80.0, 90.0])])), (Some(0.0), vec![]));
        });
    }

    #[test]
    fn too_many_dots_are_a_band() {
        with_pen(|pen| {
            let of = |n: usize| {
                let otras: Vec<f64> = (0..n).map(|i| 60.0 + 30.0 * i as f64 / n as f64).collect();
                let chart = draw(&frentes(vec![frente("A", 90.0, &otras)]), pen).unwrap();
                check(&chart, pen);
                chart.svg.matches("h.1").count()
            };
            assert_eq!((of(MAX_PUNTOS), of(MAX_PUNTOS + 1)), (MAX_PUNTOS, 0));
        });
    }

    #[test]
    fn a_row_without_others_or_without_a_median_is_drawn() {
        with_pen(|pen| {
            let chart = draw(&frentes(vec![frente("A", 70.0, &[]), frente("B", 70.0, &[80.0])]), pen).unwrap();
            check(&chart, pen);
            assert!(!chart.alt.contains("mediana"), "{}", chart.alt);
        });
    }
}
