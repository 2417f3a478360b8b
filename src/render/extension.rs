//! How long a document is, before its pages are set: enough to choose how it begins.

use crate::model::Forma;
use crate::partes::{Fila, Parte, Prosa, Tabla, Tramo, largo};

/// Pages, about, up to which a report is short, so that at most four are printed: a cover and a list of contents would be as long as half of it.
const SHORT: f64 = 3.6;
/// Height of a page of text, of a line and of what parts two pieces, in pt.
const PAGE: f64 = 590.0;
const LINE: f64 = 16.5;
const GAP: f64 = 11.0;
/// Characters of a line of running text, and of a table.
const LETTERS: usize = 75;
const LETTERS_OF_TABLE: usize = 100;

/// Whether a document of this `forma` begins with its title on the page of its first section.
pub fn is_compact(forma: Option<&str>, cuerpo: &[Parte]) -> bool {
    match Forma::ALL.iter().find(|f| Some(f.word()) == forma) {
        None | Some(Forma::Completa) => false,
        Some(Forma::Compacta) => true,
        Some(Forma::Auto) => pages(cuerpo) <= SHORT,
    }
}

/// About how many pages these parts take.
fn pages(partes: &[Parte]) -> f64 {
    partes.iter().map(height).sum::<f64>() / PAGE
}

/// About how high a part is, in pt.
fn height(parte: &Parte) -> f64 {
    let lines = |letters: usize| (letters.div_ceil(LETTERS).max(1)) as f64 * LINE;
    match parte {
        Parte::Titulo { nivel, .. } => 56.0 - 8.0 * (*nivel).min(3) as f64,
        Parte::Prosa { prosa, .. } | Parte::Aviso(prosa) => prosa.iter().map(prose).sum(),
        Parte::Cifras(_) => 78.0,
        Parte::Datos(pairs) => pairs.len() as f64 * 23.0,
        Parte::Nota(tramos) | Parte::Fuente(tramos) => lines(largo(tramos)),
        Parte::Firmas(_) => 120.0,
        Parte::Tabla(tabla) => table(tabla),
        Parte::Figura(_) => PAGE / 2.0,
        Parte::Pagina => 0.0,
        Parte::Plantilla { .. } => PAGE / 4.0,
        Parte::Grupo { partes, .. } => partes.iter().map(height).sum(),
    }
}

fn prose(prosa: &Prosa) -> f64 {
    match prosa {
        Prosa::Parrafo(tramos) => largo(tramos).div_ceil(LETTERS) as f64 * LINE + GAP,
        Prosa::Lista { items, .. } => items.iter().flat_map(|item| &item.prosa).map(prose).sum(),
    }
}

/// Caption, headers, rows, note and source.
fn table(tabla: &Tabla) -> f64 {
    let row = |cells: &[Vec<Tramo>]| {
        let letters: usize = cells.iter().map(|cell| largo(cell)).sum();
        letters.div_ceil(LETTERS_OF_TABLE).max(1) as f64 * LINE + 5.0
    };
    let of = |fila: &Fila| match fila {
        Fila::Celdas(cells) | Fila::Sangrada(cells) => row(cells),
        Fila::Subtitulo(_) => 28.0,
        Fila::Grupo { filas, .. } => filas.iter().map(|f| row(f)).sum(),
        Fila::Corte(_) => 0.0,
    };
    110.0 + tabla.filas.iter().map(of).sum::<f64>()
}
