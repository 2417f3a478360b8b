//! Tables as text: how a file is read as one, the lines of its records, and a table
//! of it with a column an index as a sheet.

use std::borrow::Cow;
use std::collections::BTreeMap;

use csv::{ByteRecord, ReaderBuilder};

use crate::diagnostic::{Diagnostic, Diagnostics};

use super::celda::{Cell, Fila};
use super::hoja::{HEADER_ROWS, Sheet};
use super::libro::MAX_CELLS;
use super::partes::Ocultas;
use super::{ImportError, Origen};

/// How the bytes of the file are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Windows1252,
}

/// The bytes without mark, their encoding, and how it is called.
fn decode(bytes: &[u8]) -> (Cow<'_, [u8]>, Encoding, &'static str) {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        let (text, _, _) = encoding_rs::UTF_16LE.decode(bytes);
        return (Cow::Owned(text.into_owned().into_bytes()), Encoding::Utf8, "UTF-16");
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(_) => (Cow::Borrowed(bytes), Encoding::Utf8, "UTF-8"),
        Err(_) => (Cow::Borrowed(bytes), Encoding::Windows1252, "Windows-1252 (Latin-1), porque no es UTF-8"),
    }
}

impl Encoding {
    pub fn text(self, field: &[u8]) -> String {
        match self {
            Self::Utf8 => String::from_utf8_lossy(field).into_owned(),
            Self::Windows1252 => encoding_rs::WINDOWS_1252.decode_without_bom_handling(field).0.into_owned(),
        }
    }
}

/// The sign that most often separates the fields of the first lines.
fn separator(bytes: &[u8]) -> u8 {
    let head = &bytes[..bytes.len().min(4_096)];
    let lines: Vec<_> = head.split(|b| *b == b'\n').take(HEADER_ROWS).collect();
    let count = |sign: u8| lines.iter().map(|l| l.iter().filter(|b| **b == sign).count()).max().unwrap_or(0);
    // A decimal comma is inside a field only where fields are separated by something else.
    [b';', b'\t', b','].into_iter().filter(|s| count(*s) >= 3).max_by_key(|s| count(*s)).unwrap_or(b',')
}

/// A file of text as it is read.
pub struct Delimitado<'a> {
    pub bytes: Cow<'a, [u8]>,
    pub encoding: Encoding,
    /// The encoding in words.
    pub called: &'static str,
    /// Between fields.
    pub sign: u8,
}

impl<'a> Delimitado<'a> {
    /// Finds encoding and separator of a text.
    ///
    /// # Errors
    /// [`ImportError`] where it is none.
    pub fn open(origen: &Origen<'a>) -> Result<Self, ImportError> {
        let (bytes, encoding, called) = decode(origen.bytes);
        if bytes.contains(&0) {
            return Err(ImportError::new(
                format!("«{}» no es un libro de Excel (.xlsx) ni un CSV", origen.archivo),
                "descargue de nuevo el archivo, o ábralo en Excel y guárdelo como .xlsx",
            ));
        }
        let sign = separator(&bytes);
        Ok(Self { bytes, encoding, called, sign })
    }

    /// Whether the first line has the keys of columns, as this program exports a table.
    pub fn is_exported(&self) -> bool {
        let line = self.bytes.split(|b| matches!(b, b'\r' | b'\n')).next().unwrap_or_default();
        let mut keys = line.split(|b| *b == b';');
        keys.clone().count() > 1 && keys.all(|key| is_key(&self.encoding.text(key)))
    }

    /// The table as a sheet, where `header` finds in it the header that is looked for, with the
    /// row of that header and the lines whose fields do not stand under it; its rows are the
    /// lines of the file.
    ///
    /// # Errors
    /// [`ImportError`] where it cannot be read.
    pub fn sheet(
        &self,
        archivo: &str,
        header: &dyn Fn(&Sheet) -> Option<u32>,
    ) -> Result<Option<(Sheet, u32, Diagnostics)>, ImportError> {
        let mut reader =
            ReaderBuilder::new().has_headers(false).flexible(true).delimiter(self.sign).from_reader(&self.bytes[..]);
        let mut record = ByteRecord::new();
        let mut lines = Lines::new(&self.bytes);
        let exported = self.is_exported();
        let mut count = 0;
        let mut fields: BTreeMap<u32, usize> = BTreeMap::new();
        let mut rows: BTreeMap<u32, Fila> = BTreeMap::new();
        let whole = |rows: &BTreeMap<_, _>| Sheet::new(archivo, "", rows.clone(), Ocultas::default());
        while next(&mut reader, &mut record, archivo)? {
            let row = u32::try_from(lines.of(&record) - 1).unwrap_or(u32::MAX);
            let text = |field: &[u8]| {
                let text = self.encoding.text(field);
                // What it puts before a text that a spreadsheet would run.
                if exported { text.strip_prefix('\'').map(str::to_owned).unwrap_or(text) } else { text }
            };
            let cells = (0u32..).zip(record.iter()).map(|(column, field)| (column, Cell::of_text(&text(field))));
            let mut cells: Fila = cells.filter(|(_, cell)| !cell.is_blank()).collect();
            cells.shrink();
            count += cells.len();
            if count > MAX_CELLS {
                return Err(ImportError::new(
                    format!("«{archivo}» tiene más de {MAX_CELLS} celdas"),
                    "deje en el archivo solo las filas que va a importar",
                ));
            }
            if !cells.is_empty() {
                rows.insert(row, cells);
                fields.insert(row, record.len());
                if rows.len() == HEADER_ROWS && header(&whole(&rows)).is_none() {
                    return Ok(None);
                }
            }
        }
        let sheet = Sheet::new(archivo, "", rows, Ocultas::default());
        let Some(row) = header(&sheet) else { return Ok(None) };
        let sheet = sheet.headed(row);
        let mut found = Diagnostics::default();
        for finding in ragged(&sheet, row, &fields) {
            found.push(finding);
        }
        Ok(Some((sheet, row, found)))
    }
}

/// The lines below the header with more or fewer fields: their values stand under other
/// columns.  A note has one field, whatever the others have.
fn ragged(sheet: &Sheet, header: u32, fields: &BTreeMap<u32, usize>) -> Vec<Diagnostic> {
    let width = fields.get(&header).copied().unwrap_or_default();
    let below = fields.range(header + 1..).filter(|(_, fields)| **fields != width);
    let table = below.filter(|(row, _)| sheet.row(**row).is_some_and(|cells| cells.len() > 1));
    let finding = |(row, fields): (&u32, &usize)| {
        let column = sheet.row(*row).into_iter().flat_map(Fila::keys).next().copied().unwrap_or_default();
        wrong_width(*fields, width).at(&sheet.place(*row, column))
    };
    table.map(finding).collect()
}

/// The finding for a line with more or fewer fields than the header.
pub fn wrong_width(fields: usize, width: usize) -> Diagnostic {
    Diagnostic::error("fila-descuadrada", format!("la línea tiene {fields} columnas y el encabezado tiene {width}"))
        .remedy("revise si un texto con el separador quedó sin comillas")
}

/// Whether a header is written as this program writes it in a text.
pub fn is_key(header: &str) -> bool {
    !header.is_empty() && header.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

/// A table that this program exported as text, and that does not have all that was measured.
pub fn without_results(archivo: &str) -> ImportError {
    ImportError::new(
        format!("«{archivo}» es un cuadro que exportó este programa y no trae todos los datos"),
        "importe el cuadro «resultados» del informe de una entidad o del consolidado, exportado como CSV o como libro",
    )
}

/// `leído como UTF-8, con separador coma`.
pub fn described(called: &str, sign: u8) -> String {
    let named = match sign {
        b';' => "punto y coma",
        b'\t' => "tabulador",
        _ => "coma",
    };
    format!("leído como {called}, con separador {named}")
}

/// Counts lines as an editor does; the reader's own count lags behind where
/// lines end in CR LF.
pub struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u64,
}

impl<'a> Lines<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0, line: 1 }
    }

    /// The line, from 1, on which a record begins; records come in order.
    pub fn of(&mut self, record: &ByteRecord) -> u64 {
        let start = record.position().and_then(|p| usize::try_from(p.byte()).ok()).unwrap_or(self.at);
        while let Some(byte) = self.bytes.get(self.at) {
            let end = matches!(byte, b'\r' | b'\n');
            if self.at >= start && !end {
                break;
            }
            // A CR alone ends a line too.
            self.line += u64::from(*byte == b'\n' || (*byte == b'\r' && self.bytes.get(self.at + 1) != Some(&b'\n')));
            self.at += 1;
        }
        self.line
    }
}

pub fn next(reader: &mut csv::Reader<&[u8]>, record: &mut ByteRecord, archivo: &str) -> Result<bool, ImportError> {
    reader.read_byte_record(record).map_err(|_| {
        ImportError::new(
            format!("«{archivo}» no se puede leer como CSV"),
            "ábralo en Excel y guárdelo como .xlsx o CSV UTF-8",
        )
    })
}
