//! The dates of the prices that a total uses.

use chrono::NaiveDate;

use super::board::{OfferFigures, PricedOffer};

/// The dates of the prices that a total uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PriceDates {
    /// None of them has a date.
    Undated {
        /// The day on which the oldest was read.
        read: NaiveDate,
    },
    /// Some of them have no date.
    Partly {
        /// The oldest date of the others.
        oldest: NaiveDate,
    },
    /// Each has a date.
    Dated {
        /// The oldest.
        oldest: NaiveDate,
        /// The newest.
        newest: NaiveDate,
    },
}

impl PriceDates {
    /// The oldest date. `None` if there is none.
    #[must_use]
    pub const fn oldest(self) -> Option<NaiveDate> {
        match self {
            Self::Undated { .. } => None,
            Self::Partly { oldest } | Self::Dated { oldest, .. } => Some(oldest),
        }
    }
}

/// The dates of the prices that an offer's total uses. A price that adds nothing counts only if none adds
/// anything; if nothing is used, the date of the card counts.
#[must_use]
pub fn price_dates(offer: &PricedOffer) -> PriceDates {
    let parts = offer.figures().into_iter().flat_map(OfferFigures::parts);
    let used = parts.flat_map(|part| {
        let lines = part.invoice.lines.iter().filter(|line| !line.billed_quantity.is_zero());
        lines.flat_map(|line| {
            let is_zero = line.known().is_zero();
            part.invoice_of().sources(line.charge).into_iter().map(move |source| (source, is_zero))
        })
    });
    let used: Vec<_> = used.collect();
    let is_free = used.iter().all(|(_, is_zero)| *is_zero);
    let sources = used.iter().filter(|(_, is_zero)| is_free || !is_zero).map(|(source, _)| *source);
    let sources: Vec<_> = sources.collect();
    let dated = || sources.iter().filter_map(|source| source.dated);
    let (oldest, newest) = (dated().min(), dated().max());
    let read = sources.iter().map(|source| source.read).min();
    let of_card = offer.card.dated();
    match (oldest.zip(newest), read) {
        (Some((oldest, newest)), _) if sources.iter().all(|source| source.dated.is_some()) => {
            PriceDates::Dated { oldest, newest }
        }
        (Some((oldest, _)), _) => PriceDates::Partly { oldest },
        (None, Some(read)) => PriceDates::Undated { read },
        (None, None) if offer.card.is_dated() => {
            PriceDates::Dated { oldest: of_card, newest: of_card }
        }
        (None, None) => PriceDates::Undated { read: of_card },
    }
}
