//! Texts, numbers, dates and the like: what may be written for each.

use serde_json::{Value as Json, json};
use unicode_normalization::UnicodeNormalization;

use crate::data::{Node, Value};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::locale::Fecha;

use super::{Definitions, FromNode, wrong_type};

impl FromNode for String {
    fn from_node(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        match &node.value {
            Value::Text(text) if text.trim().is_empty() => {
                let finding = Diagnostic::error("tipo-equivocado", "se esperaba un texto y el valor está vacío");
                diagnostics.push(finding.at(&node.place).remedy("escriba el texto o quite la clave"));
                None
            }
            Value::Text(text) => Some(text.trim().nfc().collect()),
            // Codes such as 05001 keep their spelling.
            Value::Number(_) | Value::Bool(_) => Some(node.place.text().trim().to_owned()),
            Value::Null => {
                diagnostics.push(wrong_type(node, "un texto", "escriba el texto o quite la clave"));
                None
            }
            Value::List(_) | Value::Map(_) => {
                diagnostics.push(wrong_type(
                    node,
                    "un texto",
                    "si el texto contiene «: » o empieza por un signo, escríbalo entre comillas",
                ));
                None
            }
        }
    }

    fn schema(_: &mut Definitions) -> Json {
        // Codes may look like numbers.
        json!({ "type": ["string", "number", "boolean"] })
    }
}

impl FromNode for f64 {
    fn from_node(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        const NUMBER: &str = "un número";
        match &node.value {
            Value::Number(number) if !number.is_finite() => {
                diagnostics.push(
                    Diagnostic::error(
                        "numero-no-finito",
                        format!("«{}» no es un número que se pueda publicar", node.place.text()),
                    )
                    .at(&node.place)
                    .remedy("escriba el número; si no hay dato, quite la clave"),
                );
                None
            }
            Value::Number(number) if plain_decimal(node.place.text()) && !negative_zero(*number, node.place.text()) => {
                Some(*number)
            }
            Value::Number(_) => {
                diagnostics.push(
                    Diagnostic::error("numero-mal-escrito", format!("«{}» no es la forma corriente de un número", node.place.text()))
                        .at(&node.place)
                        .remedy("escriba solo cifras y un punto decimal, sin ceros a la izquierda; si es un código, póngalo entre comillas"),
                );
                None
            }
            Value::Text(text) => {
                let quoted = node.place.text().starts_with(['"', '\'']);
                let with_point = decimal_comma(text);
                if quoted && with_point.as_ref().is_some_and(|t| t.rsplit('.').next().is_some_and(|d| d.len() == 3)) {
                    diagnostics.push(
                        Diagnostic::error("numero-ambiguo", format!("«{text}» puede leerse con miles o con decimales"))
                            .at(&node.place)
                            .remedy("escríbalo sin comillas, con punto decimal y sin separador de miles"),
                    );
                    return None;
                }
                match with_point.as_deref().map(str::parse) {
                    Some(Ok(number)) if quoted && !negative_zero(number, text) => Some(number),
                    Some(Ok(_)) => {
                        let with_point = with_point.unwrap_or_default();
                        diagnostics.push(
                            Diagnostic::error("decimal-con-coma", format!("«{text}» no es un número en YAML"))
                                .at(&node.place)
                                .label("tiene coma decimal")
                                .remedy(format!("use punto decimal: {with_point}")),
                        );
                        None
                    }
                    _ if crate::locale::fold(text) == "no aplica" => {
                        diagnostics.push(wrong_type(
                            node,
                            NUMBER,
                            "si no aplica, quite la línea: en blanco y 0 no son lo mismo",
                        ));
                        None
                    }
                    _ => {
                        diagnostics.push(wrong_type(
                            node,
                            NUMBER,
                            "escriba solo el número, con punto decimal y sin comillas ni unidades",
                        ));
                        None
                    }
                }
            }
            _ => {
                diagnostics.push(wrong_type(
                    node,
                    NUMBER,
                    "escriba el número con punto decimal; si no hay dato, quite la clave",
                ));
                None
            }
        }
    }

    fn schema(_: &mut Definitions) -> Json {
        json!({ "anyOf": [{ "type": "number" }, { "type": "string", "pattern": r"^-?[0-9]+,([0-9]{1,2}|[0-9]{4,})$" }] })
    }
}

/// No index, goal or count is `-0`; it is what is left of a number that was not copied whole.
fn negative_zero(number: f64, written: &str) -> bool {
    number == 0.0 && written.trim().starts_with('-')
}

/// Digits with an optional sign and decimals: not `082`, `1_0`, `0x10` or `1e3`.
fn plain_decimal(text: &str) -> bool {
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let text = text.trim().trim_start_matches(['+', '-']);
    let (units, decimals) = text.split_once('.').map_or((text, None), |(u, d)| (u, Some(d)));
    digits(units) && (units == "0" || !units.starts_with('0')) && decimals.is_none_or(digits)
}

/// `82,5` as `82.5`; nothing else.
fn decimal_comma(text: &str) -> Option<String> {
    let (units, decimals) = text.trim().split_once(',')?;
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    (digits(units.strip_prefix('-').unwrap_or(units)) && digits(decimals)).then(|| format!("{units}.{decimals}"))
}

impl FromNode for u32 {
    fn from_node(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        if let Value::Number(number) = node.value
            && number >= 0.0
            && number.fract() == 0.0
            && number <= f64::from(u32::MAX)
            && plain_decimal(node.place.text())
        {
            return Some(number as u32);
        }
        let quoted = node.text().is_some_and(|t| t.parse::<u32>().is_ok());
        let remedy = match node.value {
            _ if quoted => "quite las comillas",
            Value::List(_) => "escriba un solo número, sin corchetes ni guiones",
            Value::Number(_) => "escríbalo sin decimales, sin signo y sin ceros a la izquierda",
            _ => "escriba una cantidad sin decimales ni signo",
        };
        let finding = wrong_type(node, "un número entero", remedy);
        diagnostics.push(match node.value {
            Value::Number(number) if number > f64::from(u32::MAX) => Diagnostic {
                message: format!("el número {} es más grande de lo que se admite", node.place.text()),
                ..finding.label("debe ser menor").remedy("escriba una cantidad posible")
            },
            Value::Number(_) => Diagnostic {
                message: format!("se esperaba un número entero y el valor es «{}»", node.place.text()),
                ..finding
            },
            _ => finding,
        });
        None
    }

    fn schema(_: &mut Definitions) -> Json {
        json!({ "type": "integer", "minimum": 0 })
    }
}

impl FromNode for bool {
    fn from_node(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        if let Value::Bool(value) = node.value {
            return Some(value);
        }
        diagnostics.push(wrong_type(node, "true o false", "escriba true para sí y false para no"));
        None
    }

    fn schema(_: &mut Definitions) -> Json {
        json!({ "type": "boolean" })
    }
}

impl FromNode for Fecha {
    fn from_node(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        let written = match &node.value {
            Value::Text(text) => text.as_str(),
            _ => node.place.text(),
        };
        let fecha = Fecha::parse(written.trim());
        if fecha.is_none() {
            diagnostics.push(
                Diagnostic::error("fecha-invalida", format!("«{written}» no es una fecha"))
                    .at(&node.place)
                    .remedy("escriba AAAA-MM-DD (2024-04-30), AAAA-MM (2024-05) o AAAA (2024)"),
            );
        }
        fecha
    }

    fn schema(_: &mut Definitions) -> Json {
        json!({ "anyOf": [
            { "type": "string", "pattern": "^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$" },
            { "type": "integer", "minimum": 1000, "maximum": 9999 },
        ] })
    }
}
