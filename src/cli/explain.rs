//! `whatif explain`: how the amount of one charge came about.

use std::io;

use clap::Args;
use whatif_pricing::explain::Explanation;
use whatif_pricing::{Line, Places, Ratio, plain, written};

use super::output::{Failure, Verdict};
use super::page::{Page, Side};
use super::request::{Request, RequestArgs};
use super::{json, quote, words};
use crate::library::Library;

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

pub fn run(args: &ExplainArgs, library: &Library, page: &mut Page<'_>) -> Result<Verdict, Failure> {
    let request = args.request.read(library, page.today)?;
    let charge = request.card.charge(&args.charge).map_err(Failure::input)?;
    let workload = request.workload_at_start()?;
    let explained = request.tariff.explain(charge, &workload, &request.selection);
    let explained = explained.map_err(Failure::input)?;
    let timeline = if request.is_steady() { None } else { Some(over_time(&request, charge)?) };
    if args.json {
        page.json(&answer(&request, charge, &explained, timeline.as_ref()))?;
    } else {
        write(&request, charge, &explained, timeline.as_ref(), page)?;
    }
    Ok(Verdict::Answered)
}

/// A charge over a period in which the workload changes.
struct OverTime {
    records: usize,
    line: Line,
}

fn over_time(request: &Request, charge: usize) -> Result<OverTime, Failure> {
    let records = request.tariff.records(&request.segments).map_err(Failure::input)?;
    let records = records.iter().filter(|record| record.charge == charge).count();
    Ok(OverTime { records, line: request.invoice()?.lines[charge] })
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
    timeline: Option<&OverTime>,
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
        timeline: timeline.map(|over_time| json::ExplainedTimeline {
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
    timeline: Option<&OverTime>,
    page: &mut Page<'_>,
) -> io::Result<()> {
    quote::write_head(request, page)?;
    let at_start = if timeline.is_some() { ", as the workload is at the start" } else { "" };
    let amount = money(request, explained.line.amount);
    page.heading(&format!("{}: {amount}{at_start}", explained.label))?;
    write_steps(explained, page)?;
    if let Some(over_time) = timeline {
        write_over_time(request, over_time, page)?;
    }
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
