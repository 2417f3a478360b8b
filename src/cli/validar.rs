//! `seguimiento validar`: everything that is wrong, and nothing made.

use crate::diagnostic::print::print;
use crate::diagnostic::{Diagnostics, Severity};

use super::{Global, OK, WRONG_MATERIAL, open, terminal};

#[derive(clap::Args)]
pub struct Arguments {}

pub fn run(_own: &Arguments, global: &Global) -> anyhow::Result<u8> {
    let project = open(global)?;
    let mut findings = project.findings().clone();
    if let Some(workshop) = project.workshop(&mut findings)? {
        for documento in &project.documentos {
            workshop.check(documento, &mut findings)?;
        }
    }
    let findings = findings.sorted();
    terminal::say(&print(&findings, global.format(), global.color(&std::io::stdout())))?;
    if !global.quieto {
        eprintln!("{}", summary(&findings));
    }
    Ok(if findings.has_errors() { WRONG_MATERIAL } else { OK })
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
