//! The end of every command: where its answer goes, what it says if there is none, its exit code.

use std::fmt::Display;
use std::io::{self, BufWriter, ErrorKind, StdoutLock, Write};
use std::process::ExitCode;

use whatif_pricing::{Problems, Unknown};

use crate::answer::opening::Opening;
use crate::library::sanitize::sanitize;
use crate::library::{BrokenFile, Fault, LibraryError, Unreadable};
use crate::report;
use crate::report::problems::{self, Style};
use crate::report::words::count;
use crate::store::profile::file::ProfileFileError;

/// The outcome of a command that wrote its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Answered.
    Answered,
    /// A check that found problems.
    Problems,
    /// A total may or may not stay within the budget.
    BudgetUnknown,
    /// A total is above the budget.
    OverBudget,
}

/// The reasons why a command has no answer.
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
        /// Its origin.
        name: String,
        /// The kind of file that it is meant to be.
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

    /// Adds before the message of unusable input what it is about.
    #[must_use]
    pub fn about(self, context: String) -> Self {
        if let Self::Input(error) = self { Self::Input(error.context(context)) } else { self }
    }
}

impl From<LibraryError> for Failure {
    fn from(error: LibraryError) -> Self {
        if let LibraryError::Broken(broken) = error {
            return Self::BrokenCard(broken);
        }
        Self::input(error)
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

/// Writes what went wrong to standard error and makes the exit code.
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
            let hint = hint(&error).unwrap_or_default();
            complain_of(&format_args!("{}{hint}", said(&error)));
            ExitCode::from(2)
        }
        Err(Failure::BrokenCard(broken)) => {
            complain(problems::of_file(&broken, PLAIN).trim_end());
            complain_of(&format_args!(
                "the card '{}' has {}: mend its file, or take it away",
                broken.id,
                count(broken.count(), "problem")
            ));
            ExitCode::from(2)
        }
        Err(Failure::BrokenText { name, what, problems: found }) => {
            complain(problems::problems(&name, &found.text, &found.list, PLAIN).trim_end());
            let count = count(found.list.len(), "problem");
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

/// An error with its causes, without those that the text before them says already.
fn said(error: &anyhow::Error) -> String {
    let mut text = String::new();
    for cause in error.chain().map(ToString::to_string) {
        if text.is_empty() {
            text = cause;
        } else if !text.contains(&cause) {
            text = format!("{text}: {cause}");
        }
    }
    text
}

/// The command that lists the names of which one was not found, if they are too many for the message.
fn hint(error: &anyhow::Error) -> Option<&'static str> {
    let unknown = error.chain().find_map(|cause| match cause.downcast_ref::<LibraryError>() {
        Some(LibraryError::Unknown(unknown)) => Some(unknown),
        Some(LibraryError::NoFolder(_) | LibraryError::Broken(_)) => None,
        None => cause.downcast_ref::<Unknown>(),
    });
    match unknown.filter(|unknown| unknown.is_one_of_many())?.kind {
        "card" => Some(" (`whatif cards` lists them)"),
        "driver" => Some(" (`whatif drivers` lists them)"),
        "preset" => Some(" (`whatif presets` lists them)"),
        _ => None,
    }
}

/// The style in which problems of a card are written on standard error.
const PLAIN: Style = Style { width: 100, coloured: false };

/// More files than this are not warned of one by one.
const WARNED_MAX: usize = 3;

/// Warns of files of the user's cards that are left out.
pub fn warn(broken: &[BrokenFile]) {
    if broken.len() <= WARNED_MAX {
        return broken.iter().for_each(warn_of);
    }
    let files = |it: &BrokenFile| match &it.fault {
        Fault::Unreadable(unreadable) => unreadable.files,
        Fault::Problems(_) => 1,
    };
    let all = count(broken.iter().map(files).sum(), "file");
    let first = broken.iter().take(WARNED_MAX).map(BrokenFile::name).collect::<Vec<_>>();
    let first = first.join(", ");
    complain(&sanitize(&format!(
        "warning: {all} of your cards cannot be used; the first three: {first}; `whatif check` lists all"
    )));
}

fn warn_of(broken: &BrokenFile) {
    let file = broken.name();
    let says = match &broken.fault {
        Fault::Unreadable(Unreadable { message, remedy, .. }) => {
            format!("{file}: {message}: {remedy}")
        }
        Fault::Problems(problems) => {
            let problems = count(problems.list.len(), "problem");
            format!(
                "{file} has {problems}, so its card is left out: `whatif check {file}` shows them"
            )
        }
    };
    complain(&sanitize(&format!("warning: {says}")));
}

/// Writes a remark beside the answer.
pub fn note(text: &str) {
    complain(&sanitize(text));
}

/// Writes why the settings cannot be used. The answer is given without them.
pub fn warn_of_settings(unusable: Option<&ProfileFileError>) {
    if let Some(why) = unusable {
        complain(&sanitize(&format!("warning: {why}")));
    }
}

/// Writes what of a scenario is not as it was saved.
pub fn warn_of_scenario(name: &str, opening: &Opening) {
    if opening.differences.is_empty() && opening.revised.is_empty() {
        return;
    }
    complain(&sanitize(&format!("warning: {name}: {}", report::opening::summary(opening))));
    for line in report::opening::differences(opening) {
        complain(&sanitize(&format!("  {line}")));
    }
}

/// Writes which steps of a tour could not be carried out.
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

/// If standard error is closed too, the message is lost.
fn complain(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_is_said_once() {
        let error = anyhow::anyhow!("the divisor is zero").context("the card cannot be priced");
        assert_eq!(said(&error), "the card cannot be priced: the divisor is zero");
        let error = error.context("x cannot be priced: the divisor is zero");
        let expected = "x cannot be priced: the divisor is zero: the card cannot be priced";
        assert_eq!(said(&error), expected);
    }
}
