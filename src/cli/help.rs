//! `whatif help`: the help of a command.

use clap::{Args, Command};
use whatif_pricing::Unknown;

use super::output::{Failure, Verdict};
use crate::report::page::Page;

/// Arguments of `whatif help`.
#[derive(Debug, Args)]
pub struct HelpArgs {
    /// The command, such as quote, or card new. Without it, all commands are listed
    #[arg(value_name = "COMMAND")]
    commands: Vec<String>,
}

/// Prints the help that `--help` prints too.
pub fn run(args: &HelpArgs, mut root: Command, page: &mut Page<'_>) -> Result<Verdict, Failure> {
    root.build();
    let mut command = &root;
    for name in &args.commands {
        let shown = command.get_subcommands().filter(|it| !it.is_hide_set());
        let names: Vec<&str> = shown.map(Command::get_name).collect();
        let found = command.find_subcommand(name);
        command = found.ok_or_else(|| Failure::input(Unknown::new("command", name, names)))?;
    }
    let help = command.clone().render_help();
    let text = if page.coloured { help.ansi().to_string() } else { help.to_string() };
    page.made(&text)?;
    Ok(Verdict::Answered)
}
