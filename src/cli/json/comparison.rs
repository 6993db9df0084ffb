//! `whatif compare --json`.

use serde::Serialize;
use whatif_pricing::compare::{Cell, CellLine, Difference, Standing};
use whatif_pricing::plain;

use super::{QuoteRate, Stretch};
use crate::cli::budget::BudgetJson;
use crate::cli::compare::Answer;
use crate::cli::output::Failure;
use crate::cli::ranges::{RangesJson, Sampled, SpreadJson};

/// The answer: a total for each card, and rows of cells in the cards' order.
#[derive(Debug, Serialize)]
pub struct Compare<'a> {
    /// The currency in which cards are ranked.
    currency: String,
    baseline: Option<&'a str>,
    /// Which ranges were sampled.
    #[serde(skip_serializing_if = "Option::is_none")]
    sampled: Option<RangesJson>,
    cards: Vec<CompareCard<'a>>,
    rows: Vec<CompareRow<'a>>,
    rates: Vec<QuoteRate>,
}

#[derive(Debug, Serialize)]
struct CompareCard<'a> {
    card: &'a str,
    title: String,
    period: Stretch,
    /// Of its amounts: its own where no rate leads to that of the comparison.
    currency: String,
    total: String,
    complete: bool,
    ranked: bool,
    /// Why it is not ranked.
    not_ranked: Option<&'static str>,
    cheapest: bool,
    to_cheapest: Option<DifferenceJson>,
    to_baseline: Option<DifferenceJson>,
    budget: Option<BudgetJson>,
    /// Percentiles of the totals of the samples.
    #[serde(skip_serializing_if = "Option::is_none")]
    spread: Option<SpreadJson>,
    /// In which part of the samples it is the cheapest, from 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    cheapest_share: Option<String>,
    leaves_out: Vec<String>,
    warnings: Vec<String>,
}

/// An amount less another, and in percent of the other.
#[derive(Debug, Serialize)]
struct DifferenceJson {
    amount: String,
    percent: Option<String>,
}

#[derive(Debug, Serialize)]
struct CompareRow<'a> {
    item: &'a str,
    label: String,
    /// None where the card has no such item.
    cells: Vec<Option<CompareCell<'a>>>,
}

#[derive(Debug, Serialize)]
struct CompareCell<'a> {
    /// As far as it is known; none where all of it is unpublished.
    amount: Option<String>,
    complete: bool,
    charges: Vec<CompareCharge<'a>>,
}

/// A charge that is in a cell.
#[derive(Debug, Serialize)]
struct CompareCharge<'a> {
    card: &'a str,
    charge: &'a str,
}

impl<'a> Compare<'a> {
    /// The answer for programs.
    pub fn new(answer: &'a Answer) -> Result<Self, Failure> {
        let comparison = &answer.comparison;
        let row = |(place, item): (usize, &'a whatif_pricing::compare::Item)| CompareRow {
            item: item.name(),
            label: item.label().into_owned(),
            cells: (0..answer.requests.len())
                .map(|column| {
                    let cell = comparison.columns[column].cells[place].as_ref()?;
                    Some(CompareCell::new(answer, column, cell))
                })
                .collect(),
        };
        let cards = (0..answer.requests.len()).map(|it| CompareCard::new(answer, it));
        Ok(Self {
            currency: comparison.currency.to_string(),
            baseline: answer.baseline.map(|place| &*answer.requests[place].card.id),
            sampled: answer.sampled.as_ref().map(Sampled::json),
            cards: cards.collect::<Result<_, _>>()?,
            rows: comparison.items.iter().enumerate().map(row).collect(),
            rates: answer.rates().into_iter().map(QuoteRate::new).collect(),
        })
    }
}

impl<'a> CompareCard<'a> {
    fn new(answer: &'a Answer, place: usize) -> Result<Self, Failure> {
        let (request, quoted) = (&answer.requests[place], &answer.quoted[place]);
        let column = &answer.comparison.columns[place];
        let vocabulary = request.timeline.workload.vocabulary();
        let ranked = column.standing == Standing::Ranked;
        let to_baseline = answer.to_baseline.get(place).copied().flatten();
        let left_out = column.left_out.iter();
        let sampled = answer.sampled.as_ref().map(|sampled| sampled.json_of(answer, place));
        let (spread, cheapest_share) = sampled.transpose()?.unwrap_or_default();
        Ok(Self {
            card: &request.card.id,
            title: request.card.title(),
            period: Stretch::new(request),
            currency: column.currency.to_string(),
            total: plain(column.total.amount),
            complete: column.total.complete,
            ranked,
            not_ranked: (!ranked).then(|| column.standing.reason()),
            cheapest: column.is_cheapest,
            to_cheapest: column.to_cheapest.map(DifferenceJson::new),
            to_baseline: to_baseline.map(DifferenceJson::new),
            budget: answer.budgeted.as_ref().map(|all| all[place].json()),
            spread,
            cheapest_share,
            leaves_out: left_out.map(|it| it.text(&request.card, vocabulary)).collect(),
            warnings: request.warnings(quoted),
        })
    }
}

impl DifferenceJson {
    fn new(difference: Difference) -> Self {
        Self { amount: plain(difference.amount), percent: difference.percent.map(plain) }
    }
}

impl<'a> CompareCell<'a> {
    fn new(answer: &'a Answer, column: usize, cell: &Cell) -> Self {
        let request = &answer.requests[column];
        let charge = |line: &CellLine| {
            let of = match line.invoice.checked_sub(1) {
                None => request,
                Some(companion) => &request.companions[companion],
            };
            CompareCharge { card: &of.card.id, charge: &of.card.charges[line.charge].id }
        };
        Self {
            amount: cell.amount.map(plain),
            complete: cell.complete,
            charges: cell.lines.iter().map(charge).collect(),
        }
    }
}
