//! The comments of a data file: where each stands, and where it goes when the
//! file is written again.

use std::collections::{BTreeSet, HashMap};

use crate::data::{Node, Value, parse_text};

use super::super::yaml::{Identify, Line, Yaml, entry_path, key_path};

/// A comment of the file that is there.
#[derive(Debug, Clone)]
struct Comment {
    /// With its `#`.
    text: String,
    /// The value it stands above, or at the end of whose line it stands; `None` at the end of the file.
    path: Option<String>,
    /// It stands at the end of a line.
    aside: bool,
    /// The values of that line.
    beside: Vec<String>,
}

/// What a file has beside its values, and on which line each of these begins.
#[derive(Debug, Default)]
pub struct Comments {
    all: Vec<Comment>,
    /// Paths of the values and entries that have a comment at the end of their line.
    pub aside: BTreeSet<String>,
    /// Line, from 1, of each path.
    pub lines: HashMap<String, usize>,
}

/// Where a `#` may begin a comment.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    /// From 0.
    line: usize,
    /// Byte of the line.
    at: usize,
}

impl Comments {
    /// The comments of `text`, which reads as `node` and `tree`.
    pub fn read(text: &str, node: &Node, tree: &Yaml, identify: &Identify<'_>) -> Self {
        let mut found = Beginnings::default();
        found.visit(node, "", identify);
        found.starts.sort_by_key(|(line, _)| *line);
        found.spans.sort_unstable();
        let mut own = Self::default();
        for (line, path) in &found.starts {
            own.lines.entry(path.clone()).or_insert(*line);
        }
        let lines: Vec<&str> = text.lines().collect();
        for Candidate { line, at } in genuine(text, &lines, &found.spans, tree) {
            own.add(lines[line], line + 1, at, &found.starts);
        }
        own
    }

    /// A comment on `line`, from 1.
    fn add(&mut self, content: &str, line: usize, at: usize, starts: &[(usize, String)]) {
        let text = content[at..].trim_end().to_owned();
        let aside = !content[..at].trim().is_empty();
        let next = starts.partition_point(|(start, _)| *start <= line);
        let mut beside = Vec::new();
        let path = if aside {
            let of_line = &starts[starts.partition_point(|(start, _)| *start < line)..next];
            // Or the value that goes on in the line.
            let own = if of_line.is_empty() { &starts[next.saturating_sub(1)..next] } else { of_line };
            beside.extend(own.iter().map(|(_, path)| path.clone()));
            // An entry and its first key begin together: what is said there is of the key.
            if own.len() == 2 { own.last() } else { own.first() }
        } else {
            starts.get(next)
        };
        self.aside.extend(beside.iter().cloned());
        self.all.push(Comment { text, path: path.map(|(_, path)| path.clone()), aside, beside });
    }

    /// The lines with their comments; those whose entry is gone go to the head.
    /// `moved` gives the path that a value has now; the comment of a value in `kept` stays beside it.
    pub fn with(
        &self,
        header: &str,
        lines: &[Line],
        kept: &BTreeSet<String>,
        moved: &dyn Fn(&str) -> String,
    ) -> String {
        const SCHEMA: &str = "# yaml-language-server:";
        let mut places: HashMap<&str, usize> = HashMap::new();
        for (index, line) in lines.iter().enumerate() {
            for path in &line.paths {
                places.entry(path).or_insert(index);
            }
        }
        let mut above: Vec<Vec<&str>> = vec![Vec::new(); lines.len()];
        let mut aside: Vec<Vec<&str>> = vec![Vec::new(); lines.len()];
        let mut head = Vec::new();
        let mut tail = Vec::new();
        let own = self.all.iter().find(|c| c.text.starts_with(SCHEMA)).map_or(header, |c| c.text.as_str());
        for comment in self.all.iter().filter(|c| c.text != own) {
            let corrected = comment.beside.iter().filter(|path| kept.contains(*path)).map(|path| moved(path));
            let corrected: BTreeSet<_> = corrected.filter_map(|path| places.get(path.as_str()).copied()).collect();
            if !corrected.is_empty() {
                corrected.into_iter().for_each(|line| aside[line].push(&comment.text));
                continue;
            }
            let Some(path) = comment.path.as_deref().map(moved) else {
                tail.push(comment.text.as_str());
                continue;
            };
            match (places.get(path.as_str()), comment.aside) {
                (Some(line), true) => aside[*line].push(&comment.text),
                (Some(line), false) => above[*line].push(&comment.text),
                (None, _) => match entry_of(&path).and_then(|entry| places.get(entry)) {
                    Some(line) => above[*line].push(&comment.text),
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
}

/// The path of the innermost entry of a list that a path goes through.
fn entry_of(path: &str) -> Option<&str> {
    let last = path.rfind("\u{1f}[")?;
    let end = path[last + 1..].find('\u{1f}').map_or(path.len(), |n| last + 1 + n);
    Some(&path[..end])
}

/// Where the keys, entries and scalars of a file are.
#[derive(Default)]
struct Beginnings {
    /// The line, from 1, on which each key and entry begins, outermost first.
    starts: Vec<(usize, String)>,
    /// First and last byte of the scalars that stand on one line: no comment is inside.
    spans: Vec<(usize, usize)>,
}

impl Beginnings {
    fn visit(&mut self, node: &Node, path: &str, identify: &Identify<'_>) {
        match &node.value {
            Value::Map(entries) => {
                for (key, value) in entries {
                    let here = key_path(path, &key.text);
                    self.starts.push((key.place.line_column().0, here.clone()));
                    self.spans.push((key.place.range.start, key.place.range.end));
                    self.visit(value, &here, identify);
                }
            }
            Value::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    let here = entry_path(path, index, &Yaml::of_node(item), identify);
                    self.starts.push((item.place.line_column().0, here.clone()));
                    self.visit(item, &here, identify);
                }
            }
            Value::Text(_) if !node.place.text().contains('\n') => {
                self.spans.push((node.place.range.start, node.place.range.end));
            }
            _ => {}
        }
    }
}

/// The comments of `text`, in order: what can be left out and changes nothing.
/// Many are left out at once, and only where that changes something are they
/// looked at in halves: a file whose every `#` begins a comment is read once.
fn genuine(text: &str, lines: &[&str], spans: &[(usize, usize)], tree: &Yaml) -> Vec<Candidate> {
    let mut open = candidates(text, spans);
    let mut found = Vec::new();
    while !open.is_empty() {
        // The first `#` of each line, then the second of those whose first is none.
        let first: Vec<_> = open.iter().filter_map(|of_line| of_line.first().copied()).collect();
        let sifted = sift(&first, lines, tree);
        let done: BTreeSet<usize> = sifted.iter().map(|c| c.line).collect();
        found.extend(sifted);
        open = open
            .into_iter()
            .filter(|of_line| of_line.len() > 1 && !done.contains(&of_line[0].line))
            .map(|mut of_line| {
                of_line.remove(0);
                of_line
            })
            .collect();
    }
    found.sort_by_key(|c| c.line);
    found
}

/// Where comments may begin, line by line.
fn candidates(text: &str, spans: &[(usize, usize)]) -> Vec<Vec<Candidate>> {
    let in_scalar = |byte: usize| {
        let before = spans.partition_point(|(start, _)| *start <= byte);
        before.checked_sub(1).is_some_and(|at| byte < spans[at].1)
    };
    let mut start = 0;
    let mut all = Vec::new();
    for (line, content) in text.split_inclusive('\n').enumerate() {
        let signs = content.match_indices('#').map(|(at, _)| at);
        let free = signs.filter(|at| {
            let before = &content[..*at];
            (before.trim().is_empty() || before.ends_with([' ', '\t'])) && !in_scalar(start + at)
        });
        let of_line: Vec<_> = free.map(|at| Candidate { line, at }).collect();
        if !of_line.is_empty() {
            all.push(of_line);
        }
        start += content.len();
    }
    all
}

/// Those of `set` that are comments.
fn sift(set: &[Candidate], lines: &[&str], tree: &Yaml) -> Vec<Candidate> {
    let mut without: Vec<&str> = lines.to_vec();
    for Candidate { line, at } in set {
        without[*line] = lines[*line][..*at].trim_end();
    }
    let read = parse_text("", &without.join("\n")).0.node;
    if read.is_some_and(|node| Yaml::of_node(&node) == *tree) {
        return set.to_vec();
    }
    if set.len() < 2 {
        return Vec::new();
    }
    let (one, other) = set.split_at(set.len() / 2);
    [sift(one, lines, tree), sift(other, lines, tree)].concat()
}
