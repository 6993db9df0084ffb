//! The reasons why the state refuses what was asked of it. Nothing has changed then.

use std::path::PathBuf;

use thiserror::Error;
use whatif_pricing::levers::LeverRangeError;
use whatif_pricing::text::{LIST_LENGTH_MAX, TEXT_CHARS_MAX};
use whatif_pricing::{
    ExchangeError, OutOfRange, PercentError, PeriodError, Problems, SetError, TimelineError,
    Unknown, number,
};

use crate::answer::BoardError;
use crate::answer::opening::OpenError;
use crate::answer::solve::SolveError;
use crate::import::TakeError;
use crate::report::export::ExportError;
use crate::scenario::code::CodeError;
use crate::scenario::{LABEL_CHARS_MAX, OtherCurrency};

/// The reasons why something is refused.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum Refusal {
    /// The workload has no values, or there are no cards.
    #[error(transparent)]
    Board(#[from] BoardError),
    /// A driver cannot be set to that.
    #[error(transparent)]
    Set(#[from] SetError),
    /// Nothing has this name.
    #[error(transparent)]
    Unknown(#[from] Unknown),
    /// Not a number that can be priced.
    #[error(transparent)]
    Number(#[from] number::NumberError),
    /// A price in another currency than the list's.
    #[error(transparent)]
    OtherCurrency(#[from] OtherCurrency),
    /// Not a percentage.
    #[error(transparent)]
    Percent(#[from] PercentError),
    /// Not a period that can be priced.
    #[error(transparent)]
    Period(#[from] PeriodError),
    /// Changes of the workload that are not within the period.
    #[error(transparent)]
    Timeline(#[from] TimelineError),
    /// Not an exchange rate.
    #[error(transparent)]
    Rate(#[from] ExchangeError),
    /// Not a range for the levers.
    #[error(transparent)]
    LeverRange(#[from] LeverRangeError),
    /// A figure is beyond what can be calculated exactly.
    #[error(transparent)]
    OutOfRange(#[from] OutOfRange),
    /// Not the code of a scenario.
    #[error(transparent)]
    Code(#[from] CodeError),
    /// Not something that can be exported.
    #[error(transparent)]
    Export(#[from] ExportError),
    /// A part of an import that cannot be taken.
    #[error(transparent)]
    Take(#[from] TakeError),
    /// The text of a scenario or a tour has problems.
    #[error("{0}")]
    Problems(Problems),
    /// Not a date or an instant.
    #[error("'{text}' is not a date: write 2026-01-15 or 2026-01-15T09:30:00+08:00")]
    NotADate {
        /// The text.
        text: String,
    },
    /// Not a date with price lists.
    #[error("'{text}' is not a date from 1970 to 9899: write 2024-04-30")]
    NotAListDate {
        /// The text.
        text: String,
    },
    /// Not a change of the workload.
    #[error("'{text}' is not a change: write 2026-12-05 secrets=300")]
    NotAChange {
        /// The text.
        text: String,
    },
    /// More changes than a file holds.
    #[error("{count} changes are too many: write at most {LIST_LENGTH_MAX}")]
    TooManyChanges {
        /// The number given.
        count: usize,
    },
    /// More characters than a file holds.
    #[error("the notes have {count} characters: shorten them to at most {TEXT_CHARS_MAX}")]
    NotesTooLong {
        /// The number given.
        count: usize,
    },
    /// Pasted text that does not fit.
    #[error("the pasted text is too long and was ignored: paste at most {room} characters")]
    PasteTooLong {
        /// The number that would fit.
        room: usize,
    },
    /// A field for a path that is empty.
    #[error("there is no path: write one, such as {example}")]
    NoPath {
        /// A path.
        example: &'static str,
    },
    /// A path that ends in a separator.
    #[error("{path} is a folder: add the name of a file")]
    IsFolder {
        /// The path as it was typed.
        path: String,
    },
    /// A text that could not be read back after it is saved.
    #[error("{path} was not saved, because it could not be reopened: {problem}", path = path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The first problem.
        problem: String,
    },
    /// A name for an offer that is empty.
    #[error("the offer has no name: write one, such as {example}")]
    NoLabel {
        /// A name.
        example: String,
    },
    /// A name for an offer that is too long.
    #[error("the name has {count} characters: shorten it to at most {}", LABEL_CHARS_MAX)]
    LabelTooLong {
        /// The number given.
        count: usize,
    },
    /// A name that another offer of the card has.
    #[error("another offer of this card is named '{label}': write another name")]
    LabelTaken {
        /// The name.
        label: String,
    },
    /// A default offer, which cannot be renamed or removed.
    #[error("{title} is the card's own offer and stays as it is: <add-offer> adds a copy of it")]
    NotACopy {
        /// Provider, service and plan.
        title: String,
    },
    /// A tour names an offer that is not there.
    #[error("the tour names {id}, which is not an offer here")]
    NoOffer {
        /// The id.
        id: String,
    },
    /// A goal that cannot be sought.
    #[error("{0}{remedy}", remedy = remedy(.0))]
    Solve(#[from] SolveError),
    /// Neither an amount nor an offer to beat.
    #[error("the goal: {0}; or write the id or letter of a marked offer")]
    NotAGoal(number::NumberError),
    /// A price is sought and the cursor is on no line of the offer's own card.
    #[error("select a line of the invoice first")]
    NoLine,
    /// A goal that is reached at every value, at none, or nobody knows.
    #[error("{says}")]
    Goal {
        /// The answer.
        says: String,
    },
}

/// The key that helps against an error of the goal seek.
const fn remedy(error: &SolveError) -> &'static str {
    match error {
        SolveError::NoRate { .. } => ": press <type-rate> to add one",
        SolveError::Unsteady(_)
        | SolveError::NoOffer(_)
        | SolveError::Itself { .. }
        | SolveError::Unpriced { .. }
        | SolveError::Axis(_)
        | SolveError::Idle(_)
        | SolveError::TooManyChanges { .. }
        | SolveError::NoCharge { .. }
        | SolveError::Tiers { .. }
        | SolveError::Unbilled { .. }
        | SolveError::Usage(_)
        | SolveError::Rate(_)
        | SolveError::Board(_) => "",
    }
}

impl From<OpenError> for Refusal {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::Problems(problems) => Self::Problems(problems),
            OpenError::Board(error) => Self::Board(error),
        }
    }
}
