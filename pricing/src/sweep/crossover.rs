//! Where one offer becomes cheaper than another, exactly: the stretches of an axis in which the answer
//! is the same.
//!
//! A stretch is asked as a whole first. Where the difference of the two has one sign throughout, that is
//! the answer; where both are straight lines, the crossing is calculated; otherwise the stretch is
//! divided, at the worst into single values, which are priced one by one. So nothing is read off samples.

use std::cmp::Ordering;

use thiserror::Error;

use super::axis::{Axis, Bands};
use super::band::Line;
use super::curve::{Curve, Enclosed};
use crate::ratio::{Exact, OutOfRange, Ratio};

/// How two totals compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The first is cheaper.
    Cheaper,
    /// They are equal.
    Equal,
    /// The first is dearer.
    Dearer,
    /// At least one is not known as a whole.
    Unknown,
}

impl From<Ordering> for Verdict {
    fn from(ordering: Ordering) -> Self {
        match ordering {
            Ordering::Less => Self::Cheaper,
            Ordering::Equal => Self::Equal,
            Ordering::Greater => Self::Dearer,
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
    /// What holds in all of it.
    pub what: T,
}

/// More was to be asked than the limit.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("prices change in more places than can be followed: choose a shorter range")]
pub struct TooManyChanges;

/// How much may still be asked: each stretch that is asked for takes one.
#[derive(Clone, Copy, Debug)]
pub struct Effort(u32);

impl Effort {
    /// For an answer that is waited for.
    pub const THOROUGH: Self = Self(400_000);
    /// For an answer while a slider is dragged.
    pub const QUICK: Self = Self(3_000);

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

/// The least that a curve comes to, at the first of its steps that do; none where no total is known as a
/// whole.
pub fn lowest(
    curve: &mut Curve<'_>,
    effort: &mut Effort,
) -> Result<Option<(u64, Ratio)>, TooManyChanges> {
    let last = curve.axis().last();
    let mut best = None;
    descend(curve, 0, last, &mut best, effort)?;
    Ok(best)
}

fn descend(
    curve: &mut Curve<'_>,
    from: u64,
    to: u64,
    best: &mut Option<(u64, Ratio)>,
    effort: &mut Effort,
) -> Result<(), TooManyChanges> {
    effort.take()?;
    if from == to {
        let total = curve.at(from).filter(|total| total.complete).map(|total| total.amount);
        if let Some(total) = total.filter(|total| best.is_none_or(|(_, known)| *total < known)) {
            *best = Some((from, total));
        }
        return Ok(());
    }
    let asked = curve.axis().over(from, to).and_then(|inputs| curve.over(&inputs));
    let asked = asked.and_then(|it| Ok((it, it.total.ends()?.0)));
    if let Ok((enclosed, least)) = asked {
        if !enclosed.complete || best.is_some_and(|(_, known)| known <= least) {
            return Ok(());
        }
        if let Some(line) = enclosed.total.line() {
            // A straight line is lowest at one of its ends.
            let end = if line.slope.is_negative() { to } else { from };
            return descend(curve, end, end, best, effort);
        }
    }
    let middle = from + (to - from) / 2;
    descend(curve, from, middle, best, effort)?;
    descend(curve, middle + 1, to, best, effort)
}

/// What a curve is compared with.
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
        let known = |curve: &mut Curve<'_>| {
            curve.at(step).filter(|total| total.complete).map(|total| total.amount)
        };
        let second = match &mut self.second {
            Other::Curve(curve) => known(curve),
            Other::Amount(amount) => Some(*amount),
        };
        match (known(self.first), second) {
            (Some(first), Some(second)) => first.cmp(&second).into(),
            _ => Verdict::Unknown,
        }
    }

    /// What the first costs more than the second, over a stretch; none where either is incomplete.
    fn over(&self, inputs: &Bands<'_>) -> Result<Option<Enclosed>, OutOfRange> {
        let first = self.first.over(inputs)?;
        let (total, complete) = match &self.second {
            Other::Curve(curve) => {
                let second = curve.over(inputs)?;
                (first.total.minus(second.total)?, first.complete && second.complete)
            }
            Other::Amount(amount) => (first.total.minus(Exact::of(amount)?)?, first.complete),
        };
        Ok(complete.then_some(Enclosed { total, complete }))
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
        let settled = asked.and_then(|difference| match difference {
            None => Ok(Some(Verdict::Unknown)),
            Some(Enclosed { total, .. }) => match total.compare(Exact::ZERO) {
                Ok(ordering) => Ok(Some(ordering.into())),
                Err(OutOfRange) => match total.line() {
                    Some(line) => self.cross(line, from, to).map(|()| None),
                    None => Err(OutOfRange),
                },
            },
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
    fn cross(&mut self, line: Line, from: u64, to: u64) -> Result<(), OutOfRange> {
        let start: Verdict = line.at.cmp(&Ratio::ZERO).into();
        let end: Verdict = line.value(to - from)?.cmp(&Ratio::ZERO).into();
        let zero = Ratio::ZERO.minus(line.at)?.over(line.slope)?;
        let floor = zero.floor()?;
        let before = from + whole(floor)?;
        let hits = floor == zero;
        if before > from || !hits {
            self.push(from, if hits { before - 1 } else { before }, start);
        }
        if hits {
            self.push(before, before, Verdict::Equal);
        }
        if before < to {
            self.push(before + 1, to, end);
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
