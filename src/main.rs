//! The binary: hands the arguments to the command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    whatif::cli::run(std::env::args_os(), whatif::cli::print_summary)
}
