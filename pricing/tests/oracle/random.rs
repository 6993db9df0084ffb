//! Random cases: workloads, choices, changes, and periods of every shape.

use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta};
use proptest::prelude::*;
use whatif_pricing::Period;

use crate::case::{Case, DAY, HOUR, Values};

pub const UTC: i64 = 0;
pub const BEIJING: i64 = 8 * HOUR;
pub const MOSCOW: i64 = 3 * HOUR;

fn date(year: i32) -> impl Strategy<Value = NaiveDate> {
    let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
    (0..11_000_i64).prop_map(move |days| first + TimeDelta::days(days))
}

pub fn offset() -> impl Strategy<Value = FixedOffset> {
    let offset = |seconds| FixedOffset::east_opt(seconds).unwrap();
    prop_oneof![Just(offset(0)), (-50_000..50_000).prop_map(offset)]
}

pub fn instant(second: i64, offset: FixedOffset) -> DateTime<FixedOffset> {
    DateTime::from_timestamp(second, 0).unwrap().with_timezone(&offset)
}

fn period(days_max: i64, year: i32) -> impl Strategy<Value = Period> {
    let span = |(date, second, length, one, other): (NaiveDate, i64, i64, _, _)| {
        let from = date.and_hms_opt(0, 0, 0).unwrap().and_utc().timestamp() + second;
        Period::span(instant(from, one), instant(from + length, other)).unwrap()
    };
    prop_oneof![
        date(year).prop_map(Period::standard_month),
        (date(year), 1..=days_max).prop_map(|(start, days)| Period::days(start, days).unwrap()),
        (year..year + 30, 1..=12).prop_map(|(y, m)| Period::month(&format!("{y}-{m:02}")).unwrap()),
        (date(year), 1..=days_max).prop_map(|(from, days)| Period::dates(
            from,
            from + TimeDelta::days(days)
        )
        .unwrap()),
        (date(year), 0..DAY, 1..days_max * DAY, offset(), offset()).prop_map(span),
    ]
}

/// A number with up to six places, often small, now and then zero.
pub fn number(max: i64) -> BoxedStrategy<String> {
    let with_places = |(whole, places, fraction): (i64, usize, u32)| match places {
        0 => whole.to_string(),
        places => format!("{whole}.{}", &format!("{fraction:06}")[..places]),
    };
    prop_oneof![
        Just("0".to_owned()),
        (0..max).prop_map(|number| number.to_string()),
        (0..max, 0..=6_usize, 0..1_000_000_u32).prop_map(with_places),
        (0..20_i64, 0..=6_usize, 0..1_000_000_u32).prop_map(with_places),
    ]
    .boxed()
}

pub fn count(range: std::ops::Range<i64>) -> BoxedStrategy<String> {
    range.prop_map(|count| count.to_string()).boxed()
}

pub fn calls() -> BoxedStrategy<String> {
    let formula = number(50).prop_map(|reads| format!("=secrets * days * {reads}"));
    prop_oneof![number(3_000_000), formula].boxed()
}

/// The drivers of a card with their values, what can be chosen, and the charges that need a price.
pub struct Kind {
    pub drivers: Vec<(&'static str, BoxedStrategy<String>)>,
    pub choices: Vec<(&'static str, Vec<&'static str>)>,
    pub priced: Vec<&'static str>,
    pub constants: Vec<(&'static str, &'static str)>,
    pub days_max: i64,
    /// Seconds by which the card's clock is ahead of UTC.
    pub offset: i64,
    /// The first year of a period.
    pub year: i32,
}

impl Kind {
    /// Nothing to choose, no price to set, periods up to two months from 2027 on.
    pub fn of(offset: i64, drivers: Vec<(&'static str, BoxedStrategy<String>)>) -> Self {
        let (choices, priced, constants) = (vec![], vec![], vec![]);
        Self { drivers, choices, priced, constants, days_max: 62, offset, year: 2027 }
    }

    pub fn choose(mut self, id: &'static str, choices: &[&'static str]) -> Self {
        self.choices.push((id, choices.to_vec()));
        self
    }

    /// A driver that has the same value in all cases and at all times.
    pub fn constant(mut self, driver: &'static str, value: &'static str) -> Self {
        self.constants.push((driver, value));
        self
    }

    pub fn case(self) -> impl Strategy<Value = Case> {
        let names: Vec<_> = self.drivers.iter().map(|(name, _)| *name).collect();
        let values: Vec<_> = self.drivers.iter().map(|(_, value)| value.clone()).collect();
        let drivers = self.drivers;
        let clock = self.offset;
        let constants = self.constants;
        let change = (0..drivers.len()).prop_flat_map(move |place| {
            let (name, value) = drivers[place].clone();
            (Just(name), value)
        });
        // Instants as parts of the period, now and then on a coarse grid, so that some fall together.
        let part = prop_oneof![0..1_000_000_i64, (0..8_i64).prop_map(|eighth| eighth * 125_000)];
        let changes = prop::collection::vec((part, offset(), change), 0..6);
        let choice = |(id, list): (&'static str, Vec<&'static str>)| {
            prop::sample::select(list).prop_map(move |choice| (id, choice))
        };
        let choices: Vec<_> = self.choices.into_iter().map(choice).collect();
        let price = |id| prop::option::weighted(0.8, price()).prop_map(move |price| (id, price));
        let prices: Vec<_> = self.priced.into_iter().map(price).collect();
        (period(self.days_max, self.year), values, changes, choices, prices).prop_map(
            move |(period, values, changes, choices, prices)| {
                let mut values: Values = names.iter().copied().zip(values).collect();
                values.extend(constants.iter().map(|(name, text)| (*name, (*text).to_owned())));
                let prices = prices.into_iter().filter_map(|(id, price)| Some((id, price?)));
                let choices = choices.into_iter().collect();
                let case = Case {
                    offset: clock,
                    period,
                    values,
                    changes: vec![],
                    choices,
                    prices: prices.collect(),
                };
                let (from, to) = case.window();
                let change = |(part, offset, (name, text))| {
                    let second = from + (to - from) * part / 1_000_000;
                    (instant(second, offset), name, text)
                };
                Case { changes: changes.into_iter().map(change).collect(), ..case }
            },
        )
    }
}

/// A price with up to twelve places.
pub fn price() -> impl Strategy<Value = String> {
    (0..100_u32, 1..=12_usize, 0..1_000_000_000_000_u64)
        .prop_map(|(whole, places, rest)| format!("{whole}.{}", &format!("{rest:012}")[..places]))
}
