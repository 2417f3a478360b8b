//! Sorted dot plot of indices in points, with a reference line.
//!
//! A dot is read by its position, so the axis may start above zero; it starts at
//! a multiple of ten below the lowest value and always ends at 100.

use plotters::coord::ranged1d::Ranged;
use plotters::coord::types::RangedCoordf64;

use super::frame::{Align, DrawError, Pen, RowLabels, Weight, baseline, color, svg};
use super::{Chart, Tabla};

/// One row of the plot.
#[derive(Debug, Clone, PartialEq)]
pub struct Punto {
    pub rotulo: String,
    /// Points 0–100.
    pub valor: f64,
}

/// What the plot shows, in the order in which it is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Puntos {
    /// What a row is, in plural and lower case: `políticas`.
    pub que: String,
    pub filas: Vec<Punto>,
    /// Name and value of the reference line.
    pub referencia: Option<(String, f64)>,
    /// Final width in pt.
    pub ancho: f64,
}

const ROW: f64 = 15.5;
const TOP: f64 = 20.0;
const BOTTOM: f64 = 16.0;
const RADIUS: f64 = 3.6;
/// Share of the width that labels may take.
const LABEL_SHARE: f64 = 0.46;

/// # Errors
/// [`DrawError`] where the theme names a colour that is none.
pub fn draw(data: &Puntos, pen: &Pen<'_>) -> Result<Chart, DrawError> {
    let size = pen.theme.tamanos.grafico;
    let colors = &pen.theme.colores;
    let (ink, mark, low, grey, soft) = (
        color(&colors.tinta)?,
        color(&colors.principal)?,
        color(&colors.acento)?,
        color(&colors.contexto)?,
        color(&colors.secundario)?,
    );
    let labels = RowLabels::new(pen, data.filas.iter().map(|row| row.rotulo.as_str()), data.ancho * LABEL_SHARE, ROW);
    let plot_height = labels.height();
    let height = TOP + plot_height + BOTTOM;
    // Values may stand on either side of their mark.
    let values = data.filas.iter().map(|row| pen.width(&pen.numeros.numero(row.valor), size, Weight::Bold));
    let value_width = values.fold(0.0, f64::max) + RADIUS + 6.0;
    let left = labels.width + 6.0 + value_width;
    let right = data.ancho - value_width;
    let start = axis_start(data);
    let scale: RangedCoordf64 = (start..100.0).into();
    let x = |value: f64| f64::from(scale.map(&value, (0, ((right - left) * 100.0) as i32))) / 100.0 + left;

    let picture = svg(pen, data.ancho, height, |canvas| {
        for tick in ticks(start) {
            canvas.line((x(tick), TOP - 4.0), (x(tick), TOP + plot_height), grey, 0.5)?;
            let text = pen.numeros.con_decimales(tick, 0);
            canvas.text((x(tick), height - 4.0), &text, size * 0.9, Weight::Regular, soft, Align::Center)?;
        }
        if let Some((name, value)) = &data.referencia {
            let at = x(*value);
            canvas.line((at, TOP - 4.0), (at, TOP + plot_height), ink, 1.1)?;
            let text = format!("{name} {}", pen.numeros.numero(*value));
            canvas.text((at, TOP - 8.0), &text, size, Weight::Bold, ink, Align::Center)?;
        }
        for (index, (row, middle)) in data.filas.iter().zip(labels.middles(TOP)).enumerate() {
            labels.draw(canvas, index, middle, ink)?;
            let below = data.referencia.as_ref().is_some_and(|(_, reference)| row.valor < *reference);
            let at = x(row.valor);
            let value = pen.numeros.numero(row.valor);
            // The value goes to the side where the reference line does not cross it.
            let (value_x, align) =
                if below { (at - RADIUS - 4.5, Align::Right) } else { (at + RADIUS + 4.0, Align::Left) };
            let strong = if below { low } else { ink };
            canvas.label(pen, (value_x, baseline(middle, size)), &value, size, strong, align)?;
            if below {
                canvas.diamond((at, middle), RADIUS * 1.25, low)?;
            } else {
                canvas.dot((at, middle), RADIUS, mark)?;
            }
        }
        Ok(())
    })?;
    Ok(Chart {
        svg: picture,
        ancho: data.ancho,
        alto: height,
        alt: alt(data, pen),
        tabla: table(data, pen),
        desde: Some(start),
    })
}

/// Where the axis begins, in points: a multiple of ten, of twenty on a long axis.
pub fn axis_start(data: &Puntos) -> f64 {
    let values = data.filas.iter().map(|row| row.valor).chain(data.referencia.iter().map(|(_, v)| *v));
    let lowest = (values.fold(100.0, f64::min) / 10.0).floor() * 10.0;
    let step = step(lowest);
    ((lowest / step).floor() * step).clamp(0.0, 80.0)
}

/// Points between two ticks of an axis that starts at `start`.
fn step(start: f64) -> f64 {
    if start >= 40.0 { 10.0 } else { 20.0 }
}

fn ticks(start: f64) -> impl Iterator<Item = f64> {
    let step = step(start);
    (0..).map(move |i| start + f64::from(i) * step).take_while(|tick| *tick <= 100.0)
}

fn alt(data: &Puntos, pen: &Pen<'_>) -> String {
    let n = |value: f64| pen.numeros.numero(value);
    let mut text = format!(
        "Gráfico de puntos de {} {} en un eje de {} a 100",
        data.filas.len(),
        data.que,
        pen.numeros.con_decimales(axis_start(data), 0)
    );
    if let (Some(first), Some(last)) = (data.filas.first(), data.filas.last()) {
        text += &format!(
            ", de la más alta, {} ({}), a la más baja, {} ({})",
            first.rotulo,
            n(first.valor),
            last.rotulo,
            n(last.valor)
        );
    }
    if let Some((name, value)) = &data.referencia {
        let below = data.filas.iter().filter(|row| row.valor < *value).count();
        text += &format!(". Una línea marca {name} {}; por debajo hay {below}", n(*value));
    }
    text + "."
}

fn table(data: &Puntos, pen: &Pen<'_>) -> Tabla {
    Tabla {
        encabezados: vec!["Nombre".into(), "Valor".into()],
        filas: data.filas.iter().map(|row| vec![row.rotulo.clone(), pen.numeros.numero(row.valor)]).collect(),
    }
}
