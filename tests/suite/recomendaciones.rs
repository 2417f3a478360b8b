//! Random workbooks of recommendations against an oracle of their own, as those of plans.

use std::cell::Cell;
use std::collections::BTreeMap;

use proptest::prelude::*;
use rust_xlsxwriter::Worksheet;

use seguimiento::diagnostic::Diagnostics;
use seguimiento::diagnostic::print::{Format as Form, print};
use seguimiento::interop::importar::{self, Contexto, Decision, Hojas, Origen, Salida};
use seguimiento::model::{Catalogo, Recomendaciones};

use crate::celdas::Must::{self, Nothing, Says, Wrong};
use crate::celdas::{Put, policy, says, text};
use crate::exploration::holds;
use crate::libros::{Dice, address};
use crate::planes::entries;
use crate::support::{catalogo, node, saved, workbook};

const WORKBOOKS: u32 = 100;
const FILE: &str = "Recomendaciones_vig2024.xlsx";

const COLUMNS: [(&str, &[&str]); 4] = [
    ("entidad", &["Entidad", "NOMBRE ENTIDAD"]),
    ("politica", &["Política", "POLÍTICA DE GESTIÓN Y DESEMPEÑO", "Políticas"]),
    ("recomendacion", &["Recomendación", "RECOMENDACIONES", "Recomen- dación"]),
    ("relacionada", &["Política relacionada", "Políticas relacionadas"]),
];

/// What the cells of a row hold and must give.
#[derive(Clone)]
struct Row {
    politica: (Put, Must),
    recomendacion: (Put, Must),
    relacionada: (Put, Must),
}

fn row(dice: &mut Dice, catalogo: &Catalogo, n: usize, spoilt: bool, related: bool) -> Row {
    let index = loop {
        let index = dice.below(catalogo.politicas.len());
        if catalogo.politicas[index].nombre_en(2024).is_some() {
            break index;
        }
    };
    let wrong = |dice: &mut Dice| spoilt && dice.one_in(12);
    let mut politica = policy(dice, catalogo, index, 2024);
    let mut relacionada = match dice.below(4) {
        _ if !related => (Put::Blank, Nothing),
        0 => (text(dice.pick(&["N/A", "No aplica", "-"])), Nothing),
        1 => (Put::Blank, Nothing),
        _ => {
            let (put, _) = policy(dice, catalogo, index, 2024);
            let Put::Text(written) = &put else { unreachable!("a text") };
            let shown = written.split_whitespace().collect::<Vec<_>>().join(" ");
            (put, says(shown))
        }
    };
    // The related one is as good.
    if relacionada.1 != Nothing && dice.one_in(4) {
        politica.0 = if dice.one_in(2) { Put::Blank } else { text("No aplica") };
    } else if wrong(dice) {
        politica = match dice.below(3) {
            0 => (text("Gobierno Electrónico"), Wrong),
            1 => (Put::Formula("#REF!"), Wrong),
            _ => {
                relacionada = (Put::Blank, Nothing);
                (text("N/A"), Wrong)
            }
        };
    }
    let said = format!("Formular el plan {n} de la entidad");
    let recomendacion = match dice.below(5) {
        _ if wrong(dice) => (
            match dice.below(4) {
                0 => Put::Blank,
                1 => Put::Number(12.0),
                2 => Put::Formula("0"),
                _ => text("No aplica"),
            },
            Wrong,
        ),
        0 => (text(format!(" {} ", said.replacen(' ', "\n", 1))), says(said)),
        1 => (text(format!("{said}: «a», 1.1 # 'b'")), says(format!("{said}: «a», 1.1 # 'b'"))),
        _ => (text(&said), says(said)),
    };
    Row { politica, recomendacion, relacionada }
}

/// What the rows of an entity must give.
#[derive(Default)]
struct Wanted {
    said: Vec<BTreeMap<String, String>>,
    wrong: Vec<String>,
    rows: usize,
}

#[derive(Default)]
struct Drawn {
    values: Cell<usize>,
    wrong: Cell<usize>,
}

fn check(seed: u64, catalogo: &Catalogo, drawn: &Drawn) -> Result<(), TestCaseError> {
    let dice = &mut Dice::new(seed);
    let mut entities: Vec<_> = catalogo.entidades.iter().map(|e| (e.slug.to_string(), e.nombre.clone())).collect();
    dice.shuffle(&mut entities);
    let several = dice.one_in(2);
    entities.truncate(if several { 1 + dice.below(3) } else { 1 });
    let related = dice.one_in(2);
    let mut columns: Vec<_> = COLUMNS
        .iter()
        .filter(|(name, _)| match *name {
            "entidad" => several,
            "relacionada" => related,
            _ => true,
        })
        .collect();
    dice.shuffle(&mut columns);
    let (top, left, spoilt) = (dice.below(6) as u32, dice.below(3) as u16, dice.one_in(2));
    let mut book = workbook();
    let sheet = book.add_worksheet().set_name("Hoja1").expect("a name");
    let at = |name: &str| left + columns.iter().position(|(known, _)| *known == name).expect("there") as u16;
    let header = |dice: &mut Dice, sheet: &mut Worksheet, row: u32| {
        for (column, (_, dresses)) in (left..).zip(&columns) {
            sheet.write_string(row, column, dice.pick(dresses)).expect("a cell");
        }
    };
    if top > 0 {
        sheet.write_string(0, 0, "RECOMENDACIONES DE MEJORA, VIGENCIA 2024").expect("a cell");
    }
    header(dice, sheet, top);
    let mut wanted: Vec<Wanted> = entities.iter().map(|_| Wanted::default()).collect();
    let (mut line, mut filled, mut told) = (top + 1, 0, Vec::new());
    for n in 0..3 + dice.below(12) {
        let whose = if n < entities.len() { n } else { dice.below(entities.len()) };
        let mut this = row(dice, catalogo, n, spoilt, related);
        for turn in 0..1 + usize::from(dice.one_in(8)) {
            // The same again in other words, where it is right.
            let right = this.recomendacion.1 != Wrong;
            if let (1, true, (Put::Text(_), Says(name))) = (turn, right, &this.politica) {
                this.politica.0 = text(name.to_uppercase());
            }
            let of = &mut wanted[whose];
            of.rows += 1;
            filled += 1;
            let mut said = BTreeMap::new();
            let mut wrong = false;
            let mut put = |name: &str, (put, must): &(Put, Must)| {
                put.write(sheet, line, at(name));
                match must {
                    Says(text) => drop(said.insert(name.to_owned(), text.clone())),
                    Wrong if turn == 0 => of.wrong.push(address(line, at(name))),
                    _ => {}
                }
                wrong |= *must == Wrong;
            };
            put("politica", &this.politica);
            put("recomendacion", &this.recomendacion);
            if related {
                put("relacionada", &this.relacionada);
            }
            if several {
                sheet.write_string(line, at("entidad"), entities[whose].1.to_uppercase()).expect("a cell");
            }
            match turn {
                0 if !wrong => of.said.push(said),
                0 => {}
                // The same again is taken once, and told.
                _ => told.push(address(line, at("politica"))),
            }
            line += 1 + u32::from(dice.one_in(10));
        }
    }
    for note in ["Total de recomendaciones: 12", "Fuente: Función Pública"] {
        if dice.one_in(3) {
            sheet.write_string(line, left, note).expect("a cell");
            told.push(address(line, left));
            (line, filled) = (line + 1, filled + 1);
        }
    }
    let bytes = saved(book);
    let origen = Origen {
        archivo: FILE,
        bytes: &bytes,
        hash: "00",
        hojas: Hojas::default(),
        fecha: None,
        fuente: None,
        ejemplo: false,
        vigencia: None,
    };
    let contexto = Contexto { catalogo, entidades: None, agregar: false, estricto: false };
    let asked = (!several).then(|| entities[0].0.as_str());
    let read = importar::recomendaciones(&origen, asked, &contexto);
    let imported = read.map_err(|error| TestCaseError::fail(format!("seed {seed}: {error}")))?;
    let findings = print(&imported.hallazgos.clone().sorted(), Form::Corto, false);
    prop_assert_eq!(imported.leidas, filled, "seed {}\n{}", seed, findings);
    for cell in &told {
        prop_assert!(
            findings.contains(&format!("{FILE}:Hoja1!{cell}: ")),
            "seed {}: {} is not told\n{}",
            seed,
            cell,
            findings
        );
    }
    for ((slug, _), of) in entities.iter().zip(&wanted) {
        let renglon = imported.renglones.iter().find(|r| r.entidad.as_ref().is_some_and(|(s, _)| s == slug));
        let Some(renglon) = renglon else {
            return Err(TestCaseError::fail(format!("seed {seed}: {slug} is lost\n{findings}")));
        };
        prop_assert_eq!(renglon.filas, of.rows, "seed {}", seed);
        drawn.wrong.update(|n| n + of.wrong.len());
        for cell in &of.wrong {
            let named = format!("{FILE}:Hoja1!{cell}: error[");
            prop_assert!(findings.contains(&named), "seed {}: {} is not named\n{}", seed, cell, findings);
        }
        let Salida::Archivo(archivo) = &renglon.salida else {
            prop_assert!(!of.wrong.is_empty(), "seed {}: {} is refused\n{}", seed, slug, findings);
            continue;
        };
        prop_assert!(of.wrong.is_empty(), "seed {}: {} is written despite an error", seed, slug);
        let Ok(Decision::Nuevo(text)) = archivo.decide(None, catalogo, false) else { panic!("{archivo:?}") };
        drawn.values.update(|n| n + of.said.iter().map(BTreeMap::len).sum::<usize>());
        prop_assert_eq!(&entries(&text, "recomendaciones"), &of.said, "seed {}\n{}", seed, text);
        let mut found = Diagnostics::default();
        let model = Recomendaciones::build(&node("r.yaml", &text), catalogo, &mut found);
        prop_assert!(model.is_some() && !found.has_errors(), "seed {}: {:?}\n{}", seed, found, text);
    }
    Ok(())
}

#[test]
fn random_recommendations_come_in_right_or_their_cells_are_named() {
    let catalogo = catalogo();
    let drawn = Drawn::default();
    holds(WORKBOOKS, any::<u64>(), |seed| check(seed, &catalogo, &drawn));
    let counts = (drawn.values.get(), drawn.wrong.get());
    assert!(counts.0 > 1_000 && counts.1 > 60, "{counts:?}");
}
