//! What a cell means: a score, a text, a date, a yes; or why it cannot be taken.
//! The findings have no place yet: the caller knows the cell.

use crate::diagnostic::{Diagnostic, Place};
use crate::locale::{Fecha, MESES, fold};

use super::clean;
use super::libro::{Cell, Format, Value, date};
use super::vigencia::is_vigencia;

/// Years that a date of a plan may have.
const YEARS: std::ops::RangeInclusive<i16> = 1990..=2100;
/// Days between 1899-12-30 and 1904-01-01, from which other workbooks count.
const SINCE_1904: f64 = 1_462.0;

/// A number written in a cell, in the unit of the cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Numero {
    pub value: f64,
    /// Written with a per cent sign, or in a cell of that format: `value` is already per cent.
    pub percent: bool,
}

/// Words that stand where there is no value.
fn is_not_applicable(text: &str) -> bool {
    // Nearly all texts show by their first character that they say something.
    if text.trim_start().starts_with(|c: char| c.is_ascii_alphanumeric() && !matches!(c, 'n' | 'N')) {
        return false;
    }
    let folded = fold(text);
    let bare: String = folded.trim_end_matches('.').chars().filter(|c| *c != ' ').collect();
    matches!(bare.as_str(), "" | "na" | "n/a" | "n.a" | "noaplica" | "-" | "–" | "—" | "\u{2212}")
}

/// Whether a cell says in words that it does not apply, which a blank one does not.
pub fn says_not_applicable(cell: &Cell) -> bool {
    matches!(&cell.value, Value::Text(text) if is_not_applicable(text) && text.chars().any(char::is_alphabetic))
}

/// The number of a cell; `None` where it is blank or says that it does not apply.
pub fn numero(cell: Option<&Cell>) -> Result<Option<Numero>, Diagnostic> {
    let Some(cell) = cell else { return Ok(None) };
    let not_a_number = |remedy: &str| {
        let shown = cell.shown();
        Err(Diagnostic::error("celda-sin-numero", format!("«{shown}» no es un número")).remedy(remedy))
    };
    calculated(cell)?;
    match &cell.value {
        Value::Blank => Ok(None),
        Value::Number(n) if !n.is_finite() => Err(not_finite(&n.to_string())),
        Value::Number(n) => {
            let percent = cell.format == Format::Percent;
            // A negative zero is zero.
            let value = if percent { n * 100.0 } else { *n } + 0.0;
            Ok(Some(Numero { value, percent }))
        }
        Value::Text(text) if is_not_applicable(&clean(text)) => Ok(None),
        Value::Text(text) => parse(&clean(text)).map(Some),
        Value::Error(_) => not_a_number("corrija la fórmula en el libro, o deje la celda en blanco si no aplica"),
        Value::Date(_) | Value::Time(_) => not_a_number(
            "Excel la volvió una fecha o una hora: dé a la celda formato de texto y escriba de nuevo el valor",
        ),
        Value::Bool(_) => not_a_number("escriba el número, o deje la celda en blanco si no aplica"),
    }
}

/// A formula must have been calculated: programs that only write leave nothing, or 0.
fn calculated(cell: &Cell) -> Result<(), Diagnostic> {
    let message = match cell.value {
        Value::Blank if cell.formula => "la celda tiene una fórmula sin resultado guardado".to_owned(),
        Value::Number(0.0) if cell.formula => {
            "la celda tiene una fórmula y su resultado guardado es 0, que es lo que queda cuando nadie la ha calculado"
                .to_owned()
        }
        _ => return Ok(()),
    };
    Err(Diagnostic::error("celda-sin-calcular", message).remedy(
        "abra el libro en Excel o LibreOffice, guárdelo e impórtelo de nuevo; si el valor es cierto, péguelo sin la fórmula",
    ))
}

fn not_finite(text: &str) -> Diagnostic {
    Diagnostic::error("numero-no-finito", format!("«{text}» no es un número que se pueda publicar"))
        .remedy("escriba el número; si no hay dato, deje la celda en blanco")
}

/// A number as Colombia writes it: decimal comma, thousands point; a decimal
/// point too, where it cannot be taken for thousands.
fn parse(text: &str) -> Result<Numero, Diagnostic> {
    let wrong = || {
        Diagnostic::error("celda-sin-numero", format!("«{text}» no es un número"))
            .remedy("escriba solo el número; si no aplica, deje la celda en blanco: en blanco y 0 no son lo mismo")
    };
    let (number, percent) = match text.strip_suffix('%') {
        Some(rest) => (rest.trim_end(), true),
        None => (text, false),
    };
    if matches!(fold(number).trim_start_matches(['-', '+']), "nan" | "inf" | "infinito" | "infinity") {
        return Err(not_finite(text));
    }
    let unsigned = number.trim_start_matches(['-', '+', '\u{2212}']);
    let sign = match number.len() - unsigned.len() {
        0 => "",
        _ if number.starts_with('+') => "",
        _ => "-",
    };
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let plain = match unsigned.split_once(',') {
        Some((units, decimals)) => {
            let mut groups = units.split('.');
            let first = groups.next().unwrap_or_default();
            let mut rest = groups.peekable();
            let grouped = rest.peek().is_none() || first.len() <= 3;
            if !digits(first) || !digits(decimals) || !grouped || !rest.all(|g| g.len() == 3 && digits(g)) {
                return Err(wrong());
            }
            format!("{}.{decimals}", units.replace('.', ""))
        }
        None => match unsigned.split_once('.') {
            None if digits(unsigned) => unsigned.to_owned(),
            Some((units, decimals)) if digits(units) && digits(decimals) => {
                // `1.234` may be one thousand two hundred and thirty-four.
                if decimals.len() == 3 && units.len() <= 3 && !units.starts_with('0') {
                    return Err(Diagnostic::error(
                        "numero-ambiguo",
                        format!("«{text}» puede leerse con miles o con decimales"),
                    )
                    .remedy("escríbalo con coma decimal y sin separador de miles"));
                }
                unsigned.to_owned()
            }
            Some(_) => {
                let groups: Vec<_> = unsigned.split('.').collect();
                let thousands = groups[0].len() <= 3 && digits(groups[0]);
                if !thousands || !groups[1..].iter().all(|g| g.len() == 3 && digits(g)) {
                    return Err(wrong());
                }
                unsigned.replace('.', "")
            }
            None => return Err(wrong()),
        },
    };
    let value: f64 = format!("{sign}{plain}").parse().map_err(|_| wrong())?;
    if !value.is_finite() {
        return Err(not_finite(text));
    }
    Ok(Numero { value: value + 0.0, percent })
}

/// A score, in points 0–100.  `in_points` says that something besides the value
/// shows its scale, so that one below 1 is what it seems.
pub fn puntaje(cell: Option<&Cell>, in_points: bool) -> Result<Option<f64>, Diagnostic> {
    let Some(read) = numero(cell)? else { return Ok(None) };
    let shown = || cell.map(Cell::shown).unwrap_or_default();
    if !(0.0..=100.0).contains(&read.value) {
        return Err(Diagnostic::error(
            "puntaje-fuera-de-rango",
            format!("el puntaje {} no está entre 0 y 100", shown()),
        )
        .remedy("confróntelo con la publicación de la Función Pública y corrija la celda"));
    }
    if !read.percent && !in_points && read.value > 0.0 && read.value < 1.0 {
        return Err(Diagnostic::error(
            "valor-en-proporcion",
            format!("«{}» parece una proporción y no un puntaje de 0 a 100", shown()),
        )
        .remedy(match cell.map(|c| &c.value) {
            Some(Value::Text(_)) => "si es un porcentaje, escriba el signo %; si es un puntaje menor que 1, escríbalo en una celda de número con decimales",
            _ => "si es un porcentaje, dé a la celda formato de porcentaje; si es un puntaje menor que 1, dele formato numérico con decimales",
        }));
    }
    Ok(Some(read.value))
}

/// The text of a cell on one line; `None` where it is blank or says that it does not apply:
/// taken for a text it would stand for an evidence or a person that nobody named.
pub fn texto(cell: Option<&Cell>) -> Result<Option<String>, Diagnostic> {
    let Some(cell) = cell else { return Ok(None) };
    calculated(cell)?;
    match &cell.value {
        Value::Blank => Ok(None),
        Value::Error(error) => {
            Err(Diagnostic::error("celda-sin-calcular", format!("la celda tiene el error «{error}»"))
                .remedy("corrija la fórmula en el libro"))
        }
        // A number that names something, as a code: with the decimals that are shown,
        // so that 1.10 is not 1.1, and without decimal comma.
        Value::Number(n) if cell.format != Format::Percent => {
            let plain = super::super::yaml::number(*n);
            let shown = match cell.format {
                Format::Chosen(Some(decimals)) => format!("{n:.0$}", usize::from(decimals)),
                _ => plain.clone(),
            };
            Ok(Some(if shown.parse() == Ok(*n) { shown } else { plain }))
        }
        _ => Ok(Some(cell.shown()).filter(|text| !is_not_applicable(text))),
    }
}

/// Digits without the points or commas of their thousands: `2,021` is 2021.
pub fn sin_miles(text: &str) -> String {
    for sign in ['.', ','] {
        let mut groups = text.split(sign);
        let digits = |group: &str| group.bytes().all(|b| b.is_ascii_digit());
        let first = groups.next().is_some_and(|group| (1..=3).contains(&group.len()) && digits(group));
        let mut rest = groups.peekable();
        if first && rest.peek().is_some() && rest.all(|group| group.len() == 3 && digits(group)) {
            return text.replace(sign, "");
        }
    }
    text.to_owned()
}

/// The year that was measured.
pub fn anio(cell: Option<&Cell>) -> Result<Option<u32>, Diagnostic> {
    let Some(text) = texto(cell)? else { return Ok(None) };
    match sin_miles(&text).parse().ok().filter(|year| is_vigencia(*year)) {
        Some(year) => Ok(Some(year)),
        None => Err(Diagnostic::error(
            "vigencia-fuera-de-rango",
            format!("la vigencia «{text}» no es un año entre 2000 y 2100"),
        )
        .remedy("corrija la celda")),
    }
}

/// A date: of Excel, its serial number, `dd/mm/aaaa`, ISO, or in words.
pub fn fecha(cell: Option<&Cell>) -> Result<Option<Fecha>, Diagnostic> {
    let Some(cell) = cell else { return Ok(None) };
    calculated(cell)?;
    match dia(cell)? {
        Some(fecha) if !YEARS.contains(&fecha.anio) => Err(Diagnostic::error(
            "fecha-invalida",
            format!(
                "«{}» es una fecha del año {}, que no está entre {} y {}",
                cell.shown(),
                fecha.anio,
                YEARS.start(),
                YEARS.end()
            ),
        )
        .remedy("corrija el año en la celda")),
        fecha => Ok(fecha),
    }
}

fn dia(cell: &Cell) -> Result<Option<Fecha>, Diagnostic> {
    let wrong = || {
        Diagnostic::error("fecha-invalida", format!("«{}» no es una fecha", cell.shown()))
            .remedy("escriba día, mes y año, como 31/05/2025, o la fecha con formato de fecha de Excel")
    };
    match &cell.value {
        Value::Blank => Ok(None),
        Value::Date(fecha) => Ok(Some(*fecha)),
        Value::Time(_) => {
            Err(Diagnostic::error("fecha-invalida", format!("«{}» es una hora y no una fecha", cell.shown()))
                .remedy("escriba día, mes y año, como 31/05/2025"))
        }
        // A year alone, or the serial number of a day between 1954 and 2119.
        Value::Number(n) if n.fract() == 0.0 && (1900.0..=2100.0).contains(n) => {
            Fecha::parse(&n.to_string()).ok_or_else(wrong).map(Some)
        }
        Value::Number(n) if (20_000.0..=80_000.0).contains(n) => {
            let days = if cell.since_1904 { n + SINCE_1904 } else { *n };
            serial(days).ok_or_else(wrong).map(Some)
        }
        Value::Text(text) if is_not_applicable(&clean(text)) => Ok(None),
        Value::Text(text) => fecha_escrita(&clean(text)).ok_or_else(wrong).map(Some),
        _ => Err(wrong()),
    }
}

/// The day of a serial number of Excel, counted from 1899-12-30.
fn serial(days: f64) -> Option<Fecha> {
    let when = calamine::ExcelDateTime::new(days, calamine::ExcelDateTimeType::DateTime, false);
    let (year, month, day, ..) = when.to_ymd_hms_milli();
    date(i64::from(year), month, day)
}

fn fecha_escrita(text: &str) -> Option<Fecha> {
    if let Some(fecha) = Fecha::parse(text) {
        return Some(fecha);
    }
    // The time of an ISO date is of no use here.
    if let Some(fecha) = text.get(..10).and_then(Fecha::parse)
        && text[10..].starts_with(['T', ' '])
    {
        return Some(fecha);
    }
    let day = text.split(' ').next()?;
    for sign in ['/', '-', '.'] {
        let parts: Vec<_> = day.split(sign).collect();
        let rest = &text[day.len()..];
        let clock = rest.is_empty() || rest.trim().chars().all(|c| c.is_ascii_digit() || c == ':');
        if let [d, m, y] = parts[..]
            && clock
            && y.len() == 4
            && d.len() <= 2
            && m.len() <= 2
        {
            return date(y.parse().ok()?, m.parse().ok()?, d.parse().ok()?);
        }
    }
    let folded = fold(text).replace(" de ", " ").replace(" del ", " ").replace(',', "");
    let words: Vec<_> = folded.split(' ').collect();
    let month = |word: &str| MESES.iter().position(|m| *m == word || (word == "setiembre" && *m == "septiembre"));
    match words[..] {
        [d, m, y] if y.len() == 4 => date(y.parse().ok()?, u8::try_from(month(m)? + 1).ok()?, d.parse().ok()?),
        [m, y] if y.len() == 4 => Fecha::parse(&format!("{y}-{:02}", month(m)? + 1)),
        _ => None,
    }
}

/// Yes or no; `None` where it is blank.
pub fn si_o_no(cell: Option<&Cell>) -> Result<Option<bool>, Diagnostic> {
    let Some(cell) = cell else { return Ok(None) };
    calculated(cell)?;
    if let Value::Bool(value) = cell.value {
        return Ok(Some(value));
    }
    let shown = cell.shown();
    match fold(&shown).as_str() {
        "si" | "s" | "x" | "1" | "true" | "verdadero" => Ok(Some(true)),
        "no" | "n" | "0" | "false" | "falso" => Ok(Some(false)),
        text if is_not_applicable(text) => Ok(None),
        _ => Err(Diagnostic::error("opcion-desconocida", format!("«{shown}» no es sí ni no"))
            .remedy("escriba sí o no, o deje la celda en blanco")),
    }
}

/// Whether a text has something like `<b>` or `</p>`.
pub fn html_tag(text: &str) -> Option<&str> {
    text.match_indices('<').find_map(|(start, _)| {
        let rest = &text[start + 1..];
        let end = rest.find('>')?;
        let name = rest[..end].trim_start_matches('/');
        let word: String = name.chars().take_while(char::is_ascii_alphanumeric).collect();
        let known = [
            "b", "i", "u", "p", "br", "a", "em", "strong", "div", "span", "ul", "ol", "li", "font", "table", "td",
            "tr", "h1", "h2", "h3",
        ];
        known.contains(&word.to_lowercase().as_str()).then(|| &text[start..start + end + 2])
    })
}

/// The finding for a blank cell of a row that needs it.
pub fn empty_cell(message: &str, place: &Place) -> Diagnostic {
    Diagnostic::error("celda-vacia", message).at(place).remedy("llene la celda o quite la fila")
}

/// The finding for a tag of HTML in a text.
pub fn html(tag: &str) -> Diagnostic {
    Diagnostic::aviso("html-en-texto", format!("«{tag}» es una etiqueta HTML y se imprimirá tal cual"))
        .remedy("quite la etiqueta de la celda, o escriba el formato en Markdown en el archivo de datos")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Option<f64>, &'static str> {
        puntaje(Some(&Cell::of_text(text)), false).map_err(|d| d.code)
    }

    #[test]
    fn scores_are_read_as_colombia_writes_them() {
        for (text, expected) in [
            ("82,5", Ok(Some(82.5))),
            ("82.5", Ok(Some(82.5))),
            ("57,914", Ok(Some(57.914))),
            ("100", Ok(Some(100.0))),
            ("0", Ok(Some(0.0))),
            ("82,5 %", Ok(Some(82.5))),
            ("", Ok(None)),
            ("NA", Ok(None)),
            ("N/A", Ok(None)),
            ("No  Aplica", Ok(None)),
            ("-", Ok(None)),
            ("1.234", Err("numero-ambiguo")),
            ("57.914", Err("numero-ambiguo")),
            ("1.234,5", Err("puntaje-fuera-de-rango")),
            ("1,234.5", Err("celda-sin-numero")),
            ("1.234.567", Err("puntaje-fuera-de-rango")),
            ("-3", Err("puntaje-fuera-de-rango")),
            ("\u{2212}3,5", Err("puntaje-fuera-de-rango")),
            ("NaN", Err("numero-no-finito")),
            ("0,825", Err("valor-en-proporcion")),
            ("0.825", Err("valor-en-proporcion")),
            ("alto", Err("celda-sin-numero")),
            ("8,25E+01", Err("celda-sin-numero")),
            ("82,5,1", Err("celda-sin-numero")),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
        let number = |value, format| {
            puntaje(Some(&Cell { format, ..Cell::new(Value::Number(value)) }), false).map_err(|d| d.code)
        };
        assert_eq!(number(0.825, Format::Percent), Ok(Some(82.5)));
        assert_eq!(number(0.825, Format::Chosen(Some(2))), Err("valor-en-proporcion"));
        assert_eq!(puntaje(Some(&Cell::of_text("0,8")), true).map_err(|d| d.code), Ok(Some(0.8)));
        assert_eq!(number(0.825, Format::General), Err("valor-en-proporcion"));
        let formula = |value| puntaje(Some(&Cell { formula: true, ..Cell::new(value) }), false);
        assert_eq!(formula(Value::Number(0.0)).map_err(|d| d.code), Err("celda-sin-calcular"));
        assert_eq!(formula(Value::Blank).map_err(|d| d.code), Err("celda-sin-calcular"));
        assert_eq!(formula(Value::Number(82.5)).map_err(|d| d.code), Ok(Some(82.5)));
    }

    #[test]
    fn dates_come_in_several_forms() {
        let read = |text: &str| fecha(Some(&Cell::of_text(text))).map_err(|d| d.code).map(|f| f.map(|f| f.to_string()));
        for (text, expected) in [
            ("31/05/2025", "2025-05-31"),
            ("1/2/2025", "2025-02-01"),
            ("31-05-2025", "2025-05-31"),
            ("2025-05-31", "2025-05-31"),
            ("2025-05-31T00:00:00", "2025-05-31"),
            ("31/05/2025 0:00", "2025-05-31"),
            ("31 de mayo de 2025", "2025-05-31"),
            ("Mayo de 2025", "2025-05"),
            ("2025", "2025"),
        ] {
            assert_eq!(read(text), Ok(Some(expected.to_owned())), "{text}");
        }
        for wrong in ["05/31/2025", "31/05/25", "30/02/2025", "pronto", "1/2/2025 tarde"] {
            assert_eq!(read(wrong), Err("fecha-invalida"), "{wrong}");
        }
        let of = |cell: &Cell| fecha(Some(cell)).map_err(|d| d.message).map(|f| f.map(|f| f.to_string()));
        let serial = Cell::new(Value::Number(45_292.0));
        assert_eq!(of(&serial), Ok(Some("2024-01-01".to_owned())));
        assert_eq!(
            of(&Cell { since_1904: true, ..Cell::new(Value::Number(43_830.0)) }),
            Ok(Some("2024-01-01".to_owned()))
        );
        assert_eq!(read("no aplica"), Ok(None));
        let year =
            |text: &str, year| Err(format!("«{text}» es una fecha del año {year}, que no está entre 1990 y 2100"));
        assert_eq!(of(&Cell::of_text("31/05/0202")), year("31/05/0202", 202));
        assert_eq!(of(&Cell::new(Value::Number(25_000.0))), year("25000", 1968));
        assert_eq!(
            of(&Cell::new(Value::Time("10:00".to_owned()))),
            Err("«10:00» es una hora y no una fecha".to_owned())
        );
        let zero = Cell { formula: true, ..Cell::new(Value::Number(0.0)) };
        assert_eq!(fecha(Some(&zero)).map_err(|d| d.code), Err("celda-sin-calcular"));
    }

    #[test]
    fn texts_are_what_the_cell_shows() {
        let read = |value, format| texto(Some(&Cell { format, ..Cell::new(value) })).map_err(|d| d.code);
        let some = |text: &str| Ok(Some(text.to_owned()));
        assert_eq!(read(Value::Number(1.1), Format::Chosen(Some(2))), some("1.10"));
        assert_eq!(read(Value::Number(1.1), Format::General), some("1.1"));
        assert_eq!(read(Value::Number(1.25), Format::Chosen(Some(1))), some("1.25"));
        assert_eq!(read(Value::Number(1234.0), Format::Chosen(Some(0))), some("1234"));
        assert_eq!(read(Value::Number(1.0), Format::Percent), some("100 %"));
        assert_eq!(read(Value::Number(0.0), Format::General), some("0"));
        for nothing in [" - ", "N/A", "No aplica", "No aplica...", "\u{a0}NO  APLICÁ ..", "n. a.", "NA", "..."] {
            assert_eq!(read(Value::Text(nothing.to_owned()), Format::General), Ok(None), "{nothing}");
        }
        assert_eq!(read(Value::Text("No aplica aún".to_owned()), Format::General), some("No aplica aún"));
        let zero = Cell { formula: true, ..Cell::new(Value::Number(0.0)) };
        assert_eq!(texto(Some(&zero)).map_err(|d| d.code), Err("celda-sin-calcular"));
        for (text, plain) in [
            ("2,021", "2021"),
            ("2.021", "2021"),
            ("1.234.567", "1234567"),
            ("0123", "0123"),
            ("1.23", "1.23"),
            ("0,5", "0,5"),
        ] {
            assert_eq!(sin_miles(text), plain);
        }
    }

    #[test]
    fn tags_are_seen_and_signs_are_not() {
        assert_eq!(html_tag("un <b>texto</b>"), Some("<b>"));
        assert_eq!(html_tag("a < b y c > d"), None);
        assert_eq!(html_tag("fin<br/>"), Some("<br/>"));
    }
}
