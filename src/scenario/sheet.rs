//! The sheet: a scenario as it stands in its file, where cards and their parts are named and not counted.
//!
//! It is data alone. [`read`] makes it from a text and tells every problem at once; [`write`] makes the
//! text; [`merge`] writes what changed into a text that a person has edited. With the cards that there
//! are it becomes a [`Scenario`]; what they no longer have is told, and stays in the file.

mod merge;
mod moment;
mod read;
mod write;

use std::sync::Arc;

use chrono::NaiveDate;
use whatif_pricing::{Change, Currency, ExchangeRates, Percent, Period, RateCard, Workload};

use super::record::Record;
use super::{Absent, Budget, Chosen, Scenario, opening_place, place_of};
use crate::board::Board;

pub use read::SHEET_BYTES_MAX;

/// The format that is written; a newer one is refused.
pub const FORMAT: u32 = 1;

/// A scenario with everything by name.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// What it is about, in the user's words.
    pub notes: String,
    /// The id of the card whose invoice is shown.
    pub selected: String,
    /// The ids of the marked cards, in alphabetical order.
    pub marked: Vec<String>,
    /// What totals are to stay within.
    pub budget: Option<Budget>,
    /// Which samples are drawn.
    pub seed: u64,
    /// What is priced.
    pub now: Moment,
    /// What it is compared with.
    pub baseline: Option<Moment>,
}

/// All that makes the figures.
#[derive(Clone, Debug, PartialEq)]
pub struct Moment {
    /// The currency of the comparison.
    pub display: Currency,
    /// The stretch of time priced.
    pub period: Period,
    /// The day whose price lists are used.
    pub as_of: Option<NaiveDate>,
    /// A tax on every total.
    pub tax: Option<Percent>,
    /// The user's exchange rates.
    pub rates: ExchangeRates,
    /// What the drivers are set to.
    pub workload: Workload,
    /// How it changes within the period.
    pub changes: Vec<Change>,
    /// What was chosen on the cards, by id.
    pub cards: Vec<(String, Chosen)>,
    /// What the cards came to when it was saved, by id.
    pub priced: Vec<(String, Record)>,
}

impl Sheet {
    /// The sheet of a scenario that is priced.
    #[must_use]
    pub fn of(scenario: &Scenario, board: &Board) -> Self {
        let cards: Vec<_> = board.cards.iter().map(|it| Arc::clone(&it.card)).collect();
        let in_play = scenario.in_play(&cards);
        let absent = &scenario.absent;
        let marked = scenario.marked_places().into_iter().map(|place| &cards[place].id);
        let mut marked: Vec<String> = marked.chain(&absent.marked).cloned().collect();
        marked.sort_unstable();
        // The card that is shown in its place says nothing of what somebody chose.
        let shown = &cards[scenario.selected].id;
        let baseline = scenario.baseline.as_ref().map(|pinned| {
            let in_play = pinned.in_play_beside(&cards, |place| in_play.contains(&place));
            // One that can no longer be priced came to nothing that can be said.
            let board = Board::of(&cards, pinned).ok();
            Moment::of(pinned, &in_play, &cards, board.as_ref())
        });
        Self {
            notes: scenario.notes.clone(),
            selected: absent.selected.as_ref().unwrap_or(shown).clone(),
            marked,
            budget: scenario.budget,
            seed: scenario.seed,
            now: Moment::of(scenario, &in_play, &cards, Some(board)),
            baseline,
        }
    }

    /// The sheet of a scenario that is not priced, over its cards: only those in play are. None where one of
    /// them cannot be.
    #[must_use]
    pub fn over(scenario: &Scenario, cards: &[Arc<RateCard>]) -> Option<Self> {
        let mut places = scenario.in_play(cards);
        if let Some(pinned) = &scenario.baseline {
            places = pinned.in_play_beside(cards, |place| places.contains(&place));
        }
        let in_play: Vec<_> = places.iter().map(|place| Arc::clone(&cards[*place])).collect();
        let scenario = scenario.over(cards, &in_play, &mut Vec::new());
        Some(Self::of(&scenario, &Board::of(&in_play, &scenario).ok()?))
    }

    /// Takes over from the former sheet of the scenario what cards that are not there came to.
    #[must_use]
    pub fn with_records_of(
        mut self,
        former: &Self,
        scenario: &Scenario,
        cards: &[Arc<RateCard>],
    ) -> Self {
        self.now.keep_records(&former.now, cards);
        if let (Some(baseline), Some(before), Some(pinned)) =
            (&mut self.baseline, &former.baseline, &scenario.baseline)
            && before.is_of(pinned)
        {
            baseline.keep_records(before, cards);
        }
        self
    }

    /// The scenario over the cards that there are. What they do not have is told.
    #[must_use]
    pub fn scenario(&self, cards: &[Arc<RateCard>], told: &mut Vec<String>) -> Scenario {
        let of_scenario = self.named();
        let mut absent = |id: &str, of: &str, moment: &Moment| {
            if place_of(cards, id).is_none() {
                let record = moment.record(id);
                let record = record.map(|record| format!(" (it came to {})", record.total()));
                let came_to = record.unwrap_or_default();
                told.push(format!("{of}{id}: there is no such card here: it is left out{came_to}"));
            }
        };
        for id in &of_scenario {
            absent(id, "", &self.now);
        }
        if let Some(moment) = &self.baseline {
            let chosen = moment.cards.iter().map(|(id, _)| &**id);
            let priced = moment.priced.iter().map(|(id, _)| &**id);
            let mut of_baseline: Vec<&str> = chosen.chain(priced).collect();
            of_baseline.sort_unstable();
            of_baseline.dedup();
            for id in of_baseline.into_iter().filter(|id| !of_scenario.contains(id)) {
                absent(id, "baseline: ", moment);
            }
        }
        let mut now = self.now.scenario(cards, "", told);
        let is_absent = |id: &&String| place_of(cards, id).is_none();
        now.absent.marked = self.marked.iter().filter(is_absent).cloned().collect();
        now.absent.selected = Some(&self.selected).filter(is_absent).cloned();
        let baseline = self.baseline.as_ref();
        let baseline = baseline.map(|it| it.scenario(cards, "baseline: ", told).moment());
        Scenario {
            notes: self.notes.clone(),
            selected: place_of(cards, &self.selected).unwrap_or_else(|| opening_place(cards)),
            marked: cards.iter().map(|card| self.marked.contains(&card.id)).collect(),
            budget: self.budget,
            seed: self.seed,
            baseline: baseline.map(Arc::new),
            ..now
        }
    }

    /// Every card that is named outside the baseline, each once.
    fn named(&self) -> Vec<&str> {
        let of_cards = self.now.cards.iter().map(|(id, _)| id);
        let all = self.marked.iter().chain([&self.selected]).chain(of_cards);
        let mut ids: Vec<&str> = all.map(String::as_str).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }
}

#[cfg(test)]
mod tests;
