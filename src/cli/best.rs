//! `whatif best`: the best offer of each provider.

use std::collections::BTreeSet;

use clap::Args;
use whatif_pricing::Unknown;

use super::ask::{AskContext, AskFlags, EventArgs, SpanArgs};
use super::form::FormArgs;
use super::output::{Failure, Verdict};
use super::progress::waiting;
use super::unused::{Notes, UnusedBudget, UnusedSamples};
use crate::answer::best::best;
use crate::answer::{BestQuestion, Staleness};
use crate::report::best::json::BestJson;
use crate::report::best::report;
use crate::report::page::Page;
use crate::report::text;

const NOTES: &str = "\
The best offer is the cheapest complete one: over the provider's cards, plans, commitments and
options that are a matter of price, with the companions without which a part of the job is missing.
What only you can decide (a region, an edition, software or HSM) stays as you set it:
  whatif best --set secrets=350 --set keys=12
  whatif best --set keys=12 --option azure-key-vault:key-type=hsm-rsa-2048
  whatif best --set log_gb=2100 --job security";

/// Arguments of `whatif best`.
#[derive(Debug, Args)]
#[command(after_help = NOTES)]
pub struct BestArgs {
    #[command(flatten)]
    flags: AskFlags,

    #[command(flatten)]
    span: SpanArgs,

    /// A job to be done, such as keys [default: the jobs that --set names]
    #[arg(long, value_name = "JOB", help_heading = "Answer")]
    job: Vec<String>,

    /// Let a card count that is closed to new customers, has ended or serves a special need
    #[arg(long, value_name = "CARD", help_heading = "Answer")]
    consider: Vec<String>,

    #[command(flatten)]
    events: EventArgs,

    #[command(flatten)]
    unused_budget: UnusedBudget,

    #[command(flatten)]
    unused_samples: UnusedSamples,

    #[command(flatten)]
    form: FormArgs,
}

/// Answers the command. Prices older than `days_max` are stale.
pub fn run(
    args: &BestArgs,
    context: AskContext<'_>,
    days_max: u32,
    page: &mut Page<'_>,
) -> Result<Verdict, Failure> {
    let context = AskContext { events: Some(&args.events), span: Some(&args.span), ..context };
    let all: Vec<&str> = context.library.catalog().cards().iter().map(|card| &*card.id).collect();
    let asked = args.flags.asked(&all, context)?;
    for card in &args.consider {
        context.library.card(card)?;
    }
    for job in &args.job {
        let known = asked.board.cards().iter().flat_map(|card| &card.jobs);
        let known: BTreeSet<&String> = known.collect();
        if !known.contains(job) {
            return Err(Failure::input(Unknown::new("job", job, known)));
        }
    }
    let question = BestQuestion {
        jobs: args.job.clone(),
        considered: args.consider.iter().cloned().collect(),
        with_changes: true,
        with_selected: false,
    };
    let staleness = Staleness { today: context.today, days_max };
    let answer = waiting("best", || best(&asked.board, &question, staleness));
    let answer = answer.map_err(Failure::input)?;
    let mut notes = Notes::new("best");
    notes.budget(&args.unused_budget);
    notes.samples(&args.unused_samples);
    args.form.write_noted(
        &notes,
        || report(&answer),
        || BestJson::new(&answer),
        |page| text::write(&report(&answer), page),
        page,
    )?;
    Ok(Verdict::Answered)
}
