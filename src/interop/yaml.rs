//! Data files as text: a small YAML writer whose texts read back as they are.

use std::borrow::Cow;

use crate::data::{Node, Value, parse_text};

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
        let mut writer = Writer { identify: Some(identify), ..Writer::default() };
        writer.map(self.entries().unwrap_or_default(), 0, "");
        let texts = writer.text.lines().map(str::to_owned);
        texts.zip(writer.lines).map(|(text, paths)| Line { paths, text }).collect()
    }

    /// Writes the same lines without the paths, which only a file that is there asks for.
    pub fn write(&self, text: String) -> String {
        let mut writer = Writer { text, ..Writer::default() };
        writer.map(self.entries().unwrap_or_default(), 0, "");
        writer.text
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

/// A file as it is written.
#[derive(Default)]
struct Writer<'a> {
    text: String,
    /// Of each line, where `identify` asks for them.
    lines: Vec<Vec<String>>,
    /// Paths of what begins on the line in hand before its own value.
    begun: Vec<String>,
    identify: Option<&'a Identify<'a>>,
}

impl Writer<'_> {
    fn indent(&mut self, width: usize) {
        const SPACES: &str = "                                ";
        let mut left = width;
        while left > SPACES.len() {
            self.text.push_str(SPACES);
            left -= SPACES.len();
        }
        self.text.push_str(&SPACES[..left]);
    }

    /// Ends a line, on which the value at `path` begins.
    fn end(&mut self, path: String) {
        self.text.push('\n');
        if self.identify.is_some() {
            let mut paths = std::mem::take(&mut self.begun);
            paths.push(path);
            self.lines.push(paths);
        }
    }

    /// Writes the entries of a mapping.  The first key stands where the line in hand ends, if that
    /// is a dash.
    fn map(&mut self, entries: &[(Clave, Yaml)], indent: usize, path: &str) {
        for (key, value) in entries {
            let here = self.identify.map_or_else(String::new, |_| key_path(path, key));
            match self.text.ends_with('-') {
                true => self.text.push(' '),
                false => self.indent(indent),
            }
            write_key(&mut self.text, key);
            self.text.push(':');
            self.value(value, indent, here);
        }
    }

    /// Writes `value` after what the line in hand has: a key with its colon, or a dash.
    fn value(&mut self, value: &Yaml, indent: usize, path: String) {
        match value {
            Yaml::List(items) if !items.is_empty() => {
                self.end(path.clone());
                for (index, item) in items.iter().enumerate() {
                    let here =
                        self.identify.map_or_else(String::new, |identify| entry_path(&path, index, item, identify));
                    self.indent(indent + 2);
                    self.text.push('-');
                    match item {
                        Yaml::Map(entries) if !entries.is_empty() => {
                            if self.identify.is_some() {
                                self.begun.push(here.clone());
                            }
                            self.map(entries, indent + 4, &here);
                        }
                        other => self.value(other, indent + 2, here),
                    }
                }
            }
            Yaml::Map(entries) if !entries.is_empty() => {
                self.end(path.clone());
                self.map(entries, indent + 2, &path);
            }
            other => {
                let head = self.text.len();
                self.text.push(' ');
                inline(&mut self.text, other, false);
                if self.text.len() == head + 1 {
                    self.text.truncate(head);
                }
                self.end(path);
            }
        }
    }
}

/// Writes a value on one line; nothing for null outside a flow mapping.
fn inline(out: &mut String, value: &Yaml, flow: bool) {
    match value {
        Yaml::Null if flow => out.push_str("null"),
        Yaml::Null => {}
        Yaml::Bool(true) => out.push_str("true"),
        Yaml::Bool(false) => out.push_str("false"),
        Yaml::Plain(text) => out.push_str(text),
        Yaml::Text(text) => scalar(out, text, flow),
        Yaml::List(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push_str(", ");
                }
                inline(out, item, true);
            }
            out.push(']');
        }
        Yaml::Map(entries) | Yaml::Line(entries) if entries.is_empty() => out.push_str("{}"),
        Yaml::Map(entries) | Yaml::Line(entries) => {
            for (index, (key, value)) in entries.iter().enumerate() {
                out.push_str(if index > 0 { ", " } else { "{ " });
                write_key(out, key);
                out.push_str(": ");
                inline(out, value, true);
            }
            out.push_str(" }");
        }
    }
}

fn write_key(out: &mut String, key: &Clave) {
    match key {
        Cow::Borrowed(word) => out.push_str(word),
        Cow::Owned(text) => scalar(out, text, true),
    }
}

/// Writes `text` as a scalar, in quotes only where YAML would read something else.
fn scalar(out: &mut String, text: &str, flow: bool) {
    match is_plain(text, flow) {
        true => out.push_str(text),
        false => out.push_str(&quoted(text)),
    }
}

/// Words that some reader of YAML, 1.1 or 1.2, takes for something else than a
/// text; `<<` merges mappings and `=` is a default value.
const WORDS: [&str; 15] =
    ["null", "~", "true", "false", "yes", "no", "on", "off", "y", "n", "nan", "inf", "infinity", "<<", "="];

/// Whether some reader of YAML takes `text` for a number, a date or a time:
/// decimals, octal, hexadecimal, binary, exponents, sexagesimals (`12:30`),
/// digits in groups and what is not finite.
fn is_number(text: &str) -> bool {
    let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit() || c == '_');
    let bare = text.strip_prefix(['+', '-']).unwrap_or(text).to_lowercase();
    let (mantissa, exponent) = bare.split_once('e').unwrap_or((&bare, ""));
    let decimal = mantissa.contains(|c: char| c.is_ascii_digit())
        && mantissa.chars().all(|c| c.is_ascii_digit() || ".,:_".contains(c))
        && digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent));
    let radix = ["0x", "0o", "0b"].iter().filter_map(|prefix| bare.strip_prefix(prefix));
    let other_base = radix.into_iter().any(|rest| rest.chars().all(|c| c.is_ascii_hexdigit() || c == '_'));
    let dated = bare.contains('-') && {
        let date: Vec<_> = bare.split(['t', ' ', '\t']).next().unwrap_or_default().split('-').collect();
        date.len() == 3 && date.iter().all(|part| !part.is_empty() && digits(part))
    };
    decimal || other_base || dated || [".inf", ".nan"].contains(&bare.as_str())
}

/// Bytes of the longest of `words`.
const fn longest(words: &[&str]) -> usize {
    match words {
        [] => 0,
        [first, rest @ ..] => {
            let (own, others) = (first.len(), longest(rest));
            if own > others { own } else { others }
        }
    }
}

/// The bytes of ASCII that may stand anywhere in a plain text that begins with a letter.
const WORD: [bool; 256] = {
    let mut word = [false; 256];
    let (mut at, signs) = (0, b" .;()/-_");
    while at < 128 {
        word[at] = (at as u8).is_ascii_alphanumeric();
        at += 1;
    }
    at = 0;
    while at < signs.len() {
        word[signs[at] as usize] = true;
        at += 1;
    }
    word
};

/// Whether a text is plain beyond doubt, as keys, most names and ranges of cells are: it begins
/// with a letter, has letters, digits and harmless signs, and is none of [`WORDS`].
fn is_word(text: &str, flow: bool) -> bool {
    let bytes = text.as_bytes();
    matches!(bytes, [b'a'..=b'z' | b'A'..=b'Z', ..]) && is_harmless(bytes, flow) && !is_reserved(text)
}

/// Whether only letters, digits and harmless signs stand in a text.  Files are written by the
/// thousand, so that each byte takes a few steps where nothing is optimized either.
fn is_harmless(bytes: &[u8], flow: bool) -> bool {
    let mut at = 0;
    loop {
        while at < bytes.len() && WORD[bytes[at] as usize] {
            at += 1;
        }
        at += match bytes[at..] {
            [] => break,
            [b',', ..] if !flow => 1,
            // A colon is part of the text where a word goes on.
            [b':', next, ..] if !flow && next != b' ' && WORD[next as usize] => 1,
            // À to ÿ, but for × and ÷.
            [0xc3, next, ..] if next != 0x97 && next != 0xb7 => 2,
            _ => return false,
        };
    }
    !matches!(bytes.last(), Some(b' '))
}

/// Whether a text is one of [`WORDS`], in whatever case.
fn is_reserved(text: &str) -> bool {
    const LONGEST: usize = longest(&WORDS);
    // Few texts are as short and begin as one of them.
    let begins = matches!(
        text.as_bytes(),
        [b'n' | b'N' | b't' | b'T' | b'f' | b'F' | b'y' | b'Y' | b'o' | b'O' | b'i' | b'I' | b'~' | b'<' | b'=', ..]
    );
    begins && text.len() <= LONGEST && WORDS.iter().any(|word| word.eq_ignore_ascii_case(text))
}

fn is_plain(text: &str, flow: bool) -> bool {
    if is_word(text, flow) {
        return true;
    }
    let (Some(first), Some(last)) = (text.chars().next(), text.chars().next_back()) else { return false };
    // What begins with a letter is no number.
    if is_reserved(text) || (!first.is_alphabetic() && is_number(text)) {
        return false;
    }
    if first.is_ascii_digit() && is_harmless(text.as_bytes(), true) {
        return true;
    }
    let word = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '.' | ';' | '(' | ')' | '/' | '-' | '_');
    if first.is_alphabetic() && last != ' ' && text.chars().all(|c| word(c) || (c == ',' && !flow)) {
        return true;
    }
    let odd = text.chars().any(|c| escape(c).is_some());
    let indicator = "-?:,[]{}#&*!|>'\"%@`".contains(first);
    let broken = text.contains(": ") || text.contains(" #") || text.ends_with(':');
    let bracket = flow && text.contains([',', '[', ']', '{', '}', ':', '?', '"']);
    if odd || indicator || broken || bracket || first.is_whitespace() || last.is_whitespace() {
        return false;
    }
    reads_back(text, flow)
}

/// Whether the reader of this program takes `text`, without quotes, for the same text.
fn reads_back(text: &str, flow: bool) -> bool {
    let read = if flow { format!("- {{ a: {text} }}\n") } else { format!("- {text}\n") };
    let (file, findings) = parse_text("", &read);
    let value = file.node.as_ref().and_then(|node| match &node.value {
        Value::List(items) => items.first(),
        _ => None,
    });
    let value = if flow { value.and_then(|map| map.get("a")) } else { value };
    findings.is_empty() && value.and_then(Node::text) == Some(text)
}

/// The escape of a character that a quoted scalar cannot hold as it is.
fn escape(c: char) -> Option<String> {
    match c {
        '\n' => Some("\\n".to_owned()),
        '\t' => Some("\\t".to_owned()),
        '\r' => Some("\\r".to_owned()),
        c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}') => {
            Some(format!("\\u{:04X}", u32::from(c)))
        }
        _ => None,
    }
}

fn quoted(text: &str) -> String {
    let mut out = String::from('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c => match escape(c) {
                Some(escaped) => out.push_str(&escaped),
                None => out.push(c),
            },
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::exploration::holds;

    fn written(tree: &Yaml) -> String {
        let text: String = tree.lines(&|_, _| None).into_iter().map(|line| line.text + "\n").collect();
        assert_eq!(tree.write(String::new()), text);
        text
    }

    fn scalar(text: &str, flow: bool) -> String {
        let mut out = String::new();
        super::scalar(&mut out, text, flow);
        out
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

    /// What is quick to see is what the reader says.
    #[test]
    fn texts_that_are_plain_beyond_doubt_read_back_without_quotes() {
        let texts = prop_oneof!["[a-zA-Z0-9 .:;()/_,Áñü×-]{1,10}", "[A-Z]{1,2}[0-9]:[A-Z][0-9]", "[0-9a-f]{1,6}"];
        holds(2000, texts, |text| {
            for flow in [false, true] {
                prop_assert!(!is_plain(&text, flow) || reads_back(&text, flow), "{text:?}");
            }
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
                assert!(scalar(text, flow).starts_with('"'), "{text:?} is written {}", scalar(text, flow));
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
    fn quotes_stand_only_where_they_are_needed() {
        for (text, expected) in [
            ("Transparencia, Acceso a la Información Pública", "Transparencia, Acceso a la Información Pública"),
            ("FURAG, vigencia 2024", "FURAG, vigencia 2024"),
            ("3 de mayo", "3 de mayo"),
            ("3/6", "3/6"),
            ("¿Qué?", "¿Qué?"),
            ("01", "\"01\""),
            ("82.3", "\"82.3\""),
            ("sí", "sí"),
            ("no", "\"no\""),
            ("a: b", "\"a: b\""),
            ("a #b", "\"a #b\""),
            ("- guion", "\"- guion\""),
            ("", "\"\""),
            ("un\nsalto", "\"un\\nsalto\""),
        ] {
            assert_eq!(scalar(text, false), expected);
        }
        assert_eq!(scalar("a, b", true), "\"a, b\"");
    }

    #[test]
    fn numbers_have_the_digits_of_a_workbook() {
        assert_eq!(number(0.573 * 100.0), "57.3");
        assert_eq!(number(82.1 + 0.2), "82.3");
        assert_eq!(number(100.0), "100");
        assert_eq!(number(57.914_823_311), "57.914823311");
    }
}
