//! `whatif levers`: what changes the total of an offer most.

use anyhow::anyhow;
use clap::Args;
use whatif_pricing::levers::LeverRange;

use super::ask::{AskContext, AskFlags, Others, SpanArgs};
use super::form::FormArgs;
use super::output::{Failure, Verdict};
use super::unused::{Notes, UnusedArgs};
use crate::answer::Staleness;
use crate::answer::levers::{LeversQuestion, levers};
use crate::answer::verdict::doubt;
use crate::report::levers::json::LeversJson;
use crate::report::levers::{LeversWords, text};
use crate::report::page::Page;

/// Arguments of `whatif levers`.
#[derive(Debug, Args)]
pub struct LeversArgs {
    /// The rate card's id; `whatif cards` lists them. CARD:option=choice is the card with that choice
    #[arg(value_name = "CARD")]
    offer: String,

    #[command(flatten)]
    flags: AskFlags,

    #[command(flatten)]
    span: SpanArgs,

    /// Move each driver down and up by these percentages
    #[arg(
        long,
        value_name = "DOWN,UP",
        default_value = "-50,+100",
        allow_hyphen_values = true,
        help_heading = "Answer"
    )]
    by: String,

    #[command(flatten)]
    unused: UnusedArgs,

    #[command(flatten)]
    form: FormArgs,
}

/// Answers the command. Prices older than `days_max` are stale.
pub fn run(
    args: &LeversArgs,
    context: AskContext<'_>,
    days_max: u32,
    page: &mut Page<'_>,
) -> Result<Verdict, Failure> {
    let range =
        LeverRange::parse(&args.by).map_err(|error| Failure::Input(anyhow!("--by: {error}")))?;
    let context = AskContext { span: Some(&args.span), others: Others::OfProvider, ..context };
    let asked = args.flags.asked(&[&args.offer], context)?;
    asked.refuse_unpriced()?;
    let question = LeversQuestion {
        offer: asked.offers[0].clone(),
        currency: asked.board.inputs().display,
        range,
    };
    let answer = levers(&asked.board, &question).map_err(Failure::input)?;
    let staleness = Staleness { today: context.today, days_max };
    let doubt = asked.offers().next().and_then(|offer| doubt(&asked.board, offer, staleness));
    let mut notes = Notes::new("levers");
    notes.unused(&args.unused);
    notes.unread(&asked.unread());
    args.form.write_noted(
        &notes,
        || LeversWords::new(&asked.board, &answer).report(asked.preset),
        || LeversJson::new(&asked.board, &answer, asked.preset).with_doubt(doubt),
        |page| text::write(&asked.board, &answer, asked.preset, doubt, page),
        page,
    )?;
    Ok(Verdict::Answered)
}
