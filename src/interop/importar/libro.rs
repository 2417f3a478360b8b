//! Workbooks: their sheets, and the cells of a sheet with what calamine keeps of them.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{DataRef, ExcelDateTime, Reader, SheetVisible, Style, Xlsx};

use crate::locale::Fecha;

use super::super::yaml;
use super::partes::{self, Vista};
use super::{ImportError, celda};

pub use super::celda::{Cell, Fila, Format, Value, date};
pub use super::hoja::{HEADER_ROWS, Sheet, address};

/// Cells that a sheet may have: six times a national file.
pub const MAX_CELLS: usize = 4_000_000;

/// A workbook whose parts have been looked at.
pub struct Libro<'a> {
    archivo: &'a str,
    book: Xlsx<Cursor<&'a [u8]>>,
    /// In the order of the workbook.
    pub hojas: Vec<Hoja>,
}

/// A sheet that has not been read yet.
#[derive(Debug, Clone)]
pub struct Hoja {
    pub nombre: String,
    /// A person can see it without showing it first.
    pub visible: bool,
    vista: Vista,
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

impl<'a> Libro<'a> {
    /// Opens a workbook after its parts were looked at with bounds; sheets are read one by one.
    ///
    /// # Errors
    /// [`ImportError`] where the bytes are no workbook, or one that unpacks to too much.
    pub fn open(archivo: &'a str, bytes: &'a [u8]) -> Result<Self, ImportError> {
        if is_old_workbook(bytes) {
            return Err(old_workbook(archivo));
        }
        let seen = partes::look(archivo, bytes)?;
        let book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| unreadable(archivo))?;
        let mut seen = seen.into_iter();
        let hojas = book.sheets_metadata().iter().map(|sheet| Hoja {
            nombre: sheet.name.clone(),
            visible: sheet.visible == SheetVisible::Visible,
            vista: seen.next().unwrap_or_default(),
        });
        let hojas = hojas.collect();
        Ok(Self { archivo, book, hojas })
    }

    /// A sheet; `None` where it is a chart and has no cells.
    ///
    /// # Errors
    /// [`ImportError`] where it cannot be read, or has too many cells.
    pub fn sheet(&mut self, hoja: &Hoja) -> Result<Option<Sheet>, ImportError> {
        let Some(mut rows) = self.cells(hoja, usize::MAX)? else { return Ok(None) };
        if hoja.vista.formulas {
            self.formats(&hoja.nombre, &mut rows).ok_or_else(|| unreadable(self.archivo))?;
        }
        if hoja.vista.combinadas {
            self.merged(&hoja.nombre, &mut rows)?;
        }
        Ok(Some(self.finished(hoja, rows)))
    }

    /// The rows of a sheet in which a header is looked for; their formats may be missing.
    ///
    /// # Errors
    /// As of [`Self::sheet`].
    pub fn peek(&mut self, hoja: &Hoja) -> Result<Option<Sheet>, ImportError> {
        Ok(self.cells(hoja, HEADER_ROWS)?.map(|rows| self.finished(hoja, rows)))
    }

    fn finished(&self, hoja: &Hoja, mut rows: Rows) -> Sheet {
        rows.values_mut().for_each(Fila::shrink);
        Sheet::new(self.archivo, &hoja.nombre, rows, hoja.vista.ocultas.clone())
    }

    /// The cells of the first `most` rows that have any.  Where the sheet has formulas,
    /// calamine gives them or the formats, and the formats are to be read afterwards.
    fn cells(&mut self, hoja: &Hoja, most: usize) -> Result<Option<Rows>, ImportError> {
        let nombre = &hoja.nombre;
        let unreadable = || unreadable(self.archivo);
        let since_1904 = self.book.has_1904_epoch();
        let mut rows = Rows::new();
        // The row in hand: cells come row after row.
        let mut here = (0, Fila::default());
        let mut count = 0;
        let mut reader = match self.book.worksheet_cells_reader(nombre) {
            Ok(reader) => reader,
            Err(calamine::XlsxError::NotAWorksheet(_)) => return Ok(None),
            Err(_) => return Err(unreadable()),
        };
        let meanings = meanings(reader.styles());
        loop {
            let (pos, read, formula, style) = if hoja.vista.formulas {
                let Some(read) = reader.next_cell_with_formula().map_err(|_| unreadable())? else { break };
                (read.pos, read.value, read.formula.is_some(), 0)
            } else {
                let Some((read, style)) = reader.next_cell_with_style_id().map_err(|_| unreadable())? else { break };
                (read.get_position(), read.get_value().clone(), false, style)
            };
            let Some(value) = value(read, formula) else { continue };
            count += 1;
            if count > MAX_CELLS {
                return Err(ImportError::new(
                    format!("la hoja «{nombre}» tiene más de {MAX_CELLS} celdas"),
                    "deje en el libro solo las filas que va a importar",
                ));
            }
            let (row, column) = pos;
            // No style is the first of the list, which a cell need not name.
            let format = if style > 0 { meanings.get(style).copied() } else { None };
            let cell = Cell { value, format: format.unwrap_or(Format::General), formula, since_1904 };
            if row != here.0 {
                keep(&mut rows, &mut here);
                if rows.len() > most && !rows.contains_key(&row) {
                    break;
                }
                here = (row, rows.remove(&row).unwrap_or_default());
            }
            if (!cell.is_blank() || formula) && !here.1.add(column, cell) {
                return Err(ImportError::new(
                    format!(
                        "«{}» tiene dos veces la celda {} de la hoja «{nombre}»",
                        self.archivo,
                        address(row, column)
                    ),
                    "ábralo en Excel, que la deja una sola vez, revise su valor y guárdelo de nuevo",
                ));
            }
        }
        keep(&mut rows, &mut here);
        Ok(Some(rows))
    }

    /// Puts the number format of each cell beside its value.
    fn formats(&mut self, nombre: &str, rows: &mut Rows) -> Option<()> {
        let mut reader = self.book.worksheet_cells_reader(nombre).ok()?;
        let meanings = meanings(reader.styles());
        while let Some((row, column, style)) = reader.next_style_id().ok()? {
            if let Some(cell) = rows.get_mut(&row).and_then(|cells| cells.get_mut(column)) {
                cell.format = meanings.get(style).copied().unwrap_or(Format::General);
            }
        }
        Some(())
    }

    /// A value merged over several rows belongs to all of them.
    fn merged(&mut self, nombre: &str, rows: &mut Rows) -> Result<(), ImportError> {
        let mut left_to_do = MAX_CELLS;
        for merged in self.book.merge_cells_by_sheet_name(nombre).unwrap_or_default() {
            let (top, left) = merged.start;
            let bottom = merged.end.0;
            let Some(cell) = rows.get(&top).and_then(|cells| cells.get(&left)).cloned() else { continue };
            if bottom <= top {
                continue;
            }
            for (_, cells) in rows.range_mut(top + 1..=bottom) {
                left_to_do = left_to_do.checked_sub(1).ok_or_else(|| unreadable(self.archivo))?;
                cells.add(left, cell.clone());
            }
        }
        Ok(())
    }
}

type Rows = BTreeMap<u32, Fila>;

/// Puts the row in hand among the others, unless it is empty.
fn keep(rows: &mut Rows, (row, cells): &mut (u32, Fila)) {
    if !cells.is_empty() {
        rows.insert(*row, std::mem::take(cells));
    }
}

/// What the number formats of a workbook's styles mean.
fn meanings(styles: &[Style]) -> Vec<Format> {
    let of = |style: &Style| style.number_format.as_ref().map_or(Format::General, |f| celda::meaning(&f.format_code));
    styles.iter().map(of).collect()
}

/// What a cell holds; `None` where it is empty.
fn value(read: DataRef<'_>, formula: bool) -> Option<Value> {
    Some(match read {
        DataRef::Empty if formula => Value::Blank,
        DataRef::Empty => return None,
        DataRef::Int(n) => Value::Number(n as f64),
        DataRef::Float(n) => Value::Number(n),
        DataRef::String(text) => Value::Text(text),
        DataRef::SharedString(text) => Value::Text(text.to_owned()),
        DataRef::Bool(value) => Value::Bool(value),
        DataRef::DateTime(when) => moment(&when, formula),
        DataRef::DateTimeIso(text) => match text.get(..10).and_then(Fecha::parse) {
            Some(fecha) => Value::Date(fecha),
            None => Value::Time(text),
        },
        DataRef::DurationIso(text) => Value::Time(text),
        DataRef::Error(error) => Value::Error(error.to_string()),
    })
}

/// A number in a cell with the format of a date or a time.
fn moment(when: &ExcelDateTime, formula: bool) -> Value {
    let days = when.as_f64();
    // What a program leaves that writes formulas and does not calculate them.
    if formula && days == 0.0 {
        return Value::Number(0.0);
    }
    if !when.is_datetime() {
        return Value::Time(format!("{} h", yaml::number(days * 24.0).replace('.', ",")));
    }
    let (year, month, day, hour, minute, ..) = when.to_ymd_hms_milli();
    if days < 1.0 {
        return Value::Time(format!("{hour}:{minute:02}"));
    }
    date(i64::from(year), month, day).map_or_else(|| Value::Text(days.to_string()), Value::Date)
}
