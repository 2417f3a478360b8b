//! Sorted dot plot of indices in points, with a reference line.
//!
//! A dot is read by its position, so the axis may start above zero.

use super::frame::{Align, Axis, DrawError, Pen, RowLabels, Weight, baseline, color, svg};
use super::{Chart, Tabla};
use crate::cuadro::Clase;

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

/// Draws the dots with their values beside them, and the reference line with its name over
/// them; the chart is as high as its rows.
///
/// # Errors
/// [`DrawError`] where the theme names a colour that is none.
pub fn draw(data: &Puntos, pen: &Pen<'_>) -> Result<Chart, DrawError> {
    let size = pen.theme.tamanos.grafico;
    let colors = &pen.theme.colores;
    let (ink, mark, low) = (color(&colors.tinta)?, color(&colors.principal)?, color(&colors.acento)?);
    let labels = RowLabels::new(pen, data.filas.iter().map(|row| row.rotulo.as_str()), data.ancho * LABEL_SHARE, ROW);
    let plot_height = labels.height();
    let height = TOP + plot_height + BOTTOM;
    // Values may stand on either side of their mark.
    let values = data.filas.iter().map(|row| pen.width(&pen.numeros.numero(row.valor), size, Weight::Bold));
    let value_width = values.fold(0.0, f64::max) + RADIUS + 6.0;
    let left = labels.width + 6.0 + value_width;
    let right = data.ancho - value_width;
    let shown = data.filas.iter().map(|row| row.valor).chain(data.referencia.iter().map(|(_, value)| *value));
    let axis = Axis::new(shown, left, right);

    let picture = svg(pen, data.ancho, height, |canvas| {
        let rows = (TOP - 4.0, TOP + plot_height);
        axis.draw(canvas, pen, rows, height - 4.0)?;
        if let Some((name, value)) = &data.referencia {
            axis.reference(canvas, pen, (name, *value), rows, data.ancho)?;
        }
        for (index, (row, middle)) in data.filas.iter().zip(labels.middles(TOP)).enumerate() {
            labels.draw(canvas, index, middle, ink)?;
            let below = data.referencia.as_ref().is_some_and(|(_, reference)| row.valor < *reference);
            let at = axis.x(row.valor);
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
        alt: alt(data, pen, axis.start),
        tabla: table(data),
        desde: Some(axis.start),
        redondeo: false,
    })
}

fn alt(data: &Puntos, pen: &Pen<'_>, start: f64) -> String {
    let n = |value: f64| pen.numeros.numero(value);
    if let ([only], None) = (data.filas.as_slice(), &data.referencia) {
        return format!("Gráfico de un solo punto: {}, {}.", only.rotulo, n(only.valor));
    }
    let mut text = format!(
        "Gráfico de puntos de {} {} en un eje de {} a 100",
        data.filas.len(),
        data.que,
        pen.numeros.con_decimales(start, 0)
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

fn table(data: &Puntos) -> Tabla {
    let columnas = [("nombre", "Nombre", Clase::Texto), ("valor", "Valor", Clase::Puntos)];
    Tabla::new(columnas, data.filas.iter().map(|row| vec![row.rotulo.as_str().into(), row.valor.into()]).collect())
}
