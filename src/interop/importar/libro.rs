//! Workbooks: the cells of a sheet with what calamine keeps of them, their
//! number format, and whether a formula was ever calculated.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{DataRef, Reader, Xlsx};

use crate::diagnostic::{Place, SourceText};
use crate::locale::Fecha;

use super::super::yaml;
use super::{ImportError, clean, key};

/// Cells that a sheet may have: six times a national file.
const MAX_CELLS: usize = 4_000_000;
/// Rows in which a header is looked for.
pub const HEADER_ROWS: usize = 20;

/// A cell that holds something.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    pub value: Value,
    pub format: Format,
    pub formula: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing: a formula without a saved result.
    Blank,
    Number(f64),
    Text(String),
    Bool(bool),
    Date(Fecha),
    /// `#N/A` and the like.
    Error(String),
}

/// What the number format of a cell says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// The format of a new cell: it says nothing.
    General,
    Percent,
    /// A format that somebody chose.
    Chosen,
}

impl Cell {
    /// A cell of a text file.
    pub fn of_text(text: &str) -> Self {
        Self { value: Value::Text(text.to_owned()), format: Format::General, formula: false }
    }

    /// What a person sees in it, with decimal comma.
    pub fn shown(&self) -> String {
        match &self.value {
            Value::Blank => String::new(),
            Value::Number(n) if self.format == Format::Percent => {
                format!("{} %", yaml::number(n * 100.0).replace('.', ","))
            }
            Value::Number(n) => yaml::number(*n).replace('.', ","),
            Value::Text(text) => clean(text),
            Value::Bool(true) => "VERDADERO".to_owned(),
            Value::Bool(false) => "FALSO".to_owned(),
            Value::Date(fecha) => fecha.to_string(),
            Value::Error(error) => error.clone(),
        }
    }

    fn is_blank(&self) -> bool {
        !self.formula && self.shown().is_empty()
    }
}

/// A sheet: its cells by row and column, both from 0.
#[derive(Debug, Clone)]
pub struct Sheet {
    pub archivo: String,
    pub nombre: String,
    rows: BTreeMap<u32, BTreeMap<u32, Cell>>,
}

impl Sheet {
    pub fn rows(&self) -> impl Iterator<Item = (u32, &BTreeMap<u32, Cell>)> {
        self.rows.iter().map(|(row, cells)| (*row, cells))
    }

    pub fn row(&self, row: u32) -> Option<&BTreeMap<u32, Cell>> {
        self.rows.get(&row)
    }

    pub fn cell(&self, row: u32, column: u32) -> Option<&Cell> {
        self.rows.get(&row)?.get(&column)
    }

    /// The place of a cell, with what it shows.
    pub fn place(&self, row: u32, column: u32) -> Place {
        let shown = self.cell(row, column).map(Cell::shown).unwrap_or_default();
        SourceText::cell(&self.archivo, format!("{}!{}", self.nombre, address(row, column)), shown)
    }

    /// The first rows, one text per cell.
    pub fn head(&self) -> impl Iterator<Item = (u32, Vec<(u32, String)>)> {
        let texts = |cells: &BTreeMap<u32, Cell>| cells.iter().map(|(c, cell)| (*c, cell.shown())).collect();
        self.rows.iter().take(HEADER_ROWS).map(move |(row, cells)| (*row, texts(cells)))
    }
}

/// `H27` from a row and a column, both from 0.
pub fn address(row: u32, column: u32) -> String {
    let mut letters = String::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.insert(0, char::from(b'A' + u8::try_from((rest - 1) % 26).unwrap_or(0)));
        rest = (rest - 1) / 26;
    }
    format!("{letters}{}", row + 1)
}

pub fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK")
}

/// The container of the workbooks of Excel 97, and of encrypted ones.
pub fn is_old_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0])
}

pub fn old_workbook(archivo: &str) -> ImportError {
    ImportError::new(
        format!("«{archivo}» es un libro de Excel antiguo (.xls) o tiene contraseña"),
        "ábralo en Excel o LibreOffice, quítele la contraseña si la tiene y guárdelo como .xlsx",
    )
}

fn unreadable(archivo: &str) -> ImportError {
    ImportError::new(
        format!("«{archivo}» no se puede leer como libro de Excel (.xlsx)"),
        "ábralo en Excel o LibreOffice y guárdelo como .xlsx; si viene de internet, descárguelo de nuevo",
    )
}

/// The sheets to look at: the one that was asked for, those that are usual, or all.
///
/// # Errors
/// [`ImportError`] where the bytes are no workbook, or it has no such sheet.
pub fn sheets(archivo: &str, bytes: &[u8], wanted: Option<&str>, usual: &[&str]) -> Result<Vec<Sheet>, ImportError> {
    if is_old_workbook(bytes) {
        return Err(old_workbook(archivo));
    }
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| unreadable(archivo))?;
    let names = book.sheet_names();
    let chosen: Vec<_> = match wanted {
        Some(wanted) => {
            let found = names.iter().find(|name| name.as_str() == wanted);
            let found = found.or_else(|| names.iter().find(|name| key(name) == key(wanted)));
            vec![found.cloned().ok_or_else(|| {
                ImportError::new(
                    format!("«{archivo}» no tiene la hoja «{wanted}»"),
                    format!("las hojas son {}", crate::locale::lista(&names)),
                )
            })?]
        }
        None => match names.iter().find(|name| usual.contains(&key(name).as_str())) {
            Some(name) => vec![name.clone()],
            None => names,
        },
    };
    chosen.into_iter().filter_map(|name| sheet(&mut book, archivo, name).transpose()).collect()
}

/// A sheet; `None` where it is a chart and has no cells.
fn sheet(book: &mut Xlsx<Cursor<&[u8]>>, archivo: &str, nombre: String) -> Result<Option<Sheet>, ImportError> {
    let unreadable = || unreadable(archivo);
    let mut rows: BTreeMap<u32, BTreeMap<u32, Cell>> = BTreeMap::new();
    let mut count = 0;
    {
        let mut reader = match book.worksheet_cells_reader(&nombre) {
            Ok(reader) => reader,
            Err(calamine::XlsxError::NotAWorksheet(_)) => return Ok(None),
            Err(_) => return Err(unreadable()),
        };
        while let Some(read) = reader.next_cell_with_formula().map_err(|_| unreadable())? {
            let formula = read.formula.is_some();
            let value = match read.value {
                DataRef::Empty if formula => Value::Blank,
                DataRef::Empty => continue,
                DataRef::Int(n) => Value::Number(n as f64),
                DataRef::Float(n) => Value::Number(n),
                DataRef::String(text) => Value::Text(text),
                DataRef::SharedString(text) => Value::Text(text.to_owned()),
                DataRef::Bool(value) => Value::Bool(value),
                DataRef::DateTime(when) if when.is_datetime() => {
                    let (year, month, day, ..) = when.to_ymd_hms_milli();
                    date(i64::from(year), month, day)
                        .map_or_else(|| Value::Text(when.as_f64().to_string()), Value::Date)
                }
                DataRef::DateTime(when) => Value::Text(format!("{} h", yaml::number(when.as_f64() * 24.0))),
                DataRef::DateTimeIso(text) => match text.get(..10).and_then(Fecha::parse) {
                    Some(fecha) => Value::Date(fecha),
                    None => Value::Text(text),
                },
                DataRef::DurationIso(text) => Value::Text(text),
                DataRef::Error(error) => Value::Error(error.to_string()),
            };
            count += 1;
            if count > MAX_CELLS {
                return Err(ImportError::new(
                    format!("la hoja «{nombre}» tiene más de {MAX_CELLS} celdas"),
                    "deje en el libro solo las filas que va a importar",
                ));
            }
            let (row, column) = read.pos;
            rows.entry(row).or_default().insert(column, Cell { value, format: Format::General, formula });
        }
    }
    formats(book, &nombre, &mut rows).ok_or_else(unreadable)?;
    // A value merged over several rows belongs to all of them.
    for merged in book.merge_cells_by_sheet_name(&nombre).unwrap_or_default() {
        let (top, left) = merged.start;
        let Some(cell) = rows.get(&top).and_then(|cells| cells.get(&left)).cloned() else { continue };
        for cells in rows.range_mut(top + 1..=merged.end.0.max(top + 1)).map(|(_, cells)| cells) {
            if merged.end.0 > top {
                cells.entry(left).or_insert_with(|| cell.clone());
            }
        }
    }
    rows.retain(|_, cells| {
        cells.retain(|_, cell| !cell.is_blank());
        !cells.is_empty()
    });
    Ok(Some(Sheet { archivo: archivo.to_owned(), nombre, rows }))
}

/// Puts the number format of each cell beside its value.
fn formats(book: &mut Xlsx<Cursor<&[u8]>>, nombre: &str, rows: &mut BTreeMap<u32, BTreeMap<u32, Cell>>) -> Option<()> {
    let mut reader = book.worksheet_cells_reader(nombre).ok()?;
    let meanings: Vec<_> = reader
        .styles()
        .iter()
        .map(|style| style.number_format.as_ref().map_or(Format::General, |f| meaning(&f.format_code)))
        .collect();
    while let Some((row, column, style)) = reader.next_style_id().ok()? {
        if let Some(cell) = rows.get_mut(&row).and_then(|cells| cells.get_mut(&column)) {
            cell.format = meanings.get(style).copied().unwrap_or(Format::General);
        }
    }
    Some(())
}

/// What a number format code says: `0.0%` is a percentage, `"%"` in quotes is not.
fn meaning(code: &str) -> Format {
    let mut quoted = false;
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => quoted = !quoted,
            '\\' | '_' | '*' if !quoted => {
                chars.next();
            }
            '%' if !quoted => return Format::Percent,
            _ => {}
        }
    }
    let plain = code.trim();
    if plain.is_empty() || plain.eq_ignore_ascii_case("general") || plain == "@" {
        Format::General
    } else {
        Format::Chosen
    }
}

/// A day that exists.
pub fn date(year: i64, month: u8, day: u8) -> Option<Fecha> {
    Fecha::parse(&format!("{year:04}-{month:02}-{day:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_excel_does() {
        assert_eq!(address(0, 0), "A1");
        assert_eq!(address(26, 25), "Z27");
        assert_eq!(address(26, 26), "AA27");
        assert_eq!(address(26, 99), "CV27");
        assert_eq!(address(0, 16_383), "XFD1");
    }

    #[test]
    fn a_percent_sign_counts_where_excel_counts_it() {
        assert_eq!(meaning("0.0%"), Format::Percent);
        assert_eq!(meaning("0.0\"%\""), Format::Chosen);
        assert_eq!(meaning("0\\%"), Format::Chosen);
        assert_eq!(meaning("General"), Format::General);
        assert_eq!(meaning("0.00"), Format::Chosen);
    }
}
