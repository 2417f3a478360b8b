//! What an index of a file means: its code or its words, and the index of the catalogue.

use crate::diagnostic::Diagnostic;
use crate::locale::fold;
use crate::model::{Catalogo, code_number, is_unlike};

use super::{clean, key};

/// What an index is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Indice {
    Idi,
    /// Position in `Catalogo::dimensiones`.
    Dimension(usize),
    /// Position in `Catalogo::politicas`.
    Politica(usize),
    /// Position of its policy and position among its sub-indices.
    Subindice(usize, usize),
}

/// A value and what the file says of its peer group, in points 0–100.
#[derive(Debug, Clone, PartialEq)]
pub struct IndiceLeido {
    pub puntaje: f64,
    /// Absent where it says nothing, as most tables do.
    pub pares: Option<Box<Pares>>,
}

/// What a file says of the peer group of a value, and of the place of the value in it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Pares {
    pub promedio: Option<f64>,
    pub minimo: Option<f64>,
    pub maximo: Option<f64>,
    pub quintil: Option<f64>,
    pub percentil: Option<f64>,
}

impl IndiceLeido {
    pub fn of(puntaje: f64) -> Self {
        Self { puntaje, pares: None }
    }
}

/// The leading code of a header or identifier: `POL07 Gobierno Digital` gives
/// `("POL", 7)` and the rest.
pub fn leading_code(text: &str) -> Option<(&'static str, u32, &str)> {
    let text = text.trim_start();
    let (kind, letters) = ["POL", "D", "I"]
        .into_iter()
        .find_map(|kind| text.get(..kind.len()).filter(|t| t.eq_ignore_ascii_case(kind)).map(|_| (kind, kind.len())))?;
    let rest = &text[letters..];
    let rest = if kind == "POL" { rest.trim_start() } else { rest };
    let digits = rest.chars().take_while(char::is_ascii_digit).count();
    let after = &rest[digits..];
    if digits == 0 || digits > 3 || after.chars().next().is_some_and(char::is_alphanumeric) {
        return None;
    }
    let name = after.trim_start_matches(|c: char| !c.is_alphanumeric());
    Some((kind, rest[..digits].parse().ok()?, name))
}

/// The index that a code means in `vigencia`.
pub fn indice_con_codigo(kind: &str, number: u32, vigencia: u32, catalogo: &Catalogo) -> Option<Indice> {
    match kind {
        "D" => catalogo.dimensiones.iter().position(|d| code_number(&d.codigo) == Some(number)).map(Indice::Dimension),
        "POL" => catalogo.politica_con_codigo(&number.to_string(), vigencia).map(Indice::Politica),
        // The catalogue knows the sub-indices of the series that is still open.
        _ if catalogo.medicion(vigencia).is_some_and(|m| m.hasta.is_some()) => None,
        _ => catalogo.politicas.iter().enumerate().find_map(|(index, politica)| {
            let at = politica.subindices.iter().position(|s| code_number(&s.codigo) == Some(number))?;
            Some(Indice::Subindice(index, at))
        }),
    }
}

/// Whether a header or a name means the index of the whole entity, and nothing else of it.
pub fn is_idi(text: &str) -> bool {
    matches!(
        key(text).as_str(),
        "idi"
            | "indicededesempenoinstitucional"
            | "indicededesempenoinstitucionalidi"
            | "idiindicededesempenoinstitucional"
    )
}

/// Whether a header speaks of the index of the whole entity: its average, another year of it.
pub fn is_idi_like(text: &str) -> bool {
    let key = key(text);
    key.starts_with("indicededesempenoinstitucional") || (key.starts_with("idi") && is_derived(&text[3..], 0))
}

/// Whether what stands beside a code says that the value is not the entity's score of
/// `vigencia`: an average, a rank, a change, another year.
pub fn is_derived(rest: &str, vigencia: u32) -> bool {
    const WORDS: [&str; 18] = [
        "promedio",
        "media",
        "mediana",
        "maximo",
        "minimo",
        "quintil",
        "cuartil",
        "percentil",
        "par",
        "pares",
        "puesto",
        "posicion",
        "ranking",
        "variacion",
        "diferencia",
        "brecha",
        "desviacion",
        "meta",
    ];
    let folded = fold(rest);
    folded.split(|c: char| !c.is_alphanumeric()).any(|word| {
        let year = word.parse().ok().filter(|year| word.len() == 4 && (2000..=2100).contains(year));
        WORDS.contains(&word) || year.is_some_and(|year: u32| year != vigencia)
    })
}

/// What stands beside a code, on one line, without the hyphens of its line breaks and the year.
pub fn bare_name(rest: &str) -> String {
    let text = clean_header(rest);
    let end = text.trim_end_matches(|c: char| c.is_ascii_digit() || " ()-".contains(c)).len();
    let year = text[end..].trim_matches(|c: char| !c.is_ascii_digit());
    if year.len() == 4 { text[..end].to_owned() } else { text }
}

/// The finding for a code that the catalogue does not have.
pub fn unknown_index(text: &str, vigencia: u32) -> Diagnostic {
    Diagnostic::aviso(
        "columna-desconocida",
        format!("«{text}» no es un índice conocido de la vigencia {vigencia}; no se importa"),
    )
    .remedy("si la medición lo agregó, agréguelo a data/catalogo/politicas.yaml e importe de nuevo")
}

/// The finding where the name beside a code is not one of its index: an error where it is
/// the name of another, since then the code or the vigencia is wrong.
pub fn misnamed(text: &str, indice: &Indice, name: &str, vigencia: u32, catalogo: &Catalogo) -> Option<Diagnostic> {
    let name = bare_name(name);
    let written = key(&name);
    if written.is_empty() {
        return None;
    }
    // What has exactly that name, what the index is called now, and all that it is known by.
    let official = |at: usize| match indice {
        Indice::Dimension(_) => catalogo.dimensiones[at].nombre.as_str(),
        _ => catalogo.nombre_politica(at, vigencia),
    };
    let (called, at, own): (_, _, Vec<String>) = match indice {
        Indice::Dimension(at) => {
            let dimension = &catalogo.dimensiones[*at];
            let own = std::iter::once(&dimension.nombre).chain(&dimension.alias);
            (catalogo.dimensiones_llamadas(&name), *at, own.map(|name| key(name)).collect())
        }
        Indice::Politica(at) => {
            let politica = &catalogo.politicas[*at];
            let own = politica.nombres.iter().map(|n| &n.nombre).chain(&politica.alias);
            (catalogo.politicas_llamadas(&name), *at, own.map(|name| key(name)).collect())
        }
        Indice::Idi | Indice::Subindice(..) => return None,
    };
    if own.contains(&written) {
        return None;
    }
    let here = official(at);
    if let Some(other) = called.first().filter(|other| **other != at) {
        let other = official(*other);
        let message = format!("«{text}» nombra «{other}» y en la vigencia {vigencia} ese código es de «{here}»");
        return Some(
            Diagnostic::error("codigo-no-coincide", message)
                .remedy("revise la vigencia con la que se importa el archivo, y el código y el nombre del encabezado"),
        );
    }
    let like =
        |known: &String| written.contains(known.as_str()) || known.contains(&written) || !is_unlike(known, &written);
    (!own.iter().any(like)).then(|| {
        Diagnostic::aviso(
            "encabezado-distinto",
            format!("«{text}» no es un nombre conocido de «{here}»; se importa por su código"),
        )
        .remedy("confróntelo con la publicación; si es el mismo, agregue el nombre a los alias en data/catalogo/politicas.yaml")
    })
}

/// A header without the hyphens of its line breaks.
fn clean_header(text: &str) -> String {
    let text = clean(text);
    let mut out = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let inside = c == '-' && out.ends_with(char::is_alphabetic) && chars.peek() == Some(&' ');
        if inside {
            chars.next();
        } else {
            out.push(c);
        }
    }
    out
}

/// Whether only internal control has values, which are in the order of their indices:
/// its dimension, policy and sub-indices.
pub fn only_control(medidas: &[(Indice, IndiceLeido)], catalogo: &Catalogo) -> bool {
    // In order, so that the index of the whole comes first.
    if medidas.first().is_none_or(|(indice, _)| *indice == Indice::Idi) {
        return false;
    }
    let control = catalogo.find_politica("control-interno");
    let dimension = control.map(|index| catalogo.politicas[index].dimension.value.as_str());
    control.is_some()
        && medidas.iter().all(|(indice, _)| match indice {
            Indice::Idi => false,
            Indice::Dimension(index) => dimension == Some(catalogo.dimensiones[*index].slug.as_str()),
            Indice::Politica(index) | Indice::Subindice(index, _) => control == Some(*index),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_met_by_their_leading_token() {
        assert_eq!(leading_code("D3  Gestión con Valores"), Some(("D", 3, "Gestión con Valores")));
        assert_eq!(leading_code("POL07: Gobierno\nDigital"), Some(("POL", 7, "Gobierno\nDigital")));
        assert_eq!(leading_code("pol 7"), Some(("POL", 7, "")));
        assert_eq!(leading_code("i20"), Some(("I", 20, "")));
        for other in ["Departamento", "IDI", "Índice de Desempeño", "D3x", "I Semestre", "Política 7", "D"] {
            assert_eq!(leading_code(other), None, "{other}");
        }
        assert!(is_idi("Índice de Desempeño Institu- cional") && is_idi("Índice de Desempeño Institucional (IDI)"));
        for other in [
            "Índice de Desempeño Institucional (promedio grupo par)",
            "Índice de Desempeño Institucional 2023",
            "IDI 2023",
            "IDI promedio",
        ] {
            assert!(!is_idi(other) && is_idi_like(other), "{other}");
        }
        assert!(is_derived("Gobierno Digital (promedio grupo par)", 2024) && is_derived("Gobierno Digital 2023", 2024));
        assert!(!is_derived("Gobierno Digital 2024", 2024) && !is_derived("Participación", 2024));
        assert_eq!(bare_name("Estraté- gica del  Talento (2024)"), "Estratégica del Talento");
    }
}
