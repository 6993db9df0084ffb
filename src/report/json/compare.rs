//! `whatif compare --json`.

use serde::Serialize;
use whatif_pricing::compare::Difference;
use whatif_pricing::{Currency, plain};

use super::{BudgetJson, DoubtJson, RangesJson, RateJson, SpreadJson, Stretch};
use crate::answer::compare::{CellCharge, Column, ColumnCell, Comparison};
use crate::answer::ranges::OfferRanges;
use crate::report::notes;
use crate::report::words::{self, Audience};

/// The answer: a total for each offer, and rows of cells in the offers' order.
#[derive(Debug, Serialize)]
pub struct CompareJson {
    /// The currency in which offers are ranked. Of a scenario, the one that it asks for.
    currency: String,
    /// The currency in which offers are ranked, if no rate leads to the one that a scenario asks for.
    #[serde(skip_serializing_if = "Option::is_none")]
    ranked_in: Option<String>,
    baseline: Option<String>,
    /// The ranges that were sampled.
    #[serde(skip_serializing_if = "Option::is_none")]
    sampled: Option<RangesJson>,
    cards: Vec<ColumnJson>,
    rows: Vec<RowJson>,
    rates: Vec<RateJson>,
    /// The assumptions that it rests on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<String>,
    /// The sentence that answers: who is cheapest, by how much, how sure.
    #[serde(skip_serializing_if = "Option::is_none")]
    verdict: Option<String>,
}

#[derive(Debug, Serialize)]
struct ColumnJson {
    /// The id of the offer: the card's, or that of a copy.
    card: String,
    title: String,
    period: Stretch,
    /// Of its amounts: its own if no rate leads to that of the comparison.
    currency: String,
    /// None if it cannot be priced.
    total: Option<String>,
    complete: bool,
    /// The known part of the total: it is never less.
    known: Option<String>,
    ranked: bool,
    /// The reason why it is not ranked.
    not_ranked: Option<String>,
    cheapest: bool,
    to_cheapest: Option<DifferenceJson>,
    to_baseline: Option<DifferenceJson>,
    budget: Option<BudgetJson>,
    /// Percentiles of the totals of the samples.
    #[serde(skip_serializing_if = "Option::is_none")]
    spread: Option<SpreadJson>,
    /// The part of the samples in which it is the cheapest, from 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    cheapest_share: Option<String>,
    leaves_out: Vec<String>,
    warnings: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    doubt: Option<DoubtJson>,
}

/// An amount less another, and in percent of the other.
#[derive(Debug, Serialize)]
struct DifferenceJson {
    amount: String,
    percent: Option<String>,
}

#[derive(Debug, Serialize)]
struct RowJson {
    item: String,
    label: String,
    /// None if the offer does not charge for it.
    cells: Vec<Option<CellJson>>,
}

#[derive(Debug, Serialize)]
struct CellJson {
    /// As far as it is known. None if all of it is unpublished.
    amount: Option<String>,
    complete: bool,
    charges: Vec<ChargeJson>,
}

/// A charge that is in a cell.
#[derive(Debug, Serialize)]
struct ChargeJson {
    card: String,
    charge: String,
}

impl CompareJson {
    /// The answer for programs.
    #[must_use]
    pub fn new(comparison: &Comparison) -> Self {
        let cell = |column: &Column, place: usize| {
            let cells = column.figures.as_ref().ok().map(|figures| &figures.cells)?;
            cells.get(place)?.as_ref().map(CellJson::new)
        };
        let items = comparison.items.iter().enumerate().map(|(place, item)| RowJson {
            item: item.name().to_owned(),
            label: item.label().into_owned(),
            cells: comparison.columns.iter().map(|column| cell(column, place)).collect(),
        });
        let columns = comparison.columns.iter();
        Self {
            currency: comparison.currency.to_string(),
            ranked_in: None,
            baseline: comparison.baseline.as_ref().map(ToString::to_string),
            sampled: comparison.ranges.as_ref().map(RangesJson::new),
            cards: columns.map(|column| ColumnJson::new(column, comparison)).collect(),
            rows: items.collect(),
            rates: comparison.rates.iter().map(RateJson::new).collect(),
            notes: notes::texts(&comparison.notes),
            verdict: None,
        }
    }

    /// The same for a scenario that asks for a currency.
    #[must_use]
    pub fn asked_in(self, asked: Currency) -> Self {
        let asked = asked.to_string();
        let ranked_in = (asked != self.currency).then_some(self.currency);
        Self { currency: asked, ranked_in, ..self }
    }

    /// The same with the verdict.
    #[must_use]
    pub fn with_verdict(self, verdict: &str) -> Self {
        Self { verdict: Some(verdict.to_owned()), ..self }
    }
}

impl ColumnJson {
    fn new(column: &Column, comparison: &Comparison) -> Self {
        let figures = column.figures.as_ref();
        let known = figures.ok();
        let why = match figures {
            Ok(figures) => figures.obstacle.as_ref().map(words::obstacle),
            Err(_) => Some(words::UNPRICED.to_owned()),
        };
        let ranked = why.is_none();
        let texts = |is_wanted: &dyn Fn(&crate::answer::Doubt) -> bool| -> Vec<String> {
            let doubts = column.doubts.iter().filter(|doubt| is_wanted(doubt));
            doubts.map(|doubt| words::doubt(doubt, Audience::User)).collect()
        };
        let mut warnings = texts(&|doubt| doubt.concern.is_of_the_answer());
        warnings.extend(figures.err().map(words::unpriced));
        let ranges = column.ranges.as_ref();
        Self {
            card: column.offer.to_string(),
            title: column.title.clone(),
            period: Stretch::new(column.window, column.card.offset),
            currency: known.map_or(comparison.currency, |it| it.currency).to_string(),
            total: known.map(|figures| plain(figures.total.amount)),
            complete: known.is_some_and(|figures| figures.total.complete),
            known: known.map(|figures| plain(figures.total.amount)),
            ranked,
            not_ranked: why,
            cheapest: known.is_some_and(|figures| figures.is_cheapest),
            to_cheapest: known.and_then(|it| it.to_cheapest).map(DifferenceJson::new),
            to_baseline: known.and_then(|it| it.to_baseline).map(DifferenceJson::new),
            budget: column.budget.as_ref().map(BudgetJson::new),
            spread: ranges.and_then(OfferRanges::shown).map(SpreadJson::new),
            cheapest_share: ranges.and_then(|ranges| ranges.share).map(plain),
            leaves_out: texts(&words::left_out),
            warnings,
            doubt: column.doubt.map(DoubtJson::new),
        }
    }
}

impl DifferenceJson {
    fn new(difference: Difference) -> Self {
        Self { amount: plain(difference.amount), percent: difference.percent.map(plain) }
    }
}

impl CellJson {
    fn new(cell: &ColumnCell) -> Self {
        let charge =
            |of: &CellCharge| ChargeJson { card: of.card.clone(), charge: of.charge.clone() };
        Self {
            amount: cell.amount.map(plain),
            complete: cell.complete,
            charges: cell.charges.iter().map(charge).collect(),
        }
    }
}
