//! The pen: theme, number style and the measures of texts.

use std::sync::Arc;

use crate::locale::Numeros;
use crate::resources::Resources;
use crate::theme::Theme;

use super::DrawError;

/// A space where no line ends.
pub const NO_BREAK: char = '\u{a0}';

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    Regular,
    Bold,
}

/// Theme, number style and text measures: all that a chart needs beside its numbers.
pub struct Pen<'a> {
    pub theme: &'a Theme,
    pub numeros: Numeros,
    regular: Measured<'a>,
    bold: Measured<'a>,
    /// How many times its width a chart may be high; one that is higher is measured and not painted.
    limit: Option<f64>,
}

/// A face with the advances of the letters that nearly all texts are made of: texts are measured often.
#[derive(Clone)]
struct Measured<'a> {
    face: ttf_parser::Face<'a>,
    /// In font units, of the characters below [`LATIN`].
    latin: Arc<[f64]>,
}

/// Where the Latin letters end.
const LATIN: u32 = 0x180;

/// Advance of a character that the face has no glyph for, in font units.
const MISSING: f64 = 500.0;

impl<'a> Measured<'a> {
    fn new(face: ttf_parser::Face<'a>) -> Self {
        let letters = (0..LATIN).map(|code| char::from_u32(code).map_or(MISSING, |c| advance(&face, c)));
        Self { latin: letters.collect(), face }
    }

    fn advance(&self, c: char) -> f64 {
        self.latin.get(c as usize).copied().unwrap_or_else(|| advance(&self.face, c))
    }
}

/// Advance of `c` in font units.
fn advance(face: &ttf_parser::Face<'_>, c: char) -> f64 {
    face.glyph_index(c).and_then(|glyph| face.glyph_hor_advance(glyph)).map_or(MISSING, f64::from)
}

impl<'a> Pen<'a> {
    /// A pen that measures with the regular and the bold face of the text family.
    ///
    /// # Errors
    /// [`DrawError::Font`] where the text family has no regular and bold face.
    pub fn new(theme: &'a Theme, numeros: Numeros, resources: &'a Resources) -> Result<Self, DrawError> {
        let mut regular = None;
        let mut bold = None;
        for bytes in resources.fonts_in(&theme.fuentes.carpeta_texto) {
            let Ok(face) = ttf_parser::Face::parse(bytes, 0) else { continue };
            match (face.is_italic(), face.weight()) {
                (false, ttf_parser::Weight::Normal) => regular = Some(face),
                (false, ttf_parser::Weight::Bold) => bold = Some(face),
                _ => {}
            }
        }
        match (regular, bold) {
            (Some(regular), Some(bold)) => {
                Ok(Self { theme, numeros, regular: Measured::new(regular), bold: Measured::new(bold), limit: None })
            }
            _ => Err(DrawError::Font(theme.fuentes.texto.clone())),
        }
    }

    /// The theme with text of `size` pt or more in charts.
    pub fn theme_for(&self, size: f64) -> Theme {
        let mut theme = self.theme.clone();
        theme.tamanos.grafico = theme.tamanos.grafico.max(size);
        theme
    }

    /// The same pen for another theme of the same fonts.
    pub fn with_theme<'b>(&self, theme: &'b Theme) -> Pen<'b>
    where
        'a: 'b,
    {
        let (regular, bold) = (self.regular.clone(), self.bold.clone());
        Pen { theme, numeros: self.numeros, regular, bold, limit: self.limit }
    }

    /// The same pen for trials: a chart more than `limit` times as high as it is wide has its measures and
    /// an empty SVG, so that what does not fit costs no drawing.
    pub fn within(self, limit: f64) -> Self {
        Self { limit: Some(limit), ..self }
    }

    /// Whether a chart of `width` × `height` pt is painted.
    pub(super) fn paints(&self, width: f64, height: f64) -> bool {
        self.limit.is_none_or(|limit| height <= limit * width)
    }

    /// Width of `text` in pt at `size` pt.
    pub fn width(&self, text: &str, size: f64, weight: Weight) -> f64 {
        let face = match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        };
        let units: f64 = text.chars().map(|c| face.advance(c)).sum();
        units / f64::from(face.face.units_per_em()) * size
    }

    /// `text` in as few lines as fit in `width` pt; a word longer than a line is
    /// cut.  A no-break space keeps its neighbours on one line.
    pub fn wrap(&self, text: &str, size: f64, width: f64) -> Vec<String> {
        let mut lines: Vec<String> = vec![String::new()];
        let words = text.split(|c: char| c.is_whitespace() && c != NO_BREAK).filter(|word| !word.is_empty());
        for word in words {
            for part in self.cut(word, size, width) {
                let last = lines.last_mut().expect("starts with one line");
                let candidate = if last.is_empty() { part.clone() } else { format!("{last} {part}") };
                if last.is_empty() || self.width(&candidate, size, Weight::Regular) <= width {
                    *last = candidate;
                } else {
                    lines.push(part);
                }
            }
        }
        lines
    }

    fn cut(&self, word: &str, size: f64, width: f64) -> Vec<String> {
        if self.width(word, size, Weight::Regular) <= width {
            return vec![word.to_owned()];
        }
        let mut parts = vec![String::new()];
        for c in word.chars() {
            let last = parts.last_mut().expect("starts with one part");
            let wider = format!("{last}{c}");
            if last.is_empty() || self.width(&wider, size, Weight::Regular) <= width {
                *last = wider;
            } else {
                parts.push(c.to_string());
            }
        }
        parts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theme::Theme;

    #[test]
    fn accents_do_not_change_the_measure_and_long_labels_wrap() {
        let resources = Resources::embedded();
        let theme = Theme::original(Resources::theme());
        let pen = Pen::new(&theme, Numeros::default(), &resources).unwrap();
        assert_eq!(pen.width("ñandú", 9.0, Weight::Regular), pen.width("nandu", 9.0, Weight::Regular));
        let label = "Fortalecimiento Organizacional y Simplificación de Procesos";
        let lines = pen.wrap(label, 9.0, 150.0);
        assert_eq!(lines.join(" "), label);
        assert!(lines.len() == 2 && lines.iter().all(|l| pen.width(l, 9.0, Weight::Regular) <= 150.0), "{lines:?}");
        assert_eq!(pen.wrap("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 10.0, 40.0).concat().len(), 32);
    }
}
