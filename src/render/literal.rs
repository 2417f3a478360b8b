//! How a value crosses from Jinja into Typst: as a string expression closed by a
//! semicolon, `#"…";`, which is inert in markup whatever the text holds.

use std::borrow::Cow;
use std::fmt::Write;

use minijinja::value::{Value, ValueKind};
use minijinja::{AutoEscape, Error, ErrorKind, Output, State};

use super::{frases, html, marks};

/// `text` as a Typst string literal with its quotes.
pub fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    // Nearly all texts are as they are; 0xC2 begins the other control characters.
    if text.bytes().all(|b| b >= b' ' && !matches!(b, b'"' | b'\\' | 0x7F | 0xC2)) {
        out.push_str(text);
        out.push('"');
        return out;
    }
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{{{:x}}}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// `text` as Typst markup.
pub fn markup(text: &str) -> String {
    format!("#{};", quote(text))
}

/// What `value` prints as, in words; figures must have passed a filter.
///
/// # Errors
/// For `None`, booleans, fractions and containers, which have no spelling of their own.
pub fn plain(value: &Value) -> Result<String, Error> {
    let refuse = |what: &str, remedy: &str| {
        Err(Error::new(ErrorKind::InvalidOperation, format!("no se puede imprimir {what}: {remedy}")))
    };
    match value.kind() {
        ValueKind::String => Ok(value.as_str().unwrap_or_default().to_owned()),
        ValueKind::Number if value.is_integer() => Ok(value.to_string()),
        ValueKind::Number => refuse("un número con decimales sin formato", "use | numero, | puntos o | porcentaje"),
        ValueKind::Bool => refuse("un valor lógico", "use {% if … %}"),
        ValueKind::None | ValueKind::Undefined => refuse("un dato que no está", "use {% if … %} o corrija el nombre"),
        _ => refuse("una lista o un grupo de claves", "use | lista, {% for … %} o una de sus claves"),
    }
}

/// How sentences are escaped: every sign of a value is put aside.
pub const SENTENCES: AutoEscape = AutoEscape::Custom(Cow::Borrowed("frases"));
/// How pages are escaped: every value is a literal of Typst.
pub const PAGES: AutoEscape = AutoEscape::Custom(Cow::Borrowed("typst"));

/// The formatter of the environment: safe strings are of the output already, the rest
/// becomes a text of it.
pub fn format(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    let text = match state.auto_escape() {
        AutoEscape::Html if value.is_safe() => value.to_string(),
        AutoEscape::Html => html::escaped(&plain(value)?),
        escape if *escape == SENTENCES && value.is_safe() => frases::joined(&value.to_string()),
        escape if *escape == SENTENCES => marks::put_aside(&plain(value)?),
        _ if value.is_safe() => value.to_string(),
        _ => markup(&plain(value)?),
    };
    // What a block or a macro keeps does not grow without end either.
    if text.len() > super::MAX_SOURCE {
        return Err(Error::from(ErrorKind::WriteFailure));
    }
    out.write_str(&text).map_err(|_| Error::from(ErrorKind::WriteFailure))
}

/// A value in a code position of Typst: `"texto"`, `12`, `true`, `none`, `(1, 2,)`.
///
/// # Errors
/// For values without a Typst counterpart.
pub fn code(value: &Value) -> Result<String, Error> {
    Ok(match value.kind() {
        ValueKind::String if value.is_safe() => format!("[{value}]"),
        ValueKind::String => quote(value.as_str().unwrap_or_default()),
        ValueKind::Bool => value.is_true().to_string(),
        ValueKind::Number => value.to_string(),
        ValueKind::None => "none".to_owned(),
        ValueKind::Seq => {
            let mut out = String::from("(");
            for item in value.try_iter()? {
                out.push_str(&code(&item)?);
                out.push_str(", ");
            }
            out.push(')');
            out
        }
        _ => return Err(Error::new(ErrorKind::InvalidOperation, "este valor no tiene forma en Typst")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_leave_its_literal() {
        assert_eq!(markup("\"); #panic("), "#\"\\\"); #panic(\";");
        assert_eq!(markup("a\\\"\n#read(\"x\")"), "#\"a\\\\\\\"\\n#read(\\\"x\\\")\";");
    }

    #[test]
    fn raw_figures_and_absent_values_are_refused() {
        for value in [Value::from(82.3), Value::from(true), Value::from(()), Value::UNDEFINED, Value::from(vec![1])] {
            assert!(plain(&value).is_err(), "{value:?}");
        }
        assert_eq!(plain(&Value::from(2022)).unwrap(), "2022");
        assert_eq!(code(&Value::from(false)).unwrap(), "false");
        assert_eq!(code(&Value::from(vec!["a\"b"])).unwrap(), "(\"a\\\"b\", )");
    }
}
