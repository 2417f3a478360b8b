//! How the cells of a sheet look, and how much room their texts need.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

use crate::cuadro::{Celda, Clase, Columna, Cuadro};

/// Widths of columns in characters.
pub const NARROW: usize = 10;
pub const WIDE: usize = 48;
pub const PROSE: usize = 80;
pub const NAMES: usize = 34;

/// Heights of a line in points, by the size of its letters.
pub const LINE: f64 = 15.0;
pub const LINE_TITLE: f64 = 21.0;
pub const LINE_SUBTITLE: f64 = 24.0;
/// The format allows no higher row.
pub const MAX_HEIGHT: f64 = 409.0;

/// Characters beside the text of a column: what its borders take, and the button of the filter.
pub const MARGIN: usize = 2;
pub const BUTTON: usize = 3;

/// The formats of cells.
pub struct Looks {
    pub title: Format,
    pub subtitle: Format,
    pub warning: Format,
    pub prose: Format,
    pub plain: Format,
    pub header: Format,
    pub header_right: Format,
    pub text: Format,
    /// A text that would become a formula if someone edited its cell.
    pub guarded: Format,
    pub link: Format,
}

impl Looks {
    pub fn new() -> Self {
        let header = Format::new()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Bottom)
            .set_border_top(FormatBorder::Thin)
            .set_border_bottom(FormatBorder::Thin);
        let text = Format::new().set_text_wrap().set_align(FormatAlign::Top);
        Self {
            title: Format::new().set_bold().set_font_size(16),
            subtitle: Format::new().set_bold().set_font_size(13),
            warning: Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top),
            prose: text.clone(),
            plain: Format::new(),
            header_right: header.clone().set_align(FormatAlign::Right),
            header,
            guarded: text.clone().set_quote_prefix(),
            text,
            link: Format::new().set_hyperlink().set_align(FormatAlign::Top),
        }
    }

    pub fn of_text(&self, text: &str) -> &Format {
        if text.starts_with(['=', '+', '-', '@']) { &self.guarded } else { &self.text }
    }
}

/// How the numbers of a class are shown; the cell keeps the whole value.
pub fn number_format(clase: Clase) -> Format {
    let code = match clase {
        Clase::Texto => "General",
        Clase::Entero => "#,##0",
        Clase::Anio => "0",
        Clase::Puntos => "0.0",
        Clase::Diferencia => "+0.0;\"\u{2212}\"0.0;0.0",
        Clase::Proporcion => "0.0%",
    };
    Format::new().set_num_format(code).set_align(FormatAlign::Top)
}

/// Characters that a column needs: its longest text within reason, and the longest word of its header.
pub fn width(column: &Columna, header: &str, cuadro: &Cuadro, index: usize) -> usize {
    let longest = |text: &str| text.lines().map(|line| line.chars().count()).max().unwrap_or(0);
    let word = header.split(' ').map(|word| word.chars().count()).max().unwrap_or(0);
    let texts = cuadro.filas.iter().filter_map(|row| match row.get(index) {
        Some(Celda::Texto(text) | Celda::Narracion(text)) => Some(longest(text)),
        _ => None,
    });
    let content = if column.clase == Clase::Texto { header.chars().count().min(2 * NARROW) } else { NARROW };
    texts.max().unwrap_or(0).max(content).max(word + BUTTON).clamp(NARROW, WIDE)
}

/// Lines that `text` takes where `width` characters fit into one.
pub fn wrapped(text: &str, width: usize) -> usize {
    let width = width.max(1);
    let of_line = |line: &str| {
        let (mut lines, mut used) = (1, 0);
        for word in line.split_whitespace().map(|word| word.chars().count()) {
            let room = if used == 0 { word } else { used + 1 + word };
            if room <= width {
                used = room;
                continue;
            }
            // A word longer than the line is broken.
            lines += usize::from(used > 0) + (word - 1) / width;
            used = (word - 1) % width + 1;
        }
        lines
    };
    text.lines().map(of_line).sum::<usize>().max(1)
}

/// Makes a row high enough.  Excel would do it by itself, but LibreOffice believes the heights of
/// every file that says it comes from Excel, as those of the library do.
pub fn fit(sheet: &mut Worksheet, row: u32, lines: usize) -> Result<(), XlsxError> {
    if lines > 1 {
        sheet.set_row_height(row, (LINE * lines as f64).min(MAX_HEIGHT))?;
    }
    Ok(())
}
