//! A case: a workload that may change, over a period, and the stretches of time that price pages speak of.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, FixedOffset, Months, NaiveDate};
use whatif_pricing::Period;

use crate::number::{Q, decimal, whole};

pub type Values = BTreeMap<&'static str, String>;

pub const HOUR: i64 = 3_600;
pub const DAY: i64 = 24 * HOUR;

/// The case that is priced.
#[derive(Clone, Debug)]
pub struct Case {
    /// Seconds by which the card's clock is ahead of UTC.
    pub offset: i64,
    pub period: Period,
    pub values: Values,
    pub changes: Vec<(DateTime<FixedOffset>, &'static str, String)>,
    pub choices: BTreeMap<&'static str, &'static str>,
    pub prices: BTreeMap<&'static str, String>,
}

/// A stretch in which nothing changes, in seconds since 1970.
pub struct Stretch {
    pub from: i64,
    pub to: i64,
    values: BTreeMap<&'static str, Q>,
    /// Are the calls so many a day, rather than so many a month?
    calls_by_day: bool,
}

impl Stretch {
    pub fn get(&self, name: &str) -> Q {
        self.values[name].clone()
    }
}

impl Case {
    pub fn window(&self) -> (i64, i64) {
        let local = |date: NaiveDate| date.and_hms_opt(0, 0, 0).unwrap().and_utc().timestamp();
        let midnight = |date: NaiveDate| local(date) - self.offset;
        match self.period {
            Period::StandardMonth { start } => (midnight(start), midnight(start) + 30 * DAY),
            Period::Days { start, days } => {
                (midnight(start), midnight(start) + i64::from(days) * DAY)
            }
            Period::Month { first } => (midnight(first), midnight(first + Months::new(1))),
            Period::Dates { from, to } => (midnight(from), midnight(to)),
            Period::Span { from, to } => (from.timestamp(), to.timestamp()),
        }
    }

    /// The number of months of a stretch, in which a month's price and a month's flow count: by the
    /// calendar each day is its share of its own month.
    pub fn months_in(&self, from: i64, to: i64) -> Q {
        if !self.counts_by_calendar() {
            return Q::new((to - from).into(), (30 * DAY).into());
        }
        let mut months = whole(0);
        let mut at = from;
        while at < to {
            let (start, end) = calendar_month(at, self.offset);
            let until = end.min(to);
            months += Q::new((until - at).into(), (end - start).into());
            at = until;
        }
        months
    }

    /// The days of the month in which a flow is stated: of several months their mean.
    pub fn days_of_flows(&self) -> Q {
        let (from, to) = self.window();
        Q::new((to - from).into(), DAY.into()) / self.months_in(from, to)
    }

    pub fn numbers(&self, values: &Values) -> BTreeMap<&'static str, Q> {
        let mut numbers: BTreeMap<&'static str, Q> = BTreeMap::new();
        for (name, text) in values.iter().filter(|(name, _)| **name != "calls") {
            numbers.insert(name, decimal(text));
        }
        if let Some(calls) = values.get("calls") {
            let calls = match calls.strip_prefix("=secrets * days * ") {
                Some(reads) => &numbers["secrets"] * self.days_of_flows() * decimal(reads),
                None => decimal(calls),
            };
            numbers.insert("calls", calls);
        }
        numbers
    }

    pub fn stretches(&self) -> Vec<Stretch> {
        let (start, end) = self.window();
        let mut instants: Vec<i64> = self.changes.iter().map(|(at, ..)| at.timestamp()).collect();
        instants.extend([start, end]);
        instants.sort_unstable();
        instants.dedup();
        let stretch = |pair: &[i64]| {
            let made = self.changes.iter().filter(|(at, ..)| at.timestamp() <= pair[0]);
            let mut made: Vec<_> = made.collect();
            made.sort_by_key(|(at, ..)| at.timestamp());
            let mut values = self.values.clone();
            values.extend(made.into_iter().map(|(_, name, text)| (*name, text.clone())));
            let calls_by_day = values.get("calls").is_some_and(|calls| calls.contains("days"));
            Stretch { from: pair[0], to: pair[1], values: self.numbers(&values), calls_by_day }
        };
        instants.windows(2).map(stretch).collect()
    }

    pub fn chose(&self, id: &str, choice: &str) -> bool {
        self.choices.get(id) == Some(&choice)
    }

    /// Days of the clock that have a part in the period.
    pub fn days(&self) -> Vec<(i64, i64)> {
        let (start, end) = self.window();
        let first = (start + self.offset).div_euclid(DAY);
        let last = (end - 1 + self.offset).div_euclid(DAY);
        (first..=last).map(|day| (day * DAY - self.offset, (day + 1) * DAY - self.offset)).collect()
    }

    /// Days that end within the period: the ones with a count at 24:00.
    pub fn days_ended(&self) -> Vec<(i64, i64)> {
        let end = self.window().1;
        self.days().into_iter().filter(|(_, day_end)| *day_end <= end).collect()
    }

    pub fn counts_by_calendar(&self) -> bool {
        matches!(self.period, Period::Month { .. } | Period::Dates { .. } | Period::Span { .. })
    }

    /// Months in which calls are added up.
    pub fn months(&self) -> Vec<(i64, i64)> {
        let (start, end) = self.window();
        let mut ends = Vec::new();
        if self.counts_by_calendar() {
            while ends.last().is_none_or(|last| *last < end) {
                ends.push(calendar_month(*ends.last().unwrap_or(&start), self.offset).1);
            }
        } else {
            let months = (end - start - 1).div_euclid(30 * DAY) + 1;
            ends.extend((1..=months).map(|month| start + month * 30 * DAY));
        }
        let starts = std::iter::once(start).chain(ends.clone());
        starts.zip(ends).map(|(from, to)| (from, to.min(end))).collect()
    }

    /// Prepaid terms of so many months from the start on.
    pub fn terms(&self, months: u32) -> Vec<(i64, i64)> {
        let (start, end) = self.window();
        let mut terms = Vec::new();
        let mut from = start;
        while from < end {
            let bought = u32::try_from(terms.len() + 1).unwrap() * months;
            let to = if self.counts_by_calendar() {
                let local = DateTime::from_timestamp(start + self.offset, 0).unwrap().naive_utc();
                (local + Months::new(bought)).and_utc().timestamp() - self.offset
            } else {
                start + i64::from(bought) * 30 * DAY
            };
            terms.push((from, to));
            from = to;
        }
        terms
    }

    /// The flow that falls in a stretch of time.
    pub fn flow(&self, stretches: &[Stretch], from: i64, to: i64, of: impl Fn(&Stretch) -> Q) -> Q {
        let inside = within(stretches, from, to);
        let part = |stretch: &Stretch| {
            of(stretch) * self.months_in(stretch.from.max(from), stretch.to.min(to))
        };
        inside.map(part).sum()
    }

    /// The calls that fall in a stretch of time while there are so many regions. Calls of a day fall evenly
    /// over the time of the period, others evenly in each month.
    pub fn calls(&self, stretches: &[Stretch], (from, to): (i64, i64), regions: i64) -> Q {
        let (start, end) = self.window();
        let even = self.months_in(start, end) / whole(end - start);
        let inside = within(stretches, from, to).filter(|stretch| region_count(stretch) == regions);
        let part = |stretch: &Stretch| {
            let (from, to) = (stretch.from.max(from), stretch.to.min(to));
            let by_day = stretch.calls_by_day;
            let months = if by_day { &even * whole(to - from) } else { self.months_in(from, to) };
            stretch.get("calls") * months
        };
        inside.map(part).sum()
    }
}

pub fn region_count(stretch: &Stretch) -> i64 {
    i64::try_from(stretch.get("regions").to_integer()).unwrap()
}

/// The month of a clock in which an instant lies.
pub fn calendar_month(at: i64, offset: i64) -> (i64, i64) {
    let date = DateTime::from_timestamp(at + offset, 0).unwrap().date_naive();
    let first = NaiveDate::from_ymd_opt(date.year(), date.month(), 1).unwrap();
    let local = |date: NaiveDate| date.and_hms_opt(0, 0, 0).unwrap().and_utc().timestamp();
    (local(first) - offset, local(first + Months::new(1)) - offset)
}

pub fn at(stretches: &[Stretch], second: i64) -> &Stretch {
    stretches.iter().find(|stretch| (stretch.from..stretch.to).contains(&second)).unwrap()
}

pub fn within(stretches: &[Stretch], from: i64, to: i64) -> impl Iterator<Item = &Stretch> {
    stretches.iter().filter(move |stretch| stretch.from < to && stretch.to > from)
}
