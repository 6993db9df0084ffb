//! `whatif card new`: a card to start from.

use std::path::{Path, PathBuf};

use anyhow::anyhow;
use clap::Args;

use crate::cli::output::{Failure, Verdict};
use crate::cli::own::OwnCards;
use crate::report::page::Page;
use crate::store::{self, SaveError};

/// A whole card that has no problems, with a comment for every part.
const TEMPLATE: &str = include_str!("new.toml");
/// The id that stands in it.
const TEMPLATE_ID: &str = "my-card";

/// Arguments of `whatif card new`.
#[derive(Debug, Args)]
pub struct NewArgs {
    /// The id of the card
    #[arg(value_name = "NEW-ID", default_value = TEMPLATE_ID)]
    id: String,

    /// The new file to write [default: standard output]
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
}

pub fn run(args: &NewArgs, own: &OwnCards, page: &mut Page<'_>) -> Result<Verdict, Failure> {
    let text = card(&args.id)?;
    let Some(path) = &args.to else {
        page.file(&text)?;
        return Ok(Verdict::Answered);
    };
    let folder = own.folder();
    write(path, &text, folder.as_deref())?;
    let file = path.display();
    page.line(&format!("{file} is a card to start from; `whatif check {file}` checks it."))?;
    if let Some(folder) = folder.filter(|folder| path.parent() != Some(folder)) {
        let text = format!("In {} it is a card like the shipped ones.", folder.display());
        page.paragraph("", &text)?;
    }
    Ok(Verdict::Answered)
}

fn card(id: &str) -> Result<String, Failure> {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
    let first = id.starts_with(|letter: char| letter.is_ascii_alphanumeric());
    if !first || !id.chars().all(plain) || id.len() > 60 {
        return Err(Failure::Input(anyhow!(
            "'{id}' cannot be a card's id: use 1 to 60 letters, digits, - and _, beginning with a letter or digit"
        )));
    }
    let line = format!("id = \"{TEMPLATE_ID}\"");
    Ok(TEMPLATE.replacen(&line, &format!("id = \"{id}\""), 1))
}

/// Writes a file that is not there yet. The folder of the user's cards is made where it is missing.
fn write(path: &Path, text: &str, folder: Option<&Path>) -> Result<(), Failure> {
    let parent = path.parent().filter(|it| !it.as_os_str().is_empty());
    if let Some(parent) = parent.filter(|it| Some(*it) != folder && !it.is_dir()) {
        return Err(Failure::Input(anyhow!(
            "--to {}: there is no folder {}: make it first",
            path.display(),
            parent.display()
        )));
    }
    store::save(path, text, None).map_err(|error| match error {
        SaveError::Differs(path) => {
            Failure::Input(anyhow!("{} exists: name another file", path.display()))
        }
        error @ (SaveError::NoFile(_) | SaveError::Protected(_) | SaveError::Io { .. }) => {
            Failure::input(error)
        }
    })
}
