//! The results workbook of Función Pública: one row an entity, one column an index.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Catalogo, is_capital};

use super::columnas::{Columns, columns, header, missing_columns};
use super::delimitado::{Delimitado, described, without_results};
use super::eleccion::{ALL_EXAMPLES, Buscado, Elegida, choose, not_used};
use super::entidades::{Filtro, Padron, Quien};
use super::indices::{Indice, IndiceLeido, leading_code, only_control, unknown_index};
use super::lectura::{self, empty_cell, html};
use super::libro::{Cell, Fila, Sheet};
use super::registro::{Registro, finish};
use super::vigencia::vigencia_of;
use super::{Contexto, ImportError, Importacion, Origen, Seleccion, key, sin_datos};

/// The sheet of results of a workbook.
///
/// # Errors
/// [`ImportError`] where it has none, or several.
pub fn of_workbook(origen: &Origen<'_>) -> Result<Elegida, ImportError> {
    let buscado = Buscado {
        columnas: "una columna Entidad y los índices (Índice de Desempeño Institucional, D1, POL01, I01…)",
        remedio: None,
        propia: ("resultados", "el informe de una entidad y el consolidado"),
        nombre: &|text| match leading_code(text) {
            Some((kind, number, _)) => format!("{kind}{number}"),
            None => key(text),
        },
    };
    choose(origen, &buscado, &header)
}

/// A table as text with a column an index; `None` where the text is no such table.
///
/// # Errors
/// [`ImportError`] where it is no text.
pub fn of_text(origen: &Origen<'_>) -> Result<Option<Elegida>, ImportError> {
    let text = Delimitado::open(origen)?;
    let Some((sheet, row, hallazgos)) = text.sheet(origen.archivo, &header)? else { return Ok(None) };
    let supuestos = vec![described(text.called, text.sign)];
    let headers: Vec<_> = sheet.row(row).into_iter().flat_map(Fila::iter).map(|(_, cell)| cell.shown()).collect();
    let propia = text.is_exported();
    if propia && !headers.iter().any(|header| header == "datos_de_ejemplo") {
        return Err(without_results(origen.archivo));
    }
    Ok(Some(Elegida { sheet, header: row, ejemplo: false, propia, supuestos, hallazgos }))
}

/// Reads a table with a row an entity and a column an index.
pub fn read(
    elegida: Elegida,
    origen: &Origen<'_>,
    seleccion: &Seleccion,
    contexto: &Contexto<'_>,
) -> Result<Importacion, ImportError> {
    let Elegida { sheet: mut whole, header: row, ejemplo, propia, mut supuestos, hallazgos } = elegida;
    let (sheet, given) = (&whole, origen.ejemplo);
    let origen = &Origen { ejemplo: given || ejemplo, ..*origen };
    let said = vigencias(sheet, row);
    let (vigencia, why) = vigencia_of(origen, sheet, &said)?;
    supuestos.insert(0, format!("{}; vigencia {vigencia}, {why}", sheet.described()));
    let mut salida = Importacion { supuestos, hallazgos, ..Importacion::default() };
    let columns = columns(sheet, row, vigencia, contexto.catalogo, &mut salida.hallazgos)?;
    let at = sheet.place(row, columns.entidad);
    let missing = missing_columns(sheet, row, &columns, vigencia, contexto.catalogo);
    missing.into_iter().for_each(|finding| salida.hallazgos.push(finding.at(&at)));
    for column in &columns.unknown {
        let place = sheet.place(row, *column);
        salida.hallazgos.push(unknown_index(place.text(), vigencia).at(&place));
    }
    salida.supuestos.extend(not_used(sheet, row, &columns.used));
    salida.nombres = columns.nombres.clone();
    if columns.ejemplo.is_some() && !given {
        salida.supuestos.retain(|said| said != ALL_EXAMPLES);
        salida.supuestos.push("la columna «Datos de ejemplo» dice cuáles quedan marcados como de ejemplo".to_owned());
    }
    let mut padron = Padron::new(contexto.catalogo);
    let mut filtro = Filtro::new(seleccion, contexto.catalogo)?;
    let mut registros = Vec::new();
    let header = row;
    let title = sheet.cell(header, columns.entidad).map(Cell::shown);
    let rows: Vec<_> = sheet.rows().map(|(row, _)| row).filter(|row| *row > header).collect();
    let mut read = None;
    for row in rows {
        // The cells of a country take as much room as all that is made of them.
        if let Some(read) = read.replace(row) {
            whole.leave(read);
        }
        let sheet = &whole;
        let Some(cells) = sheet.row(row) else { continue };
        salida.leidas += 1;
        let mut found = Diagnostics::default();
        let mut quien = quien(sheet, row, cells, &columns, &mut found);
        let nombre = cells.get(&columns.entidad).map(Cell::shown).unwrap_or_default();
        if let Some((column, why)) = no_data(&nombre, title.as_deref(), cells, &columns, || padron.knows(&quien)) {
            salida.skip(&sheet.place(row, column), why);
            continue;
        }
        // A code alone names an entity that the catalogue knows by it, and no other.
        if nombre.is_empty() && !padron.knows(&quien) {
            quien.nombre.clear();
        }
        // Of several vigencias, the one that was asked for.
        let own = columns.vigencia.map(|column| vigencia_in_row(sheet, row, cells, column));
        let other = said.len() > 1 && matches!(&own, Some(Ok(year)) if *year != vigencia);
        if !filtro.wants(&quien, &padron) || other {
            salida.no_seleccionadas += 1;
            continue;
        }
        let mut registro = registro(sheet, row, cells, &columns, quien, (vigencia, propia), found, contexto.catalogo);
        if let Some(Err(finding)) = own {
            registro.found.push(finding);
        }
        registro.ejemplo = registro.ejemplo.map(|said| said || given);
        registros.push(registro);
    }
    drop(whole);
    finish(salida, registros, filtro, &mut padron, origen, contexto, &WIDE)
}

/// The years that a column of its own says, each once.
fn vigencias(sheet: &Sheet, header: u32) -> BTreeSet<u32> {
    let mut cells = sheet.row(header).into_iter().flat_map(Fila::iter);
    let Some((column, _)) = cells.find(|(_, cell)| key(&cell.shown()) == "vigencia") else { return BTreeSet::new() };
    let below = sheet.rows().filter(|(row, _)| *row > header);
    below.filter_map(|(_, cells)| lectura::anio(cells.get(column)).ok().flatten()).collect()
}

/// The vigencia that a row says in `column`.
fn vigencia_in_row(sheet: &Sheet, row: u32, cells: &Fila, column: u32) -> Result<u32, Diagnostic> {
    match lectura::anio(cells.get(&column)) {
        Ok(Some(year)) => Ok(year),
        Ok(None) => Err(empty_cell("la fila no dice la vigencia", &sheet.place(row, column))),
        Err(finding) => Err(finding.at(&sheet.place(row, column))),
    }
}

/// What a row says in `column`, as `read` takes it; what is wrong is told at the cell.
fn said<T>(
    sheet: &Sheet,
    (row, cells): (u32, &Fila),
    column: Option<u32>,
    read: fn(Option<&Cell>) -> Result<Option<T>, Diagnostic>,
    found: &mut Diagnostics,
) -> Option<T> {
    let column = column?;
    read(cells.get(&column)).unwrap_or_else(|finding| {
        found.push(finding.at(&sheet.place(row, column)));
        None
    })
}

/// The cell that shows that a row is no data, and why; `nombre` is what it has where `title`
/// stands in the header, and `known` says whether the catalogue has its entity.
fn no_data(
    nombre: &str,
    title: Option<&str>,
    cells: &Fila,
    columns: &Columns,
    known: impl FnOnce() -> bool,
) -> Option<(u32, &'static str)> {
    if !nombre.is_empty() && title == Some(nombre) {
        return Some((columns.entidad, "repite el encabezado"));
    }
    let mut told = cells.iter().filter(|(_, cell)| cell.shows());
    let (&first, cell) = told.next()?;
    let labelled = |column: u32, text: &str| Some((column, sin_datos::label(text)?));
    let of_first = if first == columns.entidad { None } else { labelled(first, &cell.shown()) };
    let label = of_first.or_else(|| labelled(columns.entidad, nombre)).or_else(|| {
        // What stands alone under a table is a sentence about it.
        let scored = columns.indices.keys().any(|column| cells.contains_key(column));
        (!scored && told.next().is_none()).then_some((first, "está en una fila sin puntajes"))
    })?;
    // Asked last: it takes longest, and hardly any row has a label.
    (!known()).then_some(label)
}

fn quien(sheet: &Sheet, row: u32, cells: &Fila, columns: &Columns, found: &mut Diagnostics) -> Quien {
    let mut text = |column: Option<u32>| said(sheet, (row, cells), column, lectura::texto, found);
    let nombre = text(Some(columns.entidad));
    let codigo = text(columns.codigo).map(|codigo| lectura::sin_miles(&codigo));
    let formulario = text(columns.formulario);
    let municipio = text(columns.municipio);
    let codigos = [columns.codigo_departamento, columns.codigo_municipio].map(&mut text);
    let departamento = departamento(text(columns.departamento), municipio.as_deref(), &codigos);
    Quien {
        nombre: nombre.or_else(|| codigo.clone()).unwrap_or_default(),
        codigo,
        departamento,
        municipio,
        orden: text(columns.orden),
        // «MIPG y MECI» is the form of an entity that is measured in everything.
        meci: formulario.is_some_and(|f| key(&f).contains("meci") && !key(&f).contains("mipg")),
    }
}

/// The department of a row.  Official tables print Bogotá under Cundinamarca, with the
/// code of Bogotá or beside its municipality.
fn departamento(written: Option<String>, municipio: Option<&str>, codigos: &[Option<String>]) -> Option<String> {
    let coded = codigos.iter().flatten().any(|code| code == "11" || code == "11001");
    if (coded || municipio.is_some_and(is_capital)) && !written.as_deref().is_some_and(is_capital) {
        return Some("Bogotá, D.C.".to_owned());
    }
    written
}

#[allow(clippy::too_many_arguments, reason = "one call; a struct would only name them again")]
fn registro(
    sheet: &Sheet,
    row: u32,
    cells: &Fila,
    columns: &Columns,
    quien: Quien,
    (vigencia, propia): (u32, bool),
    mut found: Diagnostics,
    catalogo: &Catalogo,
) -> Registro {
    let place = sheet.place(row, columns.entidad);
    if quien.nombre.is_empty() {
        found.push(empty_cell("la fila tiene puntajes y no dice la entidad", &place));
    }
    // A value below 1 is points where somebody chose a format that is no percentage
    // and the rest of the row is in points.
    let above_one = |cell| lectura::numero(cell).is_ok_and(|n| n.is_some_and(|n| !n.percent && n.value > 1.0));
    let row_in_points = columns.indices.keys().any(|column| above_one(cells.get(column)));
    let mut medidas = Vec::with_capacity(columns.indices.len());
    for (column, indice) in &columns.indices {
        let cell = cells.get(column);
        let in_points = propia || (row_in_points && cell.is_some_and(Cell::is_chosen));
        match lectura::puntaje(cell, in_points) {
            Ok(Some(value)) => {
                medidas.push((*indice, IndiceLeido::of(value)));
            }
            Ok(None) => {}
            Err(finding) => found.push(finding.at(&sheet.place(row, *column))),
        }
    }
    let fuente = said(sheet, (row, cells), columns.fuente, lectura::texto, &mut found);
    let ejemplo = said(sheet, (row, cells), columns.ejemplo, lectura::si_o_no, &mut found);
    medidas.sort_unstable_by_key(|(indice, _)| *indice);
    medidas.shrink_to_fit();
    let grupo_par = columns.grupo.and_then(|column| lectura::texto(cells.get(&column)).ok().flatten());
    let tag = grupo_par.as_deref().and_then(lectura::html_tag).map(str::to_owned);
    if let (Some(tag), Some(column)) = (tag, columns.grupo) {
        found.push(html(&tag).at(&sheet.place(row, column)));
    }
    // What was measured tells more than the name of the form.
    let meci = if medidas.is_empty() { quien.meci } else { only_control(&medidas, catalogo) };
    let quien = Quien { meci, ..quien };
    let idi = columns.indices.iter().find(|(_, indice)| **indice == Indice::Idi).map(|(column, _)| *column);
    if let Some(column) = idi
        && !meci
        && !medidas.is_empty()
        && !medidas.iter().any(|(indice, _)| *indice == Indice::Idi)
        && !found.has_errors()
    {
        found.push(
            Diagnostic::aviso("idi-en-blanco", format!("«{}» tiene otros índices y no tiene IDI", quien.nombre))
                .at(&sheet.place(row, column))
                .remedy("confronte la celda con la fuente; si la entidad no tiene IDI, no hay nada que corregir"),
        );
    }
    Registro {
        quien,
        place,
        vigencia,
        grupo_par,
        medidas,
        rango: sheet.range((row, row), (columns.first, columns.last)),
        hoja: Some(Arc::clone(sheet.nombre(row))).filter(|nombre| !nombre.is_empty()),
        filas: 1,
        found,
        fuente,
        ejemplo,
        exportado: propia,
    }
}

/// The keys that a file of the kind gives, and that it therefore replaces.
pub(super) const WIDE: [&str; 16] = [
    "vigencia",
    "fuente",
    "ejemplo",
    "procedencia",
    "procedencia.hoja",
    "procedencia.rango",
    "idi",
    "grupo_par.nombre",
    "dimensiones",
    "dimensiones[].puntaje",
    "politicas",
    "politicas[].codigo",
    "politicas[].puntaje",
    "politicas[].subindices",
    "politicas[].subindices[].puntaje",
    "procedencia.archivo",
];
