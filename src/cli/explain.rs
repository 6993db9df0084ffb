//! `whatif explain`: how the amount of one charge came about.

use std::io;

use clap::Args;
use whatif_pricing::explain::Explanation;
use whatif_pricing::{Adjusted, Adjustment, Line, Places, Ratio, Total, plain, written};

use super::output::{Failure, Verdict};
use super::page::{Page, Side};
use super::request::{Request, RequestArgs};
use super::terms::{Converted, no_rate};
use super::{json, quote, words};
use crate::library::Library;
use crate::profile::Profile;

/// Arguments of `whatif explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    #[command(flatten)]
    request: RequestArgs,

    /// The charge's id; `whatif card CARD` lists them
    #[arg(value_name = "CHARGE", help_heading = None)]
    charge: String,

    /// Answer in JSON
    #[arg(long, help_heading = "Answer")]
    json: bool,
}

pub fn run(
    args: &ExplainArgs,
    library: &Library,
    profile: &Profile,
    page: &mut Page<'_>,
) -> Result<Verdict, Failure> {
    let asked = args.request.read(library, &profile.rates, page.today)?;
    let (request, charge) = find(&asked, &args.charge)?;
    let workload = request.workload_at_start()?;
    let explained = request.tariff.explain(charge, &workload, &request.selection);
    let explained = explained.map_err(Failure::input)?;
    let after = After::new(&asked, request, charge)?;
    if args.json {
        page.json(&answer(request, charge, &explained, after))?;
    } else {
        write(request, charge, &explained, &after, page)?;
    }
    Ok(Verdict::Answered)
}

/// The charge on the card or, where it has none of this name, on a companion that is included.
fn find<'a>(asked: &'a Request, charge: &str) -> Result<(&'a Request, usize), Failure> {
    let own = asked.card.charge(charge).map(|place| (asked, place));
    let of_companions = || {
        let mut companions = asked.companions.iter();
        companions.find_map(|other| Some((other, other.card.charge(charge).ok()?)))
    };
    own.or_else(|unknown| of_companions().ok_or(unknown)).map_err(Failure::input)
}

/// What comes after the line: where the workload changes the sum of its records, what is agreed beside
/// its price, and the currency that was asked for.
struct After<'a> {
    over_time: Option<OverTime>,
    on_charge: Option<Adjusted>,
    on_all: Vec<Adjusted>,
    shown: Option<Converted<'a>>,
    missing: Option<String>,
}

/// A charge over a period in which the workload changes.
struct OverTime {
    records: usize,
    line: Line,
}

impl<'a> After<'a> {
    fn new(asked: &'a Request, request: &Request, charge: usize) -> Result<Self, Failure> {
        let invoice = request.quoted()?.invoice;
        let line = invoice.lines[charge];
        let over_time = if request.is_steady() {
            None
        } else {
            let records = request.tariff.records(&request.segments).map_err(Failure::input)?;
            let records = records.iter().filter(|record| record.charge == charge).count();
            Some(OverTime { records, line })
        };
        let (on_charges, on_all): (Vec<Adjusted>, Vec<Adjusted>) = (invoice.adjustments.iter())
            .partition(|adjusted| matches!(adjusted.of, Adjustment::Charge(_)));
        let on_charge = |adjusted: &Adjusted| adjusted.of == Adjustment::Charge(charge);
        let currency = request.card.currency;
        let total = line.amount.map(|amount| Total { amount, complete: true });
        let shown = total.map(|total| asked.exchange.convert(total, currency)).transpose()?;
        let shown = shown.flatten();
        let missing = shown.as_ref().filter(|shown| shown.total.is_none());
        Ok(Self {
            over_time,
            on_charge: on_charges.into_iter().find(on_charge),
            on_all,
            missing: missing.map(|shown| no_rate(currency, shown.currency)),
            shown,
        })
    }
}

/// The readings that bear on a charge: question, reading's id and label.
fn readings(request: &Request, charge: usize) -> Vec<json::ExplainedReading<'_>> {
    let rules = &request.card.charges[charge].rules;
    let taken = request.card.assumptions.iter().zip(&request.selection.readings);
    let bearing = taken.filter(|(assumption, _)| rules.contains(&assumption.rule));
    let readings = bearing.map(|(assumption, taken)| {
        let reading = &assumption.readings[*taken].named;
        json::ExplainedReading {
            assumption: &assumption.id,
            asks: &assumption.asks,
            reading: &reading.id,
            answer: &reading.label,
        }
    });
    readings.collect()
}

fn answer<'a>(
    request: &'a Request,
    charge: usize,
    explained: &'a Explanation<'_>,
    after: After<'_>,
) -> json::Explained<'a> {
    let steps = explained.steps.iter().map(|step| json::ExplainedStep {
        axis: step.axis,
        says: &step.says,
        result: &step.result,
    });
    let rules = explained.rules.iter();
    json::Explained {
        card: &request.card.id,
        charge: &request.card.charges[charge].id,
        label: explained.label,
        currency: request.card.currency.to_string(),
        period: json::Stretch::new(request),
        steps: steps.collect(),
        quantity: plain(explained.line.quantity),
        billed_quantity: plain(explained.line.billed_quantity),
        amount: explained.line.amount.map(plain),
        adjustments: (after.on_charge.iter())
            .map(|adjusted| json::QuoteAdjustment::new(request, adjusted))
            .collect(),
        in_currency: after.shown.and_then(json::InCurrency::new),
        timeline: after.over_time.map(|over_time| json::ExplainedTimeline {
            records: over_time.records,
            amount: over_time.line.amount.map(plain),
        }),
        rules: rules.map(|rule| json::ExplainedRule { id: &rule.id, says: &rule.says }).collect(),
        readings: readings(request, charge),
        source: json::SourceJson::new(explained.source),
    }
}

fn write(
    request: &Request,
    charge: usize,
    explained: &Explanation<'_>,
    after: &After<'_>,
    page: &mut Page<'_>,
) -> io::Result<()> {
    quote::write_head(request, page)?;
    let at_start = if after.over_time.is_some() { ", as the workload is at the start" } else { "" };
    let amount = money(request, explained.line.amount);
    page.heading(&format!("{}: {amount}{at_start}", explained.label))?;
    write_steps(explained, page)?;
    if let Some(over_time) = &after.over_time {
        write_over_time(request, over_time, page)?;
    }
    write_after(request, after, page)?;
    write_rules(explained, page)?;
    write_readings(request, charge, page)?;
    page.heading(&format!("Price: {}", request.confidence(charge)))?;
    page.paragraph("  ", &words::source(explained.source, page.today))?;
    page.line(&format!("  {}", explained.source.url))
}

/// An amount with its currency, exact enough to check the steps.
fn money(request: &Request, amount: Option<Ratio>) -> String {
    amount.map_or_else(
        || "price unpublished".to_owned(),
        |amount| {
            let places = Places { least: 2, most: 8 };
            format!("{} {}", request.card.currency, written(amount, places))
        },
    )
}

fn write_steps(explained: &Explanation<'_>, page: &mut Page<'_>) -> io::Result<()> {
    let row = |(axis, says, result): (&str, &str, &str)| {
        vec![axis.to_owned(), says.to_owned(), result.to_owned()]
    };
    let steps = explained.steps.iter().map(|step| row((step.axis, &step.says, &step.result)));
    page.table(&[Side::Left, Side::Left, Side::Right], &steps.collect::<Vec<_>>())
}

fn write_over_time(request: &Request, over_time: &OverTime, page: &mut Page<'_>) -> io::Result<()> {
    page.heading("Over the period, in which the workload changes")?;
    let records = words::count(over_time.records, "billing record");
    let amount = money(request, over_time.line.amount);
    page.line(&format!("  the sum of {records}: {amount} (`whatif quote --records` lists them)"))
}

/// What comes after the line.
fn write_after(request: &Request, after: &After<'_>, page: &mut Page<'_>) -> io::Result<()> {
    if let Some(shown) = &after.shown
        && let Some(total) = shown.total.filter(|_| !shown.rates.is_empty())
    {
        let amount = words::total(shown.currency, total.amount, true);
        page.gap()?;
        page.paragraph("  = ", &format!("{amount} by {}", words::rates(&shown.rates)))?;
    }
    if let Some(missing) = &after.missing {
        page.gap()?;
        page.paragraph(&format!("  {} ", page.glyphs.warning), missing)?;
    }
    if after.on_charge.is_none() && after.on_all.is_empty() {
        return Ok(());
    }
    page.heading("The line is before what is agreed beside the prices")?;
    let row = |adjusted: &Adjusted| {
        let size = written(Ratio::whole(adjusted.percent.magnitude()), Places::QUANTITY);
        let base = format!("{size} % of {}", written(adjusted.base, Places::AMOUNT));
        vec![adjusted.label(&request.card), base, money(request, Some(adjusted.amount))]
    };
    let on_all = after.on_all.iter().map(|adjusted| {
        vec![adjusted.label(&request.card), "on the whole card".to_owned(), String::new()]
    });
    let rows: Vec<_> = after.on_charge.iter().map(row).chain(on_all).collect();
    page.table(&[Side::Left, Side::Left, Side::Right], &rows)
}

fn write_rules(explained: &Explanation<'_>, page: &mut Page<'_>) -> io::Result<()> {
    if explained.rules.is_empty() {
        return Ok(());
    }
    page.heading("Rules of the source, in our words")?;
    let rules = explained.rules.iter().map(|rule| (rule.id.clone(), rule.says.clone()));
    page.definitions(&rules.collect::<Vec<_>>())
}

fn write_readings(request: &Request, charge: usize, page: &mut Page<'_>) -> io::Result<()> {
    let readings = readings(request, charge);
    if readings.is_empty() {
        return Ok(());
    }
    page.heading("Readings taken (--assume ID=READING)")?;
    let entries = readings.iter().map(|reading| {
        let name = format!("{}={}", reading.assumption, reading.reading);
        (name, format!("{} ({})", reading.answer, reading.asks))
    });
    page.definitions(&entries.collect::<Vec<_>>())
}
