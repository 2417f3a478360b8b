//! Tables in which a row is about one entity: the header, the rows by entity,
//! and how a row is read.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Diagnostics, Place, Severity};
use crate::model::Catalogo;
use crate::model::shape::Located;

use super::indices::{Indice, indice_con_codigo, leading_code};
use super::lectura::{self, empty_cell, html};
use super::libro::{Cell, Sheet};
use super::{Archivo, Como, Contexto, ImportError, Importacion, Renglon, Salida, entidades, key};

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
    pub cells: &'a BTreeMap<u32, Cell>,
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
            self.found.push(empty_cell(&format!("la fila no dice {what}"), &self.place(name)));
        }
        text
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

/// The rows below the header by entity: the one that was given, or that of each row.
pub fn groups(
    sheet: &Sheet,
    header: u32,
    columns: &Found,
    given: Option<&str>,
    needed: &[&str],
    contexto: &Contexto<'_>,
    salida: &mut Importacion,
) -> Result<Vec<Group>, ImportError> {
    let wanted = given.map(|given| entidades::given(given, contexto)).transpose()?;
    if wanted.is_none() && !columns.contains_key("entidad") {
        return Err(ImportError::new(
            "el libro no tiene una columna Entidad y no se dijo de qué entidad es",
            "dígala con --entidad, con su slug o su nombre",
        ));
    }
    let mut padron = entidades::Padron::new(contexto.catalogo);
    let mut groups: Vec<Group> = Vec::new();
    for (row, cells) in sheet.rows().filter(|(at, _)| *at > header) {
        // A total or a note under the table has none of the columns that a row needs.
        let has = |name: &str| columns.get(name).and_then(|c| cells.get(c)).is_some_and(|c| !c.shown().is_empty());
        if !needed.iter().any(|name| has(name)) {
            continue;
        }
        salida.leidas += 1;
        let mut found = Diagnostics::default();
        let mut reading = Reading { sheet, row, cells, columns, found: &mut found };
        let named = if columns.contains_key("entidad") { reading.text("entidad") } else { None };
        let (nombre, entidad) = match (&wanted, named) {
            // Without an own name the row belongs to the entity that was given.
            (Some(slug), None) => (slug.clone(), Some((slug.clone(), Como::Dada))),
            (None, None) => {
                let place = reading.place("entidad");
                found.push(empty_cell("la fila no dice la entidad", &place));
                (String::new(), None)
            }
            (wanted, Some(nombre)) => {
                let known = groups.iter().find(|g| key(&g.nombre) == key(&nombre));
                let place = reading.place("entidad");
                let entidad = match known {
                    Some(group) => group.entidad.clone(),
                    None => {
                        let quien = entidades::Quien { nombre: nombre.clone(), ..Default::default() };
                        padron.find(&quien, &place, None, &mut found)
                    }
                };
                if let (Some(wanted), Some((slug, _))) = (wanted, &entidad)
                    && wanted != slug
                {
                    salida.no_seleccionadas += 1;
                    continue;
                }
                if wanted.is_some() && entidad.is_none() && known.is_none() {
                    // Another entity, which was not asked for.
                    salida.no_seleccionadas += 1;
                    continue;
                }
                (nombre, entidad)
            }
        };
        let same = groups.iter_mut().find(|g| match (&g.entidad, &entidad) {
            (Some((a, _)), Some((b, _))) => a == b,
            (None, None) => key(&g.nombre) == key(&nombre),
            _ => false,
        });
        match same {
            Some(group) => {
                group.rows.push(row);
                group.found.extend(found);
            }
            None => groups.push(Group { nombre, entidad, rows: vec![row], found }),
        }
    }
    if salida.leidas == 0 {
        return Err(ImportError::new(
            format!("{} y sin filas de datos debajo", sheet.described()),
            "revise que sea el archivo correcto; si el libro tiene varias hojas, diga cuál con --hoja",
        ));
    }
    if groups.is_empty() {
        return Err(ImportError::new(
            format!("ninguna fila de «{}» es de la entidad «{}»", sheet.archivo, given.unwrap_or_default()),
            "escriba la entidad como está en el libro, o quite --entidad para importarlas todas",
        ));
    }
    Ok(groups)
}

/// `A5:K31` from the rows of a group, for each sheet that they stand in.
pub fn range_of(sheet: &Sheet, rows: &[u32], columns: &Found) -> Option<String> {
    let columns = (*columns.values().min()?, *columns.values().max()?);
    let of_a_sheet: Vec<_> = rows.chunk_by(|one, other| sheet.together(*one, *other)).collect();
    let ranges = of_a_sheet.iter().filter_map(|rows| {
        let range = sheet.range((*rows.first()?, *rows.last()?), columns);
        Some(if of_a_sheet.len() == 1 { range } else { format!("{}!{range}", sheet.nombre(rows[0])) })
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
