//! `whatif config`: the settings file.

use std::path::Path;

use anyhow::anyhow;
use clap::{Args, Subcommand};
use whatif_pricing::Problem;

use super::output::{Failure, Verdict};
use crate::explorer::wishes::Wishes;
use crate::report::page::Page;
use crate::report::{problems, words};
use crate::store;
use crate::store::profile::file::{self, ProfileFileError};
use crate::store::profile::{Profile, place_of};

/// The file that `whatif config init` writes: every setting with its default.
const TEMPLATE: &str = include_str!("config/settings.toml");

/// Arguments of `whatif config`.
#[derive(Debug, Args)]
pub struct ConfigArgs {
    #[command(subcommand)]
    command: ConfigCommand,
}

#[derive(Debug, Subcommand)]
enum ConfigCommand {
    /// Write a settings file with every setting, its default and what it means
    Init(InitArgs),
    /// Print where the settings file is
    Path,
    /// Check the settings file: every mistake with its line and column
    Check,
}

#[derive(Debug, Args)]
struct InitArgs {
    /// Replace a file that is there
    #[arg(long)]
    force: bool,
}

/// Answers the command.
pub fn run(args: &ConfigArgs, page: &mut Page<'_>) -> Result<Verdict, Failure> {
    let path = file::path().ok_or_else(|| Failure::input(ProfileFileError::NoHome))?;
    match &args.command {
        ConfigCommand::Init(args) => init(&path, args.force, page),
        ConfigCommand::Path => {
            page.line(&path.display().to_string())?;
            Ok(Verdict::Answered)
        }
        ConfigCommand::Check => check(&path, page),
    }
}

fn init(path: &Path, force: bool, page: &mut Page<'_>) -> Result<Verdict, Failure> {
    let shown = path.display();
    if path.exists() && !force {
        return Err(Failure::Input(anyhow!("{shown} exists: --force replaces it")));
    }
    store::overwrite(path, TEMPLATE).map_err(Failure::input)?;
    page.line(&format!("{shown} has the settings, each with its default."))?;
    Ok(Verdict::Answered)
}

fn check(path: &Path, page: &mut Page<'_>) -> Result<Verdict, Failure> {
    let shown = path.display().to_string();
    if !path.exists() {
        page.line(&format!("{shown} does not exist: `whatif config init` writes it."))?;
        return Ok(Verdict::Answered);
    }
    let text = file::text(path).map_err(Failure::input)?;
    let list = found(&text);
    if list.is_empty() {
        page.line(&format!("{shown} has no problems."))?;
        return Ok(Verdict::Answered);
    }
    let style = page.style();
    page.made(&problems::problems(&shown, &text, &list, style))?;
    page.line(&format!("{} in {shown}", words::count(list.len(), "problem")))?;
    Ok(Verdict::Problems)
}

/// The problems of a text in its order: of its values and keys, and of the names that the screen knows.
fn found(text: &str) -> Vec<Problem> {
    let (profile, mut list) = Profile::checked(text);
    list.extend(Wishes::of(&profile).faults.into_iter().map(|fault| {
        let keys: Vec<&str> = fault.keys.iter().map(String::as_str).collect();
        Problem { at: place_of(text, &keys), message: fault.message, remedy: fault.remedy }
    }));
    list.sort_by_key(|problem| problem.at.start);
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_that_is_written_has_the_defaults_and_no_problem() {
        assert_eq!(found(TEMPLATE), []);
        assert_eq!(Profile::checked(TEMPLATE).0, Profile::default());
        let set = TEMPLATE.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        assert_eq!(set.count(), 0, "each setting is a comment");
    }

    #[test]
    fn each_setting_of_the_file_can_be_taken_out_of_its_comment() {
        let is_setting = |line: &&str| line.starts_with('#') && !line.starts_with("# ");
        let lines: Vec<&str> = TEMPLATE.lines().filter(is_setting).map(|line| &line[1..]).collect();
        assert!(lines.len() >= 10, "{lines:?}");
        let text = lines.join("\n");
        assert_eq!(found(&text), [], "{text}");
    }
}
