//! Prices: every unit price behind the offers on the screen, with its source, its age and what it is worth.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use whatif_pricing::charge::{Charge, Confidence};
use whatif_pricing::{Currency, Ratio};

use super::board::{Board, Part, PricedOffer};
use crate::scenario::OfferId;

/// One unit price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Price {
    /// The offer that uses it.
    pub offer: OfferId,
    /// The id of the card: the offer's own or a companion's.
    pub card: String,
    /// The id of the charge.
    pub charge: String,
    /// The charge's words.
    pub label: String,
    /// The currency of the card as it is chosen.
    pub currency: Currency,
    /// The price of one unit. `None` if it has tiers or is not published.
    pub unit_price: Option<Decimal>,
    /// The price in the words of the pricing library, tiers included: `0.05 / 10000`.
    pub text: String,
    /// One unit in words: `10,000 calls`.
    pub unit: String,
    /// The origin of the price.
    pub origin: Origin,
    /// The part of the offer's total that the line makes, from 0 to 1. `None` if either is unknown or the
    /// total is zero.
    pub share: Option<Ratio>,
    /// The questions that the source leaves open about this charge, each with the reading taken.
    pub readings: Vec<(String, String)>,
}

/// The origin of a price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The user's own.
    Own,
    /// A source that the card names.
    Source {
        /// Its title.
        title: String,
        /// Its address.
        url: String,
        /// The date that it carries.
        dated: Option<NaiveDate>,
        /// The day it was read.
        read: NaiveDate,
        /// The confidence in the price, by who says so.
        confidence: Confidence,
    },
}

impl Origin {
    /// The age of the price in days. `None` for the user's own, and if the source carries no date.
    #[must_use]
    pub fn age_days(&self, today: NaiveDate) -> Option<i64> {
        match self {
            Self::Own => None,
            Self::Source { dated, .. } => dated.map(|dated| (today - dated).num_days()),
        }
    }

    /// The rank of the doubt: unpublished first, then third parties, transcripts, sources without a date,
    /// the vendor's own, and the user's own last.
    fn rank(&self) -> (u8, bool, Option<NaiveDate>) {
        match self {
            Self::Own => (4, false, None),
            Self::Source { confidence, dated, .. } => {
                let rank = match confidence {
                    Confidence::Unpublished => 0,
                    Confidence::ThirdParty => 1,
                    Confidence::Transcribed => 2,
                    Confidence::Official => 3,
                };
                (rank, dated.is_some(), *dated)
            }
        }
    }
}

/// The prices of the offers on the screen that their totals use, the most doubtful first.
#[must_use]
pub fn prices(board: &Board) -> Vec<Price> {
    let mut prices: Vec<Price> = board.shown().flat_map(of_offer).collect();
    prices.sort_by_key(|price| price.origin.rank());
    prices
}

fn of_offer(offer: &PricedOffer) -> Vec<Price> {
    let Some(figures) = offer.figures() else { return Vec::new() };
    let of_part = |part: &Part| -> Vec<Price> {
        let used = part.card.charges.iter().enumerate().filter(|(place, _)| {
            part.invoice.lines.get(*place).is_some_and(|line| !line.billed_quantity.is_zero())
        });
        used.map(|(place, charge)| price(offer, part, place, charge)).collect()
    };
    figures.parts().flat_map(of_part).collect()
}

fn price(offer: &PricedOffer, part: &Part, line: usize, charge: &Charge) -> Price {
    let total = offer.total().map(|total| total.amount).filter(|total| !total.is_zero());
    let is_own_card = part.card.id == offer.card.id;
    let amount = part.invoice.lines[line].amount.filter(|_| is_own_card);
    let origin = if part.own_price(line).is_some() {
        Origin::Own
    } else {
        let source = &part.card.sources[*charge.source.pick(&part.selection.options)];
        Origin::Source {
            title: source.title.clone(),
            url: source.url.clone(),
            dated: source.dated,
            read: source.read,
            confidence: *charge.confidence.pick(&part.selection.options),
        }
    };
    Price {
        offer: offer.id.clone(),
        card: part.card.id.clone(),
        charge: charge.id.clone(),
        label: charge.label.clone(),
        currency: part.currency(),
        unit_price: part.tariff.unit_price(line),
        text: part.tariff.price_text(line),
        unit: part.tariff.unit(line),
        origin,
        share: amount.zip(total).and_then(|(amount, total)| amount.over(total).ok()),
        readings: readings(part, line),
    }
}

/// The assumptions whose readings change a charge, each with the reading taken.
fn readings(part: &Part, line: usize) -> Vec<(String, String)> {
    let assumptions = part.card.assumptions.iter().zip(&part.selection.readings);
    let touching = assumptions.filter(|(assumption, _)| {
        let mut readings = assumption.readings.iter();
        readings.any(|reading| reading.charges.iter().any(|(charge, _)| *charge == line))
    });
    let words = |(assumption, taken): (&whatif_pricing::card::Assumption, &usize)| {
        (assumption.asks.clone(), assumption.readings[*taken].named.label.clone())
    };
    touching.map(words).collect()
}
