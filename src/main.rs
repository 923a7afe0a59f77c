//! The `cuadra` program: everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    cuadra::cli::run()
}
