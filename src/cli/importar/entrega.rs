//! A delivery of recommendations: a folder tree of workbooks, one folder a department and
//! one workbook an entity, named after it; for `seguimiento importar`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail};

use crate::diagnostic::{Diagnostic, Place, SourceText};
use crate::interop::importar::{self, Contexto, ImportError, Importacion, Origen, Renglon, Salida};
use crate::locale::{fold, lista};
use crate::output;

use super::super::terminal;
use super::archivos::bytes;
use super::resumen::counted;

/// Folders within folders that are looked into.
const DEPTH: usize = 8;

/// Which workbooks of the folder are wanted; empty wants all.
pub struct Wanted<'a> {
    pub departamento: &'a [String],
    pub entidad: Option<&'a str>,
}

/// A workbook of the delivery.
struct Libro {
    path: PathBuf,
    /// Path from the folder that was given, its name included.
    shown: String,
    /// The entity, as the file is named.
    nombre: String,
    /// The folder that it stands in, where that is not the one that was given.
    departamento: Option<String>,
}

/// Reads the recommendations of every workbook of `folder`.
pub fn read(
    folder: &Path,
    wanted: &Wanted<'_>,
    base: &Origen<'_>,
    contexto: &Contexto<'_>,
    quiet: bool,
) -> anyhow::Result<Importacion> {
    let mut paths = Vec::new();
    let mut others = Vec::new();
    files(folder, DEPTH, &mut paths, &mut others)?;
    paths.sort();
    let mut libros: Vec<_> = paths.into_iter().map(|path| libro(folder, path)).collect();
    let all = libros.len();
    if all == 0 {
        bail!(
            "«{}» no tiene libros de Excel (.xlsx)\n  remedio: dé la carpeta de la entrega, ya descomprimida",
            folder.display()
        );
    }
    if !wanted.departamento.is_empty() {
        let here = |libro: &Libro, name: &String| libro.departamento.as_deref().is_some_and(|d| same(d, name));
        for name in wanted.departamento {
            if !libros.iter().any(|libro| here(libro, name)) {
                let mut known: Vec<_> = libros.iter().filter_map(|libro| libro.departamento.clone()).collect();
                known.dedup();
                known.truncate(40);
                return Err(anyhow!(
                    "la entrega no tiene la carpeta «{name}»\n  remedio: las carpetas son {}",
                    lista(&known)
                ));
            }
        }
        libros.retain(|libro| wanted.departamento.iter().any(|name| here(libro, name)));
    }
    let slug = wanted.entidad.map(|entidad| importar::slug_of(entidad, contexto)).transpose()?;
    let mut salida = Importacion::default();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let (mut read, mut unreadable, mut unknown) = (0, 0, 0);
    let bar = terminal::progress(libros.len(), quiet);
    for libro in libros {
        bar.inc(1);
        let place = SourceText::new(&libro.shown, "").line(1);
        let (who, found) = importar::named(&libro.nombre, libro.departamento.as_deref(), &place, contexto);
        if slug.is_some() && who.as_ref().map(|(found, _)| found) != slug.as_ref() {
            continue;
        }
        salida.hallazgos.extend(found);
        let Some((entidad, how)) = who else {
            unknown += 1;
            salida.renglones.push(Renglon {
                nombre: libro.nombre,
                entidad: None,
                filas: 0,
                salida: Salida::FueraDelCatalogo,
            });
            continue;
        };
        let own = match recomendaciones(&libro, &entidad, base, contexto) {
            Ok(own) => own,
            // One that cannot be read stops no other.
            Err(error) => {
                salida
                    .hallazgos
                    .push(Diagnostic::error("archivo-ilegible", error.mensaje).at(&place).remedy(error.remedio));
                salida.renglones.push(rejected(libro.nombre, Some((entidad, how)), 0));
                unreadable += 1;
                continue;
            }
        };
        read += 1;
        salida.leidas += own.leidas;
        salida.no_seleccionadas += own.no_seleccionadas;
        salida.sin_datos += own.sin_datos;
        salida.hallazgos.extend(own.hallazgos);
        for mut renglon in own.renglones {
            renglon.nombre.clone_from(&libro.nombre);
            renglon.entidad = Some((entidad.clone(), how));
            if let Some(first) = seen.insert(entidad.clone(), salida.renglones.len()) {
                salida.hallazgos.push(twice(&salida.renglones[first].nombre, &entidad, &place));
                salida.renglones[first].salida = Salida::Rechazada;
                renglon.salida = Salida::Rechazada;
            }
            salida.renglones.push(renglon);
        }
    }
    bar.finish_and_clear();
    let others_wanted = all - read - unreadable - unknown;
    let parts = [
        (read, ("leído", "leídos")),
        (unreadable, ("que no se puede leer", "que no se pueden leer")),
        (unknown, ("de entidad sin reconocer", "de entidades sin reconocer")),
        (others_wanted, ("no seleccionado", "no seleccionados")),
    ];
    let parts: Vec<_> = parts.into_iter().map(|(n, (one, many))| counted(n, one, many)).collect();
    let books = counted(all, "libro", "libros");
    salida.supuestos.push(format!("{books} en «{}» = {}", folder.display(), parts.join(" + ")));
    if !others.is_empty() {
        others.sort();
        let more = others.len().saturating_sub(5);
        others.truncate(5);
        let more = if more > 0 { format!(" y {more} más") } else { String::new() };
        salida.supuestos.push(format!("no se leyeron los archivos que no son .xlsx: {}{more}", others.join(", ")));
    }
    Ok(salida)
}

/// What a workbook says of its entity.
fn recomendaciones(
    libro: &Libro,
    entidad: &str,
    base: &Origen<'_>,
    contexto: &Contexto<'_>,
) -> Result<Importacion, ImportError> {
    let bytes = bytes(&libro.path)?;
    let hash = output::hash(&bytes);
    let origen = Origen { archivo: &libro.shown, bytes: &bytes, hash: &hash, ..*base };
    importar::recomendaciones(&origen, Some(entidad), contexto)
}

fn rejected(nombre: String, entidad: Option<(String, importar::Como)>, filas: usize) -> Renglon {
    Renglon { nombre, entidad, filas, salida: Salida::Rechazada }
}

fn twice(first: &str, slug: &str, place: &Place) -> Diagnostic {
    Diagnostic::error("archivo-repetido", format!("este libro y el de «{first}» son de la misma entidad, «{slug}»"))
        .at(place)
        .remedy("deje en la carpeta uno solo de los dos")
}

/// Whether two names of a folder are one.
fn same(one: &str, other: &str) -> bool {
    let bare = |name: &str| fold(name).chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    bare(one) == bare(other)
}

fn libro(folder: &Path, path: PathBuf) -> Libro {
    let relative = path.strip_prefix(folder).unwrap_or(&path);
    let root = folder.canonicalize().ok().and_then(|whole| Some(whole.file_name()?.to_string_lossy().into_owned()));
    let parts: Vec<_> = relative.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    let shown = root.into_iter().chain(parts.iter().cloned()).collect::<Vec<_>>().join("/");
    let nombre = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let departamento = parts.len().checked_sub(2).map(|at| parts[at].clone());
    Libro { path, shown, nombre, departamento }
}

/// The workbooks below a folder, and the names of what is none.
fn files(folder: &Path, depth: usize, found: &mut Vec<PathBuf>, others: &mut Vec<String>) -> anyhow::Result<()> {
    let failed = |error: std::io::Error| {
        anyhow!(
            "no se puede leer «{}»: {}\n  remedio: revise la ruta y los permisos",
            folder.display(),
            output::reason(&error)
        )
    };
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        // Locks of Excel and what systems hide.
        if name.starts_with("~$") || name.starts_with('.') {
            continue;
        }
        if path.is_dir() {
            if depth > 0 {
                files(&path, depth - 1, found, others)?;
            } else {
                others.push(name);
            }
        } else if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("xlsx")) {
            found.push(path);
        } else {
            others.push(name);
        }
    }
    Ok(())
}
