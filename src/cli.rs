//! The command line: what the screens answer, as text for readers and JSON for programs.
//!
//! Each command reads its arguments into what the pricing library takes, asks it, and writes the
//! answer; nothing here calculates with money. Exit codes: 0 answered, 1 problems or no way to
//! write the answer, 2 input that cannot be used.

mod arrears;
mod card;
mod check;
mod explain;
mod json;
mod output;
mod page;
mod quote;
mod request;
mod screen;
mod summary;
mod words;

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Parser, Subcommand};

use crate::terminal;
use output::{Failure, Verdict};
use page::Page;
pub use screen::{ColorChoice, ScreenArgs};

const EXAMPLES: &str = "\
Examples:
  whatif                                  the explorer, on a terminal
  whatif quote tencent-ssm-payg --set secrets=250 --set reads_per_secret_per_day=1.5k
  whatif quote alibaba-kms-payg --days 1 --set keys=3 --set secrets=2 --set vpcs=1 --json
  whatif explain tencent-ssm-payg api     how an amount came about
  whatif card                             the rate cards there are";

/// What would it cost? Prices of cloud secrets, key-management and security services, exactly.
#[derive(Debug, Parser)]
#[command(name = "whatif", version, after_help = EXAMPLES, disable_help_subcommand = true)]
struct Cli {
    #[command(flatten)]
    screen: ScreenArgs,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Price a workload on one card
    Quote(quote::QuoteArgs),
    /// Show how the amount of one charge came about
    Explain(explain::ExplainArgs),
    /// List the rate cards, or show one whole
    Card(card::CardArgs),
    /// Date what happens to an account that does not pay
    Arrears(arrears::ArrearsArgs),
    /// Check rate cards and run their worked examples
    Check(check::CheckArgs),
}

/// Runs the command line; `open_screen` takes the terminal over where the arguments ask for that.
pub fn run(
    args: impl IntoIterator<Item = OsString>,
    open_screen: impl FnOnce(&ScreenArgs) -> anyhow::Result<()>,
) -> ExitCode {
    let answered = match Cli::try_parse_from(args) {
        Ok(cli) => answer(&cli, open_screen),
        Err(usage) => explain_usage(&usage),
    };
    output::exit_code(answered)
}

/// Prints what the cards cost for the starting workload, as `whatif` does where there is no screen.
pub fn print_summary(screen: &ScreenArgs) -> anyhow::Result<()> {
    let refusal = terminal::usable().err();
    let mut out = output::standard();
    summary::write(&mut Page::new(&mut out, screen), screen, refusal)?;
    Ok(out.flush()?)
}

fn answer(
    cli: &Cli,
    open_screen: impl FnOnce(&ScreenArgs) -> anyhow::Result<()>,
) -> Result<Verdict, Failure> {
    let Some(command) = &cli.command else {
        let shown = match terminal::usable() {
            Ok(()) => open_screen(&cli.screen),
            Err(_) => print_summary(&cli.screen),
        };
        return shown.map(|()| Verdict::Answered).map_err(Failure::Screen);
    };
    let mut out = output::standard();
    let mut page = Page::new(&mut out, &cli.screen);
    let verdict = match command {
        Command::Quote(args) => quote::run(args, &mut page),
        Command::Explain(args) => explain::run(args, &mut page),
        Command::Card(args) => card::run(args, &mut page),
        Command::Arrears(args) => arrears::run(args, &mut page),
        Command::Check(args) => check::run(args, &mut page),
    }?;
    out.flush()?;
    Ok(verdict)
}

/// Help and version are answers; anything else that clap says is an input it could not use.
fn explain_usage(error: &clap::Error) -> Result<Verdict, Failure> {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            error.print()?;
            std::io::stdout().flush()?;
            Ok(Verdict::Answered)
        }
        _ => Err(Failure::Usage(error.render().to_string())),
    }
}
