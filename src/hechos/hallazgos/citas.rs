//! Policies and entities as hallazgos name them.

use serde::Serialize;

use crate::hechos::primeros::{Empate, shown};

/// A policy or an entity with its value, as hallazgos name it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cita {
    pub nombre: String,
    /// Points 0–100.
    pub puntaje: f64,
}

/// Those of a list that a sentence names, and how many there are.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Citadas {
    /// None where too many are equal for some of them to be named.
    pub nombradas: Vec<Cita>,
    pub total: usize,
}

impl Citadas {
    /// About `most` of a list in order, all of them where only one would be left;
    /// equals at the end are left out, or named where nobody else would be.
    pub fn of(mut list: Vec<Cita>, most: usize) -> Self {
        let total = list.len();
        let cut = |empate| shown(&list, most, empate, |a, b| a.puntaje == b.puntaje);
        let n = match (cut(Empate::Sale), cut(Empate::Entra)) {
            _ if total <= most + 1 => total,
            (0, all) if all > 2 * most => 0,
            (0, all) => all,
            (n, _) => n,
        };
        list.truncate(n);
        Self { nombradas: list, total }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equals_are_named_together_or_not_at_all() {
        let of = |values: &[f64], most: usize| {
            let list = values.iter().map(|v| Cita { nombre: String::new(), puntaje: *v }).collect();
            let Citadas { nombradas, total } = Citadas::of(list, most);
            (nombradas.len(), total)
        };
        assert_eq!((of(&[9.0, 8.0, 8.0], 3), of(&[9.0, 8.0, 8.0, 8.0], 3)), ((3, 3), (4, 4)));
        // The third and the fourth are equal: two are named; nobody else: all four are.
        assert_eq!(of(&[9.0, 8.5, 8.0, 8.0, 7.0], 3), (2, 5));
        assert_eq!(of(&[8.0, 8.0, 8.0, 8.0, 7.0], 3), (4, 5));
        assert_eq!(of(&[8.0; 12], 3), (0, 12));
        assert_eq!(of(&[], 3), (0, 0));
    }
}
