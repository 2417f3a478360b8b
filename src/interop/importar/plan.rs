//! An improvement plan kept in a workbook: one row an activity.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::expediente::{Leible, name, tipo_of};
use crate::locale::{Fecha, fold};
use crate::model::{Catalogo, Identificador, Plan};

use super::super::yaml::{Clave, Yaml};
use super::eleccion::{Buscado, choose};
use super::filas::{Found, Reading, Tabla, distinct_rows, groups, header, meaning, not_applicable, push, range_of};
use super::lectura;
use super::libro::{Cell, Fila, Format, Sheet, Value};
use super::vigencia::agrees;
use super::{Archivo, Contexto, Cuerpo, ImportError, Importacion, Origen, clean, is_vigencia, key, procedencia};

/// The columns of a plan and the headers they are known by.
const COLUMNS: [(&str, &[&str]); 18] = [
    ("entidad", &["entidad", "nombreentidad", "entidadresponsable"]),
    ("id", &["id", "no", "n", "nº", "numero", "num", "item", "codigo", "noactividad"]),
    ("politica", &["politica", "politicademipg", "politicamipg", "politicadegestionydesempeno", "lineadepolitica"]),
    (
        "actividad",
        &[
            "actividad",
            "actividades",
            "accion",
            "acciones",
            "acciondemejora",
            "acciondemejoramiento",
            "actividaddemejora",
        ],
    ),
    ("producto", &["producto", "productos", "meta", "productometa", "productoometa", "metaoproducto", "entregable"]),
    ("responsable", &["responsable", "responsables", "arearesponsable", "dependencia", "dependenciaresponsable"]),
    ("inicio", &["inicio", "fechainicio", "fechadeinicio", "fechainicial"]),
    (
        "fin",
        &[
            "fin",
            "fechafin",
            "fechadefin",
            "fechafinal",
            "fechafinalizacion",
            "fechadefinalizacion",
            "fechaterminacion",
            "fechadeterminacion",
            "terminacion",
        ],
    ),
    ("avance", &["avance", "porcentajedeavance", "porcentajeavance", "deavance", "pordeavance"]),
    ("estado", &["estado", "estadodelaactividad", "estadoactividad"]),
    ("recurso", &["recurso", "recursos", "recursoasignado", "tienerecurso", "cuentaconrecurso"]),
    ("evidencia", &["evidencia", "evidencias", "soporte", "soportes"]),
    ("efectividad", &["efectividad", "resultadodelaefectividad"]),
    ("observacion", &["observacion", "observaciones", "observaciondecontrolinterno", "observacionescontrolinterno"]),
    ("recomendacion", &["recomendacion", "recomendaciones"]),
    ("vigencia", &["vigencia"]),
    // As this program exports them beside the progress.
    ("hechas", &["unidadeshechas"]),
    ("programadas", &["unidadesprogramadas"]),
];

/// What a plan is called and whose it is.
#[derive(Debug, Clone, Copy, Default)]
pub struct Pedido<'a> {
    pub entidad: Option<&'a str>,
    pub nombre: Option<&'a str>,
    /// Name of the file, `plan-2025`.
    pub plan: Option<&'a str>,
    /// Headers by the column they are: `("politica", "Línea de política")`.
    pub columnas: &'a [(String, String)],
}

/// A column that an export of this program works out of the dates, beside that of the states.
const DERIVED: &str = "Días de atraso al corte";

/// The headers that are no column of a plan, each with the column it may mean.
fn unused_columns(sheet: &Sheet, header: u32, columns: &Found, own: bool) -> Vec<Diagnostic> {
    let cells = sheet.row(header).into_iter().flat_map(Fila::iter);
    let texts = cells.map(|(column, cell)| (*column, cell.shown())).filter(|(_, text)| !text.is_empty());
    texts
        .filter(|(column, _)| !columns.values().any(|used| used == column))
        .filter(|(_, text)| !(own && text == DERIVED))
        .map(|(column, text)| {
            let aliases = COLUMNS.iter().flat_map(|(name, aliases)| aliases.iter().map(move |alias| (*name, *alias)));
            let free = aliases.filter(|(name, _)| !columns.contains_key(name));
            let like = free
                .map(|(name, alias)| (strsim::normalized_damerau_levenshtein(&key(&text), alias), name))
                .filter(|(similarity, _)| *similarity > 0.75)
                .max_by(|a, b| a.0.total_cmp(&b.0));
            let remedy = match like {
                Some((_, name)) => format!("si es «{name}», dígalo así: --columna {name}=\"{text}\""),
                None => "si hace falta, diga qué columna del plan es con --columna".to_owned(),
            };
            Diagnostic::aviso("columna-desconocida", format!("«{text}» no es una columna del plan; no se importa"))
                .at(&sheet.place(header, column))
                .remedy(remedy)
        })
        .collect()
}

/// The names of the columns that `--columna` may give.
pub fn column_names() -> impl Iterator<Item = &'static str> {
    COLUMNS.iter().map(|(name, _)| *name).filter(|name| !["vigencia", "hechas", "programadas"].contains(name))
}

/// Whether the column of activities has texts: a summary has how many they are.
fn lists(sheet: &Sheet, (header, columns): &(u32, Found)) -> bool {
    let below = sheet.rows().filter(|(row, _)| row > header);
    let mut cells = below.filter_map(|(_, cells)| cells.get(columns.get("actividad")?)).peekable();
    cells.peek().is_none() || cells.any(|cell| !matches!(cell.value, Value::Number(_)))
}

/// Reads a plan.
pub fn read(origen: &Origen<'_>, pedido: &Pedido<'_>, contexto: &Contexto<'_>) -> Result<Importacion, ImportError> {
    let (stem, year) = stem(pedido.plan, origen.vigencia)?;
    for (name, _) in pedido.columnas {
        if !column_names().any(|known| known == name) {
            let known: Vec<_> = column_names().collect();
            return Err(ImportError::new(
                format!("«{name}» no es una columna del plan"),
                format!("las columnas son {}", crate::locale::lista(&known)),
            ));
        }
    }
    const NEEDED: [&str; 2] = ["politica", "actividad"];
    let buscado = Buscado {
        columnas: "las columnas Política y Actividad",
        remedio: Some("si se llaman de otra manera, dígalo así: --columna politica=\"Línea de política\""),
        propia: ("actividades", "el informe de una entidad que tiene plan"),
        nombre: &|text| meaning(text, &COLUMNS, pedido.columnas),
    };
    let found = |sheet: &Sheet| header(sheet, &COLUMNS, &NEEDED, pedido.columnas).filter(|found| lists(sheet, found));
    let elegida = choose(origen, &buscado, &|sheet| found(sheet).map(|(row, _)| row))?;
    let (sheet, origen) = (&elegida.sheet, &Origen { ejemplo: origen.ejemplo || elegida.ejemplo, ..*origen });
    let (row, mut columns) = (elegida.header, found(sheet).map(|(_, columns)| columns).unwrap_or_default());
    for (name, header) in pedido.columnas {
        if !columns.contains_key(name.as_str()) {
            return Err(ImportError::new(
                format!("el encabezado de la fila {} no tiene la columna «{header}»", row + 1),
                "escriba el nombre de la columna como está en el libro",
            ));
        }
    }
    let nombre = match (pedido.nombre, year) {
        (Some(nombre), _) => clean(nombre),
        (None, Some(year)) => format!("Plan de mejoramiento MIPG {year}"),
        (None, None) => {
            return Err(ImportError::new(
                "no se sabe cómo se llama el plan",
                "dígalo con --nombre «Plan de mejoramiento…»",
            ));
        }
    };
    if let Some(year) = year {
        agrees(sheet, year)?;
    }
    let mut salida = Importacion {
        supuestos: std::iter::once(sheet.described()).chain(elegida.supuestos).collect(),
        hallazgos: elegida.hallazgos,
        ..Importacion::default()
    };
    for finding in unused_columns(sheet, row, &columns, elegida.propia) {
        salida.hallazgos.push(finding);
    }
    // What was derived from dates and progress must not come back as if somebody had said it.
    if elegida.propia && columns.remove("estado").is_some() {
        salida
            .supuestos
            .push("el libro lo exportó este programa: su columna Estado sale de las fechas y no se importa".to_owned());
    }
    let columns = columns;
    let vigencia = year.unwrap_or(u32::MAX);
    let tabla = Tabla { sheet, header: row, columns: &columns, needed: &NEEDED };
    salida.supuestos.extend(not_applicable(&tabla));
    let shares = shares(&tabla, &mut salida.hallazgos);
    for mut group in groups(&tabla, pedido.entidad, contexto, &mut salida)? {
        let mut found = std::mem::take(&mut group.found);
        let rows = distinct_rows(&tabla, &group.rows, &mut found);
        let mut actividades = Vec::new();
        for row in rows {
            let Some(cells) = sheet.row(row) else { continue };
            let mut reading = Reading { sheet, row, cells, columns: &columns, found: &mut found };
            actividades.extend(actividad(&mut reading, shares, vigencia, contexto.catalogo).map(|read| (row, read)));
        }
        let actividades = tabla.distinct(actividades, &mut found);
        let actividades = numbered(actividades, &tabla, &mut found);
        let rango = range_of(sheet, &group.rows, &columns);
        let mut entries = vec![("nombre".into(), Yaml::text(&nombre))];
        entries.extend(origen.fuente.map(|fuente| ("fuente".into(), Yaml::text(clean(fuente)))));
        if origen.ejemplo {
            entries.push(("ejemplo".into(), Yaml::Bool(true)));
        }
        let hojas = sheet.nombres_de(&group.rows);
        let from = procedencia(origen.archivo, origen.hash, origen.fecha, Some(&hojas), rango);
        entries.push(("procedencia".into(), from));
        entries.push(("actividades".into(), Yaml::List(actividades)));
        // A name or a source that nobody gave is only proposed.
        let mut claves: Vec<_> =
            ["ejemplo", "procedencia", "procedencia.rango", "actividades", "por_politica", "total", "sin_recurso"]
                .map(str::to_owned)
                .to_vec();
        claves.extend(pedido.nombre.map(|_| "nombre".to_owned()));
        claves.extend(origen.fuente.map(|_| "fuente".to_owned()));
        claves.extend(columns.keys().map(|name| format!("actividades[].{name}")));
        group.found = found;
        push(&mut salida, group, contexto, |slug| {
            Archivo::of::<Plan>(slug, &stem, Cuerpo::Hecho(Yaml::Map(entries)), claves, elegida.propia)
        });
    }
    salida.reconciled()
}

/// Name of the file and the year it is about.
fn stem(plan: Option<&str>, vigencia: Option<u32>) -> Result<(String, Option<u32>), ImportError> {
    if let Some(vigencia) = vigencia.filter(|v| !is_vigencia(*v)) {
        return Err(super::bad_vigencia(vigencia));
    }
    match (plan, vigencia) {
        (Some(plan), vigencia) => {
            let stem = plan.strip_suffix(".yaml").unwrap_or(plan);
            if tipo_of(stem).is_none_or(|tipo| tipo.palabra != Plan::PALABRA) || Identificador::fault(stem).is_some() {
                return Err(ImportError::new(
                    format!("«{plan}» no sirve como nombre del archivo del plan"),
                    "debe empezar por «plan-» y tener solo minúsculas sin tilde, cifras y guiones, como plan-2025",
                ));
            }
            let year =
                stem.split('-').find_map(|part| part.parse().ok().filter(|y| part.len() == 4 && is_vigencia(*y)));
            Ok((stem.to_owned(), vigencia.or(year)))
        }
        (None, Some(vigencia)) => Ok((name::<Plan>(vigencia), Some(vigencia))),
        (None, None) => Err(ImportError::new(
            "no se sabe de qué año es el plan",
            "dígalo con --vigencia AAAA, o dé el nombre del archivo con --plan plan-2025",
        )),
    }
}

/// Whether the column of progress holds shares: nothing in it is above 1 and
/// something is between, in cells whose format says nothing.  A total is not asked.
fn shares(tabla: &Tabla<'_>, found: &mut Diagnostics) -> bool {
    let Tabla { sheet, header, columns, .. } = *tabla;
    let Some(column) = columns.get("avance") else { return false };
    let mut some = false;
    let rows = sheet.rows().filter(|(at, _)| *at > header);
    for (_, cells) in rows.filter(|(row, _)| tabla.no_data(*row, &|_| false).is_none()) {
        match cells.get(column).map(|cell| (&cell.value, cell.format)) {
            Some((Value::Number(n), Format::General | Format::Chosen(_))) => {
                if *n > 1.0 {
                    return false;
                }
                some |= *n > 0.0;
            }
            Some((Value::Text(_), _)) => {
                let read = lectura::numero(cells.get(column)).ok().flatten().filter(|n| !n.percent);
                if let Some(read) = read {
                    if read.value > 1.0 {
                        return false;
                    }
                    some |= read.value > 0.0;
                }
            }
            _ => {}
        }
    }
    if some {
        found.push(
            Diagnostic::aviso(
                "columna-en-proporcion",
                "ningún avance pasa de 1: la columna se toma como proporciones, y 0,6 es 60 %",
            )
            .at(&sheet.place(header, *column))
            .remedy("si 1 quiere decir 1 %, dé a la columna formato de texto y escriba el signo %"),
        );
    }
    some
}

/// An activity as its row says it.
#[derive(Debug)]
struct Leida {
    /// Its number, where the row has one.
    id: Option<String>,
    entries: Vec<(Clave, Yaml)>,
}

fn actividad(reading: &mut Reading<'_>, shares: bool, vigencia: u32, catalogo: &Catalogo) -> Option<Leida> {
    let politica = reading.required("politica", "la política");
    let politica = politica.and_then(|written| reading.politica("politica", &written, vigencia, catalogo));
    let actividad = reading.sentence(
        "actividad",
        "la actividad",
        "no dice qué actividad es",
        "revise que la hoja y la columna sean las de las actividades; díganse con --hoja y --columna actividad=\"…\"",
    );
    let id = reading.text("id");
    let mut entries = Vec::new();
    let text = |name: &'static str, value: String| (name.into(), Yaml::Text(value));
    entries.extend(politica.map(|index| text("politica", catalogo.nombre_politica(index, vigencia).to_owned())));
    entries.extend(actividad.clone().map(|value| text("actividad", value)));
    entries.extend(reading.text("producto").map(|value| text("producto", value)));
    entries.extend(responsable(reading).map(|value| ("responsable".into(), value)));
    let inicio = reading.take("inicio", lectura::fecha);
    let fin = reading.take("fin", lectura::fecha);
    if let (Some(inicio), Some(fin)) = (inicio, fin)
        && inicio.primer_dia() > fin.ultimo_dia()
    {
        let place = reading.place("inicio");
        reading.found.push(
            Diagnostic::error(
                "inicio-despues-del-fin",
                format!("la actividad empieza el {} y termina antes, el {}", inicio.larga(), fin.larga()),
            )
            .at(&place)
            .remedy("corrija una de las dos fechas"),
        );
    }
    let fecha = |name: &'static str, value: Fecha| (name.into(), Yaml::Plain(value.to_string()));
    entries.extend(inicio.map(|value| fecha("inicio", value)));
    entries.extend(fin.map(|value| fecha("fin", value)));
    let progress = reading.take("avance", |cell| avance(cell, shares));
    entries.extend(unidades(reading).or(progress).map(|value| ("avance".into(), value)));
    entries.extend(reading.take("estado", |cell| word(cell, ESTADOS, "un estado")).map(|w| text("estado", w)));
    entries.extend(reading.take("recurso", lectura::si_o_no).map(|value| ("recurso".into(), Yaml::Bool(value))));
    entries.extend(reading.text("evidencia").map(|value| text("evidencia", value)));
    let efectividad = reading.take("efectividad", |cell| word(cell, EFECTIVIDADES, "un resultado de efectividad"));
    entries.extend(efectividad.map(|w| text("efectividad", w)));
    entries.extend(reading.text("observacion").map(|value| text("observacion", value)));
    entries.extend(reading.text("recomendacion").map(|value| text("recomendacion", value)));
    (politica.is_some() && actividad.is_some()).then_some(Leida { id, entries })
}

/// The activities with their numbers: a number that two of them have is told
/// apart by its turn, and one without takes its place in the list, or the next that is free.
fn numbered(actividades: Vec<(u32, Leida)>, tabla: &Tabla<'_>, found: &mut Diagnostics) -> Vec<Yaml> {
    let mut taken: BTreeSet<String> = actividades.iter().filter_map(|(_, a)| a.id.clone()).collect();
    let mut first: BTreeMap<String, (u32, usize)> = BTreeMap::new();
    let mut all = Vec::with_capacity(actividades.len());
    for (index, (row, Leida { id: written, mut entries })) in actividades.into_iter().enumerate() {
        let number = match written {
            None => (index + 1..).map(|n| n.to_string()).find(|n| !taken.contains(n)).unwrap_or_default(),
            Some(written) => {
                let (before, turn) = first.entry(written.clone()).or_insert((row, 0));
                *turn += 1;
                if *turn == 1 {
                    written
                } else {
                    let number = format!("{written} ({turn})");
                    let column = tabla.columns.get("id").copied().unwrap_or_default();
                    let other = tabla.sheet.address(*before, column);
                    let message =
                        format!("el número «{written}» es también el de {other}; la actividad queda como «{number}»");
                    found.push(
                        Diagnostic::aviso("id-repetido", message)
                            .at(&tabla.sheet.place(row, column))
                            .remedy("dé a cada actividad su número; si es 1.10 y se ve 1.1, dé a la columna formato de texto y escríbalo de nuevo"),
                    );
                    number
                }
            }
        };
        taken.insert(number.clone());
        entries.insert(0, ("id".into(), id(number)));
        all.push(Yaml::Map(entries));
    }
    all
}

/// A whole number stands without quotes, as one writes it.
fn id(text: String) -> Yaml {
    let digits = text.bytes().all(|b| b.is_ascii_digit()) && text.len() < 10;
    if digits && (text == "0" || !text.starts_with('0')) { Yaml::Plain(text) } else { Yaml::Text(text) }
}

/// One or several, between semicolons or in lines of their own.
fn responsable(reading: &mut Reading<'_>) -> Option<Yaml> {
    let Some(Value::Text(written)) = reading.cell("responsable").map(|cell| cell.value.clone()) else {
        return reading.text("responsable").map(Yaml::Text);
    };
    reading.text("responsable")?;
    let mut people: Vec<_> =
        written.split([';', '\n', '\r']).map(clean).filter(|p| !p.is_empty()).map(Yaml::Text).collect();
    match people.len() {
        0 => None,
        1 => people.pop(),
        _ => Some(Yaml::List(people)),
    }
}

/// Progress as units done of those that were planned, where columns of their own say it.
fn unidades(reading: &mut Reading<'_>) -> Option<Yaml> {
    let mut whole = |name: &str| {
        let read = reading.take(name, lectura::numero)?;
        (read.value.fract() == 0.0 && (0.0..1e9).contains(&read.value)).then_some(read.value)
    };
    let (done, planned) = (whole("hechas")?, whole("programadas")?);
    (planned > 0.0).then(|| Yaml::Text(format!("{done}/{planned}")))
}

/// Progress as a data file writes it: a percentage, or done of planned, which alone may pass the plan.
fn avance(cell: Option<&Cell>, shares: bool) -> Result<Option<Yaml>, Diagnostic> {
    if let Some(Value::Text(text)) = cell.map(|c| &c.value) {
        let text = clean(text);
        let parts = text.split_once('/').map(|(a, b)| (a.trim().parse::<u32>(), b.trim().parse::<u32>()));
        match parts {
            Some((Ok(_), Ok(0))) => {
                return Err(Diagnostic::error("avance-sobre-cero", format!("el avance «{text}» se mide sobre cero"))
                    .remedy("escriba cuántas unidades se programaron después de la barra"));
            }
            Some((Ok(done), Ok(planned))) => return Ok(Some(Yaml::Text(format!("{done}/{planned}")))),
            Some(_) if text.chars().all(|c| c.is_ascii_digit() || " /,.".contains(c)) => {
                let message = format!("el avance «{text}» no está en unidades enteras");
                return Err(Diagnostic::error("celda-sin-numero", message).remedy(
                    "escriba lo hecho y lo programado sin decimales, como 75/100 por 37,5/50, o el porcentaje",
                ));
            }
            _ => {}
        }
    }
    let Some(read) = lectura::numero(cell)? else { return Ok(None) };
    let shown = cell.map(Cell::shown).unwrap_or_default();
    let value = if shares && !read.percent { read.value * 100.0 } else { read.value };
    if !(0.0..=100.0).contains(&value) {
        return Err(out_of_range(&shown));
    }
    if !shares && !read.percent && value > 0.0 && value < 1.0 {
        return Err(Diagnostic::error(
            "valor-en-proporcion",
            format!("«{shown}» parece una proporción y otros avances de la columna pasan de 1"),
        )
        .remedy("escriba el avance como porcentaje: 60, o 60 %"));
    }
    Ok(Some(Yaml::number(value)))
}

fn out_of_range(shown: &str) -> Diagnostic {
    Diagnostic::error("avance-fuera-de-rango", format!("el avance «{shown}» no está entre 0 y 100 %"))
        .remedy("corrija el avance; si se hizo más de lo programado, escriba las unidades, como 6/5")
}

/// Words of the sources for each state.
const ESTADOS: &[(&str, &[&str])] = &[
    (
        "cumplida",
        &[
            "cumplida",
            "cumplido",
            "terminada",
            "terminado",
            "finalizada",
            "finalizado",
            "ejecutada",
            "cerrada",
            "completada",
            "cumple",
        ],
    ),
    (
        "en proceso",
        &["en proceso", "en ejecucion", "en curso", "en desarrollo", "en progreso", "en avance", "abierta", "parcial"],
    ),
    ("superada", &["superada", "superado", "sobrecumplida"]),
    ("sin iniciar", &["sin iniciar", "no iniciada", "no iniciado", "por iniciar", "pendiente"]),
    ("programada", &["programada", "programado"]),
    ("vence el día del corte", &["vence el dia del corte"]),
    ("vencida", &["vencida", "vencido", "atrasada"]),
    ("no cumplida", &["no cumplida", "no cumplido", "incumplida", "incumplido"]),
];

const EFECTIVIDADES: &[(&str, &[&str])] = &[
    ("verificada", &["verificada", "efectiva", "efectivo", "si"]),
    ("no efectiva", &["no efectiva", "no efectivo", "inefectiva", "no"]),
    ("pendiente", &["pendiente", "por verificar", "sin verificar"]),
];

fn word(cell: Option<&Cell>, words: &[(&str, &[&str])], what: &str) -> Result<Option<String>, Diagnostic> {
    let Some(written) = lectura::texto(cell)? else { return Ok(None) };
    let folded = fold(&written);
    match words.iter().find(|(_, forms)| forms.contains(&folded.as_str())) {
        Some((word, _)) => Ok(Some((*word).to_owned())),
        None => {
            let known: Vec<_> = words.iter().map(|(word, _)| *word).collect();
            Err(Diagnostic::error("opcion-desconocida", format!("«{written}» no es {what}"))
                .remedy(format!("las opciones son {}; si no aplica, deje la celda en blanco", known.join(", "))))
        }
    }
}
