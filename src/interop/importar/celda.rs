//! A cell with what its workbook says of it besides the value: number format,
//! formula, and the day from which the workbook counts.

use crate::locale::Fecha;

use super::super::yaml;
use super::clean;

/// A cell that holds something.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    pub value: Value,
    pub format: Format,
    pub formula: bool,
    /// The workbook counts days from 1904.
    pub since_1904: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing: a formula without a saved result.
    Blank,
    Number(f64),
    Text(String),
    Bool(bool),
    Date(Fecha),
    /// A time of day or a lapse, as a person reads it.
    Time(String),
    /// `#N/A` and the like.
    Error(String),
}

/// What the number format of a cell says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// The format of a new cell: it says nothing.
    General,
    Percent,
    /// A format that somebody chose; of a plain number, its decimals.
    Chosen(Option<u8>),
}

impl Cell {
    pub fn new(value: Value) -> Self {
        Self { value, format: Format::General, formula: false, since_1904: false }
    }

    /// A cell of a text file.
    pub fn of_text(text: &str) -> Self {
        Self::new(Value::Text(text.to_owned()))
    }

    /// Whether its format says that a number below 1 is what it seems.
    pub fn is_chosen(&self) -> bool {
        matches!(self.format, Format::Chosen(_))
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
            Value::Time(text) | Value::Error(text) => text.clone(),
        }
    }

    /// Whether a person sees anything in it.
    pub fn shows(&self) -> bool {
        match &self.value {
            Value::Number(_) | Value::Bool(_) | Value::Date(_) => true,
            // Most texts show by their first character that they are some.
            Value::Text(text) => text.starts_with(char::is_alphanumeric) || !self.shown().is_empty(),
            _ => !self.shown().is_empty(),
        }
    }

    pub fn is_blank(&self) -> bool {
        !self.formula && !self.shows()
    }
}

/// The cells of a row by column, in order.  A sheet has a row for each body of a
/// country, so that they take no more room than they need.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Fila(Vec<(u32, Cell)>);

impl Fila {
    fn at(&self, column: u32) -> Result<usize, usize> {
        // Cells come from left to right.
        match self.0.last() {
            Some((last, _)) if *last >= column => self.0.binary_search_by_key(&column, |(own, _)| *own),
            _ => Err(self.0.len()),
        }
    }

    pub fn get(&self, column: &u32) -> Option<&Cell> {
        self.at(*column).ok().map(|at| &self.0[at].1)
    }

    pub fn get_mut(&mut self, column: u32) -> Option<&mut Cell> {
        self.at(column).ok().map(|at| &mut self.0[at].1)
    }

    pub fn contains_key(&self, column: &u32) -> bool {
        self.at(*column).is_ok()
    }

    /// Puts a cell where there is none; whether it could.
    pub fn add(&mut self, column: u32, cell: Cell) -> bool {
        match self.at(column) {
            Ok(_) => false,
            Err(at) => {
                self.0.insert(at, (column, cell));
                true
            }
        }
    }

    /// The first and the last of its columns from `left` to `right`.
    pub fn between(&self, left: u32, right: u32) -> Option<(u32, u32)> {
        let from = self.0.partition_point(|(own, _)| *own < left);
        let to = self.0.partition_point(|(own, _)| *own <= right);
        let own = self.0.get(from..to)?;
        Some((own.first()?.0, own.last()?.0))
    }

    pub fn keys(&self) -> impl Iterator<Item = &u32> {
        self.0.iter().map(|(column, _)| column)
    }

    pub fn values(&self) -> impl Iterator<Item = &Cell> {
        self.0.iter().map(|(_, cell)| cell)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&u32, &Cell)> {
        self.0.iter().map(|(column, cell)| (column, cell))
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn shrink(&mut self) {
        self.0.shrink_to_fit();
    }
}

impl FromIterator<(u32, Cell)> for Fila {
    fn from_iter<I: IntoIterator<Item = (u32, Cell)>>(cells: I) -> Self {
        let mut row = Self::default();
        cells.into_iter().for_each(|(column, cell)| {
            row.add(column, cell);
        });
        row
    }
}

impl IntoIterator for Fila {
    type Item = (u32, Cell);
    type IntoIter = std::vec::IntoIter<(u32, Cell)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// What a number format code says: `0.0%` is a percentage, `"%"` in quotes is not.
pub fn meaning(code: &str) -> Format {
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
        return Format::General;
    }
    let (units, decimals) = plain.split_once('.').unwrap_or((plain, ""));
    let is_plain = units.chars().all(|c| "#,0".contains(c)) && decimals.chars().all(|c| c == '0');
    Format::Chosen(u8::try_from(decimals.len()).ok().filter(|_| is_plain))
}

/// A day that exists.
pub fn date(year: i64, month: u8, day: u8) -> Option<Fecha> {
    Fecha::parse(&format!("{year:04}-{month:02}-{day:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percent_sign_counts_where_excel_counts_it() {
        assert_eq!(meaning("0.0%"), Format::Percent);
        assert_eq!(meaning("0.0\"%\""), Format::Chosen(None));
        assert_eq!(meaning("0\\%"), Format::Chosen(None));
        assert_eq!(meaning("General"), Format::General);
        assert_eq!(meaning("0.00"), Format::Chosen(Some(2)));
        assert_eq!(meaning("#,##0"), Format::Chosen(Some(0)));
        assert_eq!(meaning("dd/mm/yyyy"), Format::Chosen(None));
    }
}
