//! The binary: hands the arguments to the command line, and the screen to the explorer.

use std::process::ExitCode;

use whatif::cli::ScreenArgs;
use whatif::explorer::{self, Screen};
use whatif::state::Preferences;

fn main() -> ExitCode {
    whatif::cli::run(std::env::args_os(), open_screen)
}

fn open_screen(args: &ScreenArgs) -> anyhow::Result<()> {
    explorer::run(Screen {
        preferences: Preferences { scheme: args.theme, mouse: !args.no_mouse },
        depth: args.depth(),
        ascii: args.ascii,
        today: args.day_of_use(),
    })
}
