//! `whatif quote`: the invoice of a workload.

pub mod bill;
pub mod care;

use std::io;

use clap::Args;
use whatif_pricing::card::Source;
use whatif_pricing::lifecycle::DatedBill;
use whatif_pricing::{Places, Ratio, Record, instant, written};

use super::budget::{self, BudgetArgs, Budgeted};
use super::output::{Failure, Verdict};
use super::page::{Choice, Page, Side, point_aligned};
use super::ranges::{SampleArgs, Sampled};
use super::request::{Quoted, Request, RequestArgs};
use super::terms::Converted;
use super::{json, words};
use crate::library::Library;
use crate::profile::Profile;

/// Arguments of `whatif quote`.
#[derive(Debug, Args)]
pub struct QuoteArgs {
    #[command(flatten)]
    request: RequestArgs,

    #[command(flatten)]
    budget: BudgetArgs,

    #[command(flatten)]
    samples: SampleArgs,

    /// Add the billing records: one for each charge, settlement and steady stretch
    #[arg(long, help_heading = "Answer")]
    records: bool,

    /// Answer in JSON, with exact decimals as strings
    #[arg(long, help_heading = "Answer")]
    json: bool,
}

pub fn run(
    args: &QuoteArgs,
    library: &Library,
    profile: &Profile,
    page: &mut Page<'_>,
) -> Result<Verdict, Failure> {
    let request = args.request.read(library, &profile.rates, page.today)?;
    let quoted = request.quoted()?;
    let wanted = args.records.then(|| request.tariff.records(&request.segments));
    let records = wanted.transpose().map_err(Failure::input)?;
    let shown = request.exchange.convert(quoted.total, request.card.currency)?;
    let budgeted = budgeted(args, &request, &quoted, shown.as_ref())?;
    let sampled = args.samples.sampled(std::slice::from_ref(&request), request.card.currency)?;
    if args.json {
        let budget = budgeted.as_ref().map(Budgeted::json);
        let answer = json::Quote::new(&request, &quoted, shown, budget, records.as_deref());
        let sampled = sampled.map(|sampled| sampled.json_one(&request)).transpose()?;
        page.json(&answer.with_sampled(sampled))?;
    } else {
        let beside = Beside {
            budgeted: budgeted.as_ref(),
            sampled: sampled.as_ref(),
            records: records.as_deref(),
        };
        write(&request, &quoted, &beside, profile, page)?;
    }
    Ok(budget::verdict(&budgeted))
}

/// How the total stands to the budget: in the currency that was asked for, or else in the card's.
fn budgeted(
    args: &QuoteArgs,
    request: &Request,
    quoted: &Quoted,
    shown: Option<&Converted<'_>>,
) -> Result<Option<Budgeted>, Failure> {
    let (currency, total) = match shown {
        Some(shown) => (shown.currency, shown.total),
        None => (request.card.currency, Some(quoted.total)),
    };
    args.budget.read(currency)?.map(|budget| budget.hold(total)).transpose()
}

/// What is said of a budget where the workload has ranges: the percentiles may be on its other side.
const LIKELY: &str = " at the likely values; P5 to P95 are below";

/// What was asked for beside the invoice.
struct Beside<'a> {
    budgeted: Option<&'a Budgeted>,
    sampled: Option<&'a Sampled>,
    records: Option<&'a [Record]>,
}

fn write(
    request: &Request,
    quoted: &Quoted,
    beside: &Beside<'_>,
    profile: &Profile,
    page: &mut Page<'_>,
) -> Result<(), Failure> {
    write_head(request, page)?;
    bill::write(request, quoted, page)?;
    if let Some(budgeted) = beside.budgeted {
        let likely = beside.sampled.map_or("", |_| LIKELY);
        let says = format!("{}{likely}", budgeted.says());
        page.paragraph(&format!("  Budget {}: ", budgeted.of()), &says)?;
    }
    if let Some(sampled) = beside.sampled {
        sampled.write_one(request, page)?;
    }
    care::write(request, quoted, profile.stale_after_days, page)?;
    if let Some(records) = beside.records {
        write_records(request, records, page)?;
    }
    write_readings(request, quoted, page)?;
    write_companions(request, page)?;
    for of in std::iter::once(request).chain(&request.companions) {
        write_sources(of, !request.companions.is_empty(), page)?;
    }
    write_bills(request, page)?;
    Ok(())
}

/// The card, the period, and the preset that the workload starts from.
pub fn write_head(request: &Request, page: &mut Page<'_>) -> io::Result<()> {
    let card = &request.card;
    page.line(&card.title())?;
    page.line(&words::period(request.tariff.period(), request.tariff.window(), card.offset))?;
    if let Some(day) = request.tariff.terms().as_of {
        page.line(&format!("with the price list in force on {day}"))?;
    }
    match request.preset {
        Some(preset) => page.paragraph(&format!("preset {}: ", preset.id), &preset.says),
        None => Ok(()),
    }
}

fn write_records(request: &Request, records: &[Record], page: &mut Page<'_>) -> io::Result<()> {
    let card = &request.card;
    page.heading(&format!("Billing records ({})", words::clock(card.offset)))?;
    if records.is_empty() {
        return page.line("  none: nothing was used");
    }
    let head = ["charge", "from", "to", "seconds", "quantity", card.currency.code()];
    let amounts = records.iter().map(|record| words::amount(record.amount));
    let amounts = point_aligned(&amounts.collect::<Vec<_>>());
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for (record, amount) in records.iter().zip(amounts) {
        let time = |seconds| words::second(instant(seconds, card.offset));
        rows.push(vec![
            card.charges[record.charge].id.clone(),
            time(record.window.from),
            time(record.window.to),
            words::quantity(record.window.seconds().into()),
            words::quantity(record.quantity),
            amount,
        ]);
    }
    let sides = [Side::Left, Side::Left, Side::Left, Side::Right, Side::Right, Side::Right];
    page.table(&sides, &rows)
}

/// The readings that a price rests on, each with what another reading would come to.
fn write_readings(request: &Request, quoted: &Quoted, page: &mut Page<'_>) -> Result<(), Failure> {
    let card = &request.card;
    let priced = |place: &usize| {
        card.assumptions[*place].readings.iter().any(|reading| !reading.charges.is_empty())
    };
    let priced: Vec<usize> = (0..card.assumptions.len()).filter(priced).collect();
    if priced.is_empty() {
        return Ok(());
    }
    page.heading("Where the source can be read in more than one way (--assume ID=READING)")?;
    for assumption in priced {
        let entry = &card.assumptions[assumption];
        page.paragraph(&format!("  {}: ", entry.id), &format!("{} ({})", entry.asks, entry.rule))?;
        let taken = request.selection.readings[assumption];
        let mut choices = Choice::of(entry.readings.iter().map(|reading| &reading.named), taken);
        for (place, choice) in choices.iter_mut().enumerate().filter(|(place, _)| *place != taken) {
            choice.remark = other_total(request, quoted, assumption, place)?;
        }
        page.choices(&choices)?;
    }
    Ok(())
}

fn other_total(
    request: &Request,
    quoted: &Quoted,
    assumption: usize,
    reading: usize,
) -> Result<String, Failure> {
    let other = request.with_reading(assumption, reading)?.quoted()?.total;
    if other == quoted.total {
        return Ok(" (here the same)".to_owned());
    }
    let total = words::total(request.card.currency, other.amount, other.complete);
    Ok(format!(" (in total {total})"))
}

/// The companions that are not in the total, and when they are needed.
fn write_companions(request: &Request, page: &mut Page<'_>) -> io::Result<()> {
    let companions = request.card.companions.iter().zip(&request.selection.companions);
    let left = companions.filter(|(_, included)| !**included);
    let left: Vec<(String, String)> =
        left.map(|(companion, _)| (companion.card.clone(), companion.says.clone())).collect();
    if left.is_empty() {
        return Ok(());
    }
    page.heading("Companions that are not in the total (--with CARD)")?;
    page.definitions(&left)
}

/// Where the prices are from, and which of them are the user's own.
fn write_sources(request: &Request, several: bool, page: &mut Page<'_>) -> io::Result<()> {
    let card = &request.card;
    let least_sure = least_sure(request);
    let whose = if several { format!("Prices of {}", card.name()) } else { "Prices".to_owned() };
    page.heading(&format!("{whose}: {least_sure}"))?;
    for text in own_prices(request) {
        page.paragraph("  ", &text)?;
    }
    for source in sources(request) {
        page.paragraph("  ", &words::source(source, page.today))?;
        page.line(&format!("  {}", source.url))?;
    }
    Ok(())
}

/// The charges at a price of the user's own, or those at the card's.
fn priced_by(request: &Request, user: bool) -> impl Iterator<Item = usize> + '_ {
    let prices = request.selection.prices.iter().enumerate();
    prices.filter(move |(_, price)| price.is_some() == user).map(|(charge, _)| charge)
}

/// How sure the card's prices are.
pub fn least_sure(request: &Request) -> &'static str {
    let charges = &request.card.charges;
    let confidence = |charge: usize| charges[charge].confidence.pick(&request.selection.options);
    priced_by(request, false).map(confidence).max().map_or("your own", |least| least.name())
}

/// The prices that are the user's own.
pub fn own_prices(request: &Request) -> Vec<String> {
    let card = &request.card;
    let text = |charge: usize| {
        let price = request.tariff.unit_price(charge).map(Ratio::whole);
        let price = price.map_or_else(String::new, |price| written(price, Places::PRICE));
        let (label, unit) = (&card.charges[charge].label, request.tariff.unit(charge));
        format!("{label}: your own, {} {price} per {unit}", card.currency)
    };
    priced_by(request, true).map(text).collect()
}

/// Where the card's prices are from.
pub fn sources(request: &Request) -> Vec<&Source> {
    let card = &request.card;
    let mut sources: Vec<usize> =
        priced_by(request, false).map(|charge| card.charges[charge].source).collect();
    let former = request.tariff.price_lists().filter_map(|list| list.former);
    sources.extend(former.map(|former| card.former[former].source));
    sources.sort_unstable();
    sources.dedup();
    sources.into_iter().map(|source| &card.sources[source]).collect()
}

fn write_bills(request: &Request, page: &mut Page<'_>) -> io::Result<()> {
    let Some(bill) = &request.card.bill else { return Ok(()) };
    page.heading("Bill")?;
    page.paragraph("  ", &bill.says)?;
    let said = match &request.tariff.bills()[..] {
        [] => return Ok(()),
        [only] => bill_time(only),
        [first, .., last] => {
            format!("the first {}, the last {}", bill_time(first), bill_time(last))
        }
    };
    page.paragraph("  ", &said)
}

fn bill_time(bill: &DatedBill) -> String {
    let (opens, closes) = (words::time(bill.opens), words::time(bill.closes));
    if bill.opens == bill.closes {
        format!("at {opens}")
    } else {
        format!("between {opens} and {closes}")
    }
}
