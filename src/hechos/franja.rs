//! Many values of an index as a strip of points: how many there are at each whole point.

use std::collections::BTreeMap;

use serde::Serialize;

/// Values below which a strip shows nothing.
const MINIMO: usize = 3;

/// How many things have each value of an index, and the value that they are seen around.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Franja {
    /// Values in whole points from 0 to 100, each once and in order, with how many are nearest to it.
    pub cuentas: Vec<(u8, usize)>,
    pub marca: Option<f64>,
    /// The marks of its axis, which is the same in all documents: beside each other they can be compared.
    pub eje: Vec<u8>,
}

/// The strip of `values`, in points; `None` where there are too few for a picture.
pub fn strip(values: impl IntoIterator<Item = f64>, marca: Option<f64>) -> Option<Franja> {
    let mut counted = BTreeMap::new();
    for value in values {
        *counted.entry(value.round().clamp(0.0, 100.0) as u8).or_insert(0) += 1;
    }
    let eje = (0..=100).step_by(20).collect();
    let enough = counted.values().sum::<usize>() >= MINIMO;
    enough.then(|| Franja { cuentas: counted.into_iter().collect(), marca, eje })
}

#[cfg(test)]
mod tests {
    use super::strip;

    #[test]
    fn each_value_is_counted_once_at_its_whole_point() {
        let franja = strip([81.4, 80.6, 0.0, 100.0], Some(81.0)).expect("four values");
        assert_eq!(franja.cuentas, [(0, 1), (81, 2), (100, 1)]);
        assert_eq!(strip([81.4, 80.6], None), None);
    }

    #[test]
    fn the_axis_is_the_same_whatever_the_values() {
        for values in [[50.0, 81.0, 90.0], [95.0, 98.0, 100.0], [0.0; 3], [100.0; 3]] {
            let franja = strip(values, Some(88.9)).expect("three values");
            assert_eq!(franja.eje, [0, 20, 40, 60, 80, 100]);
        }
    }
}
