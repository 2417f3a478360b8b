//! The tables for scripts: numbers as numbers, blanks as `null`, a line for each row.

use serde_json::{Value, json};

use crate::cuadro::{Celda, Clase, Cuadro};

use super::{Portada, clean, one_line, word};

/// Version of the form, for those who read it.
const FORMATO: u32 = 1;

/// Whole numbers that a double holds exactly.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// The tables as JSON.
pub fn to_json(portada: &Portada, cuadros: &[Cuadro]) -> Vec<u8> {
    let mut out = format!("{{\n\"formato\": {FORMATO},\n\"documento\": {},\n\"cuadros\": [", json!(portada));
    for (index, cuadro) in cuadros.iter().enumerate() {
        out += if index > 0 { ",\n" } else { "\n" };
        table(cuadro, &mut out);
    }
    out += "\n]\n}\n";
    out.into_bytes()
}

fn table(cuadro: &Cuadro, out: &mut String) {
    let columnas: Vec<_> = cuadro
        .columnas
        .iter()
        .map(|c| json!({ "clave": c.clave, "nombre": one_line(&c.nombre), "clase": word(c.clase) }))
        .collect();
    let head = [
        ("nombre", json!(cuadro.nombre)),
        ("titulo", json!(cuadro.titulo)),
        ("fuente", json!(cuadro.fuente)),
        ("nota", json!(cuadro.nota)),
        ("columnas", json!(columnas)),
    ];
    out.push('{');
    for (key, value) in head {
        *out += &format!("\"{key}\": {value},\n");
    }
    *out += "\"filas\": [";
    for (index, row) in cuadro.filas.iter().enumerate() {
        *out += if index > 0 { ",\n" } else { "\n" };
        let values: Vec<_> = row.iter().zip(&cuadro.columnas).map(|(cell, c)| value(cell, c.clase)).collect();
        *out += &Value::Array(values).to_string();
    }
    *out += "\n]}";
}

fn value(cell: &Celda, clase: Clase) -> Value {
    match cell {
        Celda::Texto(text) | Celda::Narracion(text) => json!(text),
        Celda::Blanco => Value::Null,
        Celda::Numero(number) => match clean(*number) {
            Some(n) if matches!(clase, Clase::Entero | Clase::Anio) && n.fract() == 0.0 && n.abs() < EXACT => {
                json!(n as i64)
            }
            other => json!(other),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;

    #[test]
    fn the_tables_are_read_back() {
        let bytes = to_json(&samples::portada(), &[samples::cuadro(), samples::cuadro()]);
        let read: Value = serde_json::from_slice(&bytes).expect("JSON");
        assert_eq!(read["formato"], 1);
        assert_eq!(read["documento"]["documento"], "distrito/prueba");
        assert_eq!(read["documento"]["ejemplo"], true);
        assert_eq!(read["documento"]["fecha"], "2025-06");
        assert_eq!(read["documento"]["entradas"][0]["blake3"], "00ff");
        assert_eq!(read["cuadros"].as_array().map(Vec::len), Some(2));
        let cuadro = &read["cuadros"][1];
        assert_eq!(cuadro["columnas"][1], json!({"clave": "n", "nombre": "Número de políticas", "clase": "entero"}));
        assert_eq!(cuadro["filas"][0], json!(["Secretaría; «A»", 1234, 2024, 82.3, 1.1, 0.864]));
        assert_eq!(cuadro["filas"][1], json!(["=SUM(A1)", 0, 2024, 0.0, -1.5, 0.0]));
        assert_eq!(cuadro["filas"][2], json!(["dice \"no\"\nen dos líneas", null, 2024, null, null, null]));
        assert_eq!(cuadro["filas"][3], json!(["- Ñame", 7, 2024, "sin medir", 0.0, 1.0]));
        assert_eq!(cuadro["filas"][4], json!(["05001", 12, 2023, 100.0, null, 0.333333333333333]));
        assert_eq!(bytes, to_json(&samples::portada(), &[samples::cuadro(), samples::cuadro()]));
    }

    #[test]
    fn no_tables_is_still_json() {
        let read: Value = serde_json::from_slice(&to_json(&Portada::default(), &[])).expect("JSON");
        assert_eq!(read["cuadros"], json!([]));
    }
}
