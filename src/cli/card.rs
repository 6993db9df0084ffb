//! `whatif card`: one rate card whole, and what helps to write one.

mod charge;
mod new;

use std::io;

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use whatif_pricing::card::Beyond;
use whatif_pricing::{CARD_SCHEMA, Places, RateCard, Ratio, written};

use super::cards;
use super::form::FormArgs;
use super::output::{Failure, Verdict};
use super::own::OwnCards;
use crate::answer::Staleness;
use crate::library::Library;
use crate::report::layout::Choice;
use crate::report::page::Page;
use crate::report::words;
use crate::store::profile::Profile;

/// Arguments of `whatif card`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct CardArgs {
    /// The card to show; without it all are listed, as `whatif cards` does
    #[arg(value_name = "ID")]
    id: Option<String>,

    /// List the cards in JSON
    #[arg(long, conflicts_with = "id")]
    json: bool,

    #[command(subcommand)]
    author: Option<Authoring>,
}

/// The helpers for authors of cards.
#[derive(Debug, Subcommand)]
pub enum Authoring {
    /// Write a card to start from, with a comment for every part
    New(new::NewArgs),
    /// Write the JSON Schema of a card, with which editors complete and explain its keys
    Schema,
}

impl CardArgs {
    /// Returns the helper that needs no card. `None` if a card is asked for.
    pub const fn authoring(&self) -> Option<&Authoring> {
        self.author.as_ref()
    }
}

/// Helps to write a card; the cards that there are do not matter.
pub fn author(
    authoring: &Authoring,
    own: &OwnCards,
    page: &mut Page<'_>,
) -> Result<Verdict, Failure> {
    match authoring {
        Authoring::New(args) => new::run(args, own, page),
        Authoring::Schema => {
            page.file(CARD_SCHEMA)?;
            Ok(Verdict::Answered)
        }
    }
}

pub fn run(
    args: &CardArgs,
    library: &Library,
    profile: &Profile,
    today: NaiveDate,
    page: &mut Page<'_>,
) -> Result<Verdict, Failure> {
    match &args.id {
        Some(id) => {
            write(&*library.card(id)?, library, today, page)?;
            Ok(Verdict::Answered)
        }
        None => cards::list(
            library,
            Staleness { today, days_max: profile.stale_after_days },
            FormArgs::json_if(args.json),
            page,
        ),
    }
}

fn write(
    card: &RateCard,
    library: &Library,
    today: NaiveDate,
    page: &mut Page<'_>,
) -> io::Result<()> {
    page.line(&card.title())?;
    let clock = words::clock(card.offset);
    let jobs = card.jobs.join(", ");
    let currencies = words::currencies(card);
    page.line(&format!("{} · prices in {currencies} · clock {clock} · does {jobs}", card.id))?;
    if let Some(file) = library.own_file(&card.id) {
        page.line(&format!("your own, from {}", file.display()))?;
    }
    if let Some(closed) = &card.closed {
        page.paragraph(&format!("{} ", page.glyphs.warning), closed)?;
    }
    page.heading("Charges")?;
    for charge in &card.charges {
        charge::write(card, charge, page)?;
    }
    write_options(card, page)?;
    write_assumptions(card, page)?;
    write_quotas(card, page)?;
    write_bill(card, page)?;
    write_lifecycle(card, page)?;
    write_rules(card, page)?;
    write_notes(card, library, page)?;
    write_examples(card, page)?;
    write_sources(card, today, page)
}

fn write_options(card: &RateCard, page: &mut Page<'_>) -> io::Result<()> {
    if card.options.is_empty() {
        return Ok(());
    }
    page.heading("Options (--option ID=CHOICE)")?;
    for option in &card.options {
        page.line(&format!("  {}: {}", option.id, option.label))?;
        page.choices(&Choice::of(&option.choices, 0))?;
    }
    Ok(())
}

fn write_assumptions(card: &RateCard, page: &mut Page<'_>) -> io::Result<()> {
    if card.assumptions.is_empty() {
        return Ok(());
    }
    page.heading("Ambiguous in the source (--assume ID=READING)")?;
    for assumption in &card.assumptions {
        let question = format!("{} ({})", assumption.asks, assumption.rule);
        page.paragraph(&format!("  {}: ", assumption.id), &question)?;
        let readings = assumption.readings.iter().map(|reading| &reading.named);
        page.choices(&Choice::of(readings, assumption.default))?;
    }
    Ok(())
}

fn write_quotas(card: &RateCard, page: &mut Page<'_>) -> io::Result<()> {
    if card.quotas.is_empty() {
        return Ok(());
    }
    page.heading("Quotas, which warn and change no price")?;
    for quota in &card.quotas {
        let limit = charge::choices(card, &quota.limit, |limit| {
            limit.map_or_else(
                || "without a limit".to_owned(),
                |limit| written(Ratio::whole(limit), Places::QUANTITY),
            )
        });
        let beyond = match quota.beyond {
            Beyond::Warn => "",
            Beyond::Unranked => "; beyond it the offer is not ranked",
            Beyond::Incomplete => "; beyond it no price is published",
        };
        let text = format!("at most {limit}: {}{beyond} ({})", quota.says, quota.rule);
        page.paragraph(&format!("  {} ", quota.quantity.text()), &text)?;
    }
    Ok(())
}

fn write_bill(card: &RateCard, page: &mut Page<'_>) -> io::Result<()> {
    let Some(bill) = &card.bill else { return Ok(()) };
    page.heading("Bill")?;
    page.paragraph("  ", &format!("{} ({})", bill.says, bill.rule))
}

fn write_lifecycle(card: &RateCard, page: &mut Page<'_>) -> io::Result<()> {
    if card.lifecycle.is_empty() {
        return Ok(());
    }
    page.heading("If the account does not pay (`whatif arrears` gives dates)")?;
    let mut entries = Vec::new();
    for stage in &card.lifecycle {
        let fees = if stage.accrues { "fees accrue" } else { "no fees accrue" };
        let varies = if stage.varies { ", a length that depends on the account" } else { "" };
        let lost = stage.lost.as_ref().map_or_else(String::new, |lost| format!("; lost: {lost}"));
        let after = match stage.after.seconds() {
            0 => "at once".to_owned(),
            _ => format!("{} later{varies}", stage.after),
        };
        let text = format!("{after}: {}; {fees}{lost} ({})", stage.says, stage.rule);
        entries.push((stage.id.clone(), text));
    }
    page.definitions(&entries)
}

fn write_rules(card: &RateCard, page: &mut Page<'_>) -> io::Result<()> {
    if card.rules.is_empty() {
        return Ok(());
    }
    page.heading("Rules of the source, in our words")?;
    let rules = card.rules.iter().map(|rule| (rule.id.clone(), rule.says.clone()));
    page.definitions(&rules.collect::<Vec<_>>())
}

fn write_notes(card: &RateCard, library: &Library, page: &mut Page<'_>) -> io::Result<()> {
    if card.notes.is_empty() && card.companions.is_empty() {
        return Ok(());
    }
    page.heading("Notes")?;
    for note in &card.notes {
        page.paragraph(&format!("  {} ", page.glyphs.separator), note)?;
    }
    for companion in &card.companions {
        let missing = library.catalog().card(&companion.card).is_err();
        let missing = if missing { ", for which there is no card here" } else { "" };
        let text = format!("Beside it {}{missing}: {}.", companion.card, companion.says);
        page.paragraph(&format!("  {} ", page.glyphs.separator), &text)?;
    }
    Ok(())
}

fn write_examples(card: &RateCard, page: &mut Page<'_>) -> io::Result<()> {
    if card.examples().is_empty() {
        return Ok(());
    }
    page.heading("Worked examples (`whatif check` runs them)")?;
    for example in card.examples() {
        let whose = if example.published { "published" } else { "ours" };
        let contradicts = example.source_prints.as_ref().map_or_else(String::new, |prints| {
            format!("; the source contradicts itself and prints {prints}")
        });
        let text = format!("{}{contradicts}", example.says);
        page.paragraph(&format!("  {whose:<9}  "), &text)?;
    }
    Ok(())
}

fn write_sources(card: &RateCard, today: NaiveDate, page: &mut Page<'_>) -> io::Result<()> {
    page.heading("Sources")?;
    for source in &card.sources {
        page.paragraph("  ", &words::source(source, today))?;
        page.line(&format!("  {}", source.url))?;
    }
    Ok(())
}
