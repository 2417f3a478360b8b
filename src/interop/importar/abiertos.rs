//! Open data of FURAG: a CSV with a line an index, read line by line.

use std::collections::{BTreeMap, HashMap};

use csv::{ByteRecord, ReaderBuilder};

use crate::diagnostic::{Diagnostic, Diagnostics, Place, Severity, SourceText};
use crate::model::Catalogo;

use super::delimitado::{Delimitado, Encoding, Lines, described, next, without_results, wrong_width};
use super::entidades::{Filtro, Padron, Quien};
use super::indices::{
    Indice, IndiceLeido, Pares, indice_con_codigo, is_idi, leading_code, misnamed, only_control, unknown_index,
};
use super::lectura::{self, empty_cell, sin_miles};
use super::libro::{Cell, HEADER_ROWS};
use super::registro::{Registro, finish};
use super::{
    Contexto, ImportError, Importacion, Origen, Seleccion, bad_vigencia, clean, is_vigencia, key, no_header, sin_datos,
};

/// The keys that open data gives, and that it therefore replaces.
pub(super) const LONG: [&str; 30] = [
    "vigencia",
    "fuente",
    "ejemplo",
    "procedencia",
    "procedencia.archivo",
    "procedencia.hoja",
    "procedencia.rango",
    "idi",
    "grupo_par.promedio",
    "grupo_par.minimo",
    "grupo_par.maximo",
    "grupo_par.quintil",
    "grupo_par.percentil",
    "dimensiones",
    "dimensiones[].puntaje",
    "dimensiones[].grupo_par.promedio",
    "dimensiones[].grupo_par.minimo",
    "dimensiones[].grupo_par.maximo",
    "dimensiones[].grupo_par.quintil",
    "dimensiones[].grupo_par.percentil",
    "politicas",
    "politicas[].codigo",
    "politicas[].puntaje",
    "politicas[].subindices",
    "politicas[].subindices[].puntaje",
    "politicas[].grupo_par.promedio",
    "politicas[].grupo_par.minimo",
    "politicas[].grupo_par.maximo",
    "politicas[].grupo_par.quintil",
    "politicas[].grupo_par.percentil",
];

/// Where each column stands.
#[derive(Debug, Default, Clone)]
struct Columns {
    width: usize,
    codigo: Option<usize>,
    entidad: usize,
    orden: Option<usize>,
    departamento: Option<usize>,
    municipio: Option<usize>,
    vigencia: Option<usize>,
    id_indice: Option<usize>,
    indice: Option<usize>,
    puntaje: usize,
    promedio: Option<usize>,
    maximo: Option<usize>,
    minimo: Option<usize>,
    quintil: Option<usize>,
    percentil: Option<usize>,
    names: Vec<String>,
}

impl Columns {
    /// The columns that are not read, in words.
    fn not_used(&self) -> Option<String> {
        let c = self;
        let some = [
            c.codigo,
            c.orden,
            c.departamento,
            c.municipio,
            c.vigencia,
            c.id_indice,
            c.indice,
            c.promedio,
            c.maximo,
            c.minimo,
            c.quintil,
            c.percentil,
            Some(c.entidad),
            Some(c.puntaje),
        ];
        let rest = (0..c.names.len()).filter(|at| !some.contains(&Some(*at)));
        let told: Vec<_> = rest.map(|at| format!("«{}»", c.names[at])).collect();
        let columnas = if told.len() == 1 { "no se usa la columna" } else { "no se usan las columnas" };
        (!told.is_empty()).then(|| format!("{columnas} {}", crate::locale::lista(&told)))
    }
}

fn columns(fields: &[String]) -> Option<Columns> {
    let keys: Vec<_> = fields.iter().map(|f| key(f)).collect();
    // In the order of the names, so that the fullest wins wherever it stands.
    let at = |names: &[&str]| names.iter().find_map(|name| keys.iter().position(|k| k == name));
    let columns = Columns {
        width: fields.len(),
        codigo: at(&["codigosigep", "codigo"]),
        entidad: at(&["entidad", "nombreentidad"])?,
        orden: at(&["orden"]),
        departamento: at(&["departamento"]),
        municipio: at(&["municipio"]),
        vigencia: at(&["vigencia"]),
        id_indice: at(&["idindice"]),
        indice: at(&["indice"]),
        puntaje: at(&["puntajeentidad", "puntaje"])?,
        promedio: at(&["promediogrupopar"]),
        maximo: at(&["maximogrupopar"]),
        minimo: at(&["minimogrupopar"]),
        quintil: at(&["quintilgrupopar"]),
        percentil: at(&["percentilgrupopar"]),
        names: fields.iter().map(|f| clean(f)).collect(),
    };
    columns.id_indice.or(columns.indice)?;
    Some(columns)
}

/// The index of a line by its code, or by its words.
fn indice(id: &str, name: &str, vigencia: u32, catalogo: &Catalogo) -> Option<Indice> {
    if is_idi(id) || (leading_code(id).is_none() && is_idi(name)) {
        return Some(Indice::Idi);
    }
    if let Some((kind, number, _)) = leading_code(id).or_else(|| leading_code(name)) {
        return indice_con_codigo(kind, number, vigencia, catalogo);
    }
    let words = key(name);
    let bare = |prefix: &str| words.strip_prefix(prefix);
    let dimension = |wanted: &str| {
        let found = catalogo
            .dimensiones
            .iter()
            .position(|d| std::iter::once(&d.nombre).chain(&d.alias).any(|n| key(n) == wanted));
        found.map(Indice::Dimension)
    };
    let politica = |wanted: &str| {
        let found = catalogo
            .politicas
            .iter()
            .position(|p| p.nombres.iter().map(|n| &n.nombre).chain(&p.alias).any(|n| key(n) == wanted));
        found.map(Indice::Politica)
    };
    if let Some(rest) = bare("dimension") {
        return dimension(rest);
    }
    if let Some(rest) = bare("politica") {
        return politica(rest.trim_start_matches("de")).or_else(|| politica(rest));
    }
    // A name that a dimension and a policy share says nothing.
    match (dimension(&words), politica(&words)) {
        (Some(one), None) | (None, Some(one)) => Some(one),
        _ => None,
    }
}

/// The results of one entity and vigencia while they are gathered.
struct Pending {
    registro: Registro,
    lines: Vec<u64>,
    /// The line on which each index was read.
    first: BTreeMap<Indice, u64>,
}

/// Reads the CSV.
pub fn read(origen: &Origen<'_>, seleccion: &Seleccion, contexto: &Contexto<'_>) -> Result<Importacion, ImportError> {
    let text = Delimitado::open(origen)?;
    let exported = text.is_exported();
    let Delimitado { bytes, encoding, called, sign } = text;
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).delimiter(sign).from_reader(&bytes[..]);
    let mut record = ByteRecord::new();
    let mut lines = Lines::new(&bytes);
    let mut columns_found = None;
    for _ in 0..HEADER_ROWS {
        if !next(&mut reader, &mut record, origen.archivo)? {
            break;
        }
        let fields: Vec<_> = record.iter().map(|f| encoding.text(f)).collect();
        if let Some(found) = columns(&fields) {
            columns_found = Some(found);
            break;
        }
    }
    let Some(columns) = columns_found else {
        if exported {
            return Err(without_results(origen.archivo));
        }
        return Err(no_header(origen.archivo, "las columnas ENTIDAD, ID_ÍNDICE y PUNTAJE ENTIDAD"));
    };
    if let Some(vigencia) = origen.vigencia.filter(|v| !is_vigencia(*v)) {
        return Err(bad_vigencia(vigencia));
    }
    if columns.vigencia.is_none() && origen.vigencia.or(super::vigencia_in(origen.archivo)).is_none() {
        return Err(ImportError::new(
            format!("no se sabe de qué vigencia es «{}»: no tiene la columna VIGENCIA", origen.archivo),
            "dígala con --vigencia AAAA",
        ));
    }
    let mut salida = Importacion { supuestos: vec![described(called, sign)], ..Importacion::default() };
    salida.supuestos.extend(columns.not_used());
    let mut padron = Padron::new(contexto.catalogo);
    let mut filtro = Filtro::new(seleccion, contexto.catalogo)?;
    // What becomes of the lines of an entity; `None` where they are no data.
    let mut wanted: HashMap<Quien, (usize, Option<bool>)> = HashMap::new();
    // In the order of the file; their positions by the number of the entity and the vigencia.
    let mut pending: Vec<Pending> = Vec::new();
    let mut positions: HashMap<(usize, u32), usize> = HashMap::new();
    let mut unknown: BTreeMap<(String, u32), ()> = BTreeMap::new();
    while next(&mut reader, &mut record, origen.archivo)? {
        if record.iter().all(|f| f.iter().all(u8::is_ascii_whitespace)) {
            continue;
        }
        salida.leidas += 1;
        let line = lines.of(&record);
        let row = Row { record: &record, encoding, columns: &columns, archivo: origen.archivo, line };
        let quien = row.quien();
        let (entity, chosen) = match wanted.get(&quien) {
            Some(known) => *known,
            None => {
                let label = sin_datos::label(&quien.nombre).filter(|_| !padron.knows(&quien));
                let chosen = match label {
                    Some(why) => {
                        salida.skip(&row.place(columns.entidad), why);
                        salida.sin_datos -= 1;
                        None
                    }
                    None => Some(filtro.wants(&quien, &padron)),
                };
                let entity = wanted.len();
                wanted.insert(quien.clone(), (entity, chosen));
                (entity, chosen)
            }
        };
        let Some(chosen) = chosen else {
            salida.sin_datos += 1;
            continue;
        };
        let vigencia = row.vigencia(origen);
        let skipped = !chosen || matches!((&vigencia, origen.vigencia), (Ok(year), Some(only)) if *year != only);
        if skipped {
            salida.no_seleccionadas += 1;
            continue;
        }
        let mut found = Diagnostics::default();
        // A line with a wrong vigencia is told, and stands under none.
        let year = vigencia.unwrap_or_else(|finding| {
            found.push(finding);
            0
        });
        if record.len() != columns.width {
            // A quotation mark without its pair swallows the lines after it, whosever they are.
            let swallowed = record.iter().any(|field| field.contains(&b'\n'));
            if swallowed { &mut salida.hallazgos } else { &mut found }.push(row.ragged());
        }
        let position = *positions.entry((entity, year)).or_insert(pending.len());
        if position == pending.len() {
            pending.push(row.start(quien, year));
        }
        let open = &mut pending[position];
        open.lines.push(line);
        open.registro.filas += 1;
        let healthy = !found.has_errors();
        open.registro.found.extend(found);
        if healthy {
            row.measure(open, year, contexto.catalogo, &mut unknown, &mut salida.hallazgos);
        }
    }
    drop((wanted, positions));
    let registros = pending.into_iter().map(|open| close(open, contexto.catalogo)).collect();
    finish(salida, registros, filtro, &mut padron, origen, contexto, &LONG)
}

fn close(open: Pending, catalogo: &Catalogo) -> Registro {
    let mut registro = open.registro;
    registro.rango = ranges(&open.lines);
    registro.medidas.sort_unstable_by_key(|(indice, _)| *indice);
    registro.medidas.shrink_to_fit();
    registro.quien.meci = only_control(&registro.medidas, catalogo);
    registro
}

/// `líneas 2-96`; where they are scattered, each run of them, or the first and the last.
fn ranges(lines: &[u64]) -> String {
    const MOST: usize = 4;
    let mut runs: Vec<(u64, u64)> = Vec::new();
    for line in lines {
        match runs.last_mut() {
            Some((_, end)) if *end + 1 == *line => *end = *line,
            _ => runs.push((*line, *line)),
        }
    }
    if runs.len() > MOST {
        let (first, last) = (runs[0].0, runs[runs.len() - 1].1);
        return format!("{} líneas entre la {first} y la {last}", lines.len());
    }
    let run = |(a, b): &(u64, u64)| if a == b { a.to_string() } else { format!("{a}-{b}") };
    let word = if lines.len() == 1 { "línea" } else { "líneas" };
    format!("{word} {}", runs.iter().map(run).collect::<Vec<_>>().join(", "))
}

/// A line of the file.
struct Row<'a> {
    record: &'a ByteRecord,
    encoding: Encoding,
    columns: &'a Columns,
    archivo: &'a str,
    line: u64,
}

impl Row<'_> {
    fn text(&self, column: Option<usize>) -> Option<String> {
        let text = clean(&self.encoding.text(self.record.get(column?)?));
        (!text.is_empty()).then_some(text)
    }

    fn place(&self, column: usize) -> Place {
        let name = self.columns.names.get(column).map_or("", String::as_str);
        let text = self.text(Some(column)).unwrap_or_default();
        SourceText::cell(self.archivo, format!("línea {}, {name}", self.line), text)
    }

    fn quien(&self) -> Quien {
        let codigo = self.text(self.columns.codigo).map(|codigo| sin_miles(&codigo));
        Quien {
            nombre: self.text(Some(self.columns.entidad)).or_else(|| codigo.clone()).unwrap_or_default(),
            codigo,
            departamento: self.text(self.columns.departamento),
            municipio: self.text(self.columns.municipio),
            orden: self.text(self.columns.orden),
            meci: false,
        }
    }

    fn vigencia(&self, origen: &Origen<'_>) -> Result<u32, Diagnostic> {
        let Some(column) = self.columns.vigencia else {
            return Ok(origen.vigencia.or(super::vigencia_in(origen.archivo)).unwrap_or_default());
        };
        let place = self.place(column);
        let cell = self.text(Some(column)).map(|text| Cell::of_text(&text));
        match lectura::anio(cell.as_ref()) {
            Ok(Some(year)) => Ok(year),
            Ok(None) => Err(empty_cell("la línea no dice la vigencia", &place)),
            Err(finding) => Err(finding.at(&place)),
        }
    }

    /// The finding for a line with more or fewer fields than the header.
    fn ragged(&self) -> Diagnostic {
        wrong_width(self.record.len(), self.columns.width).at(&self.place(self.columns.entidad))
    }

    fn start(&self, quien: Quien, vigencia: u32) -> Pending {
        let place = self.place(self.columns.entidad);
        let mut found = Diagnostics::default();
        if quien.nombre.is_empty() {
            found.push(empty_cell("la línea no dice la entidad", &place));
        }
        let registro = Registro {
            quien,
            place,
            vigencia,
            grupo_par: None,
            medidas: Vec::new(),
            rango: String::new(),
            hoja: None,
            filas: 0,
            found,
            fuente: None,
            ejemplo: None,
            exportado: false,
        };
        Pending { registro, lines: Vec::new(), first: BTreeMap::new() }
    }

    /// Adds the line's index to what is known of its entity.
    fn measure(
        &self,
        open: &mut Pending,
        vigencia: u32,
        catalogo: &Catalogo,
        unknown: &mut BTreeMap<(String, u32), ()>,
        general: &mut Diagnostics,
    ) {
        let id = self.text(self.columns.id_indice).unwrap_or_default();
        let name = self.text(self.columns.indice).unwrap_or_default();
        let shown = if id.is_empty() { &name } else { &id };
        let at = self.columns.id_indice.or(self.columns.indice).unwrap_or_default();
        let found = &mut open.registro.found;
        if shown.is_empty() {
            found.push(empty_cell("la línea no dice el índice", &self.place(at)));
            return;
        }
        let Some(indice) = indice(&id, &name, vigencia, catalogo) else {
            // Once for the whole file.
            if unknown.insert((shown.clone(), vigencia), ()).is_none() {
                general.push(unknown_index(shown, vigencia).at(&self.place(at)));
            }
            return;
        };
        if let Some(finding) = misnamed(&id, &indice, &name, vigencia, catalogo) {
            if finding.severity == Severity::Error {
                found.push(finding.at(&self.place(at)));
                return;
            }
            if unknown.insert((id.clone(), vigencia), ()).is_none() {
                general.push(finding.at(&self.place(at)));
            }
        }
        if let Some(first) = open.first.insert(indice, self.line) {
            found.push(
                Diagnostic::error(
                    "fila-repetida",
                    format!(
                        "«{}» tiene dos veces el índice {shown} en la vigencia {vigencia}: en la línea {first} y en la línea {}",
                        open.registro.quien.nombre, self.line
                    ),
                )
                .at(&self.place(self.columns.puntaje))
                .remedy("deje en el archivo una sola de las dos líneas"),
            );
            return;
        }
        let cell = |column: Option<usize>| column.and_then(|c| self.text(Some(c))).map(|text| Cell::of_text(&text));
        let mut keep = |column: Option<usize>, read: Result<Option<f64>, Diagnostic>| match read {
            Ok(value) => value,
            Err(finding) => {
                found.push(finding.at(&self.place(column.unwrap_or_default())));
                None
            }
        };
        let c = self.columns;
        // A peer group above 1 shows that the line is in points.
        let in_points = [c.promedio, c.maximo]
            .into_iter()
            .filter_map(|column| lectura::numero(cell(column).as_ref()).ok().flatten())
            .any(|n| n.value > 1.0);
        let mut points = |column: Option<usize>| keep(column, lectura::puntaje(cell(column).as_ref(), in_points));
        let puntaje = points(Some(c.puntaje));
        let mut pares = Pares {
            promedio: points(c.promedio),
            minimo: points(c.minimo),
            maximo: points(c.maximo),
            quintil: None,
            percentil: None,
        };
        pares.percentil = keep(c.percentil, lectura::puntaje(cell(c.percentil).as_ref(), true));
        pares.quintil = keep(c.quintil, quintil(cell(c.quintil).as_ref()));
        let pares = (pares != Pares::default()).then(|| Box::new(pares));
        open.registro.medidas.extend(puntaje.map(|puntaje| (indice, IndiceLeido { puntaje, pares })));
    }
}

/// A whole number from 1 to 5.
fn quintil(cell: Option<&Cell>) -> Result<Option<f64>, Diagnostic> {
    let Some(read) = lectura::numero(cell)? else { return Ok(None) };
    if read.value.fract() == 0.0 && (1.0..=5.0).contains(&read.value) {
        return Ok(Some(read.value));
    }
    let shown = cell.map(Cell::shown).unwrap_or_default();
    Err(Diagnostic::error("quintil-fuera-de-rango", format!("el quintil {shown} no está entre 1 y 5"))
        .remedy("cópielo de nuevo del archivo de la Función Pública"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_told_in_runs() {
        assert_eq!(ranges(&[2, 3, 4]), "líneas 2-4");
        assert_eq!(ranges(&[7]), "línea 7");
        assert_eq!(ranges(&[2, 3, 9]), "líneas 2-3, 9");
        assert_eq!(ranges(&[1, 3, 5, 7, 9, 11]), "6 líneas entre la 1 y la 11");
    }
}
