//! Which characters can be printed: PDF/A refuses a whole document for one
//! character without a glyph, so every text is checked before Typst sees it.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;

use crate::data::Node;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};

use super::proyecto::Glifos;

/// The characters that every face of the text family can print, as a bit set.
#[derive(Debug, Clone)]
pub struct Cobertura {
    bits: Vec<u64>,
}

impl Cobertura {
    /// The intersection of the character maps of the given font files.
    ///
    /// # Errors
    /// The position of the first file that is not a font.
    pub fn build(fonts: &[&[u8]]) -> Result<Self, usize> {
        let mut bits: Option<Vec<u64>> = None;
        for (index, bytes) in fonts.iter().enumerate() {
            let face = ttf_parser::Face::parse(bytes, 0).map_err(|_| index)?;
            let mut own = vec![0u64; (char::MAX as usize >> 6) + 1];
            for subtable in face.tables().cmap.iter().flat_map(|cmap| cmap.subtables).filter(|s| s.is_unicode()) {
                subtable.codepoints(|c| {
                    // A damaged font may name what is no character.
                    if c <= u32::from(char::MAX) && subtable.glyph_index(c).is_some_and(|glyph| glyph.0 != 0) {
                        own[c as usize >> 6] |= 1 << (c & 63);
                    }
                });
            }
            match &mut bits {
                None => bits = Some(own),
                Some(all) => all.iter_mut().zip(own).for_each(|(a, b)| *a &= b),
            }
        }
        Ok(Self { bits: bits.unwrap_or_default() })
    }

    /// Whether `c` can be printed and read back: it has a glyph and is visible
    /// text or a space, not a control or an invisible format character.
    pub fn prints(&self, c: char) -> bool {
        if matches!(c, '\n' | ' ') {
            return true;
        }
        let covered = self.bits.get(c as usize >> 6).is_some_and(|word| word & (1 << (c as u32 & 63)) != 0);
        covered && (c.is_ascii_graphic() || !invisible(c))
    }
}

/// The names that a font file gives to its family: that of all its styles and that of its own.
pub fn families(font: &[u8]) -> Vec<String> {
    use ttf_parser::name_id::{FAMILY, TYPOGRAPHIC_FAMILY};
    let Ok(face) = ttf_parser::Face::parse(font, 0) else { return Vec::new() };
    let of_family = |name: &ttf_parser::name::Name<'_>| matches!(name.name_id, FAMILY | TYPOGRAPHIC_FAMILY);
    face.names().into_iter().filter(of_family).filter_map(|name| name.to_string()).collect()
}

/// Controls, format characters, joiners, selectors, private use and odd spaces:
/// they would vanish from the text that is read back from the PDF.
fn invisible(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{2000}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{205f}'..='\u{206f}' | '\u{3000}' | '\u{3164}' | '\u{e000}'..='\u{f8ff}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{ffff}'
            | '\u{e0000}'..='\u{10ffff}')
}

/// What is printed in place of a character that cannot be.
pub const SUBSTITUTE: char = '\u{25a1}';

/// What stands for a white space of another system: the pages have no tab stops, so that a tab
/// would print as nothing and join what it separates; a carriage return is a new line.
///
/// It is done here, before anything reads the text, so that page and exports agree.
fn spaces(text: &mut String) {
    if text.contains('\r') {
        *text = text.replace("\r\n", "\n").replace('\r', "\n");
    }
    if text.contains('\t') {
        *text = text.replace('\t', " ");
    }
}

/// Turns the white space of each text into spaces and new lines.  Reports each character of the file that cannot be printed, once, where it
/// first stands; with [`Glifos::Reemplazar`] it is replaced everywhere.
pub fn check(node: &mut Node, cobertura: &Cobertura, glifos: Glifos, diagnostics: &mut Diagnostics) {
    let mut seen = BTreeSet::new();
    node.for_each_text_mut(&mut |text, place, key| {
        if text.bytes().all(|b| matches!(b, b' '..=b'~')) {
            return;
        }
        spaces(text);
        let composed: String = text.nfc().collect();
        if composed.chars().all(|c| cobertura.prints(c)) {
            return;
        }
        for c in composed.chars().filter(|c| !cobertura.prints(*c)) {
            if seen.insert(c) {
                diagnostics.push(finding(c, place, key, glifos));
            }
        }
        if glifos == Glifos::Reemplazar {
            *text = composed.chars().map(|c| if cobertura.prints(c) { c } else { SUBSTITUTE }).collect();
        }
    });
}

fn finding(c: char, place: &Place, key: &str, glifos: Glifos) -> Diagnostic {
    let here = place.text().find(c).map_or(place.clone(), |offset| {
        let start = place.range.start + offset;
        place.source.place(start..start + c.len_utf8())
    });
    let shown = if invisible(c) { String::new() } else { format!("«{c}» ") };
    let field = if key.is_empty() { String::new() } else { format!(" de «{key}»") };
    let name = format!("el carácter {shown}(U+{:04X}){field}", c as u32);
    let remedy = "reemplácelo o bórrelo; si llegó al copiar de otro programa, vuelva a escribir la palabra";
    match glifos {
        Glifos::Fallar => Diagnostic::error("caracter-sin-glifo", format!("{name} no se puede imprimir")),
        Glifos::Reemplazar => {
            Diagnostic::aviso("caracter-reemplazado", format!("{name} no se puede imprimir: sale «{SUBSTITUTE}»"))
        }
    }
    .at(&here)
    .label("no está en las fuentes del proyecto")
    .remedy(remedy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spanish_prints_and_invisible_characters_do_not() {
        let font = include_bytes!("../../fonts/source-sans-3/SourceSans3-Regular.ttf");
        let cobertura = Cobertura::build(&[font]).unwrap();
        for c in "áéíóúüñÁÉÍÓÚÜÑ¿¡«»“”‘’–—…ºª°€§−×·•abcABC0123456789%$&@#\\\"'{}[]()<>|/~^`*_=+\u{a0}".chars()
        {
            assert!(cobertura.prints(c), "{c} U+{:04X}", c as u32);
        }
        for c in ['😀', '\u{e000}', '\u{200b}', '\u{ad}', '\u{7}', '漢', '\u{2028}'] {
            assert!(!cobertura.prints(c), "U+{:04X}", c as u32);
        }
    }
}
