//! The command line: what the screens answer, as text for readers and JSON for programs.
//!
//! Each command reads its arguments into a question, asks [`crate::answer`], and has [`crate::report`]
//! write the answer. Nothing here calculates with money. Exit codes: 0 answered, 1 problems or no way to
//! write the answer, 2 input that cannot be used, 3 a total above the budget, 4 one that may be.

mod along;
mod arrears;
mod ask;
mod best;
mod budget;
mod card;
mod cards;
mod check;
mod compare;
mod completions;
mod config;
mod drivers;
mod explain;
mod export;
mod form;
mod help;
mod import;
mod levers;
mod links;
mod man;
mod output;
mod own;
mod presets;
mod price;
mod progress;
mod quote;
mod ranges;
mod scenario;
mod screen;
mod solve;
mod summary;
mod sweep;
mod tour;
mod unused;

use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::anyhow;
use clap::error::ErrorKind;
use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use crate::explorer::state::Start;
use crate::explorer::terminal;
use crate::library::Library;
use crate::report::page::Page;
use crate::store::profile::{self, Profile};
use ask::AskContext;
use output::{Failure, Verdict};
use own::OwnCards;
pub use screen::{ColorChoice, ScreenArgs};

const EXAMPLES: &str = "\
Examples:
  whatif                                  the explorer, on a terminal
  whatif plan.toml                        a scenario that was saved; w saves one
  whatif tour which-one                   see what the program can do
  whatif quote tencent-ssm-payg --set secrets=250 --set reads_per_secret_per_day=1.5k
  whatif quote alibaba-kms-payg --days 1 --set keys=3 --set secrets=2 --set vpcs=1 --json
  whatif compare tencent-ssm-payg aws-secrets-manager azure-key-vault --set secrets=250
  whatif best --set secrets=350 --set keys=12   each provider's cheapest complete offer
  whatif quote gcp-kms --preset signing   a starting workload; whatif presets lists them
  whatif sweep secrets tencent-ssm-payg tencent-ssm-enterprise --to 2000 --set calls=0
  whatif solve tencent-ssm-payg --total 500 --for secrets
  whatif levers tencent-ssm-payg          what moves the total most
  whatif explain tencent-ssm-payg api     how an amount came about
  whatif price teams.csv --card aws-kms   a table of workloads to a table of totals
  whatif import plan.json --to plan.toml  what you run today sets the drivers
  whatif cards                            the rate cards there are
  whatif drivers                          what can be set
  whatif card new mine --to mine.toml     a card of your own to start from";

/// What would it cost? Prices of cloud secrets, key-management and security services, exactly.
#[derive(Debug, Parser)]
#[command(name = "whatif", version, after_help = EXAMPLES, disable_help_subcommand = true)]
struct Cli {
    #[command(flatten)]
    own: OwnCards,
    #[command(flatten)]
    screen: ScreenArgs,
    /// A scenario to open on the screen
    #[arg(value_name = "FILE", help_heading = None)]
    file: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Price a workload on one card
    Quote(quote::QuoteArgs),
    /// Put cards side by side, line by line
    Compare(compare::CompareArgs),
    /// Find the best offer of each provider: its cheapest complete one for the whole job
    Best(best::BestArgs),
    /// Show what cards cost against one driver, and where one becomes cheaper than another
    Sweep(sweep::SweepArgs),
    /// Find the driver value, price or discount that keeps a total where you want it
    Solve(solve::SolveArgs),
    /// Price a table of workloads, a row for each account, team or month
    Price(price::PriceArgs),
    /// Show what moves a card's total most: drivers, options, readings, plans
    Levers(levers::LeversArgs),
    /// Show how the amount of one charge came about
    Explain(explain::ExplainArgs),
    /// List the rate cards: how old and how sure their prices are
    Cards(cards::CardsArgs),
    /// List the drivers: what can be set, with defaults and ranges
    Drivers(drivers::DriversArgs),
    /// List the presets: starting workloads, each in a sentence
    Presets(presets::PresetsArgs),
    /// Open a scenario from its code
    Open(scenario::OpenArgs),
    /// Write a scenario's invoice, comparison or sweep, or a screen of it, to mail or load
    Export(export::ExportArgs),
    /// Read real usage from infrastructure code, manifests, metrics and bills
    Import(import::ImportArgs),
    /// Print a scenario's code: one line for a chat
    Code(scenario::CodeArgs),
    /// Show a scenario to an audience: the total in large digits, the comparison, the slider
    Present(scenario::PresentArgs),
    /// Play a tour: captioned steps that show something with the program itself
    Tour(tour::TourArgs),
    /// Show one rate card whole, or begin one of your own
    Card(card::CardArgs),
    /// Date what happens to an account that does not pay
    Arrears(arrears::ArrearsArgs),
    /// Check rate cards and run their worked examples
    Check(check::CheckArgs),
    /// Write, find or check the settings file
    Config(config::ConfigArgs),
    /// Print the script that lets a shell complete commands, cards and drivers
    Completions(completions::CompletionsArgs),
    /// Print the manual page, or write that of each command into a folder
    Man(man::ManArgs),
    /// Print the help of a command
    Help(help::HelpArgs),
    /// Answer the script of a shell
    #[command(name = "__complete", hide = true)]
    Complete(completions::CompleteArgs),
}

/// Runs the command line; `open_screen` takes the terminal over where the arguments ask for that.
pub fn run(
    args: impl IntoIterator<Item = OsString>,
    open_screen: impl FnOnce(&ScreenArgs, Library, Start) -> anyhow::Result<()>,
) -> ExitCode {
    let mut command = with_negative_numbers(Cli::command());
    let args: Vec<OsString> = args.into_iter().collect();
    let first = first_word(&args, &command);
    let parsed = command.try_get_matches_from_mut(args).and_then(|found| {
        Cli::from_arg_matches(&found).map_err(|error| error.format(&mut command))
    });
    let answered = match parsed {
        Ok(cli) => answer(&cli, open_screen),
        Err(usage) => explain_usage(&usage, first.as_deref()),
    };
    output::exit_code(answered)
}

/// The first argument that is neither an option nor the value of one.
fn first_word(args: &[OsString], command: &clap::Command) -> Option<PathBuf> {
    let mut args = args.iter().skip(1);
    while let Some(arg) = args.next() {
        let text = arg.to_string_lossy();
        let Some(option) = text.strip_prefix("--") else {
            return (!text.starts_with('-')).then(|| PathBuf::from(arg));
        };
        let known = command.get_arguments().find(|it| it.get_long() == Some(option));
        if known.is_some_and(|it| it.get_action().takes_values()) {
            args.next();
        }
    }
    None
}

/// Lets every option take a negative number, so that its own message says what is wrong with it.
fn with_negative_numbers(command: clap::Command) -> clap::Command {
    let takes_numbers = |arg: &clap::Arg| arg.get_action().takes_values() && !arg.is_positional();
    let command = command.mut_args(|arg| {
        let takes = takes_numbers(&arg);
        arg.allow_negative_numbers(takes)
    });
    command.mut_subcommands(with_negative_numbers)
}

/// Prints what the cards cost for the starting workload, as `whatif` does where there is no screen.
pub fn print_summary(
    screen: &ScreenArgs,
    library: &Library,
    profile: &Profile,
) -> anyhow::Result<()> {
    let refusal = terminal::usable().err();
    let mut out = output::standard();
    let today = screen.day_of_use();
    summary::write(&mut screen.page(&mut out), library, profile, today, refusal)?;
    Ok(out.flush()?)
}

fn answer(
    cli: &Cli,
    open_screen: impl FnOnce(&ScreenArgs, Library, Start) -> anyhow::Result<()>,
) -> Result<Verdict, Failure> {
    let mut out = output::standard();
    let mut page = cli.screen.page(&mut out);
    let Some(start) = start(cli, &mut page)? else {
        // It asks for an answer and not for the screen.
        let Some(command) = &cli.command else { return Ok(Verdict::Answered) };
        let verdict = carry_out(command, cli, &mut page)?;
        out.flush()?;
        return Ok(verdict);
    };
    out.flush()?;
    drop(out);
    show(cli, start, open_screen).map(|()| Verdict::Answered)
}

/// Returns what the screen is to show, if the arguments ask for the screen.
fn start(cli: &Cli, page: &mut Page<'_>) -> Result<Option<Start>, Failure> {
    let library = || cli.own.library(cli.screen.day_of_use());
    if let (Some(file), Some(_)) = (&cli.file, &cli.command) {
        let file = file.display();
        return Err(Failure::Input(anyhow!(
            "'{file}' comes before the command: put it after the command"
        )));
    }
    match &cli.command {
        None => match &cli.file {
            None => Ok(Some(Start::default())),
            Some(path) => scenario::of_file(path, &commands(), &library()?).map(Some),
        },
        Some(Command::Present(args)) => scenario::on_stage(args, &library()?).map(Some),
        Some(Command::Open(args)) => scenario::open(args, &library()?, page),
        Some(Command::Tour(args)) if terminal::usable().is_ok() => args.start(),
        Some(_) => Ok(None),
    }
}

/// The names of the commands.
fn commands() -> Vec<String> {
    Cli::command().get_subcommands().map(|it| it.get_name().to_owned()).collect()
}

/// The screen, or what stands in for it.
fn show(
    cli: &Cli,
    start: Start,
    open_screen: impl FnOnce(&ScreenArgs, Library, Start) -> anyhow::Result<()>,
) -> Result<(), Failure> {
    warn_of_clock(&cli.screen);
    let library = cli.own.library(cli.screen.day_of_use())?;
    if terminal::usable().is_ok() {
        return open_screen(&cli.screen, library, start).map_err(Failure::Screen);
    }
    output::warn(library.broken());
    let (profile, unusable) = profile::file::load();
    output::warn_of_settings(unusable.as_ref());
    if let Some((origin, text)) = start.scenario {
        let given = scenario::Given { origin, text };
        let mut out = output::standard();
        given.write(&library, &mut cli.screen.page(&mut out))?;
        return Ok(out.flush()?);
    }
    print_summary(&cli.screen, &library, &profile).map_err(Failure::Screen)
}

fn warn_of_clock(look: &ScreenArgs) {
    look.warning_of_clock().iter().for_each(|text| output::note(&format!("warning: {text}")));
}

/// Carries out a command that does not price anything. `None` for one that needs the cards.
fn without_cards(
    command: &Command,
    cli: &Cli,
    page: &mut Page<'_>,
) -> Option<Result<Verdict, Failure>> {
    if let Command::Check(args) = command {
        return (!args.is_of_the_library()).then(|| check::run(args, page));
    }
    if let Command::Card(args) = command {
        return args.authoring().map(|authoring| card::author(authoring, &cli.own, page));
    }
    if let Command::Config(args) = command {
        return Some(config::run(args, page));
    }
    if let Command::Completions(args) = command {
        return Some(completions::run(args, page));
    }
    if let Command::Drivers(args) = command {
        return Some(drivers::run(args, page));
    }
    if let Command::Man(args) = command {
        return Some(man::run(args, Cli::command(), page));
    }
    if let Command::Help(args) = command {
        return Some(help::run(args, Cli::command(), page));
    }
    if let Command::Complete(args) = command {
        return Some(completions::complete(args, Cli::command(), cli.screen.day_of_use(), page));
    }
    None
}

fn carry_out(command: &Command, cli: &Cli, page: &mut Page<'_>) -> Result<Verdict, Failure> {
    let (own, look) = (&cli.own, &cli.screen);
    let today = look.day_of_use();
    if let Some(answered) = without_cards(command, cli, page) {
        return answered;
    }
    warn_of_clock(look);
    let library = own.library(today)?;
    let (profile, unusable) = profile::file::load();
    let context = AskContext::new(&library, &profile.rates, today);
    let days_max = profile.stale_after_days;
    let answered = match command {
        Command::Quote(args) => quote::run(args, context, days_max, page),
        Command::Compare(args) => compare::run(args, context, days_max, page),
        Command::Best(args) => best::run(args, context, days_max, page),
        Command::Sweep(args) => sweep::run(args, context, days_max, page),
        Command::Solve(args) => solve::run(args, context, days_max, page),
        Command::Levers(args) => levers::run(args, context, days_max, page),
        Command::Price(args) => price::run(args, context, days_max, page),
        Command::Presets(args) => presets::run(args, page),
        Command::Explain(args) => explain::run(args, context, days_max, page),
        Command::Cards(args) => cards::run(args, &library, &profile, today, page),
        Command::Card(args) => card::run(args, &library, &profile, today, page),
        Command::Code(args) => scenario::code(args, &library, page),
        Command::Export(args) => {
            let opening = scenario::Given::file(&args.file)?.opened(&library)?;
            export::run(args, opening, &library, look, page)
        }
        Command::Import(args) => import::run(args, &library, today, page),
        Command::Tour(args) => tour::write(args, &library, today, page),
        // They ask for the screen, or have written their answer.
        Command::Open(_)
        | Command::Present(_)
        | Command::Config(_)
        | Command::Completions(_)
        | Command::Drivers(_)
        | Command::Man(_)
        | Command::Help(_)
        | Command::Complete(_) => Ok(Verdict::Answered),
        Command::Arrears(args) => arrears::run(args, &library, page),
        // It names the problems itself.
        Command::Check(_) => return check::run_library(&library, page),
    };
    // A card that was asked for is named with its problems.
    if !matches!(answered, Err(Failure::BrokenCard(_))) {
        output::warn(library.broken());
    }
    output::warn_of_settings(unusable.as_ref());
    answered
}

/// Help and version are answers; anything else that clap says is an input it could not use.
fn explain_usage(error: &clap::Error, first: Option<&Path>) -> Result<Verdict, Failure> {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            error.print()?;
            std::io::stdout().flush()?;
            Ok(Verdict::Answered)
        }
        ErrorKind::UnknownArgument | ErrorKind::InvalidSubcommand => {
            // What follows a command that is none is not understood either.
            let commands = commands();
            let is_none = |it: &&Path| !commands.iter().any(|known| **it == *Path::new(known));
            let refusal = first.filter(is_none).and_then(|it| scenario::no_command(it, &commands));
            Err(refusal.unwrap_or_else(|| Failure::Usage(error.render().to_string())))
        }
        _ => Err(Failure::Usage(error.render().to_string())),
    }
}
