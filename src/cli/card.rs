//! `whatif card`: the rate cards there are, and one of them whole.

mod charge;

use std::io;

use clap::Args;
use whatif_pricing::{Catalog, Places, RateCard, Ratio, written};

use super::output::{Failure, Verdict};
use super::page::{Choice, Page, Side};
use super::{json, words};

/// Arguments of `whatif card`.
#[derive(Debug, Args)]
pub struct CardArgs {
    /// The card to show; without it all are listed
    #[arg(value_name = "ID")]
    id: Option<String>,

    /// List the cards in JSON
    #[arg(long, conflicts_with = "id")]
    json: bool,
}

pub fn run(args: &CardArgs, page: &mut Page<'_>) -> Result<Verdict, Failure> {
    let catalog = Catalog::shipped();
    match &args.id {
        Some(id) => write(&*catalog.card(id).map_err(Failure::input)?, page)?,
        None if args.json => {
            let cards = catalog.cards().iter();
            let entries = cards.map(|card| json::CardEntry::new(card, page.today));
            page.json(&entries.collect::<Vec<_>>())?;
        }
        None => write_list(catalog, page)?,
    }
    Ok(Verdict::Answered)
}

fn write_list(catalog: &Catalog, page: &mut Page<'_>) -> io::Result<()> {
    let head = ["id", "provider", "service", "plan", "", "dated", "days old", "prices", "examples"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for card in catalog.cards() {
        let days = (page.today - card.dated()).num_days();
        rows.push(vec![
            card.id.clone(),
            card.provider.clone(),
            card.service.clone(),
            card.plan.clone(),
            card.currency.to_string(),
            card.dated().to_string(),
            words::quantity(Ratio::from(days)),
            card.confidence().name().to_owned(),
            card.examples().len().to_string(),
        ]);
    }
    let mut sides = [Side::Left; 9];
    (sides[6], sides[8]) = (Side::Right, Side::Right);
    page.table(&sides, &rows)?;
    page.gap()?;
    page.line("`whatif card ID` shows one whole; `whatif quote ID` prices a workload on it.")
}

fn write(card: &RateCard, page: &mut Page<'_>) -> io::Result<()> {
    page.line(&card.title())?;
    let clock = words::clock(card.offset);
    let jobs = card.jobs.join(", ");
    page.line(&format!("{} · prices in {} · clock {clock} · does {jobs}", card.id, card.currency))?;
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
    write_notes(card, page)?;
    write_examples(card, page)?;
    write_sources(card, page)
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
    page.heading("Where the source can be read in more than one way (--assume ID=READING)")?;
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
            written(Ratio::whole(*limit), Places::QUANTITY)
        });
        let beyond = if quota.incomplete { "; beyond it no price is published" } else { "" };
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

fn write_notes(card: &RateCard, page: &mut Page<'_>) -> io::Result<()> {
    if card.notes.is_empty() && card.companions.is_empty() {
        return Ok(());
    }
    page.heading("Notes")?;
    for note in &card.notes {
        page.paragraph(&format!("  {} ", page.glyphs.separator), note)?;
    }
    for companion in &card.companions {
        let missing = Catalog::shipped().card(&companion.card).is_err();
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

fn write_sources(card: &RateCard, page: &mut Page<'_>) -> io::Result<()> {
    page.heading("Sources")?;
    for source in &card.sources {
        page.paragraph("  ", &words::source(source, page.today))?;
        page.line(&format!("  {}", source.url))?;
    }
    Ok(())
}
