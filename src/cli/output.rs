//! The end of every command: where its answer goes, what it says when there is none, its exit code.

use std::fmt::Display;
use std::io::{self, BufWriter, ErrorKind, StdoutLock, Write};
use std::process::ExitCode;

use whatif_pricing::Problems;

use super::words::count;
use crate::library::{BrokenFile, LibraryError, Style, report};
use crate::scenario::Opening;
use crate::widget::text::sanitize;

/// How a command that wrote its answer went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Answered.
    Answered,
    /// A check that found problems.
    Problems,
    /// Whether a total stays within the budget is not known.
    BudgetUnknown,
    /// A total is above the budget.
    OverBudget,
}

/// Why a command has no answer.
#[derive(Debug)]
pub enum Failure {
    /// Arguments that the command line does not have; the text is clap's, in several lines.
    Usage(String),
    /// Input that cannot be used.
    Input(anyhow::Error),
    /// A card that cannot be used: its problems, in several lines made for the reader's terminal.
    BrokenCard(BrokenFile),
    /// A scenario or tour that cannot be used.
    BrokenText {
        /// Where it is from.
        name: String,
        /// What it is meant to be.
        what: &'static str,
        /// Its problems.
        problems: Problems,
    },
    /// The screen, or what stands in for it, could not be shown.
    Screen(anyhow::Error),
    /// The answer could not be written.
    Output(io::Error),
}

impl Failure {
    /// Input that cannot be used: what is wrong, with the remedy.
    pub fn input(error: impl Into<anyhow::Error>) -> Self {
        Self::Input(error.into())
    }
}

impl From<LibraryError> for Failure {
    fn from(error: LibraryError) -> Self {
        match error {
            LibraryError::Broken(broken) => Self::BrokenCard(broken),
            other => Self::input(other),
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

/// Standard output, in large writes whose errors are reported.
pub fn standard() -> BufWriter<StdoutLock<'static>> {
    BufWriter::new(io::stdout().lock())
}

/// Tells on standard error what went wrong, if anything, and makes the exit code.
pub fn exit_code(answered: Result<Verdict, Failure>) -> ExitCode {
    match answered {
        Ok(Verdict::Answered) => ExitCode::SUCCESS,
        Ok(Verdict::Problems) => ExitCode::from(1),
        Ok(Verdict::OverBudget) => ExitCode::from(3),
        Ok(Verdict::BudgetUnknown) => ExitCode::from(4),
        Err(Failure::Usage(text)) => {
            for line in text.lines() {
                complain(&sanitize(line));
            }
            ExitCode::from(2)
        }
        Err(Failure::Input(error)) => {
            complain_of(&format_args!("{error:#}"));
            ExitCode::from(2)
        }
        Err(Failure::BrokenCard(broken)) => {
            complain(broken.report(PLAIN).trim_end());
            complain_of(&format_args!(
                "the card '{}' has {}: mend its file, or take it away",
                broken.id,
                count(broken.count(), "problem")
            ));
            ExitCode::from(2)
        }
        Err(Failure::BrokenText { name, what, problems }) => {
            complain(report::problems(&name, &problems.text, &problems.list, PLAIN).trim_end());
            let count = count(problems.list.len(), "problem");
            complain_of(&format_args!("the {what} {name} has {count}: mend it"));
            ExitCode::from(2)
        }
        Err(Failure::Screen(error)) => match error.downcast::<io::Error>() {
            Ok(error) => unwritten(&error),
            Err(error) => {
                complain_of(&format_args!("{error:#}"));
                ExitCode::from(1)
            }
        },
        Err(Failure::Output(error)) => unwritten(&error),
    }
}

/// How problems of a card are written on standard error.
const PLAIN: Style = Style { width: 100, coloured: false };

/// Tells of a file of the user's cards that is left out.
pub fn warn(broken: &BrokenFile) {
    let (file, problems) = (broken.name(), count(broken.count(), "problem"));
    complain(&sanitize(&format!(
        "warning: {file} has {problems}, so its card is left out: `whatif check {file}` shows them"
    )));
}

/// Tells why the settings cannot be used, where they cannot; the answer is given without them.
pub fn warn_of_settings(unusable: Option<&str>) {
    if let Some(why) = unusable {
        complain(&sanitize(&format!("warning: {why}")));
    }
}

/// Tells what of a scenario is not as it was saved.
pub fn warn_of_scenario(name: &str, opening: &Opening) {
    let silent = opening.told.is_empty() && opening.revised.is_empty();
    if silent && opening.left_out.is_empty() {
        return;
    }
    complain(&sanitize(&format!("warning: {name}: {}", opening.says())));
    for line in &opening.told {
        complain(&sanitize(&format!("  {line}")));
    }
}

/// Tells which steps of a tour could not be carried out.
pub fn warn_of_steps(failed: &[(usize, String)]) {
    for (step, why) in failed {
        complain_of(&format_args!("step {step}: {why}"));
    }
}

/// A reader that has enough, such as `head`, is no error.
fn unwritten(error: &io::Error) -> ExitCode {
    if error.kind() == ErrorKind::BrokenPipe {
        return ExitCode::SUCCESS;
    }
    complain_of(&format_args!("the answer cannot be written: {error}"));
    ExitCode::from(1)
}

fn complain_of(message: &dyn Display) {
    complain(&sanitize(&format!("error: {message}")));
}

/// Where standard error is closed too, nobody is left to tell.
fn complain(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}
