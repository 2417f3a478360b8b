//! The tables as a workbook fit to be published, after the practice for accessible
//! spreadsheets of the Government Analysis Function («Releasing statistics in
//! spreadsheets»): a cover, a list of contents, the notes, and one sheet for each table,
//! which starts in column A under its title and is marked up as a table.  No merged
//! cells, no empty rows or columns, no meaning in colour alone, no formulas.

use std::collections::BTreeSet;

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, IgnoreError, Table, TableColumn, TableStyle, Url,
    Workbook, Worksheet, XlsxError,
};

use crate::cuadro::{Celda, Clase, Columna, Cuadro};
use crate::locale::{self, Fecha};

use super::{EJEMPLO, ExportError, Portada, clean, one_line};

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

/// Widths of columns in characters.
const NARROW: usize = 10;
const WIDE: usize = 48;
const PROSE: usize = 80;
const NAMES: usize = 34;

/// Heights of a line in points, by the size of its letters.
const LINE: f64 = 15.0;
const LINE_TITLE: f64 = 21.0;
const LINE_SUBTITLE: f64 = 24.0;
/// The format allows no higher row.
const MAX_HEIGHT: f64 = 409.0;

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

/// The formats of cells.
struct Looks {
    title: Format,
    subtitle: Format,
    warning: Format,
    prose: Format,
    plain: Format,
    header: Format,
    header_right: Format,
    text: Format,
    /// A text that would become a formula if someone edited its cell.
    guarded: Format,
    link: Format,
}

impl Looks {
    fn new() -> Self {
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

    fn of_text(&self, text: &str) -> &Format {
        if text.starts_with(['=', '+', '-', '@']) { &self.guarded } else { &self.text }
    }
}

/// How the numbers of a class are shown; the cell keeps the whole value.
fn number_format(clase: Clase) -> Format {
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

/// Characters beside the text of a column: what its borders take, and the button of the filter.
const MARGIN: usize = 2;
const BUTTON: usize = 3;

/// Characters that a column needs: its longest text within reason, and the longest word of its header.
fn width(column: &Columna, header: &str, cuadro: &Cuadro, index: usize) -> usize {
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
fn wrapped(text: &str, width: usize) -> usize {
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
fn fit(sheet: &mut Worksheet, row: u32, lines: usize) -> Result<(), XlsxError> {
    if lines > 1 {
        sheet.set_row_height(row, (LINE * lines as f64).min(MAX_HEIGHT))?;
    }
    Ok(())
}

/// `name` without the characters that a sheet must not have.
fn sheet_name(name: &str) -> String {
    let legal = |c: char| match c {
        // Not allowed at either end, and a name may be cut right after one.
        '\'' => '’',
        c if "*?:[]\\/".contains(c) || c.is_control() => '_',
        c => c,
    };
    let name: String = name.trim().chars().map(legal).collect();
    if name.is_empty() { "cuadro".to_owned() } else { name }
}

/// A name for the table of a sheet; the prefix keeps it from looking like a cell.
fn table_name(sheet: &str) -> String {
    let legal = |c: char| if c.is_alphanumeric() || c == '_' { c } else { '_' };
    format!("cuadro_{}", sheet.chars().map(legal).collect::<String>())
}

/// `name` in at most `limit` UTF-16 units and different, whatever the case, from those `taken`.
fn unique(name: &str, limit: usize, taken: &mut BTreeSet<String>) -> String {
    let cut = |room: usize| {
        let mut used = 0;
        let fits = |c: &char| {
            used += c.len_utf16();
            used <= room
        };
        name.chars().take_while(fits).collect::<String>()
    };
    let first = std::iter::once(cut(limit));
    let numbered = (2..).map(|n: usize| {
        let end = format!("_{n}");
        cut(limit - end.len()) + &end
    });
    first.chain(numbered).find(|name| taken.insert(name.to_lowercase())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use calamine::{Data, Reader, Xlsx};

    use super::super::samples;
    use super::*;

    fn part(bytes: &[u8], name: &str) -> String {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a ZIP");
        let mut text = String::new();
        archive.by_name(name).expect(name).read_to_string(&mut text).expect("UTF-8");
        text
    }

    fn rows(bytes: &[u8], sheet: &str) -> Vec<Vec<Data>> {
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).expect("a workbook");
        let range = book.worksheet_range(sheet).expect(sheet);
        range.rows().map(<[_]>::to_vec).collect()
    }

    fn sample() -> Vec<u8> {
        let second = Cuadro { nombre: "otro/cuadro".into(), nota: None, ..samples::cuadro() };
        to_xlsx(&samples::portada(), &[samples::cuadro(), second]).expect("small tables")
    }

    #[test]
    fn the_tables_are_read_back() {
        let bytes = sample();
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(&bytes)).expect("a workbook");
        assert_eq!(book.sheet_names(), ["Portada", "Contenido", "Notas", "indice_por_entidad", "otro_cuadro"]);
        let rows = rows(&bytes, "indice_por_entidad");
        let text = |t: &str| Data::String(t.to_owned());
        let n = Data::Float;
        assert_eq!(rows[0][0], text("Índice por entidad"));
        assert_eq!(rows[1][0], text(EJEMPLO));
        assert_eq!(rows[2][0], text("Fuente: Función Pública, 2024"));
        assert_eq!(rows[3][0], text("Nota: Las entidades sin medición quedan en blanco."));
        assert_eq!(rows[5], ["Entidad", "Número de políticas", "Vigencia", "IDI", "Cambio", "Parte"].map(text));
        assert_eq!(rows[6], [text("Secretaría; «A»"), n(1234.0), n(2024.0), n(82.3), n(1.1), n(0.864)]);
        assert_eq!(rows[7], [text("=SUM(A1)"), n(0.0), n(2024.0), n(0.0), n(-1.5), n(0.0)]);
        let e = || Data::Empty;
        assert_eq!(rows[8], [text("dice \"no\"\nen dos líneas"), e(), n(2024.0), e(), e(), e()]);
        assert_eq!(rows[9], [text("- Ñame"), n(7.0), n(2024.0), text("sin medir"), n(0.0), n(1.0)]);
        assert_eq!(rows[10], [text("05001"), n(12.0), n(2023.0), n(100.0), e(), n(0.333333333333333)]);
        assert_eq!(rows.len(), 11);
        for sheet in book.sheet_names().clone() {
            assert!(book.worksheet_formula(&sheet).expect("a sheet").is_empty(), "{sheet} has formulas");
        }
    }

    #[test]
    fn sheets_are_accessible() {
        let bytes = sample();
        for (index, panes) in [(1, None), (2, Some("A4")), (3, Some("A4")), (4, Some("A7")), (5, Some("A6"))] {
            let xml = part(&bytes, &format!("xl/worksheets/sheet{index}.xml"));
            assert!(!xml.contains("mergeCell"), "{xml}");
            assert!(!xml.contains("<f>") && !xml.contains("hidden"), "{xml}");
            // Nothing but A1 is ever selected, and only the first sheet is.
            assert!(!xml.contains("activeCell="), "{xml}");
            assert_eq!(xml.contains("tabSelected=\"1\""), index == 1, "{xml}");
            match panes {
                Some(cell) => {
                    assert!(xml.contains(&format!("topLeftCell=\"{cell}\"")) && xml.contains("frozen"), "{xml}")
                }
                None => assert!(!xml.contains("<pane"), "{xml}"),
            }
            assert_eq!(xml.contains("<tablePart "), index > 1, "{xml}");
        }
        let table = part(&bytes, "xl/tables/table3.xml");
        assert!(
            table.contains("displayName=\"cuadro_indice_por_entidad\"") && table.contains("ref=\"A6:F11\""),
            "{table}"
        );
        let links = part(&bytes, "xl/worksheets/sheet2.xml");
        for target in ["Notas", "indice_por_entidad", "otro_cuadro"] {
            assert!(links.contains(&format!("location=\"'{target}'!A1\"")), "{links}");
        }
        let styles = part(&bytes, "xl/styles.xml");
        for code in ["+0.0;&quot;\u{2212}&quot;0.0;0.0", "0.0%", "0.0"] {
            assert!(styles.contains(&format!("formatCode=\"{code}\"")), "{code}: {styles}");
        }
    }

    #[test]
    fn the_workbook_says_what_it_is() {
        let bytes = sample();
        let core = part(&bytes, "docProps/core.xml");
        assert!(core.contains("<dc:title>Índice de prueba. Año 2024</dc:title>"), "{core}");
        assert!(core.contains("<dc:creator>Comisión de prueba</dc:creator>"), "{core}");
        assert_eq!(core.matches("2025-06-01T00:00:00Z").count(), 2, "{core}");
        let cover: Vec<_> = rows(&bytes, "Portada").into_iter().map(|row| row[0].to_string()).collect();
        for line in [EJEMPLO, "junio de 2025", "2024", "Comisión de prueba", "data/distrito/prueba.yaml: 00ff"] {
            assert!(cover.iter().any(|l| l == line), "{line}: {cover:?}");
        }
        assert!(cover.iter().all(|line| !line.is_empty()));
        let contents = rows(&bytes, "Contenido");
        assert_eq!(
            contents[4][..],
            [
                Data::String("indice_por_entidad".into()),
                Data::String("Índice por entidad".into()),
                Data::Float(5.0),
                Data::Float(6.0)
            ]
        );
        let notes = rows(&bytes, "Notas");
        assert_eq!(notes.len(), 9);
        assert_eq!(notes[8][0], Data::String("indice_por_entidad".into()));
    }

    #[test]
    fn the_same_tables_give_the_same_bytes() {
        let once = sample();
        std::thread::scope(|scope| {
            let others: Vec<_> = (0..4).map(|_| scope.spawn(sample)).collect();
            for other in others {
                assert!(other.join().expect("no panic") == once);
            }
        });
        let mut archive = zip::ZipArchive::new(Cursor::new(&once)).expect("a ZIP");
        for index in 0..archive.len() {
            let time = archive.by_index(index).expect("a part").last_modified().expect("a date");
            assert_eq!((time.year(), time.month(), time.day()), (1980, 1, 1));
        }
    }

    #[test]
    fn a_big_table_is_written_row_by_row_and_reads_the_same() {
        let columnas: Vec<_> = (0..60)
            .map(|i| Columna::new("x", format!("Columna {i}"), if i == 0 { Clase::Texto } else { Clase::Puntos }, None))
            .collect();
        let filas: Vec<Vec<_>> = (0..2_000u32)
            .map(|r| {
                let values = (1..60u32).map(|c| Celda::from((c % 7 > 0).then_some(f64::from(r * c % 1001) / 10.0)));
                std::iter::once(Celda::from(format!("=entidad {r}"))).chain(values).collect()
            })
            .collect();
        let big = Cuadro { columnas, filas, ..samples::cuadro() };
        let bytes = to_xlsx(&samples::portada(), std::slice::from_ref(&big)).expect("it fits");
        assert!(bytes == to_xlsx(&samples::portada(), std::slice::from_ref(&big)).expect("it fits"));
        let read = rows(&bytes, "indice_por_entidad");
        assert_eq!(read.len(), 6 + big.filas.len());
        for (cells, row) in big.filas.iter().zip(&read[6..]) {
            for (cell, value) in cells.iter().zip(row) {
                match cell {
                    Celda::Texto(text) | Celda::Narracion(text) => assert_eq!(*value, Data::String(text.clone())),
                    Celda::Numero(n) => assert_eq!(*value, Data::Float(*n)),
                    Celda::Blanco => assert_eq!(*value, Data::Empty),
                }
            }
        }
    }

    #[test]
    fn rows_are_as_high_as_their_texts() {
        assert_eq!([wrapped("", 10), wrapped("una línea", 10), wrapped("una\n\ndos", 10)], [1, 1, 3]);
        assert_eq!(wrapped("una dos tres cuatro", 8), 3);
        assert_eq!(wrapped("una ochoochoocho", 8), 3);
        assert_eq!(wrapped("ochoocho", 8), 1);
        let xml = part(&sample(), "xl/worksheets/sheet4.xml");
        assert!(xml.contains("<row r=\"6\" spans=\"1:6\" ht=\"30\" customHeight=\"1\">"), "{xml}");
        assert!(xml.contains("<row r=\"9\" spans=\"1:6\" ht=\"30\" customHeight=\"1\">"), "{xml}");
    }

    #[test]
    fn names_are_legal_and_different() {
        let mut taken = BTreeSet::from(["notas".to_owned()]);
        let mut name = |text: &str| unique(&sheet_name(text), MAX_SHEET_NAME, &mut taken);
        assert_eq!(name("Notas"), "Notas_2");
        assert_eq!(name("a/b"), "a_b");
        assert_eq!(name("A/B"), "A_B_2");
        let long = "politicas_por_entidad_y_vigencia_del_distrito";
        assert_eq!(name(long), "politicas_por_entidad_y_vigenci");
        assert_eq!(name(long), "politicas_por_entidad_y_vigen_2");
        assert_eq!(name(""), "cuadro");
        assert_eq!(name("politicas_por_entidad_y_vigenc'ias"), "politicas_por_entidad_y_vigenc’");
        let repeated = ["IDI", "idi", ""].map(|n| Columna::new("clave", n, Clase::Puntos, None));
        let headers: Vec<_> = headers(&repeated).into_iter().map(|(name, _)| name).collect();
        assert_eq!(headers, ["IDI", "idi_2", "clave"]);
    }

    #[test]
    fn what_does_not_fit_is_refused_and_what_is_empty_is_not() {
        let long = Cuadro { filas: vec![vec![Celda::from("x".repeat(40_000))]], ..samples::cuadro() };
        let error = to_xlsx(&samples::portada(), &[long]).expect_err("too long").to_string();
        assert!(error.contains("«indice_por_entidad»") && error.contains("40000"), "{error}");
        let empty = Cuadro { filas: Vec::new(), ..samples::cuadro() };
        let none = Cuadro { columnas: Vec::new(), filas: Vec::new(), ..samples::cuadro() };
        let bytes = to_xlsx(&Portada::default(), &[empty, none]).expect("legal");
        assert_eq!(rows(&bytes, "indice_por_entidad").len(), 5);
        assert_eq!(rows(&bytes, "indice_por_entidad_2").len(), 4);
        assert!(part(&bytes, "docProps/core.xml").contains("1980-01-01T00:00:00Z"));
    }
}
