//! The worst doubt about the prices of each offer in an answer.

use super::json::DoubtJson;
use super::layout::{Entry, Section};
use super::verdict as words;
use crate::answer::verdict::doubt;
use crate::answer::{Board, Staleness};
use crate::scenario::OfferId;

/// A section with a doubt for each offer that has one, at the workload as it stands.
#[must_use]
pub fn section(board: &Board, offers: &[&OfferId], staleness: Staleness) -> Option<Section> {
    let doubted = offers.iter().filter_map(|id| {
        let doubted = doubt(board, board.offer(id)?, staleness)?;
        let name = if offers.len() > 1 { id.as_str() } else { "" };
        Some(Entry::new(name, &words::doubt(doubted)))
    });
    Section::new("Doubt about the prices", doubted.collect())
}

/// The doubt about an offer for programs.
#[must_use]
pub fn json(board: &Board, offer: &OfferId, staleness: Staleness) -> Option<DoubtJson> {
    doubt(board, board.offer(offer)?, staleness).map(DoubtJson::new)
}
