//! Numbers out of the model: pure, total, never rounded, worded or drawn.

pub mod hallazgos;
pub mod indice;
pub mod plan;
pub mod trabajo;
