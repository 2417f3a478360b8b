//! Progress of an activity, as plans write it.

use crate::data::{Node, Value};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::shape::{Definitions, FromNode, wrong_type};

/// Progress of an activity: a percentage from 0 to 100 (`60`), or units done of
/// planned (`3/6`), which alone may pass the plan (`6/5`).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Avance {
    /// Share of what was planned, 0 or more; 1 is 100 %.
    pub parte: f64,
    /// Units done and planned, where it is written so.
    pub unidades: Option<(u32, u32)>,
}

impl FromNode for Avance {
    fn from_node(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        let avance = match &node.value {
            Value::Number(percent) => Self { parte: percent / 100.0, unidades: None },
            Value::Text(text) => {
                match text.split_once('/').map(|(a, b)| (a.trim().parse::<u32>(), b.trim().parse::<u32>())) {
                    Some((Ok(_), Ok(0))) => {
                        diagnostics.push(
                            Diagnostic::error("avance-sobre-cero", format!("el avance «{text}» se mide sobre cero"))
                                .at(&node.place)
                                .remedy("escriba cuántas unidades se programaron después de la barra"),
                        );
                        return None;
                    }
                    Some((Ok(done), Ok(planned))) => {
                        Self { parte: f64::from(done) / f64::from(planned), unidades: Some((done, planned)) }
                    }
                    _ => {
                        diagnostics.push(wrong_type(
                            node,
                            "un porcentaje (60) o una fracción (3/6)",
                            progress_remedy(text),
                        ));
                        return None;
                    }
                }
            }
            _ => {
                diagnostics.push(wrong_type(
                    node,
                    "un porcentaje (60) o una fracción (3/6)",
                    "si no hay dato, quite la clave",
                ));
                return None;
            }
        };
        // A percentage over 100 is more often a slip than a goal exceeded; units say which.
        if avance.unidades.is_none() && !(0.0..=1.0).contains(&avance.parte) {
            diagnostics.push(
                Diagnostic::error(
                    "avance-fuera-de-rango",
                    format!("el avance «{}» no está entre 0 y 100 %", node.place.text()),
                )
                .at(&node.place)
                .remedy("corrija el avance; si se hizo más de lo programado, escriba las unidades, como 6/5"),
            );
            return None;
        }
        Some(avance)
    }

    fn schema(_: &mut Definitions) -> serde_json::Value {
        serde_json::json!({ "anyOf": [
            { "type": "number", "minimum": 0, "maximum": 100 },
            { "type": "string", "pattern": "^[0-9]+ */ *[1-9][0-9]*$" },
        ] })
    }
}

/// How to write the progress that `text` says in another form.
fn progress_remedy(text: &str) -> String {
    let number = |part: &str| {
        let part = part.trim().replace(',', ".");
        let plain = !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        part.parse::<f64>().ok().filter(|n| plain && n.is_finite())
    };
    let written = |n: f64| format!("{}", (n * 100.0).round() / 100.0);
    if let Some(percent) = text.trim().strip_suffix('%').and_then(number) {
        return match percent {
            p if p <= 100.0 => format!("quite el signo: {}", written(p)),
            _ => {
                "un porcentaje llega a 100; si se hizo más de lo programado, escriba las unidades, como 6/5".to_owned()
            }
        };
    }
    let pair = text.split_once('/').or_else(|| text.split_once(" de ")).map(|(a, b)| (number(a), number(b)));
    match pair {
        Some((Some(done), Some(planned))) if done.fract() == 0.0 && planned.fract() == 0.0 => {
            format!("escríbalo con barra: {done}/{planned}")
        }
        Some((Some(done), Some(planned))) if planned > 0.0 && done <= planned => {
            format!("las unidades van sin decimales; escriba el porcentaje: {}", written(done / planned * 100.0))
        }
        Some((Some(_), Some(_))) => {
            "las unidades van sin decimales; escríbalas en una unidad menor, como 75/50 en vez de 7.5/5".to_owned()
        }
        _ => match number(text) {
            Some(n) => format!("use punto decimal y quite las comillas: {}", written(n)),
            None => "escriba solo el número o la fracción; si no hay dato, quite la clave".to_owned(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_in_another_form_gets_a_remedy_that_helps() {
        for (written, remedy) in [
            ("60 %", "quite el signo: 60"),
            ("125%", "un porcentaje llega a 100; si se hizo más de lo programado, escriba las unidades, como 6/5"),
            ("37.5/50", "las unidades van sin decimales; escriba el porcentaje: 75"),
            ("37,5/50", "las unidades van sin decimales; escriba el porcentaje: 75"),
            ("7.5/5", "las unidades van sin decimales; escríbalas en una unidad menor, como 75/50 en vez de 7.5/5"),
            ("3 de 6", "escríbalo con barra: 3/6"),
            ("37,5", "use punto decimal y quite las comillas: 37.5"),
            ("alto", "escriba solo el número o la fracción; si no hay dato, quite la clave"),
        ] {
            assert_eq!(progress_remedy(written), remedy, "{written}");
        }
    }
}
