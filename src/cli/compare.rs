//! `whatif compare`: offers side by side, their lines aligned by what they pay for.

use clap::Args;
use whatif_pricing::Unknown;

use super::ask::{AskContext, Asked, EventArgs, OffersArgs, SpanArgs};
use super::budget::{self, BudgetArgs};
use super::form::FormArgs;
use super::output::{Failure, Verdict};
use super::progress::waiting;
use super::ranges::SampleArgs;
use crate::answer::Staleness;
use crate::answer::compare::{Base, CompareQuestion, compare};
use crate::answer::verdict::{Contest, verdict};
use crate::report::compare::report;
use crate::report::json::CompareJson;
use crate::report::layout::Entry;
use crate::report::page::Page;
use crate::report::quote::Beside;
use crate::report::{text, verdict};
use crate::scenario::OfferId;

const NOTES: &str = "\
A choice is for every named card that has it. CARD: before it makes it one card's alone.
CARD:option=choice is the same card with another choice, beside it:
  whatif compare tencent-ssm-enterprise alibaba-kms-payg --option region=region-2
  whatif compare tencent-ssm-payg alibaba-kms-payg --discount tencent-ssm-payg:storage=10
  whatif compare microsoft-sentinel microsoft-sentinel:commitment=gb-100";

/// Arguments of `whatif compare`.
#[derive(Debug, Args)]
#[command(after_help = NOTES)]
pub struct CompareArgs {
    #[command(flatten)]
    offers: OffersArgs,

    #[command(flatten)]
    events: EventArgs,

    #[command(flatten)]
    span: SpanArgs,

    /// Show the differences to this card too
    #[arg(long, value_name = "CARD", help_heading = "Answer")]
    baseline: Option<String>,

    #[command(flatten)]
    budget: BudgetArgs,

    #[command(flatten)]
    samples: SampleArgs,

    #[command(flatten)]
    form: FormArgs,
}

/// Answers the command. Prices older than `days_max` are stale.
pub fn run(
    args: &CompareArgs,
    context: AskContext<'_>,
    days_max: u32,
    page: &mut Page<'_>,
) -> Result<Verdict, Failure> {
    let samples = args.samples.read()?;
    let asked = args.offers.asked(AskContext {
        events: Some(&args.events),
        span: Some(&args.span),
        budget: args.budget.read()?,
        seed: Some(samples.seed),
        ..context
    })?;
    let baseline = args.baseline.as_deref().map(|text| named(&asked, text)).transpose()?;
    asked.refuse_if_all_unpriced()?;
    let staleness = Staleness { today: context.today, days_max };
    let question = CompareQuestion {
        offers: &asked.offers,
        baseline: baseline.as_ref().map_or(Base::None, Base::Offer),
        samples: Some(samples),
        staleness: Some(staleness),
    };
    let answer = waiting("compare", || compare(&asked.board, &question)).map_err(Failure::input)?;
    let verdict = verdict(&asked.board, Contest::Marked, staleness);
    let verdict = verdict::sentence(&asked.board, &verdict);
    let preset = asked.preset.map(|preset| (&*preset.id, &*preset.says));
    let beside = Beside::Flags { today: context.today, preset };
    let mut report = report(&answer, &beside, &[]);
    report.about.insert(0, Entry::new("Verdict", &verdict).for_readers());
    args.form.write(
        || report.clone(),
        || CompareJson::new(&answer).with_verdict(&verdict),
        |page| text::write(&report, page),
        page,
    )?;
    let held = answer.columns.iter().filter_map(|column| column.budget);
    Ok(budget::verdict(held.map(|held| held.spend)))
}

/// One of the offers that are compared: by its id, or as its argument names it.
fn named(asked: &Asked, text: &str) -> Result<OfferId, Failure> {
    asked.named(text).cloned().ok_or_else(|| {
        let unknown = Unknown::new("card", text, asked.offers.iter().map(OfferId::as_str));
        let context = "--baseline is one of the cards that are compared";
        Failure::Input(anyhow::Error::new(unknown).context(context))
    })
}
