//! Narrative texts: a small Markdown with live figures, to prose.
//!
//! `{{ … }}` is evaluated first and put aside under a private character, so a
//! figure or a name can never be read as Markdown; the text then goes through a
//! Markdown parser.

use minijinja::Environment;
use minijinja::value::Value;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::diagnostic::{Diagnostic, Place};
use crate::model::Narracion;
use crate::partes::Prosa;

use super::cadenas;
use super::fault;
use super::figures;
use super::markdown::{self, Aside};
use super::marks;

/// First private character; users cannot write it (it has no glyph).
const FIRST_MARK: u32 = 0xE100;
/// How many figures one text may quote.
const MAX_MARKS: usize = 4_000;

/// What `text` says, its figures taken from `cifras`.
///
/// # Errors
/// A finding at each expression that cannot be evaluated, and at each link that leads nowhere.
pub fn read(env: &Environment<'_>, text: &Narracion, cifras: &Value) -> Result<Vec<Prosa>, Vec<Diagnostic>> {
    let (marked, values) = evaluate(env, text, cifras)?;
    check_links(&marked, &values, text)?;
    Ok(markdown::read(&marked, |c| figure(c, &values).map(Aside::Text)))
}

/// Longest address of a link; PDF/A bounds strings and people do too.
const MAX_LINK: usize = 2_000;

/// Whether `address` can be followed from anywhere: the only kind that a link of a document has.
pub fn is_whole(address: &str) -> bool {
    let schemes = ["https://", "http://", "mailto:"];
    schemes.iter().any(|scheme| address.strip_prefix(scheme).is_some_and(|rest| !rest.is_empty()))
}

/// A link leads to a whole address: a PDF has no folder to be relative to.  Its text describes it.
fn check_links(marked: &str, values: &[String], text: &Narracion) -> Result<(), Vec<Diagnostic>> {
    let mut wrong = Vec::new();
    let mut link: Option<(Place, String)> = None;
    for event in Parser::new_ext(marked, Options::empty()) {
        match event {
            Event::Start(Tag::Link { dest_url, .. }) => {
                let address = restore(&dest_url, values);
                let whole = is_whole(&address);
                let written =
                    text.place.text().find(&format!("]({address})")).map(|at| text.place.range.start + at + 2);
                let place = written.map_or(text.place.clone(), |at| text.place.source.place(at..at + address.len()));
                if !whole || address.len() > MAX_LINK {
                    let shown: String = address.chars().take(80).collect();
                    wrong.push(
                        Diagnostic::error(
                            "enlace-sin-destino",
                            format!("el enlace «{shown}» no lleva a una dirección completa"),
                        )
                        .at(&place)
                        .remedy("escriba la dirección entera, con https://, o quite el enlace"),
                    );
                }
                link = Some((place, String::new()));
            }
            Event::End(TagEnd::Link) => {
                let Some((place, words)) = link.take().filter(|(_, words)| !cadenas::fits(words)) else { continue };
                let finding = cadenas::finding("el texto de un enlace", &words).at(&place);
                wrong.push(finding.remedy("deje en el enlace unas pocas palabras y escriba lo demás fuera de él"));
            }
            Event::Text(t) => link.iter_mut().for_each(|(_, words)| *words += &restore(&t, values)),
            _ => {}
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

/// `text` with a private character in place of each figure, and what the figures print as;
/// everything that is wrong with any of them otherwise.
fn evaluate(env: &Environment<'_>, text: &Narracion, cifras: &Value) -> Result<(String, Vec<String>), Vec<Diagnostic>> {
    let mut marked = String::new();
    let mut values = Vec::new();
    let mut wrong = Vec::new();
    let mut rest = text.value.as_str();
    // The figures stand in the file in the order in which they are read.
    let mut opened = text.place.text().match_indices("{{").map(|(at, _)| text.place.range.start + at);
    while let Some((before, after)) = rest.split_once("{{") {
        let opening = opened.next().map_or(text.place.clone(), |at| text.place.source.place(at..at + 2));
        // A figure ends before the next one begins.
        let closed = after.split_once("}}").filter(|(expression, _)| !expression.contains("{{"));
        let Some((expression, tail)) = closed else {
            wrong.push(
                Diagnostic::error("cifra-sin-cerrar", "una cifra viva empieza con «{{» y no se cierra con «}}»")
                    .at(&opening)
                    .remedy("cierre la expresión: {{ idi | numero }}"),
            );
            rest = after;
            continue;
        };
        rest = tail;
        let expression = expression.trim();
        let value = match figures::evaluate(env, expression, cifras) {
            Ok(value) => value,
            Err(why) => {
                wrong.push(fault::from_figure(&why, expression, &following(&opening, expression), cifras));
                continue;
            }
        };
        let mark = u32::try_from(values.len()).ok().filter(|n| (*n as usize) < MAX_MARKS);
        let Some(mark) = mark.and_then(|n| char::from_u32(FIRST_MARK + n)) else {
            wrong.push(
                Diagnostic::error("cifras-de-mas", "el texto cita más de 4.000 cifras vivas")
                    .at(&text.place)
                    .remedy("divídalo en varios"),
            );
            break;
        };
        marked.push_str(before);
        marked.push(mark);
        // A name that ends in a point, such as «Bogotá, D.C.», also ends the sentence.
        rest = tail.strip_prefix('.').filter(|next| value.ends_with('.') && !next.starts_with('.')).unwrap_or(tail);
        values.push(value);
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    marked.push_str(rest);
    Ok((marks::only_documented(&marked), values))
}

/// Where `needle` stands right after `opening`, or `opening` itself where the
/// file spells it otherwise (folded over lines).
fn following(opening: &Place, needle: &str) -> Place {
    let tail = &opening.source.text[opening.range.end..];
    let start = opening.range.end + (tail.len() - tail.trim_start().len());
    let place = opening.source.place(start..start + needle.len());
    if place.text() == needle { place } else { opening.clone() }
}

/// The figure that stands under the private character `c`.
fn figure(c: char, values: &[String]) -> Option<&str> {
    (c as u32).checked_sub(FIRST_MARK).and_then(|i| values.get(i as usize)).map(String::as_str)
}

/// The text with its figures and what was put aside back in place.
fn restore(text: &str, values: &[String]) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match figure(c, values) {
            Some(value) => out.push_str(value),
            None => out.push(marks::sign(c).unwrap_or(c)),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::SourceText;
    use crate::locale::Numeros;
    use crate::render::pages::Pages;
    use crate::render::salida::Letra;
    use serde_json::json;

    fn typst(text: &str) -> Result<String, Vec<Diagnostic>> {
        with(text).map(|prosa| Pages.prosa(&prosa))
    }

    fn plain(text: &str) -> Result<String, Vec<Diagnostic>> {
        with(text).map(|prosa| markdown::lines(&prosa))
    }

    fn with(text: &str) -> Result<Vec<Prosa>, Vec<Diagnostic>> {
        let mut env = Environment::new();
        super::super::filters::register(&mut env, Numeros::default());
        env.set_undefined_behavior(minijinja::UndefinedBehavior::Strict);
        let source = SourceText::new("data/i.yaml", format!("texto: {text}"));
        let narracion = Narracion { value: text.to_owned(), place: source.place(7..7 + text.len()) };
        read(
            &env,
            &narracion,
            &Value::from(minijinja::value::Serde(
                json!({ "idi": 82.3, "nombre": "*A* _b_ #c", "ciudad": "Bogotá, D.C.", "sede": "Bogotá",
                    "vigencia": 2022, "plan": null }),
            )),
        )
    }

    #[test]
    fn a_name_that_ends_in_a_point_ends_its_sentence() {
        assert_eq!(plain("En {{ ciudad }}. Fin").unwrap(), "En Bogotá, D.C. Fin");
        assert_eq!(plain("En {{ sede }}. Fin").unwrap(), "En Bogotá. Fin");
        assert_eq!(plain("En {{ ciudad }}... Fin").unwrap(), "En Bogotá, D.C.... Fin");
    }

    #[test]
    fn the_small_markdown_becomes_literals() {
        assert_eq!(typst("Uno **dos** *tres*").unwrap(), "#\"Uno \";#strong[#\"dos\";];#\" \";#emph[#\"tres\";];");
        assert_eq!(typst("a\n\nb").unwrap(), "#\"a\";\n\n#\"b\";");
        assert_eq!(typst("- a\n- b").unwrap(), "\n#list([#\"a\";], [#\"b\";], );\n");
        assert_eq!(
            typst("3) a\n5) b").unwrap(),
            "\n#enum(numbering: \"1)\", enum.item(3)[#\"a\";], enum.item(5)[#\"b\";], );\n"
        );
        assert_eq!(typst("[sitio](https://x.co/?a=\"b)").unwrap(), "#link(\"https://x.co/?a=\\\"b\")[#\"sitio\";];");
        assert_eq!(typst("#read(\"/etc/passwd\") <b>x</b>").unwrap(), "#\"#read(\\\"/etc/passwd\\\") <b>x</b>\";");
    }

    #[test]
    fn a_text_can_be_read_without_its_marks() {
        let plain = |text| super::tests::plain(text).unwrap();
        assert_eq!(plain("Uno **dos** *tres*\nsigue"), "Uno dos tres sigue");
        assert_eq!(plain("a\n\nb"), "a\nb");
        assert_eq!(plain("Son:\n\n- a\n- b\n\nfin"), "Son:\n• a\n• b\nfin");
        assert_eq!(plain("3. a\n5. b\n9. c"), "3. a\n5. b\n9. c");
        assert_eq!(plain("1) a\n2) b"), "1) a\n2) b");
        assert_eq!(plain("[sitio](https://x.co)"), "sitio (https://x.co)");
        assert_eq!(plain("**{{ nombre }}** {{ idi | numero }}"), "*A* _b_ #c 82,3");
        assert_eq!(super::tests::plain("El {{ idii | numero }}").unwrap_err()[0].code, "cifra-desconocida");
    }

    #[test]
    fn what_is_no_mark_of_the_guide_is_printed_as_it_is() {
        for text in [
            "&#x202E;82,3&#x202C; &#xE100; 12&Tab;5 &shy; &lt; &amp;",
            "[Fuente]: FURAG",
            "[1]: Ibídem",
            "> 60 %",
            "+ 5 puntos",
            "# N.º",
            "2*3*4 = 24",
            "valor (*) y otro (*)",
            "*p < 0,05; **p < 0,01",
            "_a_ __b__ `c` ~~d~~ <br> <https://x.co>",
            "01. enero",
            "C:\\carpeta\\(x) y \\[",
            "![logo](https://x.co/a.png)",
            "[a](https://x.co \"título\")",
            "[^1]",
            "_____",
            "a\n---\nb",
            "a\n===",
            "a) uno\nb) dos",
            "| a | b |\n|---|---|\n| 1 | 2 |",
        ] {
            assert_eq!(plain(text).unwrap(), text);
            let printed = typst(text).unwrap();
            assert!(
                !printed.contains("#link") && !printed.contains("#emph") && !printed.contains("#strong"),
                "{printed}"
            );
        }
        assert_eq!(plain("{{ vigencia }}*{{ vigencia }}*2 &#xE100;").unwrap(), "2022*2022*2 &#xE100;");
    }

    #[test]
    fn live_figures_are_formatted_and_never_read_as_markdown() {
        assert_eq!(typst("IDI {{ idi | numero }} en {{ vigencia }}").unwrap(), "#\"IDI 82,3 en 2022\";");
        assert_eq!(typst("**{{ nombre }}**").unwrap(), "#strong[#\"*A* _b_ #c\";];");
    }

    #[test]
    fn wrong_figures_point_at_the_expression() {
        let place = |d: &Diagnostic| d.place.as_ref().map(|p| p.text().to_owned()).unwrap();
        let found = |text: &str| -> Vec<(&str, String)> {
            typst(text).unwrap_err().iter().map(|d| (d.code, place(d))).collect()
        };
        assert_eq!(found("El {{ idii | numero }}"), [("cifra-desconocida", "idii | numero".to_owned())]);
        assert_eq!(found("El {{ idi }}"), [("cifra-invalida", "idi".to_owned())]);
        assert_eq!(found("El {{ idi"), [("cifra-sin-cerrar", "{{".to_owned())]);
        assert_eq!(found("El {{ plan }}"), [("cifra-desconocida", "plan".to_owned())]);
        let all = found("El {{ foo | fecha }}, {{ idi, {{ idi | numero(65536) }} y {{ debug() }}");
        let codes: Vec<_> = all.iter().map(|(code, _)| *code).collect();
        assert_eq!(codes, ["cifra-desconocida", "cifra-sin-cerrar", "cifra-invalida", "cifra-invalida"]);
    }
}
