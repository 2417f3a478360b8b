//! Arguments, the terminal and the exit code; one file per command.

mod componer;
mod esquema;
mod exportar;
mod generar;
mod importar;
mod nuevo;
mod terminal;
mod validar;

use std::io::IsTerminal;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::anyhow;
use clap::{Parser, Subcommand, ValueEnum};

use crate::data::LoadError;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::clean::clean;
use crate::diagnostic::print::Format;
use crate::pipeline::{Documento, OpenError, Project, STACK, Strictness, Workshop, hush_panics, panic_text};

/// Everything that was asked for was made.
const OK: u8 = 0;
/// Some material is wrong; the rest was made.
const WRONG_MATERIAL: u8 = 1;
/// The tool could not go on, or it was called wrongly.
const CANNOT_GO_ON: u8 = 2;

#[derive(Parser)]
#[command(
    name = "seguimiento",
    version,
    about = "Documentos de seguimiento del MIPG: de datos YAML a PDF archivable y accesible",
    help_template = HELP,
    disable_help_subcommand = true,
    disable_help_flag = true,
    disable_version_flag = true,
    subcommand_help_heading = "Órdenes",
    override_usage = "seguimiento [OPCIONES] <ORDEN>"
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    global: Global,
}

const HELP: &str = "{about}\n\nUso: {usage}\n\n{all-args}";

#[derive(clap::Args)]
#[command(next_help_heading = "Opciones generales")]
struct Global {
    /// Carpeta del proyecto
    #[arg(long, global = true, default_value = ".", value_name = "CARPETA", hide_default_value = true)]
    proyecto: PathBuf,
    /// Forma de los hallazgos: humano (con el fragmento), corto (una línea cada uno), json o sarif
    #[arg(long, global = true, value_enum, default_value_t = FormatArg::Humano, value_name = "FORMA", hide_possible_values = true, hide_default_value = true)]
    formato: FormatArg,
    /// Color en los mensajes: auto, siempre o nunca
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "CUÁNDO", hide_possible_values = true, hide_default_value = true)]
    color: Color,
    /// Los avisos cuentan como errores
    #[arg(long, global = true)]
    estricto: bool,
    /// Solo los hallazgos y el resultado, sin avance
    #[arg(short, long, global = true)]
    quieto: bool,
    /// Muestra esta ayuda
    #[arg(short = 'h', long = "ayuda", visible_alias = "help", global = true, action = clap::ArgAction::Help)]
    ayuda: Option<bool>,
    /// Muestra la versión
    #[arg(short = 'V', long = "version", action = clap::ArgAction::Version)]
    version: Option<bool>,
}

#[derive(Clone, Copy, ValueEnum)]
enum FormatArg {
    Humano,
    Corto,
    Json,
    Sarif,
}

#[derive(Clone, Copy, ValueEnum)]
enum Color {
    Auto,
    Siempre,
    Nunca,
}

#[derive(Subcommand)]
enum Command {
    /// Crea un proyecto de ejemplo que funciona
    #[command(visible_alias = "new", help_template = HELP, override_usage = "seguimiento nuevo [OPCIONES] <CARPETA>")]
    Nuevo(nuevo::Arguments),
    /// Muestra todo lo que está mal en los datos, sin producir nada
    #[command(visible_alias = "check", help_template = HELP, override_usage = "seguimiento validar [OPCIONES] [RUTA]...")]
    Validar(validar::Arguments),
    /// Produce los documentos
    #[command(visible_alias = "build", help_template = HELP, override_usage = "seguimiento generar [OPCIONES] [SELECTOR]...")]
    Generar(generar::Arguments),
    /// Escribe los cuadros de los documentos como libros de cálculo, CSV o JSON
    #[command(visible_alias = "export", help_template = HELP, override_usage = "seguimiento exportar [OPCIONES] <FORMA> [SELECTOR]...")]
    Exportar(exportar::Arguments),
    /// Convierte en datos los archivos de la Función Pública y los planes que están en Excel
    #[command(visible_alias = "import", help_template = HELP, override_usage = "seguimiento importar [OPCIONES] <QUÉ>", subcommand_help_heading = "Qué se importa", disable_help_subcommand = true)]
    Importar(importar::Arguments),
    /// Escribe los JSON Schemas de los archivos de datos, para editores
    #[command(visible_alias = "schema", help_template = HELP, override_usage = "seguimiento esquema [CARPETA]")]
    Esquema(esquema::Arguments),
    /// Lo que el programa se pide a sí mismo: hace los documentos que se le nombran
    #[command(name = componer::NAME, hide = true)]
    Componer,
}

impl Global {
    fn format(&self) -> Format {
        match self.formato {
            FormatArg::Humano => Format::Humano,
            FormatArg::Corto => Format::Corto,
            FormatArg::Json => Format::Json,
            FormatArg::Sarif => Format::Sarif,
        }
    }

    /// Whether findings that go to `stream` are coloured.
    fn color(&self, stream: &impl IsTerminal) -> bool {
        match self.color {
            Color::Siempre => true,
            Color::Nunca => false,
            Color::Auto => terminal::wants_color(stream),
        }
    }
}

/// Opens the project of `--proyecto`; a missing one gets its remedy.
fn open(global: &Global) -> anyhow::Result<Project> {
    let strictness = if global.estricto { Strictness::Strict } else { Strictness::Normal };
    Project::open(&global.proyecto, strictness).map_err(|error| match error {
        OpenError::Data(LoadError::NoData(_)) => {
            anyhow!("{error}\n  remedio: dé la carpeta del proyecto con --proyecto, o cree uno con «seguimiento nuevo»")
        }
        other => other.into(),
    })
}

/// The workshop of `project`; where the project has templates of its own, in processes apart.
fn workshop<'a>(
    project: &'a Project,
    global: &Global,
    findings: &mut Diagnostics,
) -> anyhow::Result<Option<Workshop<'a>>> {
    let workshop = project.workshop(findings)?;
    Ok(workshop.map(|workshop| match componer::command(global) {
        Ok(command) => workshop.apart(command),
        // A program that cannot be found again makes everything here.
        Err(_) => workshop,
    }))
}

/// The documents that the selectors name; a wrong one gets its remedy.
fn choose<'a>(project: &'a Project, selectors: &[String]) -> anyhow::Result<Vec<&'a Documento>> {
    project.select(selectors).map_err(|unknown| match &unknown.near {
        Some(near) => anyhow!("{unknown}\n  remedio: ¿quiso decir «{near}»?"),
        None => anyhow!("{unknown}\n  remedio: los documentos son {}", known(project)),
    })
}

fn known(project: &Project) -> String {
    const MOST: usize = 5;
    let ids: Vec<_> = project.documentos.iter().take(MOST).map(|d| d.id.as_str()).collect();
    let more = project.documentos.len().saturating_sub(MOST);
    if more > 0 { format!("{} y {more} más", ids.join(", ")) } else { crate::locale::lista(&ids) }
}

/// Runs the command of the process's arguments.
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return ExitCode::from(terminal::usage(&error)),
    };
    // A fault in one document is a finding; what is left would be one before any document.
    hush_panics();
    let guarded = || {
        catch_unwind(AssertUnwindSafe(|| command(&arguments))).unwrap_or_else(|payload| {
            Err(anyhow!(
                "el programa falló: {}\n  remedio: es un error del programa: repórtelo con este mensaje",
                panic_text(payload.as_ref())
            ))
        })
    };
    // The first thread of a process has an eighth of the stack on Windows of what it has elsewhere.
    let result = std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, guarded);
        thread.map_or_else(
            |cause| Err(cause.into()),
            |thread| thread.join().unwrap_or_else(|_| Err(anyhow!("el programa falló"))),
        )
    });
    ExitCode::from(result.unwrap_or_else(|error| {
        terminal::fail(&error.to_string());
        for cause in error.chain().skip(1).filter(|cause| !error.to_string().contains(&cause.to_string())) {
            terminal::tell(&format!("  porque: {}\n", clean(&cause.to_string())));
        }
        CANNOT_GO_ON
    }))
}

fn command(arguments: &Arguments) -> anyhow::Result<u8> {
    let global = &arguments.global;
    match &arguments.command {
        Command::Nuevo(own) => nuevo::run(own),
        Command::Validar(own) => validar::run(own, global),
        Command::Generar(own) => generar::run(own, global),
        Command::Exportar(own) => exportar::run(own, global),
        Command::Importar(own) => importar::run(own, global),
        Command::Esquema(own) => esquema::run(own, global),
        Command::Componer => componer::run(global),
    }
}
