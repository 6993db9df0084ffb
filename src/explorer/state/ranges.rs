//! Samples drawn from the workload's ranges, priced in slices between inputs. A change
//! begins anew.

use std::sync::Arc;

use whatif_pricing::{
    Currency, Offer, OutOfRange, Outcome, Progress, SampleError, Sampler, Samples, Spread,
};

use super::{Figures, State};
use crate::answer::PricedOffer;
use crate::scenario::{OfferId, Scenario};

/// The totals priced in one slice: a few milliseconds.
const SLICE_TOTALS: u32 = 1_000;

/// The samples of a scenario, as far as they are priced.
#[derive(Debug)]
pub(super) struct Sampling {
    scenario: Scenario,
    /// The offers that are sampled: those on the screen that can be priced.
    offers: Vec<OfferId>,
    /// `None` after the last sample.
    sampler: Option<Sampler>,
    progress: Progress,
    /// The outcomes that are shown: of as many samples as there were when they were last looked at.
    outcomes: Vec<Outcome>,
    error: Option<Unsampled>,
}

/// The reason why the ranges cannot be sampled.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum Unsampled {
    /// A total is beyond what can be calculated exactly.
    #[error(transparent)]
    OutOfRange(#[from] OutOfRange),
    /// A sample cannot be priced.
    #[error(transparent)]
    Sample(#[from] SampleError),
}

impl Figures {
    /// Begins to sample if the workload has ranges and the change affects the outcomes. Selecting an offer
    /// that is sampled does not, nor do notes.
    pub(super) fn resample(&mut self) {
        let scenario = self.board.scenario();
        if !scenario.inputs.workload.has_ranges() || !scenario.inputs.is_steady() {
            self.samples = None;
            return;
        }
        let offers = self.board.shown().filter(|offer| offer.figures().is_some());
        let offers: Vec<OfferId> = offers.map(|offer| offer.id.clone()).collect();
        let is_same = self.samples.as_ref().is_some_and(|known| {
            let (selected, notes) = (scenario.selected.clone(), scenario.notes.clone());
            Scenario { notes, selected, ..known.scenario.clone() } == *scenario
                && offers.iter().all(|offer| known.offers.contains(offer))
        });
        if !is_same {
            self.samples = Some(self.begun(offers));
        }
    }

    fn begun(&self, offers: Vec<OfferId>) -> Sampling {
        let (sampler, error) = match self.sampler(&offers) {
            Ok(sampler) => (Some(sampler), None),
            Err(error) => (None, Some(error.into())),
        };
        let count = Samples::default().count;
        let progress = sampler.as_ref().map_or(Progress { done: 0, count }, Sampler::progress);
        let scenario = self.board.scenario().clone();
        Sampling { scenario, offers, sampler, progress, outcomes: Vec::new(), error }
    }

    fn sampler(&self, offers: &[OfferId]) -> Result<Sampler, OutOfRange> {
        let scenario = self.board.scenario();
        let inputs = &scenario.inputs;
        let priced = offers.iter().filter_map(|offer| self.board.offer(offer));
        let in_own = |offer: &PricedOffer| {
            let figures = offer.figures()?;
            Some(figures.offer_in(offer.currency, &inputs.rates))
        };
        let offered: Arc<[Offer]> = priced.filter_map(in_own).collect::<Result<_, _>>()?;
        let samples = Samples { seed: scenario.seed, ..Samples::default() };
        let competes = |place: usize| scenario.marked.contains(&offers[place]);
        Sampler::new(offered, &inputs.workload, samples).compared_in(
            self.board.inputs().display,
            &inputs.rates,
            competes,
        )
    }
}

impl State {
    /// Returns whether there is something to calculate between inputs.
    #[must_use]
    pub fn has_work(&self) -> bool {
        self.figures.samples.as_ref().is_some_and(|known| known.sampler.is_some())
    }

    /// Calculates a slice, and returns whether there is something new to see: after each tenth.
    pub fn work(&mut self) -> bool {
        self.figures.samples.as_mut().is_some_and(Sampling::work)
    }

    /// The progress of the sampling. `None` if nothing is sampled or all is done.
    #[must_use]
    pub fn sampling(&self) -> Option<Progress> {
        let known = self.figures.samples.as_ref()?;
        known.sampler.as_ref().map(|_| known.progress)
    }

    /// The outcome of the samples of an offer so far. `None` without samples.
    #[must_use]
    pub fn outcome(&self, offer: &OfferId) -> Option<&Outcome> {
        let known = self.figures.samples.as_ref()?;
        let place = known.offers.iter().position(|sampled| sampled == offer)?;
        known.outcomes.get(place)
    }

    /// An offer's percentiles in another currency than its card's. `None` if no rate leads there.
    #[must_use]
    pub fn spread_in(&self, offer: &OfferId, currency: Currency) -> Option<Spread> {
        let own = self.figures.board.offer(offer)?.currency;
        let spread = self.outcome(offer)?.spread?;
        spread.in_currency(own, currency, &self.scenario().inputs.rates).ok().flatten()
    }

    /// The reason why the ranges cannot be sampled.
    #[must_use]
    pub fn unsampled(&self) -> Option<&Unsampled> {
        self.figures.samples.as_ref()?.error.as_ref()
    }
}

impl Sampling {
    fn work(&mut self) -> bool {
        let Some(sampler) = &mut self.sampler else { return false };
        let offers = u32::try_from(self.offers.len()).unwrap_or(u32::MAX);
        let tenth = |progress: Progress| progress.percent() / 10;
        match sampler.run((SLICE_TOTALS / offers.max(1)).max(1)) {
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
                self.error = Some(error.into());
                self.outcomes.clear();
                self.sampler = None;
                true
            }
        }
    }
}
