//! What the cover of a report on an entity shows of its data.

use serde_json::{Value, json};

use crate::hechos::franja::{Franja, strip};

use super::DeEntidad;

impl DeEntidad<'_> {
    /// The index of the entity, what it was before and its change; nothing where it has none.
    pub fn cover(&self) -> Value {
        let idi = self.m.resultados.idi.as_ref().map(|v| v.value);
        let internal = || self.ranking.first().filter(|_| self.only_internal_control()).map(|p| p.puntaje);
        let (valor, que) = match (idi, internal()) {
            (Some(valor), _) => (valor, "idi"),
            (None, Some(valor)) => (valor, "control_interno"),
            (None, None) => return Value::Null,
        };
        let c = self.comparacion.filter(|_| idi.is_some());
        json!({
            "valor": valor,
            "que": que,
            "anterior": c.map(|c| c.anterior),
            "valor_anterior": c.map(|c| c.idi_anterior),
            "variacion": c.and_then(|c| c.variacion),
            "sin_confirmar": self.is_unconfirmed(),
        })
    }

    /// The policies measured, as points around the index of the entity.
    pub fn strip(&self) -> Option<Franja> {
        let marca = self.m.resultados.idi.as_ref().map(|v| v.value);
        strip(self.ranking.iter().map(|p| p.puntaje), marca)
    }
}
