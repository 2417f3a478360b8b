//! Where a list in order may be cut: never between two that are equal, so that
//! nobody is left out by the alphabet.

/// What becomes of equals at the place where a list would be cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Empate {
    /// All of them are shown, though they are more than wanted.
    Entra,
    /// None of them is shown, which may leave nobody.
    Sale,
}

/// How many of `list`, from its first, are shown where `most` are wanted.
pub fn shown<T>(list: &[T], most: usize, empate: Empate, equal: impl Fn(&T, &T) -> bool) -> usize {
    let parts = |n: &usize| *n == 0 || *n >= list.len() || !equal(&list[*n - 1], &list[*n]);
    let most = most.min(list.len());
    match empate {
        Empate::Entra => (most..=list.len()).find(parts),
        Empate::Sale => (0..=most).rev().find(parts),
    }
    .unwrap_or_default()
}

/// Every number of entries up to `most` that [`shown`] may give, from the largest
/// down and without none: for a layout that finds out what fits.
pub fn cuts<T>(list: &[T], most: usize, equal: impl Fn(&T, &T) -> bool) -> Vec<usize> {
    (1..=most.min(list.len())).rev().filter(|n| *n == list.len() || !equal(&list[n - 1], &list[*n])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both(list: &[u32], most: usize) -> (usize, usize) {
        let of = |empate| shown(list, most, empate, |a, b| a == b);
        (of(Empate::Sale), of(Empate::Entra))
    }

    #[test]
    fn a_list_is_cut_before_or_after_equals_and_never_between_them() {
        let list = [9, 8, 8, 7, 5, 5, 5];
        let found: Vec<_> = (0..=8).map(|most| both(&list, most)).collect();
        assert_eq!(found, [(0, 0), (1, 1), (1, 3), (3, 3), (4, 4), (4, 7), (4, 7), (7, 7), (7, 7)]);
        // All are equal: nobody or everybody.
        assert_eq!((both(&[4, 4, 4], 2), both(&[4, 4, 4], 3), both(&[4], 1)), ((0, 3), (3, 3), (1, 1)));
        assert_eq!((both(&[], 0), both(&[], 5)), ((0, 0), (0, 0)));
        assert_eq!(cuts(&list, 9, |a, b| a == b), [7, 4, 3, 1]);
        assert_eq!(cuts(&list, 6, |a, b| a == b), [4, 3, 1]);
        assert_eq!(cuts(&[4, 4, 4], 2, |a, b| a == b), [0_usize; 0]);
    }
}
