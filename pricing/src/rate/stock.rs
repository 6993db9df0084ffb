//! A stock that grows from a flow: what is taken in is kept for some months, and then it is gone.
//!
//! Time is counted in months from the start of the period, each second being its share of its own month. A
//! unit that is taken in at `u` and kept for `k` months has been there for the smaller of `k` and `x − u`
//! months by the time `x`. A flow that is even over a time is the integral of that.

use crate::card::charge::Retention;
use crate::number::ratio::{Exact, OutOfRange, Ratio};
use crate::time::cycle::Clock;
use crate::time::period::Window;
use crate::usage::formula::EvaluateError;
use crate::usage::formula::Formula;
use crate::usage::inputs::Inputs;

/// A stock, for the part of a period in which one price list is in force.
#[derive(Clone, Debug)]
pub(super) struct Stock {
    retention: Retention,
    /// The time of the list, in months from the start of the period.
    from: Ratio,
    to: Ratio,
    /// The months of the period.
    pub months: Ratio,
}

impl Stock {
    pub fn new(retention: Retention, clock: Clock, part: Window) -> Result<Self, OutOfRange> {
        let since_start = |at: i64| months_until(clock, at);
        Ok(Self {
            retention,
            from: since_start(part.from)?,
            to: since_start(part.to)?,
            months: since_start(clock.window.to)?,
        })
    }

    pub fn formulas(&self) -> impl Iterator<Item = &Formula> {
        self.retention.formulas()
    }

    /// The months for which all that is taken in from one time to another is there, for each unit a month.
    pub fn unit_months<N: Exact>(
        &self,
        (from, to): (Ratio, Ratio),
        inputs: &impl Inputs<N>,
    ) -> Result<N, EvaluateError> {
        let kept = self.retention.months.calculate::<N>(inputs)?.at_least(N::ZERO)?;
        let free = match &self.retention.free {
            Some(free) => free.calculate::<N>(inputs)?.at_least(N::ZERO)?.at_most(kept)?,
            None => N::ZERO,
        };
        // What was taken in before the period is there as it begins.
        let before = self.retention.full && from.is_zero();
        let from = if before { N::ZERO.minus(kept)? } else { N::of(&from)? };
        let to = N::of(&to)?;
        let until = |end: N| {
            let there = |kept: N| {
                there_for(end.minus(from)?, kept)?.minus(there_for(end.minus(to)?, kept)?)
            };
            there(kept)?.minus(there(free)?)
        };
        Ok(until(N::of(&self.to)?)?.minus(until(N::of(&self.from)?)?)?)
    }
}

/// The integral of the smaller of `kept` and the age, over all ages up to one.
fn there_for<N: Exact>(age: N, kept: N) -> Result<N, OutOfRange> {
    let age = age.at_least(N::ZERO)?;
    let rising = age.at_most(kept)?;
    let half = N::of(&Ratio::of(1, 2)?)?;
    rising.times(rising)?.times(half)?.plus(kept.times(age.minus(rising)?)?)
}

pub(super) fn months_until(clock: Clock, at: i64) -> Result<Ratio, OutOfRange> {
    let from = clock.window.from;
    if at == from { Ok(Ratio::ZERO) } else { clock.months_in(Window { from, to: at }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_is_there_for_its_age_until_it_is_gone() {
        let there = |age: u32| there_for(Ratio::from(age), Ratio::from(3_u32)).unwrap();
        let half = |count| Ratio::of(count, 2).unwrap();
        assert_eq!([0, 1, 2, 3].map(there), [half(0), half(1), half(4), half(9)]);
        // From then on three units are there at any time.
        assert_eq!([4, 5].map(there), [half(15), half(21)]);
    }
}
