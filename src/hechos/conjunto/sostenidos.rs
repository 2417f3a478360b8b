//! Who keeps up the highest quarter of a policy.

use crate::expediente::Conjunto;
use crate::model::Catalogo;

use super::cambios::{Cambio, changes};
use super::distribucion::distribution;
use super::medida::{Medida, Valor, descending, spread};

/// The entities in the highest quarter of a policy in both vigencias.
#[derive(Debug, Clone, PartialEq)]
pub struct Sostenido {
    /// Third quartile of each vigencia, in points: the value to reach.
    pub p75_antes: f64,
    pub p75_despues: f64,
    /// Entities with a value in each vigencia.
    pub n_antes: usize,
    pub n_despues: usize,
    /// From the highest current value down.
    pub entidades: Vec<Cambio>,
}

/// Who keeps up the highest quarter of a policy two vigencias running; `None`
/// where the vigencias are not comparable or too few entities were measured.
pub fn sustained(conjunto: &Conjunto, catalogo: &Catalogo, politica: usize) -> Option<Sostenido> {
    let medida = Medida::Politica(politica);
    let changes = changes(conjunto, catalogo, medida);
    let before = conjunto.miembros.iter().filter_map(|m| medida.of(m.anterior.as_deref()?));
    let (antes, despues) = (distribution(before)?, spread(conjunto, medida)?);
    let (p75_antes, p75_despues) = (antes.cuartiles?.1, despues.cuartiles?.1);
    if changes.is_empty() {
        return None;
    }
    let high = changes.iter().filter(|c| c.antes >= p75_antes && c.despues >= p75_despues);
    let list = high.clone().map(|c| Valor { miembro: c.miembro, valor: c.despues }).collect();
    let entidades = descending(conjunto, catalogo, list)
        .into_iter()
        .filter_map(|v| changes.iter().find(|c| c.miembro == v.miembro).copied())
        .collect();
    Some(Sostenido { p75_antes, p75_despues, n_antes: antes.n, n_despues: despues.n, entidades })
}
