//! Makes the choices of one charge: options, readings, the user's price, and the closed form's cycles.

use rust_decimal::Decimal;

use super::lists::weight;
use super::{Allowed, Groups, Rated, ResolvedRate, Sampling, Share, Timed};
use crate::card::{FormerReading, RateCard, Selection};
use crate::charge::{Axes, Clamp, Meter, MonthLength, Prorate, Quantize, Rate};
use crate::cycle::{Clock, Cycle, Run, Turn};
use crate::period::{Period, Window};
use crate::ratio::{OutOfRange, Ratio};
use crate::terms::Terms;
use crate::tiers::{ResolvedTier, Tier};
use crate::unit::{DAY_SECONDS, HOUR_SECONDS, MINUTE_SECONDS, TimeUnit};

/// The stretch for which one price list is in force, within the whole period.
#[derive(Clone, Copy)]
pub(super) struct Span<'a> {
    pub terms: &'a Terms,
    pub clock: Clock,
    pub part: Window,
    /// Which of the card's former lists; none for the present one.
    pub former: Option<usize>,
}

impl Span<'_> {
    /// How many cycles have a part in it; where the list changes within one, the share of time.
    fn touched(self, cycle: Cycle) -> Result<Ratio, OutOfRange> {
        if self.is_whole(cycle) {
            return Ok(Ratio::from(self.clock.over(self.part).count_touched(cycle)));
        }
        self.weigh(cycle, |_| true)
    }

    /// How many cycles end in it, or in the period under its share of time.
    fn ended(self, cycle: Cycle) -> Result<Ratio, OutOfRange> {
        if self.is_whole(cycle) {
            return Ok(Ratio::from(self.clock.over(self.part).count_ended(cycle)));
        }
        self.weigh(cycle, |turn| turn.to <= self.clock.window.to)
    }

    /// Does every cycle lie on one side of a change? Lists change at midnight.
    fn is_whole(self, cycle: Cycle) -> bool {
        self.part == self.clock.window || matches!(cycle, Cycle::Minute | Cycle::Hour | Cycle::Day)
    }

    fn weigh(self, cycle: Cycle, counts: impl Fn(&Turn) -> bool) -> Result<Ratio, OutOfRange> {
        let turns = self.clock.turns(cycle).filter(counts);
        let window = self.clock.window;
        let mut weights = turns.map(|turn| weight(cycle, turn, window, self.part));
        weights.try_fold(Ratio::ZERO, |sum, weight| sum.plus(weight?))
    }
}

impl Rated {
    pub(super) fn resolve(
        card: &RateCard,
        axes: &Axes,
        charge: usize,
        selection: &Selection,
        span: Span<'_>,
    ) -> Result<Self, OutOfRange> {
        let axes = read_axes(card, axes, charge, selection, span.former);
        let period = &span.terms.period;
        let chosen = &selection.options[..];
        let month_seconds = match axes.month {
            MonthLength::Period => period.month_seconds(),
            MonthLength::Seconds(seconds) => seconds,
        };
        let allow = axes.allow.map(|allow| Allowed {
            quantity: allow.quantity.pick(chosen).clone(),
            account: allow.account,
            after_quantize: allow.after_quantize,
        });
        let rate = match selection.prices[charge] {
            Some(own) => own_rate(&axes.price.rate, own, chosen),
            None => resolved(&axes.price.rate, chosen),
        };
        let mut rated = Self {
            charge,
            quantity: axes.meter.quantity().pick(chosen).clone(),
            while_above_zero: axes.while_above_zero,
            sampling: sampling(&axes.meter, &axes.prorate, axes.settle, chosen),
            groups: axes.scope.map(|scope| Groups { count: scope.groups, whole: scope.whole }),
            quantize: axes.quantize,
            allow,
            bare: false,
            rate,
            of: Ratio::whole(axes.price.of),
            per: axes.price.per,
            month_seconds,
            clamp: axes.clamp,
            round: axes.round,
            steady: Vec::new(),
            weight: Ratio::ONE,
        };
        rated.bare = rated.is_bare();
        rated.steady = rated.steady_shares(span)?;
        rated.weight = match rated.sampling {
            Sampling::Sum(_) => Ratio::ONE,
            Sampling::Held(_) => Ratio::from(span.part.seconds()),
            Sampling::Highest(cycle) => span.touched(cycle)?,
            Sampling::AtEnd(cycle) => span.ended(cycle)?,
        };
        Ok(rated)
    }

    /// The cycles of a steady workload, those that cost the same together.
    fn steady_shares(&self, span: Span<'_>) -> Result<Vec<Share>, OutOfRange> {
        let whole = |part, time| Ok(vec![Share { count: None, part, time: self.timed(time)? }]);
        let seconds = span.part.seconds();
        match self.sampling {
            Sampling::Held(_) => whole(Ratio::ONE, Time::Seconds(seconds)),
            Sampling::Highest(cycle) => self.repeated(cycle, span.touched(cycle)?),
            Sampling::AtEnd(cycle) => self.repeated(cycle, span.ended(cycle)?),
            Sampling::Sum(_) if self.is_linear() => {
                whole(flow_part(seconds, &span.terms.period), Time::None)
            }
            Sampling::Sum(cycle) => self.parts(cycle, span),
        }
    }

    /// So many equal cycles: as one, `count` times as long, unless an amount is bounded or rounded in each.
    /// None at all, where no day ends in the period: nothing is counted then.
    fn repeated(&self, cycle: Cycle, count: Ratio) -> Result<Vec<Share>, OutOfRange> {
        if count.is_zero() {
            return Ok(Vec::new());
        }
        let each = self.cycle_time(cycle)?;
        let each_alone =
            self.clamp.minimum.is_some() || self.clamp.maximum.is_some() || self.round.is_some();
        let (count, time) =
            if each_alone { (Some(count), each) } else { (None, each.times(count)?) };
        Ok(vec![Share { count, part: Ratio::ONE, time: self.over_time(time)? }])
    }

    /// Cycles of a flow that have the same length, each group once.
    fn parts(&self, cycle: Cycle, span: Span<'_>) -> Result<Vec<Share>, OutOfRange> {
        let window = span.clock.window;
        let mut lengths: Vec<(i64, Ratio)> = Vec::new();
        let instants = [window.from, span.part.from, span.part.to, window.to];
        for Run { first, count } in span.clock.runs(cycle, &instants) {
            let weight = weight(cycle, first, window, span.part)?.times(i64::from(count).into())?;
            let seconds = first.clipped(window).seconds();
            match lengths.iter_mut().find(|(length, _)| *length == seconds) {
                _ if weight.is_zero() => {}
                Some((_, count)) => *count = count.plus(weight)?,
                None => lengths.push((seconds, weight)),
            }
        }
        let time = self.timed(Time::None)?;
        let share = |(seconds, count)| Share {
            count: (count != Ratio::ONE).then_some(count),
            part: flow_part(seconds, &span.terms.period),
            time,
        };
        Ok(lengths.into_iter().map(share).collect())
    }

    /// Does twice the quantity cost twice as much, whatever the cycles?
    const fn is_linear(&self) -> bool {
        self.bare && matches!(self.rate, ResolvedRate::PerUnit(_) | ResolvedRate::Unpublished)
    }

    /// Is the quantity rated as it is, and the amount what it rates to?
    fn is_bare(&self) -> bool {
        let as_it_is = self.quantize == Quantize::default() && self.clamp == Clamp::default();
        as_it_is && self.round.is_none() && self.groups.is_none() && self.allow.is_none()
    }

    /// A length of time as this charge's price counts it.
    pub(super) fn timed(&self, time: Time) -> Result<Timed, OutOfRange> {
        let time = match (time, self.per) {
            (Time::None, _) | (_, None) => Ratio::ONE,
            (Time::Seconds(seconds), Some(per)) => Ratio::of(seconds, self.unit_seconds(per))?,
            (Time::Cycle(cycle), Some(_)) => self.cycle_time(cycle)?,
        };
        self.over_time(time)
    }

    fn over_time(&self, time: Ratio) -> Result<Timed, OutOfRange> {
        let unit = match &self.rate {
            ResolvedRate::PerUnit(amount) => amount.times(time)?.over(self.of)?,
            _ => Ratio::ZERO,
        };
        Ok(Timed { time, unit })
    }

    /// One whole cycle in the price's unit of time.
    fn cycle_time(&self, cycle: Cycle) -> Result<Ratio, OutOfRange> {
        let Some(per) = self.per else { return Ok(Ratio::ONE) };
        let seconds = match cycle {
            Cycle::Minute => MINUTE_SECONDS,
            Cycle::Hour => HOUR_SECONDS,
            Cycle::Day => DAY_SECONDS,
            Cycle::Month | Cycle::Period => self.month_seconds,
            Cycle::Term { months } => i64::from(months) * self.month_seconds,
        };
        Ratio::of(seconds, self.unit_seconds(per))
    }

    pub(super) const fn unit_seconds(&self, per: TimeUnit) -> i64 {
        match per {
            TimeUnit::Second => 1,
            TimeUnit::Hour => HOUR_SECONDS,
            TimeUnit::Day => DAY_SECONDS,
            TimeUnit::Month => self.month_seconds,
        }
    }
}

/// A stretch that is charged.
#[derive(Clone, Copy, Debug)]
pub(super) enum Time {
    /// None: the quantity is a sum over time already.
    None,
    /// So many seconds.
    Seconds(i64),
    /// One whole cycle.
    Cycle(Cycle),
}

/// The part of a month's flow that falls in so many seconds.
pub(super) fn flow_part(seconds: i64, period: &Period) -> Ratio {
    Ratio::of(seconds, period.month_seconds()).expect("bounded lengths divide exactly")
}

/// The axes of a charge of a price list under the readings taken.
fn read_axes(
    card: &RateCard,
    axes: &Axes,
    charge: usize,
    selection: &Selection,
    former: Option<usize>,
) -> Axes {
    let mut axes = axes.clone();
    for (assumption, reading) in card.assumptions.iter().zip(&selection.readings) {
        for (_, patch) in
            assumption.readings[*reading].charges.iter().filter(|(to, _)| *to == charge)
        {
            patch.apply(&mut axes);
        }
    }
    let lists = &card.former[..former.map_or(0, |former| former + 1)];
    let taken = |it: &&FormerReading| selection.readings[it.assumption] == it.reading;
    let patches = lists.iter().flat_map(|list| list.readings.iter().filter(taken));
    for (_, patch) in patches.flat_map(|it| &it.charges).filter(|(to, _)| *to == charge) {
        patch.apply(&mut axes);
    }
    axes
}

fn sampling(meter: &Meter, prorate: &Prorate, settle: Cycle, chosen: &[usize]) -> Sampling {
    match (meter, prorate) {
        (Meter::Used(_, cycle), _) => Sampling::Sum(*cycle),
        (_, Prorate::WholeMonths(months)) => {
            Sampling::Highest(Cycle::Term { months: *months.pick(chosen) })
        }
        (Meter::Held(_), Prorate::Exact) => Sampling::Held(settle),
        (Meter::Held(_), Prorate::Started(cycle)) | (Meter::Peak(_, cycle), _) => {
            Sampling::Highest(*cycle)
        }
        (Meter::Held(_), Prorate::Completed(cycle)) | (Meter::Snapshot(_, cycle), _) => {
            Sampling::AtEnd(*cycle)
        }
    }
}

/// The user's own unit price takes the place of the card's. In tiers it fills those that are not published;
/// where all are, they give way to the one price.
fn own_rate(rate: &Rate, own: Decimal, chosen: &[usize]) -> ResolvedRate {
    let filled = |mut tiers: Vec<ResolvedTier>| {
        let missing = tiers.iter().any(|tier| tier.amount.is_none());
        for tier in &mut tiers {
            tier.amount = tier.amount.or(Some(own));
        }
        missing.then_some(tiers)
    };
    let one = ResolvedRate::PerUnit(Ratio::whole(own));
    match resolved(rate, chosen) {
        ResolvedRate::Graduated(tiers) => filled(tiers).map_or(one, ResolvedRate::Graduated),
        ResolvedRate::Volume(tiers) => filled(tiers).map_or(one, ResolvedRate::Volume),
        _ if matches!(rate, Rate::Flat(_)) => ResolvedRate::Flat(Ratio::whole(own)),
        _ => one,
    }
}

fn resolved(rate: &Rate, chosen: &[usize]) -> ResolvedRate {
    let price = |amount: Option<Decimal>| amount.map(Ratio::whole);
    let tiers = |tiers: &[Tier]| {
        let pick =
            |tier: &Tier| ResolvedTier { up_to: tier.up_to, amount: *tier.amount.pick(chosen) };
        tiers.iter().map(pick).collect()
    };
    match rate {
        Rate::Unpublished(_) => ResolvedRate::Unpublished,
        Rate::Flat(amount) => {
            price(*amount.pick(chosen)).map_or(ResolvedRate::Unpublished, ResolvedRate::Flat)
        }
        Rate::PerUnit(amount) => {
            price(*amount.pick(chosen)).map_or(ResolvedRate::Unpublished, ResolvedRate::PerUnit)
        }
        Rate::Graduated(list) => ResolvedRate::Graduated(tiers(list)),
        Rate::Volume(list) => ResolvedRate::Volume(tiers(list)),
    }
}
