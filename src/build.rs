//! Rebuilds the program when a file that it carries inside changes.

fn main() {
    for folder in ["templates", "fonts", "data/catalogo", "src/cli/ejemplo"] {
        println!("cargo:rerun-if-changed={folder}");
    }
}
