//! What was read is written, where it may be, and what becomes of it is told.

use std::path::Path;
use std::sync::Arc;

use crate::diagnostic::print::print;
use crate::diagnostic::{Diagnostic, Diagnostics, SourceText};
use crate::interop::importar::{Archivo, Cambio, Decision, Importacion, Renglon, Salida, Suceso, Unreadable};
use crate::model::Catalogo;
use crate::output;

use super::super::{Global, OK, WRONG_MATERIAL, terminal};
use super::Common;
use super::archivos::marked_text;
use super::resumen::{Fate, Skipped, Told, report};

/// Writes the data files and prints what was done; returns the exit code.
///
/// # Errors
/// A file cannot be written.
pub fn write(read: Importacion, common: &Common, catalogo: &Catalogo, global: &Global) -> anyhow::Result<u8> {
    let Importacion {
        renglones, leidas, no_seleccionadas, sin_datos, mut hallazgos, supuestos, catalogo: grown, ..
    } = read;
    let root = &global.proyecto;
    if let (Some((text, _)), false) = (&grown, common.simular) {
        output::write(root, "data/catalogo/entidades.yaml", text.as_bytes())?;
    }
    let mut told = Vec::new();
    for Renglon { nombre, entidad, filas, salida } in renglones {
        let (fate, path, cambios) = match &salida {
            Salida::Rechazada => (Fate::Rejected, String::new(), Vec::new()),
            Salida::FueraDelCatalogo => (Fate::Unknown, String::new(), Vec::new()),
            Salida::Archivo(archivo) => put(archivo, common, catalogo, root, &mut hallazgos)?,
        };
        let path = match entidad.as_ref() {
            Some((slug, _)) if path.is_empty() => slug.clone(),
            _ => path,
        };
        told.push(Told {
            fate,
            how: entidad.as_ref().map_or("", |(_, how)| how.word()),
            path: if path.is_empty() { "—".to_owned() } else { path },
            name: nombre,
            rows: filas,
            cambios,
        });
    }
    let findings = if global.estricto { hallazgos.strict() } else { hallazgos };
    let skipped = Skipped { no_seleccionadas, sin_datos };
    let report = report(&told, leidas, &skipped, &supuestos, grown.map(|(_, n)| n), common, global);
    if global.format().is_machine() {
        terminal::tell(&report);
        terminal::say(&print(&findings, global.format(), false))?;
    } else {
        terminal::tell(&print(&findings, global.format(), global.color(&std::io::stderr())));
        terminal::say(&report)?;
    }
    Ok(if findings.has_errors() { WRONG_MATERIAL } else { OK })
}

/// Writes a data file where it may; the path it has in the project, and what it changes there.
fn put(
    archivo: &Archivo,
    common: &Common,
    catalogo: &Catalogo,
    root: &Path,
    found: &mut Diagnostics,
) -> anyhow::Result<(Fate, String, Vec<Cambio>)> {
    let other = format!("{}.yml", archivo.ruta);
    let shown = if root.join(&other).exists() { other } else { format!("{}.yaml", archivo.ruta) };
    let path = root.join(&shown);
    let existing = if path.exists() { Some(marked_text(&path)?) } else { None };
    let source = SourceText::new(&shown, existing.as_deref().unwrap_or_default());
    let refused = |why: &str, remedy: &str| {
        Diagnostic::error("archivo-existente", format!("el archivo ya existe y {why}; no se toca"))
            .at(&source.line(1))
            .remedy(remedy)
    };
    let (new, cambios) = match archivo.decide(existing.as_deref(), catalogo, common.descartar) {
        Ok(Decision::Igual { cambios }) => {
            by_hand(&cambios, &source, found);
            return Ok((Fate::Same, shown, cambios));
        }
        Ok(Decision::Nuevo(text)) => (text, Vec::new()),
        Ok(Decision::Distinto { texto, cambios }) if common.forzar => {
            by_hand(&cambios, &source, found);
            removed(&cambios, &source, found);
            (texto, cambios)
        }
        Ok(Decision::Distinto { cambios, .. }) => {
            found.push(refused(
                "dice otra cosa",
                "confróntelos; para reescribirlo con lo importado y conservar sus comentarios, agregue --forzar",
            ));
            return Ok((Fate::Exists, shown, cambios));
        }
        Err(Unreadable) => {
            found.push(refused(
                "no se puede leer como YAML",
                "corríjalo según «seguimiento validar», o bórrelo e importe de nuevo",
            ));
            return Ok((Fate::Exists, shown, Vec::new()));
        }
    };
    if !common.simular {
        output::write(root, &shown, new.as_bytes())?;
    }
    Ok((Fate::Written, shown, cambios))
}

/// What somebody put in a file by hand is told one by one, whatever becomes of it.
fn by_hand(cambios: &[Cambio], source: &Arc<SourceText>, found: &mut Diagnostics) {
    for cambio in cambios.iter().filter(|cambio| cambio.is_manual()) {
        found.push(
            Diagnostic::aviso("dato-manual", cambio.to_string()).at(&source.line(cambio.linea.unwrap_or(1))).remedy(
                match cambio.que {
                    Suceso::Corregido { descartado: true, .. } | Suceso::Quitado { .. } => {
                        "si hace falta, recupérelo de una copia; sin --descartar se conserva"
                    }
                    Suceso::Conservado => {
                        "si es el mismo renglón con otro texto, pase sus datos al nuevo y quite este; con --descartar se quita"
                    }
                    _ => "si lo importado ya es lo cierto, quite el comentario y repita; con --descartar se reescribe",
                },
            ),
        );
    }
}

/// How many entries of its lists a file loses.
fn removed(cambios: &[Cambio], source: &Arc<SourceText>, found: &mut Diagnostics) {
    let message = match cambios.iter().filter(|cambio| matches!(cambio.que, Suceso::Quitado { .. })).count() {
        0 => return,
        1 => "al reescribirlo se quita 1 renglón de sus listas que lo importado no trae".to_owned(),
        n => format!("al reescribirlo se quitan {n} renglones de sus listas que lo importado no trae"),
    };
    found.push(
        Diagnostic::aviso("renglon-quitado", message)
            .at(&source.line(1))
            .remedy("si hacen falta, recupérelos de una copia; con --simular se ve cuáles son antes de escribir"),
    );
}
