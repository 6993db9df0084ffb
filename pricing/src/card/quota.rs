//! A limit that the vendor sets, what follows beyond it, and what carries more. It changes no price.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::card::choice::Choice;
use crate::usage::driver::{DriverId, Vocabulary};
use crate::usage::formula::Formula;

/// A limit that the vendor sets.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Quota {
    /// The quantity that is limited. Of a rate: its mean.
    pub quantity: Formula,
    /// The rate that is limited. None if the quota is about a level or a flow.
    pub rate: Option<LimitedRate>,
    /// The most there can be. `None` for a choice without a limit.
    pub limit: Choice<Option<Decimal>>,
    /// The consequence beyond it.
    pub beyond: Beyond,
    /// The carriers of more. Empty if the card knows nothing that carries more.
    pub carried_by: Vec<Carrier>,
    /// The advice on what to do beyond it.
    pub says: String,
    /// The rule that states it.
    pub rule: String,
    /// The place in the card of the source that states it.
    pub source: usize,
}

/// A rate of requests, which is held against a limit as its mean, or as a peak that somebody set: never as a
/// peak that nobody measured.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LimitedRate {
    /// The flows whose rate is limited.
    pub of: Formula,
    /// The unit of time in which they are counted.
    pub per: RateUnit,
    /// The drivers of which each unit has the limit to itself, such as each region. Empty if it holds for all together.
    pub each: Vec<DriverId>,
    /// The driver that may say how high the rate is at most.
    pub peak: DriverId,
    /// The quantity that is held against the limit once the peak was set.
    pub with_peak: Formula,
}

/// The unit of time of a limited rate. A peak is the mean of a minute, which is not held against anything longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RateUnit {
    /// So many a second.
    Second,
    /// So many a minute.
    Minute,
    /// So many a day, on the mean of the period: a peak of a minute says nothing of it.
    Day,
}

impl RateUnit {
    pub(crate) const NAMES: [&str; 3] = ["second", "minute", "day"];

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    pub(crate) fn parse(word: &str) -> Option<Self> {
        [Self::Second, Self::Minute, Self::Day].into_iter().find(|unit| unit.name() == word)
    }
}

/// The consequence beyond a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Beyond {
    /// A warning: the vendor raises the limit for nothing, or only advises it.
    Warn,
    /// The offer cannot do the job as it is chosen: it has no rank, whatever its total.
    Unranked,
    /// No price is published: the total is incomplete.
    Incomplete,
}

impl Beyond {
    pub(crate) const NAMES: [&str; 3] = ["warn", "unranked", "incomplete"];

    pub(crate) fn parse(word: &str) -> Option<Self> {
        let all = [Self::Warn, Self::Unranked, Self::Incomplete];
        all.into_iter().zip(Self::NAMES).find(|(_, name)| *name == word).map(|(it, _)| it)
    }
}

/// A choice, card or driver that carries more than a quota allows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Carrier {
    /// Another choice of an option of the card.
    Choice {
        /// The option's place in the card.
        option: usize,
        /// The choice's place in the option.
        choice: usize,
    },
    /// Another card, by its id.
    Card(String),
    /// More of what a driver counts, such as instances.
    More(DriverId),
}

impl Quota {
    /// The limit's share for which it holds, in words: " in each region and account". Empty if it holds for all
    /// together.
    #[must_use]
    pub fn in_each(&self, vocabulary: &Vocabulary) -> String {
        let each = self.rate.iter().flat_map(|rate| &rate.each);
        let units: Vec<&str> = each.map(|driver| &*vocabulary[*driver].unit).collect();
        if units.is_empty() { String::new() } else { format!(" in each {}", units.join(" and ")) }
    }

    /// Is no price published beyond it?
    #[must_use]
    pub const fn ends_prices(&self) -> bool {
        matches!(self.beyond, Beyond::Incomplete)
    }

    /// Returns whether a total depends on it: on whether it holds, or on whether that can be said at all.
    pub(crate) fn counts_in_totals(&self) -> bool {
        self.ends_prices() || self.formulas().any(Formula::may_fail)
    }

    /// Every formula in it.
    pub(crate) fn formulas(&self) -> impl Iterator<Item = &Formula> {
        std::iter::once(&self.quantity).chain(self.rate.iter().map(|rate| &rate.with_peak))
    }
}
