//! The binary: hands the arguments to the command line, and the screen to the explorer.

use std::process::ExitCode;

use whatif::cli::ScreenArgs;
use whatif::explorer::state::{Preferences, Start};
use whatif::explorer::{self, Appearance};
use whatif::library::Library;

fn main() -> ExitCode {
    whatif::cli::run(std::env::args_os(), open_screen)
}

fn open_screen(args: &ScreenArgs, library: Library, start: Start) -> anyhow::Result<()> {
    let appearance = Appearance {
        preferences: Preferences {
            scheme: args.scheme(),
            mouse: !args.no_mouse,
            reduced_motion: args.reduced_motion,
        },
        theme: args.theme,
        depth: args.depth(),
        ascii: args.ascii,
        today: args.day_of_use(),
    };
    explorer::run(appearance, library, start)
}
