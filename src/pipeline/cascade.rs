//! What only follows from something else that is wrong.

use crate::data::ProjectFiles;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::Catalogo;

/// The rules that look something up in the catalogue.
const LOOKED_UP: [&str; 9] = [
    "dimension-desconocida",
    "sector-desconocido",
    "tipo-entidad-desconocido",
    "entidad-desconocida",
    "politica-desconocida",
    "politica-parecida",
    "norma-desconocida",
    "norma-mal-citada",
    "seleccion-vacia",
];

/// What is wrong in the catalogue stops every document; that it lacks what it could not give is
/// no more than its echo.
pub(super) fn without_echoes(found: Diagnostics) -> Diagnostics {
    found.split(|d| LOOKED_UP.contains(&d.code)).1
}

/// Without a file of the catalogue every name of its kind is unknown: those findings give way to
/// one about the file.
pub(super) fn of_missing_catalogue(found: Diagnostics, files: &ProjectFiles, catalogo: &Catalogo) -> Diagnostics {
    let parts: [(&str, bool, &[&str]); 3] = [
        (
            "catalogo/politicas.yaml",
            catalogo.politicas.is_empty(),
            &["politica-desconocida", "politica-fuera-de-vigencia", "dimension-desconocida"],
        ),
        ("catalogo/normas.yaml", catalogo.normas.is_empty(), &["norma-desconocida"]),
        (
            "catalogo/entidades.yaml",
            catalogo.entidades.is_empty(),
            &["entidad-desconocida", "sector-desconocido", "tipo-entidad-desconocido", "archivo-sin-uso"],
        ),
    ];
    let mut kept = found;
    for (path, empty, codes) in parts {
        // A file that says nothing is no cause that was told.
        if empty && files.file(path).is_none() {
            let (echoes, others) = kept.split(|d| codes.contains(&d.code));
            kept = others;
            if let Some(first) = echoes.iter().next() {
                kept.push(missing(path, first));
            }
        }
    }
    kept
}

fn missing(path: &str, first: &Diagnostic) -> Diagnostic {
    let finding =
        Diagnostic::error("archivo-faltante", format!("falta «data/{path}», con los nombres que usan los datos"));
    let finding = match &first.place {
        Some(place) => finding.at(place).label("este es el primero"),
        None => finding,
    };
    finding.remedy("cópielo de un proyecto nuevo: lo escribe «seguimiento nuevo CARPETA»")
}
