//! What the ranges of the workload come to: samples that are priced in slices, between one input and the
//! next. A change begins anew, so that the newest wins; once all is done nothing is left to do.

use std::sync::Arc;

use whatif_pricing::{Currency, Offer, OutOfRange, Outcome, Progress, Sampler, Samples, Spread};

use super::State;
use crate::scenario::Scenario;

/// About so many totals are priced at a time: a few thousandths of a second.
const SLICE_TOTALS: u32 = 1_000;

/// The samples of a scenario, as far as they are priced.
#[derive(Debug)]
pub(super) struct Uncertainty {
    scenario: Scenario,
    /// The cards that are sampled, by place: the marked ones and the selected one.
    cards: Vec<usize>,
    /// None once there is nothing left to do.
    sampler: Option<Sampler>,
    progress: Progress,
    /// What is shown: of as many samples as there were when it was last looked at.
    outcomes: Vec<Outcome>,
    error: Option<String>,
}

impl State {
    /// After a change: begins to sample where the workload has ranges and the change touches what they come
    /// to. Showing another card does not, where that is sampled too, nor do notes.
    pub(super) fn resample(&mut self) {
        if !self.scenario.workload.has_ranges() || !self.scenario.is_steady() {
            self.uncertainty = None;
            return;
        }
        let wanted =
            |place: &usize| self.scenario.marked[*place] || *place == self.scenario.selected;
        let cards: Vec<usize> = (0..self.board.cards.len()).filter(wanted).collect();
        let same = self.uncertainty.as_ref().is_some_and(|known| {
            let (selected, notes) = (self.scenario.selected, self.scenario.notes.clone());
            Scenario { notes, selected, ..known.scenario.clone() } == self.scenario
                && cards.iter().all(|card| known.cards.contains(card))
        });
        if !same {
            self.uncertainty = Some(self.begun(cards));
        }
    }

    /// The cards are others, though the scenario be the same.
    pub(super) fn forget_samples(&mut self) {
        self.uncertainty = None;
    }

    fn begun(&self, cards: Vec<usize>) -> Uncertainty {
        let begun = self.sampler(&cards);
        let (sampler, error) = match begun {
            Ok(sampler) => (Some(sampler), None),
            Err(error) => (None, Some(error.to_string())),
        };
        let count = Samples::default().count;
        let progress = sampler.as_ref().map_or(Progress { done: 0, count }, Sampler::progress);
        let scenario = self.scenario.clone();
        Uncertainty { scenario, cards, sampler, progress, outcomes: Vec::new(), error }
    }

    fn sampler(&self, cards: &[usize]) -> Result<Sampler, OutOfRange> {
        let (scenario, board) = (&self.scenario, &self.board);
        let offer =
            |place: &usize| board.offer(*place, board.cards[*place].card.currency, &scenario.rates);
        let offers: Arc<[Offer]> = cards.iter().map(offer).collect::<Result<_, _>>()?;
        let samples = Samples { seed: scenario.seed, ..Samples::default() };
        let competes = |place: usize| scenario.marked[cards[place]];
        Sampler::new(offers, &scenario.workload, samples).compared_in(
            scenario.display,
            &scenario.rates,
            competes,
        )
    }

    /// Is there something to do while nobody asks for anything?
    #[must_use]
    pub fn has_work(&self) -> bool {
        self.uncertainty.as_ref().is_some_and(|known| known.sampler.is_some())
    }

    /// Does a little of it, and says whether there is something new to be seen: after each tenth.
    pub fn work(&mut self) -> bool {
        self.uncertainty.as_mut().is_some_and(Uncertainty::work)
    }

    /// How far the sampling is; none where nothing is sampled or all is done.
    #[must_use]
    pub fn sampling(&self) -> Option<Progress> {
        let known = self.uncertainty.as_ref()?;
        known.sampler.as_ref().map(|_| known.progress)
    }

    /// What the samples of a card come to so far; none where there are none.
    #[must_use]
    pub fn outcome(&self, card: usize) -> Option<&Outcome> {
        let known = self.uncertainty.as_ref()?;
        let place = known.cards.iter().position(|sampled| *sampled == card)?;
        known.outcomes.get(place)
    }

    /// A card's percentiles in another currency than its own; none where no rate leads there.
    #[must_use]
    pub fn spread_in(&self, card: usize, currency: Currency) -> Option<Spread> {
        let own = self.board.cards[card].card.currency;
        let spread = self.outcome(card)?.spread?;
        spread.in_currency(own, currency, &self.scenario.rates).ok().flatten()
    }

    /// Why the ranges cannot be sampled.
    #[must_use]
    pub fn unsampled(&self) -> Option<&str> {
        self.uncertainty.as_ref()?.error.as_deref()
    }
}

impl Uncertainty {
    fn work(&mut self) -> bool {
        let Some(sampler) = &mut self.sampler else { return false };
        let cards = u32::try_from(self.cards.len()).unwrap_or(u32::MAX);
        let tenth = |progress: Progress| progress.percent() / 10;
        match sampler.run((SLICE_TOTALS / cards.max(1)).max(1)) {
            Ok(progress) => {
                let is_news = tenth(progress) > tenth(self.progress);
                self.progress = progress;
                if is_news {
                    self.outcomes = sampler.outcomes();
                }
                if progress.is_whole() {
                    self.sampler = None;
                }
                is_news
            }
            Err(error) => {
                self.error = Some(error.to_string());
                self.outcomes.clear();
                self.sampler = None;
                true
            }
        }
    }
}
