//! `whatif solve`: the value of a driver, a price or a discount that brings a total to a goal.

use anyhow::anyhow;
use clap::Args;
use rust_decimal::Decimal;
use whatif_pricing::sweep::Effort;
use whatif_pricing::{RateCard, Vocabulary};

use super::along::EndsArgs;
use super::ask::{AskContext, AskFlags, Asked};
use super::budget;
use super::form::FormArgs;
use super::output::{Failure, Verdict};
use super::unused::{Notes, UnusedArgs};
use crate::answer::solve::{Goal, SolveError, SolveQuestion, Sought, solve};
use crate::answer::{Board, Staleness};
use crate::report::instrument::Voice;
use crate::report::page::Page;
use crate::report::solve::SolveWords;
use crate::report::solve::json::SolveJson;
use crate::report::{doubts, text, words};
use crate::scenario::{Choices, OfferId};

const NOTES: &str = "\
Examples:
  whatif solve tencent-ssm-payg --total 500 --for secrets --set calls=0
  whatif solve tencent-ssm-payg --beats tencent-ssm-enterprise --for secrets
  whatif solve microsoft-sentinel --beats microsoft-sentinel:commitment=gb-100 --for log_gb
  whatif solve tencent-ssm-payg --total 30 --for price:storage
  whatif solve alibaba-kms-payg --beats aws-kms --for discount";

/// Arguments of `whatif solve`.
#[derive(Debug, Args)]
#[command(after_help = NOTES)]
pub struct SolveArgs {
    /// The rate card's id; `whatif cards` lists them. CARD:option=choice is the card with that choice
    #[arg(value_name = "CARD")]
    offer: String,

    #[command(flatten)]
    goal: GoalArgs,

    /// Find a driver, price:CHARGE, discount (of the whole card) or discount:CHARGE
    #[arg(long = "for", value_name = "WHAT", help_heading = "Goal")]
    what: String,

    #[command(flatten)]
    flags: AskFlags,

    #[command(flatten)]
    ends: EndsArgs,

    #[command(flatten)]
    unused: UnusedArgs,

    #[command(flatten)]
    form: FormArgs,
}

/// The goal.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
#[command(next_help_heading = "Goal")]
struct GoalArgs {
    /// The total comes to this amount at most
    #[arg(long, value_name = "AMOUNT", allow_negative_numbers = true)]
    total: Option<String>,

    /// The total is less than that of this card, or of CARD:option=choice
    #[arg(long, value_name = "CARD")]
    beats: Option<String>,
}

/// Answers the command. Prices older than `days_max` are stale.
pub fn run(
    args: &SolveArgs,
    context: AskContext<'_>,
    days_max: u32,
    page: &mut Page<'_>,
) -> Result<Verdict, Failure> {
    let card = args.offer.split(':').next().unwrap_or_default();
    let card = context.library.card(card)?;
    let asked = asked(args, context)?;
    let sought = read_sought(args, &card, &asked.board)?;
    let question = SolveQuestion {
        goal: goal(args, &asked.offers)?,
        offer: asked.offers[0].clone(),
        sought,
        currency: asked.board.inputs().display,
        effort: Effort::THOROUGH,
    };
    refuse_given(&asked, &question)?;
    let answer = solve(&asked.board, &question).map_err(|error| failure(&error))?;
    let staleness = Staleness { today: context.today, days_max };
    let board = answer.board.as_ref().unwrap_or(&asked.board);
    let words = SolveWords::new(&asked.board, &answer, Voice::CommandLine);
    let report = || {
        let mut report = words.report(asked.preset);
        report.sections.extend(doubts::section(board, &answer.question.offers(), staleness));
        report
    };
    args.form.write_noted(
        &notes(args, &asked, &answer.question.sought),
        report,
        || {
            let json = SolveJson::new(&asked.board, &answer, asked.preset);
            json.on(&asked.board, &answer, staleness)
        },
        |page| text::write(&report(), page),
        page,
    )?;
    Ok(Verdict::Answered)
}

/// The notes on what has no effect.
fn notes(args: &SolveArgs, asked: &Asked, sought: &Sought) -> Notes {
    let mut notes = Notes::new("solve");
    notes.unused(&args.unused);
    let is_sought = matches!(sought, Sought::Driver { .. }) && args.flags.sets(&args.what);
    notes.add_if(is_sought, &format!("--set {}", args.what), "it is the value that is sought");
    let unread: Vec<&str> = asked.unread().into_iter().filter(|it| *it != args.what).collect();
    notes.unread(&unread);
    notes
}

/// The board with the offer and the one to beat.
fn asked(args: &SolveArgs, context: AskContext<'_>) -> Result<Asked, Failure> {
    let other = args.goal.beats.as_deref();
    if other == Some(&*args.offer) {
        let offer = OfferId::of_card(&args.offer);
        return Err(Failure::input(SolveError::Itself { offer }));
    }
    let offers: Vec<&str> = std::iter::once(&*args.offer).chain(other).collect();
    let span = args.ends.span();
    args.flags.asked(&offers, AskContext { span: span.as_ref(), ..context })
}

fn goal(args: &SolveArgs, offers: &[OfferId]) -> Result<Goal, Failure> {
    if let Some(other) = offers.get(1) {
        return Ok(Goal::Beats(other.clone()));
    }
    let amount = args.goal.total.as_deref().unwrap_or_default();
    Ok(Goal::Total(budget::amount("--total", amount)?))
}

fn read_sought(args: &SolveArgs, card: &RateCard, board: &Board) -> Result<Sought, Failure> {
    let ends = args.ends.read(board, Vocabulary::standard().find(&args.what))?;
    let sought = Sought::read(&args.what, card, ends).map_err(Failure::input)?;
    match sought {
        Sought::Price(_) | Sought::Discount(_) if ends != [None::<Decimal>; 2] => {
            Err(Failure::Input(anyhow!(
                "--from and --to are for the values of a driver: leave them out for {}",
                args.what
            )))
        }
        Sought::Price(_) | Sought::Discount(_) | Sought::Driver { .. } => Ok(sought),
    }
}

/// Refuses a flag that gives what is sought.
fn refuse_given(asked: &Asked, question: &SolveQuestion) -> Result<(), Failure> {
    let offer = asked.board.inputs().offers.get(&question.offer);
    let choices = offer.map_or_else(Choices::default, |offer| offer.choices.clone());
    let discount = "--discount or --mark-up";
    let (is_given, flag) = match &question.sought {
        Sought::Driver { .. } => (false, ""),
        Sought::Price(charge) => (choices.prices.contains_key(charge), "--price"),
        Sought::Discount(Some(charge)) => (choices.adjustments.contains_key(charge), discount),
        Sought::Discount(None) => (choices.adjustment.is_some(), discount),
    };
    if !is_given {
        return Ok(());
    }
    let sought = question.sought.text(&asked.board);
    Err(Failure::Input(anyhow!("{flag} gives already what --for {sought} seeks: leave it out")))
}

/// An error with the flags that help.
fn failure(error: &SolveError) -> Failure {
    if let SolveError::NoRate { offer, rate } = error {
        return Failure::Input(anyhow!("{offer}: {}", words::no_rate(rate.from, rate.to)));
    }
    Failure::input(error.clone())
}
