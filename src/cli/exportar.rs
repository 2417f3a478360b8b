//! `seguimiento exportar`: the tables of the documents for other programs.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow};
use clap::ValueEnum;
use serde_json::Value;

use crate::cuadro::Cuadro;
use crate::diagnostic::clean::clean;
use crate::interop::exportar::{Entrada, Portada, to_csv, to_json, to_xlsx};
use crate::output;
use crate::pipeline::{Documento, PROGRAM, Project};
use crate::reports::Report;

use super::generar::{concerning, show, show_whole, tell};
use super::{Global, OK, WRONG_MATERIAL, choose, open, terminal, workshop};

#[derive(clap::Args)]
#[command(next_help_heading = "Opciones")]
pub struct Arguments {
    /// xlsx (un libro por documento), csv (una carpeta con un archivo por cuadro) o json
    #[arg(value_enum, value_name = "FORMA", hide_possible_values = true, help_heading = "Argumentos")]
    forma: Form,
    /// Documentos: identificador (and/informe-2024-04), carpeta (and), ruta del YAML o patrón con *; sin nada, todos
    #[arg(value_name = "SELECTOR", help_heading = "Argumentos")]
    selectores: Vec<String>,
    /// Carpeta en que se escribe; sin esta opción, output/ del proyecto
    #[arg(long, value_name = "CARPETA")]
    salida: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    Xlsx,
    Csv,
    Json,
}

/// Writes the tables of the chosen documents.  Returns the exit code.
///
/// # Errors
/// Where the tool cannot go on.
pub fn run(own: &Arguments, global: &Global) -> anyhow::Result<u8> {
    let project = open(global)?;
    let chosen = choose(&project, &own.selectores)?;
    let mut findings = concerning(&project, &chosen, own.selectores.is_empty());
    let (mut written, mut skipped) = (0, 0);
    if let Some(workshop) = workshop(&project, global, &mut findings)? {
        for documento in &chosen {
            let tables = match workshop.report_to_export(documento, &mut findings)? {
                Some(report) => workshop.tables(documento, &report, &mut findings)?.map(|cuadros| (report, cuadros)),
                None => None,
            };
            let Some((report, cuadros)) = tables else {
                skipped += 1;
                remark(global, &format!("omitido   {}", documento.id));
                continue;
            };
            if cuadros.is_empty() {
                remark(global, &format!("nota: «{}» no tiene cuadros: no hay nada que exportar", documento.id));
                continue;
            }
            let portada = cover(&project, documento, &report);
            let files =
                files(own.forma, &portada, &cuadros).with_context(|| format!("«{}» no se exportó", documento.id))?;
            let (folder, shown) = match &own.salida {
                Some(folder) => (folder.clone(), folder.as_path()),
                None => (project.root.join("output"), Path::new("output")),
            };
            for (name, bytes) in &files {
                output::write(&folder, name, bytes)?;
                tell(global, &shown.join(name))?;
            }
            if own.forma == Form::Csv {
                let names: Vec<_> = files.iter().map(|(name, _)| name.as_str()).collect();
                for name in left_over(&folder, &format!("{}-csv", documento.id), &names) {
                    let path = folder.join(&name);
                    fs::remove_file(&path).with_context(|| format!("no se puede quitar «{}»", path.display()))?;
                    remark(
                        global,
                        &format!("quitado   {} (ya no es un cuadro del documento)", shown.join(&name).display()),
                    );
                }
            }
            written += 1;
        }
    }
    show(&findings.clone().sorted(), global);
    show_whole(&findings, global)?;
    if skipped > 0 || findings.has_errors() {
        return Ok(WRONG_MATERIAL);
    }
    if written == 0 {
        let which = if own.selectores.is_empty() { "del proyecto" } else { "elegido" };
        return Err(anyhow!(
            "ningún documento {which} tiene cuadros que exportar\n  remedio: {}",
            if own.selectores.is_empty() {
                "agregue un documento que los tenga, como un plan de trabajo"
            } else {
                "elija otros, o no dé ningún selector para exportar todos los que tienen cuadros"
            }
        ));
    }
    Ok(OK)
}

/// The tables of an earlier export that a document no longer has: files in its folder
/// that are named as this program names them and are not among `names`.
fn left_over(root: &Path, folder: &str, names: &[&str]) -> Vec<String> {
    let is_table = |name: &str| {
        let digits = name.bytes().take_while(u8::is_ascii_digit).count();
        digits >= 2 && name[digits..].starts_with('-') && name.ends_with(".csv")
    };
    let entries = fs::read_dir(root.join(folder)).into_iter().flatten().flatten();
    let tables = entries.filter_map(|entry| entry.file_name().into_string().ok()).filter(|name| is_table(name));
    let mut old: Vec<_> =
        tables.map(|name| format!("{folder}/{name}")).filter(|name| !names.contains(&name.as_str())).collect();
    old.sort();
    old
}

/// The files of a document, by their names in the folder of outputs.
fn files(form: Form, portada: &Portada, cuadros: &[Cuadro]) -> anyhow::Result<Vec<(String, Vec<u8>)>> {
    let id = &portada.documento;
    Ok(match form {
        Form::Xlsx => vec![(format!("{id}.xlsx"), to_xlsx(portada, cuadros)?)],
        Form::Json => vec![(format!("{id}.json"), to_json(portada, cuadros))],
        Form::Csv => {
            let files = to_csv(portada, cuadros);
            files.into_iter().map(|(name, bytes)| (format!("{id}-csv/{name}"), bytes)).collect()
        }
    })
}

/// What an exported file says about its document.
fn cover(project: &Project, documento: &Documento, report: &Report) -> Portada {
    let meta = &report.meta;
    Portada {
        titulo: meta.titulo.clone(),
        documento: meta.id.clone(),
        descripcion: meta.descripcion.clone(),
        autores: meta.autores.clone(),
        palabras_clave: meta.palabras_clave.clone(),
        // The date as the data gives it: the one of `meta` names a day where the data may not.
        vigencia: report.cifras.get("vigencia").and_then(Value::as_i64),
        fecha: report.cifras.get("fecha").and_then(Value::as_str).map(str::to_owned),
        dia: (meta.fecha.anio, meta.fecha.mes, meta.fecha.dia),
        ejemplo: meta.ejemplo,
        programa: PROGRAM.to_owned(),
        entradas: project.inputs(documento).into_iter().map(|(archivo, blake3)| Entrada { archivo, blake3 }).collect(),
    }
}

fn remark(global: &Global, line: &str) {
    if !global.quieto {
        terminal::tell(&format!("{}\n", clean(line)));
    }
}
