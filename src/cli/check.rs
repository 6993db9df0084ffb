//! `whatif check`: loads rate cards, tells every problem of every file, runs the worked examples.

mod examples;

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use whatif_pricing::{Problem, RateCard, Vocabulary};

use super::output::{Failure, Verdict};
use crate::library::{CardFile, Library, files, id_of_two, shipped_files};
use crate::report::page::Page;
use crate::report::{problems, words};
use examples::Tally;

/// Arguments of `whatif check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Files of rate cards, or folders of them; without any, the shipped cards and your own
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
}

/// The findings so far.
#[derive(Default)]
struct Found {
    files: usize,
    card_count: usize,
    problems: usize,
    /// The file of each card, by the card's id.
    known: BTreeMap<String, String>,
    tally: Tally,
}

impl CheckArgs {
    /// Returns whether the cards that all commands know are to be checked.
    pub const fn is_of_the_library(&self) -> bool {
        self.files.is_empty()
    }
}

/// Checks the shipped cards and those of the user's folder.
pub fn run_library(library: &Library, page: &mut Page<'_>) -> Result<Verdict, Failure> {
    let mut found = Found::default();
    for (name, text) in shipped_files() {
        let path = PathBuf::from("pricing/cards").join(name);
        check(&CardFile { path, text: Ok(text) }, &mut found, page)?;
    }
    // A card of the user's own may take the place of a shipped one.
    found.known.clear();
    finish(library.own_files(), found, page)
}

/// Checks the files that are named.
pub fn run(args: &CheckArgs, page: &mut Page<'_>) -> Result<Verdict, Failure> {
    finish(files::named(&args.files).iter(), Found::default(), page)
}

fn finish<'a>(
    files: impl Iterator<Item = &'a CardFile>,
    mut found: Found,
    page: &mut Page<'_>,
) -> Result<Verdict, Failure> {
    for file in files {
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
            return page.made(&problems::unreadable(&file.name(), unreadable, page.style()));
        }
    };
    let found_here = match RateCard::read(text, Vocabulary::standard()) {
        Ok(card) => check_card(&Arc::new(card), file, text, found),
        Err(problems) => problems.list,
    };
    found.problems += found_here.len();
    page.made(&problems::problems(&file.name(), text, &found_here, page.style()))
}

/// A card that can be priced: does it stand alone under its id, and do its examples reproduce?
fn check_card(
    card: &Arc<RateCard>,
    file: &CardFile,
    text: &str,
    found: &mut Found,
) -> Vec<Problem> {
    found.card_count += 1;
    let mut problems = card.failing_examples(Vocabulary::standard());
    found.tally.count(card, &problems);
    if let Some(other) = found.known.insert(card.id.clone(), file.name()) {
        problems.insert(0, id_of_two(text, &card.id, &other));
    }
    problems
}

fn conclude(found: &Found, page: &mut Page<'_>) -> io::Result<()> {
    let files = words::count(found.files, "file");
    match found.problems {
        0 => page.line(&format!("{} read, no problems", words::count(found.card_count, "card")))?,
        problems => page.line(&format!(
            "{} in {files}; {} of {files} can be priced",
            words::count(problems, "problem"),
            found.card_count
        ))?,
    }
    found.tally.write(page)
}
