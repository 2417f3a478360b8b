//! Rules over every text of a file: placeholders, tags, marks without effect, wrongly cited norms.

use crate::data::{Node, Value};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::locale::fold;
use crate::model::{Catalogo, Norma};

use super::marcas::{self, Campo};

/// Runs every rule over the texts of a file that is not of the catalogue.
pub fn check(node: &Node, catalogo: &Catalogo, found: &mut Diagnostics) {
    let documento = node.get("tipo").is_some();
    each_text(node, "", false, &mut |text, place, key, pending| {
        if !pending {
            placeholder(text, place, found);
        }
        html(text, place, found);
        let narrative = documento && !pending && NARRATIVES.contains(&key);
        marcas::check(text, place, if narrative { Campo::Narrativo } else { Campo::Llano }, found);
        norms(text, place, catalogo, found);
    });
}

/// The keys of a document whose texts take figures and marks.
const NARRATIVES: [&str; 8] =
    ["texto", "recomendaciones", "recomendacion", "decisiones", "funcion", "actividad", "observacion", "valor"];

/// Visits texts with their place, the key they stand under and whether they stand under `pendiente`,
/// where "por definir" is the very thing to say.
fn each_text(node: &Node, key: &str, pending: bool, visit: &mut impl FnMut(&str, &Place, &str, bool)) {
    match &node.value {
        Value::Text(text) => visit(text, &node.place, key, pending),
        Value::List(items) => items.iter().for_each(|item| each_text(item, key, pending, visit)),
        Value::Map(entries) => {
            entries
                .iter()
                .for_each(|(key, value)| each_text(value, &key.text, pending || key.text == "pendiente", visit));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The place of `needle` inside `place`, or `place` where the file spells it otherwise.
pub(super) fn inside(place: &Place, needle: &str) -> Place {
    place.text().find(needle).map_or_else(
        || place.clone(),
        |offset| place.source.place(place.range.start + offset..place.range.start + offset + needle.len()),
    )
}

/// Something that was to be filled in before publishing.
fn placeholder(text: &str, place: &Place, found: &mut Diagnostics) {
    let crosses = text
        .split(|c: char| !c.is_alphanumeric())
        .find(|word| word.len() >= 4 && (word.bytes().all(|b| b == b'X') || word.bytes().all(|b| b == b'x')));
    let folded = fold(text);
    let phrase = ["por definir", "por precisar", "por completar", "lorem ipsum", "pagina 0 de"]
        .into_iter()
        .find(|phrase| folded.contains(phrase));
    let todo = (text.trim() == "TODO" || text.contains("TODO:")).then_some("TODO");
    let Some(mark) = crosses.or(phrase).or(todo) else { return };
    found.push(
        Diagnostic::aviso("marcador-sin-llenar", format!("quedó sin llenar «{mark}»"))
            .at(&inside(place, mark))
            .remedy("escriba el dato; si de verdad falta, dígalo en «pendiente:» donde la clave exista"),
    );
}

/// A tag of HTML: it would be printed as it stands.
fn html(text: &str, place: &Place, found: &mut Diagnostics) {
    const TAGS: [&str; 12] = ["b", "strong", "i", "em", "p", "br", "ul", "li", "span", "div", "u", "a"];
    const LONGEST: usize = 60;
    for (start, _) in text.match_indices('<') {
        let rest = &text[start + 1..];
        let name: String =
            rest.trim_start_matches('/').chars().take(LONGEST).take_while(char::is_ascii_alphanumeric).collect();
        let Some(end) = rest.bytes().take(LONGEST + 1).position(|b| b == b'>') else { continue };
        let after = rest.trim_start_matches('/')[name.len()..].chars().next();
        let closed = after.is_some_and(|c| c == '>' || c == '/' || c.is_whitespace());
        if closed && TAGS.contains(&name.to_ascii_lowercase().as_str()) {
            let tag = &text[start..start + end + 2];
            found.push(
                Diagnostic::aviso(
                    "html-en-texto",
                    format!("el texto tiene la etiqueta «{tag}», que se imprimiría tal cual"),
                )
                .at(&inside(place, tag))
                .remedy("quítela; en los textos narrativos la negrita se escribe **así** y la cursiva *así*"),
            );
            return;
        }
    }
}

/// A citation such as «Ley 1714 de 2014» that nearly is a norm of the catalogue.
fn norms(text: &str, place: &Place, catalogo: &Catalogo, found: &mut Diagnostics) {
    for cited in citations(text) {
        let same_kind = |n: &&Norma| n.clase.starts_with(cited.clase);
        let exact = |n: &Norma| n.numero == cited.numero && n.anio == cited.anio;
        if catalogo.normas.iter().filter(same_kind).any(exact) {
            continue;
        }
        let slip = |n: &&Norma| {
            let digits = strsim::damerau_levenshtein(&n.numero.to_string(), &cited.numero.to_string());
            (n.anio == cited.anio && digits == 1 && cited.numero > 99)
                || (n.numero == cited.numero && cited.numero > 99)
        };
        if let Some(near) = catalogo.normas.iter().filter(same_kind).find(slip) {
            found.push(
                Diagnostic::aviso("norma-mal-citada", format!("no está en el catálogo la norma «{}»", cited.text))
                    .at(&inside(place, cited.text))
                    .remedy(format!("¿quiso decir «{} {} de {}»?", near.clase, near.numero, near.anio)),
            );
        }
    }
}

struct Citation<'a> {
    clase: &'static str,
    numero: u32,
    anio: u32,
    text: &'a str,
}

/// Every «Ley|Decreto|Resolución … N de AAAA» or «N/AAAA» of the text.
fn citations(text: &str) -> Vec<Citation<'_>> {
    let mut found = Vec::new();
    for clase in ["Ley", "Decreto", "Resolución"] {
        for (start, _) in text.match_indices(clase) {
            let rest = &text[start + clase.len()..];
            // «Distrital», «No.» and the like may stand before the number.
            let Some(first) = rest.find(|c: char| c.is_ascii_digit()).filter(|at| *at <= 16) else { continue };
            let digits = |s: &str| s.bytes().take_while(u8::is_ascii_digit).count();
            let number = &rest[first..first + digits(&rest[first..])];
            let tail = &rest[first + number.len()..];
            let Some(gap) = [" de ", " del ", "/"].into_iter().find(|gap| tail.starts_with(gap)) else { continue };
            let year = &tail[gap.len()..gap.len() + digits(&tail[gap.len()..])];
            if let (4, Ok(numero), Ok(anio)) = (year.len(), number.parse(), year.parse()) {
                let end = start + clase.len() + first + number.len() + gap.len() + year.len();
                found.push(Citation { clase, numero, anio, text: &text[start..end] });
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn citations_are_found_in_their_usual_forms() {
        let text =
            "La Ley 1714 de 2014, el Decreto Distrital 221 de 2023, Decreto No. 1083/2015 y la Ley del Plan de 2020.";
        let seen: Vec<_> = citations(text).into_iter().map(|c| (c.clase, c.numero, c.anio, c.text)).collect();
        assert_eq!(
            seen,
            [
                ("Ley", 1714, 2014, "Ley 1714 de 2014"),
                ("Decreto", 221, 2023, "Decreto Distrital 221 de 2023"),
                ("Decreto", 1083, 2015, "Decreto No. 1083/2015"),
            ]
        );
    }
}
