//! Lives: each unit of a level by the hours, days or minutes that it begins from its creation on.
//!
//! A level says how many units there are, not which. Where it falls, the units created last go first: so the
//! units below a height live as long as the level stays at or above it. What exists as the period begins
//! counts from there.

use crate::card::charge::MonthLength;
use crate::number::ratio::{OutOfRange, Ratio};
use crate::number::unit::{Length, TimeUnit};
use crate::rate::known::Known;
use crate::rate::rated::Rated;
use crate::rate::reading::{Charged, Reading, Stretch};
use crate::rate::resolve::Time;
use crate::rate::trace::Quiet;
use crate::time::cycle::Clock;
use crate::time::period::Window;

/// Units that were created together and go together.
struct Life {
    count: Ratio,
    window: Window,
}

impl Rated {
    /// The time that is charged of a life, in the price's unit, and how many cycles of it there are: those
    /// that begin in a part of the period. A cycle belongs to the month and to the list in which it begins.
    pub(super) fn life(
        &self,
        life: Window,
        cycle: Length,
        part: Window,
        clock: Clock,
    ) -> Result<(Ratio, Ratio), OutOfRange> {
        let length = cycle.seconds();
        let begun = |stretch: Window| {
            let before = |at: i64| (at.clamp(life.from, life.to) - life.from + length - 1) / length;
            before(stretch.to) - before(stretch.from)
        };
        let count = begun(part);
        let by_month = self.per == Some(TimeUnit::Month) && self.month == MonthLength::Period;
        if !by_month || !clock.is_calendar() {
            let stretch = Window { from: life.from, to: life.from + count * length };
            return Ok((self.time(Time::Stretch(stretch), clock)?, Ratio::from(count)));
        }
        let mut time = Ratio::ZERO;
        for month in life.within(part).into_iter().flat_map(|here| clock.months(here)) {
            if let Some(here) = month.whole().within(part) {
                let seconds = begun(here) * length;
                time = time.plus(Ratio::of(seconds, month.whole().seconds())?)?;
            }
        }
        Ok((time, Ratio::from(count)))
    }

    /// The lives of the units of a level, each as far as it is under one price list.
    pub(super) fn lives(
        &self,
        stretches: &[Stretch<'_>],
        cycle: Length,
        part: Window,
        clock: Clock,
    ) -> Result<Vec<Reading>, OutOfRange> {
        let mut readings = Vec::new();
        for Life { count, window } in lives(stretches, clock.window.to)? {
            let (time, cycles) = self.life(window, cycle, part, clock)?;
            let Some(window) = window.within(part) else { continue };
            let billed = if cycles.is_zero() { Ratio::ZERO } else { count };
            let amount = self.rated(billed, &self.over_time(time)?, &mut Quiet)?;
            let nothing = Known { amount: Ratio::ZERO, complete: false };
            let charged = Charged { billed: count, amount: amount.map_or(nothing, Known::whole) };
            readings.push(Reading { window, quantity: count, charged, weight: Ratio::ONE });
        }
        Ok(readings)
    }
}

/// The units of a level by height: those that a rise creates live until the level falls below them.
fn lives(stretches: &[Stretch<'_>], end: i64) -> Result<Vec<Life>, OutOfRange> {
    let mut ended = Vec::new();
    // The heights that the level has risen to, and when.
    let mut alive: Vec<(Ratio, i64)> = Vec::new();
    let mut fall_to = |alive: &mut Vec<(Ratio, i64)>, level: Ratio, at: i64| {
        while let Some(&(height, from)) = alive.last().filter(|(height, _)| *height > level) {
            alive.pop();
            let below = alive.last().map_or(Ratio::ZERO, |(height, _)| *height);
            let count = height.minus(below.max(level))?;
            ended.push(Life { count, window: Window { from, to: at } });
            if below < level {
                alive.push((level, from));
            }
        }
        Ok::<_, OutOfRange>(())
    };
    for Stretch { window, quantity, .. } in stretches {
        fall_to(&mut alive, *quantity, window.from)?;
        if alive.last().map_or(Ratio::ZERO, |(height, _)| *height) < *quantity {
            alive.push((*quantity, window.from));
        }
    }
    fall_to(&mut alive, Ratio::ZERO, end)?;
    ended.sort_by_key(|life| (life.window.from, life.window.to));
    Ok(ended)
}
