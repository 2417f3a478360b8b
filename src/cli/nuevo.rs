//! `seguimiento nuevo`: a working example project from the program alone.

use std::path::{Path, PathBuf};

use anyhow::bail;
use include_dir::{Dir, include_dir};

use crate::output;
use crate::pipeline;
use crate::schemas;

use crate::diagnostic::clean::clean;

use super::{OK, terminal};

/// The catalogue of this repository, which every project starts from.
static CATALOGO: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/data/catalogo");
/// An invented entity with two vigencias, a plan and a report.
static EJEMPLO: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/cli/ejemplo");

#[derive(clap::Args)]
pub struct Arguments {
    /// Carpeta nueva o vacía
    #[arg(value_name = "CARPETA", help_heading = "Argumentos")]
    carpeta: PathBuf,
}

/// Writes the project into an empty folder.  Returns the exit code.
///
/// # Errors
/// Where the tool cannot go on.
pub fn run(own: &Arguments) -> anyhow::Result<u8> {
    let root = &own.carpeta;
    if root.exists() && (!root.is_dir() || root.read_dir()?.next().is_some()) {
        bail!("«{}» ya existe y no está vacía\n  remedio: dé el nombre de una carpeta nueva", root.display());
    }
    copy(&CATALOGO, &root.join("data/catalogo"))?;
    // The example brings its own list of entities.
    copy(&EJEMPLO, root)?;
    for (name, schema) in schemas::all(&pipeline::known_kinds(None)?) {
        let text = serde_json::to_string_pretty(&schema)? + "\n";
        output::write(root, &format!("docs/esquemas/{name}.json"), text.as_bytes())?;
    }
    output::write(root, "output/.gitignore", b"*\n!.gitignore\n")?;
    let shown = clean(&root.display().to_string());
    terminal::say(&format!("{shown}\n"))?;
    terminal::tell(&format!("proyecto creado; siga con: seguimiento generar --proyecto {shown}\n"));
    Ok(OK)
}

fn copy(from: &Dir<'_>, to: &Path) -> anyhow::Result<()> {
    for file in from.files() {
        output::write(to, &file.path().to_string_lossy().replace('\\', "/"), file.contents())?;
    }
    for dir in from.dirs() {
        copy(dir, to)?;
    }
    Ok(())
}
