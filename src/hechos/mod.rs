//! Numbers out of the model: pure, total, never rounded, worded or drawn.

pub mod conjunto;
pub mod hallazgos;
pub mod indice;
pub mod plan;
pub mod primeros;
pub mod senales;
pub mod trabajo;
