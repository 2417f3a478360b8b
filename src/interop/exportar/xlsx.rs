//! The tables as a workbook fit to be published, after the practice for accessible
//! spreadsheets of the Government Analysis Function («Releasing statistics in
//! spreadsheets»): a cover, a list of contents, the notes, and one sheet for each table,
//! which starts in column A under its title and is marked up as a table.  No merged
//! cells, no empty rows or columns, no meaning in colour alone, no formulas.

mod aspecto;
mod nombres;

use std::collections::BTreeSet;

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, IgnoreError, Table, TableColumn, TableStyle, Url, Workbook, Worksheet,
    XlsxError,
};

use crate::cuadro::{Celda, Clase, Columna, Cuadro};
use crate::locale::{self, Fecha};

use super::{EJEMPLO, ExportError, Portada, clean, one_line};
use aspecto::{
    BUTTON, LINE, LINE_SUBTITLE, LINE_TITLE, Looks, MARGIN, NAMES, NARROW, PROSE, fit, number_format, width, wrapped,
};
use nombres::{sheet_name, table_name, unique};

const COVER: &str = "Portada";
const CONTENTS: &str = "Contenido";
const NOTES: &str = "Notas";
/// Table of the files that a document is made from, where it has one.
const INPUTS: &str = "insumos";

/// Limits of the format.
const MAX_ROWS: usize = 1_048_576;
const MAX_COLUMNS: usize = 16_384;
const MAX_TEXT: usize = 32_767;
const MAX_HEADER: usize = 255;
const MAX_SHEET_NAME: usize = 31;

/// Cells above which a sheet is written row by row through a temporary file of the library and
/// its texts are not shared: 600,000 cells take 120 MB in memory, and 30 MB so.
const BIG: usize = 100_000;

/// US Letter, as the format numbers paper.
const LETTER: u8 = 1;

impl From<XlsxError> for ExportError {
    fn from(error: XlsxError) -> Self {
        Self::Workbook(error.to_string())
    }
}

/// The tables as a workbook.
///
/// # Errors
/// [`ExportError`] where a table is bigger than the format allows.
pub fn to_xlsx(portada: &Portada, cuadros: &[Cuadro]) -> Result<Vec<u8>, ExportError> {
    cuadros.iter().try_for_each(check_limits)?;
    let mut taken: BTreeSet<String> =
        [COVER, CONTENTS, NOTES, "History"].iter().map(|name| name.to_lowercase()).collect();
    let sheets: Vec<_> = cuadros.iter().map(|c| unique(&sheet_name(&c.nombre), MAX_SHEET_NAME, &mut taken)).collect();
    let looks = Looks::new();
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(portada));
    cover(workbook.add_worksheet(), portada, cuadros, &looks)?;
    contents(workbook.add_worksheet(), cuadros, &sheets, &looks)?;
    notes(workbook.add_worksheet(), cuadros, &sheets, &looks)?;
    let mut taken = BTreeSet::from(["contenido".to_owned(), "notas".to_owned()]);
    for (cuadro, sheet) in cuadros.iter().zip(&sheets) {
        let big = cuadro.filas.len() * cuadro.columnas.len() > BIG;
        let worksheet = if big { workbook.add_worksheet_with_constant_memory()? } else { workbook.add_worksheet() };
        worksheet.set_name(sheet)?;
        table_sheet(worksheet, cuadro, &unique(&table_name(sheet), MAX_HEADER, &mut taken), portada.ejemplo, &looks)?;
    }
    Ok(workbook.save_to_buffer()?)
}

fn check_limits(cuadro: &Cuadro) -> Result<(), ExportError> {
    let too_big = |reason: String| Err(ExportError::TooBig { cuadro: cuadro.nombre.clone(), reason });
    // The rows above the table are fewer than ten.
    if cuadro.filas.len() > MAX_ROWS - 10 {
        return too_big(format!("tiene {} filas y caben {MAX_ROWS}", cuadro.filas.len()));
    }
    if cuadro.columnas.len() > MAX_COLUMNS {
        return too_big(format!("tiene {} columnas y caben {MAX_COLUMNS}", cuadro.columnas.len()));
    }
    let texts = [&cuadro.titulo, &cuadro.fuente].into_iter().chain(&cuadro.nota);
    let cells = cuadro.filas.iter().flatten().filter_map(|cell| match cell {
        Celda::Texto(text) | Celda::Narracion(text) => Some(text),
        Celda::Numero(_) | Celda::Blanco => None,
    });
    // The words put before a note or a source.
    match texts.chain(cells).find(|text| text.encode_utf16().count() > MAX_TEXT - MAX_HEADER) {
        Some(text) => too_big(format!("un texto tiene {} caracteres y caben {MAX_TEXT}", text.chars().count())),
        None => Ok(()),
    }
}

fn properties(portada: &Portada) -> DocProperties {
    let (year, month, day) = portada.dia;
    let date = |year, month, day| ExcelDateTime::from_ymd(year, month, day);
    let day = match (u16::try_from(year), u8::try_from(month), u8::try_from(day)) {
        (Ok(year), Ok(month), Ok(day)) => date(year, month, day).ok(),
        _ => None,
    };
    let properties = DocProperties::new()
        .set_title(&portada.titulo)
        .set_subject(&portada.descripcion)
        .set_author(portada.autores.join("; "))
        .set_keywords(portada.palabras_clave.join(", "))
        .set_comment(format!("Producido con {}", portada.programa));
    // The library would write the time of the clock; the format knows no date before 1900.
    match day.or_else(|| date(1980, 1, 1).ok()) {
        Some(day) => properties.set_creation_datetime(&day),
        None => properties,
    }
}

fn cover(sheet: &mut Worksheet, portada: &Portada, cuadros: &[Cuadro], looks: &Looks) -> Result<(), XlsxError> {
    sheet.set_name(COVER)?.set_column_width(0, PROSE as f64)?.set_paper_size(LETTER).set_print_fit_to_pages(1, 0);
    let wrapped_title = looks.title.clone().set_text_wrap();
    sheet.write_string_with_format(0, 0, &portada.titulo, &wrapped_title)?;
    sheet.set_row_height(0, LINE_TITLE * wrapped(&portada.titulo, PROSE * 2 / 3) as f64)?;
    let mut row = 1;
    let mut say = |text: &str, look: &Format| {
        sheet.write_string_with_format(row, 0, text, look)?;
        // Room above a heading stands for the empty row that is not there.
        let line = if std::ptr::eq(look, &looks.subtitle) { LINE_SUBTITLE } else { LINE };
        sheet.set_row_height(row, line * wrapped(text, PROSE) as f64)?;
        row += 1;
        Ok::<_, XlsxError>(())
    };
    if portada.ejemplo {
        say(EJEMPLO, &looks.warning)?;
    }
    say("Qué contiene", &looks.subtitle)?;
    say(&portada.descripcion, &looks.prose)?;
    say(
        "La hoja Contenido lista los cuadros, con un enlace a cada uno. La hoja Notas explica cómo leerlos. \
         Cada una de las demás hojas tiene un cuadro.",
        &looks.prose,
    )?;
    if let Some(vigencia) = portada.vigencia {
        say("Vigencia", &looks.subtitle)?;
        say(&vigencia.to_string(), &looks.prose)?;
    }
    if let Some(fecha) = &portada.fecha {
        say("Fecha", &looks.subtitle)?;
        say(&Fecha::parse(fecha).map_or_else(|| fecha.clone(), Fecha::larga), &looks.prose)?;
    }
    if !portada.autores.is_empty() {
        say(if portada.autores.len() == 1 { "Autor" } else { "Autores" }, &looks.subtitle)?;
        say(&locale::lista(&portada.autores), &looks.prose)?;
    }
    say("De dónde salen los cuadros", &looks.subtitle)?;
    say(&format!("Documento {}, producido con {}.", portada.documento, portada.programa), &looks.prose)?;
    // Many files have a table of their own.
    if let Some(table) = cuadros.iter().find(|c| c.nombre == INPUTS) {
        let files = table.filas.len();
        say(&format!("Sale de {files} archivos; la hoja «{INPUTS}» los nombra con su huella BLAKE3."), &looks.prose)?;
        return Ok(());
    }
    if !portada.entradas.is_empty() {
        say("Sale de los archivos siguientes. Después de cada uno va su huella BLAKE3.", &looks.prose)?;
    }
    for entrada in &portada.entradas {
        say(&format!("{}: {}", entrada.archivo, entrada.blake3), &looks.prose)?;
    }
    Ok(())
}

fn contents(sheet: &mut Worksheet, cuadros: &[Cuadro], names: &[String], looks: &Looks) -> Result<(), XlsxError> {
    const FIRST: u32 = 3;
    sheet.set_name(CONTENTS)?.set_paper_size(LETTER).set_print_fit_to_pages(1, 0);
    for (column, width) in [(0, NAMES), (1, PROSE), (2, NARROW), (3, NARROW)] {
        sheet.set_column_width(column, width as f64)?;
    }
    sheet.write_string_with_format(0, 0, "Contenido", &looks.title)?;
    sheet.write_string(1, 0, "Esta hoja tiene una tabla: una fila por hoja del libro, con su enlace.")?;
    let headers =
        [("Hoja", Clase::Texto), ("Título", Clase::Texto), ("Filas", Clase::Entero), ("Columnas", Clase::Entero)];
    let last = FIRST - 1 + u32::try_from(cuadros.len()).unwrap_or(u32::MAX) + 1;
    sheet.add_table(
        FIRST - 1,
        0,
        last,
        3,
        &table("contenido", "Contenido del libro", &headers.map(own), false, looks),
    )?;
    let count = number_format(Clase::Entero);
    let notes = (NOTES, "Notas para leer los cuadros", note_rows(cuadros, names).len(), 2);
    let tables =
        cuadros.iter().zip(names).map(|(c, n)| (n.as_str(), c.titulo.as_str(), c.filas.len(), c.columnas.len()));
    for (row, (name, title, rows, columns)) in (FIRST..).zip(std::iter::once(notes).chain(tables)) {
        let target = Url::new(format!("internal:'{}'!A1", name.replace('\'', "''"))).set_text(name);
        sheet.write_url_with_format(row, 0, target, &looks.link)?;
        sheet.write_string_with_format(row, 1, title, looks.of_text(title))?;
        fit(sheet, row, wrapped(title, PROSE))?;
        sheet.write_number_with_format(row, 2, rows as f64, &count)?;
        sheet.write_number_with_format(row, 3, columns as f64, &count)?;
    }
    sheet.set_freeze_panes(FIRST, 0)?;
    Ok(())
}

fn notes(sheet: &mut Worksheet, cuadros: &[Cuadro], names: &[String], looks: &Looks) -> Result<(), XlsxError> {
    const FIRST: u32 = 3;
    sheet.set_name(NOTES)?.set_paper_size(LETTER).set_print_fit_to_pages(1, 0);
    sheet.set_column_width(0, NAMES as f64)?.set_column_width(1, PROSE as f64)?;
    sheet.write_string_with_format(0, 0, "Notas", &looks.title)?;
    sheet.write_string(1, 0, "Esta hoja tiene una tabla: una fila por nota, con la hoja a la que se refiere.")?;
    let rows = note_rows(cuadros, names);
    let headers = [("Hoja", Clase::Texto), ("Nota", Clase::Texto)];
    let last = FIRST - 1 + u32::try_from(rows.len()).unwrap_or(u32::MAX);
    sheet.add_table(FIRST - 1, 0, last, 1, &table("notas", "Notas de los cuadros", &headers.map(own), false, looks))?;
    for (row, (name, note)) in (FIRST..).zip(rows) {
        sheet.write_string_with_format(row, 0, name, &looks.text)?;
        sheet.write_string_with_format(row, 1, &note, looks.of_text(&note))?;
        fit(sheet, row, wrapped(&note, PROSE))?;
    }
    sheet.set_freeze_panes(FIRST, 0)?;
    Ok(())
}

/// What has to be known to read the tables: first what holds for all of them, then the note of each.
fn note_rows<'a>(cuadros: &'a [Cuadro], names: &'a [String]) -> Vec<(&'a str, String)> {
    let has = |clase| cuadros.iter().flat_map(|c| &c.columnas).any(|c| c.clase == clase);
    let mut rows = vec!["Una celda en blanco no tiene dato o no aplica. Una celda en blanco nunca quiere decir cero."];
    if [Clase::Puntos, Clase::Diferencia, Clase::Proporcion].into_iter().any(has) {
        rows.push("Los números con decimales se muestran redondeados; la celda guarda el valor completo.");
    }
    if has(Clase::Puntos) {
        rows.push("Los índices van en puntos, de 0 a 100.");
    }
    if has(Clase::Diferencia) {
        rows.push("Las diferencias entre índices van en puntos y con su signo, nunca en porcentaje.");
    }
    if has(Clase::Proporcion) {
        rows.push("Las proporciones se muestran en porcentaje; la celda guarda un número entre 0 y 1.");
    }
    let general = rows.into_iter().map(|note| ("Todas", note.to_owned()));
    let own = cuadros.iter().zip(names).filter_map(|(c, name)| Some((name.as_str(), c.nota.clone()?)));
    general.chain(own).collect()
}

fn table_sheet(
    sheet: &mut Worksheet,
    cuadro: &Cuadro,
    name: &str,
    ejemplo: bool,
    looks: &Looks,
) -> Result<(), XlsxError> {
    sheet.set_landscape().set_paper_size(LETTER).set_print_fit_to_pages(1, 0);
    let mut above = Vec::new();
    if ejemplo {
        above.push((EJEMPLO.to_owned(), &looks.warning));
    }
    if !cuadro.fuente.is_empty() {
        above.push((format!("Fuente: {}", one_line(&cuadro.fuente)), &looks.plain));
    }
    if let Some(nota) = &cuadro.nota {
        above.push((format!("Nota: {}", one_line(nota)), &looks.plain));
    }
    let what = match cuadro.filas.len() {
        0 => "Esta hoja tiene una tabla sin filas.".to_owned(),
        _ => "Esta hoja tiene una tabla; las celdas en blanco no tienen dato o no aplican.".to_owned(),
    };
    above.push((what, &looks.plain));
    sheet.write_string_with_format(0, 0, one_line(&cuadro.titulo), &looks.title)?;
    let mut row = 1;
    for (text, look) in above {
        // On one line: these rows stay in view, and a tall one would hide the table.
        let look = if std::ptr::eq(look, &looks.warning) { &look.clone().unset_text_wrap() } else { look };
        sheet.write_string_with_format(row, 0, text, look)?;
        row += 1;
    }
    let Some(last_column) = cuadro.columnas.len().checked_sub(1).and_then(|n| u16::try_from(n).ok()) else {
        return Ok(());
    };
    let headers = headers(&cuadro.columnas);
    let widths: Vec<_> = cuadro.columnas.iter().enumerate().map(|(i, c)| width(c, &headers[i].0, cuadro, i)).collect();
    for (index, width) in (0u16..).zip(&widths) {
        sheet.set_column_width(index, (*width + MARGIN) as f64)?;
    }
    let tallest = headers.iter().zip(&widths).map(|((header, _), width)| wrapped(header, width - BUTTON));
    fit(sheet, row, tallest.max().unwrap_or(1))?;
    let last_row = row + u32::try_from(cuadro.filas.len()).unwrap_or(u32::MAX).max(1);
    sheet.add_table(row, 0, last_row, last_column, &table(name, &cuadro.titulo, &headers, true, looks))?;
    let numbers: Vec<_> = cuadro.columnas.iter().map(|c| number_format(c.clase)).collect();
    for (row, cells) in (row + 1..).zip(&cuadro.filas) {
        let lines = cells.iter().zip(&widths).map(|(cell, width)| match cell {
            Celda::Texto(text) | Celda::Narracion(text) => wrapped(text, *width),
            Celda::Numero(_) | Celda::Blanco => 1,
        });
        fit(sheet, row, lines.max().unwrap_or(1))?;
        for (column, (cell, format)) in (0u16..).zip(cells.iter().zip(&numbers)) {
            match cell {
                Celda::Texto(text) | Celda::Narracion(text) => {
                    sheet.write_string_with_format(row, column, text, looks.of_text(text))?;
                }
                Celda::Numero(value) => {
                    if let Some(value) = clean(*value) {
                        sheet.write_number_with_format(row, column, value, format)?;
                    }
                }
                Celda::Blanco => {}
            }
        }
    }
    sheet.set_freeze_panes(row + 1, 0)?.set_repeat_rows(row, row)?;
    // A code such as 05001 is a text on purpose.
    sheet.ignore_error_range(row + 1, 0, last_row, last_column, IgnoreError::NumberStoredAsText)?;
    Ok(())
}

fn own((name, clase): (&str, Clase)) -> (String, Clase) {
    (name.to_owned(), clase)
}

/// A marked-up table; its style adds no colour.
fn table(name: &str, title: &str, headers: &[(String, Clase)], filter: bool, looks: &Looks) -> Table {
    let columns: Vec<_> = headers
        .iter()
        .map(|(header, clase)| {
            let look = if *clase == Clase::Texto { &looks.header } else { &looks.header_right };
            TableColumn::new().set_header(header).set_header_format(look)
        })
        .collect();
    Table::new()
        .set_name(name)
        .set_alt_text_title(one_line(title))
        .set_style(TableStyle::None)
        .set_banded_rows(false)
        .set_autofilter(filter)
        .set_columns(&columns)
}

/// The headers of the columns; the format wants them all different and none empty.
fn headers(columnas: &[Columna]) -> Vec<(String, Clase)> {
    let mut taken = BTreeSet::new();
    columnas
        .iter()
        .map(|c| {
            let name = one_line(&c.nombre);
            (unique(if name.is_empty() { &c.clave } else { &name }, MAX_HEADER, &mut taken), c.clase)
        })
        .collect()
}

#[cfg(test)]
mod tests;
