//! Cycles: the stretches of a card's clock within which a quantity is read once and a bill is made.

use chrono::{Datelike, FixedOffset, Months, NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

use crate::number::ratio::{OutOfRange, Ratio};
use crate::number::unit::{DAY_SECONDS, HOUR_SECONDS, MINUTE_SECONDS, STANDARD_MONTH_DAYS};
use crate::time::period::{Period, Window, instant, midnight};

/// The time after which a quantity is read again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cycle {
    /// Each clock minute.
    Minute,
    /// Each clock hour.
    Hour,
    /// Each calendar day.
    Day,
    /// Each month: of the calendar for a calendar month or from–to, of 30 days from the start otherwise.
    Month,
    /// So many months from the start of the period: a prepaid term.
    Term {
        /// Months in a term, 1 or more.
        months: u32,
        /// Months in the first term, which may be another.
        first: u32,
    },
    /// So many seconds from the start of the period: a cycle of the source's own, such as 30 days.
    Every {
        /// Seconds in a cycle, 1 or more.
        seconds: i64,
    },
    /// The whole period at once: for a level integrated over time, which needs no cycle.
    Period,
}

/// One cycle on the clock, whole, though only a part may lie in the period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Turn {
    pub from: i64,
    pub to: i64,
}

impl Turn {
    /// The part inside the window.
    pub const fn clipped(self, window: Window) -> Window {
        let from = if self.from > window.from { self.from } else { window.from };
        let to = if self.to < window.to { self.to } else { window.to };
        Window { from, to }
    }

    /// All of it, whether in the period or not.
    pub const fn whole(self) -> Window {
        Window { from: self.from, to: self.to }
    }
}

/// Cycles that follow one another, of one length where there are several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    pub first: Turn,
    /// 1 or more.
    pub count: u32,
}

impl Run {
    /// A reading that is no cycle, once.
    pub const ONE: Self = Self { first: Turn { from: 0, to: 0 }, count: 1 };

    /// Each of its cycles, and how much later it is than the first.
    pub fn delays(self) -> impl Iterator<Item = i64> {
        let length = self.first.to - self.first.from;
        (0..i64::from(self.count)).map(move |place| place * length)
    }
}

/// The cycles of one period on one clock.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clock {
    pub window: Window,
    offset: FixedOffset,
    calendar: bool,
}

impl Clock {
    pub fn new(period: &Period, offset: FixedOffset) -> Self {
        let calendar = period.follows_calendar();
        Self { window: period.window(offset), offset, calendar }
    }

    /// The same clock over another window.
    pub const fn over(self, window: Window) -> Self {
        Self { window, ..self }
    }

    /// The same, with months of the calendar whatever the period: vendors send bills by the calendar.
    pub const fn of_calendar(self) -> Self {
        Self { calendar: true, ..self }
    }

    /// Every cycle that has a part in the window, in order.
    pub fn turns(self, cycle: Cycle) -> impl Iterator<Item = Turn> {
        self.runs(cycle, &[]).map(|run| run.first)
    }

    /// The same; cycles of one length that end before the next of these instants are one run. The instants
    /// are in order, and none of them lies inside such a run.
    pub fn runs(self, cycle: Cycle, instants: &[i64]) -> impl Iterator<Item = Run> {
        let (origin, length) = (self.origin(cycle), self.fixed_seconds(cycle));
        let mut from = origin;
        let mut place = 0;
        std::iter::from_fn(move || {
            if from >= self.window.to {
                return None;
            }
            let next = instants.partition_point(|instant| *instant <= from);
            let room = instants.get(next).map_or(0, |instant| *instant - from);
            let fit = length.map_or(0, |length| room / length);
            let count = u32::try_from(fit).unwrap_or(u32::MAX).max(1);
            let first = Turn { from, to: self.start(cycle, origin, place + 1) };
            place += count;
            from = self.start(cycle, origin, place);
            Some(Run { first, count })
        })
    }

    /// The number of months in a stretch. In the calendar each second is its share of its own month, so that
    /// a month is one whatever its days. Otherwise a month has 30 days.
    pub fn months_in(self, stretch: Window) -> Result<Ratio, OutOfRange> {
        if !self.calendar {
            return Ratio::of(stretch.seconds(), STANDARD_MONTH_DAYS * DAY_SECONDS);
        }
        let (first, last) = (self.month_of(stretch.from), self.month_of(stretch.to - 1));
        let share = |month: Turn| {
            let seconds = month.clipped(stretch).seconds();
            Ratio::of(seconds, month.to - month.from)
        };
        if first == last {
            return share(first);
        }
        let between = self.months_between(first.to, last.from);
        Ratio::from(between).plus(share(first)?)?.plus(share(last)?)
    }

    /// The share of the period's months that a stretch has if they are spread evenly over the time.
    pub fn months_by_time(self, stretch: Window) -> Result<Ratio, OutOfRange> {
        let seconds = |window: Window| Ratio::from(window.seconds());
        self.months_in(self.window)?.times(seconds(stretch))?.over(seconds(self.window))
    }

    /// The calendar months that have a part in a stretch, in order.
    pub fn months(self, stretch: Window) -> impl Iterator<Item = Turn> {
        let first = self.month_of(stretch.from).from;
        let month = move |place| Turn {
            from: self.add_months(first, place),
            to: self.add_months(first, place + 1),
        };
        (0..).map(month).take_while(move |month| month.from < stretch.to)
    }

    /// Does it count in months of the calendar?
    pub const fn is_calendar(self) -> bool {
        self.calendar
    }

    /// The instants at which cycles cease to be alike: the ends of the period and of a part of it, those of
    /// months where each has its own length, and others that are given.
    pub fn instants(self, part: Window, others: impl Iterator<Item = i64>) -> Vec<i64> {
        let Window { from, to } = self.window;
        let months = self.months(self.window).take(if self.calendar { usize::MAX } else { 0 });
        let mut instants = vec![from, part.from, part.to, to];
        instants.extend(months.map(|month| month.to).chain(others));
        instants.retain(|instant| *instant <= to);
        instants.sort_unstable();
        instants
    }

    /// The length of the month in which the whole window lies; `None` where it lies in several.
    pub fn month_seconds(self) -> Option<i64> {
        if !self.calendar {
            return Some(STANDARD_MONTH_DAYS * DAY_SECONDS);
        }
        let (first, last) = (self.month_of(self.window.from), self.month_of(self.window.to - 1));
        (first == last).then_some(first.to - first.from)
    }

    /// The calendar month in which an instant lies.
    fn month_of(self, at: i64) -> Turn {
        let local = instant(at, self.offset).date_naive();
        let first = NaiveDate::from_ymd_opt(local.year(), local.month(), 1);
        let from = midnight(first.expect("every month has a first"), self.offset);
        Turn { from, to: self.add_months(from, 1) }
    }

    /// Counts the months between two firsts of months.
    fn months_between(self, from: i64, to: i64) -> i64 {
        let months = |at| {
            let local = instant(at, self.offset);
            i64::from(local.year()) * 12 + i64::from(local.month())
        };
        months(to) - months(from)
    }

    /// The length of a cycle where all have the same.
    fn fixed_seconds(self, cycle: Cycle) -> Option<i64> {
        let months = |count: u32| i64::from(count) * STANDARD_MONTH_DAYS * DAY_SECONDS;
        match cycle {
            Cycle::Minute => Some(MINUTE_SECONDS),
            Cycle::Hour => Some(HOUR_SECONDS),
            Cycle::Day => Some(DAY_SECONDS),
            Cycle::Month if !self.calendar => Some(months(1)),
            Cycle::Term { months: count, first } if !self.calendar && first == count => {
                Some(months(count))
            }
            Cycle::Month | Cycle::Term { .. } => None,
            Cycle::Every { seconds } => Some(seconds),
            Cycle::Period => Some(self.window.seconds()),
        }
    }

    /// The start of the first cycle that has a part in the window.
    fn origin(self, cycle: Cycle) -> i64 {
        let start = self.window.from;
        match cycle {
            Cycle::Minute => self.floor(start, MINUTE_SECONDS),
            Cycle::Hour => self.floor(start, HOUR_SECONDS),
            Cycle::Day => self.floor(start, DAY_SECONDS),
            Cycle::Month if self.calendar => self.month_of(start).from,
            Cycle::Month | Cycle::Term { .. } | Cycle::Every { .. } | Cycle::Period => start,
        }
    }

    /// The start of the cycle that is so many places after the first. Months are counted from the first
    /// and not from the one before, so that 31 January + 1 + 1 months is 31 March, not 28.
    fn start(self, cycle: Cycle, origin: i64, place: u32) -> i64 {
        match (self.fixed_seconds(cycle), cycle) {
            (Some(seconds), _) => origin + seconds * i64::from(place),
            (None, Cycle::Term { months, first }) => {
                let after_first = place.checked_sub(1).map(|later| first + months * later);
                self.months_after(origin, after_first.unwrap_or_default())
            }
            (None, _) => self.add_months(origin, place),
        }
    }

    /// So many months later: in the calendar, or of 30 days.
    fn months_after(self, from: i64, count: u32) -> i64 {
        if self.calendar {
            return self.add_months(from, count);
        }
        from + i64::from(count) * STANDARD_MONTH_DAYS * DAY_SECONDS
    }

    fn add_months(self, from: i64, count: u32) -> i64 {
        let local = instant(from, self.offset);
        let date = local.date_naive() + Months::new(count);
        let time_of_day = local.time() - NaiveTime::MIN;
        midnight(date, self.offset) + time_of_day.num_seconds()
    }

    /// The last whole hour or day on the card's clock at or before an instant.
    fn floor(self, seconds: i64, unit: i64) -> i64 {
        let offset = i64::from(self.offset.local_minus_utc());
        (seconds + offset).div_euclid(unit) * unit - offset
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    fn clock(from: &str, to: &str) -> Clock {
        let parse = |text: &str| DateTime::parse_from_rfc3339(text).unwrap();
        let period = Period::span(parse(from), parse(to)).unwrap();
        Clock::new(&period, FixedOffset::east_opt(8 * 3600).unwrap())
    }

    #[test]
    fn hours_are_clock_hours() {
        let clock = clock("2023-06-08T09:59:30+08:00", "2023-06-08T10:45:46+08:00");
        let lengths: Vec<i64> =
            clock.turns(Cycle::Hour).map(|turn| turn.clipped(clock.window).seconds()).collect();
        assert_eq!(lengths, [30, 2746]);
    }

    #[test]
    fn a_second_of_the_calendar_is_its_share_of_its_own_month() {
        let months =
            |from: &str, to: &str| clock(from, to).months_in(clock(from, to).window).unwrap();
        let of = |part, whole| Ratio::of(part, whole).unwrap();
        let east = |day: &str| format!("{day}T00:00:00+08:00");
        let whole = |from, to| months(&east(from), &east(to));
        assert_eq!(whole("2025-05-01", "2025-06-01"), Ratio::ONE);
        assert_eq!(whole("2027-01-01", "2028-01-01"), Ratio::from(12_u32));
        assert_eq!(whole("2024-02-10", "2024-02-11"), of(1, 29));
        // 17 of 31 days and 14 of 28
        let two = of(17, 31).plus(of(1, 2)).unwrap();
        assert_eq!(whole("2026-01-15", "2026-02-15"), two);
        // The clock is UTC+8: eight hours of June come before and are missing after.
        let utc = months("2026-06-01T00:00:00Z", "2026-07-01T00:00:00Z");
        assert_eq!(utc, of(712, 720).plus(of(8, 744)).unwrap());
        assert_eq!(
            months("2026-02-28T23:59:59+08:00", "2026-03-01T00:00:00+08:00"),
            of(1, 28 * 86_400)
        );
    }

    #[test]
    fn runs_are_the_turns_put_together_between_instants() {
        let clock = clock("2026-01-31T10:30:30+08:00", "2026-02-03T05:00:00+08:00");
        let Window { from, to } = clock.window;
        let noon = midnight("2026-02-01".parse().unwrap(), clock.offset) + 12 * HOUR_SECONDS;
        for cycle in [Cycle::Minute, Cycle::Hour, Cycle::Day, Cycle::Month, Cycle::Period] {
            for instants in [vec![], vec![from, to], vec![from, noon, noon + 7, noon + 90, to]] {
                let runs: Vec<Run> = clock.runs(cycle, &instants).collect();
                let each = runs.iter().flat_map(|run| {
                    let Turn { from, to } = run.first;
                    run.delays().map(move |by| Turn { from: from + by, to: to + by })
                });
                assert_eq!(each.collect::<Vec<_>>(), clock.turns(cycle).collect::<Vec<_>>());
                let inside = |run: &Run, at: i64| {
                    let Turn { from, to } = run.first;
                    from < at && at < from + (to - from) * i64::from(run.count)
                };
                let several = runs.iter().filter(|run| run.count > 1);
                assert!(several.clone().all(|run| !instants.iter().any(|at| inside(run, *at))));
            }
        }
        // Until noon, with the first one cut; the one in which the 7 seconds are; from then on.
        let instants = [from, noon, noon + 7, to];
        let hours: Vec<u32> = clock.runs(Cycle::Hour, &instants).map(|run| run.count).collect();
        assert_eq!(hours, [1, 25, 1, 40]);
    }

    #[test]
    fn terms_keep_the_day_of_the_start() {
        let clock = clock("2026-01-31T00:00:00+08:00", "2026-04-30T00:00:00+08:00");
        let ends: Vec<String> = clock
            .turns(Cycle::Term { months: 1, first: 1 })
            .map(|turn| instant(turn.to, clock.offset).date_naive().to_string())
            .collect();
        assert_eq!(ends, ["2026-02-28", "2026-03-31", "2026-04-30"]);
    }
}
