//! What documents are called, and that no two of them share a PDF.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use crate::data::{DataFile, ProjectFiles};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::expediente::stem;
use crate::model::Identificador;

use super::super::Documento;

/// The path of a document in `output/`, from that of its file in `data/`.
pub(super) fn document_id(path: &str) -> &str {
    let stem = stem(path);
    stem.strip_prefix("entidades/").unwrap_or(stem)
}

/// Every part of a document's path is an identifier, and the document is not the manifest.
pub(super) fn named_for_every_disk(file: &DataFile, id: &str, found: &mut Diagnostics) {
    let finding = id.split('/').find_map(Identificador::refuse).or_else(|| {
        let message = "«manifiesto» no sirve como identificador: es el nombre del manifiesto de «output/»";
        (id == RESERVED).then(|| Diagnostic::error("identificador-invalido", message))
    });
    let Some(finding) = finding else { return };
    let proposed: Option<Vec<_>> = id.split('/').map(Identificador::proposal).collect();
    found.push(finding.at(&file.source.line(1)).remedy(match proposed.map(|parts| parts.join("/")) {
        Some(name) if name != RESERVED => format!("cambie el nombre del archivo o de su carpeta: «{name}»"),
        _ => "cambie el nombre del archivo o de su carpeta, por ejemplo a «informe-2024»".to_owned(),
    }));
}

/// The document whose exports would be written over the manifest.
const RESERVED: &str = "manifiesto";

/// A path as a disk that ignores case and the forms of Unicode takes it:
/// `STRASSE` and `straße` are one file there.
fn caseless(path: &str) -> String {
    path.nfd().collect::<String>().to_uppercase().to_lowercase().nfc().collect()
}

/// Two documents may not share a PDF, not even on a disk that ignores case.
pub(super) fn distinct_names(files: &ProjectFiles, documentos: &[Documento], found: &mut Diagnostics) {
    let mut seen: BTreeMap<String, &Documento> = BTreeMap::new();
    for documento in documentos {
        let Some(first) = seen.insert(caseless(&documento.id), documento) else { continue };
        let place = |d: &Documento| files.file(&d.entradas[0]).map(|f| f.source.line(1));
        if let (Some(here), Some(there)) = (place(documento), place(first)) {
            found.push(
                Diagnostic::error(
                    "documento-repetido",
                    format!("dos archivos darían el mismo PDF, «output/{}.pdf»", documento.id),
                )
                .at(&here)
                .second(&there, "el otro está aquí")
                .remedy("cambie el nombre de uno de los dos"),
            );
        }
    }
}
