//! The totals of samples from the workload's ranges.

use std::sync::Arc;

use whatif_pricing::{Change, Currency, Offer, Outcome, Ratio, Sampler, Samples, Spread, Workload};

use super::board::Board;
use super::error::AnswerError;
use super::priced::priced;
use super::ranged::{RangedDriver, ranged};
use crate::scenario::OfferId;

/// The samples that were drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranges {
    /// Their number and their seed.
    pub samples: Samples,
    /// The drivers that have a range.
    pub drivers: Vec<RangedDriver>,
}

/// The totals of the samples of one offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferRanges {
    /// The percentiles in the currency of the offer's card. `None` if it has no total.
    pub own: Option<(Currency, Spread)>,
    /// The same in the currency of the comparison, if that is another and a rate leads there.
    pub converted: Option<(Currency, Spread)>,
    /// The part of the samples in which it is the cheapest. `None` if it was never compared.
    pub share: Option<Ratio>,
}

impl OfferRanges {
    /// The percentiles in the currency of the comparison, or else in the card's.
    #[must_use]
    pub fn shown(&self) -> Option<(Currency, Spread)> {
        self.converted.or(self.own)
    }
}

/// Samples the workload's ranges for some offers, and compares them in a currency. `None` without ranges.
/// Offers that cannot be priced are left out.
pub fn ranges(
    board: &Board,
    offers: &[OfferId],
    samples: Samples,
    currency: Currency,
) -> Result<Option<(Ranges, Vec<OfferRanges>)>, AnswerError> {
    let workload = workload_at_start(board);
    if !workload.has_ranges() {
        return Ok(None);
    }
    if !board.inputs().is_steady() && has_later_changes(board) {
        return Err(AnswerError::RangesAndChanges { drivers: ranged(&workload) });
    }
    let rates = &board.inputs().rates;
    let priced: Vec<_> = offers.iter().filter_map(|id| priced(board, id).ok()).collect();
    let offer = |(_, figures): &(_, &super::board::OfferFigures)| {
        figures.offer_in(figures.own.currency(), rates)
    };
    let pricing: Arc<[Offer]> = priced.iter().map(offer).collect::<Result<_, _>>()?;
    let begun = Sampler::new(pricing, &workload, samples).compared_in(currency, rates, |_| true)?;
    let outcomes = begun.finish()?;
    let mut found = Vec::with_capacity(outcomes.len());
    for ((_, figures), outcome) in priced.iter().zip(outcomes) {
        found.push(of_offer(board, figures.own.currency(), outcome)?);
    }
    Ok(Some((Ranges { samples, drivers: ranged(&workload) }, found)))
}

fn of_offer(board: &Board, own: Currency, outcome: Outcome) -> Result<OfferRanges, AnswerError> {
    let display = board.inputs().display;
    let spread = outcome.spread;
    let converted = match spread.filter(|_| display != own) {
        Some(spread) => spread.in_currency(own, display, &board.inputs().rates)?,
        None => None,
    };
    Ok(OfferRanges {
        own: spread.map(|spread| (own, spread)),
        converted: converted.map(|spread| (display, spread)),
        share: outcome.share,
    })
}

/// The workload of the first second, changes at the very start included.
pub(super) fn workload_at_start(board: &Board) -> Workload {
    let inputs = board.inputs();
    let mut workload = inputs.workload.clone();
    for change in inputs.changes.iter().filter(|change| is_at_start(board, change)) {
        // It was set once already, when the period was split.
        let _ = workload.set(change.driver, change.value.clone());
    }
    workload
}

/// Returns whether a change is at the first second of the period, on the clock of an offer that is
/// shown.
fn is_at_start(board: &Board, change: &Change) -> bool {
    let window = board.inputs().period.window(board.selected().card.offset);
    change.at.timestamp() == window.from
}

fn has_later_changes(board: &Board) -> bool {
    board.inputs().changes.iter().any(|change| !is_at_start(board, change))
}
