//! The cost of an offer: its invoice, those of its companions, and the facts beside them.

use chrono::NaiveDate;
use whatif_pricing::lifecycle::DatedBill;
use whatif_pricing::{
    Currency, Doubted, ExchangeRate, Invoice, InvoiceOf, Period, Ratio, Samples, Spend, Tariff,
    Total, Window,
};

use super::board::{Board, OfferFigures, Part, PricedOffer};
use super::doubt::{Doubt, Staleness, doubts};
use super::error::AnswerError;
use super::notes::{Note, notes};
use super::part::parts;
use super::priced::priced;
use super::ranges::{OfferRanges, Ranges, ranges};
use super::verdict;
use crate::scenario::{Budget, OfferId};

pub use super::part::{
    AdjustedOf, Calculation, Chosen, OwnPrice, QuotedAdjustment, QuotedLine, QuotedList,
    QuotedPart, all_parts,
};

/// A question about one offer.
#[derive(Clone, Copy, Debug)]
pub struct QuoteQuestion<'a> {
    /// The offer.
    pub offer: &'a OfferId,
    /// The currency in which the total is shown too.
    pub currency: Option<Currency>,
    /// True if the billing records are wanted.
    pub has_records: bool,
    /// The samples to draw from the workload's ranges. Draws none if `None`.
    pub samples: Option<Samples>,
    /// From which age prices are stale. They have no age if `None`.
    pub staleness: Option<Staleness>,
}

/// The cost of an offer.
#[derive(Clone, Debug)]
pub struct Quote {
    /// The offer.
    pub offer: OfferId,
    /// Provider, service and plan.
    pub title: String,
    /// The period.
    pub period: Period,
    /// The day whose price lists apply. Those of the period if `None`.
    pub as_of: Option<NaiveDate>,
    /// Its own card.
    pub own: QuotedPart,
    /// The companions that are included.
    pub companions: Vec<QuotedPart>,
    /// All of them together, in the card's currency.
    pub total: Total,
    /// The same in the currency that was asked for.
    pub converted: Option<Converted>,
    /// The doubts about it.
    pub doubts: Vec<Doubt>,
    /// The worst doubt about the prices that the total uses. Without a day of use no price is old.
    pub doubt: Option<Doubted>,
    /// The budget and the part of it that the total takes.
    pub budget: Option<Held>,
    /// The totals over the workload's ranges.
    pub ranges: Option<(Ranges, OfferRanges)>,
    /// The billing records, if they are wanted.
    pub records: Option<Vec<QuotedRecord>>,
    /// The assumptions on which a price rests, with what their other readings come to.
    pub ambiguities: Vec<Ambiguity>,
    /// The companions that are not included.
    pub left_out: Vec<LeftOut>,
    /// The bills of the period, with their dates.
    pub bills: Vec<DatedBill>,
    /// The assumptions that it rests on.
    pub notes: Vec<Note>,
}

/// A billing record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotedRecord {
    /// The charge's id.
    pub charge: String,
    /// From and, not included, to.
    pub window: Window,
    /// The quantity.
    pub quantity: Ratio,
    /// The amount. `None` if the price is not published.
    pub amount: Option<Ratio>,
}

/// An assumption on which a price rests.
#[derive(Clone, Debug)]
pub struct Ambiguity {
    /// Its id.
    pub id: String,
    /// The question.
    pub asks: String,
    /// The rule that is ambiguous.
    pub rule: String,
    /// Its readings.
    pub readings: Vec<AmbiguousReading>,
}

/// One reading of an assumption.
#[derive(Clone, Debug)]
pub struct AmbiguousReading {
    /// Its id.
    pub id: String,
    /// Its name.
    pub label: String,
    /// Its effect on the total.
    pub effect: ReadingEffect,
}

/// The effect of a reading on the total.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadingEffect {
    /// It is the one taken.
    Taken,
    /// The same total.
    Same,
    /// Another total, in the card's currency.
    Other(Total),
    /// A total beyond what can be calculated exactly.
    Unknown,
}

/// A companion that is not included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The id of its card.
    pub card: String,
    /// The case in which it is needed, in words.
    pub says: String,
}

/// A total in another currency.
#[derive(Clone, Debug)]
pub struct Converted {
    /// The currency.
    pub currency: Currency,
    /// The total. `None` if no rate leads there.
    pub total: Option<Total>,
    /// The rates that lead there.
    pub rates: Vec<ExchangeRate>,
}

/// A budget, and how a total stands to it.
#[derive(Clone, Copy, Debug)]
pub struct Held {
    /// The budget.
    pub budget: Budget,
    /// The part of it that the total takes. Unknown too if no rate leads to its currency.
    pub spend: Spend,
}

/// Answers what an offer costs.
pub fn quote(board: &Board, question: &QuoteQuestion<'_>) -> Result<Quote, AnswerError> {
    let (offer, figures) = priced(board, question.offer)?;
    let (own, companions) = parts(board, offer, figures);
    let currency = own.currency;
    let converted = question.currency.map(|into| converted(board, figures.total, currency, into));
    let sampled = match question.samples {
        Some(samples) => ranges(board, std::slice::from_ref(question.offer), samples, currency)?,
        None => None,
    };
    Ok(Quote {
        offer: offer.id.clone(),
        title: offer.title(),
        period: board.inputs().period,
        as_of: board.inputs().as_of,
        own,
        companions,
        total: figures.total,
        converted: converted.transpose()?,
        doubts: doubts(board, offer, question.currency, question.staleness),
        doubt: verdict::doubt(board, offer, question.staleness.unwrap_or(Staleness::AGELESS)),
        budget: held(board, offer),
        ranges: sampled.and_then(|(ranges, mut of)| Some((ranges, of.pop()?))),
        records: if question.has_records { Some(records(&figures.own, board)?) } else { None },
        ambiguities: ambiguities(board, figures)?,
        left_out: left_out(figures),
        bills: figures.own.tariff.bills(),
        notes: of_quote(board, &offer.id),
    })
}

fn records(part: &Part, board: &Board) -> Result<Vec<QuotedRecord>, AnswerError> {
    let whole =
        [whatif_pricing::Segment { window: part.tariff.window(), usage: board.usage().clone() }];
    let segments = if part.segments.is_empty() { &whole[..] } else { &part.segments };
    let record = |record: whatif_pricing::Record| QuotedRecord {
        charge: part.card.charges[record.charge].id.clone(),
        window: record.window,
        quantity: record.quantity,
        amount: record.amount,
    };
    Ok(part.tariff.records(segments)?.into_iter().map(record).collect())
}

/// Holds an offer against the scenario's budget. `None` without a budget. The budget is in the currency of
/// the comparison, or in its own if no rate leads there.
#[must_use]
pub fn held(board: &Board, offer: &PricedOffer) -> Option<Held> {
    let given = board.scenario().budget?;
    let shown = board.budget().map(|amount| Budget { amount, currency: board.inputs().display });
    Some(Held {
        budget: shown.unwrap_or(given),
        spend: shown.and(offer.spend).unwrap_or(Spend::Unknown),
    })
}

/// A total in another currency, with the rates that lead there.
pub(super) fn converted(
    board: &Board,
    total: Total,
    from: Currency,
    into: Currency,
) -> Result<Converted, AnswerError> {
    let rates = &board.inputs().rates;
    let total = total.in_currency(from, into, rates)?;
    let rates = rates.between(from, into).unwrap_or_default().into_iter().cloned().collect();
    Ok(Converted { currency: into, total, rates })
}

/// A quote has a currency of its own, and says so where a rate is missing.
fn of_quote(board: &Board, offer: &OfferId) -> Vec<Note> {
    let mut notes = notes(board, [offer]);
    notes.retain(|note| !matches!(note, Note::OtherCurrency { .. }));
    notes
}

fn left_out(figures: &OfferFigures) -> Vec<LeftOut> {
    let is_included = |id: &str| figures.companions.iter().any(|part| part.card.id == id);
    let companions = figures.own.card.companions.iter().filter(|it| !is_included(&it.card));
    let companions = companions.map(|it| LeftOut { card: it.card.clone(), says: it.says.clone() });
    companions.collect()
}

/// The assumptions on which a price rests.
fn ambiguities(board: &Board, figures: &OfferFigures) -> Result<Vec<Ambiguity>, AnswerError> {
    let own = &figures.own;
    let mut found = Vec::new();
    for (place, asked) in own.card.assumptions.iter().enumerate() {
        if asked.readings.iter().all(|reading| reading.charges.is_empty()) {
            continue;
        }
        let reading = |(at, reading): (usize, &whatif_pricing::card::Reading)| {
            Ok::<_, AnswerError>(AmbiguousReading {
                id: reading.named.id.clone(),
                label: reading.named.label.clone(),
                effect: effect(board, figures, place, at)?,
            })
        };
        let readings = asked.readings.iter().enumerate().map(reading);
        found.push(Ambiguity {
            id: asked.id.clone(),
            asks: asked.asks.clone(),
            rule: asked.rule.clone(),
            readings: readings.collect::<Result<_, _>>()?,
        });
    }
    Ok(found)
}

/// Returns the effect of a reading of an assumption, both by place.
fn effect(
    board: &Board,
    figures: &OfferFigures,
    assumption: usize,
    reading: usize,
) -> Result<ReadingEffect, AnswerError> {
    let own = &figures.own;
    if own.selection.readings[assumption] == reading {
        return Ok(ReadingEffect::Taken);
    }
    let mut selection = own.selection.clone();
    selection.readings[assumption] = reading;
    let Ok(tariff) = Tariff::new(&own.card, &selection, *own.tariff.terms()) else {
        return Ok(ReadingEffect::Unknown);
    };
    let mut invoice = Invoice::default();
    let quoted = match &own.segments[..] {
        [] => tariff.quote(board.usage(), &mut invoice),
        segments => tariff.quote_timeline(segments, &mut invoice),
    };
    if quoted.is_err() {
        return Ok(ReadingEffect::Unknown);
    }
    let companions = figures.companions.iter().map(Part::invoice_of);
    let of = InvoiceOf { selection: &selection, invoice: &invoice, ..own.invoice_of() };
    let total = Total::of(of, companions, &board.inputs().rates)?;
    let is_same = total == figures.total;
    Ok(if is_same { ReadingEffect::Same } else { ReadingEffect::Other(total) })
}
