//! A curve: what an offer costs along an axis.
//!
//! Charges that do not depend on the driver are priced once. Where a whole stretch is asked for, the answer
//! encloses the totals of all its steps ([`super::band`]). Totals that are asked for one after the other are
//! read off its straight stretches ([`super::straight`]).

use super::axis::{Axis, Bands};
use super::band::Band;
use super::straight::Straights;
use crate::ask::offer::Offer;
use crate::ask::rank::Peaks;
use crate::invoice::total::Total;
use crate::number::ratio::{Exact, OutOfRange, Ratio, Word};
use crate::rate::known::Known;
use crate::rate::tariff::Tariff;
use crate::rate::touched::Touched;
use crate::usage::formula::EvaluateError;
use crate::usage::inputs::{Inputs, Usage};

/// The costs of an offer along an axis.
#[derive(Clone, Debug)]
pub struct Curve<'a> {
    offer: &'a Offer,
    axis: &'a Axis,
    /// The axis on the clock of the card. `None` if that is the same.
    own: Option<Box<Axis>>,
    parts: Vec<Part<'a>>,
    usage: Usage,
    /// No step can be ranked: the service has ended, or lacks what is asked for.
    unranked: bool,
    peaks: Peaks<'a>,
    /// Is the workload within the vendor's limits at every step? None if that depends on the driver.
    held: Option<bool>,
    /// The total at every step, where nothing depends on the driver.
    flat: Option<Total>,
    straights: Straights,
}

/// One tariff of the offer: what stands, and what moves.
#[derive(Clone, Debug)]
struct Part<'a> {
    tariff: &'a Tariff,
    /// The charges that do not move. `None` if they have no exact sum at all.
    rest: Option<Rest>,
    touched: Touched,
    factor: Option<Ratio>,
}

#[derive(Clone, Copy, Debug)]
struct Rest {
    amount: Ratio,
    word: Option<Word>,
    complete: bool,
}

impl<'a> Curve<'a> {
    /// The curve of an offer. `None` if no rate leads to the currency of the offer.
    #[must_use]
    pub fn new(offer: &'a Offer, axis: &'a Axis) -> Option<Self> {
        let own = axis.on(offer.tariff().period_terms()).map(Box::new);
        let rest = own.as_deref().unwrap_or(axis);
        let parts: Vec<Part<'_>> =
            offer.priced().map(|(tariff, factor)| Part::new(tariff, factor, rest)).collect();
        parts[0].factor?;
        let mut usage = axis.usage();
        // What is asked for at the far end is asked for along the axis.
        let unranked = match axis.usage_at(axis.last(), &mut usage) {
            Ok(()) => offer.has_ended() || offer.lacks(axis.workload(), &usage),
            Err(_) => false,
        };
        let still =
            |part: &Part<'_>| part.touched.charges.is_empty() && part.touched.quotas.is_empty();
        let is_flat = parts.iter().all(still);
        let peaks = Peaks::of(offer, axis.workload());
        let straights = Straights::NONE;
        let mut curve = Self {
            offer,
            axis,
            own,
            parts,
            usage,
            unranked,
            peaks,
            held: None,
            flat: None,
            straights,
        };
        if !offer.limits_move(&curve.peaks, axis.moves()) {
            curve.held = Some(curve.is_carried(&curve.usage));
        }
        curve.flat = if is_flat { curve.sum_ratios(&curve.usage).ok() } else { None };
        Some(curve)
    }

    /// The offer.
    #[must_use]
    pub const fn offer(&self) -> &'a Offer {
        self.offer
    }

    /// The axis.
    #[must_use]
    pub const fn axis(&self) -> &'a Axis {
        self.axis
    }

    /// Can its totals be compared with those of other cards?
    #[must_use]
    pub const fn is_ranked(&self) -> bool {
        !self.unranked
    }

    /// Does the amount of a charge depend on the driver of the axis? Of the offer's tariffs the card's own
    /// is at 0, those of its companions follow.
    #[must_use]
    pub fn moves(&self, tariff: usize, charge: usize) -> bool {
        self.parts[tariff].touched.charges.contains(&charge)
    }

    /// The total at a step. `None` if the workload or the card has no exact one there.
    #[inline]
    pub fn at(&mut self, step: u64) -> Option<Total> {
        match self.straights.total(step) {
            Some(total) => Some(total),
            None => self.priced_at(step),
        }
    }

    /// The total at a step that is in no straight stretch yet.
    #[inline(never)]
    fn priced_at(&mut self, step: u64) -> Option<Total> {
        let total = self.total_at(step)?;
        if let Some(to) = self.straights.search_from(step, self.axis.last()) {
            self.look_ahead(step, to, total);
        }
        Some(total)
    }

    fn total_at(&mut self, step: u64) -> Option<Total> {
        self.axis.usage_at(step, &mut self.usage).ok()?;
        self.total(&self.usage)
    }

    /// Looks whether the totals from a step to another lie on a line.
    fn look_ahead(&mut self, from: u64, to: u64, first: Total) {
        let enclosed = self.axis.over(from, to).and_then(|inputs| self.over(&inputs));
        let line = enclosed.ok().and_then(|it| it.amount.line());
        let found = line.and_then(|line| Some((line, self.total_at(to)?)));
        let is_kept =
            found.is_some_and(|(line, end)| self.straights.keep(from, to, line, [first, end]));
        if !is_kept {
            self.straights.fail();
        }
    }

    /// The total by which it is compared at a step. `None` if it is incomplete or has none.
    pub fn ranked_at(&mut self, step: u64) -> Option<Ratio> {
        self.axis.usage_at(step, &mut self.usage).ok()?;
        self.ranked(&self.usage)
    }

    /// The total of values that [`Axis::usage_at`] wrote, so that the curves of one axis can share them.
    #[must_use]
    pub fn total(&self, usage: &Usage) -> Option<Total> {
        if self.flat.is_some() {
            return self.flat;
        }
        if self.own.is_some() {
            let usage = usage.on(self.offer.tariff().period_terms()).ok()?;
            return self.sum_ratios(&usage).ok();
        }
        self.sum_words(usage).or_else(|_| self.sum_ratios(usage)).ok()
    }

    /// The total by which it is compared, of values that [`Axis::usage_at`] wrote. `None` if it is incomplete or
    /// has none.
    #[must_use]
    pub fn ranked(&self, usage: &Usage) -> Option<Ratio> {
        let total = self.total(usage)?;
        (total.complete && !self.unranked && self.is_carried(usage)).then_some(total.amount)
    }

    /// Are the workload's rates within the vendor's limits at a step, whatever the service can do?
    pub(crate) fn holds_limits_at(&mut self, step: u64) -> bool {
        let asked = self.axis.usage_at(step, &mut self.usage);
        asked.is_ok() && self.is_carried(&self.usage)
    }

    /// The same over a stretch. None if the answer differs within it.
    pub(crate) fn holds_limits_over(&self, inputs: &Bands<'_>) -> Option<bool> {
        self.held.or_else(|| self.offer.limits_hold::<Band>(&self.peaks, inputs).ok())
    }

    /// Can the offer carry the workload over a stretch? None if the answer differs within it.
    pub(crate) fn carries_over(&self, inputs: &Bands<'_>) -> Option<bool> {
        if self.unranked { Some(false) } else { self.holds_limits_over(inputs) }
    }

    /// Can the offer carry the workload at a step?
    pub(crate) fn carries_at(&mut self, step: u64) -> bool {
        let asked = self.axis.usage_at(step, &mut self.usage);
        asked.is_ok() && !self.unranked && self.is_carried(&self.usage)
    }

    fn is_carried(&self, usage: &Usage) -> bool {
        if let Some(held) = self.held {
            return held;
        }
        let held = self.offer.limits_hold::<Word>(&self.peaks, usage);
        let held = held.or_else(|_| self.offer.limits_hold::<Ratio>(&self.peaks, usage));
        held.unwrap_or(false)
    }

    /// Between which of these rising steps the price per unit changes: the places of the steps before.
    /// At every kind of step where the price goes in steps is none.
    pub fn edges_between(&mut self, steps: &[u64]) -> Vec<usize> {
        let mut found = Vec::new();
        let Some(last) = steps.len().checked_sub(1).filter(|_| self.flat.is_none()) else {
            return found;
        };
        let mut from = 0;
        while from < last {
            let whole = |to: usize| {
                let inputs = self.axis.over(steps[from], steps[to]);
                inputs.and_then(|inputs| self.over(&inputs)).is_ok()
            };
            if whole(last) {
                break;
            }
            let answered = (from + 1..last).collect::<Vec<_>>();
            let to = from + answered.partition_point(|to| whole(*to));
            if self.bends(steps, to) {
                found.push(to);
            }
            from = to + 1;
        }
        found
    }

    /// Is the price per step another after a place than before it?
    fn bends(&mut self, steps: &[u64], place: usize) -> bool {
        let mut slope = |from: usize| {
            let (start, end) = (*steps.get(from)?, *steps.get(from + 1)?);
            let totals = self.at(start)?.amount.minus(self.at(end)?.amount).ok()?;
            totals.over(super::band::steps(end.checked_sub(start)?).ok()?).ok()
        };
        let before = place.checked_sub(1).and_then(&mut slope);
        let after = slope(place + 1);
        before.zip(after).is_some_and(|(before, after)| before != after)
    }

    fn sum_words(&self, usage: &Usage) -> Result<Total, EvaluateError> {
        let sum = self.sum::<Word>(usage, |rest| rest.word.ok_or(OutOfRange))?;
        Ok(Total { amount: sum.amount.ratio(), complete: sum.complete })
    }

    fn sum_ratios(&self, usage: &Usage) -> Result<Total, EvaluateError> {
        let sum = self.sum::<Ratio>(usage, |rest| Ok(rest.amount))?;
        Ok(Total { amount: sum.amount, complete: sum.complete })
    }

    /// The totals of the steps of a stretch; out of range where they are to be asked for in parts.
    pub(crate) fn over(&self, inputs: &Bands<'_>) -> Result<Known<Band>, OutOfRange> {
        let whole = |rest: &Rest| Ok(Band::level(rest.amount));
        let sum = match &self.own {
            Some(own) => self.sum::<Band>(&own.over(inputs.from, inputs.to)?, whole),
            None => self.sum::<Band>(inputs, whole),
        };
        sum.map_err(|_| OutOfRange)
    }

    fn sum<N: Exact>(
        &self,
        inputs: &impl Inputs<N>,
        number: impl Fn(&Rest) -> Result<N, OutOfRange>,
    ) -> Result<Known<N>, EvaluateError> {
        let mut all = Known { amount: N::ZERO, complete: true };
        for part in &self.parts {
            let Some(factor) = &part.factor else {
                all.complete = false;
                continue;
            };
            let rest = part.rest.as_ref().ok_or(OutOfRange)?;
            let moved = part.tariff.sum(&part.touched, inputs)?;
            let sum = part.tariff.adjusted(number(rest)?.plus(moved.amount)?)?;
            all.complete &= rest.complete && moved.complete;
            let converted = if *factor == Ratio::ONE { sum } else { sum.times(N::of(factor)?)? };
            all.amount = all.amount.plus(converted)?;
        }
        Ok(all)
    }
}

impl<'a> Part<'a> {
    fn new(tariff: &'a Tariff, factor: Option<Ratio>, axis: &Axis) -> Self {
        let touched = tariff.touched(axis.moves());
        let rest = tariff.sum::<Ratio>(&tariff.untouched(&touched), axis.rest());
        let rest = rest.ok().map(|Known { amount, complete }| Rest {
            amount,
            word: Word::of(&amount).ok(),
            complete,
        });
        Self { tariff, rest, touched, factor }
    }
}
