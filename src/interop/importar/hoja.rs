//! A sheet: its cells by row and column, and where each stands in the workbook.
//! Sheets of one table each can be joined; then rows and columns are numbered on,
//! and only the places know of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Place, SourceText};

use super::celda::{Cell, Fila};
use super::partes::Ocultas;

/// Rows in which a header is looked for.
pub const HEADER_ROWS: usize = 20;
/// Rows that are numbered for each joined sheet; the format has half as many.
const ROWS: u32 = 1 << 21;
/// Columns of the format: those that only a joined sheet has come after them.
const COLUMNS: u32 = 1 << 14;
/// Sheets that can be joined.
pub const MAX_JOINED: usize = 1_000;

/// A sheet, or several of one table: cells by row and column, both from 0.
#[derive(Debug, Clone)]
pub struct Sheet {
    pub archivo: String,
    rows: BTreeMap<u32, Fila>,
    partes: Vec<Parte>,
    /// The part and its column, for each column that the first part does not have.
    extra: Vec<(usize, u32)>,
}

/// A sheet of the workbook.
#[derive(Debug, Clone)]
struct Parte {
    nombre: Arc<str>,
    header: u32,
    /// Its columns by those of the whole; empty where they are the same.
    columns: BTreeMap<u32, u32>,
    ocultas: Ocultas,
    /// The texts above the header.
    titulos: Vec<String>,
}

impl Sheet {
    pub fn new(archivo: &str, nombre: &str, rows: BTreeMap<u32, Fila>, ocultas: Ocultas) -> Self {
        let nombre = nombre.into();
        let parte = Parte { nombre, header: 0, columns: BTreeMap::new(), ocultas, titulos: Vec::new() };
        Self { archivo: archivo.to_owned(), rows, partes: vec![parte], extra: Vec::new() }
    }

    pub fn rows(&self) -> impl Iterator<Item = (u32, &Fila)> {
        self.rows.iter().map(|(row, cells)| (*row, cells))
    }

    pub fn row(&self, row: u32) -> Option<&Fila> {
        self.rows.get(&row)
    }

    /// Gives up the cells of a row that is read.
    pub fn leave(&mut self, row: u32) {
        self.rows.remove(&row);
    }

    pub fn cell(&self, row: u32, column: u32) -> Option<&Cell> {
        self.rows.get(&row)?.get(&column)
    }

    /// Whether it is a table of text, whose rows are lines.
    fn is_text(&self) -> bool {
        self.partes[0].nombre.is_empty()
    }

    /// `línea 4, POL07` of a table of text.
    fn line(&self, row: u32, column: u32) -> String {
        let header = self.cell(self.partes[0].header, column).map(Cell::shown).unwrap_or_default();
        format!("línea {}{}{header}", row + 1, if header.is_empty() { "" } else { ", " })
    }

    /// The place of a cell, with what it shows.
    pub fn place(&self, row: u32, column: u32) -> Place {
        let shown = self.cell(row, column).map(Cell::shown).unwrap_or_default();
        if self.is_text() {
            return SourceText::cell(&self.archivo, self.line(row, column), shown);
        }
        let (part, row, column) = self.origin(row, column);
        let nombre = &self.partes[part].nombre;
        SourceText::cell(&self.archivo, format!("{nombre}!{}", address(row, column)), shown)
    }

    /// `H27`; where several sheets are joined, with the name of its own.
    pub fn address(&self, row: u32, column: u32) -> String {
        if self.is_text() {
            return self.line(row, column);
        }
        let (part, row, column) = self.origin(row, column);
        let address = address(row, column);
        if self.partes.len() > 1 { format!("{}!{address}", self.partes[part].nombre) } else { address }
    }

    /// `A5:K31` for the rows from one to another, which are of one sheet, in those of
    /// the columns that it has.
    pub fn range(&self, rows: (u32, u32), columns: (u32, u32)) -> String {
        if self.is_text() {
            return match rows {
                (one, other) if one == other => format!("línea {}", one + 1),
                (one, other) => format!("líneas {}-{}", one + 1, other + 1),
            };
        }
        let parte = &self.partes[self.part(rows.0)];
        let (left, right) = match parte.columns.is_empty() {
            // A row is in the order of its columns.
            true => self.rows.get(&parte.header).and_then(|cells| cells.between(columns.0, columns.1.min(COLUMNS - 1))),
            false => {
                let own = parte.columns.range(columns.0..=columns.1).map(|(_, real)| *real);
                own.clone().min().zip(own.max())
            }
        }
        .unwrap_or(columns);
        format!("{}:{}", address(rows.0 % ROWS, left), address(rows.1 % ROWS, right))
    }

    /// The name of the sheet that a row stands in.
    pub fn nombre(&self, row: u32) -> &Arc<str> {
        &self.partes[self.part(row)].nombre
    }

    /// The names of the sheets that rows stand in, each once.
    pub fn nombres_de(&self, rows: &[u32]) -> String {
        let mut parts: Vec<_> = rows.iter().map(|row| self.part(*row)).collect();
        parts.sort_unstable();
        parts.dedup();
        parts.iter().map(|part| &*self.partes[*part].nombre).collect::<Vec<_>>().join(", ")
    }

    /// Whether two rows stand in one sheet.
    pub fn together(&self, one: u32, other: u32) -> bool {
        self.part(one) == self.part(other)
    }

    /// The names of its sheets.
    pub fn nombres(&self) -> impl Iterator<Item = &str> {
        self.partes.iter().map(|parte| &*parte.nombre)
    }

    /// The texts above the headers of its sheets.
    pub fn titulos(&self) -> impl Iterator<Item = &str> {
        self.partes.iter().flat_map(|parte| &parte.titulos).map(String::as_str)
    }

    /// `hoja «Plan», encabezado en la fila 3`.
    pub fn described(&self) -> String {
        if self.is_text() {
            return format!("encabezado en la línea {}", self.partes[0].header + 1);
        }
        let names: Vec<_> = self.partes.iter().map(|parte| format!("«{}»", parte.nombre)).collect();
        let mut rows: Vec<_> = self.partes.iter().map(|parte| (parte.header + 1).to_string()).collect();
        rows.dedup();
        let (hoja, fila) =
            (if names.len() == 1 { "hoja" } else { "hojas" }, if rows.len() == 1 { "la fila" } else { "las filas" });
        format!("{hoja} {}, encabezado en {fila} {}", crate::locale::lista(&names), crate::locale::lista(&rows))
    }

    /// The first rows, one text per cell; what is hidden comes last.
    pub fn head(&self) -> impl Iterator<Item = (u32, Vec<(u32, String)>)> {
        let hidden = &self.partes[0].ocultas;
        let mut rows: Vec<_> = self.rows.iter().take(HEADER_ROWS).collect();
        rows.sort_by_key(|(row, _)| hidden.has_row(**row));
        rows.into_iter().map(|(row, cells)| {
            let mut texts: Vec<_> = cells.iter().map(|(column, cell)| (*column, cell.shown())).collect();
            texts.sort_by_key(|(column, _)| hidden.has_column(*column));
            (*row, texts)
        })
    }

    fn part(&self, row: u32) -> usize {
        ((row / ROWS) as usize).min(self.partes.len() - 1)
    }

    /// The part, and the row and the column that a cell has in it.
    fn origin(&self, row: u32, column: u32) -> (usize, u32, u32) {
        let extra = column.checked_sub(COLUMNS).and_then(|at| self.extra.get(at as usize));
        match (self.part(row), extra) {
            // The header of a column that the first part does not have.
            (0, Some((part, column))) => (*part, self.partes[*part].header, *column),
            (part, _) => (part, row % ROWS, self.partes[part].columns.get(&column).copied().unwrap_or(column)),
        }
    }

    /// Sets where its header is; what stands above it are titles.
    pub fn headed(mut self, header: u32) -> Self {
        let above = self.rows.range(..header).flat_map(|(_, cells)| cells.values());
        let titulos = above.map(Cell::shown).filter(|text| !text.is_empty()).collect();
        self.partes[0].header = header;
        self.partes[0].titulos = titulos;
        self
    }

    /// Adds the rows below the header of another sheet; columns whose headers have one
    /// `name` are one.
    pub fn join(mut self, other: Self, name: &dyn Fn(&str) -> String) -> Self {
        let part = self.partes.len();
        let [mut own] = <[Parte; 1]>::try_from(other.partes).unwrap_or_else(|_| unreachable!("one sheet at a time"));
        let header = self.partes[0].header;
        let keys = |cells: Option<&Fila>| {
            let mut seen: BTreeMap<String, usize> = BTreeMap::new();
            let texts = cells.into_iter().flat_map(Fila::iter).map(|(column, cell)| (*column, name(&cell.shown())));
            let turned = texts.map(|(column, text)| {
                let turn = seen.entry(text.clone()).or_default();
                *turn += 1;
                ((text, *turn), column)
            });
            turned.collect::<Vec<_>>()
        };
        let known: BTreeMap<_, _> = keys(self.rows.get(&header)).into_iter().collect();
        let mut columns: BTreeMap<u32, u32> = BTreeMap::new();
        for (text, column) in keys(other.rows.get(&own.header)) {
            if let Some(same) = known.get(&text) {
                columns.insert(column, *same);
            }
        }
        let below: Vec<_> = other.rows.into_iter().filter(|(row, _)| *row >= own.header).collect();
        for (row, cells) in below {
            let mut placed = Fila::default();
            for (column, cell) in cells {
                let next = COLUMNS + u32::try_from(self.extra.len()).unwrap_or(u32::MAX - COLUMNS);
                let at = *columns.entry(column).or_insert(next);
                if at == next {
                    self.extra.push((part, column));
                }
                placed.add(at, cell);
            }
            if row == own.header {
                let new = placed.into_iter().filter(|(column, _)| *column >= COLUMNS);
                let first = self.rows.entry(header).or_default();
                new.for_each(|(column, cell)| {
                    first.add(column, cell);
                });
            } else {
                self.rows.insert(u32::try_from(part).unwrap_or(0) * ROWS + row, placed);
            }
        }
        own.columns = columns.into_iter().map(|(real, at)| (at, real)).collect();
        self.partes.push(own);
        self
    }

    /// What of its data is hidden and read all the same.
    pub fn hidden(&self) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        let hiding = self.partes.iter().enumerate().filter(|(_, parte)| parte.ocultas != Ocultas::default());
        for (part, parte) in hiding {
            let own = |row: &u32| self.part(*row) == part;
            let below = self.rows.iter().filter(|(row, _)| own(row) && **row % ROWS > parte.header);
            let rows: Vec<_> = below.map(|(row, _)| *row).filter(|row| parte.ocultas.has_row(*row % ROWS)).collect();
            let mut columns: Vec<_> = self
                .rows
                .iter()
                .filter(|(row, _)| own(row) && **row % ROWS >= parte.header)
                .flat_map(|(row, cells)| cells.keys().map(|column| (*row, *column)))
                .map(|(row, column)| (self.origin(row, column).2, row, column))
                .filter(|(real, _, _)| parte.ocultas.has_column(*real))
                .collect();
            columns.sort_unstable();
            columns.dedup_by_key(|(real, _, _)| *real);
            let nombre = &parte.nombre;
            let mut tell = |what: String, place: Place| {
                found.push(
                    Diagnostic::aviso(
                        "contenido-oculto",
                        format!("la hoja «{nombre}» tiene {what} con datos, y se leen"),
                    )
                    .at(&place)
                    .remedy("muéstrelas en Excel y revise si son de lo que se importa; si no, quítelas del libro"),
                );
            };
            if let Some(first) = rows.first() {
                let numbers: Vec<_> = rows.iter().map(|row| row % ROWS).collect();
                let what = counted(
                    &runs(&numbers, |row| (row + 1).to_string()),
                    numbers.len(),
                    ("fila oculta", "filas ocultas"),
                );
                let column = self.rows[first].keys().next().copied().unwrap_or_default();
                tell(what, self.place(*first, column));
            }
            if let Some((_, row, column)) = columns.first() {
                let numbers: Vec<_> = columns.iter().map(|(real, _, _)| *real).collect();
                let what = counted(&runs(&numbers, letters), numbers.len(), ("columna oculta", "columnas ocultas"));
                tell(what, self.place(*row, *column));
            }
        }
        found
    }
}

fn counted(which: &str, n: usize, (one, many): (&str, &str)) -> String {
    format!("{n} {} ({which})", if n == 1 { one } else { many })
}

/// `5, 8-9`: numbers in order as runs; of many, the first.
fn runs(numbers: &[u32], name: impl Fn(u32) -> String) -> String {
    const MOST: usize = 6;
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((_, end)) if *end + 1 == *number => *end = *number,
            _ => runs.push((*number, *number)),
        }
    }
    let run = |(a, b): &(u32, u32)| if a == b { name(*a) } else { format!("{}-{}", name(*a), name(*b)) };
    let told = runs.iter().take(MOST).map(run).collect::<Vec<_>>().join(", ");
    if runs.len() > MOST { format!("{told}…") } else { told }
}

fn letters(column: u32) -> String {
    let mut letters = String::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.insert(0, char::from(b'A' + u8::try_from((rest - 1) % 26).unwrap_or(0)));
        rest = (rest - 1) / 26;
    }
    letters
}

/// `H27` from a row and a column, both from 0.
pub fn address(row: u32, column: u32) -> String {
    format!("{}{}", letters(column), row + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(nombre: &str, rows: &[&[&str]], ocultas: Ocultas) -> Sheet {
        let cells = |row: &&[&str]| {
            let filled = (0u32..).zip(*row).filter(|(_, text)| !text.is_empty());
            filled.map(|(column, text)| (column, Cell::of_text(text))).collect()
        };
        Sheet::new("a.xlsx", nombre, (0u32..).zip(rows.iter().map(cells)).collect(), ocultas)
    }

    #[test]
    fn cells_are_named_as_excel_does() {
        assert_eq!(address(0, 0), "A1");
        assert_eq!(address(26, 25), "Z27");
        assert_eq!(address(26, 26), "AA27");
        assert_eq!(address(26, 99), "CV27");
        assert_eq!(address(0, 16_383), "XFD1");
    }

    #[test]
    fn joined_sheets_keep_the_places_of_their_cells() {
        let one = sheet("Uno", &[&["Título 2024"], &["Política", "Acción"], &["a", "b"]], Ocultas::default()).headed(1);
        let two = sheet("Dos", &[&["Acción", "Nueva", "Política"], &["c", "d", "e"], &["", "f"]], Ocultas::default());
        let both = one.join(two.headed(0), &crate::interop::importar::key);
        let rows: Vec<_> = both.rows().map(|(row, _)| row).collect();
        let text = |row, column| both.cell(row, column).map(Cell::shown).unwrap_or_default();
        assert_eq!(rows.len(), 5);
        let (fourth, new) = (rows[3], COLUMNS);
        assert_eq!(
            (text(1, new), text(fourth, 0), text(fourth, 1), text(fourth, new)),
            ("Nueva".into(), "e".into(), "c".into(), "d".into())
        );
        let place = |row, column| both.place(row, column).source.celda.clone().unwrap_or_default();
        assert_eq!(place(2, 1), "Uno!B3");
        assert_eq!(place(fourth, 0), "Dos!C2");
        assert_eq!(place(1, new), "Dos!B1");
        assert_eq!(place(rows[4], new), "Dos!B3");
        assert_eq!(both.range((fourth, rows[4]), (0, 1)), "A2:C3");
        assert_eq!(both.range((2, 2), (0, new)), "A3:B3");
        assert_eq!(both.nombres_de(&[2, fourth]), "Uno, Dos");
        assert_eq!(both.described(), "hojas «Uno» y «Dos», encabezado en las filas 2 y 1");
        assert_eq!(both.titulos().collect::<Vec<_>>(), ["Título 2024"]);
    }

    #[test]
    fn what_is_hidden_is_told_and_comes_last() {
        let ocultas = Ocultas { filas: vec![(0, 0), (2, 3), (5, 90)], columnas: vec![(1, 1)] };
        let rows: [&[&str]; 6] = [&["x"], &["Política", "Acción"], &["a"], &["b"], &["c"], &["d"]];
        let sheet = sheet("Uno", &rows, ocultas).headed(1);
        let first = sheet.head().next().expect("a row");
        assert_eq!((first.0, first.1[0].0), (1, 0));
        let told: Vec<_> = sheet.hidden().iter().map(|d| d.message.clone()).collect();
        assert_eq!(
            told,
            [
                "la hoja «Uno» tiene 3 filas ocultas (3-4, 6) con datos, y se leen",
                "la hoja «Uno» tiene 1 columna oculta (B) con datos, y se leen"
            ]
        );
    }
}
