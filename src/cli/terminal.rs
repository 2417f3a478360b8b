//! The only way to the terminal: what is said on stdout, told on stderr, usage errors and the
//! progress line.  A reader that has gone away stops nothing.

use std::io::{IsTerminal, Write};

use clap::error::{ContextKind, ContextValue, ErrorKind};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::diagnostic::clean::clean;

use super::{CANNOT_GO_ON, OK, componer};

/// Colour only where a person is watching and has not asked for none.
pub fn wants_color(stream: &impl IsTerminal) -> bool {
    stream.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty())
}

/// Writes to stdout; a reader that has gone away ends the output, not the program.
///
/// # Errors
/// Any other failure to write.
pub fn say(text: &str) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// Writes to stderr, where progress and findings go: when nobody listens any
/// more, the work goes on.
pub fn tell(text: &str) {
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}

/// What stands between a failure and its remedy.
const REMEDY: &str = "\n  remedio: ";

/// Says a failure, and its remedy where the message has one; names and values in
/// it are shown, never obeyed.
pub fn fail(message: &str) {
    match message.rsplit_once(REMEDY) {
        Some((what, remedy)) => tell(&format!("error: {}{REMEDY}{}\n", clean(what), clean(remedy))),
        None => tell(&format!("error: {}\n", clean(message))),
    }
}

/// Prints a usage error in Spanish, or the help that was asked for; returns the exit code.
pub fn usage(error: &clap::Error) -> u8 {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        // A closed pipe is no failure of the help.
        let _ = say(&error.render().to_string());
        return OK;
    }
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(one)) => one.clone(),
        Some(ContextValue::Strings(many)) => many.join(", "),
        _ => String::new(),
    };
    let argument = text(ContextKind::InvalidArg);
    let message = match error.kind() {
        ErrorKind::UnknownArgument => format!("no existe la opción «{argument}»"),
        ErrorKind::InvalidSubcommand => format!("no existe la orden «{}»", text(ContextKind::InvalidSubcommand)),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("«{}» no es un valor de {argument}", text(ContextKind::InvalidValue))
        }
        ErrorKind::MissingRequiredArgument => format!("falta {argument}"),
        ErrorKind::ArgumentConflict => format!("{argument} no se puede combinar con {}", text(ContextKind::PriorArg)),
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("{argument} tiene un número equivocado de valores")
        }
        _ if text(ContextKind::ValidSubcommand).contains("furag") => {
            "falta decir qué se importa: furag, plan o recomendaciones".to_owned()
        }
        _ => "falta la orden: nuevo, validar, generar, importar, exportar o esquema".to_owned(),
    };
    fail(&message);
    let suggestions = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue];
    let near = suggestions.into_iter().map(text).find(|s| !s.is_empty() && !s.contains(componer::NAME));
    let valid = text(ContextKind::ValidValue);
    let remedy = match near {
        Some(near) => format!("¿quiso decir «{near}»?"),
        None if !valid.is_empty() => format!("los valores son {valid}"),
        None => "vea «seguimiento --ayuda»".to_owned(),
    };
    tell(&format!("  remedio: {}\n", clean(&remedy)));
    CANNOT_GO_ON
}

/// A live bar on a terminal, nothing elsewhere (lines are printed instead).
pub fn progress(total: usize, quiet: bool) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(total as u64), ProgressDrawTarget::stderr());
    if quiet || !std::io::stderr().is_terminal() {
        bar.set_draw_target(ProgressDrawTarget::hidden());
    }
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}") {
        bar.set_style(style);
    }
    bar
}
