//! The reasons why a question has no answer.

use whatif_pricing::explain::ExplainError;
use whatif_pricing::{OutOfRange, RateError, SampleError, Unknown, UsageError};

use super::board::{BoardError, Fault};
use super::instrument::Unsteady;
use super::ranged::RangedDriver;
use crate::scenario::OfferId;

/// The reasons why a question has no answer.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum AnswerError {
    /// The board has no such offer.
    #[error("there is no offer '{offer}'")]
    NoOffer {
        /// The offer.
        offer: OfferId,
    },
    /// The offer cannot be priced.
    #[error("{offer}: {fault}")]
    Unpriced {
        /// The offer.
        offer: OfferId,
        /// The reason.
        fault: Fault,
    },
    /// A name that the card does not have.
    #[error(transparent)]
    Unknown(#[from] Unknown),
    /// The workload has no values.
    #[error(transparent)]
    Usage(#[from] UsageError),
    /// A card cannot price what is asked.
    #[error(transparent)]
    Rate(#[from] RateError),
    /// A line has no explanation.
    #[error(transparent)]
    Explain(#[from] ExplainError),
    /// A figure is beyond what can be calculated exactly.
    #[error(transparent)]
    OutOfRange(#[from] OutOfRange),
    /// A sample cannot be priced.
    #[error(transparent)]
    Sample(#[from] SampleError),
    /// The workload has ranges and changes within the period.
    #[error(
        "{}: a range is for the whole period and does not go with a change within it: remove one of the two",
        names(drivers)
    )]
    RangesAndChanges {
        /// The drivers that have a range.
        drivers: Vec<RangedDriver>,
    },
    /// The workload changes within the period.
    #[error(transparent)]
    Unsteady(#[from] Unsteady),
    /// The scenario has no board.
    #[error(transparent)]
    Board(#[from] BoardError),
    /// No stages can be dated after this instant.
    #[error("the stages after {at} are beyond the calendar: choose an earlier instant")]
    BeyondCalendar {
        /// The instant.
        at: chrono::DateTime<chrono::FixedOffset>,
    },
}

fn names(drivers: &[RangedDriver]) -> String {
    drivers.iter().map(|it| &*it.driver).collect::<Vec<_>>().join(", ")
}
