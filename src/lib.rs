//! Follow-up documents of MIPG, from YAML to archival PDF.
pub mod bloques;
pub mod charts;
pub mod cli;
pub mod cuadro;
pub mod data;
pub mod diagnostic;
pub mod expediente;
pub mod hechos;
pub mod interop;
pub mod locale;
pub mod model;
pub mod output;
pub mod partes;
pub mod pdf;
pub mod pipeline;
pub mod render;
pub mod reports;
pub mod resources;
pub mod rules;
pub mod schemas;
pub mod theme;

#[cfg(test)]
#[path = "../tests/suite/exploration.rs"]
mod exploration;
