//! Recommendations that Función Pública gives after a measurement: one row each.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostics, Place};
use crate::expediente::name;
use crate::model::Recomendaciones;

use super::super::yaml::Yaml;
use super::eleccion::{Buscado, choose, not_used};
use super::entidades::{Como, Padron, Quien};
use super::filas::{Reading, Tabla, distinct_rows, groups, header, meaning, not_applicable, push, range_of};
use super::libro::Sheet;
use super::vigencia::vigencia_of;
use super::{Archivo, Contexto, Cuerpo, ImportError, Importacion, Origen, clean, key, procedencia};

const COLUMNS: [(&str, &[&str]); 4] = [
    ("entidad", &["entidad", "nombreentidad"]),
    ("politica", &["politica", "politicadegestionydesempeno", "politicas"]),
    ("recomendacion", &["recomendacion", "recomendaciones"]),
    ("relacionada", &["politicarelacionada", "politicasrelacionadas", "politicaasociada"]),
];

/// The entity that a workbook is named after, in the folder of its department, and what
/// is to be said of it.
pub fn named(
    nombre: &str,
    departamento: Option<&str>,
    place: &Place,
    contexto: &Contexto<'_>,
) -> (Option<(String, Como)>, Diagnostics) {
    let departamento =
        departamento.filter(|name| !matches!(key(name).as_str(), "nacion" | "nacional" | "ordennacional"));
    let quien = Quien { nombre: clean(nombre), departamento: departamento.map(clean), ..Quien::default() };
    let mut found = Diagnostics::default();
    let who = Padron::new(contexto.catalogo).find(&quien, place, None, &mut found);
    (who, found)
}

/// Reads recommendations, of the entity that is given or of the one each row names.
pub fn read(origen: &Origen<'_>, entidad: Option<&str>, contexto: &Contexto<'_>) -> Result<Importacion, ImportError> {
    const NEEDED: [&str; 2] = ["politica", "recomendacion"];
    let buscado = Buscado {
        columnas: "las columnas Política y Recomendación",
        remedio: None,
        propia: ("recomendaciones", ""),
        nombre: &|text| meaning(text, &COLUMNS, &[]),
    };
    let found = |sheet: &Sheet| header(sheet, &COLUMNS, &NEEDED, &[]);
    let elegida = choose(origen, &buscado, &|sheet| found(sheet).map(|(row, _)| row))?;
    let (sheet, origen) = (&elegida.sheet, &Origen { ejemplo: origen.ejemplo || elegida.ejemplo, ..*origen });
    let (row, columns) = (elegida.header, found(sheet).map(|(_, columns)| columns).unwrap_or_default());
    let (vigencia, _) = vigencia_of(origen, sheet, &BTreeSet::new())?;
    let mut salida = Importacion {
        supuestos: std::iter::once(format!("{}; vigencia {vigencia}", sheet.described()))
            .chain(elegida.supuestos)
            .collect(),
        hallazgos: elegida.hallazgos,
        ..Importacion::default()
    };
    salida.supuestos.extend(not_used(sheet, row, &columns.values().copied().collect()));
    let tabla = Tabla { sheet, header: row, columns: &columns, needed: &NEEDED };
    salida.supuestos.extend(not_applicable(&tabla));
    for mut group in groups(&tabla, entidad, contexto, &mut salida)? {
        let mut found = std::mem::take(&mut group.found);
        let mut written = Vec::new();
        for row in distinct_rows(&tabla, &group.rows, &mut found) {
            let Some(cells) = sheet.row(row) else { continue };
            let mut reading = Reading { sheet, row, cells, columns: &columns, found: &mut found };
            let text = reading.sentence(
                "recomendacion",
                "la recomendación",
                "no dice qué se recomienda",
                "revise que la hoja sea la de las recomendaciones y no un conteo de ellas; dígala con --hoja",
            );
            let relacionada = reading.text("relacionada");
            // The code beside the related policy is as good as its name.
            let (column, politica) = match (reading.text("politica"), &relacionada) {
                (None, Some(related)) => ("relacionada", Some(related.clone())),
                (None, None) => ("politica", reading.required("politica", "la política")),
                (politica, _) => ("politica", politica),
            };
            let index = politica.and_then(|p| reading.politica(column, &p, vigencia, contexto.catalogo));
            let (Some(index), Some(text)) = (index, text) else { continue };
            let mut entry = vec![
                ("politica".into(), Yaml::text(contexto.catalogo.nombre_politica(index, vigencia))),
                ("recomendacion".into(), Yaml::Text(text)),
            ];
            entry.extend(relacionada.map(|related| ("relacionada".into(), Yaml::Text(related))));
            written.push((row, Yaml::Map(entry)));
        }
        let written = tabla.distinct(written, &mut found);
        let mut entries = vec![("vigencia".into(), Yaml::Plain(vigencia.to_string()))];
        let fuente = origen.fuente.map_or_else(|| format!("Función Pública, vigencia {vigencia}"), clean);
        entries.push(("fuente".into(), Yaml::Text(fuente)));
        if origen.ejemplo {
            entries.push(("ejemplo".into(), Yaml::Bool(true)));
        }
        let rango = range_of(sheet, &group.rows, &columns);
        let hojas = sheet.nombres_de(&group.rows);
        let from = procedencia(origen.archivo, origen.hash, origen.fecha, Some(&hojas), rango);
        entries.push(("procedencia".into(), from));
        let written = written.into_iter().map(|(_, entry)| entry).collect();
        entries.push(("recomendaciones".into(), Yaml::List(written)));
        group.found = found;
        let keys = ["vigencia", "ejemplo", "procedencia", "procedencia.rango", "recomendaciones"];
        let mut claves: Vec<_> = keys.map(str::to_owned).to_vec();
        claves.extend(origen.fuente.map(|_| "fuente".to_owned()));
        claves.extend(columns.keys().map(|name| format!("recomendaciones[].{name}")));
        push(&mut salida, group, contexto, |slug| {
            let contenido = Cuerpo::Hecho(Yaml::Map(entries));
            Archivo::of::<Recomendaciones>(slug, &name::<Recomendaciones>(vigencia), contenido, claves, elegida.propia)
        });
    }
    salida.reconciled()
}
