//! Series of samples, and the sums by minute of those that count for one driver.

use std::collections::{BTreeMap, HashMap};

use rust_decimal::Decimal;
use whatif_pricing::{OutOfRange, Ratio};

use crate::import::data::Origin;

/// Milliseconds of a minute.
pub const MINUTE: i64 = 60_000;
/// The most distances between samples that are counted apart.
const STEPS_MAX: usize = 1_000;

/// One series of samples.
#[derive(Debug, Default)]
pub struct Series {
    /// The blocks of 64 times that were seen, by the time of the first.
    pub seen: HashMap<i64, u64>,
    pub last: Option<(i64, Decimal)>,
    /// The times of the first and the last row, in milliseconds. One without a value counts too.
    pub span: Option<(i64, i64)>,
    /// The time of the row before.
    pub before: Option<i64>,
    pub count: u64,
    /// A sample stands before an earlier one.
    pub is_disordered: bool,
    /// The rows without a value.
    pub lacking: i64,
    pub total: Ratio,
    /// The distances between samples, in milliseconds, and how often each came.
    pub steps: BTreeMap<i64, u64>,
}

/// The samples that count for one driver.
#[derive(Debug, Default)]
pub struct Group {
    pub series: Vec<usize>,
    minutes: HashMap<i64, Ratio>,
    /// The change, at a minute, of the requests a minute of which only the sum over several is known.
    spread: BTreeMap<i64, Ratio>,
    /// The minute that is being summed.
    pub minute: (i64, Ratio),
    pub origin: Origin,
}

impl Series {
    /// Passes a row, with or without a value.
    pub fn pass(&mut self, at: i64) {
        let (from, to) = self.span.unwrap_or((at, at));
        self.span = Some((from.min(at), to.max(at)));
        if let Some(before) = self.before {
            let step = (at - before).abs();
            if self.steps.len() < STEPS_MAX || self.steps.contains_key(&step) {
                *self.steps.entry(step).or_default() += 1;
            }
        }
        self.before = Some(at);
    }

    /// Finds the distances between samples by their times, of a series that was not in order.
    pub fn sort(&mut self) {
        let mut times: Vec<i64> = Vec::new();
        for (block, seen) in &self.seen {
            // A time with parts of a second has a block of its own.
            if *block < i64::MIN / 4 {
                times.push(block - i64::MIN / 2);
                continue;
            }
            let of_bits = (0..64).filter(|bit| seen & (1 << bit) != 0);
            times.extend(of_bits.map(|bit| (block * 64 + bit) * 1_000));
        }
        times.sort_unstable();
        self.steps.clear();
        for step in times.windows(2).map(|two| two[1] - two[0]) {
            if self.steps.len() < STEPS_MAX || self.steps.contains_key(&step) {
                *self.steps.entry(step).or_default() += 1;
            }
        }
    }

    /// The seconds from the first row to the end of the last.
    pub fn seconds(&self, step: i64) -> i64 {
        self.span.map_or(0, |(from, to)| to / 1_000 - from / 1_000 + step)
    }

    /// The seconds of its samples.
    pub fn covered(&self, step: i64) -> i64 {
        let count = i64::try_from(self.count).unwrap_or(i64::MAX);
        count.saturating_mul(step).min(self.seconds(step))
    }

    /// The samples of a counter that lack between those that there are.
    pub fn missing(&self, step: i64) -> i64 {
        let step = step * 1_000;
        let lacking = self.steps.iter().map(|(distance, count)| {
            let lacking = ((distance + step / 2) / step - 1).max(0);
            lacking.saturating_mul(i64::try_from(*count).unwrap_or(i64::MAX))
        });
        lacking.fold(self.lacking, i64::saturating_add)
    }
}

impl Group {
    /// Ends the minute that is being summed.
    pub fn settle_minute(&mut self) -> Result<(), OutOfRange> {
        let (minute, sum) = self.minute;
        let known = self.minutes.entry(minute).or_default();
        *known = known.plus(sum)?;
        self.minute.1 = Ratio::ZERO;
        Ok(())
    }

    /// Adds requests between two times that are minutes apart: nothing says in which minute, so each has as
    /// many. Returns the number of new entries.
    pub fn spread_over(
        &mut self,
        requests: Ratio,
        before: i64,
        at: i64,
    ) -> Result<usize, OutOfRange> {
        let each = requests.times(Ratio::from(MINUTE))?.over(Ratio::from(at - before))?;
        let former = self.spread.len();
        let less = Ratio::ZERO.minus(each)?;
        for (minute, change) in [(before.div_euclid(MINUTE), each), (at.div_euclid(MINUTE), less)] {
            let known = self.spread.entry(minute).or_default();
            *known = near_sum(*known, change)?;
        }
        Ok(self.spread.len() - former)
    }

    /// Makes requests of what samples say.
    pub fn scale(&mut self, factor: Ratio) -> Result<(), OutOfRange> {
        let sums = self.minutes.values_mut().chain(self.spread.values_mut());
        for sum in sums.filter(|_| factor != Ratio::ONE) {
            *sum = sum.times(factor)?;
        }
        Ok(())
    }

    /// Adds the requests of another.
    pub fn join(&mut self, other: Self) -> Result<(), OutOfRange> {
        if self.series.is_empty() {
            *self = other;
            return Ok(());
        }
        self.series.extend(other.series);
        self.origin.join(&other.origin);
        for (minute, sum) in other.minutes {
            let known = self.minutes.entry(minute).or_default();
            *known = near_sum(*known, sum)?;
        }
        for (minute, change) in other.spread {
            let known = self.spread.entry(minute).or_default();
            *known = near_sum(*known, change)?;
        }
        Ok(())
    }

    /// The requests of the busiest minute.
    pub fn busiest(&self) -> Result<Ratio, OutOfRange> {
        let mut most = self.minutes.values().max().copied().unwrap_or_default();
        let mut minutes: Vec<(i64, Ratio)> = self
            .minutes
            .iter()
            .filter(|_| !self.spread.is_empty())
            .map(|(at, it)| (*at, *it))
            .collect();
        minutes.sort_unstable_by_key(|(at, _)| *at);
        let (mut minutes, mut each) = (minutes.into_iter().peekable(), Ratio::ZERO);
        for (at, change) in &self.spread {
            while let Some((_, own)) = minutes.next_if(|(minute, _)| minute < at) {
                most = most.max(near_sum(each, own)?);
            }
            each = near_sum(each, *change)?;
            most = most.max(each);
        }
        Ok(most)
    }
}

/// The sum, of which digits beyond nine places are dropped if it cannot be calculated exactly.
pub fn near_sum(one: Ratio, other: Ratio) -> Result<Ratio, OutOfRange> {
    let near = |number: Ratio| Ratio::from(number.to_decimal().round_dp(9));
    one.plus(other).or_else(|_| near(one).plus(near(other)))
}
