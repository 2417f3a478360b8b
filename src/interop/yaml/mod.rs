//! Data files as text: a small YAML writer whose texts read back as they are.

mod scalar;
mod sink;
mod writer;

use std::borrow::Cow;

use crate::data::{Node, Value};

use scalar::is_number;
pub use sink::{Sink, told};
pub use writer::Writer;

/// A key: one that a file has, or one of this program, which is a word and needs no quotes.
pub type Clave = Cow<'static, str>;

/// A YAML tree to be written, or one that was read, without places.
#[derive(Debug, Clone, PartialEq)]
pub enum Yaml {
    Null,
    Bool(bool),
    /// A number or a date as it is spelt.
    Plain(String),
    Text(String),
    List(Vec<Yaml>),
    Map(Vec<(Clave, Yaml)>),
    /// A mapping on one line: `{ codigo: I01, puntaje: 80.1 }`.
    Line(Vec<(Clave, Yaml)>),
}

/// A written line and the paths of the values that begin on it, outermost first.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    pub paths: Vec<String>,
    pub text: String,
}

/// Names an entry of the list at a path, so that it is known again wherever it
/// stands; `None` where only its position names it.
pub type Identify<'a> = dyn Fn(&str, &Yaml) -> Option<String> + 'a;

impl Yaml {
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// `value` with the fifteen digits that a workbook shows: 57.3, not 57.29999999999999.
    pub fn number(value: f64) -> Self {
        Self::Plain(number(value))
    }

    pub fn of_node(node: &Node) -> Self {
        match &node.value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(*value),
            Value::Number(value) => match node.place.text().trim() {
                // The anchor it repeats may not be written again.
                alias if alias.starts_with('*') => Self::number(*value),
                spelt => Self::Plain(spelt.to_owned()),
            },
            Value::Text(text) if is_number(text) && node.place.text().trim() == text => Self::Plain(text.clone()),
            Value::Text(text) => Self::Text(text.clone()),
            Value::List(items) => Self::List(items.iter().map(Self::of_node).collect()),
            Value::Map(entries) => {
                Self::Map(entries.iter().map(|(key, value)| (key.text.clone().into(), Self::of_node(value))).collect())
            }
        }
    }

    /// The entries of a mapping, however it is written.
    pub fn entries(&self) -> Option<&[(Clave, Yaml)]> {
        match self {
            Self::Map(entries) | Self::Line(entries) => Some(entries),
            _ => None,
        }
    }

    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entries()?.iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// A scalar as it reads, without quotes.
    pub fn scalar(&self) -> Option<String> {
        match self {
            Self::Bool(value) => Some(value.to_string()),
            Self::Plain(text) | Self::Text(text) => Some(text.clone()),
            _ => None,
        }
    }

    /// Null, or an empty list or mapping: the same as a key that is not written.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Null => true,
            Self::List(items) => items.is_empty(),
            Self::Map(entries) | Self::Line(entries) => entries.is_empty(),
            _ => false,
        }
    }

    /// The lines of a file that holds this mapping.
    pub fn lines(&self, identify: &Identify<'_>) -> Vec<Line> {
        writer::lines(self.entries().unwrap_or_default(), identify)
    }

    /// Writes the same lines after `text`, without the paths, which only a file that is there asks for.
    pub fn write(&self, text: String) -> String {
        let mut writer = Writer::new(text);
        tell_entries(self.entries().unwrap_or_default(), &mut writer);
        writer.into_text()
    }

    /// Tells the tree as the value of the key, or the item of the list, that `out` waits for.
    pub fn tell(&self, out: &mut dyn Sink) {
        match self {
            Self::Plain(text) => out.plain(text),
            Self::Text(text) => out.text(text),
            Self::List(items) if !items.is_empty() => {
                out.list();
                items.iter().for_each(|item| item.tell(out));
                out.end();
            }
            Self::Map(entries) if !entries.is_empty() => {
                out.map();
                tell_entries(entries, out);
                out.end();
            }
            Self::Line(entries) if !entries.is_empty() => {
                out.line();
                tell_entries(entries, out);
                out.end();
            }
            leaf => out.leaf(leaf),
        }
    }
}

fn tell_entries(entries: &[(Clave, Yaml)], out: &mut dyn Sink) {
    for (key, value) in entries {
        out.key(key.clone());
        value.tell(out);
    }
}

/// The path of a key below `path`.
pub fn key_path(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}\u{1f}{key}") }
}

/// The path of an entry of the list at `path`.
pub fn entry_path(path: &str, index: usize, entry: &Yaml, identify: &Identify<'_>) -> String {
    let name = identify(path, entry).unwrap_or_else(|| index.to_string());
    format!("{path}\u{1f}[{name}]")
}

/// `value` with fifteen significant digits, without exponent or idle zeros.
pub fn number(value: f64) -> String {
    // The shortest text that reads back as the value is its fifteen digits, where it has no more.
    let shortest = value.to_string();
    let digits = shortest.trim_start_matches(['-', '0', '.']);
    if value.is_finite() && digits.len() <= 15 {
        return shortest;
    }
    format!("{value:.14e}").parse::<f64>().unwrap_or(value).to_string()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::data::parse_text;
    use crate::exploration::holds;

    fn written(tree: &Yaml) -> String {
        let text: String = tree.lines(&|_, _| None).into_iter().map(|line| line.text + "\n").collect();
        assert_eq!(tree.write(String::new()), text);
        assert_eq!(&told(|out| tell_entries(tree.entries().expect("a mapping"), out)), tree);
        text
    }

    fn read_back(tree: &Yaml) -> Yaml {
        let text = written(tree);
        let (file, findings) = parse_text("a.yaml", &text);
        assert!(findings.is_empty(), "{findings:?}\n{text}");
        Yaml::of_node(&file.node.expect("a tree"))
    }

    /// The tree as it is read: one-line mappings are mappings.
    fn as_read(tree: &Yaml) -> Yaml {
        let entries = |e: &[(Clave, Yaml)]| e.iter().map(|(k, v)| (k.clone(), as_read(v))).collect();
        match tree {
            Yaml::Line(e) | Yaml::Map(e) => Yaml::Map(entries(e)),
            Yaml::List(items) => Yaml::List(items.iter().map(as_read).collect()),
            other => other.clone(),
        }
    }

    fn holding(text: &str) -> Yaml {
        Yaml::Map(vec![
            ("texto".into(), Yaml::text(text)),
            ("lista".into(), Yaml::List(vec![Yaml::text(text), Yaml::text(text)])),
            (
                "linea".into(),
                Yaml::List(vec![Yaml::Line(vec![("a".into(), Yaml::text(text)), ("b".into(), Yaml::number(80.1))])]),
            ),
            ("mapa".into(), Yaml::Map(vec![("x".into(), Yaml::text(text)), ("y".into(), Yaml::Bool(true))])),
        ])
    }

    #[test]
    fn any_text_reads_back_as_it_is() {
        let texts = prop_oneof![
            any::<String>(),
            "[-?:,\\[\\]{}#&*!|>'\"%@` .a0-9~<=\\\\/+_\n\tñ]{0,12}",
            "[0-9.,eExXoO+_:T-]{1,10}",
        ];
        holds(2000, texts, |text| {
            let tree = holding(&text);
            prop_assert_eq!(read_back(&tree), as_read(&tree));
            Ok(())
        });
    }

    #[test]
    fn any_key_reads_back_as_it_is() {
        let keys = prop_oneof![any::<String>(), "[-?:,<=~!&*%@`#. \\[\\]{}yn0-9]{0,4}"];
        holds(2000, keys, |key| {
            let tree = Yaml::Map(vec![(key.into(), Yaml::text("x"))]);
            prop_assert_eq!(read_back(&tree), tree);
            Ok(())
        });
    }

    /// What readers of YAML 1.1 or 1.2 take for something else than a text; each
    /// reads back as a text wherever it stands, and no reader can differ: it is
    /// in quotes.
    #[test]
    fn what_any_reader_takes_for_something_else_is_quoted() {
        let words =
            "<< = ~ null Null NULL true True FALSE yes Yes NO on off y N .nan .NaN nan .inf -.Inf +.INF infinity";
        let numbers = "0 -1 +1 017 0o17 0x1F 0b101 1_000 685_230.15 685,230 1e3 1E+3 -.5 5. 1.2.3 12:30 190:20:30.15 \
                       2024-04-30 2024-4-3 2024-04-30T10:00:00Z";
        let marks = "- ? : -a: ?a: a: --- %a @a `a !a &a *a |a >a 'a \"a [a {a ]a }a ,a #a";
        let spaced = "| | a|a |- a|? a|: a|a: b|a #b|# a|a\tb|\ta|a\t#b|a:\tb|a\nb|a\rb|a\u{85}b|a\u{2028}b|a\u{2029}b|\
                      \u{feff}a|a\u{a0}|\u{a0}a|a\0b|a\u{7f}b|2024-04-30 10:00:00";
        for text in [words, numbers, marks].into_iter().flat_map(str::split_whitespace).chain(spaced.split('|')) {
            for flow in [false, true] {
                let mut out = String::new();
                scalar::scalar(&mut out, text, flow);
                assert!(out.starts_with('"'), "{text:?} is written {out}");
            }
            let tree = Yaml::Map(vec![(text.to_owned().into(), holding(text))]);
            assert_eq!(read_back(&tree), as_read(&tree), "{text:?}");
        }
    }

    #[test]
    fn a_file_is_written_again_with_the_numbers_and_dates_that_it_had() {
        let text = "a: &x 5\nb: *x\nfecha: 2024-04-30\ncodigo: \"017\"\noctal: 0o17\nhora: \"12:30\"\n";
        let (file, findings) = parse_text("a.yaml", text);
        assert!(findings.is_empty(), "{findings:?}");
        let tree = Yaml::of_node(&file.node.expect("a tree"));
        assert_eq!(written(&tree), "a: 5\nb: 5\nfecha: 2024-04-30\ncodigo: \"017\"\noctal: 0o17\nhora: \"12:30\"\n");
    }

    #[test]
    fn numbers_have_the_digits_of_a_workbook() {
        assert_eq!(number(0.573 * 100.0), "57.3");
        assert_eq!(number(82.1 + 0.2), "82.3");
        assert_eq!(number(100.0), "100");
        assert_eq!(number(57.914_823_311), "57.914823311");
    }
}
