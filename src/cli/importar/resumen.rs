//! What an import says at its end: a line for each entity, and totals that add up.

use crate::interop::importar::Cambio;
use crate::locale::Numeros;

use super::super::Global;
use super::Common;

/// Changes of a file that are listed; the others are counted.
const MAX_CHANGES: usize = 20;

/// What became of the rows of an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Written,
    Same,
    Exists,
    Rejected,
    Unknown,
}

impl Fate {
    const ALL: [Self; 5] = [Self::Written, Self::Same, Self::Exists, Self::Rejected, Self::Unknown];

    /// As a line says it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Written => "escrito",
            Self::Same => "igual",
            Self::Exists => "ya existe",
            Self::Rejected => "rechazado",
            Self::Unknown => "desconocida",
        }
    }

    /// Rows with this fate, as the totals say it.
    fn rows(self, n: usize) -> String {
        let (one, many) = match self {
            Self::Written => ("escrita", "escritas"),
            Self::Same => ("igual", "iguales"),
            Self::Exists => ("que ya existe y dice otra cosa", "que ya existen y dicen otra cosa"),
            Self::Rejected => ("rechazada", "rechazadas"),
            Self::Unknown => ("fuera del catálogo", "fuera del catálogo"),
        };
        counted(n, one, many)
    }
}

/// `1 fila`, `6.000 filas`.
pub fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", Numeros::default().con_decimales(n as f64, 0), if n == 1 { one } else { many })
}

/// A line of the report.
pub struct Told {
    pub fate: Fate,
    pub how: &'static str,
    pub path: String,
    pub name: String,
    pub rows: usize,
    /// What the import changes in a file that is there.
    pub cambios: Vec<Cambio>,
}

/// Rows that become no data file.
pub struct Skipped {
    pub no_seleccionadas: usize,
    pub sin_datos: usize,
}

/// One line an entity, aligned, and totals that add up.
pub fn report(
    told: &[Told],
    read: usize,
    skipped: &Skipped,
    assumed: &[String],
    added: Option<usize>,
    common: &Common,
    global: &Global,
) -> String {
    let mut text = String::new();
    if !global.quieto {
        for one in assumed {
            text += &format!("{one}\n");
        }
        let width = |of: &dyn Fn(&Told) -> &str| told.iter().map(|t| of(t).chars().count()).max().unwrap_or(0);
        let (fate, how, path) = (width(&|t| t.fate.word()), width(&|t| t.how), width(&|t| &t.path));
        for one in told {
            let line = format!("{:fate$}  {:how$}  {:path$}  {}", one.fate.word(), one.how, one.path, one.name);
            text += &format!("{}\n", line.trim_end());
            for cambio in one.cambios.iter().take(MAX_CHANGES) {
                text += &format!("    {cambio}\n");
            }
            if one.cambios.len() > MAX_CHANGES {
                text += &format!("    y {}\n", counted(one.cambios.len() - MAX_CHANGES, "cambio más", "cambios más"));
            }
        }
    }
    let chosen: usize = told.iter().map(|t| t.rows).sum();
    let rows = |fate| told.iter().filter(|t| t.fate == fate).map(|t| t.rows).sum();
    let parts: Vec<_> = Fate::ALL.into_iter().map(|fate| fate.rows(rows(fate))).collect();
    text += &format!(
        "{} = {} + {}",
        counted(read, "fila leída", "filas leídas"),
        counted(chosen, "seleccionada", "seleccionadas"),
        counted(skipped.no_seleccionadas, "no seleccionada", "no seleccionadas"),
    );
    if skipped.sin_datos > 0 {
        text += &format!(" + {}", counted(skipped.sin_datos, "sin datos", "sin datos"));
    }
    text.push('\n');
    text += &format!("{} = {}\n", counted(chosen, "seleccionada", "seleccionadas"), parts.join(" + "));
    let files = told.iter().filter(|t| t.fate == Fate::Written).count();
    text += &format!("{}\n", counted(files, "archivo escrito", "archivos escritos"));
    if let Some(added) = added {
        text +=
            &format!("{} a data/catalogo/entidades.yaml\n", counted(added, "entidad agregada", "entidades agregadas"));
    }
    if common.simular {
        text += "simulación: no se escribió nada\n";
    }
    text
}
