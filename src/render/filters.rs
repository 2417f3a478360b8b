//! The filters that templates and narrative texts may use.

use minijinja::value::{Rest, Value, ValueKind};
use minijinja::{Environment, Error, ErrorKind};

use crate::locale::{self, Fecha, Numeros};

use super::literal;

/// Words of the error for a figure that is not there.
pub const ABSENT: &str = "la cifra no está";

/// More decimals would print the noise of binary fractions.
const MAX_DECIMALS: usize = 4;

/// Filters of minijinja that would let text skip or double the escaping.
const BANNED: [&str; 6] = ["safe", "escape", "e", "tojson", "urlencode", "pprint"];

pub fn register(env: &mut Environment<'static>, numeros: Numeros) {
    for name in BANNED {
        env.remove_filter(name);
    }
    env.add_filter("numero", move |value: Value, decimals: Rest<usize>| {
        let value = number(&value)?;
        Ok::<_, Error>(match decimals.first() {
            Some(decimals) if *decimals <= MAX_DECIMALS => numeros.con_decimales(value, *decimals),
            Some(decimals) => {
                let detail = format!("«numero» admite de 0 a {MAX_DECIMALS} decimales y se le pidieron {decimals}");
                return Err(Error::new(ErrorKind::InvalidOperation, detail));
            }
            None => numeros.numero(value),
        })
    });
    env.add_filter("entero", move |value: Value| Ok::<_, Error>(numeros.con_decimales(number(&value)?, 0)));
    env.add_filter("puntos", move |value: Value| Ok::<_, Error>(numeros.puntos(number(&value)?)));
    env.add_filter("diferencia", move |value: Value| Ok::<_, Error>(numeros.con_signo(number(&value)?)));
    env.add_filter("porcentaje", move |value: Value| Ok::<_, Error>(numeros.porcentaje(number(&value)?)));
    env.add_filter("avance", move |value: Value| Ok::<_, Error>(numeros.porcentaje_justo(number(&value)?)));
    env.add_filter("cantidad", move |value: Value, singular: &str, plural: &str| {
        let value = number(&value)?;
        let noun = if value == 1.0 { singular } else { plural };
        Ok::<_, Error>(format!("{} {noun}", numeros.con_decimales(value, 0)))
    });
    env.add_filter("fecha", |value: &str| match Fecha::parse(value) {
        Some(fecha) => Ok(fecha.larga()),
        None => Err(Error::new(ErrorKind::InvalidOperation, format!("«{value}» no es una fecha"))),
    });
    env.add_filter("dia", |value: &str| match Fecha::parse(value) {
        Some(fecha) => Ok(fecha.corta()),
        None => Err(Error::new(ErrorKind::InvalidOperation, format!("«{value}» no es una fecha"))),
    });
    env.add_filter("lista", |items: Vec<String>| locale::lista(&items));
    env.add_filter("citas", move |items: Vec<Value>| {
        let cite = |item: &Value| {
            let name = item.get_attr("nombre")?;
            let value = number(&item.get_attr("puntaje")?)?;
            Ok::<_, Error>(format!("{} ({})", literal::plain(&name)?, numeros.numero(value)))
        };
        items.iter().map(cite).collect::<Result<Vec<_>, _>>().map(|cited| locale::lista(&cited))
    });
    env.add_filter("aplanar", |lists: Vec<Vec<Value>>| lists.concat());
    env.add_filter("identificador", |name: &str| {
        let valid = !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        if valid {
            Ok(Value::from_safe_string(name.to_owned()))
        } else {
            Err(Error::new(ErrorKind::InvalidOperation, "no es un identificador"))
        }
    });
    env.add_filter("codigo", |value: Value| literal::code(&value).map(Value::from_safe_string));
}

/// The number that a filter formats.
///
/// # Errors
/// Where the value is not a number: an absent figure must not print as zero.
fn number(value: &Value) -> Result<f64, Error> {
    let wrong = |what: String| Error::new(ErrorKind::InvalidOperation, what);
    match value.kind() {
        ValueKind::Number => f64::try_from(value.clone())
            .ok()
            .filter(|n| n.is_finite())
            .ok_or_else(|| wrong("el número no es finito".into())),
        ValueKind::Undefined | ValueKind::None => Err(wrong(ABSENT.to_owned())),
        _ => Err(wrong(format!("se esperaba un número y llegó «{value}»"))),
    }
}
