//! Horizontal bars of counts, plain or split in a solid and a hatched part.

use super::frame::{Align, DrawError, Fill, Pen, RowLabels, Weight, baseline, color, svg};
use super::{Chart, Tabla};
use crate::cuadro::{Celda, Clase};

/// One bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Barra {
    pub rotulo: String,
    pub total: u32,
    /// The part that is drawn hatched, at the end of the bar.
    pub rayada: u32,
}

/// What the bars show, in the order in which they are drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Barras {
    /// What a bar is, in plural and lower case: `políticas`.
    pub que: String,
    /// What is counted, in plural and lower case: `actividades`.
    pub unidad: String,
    /// Names of the solid and of the hatched part, where bars are split.
    pub partes: Option<(String, String)>,
    pub filas: Vec<Barra>,
    /// Final width in pt.
    pub ancho: f64,
}

const ROW: f64 = 16.0;
const BAR: f64 = 9.5;
const KEY: f64 = 18.0;
const LABEL_SHARE: f64 = 0.44;

/// Draws the bars, each with its count after it; the chart is as high as its rows.
///
/// # Errors
/// [`DrawError`] where the theme names a colour that is none.
pub fn draw(data: &Barras, pen: &Pen<'_>) -> Result<Chart, DrawError> {
    let size = pen.theme.tamanos.grafico;
    let colors = &pen.theme.colores;
    let (ink, solid, hatched, grey) =
        (color(&colors.tinta)?, color(&colors.principal)?, color(&colors.acento)?, color(&colors.contexto)?);
    let labels = RowLabels::new(pen, data.filas.iter().map(|row| row.rotulo.as_str()), data.ancho * LABEL_SHARE, ROW);
    let top = if data.partes.is_some() { KEY } else { 2.0 };
    let plot_height = labels.height();
    let height = top + plot_height + 2.0;
    let left = labels.width + 8.0;
    let note_width =
        data.filas.iter().map(|row| pen.width(&note(row, data, pen), size, Weight::Bold)).fold(0.0, f64::max);
    let most = f64::from(data.filas.iter().map(|row| row.total).max().unwrap_or(0).max(1));
    let unit = (data.ancho - left - note_width - 8.0) / most;

    let picture = svg(pen, data.ancho, height, |canvas| {
        if let Some((first, second)) = &data.partes {
            canvas.bar((left, 2.0), (12.0, 8.0), solid, Fill::Solid)?;
            canvas.text((left + 16.0, 9.2), first, size, Weight::Regular, ink, Align::Left)?;
            let next = left + 16.0 + pen.width(first, size, Weight::Regular) + 16.0;
            canvas.bar((next, 2.0), (12.0, 8.0), hatched, Fill::Hatched)?;
            canvas.text((next + 16.0, 9.2), second, size, Weight::Regular, ink, Align::Left)?;
        }
        canvas.line((left, top), (left, top + plot_height), grey, 0.8)?;
        for (index, (row, middle)) in data.filas.iter().zip(labels.middles(top)).enumerate() {
            labels.draw(canvas, index, middle, ink)?;
            let full = f64::from(row.total - row.rayada.min(row.total)) * unit;
            let rest = f64::from(row.rayada.min(row.total)) * unit;
            if full > 0.0 {
                canvas.bar((left, middle - BAR / 2.0), (full, BAR), solid, Fill::Solid)?;
            }
            if rest > 0.0 {
                canvas.bar((left + full, middle - BAR / 2.0), (rest, BAR), hatched, Fill::Hatched)?;
            }
            canvas.text(
                (left + full + rest + 5.0, baseline(middle, size)),
                &note(row, data, pen),
                size,
                Weight::Bold,
                ink,
                Align::Left,
            )?;
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

/// The direct label of a bar: its count, and its hatched part where it is only a part.
fn note(row: &Barra, data: &Barras, pen: &Pen<'_>) -> String {
    let n = |value: u32| pen.numeros.con_decimales(f64::from(value), 0);
    match &data.partes {
        Some((_, second)) if 0 < row.rayada && row.rayada < row.total => {
            format!("{} ({} {})", n(row.total), n(row.rayada), second.to_lowercase())
        }
        _ => n(row.total),
    }
}

fn alt(data: &Barras, pen: &Pen<'_>) -> String {
    let n = |value: u32| pen.numeros.con_decimales(f64::from(value), 0);
    let rows: Vec<_> = data
        .filas
        .iter()
        .map(|row| match &data.partes {
            Some((_, second)) if row.rayada > 0 => {
                format!("{}, {} ({} {})", row.rotulo, n(row.total), n(row.rayada), second.to_lowercase())
            }
            _ => format!("{}, {}", row.rotulo, n(row.total)),
        })
        .collect();
    format!("Gráfico de barras de {} por {} {}: {}.", data.unidad, data.filas.len(), data.que, rows.join("; "))
}

fn table(data: &Barras) -> Tabla {
    let mut columnas = vec![("nombre", "Nombre", Clase::Texto), ("total", "Total", Clase::Entero)];
    if let Some((first, second)) = &data.partes {
        columnas.extend([("entera", first.as_str(), Clase::Entero), ("rayada", second.as_str(), Clase::Entero)]);
    }
    let row = |row: &Barra| {
        let mut cells = vec![Celda::from(row.rotulo.as_str()), row.total.into()];
        if data.partes.is_some() {
            let hatched = row.rayada.min(row.total);
            cells.extend([Celda::from(row.total - hatched), hatched.into()]);
        }
        cells
    };
    Tabla::new(columnas, data.filas.iter().map(row).collect())
}
