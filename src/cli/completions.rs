//! `whatif completions`: the script that lets a shell complete `whatif`, and the answers to what it asks.
//!
//! The scripts know no command and no card. They hand the words of the line to the hidden command
//! `whatif __complete`, so that the candidates are those of this very binary and of the user's own cards.

mod line;
mod values;

use std::ffi::OsString;
use std::path::Path;

use chrono::NaiveDate;
use clap::{Args, Command, ValueEnum};

use super::output::{Failure, Verdict};
use crate::library::Library;
use crate::library::sanitize::sanitize;
use crate::report::page::Page;
use line::Line;

const NOTES: &str = "\
To load it in each new shell:
  bash        echo 'source <(whatif completions bash)' >> ~/.bashrc
  zsh         whatif completions zsh > \"${fpath[1]}/_whatif\"
  fish        whatif completions fish > ~/.config/fish/completions/whatif.fish
  PowerShell  add to $PROFILE: whatif completions powershell | Out-String | Invoke-Expression";

/// Arguments of `whatif completions`.
#[derive(Debug, Args)]
#[command(after_help = NOTES)]
pub struct CompletionsArgs {
    /// The shell: bash, zsh, fish or powershell
    #[arg(value_name = "SHELL", value_enum, hide_possible_values = true)]
    shell: Script,
}

/// The scripts, one for each shell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Script {
    /// Bash 3.2 or later.
    Bash,
    /// Zsh.
    Zsh,
    /// Fish.
    Fish,
    /// `PowerShell` 5 or later.
    #[value(name = "powershell")]
    PowerShell,
}

impl Script {
    const fn text(self) -> &'static str {
        match self {
            Self::Bash => include_str!("completions/whatif.bash"),
            Self::Zsh => include_str!("completions/whatif.zsh"),
            Self::Fish => include_str!("completions/whatif.fish"),
            Self::PowerShell => include_str!("completions/whatif.ps1"),
        }
    }
}

/// Arguments of the hidden command that the scripts call.
#[derive(Debug, Args)]
pub struct CompleteArgs {
    /// The beginning of the word under the cursor
    #[arg(long, value_name = "WORD", default_value = "", allow_hyphen_values = true)]
    typed: OsString,

    /// The words before it, without the program's name
    #[arg(value_name = "WORD", allow_hyphen_values = true, trailing_var_arg = true)]
    words: Vec<OsString>,
}

/// One way in which the word under the cursor can go on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Candidate {
    /// The whole word, and what it means.
    Word { word: String, help: String },
    /// The name of a file: the shell knows them.
    File,
    /// The name of a folder.
    Folder,
}

impl Candidate {
    fn word(word: &str, help: &str) -> Self {
        Self::Word { word: word.to_owned(), help: help.to_owned() }
    }

    /// Returns whether it begins as the word under the cursor does.
    fn fits(&self, typed: &str) -> bool {
        match self {
            Self::Word { word, .. } => word.starts_with(typed),
            Self::File | Self::Folder => true,
        }
    }

    /// The line that the scripts read.
    fn line(&self) -> String {
        match self {
            Self::Word { word, help } => {
                let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
                format!("{}\t{}\n", sanitize(word), sanitize(&help))
            }
            Self::File => ":files\n".to_owned(),
            Self::Folder => ":folders\n".to_owned(),
        }
    }
}

/// Prints the script of a shell.
pub fn run(args: &CompletionsArgs, page: &mut Page<'_>) -> Result<Verdict, Failure> {
    page.file(args.shell.text())?;
    Ok(Verdict::Answered)
}

/// Prints the candidates for the word under the cursor, one in each line.
pub fn complete(
    args: &CompleteArgs,
    command: Command,
    today: NaiveDate,
    page: &mut Page<'_>,
) -> Result<Verdict, Failure> {
    let text = |word: &OsString| word.to_string_lossy().into_owned();
    let words: Vec<String> = args.words.iter().map(text).collect();
    for candidate in candidates(command, &words, &text(&args.typed), today) {
        page.file(&candidate.line())?;
    }
    Ok(Verdict::Answered)
}

/// The candidates that fit, over the shipped cards and those of the folder that the line names, or the usual one.
fn candidates(
    mut command: Command,
    words: &[String],
    typed: &str,
    today: NaiveDate,
) -> Vec<Candidate> {
    command.build();
    let line = Line::read(&command, words, typed);
    let library = Library::open(line.value_of("cards").map(Path::new), today);
    // A folder that is not there has no cards, and the shipped ones are candidates still.
    let Ok(library) = library.or_else(|_| Library::open(None, today)) else { return Vec::new() };
    let mut found = line.candidates(&library);
    found.retain(|candidate| candidate.fits(typed));
    found
}

#[cfg(test)]
mod tests;
