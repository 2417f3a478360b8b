//! What a template leaves behind: something that was to be filled in before publishing.

use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::locale::fold;

use super::prosa::locate;

/// Runs the rule over a text that is not declared to be pending.
pub fn check(text: &str, place: &Place, found: &mut Diagnostics) {
    let mut marks: Vec<(usize, usize)> = Vec::new();
    for find in [errors, brackets, crosses, phrases, lines, letters_for_a_date, todo] {
        for (start, end) in find(text) {
            // «[Insertar fecha: XXXX]» is one.
            if !marks.iter().any(|(a, b)| start < *b && *a < end) {
                marks.push((start, end));
            }
        }
    }
    for (start, end) in marks {
        found.push(
            Diagnostic::aviso("marcador-sin-llenar", format!("quedó sin llenar «{}»", &text[start..end]))
                .at(&locate(place, text, start, end))
                .remedy("escriba el dato; si de verdad falta, dígalo en «pendiente:» donde la clave exista"),
        );
    }
}

type Marks = Vec<(usize, usize)>;

/// The runs of `text` that `wanted` holds for, with their ends.
fn runs(text: &str, wanted: impl Fn(char) -> bool) -> Marks {
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), '\0')]) {
        match (start, wanted(c) && at < text.len()) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                found.push((from, at));
                start = None;
            }
            _ => {}
        }
    }
    found
}

/// `XXXX`, `xxx`, and `XX` where a number or a date goes: `XX de XX`, `XX %`, `20XX`, `XX/XX`.
fn crosses(text: &str) -> Marks {
    /// What is counted: «los XX días».
    const UNITS: [&str; 11] = [
        "días",
        "dias",
        "meses",
        "puntos",
        "actividades",
        "hallazgos",
        "recomendaciones",
        "servidores",
        "millones",
        "pesos",
        "horas",
    ];
    let words = runs(text, char::is_alphanumeric);
    let is = |at: usize, mark: &str| words.get(at).is_some_and(|(a, b)| text[*a..*b].eq_ignore_ascii_case(mark));
    let mut found = Vec::new();
    for (index, (start, end)) in words.iter().copied().enumerate() {
        let word = &text[start..end];
        let x = |c: char| c == 'x' || c == 'X';
        let only = word.chars().all(x);
        // «XXX» in capitals may be the number thirty.
        let year = word.len() == 4 && word.starts_with("20") && word[2..].chars().all(x);
        if only && (word.len() >= 4 || word == "xxx") || year {
            found.push((start, end));
        } else if only && word.len() == 2 && word == "XX" {
            let rest = text[end..].trim_start();
            let twice = is(index + 1, "de") && is(index + 2, "XX");
            let slashed = rest.starts_with('/') && is(index + 1, "XX");
            if twice {
                found.push((start, words[index + 2].1));
            } else if slashed {
                found.push((start, words[index + 1].1));
            } else if rest.starts_with('%') || UNITS.iter().any(|unit| is(index + 1, unit)) {
                found.push((start, end));
            }
        }
    }
    found
}

/// A word without the signs around it: where it stands, and folded.
type Folded = (usize, usize, String);

/// The words of `text`.
fn words(text: &str) -> Vec<Folded> {
    let trimmed = runs(text, |c| !c.is_whitespace()).into_iter().map(|(a, b)| {
        let word = &text[a..b];
        let inner = word.trim_matches(|c: char| !c.is_alphanumeric());
        let from = a + word.find(inner).unwrap_or(0);
        (from, from + inner.len(), fold(inner))
    });
    trimmed.collect()
}

/// Where the words of `phrase` follow one another.
fn said(words: &[Folded], phrase: &str) -> Marks {
    let length = phrase.split(' ').count();
    let same = |window: &&[Folded]| window.iter().zip(phrase.split(' ')).all(|((_, _, word), wanted)| word == wanted);
    words.windows(length).filter(same).map(|window| (window[0].0, window[length - 1].1)).collect()
}

/// What templates say in words.
fn phrases(text: &str) -> Marks {
    const ALWAYS: [&str; 15] = [
        "lorem ipsum",
        "insertar grafica aqui",
        "insertar grafico aqui",
        "insertar tabla aqui",
        "insertar imagen aqui",
        "inserte aqui",
        "insertar aqui",
        "escriba aqui",
        "escribir aqui",
        "haga clic aqui para escribir",
        "haga clic o pulse aqui",
        "click or tap here",
        "texto de ejemplo",
        "marcador no definido",
        "bookmark not defined",
    ];
    // «Optó por definir una ruta» is said of somebody who defines.
    const AT_THE_END: [&str; 5] =
        ["por definir", "por precisar", "por completar", "por diligenciar", "pendiente por diligenciar"];
    let words = words(text);
    let mut found: Marks = ALWAYS.iter().flat_map(|phrase| said(&words, phrase)).collect();
    for (start, end) in AT_THE_END.iter().rev().flat_map(|phrase| said(&words, phrase)) {
        let closes = text[end..].trim_start().chars().next().is_none_or(|c| ".,;:)]|".contains(c));
        let (before, _) = text.split_at(start);
        let opens = before.trim_end().chars().next_back().is_none_or(|c| ".;:([|".contains(c));
        let noun = before.split_whitespace().next_back().is_some_and(|word| {
            let word = fold(word);
            [
                "fecha",
                "fechas",
                "responsable",
                "responsables",
                "meta",
                "metas",
                "valor",
                "valores",
                "indicador",
                "indicadores",
                "producto",
                "productos",
                "actividad",
                "actividades",
                "plazo",
                "pendiente",
                "pendientes",
                "esta",
                "estan",
                "queda",
                "quedan",
            ]
            .contains(&word.as_str())
        });
        if closes && (opens || noun) {
            found.push((start, end));
        }
    }
    found
}

/// What stands in brackets for somebody to write: `[Nombre]`, `[Insertar texto]`; not a link.
fn brackets(text: &str) -> Marks {
    const ORDERS: [&str; 25] = [
        "insertar",
        "inserte",
        "escriba",
        "escribir",
        "indicar",
        "indique",
        "incluir",
        "incluya",
        "diligenciar",
        "diligencie",
        "completar",
        "complete",
        "agregar",
        "agregue",
        "describir",
        "describa",
        "relacionar",
        "relacione",
        "mencionar",
        "mencione",
        "colocar",
        "coloque",
        "poner",
        "digite",
        "registre",
    ];
    const NOUNS: [&str; 26] = [
        "nombre",
        "nombres",
        "fecha",
        "cargo",
        "entidad",
        "titulo",
        "logo",
        "numero",
        "codigo",
        "responsable",
        "año",
        "vigencia",
        "ciudad",
        "dependencia",
        "area",
        "firma",
        "correo",
        "valor",
        "cifra",
        "texto",
        "dia",
        "mes",
        "municipio",
        "departamento",
        "version",
        "proceso",
    ];
    let mut found = Vec::new();
    for (open, close) in [('[', ']'), ('<', '>')] {
        for (start, _) in text.match_indices(open) {
            let Some(length) = text[start..].find(close).filter(|length| *length <= 80) else { continue };
            let end = start + length + 1;
            let inner = fold(&text[start + 1..end - 1]);
            let mut words = inner.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
            let first = words.next().unwrap_or_default();
            let more = words.next();
            let noun = NOUNS.contains(&first)
                && more.is_none_or(|w| ["de", "del", "completo", "y"].contains(&w))
                && inner.split(' ').count() <= 5;
            let order = ORDERS.contains(&first) && open == '[';
            // A link in Markdown has its address after the bracket.
            if (order || noun) && !text[end..].starts_with('(') {
                found.push((start, end));
            }
        }
    }
    found
}

/// What a spreadsheet prints for a formula that fails, and a word processor for a lost reference.
fn errors(text: &str) -> Marks {
    const WORDS: [&str; 17] = [
        "#N/A",
        "#N/D",
        "#REF!",
        "#¡REF!",
        "#DIV/0!",
        "#¡DIV/0!",
        "#VALUE!",
        "#¡VALOR!",
        "#VALOR!",
        "#NAME?",
        "#¿NOMBRE?",
        "#NULL!",
        "#¡NULO!",
        "#NUM!",
        "#¡NUM!",
        "¡Error!",
        "Error!",
    ];
    let mut found: Marks =
        WORDS.iter().flat_map(|word| text.match_indices(word).map(|(at, w)| (at, at + w.len()))).collect();
    for (start, end) in &mut found {
        // «¡Error! Marcador no definido.» is one mark.
        let rest = &text[*end..];
        if text[*start..*end].ends_with("rror!")
            && let Some(length) = rest.find(['.', '\n']).or(Some(rest.len())).filter(|length| *length <= 60)
        {
            *end += length;
        }
    }
    // Said of an error, not by a program.
    found.retain(|(start, end)| {
        let mark = &text[*start..*end];
        !mark.contains("rror!")
            || ["marcador", "origen", "argumento", "estilo", "vinculo", "reference", "bookmark"]
                .iter()
                .any(|w| fold(mark).contains(w))
    });
    found
}

/// A line to write on.
fn lines(text: &str) -> Marks {
    runs(text, |c| c == '_').into_iter().filter(|(start, end)| end - start >= 4).collect()
}

/// `dd/mm/aaaa` and its like.
fn letters_for_a_date(text: &str) -> Marks {
    let lower = text.to_ascii_lowercase();
    ["dd/mm/aaaa", "dd-mm-aaaa", "aaaa-mm-dd", "dd de mm de aaaa", "dd de mes de aaaa"]
        .iter()
        .flat_map(|form| lower.match_indices(form).map(|(at, f)| (at, at + f.len())))
        // «En el formato AAAA-MM-DD» tells how to write.
        .filter(|(start, _)| !lower[..*start].contains("formato") && !lower[..*start].contains("forma "))
        .collect()
}

fn todo(text: &str) -> Marks {
    if text.trim() == "TODO" {
        let start = text.find("TODO").unwrap_or(0);
        return vec![(start, start + 4)];
    }
    text.match_indices("TODO:").map(|(at, _)| (at, at + 4)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::SourceText;

    fn marks(text: &str) -> Vec<String> {
        let source = SourceText::new("a.yaml", text);
        let mut found = Diagnostics::default();
        check(text, &source.place(0..text.len()), &mut found);
        let mut marks: Vec<_> =
            found.iter().filter_map(|d| d.place.as_ref()).map(|p| (p.range.start, p.text().to_owned())).collect();
        marks.sort();
        marks.into_iter().map(|(_, mark)| mark).collect()
    }

    #[test]
    fn each_mark_of_a_text_is_found() {
        assert_eq!(
            marks("El XX de XX se entregó [Insertar texto] a XXXXX."),
            ["XX de XX", "[Insertar texto]", "XXXXX"]
        );
        assert_eq!(marks("¡Error! Marcador no definido."), ["¡Error! Marcador no definido"]);
        assert_eq!(marks("Según [la guía](https://x.co) del siglo XX, [Nombre] firma"), ["[Nombre]"]);
        assert_eq!(marks("Firma: ________ el dd/mm/aaaa"), ["________", "dd/mm/aaaa"]);
    }

    #[test]
    fn what_people_do_write_is_no_mark() {
        for text in [
            "El comité optó por definir una ruta.",
            "El XXX Congreso del CLAD, en el siglo XX",
            "cita textual [...] y [sic]",
            "¡Error! Así respondió el aplicativo",
            "Las fechas van en la forma AAAA-MM-DD",
            "[1] Manual operativo",
        ] {
            assert_eq!(marks(text), Vec::<String>::new(), "{text}");
        }
    }
}
