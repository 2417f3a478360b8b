//! A data file that is there already: whether it says the same, and how it is
//! written again without losing comments or keys that the import does not give.

use crate::data::{Node, Value, parse_text};
use crate::locale::fold;
use crate::model::Catalogo;

use super::super::yaml::{Identify, Line, Yaml, entry_path, key_path};
use super::Archivo;

/// What becomes of a data file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// There is none: this is its text.
    Nuevo(String),
    /// It says the same.
    Igual,
    /// It says something else; this would be its text, without so many of its
    /// list entries.
    Distinto { texto: String, quitados: usize },
}

/// The file that is there is not YAML, so its comments cannot be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unreadable;

/// The order of the keys of every file that is written.
const ORDER: [&str; 43] = [
    "tipo",
    "vigencia",
    "nombre",
    "fuente",
    "ejemplo",
    "procedencia",
    "archivo",
    "hoja",
    "rango",
    "hash",
    "fecha",
    "idi",
    "id",
    "dimension",
    "politica",
    "codigo",
    "puntaje",
    "promedio",
    "minimo",
    "maximo",
    "quintil",
    "percentil",
    "grupo_par",
    "subindices",
    "dimensiones",
    "politicas",
    "actividad",
    "producto",
    "responsable",
    "inicio",
    "fin",
    "avance",
    "estado",
    "recurso",
    "evidencia",
    "efectividad",
    "observacion",
    "recomendacion",
    "relacionada",
    "actividades",
    "recomendaciones",
    "por_politica",
    "silenciar",
];

impl Archivo {
    /// Compares with the file that is there.
    ///
    /// # Errors
    /// [`Unreadable`] where it is there and is not YAML.
    pub fn decide(&self, existing: Option<&str>, catalogo: &Catalogo) -> Result<Decision, Unreadable> {
        let identify = |list: &str, entry: &Yaml| identify(list, entry, catalogo);
        let header = format!("# yaml-language-server: $schema=../../../docs/esquemas/{}.json", self.esquema);
        let Some(existing) = existing else {
            return Ok(Decision::Nuevo(join(&header, self.contenido.lines(&identify))));
        };
        let existing = existing.strip_prefix('\u{feff}').unwrap_or(existing);
        let node = parse(existing).ok_or(Unreadable)?;
        let old = Yaml::of_node(&node);
        let merge = Merge { identify: &identify, claves: &self.claves, catalogo };
        let merged = merge.merge(&old, &self.contenido, "", "");
        if merge.same(&old, &merged, "") {
            return Ok(Decision::Igual);
        }
        let comments = comments(existing, &node, &old, &identify);
        let texto = with_comments(&header, merged.lines(&identify), comments);
        Ok(Decision::Distinto { texto, quitados: merge.dropped(&old, &merged, "") })
    }
}

fn parse(text: &str) -> Option<Node> {
    parse_text("", text).0.node
}

fn join(header: &str, lines: Vec<Line>) -> String {
    let mut text = format!("{header}\n");
    for line in lines {
        text.push_str(&line.text);
        text.push('\n');
    }
    text
}

/// The last key of a path of a list.
fn list_name(path: &str) -> &str {
    path.rsplit('\u{1f}').next().unwrap_or(path)
}

/// Names an entry by what it is about: its policy, its code, its number.
fn identify(list: &str, entry: &Yaml, catalogo: &Catalogo) -> Option<String> {
    let text = |key: &str| entry.get(key).and_then(Yaml::scalar);
    let politica = |name: &str| match catalogo.find_politica(name) {
        Some((index, _)) => index.to_string(),
        None => fold(name),
    };
    match list_name(list) {
        "dimensiones" => text("dimension").map(|name| dimension(&name, catalogo)),
        "politicas" | "por_politica" => text("politica").map(|name| politica(&name)),
        "subindices" => text("codigo").map(|codigo| {
            let lower = codigo.trim().to_lowercase();
            lower.strip_prefix('i').and_then(|n| n.parse::<u32>().ok()).map_or(lower.clone(), |n| n.to_string())
        }),
        "actividades" => text("id"),
        "recomendaciones" => Some(format!("{} {}", politica(&text("politica")?), fold(&text("recomendacion")?))),
        "silenciar" => text("regla"),
        _ => None,
    }
}

fn dimension(name: &str, catalogo: &Catalogo) -> String {
    let wanted = fold(name);
    let found = catalogo
        .dimensiones
        .iter()
        .position(|d| d.slug == name || std::iter::once(&d.nombre).chain(&d.alias).any(|n| fold(n) == wanted));
    found.map_or(wanted, |index| index.to_string())
}

struct Merge<'a> {
    identify: &'a Identify<'a>,
    claves: &'a [String],
    catalogo: &'a Catalogo,
}

impl Merge<'_> {
    /// `new` with the keys of `old` that the import does not give.  `pattern` is
    /// the path without the names of entries: `politicas[].puntaje`.
    fn merge(&self, old: &Yaml, new: &Yaml, path: &str, pattern: &str) -> Yaml {
        match (old, new) {
            (Yaml::Map(before), Yaml::Map(after) | Yaml::Line(after)) => {
                // Another file of origin: what was said of the former one is not true of it.
                let other_file = pattern == "procedencia" && old.get("hash") != new.get("hash");
                let mut entries: Vec<_> = after
                    .iter()
                    .map(|(key, value)| {
                        let below = below(pattern, key);
                        let merged = match old.get(key) {
                            Some(before) => self.merge(before, value, &key_path(path, key), &below),
                            None => value.clone(),
                        };
                        (key.clone(), merged)
                    })
                    .collect();
                // The same table, imported without `--ejemplo`, is still an example.
                let hash = |file: &Yaml| file.get("procedencia")?.get("hash").cloned();
                let still_example = pattern.is_empty() && hash(old).is_some() && hash(old) == hash(new);
                let kept = before.iter().filter(|(key, _)| {
                    let given = new.get(key).is_some() || self.claves.contains(&below(pattern, key));
                    !other_file && (!given || (key == "ejemplo" && still_example && new.get(key).is_none()))
                });
                entries.extend(kept.cloned());
                entries.sort_by_key(|(key, _)| ORDER.iter().position(|k| k == key).unwrap_or(ORDER.len()));
                match new {
                    Yaml::Line(_) => Yaml::Line(entries),
                    _ => Yaml::Map(entries),
                }
            }
            (Yaml::List(before), Yaml::List(after)) => {
                let names: Vec<_> =
                    before.iter().enumerate().map(|(i, e)| entry_path(path, i, e, self.identify)).collect();
                let merged = after.iter().enumerate().map(|(index, entry)| {
                    let here = entry_path(path, index, entry, self.identify);
                    match names.iter().position(|name| *name == here) {
                        Some(at) => self.merge(&before[at], entry, &here, &format!("{pattern}[]")),
                        None => entry.clone(),
                    }
                });
                Yaml::List(merged.collect())
            }
            _ => new.clone(),
        }
    }

    /// How many entries of the lists of `old` are not in `merged`.
    fn dropped(&self, old: &Yaml, merged: &Yaml, path: &str) -> usize {
        match (old, merged) {
            (Yaml::List(before), Yaml::List(after)) => {
                let named = |items: &[Yaml]| -> Vec<String> {
                    items.iter().enumerate().map(|(i, e)| entry_path(path, i, e, self.identify)).collect()
                };
                let (x, y) = (named(before), named(after));
                let inside = x.iter().zip(before).filter_map(|(name, entry)| {
                    let at = y.iter().position(|other| other == name)?;
                    Some(self.dropped(entry, &after[at], name))
                });
                x.iter().filter(|name| !y.contains(name)).count() + inside.sum::<usize>()
            }
            (Yaml::List(before), _) => before.len(),
            _ => old
                .entries()
                .into_iter()
                .flatten()
                .filter(|(_, value)| matches!(value, Yaml::List(_) | Yaml::Map(_)))
                .map(|(key, value)| merged.get(key).map_or(0, |other| self.dropped(value, other, &key_path(path, key))))
                .sum(),
        }
    }

    /// Whether two trees mean the same to the program.
    fn same(&self, a: &Yaml, b: &Yaml, path: &str) -> bool {
        match (a, b) {
            (Yaml::List(x), Yaml::List(y)) => {
                let named = |items: &[Yaml]| {
                    let mut named: Vec<_> = items
                        .iter()
                        .enumerate()
                        .map(|(index, item)| (entry_path(path, index, item, self.identify), item.clone()))
                        .collect();
                    named.sort_by(|(a, _), (b, _)| a.cmp(b));
                    named
                };
                let (x, y) = (named(x), named(y));
                x.len() == y.len() && x.iter().zip(&y).all(|((p, a), (q, b))| p == q && self.same(a, b, p))
            }
            // One value instead of a list of one.
            (Yaml::List(items), one) | (one, Yaml::List(items)) if one.scalar().is_some() => {
                items.len() == 1 && self.same(&items[0], one, path)
            }
            _ => match (a.entries(), b.entries()) {
                (Some(x), Some(y)) => {
                    let covers = |x: &[(String, Yaml)], other: &Yaml| {
                        x.iter().filter(|(_, v)| !v.is_blank()).all(|(key, value)| {
                            other.get(key).is_some_and(|twin| self.same(value, twin, &key_path(path, key)))
                        })
                    };
                    covers(x, b) && covers(y, a)
                }
                (None, None) => self.same_scalar(a, b, list_name(path)),
                _ => false,
            },
        }
    }

    fn same_scalar(&self, a: &Yaml, b: &Yaml, key: &str) -> bool {
        let (Some(x), Some(y)) = (a.scalar(), b.scalar()) else { return a.is_blank() && b.is_blank() };
        let (x, y) = (super::clean(&x), super::clean(&y));
        if x == y {
            return true;
        }
        match key {
            "politica" => {
                let found = |name: &str| self.catalogo.find_politica(name).map(|(index, _)| index);
                found(&x).is_some() && found(&x) == found(&y)
            }
            "dimension" => dimension(&x, self.catalogo) == dimension(&y, self.catalogo),
            _ => {
                let both_plain = matches!((a, b), (Yaml::Plain(_), Yaml::Plain(_)));
                let numbers = (x.parse::<f64>(), y.parse::<f64>());
                both_plain && matches!(numbers, (Ok(x), Ok(y)) if x == y)
            }
        }
    }
}

fn below(pattern: &str, key: &str) -> String {
    if pattern.is_empty() { key.to_owned() } else { format!("{pattern}.{key}") }
}

/// A comment of the file that is there.
#[derive(Debug, Clone)]
struct Comment {
    /// With its `#`.
    text: String,
    /// The value it stands above, or at the end of whose line it stands; `None` at the end of the file.
    path: Option<String>,
    /// It stands at the end of a line.
    aside: bool,
}

/// The comments of `text`, found by what they are: text whose absence changes nothing.
fn comments(text: &str, node: &Node, tree: &Yaml, identify: &Identify<'_>) -> Vec<Comment> {
    if !text.contains('#') {
        return Vec::new();
    }
    let mut starts = Vec::new();
    begin(node, "", &mut starts, identify);
    starts.sort_by_key(|(line, _)| *line);
    let lines: Vec<&str> = text.lines().collect();
    let harmless = |index: usize, replacement: &str| {
        let changed: Vec<_> = lines.iter().enumerate().map(|(i, l)| if i == index { replacement } else { l }).collect();
        parse(&changed.join("\n")).is_some_and(|node| Yaml::of_node(&node) == *tree)
    };
    let mut comments = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        if line.trim_start().starts_with('#') {
            if harmless(index, "") {
                let next = starts.iter().find(|(at, _)| *at > index + 1);
                comments.push(Comment {
                    text: line.trim().to_owned(),
                    path: next.map(|(_, path)| path.clone()),
                    aside: false,
                });
            }
            continue;
        }
        let candidates = line.match_indices('#').map(|(at, _)| at).filter(|at| line[..*at].ends_with([' ', '\t']));
        for at in candidates {
            if harmless(index, line[..at].trim_end()) {
                let own = starts.iter().find(|(l, _)| *l == index + 1);
                let own = own.or_else(|| starts.iter().rev().find(|(l, _)| *l <= index));
                comments.push(Comment {
                    text: line[at..].trim_end().to_owned(),
                    path: own.map(|(_, path)| path.clone()),
                    aside: true,
                });
                break;
            }
        }
    }
    comments
}

/// The line on which each key and entry begins, outermost first.
fn begin(node: &Node, path: &str, starts: &mut Vec<(usize, String)>, identify: &Identify<'_>) {
    match &node.value {
        Value::Map(entries) => {
            for (key, value) in entries {
                let here = key_path(path, &key.text);
                starts.push((key.place.line_column().0, here.clone()));
                begin(value, &here, starts, identify);
            }
        }
        Value::List(items) => {
            for (index, item) in items.iter().enumerate() {
                let here = entry_path(path, index, &Yaml::of_node(item), identify);
                starts.push((item.place.line_column().0, here.clone()));
                begin(item, &here, starts, identify);
            }
        }
        _ => {}
    }
}

/// The lines with their comments; those whose entry is gone go to the head.
fn with_comments(header: &str, lines: Vec<Line>, comments: Vec<Comment>) -> String {
    const SCHEMA: &str = "# yaml-language-server:";
    let find = |path: &str| lines.iter().position(|line| line.paths.iter().any(|p| p == path));
    let mut above: Vec<Vec<&str>> = vec![Vec::new(); lines.len()];
    let mut aside: Vec<Vec<&str>> = vec![Vec::new(); lines.len()];
    let mut head = Vec::new();
    let mut tail = Vec::new();
    let own = comments.iter().find(|c| c.text.starts_with(SCHEMA)).map_or(header, |c| c.text.as_str());
    for comment in comments.iter().filter(|c| c.text != own) {
        let Some(path) = &comment.path else {
            tail.push(comment.text.as_str());
            continue;
        };
        match (find(path), comment.aside) {
            (Some(line), true) => aside[line].push(&comment.text),
            (Some(line), false) => above[line].push(&comment.text),
            (None, _) => match entry_of(path).and_then(find) {
                Some(line) => above[line].push(&comment.text),
                None => head.push(comment.text.as_str()),
            },
        }
    }
    let mut text = format!("{own}\n");
    for comment in head {
        text.push_str(&format!("{comment}\n"));
    }
    for ((line, above), aside) in lines.iter().zip(above).zip(aside) {
        let indent = line.text.len() - line.text.trim_start().len();
        for comment in above {
            text.push_str(&format!("{:indent$}{comment}\n", ""));
        }
        text.push_str(&line.text);
        for comment in aside {
            text.push_str(&format!("  {comment}"));
        }
        text.push('\n');
    }
    for comment in tail {
        text.push_str(&format!("{comment}\n"));
    }
    text
}

/// The path of the innermost entry of a list that a path goes through.
fn entry_of(path: &str) -> Option<&str> {
    let last = path.rfind("\u{1f}[")?;
    let end = path[last + 1..].find('\u{1f}').map_or(path.len(), |n| last + 1 + n);
    Some(&path[..end])
}
