//! Mappings as the text of a file: indents, dashes and what stands on one line.

use std::borrow::Cow;

use super::scalar::scalar;
use super::sink::Sink;
use super::{Clave, Identify, Line, Yaml, entry_path, key_path};

/// A file as it is written.
pub struct Writer {
    text: String,
    /// Lines that have ended.
    ended: usize,
    /// What has not ended, outermost first; the first one is the file.
    open: Vec<Open>,
    /// The line in hand is a dash.
    dash: bool,
}

/// A list or a mapping that has not ended.
#[derive(Clone, Copy)]
enum Open {
    /// With the spaces before its keys.
    Map(usize),
    /// With the spaces before its dashes.
    List(usize),
    /// On one line; what ends it, and whether anything of it is written.
    Flow { close: &'static str, begun: bool },
}

impl Writer {
    /// Goes on after `text`, which ends its last line.
    pub fn new(text: String) -> Self {
        Self { text, ended: 0, open: vec![Open::Map(0)], dash: false }
    }

    pub fn into_text(self) -> String {
        self.text
    }

    fn indent(&mut self, width: usize) {
        const SPACES: &str = "                                ";
        let mut left = width;
        while left > SPACES.len() {
            self.text.push_str(SPACES);
            left -= SPACES.len();
        }
        self.text.push_str(&SPACES[..left]);
    }

    fn end_line(&mut self) {
        self.text.push('\n');
        self.ended += 1;
    }

    fn in_flow(&self) -> bool {
        matches!(self.open.last(), Some(Open::Flow { .. }))
    }

    /// What stands before a value of a list; before that of a key, nothing.
    fn item(&mut self) {
        let before = match self.open.last_mut() {
            Some(Open::List(indent)) => {
                let indent = *indent;
                self.indent(indent);
                "-"
            }
            Some(Open::Flow { close: "]", begun: true }) => ", ",
            Some(Open::Flow { close: "]", begun }) => {
                *begun = true;
                ""
            }
            _ => "",
        };
        self.text.push_str(before);
    }

    /// Writes a value on the line in hand, which then ends unless more is to stand on it.
    fn on_line(&mut self, write: impl FnOnce(&mut String, bool)) {
        self.item();
        let flow = self.in_flow();
        if flow {
            write(&mut self.text, true);
            return;
        }
        let head = self.text.len();
        self.text.push(' ');
        write(&mut self.text, false);
        if self.text.len() == head + 1 {
            self.text.truncate(head);
        }
        self.end_line();
    }

    fn begin_flow(&mut self, open: &str, close: &'static str) {
        let flow = self.in_flow();
        self.item();
        if !flow {
            self.text.push(' ');
        }
        self.text.push_str(open);
        self.open.push(Open::Flow { close, begun: false });
    }
}

impl Sink for Writer {
    fn key(&mut self, key: Clave) {
        let indent = match self.open.last_mut() {
            Some(Open::Flow { begun, .. }) => {
                self.text.push_str(if std::mem::replace(begun, true) { ", " } else { " " });
                None
            }
            Some(Open::Map(indent)) => Some(*indent),
            _ => None,
        };
        if std::mem::take(&mut self.dash) {
            self.text.push(' ');
        } else if let Some(indent) = indent {
            self.indent(indent);
        }
        match key {
            Cow::Borrowed(word) => self.text.push_str(word),
            Cow::Owned(key) => scalar(&mut self.text, &key, true),
        }
        self.text.push_str(if indent.is_none() { ": " } else { ":" });
    }

    fn text(&mut self, text: &str) {
        self.on_line(|out, flow| scalar(out, text, flow));
    }

    fn plain(&mut self, text: &str) {
        self.on_line(|out, _| out.push_str(text));
    }

    fn leaf(&mut self, value: &Yaml) {
        self.on_line(|out, flow| {
            out.push_str(match value {
                Yaml::Bool(true) => "true",
                Yaml::Bool(false) => "false",
                Yaml::List(_) => "[]",
                Yaml::Map(_) | Yaml::Line(_) => "{}",
                _ if flow => "null",
                _ => "",
            });
        });
    }

    fn list(&mut self) {
        if self.in_flow() {
            return self.begin_flow("[", "]");
        }
        self.item();
        self.end_line();
        if let Some(Open::Map(outer) | Open::List(outer)) = self.open.last() {
            self.open.push(Open::List(outer + 2));
        }
    }

    fn map(&mut self) {
        if self.in_flow() {
            return self.begin_flow("{", " }");
        }
        self.item();
        match self.open.last() {
            // Its first key stands beside the dash.
            Some(Open::List(outer)) => {
                self.dash = true;
                self.open.push(Open::Map(outer + 2));
            }
            Some(Open::Map(outer)) => {
                self.open.push(Open::Map(outer + 2));
                self.end_line();
            }
            _ => {}
        }
    }

    fn line(&mut self) {
        self.begin_flow("{", " }");
    }

    fn end(&mut self) {
        if let Some(Open::Flow { close, .. }) = self.open.pop() {
            self.text.push_str(close);
            if !self.in_flow() {
                self.end_line();
            }
        }
    }
}

/// The lines of a mapping, with the paths of what begins on each.
pub fn lines(entries: &[(Clave, Yaml)], identify: &Identify<'_>) -> Vec<Line> {
    let mut walk = Walk { writer: Writer::new(String::new()), identify, begun: Vec::new(), paths: Vec::new() };
    walk.map(entries, "");
    let texts = walk.writer.text.lines().map(str::to_owned);
    texts.zip(walk.paths).map(|(text, paths)| Line { paths, text }).collect()
}

struct Walk<'a> {
    writer: Writer,
    identify: &'a Identify<'a>,
    /// Paths of what begins on the line in hand.
    begun: Vec<String>,
    /// Of each line.
    paths: Vec<Vec<String>>,
}

impl Walk<'_> {
    fn map(&mut self, entries: &[(Clave, Yaml)], path: &str) {
        for (key, value) in entries {
            self.writer.key(key.clone());
            self.value(value, key_path(path, key));
        }
    }

    fn value(&mut self, value: &Yaml, path: String) {
        self.begun.push(path.clone());
        match value {
            Yaml::List(items) if !items.is_empty() => {
                self.writer.list();
                self.settle();
                for (index, item) in items.iter().enumerate() {
                    self.value(item, entry_path(&path, index, item, self.identify));
                }
                self.writer.end();
            }
            Yaml::Map(entries) if !entries.is_empty() => {
                self.writer.map();
                self.settle();
                self.map(entries, &path);
                self.writer.end();
            }
            other => {
                other.tell(&mut self.writer);
                self.settle();
            }
        }
    }

    /// Gives what has begun to the line, where it has ended.
    fn settle(&mut self) {
        if self.paths.len() < self.writer.ended {
            self.paths.push(std::mem::take(&mut self.begun));
        }
    }
}
