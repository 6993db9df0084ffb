//! The outcome of the samples of the workload's ranges so far.

use whatif_pricing::{Currency, Outcome, Progress, Spread};

use super::State;
use super::figures::{Sampling, Unsampled};
use crate::scenario::OfferId;

impl State {
    /// Returns whether there is something to calculate between inputs.
    #[must_use]
    pub fn has_work(&self) -> bool {
        self.figures.samples.as_ref().is_some_and(Sampling::is_running)
    }

    /// Calculates a slice, and returns whether there is something new to see: after each tenth.
    pub fn work(&mut self) -> bool {
        self.figures.samples.as_mut().is_some_and(Sampling::work)
    }

    /// The progress of the sampling. `None` if nothing is sampled or all is done.
    #[must_use]
    pub fn sampling(&self) -> Option<Progress> {
        let known = self.figures.samples.as_ref()?;
        known.is_running().then(|| known.progress())
    }

    /// The outcome of the samples of an offer so far. `None` without samples.
    #[must_use]
    pub fn outcome(&self, offer: &OfferId) -> Option<&Outcome> {
        self.figures.samples.as_ref()?.outcome(offer)
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
        self.figures.samples.as_ref()?.error()
    }
}
