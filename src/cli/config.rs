//! `whatif config`: the settings file.

use std::path::Path;

use anyhow::anyhow;
use clap::{Args, Subcommand};
use toml_edit::DocumentMut;
use whatif_pricing::Problem;

use super::output::{Failure, Verdict};
use crate::explorer::action::{GROUPS, TABLE};
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
    /// Write a settings file with every setting, its default and what it means. Settings of a file that is there stay
    Init(InitArgs),
    /// Print where the settings file is
    Path,
    /// Check the settings file: every mistake with its line and column
    Check,
    /// List the actions of the explorer with the keys that they have now
    Keys,
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
        ConfigCommand::Keys => keys(&path, page),
    }
}

/// Lists every action by its name in the settings, with its keys as the settings write them.
fn keys(path: &Path, page: &mut Page<'_>) -> Result<Verdict, Failure> {
    let text = file::text(path).map_err(Failure::input)?;
    let bindings = Wishes::of(&Profile::checked(&text).0).bindings;
    for group in GROUPS {
        page.heading(group)?;
        let entries = TABLE.iter().filter(|entry| entry.group == group).map(|entry| {
            let keys = bindings.keys(entry.action).iter().map(|key| key.text());
            let keys: Vec<String> = keys.collect();
            (entry.action.id(), format!("{}: {}", keys.join(" "), entry.help))
        });
        page.definitions(&entries.collect::<Vec<_>>())?;
    }
    Ok(Verdict::Answered)
}

fn init(path: &Path, force: bool, page: &mut Page<'_>) -> Result<Verdict, Failure> {
    let shown = path.display();
    if !path.exists() || force {
        store::overwrite(path, TEMPLATE).map_err(Failure::input)?;
        page.line(&format!("{shown} has the settings, each with its default."))?;
        return Ok(Verdict::Answered);
    }
    let former = file::text(path).map_err(Failure::input)?;
    let title = TEMPLATE.lines().next().unwrap_or_default();
    if former.contains(title) {
        let why = anyhow!("{shown} has every setting already: --force replaces it by the defaults");
        return Err(Failure::Input(why));
    }
    store::overwrite(path, &explained(&former)).map_err(Failure::input)?;
    page.line(&format!("{shown} has every setting now. Those that it had are as they were."))?;
    Ok(Verdict::Answered)
}

/// The template with the settings of a file: each in the place of its default, what has no place there first, and
/// tables last.
fn explained(former: &str) -> String {
    let is_table = |line: &str| line.trim_start().starts_with('[');
    let top = former.split_inclusive('\n').take_while(|line| !is_table(line)).map(str::len).sum();
    let (top, tables) = former.split_at(top);
    let gap = |text: &str| if text.trim().is_empty() { "" } else { "\n" };
    let is_whole = |line: &str| line.parse::<DocumentMut>().is_ok();
    if !top.lines().all(is_whole) {
        // A value over several lines stays in one piece.
        return format!("{top}\n{TEMPLATE}{}{tables}", gap(tables));
    }
    let (mut text, mut first) = (TEMPLATE.to_owned(), String::new());
    for line in top.lines().filter(|line| !line.trim().is_empty()) {
        let key = line.split('=').next().unwrap_or_default().trim();
        let mut defaults = TEMPLATE.lines();
        match defaults.find(|default| default.strip_prefix('#').is_some_and(|it| is_of(it, key))) {
            Some(default) => text = text.replacen(default, line, 1),
            None => first.extend([line, "\n"]),
        }
    }
    format!("{first}{}{text}{}{tables}", gap(&first), gap(tables))
}

/// Returns whether a line sets a key.
fn is_of(line: &str, key: &str) -> bool {
    line.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('='))
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
    fn settings_that_a_file_has_keep_their_values() {
        let cases = [
            ("sort = \"age\"\n", "\nsort = \"age\"\n"),
            ("# mine\nsort = \"age\"\nmouse = false", "\nmouse = false\n"),
            ("favourites = [\n  \"a\",\n]\n", "favourites = [\n  \"a\",\n]\n"),
            ("other = 1\n[keys]\nundo = \"z\"\n", "\n[keys]\nundo = \"z\"\n"),
        ];
        for (former, kept) in cases {
            let text = explained(former);
            assert!(text.contains(kept), "{former}: {text}");
            assert!(text.contains("# Settings of whatif."), "{former}: {text}");
            assert_eq!(Profile::checked(&text).0, Profile::checked(former).0, "{former}: {text}");
        }
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
