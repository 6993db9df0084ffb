//! `whatif card new`: a card to start from.

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::anyhow;
use clap::Args;

use crate::cli::output::{Failure, Verdict};
use crate::cli::own::OwnCards;
use crate::report::page::Page;

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
    if let Some(folder) = folder.filter(|folder| path.parent() == Some(folder)) {
        fs::create_dir_all(folder).map_err(|error| failed(folder, &error))?;
    }
    let mut file = File::create_new(path).map_err(|error| failed(path, &error))?;
    file.write_all(text.as_bytes()).map_err(|error| failed(path, &error))
}

fn failed(path: &Path, error: &std::io::Error) -> Failure {
    let path = path.display();
    let refusal = match error.kind() {
        ErrorKind::AlreadyExists => {
            anyhow!("{path} exists and is not changed: name another file")
        }
        ErrorKind::NotFound => anyhow!("the folder of {path} does not exist: create it first"),
        _ => anyhow!("{path} cannot be written: {error}"),
    };
    Failure::Input(refusal)
}
