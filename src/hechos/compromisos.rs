//! What was committed to in an earlier session, at a cut-off.

use jiff::civil::Date;

use crate::model::Compromiso;

/// State of a commitment at the cut-off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Estado {
    /// Its day is over and it was not fulfilled: since how many days.
    Vencido {
        dias: i32,
    },
    VenceEnCorte,
    EnPlazo,
    /// Open, and nobody said until when.
    SinFecha,
    Cumplido,
}

impl Estado {
    pub fn word(self) -> &'static str {
        match self {
            Self::Vencido { .. } => "vencido",
            Self::VenceEnCorte => "vence el día del corte",
            Self::EnPlazo => "en plazo",
            Self::SinFecha => "abierto, sin fecha",
            Self::Cumplido => "cumplido",
        }
    }

    /// Since how many days it is late.
    pub fn days(self) -> Option<i32> {
        if let Self::Vencido { dias } = self { Some(dias) } else { None }
    }
}

/// The state of a commitment. What was fulfilled after the cut-off is not known to it, and who had until the
/// very day of the cut-off is not yet late.
pub fn state(c: &Compromiso, corte: Date) -> Estado {
    if c.cumplido.as_ref().is_some_and(|day| day.value.ultimo_dia() <= corte) {
        return Estado::Cumplido;
    }
    match c.fecha.map(|fecha| fecha.ultimo_dia()) {
        None => Estado::SinFecha,
        Some(end) if end == corte => Estado::VenceEnCorte,
        Some(end) if end > corte => Estado::EnPlazo,
        Some(end) => Estado::Vencido { dias: corte.since(end).map_or(0, |span| span.get_days()) },
    }
}

/// The commitments with their state: who is late from the latest down, then what is open by its day, and what
/// was fulfilled; those of one day in the order of the file.
pub fn by_attention(all: &[Compromiso], corte: Date) -> Vec<(&Compromiso, Estado)> {
    let mut list: Vec<_> = all.iter().map(|c| (c, state(c, corte))).collect();
    list.sort_by_key(|(c, e)| attention(c, *e));
    list
}

/// What a list of commitments is sorted by: who is late from the latest down, then what is open by its day, and
/// what was fulfilled.
pub fn attention(c: &Compromiso, e: Estado) -> impl Ord + use<> {
    let rank = match e {
        Estado::Vencido { .. } => 0,
        Estado::VenceEnCorte => 1,
        Estado::EnPlazo => 2,
        Estado::SinFecha => 3,
        Estado::Cumplido => 4,
    };
    (rank, c.fecha.map(|fecha| fecha.ultimo_dia()))
}
