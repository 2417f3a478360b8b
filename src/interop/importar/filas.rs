//! Tables in which a row is about one entity: the header, the rows by entity,
//! and how a row is read.

use std::collections::{BTreeMap, HashMap};

use crate::diagnostic::{Diagnostic, Diagnostics, Place, Severity};
use crate::model::Catalogo;
use crate::model::shape::Located;

use super::entidades::{self, Padron, Quien, few};
use super::indices::{Indice, indice_con_codigo, leading_code};
use super::lectura::{self, empty_cell, html};
use super::libro::{Cell, Fila, Sheet, Value};
use super::{Archivo, Como, Contexto, ImportError, Importacion, Renglon, Salida, key, sin_datos};

/// The columns of a sheet by what they hold.
pub type Found = BTreeMap<&'static str, u32>;

/// The header of a sheet: the first row that names all of `needed`.
pub fn header(
    sheet: &Sheet,
    known: &[(&'static str, &[&str])],
    needed: &[&str],
    given: &[(String, String)],
) -> Option<(u32, Found)> {
    sheet.head().find_map(|(row, cells)| {
        let mut found = Found::new();
        for (name, header) in given {
            let column = cells.iter().find(|(_, text)| key(text) == key(header)).map(|(column, _)| *column);
            let known = known.iter().find(|(k, _)| k == name).map(|(k, _)| *k);
            if let (Some(column), Some(name)) = (column, known) {
                found.insert(name, column);
            }
        }
        for (name, headers) in known {
            let taken = |column: &u32| found.values().any(|c| c == column);
            let free = || cells.iter().filter(|(column, _)| !taken(column));
            // In the order of the aliases, so that the plainest header wins.
            let column = headers.iter().find_map(|h| free().find(|(_, text)| key(text) == *h)).map(|(c, _)| *c);
            if let (Some(column), false) = (column, found.contains_key(name)) {
                found.insert(name, column);
            }
        }
        needed.iter().all(|n| found.contains_key(n)).then_some((row, found))
    })
}

/// What a header means: the column that it is, or itself.
pub fn meaning(text: &str, known: &[(&'static str, &[&str])], given: &[(String, String)]) -> String {
    let text = key(text);
    let given = given.iter().find(|(_, header)| key(header) == text).map(|(name, _)| name.clone());
    let known = || known.iter().find(|(_, headers)| headers.contains(&text.as_str()));
    given.or_else(|| known().map(|(name, _)| (*name).to_owned())).unwrap_or(text)
}

/// A row being read: its cells and where its findings go.
pub struct Reading<'a> {
    pub sheet: &'a Sheet,
    pub row: u32,
    pub cells: &'a Fila,
    pub columns: &'a Found,
    pub found: &'a mut Diagnostics,
}

impl Reading<'_> {
    pub fn cell(&self, name: &str) -> Option<&Cell> {
        self.cells.get(self.columns.get(name)?)
    }

    pub fn place(&self, name: &str) -> Place {
        self.sheet.place(self.row, self.columns.get(name).copied().unwrap_or_default())
    }

    /// What `read` makes of a cell; what is wrong is told at the cell.
    pub fn take<T>(&mut self, name: &str, read: impl Fn(Option<&Cell>) -> Result<Option<T>, Diagnostic>) -> Option<T> {
        match read(self.cell(name)) {
            Ok(value) => value,
            Err(finding) => {
                self.found.push(finding.at(&self.place(name)));
                None
            }
        }
    }

    pub fn text(&mut self, name: &str) -> Option<String> {
        let text = self.take(name, lectura::texto)?;
        if let Some(tag) = lectura::html_tag(&text) {
            self.found.push(html(tag).at(&self.place(name)));
        }
        Some(text)
    }

    pub fn required(&mut self, name: &str, what: &str) -> Option<String> {
        let before = self.found.count(Severity::Error);
        let text = self.text(name);
        if text.is_none() && self.found.count(Severity::Error) == before {
            let finding = empty_cell(&format!("la fila no dice {what}"), &self.place(name));
            let column = self.columns.get(name).copied().unwrap_or_default();
            let above = self.row.checked_sub(1).and_then(|row| self.sheet.cell(row, column));
            self.found.push(match above {
                // A cell that a person reads with the one above it.
                Some(_) => finding.remedy(
                    "llene la celda o quite la fila; si vale lo de la celda de arriba, repítalo aquí o combine las dos celdas",
                ),
                None => finding,
            });
        }
        text
    }

    /// A text that is needed and says something: a number is a count of them, or another column.
    pub fn sentence(&mut self, name: &str, what: &str, wrong: &str, remedy: &str) -> Option<String> {
        let text = self.required(name, what)?;
        if !text.chars().any(char::is_alphabetic) {
            let place = self.place(name);
            let finding = Diagnostic::error("tipo-equivocado", format!("«{text}» {wrong}"));
            self.found.push(finding.at(&place).remedy(remedy));
        }
        Some(text)
    }

    /// The position of the policy in the cell; told as in a data file.
    pub fn politica(&mut self, name: &str, written: &str, vigencia: u32, catalogo: &Catalogo) -> Option<usize> {
        let place = self.place(name);
        let (code, rest) = match leading_code(written) {
            Some(("POL", number, rest)) => (Some(number), rest),
            _ => (None, written.trim_start_matches(|c: char| c.is_ascii_digit() || ".)- ".contains(c))),
        };
        let rest = if rest.is_empty() && code.is_none() { written } else { rest };
        if let (Some(number), true) = (code, rest.is_empty()) {
            let by_code = indice_con_codigo("POL", number, vigencia, catalogo);
            if let Some(Indice::Politica(index)) = by_code {
                return Some(index);
            }
        }
        let name = if rest.is_empty() { written } else { rest };
        catalogo.resolve_politica(&Located { value: name.to_owned(), place }, self.found)
    }
}

/// Rows of data of one entity.
pub struct Group {
    pub nombre: String,
    pub entidad: Option<(String, Como)>,
    pub rows: Vec<u32>,
    pub found: Diagnostics,
}

impl Group {
    fn new(nombre: &str, entidad: Option<(String, Como)>) -> Self {
        Self { nombre: nombre.to_owned(), entidad, rows: Vec::new(), found: Diagnostics::default() }
    }
}

/// A table and what its rows need.
#[derive(Clone, Copy)]
pub struct Tabla<'a> {
    pub sheet: &'a Sheet,
    /// Row of the header.
    pub header: u32,
    pub columns: &'a Found,
    /// Columns that every row fills; the first one and its group say what the row is about.
    pub needed: &'a [&'a str],
}

impl Tabla<'_> {
    fn text(&self, row: u32, name: &str) -> Option<String> {
        let shown = self.sheet.cell(row, *self.columns.get(name)?)?.shown();
        (!shown.is_empty()).then_some(shown)
    }

    /// The finding for a row that says the same as an earlier one.
    fn repeated(&self, row: u32, first: u32) -> Diagnostic {
        let column = self.columns.get(self.needed[0]).copied().unwrap_or_default();
        let other = self.sheet.address(first, column);
        let message = format!("la fila dice lo mismo que la de {other} en lo que se importa; se toma una sola vez");
        Diagnostic::aviso("renglon-repetido", message)
            .at(&self.sheet.place(row, column))
            .remedy("si son dos cosas distintas, diga en la tabla en qué se distinguen; si no, quite una")
    }

    /// What was read, without what says the same as an earlier row though it is written in
    /// another way, as a policy by its code: each of these is told.
    pub fn distinct<T: std::fmt::Debug>(&self, read: Vec<(u32, T)>, found: &mut Diagnostics) -> Vec<(u32, T)> {
        let mut seen: HashMap<String, u32> = HashMap::new();
        let mut kept = Vec::with_capacity(read.len());
        for (row, what) in read {
            match *seen.entry(format!("{what:?}")).or_insert(row) {
                first if first == row => kept.push((row, what)),
                first => found.push(self.repeated(row, first)),
            }
        }
        kept
    }

    /// The cell that shows that a row is no data, and why; `knows` tells the
    /// names of entities from labels.
    pub fn no_data(&self, row: u32, knows: &dyn Fn(&str) -> bool) -> Option<(Place, &'static str)> {
        let at = |name: &str| self.sheet.place(row, self.columns.get(name).copied().unwrap_or_default());
        if self.needed.iter().all(|name| self.text(row, name).is_some_and(|t| Some(t) == self.text(self.header, name)))
        {
            return Some((at(self.needed[0]), "repite el encabezado"));
        }
        for name in ["entidad", "id", self.needed[0]] {
            let Some(text) = self.text(row, name) else { continue };
            if let (Some(why), false) = (sin_datos::label(&text), name == "entidad" && knows(&text)) {
                return Some((at(name), why));
            }
        }
        if self.needed.iter().all(|name| self.text(row, name).is_some()) {
            return None;
        }
        // A sentence may begin with one of those words: a label stands alone, or beside numbers.
        let cells =
            || self.sheet.row(row).into_iter().flat_map(Fila::iter).filter(|(_, cell)| !cell.shown().is_empty());
        let texts = cells().filter(|(_, cell)| !matches!(cell.value, Value::Number(_))).count();
        let labelled = cells().find_map(|(column, cell)| Some((*column, sin_datos::label(&cell.shown())?)));
        if let (Some((column, why)), 1) = (labelled, texts) {
            return Some((self.sheet.place(row, column), why));
        }
        let says = |name: &str| self.text(row, name).is_some();
        let content = self.columns.keys().any(|name| !["id", "vigencia"].contains(name) && says(name));
        let (first, _) = cells().next()?;
        (!content).then(|| (self.sheet.place(row, *first), "está en una fila sin nada que importar"))
    }
}

/// Where the rows of a name go.
#[derive(Clone, Copy)]
enum Destino {
    Grupo(usize),
    /// Another entity than the one that was asked for.
    Otra,
    /// A name that the catalogue does not have, where another entity was asked for: position in the list of these.
    Ajena(usize),
}

/// Rows by entity while they are gathered.
struct Reparto<'a> {
    padron: Padron<'a>,
    /// Slug of the entity that was asked for.
    wanted: Option<String>,
    groups: Vec<Group>,
    /// Positions in `groups`.
    by_slug: HashMap<String, usize>,
    by_name: HashMap<String, Destino>,
    /// Names that nobody knows and nobody asked for, where each first stands and its rows.
    foreign: Vec<(String, Place, usize)>,
    /// Rows that do not say their entity, with the group of the row above them.
    unnamed: Vec<(u32, Option<usize>, Diagnostics)>,
    others: bool,
}

impl Reparto<'_> {
    fn group(&mut self, nombre: &str, entidad: Option<(String, Como)>) -> usize {
        let slug = entidad.as_ref().map(|(slug, _)| slug.clone());
        if let Some(known) = slug.as_ref().and_then(|slug| self.by_slug.get(slug)) {
            return *known;
        }
        self.groups.push(Group::new(nombre, entidad));
        let position = self.groups.len() - 1;
        self.by_slug.extend(slug.map(|slug| (slug, position)));
        position
    }

    /// The group of the entity that was asked for.
    fn given(&mut self, slug: &str) -> usize {
        self.group(slug, Some((slug.to_owned(), Como::Dada)))
    }

    /// Where the rows of `nombre` go, found out once for each name.
    fn destination(&mut self, nombre: &str, place: &Place) -> Destino {
        if let Some(known) = self.by_name.get(&key(nombre)) {
            return *known;
        }
        let quien = Quien { nombre: nombre.to_owned(), ..Quien::default() };
        let mut found = Diagnostics::default();
        let entidad = self.padron.find(&quien, place, None, &mut found);
        let destino = match (self.wanted.clone(), entidad) {
            (Some(wanted), Some((slug, _))) if slug != wanted => Destino::Otra,
            // It may be the one that was asked for, and the name does not tell.
            (Some(wanted), None) if self.padron.may_mean(&quien, &wanted) => Destino::Grupo(self.given(&wanted)),
            (Some(_), None) => {
                self.foreign.push((nombre.to_owned(), place.clone(), 0));
                Destino::Ajena(self.foreign.len() - 1)
            }
            (_, entidad) => Destino::Grupo(self.group(nombre, entidad)),
        };
        if let Destino::Grupo(group) = destino {
            self.groups[group].found.extend(found);
        } else {
            self.others = true;
        }
        self.by_name.insert(key(nombre), destino);
        destino
    }

    /// Rows that do not say their entity: those of the one that was asked for,
    /// where the table names no other; else they stop the entity they may belong to.
    fn settle(&mut self, tabla: &Tabla<'_>) {
        for (row, above, mut found) in std::mem::take(&mut self.unnamed) {
            let group = match (self.wanted.clone(), above) {
                (Some(wanted), _) => self.given(&wanted),
                (None, Some(above)) => above,
                (None, None) => match self.by_name.get("") {
                    Some(Destino::Grupo(group)) => *group,
                    _ => {
                        let group = self.group("", None);
                        self.by_name.insert(String::new(), Destino::Grupo(group));
                        group
                    }
                },
            };
            if (self.wanted.is_none() || self.others) && !found.has_errors() {
                let place = tabla.sheet.place(row, tabla.columns.get("entidad").copied().unwrap_or_default());
                found.push(empty_cell("la fila no dice la entidad", &place).remedy(
                    "escriba la entidad en cada fila; una celda en blanco no dice de quién es, aunque esté agrupada con la de arriba",
                ));
            }
            self.groups[group].rows.push(row);
            self.groups[group].found.extend(found);
        }
        for group in &mut self.groups {
            group.rows.sort_unstable();
        }
    }
}

/// The rows below the header by entity: the one that was given, or that of each row.
/// Every row is counted, and those that are not taken are told.
///
/// # Errors
/// [`ImportError`] where there is no row of data, or none of the entity that was given.
pub fn groups(
    tabla: &Tabla<'_>,
    given: Option<&str>,
    contexto: &Contexto<'_>,
    salida: &mut Importacion,
) -> Result<Vec<Group>, ImportError> {
    let Tabla { sheet, header, columns, .. } = *tabla;
    let wanted = given.map(|given| entidades::given(given, contexto)).transpose()?;
    let named_in_rows = columns.contains_key("entidad");
    if wanted.is_none() && !named_in_rows {
        return Err(ImportError::new(
            "el libro no tiene una columna Entidad y no se dijo de qué entidad es",
            "dígala con --entidad, con su slug o su nombre",
        ));
    }
    let mut reparto = Reparto {
        padron: Padron::new(contexto.catalogo),
        wanted,
        groups: Vec::new(),
        by_slug: HashMap::new(),
        by_name: HashMap::new(),
        foreign: Vec::new(),
        unnamed: Vec::new(),
        others: false,
    };
    let mut above = None;
    for (row, cells) in sheet.rows().filter(|(at, _)| *at > header) {
        salida.leidas += 1;
        let knows = |name: &str| reparto.padron.knows(&Quien { nombre: name.to_owned(), ..Quien::default() });
        if let Some((place, why)) = tabla.no_data(row, &knows) {
            salida.skip(&place, why);
            continue;
        }
        let mut found = Diagnostics::default();
        let mut reading = Reading { sheet, row, cells, columns, found: &mut found };
        let nombre = if named_in_rows { reading.text("entidad") } else { None };
        let place = reading.place("entidad");
        let Some(nombre) = nombre else {
            reparto.unnamed.push((row, above, found));
            continue;
        };
        match reparto.destination(&nombre, &place) {
            Destino::Grupo(group) => {
                reparto.groups[group].rows.push(row);
                reparto.groups[group].found.extend(found);
                above = Some(group);
            }
            Destino::Otra => salida.no_seleccionadas += 1,
            Destino::Ajena(which) => {
                salida.no_seleccionadas += 1;
                reparto.foreign[which].2 += 1;
            }
        }
    }
    reparto.settle(tabla);
    if salida.leidas == salida.sin_datos {
        return Err(ImportError::new(
            format!("{} y sin filas de datos debajo", sheet.described()),
            "revise que sea el archivo correcto; si el libro tiene varias hojas, diga cuál con --hoja",
        ));
    }
    if reparto.groups.is_empty() {
        let names = few(reparto.foreign.iter().map(|(nombre, ..)| format!("«{nombre}»")));
        return Err(ImportError::new(
            format!("ninguna fila de «{}» es de la entidad «{}»", sheet.archivo, given.unwrap_or_default()),
            match names.as_str() {
                "" => "escriba la entidad como está en el libro, o quite --entidad para importarlas todas".to_owned(),
                names => format!(
                    "si es una de las que el catálogo no conoce ({names}), agregue ese nombre a sus alias en \
                     data/catalogo/entidades.yaml; si no, quite --entidad para importarlas todas"
                ),
            },
        ));
    }
    for (nombre, place, rows) in reparto.foreign {
        let filas =
            if rows == 1 { "su fila no se importa".to_owned() } else { format!("sus {rows} filas no se importan") };
        salida.hallazgos.push(
            Diagnostic::aviso("entidad-sin-reconocer", format!("«{nombre}» no es una entidad del catálogo; {filas}"))
                .at(&place)
                .remedy(format!(
                    "si es «{}», agregue el nombre a sus alias en data/catalogo/entidades.yaml",
                    given.unwrap_or_default()
                )),
        );
    }
    Ok(reparto.groups)
}

/// How many cells of the table say in words that they do not apply, and are read as blank ones.
pub fn not_applicable(tabla: &Tabla<'_>) -> Option<String> {
    let below = tabla.sheet.rows().filter(|(row, _)| *row > tabla.header);
    let cells = below.flat_map(|(row, cells)| cells.iter().map(move |(column, cell)| (row, *column, cell)));
    let read = cells.filter(|(_, column, _)| tabla.columns.values().any(|used| used == column));
    let mut found = read.filter(|(.., cell)| lectura::says_not_applicable(cell));
    let (row, column, cell) = found.next()?;
    let first = format!("«{}» en {}", cell.shown(), tabla.sheet.address(row, column));
    Some(match found.count() {
        0 => format!("se toma como una celda en blanco la que dice {first}"),
        more => format!("se toman como celdas en blanco las {} que dicen que no aplica, como {first}", more + 1),
    })
}

/// The rows of a group without those that say the same as an earlier one in every
/// column: each of these is told, and taken once.
pub fn distinct_rows(tabla: &Tabla<'_>, rows: &[u32], found: &mut Diagnostics) -> Vec<u32> {
    let mut seen: HashMap<Vec<Option<String>>, u32> = HashMap::new();
    let mut kept = Vec::with_capacity(rows.len());
    for row in rows {
        let says: Vec<_> =
            tabla.columns.keys().filter(|name| **name != "entidad").map(|name| tabla.text(*row, name)).collect();
        match seen.get(&says) {
            None => {
                seen.insert(says, *row);
                kept.push(*row);
            }
            Some(first) => {
                found.push(tabla.repeated(*row, *first));
            }
        }
    }
    kept
}

/// `A5:K31` from the rows of a group; where they are scattered, each run of
/// them, or how many they are between the first and the last.
pub fn range_of(sheet: &Sheet, rows: &[u32], columns: &Found) -> Option<String> {
    const MOST: usize = 4;
    let (left, right) = (*columns.values().min()?, *columns.values().max()?);
    let (first, last) = (*rows.first()?, *rows.last()?);
    let runs: Vec<_> = rows.chunk_by(|one, next| one + 1 == *next).collect();
    if runs.len() > MOST {
        let (from, to) = (sheet.address(first, left), sheet.address(last, right));
        return Some(format!("{} filas entre {from} y {to}", rows.len()));
    }
    let one_sheet = sheet.together(first, last);
    let ranges = runs.iter().filter_map(|run| {
        let range = sheet.range((*run.first()?, *run.last()?), (left, right));
        Some(if one_sheet { range } else { format!("{}!{range}", sheet.nombre(run[0])) })
    });
    Some(ranges.collect::<Vec<_>>().join(", "))
}

/// Puts a finished file, or what stopped it, among the results.
pub fn push(salida: &mut Importacion, group: Group, contexto: &Contexto<'_>, archivo: impl FnOnce(&str) -> Archivo) {
    let found = if contexto.estricto { group.found.strict() } else { group.found };
    let rejected = found.has_errors();
    salida.hallazgos.extend(found);
    let resultado = match &group.entidad {
        None if group.nombre.is_empty() => Salida::Rechazada,
        None => Salida::FueraDelCatalogo,
        Some(_) if rejected => Salida::Rechazada,
        Some((slug, _)) => Salida::Archivo(Box::new(archivo(slug))),
    };
    salida.renglones.push(Renglon {
        nombre: group.nombre,
        entidad: group.entidad,
        filas: group.rows.len(),
        salida: resultado,
    });
}
