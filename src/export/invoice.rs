//! The invoice of a card with those of its companions.

use whatif_pricing::{Adjusted, Adjustment, Currency, Invoice, Line, Places, Ratio, Total};

use super::report::{Cell, Column, Entry, Notes, Report, Row, Table, Weight};
use super::{Wanted, about, json, sampled};
use crate::board::Board;
use crate::cli::budget::{Budget, Budgeted};
use crate::cli::json::Quote;
use crate::cli::output::Failure;
use crate::cli::quote::{bill, care, least_sure};
use crate::cli::ranges::Sampled;
use crate::cli::request::{Quoted, Request};
use crate::cli::terms::Converted;
use crate::cli::words;
use crate::scenario::Scenario;

/// One card, priced, with what is asked beside its invoice.
struct Answer {
    request: Request,
    quoted: Quoted,
    budgeted: Option<Budgeted>,
    sampled: Option<Sampled>,
}

pub fn write(scenario: &Scenario, board: &Board, wanted: &Wanted) -> Result<String, Failure> {
    let card = wanted.card.unwrap_or(scenario.selected);
    let answer = Answer::of(scenario, board, card)?;
    match wanted.form.writer() {
        Some(write) => Ok(write(&answer.report(scenario)?, wanted.glyphs)),
        None => json(&answer.json()?),
    }
}

impl Answer {
    fn of(scenario: &Scenario, board: &Board, card: usize) -> Result<Self, Failure> {
        let request = Request::of(scenario, board, card)?;
        let quoted = request.quoted()?;
        let budgeted = budgeted(scenario, board, &request, quoted.total)?;
        let sampled = sampled(scenario, std::slice::from_ref(&request), request.card.currency)?;
        Ok(Self { request, quoted, budgeted, sampled })
    }

    /// The total in the currency of the comparison, where that is another.
    fn shown(&self) -> Result<Option<Converted<'_>>, Failure> {
        let own = self.request.card.currency;
        let shown = self.request.exchange.convert(self.quoted.total, own)?;
        Ok(shown.filter(|shown| shown.currency != own))
    }

    fn json(&self) -> Result<Quote, Failure> {
        let Self { request, quoted, .. } = self;
        let budget = self.budgeted.as_ref().map(Budgeted::json);
        let answer = Quote::new(request, quoted, self.shown()?, budget, None);
        let sampled = self.sampled.as_ref().map(|sampled| sampled.json_one(request));
        Ok(answer.with_sampled(sampled.transpose()?))
    }

    fn report(&self, scenario: &Scenario) -> Result<Report, Failure> {
        let request = &self.request;
        Ok(Report {
            title: Entry::text(&request.card.title()).text,
            about: self.about()?,
            table: table(request, &self.quoted),
            notes: self.notes(scenario)?,
        })
    }

    fn about(&self) -> Result<Vec<Entry>, Failure> {
        let request = &self.request;
        let mut entries = vec![Entry::new("Card", &request.card.id)];
        entries.extend(about::period(request));
        entries.extend(about::price_lists(request));
        if let Some(Converted { currency, total: Some(total), rates }) = self.shown()? {
            let amount = words::total(currency, total.amount, total.complete);
            let by = format!("{amount} by {}", words::rates(&rates));
            entries.push(Entry::new(&format!("Total in {currency}"), &by));
        }
        if let Some(budgeted) = &self.budgeted {
            let says = format!("{}: {}", budgeted.of(), budgeted.says());
            entries.push(Entry::new("Budget", &says));
        }
        Ok(entries)
    }

    fn notes(&self, scenario: &Scenario) -> Result<Vec<Notes>, Failure> {
        let request = &self.request;
        let mut notes = Vec::from_iter(about::notes(scenario));
        notes.extend(Notes::new("Take care", self.warnings()));
        if let Some(sampled) = &self.sampled {
            let mut says = sampled.says_one(request)?;
            says.push(sampled.legend());
            let entries = says.iter().map(|text| Entry::text(text)).collect();
            notes.extend(Notes::new(&format!("Ranges: {}", sampled.ranges.join(", ")), entries));
        }
        notes.extend(about::workload(std::slice::from_ref(request), None));
        for it in std::iter::once(request).chain(&request.companions) {
            let heading = format!("Chosen{}", whose(" on ", request, it));
            notes.extend(Notes::new(&heading, about::choices(it)));
        }
        notes.extend(Notes::new("Companions that are not in the total", left_out(request)));
        notes.extend(Notes::new("Exchange rates", rates(request)));
        for it in std::iter::once(request).chain(&request.companions) {
            let heading = format!("Prices{}: {}", whose(" of ", request, it), least_sure(it));
            notes.extend(Notes::new(&heading, about::sources(it)));
        }
        Ok(notes)
    }

    fn warnings(&self) -> Vec<Entry> {
        let (request, quoted) = (&self.request, &self.quoted);
        let mut texts = request.warnings(quoted);
        texts.extend(care::third_party(request, &quoted.invoice));
        for (companion, invoice) in request.companions.iter().zip(&quoted.companions) {
            let name = companion.card.name();
            let third = care::third_party(companion, invoice);
            texts.extend(third.map(|text| format!("{name}: {text}")));
        }
        texts.iter().map(|text| Entry::text(text)).collect()
    }
}

/// How the total stands to the budget, in the currency of the comparison; where no rate leads there, in the
/// budget's own.
fn budgeted(
    scenario: &Scenario,
    board: &Board,
    request: &Request,
    total: Total,
) -> Result<Option<Budgeted>, Failure> {
    let Some(kept) = scenario.budget else { return Ok(None) };
    let Some(amount) = board.budget else {
        let budget = Budget { amount: kept.amount, currency: kept.currency };
        return budget.hold(None).map(Some);
    };
    let shown = request.exchange.convert(total, request.card.currency)?;
    let budget = Budget { amount, currency: scenario.display };
    budget.hold(shown.and_then(|shown| shown.total)).map(Some)
}

/// Of which card something is said, where there are companions.
fn whose(before: &str, request: &Request, of: &Request) -> String {
    if request.companions.is_empty() {
        return String::new();
    }
    format!("{before}{}", of.card.name())
}

fn left_out(request: &Request) -> Vec<Entry> {
    let companions = request.card.companions.iter().zip(&request.selection.companions);
    let left = companions.filter(|(_, included)| !**included);
    left.map(|(companion, _)| Entry::new(&companion.card, &companion.says)).collect()
}

/// The rates by which companions in other currencies are in the total.
fn rates(request: &Request) -> Vec<Entry> {
    let own = request.card.currency;
    let each = request.companions.iter().map(|companion| {
        let from = companion.card.currency;
        (companion, request.exchange.between(from, own))
    });
    let used = each.filter(|(_, rates)| !rates.is_empty());
    used.map(|(companion, rates)| Entry::new(&companion.card.name(), &words::rates(&rates)))
        .collect()
}

fn table(request: &Request, quoted: &Quoted) -> Table {
    let mut rows = rows(request, &quoted.invoice);
    for (companion, invoice) in request.companions.iter().zip(&quoted.companions) {
        rows.push(heading(&format!("With {}", companion.card.title())));
        rows.extend(self::rows(companion, invoice));
    }
    if !request.companions.is_empty() {
        let currency = request.card.currency;
        rows.push(heading(""));
        rows.push(sum(request, "together", &format!("Together in {currency}"), quoted.total));
    }
    Table { columns: columns(), rows, is_series: false }
}

fn columns() -> Vec<Column> {
    vec![
        Column::text("Item"),
        Column::text("Calculation"),
        Column::number("Quantity"),
        Column::number("Billed quantity"),
        Column::text("Unit"),
        Column::number("Unit price"),
        Column::number("Amount"),
        Column::for_programs("Currency"),
        Column::for_programs("Card"),
        Column::for_programs("Charge"),
    ]
}

/// One card's lines, its subtotal where something is agreed beside them, and its total.
fn rows(request: &Request, invoice: &Invoice) -> Vec<Row> {
    let mut rows = lines(request, invoice);
    let (currency, complete) = (request.card.currency, invoice.complete);
    let total = |amount: Ratio| Total { amount, complete };
    if !invoice.adjustments.is_empty() {
        let label = format!("Subtotal in {currency}");
        rows.push(sum(request, "subtotal", &label, total(invoice.subtotal)));
        rows.extend(adjustments(request, invoice));
    }
    rows.push(sum(request, "total", &format!("Total in {currency}"), total(invoice.total)));
    rows
}

fn lines(request: &Request, invoice: &Invoice) -> Vec<Row> {
    let quantity = |quantity: Ratio| Cell::number(quantity, Places::QUANTITY);
    let calculations = bill::calculations(request, invoice);
    let line = |(line, calculation): (&Line, String)| {
        let charge = &request.card.charges[line.charge];
        let price = request.tariff.unit_price(line.charge).map(Ratio::whole);
        let cells = [
            Cell::text(&charge.label),
            Cell::text(&calculation),
            quantity(line.quantity),
            quantity(line.billed_quantity),
            Cell::text(&request.tariff.unit(line.charge)),
            price.map_or(Cell::Missing("unpublished"), |it| Cell::number(it, Places::PRICE)),
            Cell::amount(line.amount),
        ];
        row("line", Weight::Plain, cells, (request.card.currency, &request.card.id, &charge.id))
    };
    invoice.lines.iter().zip(calculations).map(line).collect()
}

fn adjustments(request: &Request, invoice: &Invoice) -> Vec<Row> {
    let card = &request.card;
    let adjustment = |adjusted: &Adjusted| {
        let charge = match adjusted.of {
            Adjustment::Charge(charge) => &*card.charges[charge].id,
            _ => "",
        };
        let (label, part) = (adjusted.label(card), bill::part(adjusted));
        let cells = figure(&label, &part, Cell::amount(Some(adjusted.amount)));
        row("adjustment", Weight::Plain, cells, (card.currency, &card.id, charge))
    };
    invoice.adjustments.iter().map(adjustment).collect()
}

fn sum(request: &Request, kind: &'static str, label: &str, total: Total) -> Row {
    let card = &request.card;
    let cells = figure(label, "", Cell::total(total));
    row(kind, Weight::Sum, cells, (card.currency, &card.id, ""))
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
    (currency, card, charge): (Currency, &str, &str),
) -> Row {
    let of = [currency.code(), card, charge].map(Cell::text);
    Row { kind, weight, cells: cells.into_iter().chain(of).collect() }
}
