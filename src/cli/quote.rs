//! `whatif quote`: the invoice of a workload.

use clap::Args;

use super::ask::{AskContext, OfferArgs};
use super::budget::{self, BudgetArgs};
use super::form::FormArgs;
use super::output::{Failure, Verdict};
use super::ranges::SampleArgs;
use crate::answer::Staleness;
use crate::answer::quote::{QuoteQuestion, quote};
use crate::report::json::QuoteJson;
use crate::report::page::Page;
use crate::report::quote::{Beside, report};
use crate::report::text;

/// Arguments of `whatif quote`.
#[derive(Debug, Args)]
pub struct QuoteArgs {
    #[command(flatten)]
    offer: OfferArgs,

    #[command(flatten)]
    budget: BudgetArgs,

    #[command(flatten)]
    samples: SampleArgs,

    /// Add the billing records: one for each charge, settlement and steady stretch
    #[arg(long, help_heading = "Answer")]
    records: bool,

    #[command(flatten)]
    form: FormArgs,
}

/// Answers the command. Prices older than `days_max` are stale.
pub fn run(
    args: &QuoteArgs,
    context: AskContext<'_>,
    days_max: u32,
    page: &mut Page<'_>,
) -> Result<Verdict, Failure> {
    let samples = args.samples.read()?;
    let (budget, seed) = (args.budget.read()?, Some(samples.seed));
    let asked = args.offer.asked(AskContext { budget, seed, ..context })?;
    asked.refuse_unpriced()?;
    let question = QuoteQuestion {
        offer: &asked.offers[0],
        currency: asked.currency,
        has_records: args.records,
        samples: Some(samples),
        staleness: Some(Staleness { today: context.today, days_max }),
    };
    let answer = quote(&asked.board, &question).map_err(Failure::input)?;
    let preset = asked.preset.map(|preset| (&*preset.id, &*preset.says));
    let beside = Beside::Flags { today: context.today, preset };
    args.form.write(
        || report(&answer, &beside),
        || QuoteJson::new(&answer, preset.map(|(id, _)| id)),
        |page| text::write(&report(&answer, &beside), page),
        page,
    )?;
    Ok(budget::verdict(answer.budget.map(|held| held.spend)))
}
