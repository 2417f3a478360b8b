//! What was read of an entity, from any table of results, and the data file it becomes.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::model::Catalogo;

use super::super::yaml::Yaml;
use super::entidades::{Como, Filtro, Padron, Quien};
use super::indices::{Indice, Medida};
use super::{Archivo, Contexto, ImportError, Importacion, Origen, Renglon, Salida, clean, procedencia};

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
    /// Where the table says that its data is from.
    pub fuente: Option<String>,
    /// Whether the table says of the entity that its data is not official.
    pub ejemplo: Option<bool>,
    /// The table is one that this program exported.
    pub exportado: bool,
}

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
    if salida.leidas == salida.sin_datos {
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
    // A source that nobody gave is only proposed.
    let given = |clave: &&str| *clave != "fuente" || origen.fuente.is_some();
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
        registro.found.extend(only_ones(&registro));
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
                    claves: claves.iter().copied().filter(given).map(str::to_owned).collect(),
                    exportado: registro.exportado,
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
    salida.reconciled()
}

/// 100 % in a cell without its format is 1: a row of ones, or of ones and zeros, says
/// nothing about its scale.
fn only_ones(registro: &Registro) -> Diagnostics {
    let mut found = Diagnostics::default();
    let peers = registro.medidas.values().flat_map(|m| [m.promedio, m.maximo]).flatten();
    let mut scores = registro.medidas.values().filter_map(|m| m.puntaje).peekable();
    let some = !registro.exportado && registro.medidas.values().any(|m| m.puntaje == Some(1.0));
    if some && scores.all(|score| score == 1.0 || score == 0.0) && !peers.into_iter().any(|peer| peer > 1.0) {
        found.push(
            Diagnostic::error(
                "valor-en-proporcion",
                format!("ningún puntaje de «{}» pasa de 1: puede ser 1 punto o 100 %", registro.quien.nombre),
            )
            .at(&registro.place)
            .remedy("si es 100 %, dé a las celdas formato de porcentaje o escriba 100; si de verdad es 1 punto, escriba a mano el archivo de datos"),
        );
    }
    found
}

/// Two rows for one entity and vigencia: neither can be taken.
fn repeated(met: &mut [(Registro, Option<(String, Como)>)]) {
    let mut seen: BTreeMap<(String, u32), usize> = BTreeMap::new();
    for index in 0..met.len() {
        let (registro, Some((slug, _))) = &met[index] else { continue };
        // Lines that say no vigencia stand under none.
        if registro.vigencia == 0 {
            continue;
        }
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
    let fuente = registro.fuente.clone().unwrap_or_else(|| format!("FURAG, vigencia {vigencia}"));
    let mut entries = vec![
        ("vigencia".to_owned(), Yaml::Plain(vigencia.to_string())),
        text("fuente", origen.fuente.map_or_else(|| fuente, clean)),
    ];
    if registro.ejemplo.unwrap_or(origen.ejemplo) {
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
