//! A chart inside a page that is read on a screen, where the fonts of the program may not be.
//!
//! Every text says how wide it is, so that whatever family stands in for the one it was measured
//! with is drawn in the same room and runs into no other mark.

use std::fmt::Write;

use super::frame::{Pen, Weight};

/// The drawing of a chart without the element around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawing {
    /// The `viewBox`.
    pub frame: String,
    /// The marks, as elements of SVG.
    pub marks: String,
}

/// What a mark says though it goes without saying, and the family, which is the page's.
const IDLE: [&str; 2] = [" opacity=\"1\"", " stroke=\"none\""];

/// The drawing that `svg`, which `frame::svg` made, holds.
pub fn drawing(svg: &str, pen: &Pen<'_>) -> Drawing {
    let (head, rest) = svg.split_once('>').unwrap_or_default();
    let mut rest = rest.trim().trim_end_matches("</svg>");
    let mut marks = String::with_capacity(rest.len());
    while let Some((before, text)) = rest.split_once("<text") {
        let (tag, text) = text.split_once('>').unwrap_or_default();
        let (words, after) = text.split_once("</text>").unwrap_or_default();
        let words = words.trim();
        marks.push_str(before);
        let size = attribute(tag, "font-size").and_then(|size| size.parse::<f64>().ok()).unwrap_or_default();
        let weight = if attribute(tag, "font-weight").is_some() { Weight::Bold } else { Weight::Regular };
        let width = pen.width(&unescaped(words), size, weight);
        let family = attribute(tag, "font-family").map(|family| format!(" font-family=\"{family}\""));
        let tag = family.map_or_else(|| tag.to_owned(), |family| tag.replace(&family, ""));
        let _ = write!(marks, "<text{tag} textLength=\"{width:.0}\" lengthAdjust=\"spacingAndGlyphs\">{words}</text>");
        rest = after;
    }
    marks.push_str(rest);
    let marks = IDLE.iter().fold(marks, |marks, idle| marks.replace(idle, ""));
    Drawing { frame: attribute(head, "viewBox").unwrap_or_default().to_owned(), marks: marks.trim().to_owned() }
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    tag.split_once(&format!(" {name}=\""))?.1.split_once('"').map(|(value, _)| value)
}

/// The text that plotters wrote with entities.
fn unescaped(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'");
    text.replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::super::frame::{Align, svg};
    use super::super::probe::with_pen;
    use super::*;
    use plotters::prelude::BLACK;

    #[test]
    fn a_text_says_how_wide_it_is_and_names_no_family() {
        with_pen(|pen| {
            let text = "A & «B» <c>";
            let drawn =
                svg(pen, 200.0, 40.0, |canvas| canvas.text((10.0, 20.0), text, 9.0, Weight::Bold, BLACK, Align::Left));
            let drawing = drawing(&drawn.unwrap(), pen);
            assert_eq!(drawing.frame, "0 0 2000 400");
            let width = format!("{:.0}", pen.width(text, 90.0, Weight::Bold));
            let wanted =
                format!("textLength=\"{width}\" lengthAdjust=\"spacingAndGlyphs\">A &amp; «B» &lt;c&gt;</text>");
            assert!(drawing.marks.ends_with(&wanted), "{}", drawing.marks);
            assert!(!drawing.marks.contains("font-family") && !drawing.marks.contains("svg"), "{}", drawing.marks);
        });
    }
}
