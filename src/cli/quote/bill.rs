//! The invoice: the lines, what is agreed beside their prices, the companions, and the totals.

use std::io;

use whatif_pricing::{Adjusted, Currency, Invoice, Line, Places, Ratio, Total, written};

use crate::cli::output::Failure;
use crate::cli::page::{Page, point_aligned, widths};
use crate::cli::request::{Quoted, Request};
use crate::cli::words;
use crate::widget::text::{pad_left, pad_right};

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A line, or what is agreed beside it.
    Line,
    /// A sum, below a rule.
    Sum,
    /// The name of a companion above its lines; without a name a blank row.
    Section,
}

/// A row of the invoice: what, how, how much.
struct Row {
    kind: Kind,
    label: String,
    calculation: String,
    amount: String,
}

pub fn write(request: &Request, quoted: &Quoted, page: &mut Page<'_>) -> Result<(), Failure> {
    let mut rows = rows(request, &quoted.invoice);
    for (companion, invoice) in request.companions.iter().zip(&quoted.companions) {
        let label = format!("With {}", companion.card.title());
        rows.push(Row { kind: Kind::Section, label, ..Row::EMPTY });
        rows.extend(self::rows(companion, invoice));
    }
    if !request.companions.is_empty() {
        rows.push(Row { kind: Kind::Section, ..Row::EMPTY });
        rows.push(Row::sum("Total together", request.card.currency, quoted.total));
    }
    let amounts: Vec<String> = rows.iter().map(|row| row.amount.clone()).collect();
    for (row, amount) in rows.iter_mut().zip(point_aligned(&amounts)) {
        row.amount = amount;
    }
    page.gap()?;
    write_rows(&rows, page)?;
    write_rates(request, page)?;
    write_converted(request, quoted.total, page)
}

impl Row {
    const EMPTY: Self = Self {
        kind: Kind::Line,
        label: String::new(),
        calculation: String::new(),
        amount: String::new(),
    };

    /// A sum with its currency; one that lacks a price is a lower bound.
    fn sum(label: &str, currency: Currency, total: Total) -> Self {
        let bound = if total.complete { "" } else { "≥ " };
        Self {
            kind: Kind::Sum,
            label: label.to_owned(),
            calculation: format!("{bound}{currency}"),
            amount: written(total.amount, Places::AMOUNT),
        }
    }

    /// A discount, mark-up or tax, and what it is a part of.
    fn adjusted(request: &Request, adjusted: &Adjusted) -> Self {
        Self {
            kind: Kind::Line,
            label: adjusted.label(&request.card),
            calculation: part(adjusted),
            amount: written(adjusted.amount, Places::AMOUNT),
        }
    }
}

/// One card's lines, its subtotal where something is agreed beside them, and its total.
fn rows(request: &Request, invoice: &Invoice) -> Vec<Row> {
    let each = invoice.lines.iter().zip(calculations(request, invoice));
    let lines = each.map(|(line, calculation)| Row {
        kind: Kind::Line,
        label: request.card.charges[line.charge].label.clone(),
        calculation,
        amount: words::amount(line.amount),
    });
    let mut rows: Vec<Row> = lines.collect();
    let (currency, complete) = (request.card.currency, invoice.complete);
    if !invoice.adjustments.is_empty() {
        rows.push(Row::sum("Subtotal", currency, Total { amount: invoice.subtotal, complete }));
        rows.extend(invoice.adjustments.iter().map(|adjusted| Row::adjusted(request, adjusted)));
    }
    rows.push(Row::sum("Total", currency, Total { amount: invoice.total, complete }));
    rows
}

/// The calculation of each line in words.
pub fn calculations(request: &Request, invoice: &Invoice) -> Vec<String> {
    let counts = record_counts(request);
    let calculation = |line: &Line| match &counts {
        None => request.tariff.calculation(line.charge, &request.segments[0].usage),
        Some(counts) => match counts.get(line.charge) {
            Some(0) => "nothing to charge".to_owned(),
            Some(1) => "one billing record".to_owned(),
            Some(many) => format!("the sum of {many} billing records"),
            None => "the sum of its billing records".to_owned(),
        },
    };
    invoice.lines.iter().map(calculation).collect()
}

/// Of what a discount, mark-up or tax is how much, in words.
pub fn part(adjusted: &Adjusted) -> String {
    let size = written(Ratio::whole(adjusted.percent.magnitude()), Places::QUANTITY);
    format!("{size} % of {}", written(adjusted.base, Places::AMOUNT))
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

/// The rows, a rule above each sum; where the page is narrow each calculation has a line of its own.
fn write_rows(rows: &[Row], page: &mut Page<'_>) -> io::Result<()> {
    let cells = |row: &Row| {
        page.plain_cells(&[row.label.clone(), row.calculation.clone(), row.amount.clone()])
    };
    let cells: Vec<(Kind, Vec<String>)> = rows.iter().map(|row| (row.kind, cells(row))).collect();
    let columns = cells.iter().filter(|(kind, _)| *kind != Kind::Section);
    let widths = widths(&columns.map(|(_, cells)| cells.clone()).collect::<Vec<_>>());
    let (label_width, calculation_width, amount_width) = (widths[0], widths[1], widths[2]);
    let one_line = 6 + widths.iter().sum::<usize>() <= page.width;
    let middle = if one_line { calculation_width } else { 5 };
    let rule = page.glyphs.rule.repeat(amount_width);
    for (kind, row) in &cells {
        let label = pad_right(&row[0], label_width);
        match kind {
            Kind::Section if row[0].is_empty() => page.gap()?,
            Kind::Section => page.heading(&format!("  {}", row[0]))?,
            Kind::Sum => {
                let blank = " ".repeat(middle);
                page.line(&format!("  {}  {blank}  {rule}", " ".repeat(label_width)))?;
                page.line(&format!("  {label}  {}  {}", pad_left(&row[1], middle), row[2]))?;
            }
            Kind::Line if one_line => {
                page.line(&format!("  {label}  {}  {}", pad_right(&row[1], middle), row[2]))?;
            }
            Kind::Line => {
                page.line(&format!("  {label}  {}  {}", " ".repeat(middle), row[2]))?;
                page.paragraph("    ", &row[1])?;
            }
        }
    }
    Ok(())
}

/// The rates by which companions in other currencies are in the total.
fn write_rates(request: &Request, page: &mut Page<'_>) -> io::Result<()> {
    let own = request.card.currency;
    for companion in &request.companions {
        let from = companion.card.currency;
        let rates = request.exchange.between(from, own);
        if !rates.is_empty() {
            let name = companion.card.name();
            page.paragraph("  ", &format!("{name} from {from} by {}", words::rates(&rates)))?;
        }
    }
    Ok(())
}

/// The total in the currency that was asked for, by which rates.
fn write_converted(request: &Request, total: Total, page: &mut Page<'_>) -> Result<(), Failure> {
    let converted = request.exchange.convert(total, request.card.currency)?;
    let Some((converted, total)) = converted.and_then(|it| Some((it.clone(), it.total?))) else {
        return Ok(());
    };
    if !converted.rates.is_empty() {
        let amount = words::total(converted.currency, total.amount, total.complete);
        page.paragraph("  = ", &format!("{amount} by {}", words::rates(&converted.rates)))?;
    }
    Ok(())
}
