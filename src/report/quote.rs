//! The invoice of an offer with those of its companions.

use chrono::NaiveDate;
use whatif_pricing::lifecycle::DatedBill;
use whatif_pricing::{Currency, Places, Ratio, Total, instant};

use super::layout::{Cell, Choice, Column, Entry, Forms, Report, Row, Section, Table, Weight};
use super::words::{self, Audience};
use super::{about, notes, ranges, verdict};
use crate::answer::doubt::Concern;
use crate::answer::quote::{
    AdjustedOf, Ambiguity, Calculation, Quote, QuotedAdjustment, QuotedLine, QuotedPart,
    ReadingEffect,
};
use crate::answer::workload::WorkloadRead;

/// The facts that a report has beside the answer.
#[derive(Clone, Copy, Debug)]
pub enum Beside<'a> {
    /// For the user at the command line: what flags could change, and ages on a day of use.
    Flags {
        /// The day of use.
        today: NaiveDate,
        /// The preset that the workload starts from: its id, and what it is.
        preset: Option<(&'a str, &'a str)>,
    },
    /// For someone who is sent a file: the scenario in words. No day of use is in it, so that the same
    /// scenario gives the same bytes.
    Scenario {
        /// The user's notes.
        notes: &'a str,
        /// Its workload.
        workload: &'a WorkloadRead,
    },
}

impl Beside<'_> {
    /// For whom it is written.
    #[must_use]
    pub const fn audience(&self) -> Audience {
        match self {
            Self::Flags { .. } => Audience::User,
            Self::Scenario { .. } => Audience::Reader,
        }
    }

    /// The preset that the workload starts from.
    pub(super) fn preset(&self) -> Option<Entry> {
        match self {
            Self::Flags { preset: Some((id, says)), .. } => {
                Some(Entry::new("Preset", &format!("{id}: {says}")))
            }
            Self::Flags { preset: None, .. } | Self::Scenario { .. } => None,
        }
    }

    const fn today(&self) -> Option<NaiveDate> {
        match self {
            Self::Flags { today, .. } => Some(*today),
            Self::Scenario { .. } => None,
        }
    }
}

/// The report of a quote.
#[must_use]
pub fn report(quote: &Quote, beside: &Beside<'_>) -> Report {
    Report {
        title: Entry::text(&quote.title).text,
        about: about(quote, beside),
        table: table(quote),
        sections: sections(quote, beside),
    }
}

fn about(quote: &Quote, beside: &Beside<'_>) -> Vec<Entry> {
    let own = &quote.own;
    let mut entries = vec![Entry::new("Card", quote.offer.as_str())];
    entries.extend(about::period(&quote.period, own.window, own.card.offset, quote.as_of));
    if quote.as_of.is_none() {
        entries.extend(about::price_lists(own));
    }
    entries.extend(beside.preset());
    entries.extend(converted(quote));
    entries.extend(quote.doubt.map(|doubt| Entry::new("Doubt", &verdict::doubt(doubt))));
    entries.extend(notes::entries(&quote.notes));
    if let Some(held) = &quote.budget {
        let likely = if quote.ranges.is_some() { LIKELY } else { "" };
        entries.push(Entry::new("Budget", &format!("{}{likely}", words::held_amount(held))));
    }
    entries
}

/// The words after a budget if the workload has ranges: the percentiles may be on its other side.
const LIKELY: &str = " at the likely values; P5 to P95 are below";

/// The total in the currency that was asked for, if that is another than the card's.
fn converted(quote: &Quote) -> Option<Entry> {
    let converted = quote.converted.as_ref()?;
    let total = converted.total.filter(|_| !converted.rates.is_empty())?;
    let amount = words::total_in(total, Places::AMOUNT);
    let text = format!("{amount} by {}", words::rates(&converted.rates));
    Some(Entry::new(&format!("Total in {}", converted.currency), &text))
}

fn sections(quote: &Quote, beside: &Beside<'_>) -> Vec<Section> {
    let audience = beside.audience();
    let doubts = quote.doubts.iter().filter(|doubt| {
        audience == Audience::User || !matches!(doubt.concern, Concern::Stale { .. })
    });
    let doubts = doubts.map(|doubt| Entry::text(&words::doubt(doubt, audience)));
    let mut sections = Vec::new();
    if let Beside::Scenario { notes, .. } = beside {
        sections.extend(about::notes(notes));
    }
    sections.extend(Section::warnings(doubts.collect()));
    if let Some((ranges, of_offer)) = &quote.ranges {
        sections.push(ranges::of_one(ranges, of_offer));
    }
    sections.extend(records(quote));
    match beside {
        Beside::Flags { .. } => {
            let entries = quote.ambiguities.iter().map(|it| ambiguity(it, quote.own.currency));
            let heading = "Ambiguous in the source (--assume ID=READING)";
            sections.extend(Section::new(heading, entries.collect()));
        }
        Beside::Scenario { workload, .. } => {
            sections.extend(about::workload(workload));
            for part in parts(quote) {
                let heading = format!("Chosen{}", whose(" on ", quote, part));
                sections.extend(Section::new(&heading, about::choices(part)));
            }
        }
    }
    sections.extend(companions_left_out(quote, audience));
    sections.extend(Section::new("Exchange rates", rates(quote)));
    for part in parts(quote) {
        sections.push(prices(quote, part, beside));
    }
    if audience == Audience::User {
        sections.extend(bill(quote));
    }
    sections
}

fn parts(quote: &Quote) -> impl Iterator<Item = &QuotedPart> {
    std::iter::once(&quote.own).chain(&quote.companions)
}

/// The name of a card, if there are several.
fn whose(lead: &str, quote: &Quote, part: &QuotedPart) -> String {
    if quote.companions.is_empty() { String::new() } else { format!("{lead}{}", part.card.name()) }
}

fn companions_left_out(quote: &Quote, audience: Audience) -> Option<Section> {
    let entries = quote.left_out.iter().map(|it| Entry::new(&it.card, &it.says)).collect();
    let flag = if audience == Audience::User { " (--with CARD)" } else { "" };
    Section::new(&format!("Companions not included{flag}"), entries)
}

/// The rates by which companions in other currencies are in the total.
fn rates(quote: &Quote) -> Vec<Entry> {
    let used = quote.companions.iter().filter_map(|part| {
        let rates = part.rates.as_ref().filter(|rates| !rates.is_empty())?;
        Some(Entry::new(&part.card.name(), &words::rates(rates)))
    });
    used.collect()
}

/// Says how sure the prices of a card are, which are the user's own, and where the others are from.
fn prices(quote: &Quote, part: &QuotedPart, beside: &Beside<'_>) -> Section {
    let sure = words::confidence(part.confidence);
    let heading = format!("Prices{}: {sure}", whose(" of ", quote, part));
    let own = part.own_prices.iter().map(|own| Entry::text(&about::own_price(part, own)));
    let entries = own.chain(about::sources(part, beside.today())).collect();
    Section { heading, body: super::layout::Body::Entries(entries) }
}

fn ambiguity(asked: &Ambiguity, currency: Currency) -> Entry {
    let choices = asked.readings.iter().map(|reading| {
        let effect = match reading.effect {
            ReadingEffect::Taken => String::new(),
            ReadingEffect::Same => " (here the same)".to_owned(),
            ReadingEffect::Other(total) => format!(" (in total {})", words::total(currency, total)),
            ReadingEffect::Unknown => " (not known)".to_owned(),
        };
        let taken = reading.effect == ReadingEffect::Taken;
        Choice::new(taken, &reading.id, &format!("{}{effect}", reading.label))
    });
    let text = format!("{} ({})", asked.asks, asked.rule);
    Entry::new(&asked.id, &text).with_choices(choices.collect())
}

fn records(quote: &Quote) -> Option<Section> {
    let records = quote.records.as_ref()?;
    let offset = quote.own.card.offset;
    let heading = format!("Billing records ({})", words::clock(offset));
    if records.is_empty() {
        return Section::new(&heading, vec![Entry::text("none: nothing was used")]);
    }
    let columns = vec![
        Column::text("charge"),
        Column::text("from"),
        Column::text("to"),
        Column::number("seconds"),
        Column::number("quantity"),
        Column::number(quote.own.currency.code()),
    ];
    let rows = records.iter().map(|record| {
        let time = |seconds| Cell::text(&words::second(instant(seconds, offset)));
        let cells = vec![
            Cell::text(&record.charge),
            time(record.window.from),
            time(record.window.to),
            Cell::number(record.window.seconds().into(), Places::QUANTITY),
            Cell::number(record.quantity, Places::QUANTITY),
            Cell::amount(record.amount),
        ];
        Row { kind: "record", weight: Weight::Plain, cells }
    });
    let table = Table { columns, rows: rows.collect(), is_series: false };
    Some(Section::figures(&heading, table))
}

fn bill(quote: &Quote) -> Option<Section> {
    let bill = quote.own.card.bill.as_ref()?;
    let mut entries = vec![Entry::text(&bill.says)];
    match &quote.bills[..] {
        [] => {}
        [only] => entries.push(Entry::text(&bill_time(only))),
        [first, .., last] => {
            let (first, last) = (bill_time(first), bill_time(last));
            entries.push(Entry::text(&format!("the first {first}, the last {last}")));
        }
    }
    Section::new("Bill", entries)
}

fn bill_time(bill: &DatedBill) -> String {
    let (opens, closes) = (words::time(bill.opens), words::time(bill.closes));
    if bill.opens == bill.closes {
        format!("at {opens}")
    } else {
        format!("between {opens} and {closes}")
    }
}

fn table(quote: &Quote) -> Table {
    let mut rows = rows(&quote.own);
    for part in &quote.companions {
        rows.push(heading(&format!("With {}", part.title)));
        rows.extend(self::rows(part));
    }
    if !quote.companions.is_empty() {
        let currency = quote.own.currency;
        rows.push(heading(""));
        rows.push(sum(&quote.own, "together", &format!("Total of all in {currency}"), quote.total));
    }
    Table { columns: columns(), rows, is_series: false }
}

fn columns() -> Vec<Column> {
    vec![
        Column::text("Item"),
        Column::text("Calculation"),
        Column::number("Quantity").only(Forms::Tables),
        Column::number("Billed quantity").only(Forms::Tables),
        Column::text("Unit").only(Forms::Tables),
        Column::number("Unit price").only(Forms::Tables),
        Column::number("Amount"),
        Column::text("Currency").only(Forms::Csv),
        Column::text("Card").only(Forms::Csv),
        Column::text("Charge").only(Forms::Csv),
    ]
}

/// One card's lines, its subtotal if it has adjustments, and its total.
fn rows(part: &QuotedPart) -> Vec<Row> {
    let mut rows: Vec<Row> = part.lines.iter().map(|it| line(part, it)).collect();
    let currency = part.currency;
    if !part.adjustments.is_empty() {
        rows.push(sum(part, "subtotal", &format!("Subtotal in {currency}"), part.subtotal));
        rows.extend(part.adjustments.iter().map(|adjusted| adjustment(part, adjusted)));
    }
    rows.push(sum(part, "total", &format!("Total in {currency}"), part.total));
    rows
}

fn line(part: &QuotedPart, line: &QuotedLine) -> Row {
    let quantity = |quantity: Ratio| Cell::number(quantity, Places::QUANTITY);
    let price = line.unit_price.map(|price| Cell::number(price, Places::PRICE));
    let cells = [
        Cell::text(&line.label),
        Cell::text(&calculation(&line.calculation)),
        quantity(line.quantity),
        quantity(line.billed_quantity),
        Cell::text(&line.unit),
        price.unwrap_or(Cell::Missing(words::UNPUBLISHED)),
        Cell::known(line.amount, line.known),
    ];
    row("line", Weight::Plain, cells, (part, &line.charge))
}

/// The calculation of an amount, in a few words.
#[must_use]
pub fn calculation(calculation: &Calculation) -> String {
    match calculation {
        Calculation::Steady(text) => text.clone(),
        Calculation::Records(0) => "nothing to charge".to_owned(),
        Calculation::Records(1) => "one billing record".to_owned(),
        Calculation::Records(many) => {
            format!("the sum of {}", words::count(*many, "billing record"))
        }
        Calculation::ManyRecords => "the sum of its billing records".to_owned(),
    }
}

fn adjustment(part: &QuotedPart, adjusted: &QuotedAdjustment) -> Row {
    let charge = match &adjusted.of {
        AdjustedOf::Charge(charge) => charge,
        AdjustedOf::Card | AdjustedOf::Tax => "",
    };
    let of = words::part(adjusted.percent, adjusted.base);
    let cells = figure(&adjusted.label, &of, Cell::amount(Some(adjusted.amount)));
    row("adjustment", Weight::Plain, cells, (part, charge))
}

fn sum(part: &QuotedPart, kind: &'static str, label: &str, total: Total) -> Row {
    row(kind, Weight::Sum, figure(label, "", Cell::total(total)), (part, ""))
}

/// The cells of a row that has an amount alone.
fn figure(label: &str, calculation: &str, amount: Cell) -> [Cell; 7] {
    let [label, calculation] = [label, calculation].map(Cell::text);
    [label, calculation, Cell::Blank, Cell::Blank, Cell::Blank, Cell::Blank, amount]
}

fn heading(name: &str) -> Row {
    let mut cells = vec![Cell::Blank; columns().len()];
    cells[0] = Cell::text(name);
    Row { kind: "card", weight: Weight::Heading, cells }
}

fn row(
    kind: &'static str,
    weight: Weight,
    cells: [Cell; 7],
    (part, charge): (&QuotedPart, &str),
) -> Row {
    let of = [part.currency.code(), &part.card.id, charge].map(Cell::text);
    Row { kind, weight, cells: cells.into_iter().chain(of).collect() }
}
