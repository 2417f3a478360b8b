//! What sums up values, and how many they have to be for it.

/// Entities needed for quartiles to separate anything.
pub const MINIMO_CUARTILES: usize = 4;
/// Entities that a group needs before its median is set against another's.
pub const MINIMO_GRUPO: usize = 3;

/// What sums up the entities that have a value, in points 0–100.  What too few of
/// them do not support is not there, so that no page can print it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Distribucion {
    /// Entities with a value.
    pub n: usize,
    pub minimo: f64,
    pub maximo: f64,
    /// Of [`MINIMO_GRUPO`] entities or more; fewer are the values that they are.
    pub mediana: Option<f64>,
    /// Like the median.
    pub promedio: Option<f64>,
    /// The first and the third, of [`MINIMO_CUARTILES`] entities or more.
    pub cuartiles: Option<(f64, f64)>,
    /// The lowest and the highest value within Tukey's fences; what lies beyond them lies apart.
    pub bigotes: Option<(f64, f64)>,
}

impl Distribucion {
    /// Distance between the quartiles, in points.
    pub fn rango_intercuartil(&self) -> Option<f64> {
        self.cuartiles.map(|(p25, p75)| p75 - p25)
    }

    /// The value of the only entity that has one.
    pub fn unico(&self) -> Option<f64> {
        (self.n == 1).then_some(self.minimo)
    }

    /// Below this an entity lies apart from the others: Tukey's lower fence,
    /// 1.5 interquartile ranges under the first quartile (J. W. Tukey,
    /// *Exploratory Data Analysis*, 1977).
    pub fn cerca_inferior(&self) -> Option<f64> {
        self.cuartiles.map(|(p25, p75)| p25 - 1.5 * (p75 - p25))
    }
}

/// Quantile `p` (0–1) of sorted values, interpolated between the two nearest:
/// definition 7 of R. J. Hyndman and Y. Fan, *Sample Quantiles in Statistical
/// Packages*, The American Statistician 50 (1996), which is `PERCENTILE.INC`
/// (`PERCENTIL.INC`) of spreadsheets.
pub fn quantile(sorted: &[f64], p: f64) -> f64 {
    let position = p * (sorted.len() - 1) as f64;
    let low = position.floor() as usize;
    let high = position.ceil() as usize;
    sorted[low] + (sorted[high] - sorted[low]) * (position - low as f64)
}

/// `None` where no entity has a value.
pub fn distribution(values: impl IntoIterator<Item = f64>) -> Option<Distribucion> {
    let mut sorted: Vec<f64> = values.into_iter().collect();
    sorted.sort_by(f64::total_cmp);
    let (first, last) = (*sorted.first()?, *sorted.last()?);
    let n = sorted.len();
    let cuartiles = (n >= MINIMO_CUARTILES).then(|| (quantile(&sorted, 0.25), quantile(&sorted, 0.75)));
    let bigotes = cuartiles.and_then(|(p25, p75)| {
        let reach = 1.5 * (p75 - p25);
        let within = |value: &&f64| **value >= p25 - reach && **value <= p75 + reach;
        Some((*sorted.iter().find(within)?, *sorted.iter().rev().find(within)?))
    });
    Some(Distribucion {
        n,
        minimo: first,
        maximo: last,
        mediana: (n >= MINIMO_GRUPO).then(|| quantile(&sorted, 0.5)),
        promedio: (n >= MINIMO_GRUPO).then(|| sorted.iter().sum::<f64>() / n as f64),
        cuartiles,
        bigotes,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quartiles_are_those_of_a_spreadsheet() {
        // PERCENTIL.INC of 10, 20, 30, 40: 17,5 · 25 · 32,5.
        let d = distribution([40.0, 10.0, 30.0, 20.0]).unwrap();
        assert_eq!(
            (d.n, d.minimo, d.mediana, d.maximo, d.promedio, d.cuartiles),
            (4, 10.0, Some(25.0), 40.0, Some(25.0), Some((17.5, 32.5)))
        );
        assert_eq!(d.cerca_inferior(), Some(17.5 - 22.5));
        // The fences of 1, 30, 31, 32, 33 are at 27 and 35, those of 1, 1, 31, 99 hold all.
        assert_eq!(distribution([1.0, 30.0, 31.0, 32.0, 33.0]).unwrap().bigotes, Some((30.0, 33.0)));
        assert_eq!(distribution([1.0, 1.0, 31.0, 99.0]).unwrap().bigotes, Some((1.0, 99.0)));
        assert_eq!(distribution([5.0; 4]).unwrap().bigotes, Some((5.0, 5.0)));
        let three = distribution([7.0, 8.0, 12.0]).unwrap();
        assert_eq!((three.mediana, three.promedio, three.cuartiles), (Some(8.0), Some(9.0), None));
        let two = distribution([7.0, 8.0]).unwrap();
        assert_eq!((two.mediana, two.promedio, two.unico()), (None, None, None));
        assert_eq!(distribution([7.0]).unwrap().unico(), Some(7.0));
        assert_eq!(distribution([]), None);
    }
}
