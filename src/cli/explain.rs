//! `whatif explain`: how the amount of one charge came about.

use clap::Args;

use super::ask::{AskContext, OfferArgs};
use super::form::FormArgs;
use super::output::{Failure, Verdict};
use super::unused::{Notes, UnusedBudget, UnusedSamples};
use crate::answer::Staleness;
use crate::answer::explain::{ExplainQuestion, explain};
use crate::report::explain::report;
use crate::report::json::ExplainJson;
use crate::report::page::Page;
use crate::report::text;

/// Arguments of `whatif explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    #[command(flatten)]
    offer: OfferArgs,

    /// The charge's id; `whatif card CARD` lists them
    #[arg(value_name = "CHARGE", help_heading = None)]
    charge: String,

    #[command(flatten)]
    unused_budget: UnusedBudget,

    #[command(flatten)]
    unused_samples: UnusedSamples,

    #[command(flatten)]
    form: FormArgs,
}

/// Answers the command. Prices older than `days_max` are stale.
pub fn run(
    args: &ExplainArgs,
    context: AskContext<'_>,
    days_max: u32,
    page: &mut Page<'_>,
) -> Result<Verdict, Failure> {
    let asked = args.offer.asked(context)?;
    asked.refuse_unpriced()?;
    let question = ExplainQuestion {
        offer: &asked.offers[0],
        card: None,
        charge: &args.charge,
        currency: asked.currency,
        staleness: Some(Staleness { today: context.today, days_max }),
    };
    let answer = explain(&asked.board, &question).map_err(Failure::input)?;
    let mut notes = Notes::new("explain");
    notes.budget(&args.unused_budget);
    notes.samples(&args.unused_samples);
    notes.unread(&asked.unread());
    args.form.write_noted(
        &notes,
        || report(&answer, context.today),
        || ExplainJson::new(&answer),
        |page| text::write(&report(&answer, context.today), page),
        page,
    )?;
    Ok(Verdict::Answered)
}
