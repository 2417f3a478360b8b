//! What an index of a file means: its code or its words, and the index of the catalogue.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::model::{Catalogo, Coincidencia, code_number};

use super::{clean, key};

/// What an index is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Indice {
    Idi,
    /// Position in `Catalogo::dimensiones`.
    Dimension(usize),
    /// Position in `Catalogo::politicas`.
    Politica(usize),
    /// Position of its policy, position among its sub-indices, code as the catalogue writes it.
    Subindice(usize, usize, String),
}

/// A value and what the file says of its peer group, in points 0–100.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Medida {
    pub puntaje: Option<f64>,
    pub promedio: Option<f64>,
    pub minimo: Option<f64>,
    pub maximo: Option<f64>,
    pub quintil: Option<f64>,
    pub percentil: Option<f64>,
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
            Some(Indice::Subindice(index, at, politica.subindices[at].codigo.clone()))
        }),
    }
}

/// Whether a header or a name means the index of the whole entity.
pub fn is_idi(text: &str) -> bool {
    let key = key(text);
    key == "idi" || key.starts_with("indicededesempenoinstitucional")
}

/// The finding for a code that the catalogue does not have.
pub fn unknown_index(text: &str, vigencia: u32) -> Diagnostic {
    Diagnostic::aviso(
        "columna-desconocida",
        format!("«{text}» no es un índice conocido de la vigencia {vigencia}; no se importa"),
    )
    .remedy("si la medición lo agregó, agréguelo a data/catalogo/politicas.yaml e importe de nuevo")
}

/// The finding where the name beside a code is that of another policy.
pub fn misnamed(text: &str, indice: &Indice, name: &str, vigencia: u32, catalogo: &Catalogo) -> Option<Diagnostic> {
    let Indice::Politica(index) = indice else { return None };
    let Some((named, Coincidencia::Exacta | Coincidencia::Alias)) = catalogo.find_politica(&clean_header(name)) else {
        return None;
    };
    (named != *index).then(|| {
        Diagnostic::error(
            "codigo-no-coincide",
            format!(
                "«{text}» nombra «{}» y en la vigencia {vigencia} ese código es de «{}»",
                catalogo.nombre_politica(named, vigencia),
                catalogo.nombre_politica(*index, vigencia)
            ),
        )
        .remedy("revise la vigencia con la que se importa el archivo")
    })
}

/// A header without the hyphens of its line breaks.
fn clean_header(text: &str) -> String {
    clean(text).replace("- ", "")
}

/// Whether only internal control has values: its dimension, policy and sub-indices.
pub fn only_control(medidas: &BTreeMap<Indice, Medida>, catalogo: &Catalogo) -> bool {
    let control = catalogo.find_politica("control-interno").map(|(index, _)| index);
    let dimension = control.map(|index| catalogo.politicas[index].dimension.value.as_str());
    control.is_some()
        && !medidas.is_empty()
        && medidas.keys().all(|indice| match indice {
            Indice::Idi => false,
            Indice::Dimension(index) => dimension == Some(catalogo.dimensiones[*index].slug.as_str()),
            Indice::Politica(index) | Indice::Subindice(index, ..) => control == Some(*index),
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
        assert!(is_idi("Índice de Desempeño Institu- cional"));
    }
}
