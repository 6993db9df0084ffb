//! Samples drawn from the workload's ranges, priced in slices between inputs. A change
//! begins anew.

use std::sync::Arc;

use whatif_pricing::{Offer, OutOfRange, Outcome, Progress, SampleError, Sampler, Samples};

use super::Figures;
use crate::answer::PricedOffer;
use crate::scenario::{OfferId, Scenario};

/// The totals priced in one slice: a few milliseconds.
const SLICE_TOTALS: u32 = 1_000;

/// The samples of a scenario, as far as they are priced.
#[derive(Debug)]
pub(in crate::explorer::state) struct Sampling {
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
    pub(in crate::explorer::state) fn resample(&mut self) {
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

impl Sampling {
    /// Returns whether there are samples left to price.
    pub(in crate::explorer::state) const fn is_running(&self) -> bool {
        self.sampler.is_some()
    }

    /// The number of samples that are priced.
    pub(in crate::explorer::state) const fn progress(&self) -> Progress {
        self.progress
    }

    /// The outcome of an offer so far. `None` if it is not sampled.
    pub(in crate::explorer::state) fn outcome(&self, offer: &OfferId) -> Option<&Outcome> {
        let place = self.offers.iter().position(|sampled| sampled == offer)?;
        self.outcomes.get(place)
    }

    /// The reason why the ranges cannot be sampled.
    pub(in crate::explorer::state) const fn error(&self) -> Option<&Unsampled> {
        self.error.as_ref()
    }

    /// Prices a slice, and returns whether there is something new to see: after each tenth.
    pub(in crate::explorer::state) fn work(&mut self) -> bool {
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
