//! The `whatif` program.

use std::process::ExitCode;

use whatif::explorer::{Screen, run};
use whatif::state::Preferences;
use whatif::theme::{Depth, Scheme};

fn main() -> ExitCode {
    let screen = Screen {
        preferences: Preferences { scheme: Scheme::Dark, mouse: true },
        depth: Depth::detect(|name| std::env::var(name).ok()),
        ascii: false,
        today: chrono::Local::now().date_naive(),
    };
    match run(&screen) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("whatif: {error:#}");
            ExitCode::FAILURE
        }
    }
}
