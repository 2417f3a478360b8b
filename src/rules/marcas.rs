//! Marks of format where they have no effect and would be printed as they stand.

use crate::diagnostic::{Diagnostic, Diagnostics, Place};

use super::texto::inside;

/// Where a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Campo {
    /// It is printed as it is written.
    Llano,
    /// It takes figures and the marks of the guide.
    Narrativo,
}

/// Reports the first mark of each kind that has no effect in `text`.
pub fn check(text: &str, place: &Place, campo: Campo, found: &mut Diagnostics) {
    let mut tell = |mark: Option<&str>, what: &str, remedy: &str| {
        let Some(mark) = mark else { return };
        let shown: String = mark.chars().take(60).collect();
        found.push(
            Diagnostic::aviso(
                "marca-sin-efecto",
                format!("{what} «{shown}» no tiene efecto aquí: se imprime tal cual"),
            )
            .at(&inside(place, mark))
            .remedy(remedy),
        );
    };
    if campo == Campo::Llano {
        let plain = "las cifras vivas y las marcas son de los textos narrativos: escriba aquí el dato sin ellas";
        tell(figure(text), "la cifra viva", plain);
        tell(bold(text), "la negrita", plain);
        tell(link(text, false), "el enlace", plain);
    }
    tell(table(text), "la tabla de Markdown", "escriba los datos como una lista, con un guion en cada renglón");
    tell(footnote(text), "la nota al pie", "escriba la nota entre paréntesis, o en un párrafo aparte");
    tell(link(text, true), "la imagen", "quítela: en los textos no se pueden poner imágenes");
}

/// The first `{{ … }}`.
fn figure(text: &str) -> Option<&str> {
    let start = text.find("{{")?;
    let end = start + text[start..].find("}}")? + 2;
    Some(&text[start..end])
}

/// The first `**…**` that would be bold in a narrative text; a lone `**` calls a note.
fn bold(text: &str) -> Option<&str> {
    let runs: Vec<usize> = text.match_indices("**").map(|(at, _)| at).collect();
    runs.windows(2).find_map(|pair| {
        let (start, end) = (pair[0], pair[1] + 2);
        let words = &text[start + 2..pair[1]];
        let before = text[..start].chars().next_back();
        let after = text[end..].chars().next();
        let apart = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && c != '*');
        let word = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace() && c != '*');
        let opens = words.chars().next().is_some_and(|c| c.is_alphanumeric() || "¿¡«“\"(".contains(c));
        (apart(before) && opens && word(words.chars().next_back()) && apart(after)).then(|| &text[start..end])
    })
}

/// The first `[texto](dirección)`, or the first `![texto](dirección)`.
fn link(text: &str, image: bool) -> Option<&str> {
    text.match_indices("](").find_map(|(middle, _)| {
        let open = text[..middle].rfind('[')?;
        let address = &text[middle + 2..];
        let end = address.find(')')?;
        let address = &address[..end];
        let pictured = text[..open].ends_with('!');
        let somewhere = ["http://", "https://", "mailto:", "www."].iter().any(|start| address.starts_with(start));
        let leads = if image { address.contains('.') } else { somewhere };
        let whole = !address.is_empty() && !address.contains(char::is_whitespace) && leads;
        (pictured == image && whole).then(|| &text[open - usize::from(image)..middle + 3 + end])
    })
}

/// The line that parts the head of a table from its rows: `|---|:-:|`.
fn table(text: &str) -> Option<&str> {
    text.lines().map(str::trim).find(|line| {
        let inner = line.trim_matches('|');
        let cell = |cell: &str| {
            let dashes = cell.trim().trim_matches(':');
            !dashes.is_empty() && dashes.bytes().all(|b| b == b'-')
        };
        line.contains('|') && line.matches('-').count() > 2 && inner.split('|').all(cell)
    })
}

/// The first `[^nota]`.
fn footnote(text: &str) -> Option<&str> {
    text.match_indices("[^").find_map(|(start, _)| {
        let inner = &text[start + 2..];
        let end = inner.find(']').filter(|end| (1..=20).contains(end))?;
        let name = inner[..end].chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-');
        name.then(|| &text[start..start + end + 3])
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::SourceText;

    fn marks(text: &str, campo: Campo) -> Vec<String> {
        let source = SourceText::new("data/i.yaml", text);
        let mut found = Diagnostics::default();
        check(text, &source.place(0..text.len()), campo, &mut found);
        found.iter().map(|d| d.place.as_ref().map(|p| p.text().to_owned()).unwrap_or_default()).collect()
    }

    #[test]
    fn marks_are_told_where_they_have_no_effect() {
        assert_eq!(marks("Vigencia {{ vigencia }}", Campo::Llano), ["{{ vigencia }}"]);
        assert_eq!(marks("Un **dato: «importante»**, y otro", Campo::Llano), ["**dato: «importante»**"]);
        assert_eq!(marks("Ver [el sitio](https://x.co)", Campo::Llano), ["[el sitio](https://x.co)"]);
        for campo in [Campo::Llano, Campo::Narrativo] {
            assert_eq!(marks("| a | b |\n|---|:-:|\n| 1 | 2 |", campo), ["|---|:-:|"]);
            assert_eq!(marks("a | b\n--- | ---\n1 | 2", campo), ["--- | ---"]);
            assert_eq!(marks("Según la nota[^1] y\n\n[^1]: Nota", campo), ["[^1]"]);
            assert_eq!(marks("![logo](img/logo.png)", campo), ["![logo](img/logo.png)"]);
        }
        assert_eq!(marks("**a** {{ idi | numero }} [b](https://x.co)", Campo::Narrativo), Vec::<String>::new());
    }

    #[test]
    fn what_people_write_is_not_taken_for_a_mark() {
        for text in [
            "Total* y parcial**",
            "*p < 0,05; **p < 0,01; ***p < 0,001",
            "** Dato preliminar. ** Dato en revisión",
            "**",
            "****",
            "2**3**4",
            "valor (**) y otro (**)",
            "*cursiva*",
            "2*3*4 = 24",
            "[sic]",
            "[sic](1)",
            "artículo 5 [numeral 2](literal a)",
            "¡Atención![1](2)",
            "avance_de_plan_2025 y __init__",
            "$ 1.000.000 | $ 2.000.000",
            "a | b",
            "Comité | Subcomité -- acta",
            "---",
            "|",
            "| a |",
            "10 % - 20 %",
            "{ a }",
            "{{ sin cerrar",
            "[^]",
            "[^a-z ]",
            "x[^ 2]",
        ] {
            for campo in [Campo::Llano, Campo::Narrativo] {
                assert_eq!(marks(text, campo), Vec::<String>::new(), "{text}");
            }
        }
    }
}
