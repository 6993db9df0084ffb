//! `days`, `hours` and `months`: the lengths of the period that formulas read.

use serde::{Deserialize, Serialize};

use crate::number::ratio::Ratio;

/// The names that come from the period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PeriodTerm {
    /// Days in it.
    Days,
    /// Hours in it.
    Hours,
    /// Months in it.
    Months,
}

impl PeriodTerm {
    pub(crate) const NAMES: [&str; 3] = ["days", "hours", "months"];

    pub(crate) fn parse(name: &str) -> Option<Self> {
        match name {
            "days" => Some(Self::Days),
            "hours" => Some(Self::Hours),
            "months" => Some(Self::Months),
            _ => None,
        }
    }
}

/// `days`, `hours` and `months` of the period, and of the month in which flows are stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PeriodTerms {
    pub(crate) of_period: [Ratio; 3],
    pub(crate) of_month: [Ratio; 3],
    /// The period is from one instant to another: it has other months on another clock.
    pub(crate) is_of_instants: bool,
}
