//! The results workbook of Función Pública: one row an entity, one column an index.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::model::{Catalogo, Coincidencia, code_number};

use super::super::yaml::Yaml;
use super::entidades::{Como, Filtro, Padron, Quien};
use super::libro::{self, Cell, Format, Sheet, address};
use super::{
    Archivo, Contexto, ImportError, Importacion, Origen, Renglon, Salida, Seleccion, clean, key, lectura, procedencia,
    vigencia_in, vigencia_in_title, vigencia_of,
};

/// What an index is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Indice {
    Idi,
    /// Position in `Catalogo::dimensiones`.
    Dimension(usize),
    /// Position in `Catalogo::politicas`.
    Politica(usize),
    /// Position of its policy, position among its sub-indices, code as the catalogue writes it.
    Subindice(usize, usize, String),
}

/// A value and what the file says of its peer group, in points 0–100.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Medida {
    pub puntaje: Option<f64>,
    pub promedio: Option<f64>,
    pub minimo: Option<f64>,
    pub maximo: Option<f64>,
    pub quintil: Option<f64>,
    pub percentil: Option<f64>,
}

/// The results of an entity in a vigencia, as the file gives them.
#[derive(Debug)]
pub struct Registro {
    pub quien: Quien,
    /// Where the entity is named.
    pub place: Place,
    pub vigencia: u32,
    pub grupo_par: Option<String>,
    pub medidas: BTreeMap<Indice, Medida>,
    /// Cells or lines of the file.
    pub rango: String,
    pub hoja: Option<String>,
    /// Number of rows of the file.
    pub filas: usize,
    pub found: Diagnostics,
}

/// The leading code of a header or identifier: `POL07 Gobierno Digital` gives
/// `("POL", 7)` and the rest.
pub fn leading_code(text: &str) -> Option<(&'static str, u32, &str)> {
    let text = text.trim_start();
    let (kind, letters) = ["POL", "D", "I"]
        .into_iter()
        .find_map(|kind| text.get(..kind.len()).filter(|t| t.eq_ignore_ascii_case(kind)).map(|_| (kind, kind.len())))?;
    let rest = &text[letters..];
    let rest = if kind == "POL" { rest.trim_start() } else { rest };
    let digits = rest.chars().take_while(char::is_ascii_digit).count();
    let after = &rest[digits..];
    if digits == 0 || digits > 3 || after.chars().next().is_some_and(char::is_alphanumeric) {
        return None;
    }
    let name = after.trim_start_matches(|c: char| !c.is_alphanumeric());
    Some((kind, rest[..digits].parse().ok()?, name))
}

/// The index that a code means in `vigencia`.
pub fn indice_con_codigo(kind: &str, number: u32, vigencia: u32, catalogo: &Catalogo) -> Option<Indice> {
    match kind {
        "D" => catalogo.dimensiones.iter().position(|d| code_number(&d.codigo) == Some(number)).map(Indice::Dimension),
        "POL" => catalogo.politica_con_codigo(&number.to_string(), vigencia).map(Indice::Politica),
        // The catalogue knows the sub-indices of the series that is still open.
        _ if catalogo.medicion(vigencia).is_some_and(|m| m.hasta.is_some()) => None,
        _ => catalogo.politicas.iter().enumerate().find_map(|(index, politica)| {
            let at = politica.subindices.iter().position(|s| code_number(&s.codigo) == Some(number))?;
            Some(Indice::Subindice(index, at, politica.subindices[at].codigo.clone()))
        }),
    }
}

/// Whether a header or a name means the index of the whole entity.
pub fn is_idi(text: &str) -> bool {
    let key = key(text);
    key == "idi" || key.starts_with("indicededesempenoinstitucional")
}

/// The finding for a code that the catalogue does not have.
pub fn unknown_index(text: &str, vigencia: u32) -> Diagnostic {
    Diagnostic::aviso(
        "columna-desconocida",
        format!("«{text}» no es un índice conocido de la vigencia {vigencia}; no se importa"),
    )
    .remedy("si la medición lo agregó, agréguelo a data/catalogo/politicas.yaml e importe de nuevo")
}

/// The finding where the name beside a code is that of another policy.
pub fn misnamed(text: &str, indice: &Indice, name: &str, vigencia: u32, catalogo: &Catalogo) -> Option<Diagnostic> {
    let Indice::Politica(index) = indice else { return None };
    let Some((named, Coincidencia::Exacta | Coincidencia::Alias)) = catalogo.find_politica(&clean_header(name)) else {
        return None;
    };
    (named != *index).then(|| {
        Diagnostic::error(
            "codigo-no-coincide",
            format!(
                "«{text}» nombra «{}» y en la vigencia {vigencia} ese código es de «{}»",
                catalogo.nombre_politica(named, vigencia),
                catalogo.nombre_politica(*index, vigencia)
            ),
        )
        .remedy("revise la vigencia con la que se importa el archivo")
    })
}

/// A header without the hyphens of its line breaks.
fn clean_header(text: &str) -> String {
    clean(text).replace("- ", "")
}

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
                    address(header, first),
                    address(header, column)
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
            remedy = format!("¿es «{text}», en {}? Corrija el encabezado", address(header, *column));
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
    let sheets = libro::sheets(origen.archivo, origen.bytes, origen.hoja, &["territorio", "nacion"])?;
    let Some((sheet, row)) = sheets.iter().find_map(|sheet| Some((sheet, header(sheet)?))) else {
        return Err(no_header(
            origen.archivo,
            "una columna Entidad y los índices (Índice de Desempeño Institucional, D1, POL01, I01…)",
        ));
    };
    let (vigencia, why) = vigencia_of(origen, sheet, row)?;
    let mut salida = Importacion {
        supuestos: vec![format!(
            "hoja «{}», encabezado en la fila {}; vigencia {vigencia}, {why}",
            sheet.nombre,
            row + 1
        )],
        ..Importacion::default()
    };
    let columns = columns(sheet, row, vigencia, contexto.catalogo, &mut salida.hallazgos)?;
    let said = [
        vigencia_in(origen.archivo).map(|v| ("el nombre del archivo", v)),
        vigencia_in_title(sheet, row).map(|v| ("el título de la hoja", v)),
    ];
    for (where_, other) in said.into_iter().flatten().filter(|(_, other)| *other != vigencia) {
        salida.hallazgos.push(
            Diagnostic::aviso(
                "fuente-de-otra-vigencia",
                format!("{where_} dice {other} y se importa como vigencia {vigencia}"),
            )
            .at(&sheet.place(row, columns.entidad))
            .remedy("revise de qué vigencia es el libro y dígala con --vigencia"),
        );
    }
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
    let mut filtro = Filtro::new(seleccion, contexto.catalogo);
    let mut registros = Vec::new();
    for (row, cells) in sheet.rows().filter(|(at, _)| *at > row) {
        // A footer such as «Fuente: …» is no row of data.
        let scored = columns.indices.keys().any(|column| cells.contains_key(column));
        if !scored && cells.len() < 3 {
            continue;
        }
        salida.leidas += 1;
        let mut found = Diagnostics::default();
        let mut quien = quien(sheet, row, cells, &columns, &mut found);
        // A code alone names an entity that the catalogue knows by it, and no other.
        let unnamed = cells.get(&columns.entidad).is_none_or(|cell| cell.shown().is_empty());
        if unnamed && contexto.catalogo.find_entidad(&quien.nombre).is_none() {
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

/// The error for a file in which no header was found.
pub fn no_header(archivo: &str, what: &str) -> ImportError {
    ImportError::new(
        format!("«{archivo}» no tiene encabezado: en las primeras {} filas no están {what}", libro::HEADER_ROWS),
        "revise que sea el archivo correcto; si el libro tiene varias hojas, diga cuál con --hoja",
    )
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
    let codigo = text(columns.codigo);
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
        let in_points = row_in_points && cell.is_some_and(|c| c.format == Format::Chosen);
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
        rango: format!("{}:{}", address(row, columns.first), address(row, columns.last)),
        hoja: Some(sheet.nombre.clone()),
        filas: 1,
        found,
    }
}

/// Whether only internal control has values: its dimension, policy and sub-indices.
pub fn only_control(medidas: &BTreeMap<Indice, Medida>, catalogo: &Catalogo) -> bool {
    let control = catalogo.find_politica("control-interno").map(|(index, _)| index);
    let dimension = control.map(|index| catalogo.politicas[index].dimension.value.as_str());
    control.is_some()
        && !medidas.is_empty()
        && medidas.keys().all(|indice| match indice {
            Indice::Idi => false,
            Indice::Dimension(index) => dimension == Some(catalogo.dimensiones[*index].slug.as_str()),
            Indice::Politica(index) | Indice::Subindice(index, ..) => control == Some(*index),
        })
}

pub fn empty_cell(message: &str, place: &Place) -> Diagnostic {
    Diagnostic::error("celda-vacia", message).at(place).remedy("llene la celda o quite la fila")
}

pub fn html(tag: &str) -> Diagnostic {
    Diagnostic::aviso("html-en-texto", format!("«{tag}» es una etiqueta HTML y se imprimirá tal cual"))
        .remedy("quite la etiqueta de la celda, o escriba el formato en Markdown en el archivo de datos")
}

/// The keys that a file of the kind gives, and that it therefore replaces.
pub const WIDE: [&str; 16] = [
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

/// What tells the rows of an entity from those of others.
fn key_of(quien: &Quien) -> (String, Option<String>, Option<String>) {
    (quien.nombre.clone(), quien.codigo.clone(), quien.municipio.clone())
}

/// From what was read to what is to be written: entities met, doubles and blanks refused.
pub fn finish(
    mut salida: Importacion,
    registros: Vec<Registro>,
    filtro: Filtro<'_>,
    padron: &mut Padron<'_>,
    origen: &Origen<'_>,
    contexto: &Contexto<'_>,
    claves: &[&str],
) -> Result<Importacion, ImportError> {
    if salida.leidas == 0 {
        return Err(ImportError::new(
            format!("«{}» no tiene filas de datos debajo del encabezado", origen.archivo),
            "revise que sea el archivo correcto",
        ));
    }
    for finding in filtro.unmet() {
        salida.hallazgos.push(finding);
    }
    // A header that is wrong spoils every row.
    let spoilt = salida.hallazgos.iter().any(|d| ["codigo-no-coincide", "fila-descuadrada"].contains(&d.code));
    // What is wrong in one row of an entity stops all its files.
    let wrong: BTreeSet<_> = registros.iter().filter(|r| r.found.has_errors()).map(|r| key_of(&r.quien)).collect();
    let mut met: Vec<(Registro, Option<(String, Como)>)> = registros
        .into_iter()
        .map(|mut registro| {
            let who = match registro.quien.nombre.is_empty() {
                true => None,
                false => padron.find(&registro.quien, &registro.place, Some(contexto.agregar), &mut registro.found),
            };
            (registro, who)
        })
        .collect();
    repeated(&mut met);
    let mut added = BTreeSet::new();
    for (mut registro, who) in met {
        if registro.medidas.is_empty() && !registro.found.has_errors() {
            registro.found.push(
                Diagnostic::error(
                    "celda-vacia",
                    format!("«{}» no tiene ningún puntaje en la vigencia {}", registro.quien.nombre, registro.vigencia),
                )
                .at(&registro.place)
                .remedy("si la entidad no se midió, quite la fila"),
            );
        }
        let who_is = key_of(&registro.quien);
        let contenido = contenido(&mut registro, origen, contexto.catalogo);
        let found = std::mem::take(&mut registro.found);
        let found = if contexto.estricto { found.strict() } else { found };
        let rejected = found.has_errors() || spoilt || wrong.contains(&who_is);
        salida.hallazgos.extend(found);
        let renglon = match (&who, rejected) {
            (None, _) if !registro.quien.nombre.is_empty() => Salida::FueraDelCatalogo,
            (None, _) | (_, true) => Salida::Rechazada,
            (Some((slug, how)), false) => {
                if *how == Como::Agregada {
                    added.insert(slug.clone());
                }
                Salida::Archivo(Box::new(Archivo {
                    ruta: format!("data/entidades/{slug}/resultados-{}", registro.vigencia),
                    esquema: "resultados",
                    contenido,
                    claves: claves.iter().map(|c| (*c).to_owned()).collect(),
                }))
            }
        };
        salida.renglones.push(Renglon {
            nombre: registro.quien.nombre,
            entidad: who,
            filas: registro.filas,
            salida: renglon,
        });
    }
    salida.catalogo = padron.catalogue(contexto.entidades, &added)?;
    Ok(salida)
}

/// Two rows for one entity and vigencia: neither can be taken.
fn repeated(met: &mut [(Registro, Option<(String, Como)>)]) {
    let mut seen: BTreeMap<(String, u32), usize> = BTreeMap::new();
    for index in 0..met.len() {
        let (registro, Some((slug, _))) = &met[index] else { continue };
        let Some(first) = seen.get(&(slug.clone(), registro.vigencia)).copied() else {
            seen.insert((slug.clone(), registro.vigencia), index);
            continue;
        };
        let where_ = |place: &Place| place.source.celda.clone().unwrap_or_default();
        let message = format!(
            "«{slug}» está dos veces en la vigencia {}: en {} y en {}",
            registro.vigencia,
            where_(&met[first].0.place),
            where_(&registro.place)
        );
        let finding =
            Diagnostic::error("fila-repetida", message).remedy("deje en el archivo una sola de las dos filas");
        let here = met[index].0.place.clone();
        met[index].0.found.push(finding.clone().at(&here));
        // The first row is refused too, and told once.
        if !met[first].0.found.iter().any(|d| d.code == "fila-repetida") {
            let there = met[first].0.place.clone();
            met[first].0.found.push(finding.at(&there));
        }
    }
}

/// The data file of a row.
fn contenido(registro: &mut Registro, origen: &Origen<'_>, catalogo: &Catalogo) -> Yaml {
    let vigencia = registro.vigencia;
    let text = |key: &str, text: String| (key.to_owned(), Yaml::Text(text));
    let mut entries = vec![
        ("vigencia".to_owned(), Yaml::Plain(vigencia.to_string())),
        text("fuente", origen.fuente.map_or_else(|| format!("FURAG, vigencia {vigencia}"), clean)),
    ];
    if origen.ejemplo {
        entries.push(("ejemplo".to_owned(), Yaml::Bool(true)));
    }
    let rango = Some(registro.rango.clone());
    entries.push(("procedencia".to_owned(), procedencia(origen, registro.hoja.as_deref(), rango)));
    let idi = registro.medidas.get(&Indice::Idi).cloned().unwrap_or_default();
    let whole = group(&idi, registro.grupo_par.as_deref());
    entries.extend(idi.puntaje.map(|value| ("idi".to_owned(), Yaml::number(value))));
    entries.extend(whole);
    let mut dimensiones = Vec::new();
    let mut politicas: BTreeMap<usize, (Medida, Vec<(String, f64)>)> = BTreeMap::new();
    for (indice, medida) in &registro.medidas {
        match indice {
            Indice::Idi => {}
            Indice::Dimension(index) => {
                if let Some(value) = medida.puntaje {
                    let mut entry = vec![
                        text("dimension", catalogo.dimensiones[*index].nombre.clone()),
                        ("puntaje".to_owned(), Yaml::number(value)),
                    ];
                    entry.extend(group(medida, None));
                    dimensiones.push(Yaml::Map(entry));
                }
            }
            Indice::Politica(index) => politicas.entry(*index).or_default().0 = medida.clone(),
            Indice::Subindice(index, _, codigo) => {
                if let Some(value) = medida.puntaje {
                    politicas.entry(*index).or_default().1.push((codigo.clone(), value));
                }
            }
        }
    }
    let mut written = Vec::new();
    for (index, (medida, subindices)) in politicas {
        let nombre = catalogo.nombre_politica(index, vigencia).to_owned();
        let Some(value) = medida.puntaje else {
            let codes: Vec<_> = subindices.iter().map(|(codigo, _)| codigo.as_str()).collect();
            if !codes.is_empty() {
                registro.found.push(
                    Diagnostic::nota(
                        "subindices-sin-politica",
                        format!(
                            "«{nombre}» no tiene puntaje y sí tiene subíndices ({}); no se importan",
                            codes.join(", ")
                        ),
                    )
                    .at(&registro.place),
                );
            }
            continue;
        };
        let mut entry = vec![text("politica", nombre)];
        entry.extend(catalogo.politicas[index].nombre_en(vigencia).map(|n| text("codigo", n.codigo.clone())));
        entry.push(("puntaje".to_owned(), Yaml::number(value)));
        entry.extend(group(&medida, None));
        if !subindices.is_empty() {
            let line = |(codigo, value): (String, f64)| {
                Yaml::Line(vec![text("codigo", codigo), ("puntaje".to_owned(), Yaml::number(value))])
            };
            entry.push(("subindices".to_owned(), Yaml::List(subindices.into_iter().map(line).collect())));
        }
        written.push(Yaml::Map(entry));
    }
    if !dimensiones.is_empty() {
        entries.push(("dimensiones".to_owned(), Yaml::List(dimensiones)));
    }
    if !written.is_empty() {
        entries.push(("politicas".to_owned(), Yaml::List(written)));
    }
    Yaml::Map(entries)
}

/// The mapping `grupo_par`, where the file says anything of it.
fn group(medida: &Medida, nombre: Option<&str>) -> Option<(String, Yaml)> {
    let mut entries: Vec<_> = nombre.map(|nombre| ("nombre".to_owned(), Yaml::text(nombre))).into_iter().collect();
    for (name, value) in [
        ("promedio", medida.promedio),
        ("minimo", medida.minimo),
        ("maximo", medida.maximo),
        ("quintil", medida.quintil),
        ("percentil", medida.percentil),
    ] {
        entries.extend(value.map(|value| (name.to_owned(), Yaml::number(value))));
    }
    (!entries.is_empty()).then(|| ("grupo_par".to_owned(), Yaml::Map(entries)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_met_by_their_leading_token() {
        assert_eq!(leading_code("D3  Gestión con Valores"), Some(("D", 3, "Gestión con Valores")));
        assert_eq!(leading_code("POL07: Gobierno\nDigital"), Some(("POL", 7, "Gobierno\nDigital")));
        assert_eq!(leading_code("pol 7"), Some(("POL", 7, "")));
        assert_eq!(leading_code("i20"), Some(("I", 20, "")));
        for other in ["Departamento", "IDI", "Índice de Desempeño", "D3x", "I Semestre", "Política 7", "D"] {
            assert_eq!(leading_code(other), None, "{other}");
        }
        assert!(is_idi("Índice de Desempeño Institu- cional"));
    }
}
