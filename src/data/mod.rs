//! From the project folder to raw values that know their position.
//!
//! [`load`] walks `data/`, reads every YAML file and returns trees of [`Node`]s, with what is
//! wrong in them as files and as YAML.  Nothing is interpreted here: what a key means is the
//! business of `model`.

mod cuts;
mod node;
mod project;
mod yaml;

pub use node::{Key, Node, Value};
pub use project::{DataFile, LoadError, ProjectFiles, load, parse_source, parse_text};
