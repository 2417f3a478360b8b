use super::*;
use crate::data::parse_text;

record! {
    struct Muestra ("una muestra") {
        vigencia: u32,
        puntaje: Option<f64>,
        codigo: Option<String>,
    }
}

fn read(text: &str) -> (Option<Muestra>, Vec<String>) {
    let (file, mut diagnostics) = parse_text("m.yaml", text);
    let value = file.node.and_then(|node| Muestra::from_node(&node, &mut diagnostics));
    let print = |d: &Diagnostic| {
        let (line, column) = d.place.as_ref().map_or((0, 0), Place::line_column);
        format!("{line}:{column} {} | {} | {}", d.code, d.message, d.remedy.as_deref().unwrap_or(""))
    };
    (value, diagnostics.sorted().iter().map(print).collect())
}

#[test]
fn every_mistake_is_reported_at_once_with_its_place() {
    let (value, findings) = read("vijencia: 2022\npuntaje: 82,5\ncodigo: [a]\n");
    assert_eq!(value, None);
    assert_eq!(
        findings,
        [
            "1:1 clave-desconocida | «vijencia» no es una clave de una muestra | ¿quiso decir «vigencia»?",
            "1:1 clave-faltante | falta la clave «vigencia» en una muestra | agregue «vigencia: …»",
            "2:10 decimal-con-coma | «82,5» no es un número en YAML | use punto decimal: 82.5",
            "3:9 tipo-equivocado | se esperaba un texto y el valor es una lista | si el texto contiene «: » o empieza por un signo, escríbalo entre comillas",
        ]
    );
}

#[test]
fn quoted_decimal_comma_is_understood_and_codes_keep_their_zeros() {
    let (value, findings) = read("vigencia: 2022\npuntaje: \"82,5\"\ncodigo: 05001\n");
    assert_eq!(findings, Vec::<String>::new());
    let value = value.unwrap();
    assert_eq!((value.puntaje, value.codigo.as_deref()), (Some(82.5), Some("05001")));
}

#[test]
fn blank_is_not_zero_and_nan_is_not_a_number() {
    let (value, _) = read("vigencia: 2022\npuntaje:\n");
    assert_eq!(value.unwrap().puntaje, None);
    let (_, findings) = read("vigencia: 2022\npuntaje: .nan\n");
    assert_eq!(
        findings,
        [
            "2:10 numero-no-finito | «.nan» no es un número que se pueda publicar | escriba el número; si no hay dato, quite la clave"
        ]
    );
    let (_, findings) = read("vigencia: 2022\npuntaje: no aplica\n");
    assert_eq!(
        findings,
        [
            "2:10 tipo-equivocado | se esperaba un número y el valor es un texto | si no aplica, quite la línea: en blanco y 0 no son lo mismo"
        ]
    );
}
