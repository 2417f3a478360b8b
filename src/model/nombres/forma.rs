//! Names compared letter by letter, and what is quick to compare before that.

use crate::locale::fold;

/// A name for comparison letter by letter, with what is quick to compare.
#[derive(Debug, Clone)]
pub struct Forma {
    /// Folded, without punctuation.
    plain: String,
    /// In characters.
    pub length: usize,
    /// The class of each character, of [`CLASSES`].
    classes: Vec<u8>,
    /// Four bits for each class: how many it has of them, up to four.
    counts: u128,
}

/// Classes of characters: each of a to z is one, the others share some.
const CLASSES: usize = 32;

impl Forma {
    pub fn new(name: &str) -> Self {
        let plain = plain(name);
        let mut counts = 0u128;
        let mut classes = Vec::with_capacity(plain.len());
        for c in plain.chars() {
            let class = match c {
                'a'..='z' => c as u8 - b'a',
                other => 26 + (other as u32 % 6) as u8,
            };
            let own = (counts >> (class * 4)) & 0xf;
            counts |= ((own << 1 | 1) & 0xf) << (class * 4);
            classes.push(class);
        }
        Self { length: classes.len(), plain, classes, counts }
    }

    /// Edits without which neither name becomes the other: letters that one has
    /// and the other lacks, or by how many one is longer.
    pub fn least_edits(&self, other: &Self) -> usize {
        let here = (self.counts & !other.counts).count_ones();
        let there = (other.counts & !self.counts).count_ones();
        let letters = if here > there { here } else { there } as usize;
        letters.max(self.length.abs_diff(other.length))
    }

    /// From 0 to 1.
    pub fn likeness(&self, other: &Self) -> f64 {
        strsim::normalized_damerau_levenshtein(&self.plain, &other.plain)
    }
}

/// A name that is held against many: where it has each class of characters, a bit a character.
pub struct Patron {
    places: [u128; CLASSES],
    length: usize,
}

impl Patron {
    pub fn of(forma: &Forma) -> Self {
        let mut places = [0; CLASSES];
        for (at, class) in forma.classes.iter().enumerate().take(128) {
            places[*class as usize] |= 1u128 << at;
        }
        Self { places, length: forma.length }
    }

    /// Edits without which neither name becomes the other, in their order, which
    /// [`Forma::least_edits`] does not look at: two thirds of the edits where only neighbours
    /// may be swapped (Hyyrö 2003, a column of the table in each turn).  A swap of letters
    /// that stand apart, with their k edits between, is k + 1 there and k + 2 here.
    pub fn least_edits(&self, other: &Forma) -> usize {
        if self.length == 0 || self.length > 128 {
            return 0;
        }
        let last = 1u128 << (self.length - 1);
        // Of the column before: where it grows and falls downwards, where it goes on diagonally.
        let (mut grows, mut falls, mut diagonal, mut before) = (u128::MAX, 0u128, 0u128, 0u128);
        let mut edits = self.length;
        for class in &other.classes {
            let here = self.places[*class as usize];
            let swapped = ((!diagonal & here) << 1) & before;
            diagonal = ((here & grows).wrapping_add(grows) ^ grows) | here | falls | swapped;
            let (up, down) = (falls | !(diagonal | grows), diagonal & grows);
            if up & last != 0 {
                edits += 1;
            } else if down & last != 0 {
                edits -= 1;
            }
            let (up, down) = (up << 1 | 1, down << 1);
            (grows, falls, before) = (down | !(diagonal | up), up & diagonal, here);
        }
        (2 * edits).div_ceil(3)
    }
}

/// A name for comparison: folded, without punctuation.
pub fn plain(name: &str) -> String {
    let folded = fold(name);
    // Most names have no punctuation.
    if is_bare(folded.as_bytes()) {
        return folded;
    }
    let is_word = |c: char| c.is_alphanumeric() || c == ' ';
    let letters: String = folded.chars().map(|c| if is_word(c) { c } else { ' ' }).collect();
    letters.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a folded text has only letters of ASCII, digits and spaces.
fn is_bare(folded: &[u8]) -> bool {
    let mut at = 0;
    while at < folded.len() && matches!(folded[at], b'a'..=b'z' | b'0'..=b'9' | b' ') {
        at += 1;
    }
    at == folded.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is quick to compare never hides a name that is near enough.
    #[test]
    fn least_edits_are_never_more_than_the_edits() {
        use proptest::prelude::*;
        let names = ("[a-dñ0-3 ]{0,12}", "[a-dñ0-3 ]{0,12}");
        crate::exploration::holds(3000, names, |(one, other)| {
            let (a, b) = (Forma::new(&one), Forma::new(&other));
            let edits = strsim::damerau_levenshtein(&a.plain, &b.plain);
            prop_assert!(a.least_edits(&b) <= edits, "{one:?} {other:?}");
            let swaps = strsim::osa_distance(&a.plain, &b.plain);
            let in_order = Patron::of(&a).least_edits(&b);
            prop_assert!(in_order <= edits && in_order <= (2 * swaps).div_ceil(3), "{one:?} {other:?}");
            if one.contains(['ñ', '0', '1', '2', '3', ' ']) || other.contains(['ñ', '0', '1', '2', '3', ' ']) {
                return Ok(());
            }
            // Where no two characters share a class, it is those edits.
            prop_assert_eq!(in_order, if a.length == 0 { 0 } else { (2 * swaps).div_ceil(3) });
            Ok(())
        });
    }
}
