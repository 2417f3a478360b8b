//! Which sheets of a workbook are read: the one that has the header, or those that
//! were asked for.  What is hidden is never chosen unasked, and what is not read is named.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Diagnostics, SourceText};
use crate::locale::lista;

use super::celda::{Cell, Fila};
use super::hoja::{MAX_JOINED, Sheet};
use super::libro::{Hoja, Libro};
use super::{ImportError, Origen, key};

/// What is assumed where the sheet says of all its data that it is not official.
pub const ALL_EXAMPLES: &str = "la hoja dice DATOS DE EJEMPLO: los datos quedan marcados como de ejemplo";

/// The sheets that were asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hojas<'a> {
    pub nombres: &'a [String],
    /// All that are visible and have the header.
    pub todas: bool,
}

/// What is looked for in the sheets.
pub struct Buscado<'a> {
    /// What the header has, in words.
    pub columnas: &'a str,
    /// What helps where no sheet has it, if not the usual.
    pub remedio: Option<&'a str>,
    /// The sheet that has it in the workbooks that this program exports, and the documents
    /// whose workbooks have that sheet, in words; empty where none has it.
    pub propia: (&'a str, &'a str),
    /// What a header means, so that sheets can be joined that write it in other ways.
    pub nombre: &'a dyn Fn(&str) -> String,
}

/// The sheets that are read, as one, and what is to be said of the others.
pub struct Elegida {
    pub sheet: Sheet,
    /// Row of the header.
    pub header: u32,
    /// Says that its data is not official.
    pub ejemplo: bool,
    /// It is of a workbook that this program exported.
    pub propia: bool,
    /// What was assumed.
    pub supuestos: Vec<String>,
    pub hallazgos: Diagnostics,
}

/// Chooses and reads the sheets; `header` finds the header of one.
///
/// # Errors
/// [`ImportError`] where the file is no workbook, a sheet is missing, none has the
/// header, or several have it and nobody said which.
pub fn choose(
    origen: &Origen<'_>,
    buscado: &Buscado<'_>,
    header: &dyn Fn(&Sheet) -> Option<u32>,
) -> Result<Elegida, ImportError> {
    let mut libro = Libro::open(origen.archivo, origen.bytes)?;
    let mut hallazgos = Diagnostics::default();
    let hojas = libro.hojas.clone();
    let mut chosen = Vec::new();
    let mut unread = Vec::new();
    if origen.hojas.nombres.is_empty() {
        let mut with_header = Vec::new();
        for hoja in &hojas {
            match libro.peek(hoja)?.is_some_and(|sheet| header(&sheet).is_some()) {
                true if hoja.visible => with_header.push(hoja),
                true => {
                    unread.push(format!("«{}» (oculta, y tiene el encabezado)", hoja.nombre));
                    hallazgos.push(hidden_sheet(origen, hoja, "tiene el encabezado y no se lee"));
                }
                false => unread.push(without_header(hoja)),
            }
        }
        if let Some(own) = own_sheet(&hojas, &with_header, buscado.propia.0) {
            let others = with_header.iter().filter(|h| h.nombre != own.nombre).map(|h| format!("«{}»", h.nombre));
            unread.splice(..0, others);
            with_header = vec![own];
        } else if is_own(&hojas) && !buscado.propia.1.is_empty() {
            return Err(without_own(origen, buscado.propia));
        }
        if with_header.is_empty() {
            return Err(no_header(origen, buscado, &hojas, &hallazgos));
        }
        if with_header.len() > 1 && !origen.hojas.todas {
            return Err(several(origen, &with_header));
        }
        chosen = with_header;
    } else {
        for wanted in origen.hojas.nombres {
            let hoja = named(origen, &hojas, wanted)?;
            if chosen.iter().any(|c: &&Hoja| c.nombre == hoja.nombre) {
                continue;
            }
            if !hoja.visible {
                hallazgos.push(hidden_sheet(origen, hoja, "se lee porque se pidió con --hoja"));
            }
            chosen.push(hoja);
        }
        let others = hojas.iter().filter(|hoja| !chosen.iter().any(|c| c.nombre == hoja.nombre));
        unread.extend(others.map(|hoja| format!("«{}»{}", hoja.nombre, if hoja.visible { "" } else { " (oculta)" })));
    }
    if chosen.len() > MAX_JOINED {
        return Err(ImportError::new(
            format!("«{}» tiene más de {MAX_JOINED} hojas con el encabezado", origen.archivo),
            "divídalo en varios libros",
        ));
    }
    let mut whole: Option<Sheet> = None;
    for hoja in chosen {
        let sheet = libro.sheet(hoja)?;
        let Some((sheet, row)) = sheet.and_then(|sheet| header(&sheet).map(|row| (sheet, row))) else {
            return Err(ImportError::new(
                format!(
                    "la hoja «{}» no tiene encabezado: en sus primeras filas no están {}",
                    hoja.nombre, buscado.columnas
                ),
                buscado.remedio.unwrap_or("revise que sea la hoja correcta"),
            ));
        };
        let sheet = sheet.headed(row);
        whole = Some(match whole {
            None => sheet,
            Some(first) => first.join(sheet, buscado.nombre),
        });
    }
    let Some(sheet) = whole else { return Err(no_header(origen, buscado, &hojas, &hallazgos)) };
    let Some(header) = header(&sheet) else { return Err(no_header(origen, buscado, &hojas, &hallazgos)) };
    for finding in sheet.hidden() {
        hallazgos.push(finding);
    }
    let ejemplo = sheet.titulos().any(|text| text.starts_with("DATOS DE EJEMPLO"));
    let mut supuestos = Vec::new();
    if !unread.is_empty() {
        supuestos.push(not_read(&unread));
    }
    if ejemplo && !origen.ejemplo {
        supuestos.push(ALL_EXAMPLES.to_owned());
    }
    Ok(Elegida { sheet, header, ejemplo, propia: is_own(&hojas), supuestos, hallazgos })
}

/// The sheet of a workbook that this program exported, where it is one.
fn own_sheet<'a>(hojas: &[Hoja], with_header: &[&'a Hoja], propia: &str) -> Option<&'a Hoja> {
    with_header.iter().find(|hoja| is_own(hojas) && hoja.nombre == propia).copied()
}

/// The workbook has only what this program made of the data.
fn without_own(origen: &Origen<'_>, (hoja, documentos): (&str, &str)) -> ImportError {
    ImportError::new(
        format!(
            "«{}» lo exportó este programa y no trae la hoja «{hoja}»: sus cuadros no tienen todos los datos",
            origen.archivo
        ),
        format!("la traen {documentos}, con «seguimiento exportar xlsx»; o importe el archivo original"),
    )
}

/// Whether a workbook begins with the sheets that this program puts first.
fn is_own(hojas: &[Hoja]) -> bool {
    hojas.iter().take(3).map(|hoja| hoja.nombre.as_str()).eq(["Portada", "Contenido", "Notas"])
}

fn without_header(hoja: &Hoja) -> String {
    format!("«{}» ({})", hoja.nombre, if hoja.visible { "sin el encabezado" } else { "oculta, sin el encabezado" })
}

/// `no se leyeron las hojas «Notas» (sin el encabezado) y «2023» (oculta)`; of many, the first.
fn not_read(unread: &[String]) -> String {
    const MOST: usize = 8;
    let mut told: Vec<_> = unread.iter().take(MOST).cloned().collect();
    if unread.len() > MOST {
        told.push(format!("{} más", unread.len() - MOST));
    }
    format!("{} {}", if unread.len() == 1 { "no se leyó la hoja" } else { "no se leyeron las hojas" }, lista(&told))
}

/// The columns with data that are not among `used`, in words.
pub fn not_used(sheet: &Sheet, header: u32, used: &BTreeSet<u32>) -> Option<String> {
    const MOST: usize = 12;
    let mut columns: BTreeSet<u32> = sheet.row(header).into_iter().flat_map(Fila::keys).copied().collect();
    // A column without header may hold data too.
    let below = sheet.rows().filter(|(row, _)| *row > header);
    columns.extend(below.take(200).filter(|(_, cells)| cells.len() > 2).flat_map(|(_, cells)| cells.keys().copied()));
    let told = columns.difference(used).map(|column| match sheet.cell(header, *column).map(Cell::shown) {
        Some(text) if !text.is_empty() => format!("«{text}»"),
        _ => format!("{} (sin encabezado)", sheet.address(header, *column)),
    });
    let mut told: Vec<_> = told.collect();
    if told.is_empty() {
        return None;
    }
    let more = told.len().saturating_sub(MOST);
    told.truncate(MOST);
    if more > 0 {
        told.push(format!("{more} más"));
    }
    let columnas = if told.len() == 1 { "no se usa la columna" } else { "no se usan las columnas" };
    Some(format!("{columnas} {}", lista(&told)))
}

fn named<'a>(origen: &Origen<'_>, hojas: &'a [Hoja], wanted: &str) -> Result<&'a Hoja, ImportError> {
    let found = hojas.iter().find(|hoja| hoja.nombre == wanted);
    let found = found.or_else(|| hojas.iter().find(|hoja| key(&hoja.nombre) == key(wanted)));
    found.ok_or_else(|| {
        let names: Vec<_> = hojas.iter().map(|hoja| hoja.nombre.as_str()).collect();
        ImportError::new(
            format!("«{}» no tiene la hoja «{wanted}»", origen.archivo),
            format!("las hojas son {}", lista(&names)),
        )
    })
}

fn several(origen: &Origen<'_>, with_header: &[&Hoja]) -> ImportError {
    let names: Vec<_> = with_header.iter().map(|hoja| format!("«{}»", hoja.nombre)).collect();
    ImportError::new(
        format!("«{}» tiene {} hojas con el encabezado: {}", origen.archivo, names.len(), lista(&names)),
        format!(
            "diga cuál con --hoja \"{}\"; si son partes de una misma tabla, léalas juntas repitiendo --hoja o con --todas-las-hojas",
            with_header[0].nombre
        ),
    )
}

fn no_header(origen: &Origen<'_>, buscado: &Buscado<'_>, hojas: &[Hoja], found: &Diagnostics) -> ImportError {
    let error = super::no_header(origen.archivo, buscado.columnas);
    if let Some(hidden) = hojas.iter().find(|hoja| !hoja.visible).filter(|_| !found.is_empty()) {
        return ImportError::new(
            error.mensaje,
            format!(
                "lo tiene una hoja oculta; si es la correcta, muéstrela en Excel o pídala con --hoja \"{}\"",
                hidden.nombre
            ),
        );
    }
    match buscado.remedio {
        Some(remedio) => ImportError::new(error.mensaje, remedio),
        None => error,
    }
}

fn hidden_sheet(origen: &Origen<'_>, hoja: &Hoja, what: &str) -> Diagnostic {
    let nombre = &hoja.nombre;
    Diagnostic::aviso("contenido-oculto", format!("la hoja oculta «{nombre}» {what}"))
        .at(&SourceText::cell(origen.archivo, format!("{nombre}!A1"), ""))
        .remedy("muéstrela en Excel y revísela; si no hace falta, quítela del libro")
}
