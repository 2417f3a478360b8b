//! Random plan workbooks against an oracle of their own: any layout and order of columns,
//! dates, percentages and numbers in every dress, merged and hidden cells, repeated rows,
//! totals and notes.  No value may come in wrong, every wrong cell is named, and on a second
//! import nothing moves to another activity.  `EXPLORAR=60 cargo test planes` goes on.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use rust_xlsxwriter::{Format, Worksheet};
use seguimiento::data::Value;
use seguimiento::diagnostic::Diagnostics;
use seguimiento::diagnostic::print::{Format as Form, print};
use seguimiento::interop::importar::{self, Contexto, Decision, Hojas, Importacion, Origen, Pedido, Salida};
use seguimiento::model::{Catalogo, Plan};

use crate::celdas::Must::{self, Nothing, Says, Wrong};
use crate::celdas::{EFFECTS, Put, STATES, Scale, YES, date, people, policy, progress, prose, says, text, word};
use crate::exploration::holds;
use crate::hojas::changed;
use crate::libros::{Dice, address, cover, hidden};
use crate::support::{catalogo, node, saved, workbook};

const WORKBOOKS: u32 = 250;
const FILE: &str = "plan.xlsx";

const COLUMNS: [(&str, &[&str]); 14] = [
    ("politica", &["Política", "POLÍTICA DE MIPG", "Política de Gestión\ny Desempeño", "Línea de política"]),
    ("actividad", &["Actividad", "ACCIÓN DE MEJORA", "Activi- dades", "Acciones"]),
    ("id", &["No.", "N.º", "ID", "Ítem", "Código"]),
    ("producto", &["Producto", "Producto / Meta", "ENTREGABLE"]),
    ("responsable", &["Responsable", "Dependencia responsable"]),
    ("inicio", &["Fecha inicio", "Inicio", "Fecha de inicio"]),
    ("fin", &["Fecha fin", "Fecha de termi- nación", "Fin"]),
    ("avance", &["% avance", "Avance", "Porcentaje de avance"]),
    ("estado", &["Estado", "ESTADO DE LA ACTIVIDAD"]),
    ("recurso", &["Recurso", "¿Cuenta con recurso?"]),
    ("evidencia", &["Evidencia", "Soportes"]),
    ("efectividad", &["Efectividad"]),
    ("observacion", &["Observaciones"]),
    ("recomendacion", &["Recomendación"]),
];

const VERBS: [&str; 6] = ["Actualizar", "Publicar", "Revisar", "Adoptar", "Medir", "Divulgar"];
const THINGS: [&str; 8] = [
    "el plan de transferencias",
    "las tablas de retención",
    "el código de integridad",
    "la matriz de riesgos",
    "el inventario de activos",
    "los trámites en línea",
    "el mapa de procesos",
    "la política de datos",
];

type Cells = BTreeMap<&'static str, (Put, Must)>;

/// A row of the table that is an activity.
#[derive(Clone)]
struct Activity {
    cells: Cells,
    /// Position of its entity among those of the case.
    whose: usize,
}

const NOBODY: &str = "Ministerio de Nada";

/// A table as it is written: what each row holds.
#[derive(Clone)]
enum Row {
    Of(Activity),
    /// Says the same as the one before it.
    Again(Activity),
    /// Of an entity that is not asked for, or that nobody knows.
    Foreign(Activity),
    /// Says no entity, though others do.
    Nameless(Activity),
    /// A total, a note, or the header again: where it stands and what it says.
    NoData(&'static str, &'static str),
    Blank,
}

/// How a table is laid out.
struct Layout {
    columns: Vec<Option<&'static str>>,
    headers: Vec<String>,
    entity: Option<u16>,
    /// Only the first entity is asked for, though the table names several.
    asked: bool,
    top: u32,
    left: u16,
    since_1904: bool,
    hidden: (bool, bool),
    /// The table stands in two sheets, which are read together.
    parted: bool,
    /// Policies of rows together are merged.
    merged: bool,
    extra: (bool, bool),
}

struct Case {
    layout: Layout,
    rows: Vec<Row>,
    entities: Vec<(String, String)>,
    given: Vec<(String, String)>,
}

fn activity(
    dice: &mut Dice,
    catalogo: &Catalogo,
    l: &Layout,
    scale: Scale,
    n: usize,
    spoilt: bool,
    whose: usize,
) -> Activity {
    let mut cells = Cells::new();
    let index = loop {
        let index = dice.below(catalogo.politicas.len());
        if catalogo.politicas[index].nombre_en(2025).is_some() {
            break index;
        }
    };
    for name in l.columns.iter().flatten() {
        let wrong = spoilt && dice.one_in(14);
        let cell = match *name {
            "politica" if wrong => match dice.below(4) {
                0 => (Put::Blank, Wrong),
                1 => (text("Gobierno Electrónico"), Wrong),
                2 => (text("No aplica"), Wrong),
                _ => (Put::Formula("0"), Wrong),
            },
            "politica" => policy(dice, catalogo, index, 2025),
            "actividad" if wrong => match dice.below(4) {
                0 => (Put::Blank, Wrong),
                1 => (Put::Number(12.0), Wrong),
                2 => (text("N/A"), Wrong),
                _ => (Put::Formula("#REF!"), Wrong),
            },
            "actividad" => {
                let said = format!("{} {} {}", VERBS[dice.below(6)], THINGS[dice.below(8)], n / 2);
                (text(format!("{} ", said.replacen(' ', if dice.one_in(4) { "\n" } else { "  " }, 1))), says(said))
            }
            "id" if wrong => (Put::Formula("0"), Wrong),
            "id" => match dice.below(5) {
                0 => (Put::Blank, Nothing),
                1 => (text(format!("A-{n}")), says(format!("A-{n}"))),
                2 => (Put::Dressed(1.1, "0.00"), says("1.10")),
                _ => (Put::Number((n + 1) as f64), says((n + 1).to_string())),
            },
            "inicio" => date(dice, 1..6, l.since_1904, wrong),
            "fin" => date(dice, 7..13, l.since_1904, wrong),
            "avance" => progress(dice, scale, wrong),
            "estado" => word(dice, &STATES, wrong),
            "efectividad" => word(dice, &EFFECTS, wrong),
            "recurso" if !wrong && dice.one_in(4) => (Put::Bool(true), says("true")),
            "recurso" => word(dice, &YES, wrong),
            "responsable" => people(dice, wrong),
            other => prose(dice, other, wrong),
        };
        cells.insert(name, cell);
    }
    if spoilt && dice.one_in(14) && cells.contains_key("inicio") && cells.contains_key("fin") {
        cells.insert("inicio", (text("2025-12-31"), Wrong));
        cells.insert("fin", (text("30/12/2025"), says("2025-12-30")));
    }
    Activity { cells, whose }
}

fn case(seed: u64, catalogo: &Catalogo) -> Case {
    let dice = &mut Dice::new(seed);
    let mut columns: Vec<_> = COLUMNS
        .iter()
        .filter(|(name, _)| matches!(*name, "politica" | "actividad") || !dice.one_in(3))
        .map(|(name, _)| Some(*name))
        .collect();
    columns.extend((0..dice.below(3)).map(|_| None));
    dice.shuffle(&mut columns);
    let noise = ["Presupuesto 2025", "Semáforo", "Eje"];
    let mut used = 0;
    let headers: Vec<_> = columns
        .iter()
        .map(|column| match column {
            Some(name) => {
                let dresses = COLUMNS.iter().find(|(known, _)| known == name).expect("known").1;
                dresses[dice.below(dresses.len())].to_owned()
            }
            None => {
                used += 1;
                noise[used - 1].to_owned()
            }
        })
        .collect();
    let mut given = Vec::new();
    if let Some(header) = headers.iter().find(|header| *header == "Línea de política") {
        given.push(("politica".to_owned(), header.clone()));
    }
    let mut entities: Vec<_> = catalogo.entidades.iter().map(|e| (e.slug.to_string(), e.nombre.clone())).collect();
    dice.shuffle(&mut entities);
    let several = dice.one_in(2);
    entities.truncate(if several { 1 + dice.below(3) } else { 1 });
    let layout = Layout {
        asked: several && dice.one_in(3),
        entity: several.then(|| u16::try_from(columns.len()).expect("few")),
        columns,
        headers,
        top: dice.below(6) as u32,
        left: dice.below(3) as u16,
        since_1904: dice.one_in(6),
        hidden: (dice.one_in(6), dice.one_in(8)),
        parted: dice.one_in(5),
        merged: dice.one_in(4),
        extra: (dice.one_in(3), dice.one_in(5)),
    };
    let scale = if dice.one_in(3) { Scale::Shares } else { Scale::Points };
    let spoilt = dice.one_in(2);
    let mut rows = Vec::new();
    let count = 3 + dice.below(10);
    for n in 0..count {
        let whose = if n < entities.len() { n } else { dice.below(entities.len()) };
        let mut a = activity(dice, catalogo, &layout, scale, n, spoilt, whose);
        // What tells the scale of the column.
        if n < entities.len() {
            let told =
                if scale == Scale::Shares { (Put::Number(0.5), says("50")) } else { (Put::Number(55.0), says("55")) };
            a.cells.entry("avance").and_modify(|cell| *cell = told);
        }
        if let (true, Some(Row::Of(before) | Row::Again(before))) = (layout.merged && dice.one_in(2), rows.last())
            && a.cells["politica"].1 != Wrong
        {
            let same = before.cells["politica"].clone();
            a.cells.insert("politica", same);
        }
        rows.push(Row::Of(a.clone()));
        if dice.one_in(8) {
            // In other words, where nothing else is wrong.
            if a.cells.values().all(|(_, must)| *must != Wrong) {
                a.cells.entry("politica").and_modify(|(put, must)| {
                    let Says(name) = must else { unreachable!("a name") };
                    *put = text(name.to_uppercase());
                });
            }
            rows.push(Row::Again(a));
        } else if dice.one_in(10) {
            rows.push(Row::Blank);
        }
        if dice.one_in(12) {
            rows.push(Row::NoData("header", ""));
        }
        if layout.entity.is_some() && dice.one_in(12) {
            rows.push(Row::Foreign(activity(dice, catalogo, &layout, scale, 70 + n, false, 0)));
        }
        if spoilt && layout.entity.is_some() && !layout.asked && dice.one_in(25) {
            rows.push(Row::Nameless(activity(dice, catalogo, &layout, scale, 90 + n, false, whose)));
        }
    }
    for _ in 0..dice.below(3) {
        rows.push(match dice.below(4) {
            0 => Row::NoData("politica", "TOTAL"),
            1 => Row::NoData("actividad", "Promedio de avance"),
            2 => Row::NoData("politica", "Fuente: Oficina de Planeación"),
            _ => Row::NoData("actividad", "Elaboró: Ana Ñungo"),
        });
    }
    Case { layout, rows, entities, given }
}

/// What a table must give of an entity.
#[derive(Default)]
struct Wanted {
    activities: Vec<BTreeMap<&'static str, String>>,
    /// Cells that must be named as errors.
    wrong: Vec<String>,
    /// Cells that must be named, whatever they are called.
    told: Vec<String>,
    rows: usize,
}

/// A table that is written, and what it must give by entity.
struct Written {
    bytes: Vec<u8>,
    wanted: Vec<Wanted>,
    /// Cells that must be named, whosever they are.
    named: Vec<String>,
    /// Rows that hold something.
    filled: usize,
}

/// A table while it is written, in one sheet after another.
struct Writer<'a> {
    case: &'a Case,
    /// Name of the sheet, and the column in which it begins.
    nombre: &'static str,
    left: u16,
    out: Written,
    /// The entity of the row above, of those of the case.
    above: Option<usize>,
    /// A row of nobody was written.
    foreign: bool,
    /// The rows of activities in the sheet, with their policies.
    policies: Vec<(u32, Must)>,
}

impl Writer<'_> {
    fn at(&self, name: &str) -> Option<u16> {
        let column = self.case.layout.columns.iter().position(|c| *c == Some(name))?;
        Some(self.left + u16::try_from(column).expect("few"))
    }

    fn column(&self, name: &str) -> u16 {
        self.at(name).expect("there")
    }

    fn cell(&self, row: u32, column: u16) -> String {
        format!("{}!{}", self.nombre, address(row, column))
    }

    fn header(&self, sheet: &mut Worksheet, row: u32) {
        let l = &self.case.layout;
        for (column, text) in (self.left..).zip(&l.headers) {
            sheet.write_string(row, column, text).expect("a cell");
        }
        if let Some(column) = l.entity {
            sheet.write_string(row, self.left + column, "Entidad").expect("a cell");
        }
    }

    /// Writes a sheet with some of the rows.
    fn sheet(&mut self, dice: &mut Dice, sheet: &mut Worksheet, rows: &[Row]) {
        let l = &self.case.layout;
        for row in 0..l.top {
            sheet.write_string(row, self.left, "SEGUIMIENTO AL PLAN").expect("a cell");
        }
        self.header(sheet, l.top);
        self.policies.clear();
        for (row, what) in (l.top + 1..).zip(rows) {
            self.out.filled += usize::from(!matches!(what, Row::Blank));
            match what {
                Row::Blank => {}
                Row::NoData(name, text) => self.no_data(dice, sheet, row, name, text),
                Row::Foreign(a) => self.strange(sheet, row, a, Some(NOBODY)),
                Row::Nameless(a) => self.strange(sheet, row, a, None),
                Row::Of(a) => self.activity(sheet, row, a, true),
                Row::Again(a) => self.activity(sheet, row, a, false),
            }
        }
        if l.merged {
            merge(sheet, self.column("politica"), &self.policies);
        }
        if let (true, Some((row, _))) = (l.hidden.0, self.policies.first()) {
            sheet.set_row_hidden(*row).expect("hidden");
        }
        if l.hidden.1 {
            sheet.set_column_hidden(self.column("actividad")).expect("hidden");
        }
    }

    fn no_data(&mut self, dice: &mut Dice, sheet: &mut Worksheet, row: u32, name: &str, text: &str) {
        let name = if name == "header" { "politica" } else { name };
        let told = self.cell(row, self.column(name));
        self.out.wanted[0].told.push(told);
        if text.is_empty() {
            return self.header(sheet, row);
        }
        sheet.write_string(row, self.column(name), text).expect("a cell");
        // A total of the progress says nothing of the scale of the column.
        if let (Some(column), true) = (self.at("avance"), text.starts_with(['T', 'P'])) {
            sheet.write_number(row, column, if dice.one_in(2) { 0.4 } else { 340.0 }).expect("a cell");
        }
    }

    /// A row of an entity that nobody knows, or of none.
    fn strange(&mut self, sheet: &mut Worksheet, row: u32, a: &Activity, entity: Option<&str>) {
        for (name, (put, _)) in &a.cells {
            put.write(sheet, row, self.column(name));
        }
        let cell = (row, self.left + self.case.layout.entity.expect("there"));
        let address = self.cell(cell.0, cell.1);
        let Some(entity) = entity else {
            self.out.named.push(address.clone());
            // It may be of the entity above it.
            if let Some(of) = self.above.map(|above| &mut self.out.wanted[above]) {
                of.wrong.push(address);
                of.rows += 1;
            }
            return;
        };
        sheet.write_string(cell.0, cell.1, entity).expect("a cell");
        if !self.foreign {
            self.out.named.push(address);
        }
        (self.foreign, self.above) = (true, None);
    }

    fn activity(&mut self, sheet: &mut Worksheet, row: u32, a: &Activity, first: bool) {
        let l = &self.case.layout;
        self.above = Some(a.whose);
        let mut says: BTreeMap<&'static str, String> = BTreeMap::new();
        let mut wrong = Vec::new();
        for (name, (put, must)) in &a.cells {
            let column = self.column(name);
            put.write(sheet, row, column);
            match must {
                Nothing => {}
                Says(text) => drop(says.insert(name, text.clone())),
                Wrong => wrong.push(self.cell(row, column)),
            }
        }
        for (column, _) in (self.left..).zip(&l.columns).filter(|(_, name)| name.is_none()) {
            sheet.write_number(row, column, 7.0).expect("a cell");
        }
        if let Some(column) = l.entity {
            let name = self.case.entities[a.whose].1.to_uppercase();
            sheet.write_string(row, self.left + column, name).expect("a cell");
        }
        let here = self.cell(row, self.column("politica"));
        let of = &mut self.out.wanted[a.whose];
        of.rows += 1;
        match (first, wrong.is_empty()) {
            // What says the same as another row is told once.
            (false, _) => of.told.push(here),
            // The same in other words, as a policy by its code.
            (true, true) if of.activities.contains(&says) => of.told.push(here),
            (true, true) => of.activities.push(says),
            (true, false) => of.wrong.extend(wrong),
        }
        self.policies.push((row, a.cells["politica"].1.clone()));
    }
}

/// Writes the table, in two sheets where it is parted.
fn written(dice: &mut Dice, case: &Case) -> Written {
    let l = &case.layout;
    let mut book = workbook();
    if l.extra.0 {
        cover(&mut book, "Plan de mejoramiento");
    }
    if l.extra.1 {
        hidden(&mut book, &["Política", "Actividad"]);
    }
    let wanted = case.entities.iter().map(|_| Wanted::default()).collect();
    let out = Written { bytes: Vec::new(), wanted, named: Vec::new(), filled: 0 };
    let (nombre, left) = ("Plan", l.left);
    let mut writer = Writer { case, nombre, left, out, above: None, foreign: false, policies: Vec::new() };
    let (one, other) = case.rows.split_at(if l.parted { case.rows.len() / 2 } else { case.rows.len() });
    let sheet = book.add_worksheet().set_name(nombre).expect("a name").set_active(true);
    writer.sheet(dice, sheet, one);
    if l.parted {
        // Another place of the sheet.
        (writer.nombre, writer.left) = ("Segundo", l.left + 1);
        let sheet = book.add_worksheet().set_name(writer.nombre).expect("a name");
        writer.sheet(dice, sheet, other);
    }
    let bytes = saved(book);
    let bytes = if l.since_1904 { changed(&bytes, "<workbookPr ", "<workbookPr date1904=\"1\" ") } else { bytes };
    Written { bytes, ..writer.out }
}

/// Merges the policies of rows that stand together and have one, which then is written only once.
fn merge(sheet: &mut Worksheet, column: u16, policies: &[(u32, Must)]) {
    for run in policies.chunk_by(|(row, one), (next, other)| row + 1 == *next && one == other && *one != Wrong) {
        let ([(top, Says(name)), .., (bottom, _)], format) = (run, Format::new()) else { continue };
        sheet.merge_range(*top, column, *bottom, column, name, &format).expect("merged");
    }
}

/// The numbers of the activities: each its own, a repeated one by its turn, and one without
/// in its place or the next that is free.
fn numbered(activities: &mut [BTreeMap<&'static str, String>]) {
    let mut taken: BTreeSet<String> = activities.iter().filter_map(|a| a.get("id").cloned()).collect();
    let mut turns: BTreeMap<String, usize> = BTreeMap::new();
    for (index, a) in activities.iter_mut().enumerate() {
        let number = match a.get("id") {
            Some(id) => {
                let turn = turns.entry(id.clone()).or_default();
                *turn += 1;
                if *turn == 1 { id.clone() } else { format!("{id} ({turn})") }
            }
            None => (index + 1..).map(|n| n.to_string()).find(|n| !taken.contains(n)).expect("one"),
        };
        taken.insert(number.clone());
        a.insert("id", number);
    }
}

/// The activities of a data file.
fn said(text: &str) -> Vec<BTreeMap<String, String>> {
    entries(text, "actividades")
}

/// The entries of a list of a data file, each key with what it says.
pub fn entries(text: &str, list: &str) -> Vec<BTreeMap<String, String>> {
    let tree = node("p.yaml", text);
    let Value::Map(top) = &tree.value else { panic!("{text}") };
    let Some((_, list)) = top.iter().find(|(key, _)| key.text == list) else { return Vec::new() };
    let Value::List(list) = &list.value else { panic!("{text}") };
    let scalar = |value: &Value, spelt: &str| match value {
        Value::Number(n) => n.to_string(),
        Value::Bool(b) => b.to_string(),
        Value::Text(text) => text.clone(),
        _ => spelt.to_owned(),
    };
    list.iter()
        .map(|entry| {
            let Value::Map(entries) = &entry.value else { panic!("{text}") };
            let of = entries.iter().map(|(key, node)| {
                let value = match &node.value {
                    Value::List(items) => items.iter().map(|i| scalar(&i.value, "")).collect::<Vec<_>>().join("; "),
                    other => scalar(other, ""),
                };
                (key.text.clone(), value)
            });
            of.collect()
        })
        .collect()
}

fn read(bytes: &[u8], case: &Case, catalogo: &Catalogo) -> Result<Importacion, String> {
    let origen = Origen {
        archivo: FILE,
        bytes,
        hash: "00",
        hojas: Hojas { nombres: &[], todas: case.layout.parted },
        fecha: None,
        fuente: None,
        ejemplo: false,
        vigencia: Some(2025),
    };
    let pedido = Pedido {
        entidad: (case.layout.entity.is_none() || case.layout.asked).then(|| case.entities[0].0.as_str()),
        nombre: None,
        plan: None,
        columnas: &case.given,
    };
    let contexto = Contexto { catalogo, entidades: None, agregar: false, estricto: false };
    importar::plan(&origen, &pedido, &contexto).map_err(|error| error.to_string())
}

/// What was drawn, so that an oracle with nothing to look at does not pass.
#[derive(Default)]
struct Drawn {
    values: Cell<usize>,
    wrong: Cell<usize>,
    marks: Cell<usize>,
}

fn check(seed: u64, catalogo: &Catalogo, drawn: &Drawn) -> Result<(), TestCaseError> {
    let dice = &mut Dice::new(seed ^ 0x5eed);
    let mut case = case(seed, catalogo);
    let Written { bytes, mut wanted, named, filled } = written(dice, &case);
    let imported = match read(&bytes, &case, catalogo) {
        Ok(imported) => imported,
        Err(error) => return Err(TestCaseError::fail(format!("seed {seed}: {error}"))),
    };
    let findings = print(&imported.hallazgos.clone().sorted(), Form::Corto, false);
    prop_assert_eq!(imported.leidas, filled, "seed {}\n{}", seed, findings);
    for cell in &named {
        let told = findings.contains(&format!("{FILE}:{cell}: ")) || case.layout.asked;
        prop_assert!(told, "seed {}: {} is not named\n{}", seed, cell, findings);
    }
    if case.layout.hidden.0 || case.layout.hidden.1 || case.layout.extra.1 {
        prop_assert!(findings.contains("aviso[contenido-oculto]"), "seed {}\n{}", seed, findings);
    }
    let mut files = Vec::new();
    for (position, ((slug, _), of)) in case.entities.iter().zip(&mut wanted).enumerate() {
        if case.layout.asked && position > 0 {
            prop_assert!(!imported.renglones.iter().any(|r| r.entidad.as_ref().is_some_and(|(s, _)| s == slug)));
            continue;
        }
        for cell in &of.told {
            prop_assert!(
                findings.contains(&format!("{FILE}:{cell}: ")),
                "seed {}: {} is not told\n{}",
                seed,
                cell,
                findings
            );
        }
        let renglon = imported.renglones.iter().find(|r| r.entidad.as_ref().is_some_and(|(s, _)| s == slug));
        let Some(renglon) = renglon else {
            prop_assert_eq!(of.rows, 0, "seed {}: {} is lost\n{}", seed, slug, findings);
            continue;
        };
        prop_assert_eq!(renglon.filas, of.rows, "seed {}", seed);
        for cell in &of.wrong {
            let named = format!("{FILE}:{cell}: error[");
            prop_assert!(findings.contains(&named), "seed {}: {} is not named\n{}", seed, cell, findings);
        }
        drawn.wrong.update(|n| n + of.wrong.len());
        let Salida::Archivo(archivo) = &renglon.salida else {
            prop_assert!(!of.wrong.is_empty(), "seed {}: {} is refused\n{}", seed, slug, findings);
            continue;
        };
        prop_assert!(of.wrong.is_empty(), "seed {}: {} is written despite an error", seed, slug);
        let Ok(Decision::Nuevo(text)) = archivo.decide(None, catalogo, false) else { panic!("{archivo:?}") };
        numbered(&mut of.activities);
        let must: Vec<BTreeMap<String, String>> =
            of.activities.iter().map(|a| a.iter().map(|(k, v)| ((*k).to_owned(), v.clone())).collect()).collect();
        drawn.values.update(|n| n + must.iter().map(BTreeMap::len).sum::<usize>());
        prop_assert_eq!(said(&text), must, "seed {}\n{}\n{}", seed, text, findings);
        let mut found = Diagnostics::default();
        prop_assert!(
            Plan::build(&node("plan.yaml", &text), catalogo, &mut found).is_some(),
            "seed {}: {:?}",
            seed,
            found
        );
        prop_assert!(!found.has_errors(), "seed {}: {:?}\n{}", seed, found, text);
        files.push((slug.clone(), text));
    }
    // A second import: the rows in another order, some gone, others new.
    let layout = &case.layout;
    let mut activities: Vec<_> = case.rows.iter().filter(|row| matches!(row, Row::Of(_))).cloned().collect();
    dice.shuffle(&mut activities);
    activities.truncate(activities.len() - dice.below(activities.len()) / 2);
    for n in 0..dice.below(4) {
        let whose = dice.below(case.entities.len());
        let new = activity(dice, catalogo, layout, Scale::Points, 50 + n, false, whose);
        activities.insert(dice.below(activities.len() + 1), Row::Of(new));
    }
    if dice.one_in(2) {
        for (n, row) in activities.iter_mut().enumerate() {
            let Row::Of(a) = row else { continue };
            a.cells.entry("id").and_modify(|cell| *cell = (Put::Number((n + 1) as f64), says((n + 1).to_string())));
        }
    }
    case.rows = activities;
    let Written { bytes, .. } = written(dice, &case);
    let Ok(imported) = read(&bytes, &case, catalogo) else { return Ok(()) };
    for (slug, text) in files {
        let renglon = imported.renglones.iter().find(|r| r.entidad.as_ref().is_some_and(|(s, _)| *s == slug));
        let Some(Salida::Archivo(archivo)) = renglon.map(|r| &r.salida) else { continue };
        let (marked, marks) = with_marks(&text, &case.layout);
        let decided = archivo.decide(Some(&marked), catalogo, false);
        let after = match decided {
            Ok(Decision::Distinto { texto, .. }) => texto,
            Ok(Decision::Igual { .. }) => marked.clone(),
            other => panic!("{other:?}"),
        };
        drawn.marks.update(|n| n + marks.len());
        let blocks: Vec<&str> = after.split("\n  - id: ").skip(1).collect();
        for (mark, about) in marks {
            for form in [format!("nota {mark}."), format!("# lleva {mark}.")] {
                let with: Vec<_> = blocks.iter().filter(|block| block.contains(&form)).collect();
                prop_assert!(
                    with.len() == 1,
                    "seed {}: {} stands {} times\n{}\n-----\n{}",
                    seed,
                    form,
                    with.len(),
                    marked,
                    after
                );
                let own = said(&format!("actividades:\n  - id: {}", with[0]));
                let now = (own[0]["politica"].clone(), own[0]["actividad"].clone());
                prop_assert_eq!(&now, &about, "seed {}: {} moved\n{}\n-----\n{}", seed, form, &marked, &after);
            }
        }
    }
    Ok(())
}

/// What a mark is about: a policy and a text.
type About = (String, String);

/// The file with something that the table does not give in each activity, and a comment in it.
fn with_marks(text: &str, layout: &Layout) -> (String, Vec<(usize, About)>) {
    // A column that the table does not have, or a key of no table.
    let free = ["observacion", "evidencia", "producto", "recomendacion"];
    let key = free.into_iter().find(|name| !layout.columns.contains(&Some(*name)));
    let Some(key) = key else { return (text.to_owned(), Vec::new()) };
    let mut marks = Vec::new();
    let (head, list) = text.split_once("actividades:\n").expect("activities");
    let mut out = format!("{head}actividades:\n");
    for (mark, (block, own)) in list.split("  - id: ").skip(1).zip(said(text)).enumerate() {
        out += &format!("  - id: {block}    # lleva {mark}.\n    {key}: nota {mark}.\n");
        marks.push((mark, (own["politica"].clone(), own["actividad"].clone())));
    }
    (out, marks)
}

#[test]
fn random_plans_come_in_right_or_their_cells_are_named_and_nothing_moves() {
    let catalogo = catalogo();
    let drawn = Drawn::default();
    holds(WORKBOOKS, any::<u64>(), |seed| check(seed, &catalogo, &drawn));
    let counts = (drawn.values.get(), drawn.wrong.get(), drawn.marks.get());
    assert!(counts.0 > 4_000 && counts.1 > 200 && counts.2 > 200, "{counts:?}");
}
