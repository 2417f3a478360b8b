//! The command `seguimiento`.

use std::process::ExitCode;

fn main() -> ExitCode {
    seguimiento::cli::run()
}
