//! The reasons why a workload cannot be priced.

use thiserror::Error;

use crate::card::rate_card::RateCard;
use crate::number::ratio::OutOfRange;
use crate::usage::formula::{EvaluateError, Formula};

/// The reason why a workload cannot be priced.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum RateError {
    /// The calculation of a charge or of a quota has no exact result.
    #[error("{charge}: {error}")]
    Charge {
        /// The charge's id, or which quota.
        charge: String,
        /// The error in the calculation.
        error: EvaluateError,
    },
    /// The companion's use, which follows the main service's, has no exact value.
    #[error("what {card} is used for {error}")]
    Follow {
        /// The companion's id.
        card: String,
        /// The error in the calculation.
        error: EvaluateError,
    },
    /// The total has no exact result.
    #[error("the total: {0}")]
    Total(#[from] OutOfRange),
    /// More billing records than the limit.
    #[error("more than {0} billing records: choose a shorter period")]
    TooManyRecords(usize),
}

#[cold]
pub(crate) fn failed(card: &RateCard, charge: usize, error: EvaluateError) -> RateError {
    RateError::Charge { charge: card.charges[charge].id.clone(), error }
}

#[cold]
pub(crate) fn failed_quota(quantity: &Formula, error: EvaluateError) -> RateError {
    RateError::Charge { charge: format!("the quota of {}", quantity.text()), error }
}
