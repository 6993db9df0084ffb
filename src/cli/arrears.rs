//! `whatif arrears`: what happens, and when, to an account that does not pay.

use std::io;

use anyhow::anyhow;
use clap::Args;
use whatif_pricing::arrears::{DatedStage, arrears};
use whatif_pricing::{Length, RateCard, Selection, Unknown};

use super::output::{Failure, Verdict};
use super::page::{Choice, Page};
use super::request::{assume, pair, time};
use super::{json, words};
use crate::library::Library;

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

    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

pub fn run(args: &ArrearsArgs, library: &Library, page: &mut Page<'_>) -> Result<Verdict, Failure> {
    let card = library.card(&args.card)?;
    let mut selection = Selection::standard(&card);
    assume(&mut selection, &card, &args.assume)?;
    let overdue_at = time("--overdue-at", &args.overdue_at)?;
    let waits = args.wait.iter().map(|text| wait(&card, text)).collect::<Result<Vec<_>, _>>()?;
    // The last of several lengths for one stage holds, as it does for every other flag.
    let waits: Vec<_> = waits.into_iter().rev().collect();
    let stages = arrears(&card, &selection, overdue_at, &waits)
        .ok_or_else(|| Failure::Input(anyhow!("--overdue-at {overdue_at}: the stages after it lie beyond the calendar: choose an earlier date")))?;
    if args.json {
        page.json(&json::Arrears::new(&card, overdue_at, &stages))?;
    } else {
        write(&card, &selection, &stages, &waits, page)?;
    }
    Ok(Verdict::Answered)
}

fn wait(card: &RateCard, text: &str) -> Result<(usize, Length), Failure> {
    let (stage, length) = pair("wait", text, "STAGE=LENGTH, such as released=\"7 d\"")?;
    let place = card.lifecycle.iter().position(|known| known.id == stage);
    let place = place.ok_or_else(|| {
        Failure::input(Unknown::new("stage", stage, card.lifecycle.iter().map(|known| &known.id)))
    })?;
    let length = Length::parse(length).ok_or_else(|| {
        Failure::Input(anyhow!(
            "{stage}: '{length}' is not a length of time: write a whole number and d, h, min or s, such as \"7 d\", up to a hundred years"
        ))
    })?;
    Ok((place, length))
}

fn write(
    card: &RateCard,
    selection: &Selection,
    stages: &[DatedStage<'_>],
    waits: &[(usize, Length)],
    page: &mut Page<'_>,
) -> io::Result<()> {
    page.line(&format!("{}: an account that does not pay", card.title()))?;
    page.line(&format!("Times are in {}.", words::clock(card.offset)))?;
    page.gap()?;
    if stages.is_empty() {
        return page.line("  The card's sources do not say what happens.");
    }
    for (place, dated) in stages.iter().enumerate() {
        let own = waits.iter().find(|(waiting, _)| *waiting == place).map(|(_, length)| *length);
        write_stage(dated, own, page)?;
    }
    write_readings(card, selection, page)
}

fn write_stage(dated: &DatedStage<'_>, own: Option<Length>, page: &mut Page<'_>) -> io::Result<()> {
    let stage = dated.stage;
    let fees = if dated.accrues { "fees accrue" } else { "no fees accrue" };
    page.line(&format!("  {}  {} · {fees}", words::time(dated.at), stage.id))?;
    let indent = " ".repeat(20);
    page.paragraph(&indent, &format!("{} ({})", stage.says, stage.rule))?;
    if let Some(lost) = &stage.lost {
        page.paragraph(&format!("{indent}lost: "), lost)?;
    }
    match own {
        Some(own) => {
            page.paragraph(&indent, &format!("{own} after the stage before, your length"))?;
        }
        None if stage.varies => {
            let text = format!(
                "{} after the stage before; the length depends on the account: set yours with --wait {}=LENGTH",
                stage.after, stage.id
            );
            page.paragraph(&format!("{indent}{} ", page.glyphs.warning), &text)?;
        }
        None if stage.after.seconds() > 0 => {
            page.paragraph(&indent, &format!("{} after the stage before", stage.after))?;
        }
        None => {}
    }
    Ok(())
}

/// The readings that decide whether fees accrue.
fn write_readings(card: &RateCard, selection: &Selection, page: &mut Page<'_>) -> io::Result<()> {
    for (assumption, taken) in card.assumptions.iter().zip(&selection.readings) {
        if assumption.readings.iter().all(|reading| reading.accrues.is_empty()) {
            continue;
        }
        page.gap()?;
        let question = format!("{} ({})", assumption.asks, assumption.rule);
        page.paragraph(&format!("  {}: ", assumption.id), &question)?;
        let readings = assumption.readings.iter().map(|reading| &reading.named);
        page.choices(&Choice::of(readings, *taken))?;
    }
    Ok(())
}
