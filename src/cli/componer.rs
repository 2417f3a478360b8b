//! `seguimiento _componer`, which no person calls: makes the documents that another
//! process of the program asks for, so that what a project's template does to it stays in here.

use std::io::{BufReader, stdin, stdout};

use crate::diagnostic::Diagnostics;
use crate::pipeline::Command;

use super::{Global, OK, WRONG_MATERIAL, open};

/// Neither listed in the help nor offered for a slip.
pub const NAME: &str = "_componer";

/// How this program is started to serve, on the same project and as strictly.
///
/// # Errors
/// The system does not say where the program is.
pub fn command(global: &Global) -> std::io::Result<Command> {
    let mut arguments = vec![NAME.into(), "--proyecto".into(), global.proyecto.clone().into_os_string()];
    if global.estricto {
        arguments.push("--estricto".into());
    }
    Ok(Command { program: std::env::current_exe()?, arguments })
}

/// Makes what is asked for until nobody asks.  Returns the exit code.
///
/// # Errors
/// Where the tool cannot go on.
pub fn run(global: &Global) -> anyhow::Result<u8> {
    let project = open(global)?;
    let Some(workshop) = project.workshop(&mut Diagnostics::default())? else { return Ok(WRONG_MATERIAL) };
    workshop.serve(BufReader::new(stdin()), stdout())?;
    Ok(OK)
}
