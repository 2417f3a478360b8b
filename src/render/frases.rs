//! What a block says, from its file of sentences to parts.
//!
//! A block is written as a person writes it: Markdown with values, in
//! `templates/frases/<bloque>.md.j2`.  minijinja fills in the values, every sign of
//! which is put aside, so that no value can be a mark; what is left is read line by
//! line.  Beside paragraphs and lists there are headings (`# …`) and directives:
//!
//! ```text
//! ::: tabla cuadro          a table: of the data that the block names, or of the rows below
//! titulo: Índices de {{ vigencia }}   what the table is; the exports have it too
//! hallazgo: …               what it shows, where it does: it leads on the page, the title stands under it
//! columnas: * 60> 80>       widths in pt (`*` takes the rest); `>` sets figures to the right
//! sobre: | | Índices            what stands above the headers; neighbours that say the same are one
//! clave: …                  what links call it, where its place among the tables of the block may change
//! fuente: …
//! nota: …
//! | Política | Índice | Brecha |      the first row has the headers
//! |# Índices más altos |              names the rows below it
//! |: Dimensión |                      stands beside the rows below it, to the next one
//! | Talento Humano | 80,1 | 19,9 |
//! |> Ética | 70,0 | 30,0 |            belongs under the row before it, and is set in
//! |= Total | 80,1 | 19,9 |            the total
//! |/ Se muestran 5 de 9 |             the table may end here where room is short, with this note
//! :::
//! ```
//!
//! A table of values in bands says what they are, from the lowest, and each value says its own:
//! `bandas: menos de 60 | 60 o más` and `| 80,1 {banda 1} |`; `claves: …` tells what the short
//! names of its columns stand for.
//!
//! `figura` has the words of a chart (`titulo`, `hallazgo`, `fuente`, `nota`) and the word of the block whose first table
//! has its values (`valores`), `cifras` and `datos` have rows of two cells,
//! `aviso` holds paragraphs and lists, `nota` and `fuente` paragraphs alone; `apretado`, `apaisado`, `junto`, `lado` (each part
//! beside the others), `lamina` (a slide) and `alternativas` (of each `opcion` in it, the first
//! one that there is room for) hold parts; `pagina` begins a page.  A title
//! ends in `{sin-indice}` where the contents leave it out, in `{sin-numero}` where it has no
//! number.  `{unida}` at the end of a paragraph keeps it with what follows; `<br>` begins a line, `<small>…</small>` is set smaller,
//! `<mark>…</mark>` is what the reader must see and `` `…` `` is a code.

mod cuerpo;
mod prosa;

use crate::partes::{Modo, Parte, Prosa, Tramo, Tramos};

use super::markdown::Aside;
use cuerpo::Body;
use prosa::{BREAK, CLOSE, DETAIL, MARK, is_list, paragraphs, spaced};
pub use prosa::{Scope, narrative};

/// The sign that ends the paragraph which stays with what follows.
const TIED: &str = "{unida}";

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

/// `text` with the private characters of its tags in their place.
fn without_tags(text: &str) -> String {
    const TAGS: [(&str, char); 5] =
        [("<br>", BREAK), ("<small>", DETAIL), ("</small>", CLOSE), ("<mark>", MARK), ("</mark>", CLOSE)];
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (length, sign) =
            TAGS.iter().find(|(tag, _)| rest.starts_with(tag)).map_or((1, '<'), |(tag, c)| (tag.len(), *c));
        out.push(sign);
        rest = &rest[length..];
    }
    out + rest
}

/// The parts of a block that reads `text`, with its values filled in.
///
/// # Errors
/// [`Wrong`] says which line cannot be read.
pub fn read(text: &str, scope: &Scope<'_>) -> Result<Vec<Parte>, Wrong> {
    let text = without_tags(text).replace("\u{e02e}.", "\u{e02e}");
    let mut lines = Lines { rest: text.lines().map(str::trim).peekable(), scope };
    lines.parts(None, Holds::Parts)
}

/// What may stand between a directive and its end.
#[derive(Clone, Copy)]
enum Holds<'l> {
    Parts,
    /// Paragraphs and lists, in the directive that has this word.
    Prose(&'l str),
    /// Paragraphs alone.
    Paragraphs(&'l str),
}

impl Holds<'_> {
    /// Refuses `line`, which is neither a paragraph nor a list.
    fn part(self, line: &str) -> Result<(), Wrong> {
        match self {
            Holds::Parts => Ok(()),
            Holds::Prose(word) => wrong(format!("«::: {word}» solo admite párrafos y listas"), line),
            Holds::Paragraphs(word) => wrong(format!("«::: {word}» solo admite párrafos"), line),
        }
    }
}

struct Lines<'a, I: Iterator<Item = &'a str>> {
    rest: std::iter::Peekable<I>,
    scope: &'a Scope<'a>,
}

impl<'a, I: Iterator<Item = &'a str>> Lines<'a, I> {
    /// The parts up to the end of the directive that `within` begins, which may have what it `holds`.
    fn parts(&mut self, within: Option<&str>, holds: Holds<'_>) -> Result<Vec<Parte>, Wrong> {
        let mut parts = Vec::new();
        let mut text = String::new();
        while let Some(line) = self.rest.next() {
            if let Some(directive) = line.strip_prefix(":::") {
                self.prose(&mut text, &mut parts, holds)?;
                let directive = directive.trim();
                if directive.is_empty() {
                    return match within {
                        Some(_) => Ok(parts),
                        None => wrong("«:::» cierra lo que no está abierto", line),
                    };
                }
                holds.part(line)?;
                parts.extend(self.directive(directive, line)?);
            } else if line.starts_with('#') && line.trim_start_matches('#').starts_with(' ') {
                self.prose(&mut text, &mut parts, holds)?;
                holds.part(line)?;
                let depth = line.bytes().take_while(|b| *b == b'#').count();
                let title = line[depth..].trim();
                let (title, en_indice) = unmarked(title, "{sin-indice}");
                let (title, numerado) = unmarked(title, "{sin-numero}");
                let nivel = self.scope.nivel + depth;
                let mut texto = self.scope.inline(title, line)?;
                // Where the block stands in an annex, its titles say so.
                if let Some(annex) = self.scope.bloque.get("anexo").and_then(serde_json::Value::as_str) {
                    texto.insert(0, Tramo::Texto(annex.to_owned()));
                }
                parts.push(Parte::Titulo { nivel, texto, en_indice, numerado });
            } else if line.is_empty() {
                // A list goes on after a line that a tag has left blank.
                if !(is_item(&text) && self.rest.peek().is_some_and(|next| is_item(next))) {
                    self.prose(&mut text, &mut parts, holds)?;
                }
            } else {
                add(&mut text, &spaced(line), '\n');
            }
        }
        self.prose(&mut text, &mut parts, holds)?;
        match within {
            Some(line) => unclosed(line),
            None => Ok(parts),
        }
    }

    /// Ends the text that was read so far.
    fn prose(&self, text: &mut String, parts: &mut Vec<Parte>, holds: Holds<'_>) -> Result<(), Wrong> {
        let whole = std::mem::take(text);
        let begun = parts.len();
        // A narrative text by itself stays in one piece.
        let alone = (whole.chars().nth(1).is_none()).then(|| whole.chars().next()).flatten();
        if let Some(Aside::Prose(prosa)) = alone.and_then(|only| self.scope.aside(only)) {
            parts.push(Parte::Prosa { prosa: prosa.to_vec(), unida: false });
        } else {
            let tied = whole.ends_with(TIED);
            for prosa in self.scope.prose(whole.trim_end_matches(TIED).trim_end()) {
                parts.push(Parte::Prosa { prosa: vec![prosa], unida: tied });
            }
        }
        let lists = |parte: &Parte| matches!(parte, Parte::Prosa { prosa, .. } if prosa.iter().any(is_list));
        match holds {
            Holds::Paragraphs(_) if parts[begun..].iter().any(lists) => {
                let line = whole.lines().find(|line| is_item(line)).or_else(|| whole.lines().next());
                holds.part(line.unwrap_or_default())
            }
            _ => Ok(()),
        }
    }

    /// The text of the directive `word`, which `line` begins: paragraphs and lists.
    fn remark(&mut self, word: &str, line: &str) -> Result<Vec<Prosa>, Wrong> {
        Ok(self.parts(Some(line), Holds::Prose(word))?.into_iter().flat_map(prose_of).collect())
    }

    /// The text of the directive `word`, which `line` begins: paragraphs, in one.
    fn running(&mut self, word: &str, line: &str) -> Result<Tramos, Wrong> {
        Ok(paragraphs(self.parts(Some(line), Holds::Paragraphs(word))?.into_iter().flat_map(prose_of).collect()))
    }

    fn directive(&mut self, directive: &str, line: &str) -> Result<Option<Parte>, Wrong> {
        let (word, name) = directive.split_once(' ').unwrap_or((directive, ""));
        if let Some(modo) = Modo::of(word) {
            return Ok(Some(Parte::Grupo { modo, partes: self.parts(Some(line), Holds::Parts)? }));
        }
        match word {
            "pagina" => Ok(Some(Parte::Pagina)),
            "aviso" => Ok(Some(Parte::Aviso(self.remark(word, line)?))),
            "nota" => Ok(Some(Parte::Nota(self.running(word, line)?))),
            "fuente" => Ok(Some(Parte::Fuente(self.running(word, line)?))),
            "cifras" | "datos" => {
                let pairs = self.body(line)?.pairs(line, self.scope)?;
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
            let key = line.split_once(':').filter(|(key, _)| cuerpo::KEYS.contains(key) && body.rows.is_empty());
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

/// A title without `mark` at its end, and whether it had none.
fn unmarked<'a>(title: &'a str, mark: &str) -> (&'a str, bool) {
    title.strip_suffix(mark).map_or((title, true), |title| (title.trim_end(), false))
}

fn prose_of(parte: Parte) -> Vec<Prosa> {
    match parte {
        Parte::Prosa { prosa, .. } => prosa,
        _ => Vec::new(),
    }
}

fn is_item(line: &str) -> bool {
    line.starts_with("- ")
}

#[cfg(test)]
mod tests;
