//! The terms of all cards of a comparison alike: the period, the day of the price lists, the tax.

use chrono::NaiveDate;

use crate::number::percent::Percent;
use crate::time::period::Period;

/// The terms under which cards are priced.
///
/// A period alone is terms too: the price lists of its own days, and no tax.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// The stretch of time priced.
    pub period: Period,
    /// Price it with the lists in force on this day; otherwise with those in force in the period.
    pub as_of: Option<NaiveDate>,
    /// A tax on every total.
    pub tax: Option<Percent>,
}

impl From<Period> for Terms {
    fn from(period: Period) -> Self {
        Self { period, as_of: None, tax: None }
    }
}
