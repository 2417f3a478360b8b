//! The names of the sub-indices that an official header has, written into the
//! catalogue of policies; the rest of that file stays as it is.

use std::collections::BTreeMap;

use crate::data::{Node, Value, parse_text};
use crate::model::code_number;

use super::super::yaml::Yaml;
use super::{ImportError, key};

/// The text of `data/catalogo/politicas.yaml` with the names, by code, of the
/// sub-indices that have none, and how many it writes.
///
/// # Errors
/// [`ImportError`] where the list is written in a way that cannot be added to.
pub fn with_names(text: &str, names: &[(String, String)]) -> Result<(String, usize), ImportError> {
    let wanted: BTreeMap<_, _> = names.iter().map(|(code, name)| (code_number(code), name.as_str())).collect();
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    let mut expected = Vec::new();
    for (code, place, named) in subindices(text) {
        let Some(name) = wanted.get(&code_number(&code)).filter(|_| !named) else { continue };
        let (line, column) = place;
        let before = lines.get(line - 1).map(String::as_str).unwrap_or_default();
        // Only a key alone on its line can be followed by another.
        if before.chars().take(column - 1).any(|c| c != ' ' && c != '-') || before.trim_end().ends_with(['}', ',']) {
            return Err(unwritable());
        }
        let end = if before.ends_with("\r\n") { "\r\n" } else { "\n" };
        let written = Yaml::Map(vec![("nombre".into(), Yaml::text(*name))]).lines(&|_, _| None);
        let written: String =
            written.iter().map(|line| format!("{:width$}{}{end}", "", line.text, width = column - 1)).collect();
        let whole = if before.ends_with('\n') { String::new() } else { end.to_owned() };
        lines[line - 1] += &format!("{whole}{written}");
        expected.push(code);
    }
    let new = lines.concat();
    let count = subindices(&new).iter().filter(|(code, _, named)| *named && expected.contains(code)).count();
    if count != expected.len() {
        return Err(unwritable());
    }
    Ok((new, expected.len()))
}

fn unwritable() -> ImportError {
    ImportError::new(
        "no se pueden escribir los nombres en data/catalogo/politicas.yaml: sus subíndices no están escritos uno por línea",
        "escriba cada subíndice con «- codigo: I01» en su línea, o escriba los nombres a mano",
    )
}

/// The sub-indices of the catalogue: code, line and column of their key `codigo`, and
/// whether they have a name.
fn subindices(text: &str) -> Vec<(String, (usize, usize), bool)> {
    let items = |node: Option<&Node>| match node.map(|n| &n.value) {
        Some(Value::List(items)) => items.clone(),
        _ => Vec::new(),
    };
    let (file, _) = parse_text("catalogo/politicas.yaml", text);
    let politicas = items(file.node.as_ref().and_then(|node| node.get("politicas")));
    let all = politicas.iter().flat_map(|politica| items(politica.get("subindices")));
    all.filter_map(|subindice| {
        let Value::Map(entries) = &subindice.value else { return None };
        let (place, code) = entries.iter().find(|(key, _)| key.text == "codigo")?;
        let named = subindice.get("nombre").is_some_and(|name| !key(name.place.text()).is_empty());
        Some((code.place.text().to_owned(), place.place.line_column(), named))
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Vec<(String, String)> {
        [("I01", "Calidad de la planeación"), ("I2", "Sí: a, b"), ("I09", "Nada")]
            .map(|(code, name)| (code.to_owned(), name.to_owned()))
            .to_vec()
    }

    #[test]
    fn names_are_added_and_the_rest_stays() {
        let text = "# uno\npoliticas:\n  - slug: a # dos\n    subindices:\n      - codigo: I01 # tres\n      - codigo: I02\n      - codigo: I03\n        nombre: Propio\n";
        let (new, count) = with_names(text, &names()).expect("written");
        assert_eq!(count, 2);
        assert_eq!(
            new,
            "# uno\npoliticas:\n  - slug: a # dos\n    subindices:\n      - codigo: I01 # tres\n        nombre: Calidad de la planeación\n      - codigo: I02\n        nombre: \"Sí: a, b\"\n      - codigo: I03\n        nombre: Propio\n"
        );
        assert_eq!(with_names(&new, &names()).expect("written"), (new.clone(), 0));
        let crlf = with_names(&text.replace('\n', "\r\n"), &names()).expect("written").0;
        assert_eq!(crlf, new.replace('\n', "\r\n"));
    }

    #[test]
    fn a_list_on_one_line_is_not_touched() {
        let text = "politicas:\n  - slug: a\n    subindices:\n      - { codigo: I01 }\n";
        assert!(with_names(text, &names()).is_err());
        assert!(with_names("politicas:\n  - slug: a\n    subindices: [{codigo: I01}]\n", &names()).is_err());
    }
}
