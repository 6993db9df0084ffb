//! Opening a scenario: its text becomes one over the cards that there are, is priced, and is held against
//! what it says that it came to.

use std::sync::Arc;

use whatif_pricing::{Problems, RateCard};

use super::{Moment, Record, Scenario, Sheet};
use crate::board::{Board, BoardError};

/// Why a scenario cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Its text has problems.
    #[error("{0}")]
    Problems(Problems),
    /// It cannot be priced.
    #[error("{error}{remedy}", error = .0, remedy = remedy(.0))]
    Board(#[from] BoardError),
}

/// What to do where a card that the scenario shows stands in the way: it is not left out.
const fn remedy(error: &BoardError) -> &'static str {
    match error {
        BoardError::Rate { .. } => ": mend that card, or take its file away",
        _ => "",
    }
}

/// A scenario that was read, over the cards that there are.
#[derive(Debug)]
pub struct Opening {
    /// What its text says.
    pub sheet: Sheet,
    /// The same over the cards.
    pub scenario: Scenario,
    /// What is not as it was saved, in words; a line that is indented belongs to the one above it.
    pub told: Vec<String>,
    /// The ids of cards whose price lists are others, though no figure of the scenario is.
    pub revised: Vec<String>,
    /// The ids of cards in play of which the text does not say what they came to.
    pub unsaid: Vec<String>,
    /// Cards that are not in play and cannot be priced for the scenario, by id with the reason: it is opened
    /// without them.
    pub left_out: Vec<(String, BoardError)>,
}

impl Opening {
    /// Reads a text, prices it over these cards, and holds it against what it says that it came to. Cards that
    /// are not in play and cannot be priced for it are taken out.
    pub fn over(text: &str, cards: &mut Vec<Arc<RateCard>>) -> Result<(Self, Board), OpenError> {
        let sheet = Sheet::read(text).map_err(OpenError::Problems)?;
        let mut left_out = Vec::new();
        let (scenario, told, board) = loop {
            let mut told = Vec::new();
            let scenario = sheet.scenario(cards, &mut told);
            let error = match Board::of(cards, &scenario) {
                Ok(board) => break (scenario, told, board),
                Err(error) => error,
            };
            let place = error.card().and_then(|id| super::place_of(cards, id));
            let place = place.filter(|place| !scenario.in_play(cards).contains(place));
            let Some(place) = place else { return Err(error.into()) };
            left_out.push((cards.remove(place).id.clone(), error));
        };
        let (revised, unsaid) = (Vec::new(), Vec::new());
        let mut opening = Self { sheet, scenario, told, revised, unsaid, left_out };
        opening.hold_now(&board, cards);
        opening.hold_baseline(cards);
        opening.revised.sort_unstable();
        opening.revised.dedup();
        Ok((opening, board))
    }

    /// The id of the card whose invoice the scenario shows, where there is no such card here.
    #[must_use]
    pub fn absent_selected(&self, cards: &[Arc<RateCard>]) -> Option<&str> {
        let id = &*self.sheet.selected;
        super::place_of(cards, id).is_none().then_some(id)
    }

    /// How it is to what was saved, in one line.
    #[must_use]
    pub fn says(&self) -> String {
        let left_out = self.left_out.iter().map(|(id, error)| {
            let error = error.to_string();
            let why = error.strip_prefix(&format!("{id}: ")).unwrap_or(&error);
            format!("; {id} is left out: {why}")
        });
        let left_out: String = left_out.collect();
        format!("{}{left_out}", self.says_of_figures())
    }

    fn says_of_figures(&self) -> String {
        if !self.told.is_empty() {
            return "not everything is as it was saved".to_owned();
        }
        if self.sheet.now.priced.is_empty() {
            return "it does not say what it came to".to_owned();
        }
        let revised = match &*self.revised {
            [] => String::new(),
            ids => {
                // What is drawn of a range, or swept, goes beyond what was saved.
                let ranges = self.scenario.workload.has_ranges();
                let what =
                    if ranges { ": samples of the ranges may come to something else" } else { "" };
                format!(", though the price list of {} was revised{what}", ids.join(", "))
            }
        };
        let unsaid = match &*self.unsaid {
            [] => String::new(),
            ids => format!(", but what {} came to was not saved", ids.join(", ")),
        };
        format!("every amount is as it was saved{revised}{unsaid}")
    }

    fn hold_now(&mut self, board: &Board, cards: &[Arc<RateCard>]) {
        let in_play = self.scenario.in_play(cards).into_iter().map(|place| &cards[place].id);
        let unsaid = in_play.filter(|id| self.sheet.now.record(id).is_none());
        self.unsaid = unsaid.cloned().collect();
        hold(&self.sheet.now, board, "", &mut self.told, &mut self.revised);
    }

    fn hold_baseline(&mut self, cards: &[Arc<RateCard>]) {
        let (Some(moment), Some(pinned)) = (&self.sheet.baseline, &self.scenario.baseline) else {
            return;
        };
        match Board::of(cards, pinned) {
            Ok(board) => hold(moment, &board, "baseline: ", &mut self.told, &mut self.revised),
            Err(error) => {
                self.told.push(format!("baseline: it cannot be priced any more: {error}"));
            }
        }
    }
}

/// Holds what cards came to at a moment against what they come to now.
fn hold(
    moment: &Moment,
    board: &Board,
    of: &str,
    told: &mut Vec<String>,
    revised: &mut Vec<String>,
) {
    for (id, record) in &moment.priced {
        let Some(place) = board.place_of(id) else { continue };
        let now = Record::of(&board.cards[place]);
        let changes = record.changes_to(&now);
        if changes.is_empty() && record.fingerprint != now.fingerprint {
            revised.push(id.clone());
        }
        if !changes.is_empty() {
            told.push(format!("{of}{id}: {}", board.cards[place].card.title()));
            told.extend(changes.into_iter().map(|change| format!("  {change}")));
        }
    }
}
