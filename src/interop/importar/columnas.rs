//! The columns of the results workbook: what describes the entity, and which index
//! each of the others is.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::Catalogo;

use super::celda::Fila;
use super::hoja::Sheet;
use super::indices::{Indice, bare_name, indice_con_codigo, is_derived, is_idi, is_idi_like, leading_code, misnamed};
use super::{ImportError, key};

/// Where each thing stands in the sheet.
#[derive(Debug, Default)]
pub struct Columns {
    pub first: u32,
    pub last: u32,
    pub entidad: u32,
    pub codigo: Option<u32>,
    pub departamento: Option<u32>,
    pub codigo_departamento: Option<u32>,
    pub municipio: Option<u32>,
    pub codigo_municipio: Option<u32>,
    pub grupo: Option<u32>,
    pub formulario: Option<u32>,
    pub orden: Option<u32>,
    pub vigencia: Option<u32>,
    pub fuente: Option<u32>,
    /// Whether the data of the row is not official.
    pub ejemplo: Option<u32>,
    pub indices: BTreeMap<u32, Indice>,
    /// Headers with a code that is not in the catalogue.
    pub unknown: Vec<u32>,
    /// All that are read, or of which a finding tells that they are not.
    pub used: BTreeSet<u32>,
    /// The names of sub-indices that the catalogue lacks, by code.
    pub nombres: Vec<(String, String)>,
}

/// The header of the sheet; `None` where it has none.
pub fn header(sheet: &Sheet) -> Option<u32> {
    sheet.head().find_map(|(row, cells)| {
        let entity = cells.iter().any(|(_, text)| key(text) == "entidad" || key(text) == "nombreentidad");
        let index = cells.iter().any(|(_, text)| is_idi(text) || leading_code(text).is_some());
        (entity && index).then_some(row)
    })
}

/// The headers that describe an entity, the fullest first.
const DESCRIBED: [(&str, &[&str]); 12] = [
    ("entidad", &["entidad", "nombreentidad"]),
    ("codigo", &["codigosigep", "codigoentidad", "codigo"]),
    ("departamento", &["departamento", "nombredepartamento"]),
    (
        "codigo departamento",
        &[
            "codigodepartamento",
            "coddepartamento",
            "coddepto",
            "coddpto",
            "codigodanedepartamento",
            "divipoladepartamento",
            "iddepartamento",
        ],
    ),
    ("municipio", &["municipio", "nombremunicipio"]),
    (
        "codigo municipio",
        &[
            "codigomunicipio",
            "codmunicipio",
            "codmpio",
            "codigodanemunicipio",
            "codigodane",
            "divipola",
            "codigodivipola",
            "divipolamunicipio",
            "idmunicipio",
        ],
    ),
    ("grupo", &["grupopar"]),
    ("formulario", &["tipoformulario", "tipodeformulario"]),
    ("orden", &["orden"]),
    ("vigencia", &["vigencia"]),
    ("fuente", &["fuente"]),
    ("ejemplo", &["datosdeejemplo"]),
];

pub fn columns(
    sheet: &Sheet,
    header: u32,
    vigencia: u32,
    catalogo: &Catalogo,
    found: &mut Diagnostics,
) -> Result<Columns, ImportError> {
    let mut columns = Columns { entidad: u32::MAX, first: u32::MAX, ..Columns::default() };
    let cells = texts(sheet, header);
    columns.first = cells.first().map_or(0, |(column, _)| *column);
    columns.last = cells.last().map_or(0, |(column, _)| *column);
    let mut described: BTreeMap<&str, u32> = BTreeMap::new();
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    let mut once = |name: String, text: &str, column: u32| match seen.insert(name, column) {
        Some(first) => Err(ImportError::new(
            format!(
                "la columna «{text}» está dos veces: en {} y en {}",
                sheet.address(header, first),
                sheet.address(header, column)
            ),
            "deje en el libro una sola",
        )),
        None => Ok(()),
    };
    for (what, names) in DESCRIBED {
        let mut with = names.iter().flat_map(|name| cells.iter().filter(move |(_, text)| key(text) == *name));
        let Some((column, text)) = with.next() else { continue };
        described.insert(what, *column);
        columns.used.insert(*column);
        once(key(text), text, *column)?;
        // The same header again; another name of the thing is just not used.
        if let Some((column, again)) = with.find(|(_, other)| key(other) == key(text)) {
            once(key(again), again, *column)?;
        }
    }
    for (column, text) in cells.iter().filter(|(column, _)| !described.values().any(|at| at == column)) {
        let place = sheet.place(header, *column);
        let derived = || {
            Diagnostic::aviso(
                "columna-desconocida",
                format!("«{text}» no es el puntaje de la entidad en la vigencia {vigencia}; no se importa"),
            )
            .at(&place)
            .remedy("si sí lo es, deje en el encabezado solo el nombre del índice")
        };
        if is_idi(text) {
            columns.indices.insert(*column, Indice::Idi);
            once("idi".to_owned(), text, *column)?;
        } else if let Some((kind, number, rest)) = leading_code(text) {
            if is_derived(rest, vigencia) {
                found.push(derived());
            } else {
                once(format!("{kind}{number:02}"), text, *column)?;
                match indice_con_codigo(kind, number, vigencia, catalogo) {
                    Some(indice) => {
                        let wrong = misnamed(text, &indice, rest, vigencia, catalogo);
                        wrong.into_iter().for_each(|finding| found.push(finding.at(&place)));
                        columns.nombres.extend(unnamed(&indice, rest, catalogo));
                        columns.indices.insert(*column, indice);
                    }
                    None => columns.unknown.push(*column),
                }
            }
        } else if is_idi_like(text) {
            found.push(derived());
        } else {
            continue;
        }
        columns.used.insert(*column);
    }
    let at = |what: &str| described.get(what).copied();
    Ok(Columns {
        entidad: at("entidad").unwrap_or(u32::MAX),
        codigo: at("codigo"),
        departamento: at("departamento"),
        codigo_departamento: at("codigo departamento"),
        municipio: at("municipio"),
        codigo_municipio: at("codigo municipio"),
        grupo: at("grupo"),
        formulario: at("formulario"),
        orden: at("orden"),
        vigencia: at("vigencia"),
        fuente: at("fuente"),
        ejemplo: at("ejemplo"),
        ..columns
    })
}

/// The headers, with their columns.
fn texts(sheet: &Sheet, header: u32) -> Vec<(u32, String)> {
    let cells = sheet.row(header).into_iter().flat_map(Fila::iter);
    cells.map(|(column, cell)| (*column, cell.shown())).filter(|(_, text)| !text.is_empty()).collect()
}

/// Code and name of a sub-index that has no name in the catalogue.
fn unnamed(indice: &Indice, rest: &str, catalogo: &Catalogo) -> Option<(String, String)> {
    let Indice::Subindice(politica, at) = indice else { return None };
    let subindice = &catalogo.politicas[*politica].subindices[*at];
    let name = bare_name(rest);
    (subindice.nombre.is_none() && !name.is_empty()).then(|| (subindice.codigo.clone(), name))
}

/// The warning about the index of a vigencia that no header names; the header
/// most like the one of the IDI is told.
pub fn missing_columns(
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
        let like = |(_, text): &&(u32, String)| {
            is_idi_like(text) || strsim::normalized_damerau_levenshtein(&key(text), &key(IDI)) > 0.7
        };
        if let Some((column, text)) = texts(sheet, header).iter().find(like) {
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
