//! Makes the choices of one charge: options, readings, the user's price, and the closed form's cycles.

use rust_decimal::Decimal;

use crate::card::charge::{
    Axes, Charge, Clamp, Meter, MonthLength, PartMonth, Prorate, Quantize, Rate,
};
use crate::card::rate_card::{FormerReading, RateCard, Selection};
use crate::card::tiers::{ResolvedTier, Tier};
use crate::number::ratio::{OutOfRange, Ratio};
use crate::number::unit::{DAY_SECONDS, HOUR_SECONDS, TimeUnit};
use crate::rate::lists::weight;
use crate::rate::rated::{Allowed, Groups, Rated, ResolvedRate, Sampling, Share, Timed};
use crate::rate::stock::Stock;
use crate::time::cycle::{Clock, Cycle, Run, Turn};
use crate::time::period::Window;
use crate::usage::formula::Formula;

/// The stretch for which one price list is in force, within the whole period.
#[derive(Clone, Copy)]
pub(super) struct Span {
    pub clock: Clock,
    /// The start of the whole period.
    pub origin: i64,
    pub part: Window,
    /// A former list of the card, by place. None for the present one.
    pub former: Option<usize>,
}

impl Rated {
    pub(super) fn resolve(
        card: &RateCard,
        axes: &Axes,
        charge: usize,
        selection: &Selection,
        span: Span,
    ) -> Result<Self, OutOfRange> {
        let axes = read_axes(card, axes, charge, selection, span.former);
        let chosen = &selection.options[..];
        let trial = trial_end(&axes, chosen, span.origin).is_some_and(|end| span.part.from < end);
        let allow = allowed(&axes, trial, chosen);
        let applies = *axes.price.applies.pick(chosen);
        let all_free = trial && axes.trial.as_ref().is_some_and(|trial| trial.allow.is_none());
        let has_list = selection.list.is_some();
        let own = selection.own_price(card, charge).filter(|_| applies);
        // A price of the user's own is for as many units under every choice: those of the default.
        let of = if own.is_some() { axes.price.of.first() } else { axes.price.of.pick(chosen) };
        let of = Ratio::whole(*of);
        let rate = match own {
            _ if all_free => ResolvedRate::PerUnit(Ratio::ZERO),
            Some(own) => own_rate(&axes.price.rate, own, chosen),
            None => match resolved(&axes.price.rate, chosen) {
                vendors if !has_list || vendors.is_free() => vendors,
                _ => ResolvedRate::Unpublished,
            },
        };
        let mut rated = Self {
            charge,
            // What the choices made do not have is not counted.
            quantity: if applies {
                axes.meter.quantity().pick(chosen).clone()
            } else {
                Formula::nothing()
            },
            while_above_zero: axes.while_above_zero,
            sampling: sampling(&axes.meter, axes.prorate.pick(chosen), axes.settle, chosen),
            groups: axes.scope.map(|scope| Groups { count: scope.groups, whole: scope.whole }),
            quantize: axes.quantize.pick(chosen),
            allow,
            bare: false,
            trial,
            rate,
            of,
            per: axes.price.per,
            applies,
            month: axes.month,
            part_month: axes.part_month,
            // Bounds of an amount are in the card's currency.
            clamp: if has_list { Clamp::default() } else { axes.clamp },
            round: axes.round,
            stock: stock(&axes.meter, span)?,
            shared: None,
            steady: Vec::new(),
            weight: Ratio::ONE,
        };
        rated.bare = rated.is_bare();
        (rated.steady, rated.weight) = rated.steady_shares(span)?;
        Ok(rated)
    }

    /// The cycles of a steady workload, those that cost the same together; and how much a level counts in
    /// the mean of several price lists.
    fn steady_shares(&self, span: Span) -> Result<(Vec<Share>, Ratio), OutOfRange> {
        let Span { clock, part, .. } = span;
        let whole = |part, by_time, time| {
            let time = self.timed(time, clock)?;
            Ok::<_, OutOfRange>(vec![Share { count: None, part, by_time, time }])
        };
        Ok(match self.sampling {
            Sampling::Held(_) => {
                (whole(Ratio::ONE, None, Time::Stretch(part))?, Ratio::from(part.seconds()))
            }
            Sampling::Highest(cycle) | Sampling::AtEnd(cycle) | Sampling::Percentile(cycle, _) => {
                let cycles = self.cycles(cycle, span)?;
                let count = sum(cycles.iter().map(|(_, count)| Ok(*count)))?;
                (self.repeated(&cycles)?, count)
            }
            Sampling::Lives(length) => {
                let (time, count) = self.life(clock.window, length, part, clock)?;
                let time = self.over_time(time)?;
                let share = Share { count: None, part: Ratio::ONE, by_time: None, time };
                let shares = if count.is_zero() { Vec::new() } else { vec![share] };
                (shares, count)
            }
            Sampling::Kept | Sampling::Lines(_) => {
                (whole(Ratio::ONE, None, Time::None)?, Ratio::ONE)
            }
            Sampling::Sum(_) if self.is_linear() => {
                let months = clock.months_in(part)?;
                let by_time = Some(clock.months_by_time(part)?).filter(|other| *other != months);
                (whole(months, by_time, Time::None)?, Ratio::ONE)
            }
            Sampling::Sum(cycle) => (self.parts(cycle, span)?, Ratio::ONE),
        })
    }

    /// The cycles in which a level is read: the time that each is charged for, and how many of them there
    /// are, in fractions where the price list changes within one.
    fn cycles(&self, cycle: Cycle, span: Span) -> Result<Vec<(Ratio, Ratio)>, OutOfRange> {
        let window = span.clock.window;
        let ended_only = matches!(self.sampling, Sampling::AtEnd(_));
        let mut cycles = Counted::default();
        for Run { first, count } in
            span.clock.runs(cycle, &span.clock.instants(span.part, std::iter::empty()))
        {
            if ended_only && first.to > window.to {
                continue;
            }
            let weight = weight(cycle, first, window, span.part)?;
            let count = weight.times(i64::from(count).into())?;
            let count = count.times(self.month_share(cycle, first, window)?)?;
            if !count.is_zero() {
                let time = self.time(Time::Cycle(cycle, first), span.clock)?;
                cycles.add(time, count)?;
            }
        }
        Ok(cycles.0)
    }

    /// Cycles of a steady level: as one, as long as all of them, unless an amount is bounded or rounded in
    /// each. None at all, where no day ends in the period: nothing is counted then.
    fn repeated(&self, cycles: &[(Ratio, Ratio)]) -> Result<Vec<Share>, OutOfRange> {
        let share = |count, time| {
            let time = self.over_time(time)?;
            Ok(Share { count, part: Ratio::ONE, by_time: None, time })
        };
        if cycles.is_empty() {
            return Ok(Vec::new());
        }
        if self.clamp == Clamp::default() && self.round.is_none() {
            let all = sum(cycles.iter().map(|(time, count)| time.times(*count)))?;
            return Ok(vec![share(None, all)?]);
        }
        cycles.iter().map(|(time, count)| share(Some(*count), *time)).collect()
    }

    /// Cycles of a flow in which the same part of a month's flow falls, each group once.
    fn parts(&self, cycle: Cycle, span: Span) -> Result<Vec<Share>, OutOfRange> {
        let Span { clock, part, .. } = span;
        let (window, time) = (clock.window, self.timed(Time::None, clock)?);
        let mut shares: Vec<Share> = Vec::new();
        for Run { first, count } in clock.runs(cycle, &clock.instants(part, std::iter::empty())) {
            let share = self.month_share(cycle, first, window)?;
            let weight = weight(cycle, first, window, part)?.times(share)?;
            let count = weight.times(i64::from(count).into())?;
            if count.is_zero() {
                continue;
            }
            let inside = first.clipped(window);
            let part = clock.months_in(inside)?.over(share)?;
            let by_time = clock.months_by_time(inside)?.over(share)?;
            let by_time = Some(by_time).filter(|by_time| *by_time != part);
            match shares.iter_mut().find(|known| known.part == part && known.by_time == by_time) {
                Some(known) => known.count = known.count.map(|sum| sum.plus(count)).transpose()?,
                None => shares.push(Share { count: Some(count), part, by_time, time }),
            }
        }
        for share in &mut shares {
            share.count = share.count.filter(|count| *count != Ratio::ONE);
        }
        Ok(shares)
    }

    /// The share for which a month counts that the period cuts; 1 unless the source says so.
    pub(super) fn month_share(
        &self,
        cycle: Cycle,
        turn: Turn,
        window: Window,
    ) -> Result<Ratio, OutOfRange> {
        match (self.part_month, cycle) {
            (PartMonth::Share, Cycle::Month) => {
                Ratio::of(turn.clipped(window).seconds(), turn.whole().seconds())
            }
            (PartMonth::Share | PartMonth::Whole, _) => Ok(Ratio::ONE),
        }
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
    pub(super) fn timed(&self, time: Time, clock: Clock) -> Result<Timed, OutOfRange> {
        self.over_time(self.time(time, clock)?)
    }

    pub(super) fn over_time(&self, time: Ratio) -> Result<Timed, OutOfRange> {
        let unit = match &self.rate {
            ResolvedRate::PerUnit(amount) => amount.times(time)?.over(self.of)?,
            ResolvedRate::Unpublished
            | ResolvedRate::Flat(_)
            | ResolvedRate::Graduated(_)
            | ResolvedRate::Volume(_) => Ratio::ZERO,
        };
        Ok(Timed { time, unit })
    }

    /// A length of time in the price's unit of time.
    pub(super) fn time(&self, time: Time, clock: Clock) -> Result<Ratio, OutOfRange> {
        let Some(per) = self.per else { return Ok(Ratio::ONE) };
        match time {
            Time::None | Time::Cycle(Cycle::Month, _) => Ok(Ratio::ONE),
            Time::Cycle(Cycle::Term { months, first }, turn) => {
                let is_first = turn.from == clock.window.from;
                Ok(Ratio::from(i64::from(if is_first { first } else { months })))
            }
            Time::Stretch(stretch) => self.length(stretch, per, clock),
            Time::Cycle(_, turn) => self.length(turn.whole(), per, clock),
        }
    }

    fn length(&self, stretch: Window, per: TimeUnit, clock: Clock) -> Result<Ratio, OutOfRange> {
        let unit = match (per, self.month) {
            (TimeUnit::Second, _) => 1,
            (TimeUnit::Hour, _) => HOUR_SECONDS,
            (TimeUnit::Day, _) => DAY_SECONDS,
            (TimeUnit::Month, MonthLength::Seconds(seconds)) => seconds,
            (TimeUnit::Month, MonthLength::Period) => return clock.months_in(stretch),
        };
        Ratio::of(stretch.seconds(), unit)
    }
}

/// Things alike, each with how many there are.
#[derive(Default)]
struct Counted(Vec<(Ratio, Ratio)>);

impl Counted {
    fn add(&mut self, what: Ratio, count: Ratio) -> Result<(), OutOfRange> {
        match self.0.iter_mut().find(|(known, _)| *known == what) {
            Some((_, known)) => *known = known.plus(count)?,
            None => self.0.push((what, count)),
        }
        Ok(())
    }
}

fn sum(mut numbers: impl Iterator<Item = Result<Ratio, OutOfRange>>) -> Result<Ratio, OutOfRange> {
    numbers.try_fold(Ratio::ZERO, |sum, number| sum.plus(number?))
}

/// A stretch that is charged.
#[derive(Clone, Copy, Debug)]
pub(super) enum Time {
    /// None: the quantity is a sum over time already.
    None,
    /// To the second.
    Stretch(Window),
    /// One whole cycle.
    Cycle(Cycle, Turn),
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

/// The quantity that is included, in the trial or after it.
fn allowed(axes: &Axes, trial: bool, chosen: &[usize]) -> Option<Allowed> {
    let usual = axes.allow.as_ref().map(|allow| Allowed {
        quantity: allow.quantity.pick(chosen).clone(),
        account: allow.account,
        after_quantize: allow.after_quantize,
    });
    let in_trial = axes.trial.as_ref().filter(|_| trial).and_then(|trial| trial.allow.as_ref());
    let Some(quantity) = in_trial.map(|quantity| quantity.pick(chosen).clone()) else {
        return usual;
    };
    let (account, after_quantize) =
        usual.map_or((false, false), |usual| (usual.account, usual.after_quantize));
    Some(Allowed { quantity, account, after_quantize })
}

/// The end of a charge's trial that begins with the period. `None` without one.
fn trial_end(axes: &Axes, chosen: &[usize], from: i64) -> Option<i64> {
    let days = (*axes.trial.as_ref()?.days.pick(chosen))?;
    Some(from + i64::from(days) * DAY_SECONDS)
}

/// The ends of the trials of a card's charges. At each the period is divided as where a price list changes.
pub(super) fn trial_ends(card: &RateCard, selection: &Selection, from: i64) -> Vec<i64> {
    let readings = card.assumptions.iter().flat_map(|assumption| &assumption.readings);
    let mut patches = readings.flat_map(|reading| &reading.charges);
    let has_trial = card.charges.iter().any(|charge| charge.axes.trial.is_some());
    if !has_trial && !patches.any(|(_, patch)| patch.trial.is_some()) {
        return Vec::new();
    }
    let end = |(place, charge): (usize, &Charge)| {
        let axes = read_axes(card, &charge.axes, place, selection, None);
        trial_end(&axes, &selection.options, from)
    };
    card.charges.iter().enumerate().filter_map(end).collect()
}

/// The part of a flow that is kept, and for how long.
fn stock(meter: &Meter, span: Span) -> Result<Option<Box<Stock>>, OutOfRange> {
    match meter {
        Meter::Kept(_, retention) => {
            Stock::new(retention.clone(), span.clock, span.part).map(|stock| Some(Box::new(stock)))
        }
        Meter::Held(_)
        | Meter::Used(..)
        | Meter::Peak(..)
        | Meter::Snapshot(..)
        | Meter::Percentile(..)
        | Meter::Lines(..) => Ok(None),
    }
}

fn sampling(meter: &Meter, prorate: &Prorate, settle: Cycle, chosen: &[usize]) -> Sampling {
    match (meter, prorate) {
        (Meter::Used(_, cycle), _) => Sampling::Sum(*cycle),
        (Meter::Kept(..), _) => Sampling::Kept,
        (Meter::Lines(_, of), _) => Sampling::Lines(of.every),
        (Meter::Percentile(_, cycle, rank), _) => Sampling::Percentile(*cycle, *rank),
        (_, Prorate::WholeMonths { months, first }) => {
            let months = *months.pick(chosen);
            let first = first.as_ref().map_or(months, |first| *first.pick(chosen));
            Sampling::Highest(Cycle::Term { months, first })
        }
        (_, Prorate::WholeCycles(length)) => {
            Sampling::Highest(Cycle::Every { seconds: length.seconds() })
        }
        (Meter::Held(_), Prorate::SinceCreation(length)) => Sampling::Lives(*length),
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
        ResolvedRate::Unpublished | ResolvedRate::Flat(_) | ResolvedRate::PerUnit(_) => {
            let is_flat = matches!(rate, Rate::Flat(_));
            if is_flat { ResolvedRate::Flat(Ratio::whole(own)) } else { one }
        }
    }
}

impl ResolvedRate {
    /// Is the price zero, whatever the quantity?
    fn is_free(&self) -> bool {
        match self {
            Self::Unpublished => false,
            Self::Flat(amount) | Self::PerUnit(amount) => amount.is_zero(),
            Self::Graduated(tiers) | Self::Volume(tiers) => {
                tiers.iter().all(|tier| tier.amount.is_some_and(|amount| amount.is_zero()))
            }
        }
    }
}

fn resolved(rate: &Rate, chosen: &[usize]) -> ResolvedRate {
    let price = |amount: Option<Decimal>| amount.map(Ratio::whole);
    let tiers = |tiers: &[Tier]| {
        let pick = |tier: &Tier| ResolvedTier {
            up_to: *tier.up_to.pick(chosen),
            amount: *tier.amount.pick(chosen),
        };
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
