//! The warnings that pricing yields.

use chrono::NaiveDate;

use crate::card::charge::Charge;
use crate::card::quota::{Beyond, Quota};
use crate::card::rate_card::RateCard;
use crate::number::money::{Places, written};
use crate::number::ratio::Ratio;
use crate::usage::driver::{Driver, DriverId, Vocabulary};

/// A warning on an invoice.
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
        /// The driver.
        driver: DriverId,
        /// The quantity of it.
        value: Ratio,
    },
    /// A peak was set below the mean of the requests, and the card reads it.
    PeakBelowMean {
        /// The driver.
        driver: DriverId,
        /// The value that it was set to.
        value: Ratio,
        /// The mean of the requests that the workload asks for.
        mean: Ratio,
    },
    /// The workload asks for what the service cannot do.
    CannotDo {
        /// The driver that it asks for.
        driver: DriverId,
        /// The quantity of it.
        value: Ratio,
    },
}

impl Warning {
    /// Returns whether an offer of this card is not ranked because of it.
    #[must_use]
    pub fn unranks(&self, card: &RateCard) -> bool {
        match *self {
            Self::Ended { .. } | Self::CannotDo { .. } | Self::PeakBelowMean { .. } => true,
            Self::Quota { quota, .. } => card.quotas[quota].beyond == Beyond::Unranked,
            Self::Unpublished { .. }
            | Self::ListChange { .. }
            | Self::FormerList { .. }
            | Self::BeforeFirstList { .. }
            | Self::EarlierPeriod { .. }
            | Self::Idle { .. }
            | Self::Negative { .. }
            | Self::NotRead { .. } => false,
        }
    }

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
                exceeded(&card.quotas[quota], value, limit, vocabulary)
            }
            Self::ListChange { on } => {
                format!(
                    "the price list changes on {on}: the parts before and after are priced apart"
                )
            }
            Self::FormerList { former } => former_list(card, former),
            Self::BeforeFirstList { on } => format!(
                "no price list from before {on} is known: that one is used for the days before it"
            ),
            Self::EarlierPeriod { on } => {
                let list = if card.is_dated() { "list of" } else { "list as it was read on" };
                format!("priced with the {list} {on}: what the prices were before is not known")
            }
            Self::Ended { on } => {
                format!("the service ended on {on}: these were its last prices")
            }
            Self::Idle { charge } => {
                let charge = &card.charges[charge];
                let needs =
                    charge.axes.while_above_zero.as_ref().map_or("", |formula| formula.text());
                format!("{}: not charged while {needs} is 0", charge.label)
            }
            Self::Negative { charge } => below_zero(&card.charges[charge]),
            Self::NotRead { driver, value } => {
                not_read(card, &vocabulary[driver], &quantity(value))
            }
            Self::PeakBelowMean { driver, value, mean } => {
                let driver = &vocabulary[driver];
                format!(
                    "{} {} is below the mean of the requests, {}: raise it, or reset it so that it follows the mean",
                    driver.label,
                    quantity(value),
                    quantity(mean)
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

fn not_read(card: &RateCard, driver: &Driver, value: &str) -> String {
    let (service, name) = (&card.service, &driver.name);
    if driver.multiplies() {
        return format!("{service} does not read {name}: its total is that of one, not of {value}");
    }
    format!("{name} {value}: {service} has no charge for it, or it is included")
}

fn exceeded(quota: &Quota, value: Ratio, limit: Ratio, vocabulary: &Vocabulary) -> String {
    // What carries more is advice only where it is not chosen already.
    let limits = quota.limit.all();
    let is_highest =
        limits.len() > 1 && limits.iter().all(|it| it.is_some_and(|it| Ratio::whole(it) <= limit));
    let says = if is_highest && !quota.carried_by.is_empty() {
        "no choice on this card carries more"
    } else {
        &*quota.says
    };
    let [value, limit] = [value, limit].map(|it| written(it, Places::QUANTITY));
    let rate = quota.rate.as_ref();
    let rate = rate.map(|rate| format!("{} a {}:", rate.of.text(), rate.per.name()));
    let name = rate.unwrap_or_else(|| quota.quantity.text().replace(" * ", " × "));
    let consequence = match quota.beyond {
        Beyond::Warn => "",
        Beyond::Unranked => "; the offer cannot do this, so it has no rank",
        Beyond::Incomplete => "; no price is published beyond it, so the total is incomplete",
    };
    let each = quota.in_each(vocabulary);
    format!("{name} {value} exceeds the quota of {limit}{each}: {says}{consequence}")
}

fn below_zero(charge: &Charge) -> String {
    let formulas = charge.axes.meter.quantity().all();
    let formulas: Vec<&str> = formulas.iter().map(|formula| formula.text()).collect();
    let formula = formulas.join(" or ");
    format!("{}: {formula} is below zero and counts as 0: check these drivers", charge.label)
}

fn former_list(card: &RateCard, former: usize) -> String {
    let until = match former {
        0 => card.effective_from,
        later => card.former[later - 1].from,
    };
    let until = until.map_or_else(String::new, |day| format!(" until {day}"));
    format!("priced with the list in force{until}: {}", card.former[former].says)
}
