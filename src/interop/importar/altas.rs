//! How the catalogue of entities grows: new entries at the end of its list, the rest as it was.

use crate::data::{Node, Value, parse_text};
use crate::model::Identificador;

use super::super::yaml::Yaml;
use super::ImportError;
use super::entidades::Quien;

/// An entity that goes into the catalogue.
#[derive(Debug, Clone)]
pub struct Nueva {
    pub slug: String,
    pub quien: Quien,
}

/// The catalogue's text with the new entities, which it then has `before` more than;
/// its line ends and its byte order mark stay.
///
/// # Errors
/// [`ImportError`] where the list of entities is written in a way that cannot be added to.
pub fn grown(text: Option<&str>, nuevas: &[&Nueva], before: usize) -> Result<String, ImportError> {
    let marked = text.is_some_and(|text| text.starts_with(MARK));
    let hueco = Hueco::of(text.map(|text| text.trim_start_matches(MARK)));
    let count = |text: &str| match parse_text("catalogo/entidades.yaml", text).0.node?.get("entidades")?.value {
        Value::List(ref items) => Some(items.len()),
        _ => None,
    };
    // Where one goes in, all do.
    if count(&hueco.with(&nuevas[..1])) != Some(before + 1) {
        return Err(ImportError::new(
            "no se pueden agregar entidades a data/catalogo/entidades.yaml: su lista no está escrita un elemento por línea",
            "escriba cada entidad bajo «entidades:» en sus líneas, con un guion, o agréguelas a mano",
        ));
    }
    let new = hueco.with(nuevas);
    Ok(if marked { format!("{MARK}{new}") } else { new })
}

/// The byte order mark.
const MARK: char = '\u{feff}';

/// The end of the list `entidades` in the text of a catalogue; the rest stays as it is.
struct Hueco {
    before: String,
    after: String,
    /// Spaces before the dash of an entry.
    indent: usize,
    end_of_line: &'static str,
}

impl Hueco {
    fn of(text: Option<&str>) -> Self {
        let text = text.unwrap_or("# yaml-language-server: $schema=../../docs/esquemas/entidades.json\n");
        let end_of_line = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let mut text = text.to_owned();
        if !text.is_empty() && !text.ends_with('\n') {
            text.push_str(end_of_line);
        }
        let (file, _) = parse_text("catalogo/entidades.yaml", &text);
        let node = file.node.as_ref();
        let entries: &[_] = match node.map(|n| &n.value) {
            Some(Value::Map(entries)) => entries,
            _ => &[],
        };
        let at = entries.iter().position(|(key, _)| key.text == "entidades");
        let items = at.map_or(&[][..], |at| match &entries[at].1.value {
            Value::List(items) => items,
            _ => &[],
        });
        let starts: Vec<_> =
            text.split_inclusive('\n').scan(0, |at, line| Some(std::mem::replace(at, *at + line.len()))).collect();
        let line_of = |node: &Node| node.place.line_column().0;
        // The dash of the last entry says how the list is indented.
        let indent = items.last().and_then(|item| {
            let line = text.lines().nth(line_of(item) - 1)?;
            line.trim_start().starts_with('-').then(|| line.len() - line.trim_start().len())
        });
        let between = |before: String, after: &str| Self {
            before,
            after: after.to_owned(),
            indent: indent.unwrap_or(2),
            end_of_line,
        };
        let Some(at) = at else {
            let gap = if entries.is_empty() { "" } else { end_of_line };
            return between(format!("{text}{gap}entidades:{end_of_line}"), "");
        };
        if items.is_empty() {
            // `entidades:` or `entidades: []`
            let line = entries[at].0.place.line_column().0;
            let start = starts[line - 1];
            let end = starts.get(line).copied().unwrap_or(text.len());
            let comment = text[start..end].find(" #").map_or("", |c| text[start + c..end].trim_end());
            return between(format!("{}entidades:{comment}{end_of_line}", &text[..start]), &text[end..]);
        }
        // Before the next key of the top and the comments above it.
        let mut end = text.len();
        if let Some((next, _)) = entries.get(at + 1) {
            let mut line = next.place.line_column().0 - 1;
            let is_loose = |line: usize| {
                let content = text.lines().nth(line).unwrap_or_default();
                content.trim().is_empty() || content.starts_with('#')
            };
            while line > 0 && is_loose(line - 1) {
                line -= 1;
            }
            end = starts[line];
        }
        between(text[..end].to_owned(), &text[end..])
    }

    /// The text with these entities.
    fn with(&self, nuevas: &[&Nueva]) -> String {
        let mut text = self.before.clone();
        for nueva in nuevas {
            for line in entry(nueva).lines().skip(1) {
                text.extend(std::iter::repeat_n(' ', self.indent));
                text.push_str(&line[2..]);
                text.push_str(self.end_of_line);
            }
        }
        text.push_str(&self.after);
        text
    }
}

/// A list `entidades` with one entry.
fn entry(nueva: &Nueva) -> String {
    let quien = &nueva.quien;
    let mut entries =
        vec![("slug".into(), Yaml::text(&nueva.slug)), ("nombre".into(), Yaml::text(nombre_propio(&quien.nombre)))];
    let mut add = |name: &'static str, value: Option<String>| {
        entries.extend(value.map(|value| (name.into(), Yaml::Text(value))));
    };
    add("codigo", quien.codigo.clone());
    add("orden", quien.orden.as_deref().map(|o| o.to_lowercase()));
    add("departamento", quien.departamento.as_deref().map(nombre_propio));
    add("municipio", quien.municipio.as_deref().map(nombre_propio));
    add("medicion", Some(if quien.meci { "meci" } else { "mipg" }.to_owned()));
    let list = Yaml::Map(vec![("entidades".into(), Yaml::List(vec![Yaml::Map(entries)]))]);
    list.write(String::new())
}

/// `ALCALDÍA DE TUNJA` as `alcaldia-de-tunja`.
pub fn slug(name: &str) -> String {
    Identificador::proposal(name).unwrap_or_else(|| "entidad".to_owned())
}

const PARTICULAS: [&str; 22] = [
    "a", "al", "ante", "con", "de", "del", "desde", "e", "el", "en", "la", "las", "los", "o", "para", "por", "que",
    "sin", "sobre", "u", "y", "contra",
];
/// Abbreviations that an all-capitals name does not give away.
const SIGLAS: [&str; 19] = [
    "ESE", "EPS", "IPS", "ESP", "SA", "SAS", "DC", "EICE", "ICBF", "SENA", "ESAP", "DIAN", "INDER", "EDUR", "IDU",
    "UAE", "TIC", "CAR", "ASMET",
];
/// Words that capitals usually leave without their accent.
const TILDES: [(&str, &str); 14] = [
    ("alcaldia", "alcaldía"),
    ("secretaria", "secretaría"),
    ("contraloria", "contraloría"),
    ("personeria", "personería"),
    ("veeduria", "veeduría"),
    ("procuraduria", "procuraduría"),
    ("defensoria", "defensoría"),
    ("loteria", "lotería"),
    ("bogota", "Bogotá"),
    ("boyaca", "Boyacá"),
    ("cordoba", "Córdoba"),
    ("bolivar", "Bolívar"),
    ("narino", "Nariño"),
    ("quindio", "Quindío"),
];

/// A name written all in capitals, as a proper name; any other as it is.
fn nombre_propio(name: &str) -> String {
    if name.chars().any(char::is_lowercase) {
        return name.to_owned();
    }
    let words = name.split(' ').enumerate().map(|(index, word)| {
        let bare: String = word.chars().filter(|c| c.is_alphanumeric()).collect();
        let dotted =
            word.contains('.') && word.split('.').all(|part| part.chars().filter(|c| c.is_alphabetic()).count() <= 1);
        let roman = !bare.is_empty() && bare.chars().all(|c| "IVX".contains(c));
        let lower = word.to_lowercase();
        if dotted || roman || SIGLAS.contains(&bare.as_str()) || bare.chars().any(|c| c.is_ascii_digit()) {
            return word.to_owned();
        }
        if index > 0 && PARTICULAS.contains(&lower.as_str()) {
            return lower;
        }
        let lower = match lower.strip_suffix("cion").or(lower.strip_suffix("sion")) {
            Some(stem) => format!("{stem}{}ión", &lower[stem.len()..=stem.len()]),
            None => {
                TILDES.iter().find(|(plain, _)| *plain == lower).map_or(lower, |(_, accented)| (*accented).to_owned())
            }
        };
        let mut capital = true;
        lower
            .chars()
            .map(|c| {
                let out = if capital { c.to_uppercase().to_string() } else { c.to_string() };
                capital = matches!(c, '(' | '-' | '«' | '"') || (capital && !c.is_alphanumeric());
                out
            })
            .collect()
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_become_a_proper_name() {
        for (written, expected) in [
            ("ALCALDIA DE TUNJA", "Alcaldía de Tunja"),
            ("GOBERNACION DE BOYACÁ", "Gobernación de Boyacá"),
            ("E.S.E. HOSPITAL SAN RAFAEL DE TUNJA", "E.S.E. Hospital San Rafael de Tunja"),
            ("ESE HOSPITAL JUAN XXIII", "ESE Hospital Juan XXIII"),
            ("INSTITUTO DE CULTURA Y TURISMO (CULTUR)", "Instituto de Cultura y Turismo (Cultur)"),
            ("BOGOTA D.C.", "Bogotá D.C."),
            ("Alcaldía de El Peñol", "Alcaldía de El Peñol"),
        ] {
            assert_eq!(nombre_propio(written), expected);
        }
        assert_eq!(slug("Alcaldía de El Peñol (Nariño)"), "alcaldia-de-el-penol-narino");
    }

    fn nueva() -> Nueva {
        let quien = Quien {
            nombre: "ALCALDIA DE TUNJA".to_owned(),
            codigo: Some("0123".to_owned()),
            departamento: Some("BOYACÁ".to_owned()),
            municipio: Some("TUNJA".to_owned()),
            ..Quien::default()
        };
        Nueva { slug: "alcaldia-de-tunja".to_owned(), quien }
    }

    #[test]
    fn the_rest_of_the_catalogue_stays_as_it_is() {
        let new = nueva();
        let append = |text: &str, nuevas: &[&Nueva]| Hueco::of(Some(text)).with(nuevas);
        let text = "# uno\nentidades: # lista\n- slug: a # dos\n  nombre: A\n\n# tres\nsectores: []\n";
        assert_eq!(
            append(text, &[&new]),
            "# uno\nentidades: # lista\n- slug: a # dos\n  nombre: A\n\
             - slug: alcaldia-de-tunja\n  nombre: Alcaldía de Tunja\n  codigo: \"0123\"\n  departamento: Boyacá\n  \
             municipio: Tunja\n  medicion: mipg\n\n# tres\nsectores: []\n"
        );
        assert_eq!(
            append("entidades: [] # ninguna\ntipos: []\n", &[&new]).lines().take(2).collect::<Vec<_>>(),
            ["entidades: # ninguna", "  - slug: alcaldia-de-tunja"]
        );
        assert!(Hueco::of(None).with(&[&new]).contains("\nentidades:\n  - slug: alcaldia-de-tunja\n"));
        // As it is on Windows: its line ends and its mark stay.
        let windows = format!("\u{feff}{}", text.replace('\n', "\r\n"));
        let unix = append(text, &[&new]);
        let grown = grown(Some(&windows), &[&new], 1).expect("a list");
        assert_eq!(grown, format!("\u{feff}{}", unix.replace('\n', "\r\n")));
    }
}
