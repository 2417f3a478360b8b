//! Cells as people fill them: what is written into each, and what it must give.

use rust_xlsxwriter::{Format, Formula, Worksheet};
use seguimiento::locale::MESES;
use seguimiento::model::Catalogo;

use crate::libros::Dice;

use Must::{Nothing, Says, Wrong};

/// What a cell must give.
#[derive(Clone, PartialEq, Debug)]
pub enum Must {
    Nothing,
    Says(String),
    Wrong,
}

pub fn says(text: impl Into<String>) -> Must {
    Says(text.into())
}

/// What is written into a cell.
#[derive(Clone, Debug)]
pub enum Put {
    Blank,
    Text(String),
    Number(f64),
    Dressed(f64, &'static str),
    Formula(&'static str),
    Bool(bool),
}

pub fn text(text: impl Into<String>) -> Put {
    Put::Text(text.into())
}

impl Put {
    /// Writes it into its cell.
    pub fn write(&self, sheet: &mut Worksheet, row: u32, column: u16) {
        let done = match self {
            Self::Blank => return,
            Self::Text(text) => sheet.write_string(row, column, text),
            Self::Number(n) => sheet.write_number(row, column, *n),
            Self::Dressed(n, code) => {
                sheet.write_number_with_format(row, column, *n, &Format::new().set_num_format(*code))
            }
            Self::Formula(result) => sheet.write_formula(row, column, Formula::new("=Z99").set_result(*result)),
            Self::Bool(value) => sheet.write_boolean(row, column, *value),
        };
        done.expect("a cell");
    }
}

/// Days since 1899-12-30, as a workbook counts them; only for the years of the test.
fn serial(year: i64, month: i64, day: i64) -> f64 {
    let before = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
    let leap = i64::from(year == 2024 && month > 2);
    // 2024-01-01 is day 45292.
    (45_292 + if year == 2024 { 0 } else { 366 } + before[(month - 1) as usize] + leap + day - 1) as f64
}

pub fn date(dice: &mut Dice, months: std::ops::Range<i64>, since_1904: bool, wrong: bool) -> (Put, Must) {
    if wrong {
        let put = match dice.below(9) {
            0 => text("31/02/2025"),
            1 => text("05/31/2025"),
            2 => text("pronto"),
            3 => text("31/05/25"),
            4 => Put::Number(5.0),
            5 => Put::Dressed(0.4, "hh:mm"),
            6 => Put::Formula("0"),
            7 => Put::Bool(true),
            _ => text("31/05/0202"),
        };
        return (put, Wrong);
    }
    let month = months.start + dice.below((months.end - months.start) as usize) as i64;
    let (year, day) = (2024 + dice.below(2) as i64 * i64::from(months.start > 6), 1 + dice.below(28) as i64);
    let name = MESES[(month - 1) as usize];
    let days = serial(year, month, day) - if since_1904 { 1462.0 } else { 0.0 };
    let iso = format!("{year}-{month:02}-{day:02}");
    let put = match dice.below(11) {
        0 => return (Put::Blank, Nothing),
        1 => return (text(dice.pick(&["N/A", "No aplica", "-"])), Nothing),
        2 => return (text(format!("{} de {year}", name.to_uppercase())), says(&iso[..7])),
        3 => Put::Number(days),
        4 => text(&iso),
        5 => text(format!("{day:02}/{month:02}/{year}")),
        6 => text(format!("\u{a0}{day}-{month}-{year} ")),
        7 => text(format!("{day} de {name} de {year}")),
        8 => text(format!("{iso}T00:00:00")),
        9 => text(format!("{day}/{month}/{year} 0:00")),
        _ => Put::Dressed(days, "dd/mm/yyyy"),
    };
    (put, says(iso))
}

/// How a column of progress is written.
#[derive(Clone, Copy, PartialEq)]
pub enum Scale {
    Points,
    /// Plain numbers up to 1.
    Shares,
}

pub fn progress(dice: &mut Dice, scale: Scale, wrong: bool) -> (Put, Must) {
    if wrong {
        let put = match (dice.below(9), scale) {
            (0, _) => text("alto"),
            (1, _) => Put::Number(-0.2),
            (2, _) => Put::Formula("0"),
            (3, _) => Put::Formula("#DIV/0!"),
            (4, _) => Put::Dressed(45_292.0, "dd/mm/yyyy"),
            (5, _) => Put::Bool(true),
            (6, _) => text("1/0"),
            (7, _) => text("37,5/50"),
            (_, Scale::Points) if dice.one_in(2) => Put::Number(0.6),
            (_, Scale::Points) => Put::Number(150.0),
            _ => text("160 %"),
        };
        return (put, Wrong);
    }
    let halves = dice.below(201);
    let percent = halves as f64 / 2.0;
    let comma = format!("{percent}").replace('.', ",");
    let put = match dice.below(9) {
        0 => return (Put::Blank, Nothing),
        1 => return (text(dice.pick(&["NA", "No aplica", "-"])), Nothing),
        2 => {
            let done = dice.below(12);
            return (text(format!("{done} / 8")), says(format!("{done}/8")));
        }
        3 => return (Put::Number(0.0), says("0")),
        4 => Put::Dressed(percent / 100.0, "0.0%"),
        5 => text(format!("{comma} %")),
        _ if scale == Scale::Shares && dice.one_in(3) => text(format!("{}", percent / 100.0).replace('.', ",")),
        _ if scale == Scale::Shares => Put::Number(percent / 100.0),
        // Below 1 it may be a share.
        _ if percent > 0.0 && percent < 1.0 => return (Put::Number(1.0), says("1")),
        6 => text(comma),
        _ => Put::Number(percent),
    };
    (put, says(format!("{percent}")))
}

pub fn word(dice: &mut Dice, right: &[(&'static str, &'static str)], wrong: bool) -> (Put, Must) {
    if wrong {
        return (if dice.one_in(3) { Put::Formula("0") } else { text("más o menos") }, Wrong);
    }
    match dice.below(6) {
        0 => (Put::Blank, Nothing),
        1 => (text(dice.pick(&["N/A", "No aplica", "–", "n.a."])), Nothing),
        _ => {
            let (written, meant) = right[dice.below(right.len())];
            (text(format!(" {written}  ")), says(meant))
        }
    }
}

pub const STATES: [(&str, &str); 8] = [
    ("Cumplida", "cumplida"),
    ("EN EJECUCIÓN", "en proceso"),
    ("en  proceso", "en proceso"),
    ("Terminado", "cumplida"),
    ("Sin iniciar", "sin iniciar"),
    ("Vencida", "vencida"),
    ("Programada", "programada"),
    ("No cumplida", "no cumplida"),
];
pub const EFFECTS: [(&str, &str); 3] =
    [("Efectiva", "verificada"), ("No efectiva", "no efectiva"), ("Pendiente", "pendiente")];
pub const YES: [(&str, &str); 5] = [("Sí", "true"), ("SI", "true"), ("x", "true"), ("No", "false"), ("NO", "false")];

/// A text that nothing is asked of.
pub fn prose(dice: &mut Dice, about: &str, wrong: bool) -> (Put, Must) {
    if wrong {
        return (Put::Formula(dice.pick(&["0", "#REF!", "#N/A"]).to_owned().leak()), Wrong);
    }
    match dice.below(9) {
        0 => (Put::Blank, Nothing),
        1 => (text(dice.pick(&["N/A", "No aplica", "-", "n. a.", "NA"])), Nothing),
        2 => (Put::Number(12.0), says("12")),
        3 => (Put::Number(0.0), says("0")),
        4 => (text(format!("{about}:\nuno\u{a0}y  dos ")), says(format!("{about}: uno y dos"))),
        5 => (text(format!("= {about}, «sí» # 'no'")), says(format!("= {about}, «sí» # 'no'"))),
        6 => (Put::Dressed(1.1, "0.00"), says("1.10")),
        _ => (text(about), says(about)),
    }
}

pub fn people(dice: &mut Dice, wrong: bool) -> (Put, Must) {
    match dice.below(4) {
        0 if !wrong => (text("Planeación; Sistemas\nJurídica"), says("Planeación; Sistemas; Jurídica")),
        1 if !wrong => (text("Oficina Jurídica;"), says("Oficina Jurídica")),
        _ => match prose(dice, "Talento Humano", wrong) {
            // Lines of a cell are people.
            (Put::Text(written), Says(said)) if written.contains('\n') => {
                (text(written), says(said.replacen(": ", ":; ", 1)))
            }
            other => other,
        },
    }
}

/// A policy as somebody writes it, and its name in the vigencia.
pub fn policy(dice: &mut Dice, catalogo: &Catalogo, index: usize, vigencia: u32) -> (Put, Must) {
    let named = catalogo.politicas[index].nombre_en(vigencia).expect("measured");
    let (codigo, nombre) = (&named.codigo, &named.nombre);
    let put = match dice.below(8) {
        0 => nombre.to_uppercase(),
        1 => format!("{codigo} {nombre}"),
        2 => codigo.clone(),
        3 => format!("{}. {nombre}", dice.below(19)),
        4 => format!(" {} ", nombre.replace(' ', "\u{a0}")),
        5 => format!("{codigo}: {}", nombre.to_lowercase()),
        _ => nombre.clone(),
    };
    (text(put), says(nombre))
}
