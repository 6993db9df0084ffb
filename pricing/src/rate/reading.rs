//! Readings: the quantity of a charge in one cycle of a workload that changes, and what it comes to.

use crate::number::ratio::{OutOfRange, Ratio};
use crate::rate::amount::Priced;
use crate::rate::known::Known;
use crate::rate::lists::weight;
use crate::rate::rated::{Rated, Timed};
use crate::rate::resolve::Time;
use crate::rate::trace::{Filled, Quiet};
use crate::time::cycle::{Clock, Cycle, Turn};
use crate::time::period::Window;
use crate::usage::driver::DriverId;
use crate::usage::formula::{EvaluateError, Formula};
use crate::usage::inputs::Usage;
use crate::usage::timeline::Segment;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// A stretch of the timeline in which nothing changes that a charge reads.
pub(super) struct Stretch<'a> {
    pub window: Window,
    /// The quantity at any instant of it.
    pub quantity: Ratio,
    pub usage: &'a Usage,
}

/// One reading of a charge's quantity, priced.
pub(super) struct Reading {
    pub window: Window,
    pub quantity: Ratio,
    pub charged: Charged,
    /// The share of the cycle for which the price list counts.
    pub weight: Ratio,
}

/// The billed quantity and the amount of a reading, as far as it is known.
#[derive(Clone, Copy)]
pub(super) struct Charged {
    pub billed: Ratio,
    pub amount: Known<Ratio>,
}

impl Charged {
    /// Takes the amount, and the known part of it if a price is missing.
    pub fn new(
        priced: Priced<Ratio>,
        known: impl FnOnce() -> Result<Priced<Ratio>, EvaluateError>,
    ) -> Result<Self, EvaluateError> {
        let Priced { billed, amount } = priced;
        let amount = match amount {
            Some(amount) => Known::whole(amount),
            None => Known { amount: known()?.amount.unwrap_or(Ratio::ZERO), complete: false },
        };
        Ok(Self { billed, amount })
    }

    /// The share that one quantity has in another. Nothing if both are zero.
    fn share(self, part: Ratio, whole: Ratio) -> Result<Self, OutOfRange> {
        if part == whole {
            return Ok(self);
        }
        let share = |all: Ratio| {
            if part.is_zero() { Ok(Ratio::ZERO) } else { all.times(part)?.over(whole) }
        };
        let amount = Known { amount: share(self.amount.amount)?, ..self.amount };
        Ok(Self { billed: share(self.billed)?, amount })
    }
}

/// A cycle, cut by the part of the period in which one list is in force.
#[derive(Clone, Copy)]
pub(super) struct Cut {
    cycle: Cycle,
    turn: Turn,
    /// The part of the cycle that lies in the period.
    inside: Window,
    part: Window,
    /// The share of it for which the list counts.
    pub weight: Ratio,
    /// The share for which it counts itself where the period cuts it.
    share: Ratio,
}

impl Cut {
    /// The part of a stretch that lies in the cycle and under the list. A prepaid term belongs as a whole to
    /// the list of its first day.
    pub fn window(self, window: Window) -> Option<Window> {
        let window = window.within(self.inside)?;
        if self.weight == Ratio::ONE { Some(window) } else { window.within(self.part) }
    }

    /// All of it.
    fn whole(self) -> Window {
        self.window(self.inside).unwrap_or(self.inside)
    }

    /// The reading of a level.
    fn reading(self, quantity: Ratio, charged: Charged) -> Result<Reading, EvaluateError> {
        let weight = self.weight.times(self.share)?;
        let amount = charged.share(weight, Ratio::ONE)?.amount;
        let charged = Charged { amount, ..charged };
        Ok(Reading { window: self.whole(), quantity, charged, weight })
    }

    const fn time(self) -> Time {
        Time::Cycle(self.cycle, self.turn)
    }
}

impl Rated {
    pub(super) fn cut(
        &self,
        cycle: Cycle,
        turn: Turn,
        clock: Clock,
        part: Window,
    ) -> Result<Cut, OutOfRange> {
        let weight = weight(cycle, turn, clock.window, part)?;
        let share = self.month_share(cycle, turn, clock.window)?;
        Ok(Cut { cycle, turn, inside: turn.clipped(clock.window), part, weight, share })
    }

    /// The stretches in which nothing changes that the charge reads: a change of another driver ends none.
    pub(super) fn stretches<'a>(
        &self,
        segments: &'a [Segment],
    ) -> Result<Vec<Stretch<'a>>, EvaluateError> {
        let mut reads: Vec<DriverId> = self.formulas().flat_map(Formula::drivers).collect();
        reads.sort_unstable();
        reads.dedup();
        let alike = |one: &Segment, next: &Segment| {
            reads.iter().all(|driver| one.usage.value(*driver) == next.usage.value(*driver))
        };
        let stretch = |alike: &'a [Segment]| {
            let (first, last) = (&alike[0], &alike[alike.len() - 1]);
            let window = Window { from: first.window.from, to: last.window.to };
            let quantity = self.metered(&first.usage)?.0;
            Ok(Stretch { window, quantity, usage: &first.usage })
        };
        segments.chunk_by(alike).map(stretch).collect()
    }

    pub(super) fn held(
        &self,
        stretch: &Stretch<'_>,
        window: Window,
        clock: Clock,
    ) -> Result<Reading, EvaluateError> {
        let timed = self.timed(Time::Stretch(window), clock)?;
        let charged = self.charged(stretch, &timed)?;
        Ok(Reading { window, quantity: stretch.quantity, charged, weight: Ratio::ONE })
    }

    /// The amount of a level in a stretch.
    fn charged(&self, stretch: &Stretch<'_>, timed: &Timed) -> Result<Charged, EvaluateError> {
        let Stretch { quantity, usage, .. } = stretch;
        let priced = self.amount(*quantity, timed, *usage, &mut Quiet)?;
        Charged::new(priced, || self.amount(*quantity, timed, *usage, &mut Filled))
    }

    /// The flow of a cycle. Where the list changes in it, a list prices the flow of all of it, and counts for
    /// the part that falls under it: an allowance is used up by what is used, not by time.
    pub(super) fn summed(
        &self,
        within: &[Stretch<'_>],
        cut: Cut,
        clock: Clock,
    ) -> Result<Reading, EvaluateError> {
        let (mut flows, mut all, mut here) = (Vec::new(), Ratio::ZERO, Ratio::ZERO);
        for stretch in within {
            let flow = |window| {
                let months = if self.is_by_time::<Ratio>(stretch.usage) {
                    clock.months_by_time(window)
                } else {
                    clock.months_in(window)
                };
                stretch.quantity.times(months?)
            };
            let Some(window) = stretch.window.within(cut.inside) else { continue };
            let whole = flow(window)?;
            flows.push((whole.over(cut.share)?, stretch.usage));
            all = all.plus(whole)?;
            if let Some(window) = cut.window(window) {
                here = here.plus(flow(window)?)?;
            }
        }
        let timed = self.timed(Time::None, clock)?;
        let whole = all.over(cut.share)?;
        let priced = self.flow_amount(&flows, whole, &timed, &mut Quiet)?;
        let known = || self.flow_amount(&flows, whole, &timed, &mut Filled);
        let charged = Charged::new(priced, known)?;
        // In a period that is one cycle the months have lengths of their own: a list counts for its time.
        let charged = match cut.cycle {
            Cycle::Period => charged.share(cut.weight, Ratio::ONE)?,
            Cycle::Minute
            | Cycle::Hour
            | Cycle::Day
            | Cycle::Month
            | Cycle::Term { .. }
            | Cycle::Every { .. } => charged.share(here, all)?,
        };
        let charged = charged.share(cut.share, Ratio::ONE)?;
        Ok(Reading { window: cut.whole(), quantity: here, charged, weight: cut.weight })
    }

    pub(super) fn highest(
        &self,
        within: &[Stretch<'_>],
        cut: Cut,
        clock: Clock,
    ) -> Result<Reading, EvaluateError> {
        if let Cycle::Every { .. } = cut.cycle {
            return self.paid_ahead(within, cut, clock);
        }
        let timed = self.timed(cut.time(), clock)?;
        let (quantity, priced) = self.peak_amount(within, &timed, &mut Quiet)?;
        let known = || Ok(self.peak_amount(within, &timed, &mut Filled)?.1);
        cut.reading(quantity, Charged::new(priced, known)?)
    }

    /// The levels of a cycle that is paid ahead, each for its share of it. The last one lasts to the end of the
    /// cycle, also where the period ends before.
    fn paid_ahead(
        &self,
        within: &[Stretch<'_>],
        cut: Cut,
        clock: Clock,
    ) -> Result<Reading, EvaluateError> {
        let (timed, whole) = (self.timed(cut.time(), clock)?, cut.turn.whole());
        let (mut quantity, mut billed, mut amount) = (Ratio::ZERO, Ratio::ZERO, Known::ZERO);
        for (place, stretch) in within.iter().enumerate() {
            let is_last = place + 1 == within.len();
            let to = if is_last { whole.to } else { stretch.window.to };
            let Some(window) = (Window { from: stretch.window.from, to }).within(whole) else {
                continue;
            };
            let [part, all] = [window, whole].map(|window| Ratio::from(window.seconds()));
            let charged = self.charged(stretch, &timed)?.share(part, all)?;
            quantity = quantity.plus(stretch.quantity.times(part)?.over(all)?)?;
            billed = billed.plus(charged.billed)?;
            amount = amount.plus(charged.amount)?;
        }
        cut.reading(quantity, Charged { billed, amount })
    }

    /// The level that so many per cent of the hours do not exceed: each hour has its highest, and the rest of
    /// the hours, rounded down, are left out from above.
    pub(super) fn percentile(
        &self,
        within: &[Stretch<'_>],
        cut: Cut,
        (clock, rank): (Clock, Decimal),
    ) -> Result<Reading, EvaluateError> {
        let timed = self.timed(cut.time(), clock)?;
        if let [stretch] = within {
            return cut.reading(stretch.quantity, self.charged(stretch, &timed)?);
        }
        let highest = |hour: Turn| {
            let hour =
                Turn { from: hour.from.max(cut.inside.from), to: hour.to.min(cut.inside.to) };
            overlapping(within, hour).iter().max_by_key(|stretch| stretch.quantity)
        };
        let hours = clock.over(cut.inside).turns(Cycle::Hour);
        let mut levels: Vec<&Stretch<'_>> = hours.filter_map(highest).collect();
        levels.sort_by_key(|stretch| std::cmp::Reverse(stretch.quantity));
        let above =
            Ratio::whole(Decimal::ONE_HUNDRED - rank).over(Ratio::whole(Decimal::ONE_HUNDRED))?;
        let count = i64::try_from(levels.len()).map_err(|_| OutOfRange)?;
        let left_out = above.times(Ratio::from(count))?.floor()?.to_decimal().to_usize();
        let place = left_out.unwrap_or(0).min(levels.len() - 1);
        let stretch = levels[place];
        cut.reading(stretch.quantity, self.charged(stretch, &timed)?)
    }

    pub(super) fn at_end(
        &self,
        within: &[Stretch<'_>],
        cut: Cut,
        clock: Clock,
    ) -> Result<Reading, EvaluateError> {
        let last = within.last().expect("a cycle in the period has a stretch of it");
        let timed = self.timed(cut.time(), clock)?;
        cut.reading(last.quantity, self.charged(last, &timed)?)
    }
}

/// The stretches that have a part in a cycle, in order.
pub(super) fn overlapping<'s, 'a>(stretches: &'s [Stretch<'a>], turn: Turn) -> &'s [Stretch<'a>] {
    let start = stretches.partition_point(|stretch| stretch.window.to <= turn.from);
    let end = stretches.partition_point(|stretch| stretch.window.from < turn.to);
    &stretches[start..end]
}
