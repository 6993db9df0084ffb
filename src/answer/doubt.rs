//! The doubts about the figures of an offer.

use std::sync::Arc;

use chrono::NaiveDate;
use whatif_pricing::charge::{Charge, Confidence};
use whatif_pricing::{AgeLimit, Currency, RateCard, Warning};

use super::board::{Board, Part, PricedOffer};
use super::carry::{Carried, carried};

/// From which age prices are stale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Staleness {
    /// The day of use.
    pub today: NaiveDate,
    /// The most days that are current.
    pub days_max: u32,
}

impl Staleness {
    /// The limit as the pricing library takes it.
    #[must_use]
    pub const fn limit(self) -> AgeLimit {
        AgeLimit { on: self.today, days_max: self.days_max }
    }

    /// No price is old.
    pub const AGELESS: Self = Self { today: NaiveDate::MIN, days_max: u32::MAX };
}

/// One thing to be careful about.
#[derive(Clone, Debug)]
pub struct Doubt {
    /// The card that it is about.
    pub card: Arc<RateCard>,
    /// True if that is a companion's.
    pub is_companion: bool,
    /// The reason.
    pub concern: Concern,
}

/// The reason to be careful.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Concern {
    /// A warning of the invoice. Its places are those of the doubt's card.
    Invoice(Warning),
    /// A change that carries the workload where it exceeds a limit.
    Carried(Carried),
    /// The plan is closed: why.
    Closed(String),
    /// No rate leads from a card's currency to the one in which it is counted.
    NoRate {
        /// The card's currency.
        from: Currency,
        /// The currency that was wanted.
        to: Currency,
    },
    /// The prices are old.
    Stale {
        /// The oldest date of the sources that the total uses, or the day on which it was read.
        date: NaiveDate,
        /// True if the sources have a date.
        is_dated: bool,
        /// Days up to the day of use.
        days: i64,
    },
    /// Charges that are used at a third party's price, by their names.
    ThirdParty(Vec<String>),
}

impl Concern {
    /// Returns whether it is about the answer itself, and not about how sure the prices are.
    #[must_use]
    pub const fn is_of_the_answer(&self) -> bool {
        match self {
            Self::Invoice(_) | Self::Carried(_) | Self::Closed(_) | Self::NoRate { .. } => true,
            Self::Stale { .. } | Self::ThirdParty(_) => false,
        }
    }
}

/// Everything to be careful about in an offer: what is missing from the answer, then how sure its prices
/// are. Empty if the offer cannot be priced.
#[must_use]
pub fn doubts(
    board: &Board,
    offer: &PricedOffer,
    currency: Option<Currency>,
    staleness: Option<Staleness>,
) -> Vec<Doubt> {
    let Some(figures) = offer.figures() else { return Vec::new() };
    let own = &figures.own;
    let rates = &board.inputs().rates;
    let no_rate = |from: Currency, to: Currency| {
        let is_missing = rates.between(from, to).is_none();
        is_missing.then_some(Concern::NoRate { from, to })
    };
    let mut doubts = Vec::new();
    for part in figures.parts() {
        doubts.extend(of_part(part, &own.card, of_the_invoice(part)));
        let carried = carried(board, figures, part).into_iter().map(Concern::Carried);
        doubts.extend(of_part(part, &own.card, carried.collect()));
        let rate = no_rate(part.currency(), own.currency());
        doubts.extend(of_part(part, &own.card, Vec::from_iter(rate)));
    }
    let rate = currency.and_then(|to| no_rate(own.currency(), to));
    doubts.extend(of_part(own, &own.card, Vec::from_iter(rate)));
    for part in figures.parts() {
        let stale = staleness.and_then(|staleness| stale(part, staleness));
        let concerns = stale.into_iter().chain(third_party(part)).collect();
        doubts.extend(of_part(part, &own.card, concerns));
    }
    doubts
}

fn of_part(part: &Part, own: &RateCard, concerns: Vec<Concern>) -> impl Iterator<Item = Doubt> {
    let (card, is_companion) = (Arc::clone(&part.card), part.card.id != own.id);
    concerns.into_iter().map(move |concern| Doubt {
        card: Arc::clone(&card),
        is_companion,
        concern,
    })
}

fn of_the_invoice(part: &Part) -> Vec<Concern> {
    let warnings = part.invoice.warnings.iter().copied().map(Concern::Invoice);
    warnings.chain(part.card.closed.clone().map(Concern::Closed)).collect()
}

/// The charges that a total uses at the vendor's price.
fn used(part: &Part) -> impl Iterator<Item = &Charge> {
    let lines = part.invoice.lines.iter().filter(|line| !line.billed_quantity.is_zero());
    let vendors = lines.filter(|line| part.own_price(line.charge).is_none());
    vendors.map(|line| &part.card.charges[line.charge])
}

/// Returns the concern that prices are old. The user's own have no age, nor have those that the total does not
/// use. Former lists that were in force in the period are as old as the period.
fn stale(part: &Part, staleness: Staleness) -> Option<Concern> {
    if !part.invoice_of().uses_present_list() {
        return None;
    }
    let options = &part.selection.options;
    let sources = used(part).map(|charge| &part.card.sources[*charge.source.pick(options)]);
    let oldest = sources.min_by_key(|source| source.dated.unwrap_or(source.read))?;
    let date = oldest.dated.unwrap_or(oldest.read);
    let days = (staleness.today - date).num_days();
    let is_stale = days > i64::from(staleness.days_max);
    is_stale.then_some(Concern::Stale { date, is_dated: oldest.dated.is_some(), days })
}

/// Returns the concern that charges are used at a third party's price.
fn third_party(part: &Part) -> Option<Concern> {
    let options = &part.selection.options;
    let is_third = |it: &&Charge| *it.confidence.pick(options) == Confidence::ThirdParty;
    let labels: Vec<String> = used(part).filter(is_third).map(|it| it.label.clone()).collect();
    (!labels.is_empty()).then_some(Concern::ThirdParty(labels))
}
