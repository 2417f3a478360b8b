//! The results workbook of Función Pública: one row an entity, one column an index.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::model::Catalogo;

use super::eleccion::{Buscado, Elegida, choose};
use super::entidades::{Filtro, Padron, Quien};
use super::indices::{Indice, Medida, indice_con_codigo, is_idi, leading_code, misnamed, only_control, unknown_index};
use super::lectura::{self, empty_cell, html};
use super::libro::{Cell, Sheet};
use super::registro::{Registro, finish};
use super::vigencia::vigencia_of;
use super::{Contexto, ImportError, Importacion, Origen, Seleccion, key, sin_datos};

/// Where each thing stands in the sheet.
#[derive(Debug, Default)]
struct Columns {
    first: u32,
    last: u32,
    entidad: u32,
    codigo: Option<u32>,
    departamento: Option<u32>,
    municipio: Option<u32>,
    grupo: Option<u32>,
    formulario: Option<u32>,
    orden: Option<u32>,
    indices: BTreeMap<u32, Indice>,
    /// Headers with a code that is not in the catalogue.
    unknown: Vec<u32>,
}

/// The header of the sheet; `None` where it has none.
fn header(sheet: &Sheet) -> Option<u32> {
    sheet.head().find_map(|(row, cells)| {
        let entity = cells.iter().any(|(_, text)| key(text) == "entidad" || key(text) == "nombreentidad");
        let index = cells.iter().any(|(_, text)| is_idi(text) || leading_code(text).is_some());
        (entity && index).then_some(row)
    })
}

fn columns(
    sheet: &Sheet,
    header: u32,
    vigencia: u32,
    catalogo: &Catalogo,
    found: &mut Diagnostics,
) -> Result<Columns, ImportError> {
    let mut columns = Columns { entidad: u32::MAX, first: u32::MAX, ..Columns::default() };
    let cells: Vec<_> = sheet
        .row(header)
        .map(|cells| cells.iter().map(|(column, cell)| (*column, cell.shown())).collect())
        .unwrap_or_default();
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    for (column, text) in cells {
        columns.first = columns.first.min(column);
        columns.last = columns.last.max(column);
        let folded = key(&text);
        let described = match folded.as_str() {
            "codigosigep" | "codigo" => Some(&mut columns.codigo),
            "departamento" => Some(&mut columns.departamento),
            "municipio" => Some(&mut columns.municipio),
            "grupopar" => Some(&mut columns.grupo),
            "tipoformulario" | "tipodeformulario" => Some(&mut columns.formulario),
            "orden" => Some(&mut columns.orden),
            _ => None,
        };
        let entity = matches!(folded.as_str(), "entidad" | "nombreentidad");
        let slot = entity || described.is_some();
        if let Some(described) = described {
            described.get_or_insert(column);
        }
        if entity {
            columns.entidad = columns.entidad.min(column);
        }
        let mut name = folded.clone();
        let mut known = slot;
        if is_idi(&text) {
            columns.indices.insert(column, Indice::Idi);
            (name, known) = ("idi".to_owned(), true);
        } else if let Some((kind, number, rest)) = leading_code(&text).filter(|_| !slot) {
            (name, known) = (format!("{kind}{number:02}"), true);
            match indice_con_codigo(kind, number, vigencia, catalogo) {
                Some(indice) => {
                    let wrong = misnamed(&text, &indice, rest, vigencia, catalogo);
                    found_at(found, wrong, &sheet.place(header, column));
                    columns.indices.insert(column, indice);
                }
                None => columns.unknown.push(column),
            }
        }
        if known && let Some(first) = seen.insert(name, column) {
            return Err(ImportError::new(
                format!(
                    "la columna «{text}» está dos veces: en {} y en {}",
                    sheet.address(header, first),
                    sheet.address(header, column)
                ),
                "deje en el libro una sola",
            ));
        }
    }
    Ok(columns)
}

/// The warning about the index of a vigencia that no header names; the header
/// most like the one of the IDI is told.
fn missing_columns(
    sheet: &Sheet,
    header: u32,
    columns: &Columns,
    vigencia: u32,
    catalogo: &Catalogo,
) -> Option<Diagnostic> {
    const IDI: &str = "Índice de Desempeño Institucional";
    let has = |wanted: &Indice| columns.indices.values().any(|indice| indice == wanted);
    let mut missing = Vec::new();
    let mut remedy = format!(
        "si están con otro encabezado, corríjalo en la fila {}; si el libro no las trae, no hay nada que corregir",
        header + 1
    );
    if !has(&Indice::Idi) {
        missing.push(IDI.to_owned());
        let texts: Vec<_> = sheet
            .row(header)
            .map(|cells| cells.iter().map(|(column, cell)| (*column, cell.shown())).collect())
            .unwrap_or_default();
        let like = |(_, text): &&(u32, String)| strsim::normalized_damerau_levenshtein(&key(text), &key(IDI)) > 0.7;
        if let Some((column, text)) = texts.iter().find(like) {
            remedy = format!("¿es «{text}», en {}? Corrija el encabezado", sheet.address(header, *column));
        }
    }
    let dimensions = catalogo.dimensiones.iter().enumerate().filter(|(i, _)| !has(&Indice::Dimension(*i)));
    missing.extend(dimensions.map(|(_, d)| d.codigo.clone()));
    let policies = catalogo.politicas.iter().enumerate().filter(|(i, _)| !has(&Indice::Politica(*i)));
    missing.extend(policies.filter_map(|(_, p)| Some(p.nombre_en(vigencia)?.codigo.clone())));
    (!missing.is_empty()).then(|| {
        Diagnostic::aviso("columna-faltante", format!("el encabezado no tiene {}", crate::locale::lista(&missing)))
            .remedy(remedy)
    })
}

fn found_at(found: &mut Diagnostics, finding: Option<Diagnostic>, place: &Place) {
    if let Some(finding) = finding {
        found.push(finding.at(place));
    }
}

/// Reads the wide workbook.
pub fn read(origen: &Origen<'_>, seleccion: &Seleccion, contexto: &Contexto<'_>) -> Result<Importacion, ImportError> {
    let buscado = Buscado {
        columnas: "una columna Entidad y los índices (Índice de Desempeño Institucional, D1, POL01, I01…)",
        remedio: None,
        propia: "",
        nombre: &|text| match leading_code(text) {
            Some((kind, number, _)) => format!("{kind}{number}"),
            None => key(text),
        },
    };
    let Elegida { sheet, header: row, ejemplo, mut supuestos, hallazgos } = choose(origen, &buscado, &header)?;
    let (sheet, origen) = (&sheet, &Origen { ejemplo: origen.ejemplo || ejemplo, ..*origen });
    let (vigencia, why) = vigencia_of(origen, sheet)?;
    supuestos.insert(0, format!("{}; vigencia {vigencia}, {why}", sheet.described()));
    let mut salida = Importacion { supuestos, hallazgos, ..Importacion::default() };
    let columns = columns(sheet, row, vigencia, contexto.catalogo, &mut salida.hallazgos)?;
    found_at(
        &mut salida.hallazgos,
        missing_columns(sheet, row, &columns, vigencia, contexto.catalogo),
        &sheet.place(row, columns.entidad),
    );
    for column in &columns.unknown {
        let place = sheet.place(row, *column);
        salida.hallazgos.push(unknown_index(place.text(), vigencia).at(&place));
    }
    let mut padron = Padron::new(contexto.catalogo);
    let mut filtro = Filtro::new(seleccion, contexto.catalogo)?;
    let mut registros = Vec::new();
    let header = row;
    for (row, cells) in sheet.rows().filter(|(at, _)| *at > header) {
        salida.leidas += 1;
        let mut found = Diagnostics::default();
        let mut quien = quien(sheet, row, cells, &columns, &mut found);
        if let Some((column, why)) = no_data(sheet, (header, row), cells, &columns, padron.knows(&quien)) {
            salida.skip(&sheet.place(row, column), why);
            continue;
        }
        // A code alone names an entity that the catalogue knows by it, and no other.
        let unnamed = cells.get(&columns.entidad).is_none_or(|cell| cell.shown().is_empty());
        if unnamed && !padron.knows(&quien) {
            quien.nombre.clear();
        }
        if !filtro.wants(&quien, &padron) {
            salida.no_seleccionadas += 1;
            continue;
        }
        registros.push(registro(sheet, row, cells, &columns, quien, vigencia, found, contexto.catalogo));
    }
    finish(salida, registros, filtro, &mut padron, origen, contexto, &WIDE)
}

/// The cell that shows that a row is no data, and why; `known` says that the
/// catalogue has its entity.
fn no_data(
    sheet: &Sheet,
    (header, row): (u32, u32),
    cells: &BTreeMap<u32, Cell>,
    columns: &Columns,
    known: bool,
) -> Option<(u32, &'static str)> {
    let shown = |row: u32, column: u32| sheet.cell(row, column).map(Cell::shown).unwrap_or_default();
    if !shown(row, columns.entidad).is_empty() && shown(row, columns.entidad) == shown(header, columns.entidad) {
        return Some((columns.entidad, "repite el encabezado"));
    }
    if known {
        return None;
    }
    let mut told = cells.keys().copied().filter(|column| !shown(row, *column).is_empty());
    let first = told.next()?;
    let labelled = [first, columns.entidad].into_iter().find_map(|c| Some((c, sin_datos::label(&shown(row, c))?)));
    if labelled.is_some() {
        return labelled;
    }
    // What stands alone under a table is a sentence about it.
    let scored = columns.indices.keys().any(|column| cells.contains_key(column));
    (!scored && told.next().is_none()).then_some((first, "está en una fila sin puntajes"))
}

fn quien(sheet: &Sheet, row: u32, cells: &BTreeMap<u32, Cell>, columns: &Columns, found: &mut Diagnostics) -> Quien {
    let mut text = |column: Option<u32>| {
        let column = column?;
        match lectura::texto(cells.get(&column)) {
            Ok(text) => text,
            Err(finding) => {
                found.push(finding.at(&sheet.place(row, column)));
                None
            }
        }
    };
    let nombre = text(Some(columns.entidad));
    let codigo = text(columns.codigo).map(|codigo| lectura::sin_miles(&codigo));
    let formulario = text(columns.formulario);
    Quien {
        nombre: nombre.or_else(|| codigo.clone()).unwrap_or_default(),
        codigo,
        departamento: text(columns.departamento),
        municipio: text(columns.municipio),
        orden: text(columns.orden),
        // «MIPG y MECI» is the form of an entity that is measured in everything.
        meci: formulario.is_some_and(|f| key(&f).contains("meci") && !key(&f).contains("mipg")),
    }
}

#[allow(clippy::too_many_arguments, reason = "one call; a struct would only name them again")]
fn registro(
    sheet: &Sheet,
    row: u32,
    cells: &BTreeMap<u32, Cell>,
    columns: &Columns,
    quien: Quien,
    vigencia: u32,
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
    let mut medidas = BTreeMap::new();
    for (column, indice) in &columns.indices {
        let cell = cells.get(column);
        let in_points = row_in_points && cell.is_some_and(Cell::is_chosen);
        match lectura::puntaje(cell, in_points) {
            Ok(Some(value)) => {
                medidas.insert(indice.clone(), Medida { puntaje: Some(value), ..Medida::default() });
            }
            Ok(None) => {}
            Err(finding) => found.push(finding.at(&sheet.place(row, *column))),
        }
    }
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
        && !medidas.contains_key(&Indice::Idi)
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
        hoja: Some(sheet.nombre(row).to_owned()),
        filas: 1,
        found,
    }
}

/// The keys that a file of the kind gives, and that it therefore replaces.
const WIDE: [&str; 16] = [
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
