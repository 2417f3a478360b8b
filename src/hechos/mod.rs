//! Numbers out of the model: pure, never worded or drawn, and rounded only to drop the noise of
//! binary arithmetic (differences, to six decimals).

pub mod compromisos;
pub mod conjunto;
pub mod cotejo;
mod cruce;
pub mod franja;
pub mod hallazgos;
pub mod indice;
pub mod plan;
pub mod primeros;
pub mod recomendaciones;
pub mod senales;
pub mod trabajo;
