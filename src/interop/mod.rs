//! Files of other programs: what is read from them, and what is written for them.
//! Bytes and texts in, bytes and texts out; nothing here touches the disk.

pub mod exportar;
pub mod importar;
pub mod paquete;
mod yaml;

pub use yaml::Yaml;
