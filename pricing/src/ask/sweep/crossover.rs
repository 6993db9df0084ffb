//! The values at which one offer becomes cheaper than another, exactly: the stretches of an axis in
//! which the answer is the same.
//!
//! A stretch is asked as a whole first. Where the difference of the two has one sign throughout, that is
//! the answer; where both are straight lines, the crossing is calculated; otherwise the stretch is
//! divided, at the worst into single values, which are priced one by one. So nothing is read off samples.

use std::cmp::Ordering;

use thiserror::Error;

use super::axis::{Axis, Bands};
use super::band::{Band, Line};
use super::curve::Curve;
use crate::invoice::total::Total;
use crate::number::ratio::{Exact, OutOfRange, Ratio};
use crate::rate::known::Known;

/// The result of comparing two totals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The first is cheaper.
    Cheaper,
    /// They are equal.
    Equal,
    /// The first costs more.
    Higher,
    /// It cannot be said: at least one is not known as a whole, and its known part decides nothing.
    Unknown,
}

impl Verdict {
    /// Of two sums that compare like this, known as a whole or in part, what can be said of the wholes: one
    /// whose known part alone is above the other costs more.
    const fn of_known(self, first_complete: bool, second_complete: bool) -> Self {
        match (self, first_complete, second_complete) {
            (_, true, true)
            | (Self::Higher, false, true)
            | (Self::Cheaper, true, false)
            | (Self::Unknown, _, _) => self,
            (Self::Cheaper | Self::Equal | Self::Higher, _, _) => Self::Unknown,
        }
    }
}

impl From<Ordering> for Verdict {
    fn from(ordering: Ordering) -> Self {
        match ordering {
            Ordering::Less => Self::Cheaper,
            Ordering::Equal => Self::Equal,
            Ordering::Greater => Self::Higher,
        }
    }
}

/// A stretch of steps, both ends included, with one answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run<T> {
    /// Its first step.
    pub from: u64,
    /// Its last step.
    pub to: u64,
    /// The answer that holds in all of it.
    pub what: T,
}

/// More was to be asked than the limit.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("prices change in more places than can be followed: choose a shorter range")]
pub struct TooManyChanges;

/// The effort that may still be spent: each stretch that is asked for takes one.
#[derive(Clone, Copy, Debug)]
pub struct Effort(u32);

impl Effort {
    /// For an answer that is waited for.
    pub const THOROUGH: Self = Self(400_000);
    /// For an answer while a slider is dragged.
    pub const QUICK: Self = Self(3_000);

    /// For each of many searches after their effort together is spent. Most need less.
    const LEAST: Self = Self(1_500);

    /// The effort for many searches together: three times that of one, beside the least of each.
    #[must_use]
    pub const fn for_many(self) -> Self {
        Self(self.0.saturating_mul(3))
    }

    /// Makes one of many searches, with no more effort than `each` and than what is left here. Each is tried
    /// with a little, even if nothing is left, so that the whole is bounded.
    pub fn share<T>(&mut self, each: Self, search: impl FnOnce(&mut Self) -> T) -> T {
        let given = self.0.max(Self::LEAST.0).min(each.0);
        let mut effort = Self(given);
        let found = search(&mut effort);
        self.0 = self.0.saturating_sub(given - effort.0);
        found
    }

    pub(crate) fn take(&mut self) -> Result<(), TooManyChanges> {
        self.0 = self.0.checked_sub(1).ok_or(TooManyChanges)?;
        Ok(())
    }
}

/// Compares two curves of one axis at all its steps; neighbouring runs differ.
pub fn crossovers<'a>(
    first: &mut Curve<'a>,
    second: &mut Curve<'a>,
    effort: &mut Effort,
) -> Result<Vec<Run<Verdict>>, TooManyChanges> {
    let axis = first.axis();
    let mut search = Search { axis, effort, runs: Vec::new() };
    let ranked = first.is_ranked() && second.is_ranked();
    if !ranked {
        search.push(0, axis.last(), Verdict::Unknown);
        return Ok(search.runs);
    }
    let mut pair = Pair { first, second: Other::Curve(second) };
    search.settle(&mut pair, 0, axis.last())?;
    Ok(search.runs)
}

/// Compares a curve with an amount at all steps of its axis.
pub fn within(
    curve: &mut Curve<'_>,
    amount: Ratio,
    effort: &mut Effort,
) -> Result<Vec<Run<Verdict>>, TooManyChanges> {
    let axis = curve.axis();
    let mut search = Search { axis, effort, runs: Vec::new() };
    let mut pair = Pair { first: curve, second: Other::Amount(amount) };
    search.settle(&mut pair, 0, axis.last())?;
    Ok(search.runs)
}

/// The least that a curve comes to, at the first of its steps that do: the least of its totals that
/// are known as a whole or, if there is none, of their known parts. `None` if no step has a total.
pub fn lowest(
    curve: &mut Curve<'_>,
    effort: &mut Effort,
) -> Result<Option<(u64, Total)>, TooManyChanges> {
    let last = curve.axis().last();
    for complete in [true, false] {
        let mut descent = Descent { complete, best: None, effort };
        descent.settle(curve, 0, last)?;
        if let Some((at, amount)) = descent.best {
            return Ok(Some((at, Total { amount, complete })));
        }
    }
    Ok(None)
}

/// The search for the least total, among those that are the whole or among those that are not.
struct Descent<'s> {
    complete: bool,
    best: Option<(u64, Ratio)>,
    effort: &'s mut Effort,
}

impl Descent<'_> {
    fn settle(&mut self, curve: &mut Curve<'_>, from: u64, to: u64) -> Result<(), TooManyChanges> {
        self.effort.take()?;
        if from == to {
            let total = curve.at(from).filter(|total| total.complete == self.complete);
            if let Some(Total { amount, .. }) = total
                && self.best.is_none_or(|(_, known)| amount < known)
            {
                self.best = Some((from, amount));
            }
            return Ok(());
        }
        let asked = curve.axis().over(from, to).and_then(|inputs| curve.over(&inputs));
        let asked = asked.and_then(|it| Ok((it, it.amount.ends()?.0)));
        if let Ok((enclosed, least)) = asked {
            let counts = enclosed.complete == self.complete;
            if !counts || self.best.is_some_and(|(_, known)| known <= least) {
                return Ok(());
            }
            if let Some(line) = enclosed.amount.line() {
                // A straight line is lowest at one of its ends.
                let end = if line.slope.is_negative() { to } else { from };
                return self.settle(curve, end, end);
            }
        }
        let middle = from + (to - from) / 2;
        self.settle(curve, from, middle)?;
        self.settle(curve, middle + 1, to)
    }
}

/// The other side of a comparison with a curve.
enum Other<'c, 'a> {
    Curve(&'c mut Curve<'a>),
    Amount(Ratio),
}

struct Pair<'c, 'a> {
    first: &'c mut Curve<'a>,
    second: Other<'c, 'a>,
}

impl Pair<'_, '_> {
    fn at(&mut self, step: u64) -> Verdict {
        let (second, carried) = match &mut self.second {
            Other::Curve(curve) => {
                let carried = self.first.carries_at(step) && curve.carries_at(step);
                (curve.at(step), carried)
            }
            Other::Amount(amount) => (Some(Total { amount: *amount, complete: true }), true),
        };
        match (self.first.at(step), second) {
            (Some(first), Some(second)) if carried => {
                first.compare(second).map_or(Verdict::Unknown, Verdict::from)
            }
            (None | Some(_), None | Some(_)) => Verdict::Unknown,
        }
    }

    /// The difference of the two over a stretch, as far as both are known. None if one cannot carry the
    /// workload.
    fn over(&self, inputs: &Bands<'_>) -> Result<Option<Gap>, OutOfRange> {
        let first = self.first.over(inputs)?;
        let second = match &self.second {
            Other::Curve(curve) => {
                let second = curve.over(inputs)?;
                let carries = |curve: &Curve<'_>| curve.carries_over(inputs).ok_or(OutOfRange);
                if !(carries(self.first)? && carries(curve)?) {
                    return Ok(None);
                }
                second
            }
            Other::Amount(amount) => Known { amount: Exact::of(amount)?, complete: true },
        };
        let band = first.amount.minus(second.amount)?;
        Ok(Some(Gap { band, complete: (first.complete, second.complete) }))
    }
}

/// The difference of two totals over a stretch, and whether each of the two is the whole.
#[derive(Clone, Copy)]
struct Gap {
    band: Band,
    complete: (bool, bool),
}

impl Gap {
    /// The verdict that can be given if the known parts compare like this.
    const fn verdict(self, of_parts: Verdict) -> Verdict {
        of_parts.of_known(self.complete.0, self.complete.1)
    }
}

struct Search<'s, 'x> {
    axis: &'x Axis,
    effort: &'s mut Effort,
    runs: Vec<Run<Verdict>>,
}

impl Search<'_, '_> {
    /// Neighbours with the same answer are one run.
    fn push(&mut self, from: u64, to: u64, what: Verdict) {
        match self.runs.last_mut() {
            Some(last) if last.what == what => last.to = to,
            _ => self.runs.push(Run { from, to, what }),
        }
    }

    fn settle(
        &mut self,
        pair: &mut Pair<'_, '_>,
        from: u64,
        to: u64,
    ) -> Result<(), TooManyChanges> {
        self.effort.take()?;
        if from == to {
            let verdict = pair.at(from);
            self.push(from, to, verdict);
            return Ok(());
        }
        let asked = self.axis.over(from, to).and_then(|inputs| pair.over(&inputs));
        let settled = asked.and_then(|gap| {
            let Some(gap) = gap else { return Ok(Some(Verdict::Unknown)) };
            match (gap.complete, gap.band.compare(Exact::ZERO)) {
                // Whatever the known parts, nothing can be said.
                ((false, false), _) => Ok(Some(Verdict::Unknown)),
                (_, Ok(ordering)) => Ok(Some(gap.verdict(ordering.into()))),
                (_, Err(OutOfRange)) => match gap.band.line() {
                    Some(line) => self.cross(gap, line, from, to).map(|()| None),
                    None => Err(OutOfRange),
                },
            }
        });
        match settled {
            Ok(Some(verdict)) => self.push(from, to, verdict),
            Ok(None) => {}
            Err(OutOfRange) => {
                let middle = from + (to - from) / 2;
                self.settle(pair, from, middle)?;
                self.settle(pair, middle + 1, to)?;
            }
        }
        Ok(())
    }

    /// A straight difference that changes its sign: before, at and after its zero.
    fn cross(&mut self, gap: Gap, line: Line, from: u64, to: u64) -> Result<(), OutOfRange> {
        let start: Verdict = line.at.cmp(&Ratio::ZERO).into();
        let end: Verdict = line.value(to - from)?.cmp(&Ratio::ZERO).into();
        let zero = Ratio::ZERO.minus(line.at)?.over(line.slope)?;
        let floor = zero.floor()?;
        let before = from + whole(floor)?;
        let hits = floor == zero;
        if before > from || !hits {
            self.push(from, if hits { before - 1 } else { before }, gap.verdict(start));
        }
        if hits {
            self.push(before, before, gap.verdict(Verdict::Equal));
        }
        if before < to {
            self.push(before + 1, to, gap.verdict(end));
        }
        Ok(())
    }
}

/// A number of steps that was calculated, from 0 on.
pub(crate) fn whole(number: Ratio) -> Result<u64, OutOfRange> {
    let (mantissa, places, _) = number.floor()?.parts();
    if places > 0 {
        return Err(OutOfRange);
    }
    u64::try_from(mantissa).map_err(|_| OutOfRange)
}

/// The first step from which a line that falls faster is not above another, counted from now.
pub(crate) fn meets(gap: Ratio, closing: Ratio) -> Result<u64, OutOfRange> {
    let count = gap.over(closing)?.ceil()?;
    Ok(whole(count).unwrap_or(u64::MAX).max(1))
}

#[cfg(test)]
mod effort {
    use super::*;

    #[test]
    fn many_searches_together_are_bounded_and_each_is_tried() {
        for each in [Effort::QUICK, Effort::THOROUGH] {
            let (mut left, mut spent) = (each.for_many(), 0);
            for search in 0..100 {
                let found = left.share(each, |effort| {
                    let mut taken = 0;
                    while effort.take().is_ok() {
                        taken += 1;
                    }
                    taken
                });
                spent += found;
                assert!(found >= Effort::LEAST.0 && found <= each.0, "{search}: {found}");
            }
            assert!(spent <= each.for_many().0 + 100 * Effort::LEAST.0, "{spent}");
        }
    }

    #[test]
    fn a_search_that_needs_little_leaves_the_rest_to_others() {
        let mut left = Effort::QUICK.for_many();
        for _ in 0..100 {
            left.share(Effort::QUICK, Effort::take).unwrap();
        }
        assert_eq!(left.0, Effort::QUICK.for_many().0 - 100);
    }
}
