//! Blocks about a policy over a set of entities, one file each: those of the sheet that its leader gets.

pub mod bajas;
pub mod cabeza;
pub mod cierre;
pub mod cuadros;
pub mod furag;
pub mod planes;
pub mod recomendaciones;
pub mod subindices;
