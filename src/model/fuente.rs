//! Whether a font file of the project can be trusted with a page.

use ttf_parser::{Face, OutlineBuilder, Tag};

use super::families;

/// What every face of text writes; accents and signs may come from another family.
const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// Characters that a map can name at most.
const ALL: u64 = char::MAX as u64 + 1;

/// What keeps a program from reading the file as a font: a map of characters that is damaged names
/// thousands of millions of them, and whoever asks for the list would never end.
pub fn unreadable(font: &[u8]) -> Option<&'static str> {
    let Ok(face) = Face::parse(font, 0) else { return Some("no se puede leer") };
    let whole = face.raw_face().table_records.into_iter().all(|table| {
        let end = u64::from(table.offset) + u64::from(table.length);
        usize::try_from(end).is_ok_and(|end| end <= font.len())
    });
    if !whole {
        return Some("le falta el final");
    }
    if face.raw_face().table(Tag::from_bytes(b"cmap")).is_some_and(names_too_many) {
        return Some("su lista de caracteres está dañada");
    }
    families(font).is_empty().then_some("no dice de qué familia es")
}

/// The first ordinary letter or digit that the font cannot write; none in a file of [`unreadable`].
pub fn missing_letter(font: &[u8]) -> Option<char> {
    let face = Face::parse(font, 0).ok()?;
    LETTERS.chars().find(|letter| {
        let written = face.glyph_index(*letter).filter(|glyph| {
            face.glyph_hor_advance(*glyph).is_some_and(|advance| advance > 0)
                && face.outline_glyph(*glyph, &mut Blind).is_some()
        });
        written.is_none()
    })
}

/// Whether a list by ranges in this table names more characters than there are.
fn names_too_many(cmap: &[u8]) -> bool {
    let number = |at: usize, bytes: usize| -> Option<u64> {
        let part = cmap.get(at..at.checked_add(bytes)?)?;
        Some(part.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte)))
    };
    let offset = |at: usize| usize::try_from(number(at, 4)?).ok();
    let tables = number(2, 2).unwrap_or(0) as usize;
    (0..tables).filter_map(|index| offset(4 + index * 8 + 4)).any(|start| {
        // Only these forms say a whole range in a few bytes.
        if !number(start, 2).is_some_and(|form| matches!(form, 12 | 13)) {
            return false;
        }
        let groups = number(start + 12, 4).unwrap_or(0) as usize;
        let mut named = 0_u64;
        (0..groups)
            .map_while(|index| Some((number(start + 16 + index * 12, 4)?, number(start + 20 + index * 12, 4)?)))
            .any(|(first, last)| {
                named += (last + 1).saturating_sub(first);
                named > ALL
            })
    })
}

/// A pen that draws nothing.
struct Blind;

impl OutlineBuilder for Blind {
    fn move_to(&mut self, _: f32, _: f32) {}
    fn line_to(&mut self, _: f32, _: f32) {}
    fn quad_to(&mut self, _: f32, _: f32, _: f32, _: f32) {}
    fn curve_to(&mut self, _: f32, _: f32, _: f32, _: f32, _: f32, _: f32) {}
    fn close(&mut self) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    const REGULAR: &[u8] = include_bytes!("../../fonts/source-sans-3/SourceSans3-Regular.ttf");

    /// The font with the bytes of one of its tables changed.
    fn with(tag: &[u8; 4], spoil: impl Fn(&mut [u8])) -> Vec<u8> {
        let face = Face::parse(REGULAR, 0).expect("a font");
        let record =
            face.raw_face().table_records.into_iter().find(|r| r.tag == Tag::from_bytes(tag)).expect("a table");
        let start = record.offset as usize;
        let mut font = REGULAR.to_vec();
        spoil(&mut font[start..start + record.length as usize]);
        font
    }

    #[test]
    fn damage_is_seen_before_anybody_suffers_from_it() {
        assert_eq!((unreadable(REGULAR), missing_letter(REGULAR)), (None, None));
        assert_eq!(unreadable(b"hola"), Some("no se puede leer"));
        assert_eq!(unreadable(&REGULAR[..REGULAR.len() / 2]), Some("le falta el final"));
        assert_eq!(unreadable(&with(b"name", |t| t.fill(0))), Some("no dice de qué familia es"));
        for spoilt in
            [with(b"cmap", |t| t.fill(0)), with(b"glyf", |t| t.fill(0xff)), with(b"hhea", |t| t[34..].fill(0))]
        {
            assert_eq!((unreadable(&spoilt), missing_letter(&spoilt)), (None, Some('A')));
        }
        // A list by ranges that reaches to the end of all numbers.
        let endless = with(b"cmap", |table| {
            let list =
                (4..).step_by(8).map(|at| u32::from_be_bytes(table[at + 4..at + 8].try_into().unwrap()) as usize);
            let start = list.take(8).find(|start| table[*start..*start + 2] == [0, 12]).expect("a list by ranges");
            table[start + 20..start + 24].fill(0xff);
        });
        assert_eq!(unreadable(&endless), Some("su lista de caracteres está dañada"));
    }
}
