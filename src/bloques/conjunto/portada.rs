//! What the cover of a report on a set of entities shows of its data.

use serde_json::{Value, json};

use crate::hechos::conjunto::{Medida, spread, values};
use crate::hechos::franja::{Franja, strip};

use super::DeConjunto;

impl DeConjunto<'_> {
    /// The median of the indices and how many entities have one; nothing where none can be given.
    pub fn cover(&self) -> Value {
        match spread(self.m.conjunto, Medida::Idi) {
            Some(d) if d.mediana.is_some() => json!({ "mediana": d.mediana, "n": d.n }),
            _ => Value::Null,
        }
    }

    /// The entities measured, as points around their median.
    pub fn strip(&self) -> Option<Franja> {
        let marca = spread(self.m.conjunto, Medida::Idi).and_then(|d| d.mediana);
        strip(values(self.m.conjunto, Medida::Idi).into_iter().map(|v| v.valor), marca)
    }
}
