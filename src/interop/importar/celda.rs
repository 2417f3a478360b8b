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

    pub fn is_blank(&self) -> bool {
        !self.formula && self.shown().is_empty()
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
