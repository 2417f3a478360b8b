//! Parts as the templates of an output take them: the same names for all outputs,
//! the texts as each of them writes running text.

use minijinja::context;
use minijinja::value::{Serde, Value};

use crate::cuadro::Clase;
use crate::partes::{Columna, Figura, Fila, Modo, Parte, Prosa, Tabla, Tramo, Tramos, largo};

use super::markdown::plain;

/// Characters of a row above which a page may part it: one taller than a page could not be kept whole.
const LONG_ROW: usize = 900;
/// Lines above which the rows of a group are not kept on one page.
const TALL: usize = 24;
/// Width in pt of a letter in a table of groups, and of a column that takes what the others leave.
const LETTER: f64 = 4.7;
const REST: f64 = 160.0;

/// How an output writes running text.
pub trait Letra {
    fn tramos(&self, tramos: &[Tramo]) -> String;
    fn prosa(&self, prosa: &[Prosa]) -> String;
}

/// `partes` as values for templates.
pub fn values(partes: &[Parte], letra: &dyn Letra) -> Value {
    Value::from(partes.iter().map(|parte| value(parte, letra)).collect::<Vec<_>>())
}

fn value(parte: &Parte, letra: &dyn Letra) -> Value {
    let text = |tramos: &[Tramo]| Value::from_safe_string(letra.tramos(tramos));
    let prose = |prosa: &[Prosa]| Value::from_safe_string(letra.prosa(prosa));
    let pairs = |pairs: &[(Tramos, Tramos)]| -> Vec<Value> {
        pairs.iter().map(|(a, b)| Value::from(vec![text(a), text(b)])).collect()
    };
    match parte {
        Parte::Titulo { nivel, texto, en_indice } => {
            context! { clase => "titulo", nivel, texto => text(texto), en_indice }
        }
        Parte::Prosa { prosa, unida } => context! { clase => "prosa", prosa => prose(prosa), unida },
        Parte::Cifras(cifras) => context! { clase => "cifras", pares => pairs(cifras) },
        Parte::Datos(datos) => context! { clase => "datos", pares => pairs(datos) },
        Parte::Aviso(prosa) => context! { clase => "aviso", prosa => prose(prosa) },
        Parte::Nota(tramos) => context! { clase => "nota", texto => text(tramos) },
        Parte::Fuente(tramos) => context! { clase => "fuente", texto => text(tramos) },
        Parte::Pagina => context! { clase => "pagina" },
        Parte::Grupo { modo, partes } => {
            let clase = match modo {
                Modo::Apretado => "apretado",
                Modo::Apaisado => "apaisado",
                Modo::Junto => "junto",
                Modo::Lado => "lado",
                Modo::Lamina => "lamina",
                Modo::Alternativas => "alternativas",
                Modo::Opcion => "opcion",
            };
            context! { clase, partes => values(partes, letra) }
        }
        Parte::Plantilla { ruta, bloque } => {
            context! { clase => "plantilla", ruta, bloque => Value::from(Serde(bloque)) }
        }
        Parte::Figura(figura) => figure(figura, &text),
        Parte::Tabla(tabla) => table(tabla, &text),
    }
}

fn figure(figura: &Figura, text: &dyn Fn(&[Tramo]) -> Value) -> Value {
    context! {
        clase => "figura",
        titulo => text(&figura.titulo),
        archivo => &figura.archivo,
        alt => &figura.alt,
        ancho => figura.ancho,
        mayor => figura.mayor,
        fuente => text(&figura.fuente),
        nota => figura.nota.as_deref().map(text),
    }
}

/// Whether the rows of a group are too many to stay together on a page.
fn is_tall(rotulo: &[Tramo], filas: &[Vec<Tramos>], columnas: &[Columna]) -> bool {
    let lines = |tramos: &[Tramo], columna: &Columna| -> usize {
        let width = columna.ancho.unwrap_or(REST) / LETTER;
        plain(tramos).lines().map(|line| (line.chars().count() as f64 / width) as usize + 1).sum()
    };
    let Some((first, rest)) = columnas.split_first() else { return false };
    let row = |celdas: &Vec<Tramos>| {
        celdas.iter().zip(rest).map(|(celda, columna)| lines(celda, columna)).max().unwrap_or_default() + 1
    };
    lines(rotulo, first).max(filas.iter().map(row).sum()) > TALL
}

fn table(tabla: &Tabla, text: &dyn Fn(&[Tramo]) -> Value) -> Value {
    let cells = |celdas: &[Tramos]| celdas.iter().map(|celda| text(celda)).collect::<Vec<_>>();
    let row = |celdas: &[Tramos]| {
        let larga = celdas.iter().map(|celda| largo(celda)).sum::<usize>() > LONG_ROW;
        context! { celdas => cells(celdas), larga }
    };
    let filas = tabla.filas.iter().map(|fila| match fila {
        Fila::Celdas(celdas) => row(celdas),
        Fila::Subtitulo(tramos) => context! { subtitulo => text(tramos) },
        Fila::Grupo { rotulo, filas } => {
            let larga = is_tall(rotulo, filas, &tabla.columnas);
            let filas: Vec<_> = filas.iter().map(|celdas| row(celdas)).collect();
            context! { grupo => text(rotulo), filas, larga }
        }
        Fila::Corte(tramos) => context! { corte => text(tramos) },
    });
    let column = |columna: &Columna| {
        let derecha = columna.clase != Clase::Texto;
        context! { nombre => text(&columna.nombre), ancho => columna.ancho, derecha, clase => Value::from(Serde(columna.clase)) }
    };
    context! {
        clase => "tabla",
        titulo => text(&tabla.titulo),
        columnas => tabla.columnas.iter().map(column).collect::<Vec<_>>(),
        filas => filas.collect::<Vec<_>>(),
        total => tabla.total.as_deref().map(cells),
        fuente => text(&tabla.fuente),
        nota => tabla.nota.as_deref().map(text),
        partible => tabla.partible,
        bandas => cells(&tabla.bandas),
        claves => tabla.claves.as_deref().map(text),
    }
}
