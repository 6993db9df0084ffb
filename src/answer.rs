//! Answers: a question about a [`Board`] becomes plain data, named by id, ranked and judged.
//!
//! One function answers each question. `whatif-pricing` computes, [`crate::report`] phrases, and the
//! screen and the command line show the same answer.

pub mod arrears;
pub mod best;
pub mod board;
pub mod carry;
pub mod compare;
pub mod composition;
pub mod dates;
pub mod doubt;
pub mod error;
pub mod explain;
pub mod instrument;
pub mod levers;
pub mod notes;
pub mod opening;
pub mod part;
pub mod polling;
mod priced;
pub mod prices;
pub mod proposals;
pub mod quote;
pub mod ranged;
pub mod ranges;
pub mod rank;
pub mod reconcile;
pub mod rows;
pub mod saving;
pub mod service;
pub mod solve;
pub mod sweep;
pub mod verdict;
pub mod workload;

pub use board::{Adjusted, Alternative, Board, BoardError, Fault, OfferFigures, Part, PricedOffer};
pub use composition::{Contribution, composition};
pub use dates::{PriceDates, price_dates};
pub use doubt::{Concern, Doubt, Staleness};
pub use error::AnswerError;
pub use proposals::BestQuestion;
pub use rank::{Ranking, rank};
pub use saving::{Saving, saving};
pub use verdict::{Verdict, verdict};
