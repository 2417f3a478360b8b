//! Follow-up documents of MIPG, from YAML to archival PDF.
pub mod data;
pub mod diagnostic;
pub mod locale;
pub mod analysis;
pub mod model;
pub mod resources;
pub mod theme;
pub mod charts;
pub mod cli;
pub mod reports;
pub mod pdf;
pub mod render;
pub mod output;
pub mod pipeline;
