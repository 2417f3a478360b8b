//! How Colombia writes numbers, dates, lists and the order of words.
//!
//! Shared by the charts, the template filters and the messages, so that a figure
//! reads the same wherever it stands.

use std::borrow::Cow;
use std::cmp::Ordering;

use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Typographic minus, U+2212: a hyphen is not a minus.
const MINUS: char = '\u{2212}';

/// Below this a part of a unit is binary noise; the exports keep ten decimals of it.
const NOISE: f64 = 1e-11;

/// Below this every whole number is one of binary fractions.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Months of the year, as dates name them.
pub const MESES: [&str; 12] = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
];

/// The sign between units and decimals; the other one groups thousands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Separador {
    #[default]
    Coma,
    Punto,
}

/// Number style of a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numeros {
    pub separador: Separador,
    /// Decimals of an index in points, usually 1.
    pub decimales: usize,
}

impl Default for Numeros {
    fn default() -> Self {
        Self { separador: Separador::Coma, decimales: 1 }
    }
}

impl Numeros {
    /// `value` with the project's decimals: `82,3`, `−1.234,5`.
    pub fn numero(self, value: f64) -> String {
        self.con_decimales(value, self.decimales)
    }

    /// `value` with `decimales` decimals, rounded half away from zero.
    pub fn con_decimales(self, value: f64, decimales: usize) -> String {
        let steps = steps(value, decimales);
        let plain = plain(steps, decimales);
        let (units, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
        let (decimal, group) = match self.separador {
            Separador::Coma => (',', '.'),
            Separador::Punto => ('.', ','),
        };
        let mut out = String::with_capacity(plain.len() + 3);
        if steps < 0.0 {
            out.push(MINUS);
        }
        for (index, digit) in units.chars().enumerate() {
            if index > 0 && (units.len() - index) % 3 == 0 {
                out.push(group);
            }
            out.push(digit);
        }
        if !fraction.is_empty() {
            out.push(decimal);
            out.push_str(fraction);
        }
        out
    }

    /// A difference with its sign: `+2,3`, `−1,0`, `0,0`.
    pub fn con_signo(self, difference: f64) -> String {
        let text = self.numero(difference);
        if text.starts_with(MINUS) || self.es_cero(&text) { text } else { format!("+{text}") }
    }

    /// Which way a difference goes as it is written: one that is written as zero is none.
    pub fn sentido(self, difference: f64) -> Ordering {
        steps(difference, self.decimales).partial_cmp(&0.0).unwrap_or(Ordering::Less)
    }

    /// A difference of indices: `+11,0 puntos`, `−1,0 puntos`, never per cent; without decimals, `+1 punto`.
    pub fn puntos(self, difference: f64) -> String {
        let text = self.con_signo(difference);
        let singular = self.decimales == 0 && text.trim_start_matches(['+', MINUS]) == "1";
        format!("{text} {}", if singular { "punto" } else { "puntos" })
    }

    /// A share between 0 and 1 as a percentage with a no-break space: `86,4 %`.
    pub fn porcentaje(self, share: f64) -> String {
        format!("{}\u{a0}%", self.numero(share * 100.0))
    }

    /// A share of something that is counted, without decimals where it has none: `0 %`, `33,3 %`, `100 %`.
    pub fn porcentaje_justo(self, share: f64) -> String {
        let whole = (share * 100.0 - (share * 100.0).round()).abs() < NOISE;
        let decimales = if whole { 0 } else { self.decimales };
        format!("{}\u{a0}%", self.con_decimales(share * 100.0, decimales))
    }

    /// Whether the printed difference of two indices is the difference of the
    /// printed ones: not so for 98,23 and 99,66, which print as 98,2, 99,7 and +1,4.
    pub fn resta_cuadra(self, antes: f64, despues: f64) -> bool {
        let printed = |value| steps(value, self.decimales);
        printed(despues) - printed(antes) == printed(despues - antes)
    }

    /// Whether printed percentages add up to 100, as the shares do.
    pub fn suman_cien(self, shares: impl IntoIterator<Item = f64>) -> bool {
        let printed = |share: f64| steps(share * 100.0, self.decimales);
        shares.into_iter().map(printed).sum::<f64>() == printed(1.0)
    }

    /// Whether an index has more decimals than are printed.
    pub fn recorta(self, value: f64) -> bool {
        let scaled = value * scale(self.decimales);
        (scaled - scaled.round()).abs() > NOISE * scale(self.decimales)
    }

    fn es_cero(self, text: &str) -> bool {
        text.chars().all(|c| !c.is_ascii_digit() || c == '0')
    }
}

fn scale(decimales: usize) -> f64 {
    10f64.powi(i32::try_from(decimales).unwrap_or(0))
}

/// `value` in units of its last printed decimal, rounded half away from zero.
fn steps(value: f64, decimales: usize) -> f64 {
    // Differences of decimals carry the noise of binary fractions: 81.35 − 76.2 is 5.15.
    let scaled = value * scale(decimales);
    (scaled + (NOISE * scale(decimales)).copysign(scaled)).round()
}

/// A number of `steps` of the last of its decimals, without its sign and with a point.
fn plain(steps: f64, decimales: usize) -> String {
    let value = steps.abs();
    if value < EXACT {
        // Whole numbers write themselves many times faster, and all that pages print is among them.
        let mut text = format!("{:0least$}", value as u64, least = decimales + 1);
        if decimales > 0 {
            text.insert(text.len() - decimales, '.');
        }
        text
    } else {
        format!("{:.decimales$}", value / scale(decimales))
    }
}

/// A date as the data gives it: a day, a month or a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fecha {
    pub anio: i16,
    pub mes: Option<i8>,
    pub dia: Option<i8>,
}

impl Fecha {
    /// Reads `2024`, `2024-05` or `2024-05-31`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let number = |part: &str, width: usize| {
            (part.len() == width && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse().ok()).flatten()
        };
        let anio: i16 = number(parts.next()?, 4)?;
        let mes = parts.next().map(|p| number(p, 2)).map_or(Some(None), |m| m.map(Some))?;
        let dia = parts.next().map(|p| number(p, 2)).map_or(Some(None), |d| d.map(Some))?;
        let mes = mes.map(|m| m as i8);
        let dia = dia.map(|d| d as i8);
        if parts.next().is_some() {
            return None;
        }
        Date::new(anio, mes.unwrap_or(1), dia.unwrap_or(1)).ok()?;
        Some(Self { anio, mes, dia })
    }

    /// `30 de abril de 2024`, `mayo de 2024` or `2024`.
    pub fn larga(self) -> String {
        let mes = self.mes.and_then(|m| MESES.get(usize::try_from(m - 1).ok()?));
        match (self.dia, mes) {
            (Some(dia), Some(mes)) => format!("{dia} de {mes} de {}", self.anio),
            (None, Some(mes)) => format!("{mes} de {}", self.anio),
            _ => self.anio.to_string(),
        }
    }

    /// `30/04/2024`, `05/2024` or `2024`: for columns of dates.
    pub fn corta(self) -> String {
        match (self.dia, self.mes) {
            (Some(dia), Some(mes)) => format!("{dia:02}/{mes:02}/{}", self.anio),
            (None, Some(mes)) => format!("{mes:02}/{}", self.anio),
            _ => self.anio.to_string(),
        }
    }

    /// First day that the date may mean.
    pub fn primer_dia(self) -> Date {
        Date::new(self.anio, self.mes.unwrap_or(1), self.dia.unwrap_or(1)).unwrap_or(Date::MIN)
    }

    /// Last day that the date may mean.
    pub fn ultimo_dia(self) -> Date {
        match (self.mes, self.dia) {
            (Some(_), Some(_)) => self.primer_dia(),
            (Some(_), None) => self.primer_dia().last_of_month(),
            _ => self.primer_dia().last_of_year(),
        }
    }
}

impl std::fmt::Display for Fecha {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}", self.anio)?;
        if let Some(mes) = self.mes {
            write!(f, "-{mes:02}")?;
        }
        if let Some(dia) = self.dia {
            write!(f, "-{dia:02}")?;
        }
        Ok(())
    }
}

/// `de` before a noun with its article: `del tema`, `de la política`.
pub fn de(noun: &str) -> String {
    match noun.strip_prefix("el ") {
        Some(rest) => format!("del {rest}"),
        None => format!("de {noun}"),
    }
}

/// `a`, `a y b`, `a, b y c`; `e` instead of `y` before the sound i.
pub fn lista<S: AsRef<str>>(items: &[S]) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., last] => {
            let last = last.as_ref();
            let start = fold(last);
            let sound_i = (start.starts_with('i') || start.starts_with("hi")) && !start.starts_with("hie");
            let head: Vec<_> = first.iter().map(AsRef::as_ref).collect();
            // Names that hold commas of their own need a stronger separator.
            let sep = if items.iter().any(|i| i.as_ref().contains(',')) { "; " } else { ", " };
            format!("{} {} {last}", head.join(sep), if sound_i { "e" } else { "y" })
        }
    }
}

/// Text for comparison: NFC composed, lower case, no accents (ñ stays), single spaces.
pub fn fold(text: &str) -> String {
    // Nearly all texts are of Latin letters, and names are folded by the million.
    fold_latin(text).unwrap_or_else(|| fold_any(text))
}

fn fold_any(text: &str) -> String {
    let mut out = String::new();
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        for c in word.nfc().flat_map(char::to_lowercase) {
            if c == 'ñ' {
                out.push(c);
            } else {
                out.extend(std::iter::once(c).nfd().filter(|c| !is_combining_mark(*c)));
            }
        }
    }
    out
}

/// The same for a text that has no character beyond ÿ; `None` for any other.
fn fold_latin(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut out: Vec<u8> = Vec::with_capacity(bytes.len());
    let mut gap = false;
    let mut at = 0;
    while at < bytes.len() {
        let lead = bytes[at];
        if lead.is_ascii_graphic() {
            if gap {
                out.push(b' ');
                gap = false;
            }
            out.push(lead.to_ascii_lowercase());
            at += 1;
            continue;
        }
        let next = if at + 1 < bytes.len() { bytes[at + 1] } else { 0 };
        at += if lead < 0x80 { 1 } else { 2 };
        let (first, second) = match (lead, next) {
            (b'\t'..=b'\r' | b' ', _) | (0xc2, 0x85 | 0xa0) => {
                gap = !out.is_empty();
                continue;
            }
            (..0x80, _) => (lead.to_ascii_lowercase(), None),
            (0xc3, _) => {
                // From À to Þ, but for ×, to those of lower case.
                let lower = if next < 0x9f && next != 0x97 { next + 0x20 } else { next };
                match lower {
                    0xa0..=0xa5 => (b'a', None),
                    0xa7 => (b'c', None),
                    0xa8..=0xab => (b'e', None),
                    0xac..=0xaf => (b'i', None),
                    0xb2..=0xb6 => (b'o', None),
                    0xb9..=0xbc => (b'u', None),
                    0xbd | 0xbf => (b'y', None),
                    other => (lead, Some(other)),
                }
            }
            (0xc2, _) => (lead, Some(next)),
            _ => return None,
        };
        if gap {
            out.push(b' ');
            gap = false;
        }
        out.push(first);
        out.extend(second);
    }
    String::from_utf8(out).ok()
}

/// A header or a name for comparison: letters and digits alone, so that
/// hyphenation, line feeds, points and double spaces do not count; ñ as n,
/// because some files have lost it.
pub fn letters(text: &str) -> String {
    let folded = if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(fold(text)) };
    if folded.is_ascii() {
        let mut letters = Vec::with_capacity(folded.len());
        for byte in folded.as_bytes() {
            if byte.is_ascii_alphanumeric() {
                letters.push(byte.to_ascii_lowercase());
            }
        }
        return String::from_utf8(letters).unwrap_or_default();
    }
    let mut letters = folded.into_owned();
    letters.retain(char::is_alphanumeric);
    letters.replace('ñ', "n")
}

/// `text` with its first letter in upper case, as the first word of a cell.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Spanish alphabetical order: accents ignored, ñ after n; exact text breaks ties.
pub fn compare(a: &str, b: &str) -> Ordering {
    let key = |text: &str| match fold(text) {
        folded if folded.contains('ñ') => folded.replace('ñ', "n\u{10ffff}"),
        folded => folded,
    };
    key(a).cmp(&key(b)).then_with(|| a.cmp(b))
}

/// Why the system refuses to read or write, without a final stop; what is not usual, by its number.
pub fn reason(error: &std::io::Error) -> String {
    use std::io::ErrorKind;
    let usual = match error.kind() {
        ErrorKind::NotFound => "no existe el archivo o su carpeta",
        ErrorKind::PermissionDenied => "no hay permiso",
        ErrorKind::NotADirectory => "una parte de la ruta es un archivo y no una carpeta",
        ErrorKind::AlreadyExists => "ya hay un archivo con el nombre de su carpeta",
        ErrorKind::IsADirectory => "es una carpeta",
        ErrorKind::DirectoryNotEmpty => "es una carpeta con archivos",
        ErrorKind::StorageFull => "no queda espacio en el disco",
        ErrorKind::QuotaExceeded => "no queda cupo en el disco",
        ErrorKind::FileTooLarge => "el archivo es demasiado grande para el disco",
        ErrorKind::ReadOnlyFilesystem => "el disco es de solo lectura",
        ErrorKind::InvalidFilename => "el disco no admite ese nombre",
        ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => "otro programa lo está usando",
        ErrorKind::TimedOut => "el disco no respondió a tiempo",
        ErrorKind::OutOfMemory => "no queda memoria",
        ErrorKind::WouldBlock => "el sistema no tiene con qué atenderlo ahora",
        _ => {
            return match (error.raw_os_error(), error.get_ref()) {
                (Some(number), _) => format!("el sistema lo rechaza (error {number})"),
                // What this program itself refuses, in its own words.
                (None, Some(own)) if error.kind() == ErrorKind::InvalidInput => own.to_string(),
                (None, _) => "el sistema lo rechaza".to_owned(),
            };
        }
    };
    usual.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_follow_the_country() {
        let n = Numeros::default();
        assert_eq!(n.numero(82.3), "82,3");
        assert_eq!(n.numero(-1234.56), "−1.234,6");
        assert_eq!(n.con_decimales(1_234_567.0, 0), "1.234.567");
        assert_eq!(n.numero(-0.04), "0,0");
        assert_eq!(n.numero(0.15), "0,2");
        assert_eq!(n.con_signo(81.35 - 76.2), "+5,2");
        // Noise of binary fractions goes up to the half; what a table really says does not.
        assert_eq!(n.numero(60.45), "60,5");
        assert_eq!(n.numero(60.449_999_999_9), "60,4");
        assert_eq!(n.puntos(11.0), "+11,0 puntos");
        assert_eq!(n.puntos(-1.0), "−1,0 puntos");
        assert_eq!(Numeros { decimales: 0, ..n }.puntos(-1.0), "−1 punto");
        assert_eq!(n.puntos(0.0), "0,0 puntos");
        assert_eq!(n.porcentaje(38.0 / 44.0), "86,4\u{a0}%");
        assert_eq!(
            [0.0, 1.0 / 3.0, 0.29, 1.0].map(|p| n.porcentaje_justo(p)),
            ["0\u{a0}%", "33,3\u{a0}%", "29\u{a0}%", "100\u{a0}%"]
        );
        let punto = Numeros { separador: Separador::Punto, decimales: 2 };
        assert_eq!(punto.numero(1234.5), "1,234.50");
    }

    #[test]
    fn latin_letters_are_folded_as_all_are() {
        for c in '\0'..='ÿ' {
            let text = format!(" A{c} {c}b{c}");
            assert_eq!(fold_latin(&text).expect("no character beyond ÿ"), fold_any(&text), "{c:?}");
            let kept: String = fold_any(&text).replace('ñ', "n").chars().filter(|c| c.is_alphanumeric()).collect();
            assert_eq!(letters(&text), kept, "{c:?}");
        }
        assert_eq!(fold("  SEÑALI\u{301}Z  Ǆ n\u{303}"), "señaliz ǆ ñ");
    }

    #[test]
    fn dates_have_three_precisions() {
        assert_eq!(Fecha::parse("2024-04-30").unwrap().larga(), "30 de abril de 2024");
        assert_eq!(Fecha::parse("2024-05").unwrap().larga(), "mayo de 2024");
        assert_eq!(Fecha::parse("2024").unwrap().larga(), "2024");
        let short = ["2024-04-30", "2024-05", "2024"].map(|text| Fecha::parse(text).unwrap().corta());
        assert_eq!(short, ["30/04/2024", "05/2024", "2024"]);
        assert_eq!(Fecha::parse("2024-02").unwrap().ultimo_dia().day(), 29);
        for wrong in ["2024-13", "2024-02-30", "24-05", "30/04/2024", "2024-5", "2024-05-01-01", ""] {
            assert_eq!(Fecha::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn words_are_ordered_and_joined_in_spanish() {
        let mut words = ["ñu", "oso", "nube", "Árbol", "arbol", "zorro"];
        words.sort_by(|a, b| compare(a, b));
        assert_eq!(words, ["arbol", "Árbol", "nube", "ñu", "oso", "zorro"]);
        assert_eq!(lista(&["Planeación", "Integridad"]), "Planeación e Integridad");
        assert_eq!(lista(&["a", "b", "c"]), "a, b y c");
        assert_eq!(lista(&["agua, aire", "b", "hierro"]), "agua, aire; b y hierro");
        assert_eq!(fold("  Gestión   DEL Año "), "gestion del año");
    }
}
