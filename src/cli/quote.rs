//! `whatif quote`: the invoice of a workload.

use std::io;

use clap::Args;
use whatif_pricing::lifecycle::DatedBill;
use whatif_pricing::{Invoice, Line, Places, Ratio, Record, instant, written};

use super::output::{Failure, Verdict};
use super::page::{Choice, Page, Side, point_aligned, widths};
use super::request::{Request, RequestArgs};
use super::{json, words};
use crate::library::Library;
use crate::widget::text::{pad_left, pad_right};

/// Arguments of `whatif quote`.
#[derive(Debug, Args)]
pub struct QuoteArgs {
    #[command(flatten)]
    request: RequestArgs,

    /// Add the billing records: one for each charge, settlement and steady stretch
    #[arg(long, help_heading = "Answer")]
    records: bool,

    /// Answer in JSON, with exact decimals as strings
    #[arg(long, help_heading = "Answer")]
    json: bool,
}

pub fn run(args: &QuoteArgs, library: &Library, page: &mut Page<'_>) -> Result<Verdict, Failure> {
    let request = args.request.read(library, page.today)?;
    let invoice = request.invoice()?;
    let wanted = args.records.then(|| request.tariff.records(&request.segments));
    let records = wanted.transpose().map_err(Failure::input)?;
    if args.json {
        page.json(&json::Quote::new(&request, &invoice, records.as_deref()))?;
    } else {
        write(&request, &invoice, records.as_deref(), page)?;
    }
    Ok(Verdict::Answered)
}

fn write(
    request: &Request,
    invoice: &Invoice,
    records: Option<&[Record]>,
    page: &mut Page<'_>,
) -> Result<(), Failure> {
    write_head(request, page)?;
    write_lines(request, invoice, page)?;
    write_warnings(request, invoice, page)?;
    if let Some(records) = records {
        write_records(request, records, page)?;
    }
    write_readings(request, invoice, page)?;
    write_sources(request, page)?;
    write_bills(request, page)?;
    Ok(())
}

/// The card and the period.
pub fn write_head(request: &Request, page: &mut Page<'_>) -> io::Result<()> {
    let card = &request.card;
    page.line(&card.title())?;
    page.line(&words::period(request.tariff.period(), request.tariff.window(), card.offset))
}

/// A line of the invoice: what, how, how much.
struct Row {
    label: String,
    calculation: String,
    amount: String,
}

fn write_lines(request: &Request, invoice: &Invoice, page: &mut Page<'_>) -> io::Result<()> {
    let card = &request.card;
    let bound = if invoice.complete { "" } else { "≥ " };
    let total = Row {
        label: "Total".to_owned(),
        calculation: format!("{bound}{}", card.currency),
        amount: written(invoice.total, Places::AMOUNT),
    };
    let counts = record_counts(request);
    let mut rows: Vec<Row> =
        invoice.lines.iter().map(|line| row(request, line, counts.as_deref())).collect();
    rows.push(total);
    let amounts: Vec<String> = rows.iter().map(|row| row.amount.clone()).collect();
    for (row, amount) in rows.iter_mut().zip(point_aligned(&amounts)) {
        row.amount = amount;
    }
    page.gap()?;
    write_rows(&rows, page)
}

fn row(request: &Request, line: &Line, counts: Option<&[usize]>) -> Row {
    let label = request.card.charges[line.charge].label.clone();
    let calculation = match counts {
        None => request.tariff.calculation(line.charge, &request.segments[0].usage),
        Some(counts) => match counts.get(line.charge) {
            Some(0) => "nothing to charge".to_owned(),
            Some(1) => "one billing record".to_owned(),
            Some(many) => format!("the sum of {many} billing records"),
            None => "the sum of its billing records".to_owned(),
        },
    };
    Row { label, calculation, amount: words::amount(line.amount) }
}

/// Records of each charge; none for a workload that stays as it is, and empty where they are too many.
fn record_counts(request: &Request) -> Option<Vec<usize>> {
    if request.is_steady() {
        return None;
    }
    let Ok(records) = request.tariff.records(&request.segments) else { return Some(Vec::new()) };
    let mut counts = vec![0; request.card.charges.len()];
    for record in records {
        counts[record.charge] += 1;
    }
    Some(counts)
}

/// The lines, a rule, the total; where the page is narrow each calculation has a line of its own.
fn write_rows(rows: &[Row], page: &mut Page<'_>) -> io::Result<()> {
    let cells = rows.iter().map(|row| {
        page.plain_cells(&[row.label.clone(), row.calculation.clone(), row.amount.clone()])
    });
    let cells: Vec<Vec<String>> = cells.collect();
    let widths = widths(&cells);
    let (label_width, calculation_width, amount_width) = (widths[0], widths[1], widths[2]);
    let one_line = 6 + widths.iter().sum::<usize>() <= page.width;
    let middle = if one_line { calculation_width } else { 5 };
    for (place, row) in cells.iter().enumerate() {
        let is_total = place + 1 == cells.len();
        let label = pad_right(&row[0], label_width);
        if is_total {
            let rule = page.glyphs.rule.repeat(amount_width);
            page.line(&format!("  {}  {}  {rule}", " ".repeat(label_width), " ".repeat(middle)))?;
            let currency = pad_left(&row[1], middle);
            page.line(&format!("  {label}  {currency}  {}", row[2]))?;
        } else if one_line {
            let calculation = pad_right(&row[1], middle);
            page.line(&format!("  {label}  {calculation}  {}", row[2]))?;
        } else {
            page.line(&format!("  {label}  {}  {}", " ".repeat(middle), row[2]))?;
            page.paragraph("    ", &row[1])?;
        }
    }
    Ok(())
}

fn write_warnings(request: &Request, invoice: &Invoice, page: &mut Page<'_>) -> io::Result<()> {
    let warnings = request.warnings(invoice);
    if warnings.is_empty() {
        return Ok(());
    }
    page.heading("Take care")?;
    let lead = format!("  {} ", page.glyphs.warning);
    for warning in warnings {
        page.paragraph(&lead, &warning)?;
    }
    Ok(())
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
fn write_readings(
    request: &Request,
    invoice: &Invoice,
    page: &mut Page<'_>,
) -> Result<(), Failure> {
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
            choice.remark = other_total(request, invoice, assumption, place)?;
        }
        page.choices(&choices)?;
    }
    Ok(())
}

fn other_total(
    request: &Request,
    invoice: &Invoice,
    assumption: usize,
    reading: usize,
) -> Result<String, Failure> {
    let other = request.with_reading(assumption, reading)?.invoice()?;
    let same = other.total == invoice.total && other.complete == invoice.complete;
    let total = words::total(request.card.currency, other.total, other.complete);
    Ok(if same { " (here the same)".to_owned() } else { format!(" (in total {total})") })
}

/// Where the prices are from, and which of them are the user's own.
fn write_sources(request: &Request, page: &mut Page<'_>) -> io::Result<()> {
    let card = &request.card;
    let (own, theirs): (Vec<usize>, Vec<usize>) =
        (0..card.charges.len()).partition(|charge| request.selection.prices[*charge].is_some());
    let least_sure = theirs
        .iter()
        .map(|charge| card.charges[*charge].confidence.pick(&request.selection.options))
        .max();
    page.heading(&format!("Prices: {}", least_sure.map_or("your own", |least| least.name())))?;
    for charge in own {
        let price = request.tariff.unit_price(charge).map(Ratio::whole);
        let price = price.map_or_else(String::new, |price| written(price, Places::PRICE));
        let (label, unit) = (&card.charges[charge].label, request.tariff.unit(charge));
        page.paragraph("  ", &format!("{label}: your own, {} {price} per {unit}", card.currency))?;
    }
    let mut sources: Vec<usize> = theirs.iter().map(|it| card.charges[*it].source).collect();
    sources.sort_unstable();
    sources.dedup();
    for source in sources {
        let source = &card.sources[source];
        page.paragraph("  ", &words::source(source, page.today))?;
        page.line(&format!("  {}", source.url))?;
    }
    Ok(())
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
