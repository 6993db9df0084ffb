//! The assumptions that an answer rests on: a peak that nobody measured, a flow that was typed for a month and is
//! priced for another period, and a currency that no rate leads to.

use whatif_pricing::{BareFlow, ChangedFlow, Currency, DriverId, Footing, Ratio};

use super::board::{Board, OfferFigures, PricedOffer};
use crate::scenario::OfferId;

/// An assumption that an answer rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// Offers are charged by a peak that nobody set or measured.
    AssumedPeak {
        /// The driver.
        driver: DriverId,
        /// The value that is assumed.
        value: Ratio,
        /// The offers that are charged by it.
        offers: Vec<OfferId>,
    },
    /// A flow was typed without a unit, in a period that is not a month.
    BareFlow(BareFlow),
    /// A flow changes within the period to a number for another length of time.
    ChangedFlow(ChangedFlow),
    /// Totals are not in the currency that was asked for.
    OtherCurrency {
        /// The currency that was asked for.
        asked: Currency,
        /// The currency that the offers share.
        shown: Currency,
    },
}

/// The notes about some offers. Offers that are not on the board count for nothing.
#[must_use]
pub fn notes<'a>(board: &Board, offers: impl IntoIterator<Item = &'a OfferId>) -> Vec<Note> {
    let offers: Vec<&PricedOffer> = offers.into_iter().filter_map(|id| board.offer(id)).collect();
    let mut notes = Vec::new();
    let shown = board.inputs().display;
    let asked = board.asked_currency();
    notes.extend((asked != shown).then_some(Note::OtherCurrency { asked, shown }));
    notes.extend(assumed_peaks(board, &offers));
    notes.extend(bare_flows(board, &offers).into_iter().map(Note::BareFlow));
    notes.extend(changed_flows(board, &offers).into_iter().map(Note::ChangedFlow));
    notes
}

fn assumed_peaks(board: &Board, offers: &[&PricedOffer]) -> Vec<Note> {
    let workload = &board.inputs().workload;
    let drivers = workload.vocabulary().iter();
    let note = |driver: DriverId| {
        let footing = workload.footing(driver, board.usage()).ok()??;
        let charged = offers.iter().filter(|offer| is_charged_by(offer, driver));
        let offers: Vec<OfferId> = charged.map(|offer| offer.id.clone()).collect();
        let value = board.usage().value(driver);
        let is_assumed = footing == Footing::Assumed && !offers.is_empty();
        is_assumed.then_some(Note::AssumedPeak { driver, value, offers })
    };
    drivers.filter_map(|(driver, _)| note(driver)).collect()
}

/// Does a line with an amount, or without a known one, read the driver?
fn is_charged_by(offer: &PricedOffer, driver: DriverId) -> bool {
    let mut parts = offer.figures().into_iter().flat_map(OfferFigures::parts);
    parts.any(|part| {
        let mut lines = part.invoice.lines.iter();
        lines.any(|line| {
            let counts = line.amount.is_none_or(|amount| !amount.is_zero());
            counts && part.tariff.charge_reads(line.charge, driver)
        })
    })
}

/// Does any of the offers read the driver? Also true if none of them has figures.
fn is_read(offers: &[&PricedOffer], driver: DriverId) -> bool {
    let figures = offers.iter().filter_map(|offer| offer.figures());
    figures.clone().count() == 0 || figures.into_iter().any(|it| it.reads[driver.index()])
}

fn bare_flows(board: &Board, offers: &[&PricedOffer]) -> Vec<BareFlow> {
    let flows = board.inputs().workload.bare_flows(board.usage());
    flows.into_iter().filter(|flow| is_read(offers, flow.driver)).collect()
}

/// On the clock of the first of the offers.
fn changed_flows(board: &Board, offers: &[&PricedOffer]) -> Vec<ChangedFlow> {
    let (inputs, first) = (board.inputs(), offers.first());
    let clock = first.map_or(board.selected().card.offset, |offer| offer.card.offset);
    let (window, months) = (inputs.period.window(clock), board.usage().months());
    let vocabulary = inputs.workload.vocabulary();
    let flows = ChangedFlow::all(vocabulary, &inputs.changes, window, months);
    flows.into_iter().filter(|flow| is_read(offers, flow.driver)).collect()
}
