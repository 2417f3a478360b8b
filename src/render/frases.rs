//! What a block says, from its file of sentences to parts.
//!
//! A block is written as a person writes it: Markdown with values, in
//! `templates/frases/<bloque>.md.j2`.  minijinja fills in the values, every sign of
//! which is put aside, so that no value can be a mark; what is left is read line by
//! line.  Beside paragraphs and lists there are headings (`# …`) and directives:
//!
//! ```text
//! ::: tabla cuadro          a table: of the data that the block names, or of the rows below
//! titulo: Índices de {{ vigencia }}
//! columnas: * 60> 80>       widths in pt (`*` takes the rest); `>` sets figures to the right
//! fuente: …
//! nota: …
//! | Política | Índice | Brecha |      the first row has the headers
//! |# Índices más altos |              names the rows below it
//! |: Dimensión |                      stands beside the rows below it, to the next one
//! | Talento Humano | 80,1 | 19,9 |
//! |= Total | 80,1 | 19,9 |            the total
//! |/ Se muestran 5 de 9 |             the table may end here where room is short, with this note
//! :::
//! ```
//!
//! A table of values in bands says what they are, from the lowest, and each value says its own:
//! `bandas: menos de 60 | 60 o más` and `| 80,1 {banda 1} |`; `claves: …` tells what the short
//! names of its columns stand for.
//!
//! `figura` has the words of a chart, `cifras` and `datos` have rows of two cells,
//! `aviso`, `nota` and `fuente` hold text; `apretado`, `apaisado`, `junto`, `lado` (each part
//! beside the others), `lamina` (a slide) and `alternativas` (of each `opcion` in it, the first
//! one that there is room for) hold parts; `pagina` begins a page.  A title
//! ends in `{sin-indice}` where the contents leave it out, in `{sin-numero}` where it has no
//! number.  `{unida}` at the end of a paragraph keeps it with what follows; `<br>` begins a line, `<small>…</small>` is set smaller,
//! `<mark>…</mark>` is what the reader must see and `` `…` `` is a code.

use serde::Deserialize;
use serde_json::Value;

use crate::cuadro::{Celda, Clase, Cuadro};
use crate::locale::Numeros;
use crate::partes::{Columna, Figura, Fila, Modo, Parte, Prosa, Tabla, Tramo, Tramos};

use super::markdown::{self, Aside, Inline};
use super::marks;

/// Private characters of marks that Markdown does not have.
const BREAK: char = '\u{f700}';
const DETAIL: char = '\u{f701}';
const CODE: char = '\u{f702}';
const CLOSE: char = '\u{f703}';
const MARK: char = '\u{f704}';
/// The first of the characters that stand for narrative texts.
const NARRATIVE: u32 = 0x000F_0000;
/// The sign that ends the paragraph which stays with what follows.
const TIED: &str = "{unida}";
/// What begins the sign that ends a cell whose value is in a band.
const BAND: &str = "{banda ";

/// The character that stands for narrative text `index` in a file of sentences.
pub fn narrative(index: usize) -> Option<char> {
    u32::try_from(index).ok().filter(|n| *n < 0xFFFE).and_then(|n| char::from_u32(NARRATIVE + n))
}

/// What is wrong with a file of sentences, and the line that it is wrong in.
#[derive(Debug)]
pub struct Wrong {
    pub message: String,
    pub line: String,
}

fn wrong<T>(message: impl Into<String>, line: &str) -> Result<T, Wrong> {
    Err(Wrong { message: message.into(), line: line.to_owned() })
}

fn unclosed<T>(directive: &str) -> Result<T, Wrong> {
    wrong(format!("«{directive}» no se cierra con «:::»"), directive)
}

/// What the sentences of a block may name.
pub struct Scope<'a> {
    /// The data of the block: its tables and charts by name.
    pub bloque: &'a Value,
    /// Narrative texts by position.
    pub narraciones: &'a [Vec<Prosa>],
    pub numeros: Numeros,
    /// Level of the section that the block stands in.
    pub nivel: usize,
}

/// The text of a macro in one line: lines are joined, since they are lines of the file only.
pub fn joined(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split('\n').map(str::trim).filter(|line| !line.is_empty()) {
        add(&mut out, line, ' ');
    }
    out
}

/// Adds the next line of a text, `between` what is there and it.
fn add(text: &mut String, line: &str, between: char) {
    let begun = text.is_empty() || text.ends_with(BREAK) || text.ends_with("<br>");
    if !begun && !continues(line) {
        text.push(between);
    }
    text.push_str(line);
}

/// Whether a line goes on with a sign that no space may stand before.
fn continues(line: &str) -> bool {
    let begins = |signs: &[&str]| signs.iter().any(|sign| line.starts_with(sign));
    let closes = line.starts_with([',', '.', ';', ':', ')', '»', '?', '!', BREAK, CLOSE]);
    (closes || begins(&["<br>", "</small>", "</mark>"])) && !line.starts_with(":::")
}

/// The parts of a block that reads `text`, with its values filled in.
///
/// # Errors
/// [`Wrong`] says which line cannot be read.
pub fn read(text: &str, scope: &Scope<'_>) -> Result<Vec<Parte>, Wrong> {
    let text = text.replace("<br>", &BREAK.to_string()).replace("</small>", &CLOSE.to_string());
    let text = text.replace("<mark>", &MARK.to_string()).replace("</mark>", &CLOSE.to_string());
    let text = text.replace("<small>", &DETAIL.to_string()).replace("\u{e02e}.", "\u{e02e}");
    let mut lines = Lines { rest: text.lines().map(str::trim).peekable(), scope };
    lines.parts(None)
}

struct Lines<'a, I: Iterator<Item = &'a str>> {
    rest: std::iter::Peekable<I>,
    scope: &'a Scope<'a>,
}

impl<'a, I: Iterator<Item = &'a str>> Lines<'a, I> {
    /// The parts up to the end of the directive that `within` begins.
    fn parts(&mut self, within: Option<&str>) -> Result<Vec<Parte>, Wrong> {
        let mut parts = Vec::new();
        let mut text = String::new();
        while let Some(line) = self.rest.next() {
            if let Some(directive) = line.strip_prefix(":::") {
                self.prose(&mut text, &mut parts);
                let directive = directive.trim();
                if directive.is_empty() {
                    return match within {
                        Some(_) => Ok(parts),
                        None => wrong("«:::» cierra lo que no está abierto", line),
                    };
                }
                parts.extend(self.directive(directive, line)?);
            } else if line.starts_with('#') && line.trim_start_matches('#').starts_with(' ') {
                self.prose(&mut text, &mut parts);
                let depth = line.bytes().take_while(|b| *b == b'#').count();
                let title = line[depth..].trim();
                let (title, en_indice) = unmarked(title, "{sin-indice}");
                let (title, numerado) = unmarked(title, "{sin-numero}");
                let nivel = self.scope.nivel + depth;
                parts.push(Parte::Titulo { nivel, texto: self.inline(title), en_indice, numerado });
            } else if line.is_empty() {
                // A list goes on after a line that a tag has left blank.
                if !(is_item(&text) && self.rest.peek().is_some_and(|next| is_item(next))) {
                    self.prose(&mut text, &mut parts);
                }
            } else {
                add(&mut text, &spaced(line), '\n');
            }
        }
        self.prose(&mut text, &mut parts);
        match within {
            Some(line) => unclosed(line),
            None => Ok(parts),
        }
    }

    fn prose(&self, text: &mut String, parts: &mut Vec<Parte>) {
        let whole = std::mem::take(text);
        // A narrative text by itself stays in one piece.
        if let (Some(only), None) = (whole.chars().next(), whole.chars().nth(1))
            && let Some(Aside::Prose(prosa)) = self.scope.aside(only)
        {
            parts.push(Parte::Prosa { prosa: prosa.to_vec(), unida: false });
            return;
        }
        let tied = whole.ends_with(TIED);
        for prosa in self.scope.prose(whole.trim_end_matches(TIED).trim_end()) {
            parts.push(Parte::Prosa { prosa: vec![prosa], unida: tied });
        }
    }

    fn inline(&self, text: &str) -> Tramos {
        self.scope.inline(text)
    }

    fn directive(&mut self, directive: &str, line: &str) -> Result<Option<Parte>, Wrong> {
        let (word, name) = directive.split_once(' ').unwrap_or((directive, ""));
        if let Some(modo) = Modo::of(word) {
            return Ok(Some(Parte::Grupo { modo, partes: self.parts(Some(line))? }));
        }
        match word {
            "pagina" => Ok(Some(Parte::Pagina)),
            "aviso" => Ok(Some(Parte::Aviso(flat(self.parts(Some(line))?)))),
            "nota" => Ok(Some(Parte::Nota(first(flat(self.parts(Some(line))?))))),
            "fuente" => Ok(Some(Parte::Fuente(first(flat(self.parts(Some(line))?))))),
            "cifras" | "datos" => {
                let pairs = self.body(line)?.pairs(self.scope)?;
                Ok((!pairs.is_empty())
                    .then(|| if word == "cifras" { Parte::Cifras(pairs) } else { Parte::Datos(pairs) }))
            }
            "tabla" => {
                let body = self.body(line)?;
                body.table(name.trim(), line, self.scope).map(|tabla| tabla.map(Parte::Tabla))
            }
            "figura" => {
                let body = self.body(line)?;
                body.figure(name.trim(), line, self.scope).map(|figura| figura.map(Parte::Figura))
            }
            _ => wrong(format!("la directiva «{word}» no existe"), line),
        }
    }

    /// The keys and rows of the directive that `directive` begins.
    fn body(&mut self, directive: &str) -> Result<Body, Wrong> {
        let mut body = Body::default();
        for line in self.rest.by_ref() {
            if line == ":::" {
                return Ok(body);
            }
            let key = line.split_once(':').filter(|(key, _)| KEYS.contains(key) && body.rows.is_empty());
            match key {
                Some((key, value)) => body.keys.push((key.to_owned(), value.trim().to_owned())),
                None if line.starts_with('|') => body.rows.push(line.to_owned()),
                None if line.is_empty() => {}
                // A text goes on in the next line.
                None => match (body.rows.last_mut(), body.keys.last_mut()) {
                    (Some(last), _) | (None, Some((_, last))) => add(last, line, ' '),
                    (None, None) => return wrong(format!("«{directive}» no admite este renglón"), line),
                },
            }
        }
        unclosed(directive)
    }
}

/// What a directive may say of itself.
const KEYS: [&str; 7] = ["titulo", "columnas", "fuente", "nota", "partible", "bandas", "claves"];

/// A title without `mark` at its end, and whether it had none.
fn unmarked<'a>(title: &'a str, mark: &str) -> (&'a str, bool) {
    title.strip_suffix(mark).map_or((title, true), |title| (title.trim_end(), false))
}

fn is_item(line: &str) -> bool {
    line.starts_with("- ")
}

/// One space where there are several; a figure and its «%» are never parted.
fn spaced(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for word in line.split(' ').filter(|word| !word.is_empty()) {
        if word.starts_with('%') && out.ends_with(|c: char| c.is_ascii_digit()) {
            out.push('\u{a0}');
        } else if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

fn flat(parts: Vec<Parte>) -> Vec<Prosa> {
    let prose = |parte| match parte {
        Parte::Prosa { prosa, .. } => prosa,
        _ => Vec::new(),
    };
    parts.into_iter().flat_map(prose).collect()
}

fn first(prosa: Vec<Prosa>) -> Tramos {
    let mut out = Vec::new();
    for one in prosa {
        if let Prosa::Parrafo(tramos) = one {
            if !out.is_empty() {
                out.push(Tramo::Texto(" ".into()));
            }
            out.extend(tramos);
        }
    }
    out
}

impl Scope<'_> {
    fn prose(&self, text: &str) -> Vec<Prosa> {
        if text.is_empty() {
            return Vec::new();
        }
        let mut coded = String::with_capacity(text.len());
        let mut open = false;
        for c in text.chars() {
            // A code begins and ends with the same sign.
            match c {
                '`' => {
                    coded.push(if open { CLOSE } else { CODE });
                    open = !open;
                }
                c => coded.push(c),
            }
        }
        markdown::read(&marks::only_documented(&coded), |c| self.aside(c))
    }

    fn aside(&self, c: char) -> Option<Aside<'_>> {
        match c {
            BREAK => Some(Aside::Break),
            DETAIL => Some(Aside::Open(Inline::Detail)),
            MARK => Some(Aside::Open(Inline::Mark)),
            CODE => Some(Aside::Open(Inline::Code)),
            CLOSE => Some(Aside::Close),
            c => {
                let index = (c as u32).checked_sub(NARRATIVE)?;
                self.narraciones.get(index as usize).map(|prosa| Aside::Prose(prosa))
            }
        }
    }

    fn inline(&self, text: &str) -> Tramos {
        first(self.running(text))
    }

    /// What stands in a cell, which may hold several paragraphs.
    fn cell(&self, text: &str) -> Tramos {
        let said = self.running(text);
        match said[..] {
            [] | [Prosa::Parrafo(_)] => first(said),
            _ => vec![Tramo::Bloque(said)],
        }
    }

    fn running(&self, text: &str) -> Vec<Prosa> {
        let text = spaced(text);
        // Ordinary cells and titles have no marks.
        if !text.contains(['*', '[', '`', '\\', BREAK, DETAIL, MARK]) && !text.chars().any(|c| c as u32 >= NARRATIVE) {
            let words: String = text.chars().map(|c| marks::sign(c).unwrap_or(c)).collect();
            return if words.is_empty() { Vec::new() } else { vec![Prosa::Parrafo(vec![Tramo::Texto(words)])] };
        }
        // Nothing in a cell or a title begins a list.
        let begins = text.starts_with("- ") || text.starts_with(|c: char| c.is_ascii_digit());
        let (sign, rest) = text.split_at(usize::from(begins));
        self.prose(&(sign.chars().map(marks::aside).collect::<String>() + rest))
    }
}

#[derive(Default)]
struct Body {
    keys: Vec<(String, String)>,
    rows: Vec<String>,
}

impl Body {
    fn text(&self, key: &str) -> Option<&str> {
        self.keys.iter().find(|(k, _)| k == key).map(|(_, value)| value.as_str())
    }

    /// What `key` says, or else `otherwise`; `None` where it is empty.
    fn words(&self, key: &str, otherwise: Option<&str>, scope: &Scope<'_>) -> Option<Tramos> {
        match self.text(key) {
            Some(text) => Some(scope.inline(text)),
            None => otherwise.map(|text| vec![Tramo::Texto(text.to_owned())]),
        }
        .filter(|tramos| !tramos.is_empty())
    }

    fn pairs(&self, scope: &Scope<'_>) -> Result<Vec<(Tramos, Tramos)>, Wrong> {
        let pair = |row: &String| {
            let [first, second] = &cells(&row[1..])[..] else { return wrong("aquí cada fila tiene dos celdas", row) };
            Ok((scope.inline(first), scope.inline(second)))
        };
        self.rows.iter().map(pair).collect()
    }

    fn figure(&self, name: &str, line: &str, scope: &Scope<'_>) -> Result<Option<Figura>, Wrong> {
        let figure = match scope.bloque.get(name) {
            Some(Value::Null) => return Ok(None),
            Some(figure) if figure.get("archivo").is_some() => figure,
            _ => return wrong(format!("el bloque no tiene una figura «{name}»"), line),
        };
        let text = |key: &str| figure[key].as_str().unwrap_or_default().to_owned();
        Ok(Some(Figura {
            titulo: self.words("titulo", None, scope).unwrap_or_default(),
            archivo: text("archivo"),
            alt: text("alt"),
            ancho: figure["ancho"].as_f64().unwrap_or_default(),
            mayor: figure.get("mayor").and_then(Value::as_f64),
            fuente: self.words("fuente", None, scope).unwrap_or_default(),
            nota: self.words("nota", None, scope),
        }))
    }

    fn table(&self, name: &str, line: &str, scope: &Scope<'_>) -> Result<Option<Tabla>, Wrong> {
        if name.is_empty() {
            return self.written(line, scope).map(Some);
        }
        let cuadro = match scope.bloque.get(name) {
            Some(Value::Null) => return Ok(None),
            Some(value) => Cuadro::deserialize(value).ok(),
            None => None,
        };
        let Some(cuadro) = cuadro else { return wrong(format!("el bloque no tiene un cuadro «{name}»"), line) };
        let filas = |filas: &[Vec<Celda>]| -> Vec<Vec<Tramos>> {
            let row = |fila: &Vec<Celda>| {
                fila.iter().zip(&cuadro.columnas).map(|(celda, c)| printed(celda, c.clase, scope.numeros)).collect()
            };
            filas.iter().map(row).collect()
        };
        let mut rows = filas(&cuadro.filas);
        let total = if cuadro.total { rows.pop() } else { None };
        let column = |c: &crate::cuadro::Columna| Columna {
            nombre: vec![Tramo::Texto(c.nombre.clone())],
            clase: c.clase,
            ancho: c.ancho,
        };
        Ok(Some(Tabla {
            titulo: self.words("titulo", Some(&cuadro.titulo), scope).unwrap_or_default(),
            columnas: cuadro.columnas.iter().map(column).collect(),
            partible: cuadro.filas.len() > MANY_ROWS,
            filas: rows.into_iter().map(Fila::Celdas).collect(),
            total,
            fuente: self.words("fuente", Some(&cuadro.fuente), scope).unwrap_or_default(),
            nota: self.words("nota", cuadro.nota.as_deref(), scope),
            bandas: Vec::new(),
            claves: None,
        }))
    }

    /// The table of the rows that stand in the file.
    fn written(&self, line: &str, scope: &Scope<'_>) -> Result<Tabla, Wrong> {
        let Some((headers, rows)) = self.rows.split_first() else {
            return wrong("la tabla no tiene filas ni dice de qué cuadro es", line);
        };
        let headers = cells(&headers[1..]);
        let widths: Vec<_> = self.text("columnas").unwrap_or_default().split_whitespace().collect();
        if !widths.is_empty() && widths.len() != headers.len() {
            let message = format!("la tabla tiene {} columnas y «columnas» da {}", headers.len(), widths.len());
            return wrong(message, line);
        }
        let mut columnas = Vec::with_capacity(headers.len());
        for (at, header) in headers.iter().enumerate() {
            let width = widths.get(at).copied().unwrap_or("*");
            let (width, right) = width.strip_suffix('>').map_or((width, false), |width| (width, true));
            let ancho = match width {
                "*" => None,
                points => match points.parse::<f64>() {
                    Ok(points) if points > 0.0 => Some(points),
                    _ => return wrong(format!("«{points}» no es el ancho de una columna"), line),
                },
            };
            let clase = if right { Clase::Puntos } else { Clase::Texto };
            columnas.push(Columna { nombre: scope.inline(header), clase, ancho });
        }
        let mut tabla = Tabla {
            titulo: self.words("titulo", None, scope).unwrap_or_default(),
            columnas,
            filas: Vec::with_capacity(rows.len()),
            total: None,
            fuente: self.words("fuente", None, scope).unwrap_or_default(),
            nota: self.words("nota", None, scope),
            partible: self.text("partible").map_or(rows.len() > MANY_ROWS, |word| word == "sí"),
            bandas: self.text("bandas").map(cells).unwrap_or_default().into_iter().map(|b| scope.inline(b)).collect(),
            claves: self.words("claves", None, scope),
        };
        for row in rows {
            tabla.row(row, scope)?;
        }
        Ok(tabla)
    }
}

/// Rows above which a page may part a table.
const MANY_ROWS: usize = 22;

impl Tabla {
    fn row(&mut self, row: &str, scope: &Scope<'_>) -> Result<(), Wrong> {
        let mark = row[1..].chars().next().unwrap_or(' ');
        let body = if ['#', ':', '=', '/'].contains(&mark) { &row[1 + mark.len_utf8()..] } else { &row[1..] };
        let body = cells(body);
        let of_group = matches!(self.filas.last(), Some(Fila::Grupo { .. })) && !['=', '#', ':', '/'].contains(&mark);
        let wanted = match mark {
            '#' | ':' | '/' => 1,
            _ => self.columnas.len() - usize::from(of_group),
        };
        if body.len() != wanted {
            let n = body.len();
            let has = if n == 1 { "1 celda".to_owned() } else { format!("{n} celdas") };
            return wrong(
                format!("la fila tiene {has} y se {} {wanted}", if wanted == 1 { "esperaba" } else { "esperaban" }),
                row,
            );
        }
        let cells: Result<Vec<_>, _> = body.into_iter().map(|cell| self.cell(cell, row, scope)).collect();
        let mut cells = cells?;
        match (mark, self.filas.last_mut()) {
            ('#', _) => self.filas.push(Fila::Subtitulo(cells.swap_remove(0))),
            ('/', _) => self.filas.push(Fila::Corte(cells.swap_remove(0))),
            (':', _) => self.filas.push(Fila::Grupo { rotulo: cells.swap_remove(0), filas: Vec::new() }),
            ('=', _) => self.total = Some(cells),
            (_, Some(Fila::Grupo { filas, .. })) => filas.push(cells),
            _ => self.filas.push(Fila::Celdas(cells)),
        }
        Ok(())
    }

    /// A cell of `row`, in its band where it says one.
    fn cell(&self, cell: &str, row: &str, scope: &Scope<'_>) -> Result<Tramos, Wrong> {
        let Some((value, banda)) = cell.strip_suffix('}').and_then(|cell| cell.rsplit_once(BAND)) else {
            return Ok(scope.cell(cell));
        };
        match banda.parse() {
            Ok(banda) if banda < self.bandas.len() => {
                Ok(vec![Tramo::Banda { banda, tramos: scope.inline(value.trim_end()) }])
            }
            _ => wrong(format!("«{banda}» no es ninguna de las {} bandas de la tabla", self.bandas.len()), row),
        }
    }
}

/// The cells of a row from after the sign that it begins with.
fn cells(row: &str) -> Vec<&str> {
    let row = row.trim_end();
    row.strip_suffix('|').unwrap_or(row).split('|').map(str::trim).collect()
}

/// A value of a table as its class is written.
fn printed(celda: &Celda, clase: Clase, numeros: Numeros) -> Tramos {
    let text = match celda {
        Celda::Blanco => return Vec::new(),
        Celda::Texto(text) | Celda::Narracion(text) => text.clone(),
        Celda::Numero(value) => match clase {
            Clase::Entero => numeros.con_decimales(*value, 0),
            Clase::Puntos => numeros.numero(*value),
            Clase::Diferencia => numeros.con_signo(*value),
            Clase::Proporcion => numeros.porcentaje(*value),
            Clase::Texto | Clase::Anio => value.to_string(),
        },
    };
    vec![Tramo::Texto(text)]
}

#[cfg(test)]
mod tests;
