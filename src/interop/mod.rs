//! Tables of other programs: workbooks and open data, bytes in and texts out.
//! Never touches the disk.

pub mod importar;
mod yaml;

pub use yaml::Yaml;
