//! What an import changes in a data file, and how it is told.

use std::fmt;

/// What an import changes in a data file, or leaves as somebody corrected it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cambio {
    /// Which value or entry, in words: `politicas «Integridad» puntaje`.
    pub donde: String,
    pub que: Suceso,
    /// Line of the file that is there, from 1, where it stands in it.
    pub linea: Option<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Suceso {
    /// A value; `None` where there is none.
    Valor {
        antes: Option<String>,
        ahora: Option<String>,
    },
    /// A value with a comment beside it, and what the import says; it stays unless it is discarded.
    Corregido {
        antes: String,
        ahora: Option<String>,
        descartado: bool,
    },
    Agregado,
    /// An entry of a list that the import does not bring; `manual` where it had data put by hand.
    Quitado {
        manual: bool,
    },
    /// An entry with data put by hand, which stays apart.
    Conservado,
}

impl Cambio {
    /// Whether something that somebody put by hand differs from the import.
    pub fn is_manual(&self) -> bool {
        matches!(self.que, Suceso::Corregido { .. } | Suceso::Quitado { manual: true } | Suceso::Conservado)
    }

    /// Whether the data stays as it is: it is about where that was taken from, or a name of
    /// its source or code that the file does not say.
    pub fn is_of_origin(&self) -> bool {
        let key = self.donde.split(' ').next().unwrap_or_default();
        let unsaid = matches!(&self.que, Suceso::Valor { antes: None, .. });
        key == "procedencia" || (unsaid && (key == "fuente" || self.donde.ends_with(" codigo")))
    }

    /// Whether the file says it already.
    pub fn is_kept(&self) -> bool {
        matches!(self.que, Suceso::Corregido { descartado: false, .. } | Suceso::Conservado)
    }
}

impl fmt::Display for Cambio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const NOTHING: &str = "(nada)";
        let donde = &self.donde;
        let shown = |value: &Option<String>| value.as_deref().map_or(NOTHING.to_owned(), short);
        match &self.que {
            Suceso::Valor { antes, ahora } => write!(f, "{donde}: {} → {}", shown(antes), shown(ahora)),
            Suceso::Corregido { antes, ahora, descartado: true } => {
                write!(f, "{donde}: {} → {}, aunque estaba corregido a mano", short(antes), shown(ahora))
            }
            Suceso::Corregido { antes, ahora, descartado: false } => {
                write!(f, "{donde}: se conserva {}, corregido a mano; lo importado dice {}", short(antes), shown(ahora))
            }
            Suceso::Agregado => write!(f, "{donde}: se agrega"),
            Suceso::Quitado { manual: false } => write!(f, "{donde}: se quita"),
            Suceso::Quitado { manual: true } => write!(f, "{donde}: se quita, con los datos puestos a mano"),
            Suceso::Conservado => {
                write!(f, "{donde}: se conserva, con los datos puestos a mano; lo importado no lo trae")
            }
        }
    }
}

/// A text that leaves room for others on its line.
pub fn short(text: &str) -> String {
    const MOST: usize = 60;
    let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match one_line.char_indices().nth(MOST) {
        Some((cut, _)) => format!("{}…", one_line[..cut].trim_end()),
        None => one_line,
    }
}
