//! `seguimiento generar`: makes the documents.

use std::io::IsTerminal;
use std::num::NonZeroUsize;
use std::path::Path;
use std::time::Instant;

use clap::ValueEnum;

use crate::diagnostic::clean::clean;
use crate::diagnostic::print::print;
use crate::diagnostic::{Diagnostics, Severity};
use crate::locale::Numeros;
use crate::output;
use crate::pipeline::{Documento, Done, Made, Options, Project, Stage, Workshop};

use super::{Global, OK, WRONG_MATERIAL, choose, open, terminal, workshop};

#[derive(clap::Args)]
#[command(next_help_heading = "Opciones")]
pub struct Arguments {
    /// Documentos: identificador (and/informe-2024-04), carpeta (and), ruta del YAML o patrón con *; sin nada, todos
    #[arg(value_name = "SELECTOR", help_heading = "Argumentos")]
    selectores: Vec<String>,
    /// Número de documentos que se hacen a la vez; sin esta opción, uno por núcleo
    #[arg(long, value_name = "N")]
    hilos: Option<NonZeroUsize>,
    /// Hace también los documentos que ya están al día
    #[arg(long)]
    forzar: bool,
    /// En vez del PDF, escribe en output/ una página web (html), las conclusiones y recomendaciones que redacta, para editarlas (borrador), o una etapa intermedia: vista (JSON), typst o svg
    #[arg(long, value_enum, value_name = "ETAPA", hide_possible_values = true)]
    emitir: Option<StageArg>,
}

/// What is said of a document that has nothing to take over.
const NO_DRAFT: &str =
    "no tiene borradores; agregue «conclusiones» o «recomendaciones_propuestas» a sus secciones, si no trae las suyas";

#[derive(Clone, Copy, ValueEnum)]
enum StageArg {
    Vista,
    Typst,
    Svg,
    Html,
    Borrador,
}

/// Makes the chosen documents, or writes one of their stages.  Returns the exit code.
///
/// # Errors
/// Where the tool cannot go on.
pub fn run(own: &Arguments, global: &Global) -> anyhow::Result<u8> {
    let start = Instant::now();
    let project = open(global)?;
    let chosen = choose(&project, &own.selectores)?;
    let mut findings = concerning(&project, &chosen, own.selectores.is_empty());
    let Some(workshop) = workshop(&project, global, &mut findings)? else {
        show(&findings, global);
        show_whole(&findings, global)?;
        return Ok(WRONG_MATERIAL);
    };
    if let Some(stage) = own.emitir {
        let sound = emit(&workshop, &project, &chosen, stage, &mut findings, global)?;
        show(&findings.clone().sorted(), global);
        show_whole(&findings, global)?;
        return Ok(if sound && !findings.has_errors() { OK } else { WRONG_MATERIAL });
    }
    show(&findings, global);

    let bar = terminal::progress(chosen.len(), global.quieto);
    let plain = !global.quieto && !std::io::stderr().is_terminal();
    let on_done = |made: &Made| {
        bar.inc(1);
        bar.set_message(clean(&made.id));
        if plain {
            terminal::tell(&format!("{}\n", line(made)));
        }
    };
    let threads = own.hilos.or_else(|| std::thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get);
    let made = workshop.make_all(&chosen, Options { threads, force: own.forzar }, &on_done)?;
    bar.finish_and_clear();

    let mut late = Diagnostics::default();
    for one in &made {
        late.extend(one.findings.clone());
    }
    let written: Vec<_> =
        chosen.iter().zip(&made).filter(|(_, m)| matches!(m.outcome, Done::Written { .. })).map(|(d, _)| *d).collect();
    // What is up to date is composed once more where only that shows whether a silence has a use.
    let fresh: Vec<_> = chosen
        .iter()
        .zip(&made)
        .filter(|(d, m)| matches!(m.outcome, Done::UpToDate { .. }) && project.silences_late(d))
        .map(|(d, _)| *d)
        .collect();
    for documento in &fresh {
        workshop.check(documento, &mut Diagnostics::default())?;
    }
    late.extend(project.idle_silences(&fresh, &written));
    if own.selectores.is_empty() {
        late.extend(project.orphans());
    }
    show(&late.clone().sorted(), global);
    findings.extend(late);
    let skipped = made.iter().filter(|m| m.outcome == Done::Skipped).count();
    show_whole(&findings, global)?;
    terminal::tell(&format!("{}\n", summary(&made, &findings, start)));
    Ok(if skipped > 0 || findings.has_errors() { WRONG_MATERIAL } else { OK })
}

/// The findings of the chosen documents' files; all of them where everything was chosen.
pub(super) fn concerning(project: &Project, chosen: &[&Documento], everything: bool) -> Diagnostics {
    let mut kept = Diagnostics::default();
    for finding in project.findings().iter() {
        let path = finding.place.as_ref().and_then(|p| p.path().strip_prefix("data/"));
        let concerned = everything
            || path.is_none_or(|path| chosen.iter().any(|d| d.entradas.iter().any(|entrada| entrada == path)));
        if concerned {
            kept.push(finding.clone());
        }
    }
    kept
}

/// Prints errors and warnings; notes are only counted here, `validar` shows them.
/// A machine format is one document: it comes whole, at the end, on stdout.
pub(super) fn show(findings: &Diagnostics, global: &Global) {
    if global.format().is_machine() {
        return;
    }
    terminal::tell(&print(&findings.at_least(Severity::Aviso), global.format(), global.color(&std::io::stderr())));
}

pub(super) fn show_whole(findings: &Diagnostics, global: &Global) -> std::io::Result<()> {
    if global.format().is_machine() {
        terminal::say(&print(&findings.clone().sorted(), global.format(), false))?;
    }
    Ok(())
}

/// The path of a file that was written, on stdout; on stderr where stdout is a document of findings.
pub(super) fn tell(global: &Global, path: &Path) -> std::io::Result<()> {
    let line = format!("{}\n", clean(&path.to_string_lossy()));
    if global.format().is_machine() {
        terminal::tell(&line);
        return Ok(());
    }
    terminal::say(&line)
}

fn line(made: &Made) -> String {
    let id = clean(&made.id);
    match &made.outcome {
        Done::Written { pages } => format!("hecho     {id} ({})", page_count(*pages)),
        Done::UpToDate { pages } => format!("al día    {id} ({})", page_count(*pages)),
        Done::Skipped => format!("omitido   {id}"),
    }
}

fn page_count(pages: usize) -> String {
    format!("{pages} {}", if pages == 1 { "página" } else { "páginas" })
}

fn summary(made: &[Made], findings: &Diagnostics, start: Instant) -> String {
    let count = |test: &dyn Fn(&Done) -> bool| made.iter().filter(|m| test(&m.outcome)).count();
    let written = count(&|d| matches!(d, Done::Written { .. }));
    let fresh = count(&|d| matches!(d, Done::UpToDate { .. }));
    let skipped = count(&|d| *d == Done::Skipped);
    let seconds = Numeros::default().con_decimales(start.elapsed().as_secs_f64(), 2);
    let mut parts = vec![format!("{written} {}", if written == 1 { "documento hecho" } else { "documentos hechos" })];
    if fresh > 0 {
        parts.push(format!("{fresh} al día"));
    }
    if skipped > 0 {
        parts.push(format!("{skipped} {} por errores en los datos", if skipped == 1 { "omitido" } else { "omitidos" }));
    }
    let notes = findings.count(Severity::Aviso) + findings.count(Severity::Nota);
    let tail = if notes > 0 { format!("; {}", super::validar::summary(findings)) } else { String::new() };
    format!("{} en {seconds} s{tail}", crate::locale::lista(&parts))
}

fn emit(
    workshop: &Workshop<'_>,
    project: &Project,
    chosen: &[&Documento],
    stage: StageArg,
    findings: &mut Diagnostics,
    global: &Global,
) -> anyhow::Result<bool> {
    let stage = match stage {
        StageArg::Vista => Stage::Vista,
        StageArg::Typst => Stage::Typst,
        StageArg::Svg => Stage::Svg,
        StageArg::Html => Stage::Html,
        StageArg::Borrador => Stage::Borrador,
    };
    let mut sound = true;
    for documento in chosen {
        let Some(files) = workshop.emit(documento, stage, findings)? else {
            sound = false;
            continue;
        };
        for (name, text) in files {
            if stage == Stage::Borrador && text.is_empty() {
                terminal::tell(&format!("{}: {NO_DRAFT}\n", clean(&documento.id)));
                continue;
            }
            output::write(&project.root.join("output"), &name, text.as_bytes())?;
            tell(global, &Path::new("output").join(&name))?;
        }
    }
    Ok(sound)
}
