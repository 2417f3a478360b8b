//! `seguimiento esquema`: the JSON Schemas of all files that a person writes, for editors.

use std::path::PathBuf;

use crate::output;
use crate::pipeline;
use crate::schemas;

use crate::diagnostic::clean::clean;

use super::{Global, OK, terminal};

#[derive(clap::Args)]
pub struct Arguments {
    /// Carpeta donde se escriben; sin ella, docs/esquemas
    #[arg(
        value_name = "CARPETA",
        help_heading = "Argumentos",
        default_value = "docs/esquemas",
        hide_default_value = true
    )]
    carpeta: PathBuf,
}

/// Writes the schemas, with the kinds of the project among them.  Returns the exit code.
///
/// # Errors
/// Where the tool cannot go on.
pub fn run(own: &Arguments, global: &Global) -> anyhow::Result<u8> {
    for (name, schema) in schemas::all(&pipeline::known_kinds(Some(&global.proyecto))?) {
        let name = format!("{name}.json");
        let text = serde_json::to_string_pretty(&schema)? + "\n";
        output::write(&own.carpeta, &name, text.as_bytes())?;
        terminal::say(&format!("{}\n", clean(&own.carpeta.join(&name).display().to_string())))?;
    }
    Ok(OK)
}
