//! Live figures: what stands between `{{` and `}}` is arithmetic over the figures of the
//! document, closed by at most one format, and nothing else:
//!
//! ```text
//! cifra    = ( suma | lista ) [ "|" formato [ "(" literal { "," literal } ")" ] ]
//! lista    = "[" suma { "," suma } "]"
//! suma     = producto { ( "+" | "-" ) producto }
//! producto = atomo { ( "*" | "/" ) atomo }
//! atomo    = número | nombre { "." nombre } | "-" atomo | "(" suma ")"
//! literal  = número | "texto" | 'texto'
//! ```
//!
//! A format belongs to the whole expression, so a formatted text is never multiplied, and
//! nothing here can call, loop or build a text longer than the data.

use minijinja::value::{Value, ValueKind};
use minijinja::{Environment, context};

use super::literal::plain;

/// The formats that a figure may have.
pub const FORMATS: [&str; 8] = ["numero", "entero", "puntos", "porcentaje", "fecha", "cantidad", "lista", "citas"];

/// From here on a number has no exact units.
const MAX_VALUE: f64 = 1e15;
/// Parentheses and signs inside one another.
const MAX_DEPTH: usize = 32;

/// Why a figure has no value.
#[derive(Debug)]
pub enum Wrong {
    /// It is not of the grammar.
    Syntax,
    /// No such figure, or it is blank in this document; with its path.
    Unknown(String),
    /// No such format.
    Format(String),
    /// Arithmetic with what is no number; with its path.
    Operand(String),
    /// Too large a result, or a division by zero.
    NotFinite,
    /// The format does not take these arguments; with what it does take.
    Arguments(&'static str),
    /// The format refused the value.
    Refused(minijinja::Error),
}

/// What `expression` prints as.
///
/// # Errors
/// [`Wrong`] says why it has no value.
pub fn evaluate(env: &Environment<'_>, expression: &str, cifras: &Value) -> Result<String, Wrong> {
    let mut reader = Reader { tokens: tokens(expression)?, at: 0, depth: 0, cifras };
    let value = reader.value()?;
    let value = match reader.format()? {
        Some((name, arguments)) => apply(env, name, &arguments, value)?,
        None => value,
    };
    plain(&value).map_err(Wrong::Refused)
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Token<'a> {
    Name(&'a str),
    Number(&'a str),
    Text(&'a str),
    Sign(char),
}

fn tokens(expression: &str) -> Result<Vec<Token<'_>>, Wrong> {
    let mut found = Vec::new();
    let mut rest = expression.trim_start();
    while let Some(first) = rest.chars().next() {
        let while_true = |wanted: fn(char) -> bool| rest.find(|c| !wanted(c)).unwrap_or(rest.len());
        let length = match first {
            'a'..='z' | 'A'..='Z' | '_' => {
                let end = while_true(|c| c.is_ascii_alphanumeric() || c == '_');
                found.push(Token::Name(&rest[..end]));
                end
            }
            '0'..='9' => {
                let end = while_true(|c| c.is_ascii_digit() || c == '.');
                found.push(Token::Number(&rest[..end]));
                end
            }
            '"' | '\'' => {
                let end = rest[1..].find(first).ok_or(Wrong::Syntax)?;
                // An escape would print a character that the data does not show.
                let text = Some(&rest[1..=end]).filter(|text| !text.contains('\\')).ok_or(Wrong::Syntax)?;
                found.push(Token::Text(text));
                end + 2
            }
            '+' | '-' | '*' | '/' | '(' | ')' | '[' | ']' | ',' | '.' | '|' => {
                found.push(Token::Sign(first));
                1
            }
            _ => return Err(Wrong::Syntax),
        };
        rest = rest[length..].trim_start();
    }
    Ok(found)
}

/// A number as the data has it: counts stay whole.
#[derive(Clone, Copy)]
enum Number {
    Whole(i64),
    Part(f64),
}

impl Number {
    fn of(value: &Value) -> Option<Self> {
        match value.kind() {
            ValueKind::Number if value.is_integer() => i64::try_from(value.clone()).ok().map(Self::Whole),
            ValueKind::Number => f64::try_from(value.clone()).ok().map(Self::Part),
            _ => None,
        }
    }

    fn part(self) -> f64 {
        match self {
            Self::Whole(n) => n as f64,
            Self::Part(n) => n,
        }
    }

    /// `self sign other`; a quotient is never whole, so that it needs a format.
    fn with(self, sign: char, other: Self) -> Result<Value, Wrong> {
        if let (Self::Whole(a), Self::Whole(b)) = (self, other)
            && sign != '/'
        {
            let whole = match sign {
                '+' => a.checked_add(b),
                '-' => a.checked_sub(b),
                _ => a.checked_mul(b),
            };
            return whole.filter(|n| (*n as f64).abs() < MAX_VALUE).map(Value::from).ok_or(Wrong::NotFinite);
        }
        let (a, b) = (self.part(), other.part());
        let result = match sign {
            '+' => a + b,
            '-' => a - b,
            '*' => a * b,
            _ => a / b,
        };
        if result.abs() < MAX_VALUE { Ok(Value::from(result)) } else { Err(Wrong::NotFinite) }
    }
}

/// A value and how it was written, for what is said of it.
struct Term {
    value: Value,
    written: String,
}

struct Reader<'a> {
    tokens: Vec<Token<'a>>,
    at: usize,
    depth: usize,
    cifras: &'a Value,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<Token<'a>> {
        self.tokens.get(self.at).copied()
    }

    fn next(&mut self) -> Result<Token<'a>, Wrong> {
        let token = self.peek().ok_or(Wrong::Syntax)?;
        self.at += 1;
        Ok(token)
    }

    /// The sign that follows, if it is one of `signs`.
    fn sign(&mut self, signs: &[char]) -> Option<char> {
        match self.peek() {
            Some(Token::Sign(sign)) if signs.contains(&sign) => {
                self.at += 1;
                Some(sign)
            }
            _ => None,
        }
    }

    fn expect(&mut self, sign: char) -> Result<(), Wrong> {
        self.sign(&[sign]).map(drop).ok_or(Wrong::Syntax)
    }

    fn value(&mut self) -> Result<Value, Wrong> {
        if self.sign(&['[']).is_none() {
            return Ok(self.sum()?.value);
        }
        let mut items = vec![self.sum()?.value];
        while self.sign(&[',']).is_some() {
            items.push(self.sum()?.value);
        }
        self.expect(']')?;
        Ok(Value::from(items))
    }

    fn sum(&mut self) -> Result<Term, Wrong> {
        self.chain(&['+', '-'], |reader| reader.chain(&['*', '/'], Self::atom))
    }

    fn chain(
        &mut self,
        signs: &[char],
        mut operand: impl FnMut(&mut Self) -> Result<Term, Wrong>,
    ) -> Result<Term, Wrong> {
        let mut left = operand(self)?;
        while let Some(sign) = self.sign(signs) {
            let right = operand(self)?;
            left = calculate(&left, sign, &right)?;
        }
        Ok(left)
    }

    fn atom(&mut self) -> Result<Term, Wrong> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Wrong::Syntax);
        }
        let term = match self.next()? {
            Token::Number(digits) => Term { value: number(digits)?, written: digits.to_owned() },
            Token::Name(name) => self.figure(name)?,
            Token::Sign('-') => {
                let zero = Term { value: Value::from(0), written: String::new() };
                calculate(&zero, '-', &self.atom()?)?
            }
            Token::Sign('(') => {
                let inner = self.sum()?;
                self.expect(')')?;
                inner
            }
            Token::Sign(_) | Token::Text(_) => return Err(Wrong::Syntax),
        };
        self.depth -= 1;
        Ok(term)
    }

    /// The figure `first.…`, which must be there.
    fn figure(&mut self, first: &str) -> Result<Term, Wrong> {
        let mut path = vec![first];
        while self.sign(&['.']).is_some() {
            match self.next()? {
                Token::Name(name) => path.push(name),
                _ => return Err(Wrong::Syntax),
            }
        }
        let written = path.join(".");
        // What is called is a name that no figure has.
        if matches!(self.peek(), Some(Token::Sign('(' | '['))) {
            return Err(Wrong::Syntax);
        }
        let found = path.iter().try_fold(self.cifras.clone(), |value, name| match value.kind() {
            ValueKind::Map => value.get_attr(name).ok(),
            _ => None,
        });
        match found {
            Some(value) if !matches!(value.kind(), ValueKind::Undefined | ValueKind::None) => {
                Ok(Term { value, written })
            }
            _ => Err(Wrong::Unknown(written)),
        }
    }

    /// The format that closes the expression, with its arguments.
    fn format(&mut self) -> Result<Option<(&'static str, Vec<Value>)>, Wrong> {
        if self.peek().is_none() {
            return Ok(None);
        }
        self.expect('|')?;
        let Token::Name(name) = self.next()? else { return Err(Wrong::Syntax) };
        let known = FORMATS.into_iter().find(|format| *format == name).ok_or_else(|| Wrong::Format(name.to_owned()))?;
        let mut arguments = Vec::new();
        if self.sign(&['(']).is_some() && self.sign(&[')']).is_none() {
            loop {
                arguments.push(match self.next()? {
                    Token::Number(digits) => number(digits)?,
                    Token::Text(text) => Value::from(text),
                    _ => return Err(Wrong::Syntax),
                });
                match self.next()? {
                    Token::Sign(',') => {}
                    Token::Sign(')') => break,
                    _ => return Err(Wrong::Syntax),
                }
            }
        }
        if self.peek().is_some() { Err(Wrong::Syntax) } else { Ok(Some((known, arguments))) }
    }
}

fn number(digits: &str) -> Result<Value, Wrong> {
    if let Ok(whole) = digits.parse::<i64>() {
        return Ok(Value::from(whole));
    }
    digits
        .parse::<f64>()
        .ok()
        .filter(|n| *n < MAX_VALUE && !digits.ends_with('.'))
        .map(Value::from)
        .ok_or(Wrong::Syntax)
}

fn calculate(left: &Term, sign: char, right: &Term) -> Result<Term, Wrong> {
    let operand = |term: &Term| Number::of(&term.value).ok_or_else(|| Wrong::Operand(term.written.clone()));
    let value = operand(left)?.with(sign, operand(right)?)?;
    Ok(Term { value, written: format!("{} {sign} {}", left.written, right.written) })
}

/// `value` in the format `name`, as templates have it.
fn apply(env: &Environment<'_>, name: &'static str, arguments: &[Value], value: Value) -> Result<Value, Wrong> {
    let texts = arguments.iter().all(|a| a.kind() == ValueKind::String);
    let call = match (name, arguments) {
        ("numero", []) | ("entero" | "puntos" | "porcentaje" | "fecha" | "lista" | "citas", []) => {
            format!("valor | {name}")
        }
        ("numero", [decimals]) if i64::try_from(decimals.clone()).is_ok_and(|n| (0..=4).contains(&n)) => {
            "valor | numero(primero)".to_owned()
        }
        ("cantidad", [_, _]) if texts => "valor | cantidad(primero, segundo)".to_owned(),
        ("numero", _) => return Err(Wrong::Arguments("entre paréntesis lleva los decimales, de 0 a 4: numero(2)")),
        ("cantidad", _) => {
            return Err(Wrong::Arguments("lleva el singular y el plural: cantidad(\"política\", \"políticas\")"));
        }
        _ => return Err(Wrong::Arguments("no lleva nada entre paréntesis")),
    };
    let scope =
        context! { valor => value, primero => arguments.first().cloned(), segundo => arguments.get(1).cloned() };
    env.compile_expression(&call).and_then(|compiled| compiled.eval(scope)).map_err(Wrong::Refused)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Numeros;
    use serde_json::json;

    fn value(expression: &str) -> Result<String, Wrong> {
        let mut env = Environment::new();
        super::super::filters::register(&mut env, Numeros::default());
        let cifras = json!({ "idi": 82.3, "medidas": 15, "sigla": "IME", "blanco": null, "corte": "2024-04-30",
            "politicas": { "integridad": { "nombre": "Integridad", "puntaje": 85.2 } } });
        evaluate(&env, expression, &Value::from(minijinja::value::Serde(cifras)))
    }

    #[test]
    fn a_format_belongs_to_the_whole_expression() {
        for (expression, printed) in [
            ("7*7 | entero", "49"),
            ("3 * medidas | entero", "45"),
            ("medidas - 20", "-5"),
            ("(idi - 80) * 2 | numero(2)", "4,60"),
            ("-idi | numero", "−82,3"),
            ("medidas / 2 | numero", "7,5"),
            ("politicas.integridad.puntaje - idi | puntos", "+2,9 puntos"),
            ("medidas | cantidad('política', \"políticas\")", "15 políticas"),
            ("corte | fecha", "30 de abril de 2024"),
            ("[politicas.integridad] | citas", "Integridad (85,2)"),
            ("[sigla, sigla] | lista", "IME e IME"),
        ] {
            assert_eq!(value(expression).ok().as_deref(), Some(printed), "{expression}");
        }
    }

    #[test]
    fn only_what_the_guide_documents_exists() {
        for expression in [
            "",
            "|",
            "idi |",
            "debug()",
            "range(9)",
            "dict(a=1)",
            "namespace()",
            "lipsum()",
            "\"a\" * 99999999",
            "\"\\e\"",
            "idi if idi",
            "idi ~ idi",
            "idi == 1",
            "idi | numero | entero",
            "(idi | numero) * 2",
            "medidas | cantidad(\"\\e\", \"x\")",
            "politicas[\"integridad\"]",
            "[]",
            "1e306",
            "1..2",
            "9.",
            "idi idi",
            "{",
            "sigla.upper()",
        ] {
            assert!(matches!(value(expression), Err(Wrong::Syntax)), "{expression}: {:?}", value(expression));
        }
        assert!(matches!(value(&"(".repeat(100_000)), Err(Wrong::Syntax)));
        for expression in ["idi | upper", "idi | safe", "idi | diferencia", "idi | length"] {
            assert!(matches!(value(expression), Err(Wrong::Format(_))), "{expression}");
        }
    }

    #[test]
    fn what_has_no_value_says_why() {
        for expression in ["foo | fecha", "blanco | numero", "sigla.x", "idi + foo | numero", "range"] {
            assert!(matches!(value(expression), Err(Wrong::Unknown(_))), "{expression}");
        }
        for expression in ["sigla * 3", "politicas + 1", "-sigla"] {
            assert!(matches!(value(expression), Err(Wrong::Operand(_))), "{expression}");
        }
        for expression in ["idi / 0 | numero", "999999999999999 * 999999999999999", "idi * 99999999999999 | numero"] {
            assert!(matches!(value(expression), Err(Wrong::NotFinite)), "{expression}");
        }
        for expression in [
            "idi | numero(65536)",
            "idi | numero(5)",
            "idi | numero(1.5)",
            "idi | entero(2)",
            "medidas | cantidad(1, 2)",
        ] {
            assert!(matches!(value(expression), Err(Wrong::Arguments(_))), "{expression}");
        }
        for expression in ["idi", "politicas", "sigla | numero", "idi | fecha", "sigla | fecha", "idi | lista"] {
            assert!(matches!(value(expression), Err(Wrong::Refused(_))), "{expression}");
        }
    }
}
