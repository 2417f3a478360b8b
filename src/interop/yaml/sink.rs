//! A mapping that is told a step at a time, from its top to its leaves, so that who has the
//! values need not build a tree of them: it becomes text at once, or a tree where one is compared.

use super::{Clave, Yaml, number};

/// Takes the steps of a mapping: keys and what each is.  Lists and mappings have something in
/// them, and go on until their `end`; within a mapping, each value comes after its key.
pub trait Sink {
    /// A key, whose value comes next.
    fn key(&mut self, key: Clave);
    /// A text, which whoever takes it puts in quotes where it needs them.
    fn text(&mut self, text: &str);
    /// A number or a date as it is spelt.
    fn plain(&mut self, text: &str);
    /// A value that is no text and has nothing in it: null, a yes or a no, an empty list.
    fn leaf(&mut self, value: &Yaml);
    /// Begins a list.
    fn list(&mut self);
    /// Begins a mapping.
    fn map(&mut self);
    /// Begins a mapping on one line.
    fn line(&mut self);
    /// Ends the list or the mapping that began last.
    fn end(&mut self);

    /// A key whose value is a text.
    fn says(&mut self, key: &'static str, text: &str) {
        self.key(Clave::Borrowed(key));
        self.text(text);
    }

    /// A key whose value is a number.
    fn counts(&mut self, key: &'static str, value: f64) {
        self.key(Clave::Borrowed(key));
        self.plain(&number(value));
    }
}

/// The tree of what `tell` says.
pub fn told(tell: impl FnOnce(&mut dyn Sink)) -> Yaml {
    let mut tree = Tree { whole: Yaml::Map(Vec::new()), open: Vec::new(), keys: Vec::new() };
    tell(&mut tree);
    tree.whole
}

struct Tree {
    whole: Yaml,
    /// Lists and mappings that have not ended, outermost first.
    open: Vec<Yaml>,
    /// Keys whose values have not ended.
    keys: Vec<Clave>,
}

impl Tree {
    fn put(&mut self, value: Yaml) {
        match self.open.last_mut().unwrap_or(&mut self.whole) {
            Yaml::Map(entries) | Yaml::Line(entries) => entries.push((self.keys.pop().unwrap_or_default(), value)),
            Yaml::List(items) => items.push(value),
            _ => {}
        }
    }
}

impl Sink for Tree {
    fn key(&mut self, key: Clave) {
        self.keys.push(key);
    }

    fn text(&mut self, text: &str) {
        self.put(Yaml::text(text));
    }

    fn plain(&mut self, text: &str) {
        self.put(Yaml::Plain(text.to_owned()));
    }

    fn leaf(&mut self, value: &Yaml) {
        self.put(value.clone());
    }

    fn list(&mut self) {
        self.open.push(Yaml::List(Vec::new()));
    }

    fn map(&mut self) {
        self.open.push(Yaml::Map(Vec::new()));
    }

    fn line(&mut self) {
        self.open.push(Yaml::Line(Vec::new()));
    }

    fn end(&mut self) {
        if let Some(whole) = self.open.pop() {
            self.put(whole);
        }
    }
}
