//! `whatif check`: loads rate cards, tells every problem of every file, runs the worked examples.

mod examples;
mod files;
mod report;

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use whatif_pricing::{Problem, RateCard, Vocabulary};

use super::output::{Failure, Verdict};
use super::page::Page;
use super::words;
use examples::Tally;
use files::CardFile;

/// Arguments of `whatif check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Files of rate cards, or folders of them; without any, the shipped cards
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
}

/// What has been found so far.
#[derive(Default)]
struct Found {
    files: usize,
    cards: usize,
    problems: usize,
    /// The file of each card, by the card's id.
    known: BTreeMap<String, String>,
    tally: Tally,
}

pub fn run(args: &CheckArgs, page: &mut Page<'_>) -> Result<Verdict, Failure> {
    let files = if args.files.is_empty() { files::shipped() } else { files::read(&args.files) };
    let mut found = Found::default();
    for file in &files {
        check(file, &mut found, page)?;
    }
    conclude(&found, page)?;
    Ok(if found.problems == 0 { Verdict::Answered } else { Verdict::Problems })
}

fn check(file: &CardFile, found: &mut Found, page: &mut Page<'_>) -> io::Result<()> {
    found.files += 1;
    let text = match &file.text {
        Ok(text) => text,
        Err(unreadable) => {
            found.problems += 1;
            return report::unreadable(&file.name, unreadable, page);
        }
    };
    let problems = match RateCard::read(text, Vocabulary::standard()) {
        Ok(card) => check_card(&Arc::new(card), file, text, found),
        Err(problems) => problems.list,
    };
    found.problems += problems.len();
    report::problems(&file.name, text, &problems, page)
}

/// A card that can be priced: does it stand alone under its id, and do its examples reproduce?
fn check_card(
    card: &Arc<RateCard>,
    file: &CardFile,
    text: &str,
    found: &mut Found,
) -> Vec<Problem> {
    found.cards += 1;
    let mut problems = card.failing_examples(Vocabulary::standard());
    found.tally.count(card, &problems);
    if let Some(other) = found.known.insert(card.id.clone(), file.name.clone()) {
        let at = text.find(&card.id).map_or(0..0, |start| start..start + card.id.len());
        let message = format!("the id '{}' is that of the card in {other} too", card.id);
        let remedy = "give one of them another id: a later card replaces an earlier one".to_owned();
        problems.insert(0, Problem { at, message, remedy });
    }
    problems
}

fn conclude(found: &Found, page: &mut Page<'_>) -> io::Result<()> {
    let files = words::count(found.files, "file");
    match found.problems {
        0 => page.line(&format!("{} read, no problems", words::count(found.cards, "card")))?,
        problems => page.line(&format!(
            "{} in {files}; {} of {files} can be priced",
            words::count(problems, "problem"),
            found.cards
        ))?,
    }
    found.tally.write(page)
}
