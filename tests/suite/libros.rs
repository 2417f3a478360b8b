//! Random results workbooks against an oracle of their own: any layout, order and
//! position, dirty cells, wrong cells.  No value may come in wrong, every wrong cell is
//! named, and an entity with one is not written.  `EXPLORAR=60 cargo test libros` goes on.

use std::cell::Cell;
use std::collections::BTreeMap;

use proptest::prelude::*;
use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet};
use seguimiento::diagnostic::Diagnostics;
use seguimiento::diagnostic::print::{Format as Form, print};
use seguimiento::interop::importar::{self, Contexto, Decision, Hojas, Origen, Salida, Seleccion};
use seguimiento::model::{Catalogo, Resultados};

use crate::exploration::holds;
use crate::support::{catalogo, node, saved, workbook};

const WORKBOOKS: u32 = 400;

/// A source of choices: SplitMix64.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n as u64).expect("small")
    }

    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    pub fn pick<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len())]
    }

    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            list.swap(at, self.below(at + 1));
        }
    }
}

/// What a column is.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Column {
    Entidad,
    /// An index by its code; `IDI` too.
    Indice(String),
    Vigencia,
    /// What is not to be read, whatever it holds.
    Noise(&'static str),
}

/// What a cell must give.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Expected {
    Value(f64),
    Blank,
    Wrong,
}

/// A score as somebody writes it into a cell, and what it must give.
fn score(dice: &mut Dice, sheet: &mut Worksheet, (row, column): (u32, u16), wrong: bool) -> Expected {
    let fixed = |code: &str| Format::new().set_num_format(code);
    // Between 1.5 and 100 with up to three decimals, as a decimal text.
    let decimals = dice.below(4);
    let scale = 10usize.pow(decimals as u32);
    let units = (3 * scale).div_ceil(2) + dice.below(98 * scale);
    let value = units as f64 / scale as f64;
    let comma = format!("{value:.decimals$}").replace('.', ",");
    let write = |sheet: &mut Worksheet, text: &str| sheet.write_string(row, column, text).map(|_| ()).expect("a cell");
    let number = |sheet: &mut Worksheet, n: f64| sheet.write_number(row, column, n).map(|_| ()).expect("a cell");
    let dressed = |sheet: &mut Worksheet, n: f64, code: &str| {
        sheet.write_number_with_format(row, column, n, &fixed(code)).map(|_| ()).expect("a cell");
    };
    let formula = |sheet: &mut Worksheet, result: &str| {
        sheet.write_formula(row, column, Formula::new("=Z99").set_result(result)).map(|_| ()).expect("a cell");
    };
    if wrong {
        match dice.below(18) {
            0 => write(sheet, "alto"),
            1 => number(sheet, 100.5 + value),
            2 => number(sheet, -value),
            3 => write(sheet, "57.914"),
            4 => formula(sheet, "0"),
            5 => formula(sheet, "#N/A"),
            6 => dressed(sheet, 45_292.0 + value, "dd/mm/yyyy"),
            7 => dressed(sheet, 0.4, "hh:mm"),
            8 => sheet.write_boolean(row, column, true).map(|_| ()).expect("a cell"),
            9 => write(sheet, "8,25E+01"),
            10 => write(sheet, "82,5,1"),
            11 => write(sheet, "NaN"),
            12 => number(sheet, 0.825),
            13 => write(sheet, "0,825"),
            14 => write(sheet, &format!("{comma} puntos")),
            15 => write(sheet, "182,5 %"),
            16 => write(sheet, "1.234,5"),
            _ => write(sheet, "?"),
        }
        return Expected::Wrong;
    }
    match dice.below(16) {
        0 => return Expected::Blank,
        1 => {
            write(sheet, dice.pick(&["NA", "N/A", "-", "No aplica", " no  aplica ", "n.a."]));
            return Expected::Blank;
        }
        2 => write(sheet, &comma),
        3 => write(sheet, &format!("\u{a0}{comma} ")),
        4 => write(sheet, &format!("{comma} %")),
        // Three decimals after a point may be thousands.
        5 if decimals < 3 => write(sheet, &comma.replace(',', ".")),
        6 => dressed(sheet, value / 100.0, "0.0%"),
        7 => dressed(sheet, value, "0.00"),
        8 => dressed(sheet, value, "#,##0"),
        9 => formula(sheet, &format!("{value}")),
        10 => {
            number(sheet, 0.0);
            return Expected::Value(0.0);
        }
        11 => {
            // Below 1 in a cell whose format somebody chose.
            let small = (1 + dice.below(98)) as f64 / 100.0;
            dressed(sheet, small, "0.00");
            return Expected::Value(small);
        }
        _ => number(sheet, value),
    }
    Expected::Value(value)
}

/// A header of an index in one of its dresses.
fn header(dice: &mut Dice, code: &str, name: &str) -> String {
    let broken = |name: &str| match name.char_indices().nth(6) {
        Some((at, c)) if c.is_alphabetic() => format!("{}- {}", &name[..at], &name[at..]),
        _ => name.to_owned(),
    };
    if code == "IDI" {
        let whole = "Índice de Desempeño Institucional";
        return match dice.below(4) {
            0 => "IDI".to_owned(),
            1 => whole.to_uppercase(),
            2 => whole.replace(' ', "\n"),
            _ => whole.to_owned(),
        };
    }
    match dice.below(6) {
        0 => code.to_owned(),
        1 => code.to_lowercase(),
        2 => format!("{code}  {name}"),
        3 => format!("{code}: {}", name.to_uppercase()),
        4 => format!("{code} {}", broken(name)),
        _ => format!("{code}\n{name}"),
    }
}

pub fn address(row: u32, column: u16) -> String {
    assert!(column < 26 * 27);
    let letter = |n: u16| char::from(b'A' + u8::try_from(n).expect("a letter"));
    let letters = if column < 26 {
        letter(column).to_string()
    } else {
        format!("{}{}", letter(column / 26 - 1), letter(column % 26))
    };
    format!("{letters}{}", row + 1)
}

/// A workbook and what it must give: by entity, what each index is and the cells that are wrong.
struct Case {
    bytes: Vec<u8>,
    sheet: String,
    /// Two visible sheets have the header.
    doubtful: bool,
    entities: Vec<Entity>,
}

struct Entity {
    slug: String,
    values: BTreeMap<String, Expected>,
    wrong: Vec<String>,
}

/// The indices of 2024 by code, with their names.
fn indices(catalogo: &Catalogo) -> Vec<(String, String)> {
    let mut all: Vec<_> = catalogo.dimensiones.iter().map(|d| (d.codigo.clone(), d.nombre.clone())).collect();
    for politica in &catalogo.politicas {
        let named = politica.nombre_en(2024).expect("measured");
        all.push((named.codigo.clone(), named.nombre.clone()));
        all.extend(politica.subindices.iter().map(|s| (s.codigo.clone(), "Calidad del servicio".to_owned())));
    }
    all
}

/// Adds a sheet without table.
pub fn cover(book: &mut Workbook, text: &str) {
    let sheet = book.add_worksheet().set_name("Léame").expect("a name");
    sheet.write_string(0, 0, text).expect("a cell");
}

/// Adds a hidden sheet with this header.
pub fn hidden<'a>(book: &'a mut Workbook, header: &[&str]) -> &'a mut Worksheet {
    let sheet = book.add_worksheet().set_name("Anterior").expect("a name").set_hidden(true);
    for (column, text) in (0u16..).zip(header) {
        sheet.write_string(0, column, *text).expect("a cell");
    }
    sheet
}

fn case(seed: u64, catalogo: &Catalogo) -> Case {
    let dice = &mut Dice::new(seed);
    let names: BTreeMap<String, String> = indices(catalogo).into_iter().collect();
    let mut codes: Vec<_> = names.keys().cloned().collect();
    dice.shuffle(&mut codes);
    codes.truncate(1 + dice.below(40));
    let mut columns: Vec<_> = codes.into_iter().map(Column::Indice).collect();
    columns.extend([Column::Entidad, Column::Indice("IDI".to_owned())]);
    let noise = [
        "Sector",
        "Naturaleza Jurídica",
        "Grupo par",
        "Índice de Desempeño Institucional (promedio grupo par)",
        "Índice de Desempeño Institucional 2023",
        "POL03 Planeación Institucional (puesto)",
        "Observaciones",
        "POL77 Nueva",
    ];
    columns.extend(dice.one_in(4).then_some(Column::Vigencia));
    columns.extend(noise.iter().filter(|_| dice.one_in(4)).map(|text| Column::Noise(text)));
    dice.shuffle(&mut columns);
    let mut book = workbook();
    if dice.one_in(3) {
        cover(&mut book, "Resultados de la medición");
    }
    if dice.one_in(5) {
        let hidden = hidden(&mut book, &["Entidad", "IDI", "POL07"]);
        hidden.write_string(1, 0, "Canal Capital").and_then(|s| s.write_number(1, 1, 11.0)).expect("a cell");
    }
    let name = dice.pick(&["Territorio", "Nación", "2024", "Hoja 1", "Vig 2024"]).to_owned();
    let sheet = book.add_worksheet().set_name(&name).expect("a name").set_active(true);
    let (top, left) = (u32::try_from(dice.below(8)).expect("small"), u16::try_from(dice.below(4)).expect("small"));
    for row in 0..top {
        if dice.one_in(2) {
            sheet.write_string(row, left, "MEDICIÓN DEL DESEMPEÑO INSTITUCIONAL").expect("a cell");
        }
    }
    for (column, what) in (left..).zip(&columns) {
        let text = match what {
            Column::Entidad => dice.pick(&["Entidad", "ENTIDAD", "Enti- dad", "Nombre Entidad"]).to_owned(),
            Column::Indice(code) => header(dice, code, names.get(code).map_or("", String::as_str)),
            Column::Vigencia => "VIGENCIA".to_owned(),
            Column::Noise(text) => (*text).to_owned(),
        };
        sheet.write_string(top, column, text).expect("a cell");
    }
    let mut wanted: Vec<_> = catalogo.entidades.iter().collect();
    dice.shuffle(&mut wanted);
    wanted.truncate(1 + dice.below(6));
    let spoilt = dice.one_in(2);
    let mut row = top + 1;
    let mut entities = Vec::new();
    for entidad in wanted {
        row += u32::from(dice.one_in(5));
        let mut values = BTreeMap::new();
        let mut wrong = Vec::new();
        for (column, what) in (left..).zip(&columns) {
            match what {
                Column::Entidad => {
                    let written = match dice.below(3) {
                        0 => entidad.nombre.to_uppercase(),
                        1 => format!(" {} ", entidad.nombre.replace(' ', "  ")),
                        _ => entidad.nombre.clone(),
                    };
                    sheet.write_string(row, column, written).expect("a cell");
                }
                // The row is in points: its IDI always says so.
                Column::Indice(code) if code == "IDI" => {
                    sheet.write_number(row, column, 77.25).expect("a cell");
                    values.insert(code.clone(), Expected::Value(77.25));
                }
                Column::Indice(code) => {
                    let is_wrong = spoilt && dice.one_in(25);
                    let expected = score(dice, sheet, (row, column), is_wrong);
                    if expected == Expected::Wrong {
                        wrong.push(address(row, column));
                    }
                    values.insert(code.clone(), expected);
                }
                Column::Vigencia if spoilt && dice.one_in(20) => {
                    sheet.write_string(row, column, dice.pick(&["mil", "202", "N/A", "2.024,5"])).expect("a cell");
                    wrong.push(address(row, column));
                }
                Column::Vigencia if dice.one_in(2) => {
                    sheet.write_string(row, column, dice.pick(&["2024", "2.024", "2,024", " 2024 "])).expect("a cell");
                }
                Column::Vigencia => {
                    sheet.write_number(row, column, 2024.0).expect("a cell");
                }
                Column::Noise(_) => {
                    sheet.write_number(row, column, 33.0).expect("a cell");
                }
            }
        }
        entities.push(Entity { slug: entidad.slug.to_string(), values, wrong });
        row += 1;
    }
    if dice.one_in(2) {
        sheet.write_string(row + 1, left, "Fuente: Función Pública, FURAG").expect("a cell");
    }
    let doubtful = dice.one_in(20);
    if doubtful {
        let other = book.add_worksheet().set_name("Otra").expect("a name");
        for (column, text) in ["Entidad", "IDI", "Canal Capital"].into_iter().enumerate() {
            other.write_string(u32::from(column == 2), u16::from(column == 1), text).expect("a cell");
        }
    }
    Case { bytes: saved(book), sheet: name, doubtful, entities }
}

/// What a data file says, by code.
fn said(text: &str, catalogo: &Catalogo) -> BTreeMap<String, f64> {
    let mut found = Diagnostics::default();
    let read = Resultados::build(&node("r.yaml", text), catalogo, &mut found).expect("results");
    assert!(!found.has_errors(), "{found:?}\n{text}");
    let mut all: BTreeMap<_, _> = read.idi.iter().map(|idi| ("IDI".to_owned(), idi.value)).collect();
    all.extend(read.dimensiones.iter().map(|(d, v)| (catalogo.dimensiones[*d].codigo.clone(), v.value)));
    for politica in &read.politicas {
        all.insert(politica.codigo.as_ref().expect("a code").value.clone(), politica.puntaje.value);
        all.extend(politica.subindices.iter().map(|s| (s.codigo.clone(), s.puntaje.value.0)));
    }
    all
}

/// What an entity must give: a sub-index only with its policy.
fn must(entity: &Entity, catalogo: &Catalogo) -> BTreeMap<String, f64> {
    let value = |code: &str| match entity.values.get(code) {
        Some(Expected::Value(value)) => Some(*value),
        _ => None,
    };
    let mut all: BTreeMap<_, _> = entity.values.keys().filter_map(|code| Some((code.clone(), value(code)?))).collect();
    for politica in &catalogo.politicas {
        let code = &politica.nombre_en(2024).expect("measured").codigo;
        if value(code).is_none() {
            politica.subindices.iter().for_each(|s| {
                all.remove(&s.codigo);
            });
        }
    }
    all
}

/// What was drawn, so that an oracle with nothing to look at does not pass.
#[derive(Default)]
struct Drawn {
    values: Cell<usize>,
    wrong: Cell<usize>,
    doubtful: Cell<usize>,
}

fn check(seed: u64, catalogo: &Catalogo, drawn: &Drawn) -> Result<(), TestCaseError> {
    let case = case(seed, catalogo);
    let of = |what: &Entity| what.values.values().filter(|v| matches!(v, Expected::Value(_))).count();
    drawn.values.update(|n| n + case.entities.iter().map(of).sum::<usize>());
    drawn.wrong.update(|n| n + case.entities.iter().map(|e| e.wrong.len()).sum::<usize>());
    drawn.doubtful.update(|n| n + usize::from(case.doubtful));
    let origen = Origen {
        archivo: "Resultados_vig2024.xlsx",
        bytes: &case.bytes,
        hash: "00",
        hojas: Hojas::default(),
        fecha: None,
        fuente: None,
        ejemplo: false,
        vigencia: None,
    };
    let contexto = Contexto { catalogo, entidades: None, agregar: false, estricto: false };
    let read = match importar::furag(&origen, &Seleccion::default(), &contexto) {
        Ok(read) => read,
        Err(error) => {
            prop_assert!(case.doubtful, "seed {}: {}", seed, error);
            return Ok(());
        }
    };
    prop_assert!(!case.doubtful, "seed {}: two sheets and no question", seed);
    let findings = print(&read.hallazgos.clone().sorted(), Form::Corto, false);
    for entity in &case.entities {
        let renglon = read.renglones.iter().find(|r| r.entidad.as_ref().is_some_and(|(slug, _)| *slug == entity.slug));
        let Some(renglon) = renglon else {
            return Err(TestCaseError::fail(format!("seed {seed}: {} is lost\n{findings}", entity.slug)));
        };
        for cell in &entity.wrong {
            let named = format!("Resultados_vig2024.xlsx:{}!{cell}: error[", case.sheet);
            prop_assert!(findings.contains(&named), "seed {}: {} is not named\n{}", seed, cell, findings);
        }
        match &renglon.salida {
            Salida::Archivo(archivo) => {
                prop_assert!(entity.wrong.is_empty(), "seed {}: {} is written despite an error", seed, entity.slug);
                let Ok(Decision::Nuevo(text)) = archivo.decide(None, catalogo, false) else { panic!("{archivo:?}") };
                prop_assert_eq!(said(&text, catalogo), must(entity, catalogo), "seed {}\n{}", seed, findings);
            }
            _ => prop_assert!(!entity.wrong.is_empty(), "seed {}: {} is refused\n{}", seed, entity.slug, findings),
        }
    }
    prop_assert_eq!(read.renglones.len(), case.entities.len(), "seed {}: entities out of nothing", seed);
    Ok(())
}

#[test]
fn random_workbooks_come_in_right_or_their_cells_are_named() {
    let catalogo = catalogo();
    let drawn = Drawn::default();
    holds(WORKBOOKS, any::<u64>(), |seed| check(seed, &catalogo, &drawn));
    let counts = (drawn.values.get(), drawn.wrong.get(), drawn.doubtful.get());
    assert!(counts.0 > 10_000 && counts.1 > 200 && counts.2 > 5, "{counts:?}");
}
