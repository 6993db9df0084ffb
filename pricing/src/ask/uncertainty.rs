//! The totals of ranges in a workload: many workloads drawn from them, each priced like any other.
//!
//! A [`Sampler`] draws a value for each ranged driver, evaluates the workload's formulas with them, and asks
//! every offer for its total: by the one function that quotes. Of the totals it tells the [`Spread`], and of
//! offers that compete how often each is the cheapest.
//!
//! - Every driver has a stream of its own, from the seed and its name: another card or another range
//!   changes no other driver's values. All offers see the same samples.
//! - Draws are whole numbers of the range's grid and totals are exact: the same seed gives the same figures
//!   on every machine. Nothing is interpolated, a percentile is the total of one of the samples.
//! - A price that is not published stays unknown: its spread is a lower bound, and it wins no comparison.
//!
//! It does not model drivers that depend on each other otherwise than by a formula.

mod bands;
mod contender;
mod spread;
mod stream;

use std::sync::Arc;

use thiserror::Error;

use crate::ask::offer::Offer;
use crate::invoice::exchange::ExchangeRates;
use crate::number::money::Currency;
use crate::number::ratio::{OutOfRange, Ratio};
use crate::rate::error::RateError;
use crate::time::period::Period;
use crate::usage::driver::DriverId;
use crate::usage::inputs::Usage;
use crate::usage::workload::{UsageError, Workload};
pub use bands::bands;
use contender::Contender;
pub use spread::{Spread, share_text};
use stream::Stream;

/// The most samples; each keeps a total for each offer.
pub const SAMPLES_MAX: u32 = 100_000;

/// The number of samples, and the seed that decides which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Samples {
    /// Other seeds draw other samples.
    pub seed: u64,
    /// The number of them, from 1 to [`SAMPLES_MAX`]; what is outside counts as the end that is
    /// nearer.
    pub count: u32,
}

/// Ten thousand, of the first seed.
impl Default for Samples {
    fn default() -> Self {
        Self { seed: 1, count: 10_000 }
    }
}

/// The reason why samples cannot be priced.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum SampleError {
    /// A formula has no value for a sample.
    #[error("with {values}, which the ranges allow, {error}: narrow the range")]
    Usage {
        /// The values that were drawn.
        values: String,
        /// The error that occurred.
        error: UsageError,
    },
    /// A card cannot price a sample.
    #[error("with {values}, which the ranges allow, {card}: {error}: narrow the range")]
    Rate {
        /// The values that were drawn.
        values: String,
        /// The card's id.
        card: String,
        /// The error that occurred.
        error: RateError,
    },
}

/// The progress of the sampling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Samples priced.
    pub done: u32,
    /// Samples in all.
    pub count: u32,
}

impl Progress {
    /// Is all of it done?
    #[must_use]
    pub const fn is_whole(self) -> bool {
        self.done >= self.count
    }

    /// The part that is done, from 0 to 100, rounded down.
    #[must_use]
    pub const fn percent(self) -> u32 {
        self.done * 100 / self.count
    }
}

/// The outcome of the samples of one offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Its totals, in the offer's currency; none before the first sample, and where it has no total.
    pub spread: Option<Spread>,
    /// The part of the samples in which it is the cheapest, from 0 to 1; of two that are equally cheap each
    /// has half of the sample. `None` if it was never compared: because its totals are incomplete,
    /// it
    /// cannot do the job, no rate leads to the currency of the comparison, or there is no rival.
    pub share: Option<Ratio>,
}

/// Prices samples of a workload with ranges, in slices: so that others can work in between.
///
/// ```
/// use whatif_pricing::{
///     Catalog, ExchangeRates, Offer, Period, Ratio, Sampler, Samples, Selection, Tariff, Vocabulary,
///     Workload,
/// };
/// let card = Catalog::shipped().card("tencent-ssm-payg").unwrap();
/// let period = Period::standard_month("2026-06-01".parse().unwrap());
/// let tariff = Tariff::new(&card, &Selection::standard(&card), period).unwrap();
/// let offer = Offer::new(tariff, vec![], card.default_currency(), &ExchangeRates::default()).unwrap();
/// let mut workload = Workload::standard(Vocabulary::standard());
/// workload.set_text("calls", "0").unwrap();
/// workload.set_text("secrets", "50..150").unwrap();
/// let mut sampler = Sampler::new([offer].into(), &workload, Samples::default());
/// while !sampler.run(1_000).unwrap().is_whole() {}
/// let spread = sampler.outcomes()[0].spread.unwrap();
/// // 0.40 each: of 50 to 150 secrets half come to no more than about 100 × 0.40
/// assert!(spread.p50 > Ratio::from(39) && spread.p50 < Ratio::from(41));
/// ```
#[derive(Clone, Debug)]
pub struct Sampler {
    offers: Arc<[Offer]>,
    contenders: Vec<Contender>,
    workload: Workload,
    streams: Vec<Stream>,
    /// The values drawn for the present sample, in the order of the streams.
    numbers: Vec<(DriverId, Ratio)>,
    usage: Usage,
    progress: Progress,
}

impl Sampler {
    /// Begins to sample a workload for offers, which are all of the same period. They are not compared.
    #[must_use]
    pub fn new(offers: Arc<[Offer]>, workload: &Workload, samples: Samples) -> Self {
        let count = samples.count.clamp(1, SAMPLES_MAX);
        let terms = offers.first().map(|offer| offer.tariff().period_terms());
        let usage = Usage::new(
            workload.vocabulary().len(),
            terms.unwrap_or_else(Period::standard_month_terms),
        );
        let stream =
            |(driver, range)| Stream::new(samples.seed, &workload.vocabulary()[driver].name, range);
        let ranged: Vec<DriverId> = workload.ranges().map(|(driver, _)| driver).collect();
        Self {
            contenders: offers
                .iter()
                .map(|offer| Contender::new(offer, workload, &ranged, count))
                .collect(),
            streams: workload.ranges().map(stream).collect(),
            numbers: ranged.into_iter().map(|driver| (driver, Ratio::ZERO)).collect(),
            workload: workload.clone(),
            usage,
            progress: Progress { done: 0, count },
            offers,
        }
    }

    /// Compares those of the offers, by place, that are to compete, each with those that can do a job of its
    /// own: the rivals among which a comparison looks for the cheapest. In a currency into which the user's
    /// own rates lead.
    pub fn compared_in(
        mut self,
        currency: Currency,
        rates: &ExchangeRates,
        competes: impl Fn(usize) -> bool,
    ) -> Result<Self, OutOfRange> {
        let competing = |place: &usize| competes(*place);
        for place in (0..self.offers.len()).filter(competing) {
            let offer = &self.offers[place];
            let is_rival = |other: &usize| {
                *other != place && self.offers[*other].card().is_rival_of(offer.card())
            };
            let rivals = (0..self.offers.len()).filter(competing).filter(is_rival).collect();
            let factor = rates.convert(Ratio::ONE, offer.currency(), currency)?;
            // What no longer exists is no rival.
            let factor = factor.filter(|_| !offer.has_ended());
            self.contenders[place].compete(rivals, factor);
        }
        Ok(self)
    }

    /// Prices so many samples more, or as many as are left. After an error begin anew.
    pub fn run(&mut self, samples: u32) -> Result<Progress, SampleError> {
        let left = self.progress.count - self.progress.done;
        for _ in 0..samples.min(left) {
            self.sample()?;
            self.progress.done += 1;
        }
        Ok(self.progress)
    }

    /// Prices all samples that are left, and tells what they come to.
    pub fn finish(mut self) -> Result<Vec<Outcome>, SampleError> {
        self.run(SAMPLES_MAX)?;
        Ok(self.outcomes())
    }

    /// The progress so far.
    #[must_use]
    pub const fn progress(&self) -> Progress {
        self.progress
    }

    /// The offers.
    #[must_use]
    pub const fn offers(&self) -> &Arc<[Offer]> {
        &self.offers
    }

    /// Returns the outcomes of the samples so far, in the order of the offers.
    #[must_use]
    pub fn outcomes(&mut self) -> Vec<Outcome> {
        let done = self.progress.done;
        self.contenders.iter_mut().map(|contender| contender.outcome(done)).collect()
    }

    fn sample(&mut self) -> Result<(), SampleError> {
        for ((_, number), stream) in self.numbers.iter_mut().zip(&mut self.streams) {
            *number = stream.draw();
        }
        if let Err(error) = self.workload.usage_with(&self.numbers, &mut self.usage) {
            return Err(SampleError::Usage { values: self.values(), error });
        }
        for (offer, contender) in self.offers.iter().zip(&mut self.contenders) {
            if let Err(error) = contender.price(offer, &self.workload, &self.usage) {
                let (values, card) = (self.values(), offer.card().id.clone());
                return Err(SampleError::Rate { values, card, error });
            }
        }
        contender::compare(&mut self.contenders);
        Ok(())
    }

    /// Puts the values that were drawn into words.
    #[cold]
    fn values(&self) -> String {
        let value = |(driver, number): &(DriverId, Ratio)| {
            let name = &self.workload.vocabulary()[*driver].name;
            format!("{name}={}", crate::number::money::plain(*number))
        };
        self.numbers.iter().map(value).collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests;
