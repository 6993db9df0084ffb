//! What pricing yields: an invoice of lines, its total, its warnings, and billing records.

use chrono::NaiveDate;

use crate::card::RateCard;
use crate::driver::{DriverId, Vocabulary};
use crate::money::{Places, written};
use crate::percent::Percent;
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

/// What a discount, mark-up or tax is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Adjustment {
    /// One charge, by its place in the card.
    Charge(usize),
    /// All of the card, after what is on single charges.
    Card,
    /// The tax, on what remains.
    Tax,
}

/// A discount, mark-up or tax as a line of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Adjusted {
    /// What it is on.
    pub of: Adjustment,
    /// How much of it.
    pub percent: Percent,
    /// The amount that it is a part of.
    pub base: Ratio,
    /// What it adds; below zero for a discount.
    pub amount: Ratio,
}

impl Adjusted {
    /// Its name on the invoice, such as `Discount 10 % on Storage`.
    #[must_use]
    pub fn label(&self, card: &RateCard) -> String {
        let size = written(Ratio::whole(self.percent.magnitude()), Places::QUANTITY);
        let kind = if self.percent.is_negative() { "Discount" } else { "Mark-up" };
        match self.of {
            Adjustment::Charge(charge) => {
                format!("{kind} {size} % on {}", card.charges[charge].label)
            }
            Adjustment::Card => format!("{kind} {size} %"),
            Adjustment::Tax => format!("Tax {size} %"),
        }
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
    /// The price list changes within the period.
    ListChange {
        /// The first day of the later list.
        on: NaiveDate,
    },
    /// A price list was used that is no longer in force.
    FormerList {
        /// Its place among the card's former lists.
        former: usize,
    },
    /// The period begins before the oldest list that is known.
    BeforeFirstList {
        /// The first day of that list.
        on: NaiveDate,
    },
    /// The period ends before the date of the prices, and no list of that time is known.
    EarlierPeriod {
        /// The date of the prices.
        on: NaiveDate,
    },
    /// The service no longer exists in the period, or in a part of it.
    Ended {
        /// The first day without it.
        on: NaiveDate,
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
    /// The workload says how much of something by which the card does not charge.
    NotRead {
        /// What.
        driver: DriverId,
        /// How much of it.
        value: Ratio,
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
            Self::ListChange { on } => {
                format!(
                    "the price list changes on {on}: the parts before and after are priced apart"
                )
            }
            Self::FormerList { former } => {
                let until = match former {
                    0 => card.effective_from,
                    later => card.former[later - 1].from,
                };
                let until = until.map_or_else(String::new, |day| format!(" until {day}"));
                format!("priced with the list in force{until}: {}", card.former[former].says)
            }
            Self::BeforeFirstList { on } => format!(
                "no price list from before {on} is known: that one is used for the days before it"
            ),
            Self::EarlierPeriod { on } => format!(
                "priced with the list of {on}: what the prices were in this period is not known"
            ),
            Self::Ended { on } => {
                format!("the service ended on {on}: these were its last prices")
            }
            Self::Idle { charge } => {
                let charge = &card.charges[charge];
                let needs =
                    charge.axes.while_above_zero.as_ref().map_or("", |formula| formula.text());
                format!("{}: not charged while {needs} is 0", charge.label)
            }
            Self::Negative { charge } => {
                let charge = &card.charges[charge];
                let formulas = charge.axes.meter.quantity().all();
                let formulas: Vec<&str> = formulas.iter().map(|formula| formula.text()).collect();
                let formula = formulas.join(" or ");
                format!(
                    "{}: {formula} is below zero and counts as 0: check these drivers",
                    charge.label
                )
            }
            Self::NotRead { driver, value } => {
                let driver = &vocabulary[driver];
                format!(
                    "{} {}: {} has no charge for it, or it is included",
                    driver.name,
                    quantity(value),
                    card.service
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
    /// The sum of the lines' amounts that are known.
    pub subtotal: Ratio,
    /// Discounts, mark-ups and tax, in the order in which they apply.
    pub adjustments: Vec<Adjusted>,
    /// What is to be paid, as far as it is known: the subtotal and the adjustments.
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
