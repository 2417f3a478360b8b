//! `seguimiento validar`: everything that is wrong, and nothing made.

use std::path::{Path, PathBuf};

use anyhow::bail;

use crate::diagnostic::print::print;
use crate::diagnostic::{Diagnostics, Severity};
use crate::pipeline::within;

use super::{Global, OK, WRONG_MATERIAL, open, terminal, workshop};

/// The folders of a project that findings point at.
const CHECKED: [&str; 3] = ["data", "templates", "fonts"];

#[derive(clap::Args)]
pub struct Arguments {
    /// Archivos o carpetas del proyecto cuyos hallazgos se muestran; sin nada, todos
    #[arg(value_name = "RUTA", help_heading = "Argumentos")]
    rutas: Vec<PathBuf>,
}

/// Checks everything and prints what was found.  Returns the exit code.
///
/// # Errors
/// Where the tool cannot go on.
pub fn run(own: &Arguments, global: &Global) -> anyhow::Result<u8> {
    let project = open(global)?;
    let mut findings = project.findings().clone();
    if let Some(workshop) = workshop(&project, global, &mut findings)? {
        for documento in &project.documentos {
            workshop.check(documento, &mut findings)?;
        }
        let composed: Vec<_> = project.documentos.iter().filter(|d| project.is_sound(d)).collect();
        findings.extend(project.idle_silences(&composed, &[]));
    }
    let findings = below(findings.sorted(), &own.rutas, &project.root)?;
    terminal::say(&print(&findings, global.format(), global.color(&std::io::stdout())))?;
    if !global.quieto {
        terminal::tell(&format!("{}\n", summary(&findings)));
    }
    Ok(if findings.has_errors() { WRONG_MATERIAL } else { OK })
}

/// The findings in the files and folders `paths` of the project.
fn below(findings: Diagnostics, paths: &[PathBuf], root: &Path) -> anyhow::Result<Diagnostics> {
    if paths.is_empty() {
        return Ok(findings);
    }
    let mut wanted = Vec::new();
    for path in paths {
        let Some(inside) = within(root, path).filter(|inside| root.join(inside).exists()) else {
            bail!(
                "no existe «{}» en el proyecto\n  remedio: escriba la ruta desde la carpeta del proyecto, como data/entidades",
                path.display()
            );
        };
        let top = inside.iter().next();
        if top.is_some_and(|top| CHECKED.iter().all(|folder| top != *folder)) {
            bail!(
                "en «{}» no hay nada que validar\n  remedio: los hallazgos están en data, templates o fonts",
                path.display()
            );
        }
        wanted.push(inside);
    }
    let mut kept = Diagnostics::default();
    for finding in findings {
        let here = finding.place.as_ref().map(|place| PathBuf::from(place.path()));
        if here.is_some_and(|here| wanted.iter().any(|w| here.starts_with(w))) {
            kept.push(finding);
        }
    }
    Ok(kept)
}

/// `2 errores, 1 aviso y 3 notas`.
pub fn summary(findings: &Diagnostics) -> String {
    let count = |severity, one: &str, many: &str| {
        let n = findings.count(severity);
        format!("{n} {}", if n == 1 { one } else { many })
    };
    crate::locale::lista(&[
        count(Severity::Error, "error", "errores"),
        count(Severity::Aviso, "aviso", "avisos"),
        count(Severity::Nota, "nota", "notas"),
    ])
}
