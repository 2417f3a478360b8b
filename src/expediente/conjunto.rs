//! What is known of an entity, and of a set of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::{Plan, Recomendaciones, Resultados};

use super::dato::{Dato, Leible};
use super::memoria::Memoria;
use super::pedido::{Pedido, Rol};

/// What is known of an entity, for a document.
#[derive(Debug, Clone)]
pub struct Expediente {
    /// Position in [`Catalogo::entidades`](crate::model::Catalogo::entidades).
    pub entidad: usize,
    pub resultados: Option<Arc<Resultados>>,
    /// Results of the vigencia to compare with.
    pub anterior: Option<Arc<Resultados>>,
    pub plan: Option<Arc<Plan>>,
    pub recomendaciones: Option<Arc<Recomendaciones>>,
    /// Every file, of whatever type, by its name.
    datos: BTreeMap<String, Dato>,
}

impl Expediente {
    /// Puts together what was read of the files that a document asked for.
    pub fn new(entidad: usize, leidos: impl IntoIterator<Item = (Pedido, Dato)>) -> Self {
        let mut expediente = Self {
            entidad,
            resultados: None,
            anterior: None,
            plan: None,
            recomendaciones: None,
            datos: BTreeMap::new(),
        };
        for (pedido, dato) in leidos {
            match pedido.rol {
                Rol::Comparado => expediente.anterior = dato.get().or(expediente.anterior),
                Rol::Propio | Rol::Nombrado => {
                    expediente.resultados = dato.get().or(expediente.resultados);
                    expediente.plan = dato.get().or(expediente.plan);
                    expediente.recomendaciones = dato.get().or(expediente.recomendaciones);
                }
            }
            expediente.datos.insert(pedido.nombre, dato);
        }
        expediente
    }

    /// What is known of an entity by its results alone.
    pub fn measured(entidad: usize, resultados: Arc<Resultados>, anterior: Option<Arc<Resultados>>) -> Self {
        Self { resultados: Some(resultados), anterior, ..Self::new(entidad, []) }
    }

    /// What was read of the file of that name, where it is of this type.
    pub fn get<T: Leible>(&self, nombre: &str) -> Option<Arc<T>> {
        self.datos.get(nombre)?.get()
    }

    /// Whether any of the data is not official.
    pub fn ejemplo(&self) -> bool {
        self.datos.values().any(|dato| dato.ejemplo)
    }

    /// Whether every file could be read whole: what is left of one with errors supports no conclusion.
    pub fn completo(&self) -> bool {
        self.datos.values().all(|dato| dato.completo)
    }
}

/// The entities that a document is about, in catalogue order.
#[derive(Debug)]
pub struct Conjunto {
    pub vigencia: u32,
    pub anterior: Option<u32>,
    pub miembros: Vec<Expediente>,
    /// What was worked out of it.
    pub memoria: Memoria,
}

impl Conjunto {
    /// Whether any of the data is not official.
    pub fn ejemplo(&self) -> bool {
        self.miembros.iter().any(Expediente::ejemplo)
    }

    /// Position in [`Self::miembros`] of the entity at `entidad` in the catalogue.
    pub fn position(&self, entidad: usize) -> Option<usize> {
        self.miembros.binary_search_by_key(&entidad, |m| m.entidad).ok()
    }

    /// How many entities have a plan.
    pub fn con_plan(&self) -> usize {
        self.miembros.iter().filter(|miembro| miembro.plan.is_some()).count()
    }

    /// How many entities have recommendations of Función Pública.
    pub fn con_recomendaciones(&self) -> usize {
        self.miembros.iter().filter(|miembro| miembro.recomendaciones.is_some()).count()
    }
}
