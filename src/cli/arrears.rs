//! `whatif arrears`: what happens, and when, to an account that does not pay.

use anyhow::anyhow;
use clap::Args;
use whatif_pricing::{Length, RateCard, Unknown};

use super::ask::{pair, reading, time};
use super::form::FormArgs;
use super::output::{Failure, Verdict};
use crate::answer::arrears::{ArrearsQuestion, arrears};
use crate::library::Library;
use crate::report::arrears::{report, write};
use crate::report::json::ArrearsJson;
use crate::report::page::Page;
use crate::scenario::Choices;

/// Arguments of `whatif arrears`.
#[derive(Debug, Args)]
pub struct ArrearsArgs {
    /// The rate card's id
    #[arg(value_name = "CARD")]
    card: String,

    /// The instant at which the account became overdue: 2026-03-05T00:00:00+08:00
    #[arg(long, value_name = "TIME")]
    overdue_at: String,

    /// Replace how long after the stage before it a stage begins, such as released="7 d"
    #[arg(long, value_name = "STAGE=LENGTH")]
    wait: Vec<String>,

    /// Take another reading of an ambiguous source
    #[arg(long, value_name = "ID=READING")]
    assume: Vec<String>,

    #[command(flatten)]
    form: FormArgs,
}

/// Answers the command.
pub fn run(args: &ArrearsArgs, library: &Library, page: &mut Page<'_>) -> Result<Verdict, Failure> {
    let card = library.card(&args.card)?;
    let mut choices = Choices::default();
    for text in &args.assume {
        let (assumption, reading) = reading(&card, text)?;
        choices.readings.insert(assumption.to_owned(), reading.to_owned());
    }
    let overdue_at = time("--overdue-at", &args.overdue_at)?;
    let waits = args.wait.iter().map(|text| wait(&card, text)).collect::<Result<Vec<_>, _>>()?;
    let question = ArrearsQuestion { card: &card, choices: &choices, overdue_at, waits: &waits };
    let answer = arrears(&question)
        .map_err(|error| Failure::Input(anyhow::Error::new(error).context("--overdue-at")))?;
    args.form.write(
        || report(&answer),
        || ArrearsJson::new(&answer),
        |page| write(&answer, page),
        page,
    )?;
    Ok(Verdict::Answered)
}

fn wait(card: &RateCard, text: &str) -> Result<(String, Length), Failure> {
    let (stage, length) = pair("wait", text, "STAGE=LENGTH, such as released=\"7 d\"")?;
    if !card.lifecycle.iter().any(|known| known.id == stage) {
        let stages = card.lifecycle.iter().map(|known| &known.id);
        return Err(Failure::input(Unknown::new("stage", stage, stages)));
    }
    let length = Length::parse(length).ok_or_else(|| {
        Failure::Input(anyhow!(
            "{stage}: '{length}' is not a length of time: write a whole number and d, h, min or s, such as \"7 d\", up to a hundred years"
        ))
    })?;
    Ok((stage.to_owned(), length))
}
