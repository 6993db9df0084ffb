//! What pricing yields: an invoice of lines, its total, its warnings, and billing records.

use crate::card::RateCard;
use crate::driver::{DriverId, Vocabulary};
use crate::money::{Places, written};
use crate::period::Window;
use crate::ratio::Ratio;

/// One line of an invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// The charge's place in the card.
    pub charge: usize,
    /// The exact quantity: of a level its value, or its mean over the period where it changes; of a flow
    /// the sum over the period.
    pub quantity: Ratio,
    /// The quantity after scope, allowance and quantizing.
    pub billed_quantity: Ratio,
    /// The amount; none where the price is unpublished.
    pub amount: Option<Ratio>,
}

impl Line {
    /// Nothing used and nothing owed.
    pub(crate) const fn empty(charge: usize) -> Self {
        let zero = Ratio::ZERO;
        Self { charge, quantity: zero, billed_quantity: zero, amount: Some(zero) }
    }
}

/// What an invoice warns of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Warning {
    /// A price is unpublished: the line of this charge has no amount.
    Unpublished {
        /// The charge's place in the card.
        charge: usize,
    },
    /// More than the vendor's limit.
    Quota {
        /// The quota's place in the card.
        quota: usize,
        /// The value.
        value: Ratio,
        /// The limit.
        limit: Ratio,
    },
    /// Not charged, because what it needs is zero.
    Idle {
        /// The charge's place in the card.
        charge: usize,
    },
    /// A formula of the card gave less than zero, counted as zero.
    Negative {
        /// The charge's place in the card.
        charge: usize,
    },
    /// The workload asks for what the service cannot do.
    CannotDo {
        /// What it asks for.
        driver: DriverId,
        /// How much of it.
        value: Ratio,
    },
}

impl Warning {
    /// The warning in words.
    #[must_use]
    pub fn text(&self, card: &RateCard, vocabulary: &Vocabulary) -> String {
        let quantity = |value| written(value, Places::QUANTITY);
        match *self {
            Self::Unpublished { charge } => {
                let charge = &card.charges[charge];
                format!(
                    "{}: price unpublished, so the total is incomplete; set your own with --price {}=AMOUNT, or on its line in the explorer",
                    charge.label, charge.id
                )
            }
            Self::Quota { quota, value, limit } => {
                let quota = &card.quotas[quota];
                let (name, value) = (quota.quantity.text(), quantity(value));
                let incomplete = if quota.incomplete {
                    "; no price is published beyond it, so the total is incomplete"
                } else {
                    ""
                };
                format!(
                    "{name} {value} exceeds the quota of {}: {}{incomplete}",
                    quantity(limit),
                    quota.says
                )
            }
            Self::Idle { charge } => {
                let charge = &card.charges[charge];
                let needs =
                    charge.axes.while_above_zero.as_ref().map_or("", |formula| formula.text());
                format!("{}: not charged while {needs} is 0", charge.label)
            }
            Self::Negative { charge } => {
                let charge = &card.charges[charge];
                let formula = charge.axes.meter.quantity().text();
                format!(
                    "{}: {formula} is below zero and counts as 0: check these drivers",
                    charge.label
                )
            }
            Self::CannotDo { driver, value } => {
                let driver = &vocabulary[driver];
                format!(
                    "{} {}: {} cannot do this, so it is not in the price",
                    driver.name,
                    quantity(value),
                    card.service
                )
            }
        }
    }
}

/// A priced workload. A buffer that can be used again: pricing into it allocates nothing once it has
/// held the same card.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Invoice {
    /// One line for each charge, in the card's order.
    pub lines: Vec<Line>,
    /// The sum of the amounts that are known.
    pub total: Ratio,
    /// Whether that is the whole: every price known and published.
    pub complete: bool,
    /// What to know about it.
    pub warnings: Vec<Warning>,
}

/// One billing record: a charge in one settlement and one steady stretch of the workload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record {
    /// The charge's place in the card.
    pub charge: usize,
    /// The part of the settlement in which it was used.
    pub window: Window,
    /// The exact quantity.
    pub quantity: Ratio,
    /// The quantity after scope, allowance and quantizing.
    pub billed_quantity: Ratio,
    /// The amount; none where the price is unpublished.
    pub amount: Option<Ratio>,
}
