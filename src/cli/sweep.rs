//! `whatif sweep`: what offers cost against one driver, and where one becomes cheaper than another.

use clap::{Args, ValueEnum};
use whatif_pricing::Vocabulary;
use whatif_pricing::sweep::Effort;

use super::along::EndsArgs;
use super::ask::{AskContext, Asked, OffersArgs};
use super::budget;
use super::form::FormArgs;
use super::output::{Failure, Verdict};
use super::progress::Progress;
use super::unused::{Notes, UnusedEvents, UnusedSamples};
use crate::answer::Staleness;
use crate::answer::sweep::{Points, Scale, Scope, SweepQuestion, sweep_watched};
use crate::report::instrument::Voice;
use crate::report::page::Page;
use crate::report::sweep::SweepWords;
use crate::report::sweep::json::SweepJson;
use crate::report::{doubts, text};

const NOTES: &str = "\
The totals are at some points; crossovers, edges and dips (at an edge) are found exactly, wherever they are:
  whatif sweep secrets --from 1 --to 2000 tencent-ssm-payg tencent-ssm-enterprise --set calls=0
  whatif sweep keys aws-kms gcp-kms alibaba-kms-payg --csv > keys.csv";

/// The most values to list if nothing else is asked for.
pub const POINTS: u32 = 25;

/// Arguments of `whatif sweep`.
#[derive(Debug, Args)]
#[command(after_help = NOTES)]
pub struct SweepArgs {
    /// The driver that takes all values of a range, such as secrets; the others stay as they stand
    #[arg(value_name = "DRIVER")]
    driver: String,

    #[command(flatten)]
    offers: OffersArgs,

    #[command(flatten)]
    ends: EndsArgs,

    /// The most values to print totals for
    #[arg(
        long,
        value_name = "N",
        default_value_t = POINTS,
        value_parser = clap::value_parser!(u32).range(2..=10_000),
        help_heading = "Range"
    )]
    points: u32,

    /// Spread the points in equal steps (linear) or in equal ratios (log)
    #[arg(
        long,
        value_enum,
        value_name = "SCALE",
        hide_possible_values = true,
        help_heading = "Range"
    )]
    scale: Option<ScaleArg>,

    /// Show where each total reaches this amount
    #[arg(long, value_name = "AMOUNT", allow_negative_numbers = true, help_heading = "Answer")]
    budget: Option<String>,

    #[command(flatten)]
    unused_events: UnusedEvents,

    #[command(flatten)]
    unused_samples: UnusedSamples,

    #[command(flatten)]
    form: FormArgs,
}

/// The spread of the points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ScaleArg {
    /// In equal steps.
    Linear,
    /// In equal ratios.
    Log,
}

/// Answers the command. Prices older than `days_max` are stale.
pub fn run(
    args: &SweepArgs,
    context: AskContext<'_>,
    days_max: u32,
    page: &mut Page<'_>,
) -> Result<Verdict, Failure> {
    let driver = Vocabulary::standard().named(&args.driver).map_err(Failure::input)?;
    let span = args.ends.span();
    let asked = args.offers.asked(AskContext { span: span.as_ref(), ..context })?;
    let budget = args.budget.as_deref().map(|text| budget::amount("--budget", text));
    let scale = args.scale.map(|scale| match scale {
        ScaleArg::Linear => Scale::Linear,
        ScaleArg::Log => Scale::Log,
    });
    let board = &asked.board;
    let question = SweepQuestion {
        driver,
        offers: asked.offers.clone(),
        currency: board.inputs().display,
        ends: args.ends.read(board, Some(driver))?,
        points: Points::Spread { scale, count: args.points },
        scope: Scope::All,
        rivals: None,
        doubtful: Vec::new(),
        budget: budget.transpose()?,
        effort: Effort::THOROUGH,
    };
    let mut progress = Progress::of("sweep");
    let answer = sweep_watched(board, &question, &mut |done, all| progress.show(done, all));
    drop(progress);
    let answer = answer.map_err(Failure::input)?;
    if let Some(idle) = answer.idle {
        return Err(Failure::input(idle));
    }
    let words = SweepWords::new(board, &answer, Voice::CommandLine);
    let staleness = Staleness { today: context.today, days_max };
    let report = || {
        let mut report = words.report(asked.preset);
        let offers: Vec<_> = answer.offers.iter().map(|offer| &offer.id).collect();
        report.sections.extend(doubts::section(board, &offers, staleness));
        report
    };
    args.form.write_noted(
        &notes(args, &asked),
        report,
        || SweepJson::new(board, &answer, asked.preset).on(board, &answer, staleness),
        |page| text::write(&report(), page),
        page,
    )?;
    Ok(Verdict::Answered)
}

/// The notes on what has no effect.
fn notes(args: &SweepArgs, asked: &Asked) -> Notes {
    let mut notes = Notes::new("sweep");
    notes.events(&args.unused_events);
    notes.samples(&args.unused_samples);
    let is_swept = args.offers.sets(&args.driver);
    notes.add_if(is_swept, &format!("--set {}", args.driver), "it takes all values of a range");
    let unread: Vec<&str> = asked.unread().into_iter().filter(|it| *it != args.driver).collect();
    notes.unread(&unread);
    notes
}
