//! What a document says, apart from how any output writes it: a tree of parts.
//!
//! Blocks are read into parts once; each output writes the same parts with a folder
//! of small templates, one for each kind of part.  Values are words by now: a figure
//! has passed its filter, and no text can be taken for a mark of format.

use serde::{Deserialize, Serialize};

use crate::cuadro::Clase;

/// A piece of running text.
#[derive(Debug, Clone, PartialEq)]
pub enum Tramo {
    Texto(String),
    Fuerte(Vec<Tramo>),
    Enfasis(Vec<Tramo>),
    /// In smaller type beside what it belongs to.
    Detalle(Vec<Tramo>),
    /// What the reader must see within its sentence.
    Resalte(Vec<Tramo>),
    /// A hash or another run that nobody reads aloud.
    Codigo(String),
    /// To an address, or to a [`Tramo::Lugar`] of the document: `#` and its key.
    Enlace {
        destino: String,
        tramos: Vec<Tramo>,
    },
    /// A place that links of the document lead to.
    Lugar {
        clave: String,
        tramos: Vec<Tramo>,
    },
    /// A value in one of the bands of its table, counted from the lowest: outputs may shade it.
    Banda {
        banda: usize,
        tramos: Vec<Tramo>,
    },
    /// A new line within the paragraph.
    Salto,
    /// Several paragraphs or lists, in a cell that holds them.
    Bloque(Vec<Prosa>),
}

/// The running text of a paragraph, a title or a cell.
pub type Tramos = Vec<Tramo>;

/// A paragraph or a list.
#[derive(Debug, Clone, PartialEq)]
pub enum Prosa {
    Parrafo(Tramos),
    Lista {
        /// The sign after the number; `None` for a list without numbers.
        cierre: Option<char>,
        items: Vec<Item>,
    },
}

/// An item of a list, with the number that was written.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    pub numero: Option<String>,
    pub prosa: Vec<Prosa>,
}

/// A whole document.
#[derive(Debug, Clone, PartialEq)]
pub struct Escrito {
    /// `None` where a kind of document has none of its own.
    pub portada: Option<Portada>,
    pub cuerpo: Vec<Parte>,
    /// Who signs it and which rules its data silence.
    pub cierre: Vec<Parte>,
}

/// What a document says of itself before anything else.
#[derive(Debug, Clone, PartialEq)]
pub struct Portada {
    pub titulo: Tramos,
    pub subtitulo: Tramos,
    /// Place and date.
    pub pie: Tramos,
    /// What the document is about in figures: value and label, the first one above all.
    pub cifras: Vec<(Tramos, Tramos)>,
    /// A strip of points that `nota` explains.
    pub franja: Option<Franja>,
    pub nota: Option<Tramos>,
    /// Names and their values.
    pub datos: Vec<(Tramos, Tramos)>,
}

/// How many things have each value of an index, and the value that a document is about: a picture of
/// the cover, of which every point is one of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Franja {
    /// Values in whole points from 0 to 100, each once and in order, with how many have it.
    pub cuentas: Vec<(u8, usize)>,
    pub marca: Option<f64>,
    /// The marks of its axis, the first of which is where it begins.
    pub eje: Vec<u8>,
}

/// A piece of a document.
#[derive(Debug, Clone, PartialEq)]
pub enum Parte {
    Titulo {
        /// 1 for a section, 2 for what stands in it, and so on.
        nivel: usize,
        texto: Tramos,
        /// Whether the contents list it.
        en_indice: bool,
        numerado: bool,
    },
    Prosa {
        prosa: Vec<Prosa>,
        /// Whether it stays with what follows.
        unida: bool,
    },
    /// Key figures side by side: value and label.
    Cifras(Vec<(Tramos, Tramos)>),
    Tabla(Tabla),
    Figura(Figura),
    /// A remark that the reader must not miss.
    Aviso(Vec<Prosa>),
    /// A remark in small type under what it is about.
    Nota(Tramos),
    /// Where what stands before it is from.
    Fuente(Tramos),
    /// Names and their values, one pair a row.
    Datos(Vec<(Tramos, Tramos)>),
    /// Who answers for the document.
    Firmas(Vec<Firma>),
    /// Begins a page, where an output has pages.
    Pagina,
    /// Parts that are set in a way of their own.
    Grupo {
        modo: Modo,
        partes: Vec<Parte>,
    },
    /// What a template of one output writes by itself, by its path, with what it was given.
    Plantilla {
        ruta: String,
        bloque: serde_json::Value,
    },
}

/// Somebody who drew up, reviewed or approved the document.
#[derive(Debug, Clone, PartialEq)]
pub struct Firma {
    pub rol: Tramos,
    pub nombre: Tramos,
    pub cargo: Option<Tramos>,
}

/// How the parts of a group are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Modo {
    /// Many short texts close to each other.
    Apretado,
    /// On a landscape page.
    Apaisado,
    /// Never parted by a page.
    Junto,
    /// Each part in a column beside the others.
    Lado,
    /// On a slide: its title, what it shows and where that is from.
    Lamina,
    /// Only one of them, each an [`Modo::Opcion`]: the first one that there is room for.
    Alternativas,
    Opcion,
}

impl Modo {
    /// Each with its word, in sentences and in the names of templates.
    const WORDS: [(Self, &'static str); 7] = [
        (Self::Apretado, "apretado"),
        (Self::Apaisado, "apaisado"),
        (Self::Junto, "junto"),
        (Self::Lado, "lado"),
        (Self::Lamina, "lamina"),
        (Self::Alternativas, "alternativas"),
        (Self::Opcion, "opcion"),
    ];

    /// The mode that `word` names.
    pub fn of(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(_, known)| *known == word).map(|(modo, _)| *modo)
    }

    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(modo, _)| *modo == self).map_or("", |(_, word)| word)
    }
}

/// A table as it is read.
#[derive(Debug, Clone, PartialEq)]
pub struct Tabla {
    /// What links and charts of the document call it.
    pub clave: Option<String>,
    /// What it is: values, unit, vigencia.
    pub titulo: Tramos,
    /// What it shows, in a sentence: it leads, and the title stands under it.
    pub hallazgo: Option<Tramos>,
    pub columnas: Vec<Columna>,
    pub filas: Vec<Fila>,
    pub total: Option<Vec<Tramos>>,
    /// What is said after «Fuente:».
    pub fuente: Tramos,
    pub nota: Option<Tramos>,
    /// Whether a page may part it.
    pub partible: bool,
    /// What stands above the headers, one for each column, where there is anything: neighbours that say
    /// the same are one cell.
    pub sobre: Vec<Tramos>,
    /// What each band of its values is, from the lowest; a table that has them is a matrix of values.
    pub bandas: Vec<Tramos>,
    /// What the short names of its columns stand for.
    pub claves: Option<Tramos>,
}

/// A column of a [`Tabla`].
#[derive(Debug, Clone, PartialEq)]
pub struct Columna {
    pub nombre: Tramos,
    pub clase: Clase,
    /// Share of the width, in pt of a column that is set on paper; `None` takes what is left.
    pub ancho: Option<f64>,
}

/// A row of a [`Tabla`].
#[derive(Debug, Clone, PartialEq)]
pub enum Fila {
    Celdas(Vec<Tramos>),
    /// Belongs under the row before it, and its first cell is set in.
    Sangrada(Vec<Tramos>),
    /// Names the rows below it.
    Subtitulo(Tramos),
    /// A cell beside rows that belong together.
    Grupo {
        rotulo: Tramos,
        filas: Vec<Vec<Tramos>>,
    },
    /// Where there is no room for all rows the table may end here, with this note; before
    /// the first row, what is said in place of the table.
    Corte(Tramos),
}

/// A chart with its words.
#[derive(Debug, Clone, PartialEq)]
pub struct Figura {
    /// What it is, as of a [`Tabla`].
    pub titulo: Tramos,
    /// What it shows, likewise.
    pub hallazgo: Option<Tramos>,
    /// Virtual path of the picture: `/graficos/0.svg`.
    pub archivo: String,
    pub alt: String,
    /// The table that has its values, by its key.
    pub valores: Option<String>,
    /// Width in pt.
    pub ancho: f64,
    /// Height in pt of the highest of the figures that this one goes on with, in the same size.
    pub mayor: Option<f64>,
    pub fuente: Tramos,
    pub nota: Option<Tramos>,
}

/// Characters of the longest text that `tramos` hold together.
pub fn largo(tramos: &[Tramo]) -> usize {
    let of = |tramo: &Tramo| match tramo {
        Tramo::Texto(text) | Tramo::Codigo(text) => text.chars().count(),
        Tramo::Fuerte(inner) | Tramo::Enfasis(inner) | Tramo::Detalle(inner) | Tramo::Resalte(inner) => largo(inner),
        Tramo::Enlace { tramos, .. } | Tramo::Lugar { tramos, .. } | Tramo::Banda { tramos, .. } => largo(tramos),
        Tramo::Salto => 1,
        Tramo::Bloque(prosa) => prosa.iter().map(largo_prosa).sum(),
    };
    tramos.iter().map(of).sum()
}

fn largo_prosa(prosa: &Prosa) -> usize {
    match prosa {
        Prosa::Parrafo(tramos) => largo(tramos),
        Prosa::Lista { items, .. } => items.iter().flat_map(|item| &item.prosa).map(largo_prosa).sum(),
    }
}
