//! Rebuilds the program when a file that it carries inside changes, and gives it
//! a mark of its own code, so that documents made by other code are told apart.

use std::fs;
use std::path::{Path, PathBuf};

/// What decides what the program does.  Templates and fonts have hashes of their own at run time.
const CODE: [&str; 2] = ["src", "Cargo.lock"];

fn main() {
    for path in ["templates", "fonts", "data/catalogo"].into_iter().chain(CODE) {
        println!("cargo:rerun-if-changed={path}");
    }
    println!("cargo:rustc-env=SEGUIMIENTO_CODIGO={:032x}", mark());
}

/// Names and contents of all files of the code, in the order of their paths.
fn mark() -> u128 {
    let mut files = Vec::new();
    for path in CODE {
        collect(Path::new(path), &mut files);
    }
    files.sort();
    let mut hash = Fnv::default();
    for path in files {
        hash.add(path.to_string_lossy().replace('\\', "/").as_bytes());
        hash.add(&fs::read(&path).unwrap_or_default());
    }
    hash.0
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    if path.is_file() {
        files.push(path.to_owned());
    }
    for entry in fs::read_dir(path).into_iter().flatten().filter_map(Result::ok) {
        collect(&entry.path(), files);
    }
}

/// FNV-1a of 128 bits: enough to tell versions of the code apart, and no crate to build first.
struct Fnv(u128);

impl Default for Fnv {
    fn default() -> Self {
        Self(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d)
    }
}

impl Fnv {
    /// Adds one field, closed by its length.
    fn add(&mut self, bytes: &[u8]) {
        for byte in bytes.iter().chain(&(bytes.len() as u64).to_le_bytes()) {
            self.0 = (self.0 ^ u128::from(*byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
        }
    }
}
